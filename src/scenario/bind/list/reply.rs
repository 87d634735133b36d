//! Where rows stand in a reply, and what stands beside them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Binding;
use crate::base::Place;
use crate::scenario::Reader;
use crate::scenario::bind::collection::{json, only};
use crate::scenario::bind::effect;
use crate::scenario::effect::{Path, Step};
use crate::scenario::expression::Expression;
use crate::scenario::format;
use crate::scenario::list::{plain_members, usual_members};
use crate::scenario::template::Blueprint;

impl Binding<'_> {
    /// Where the rows stand (or the one row, as `word` says); `None` where the body says it, or the reply.
    pub(super) fn place(&mut self, word: &str, body: Option<&Value>, into: Option<&str>) -> Option<Path> {
        let at = self.around.at;
        let written = into.and_then(|text| self.path(text, &at.join("into")));
        let Some(body) = body else {
            if let Some(path) = &written {
                self.check(path, word == "rows", &at.join("into"));
            }
            return if word == "rows" && into.is_none() { self.only_list() } else { written };
        };
        // What cannot be compiled is told with the answer.
        let marks = Blueprint::compile(body).map(|body| body.marks().len());
        match (marks, into) {
            (Ok(0), None) => {
                let help = format!("write `\"{{{{ {word} }}}}\"` where they stand");
                self.faults.refuse(&at.join("body"), format!("the body has no place for the {word}"), help);
            }
            (Ok(1..), Some(_)) => {
                let message = format!("the body says where the {word} stand, and so does `into`");
                self.faults.refuse(&at.join("into"), message, "leave `into` out".to_owned());
            }
            _ => {}
        }
        written
    }

    /// The list that the replies of all operations have.
    fn only_list(&mut self) -> Option<Path> {
        let at = self.around.at;
        let arena = self.around.contract.schemas().arena();
        if self.operations.is_empty() {
            let message = "calls that lead to no operation have no documented reply to put rows into";
            self.faults.refuse(at, message, "write the reply under `body`, with `\"{{ rows }}\"` in it".to_owned());
            return None;
        }
        let mut paths = BTreeSet::new();
        for operation in self.operations.clone() {
            let name = &operation.name;
            let Some((_, schema)) = json(operation) else {
                let message = format!("the success of `{name}` has no JSON that is documented");
                self.faults.refuse(at, message, "write the reply under `body`, with `\"{{ rows }}\"` in it".to_owned());
                return None;
            };
            match only(operation, arena, schema) {
                Ok(path) => drop(paths.insert(path.to_string())),
                Err(lists) => {
                    let all: Vec<String> = lists.iter().map(|list| format!("`{list}`")).collect();
                    let (message, help) = match lists.first() {
                        None => {
                            (format!("the success of `{name}` has no list"), "write the reply under `body`".to_owned())
                        }
                        Some(first) => (
                            format!("the success of `{name}` has several lists: {}", all.join(", ")),
                            format!("say which: `into: {first}`"),
                        ),
                    };
                    self.faults.refuse(at, message, help);
                    return None;
                }
            }
        }
        // Where operations differ, each has its own.
        let mut paths = paths.into_iter();
        paths.next().filter(|_| paths.next().is_none()).and_then(|path| Path::parse(&path))
    }

    /// What stands at other places: what is written, and what documented members usually say.
    pub(super) fn set(&mut self, written: &format::List, into: Option<&Path>) -> Vec<(Path, Expression)> {
        let at = self.around.at.join("set");
        let mut set = Vec::new();
        for (text, expression) in &written.set {
            let at = at.join(text);
            let path = self.path(text, &at);
            if path.as_ref().is_some_and(|path| path.0.contains(&Step::Every)) {
                self.faults.refuse(&at, format!("`{text}` is many places"), "`each` is for all rows".to_owned());
            } else if let Some(path) = path.as_ref().filter(|_| written.body.is_none()) {
                self.check(path, false, &at);
            }
            let compiled = self.expression(expression, Reader::Page, &at);
            set.extend(path.zip(compiled));
        }
        if written.body.is_some() {
            return set;
        }
        for (path, expression) in self.usual() {
            let is_said = set.iter().any(|(said, _)| *said == path) || into == Some(&path);
            // The expressions are ours.
            set.extend(Expression::compile(expression).ok().filter(|_| !is_said).map(|compiled| (path, compiled)));
        }
        set
    }

    /// What usually stands beside rows, where the replies of all operations have it.
    fn usual(&self) -> Vec<(Path, &'static str)> {
        let arena = self.around.contract.schemas().arena();
        let bodies = self.operations.iter().map(|operation| json(operation).map(|(_, schema)| schema));
        let members = |schema| usual_members(&plain_members(arena, schema));
        let mut all = bodies.map(|schema| schema.map(members).unwrap_or_default());
        let first = all.next().unwrap_or_default();
        all.fold(first, |known, next| known.into_iter().filter(|one| next.contains(one)).collect())
    }

    fn path(&mut self, text: &str, at: &Place) -> Option<Path> {
        let path = Path::parse(text);
        if path.is_none() {
            let plain = text.trim_start_matches('$').trim_start_matches('.').replace('.', "/");
            let message = format!("`{text}` is no JSON Pointer");
            self.faults.tell("scenario-value", at, message, Some(format!("it begins with a slash: `/{plain}`")));
        }
        path
    }

    /// Tells of a place that no reply has.
    fn check(&mut self, path: &Path, is_list: bool, at: &Place) {
        let super::Around { contract, operations, folder, allow, .. } = self.around;
        let ground = effect::Ground { contract, operations, folder, allow, reader: Reader::Page, place: at.clone() };
        if !effect::check_place(path, is_list, &ground, self.faults.defects()) {
            self.faults.told();
        }
    }
}
