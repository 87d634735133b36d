//! From a text to a tree in which every name is known. Errors tell the line and the column in the text.

use std::sync::Arc;

use minijinja::machinery::{self, Span, Token, ast};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;

use super::Cost;
use super::exchange::settle;
use super::filter::{FILTERS, TESTS};
use super::function::{FUNCTIONS, Function, faker};
use super::names;
use super::scope::{ROOTS, Root};
use super::tree::{Arguments, Comparison, Expr, Loop, Operator, Program, Stmt, Target, Turn};
use crate::scenario::expression::ExpressionError;

type Made<T> = Result<T, ExpressionError>;

/// The longest text with templates in it, in bytes; texts without are of any length.
const LONGEST: usize = 64 << 10;
/// The most names and signs of what is between two braces, literals and commas aside: a tree is at most so deep.
const MOST_PARTS: usize = 256;
/// The most `elif`s: each one is a level deeper.
const MOST_TURNS: usize = 100;

/// Compiles `settings.strict and hit > 1`.
pub(in crate::scenario) fn compile_expression(text: &str) -> Made<Program> {
    if text.contains("{{") {
        let error = ExpressionError::new("an expression stands without `{{ }}`");
        return Err(error.with_help("write `query.count > 100`; objects with objects in them need a space: `{ {`"));
    }
    let source = Source::new(text, true)?;
    let parsed = machinery::parse_expr(text).map_err(|error| source.unreadable(&error))?;
    let mut compiler = Compiler::new(source);
    let value = compiler.expression(&parsed)?;
    Ok(compiler.program(vec![Stmt::Emit(value)]))
}

/// Compiles a text with `{{ … }}` and `{% … %}` in it.
pub(in crate::scenario) fn compile_template(text: &str) -> Made<Program> {
    let source = Source::new(text, false)?;
    let parsed = machinery::parse(text, "", syntax()).map_err(|error| source.unreadable(&error))?;
    let mut compiler = Compiler::new(source);
    let body = match &parsed {
        ast::Stmt::Template(template) => compiler.statements(&template.children)?,
        other => vec![compiler.statement(other)?],
    };
    Ok(compiler.program(body))
}

/// Jinja's, but for a line's end at the end of the text, which is the author's.
fn syntax() -> SyntaxConfig {
    SyntaxConfig::builder().keep_trailing_newline(true).build().unwrap_or_default()
}

/// A text and its places.
#[derive(Clone, Copy)]
pub(in crate::scenario) struct Source<'t> {
    text: &'t str,
}

impl<'t> Source<'t> {
    /// A text that is short enough.
    fn new(text: &'t str, is_expression: bool) -> Made<Self> {
        let source = Self { text };
        if text.len() > LONGEST {
            return Err(ExpressionError::new(format!("it is longer than {} KiB", LONGEST >> 10)));
        }
        let (mut parts, mut turns) = (0, 0);
        for token in machinery::tokenize(text, is_expression, syntax()) {
            let (token, span) = token.map_err(|error| source.unreadable(&error))?;
            match token {
                Token::TemplateData(_) | Token::VariableStart | Token::BlockStart => parts = 0,
                Token::Str(_) | Token::String(_) | Token::Int(_) | Token::Int128(_) | Token::Float(_) => {}
                Token::Comma | Token::Colon => {}
                Token::Ident("elif") => turns += 1,
                _ => parts += 1,
            }
            if turns > MOST_TURNS {
                let error = ExpressionError::new(format!("it has more than {MOST_TURNS} `elif`"));
                return Err(source.at(error, span.start_offset as usize));
            }
            if parts > MOST_PARTS {
                let error = ExpressionError::new(format!("it has more than {MOST_PARTS} names and signs"));
                return Err(source.at(error, span.start_offset as usize));
            }
        }
        Ok(source)
    }

    /// An error with its place: the column, and the line where there are several.
    fn at(self, error: ExpressionError, offset: usize) -> ExpressionError {
        let before = self.text.get(..offset.min(self.text.len())).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let place = if self.text.trim_end().contains('\n') {
            format!("line {line}, column {column}")
        } else {
            format!("column {column}")
        };
        ExpressionError { message: format!("{}, at {place}", error.message), help: error.help }
    }

