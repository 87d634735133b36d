//! Templates: texts with `{{ … }}` in them, and values with such texts at their leaves.
//!
//! A blueprint is filled leaf by leaf, so what a client sends can never change the structure of an answer.

use serde_json::{Map, Value};

use super::expression::{ExpressionError, Scope};
use super::language::{Cost, Expr, Program, Run, Stmt, compile_template};
use crate::base::{Pointer, Seed, merge_patch};

/// A text with `{{ … }}` in it.
#[derive(Debug)]
pub struct Template {
    text: String,
    program: Option<Program>,
}

impl Template {
    /// Compiles a template; a text without `{{` and `{%` stands for itself.
    ///
    /// # Errors
    /// When it cannot be parsed, or names what no scope has.
    pub fn compile(text: &str) -> Result<Self, ExpressionError> {
        let is_template = text.contains("{{") || text.contains("{%");
        let program = is_template.then(|| compile_template(text)).transpose()?;
        Ok(Self { text: text.to_owned(), program })
    }

    /// The text, if it stands for itself.
    #[must_use]
    pub fn constant(&self) -> Option<&str> {
        self.program.is_none().then_some(&self.text)
    }

    /// As [`Expression::is_steady`](super::Expression::is_steady).
    #[must_use]
    pub fn is_steady(&self) -> bool {
        self.program.as_ref().is_none_or(|program| program.is_steady)
    }

    /// Whether each call has to have a number of its own: it draws something, or reads `hit`.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.program.as_ref().is_some_and(Program::counts)
    }

    /// Filled, as text of 1 MiB at most. Random values are addressed by the scope's seed and the template's own text.
    ///
    /// # Errors
    /// When it fails while it runs, or costs too much.
    pub fn text(&self, scope: &Scope<'_>) -> Result<String, ExpressionError> {
        let Some(program) = &self.program else { return Ok(self.text.clone()) };
        self.filled(program, scope, scope.seed, &mut Cost::of_template())
    }

    fn filled(
        &self,
        program: &Program,
        scope: &Scope<'_>,
        seed: Seed,
        cost: &mut Cost,
    ) -> Result<String, ExpressionError> {
        let mut text = String::new();
        Run::new(program, scope, (seed, &self.text), cost).write(&program.body, &mut text)?;
        Ok(text)
    }

    /// The one expression that a text is, spaces around it aside.
    fn only(program: &Program) -> Option<&Expr> {
        let is_space = |statement: &&Stmt| matches!(statement, Stmt::Text(text) if text.trim().is_empty());
        let mut others = program.body.iter().filter(|statement| !is_space(statement));
        match (others.next(), others.next()) {
            (Some(Stmt::Emit(value)), None) => Some(value),
            _ => None,
        }
    }
}

/// A value with templates at its leaves.
#[derive(Debug)]
pub struct Blueprint {
    part: Part,
}

/// A part of a blueprint.
#[derive(Debug)]
enum Part {
    /// Nothing in it is a template.
    Constant(Value),
    /// A text with templates in it, and the seed's way to it.
    Leaf(Template, String),
    List(Vec<Part>),
    Object(Vec<(String, Part)>),
}

impl Blueprint {
    /// Compiles every text in a value; the names of members are no templates. `Err` tells which ones cannot be.
    ///
    /// # Errors
    /// When texts in it cannot be compiled: all of them, with their places in the value.
    pub fn compile(value: &Value) -> Result<Self, Vec<(Pointer, ExpressionError)>> {
        let mut errors = Vec::new();
        let part = Part::compile(value, &Pointer::root(), &mut errors);
        if errors.is_empty() { Ok(Self { part }) } else { Err(errors) }
    }

    /// The value, if nothing in it is a template.
    #[must_use]
    pub fn constant(&self) -> Option<&Value> {
        if let Part::Constant(value) = &self.part { Some(value) } else { None }
    }

    /// As [`Expression::is_steady`](super::Expression::is_steady).
    #[must_use]
    pub fn is_steady(&self) -> bool {
        self.part.is_steady()
    }

    /// As [`Template::counts`].
    #[must_use]
    pub fn counts(&self) -> bool {
        self.part.counts()
    }

