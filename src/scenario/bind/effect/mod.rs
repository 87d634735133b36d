//! From the effect that is written in a rule to one that is compiled and checked against the contract.
//!
//! What a document says otherwise is told where it stands, with what is documented; what is done on purpose is not. Invariant: an effect
//! without an error names no example that nobody has, no file outside its folder, no header that cannot be sent, and holds no template that
//! cannot be read.

mod body;
mod file;
mod head;
mod place;
mod reply;
#[cfg(test)]
mod tests;

use std::path::Path;

use indexmap::IndexMap;
use serde_json::Value;

use super::sources::Sources;
use crate::base::{Defect, Defects, MediaType, Place, Severity};
use crate::contract::{Contract, Operation, OperationId};
use crate::scenario::Reader;
use crate::scenario::effect::Effect;
use crate::scenario::expression::ExpressionError;
use crate::scenario::format::{self, Then, Waiver};
use crate::scenario::template::{Blueprint, Template};
pub(super) use file::{Refused, find as find_file};
pub(super) use place::lists_of;

/// What the effects of a rule are compiled for.
pub(super) struct Ground<'b> {
    pub(super) contract: &'b Contract,
    /// The operations that the rule is for; empty for calls that lead to none.
    pub(super) operations: &'b [OperationId],
    /// The folder of the scenario file.
    pub(super) folder: &'b Path,
    /// What is done on purpose.
    pub(super) allow: &'b [Waiver],
    /// Who reads what is worked out in it.
    pub(super) reader: Reader,
    /// Where the effect stands.
    pub(super) place: Place,
}

/// `None` if an error was noted. Body files that were read (or would have been) are added to `sources`.
pub(super) fn compile(
    then: &Then,
    ground: &Ground<'_>,
    sources: &mut Sources,
    defects: &mut Defects,
) -> Option<Effect> {
    let operations = ground.operations.iter().filter_map(|id| ground.contract.operation(*id)).collect();
    let mut compiler = Compiler { ground, operations, found: Vec::new() };
    let effect = match then {
        Then::Word(format::Word::Pass) => Effect { pass: true, ..Effect::default() },
        Then::Status(status) => {
            // The refusal of a limit that says none is ours: it stands at the limit itself, and nobody wrote it.
            if ground.place.pointer.parent().last().as_deref() != Some("limits") {
                compiler.check_status(*status, &ground.place);
            }
            Effect { status: Some(*status), ..Effect::default() }
        }
        Then::Effect(written) => compiler.effect(written, sources),
    };
    compiler.finish(defects).then_some(effect)
}

/// Tells of a place that no reply has, or that is no list there; `false` if that is an error. The place that is told is the ground's.
pub(super) fn check_place(
    path: &crate::scenario::effect::Path,
    is_list: bool,
    ground: &Ground<'_>,
    defects: &mut Defects,
) -> bool {
    let operations = ground.operations.iter().filter_map(|id| ground.contract.operation(*id)).collect();
    let mut compiler = Compiler { ground, operations, found: Vec::new() };
    // Rows stand in the success, whatever other replies have.
    let success = compiler.operations.first().and_then(|operation| operation.success());
    let status = success.map(|promise| promise.status.representative());
    if !compiler.allows(Waiver::InvalidBody) {
        compiler.check_part(path, &format::Effect { status, ..format::Effect::default() }, &ground.place, is_list);
    }
    compiler.finish(defects)
}

/// An effect on its way.
struct Compiler<'c> {
    ground: &'c Ground<'c>,
    /// The operations that the rule is for.
    operations: Vec<&'c Operation>,
    found: Vec<Defect>,
}

