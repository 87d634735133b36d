//! One operation, put together from pieces that were each read on their own.

use std::collections::BTreeSet;

use openapiv3::ReferenceOr;
use serde_json::{Map, Value, json};

use super::path::{Address, Inherited};
use super::{Piece, Walk};
use crate::base::{Place, Severity, StatusPattern, kind};
use crate::spec::swagger2::{self, Defaults, Location};
use crate::spec::{Version, template};

/// A parameter, resolved, and where it stands.
type Found = (Place, Map<String, Value>);

impl<'f> Walk<'f, '_> {
    pub(super) fn operation(
        &mut self,
        address: &Address,
        item: &Piece<'f>,
        piece: &Piece<'f>,
        inherited: &Inherited,
    ) -> openapiv3::Operation {
        let mut parameters = self.parameters(item, piece);
        let defaults = if self.version == Version::V2 {
            inherited.defaults.overridden_by(piece.map, &piece.at, self.defects)
        } else {
            Defaults::default()
        };
        let (parameters, request_body) = if self.version == Version::V2 {
            let is_body = |(_, map): &Found| matches!(Location::of(map), Some(Location::Body | Location::Form));
            let (body, rest): (Vec<Found>, Vec<Found>) = parameters.drain(..).partition(is_body);
            let body = swagger2::request_body(&body, &defaults.consumes, &piece.at, self.defects);
            let lifted = rest.into_iter().map(|(at, map)| (at.clone(), swagger2::parameter(&map, &at, self.defects)));
            (lifted.collect(), body.map(|map| (piece.at.clone(), map)))
        } else {
            let body = piece.map.get("requestBody").filter(|body| !body.is_null());
            let body = body.and_then(|body| self.piece(piece.at.join("requestBody"), body, "a request body"));
            let body = body.map(|body| (body.at, body.map.clone()));
            let lifted = self.body_parameters(piece, &mut parameters, body.is_some());
            (parameters, body.or(lifted))
        };
        let mut parameters: Vec<_> = parameters.iter().filter_map(|(at, map)| self.parameter(at, map)).collect();
        self.fit_template(address, piece, &mut parameters);
        openapiv3::Operation {
            tags: texts(piece.map.get("tags")),
            summary: self.text(piece, "summary"),
            operation_id: self.text(piece, "operationId"),
            parameters: parameters.into_iter().map(ReferenceOr::Item).collect(),
            request_body: request_body.map(|(at, map)| ReferenceOr::Item(self.request_body(&at, &map))),
            responses: self.responses(piece, &defaults.produces),
            deprecated: self.flag(piece, "deprecated").unwrap_or_default(),
            security: self.requirements(piece).or_else(|| inherited.security.clone()),
            servers: self.servers(piece, inherited),
            ..openapiv3::Operation::default()
        }
    }

    /// The parameters of the path item and of the operation; the operation's replace those of the same name and location.
    fn parameters(&mut self, item: &Piece<'f>, operation: &Piece<'f>) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for owner in [item, operation] {
            let at = owner.at.join("parameters");
            let list = match owner.map.get("parameters") {
                None | Some(Value::Null) => continue,
                Some(Value::Array(list)) => list,
                Some(other) => {
                    let message = format!("`parameters` must be a list, not {}; reading none", kind(other));
                    self.lose("parameters-not-list", &at, message);
                    continue;
                }
            };
            let own = found.len();
            for (index, value) in list.iter().enumerate() {
                let Some(parameter) = self.piece(at.nth(index), value, "a parameter") else { continue };
                let known = found.iter().position(|(_, known)| is_same(known, parameter.map));
                if known.is_some_and(|position| position >= own) {
                    self.warn(
                        "parameter-duplicate",
                        &at.nth(index),
                        "the same parameter stands here twice; the first counts",
                    );
                    continue;
                }
                let new = (parameter.at, parameter.map.clone());
                match known.and_then(|position| found.get_mut(position)) {
                    Some(slot) => *slot = new,
                    None => found.push(new),
                }
            }
        }
        found
    }

    /// Takes the parameters out that OpenAPI 3 writes as a `requestBody`, and puts one together from them where there is none.
    fn body_parameters(&mut self, piece: &Piece<'_>, parameters: &mut Vec<Found>, has_body: bool) -> Option<Found> {
        let is_body = |(_, map): &mut Found| matches!(Location::of(map), Some(Location::Body | Location::Form));
        let found: Vec<Found> = parameters.extract_if(.., is_body).collect();
        for (at, map) in &found {
            let location = map.get("in").and_then(Value::as_str).unwrap_or_default();
            let done = if has_body { "leaving it out: there is one" } else { "reading it as one" };
            let message = format!("`in: {location}` has been written as `requestBody` since OpenAPI 3.0; {done}");
            self.warn("body-parameter", at, message);
        }
        let body = swagger2::request_body(&found, &[], &piece.at, self.defects).filter(|_| !has_body)?;
        Some((piece.at.clone(), body))
    }

    /// Declares the path parameters that only the template names, and drops those that it does not name.
    fn fit_template(&mut self, address: &Address, piece: &Piece<'_>, parameters: &mut Vec<openapiv3::Parameter>) {
        for parameter in parameters.iter_mut() {
            let_query_have(parameter, address.query.as_deref().unwrap_or_default());
        }
        let names = template::placeholders(&address.template);
        parameters.retain(|parameter| {
            let openapiv3::Parameter::Path { parameter_data, .. } = parameter else { return true };
            let is_named = names.contains(&parameter_data.name);
            if !is_named {
                let message = format!("the path has no `{{{}}}`; leaving the parameter out", parameter_data.name);
                self.defects.note("path-parameter-unused", Severity::Warning, &piece.at, message);
            }
            is_named
        });
        for name in names {
            let is_declared = parameters.iter().any(|parameter| {
                matches!(parameter, openapiv3::Parameter::Path { parameter_data, .. } if parameter_data.name == name)
            });
            if is_declared {
                continue;
            }
            let message = format!("`{{{name}}}` of the path is not declared as a parameter; reading it as a text");
            self.warn("path-parameter-undeclared", &piece.at, message);
            let declared = json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } });
            if let Value::Object(map) = declared {
                parameters.extend(self.parameter(&piece.at.join("parameters").join(&name), &map));
            }
        }
    }

    /// The status of a key of `responses`.
    fn status(&mut self, at: &Place, key: &str) -> Option<StatusPattern> {
        if let Some(pattern) = StatusPattern::parse(key) {
            return Some(pattern);
        }
        let Some(pattern) = explained(key) else {
            self.lose("status-unknown", &at.join(key), format!("`{key}` is no status; leaving the response out"));
            return None;
        };
        self.warn("status-unknown", &at.join(key), format!("`{key}` is more than a status; reading {pattern}"));
        Some(pattern)
    }

    fn responses(&mut self, piece: &Piece<'f>, produces: &[String]) -> openapiv3::Responses {
        let at = piece.at.join("responses");
        let mut responses = openapiv3::Responses::default();
        let documented = match piece.map.get("responses") {
            Some(Value::Object(map)) => Some(map),
            _ => None,
        };
        let mut seen = BTreeSet::new();
        for (key, value) in documented.into_iter().flatten().filter(|(key, _)| !key.starts_with("x-")) {
            let Some(pattern) = self.status(&at, key) else { continue };
            if !seen.insert(pattern) {
                let message = format!("there is a response for {pattern} already; the first counts");
                self.warn("status-duplicate", &at.join(key), message);
                continue;
            }
            let response = if value.is_null() {
                self.warn("response-null", &at.join(key), "the response is null; reading it as one without a body");
                openapiv3::Response::default()
            } else {
                let Some(found) = self.piece(at.join(key), value, "a response") else {
                    // The status is documented all the same: it is answered, without a body.
                    insert(&mut responses, pattern, openapiv3::Response::default());
                    continue;
                };
                if self.version == Version::V2 {
                    let map = swagger2::response(found.map, produces, &found.at, self.defects);
                    self.response(&found.at, &map)
                } else {
                    self.response(&found.at, found.map)
                }
            };
            insert(&mut responses, pattern, response);
        }
        if responses.default.is_none() && responses.responses.is_empty() {
            let (at, what) = match piece.map.get("responses") {
                Some(other) if !other.is_object() && !other.is_null() => {
                    (&at, format!("`responses` must be a map from statuses to responses, not {}", kind(other)))
                }
                _ => (&piece.at, "no response is documented".to_owned()),
            };
            self.warn("responses-missing", at, format!("{what}; answering 200 without a body"));
            responses.default = Some(ReferenceOr::Item(openapiv3::Response::default()));
        }
        responses
    }
}

