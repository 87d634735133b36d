//! Multipart bodies (RFC 2046 §5.1, RFC 7578): a part for each property, or for each item of a list. Lists repeat the part; what is made
//! up and stands for a file is one.

use serde_json::Value;

use super::{Encoded, Manner, encode};
use crate::base::{MediaType, Seed, plain_text};
use crate::contract::payload::Encoding;
use crate::contract::{PartHeaders, PartTypes};
use crate::respond::file;
use crate::respond::headers;
use crate::respond::negotiate;
use crate::schema::{SchemaId, content};

/// One part.
struct Part {
    head: Vec<(String, String)>,
    content: Vec<u8>,
}

/// The body, and its media type with the boundary.
pub(super) fn write(value: &Value, media_type: &MediaType, manner: &Manner<'_>) -> Encoded {
    let named = |name, schema, seed| {
        let how = manner.encoding.properties.get(name);
        Place { name: Some(name), schema, given: how.and_then(|how| how.content_type.as_deref()), seed }
    };
    let mut places: Vec<(&Value, Place<'_>)> = Vec::new();
    match value {
        Value::Object(members) => {
            let arena = manner.schemas.arena();
            for (name, member) in members {
                let schema = manner.schema.and_then(|id| arena.property(id, name));
                let whole = named(name, schema, manner.seed.child(name));
                match member {
                    Value::Array(items) if !whole.given.is_some_and(|text| MediaType::parse(text).is_json()) => {
                        let item = |index| schema.and_then(|list| arena.element(list, index));
                        let place = |index| named(name, item(index), whole.seed.nth(index as u64));
                        places.extend(items.iter().enumerate().map(|(index, item)| (item, place(index))));
                    }
                    member => places.push((member, whole)),
                }
            }
        }
        list => {
            let items = list.as_array().map_or(std::slice::from_ref(list), Vec::as_slice);
            let place = |index| Place {
                name: None,
                schema: manner.item(index),
                given: manner.part_types.at(index),
                seed: manner.seed.nth(index as u64),
            };
            places.extend(items.iter().enumerate().map(|(index, item)| (item, place(index))));
        }
    }
    let mut room = content::LARGEST;
    let parts: Vec<Part> =
        places.iter().map(|(value, place)| part(value, place, media_type, (manner, &mut room))).collect();
    joined(&parts, media_type, manner.seed)
}

/// What a part is of.
struct Place<'a> {
    name: Option<&'a str>,
    schema: Option<SchemaId>,
    /// The media types that its encoding gives it.
    given: Option<&'a str>,
    seed: Seed,
}

/// The part; `room` is what files may still take, together.
fn part(value: &Value, of: &Place<'_>, whole: &MediaType, (manner, room): (&Manner<'_>, &mut usize)) -> Part {
    let given = of.given.and_then(|list| list.split(',').next()).map(MediaType::parse);
    let given = given.map(|media| MediaType::parse(&negotiate::concrete(&media, None, value.is_string())));
    let file = content::blob(manner.schemas.arena(), of.schema).filter(|_| manner.is_sampled);
    let file = file.filter(|blob| blob.sizes.start() <= room);
    let file = file.and_then(|blob| {
        let is_file = |media: &MediaType| content::is_binary(media);
        let octets = || MediaType::parse("application/octet-stream");
        let inner = || blob.media_type.clone().filter(is_file).or_else(|| blob.is_binary.then(octets));
        let media = given.clone().or_else(inner)?;
        Some((file::bytes(&media, &blob, true, of.seed)?, media))
    });
    *room = room.saturating_sub(file.as_ref().map_or(0, |(bytes, _)| bytes.len()));
    let is_file = file.is_some();
    let (content, media) = match (file, given) {
        (Some((bytes, media)), _) => (bytes, Some(media.as_str().to_owned())),
        (None, Some(given)) => written(value, &given, of, manner),
        (None, None) if value.is_object() || value.is_array() => {
            (value.to_string().into_bytes(), Some("application/json".to_owned()))
        }
        (None, None) => (plain_text(value).into_bytes(), None),
    };
    let mut head = Vec::new();
    if let Some(name) = of.name {
        head.push(if whole.essence() == "multipart/related" {
            ("Content-ID".to_owned(), format!("<{}>", quoted(name)))
        } else {
            let file = if is_file {
                format!("; filename=\"{}\"", quoted(&filename(name, media.as_deref())))
            } else {
                String::new()
            };
            ("Content-Disposition".to_owned(), format!("form-data; name=\"{}\"{file}", quoted(name)))
        });
    }
    head.extend(media.map(|media| ("Content-Type".to_owned(), media)));
    let documented = of.name.and_then(|name| manner.part_headers.get(name));
    for header in documented.into_iter().flatten() {
        let is_known = head.iter().any(|(name, _)| name.eq_ignore_ascii_case(&header.name));
        if !is_known && http::HeaderName::from_bytes(header.name.as_bytes()).is_ok() {
            head.push((header.name.clone(), headers::sample(header, manner.schemas, of.seed)));
        }
    }
    Part { head, content }
}

/// A part of a media type that is given, as a body of that type would be written.
fn written(value: &Value, given: &MediaType, of: &Place<'_>, manner: &Manner<'_>) -> (Vec<u8>, Option<String>) {
    let inner = Manner {
        schema: of.schema,
        item_schema: None,
        encoding: &Encoding::default(),
        part_headers: &PartHeaders::default(),
        part_types: &PartTypes::default(),
        seed: of.seed,
        ..*manner
    };
    match encode(value, given, &inner) {
        Ok(Encoded { body, media_type }) => (body.bytes().into_owned(), Some(media_type)),
        Err(_) => (value.to_string().into_bytes(), Some(given.as_str().to_owned())),
    }
}

/// A text inside of quotes, as browsers write it (RFC 7578 §4.2, HTML).
fn quoted(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// The name of a file: that of its property, with the subtype for an ending.
pub(in crate::respond) fn filename(name: &str, media_type: Option<&str>) -> String {
    let media_type = MediaType::parse(media_type.unwrap_or_default());
    format!("{name}.{}", content::extension(&media_type))
}

fn joined(parts: &[Part], media_type: &MediaType, seed: Seed) -> Encoded {
    // A hundred and twenty-eight bits of a hash do not occur in what they were not made from.
    let made = || format!("standin-{}", seed.child("boundary"));
    let boundary = media_type.parameter("boundary").filter(|text| !text.is_empty()).map_or_else(made, str::to_owned);
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend(format!("--{boundary}\r\n").into_bytes());
        for (name, value) in &part.head {
            // A media type is as its author wrote it; a line of its own would be another header.
            let value = value.replace(['\r', '\n'], " ");
            bytes.extend(format!("{name}: {value}\r\n").into_bytes());
        }
        bytes.extend([&b"\r\n"[..], &part.content, b"\r\n"].concat());
    }
    bytes.extend(format!("--{boundary}--\r\n").into_bytes());
    let media_type = match media_type.parameter("boundary") {
        Some(_) => media_type.as_str().to_owned(),
        None => format!("{}; boundary={boundary}", media_type.as_str()),
    };
    Encoded { body: bytes.into(), media_type }
}
