//! Where rows come from: written out, in a file, made of pairs; and the rows that are newer than all others.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::{Binding, Item};
use crate::base::{Place, kind, plain_text};
use crate::collection::{FileFault, Origin, Rows, open_file};
use crate::scenario::bind::effect::{Refused, find_file};
use crate::scenario::bind::sources::Sources;
use crate::scenario::format::{Newest, NewestWord};

impl Binding<'_> {
    pub(super) fn origin(&mut self, sources: &mut Sources) -> Origin {
        let written = self.written;
        if let Some(rows) = &written.rows {
            self.check_rows(rows, &self.at.join("rows"));
            return Origin::Written(rows.clone());
        }
        if let Some(name) = &written.file {
            // Of one that cannot be read there are no rows; the collection is not kept then.
            return self.read(name, sources).map_or(Origin::Made, Origin::Read);
        }
        if let Some(pairs) = &written.pairs {
            let at = self.at.join("pairs");
            let is_apart = self.ground.census.face(pairs).is_some_and(|face| face.partition.is_some());
            if self.known(pairs, &at) && is_apart {
                let help = "pairs are made of one list".to_owned();
                self.faults.refuse(&at, format!("`{pairs}` has a `partition`, and so is many lists"), help);
            }
            return Origin::Pairs(pairs.as_str().into());
        }
        Origin::Made
    }

    /// The rows of a data file.
    fn read(&mut self, name: &str, sources: &mut Sources) -> Option<Arc<dyn Rows>> {
        let at = self.at.join("file");
        let path = match find_file(self.ground.folder, name, sources) {
            Ok(path) => path,
            Err(Refused { code, message, help }) => {
                self.faults.tell(code, &at, message, help);
                return None;
            }
        };
        // The key that it usually has is not known to be there.
        let key = self.written.key.as_ref().and(self.face.key.as_deref());
        let opened = open_file(&path, None, key, self.face.time.as_deref(), self.name);
        let refuse = |fault: FileFault| self.faults.refuse(&at, format!("`{name}`: {fault}"), fault.help);
        opened.map_err(refuse).ok()
    }

    /// The rows that are newer than all others, the newest first.
    pub(super) fn newest(&mut self) -> Vec<Value> {
        let at = self.at.join("newest");
        let mut rows = match &self.written.newest {
            None => return Vec::new(),
            Some(Newest::Rows(rows)) => {
                self.check_rows(rows, &at);
                rows.clone()
            }
            Some(Newest::Word(NewestWord::Examples)) => {
                let examples = self.item.as_ref().map(|item| item.examples.clone());
                if examples.is_none() {
                    let help = "say whose: `item: { of: GET /users }`".to_owned();
                    self.faults.refuse(&at, "there is no operation whose examples are meant", help);
                }
                examples.unwrap_or_default()
            }
        };
        if let Some(time) = &self.face.time {
            // Texts of one form sort as the moments that they say; a row without a time is not newer than others.
            let moment = |row: &Value| row.get(time)?.as_str()?.parse::<jiff::Timestamp>().ok();
            rows.sort_by_key(|row| std::cmp::Reverse(moment(row)));
        }
        rows
    }

    /// Rows are objects, each with a key of its own.
    fn check_rows(&mut self, rows: &[Value], at: &Place) {
        let mut seen = BTreeSet::new();
        let mut keyless = None;
        for (index, row) in rows.iter().enumerate() {
            let at = at.nth(index);
            if !row.is_object() {
                self.faults.refuse(&at, format!("a row is an object, and this is {}", kind(row)), None);
                continue;
            }
            let Some(key) = &self.face.key else { continue };
            match row.get(key) {
                Some(value) if !seen.insert(plain_text(value)) => {
                    let message = format!("another row has the {key} `{}` already", plain_text(value));
                    self.faults.refuse(&at.join(key), message, "keys tell rows apart".to_owned());
                }
                Some(_) => {}
                None => keyless = keyless.or(Some((at, key.clone()))),
            }
        }
        // Where no row has it, rows have another key, or none.
        if let Some((at, key)) = keyless.filter(|_| !seen.is_empty() || self.written.key.is_some()) {
            self.faults.refuse(&at, format!("this row has no `{key}`, which tells rows apart"), None);
        }
    }

    /// The value of a member in the first row that is known to be good.
    pub(super) fn shown(&self, member: &str) -> Option<&Value> {
        self.item.as_ref().map(|item: &Item| &item.examples)?.iter().find_map(|row| row.get(member))
    }
}