/// The status that a key begins with and then explains: `200 OK`, `404 - not found`.
fn explained(key: &str) -> Option<StatusPattern> {
    let (status, rest) = key.trim().split_at_checked(3)?;
    let is_apart = rest.starts_with(|first: char| !first.is_alphanumeric());
    StatusPattern::parse(status).filter(|_| is_apart)
}

/// Whether two parameters are one: names of headers compare without case (RFC 9110 §5.1).
fn is_same(known: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    let text = |map: &Map<String, Value>, key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
    let [here, there] = [known, other].map(|map| text(map, "in").map(|place| place.trim().to_ascii_lowercase()));
    let [name, named] = [known, other].map(|map| text(map, "name"));
    let folds = here.as_deref() == Some("header");
    let fold = |name: Option<String>| if folds { name.map(|name| name.to_ascii_lowercase()) } else { name };
    here == there && fold(name) == fold(named)
}

/// A path key with a query (`/alerts?lat={lat}`) declares its variables as path parameters; they are sent in the query.
fn let_query_have(parameter: &mut openapiv3::Parameter, query: &str) {
    let openapiv3::Parameter::Path { parameter_data, .. } = parameter else { return };
    let placeholder = format!("{{{}}}", parameter_data.name);
    let Some(name) = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(_, value)| *value == placeholder)
        .map(|(name, _)| name)
    else {
        return;
    };
    let mut parameter_data = parameter_data.clone();
    name.clone_into(&mut parameter_data.name);
    *parameter = openapiv3::Parameter::Query {
        parameter_data,
        allow_reserved: false,
        style: openapiv3::QueryStyle::Form,
        allow_empty_value: None,
    };
}

fn insert(responses: &mut openapiv3::Responses, pattern: StatusPattern, response: openapiv3::Response) {
    let response = ReferenceOr::Item(response);
    match pattern {
        StatusPattern::Exact(code) => drop(responses.responses.insert(openapiv3::StatusCode::Code(code), response)),
        StatusPattern::Range(class) => drop(responses.responses.insert(openapiv3::StatusCode::Range(class), response)),
        StatusPattern::Default => responses.default = Some(response),
    }
}

/// The texts in a list; a document that writes something else there means no more than a label.
fn texts(value: Option<&Value>) -> Vec<String> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