    /// An error at the last place inside a span where a name is written.
    fn at_name(self, error: ExpressionError, span: Span, name: &str) -> ExpressionError {
        let (start, end) = (span.start_offset as usize, span.end_offset as usize);
        let found = self.text.get(start..end).and_then(|part| part.rfind(name)).unwrap_or_default();
        self.at(error, start + found)
    }

    /// What the parser does not understand.
    fn unreadable(self, error: &minijinja::Error) -> ExpressionError {
        let message = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        let Some(range) = error.range() else { return ExpressionError::new(message) };
        let error = match message.strip_prefix("unknown statement ") {
            Some(name) => names::unknown_statement(name),
            None => ExpressionError { message, help: self.habit(range.start) },
        };
        self.at(error, range.start)
    }

    /// What stands there is right in another language.
    fn habit(self, offset: usize) -> Option<String> {
        let before = self.text.get(..offset).unwrap_or_default();
        let from = before.trim_end_matches(['&', '|', '!', '=']).len();
        let here = self.text.get(from..).unwrap_or_default();
        let known = HABITS.iter().find(|(habit, _)| here.starts_with(habit));
        known.map(|(_, instead)| format!("write {instead}"))
    }
}

/// What other languages write, and what this one does.
const HABITS: &[(&str, &str)] = &[
    ("===", "`==`"),
    ("!==", "`!=`"),
    ("&", "`and`"),
    ("||", "`or`"),
    ("!", "`not`"),
    ("?", "`a if test else b`"),
    ("=", "`==`, or `{% set name = … %}`"),
];

/// A walk through one tree.
struct Compiler<'t> {
    source: Source<'t>,
    /// The names that are made by the text, block by block; and whether a loop makes the block.
    blocks: Vec<(Vec<Arc<str>>, bool)>,
    is_steady: bool,
    sites: usize,
}

impl<'t> Compiler<'t> {
    fn new(source: Source<'t>) -> Self {
        Self { source, blocks: vec![(Vec::new(), false)], is_steady: true, sites: 0 }
    }

    fn program(self, body: Vec<Stmt>) -> Program {
        Program { body, is_steady: self.is_steady, sites: self.sites }
    }