impl Compiler<'_> {
    /// Hands over what was found; whether there is no error in it.
    fn finish(self, defects: &mut Defects) -> bool {
        let is_sound = self.found.iter().all(|defect| defect.severity < Severity::Error);
        self.found.into_iter().for_each(|defect| defects.push(defect));
        is_sound
    }

    fn effect(&mut self, written: &format::Effect, sources: &mut Sources) -> Effect {
        let at = self.ground.place.clone();
        let status = written.status.or_else(|| written.redirect.is_some().then_some(head::FOUND));
        if let Some(status) = status {
            let key = if written.status.is_some() { "status" } else { "redirect" };
            self.check_status(status, &at.join(key));
        }
        if let Some(example) = &written.example {
            self.check_example(example, written.status, &at.join("example"));
        }
        let mut content_type = self.content_type(written, &at);
        let body = self.body(written, content_type.as_ref(), &at);
        let file = written.file.as_ref().and_then(|name| {
            let file = self.file(name, content_type.as_ref(), status, &at.join("file"), sources)?;
            content_type.get_or_insert(file.media_type);
            Some(file.body)
        });
        let patch = written.patch.as_ref().and_then(|patch| {
            let at = at.join("patch");
            let compiled = self.blueprint(patch, &at)?;
            self.check_patch(patch, written, &at);
            Some(compiled)
        });
        let cookies = self.cookies(&written.cookies, &at.join("cookies"));
        Effect {
            status: written.status,
            example: written.example.clone(),
            content_type,
            body,
            file,
            list: None,
            one: None,
            patch,
            drop: self.drops(written, &at.join("drop")),
            repeat: self.repeats(written, &at.join("repeat")),
            headers: self.headers(&written.headers, &at.join("headers")),
            cookies,
            redirect: self.redirect(written, &at.join("redirect")),
            pass: written.pass,
            delay: written.delay.clone(),
            fault: written.fault,
            set: self.settings(&written.set, &at.join("set")),
            count: written.count.iter().map(|(name, by)| (name.clone(), *by)).collect(),
        }
    }

    fn body(&mut self, written: &format::Effect, content_type: Option<&MediaType>, at: &Place) -> Option<Blueprint> {
        let (body, at) = (written.body.as_ref()?, at.join("body"));
        let compiled = self.blueprint(body, &at)?;
        self.check_body(body, written.status, content_type, &body::Source::Members(&at));
        Some(compiled)
    }

    fn settings(&mut self, written: &serde_json::Map<String, Value>, at: &Place) -> Vec<(String, Blueprint)> {
        let set = |(name, value): (&String, &Value)| Some((name.clone(), self.blueprint(value, &at.join(name))?));
        written.iter().filter_map(set).collect()
    }

    /// A value with its templates compiled; `None` if one of them cannot be, which is told.
    fn blueprint(&mut self, value: &Value, at: &Place) -> Option<Blueprint> {
        let compiled =
            Blueprint::compile(value).and_then(|blueprint| blueprint.check(self.ground.reader).map(|()| blueprint));
        match compiled {
            Ok(blueprint) => Some(blueprint),
            Err(faults) => {
                for (pointer, fault) in faults {
                    let at = pointer.steps().fold(at.clone(), |at, step| at.join(&step));
                    self.refuse_template(fault, &at);
                }
                None
            }
        }
    }

    /// A text with its templates compiled; `None` if it cannot be, which is told.
    fn template(&mut self, text: &str, at: &Place) -> Option<Template> {
        let compiled = Template::compile(text);
        let compiled = compiled.and_then(|template| template.check(self.ground.reader).map(|()| template));
        compiled.map_err(|fault| self.refuse_template(fault, at)).ok()
    }

    fn refuse_template(&mut self, fault: ExpressionError, at: &Place) {
        let ExpressionError { message, help } = fault;
        self.error("scenario-template", at, message, help);
    }

    fn allows(&self, waiver: Waiver) -> bool {
        self.ground.allow.contains(&waiver)
    }

    /// Whose replies are meant, in words.
    fn whose(&self) -> String {
        match self.operations.as_slice() {
            [one] => format!("`{}`", one.name),
            _ => "any operation of the rule".to_owned(),
        }
    }

    fn error(&mut self, code: &'static str, at: &Place, message: impl Into<String>, help: Option<String>) {
        let (severity, at, message) = (Severity::Error, at.clone(), message.into());
        self.found.push(Defect { code, severity, at, message, help });
    }

    fn warn(&mut self, code: &'static str, at: &Place, message: impl Into<String>, help: Option<String>) {
        let (severity, at, message) = (Severity::Warning, at.clone(), message.into());
        self.found.push(Defect { code, severity, at, message, help });
    }
}

/// The items of a map with their places.
fn placed<'m, V>(map: &'m IndexMap<String, V>, at: &Place) -> impl Iterator<Item = (&'m String, &'m V, Place)> {
    let at = at.clone();
    map.iter().map(move |(name, value)| (name, value, at.join(name)))
}
