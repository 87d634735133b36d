//! A well-formed request to an operation: its address, the headers, cookies and credentials it demands, and a body in the first media
//! type that can be written. The server's own way of writing answers is not used.

use base64::Engine;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue};
use serde_json::Value;
use standin::base::MediaType;
use standin::contract::{BodyContent, Call, KeyPlace, Operation, Parameter, Part, Scheme};
use standin::respond::{World, address};
use standin::schema::{Coercion, Fit, Sampler, Side, Variety};

use super::{form, xml};

/// Builds the request.
pub fn build(world: &World, operation: &Operation) -> Call {
    let mut call = Call::new(operation.method.clone(), &address(world, operation));
    let mut cookies = Vec::new();
    for parameter in operation.parameters.iter().filter(|parameter| parameter.required) {
        match parameter.part {
            Part::Header => {
                set(&mut call, &parameter.name, &text(&value(world, operation, parameter), parameter.explode));
            }
            Part::Cookie => {
                cookies.push(format!("{}={}", parameter.name, text(&value(world, operation, parameter), false)));
            }
            _ => {}
        }
    }
    let demanded = operation.security.first().into_iter().flat_map(|requirement| &requirement.0);
    for scheme in demanded {
        let basic = || base64::engine::general_purpose::STANDARD.encode("user:password");
        match scheme {
            Scheme::ApiKey(KeyPlace::Header, name) if call.header(name).is_none_or(str::is_empty) => {
                set(&mut call, name, "key");
            }
            Scheme::ApiKey(KeyPlace::Cookie, name) => cookies.push(format!("{name}=key")),
            Scheme::ApiKey(..) => {}
            Scheme::Basic => set(&mut call, AUTHORIZATION.as_str(), &format!("Basic {}", basic())),
            Scheme::Digest => {
                let fields = "username=\"u\", realm=\"*\", nonce=\"n\", uri=\"/\", response=\"r\"";
                set(&mut call, AUTHORIZATION.as_str(), &format!("Digest {fields}"));
            }
            Scheme::Bearer(_) => set(&mut call, AUTHORIZATION.as_str(), "Bearer token"),
            Scheme::Other(name) => set(&mut call, AUTHORIZATION.as_str(), &format!("{name} token")),
        }
    }
    if !cookies.is_empty() {
        set(&mut call, COOKIE.as_str(), &cookies.join("; "));
    }
    body(world, operation, &mut call);
    call
}

/// Writes the body in the media type that says most about it. One that fits nothing is left out where it may be.
fn body(world: &World, operation: &Operation, call: &mut Call) {
    let Some(body) = &operation.body else { return };
    let ranks: [fn(&MediaType) -> bool; 5] =
        [MediaType::is_json, MediaType::is_form, MediaType::is_multipart, MediaType::is_xml, |media| {
            media.is_text() || media.is_range() || !media.essence().is_empty()
        }];
    let find = |is: &fn(&MediaType) -> bool| body.content.iter().find(|content| is(&content.media_type));
    let Some(content) = ranks.iter().find_map(find) else { return };
    let sampled = content.schema.map(|id| {
        let seed = world.options.seed.child(&operation.name).child("request");
        Sampler::new(world.contract.schemas()).sample(id, seed, Side::Request, Variety::Documented)
    });
    let (value, fit) = sampled.map_or((Value::Object(serde_json::Map::new()), Fit::Exact), |one| (one.value, one.fit));
    if fit == Fit::Empty && !body.required {
        return;
    }
    let (media_type, bytes) = written(world, content, &value);
    set(call, CONTENT_TYPE.as_str(), &media_type);
    call.body = bytes;
}

fn written(world: &World, content: &BodyContent, value: &Value) -> (String, Bytes) {
    let media = &content.media_type;
    let name = media.as_str().to_owned();
    if media.is_json() {
        return (name, Bytes::from(value.to_string()));
    }
    if media.is_form() {
        return (name, Bytes::from(form::encode(value, &content.encoding)));
    }
    if media.is_multipart() {
        let (boundary, bytes) = form::multipart(value, &content.encoding);
        return (format!("{}; boundary={boundary}", media.essence().replace('*', "form-data")), bytes);
    }
    if media.is_xml() {
        return (name, Bytes::from(xml::encode(value, world.contract.schemas().arena(), content.schema)));
    }
    if media.is_range() {
        return match media.essence() {
            "*/*" | "application/*" => ("application/json".to_owned(), Bytes::from(value.to_string())),
            range => (range.replace('*', "plain"), Bytes::from(text(value, false))),
        };
    }
    let text = text(value, false);
    (name, Bytes::from(if text.is_empty() { "text".to_owned() } else { text }))
}

/// The example of a parameter, if it fits, else a sample.
fn value(world: &World, operation: &Operation, parameter: &Parameter) -> Value {
    let schemas = world.contract.schemas();
    let example = parameter.examples.first().map(|example| Value::clone(&example.value));
    let Some(id) = parameter.schema else { return example.unwrap_or_else(|| Value::from("text")) };
    let coerced = example.map(|example| schemas.coerce(id, Side::Request, example, Coercion::Wire));
    coerced.filter(|value| schemas.holds(id, Side::Request, value)).unwrap_or_else(|| {
        let seed = world.options.seed.child(&operation.name).child(&parameter.name);
        Sampler::new(schemas).sample(id, seed, Side::Request, Variety::Documented).value
    })
}

/// A value in the style `simple` (RFC 6570 §3.2.2), without percent-encoding, which headers do not have.
pub fn text(value: &Value, explode: bool) -> String {
    let scalar = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match value {
        Value::Array(items) => items.iter().map(scalar).collect::<Vec<_>>().join(","),
        Value::Object(members) => {
            let between = if explode { "=" } else { "," };
            members
                .iter()
                .map(|(name, value)| format!("{name}{between}{}", scalar(value)))
                .collect::<Vec<_>>()
                .join(",")
        }
        other => scalar(other),
    }
}

fn set(call: &mut Call, name: &str, value: &str) {
    let clean: String = value.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
    // What is demanded cannot be empty.
    let clean = if clean.trim().is_empty() { "text" } else { clean.trim() };
    if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(clean.as_bytes()))
    {
        call.headers.insert(name, value);
    }
}