    fn statements(&mut self, statements: &[ast::Stmt<'_>]) -> Made<Vec<Stmt>> {
        statements.iter().map(|statement| self.statement(statement)).collect()
    }

    fn statement(&mut self, statement: &ast::Stmt<'_>) -> Made<Stmt> {
        let (span, name) = match statement {
            ast::Stmt::EmitRaw(raw) => return Ok(Stmt::Text(raw.raw.to_owned())),
            ast::Stmt::EmitExpr(emit) => return self.expression(&emit.expr).map(Stmt::Emit),
            ast::Stmt::ForLoop(each) if !each.recursive => return self.each(each),
            ast::Stmt::IfCond(choice) => {
                let test = self.expression(&choice.expr)?;
                return Ok(Stmt::If(test, self.statements(&choice.true_body)?, self.statements(&choice.false_body)?));
            }
            ast::Stmt::Set(set) => {
                let value = self.expression(&set.expr)?;
                return Ok(Stmt::Set(self.target(&set.target)?, value));
            }
            ast::Stmt::WithBlock(with) => {
                let values = with.assignments.iter().map(|(_, value)| self.expression(value));
                let values = values.collect::<Made<Vec<_>>>()?;
                self.blocks.push((Vec::new(), false));
                let targets = with.assignments.iter().map(|(target, _)| self.target(target)).collect::<Made<Vec<_>>>();
                let body = self.statements(&with.body);
                self.blocks.pop();
                return Ok(Stmt::With(targets?.into_iter().zip(values).collect(), body?));
            }
            ast::Stmt::ForLoop(each) => (each.span(), "for … recursive"),
            ast::Stmt::SetBlock(set) => (set.span(), "set … endset"),
            ast::Stmt::AutoEscape(escape) => (escape.span(), "autoescape"),
            ast::Stmt::FilterBlock(filter) => (filter.span(), "filter"),
            ast::Stmt::Do(call) => (call.span(), "do"),
            ast::Stmt::Template(template) => (template.span(), "template"),
        };
        Err(self.source.at(names::unknown_statement(name), span.start_offset as usize))
    }

    fn each(&mut self, each: &ast::ForLoop<'_>) -> Made<Stmt> {
        let items = self.expression(&each.iter)?;
        self.blocks.push((Vec::new(), true));
        let inside = self.turn(each);
        self.blocks.pop();
        let (target, only, body) = inside?;
        self.blocks.push((Vec::new(), false));
        let otherwise = self.statements(&each.else_body);
        self.blocks.pop();
        Ok(Stmt::For(Box::new(Loop { target, items, only, body, otherwise: otherwise? })))
    }

    fn turn(&mut self, each: &ast::ForLoop<'_>) -> Made<(Target, Option<Expr>, Vec<Stmt>)> {
        let target = self.target(&each.target)?;
        let only = each.filter_expr.as_ref().map(|only| self.expression(only)).transpose()?;
        Ok((target, only, self.statements(&each.body)?))
    }

    /// Where a value goes; the names are known from here on.
    fn target(&mut self, target: &ast::Expr<'_>) -> Made<Target> {
        let parts = match target {
            ast::Expr::Var(name) => {
                let name: Arc<str> = name.id.into();
                if let Some((names, _)) = self.blocks.last_mut() {
                    names.push(Arc::clone(&name));
                }
                return Ok(Target::Name(name));
            }
            ast::Expr::List(list) => &list.items,
            ast::Expr::Tuple(tuple) => &tuple.items,
            other => {
                let error =
                    ExpressionError::new("a value is kept under a name").with_help("write `{% set name = … %}`");
                return Err(self.source.at(error, other.span().start_offset as usize));
            }
        };
        parts.iter().map(|part| self.target(part)).collect::<Made<_>>().map(Target::Parts)
    }

    fn is_local(&self, name: &str) -> Option<&Arc<str>> {
        self.blocks.iter().rev().flat_map(|(names, _)| names).find(|known| &***known == name)
    }

    fn expressions(&mut self, expressions: &[ast::Expr<'_>]) -> Made<Vec<Expr>> {
        expressions.iter().map(|expression| self.expression(expression)).collect()
    }

    fn maybe(&mut self, expression: Option<&ast::Expr<'_>>) -> Made<Option<Expr>> {
        expression.map(|expression| self.expression(expression)).transpose()
    }

    fn boxed(&mut self, left: &ast::Expr<'_>, right: &ast::Expr<'_>) -> Made<Box<(Expr, Expr)>> {
        Ok(Box::new((self.expression(left)?, self.expression(right)?)))
    }

    /// A tree is walked to its depth, so each kind of node has a frame of its own, and a small one.
    fn expression(&mut self, expression: &ast::Expr<'_>) -> Made<Expr> {
        match expression {
            ast::Expr::Const(constant) => Ok(Expr::Constant(constant.value.clone())),
            ast::Expr::Var(name) => self.name(name.id, name.span()),
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
        self.named_inside(known, &arguments, span)?;
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

    fn name(&mut self, name: &str, span: Span) -> Made<Expr> {
        if let Some(name) = self.is_local(name) {
            return Ok(Expr::Local(Arc::clone(name)));
        }
        if let Some((_, root)) = ROOTS.iter().find(|(known, _)| *known == name) {
            self.is_steady &= root.is_steady();
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
        match self.expression(of)? {
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
    fn read(&self, root: Root, mut keys: Vec<Expr>, key: Expr, span: Span) -> Made<Expr> {
        if let (Some(members), true, Some(name)) = (root.members(), keys.is_empty(), literal_name(&key))
            && !members.contains(&name)
        {
            let of = ROOTS.iter().find(|(_, known)| *known == root).map_or("it", |(name, _)| name);
            return Err(self.source.at_name(names::unknown_member(of, name, members), span, name));
        }
        keys.push(key);
        Ok(Expr::Read(root, keys))
    }

    fn call(&mut self, call: &ast::Call<'_>, span: Span) -> Made<Expr> {
        let name = match &call.expr {
            ast::Expr::Var(name) => name.id,
            ast::Expr::GetAttr(method) => {
                let error = ExpressionError::new(format!("values have no function `{}`", method.name));
                let error = if FILTERS.contains(&method.name) {
                    error.with_help(format!("it is a filter: write `value | {}`", method.name))
                } else {
                    error.with_help("filters change values: `value | upper`")
                };
                return Err(self.source.at_name(error, span, method.name));
            }
            other => {
                let error = ExpressionError::new("only functions can be called");
                return Err(self.source.at(error, other.span().start_offset as usize));
            }
        };
        let at = |error| self.source.at(error, span.start_offset as usize);
        let Some((_, function, example)) = FUNCTIONS.iter().find(|(known, ..)| *known == name) else {
            return Err(at(names::unknown_function(name)));
        };
        let arguments = self.arguments(&call.args, span)?;
        let (least, most) = function.arguments();
        let wrong = !arguments.by_name.is_empty() || !(least..=most).contains(&arguments.by_position.len());
        if wrong {
            let error = ExpressionError::new(format!("`{name}` is not called like this"));
            return Err(self.source.at(error.with_help(format!("write `{example}`")), span.start_offset as usize));
        }
        let site = self.sites;
        self.sites += 1;
        if *function == Function::Fake
            && let Some(literals) = literals(&arguments.by_position)
        {
            let faker = faker(literals).map_err(|error| self.source.at(error, span.start_offset as usize))?;
            return Ok(Expr::Fake(Box::new(faker), site));
        }
        Ok(Expr::Call(*function, arguments, site))
    }

    fn arguments(&mut self, arguments: &[ast::CallArg<'_>], span: Span) -> Made<Arguments> {
        let mut read = Arguments::default();
        for argument in arguments {
            match argument {
                ast::CallArg::Pos(value) => read.by_position.push(self.expression(value)?),
                ast::CallArg::Kwarg(name, value) => read.by_name.push(((*name).to_owned(), self.expression(value)?)),
                ast::CallArg::PosSplat(_) | ast::CallArg::KwargSplat(_) => {
                    let error = ExpressionError::new("`*` before an argument is not part of the language");
                    return Err(self.source.at(error, span.start_offset as usize));
                }
            }
        }
        Ok(read)
    }

    /// Filters that are given the name of a filter or a test.
    fn named_inside(&self, filter: &str, arguments: &Arguments, span: Span) -> Made<()> {
        let position = usize::from(matches!(filter, "selectattr" | "rejectattr"));
        let Some(Expr::Constant(name)) = arguments.by_position.get(position) else { return Ok(()) };
        let Some(name) = name.as_str() else { return Ok(()) };
        let error = match filter {
            "map" if !FILTERS.contains(&name) => names::unknown_filter(name),
            "select" | "reject" | "selectattr" | "rejectattr" if !TESTS.contains(&name) => names::unknown_test(name),
            _ => return Ok(()),
        };
        Err(self.source.at_name(error, span, name))
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

/// The values of arguments, if they are written down.
fn literals(arguments: &[Expr]) -> Option<Vec<serde_json::Value>> {
    let literal = |argument: &Expr| match argument {
        Expr::Constant(value) => settle(value, &mut Cost::of_expression()).ok(),
        Expr::Map(members) => {
            let member = |(name, value): &(Expr, Expr)| match (name, value) {
                (Expr::Constant(name), Expr::Constant(value)) => {
                    Some((name.as_str()?.to_owned(), settle(value, &mut Cost::of_expression()).ok()?))
                }
                _ => None,
            };
            members.iter().map(member).collect::<Option<serde_json::Map<_, _>>>().map(serde_json::Value::Object)
        }
        _ => None,
    };
    arguments.iter().map(literal).collect()
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
