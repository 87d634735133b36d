//! Members of rows that are made anew for a call: what is the caller's own of a row that all see.
//!
//! Most rows have none of them: those go to bytes as they are.

use serde_json::Value;

use crate::collection::Page;
use crate::respond::fill::Refusal;
use crate::respond::problem::Problem;
use crate::scenario::{Beside, List, Scope};

/// The most rows of one answer in which members are made anew, and the most bytes of them.
const MOST_ROWS: u64 = 100_000;
const MOST_BYTES: usize = 64 << 20;

/// A page in whose rows members are made anew.
pub(super) struct Each<'e> {
    pub(super) list: &'e List,
    pub(super) page: &'e Page,
    pub(super) scope: Scope<'e>,
}

impl Each<'_> {
    /// The rows as the items of a JSON list.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, Refusal> {
        if self.page.len() > MOST_ROWS {
            return Err(self.too_many());
        }
        let names = self.list.each.iter().map(|(name, _)| format!("{}:", Value::from(&**name)).into_bytes());
        let names: Vec<Vec<u8>> = names.collect();
        let (mut bytes, write) = (Vec::new(), self.page.writer());
        for (place, number) in self.page.numbers(0).enumerate() {
            if place > 0 {
                bytes.push(b',');
            }
            let begin = bytes.len();
            write(number, &mut bytes);
            let written = bytes.get(begin..).unwrap_or_default();
            // Whether it has the member, or says its name somewhere else, is told by a closer look.
            if names.iter().any(|name| written.windows(name.len()).any(|window| window == name)) {
                bytes.truncate(begin);
                // Writing to memory cannot fail, nor can a value that is JSON.
                let _ = serde_json::to_writer(&mut bytes, &self.row(number)?);
            }
            if bytes.len() > MOST_BYTES {
                return Err(self.too_many());
            }
        }
        Ok(bytes)
    }

    /// The rows as values.
    pub(super) fn values(&self) -> Result<Vec<Value>, Refusal> {
        self.page.numbers(0).map(|number| self.row(number)).collect()
    }

    /// The row with that number, with those of its members made anew.
    fn row(&self, number: u64) -> Result<Value, Refusal> {
        let mut row = self.page.value(number);
        let mut members = Vec::new();
        let scope = &Scope { beside: Beside { row: Some(&row), ..self.scope.beside }, ..self.scope };
        for (name, blueprint) in &self.list.each {
            if row.get(&**name).is_some() {
                let made = blueprint.value(scope);
                let failed = |error| Refusal::new(Problem::Rule, format!("`{name}` cannot be made anew: {error}"));
                members.push((&**name, made.map_err(failed)?));
            }
        }
        for (name, value) in members {
            if let Some(member) = row.get_mut(name) {
                *member = value;
            }
        }
        Ok(row)
    }

    fn too_many(&self) -> Refusal {
        let (rows, megabytes) = (self.page.len(), MOST_BYTES >> 20);
        let detail = format!(
            "{rows} rows are asked for, in which members are made anew for the call (`each`), and {MOST_ROWS} rows or {megabytes} MiB are the \
             most; ask for fewer"
        );
        Refusal::new(Problem::TooManyRows, detail)
    }
}
