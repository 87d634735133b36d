//! Reads a call by what its operation documents: values decoded by style and coerced to the types their schemas ask for, and all the
//! ways in which the call breaks the contract, not just the first.

mod body;

use std::collections::BTreeMap;

use serde_json::Value;

use super::call::Call;
use super::operation::Operation;
use super::parameter::Parameter;
use super::payload::form;
use super::router::Captures;
use super::security::{Requirement, Scheme};
use super::style::{self, Cookies, Query, Shape};
use super::violation::{Kind, Part, Violation};
use crate::base::Pointer;
use crate::schema::{Coercion, Mismatch, SchemaId, Schemas, Side};

/// What a call says.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The values of the parameters that are there or have a default, by part and name.
    pub parameters: BTreeMap<(Part, String), Value>,
    /// The body, if there is one that could be read.
    pub body: Option<Value>,
    /// Every way in which the call breaks the contract.
    pub violations: Vec<Violation>,
    /// The challenges for `WWW-Authenticate`, if credentials are missing.
    pub challenges: Vec<String>,
}

impl Inputs {
    /// Prism's reading of optional security (`{}` among the alternatives): it is met by a call without an `Authorization` header only;
    /// one that is there must fit.
    pub fn refuse_unfit_credentials(&mut self, operation: &Operation, call: &Call) {
        let (optional, demanding): (Vec<_>, Vec<_>) = operation.security.iter().partition(|one| one.0.is_empty());
        let is_met = |requirement: &&Requirement| requirement.0.iter().all(|scheme| scheme.is_met(call));
        let is_fit = optional.is_empty() || demanding.is_empty() || call.header("authorization").is_none();
        if is_fit || demanding.iter().any(is_met) {
            return;
        }
        self.challenges = demanding.iter().flat_map(|one| &one.0).filter_map(Scheme::challenge).collect();
        let message = "Request carries credentials that do not fit".to_owned();
        let (kind, part, at, code) = (Kind::Credentials, Part::Header, Pointer::root(), "security".to_owned());
        self.violations.insert(0, Violation { kind, part, name: None, at, code, message });
    }
}

impl Operation {
    /// Reads a call that was routed to this operation.
    #[must_use]
    pub fn read(&self, call: &Call, captures: &Captures, schemas: &Schemas) -> Inputs {
        let mut reader = Reader { schemas, inputs: Inputs::default() };
        reader.security(&self.security, call);
        reader.parameters(self, call, captures);
        if let Some(body) = &self.body {
            reader.body(body, call);
        }
        if call.over_limit {
            let message = "Request body is larger than the server accepts".to_owned();
            reader.report(Kind::TooLarge, Part::Body, None, Pointer::root(), "tooLarge", message);
        }
        reader.inputs
    }
}

struct Reader<'s> {
    schemas: &'s Schemas,
    inputs: Inputs,
}

