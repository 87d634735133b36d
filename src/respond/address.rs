//! An address of an operation that works when it is pasted: its path with values that fit, and the query it demands.

use serde_json::Value;

use super::mend;
use super::world::World;
use crate::base::MediaType;
use crate::contract::style::{encode_path, encode_query, escape};
use crate::contract::{KeyPlace, Operation, Parameter, Part, Scheme};
use crate::schema::{Coercion, Sampler, Side, Variety};

/// The path and query of a good call to an operation. Credentials and demanded headers are not in it.
#[must_use]
pub fn address(world: &World, operation: &Operation) -> String {
    let mut path = operation.template.clone();
    let mut pairs: Vec<String> = Vec::new();
    let is_parameter = |name: &str| {
        operation.parameters.iter().any(|parameter| parameter.part == Part::Query && parameter.name == name)
    };
    for (name, value) in operation.conditions.iter().filter(|(name, _)| !is_parameter(name)) {
        pairs.push(format!("{}={}", escape(name), escape(value.as_deref().unwrap_or_default())));
    }
    for parameter in &operation.parameters {
        let (style, explode, name) = (parameter.style, parameter.explode, parameter.name.as_str());
        match parameter.part {
            Part::Path => {
                let value = value(world, operation, parameter);
                let text = match &parameter.content {
                    Some(media_type) => escape(&written(&value, media_type)),
                    None => encode_path(style, explode, name, &value),
                };
                for written in [name.to_owned(), format!("+{name}"), format!("{name}+"), format!("{name}*")] {
                    path = path.replace(&format!("{{{written}}}"), &text);
                }
            }
            Part::Query if parameter.required && !parameter.whole_query => {
                let value = value(world, operation, parameter);
                pairs.push(match &parameter.content {
                    Some(media_type) => format!("{}={}", escape(name), escape(&written(&value, media_type))),
                    None => encode_query(style, explode, name, &value),
                });
            }
            _ => {}
        }
    }
    let keys = operation.security.first().into_iter().flat_map(|requirement| &requirement.0);
    for scheme in keys {
        if let Scheme::ApiKey(KeyPlace::Query, name) = scheme {
            pairs.push(format!("{}=key", escape(name)));
        }
    }
    pairs.retain(|pair| !pair.is_empty());
    if pairs.is_empty() { path } else { format!("{path}?{}", pairs.join("&")) }
}

/// The text of a parameter that is a document of its own.
fn written(value: &Value, media_type: &MediaType) -> String {
    match value {
        Value::String(text) if !media_type.is_json() => text.clone(),
        other => other.to_string(),
    }
}

/// The value to show for a parameter: its example, else a sample.
fn value(world: &World, operation: &Operation, parameter: &Parameter) -> Value {
    let schemas = world.contract.schemas();
    let example = parameter.examples.first().map(|example| Value::clone(&example.value));
    let seed = world.options.seed.child(&operation.name).child("address").child(&parameter.name);
    let value = match (parameter.schema, example) {
        (Some(id), Some(example)) => {
            let coerced = schemas.coerce(id, Side::Request, example, Coercion::Wire);
            mend::mend_for(schemas, id, Side::Request, coerced, seed).0
        }
        (None, Some(example)) => example,
        (Some(id), None) => Sampler::new(schemas).sample(id, seed, Side::Request, Variety::Documented).value,
        (None, None) => Value::String(String::new()),
    };
    // Words that were made up read better in an address with hyphens.
    let slug = value
        .as_str()
        .filter(|_| parameter.examples.is_empty())
        .map(|text| Value::String(text.replace(' ', "-").to_lowercase()));
    let fits = |slug: &Value| parameter.schema.is_none_or(|id| schemas.holds(id, Side::Request, slug));
    let value = slug.filter(fits).unwrap_or(value);
    // An empty segment would be another path.
    let is_empty = |value: &Value| value.is_null() || value.as_str().is_some_and(str::is_empty);
    if parameter.part != Part::Path || !is_empty(&value) {
        return value;
    }
    let arena = schemas.arena();
    let listed = parameter.schema.and_then(|id| arena.at(arena.target(id)).values.as_ref());
    let other = listed.and_then(|values| values.iter().find(|value| !is_empty(value)));
    other.cloned().unwrap_or_else(|| Value::String("1".to_owned()))
}
