//! Bodies that a rule says, held against the documented schemas.
//!
//! A template stands for anything: what is wrong only where one stands, or because of what one may become, is nobody's fault yet.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Compiler;
use crate::base::{MediaType, Place, Pointer, Seed, merge_patch, nearest};
use crate::contract::{Content, Operation, Promise};
use crate::scenario::format::{self, Waiver};
use crate::scenario::template::Template;
use crate::schema::{Mismatch, Sampler, SchemaId, Side, Variety};

/// The most faults that are told of one body.
const MOST: usize = 5;

/// Where a body was found.
pub(super) enum Source<'p> {
    /// Written out, member by member.
    Members(&'p Place),
    /// In a file that is named at this place.
    File(&'p Place),
}

impl Compiler<'_> {
    /// Refuses a body that no reply with that status may have.
    pub(super) fn check_body(
        &mut self,
        body: &Value,
        status: Option<u16>,
        content_type: Option<&MediaType>,
        source: &Source<'_>,
    ) {
        if self.allows(Waiver::InvalidBody) {
            return;
        }
        let mut open = Vec::new();
        templates(body, &Pointer::root(), &mut open);
        let schemas = self.ground.contract.schemas();
        let mut first: Option<(String, SchemaId, Vec<Mismatch>)> = None;
        let mut others = 0_usize;
        for operation in &self.operations {
            let Some((promise, schema)) = due(operation, status, content_type) else { continue };
            let mut faults = schemas.mismatches(schema, Side::Response, body);
            faults.retain(|fault| !is_excused(fault, &open));
            match &first {
                _ if faults.is_empty() => {}
                Some(_) => others += 1,
                None => first = Some((format!("{} of `{}`", promise.status, operation.name), schema, faults)),
            }
        }
        let Some((whose, schema, faults)) = first else { return };
        let whose = if others == 0 { whose } else { format!("{whose} (nor of {others} more)") };
        for fault in faults.into_iter().take(MOST) {
            self.refuse_body(&fault, (&whose, schema), source);
        }
    }

    /// Refuses a patch that makes a good body a bad one.
    pub(super) fn check_patch(&mut self, patch: &Value, written: &format::Effect, at: &Place) {
        if self.allows(Waiver::InvalidBody) {
            return;
        }
        let mut open = Vec::new();
        templates(patch, &Pointer::root(), &mut open);
        let schemas = self.ground.contract.schemas();
        let mut told = Vec::new();
        for operation in &self.operations {
            let Some((promise, schema)) = due(operation, written.status, None) else { continue };
            let examples = promise.content.iter().filter(|content| content.schema == Some(schema));
            let mut examples = examples.flat_map(|content| &content.examples);
            let is_meant = |name: &str| written.example.as_ref().is_none_or(|wanted| *wanted == name);
            let holds = |value: &Value| schemas.holds(schema, Side::Response, value);
            let example = examples.find(|example| is_meant(&example.name) && holds(&example.value));
            let sampled = || {
                let seed = Seed::new(1).child(&operation.name);
                Sampler::new(schemas).sample(schema, seed, Side::Response, Variety::Documented).value
            };
            let before = example.map_or_else(sampled, |example| Value::clone(&example.value));
            if !holds(&before) {
                continue;
            }
            let mut after = before;
            merge_patch(&mut after, patch);
            let mut faults = schemas.mismatches(schema, Side::Response, &after);
            faults.retain(|fault| !is_excused(fault, &open));
            if !faults.is_empty() {
                told.push((format!("{} of `{}`", promise.status, operation.name), schema, faults));
            }
        }
        for (whose, schema, faults) in told.into_iter().take(1) {
            for fault in faults.iter().take(MOST) {
                self.refuse_body(fault, (&whose, schema), &Source::Members(at));
            }
        }
    }

    fn refuse_body(&mut self, fault: &Mismatch, (whose, schema): (&str, SchemaId), source: &Source<'_>) {
        let is_extra = fault.keyword == "additionalProperties" || fault.keyword == "unevaluatedProperties";
        let extra = fault.names.first().filter(|_| is_extra);
        let below = extra.map_or_else(|| fault.at.clone(), |name| fault.at.join(name));
        let at = match source {
            Source::Members(at) => below.steps().fold((*at).clone(), |at, step| at.join(&step)),
            Source::File(at) => (*at).clone(),
        };
        let subject = if fault.at.as_str().is_empty() { "it".to_owned() } else { format!("`{}`", fault.at) };
        let what = match source {
            Source::Members(_) => "the body",
            Source::File(_) => "the file",
        };
        let message = format!("{what} is no {whose}: {subject} {}", fault.message);
        let arena = self.ground.contract.schemas().arena();
        let known = || {
            let steps = fault.at.steps();
            let inner = steps.into_iter().try_fold(schema, |id, step| match step.parse::<usize>() {
                Ok(index) => arena.element(id, index).or_else(|| arena.property(id, &step)),
                Err(_) => arena.property(id, &step),
            });
            inner.map(|id| arena.property_names(id)).unwrap_or_default()
        };
        let near = extra.and_then(|name| {
            let known = known();
            nearest(name, known.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"))
        });
        let help = near.unwrap_or_else(|| "`allow: [invalid-body]` says that it is meant".to_owned());
        self.error("scenario-body-invalid", &at, message, Some(help));
    }

    /// The documented JSON body of a reply with that status.
    pub(super) fn json_type(&self, status: Option<u16>) -> Option<&MediaType> {
        let mut contents = self.operations.iter().filter_map(|operation| promised(operation, status));
        let json = |promise: &'_ Promise| promise.content.iter().position(|content| content.media_type.is_json());
        contents.find_map(|promise| Some(&promise.content.get(json(promise)?)?.media_type))
    }
}

/// The reply that is sent with a status, or the success.
pub(super) fn promised(operation: &Operation, status: Option<u16>) -> Option<&Promise> {
    match status {
        Some(status) => operation.promised(status),
        None => operation.success(),
    }
}

/// The reply that is due, and the schema of its JSON.
fn due<'o>(
    operation: &'o Operation,
    status: Option<u16>,
    content_type: Option<&MediaType>,
) -> Option<(&'o Promise, SchemaId)> {
    let promise = promised(operation, status)?;
    if content_type.is_some_and(|media_type| !media_type.is_json()) {
        return None;
    }
    let covers = |content: &&Content| content_type.is_none_or(|wanted| content.media_type.covers(wanted).is_some());
    let is_json = |content: &&Content| content.media_type.is_json() || content.media_type.essence() == "*/*";
    let content = promise.content.iter().filter(covers).find(is_json)?;
    Some((promise, content.schema?))
}

/// The places of all templates in a value.
pub(super) fn templates(value: &Value, at: &Pointer, found: &mut Vec<Pointer>) {
    match value {
        Value::String(text) if Template::compile(text).is_ok_and(|template| template.constant().is_none()) => {
            found.push(at.clone());
        }
        Value::Array(items) => (0..).zip(items).for_each(|(index, item)| templates(item, &at.nth(index), found)),
        Value::Object(members) => members.iter().for_each(|(name, member)| templates(member, &at.join(name), found)),
        _ => {}
    }
}

/// Whether a fault may be gone once templates are filled.
fn is_excused(fault: &Mismatch, open: &[Pointer]) -> bool {
    /// What is wrong whatever the leaves of a value become.
    const OF_STRUCTURE: [&str; 8] = [
        "required",
        "additionalProperties",
        "unevaluatedProperties",
        "type",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
    ];
    let structure: BTreeSet<&str> = OF_STRUCTURE.into_iter().collect();
    open.iter().any(|open| {
        let rest = open.as_str().strip_prefix(fault.at.as_str());
        match rest {
            Some("") => true,
            Some(rest) => rest.starts_with('/') && !structure.contains(fault.keyword.as_str()),
            None => false,
        }
    })
}