impl Reader<'_> {
    fn security(&mut self, requirements: &[Requirement], call: &Call) {
        let is_met = |requirement: &Requirement| requirement.0.iter().all(|scheme| scheme.is_met(call));
        if requirements.is_empty() || requirements.iter().any(is_met) {
            return;
        }
        let missing: Vec<&Scheme> =
            requirements.iter().flat_map(|requirement| &requirement.0).filter(|scheme| !scheme.is_met(call)).collect();
        for challenge in missing.iter().filter_map(|scheme| scheme.challenge()) {
            if !self.inputs.challenges.contains(&challenge) {
                self.inputs.challenges.push(challenge);
            }
        }
        let wanted: Vec<String> = missing.iter().map(|scheme| scheme.description()).collect();
        let message = format!("Request lacks credentials: {}", wanted.join(" or "));
        let (part, name) = missing.first().map_or((Part::Header, None), |scheme| scheme.place());
        self.report(Kind::Credentials, part, name, Pointer::root(), "security", message);
    }

    fn parameters(&mut self, operation: &Operation, call: &Call, captures: &Captures) {
        let of_query = operation.parameters.iter().filter(|parameter| parameter.part == Part::Query);
        let raw = call.query.as_deref().unwrap_or_default();
        let query = Query::parse(raw).claiming(of_query.map(|parameter| parameter.name.as_str()));
        let cookies = Cookies::parse(call.headers.get_all("cookie"));
        for parameter in &operation.parameters {
            let found = match parameter.part {
                _ if parameter.whole_query => Ok((!raw.is_empty()).then(|| whole_query(parameter, raw))),
                Part::Query if parameter.content.is_some() => {
                    Ok(query.first(&parameter.name).map(|text| Value::String(text.into_owned())))
                }
                Part::Query => {
                    style::decode_query(parameter.style, parameter.explode, &parameter.shape, &parameter.name, &query)
                }
                Part::Path => captures.get(&parameter.name).map(|raw| path_value(parameter, raw)).transpose(),
                Part::Header => {
                    call.joined_header(&parameter.name).map(|text| header_value(parameter, &text)).transpose()
                }
                Part::Cookie => style::decode_cookie(
                    parameter.style,
                    parameter.explode,
                    &parameter.shape,
                    &parameter.name,
                    &cookies,
                ),
                Part::Body => Ok(None),
            };
            match found {
                // A key that a security scheme asks for as well is often sent twice; it is the same key.
                Ok(Some(Value::Array(keys))) if parameter.part == Part::Query && operation.is_key(&parameter.name) => {
                    self.parameter(parameter, keys.into_iter().next().unwrap_or_default());
                }
                Ok(Some(value)) => self.parameter(parameter, value),
                Ok(None) => self.absent(parameter),
                Err(error) => {
                    let message = format!("{}: {error}", subject(parameter.part, &parameter.name, &Pointer::root()));
                    self.report(Kind::Value, parameter.part, Some(&parameter.name), Pointer::root(), "style", message);
                }
            }
        }
    }

    fn parameter(&mut self, parameter: &Parameter, value: Value) {
        let is_empty = value.as_str() == Some("");
        if is_empty && parameter.is_credential {
            return self.absent(parameter);
        }
        let value = match (&parameter.content, value) {
            (Some(media_type), Value::String(text)) if media_type.is_json() => match serde_json::from_str(&text) {
                Ok(value) => value,
                Err(error) => {
                    let message =
                        format!("{} must be JSON: {error}", subject(parameter.part, &parameter.name, &Pointer::root()));
                    return self.report(
                        Kind::Value,
                        parameter.part,
                        Some(&parameter.name),
                        Pointer::root(),
                        "json",
                        message,
                    );
                }
            },
            (_, value) => value,
        };
        let Some(schema) = parameter.schema else {
            return self.keep(parameter, value);
        };
        let value = if parameter.content.is_some() && !parameter.whole_query {
            value
        } else {
            self.schemas.coerce(schema, Side::Request, value, Coercion::Wire)
        };
        if !(is_empty && parameter.allow_empty) {
            for mismatch in self.mismatches(schema, &value) {
                let message =
                    format!("{} {}", subject(parameter.part, &parameter.name, &mismatch.at), mismatch.message);
                self.report(
                    Kind::Value,
                    parameter.part,
                    Some(&parameter.name),
                    mismatch.at,
                    &mismatch.keyword,
                    message,
                );
            }
        }
        self.keep(parameter, value);
    }

    fn keep(&mut self, parameter: &Parameter, value: Value) {
        self.inputs.parameters.insert((parameter.part, parameter.name.clone()), value);
    }

    fn absent(&mut self, parameter: &Parameter) {
        // An exploded object without members leaves nothing to send.
        let empty = Value::Object(serde_json::Map::new());
        let is_object = matches!(parameter.shape, Shape::Object { .. }) && parameter.part == Part::Query;
        if is_object
            && parameter.required
            && parameter.schema.is_some_and(|id| self.schemas.holds(id, Side::Request, &empty))
        {
            return self.keep(parameter, empty);
        }
        if parameter.required {
            let kind = if parameter.is_credential { Kind::Credentials } else { Kind::Value };
            let message =
                format!("Request {} must have required property '{}'", parameter.part.as_str(), parameter.name);
            return self.report(kind, parameter.part, Some(&parameter.name), Pointer::root(), "required", message);
        }
        let arena = self.schemas.arena();
        let default = parameter.schema.and_then(|id| arena.at(arena.target(id)).notes.as_ref()?.default.clone());
        if let Some(value) = default {
            self.keep(parameter, value);
        }
    }

    /// What does not hold. Where none of several alternatives fits, AJV also tells what failed in each; that is left out here.
    fn mismatches(&self, schema: SchemaId, value: &Value) -> Vec<Mismatch> {
        if self.schemas.holds(schema, Side::Request, value) {
            return Vec::new();
        }
        self.schemas.mismatches(schema, Side::Request, value)
    }

    fn report(&mut self, kind: Kind, part: Part, name: Option<&str>, at: Pointer, code: &str, message: String) {
        let name = name.map(str::to_owned);
        self.inputs.violations.push(Violation { kind, part, name, at, code: code.to_owned(), message });
    }
}

fn path_value(parameter: &Parameter, raw: &str) -> Result<Value, style::StyleError> {
    if parameter.content.is_some() {
        return Ok(Value::String(percent_encoding::percent_decode_str(raw).decode_utf8_lossy().into_owned()));
    }
    style::decode_path(parameter.style, parameter.explode, &parameter.shape, &parameter.name, raw)
}

fn header_value(parameter: &Parameter, text: &str) -> Result<Value, style::StyleError> {
    if parameter.content.is_some() {
        return Ok(Value::String(text.to_owned()));
    }
    if parameter.style == style::Style::Simple {
        return style::decode_header(parameter.explode, &parameter.shape, text);
    }
    style::decode_header_list(parameter.style, &parameter.shape, text)
}

/// The query as one value (OpenAPI 3.2, `in: querystring`), read by its media type.
fn whole_query(parameter: &Parameter, raw: &str) -> Value {
    match &parameter.content {
        Some(media_type) if media_type.is_form() => {
            form::decode(raw.as_bytes(), &parameter.shape, &super::payload::Encoding::default()).value
        }
        _ => Value::String(percent_encoding::percent_decode_str(raw).decode_utf8_lossy().into_owned()),
    }
}

/// What a sentence about a fault is about, in Prism's words: `Request query parameter filter.age`.
fn subject(part: Part, name: &str, at: &Pointer) -> String {
    let mut path: Vec<String> = if name.is_empty() { Vec::new() } else { vec![name.to_owned()] };
    path.extend(at.steps());
    match (part, path.is_empty()) {
        (Part::Body, true) => "Request body".to_owned(),
        (Part::Body, false) => format!("Request body property {}", path.join(".")),
        _ => format!("Request {} parameter {}", part.as_str(), path.join(".")),
    }
}
