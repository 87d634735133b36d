//! The thing you asked for is the thing you get: path parameters show in generated bodies.
//!
//! `/users/{id}` shows as `id` or `_id`, `/users/{userId}` as `userId` or, since that is what it names, `id`. Documented examples are
//! left as their authors wrote them.

use serde_json::Value;

use crate::base::Seed;
use crate::contract::{Inputs, Operation, Part};
use crate::schema::{SchemaId, Schemas, Side};

/// The seed of an operation's data: the same for the same thing, whatever else the call says.
pub(super) fn seed(root: Seed, operation: &Operation, inputs: &Inputs) -> Seed {
    let of_path = inputs.parameters.iter().filter(|((part, _), _)| *part == Part::Path);
    let named = root.child(operation.method.as_str()).child(&operation.template);
    of_path.fold(named, |seed, ((_, name), value)| seed.child(name).child(&value.to_string()))
}

/// Writes the path's values into a body, where the body has a property for them and stays valid.
pub(super) fn echo(schemas: &Schemas, schema: SchemaId, body: &mut Value, operation: &Operation, inputs: &Inputs) {
    for ((_, name), value) in inputs.parameters.iter().filter(|((part, _), _)| *part == Part::Path) {
        let is_last = operation.template.ends_with(&format!("{{{name}}}"));
        let candidates = properties(name, is_last);
        // Many APIs wrap what they return: `{ "data": { "id": … } }`.
        let _ = echo_into(schemas, schema, schema, body, &[], &candidates, value)
            || wrappers(body).into_iter().any(|key| {
                schemas
                    .arena()
                    .property(schema, &key)
                    .is_some_and(|inner| echo_into(schemas, schema, inner, body, &[&key], &candidates, value))
            });
    }
}

fn echo_into(
    schemas: &Schemas,
    root: SchemaId,
    schema: SchemaId,
    body: &mut Value,
    path: &[&str],
    candidates: &[String],
    value: &Value,
) -> bool {
    for name in candidates {
        let Some(id) = schemas.arena().property(schema, name) else { continue };
        let Some(owner) =
            path.iter().try_fold(&mut *body, |value, key| value.get_mut(*key)).and_then(Value::as_object_mut)
        else {
            return false;
        };
        if !owner.contains_key(name) {
            continue;
        }
        let as_text = || Value::String(value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        let as_number = value.as_str().and_then(|text| serde_json::from_str(text).ok()).filter(Value::is_number);
        let readings = [Some(value.clone()), as_number, Some(as_text())];
        let fitting = readings.into_iter().flatten().find(|value| schemas.holds(id, Side::Response, value));
        let Some(fitting) = fitting else { continue };
        let before = owner.insert(name.clone(), fitting);
        if schemas.holds(root, Side::Response, body) {
            return true;
        }
        let owner = path.iter().try_fold(&mut *body, |value, key| value.get_mut(*key)).and_then(Value::as_object_mut);
        if let (Some(owner), Some(before)) = (owner, before) {
            owner.insert(name.clone(), before);
        }
    }
    false
}

/// The properties that a path parameter may show as, the best first.
fn properties(name: &str, is_last: bool) -> Vec<String> {
    let mut names = vec![name.to_owned()];
    let lower = name.to_ascii_lowercase();
    let names_thing =
        lower.ends_with("id") || lower.ends_with("key") || lower.ends_with("slug") || lower.ends_with("name");
    if is_last && names_thing {
        let word = ["id", "key", "slug", "name"].into_iter().find(|word| lower.ends_with(word)).unwrap_or("id");
        names.extend([word.to_owned(), format!("_{word}")]);
    }
    if is_last && lower.ends_with("gid") {
        names.push("gid".to_owned());
    }
    names
}

/// The members of a body that may hold the thing itself.
fn wrappers(body: &Value) -> Vec<String> {
    let Value::Object(members) = body else { return Vec::new() };
    let objects: Vec<&String> = members.iter().filter(|(_, value)| value.is_object()).map(|(key, _)| key).collect();
    let usual = ["data", "item", "result", "response", "payload"];
    let is_wrapper = |key: &&String| objects.len() == 1 || usual.contains(&key.as_str());
    objects.iter().filter(|key| is_wrapper(key)).map(|key| (*key).clone()).collect()
}
