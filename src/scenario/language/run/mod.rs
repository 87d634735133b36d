//! From a tree and a scope to a value, or to text: statements. Invariant: nothing is kept between two runs.

mod value;

use std::sync::Arc;

use minijinja::value::{Value, ValueKind};

use super::cost::Cost;
use super::exchange::{is_list, is_nothing, kind, print, surface};
use super::filter::Library;
use super::tree::{Loop, Program, Stmt, Target};
use crate::base::Seed;
use crate::scenario::expression::{ExpressionError, Scope};

type Made<T> = Result<T, ExpressionError>;

/// One run of one program.
pub(in crate::scenario) struct Run<'r> {
    scope: &'r Scope<'r>,
    cost: &'r mut Cost,
    seed: Seed,
    text: &'r str,
    /// How often each call of a function was made.
    drawn: Vec<u64>,
    locals: Vec<(Arc<str>, Value)>,
    /// Where the innermost block begins among the locals.
    block: usize,
    /// Of each loop: which turn it is, of how many.
    turns: Vec<(usize, usize)>,
    library: Library,
}

impl<'r> Run<'r> {
    /// A run of a program that stands in a text; what it draws has its address below the seed and the text.
    pub(in crate::scenario) fn new(
        program: &Program,
        scope: &'r Scope<'r>,
        (seed, text): (Seed, &'r str),
        cost: &'r mut Cost,
    ) -> Self {
        let drawn = vec![0; program.sites];
        Self {
            scope,
            cost,
            seed,
            text,
            drawn,
            locals: Vec::new(),
            block: 0,
            turns: Vec::new(),
            library: Library::default(),
        }
    }

    /// Writes everything.
    pub(in crate::scenario) fn write(&mut self, body: &[Stmt], into: &mut String) -> Made<()> {
        for statement in body {
            self.cost.steps(1)?;
            let before = into.len();
            match statement {
                Stmt::Text(text) => {
                    self.cost.room(text.len())?;
                    into.push_str(text);
                }
                Stmt::Emit(value) => {
                    let value = self.value(value)?;
                    print(&value, into, self.cost)?;
                    self.cost.room(into.len() - before)?;
                }
                Stmt::If(test, yes, no) => {
                    let way = if self.value(test)?.is_true() { yes } else { no };
                    self.write(way, into)?;
                }
                Stmt::Set(target, value) => {
                    let value = self.value(value)?;
                    self.keep(target, value)?;
                }
                Stmt::With(names, body) => {
                    // The values are those outside.
                    let values = names.iter().map(|(_, value)| self.value(value)).collect::<Made<Vec<_>>>()?;
                    self.inside(|run| {
                        names.iter().zip(values).try_for_each(|((target, _), value)| run.keep(target, value))?;
                        run.write(body, into)
                    })?;
                }
                Stmt::For(each) => self.each(each, into)?,
            }
        }
        Ok(())
    }

    fn each(&mut self, each: &Loop, into: &mut String) -> Made<()> {
        let items = self.value(&each.items)?;
        let mut items = self.items(&items)?;
        if let Some(only) = &each.only {
            let mut kept = Vec::new();
            for item in items {
                let meant = self.inside(|run| {
                    run.keep(&each.target, item.clone())?;
                    Ok(run.value(only)?.is_true())
                })?;
                kept.extend(meant.then_some(item));
            }
            items = kept;
        }
        if items.is_empty() {
            return self.inside(|run| run.write(&each.otherwise, into));
        }
        self.turns.push((0, items.len()));
        for (turn, item) in items.into_iter().enumerate() {
            if let Some(last) = self.turns.last_mut() {
                last.0 = turn;
            }
            self.inside(|run| {
                run.keep(&each.target, item)?;
                run.write(&each.body, into)
            })?;
        }
        self.turns.pop();
        Ok(())
    }

    /// What a loop goes through: items of a list, names of an object; nothing has none.
    fn items(&mut self, value: &Value) -> Made<Vec<Value>> {
        self.cost.steps(surface(value))?;
        match value.kind() {
            _ if is_nothing(value) => Ok(Vec::new()),
            _ if is_list(value) => Ok(value.try_iter().into_iter().flatten().collect()),
            ValueKind::Map => Ok(value.try_iter().into_iter().flatten().collect()),
            _ => Err(ExpressionError::new(format!("this needs a list: here is {}", kind(value)))),
        }
    }

    /// A block whose names end with it.
    fn inside<T>(&mut self, work: impl FnOnce(&mut Self) -> Made<T>) -> Made<T> {
        let outer = std::mem::replace(&mut self.block, self.locals.len());
        let done = work(self);
        self.locals.truncate(self.block);
        self.block = outer;
        done
    }

    fn keep(&mut self, target: &Target, value: Value) -> Made<()> {
        match target {
            Target::Name(name) => {
                let known = self.locals.iter_mut().skip(self.block).find(|(known, _)| known == name);
                match known {
                    Some(known) => known.1 = value,
                    None => self.locals.push((Arc::clone(name), value)),
                }
                Ok(())
            }
            Target::Parts(parts) => {
                let items = self.items(&value)?;
                if items.len() != parts.len() {
                    let message = format!("{} names for a list of {}", parts.len(), items.len());
                    return Err(ExpressionError::new(message));
                }
                parts.iter().zip(items).try_for_each(|(part, item)| self.keep(part, item))
            }
        }
    }
}
