//! From a text to a tree in which every name is known: statements. Errors tell the line and the column in the text.

mod call;
mod expression;

use std::sync::Arc;

use minijinja::machinery::{self, ast};

use super::names;
use super::root::{Mention, Root};
use super::source::{Source, syntax};
use super::tree::{Expr, Loop, Program, Stmt, Target};
use crate::scenario::expression::ExpressionError;

type Made<T> = Result<T, ExpressionError>;

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
    compiler.finished(vec![Stmt::Emit(value)])
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
    compiler.finished(body)
}

/// A walk through one tree.
struct Compiler<'t> {
    source: Source<'t>,
    /// The names that are made by the text, block by block; and whether a loop makes the block.
    blocks: Vec<(Vec<Arc<str>>, bool)>,
    is_steady: bool,
    mentions: Vec<Mention>,
    sites: usize,
}

impl<'t> Compiler<'t> {
    fn new(source: Source<'t>) -> Self {
        Self { source, blocks: vec![(Vec::new(), false)], is_steady: true, mentions: Vec::new(), sites: 0 }
    }

    fn finished(self, body: Vec<Stmt>) -> Made<Program> {
        let program = self.program(body);
        // Rows are not read there: it is the place where they are sent.
        let stands_alone = matches!(program.only(), Some(Expr::Read(Root::Rows, _)));
        if program.reads(Root::Rows) && !stands_alone {
            let error = ExpressionError::new("`rows` is the place where the rows of a list stand in its `body`");
            return Err(error.with_help("write `{{ rows }}` and nothing else; `page.rows` is read"));
        }
        Ok(program)
    }

    fn program(self, body: Vec<Stmt>) -> Program {
        Program { body, is_steady: self.is_steady, mentions: self.mentions, sites: self.sites }
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
}
