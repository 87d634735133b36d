//! Expressions, to their depth: what is read of a scope, what is calculated, and what is done with it.

use std::sync::Arc;

use minijinja::machinery::{Span, ast};
use minijinja::value::Value;

use super::super::ecmascript::pattern;
use super::super::filter::{FILTERS, TESTS};
use super::super::names;
use super::super::root::{Mention, ROOTS, Root};
use super::super::tree::{Comparison, Expr, Operator, Turn};
use super::{Compiler, Made};
use crate::scenario::expression::ExpressionError;

impl Compiler<'_> {
    pub(super) fn is_local(&self, name: &str) -> Option<&Arc<str>> {
        self.blocks.iter().rev().flat_map(|(names, _)| names).find(|known| &***known == name)
    }

    fn expressions(&mut self, expressions: &[ast::Expr<'_>]) -> Made<Vec<Expr>> {
        expressions.iter().map(|expression| self.expression(expression)).collect()
    }

    pub(super) fn maybe(&mut self, expression: Option<&ast::Expr<'_>>) -> Made<Option<Expr>> {
        expression.map(|expression| self.expression(expression)).transpose()
    }

    fn boxed(&mut self, left: &ast::Expr<'_>, right: &ast::Expr<'_>) -> Made<Box<(Expr, Expr)>> {
        Ok(Box::new((self.expression(left)?, self.expression(right)?)))
    }

    /// A tree is walked to its depth, so each kind of node has a frame of its own, and a small one.
    pub(super) fn expression(&mut self, expression: &ast::Expr<'_>) -> Made<Expr> {
        match expression {
            ast::Expr::Const(constant) => Ok(Expr::Constant(constant.value.clone())),
            ast::Expr::Var(name) => self.whole(name.id, name.span()),
            ast::Expr::GetAttr(part) => self.member(&part.expr, Expr::Constant(part.name.into()), part.span()),
            ast::Expr::GetItem(part) => self.item(part, part.span()),
            ast::Expr::Slice(slice) => self.slice(slice),
            ast::Expr::UnaryOp(unary) => self.unary(unary),
            ast::Expr::BinOp(binary) => Ok(combined(binary.op, self.boxed(&binary.left, &binary.right)?)),
            ast::Expr::Compare(chain) => self.comparison(chain),
            ast::Expr::IfExpr(choice) => self.choice(choice),
            ast::Expr::Filter(filter) => self.filter(filter, filter.span()),
            ast::Expr::Test(test) => self.test(test, test.span()),
            ast::Expr::Call(call) => self.call(call, call.span()),
            ast::Expr::List(list) => self.expressions(&list.items).map(Expr::List),
            ast::Expr::Tuple(tuple) => self.expressions(&tuple.items).map(Expr::List),
            ast::Expr::Map(map) => self.map(map),
        }
    }

    fn item(&mut self, part: &ast::GetItem<'_>, span: Span) -> Made<Expr> {
        let key = self.expression(&part.subscript_expr)?;
        self.member(&part.expr, key, span)
    }

    fn slice(&mut self, slice: &ast::Slice<'_>) -> Made<Expr> {
        let of = self.expression(&slice.expr)?;
        let bounds =
            [self.maybe(slice.start.as_ref())?, self.maybe(slice.stop.as_ref())?, self.maybe(slice.step.as_ref())?];
        Ok(Expr::Slice(Box::new((of, bounds))))
    }

    fn unary(&mut self, unary: &ast::UnaryOp<'_>) -> Made<Expr> {
        let of = Box::new(self.expression(&unary.expr)?);
        Ok(match unary.op {
            ast::UnaryOpKind::Not => Expr::Not(of),
            ast::UnaryOpKind::Neg => Expr::Negative(of),
        })
    }

    fn comparison(&mut self, chain: &ast::Compare<'_>) -> Made<Expr> {
        let first = Box::new(self.expression(&chain.expr)?);
        let others = chain.ops.iter().map(|other| Ok((comparison(other.op), self.expression(&other.expr)?)));
        Ok(Expr::Compare(first, others.collect::<Made<_>>()?))
    }

    fn choice(&mut self, choice: &ast::IfExpr<'_>) -> Made<Expr> {
        let (test, yes) = *self.boxed(&choice.test_expr, &choice.true_expr)?;
        Ok(Expr::Choice(Box::new((test, yes, self.maybe(choice.false_expr.as_ref())?))))
    }

    fn filter(&mut self, filter: &ast::Filter<'_>, span: Span) -> Made<Expr> {
        let name = plain(filter.name);
        let known = FILTERS.iter().find(|known| **known == name);
        let known = known.ok_or_else(|| self.source.at_name(names::unknown_filter(&name), span, filter.name))?;
        let of = self.maybe(filter.expr.as_ref())?.unwrap_or(Expr::Constant(Value::UNDEFINED));
        let arguments = self.arguments(&filter.args, span)?;
        let of = match (one_of_rows(&of, known), of) {
            // Of a page that may be long, one row is made, not all.
            (Some(place), Expr::Read(root, mut keys)) => {
                keys.push(Expr::Constant(place.into()));
                return Ok(Expr::Read(root, keys));
            }
            (_, of) => of,
        };
        self.named_inside(known, &arguments, span)?;
        if let ("matches", [Expr::Constant(text)]) = (*known, arguments.by_position.as_slice())
            && let Some(text) = text.as_str()
        {
            let pattern = pattern(text).map_err(|error| self.source.at(error, span.start_offset as usize))?;
            return Ok(Expr::Matches(Box::new(of), Box::new(pattern)));
        }
        Ok(Expr::Filter(known, Box::new(of), arguments))
    }

    fn test(&mut self, test: &ast::Test<'_>, span: Span) -> Made<Expr> {
        let name = plain(test.name);
        let known = TESTS.iter().find(|known| **known == name);
        let known = known.ok_or_else(|| self.source.at_name(names::unknown_test(&name), span, test.name))?;
        let of = Box::new(self.expression(&test.expr)?);
        Ok(Expr::Test(known, of, self.arguments(&test.args, span)?))
    }

    fn map(&mut self, map: &ast::Map<'_>) -> Made<Expr> {
        let pairs = map.keys.iter().zip(&map.values);
        let pairs = pairs.map(|(name, value)| Ok((self.expression(name)?, self.expression(value)?)));
        pairs.collect::<Made<_>>().map(Expr::Map)
    }

    /// A name with nothing behind it.
    fn whole(&mut self, name: &str, span: Span) -> Made<Expr> {
        match self.name(name, span)? {
            Expr::Read(root, _) if root.is_named() => Err(self.nameless(root, span)),
            value => Ok(value),
        }
    }

    /// What is read there has to be known before a call comes.
    fn nameless(&self, root: Root, span: Span) -> ExpressionError {
        let error = ExpressionError::new(format!("`{}` is read by name", root.name()));
        self.source.at(error.with_help(format!("write `{}.NAME`", root.name())), span.start_offset as usize)
    }

    fn name(&mut self, name: &str, span: Span) -> Made<Expr> {
        if let Some(name) = self.is_local(name) {
            return Ok(Expr::Local(Arc::clone(name)));
        }
        if let Some((_, root)) = ROOTS.iter().find(|(known, _)| *known == name) {
            self.is_steady &= root.is_steady();
            self.mentions.push(Mention { name: root.name(), path: Vec::new() });
            return Ok(Expr::Read(*root, Vec::new()));
        }
        let locals = self.blocks.iter().flat_map(|(names, _)| names).map(|name| &**name);
        let error = if name == "loop" && self.blocks.iter().any(|(_, is_loop)| *is_loop) {
            ExpressionError::new("`loop` stands for nothing itself").with_help("write `loop.index`")
        } else {
            names::unknown_name(name, locals)
        };
        Err(self.source.at(error, span.start_offset as usize))
    }

    fn member(&mut self, of: &ast::Expr<'_>, key: Expr, span: Span) -> Made<Expr> {
        if let ast::Expr::Var(of) = of
            && of.id == "loop"
            && self.is_local("loop").is_none()
            && self.blocks.iter().any(|(_, is_loop)| *is_loop)
        {
            return self.turn_of_loop(&key, span);
        }
        let of = match of {
            ast::Expr::Var(name) => self.name(name.id, name.span()),
            of => self.expression(of),
        };
        match of? {
            Expr::Read(root, keys) => self.read(root, keys, key, span),
            of => Ok(Expr::Member(Box::new((of, key)))),
        }
    }

    /// `loop.index`.
    fn turn_of_loop(&self, key: &Expr, span: Span) -> Made<Expr> {
        let name = literal_name(key).unwrap_or_default();
        let turn = TURNS.iter().find(|(known, _)| *known == name).map(|(_, turn)| Expr::Turn(*turn));
        turn.ok_or_else(|| {
            let members: Vec<_> = TURNS.iter().map(|(known, _)| *known).collect();
            self.source.at_name(names::unknown_member("loop", name, &members), span, name)
        })
    }

    /// A step further into the scope.
    fn read(&mut self, root: Root, mut keys: Vec<Expr>, key: Expr, span: Span) -> Made<Expr> {
        if let (Some(members), true, Some(name)) = (root.members(), keys.is_empty(), literal_name(&key))
            && !members.contains(&name)
        {
            return Err(self.source.at_name(names::unknown_member(root.name(), name, members), span, name));
        }
        let name = literal_name(&key);
        if root.is_named() && keys.is_empty() && name.is_none() {
            return Err(self.nameless(root, span));
        }
        // The keys were looked through before what they are keys of, so the last mention is this one.
        if let (Some(mention), Some(name)) = (self.mentions.last_mut(), name)
            && mention.path.len() == keys.len()
        {
            mention.path.push(name.into());
        }
        keys.push(key);
        Ok(Expr::Read(root, keys))
    }
}

