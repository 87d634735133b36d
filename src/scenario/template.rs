//! Templates: texts with `{{ … }}` in them, and values with such texts at their leaves.
//!
//! A blueprint is filled leaf by leaf, so what a client sends can never change the structure of an answer.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::effect::{Path, Step};
use super::expression::{ExpressionError, Scope, read_vars};
use super::language::{Cost, Expr, Mention, Program, Reader, Root, Run, compile_template};
use crate::base::{Pointer, Seed, merge_patch};

/// What `{{ rows }}` is filled with: the place where the rows of a list are sent.
pub const ROWS_MARK: &str = "\u{e000}rows\u{e000}";
/// What `{{ row }}` is filled with in the body of an item: the place where the row is sent.
pub const ROW_MARK: &str = "\u{e000}row\u{e000}";
/// What a member or an item of a blueprint is filled with that is to be left out: `{{ also.first or omit }}`.
pub(super) const OMIT: &str = "\u{e000}omit\u{e000}";

/// Whether a value stands for one that is left out: what `omit` is.
#[must_use]
pub fn is_omitted(value: &serde_json::Value) -> bool {
    *value == OMIT
}

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

    /// As [`text`](Self::text); `None` where `omit` is a part of it: there is no half of a header.
    ///
    /// # Errors
    /// As [`text`](Self::text).
    pub fn unless_omitted(&self, scope: &Scope<'_>) -> Result<Option<String>, ExpressionError> {
        Ok(Some(self.text(scope)?).filter(|text| !text.contains(OMIT)))
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

    /// What it reads, in the order of the text.
    #[must_use]
    pub fn mentions(&self) -> &[Mention] {
        self.program.as_ref().map_or(&[], |program| &program.mentions)
    }

    /// The variables that it reads.
    pub fn reads_vars(&self) -> impl Iterator<Item = &Arc<str>> {
        read_vars(self.mentions())
    }

    /// As [`Expression::check`](super::Expression::check).
    ///
    /// # Errors
    /// When it reads what is not known there.
    pub fn check(&self, reader: Reader) -> Result<(), ExpressionError> {
        reader.check(self.mentions())
    }

    /// At its place in a value: what the one expression that it is comes to, else text.
    fn filled_in(&self, scope: &Scope<'_>, at: &str, cost: &mut Cost) -> Result<Option<Value>, ExpressionError> {
        let Some(program) = &self.program else { return Ok(Some(Value::String(self.text.clone()))) };
        // An address costs more than most templates: only what draws something needs one.
        let seed = if program.sites > 0 { scope.seed.child(at) } else { scope.seed };
        match program.only() {
            Some(expression) => Run::new(program, scope, (seed, &self.text), cost).json(expression),
            None => self.filled(program, scope, seed, cost).map(|text| Some(Value::String(text))),
        }
    }

    /// What it is made of; `None` if it stands for itself.
    pub(super) fn program(&self) -> Option<&Program> {
        self.program.as_ref()
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

    /// What it reads, leaf by leaf.
    #[must_use]
    pub fn mentions(&self) -> Vec<&Mention> {
        let mut mentions = Vec::new();
        self.part.leaves(&mut Vec::new(), &mut |template, _| mentions.extend(template.mentions()));
        mentions
    }

    /// The variables that it reads.
    #[must_use]
    pub fn reads_vars(&self) -> Vec<&Arc<str>> {
        let mut names = Vec::new();
        self.part.leaves(&mut Vec::new(), &mut |template, _| names.extend(template.reads_vars()));
        names
    }

    /// Whether its reader knows all that it reads.
    ///
    /// # Errors
    /// When leaves read what is not known there: all of them, with their places in the value.
    pub fn check(&self, reader: Reader) -> Result<(), Vec<(Pointer, ExpressionError)>> {
        let mut errors = Vec::new();
        self.part.leaves(&mut Vec::new(), &mut |template, way| {
            if let Err(error) = template.check(reader) {
                let place = way.iter().fold(Pointer::root(), |place, step| place.join(step));
                errors.push((place, error));
            }
        });
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// The places that are filled with [`ROWS_MARK`] or [`ROW_MARK`], where nothing else is known as `row`.
    #[must_use]
    pub fn marks(&self) -> Vec<Path> {
        let mut marks = Vec::new();
        self.part.leaves(&mut Vec::new(), &mut |template, way| {
            let only = template.program().and_then(Program::only);
            if let Some(Expr::Read(Root::Rows | Root::Row, keys)) = only
                && keys.is_empty()
            {
                marks.push(Path(way.iter().cloned().map(Step::Member).collect()));
            }
        });
        marks
    }

    /// The template that it is, if it is one.
    pub(super) fn template(&self) -> Option<&Template> {
        if let Part::Leaf(template, _) = &self.part { Some(template) } else { None }
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

    /// As [`value`](Self::value); `None` if it is one `{{ … }}` and there is nothing.
    pub(super) fn there(&self, scope: &Scope<'_>) -> Result<Option<Value>, ExpressionError> {
        match &self.part {
            Part::Leaf(template, at) => {
                let value = template.filled_in(scope, at, &mut Cost::of_blueprint())?;
                Ok(value.filter(|value| *value != OMIT))
            }
            part => part.fill(scope, &mut Cost::of_blueprint()).map(Some),
        }
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

    /// Goes through the templates in it, each with the way to it.
    fn leaves<'p>(&'p self, way: &mut Vec<String>, work: &mut dyn FnMut(&'p Template, &[String])) {
        match self {
            Self::Constant(_) => {}
            Self::Leaf(template, _) => work(template, way),
            Self::List(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    way.push(index.to_string());
                    part.leaves(way, work);
                    way.pop();
                }
            }
            Self::Object(parts) => {
                for (name, part) in parts {
                    way.push(name.clone());
                    part.leaves(way, work);
                    way.pop();
                }
            }
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
                        // What is omitted stays as it was.
                        let Some(filled) = members.get(name) else { continue };
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
            Self::Leaf(template, at) => template.filled_in(scope, at, cost)?.unwrap_or_default(),
            Self::List(parts) => {
                let filled = parts.iter().map(|part| part.fill(scope, cost));
                let is_kept = |part: &Result<Value, _>| part.as_ref().map_or(true, |value| *value != OMIT);
                Value::Array(filled.filter(is_kept).collect::<Result<_, _>>()?)
            }
            Self::Object(parts) => {
                let mut members = Map::new();
                for (name, part) in parts {
                    let value = part.fill(scope, cost)?;
                    if value != OMIT {
                        members.insert(name.clone(), value);
                    }
                }
                Value::Object(members)
            }
        })
    }
}