    /// Lays what it was filled to over a value, as a merge patch (RFC 7396): but only a `null` that was written removes a member, not one
    /// that a template came to.
    pub fn lay(&self, filled: &Value, target: &mut Value) {
        self.part.lay(filled, target);
    }

    /// Filled, with 16 MiB at most. A text that is one `{{ … }}` becomes the value of its expression, with its type; what is not there
    /// becomes null. Random values are addressed by the scope's seed, the place in the value and the text there.
    ///
    /// # Errors
    /// When a template fails while it runs, or costs too much.
    pub fn value(&self, scope: &Scope<'_>) -> Result<Value, ExpressionError> {
        self.part.fill(scope, &mut Cost::of_blueprint())
    }
}

impl Part {
    fn compile(value: &Value, at: &Pointer, errors: &mut Vec<(Pointer, ExpressionError)>) -> Self {
        let is_constant = |part: &Self| matches!(part, Self::Constant(_));
        match value {
            Value::String(text) => match Template::compile(text) {
                Ok(template) if template.program.is_some() => return Self::Leaf(template, at.as_str().to_owned()),
                Ok(_) => {}
                Err(error) => errors.push((at.clone(), error)),
            },
            Value::Array(items) => {
                let parts = items.iter().enumerate().map(|(index, item)| Self::compile(item, &at.nth(index), errors));
                let parts: Vec<_> = parts.collect();
                if !parts.iter().all(is_constant) {
                    return Self::List(parts);
                }
            }
            Value::Object(members) => {
                let parts =
                    members.iter().map(|(name, member)| (name.clone(), Self::compile(member, &at.join(name), errors)));
                let parts: Vec<_> = parts.collect();
                if !parts.iter().all(|(_, part)| is_constant(part)) {
                    return Self::Object(parts);
                }
            }
            _ => {}
        }
        Self::Constant(value.clone())
    }

    fn is_steady(&self) -> bool {
        match self {
            Self::Constant(_) => true,
            Self::Leaf(template, _) => template.is_steady(),
            Self::List(parts) => parts.iter().all(Self::is_steady),
            Self::Object(parts) => parts.iter().all(|(_, part)| part.is_steady()),
        }
    }

    fn counts(&self) -> bool {
        match self {
            Self::Constant(_) => false,
            Self::Leaf(template, _) => template.counts(),
            Self::List(parts) => parts.iter().any(Self::counts),
            Self::Object(parts) => parts.iter().any(|(_, part)| part.counts()),
        }
    }

    fn lay(&self, filled: &Value, target: &mut Value) {
        match (self, filled) {
            (Self::Constant(written), _) => merge_patch(target, written),
            (Self::Object(parts), Value::Object(members)) => {
                if !target.is_object() {
                    *target = Value::Object(Map::new());
                }
                let Value::Object(own) = target else { return };
                for (name, part) in parts {
                    if matches!(part, Self::Constant(Value::Null)) {
                        own.shift_remove(name);
                    } else {
                        let filled = members.get(name).unwrap_or(&Value::Null);
                        part.lay(filled, own.entry(name.as_str()).or_insert(Value::Null));
                    }
                }
            }
            _ => target.clone_from(filled),
        }
    }

    fn fill(&self, scope: &Scope<'_>, cost: &mut Cost) -> Result<Value, ExpressionError> {
        Ok(match self {
            Self::Constant(value) => value.clone(),
            Self::Leaf(template, at) => {
                let Some(program) = &template.program else { return Ok(Value::String(template.text.clone())) };
                let seed = scope.seed.child(at);
                match Template::only(program) {
                    Some(expression) => Run::new(program, scope, (seed, &template.text), cost).json(expression)?,
                    None => Value::String(template.filled(program, scope, seed, cost)?),
                }
            }
            Self::List(parts) => {
                Value::Array(parts.iter().map(|part| part.fill(scope, cost)).collect::<Result<_, _>>()?)
            }
            Self::Object(parts) => {
                let mut members = Map::new();
                for (name, part) in parts {
                    members.insert(name.clone(), part.fill(scope, cost)?);
                }
                Value::Object(members)
            }
        })
    }
}