/// The place of the row that `page.rows | first` and `page.rows | last` mean.
fn one_of_rows(of: &Expr, filter: &str) -> Option<i64> {
    let Expr::Read(Root::Page, keys) = of else { return None };
    let [rows] = keys.as_slice() else { return None };
    match filter {
        _ if literal_name(rows) != Some("rows") => None,
        "first" => Some(0),
        "last" => Some(-1),
        _ => None,
    }
}

/// What a loop knows of itself.
const TURNS: &[(&str, Turn)] = &[
    ("first", Turn::First),
    ("index", Turn::Index),
    ("index0", Turn::Index0),
    ("last", Turn::Last),
    ("length", Turn::Length),
    ("revindex", Turn::Left),
    ("revindex0", Turn::Left0),
];

/// The text that a key is, if it is written down.
fn literal_name(key: &Expr) -> Option<&str> {
    if let Expr::Constant(key) = key { key.as_str() } else { None }
}

/// A name without the spaces that the parser leaves in it.
fn plain(name: &str) -> String {
    name.split_whitespace().collect()
}

fn combined(operator: ast::BinOpKind, parts: Box<(Expr, Expr)>) -> Expr {
    use ast::BinOpKind as Kind;
    let compared = |by, parts: Box<(Expr, Expr)>| Expr::Compare(Box::new(parts.0), vec![(by, parts.1)]);
    match operator {
        Kind::ScAnd => Expr::And(parts),
        Kind::ScOr => Expr::Or(parts),
        Kind::Add => Expr::Calculate(Operator::Add, parts),
        Kind::Sub => Expr::Calculate(Operator::Subtract, parts),
        Kind::Mul => Expr::Calculate(Operator::Multiply, parts),
        Kind::Div => Expr::Calculate(Operator::Divide, parts),
        Kind::FloorDiv => Expr::Calculate(Operator::DivideWhole, parts),
        Kind::Rem => Expr::Calculate(Operator::Remainder, parts),
        Kind::Pow => Expr::Calculate(Operator::Power, parts),
        Kind::Concat => Expr::Calculate(Operator::Join, parts),
        Kind::Eq => compared(Comparison::Equal, parts),
        Kind::Ne => compared(Comparison::Unequal, parts),
        Kind::Lt => compared(Comparison::Less, parts),
        Kind::Lte => compared(Comparison::AtMost, parts),
        Kind::Gt => compared(Comparison::Greater, parts),
        Kind::Gte => compared(Comparison::AtLeast, parts),
        Kind::In => compared(Comparison::In, parts),
    }
}

const fn comparison(operator: ast::CompareOpKind) -> Comparison {
    use ast::CompareOpKind as Kind;
    match operator {
        Kind::Eq => Comparison::Equal,
        Kind::Ne => Comparison::Unequal,
        Kind::Lt => Comparison::Less,
        Kind::Lte => Comparison::AtMost,
        Kind::Gt => Comparison::Greater,
        Kind::Gte => Comparison::AtLeast,
        Kind::In => Comparison::In,
        Kind::NotIn => Comparison::NotIn,
    }
}
