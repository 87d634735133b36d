//! Calls: of functions, and what functions, filters and tests are given.

use std::sync::Arc;

use minijinja::machinery::{Span, ast};

use super::super::cost::Cost;
use super::super::exchange::settle;
use super::super::filter::{FILTERS, TESTS};
use super::super::function::{FUNCTIONS, Function, faker};
use super::super::lookup::LOOKUPS;
use super::super::names;
use super::super::root::Mention;
use super::super::tree::{Arguments, Expr};
use super::{Compiler, Made};
use crate::scenario::expression::ExpressionError;

impl Compiler<'_> {
    pub(super) fn call(&mut self, call: &ast::Call<'_>, span: Span) -> Made<Expr> {
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
        if let Some((name, lookup, example)) = LOOKUPS.iter().find(|(known, ..)| *known == name) {
            let arguments = self.called_with(call, span, lookup.arguments(), name, example)?;
            self.mentions.push(mention(name, &arguments));
            return Ok(Expr::Look(*lookup, arguments));
        }
        let Some((_, function, example)) = FUNCTIONS.iter().find(|(known, ..)| *known == name) else {
            return Err(at(names::unknown_function(name)));
        };
        let arguments = self.called_with(call, span, function.arguments(), name, example)?;
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

    /// What a function is given, if it takes so much.
    fn called_with(
        &mut self,
        call: &ast::Call<'_>,
        span: Span,
        (least, most): (usize, usize),
        name: &str,
        example: &str,
    ) -> Made<Arguments> {
        let arguments = self.arguments(&call.args, span)?;
        if arguments.by_name.is_empty() && (least..=most).contains(&arguments.by_position.len()) {
            return Ok(arguments);
        }
        let error = ExpressionError::new(format!("`{name}` is not called like this"));
        Err(self.source.at(error.with_help(format!("write `{example}`")), span.start_offset as usize))
    }

    pub(super) fn arguments(&mut self, arguments: &[ast::CallArg<'_>], span: Span) -> Made<Arguments> {
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
    pub(super) fn named_inside(&self, filter: &str, arguments: &Arguments, span: Span) -> Made<()> {
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

/// A function that looks something up, with the collection if its name is written down.
fn mention(name: &'static str, arguments: &Arguments) -> Mention {
    let collection = match arguments.by_position.first() {
        Some(Expr::Constant(collection)) => collection.as_str().map(Arc::from),
        _ => None,
    };
    Mention { name, path: collection.into_iter().collect() }
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
