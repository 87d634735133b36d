//! Items that are framed one by one: lines of JSON, JSON text sequences (RFC 7464), server-sent events.

use bytes::Bytes;
use serde_json::Value;

use crate::base::{MediaType, plain_text};
use crate::respond::reply::Body;

/// Whether bodies of that media type are items one behind the other.
pub(in crate::respond) fn is_sequence(media_type: &MediaType) -> bool {
    const NAMED: [&str; 7] = [
        "application/jsonl",
        "application/jsonlines",
        "application/x-jsonlines",
        "application/x-ndjson",
        "application/ndjson",
        "application/json-seq",
        "text/event-stream",
    ];
    NAMED.contains(&media_type.essence()) || media_type.essence().ends_with("+json-seq")
}

/// Whether they are events.
pub(super) fn is_event_stream(media_type: &MediaType) -> bool {
    media_type.essence() == "text/event-stream"
}

/// The items, each in the frame of its media type.
pub(super) fn stream(items: &[Value], media_type: &MediaType) -> Body {
    let frame = |item: &Value| match media_type.essence() {
        _ if is_event_stream(media_type) => event(item),
        essence if essence.ends_with("json-seq") => format!("\u{1e}{item}\n"),
        _ => format!("{item}\n"),
    };
    Body::Items(items.iter().map(|item| Bytes::from(frame(item))).collect())
}

/// One server-sent event: an object with nothing but its fields says them, anything else is the data.
fn event(item: &Value) -> String {
    let is_field = |name: &str| matches!(name, "data" | "event" | "id" | "retry");
    let fields =
        item.as_object().filter(|fields| fields.contains_key("data") || fields.keys().all(|name| is_field(name)));
    let fields = fields.filter(|fields| !fields.is_empty());
    let mut text = String::new();
    for key in ["id", "event", "retry"] {
        if let Some(value) = fields.and_then(|fields| fields.get(key)).filter(|value| !value.is_null()) {
            // A field ends with its line, and an identifier must not hold U+0000.
            text.extend([key, ": ", &plain_text(value).replace(['\n', '\r', '\0'], " "), "\n"]);
        }
    }
    if let Some(data) = fields.map_or(Some(item), |fields| fields.get("data")) {
        for line in plain_text(data).replace("\r\n", "\n").split(['\n', '\r']) {
            text.extend(["data: ", line, "\n"]);
        }
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn events() {
        for (item, expected) in [
            (
                json!({"event": "tick", "data": "a\nb", "id": 7, "retry": 10}),
                "id: 7\nevent: tick\nretry: 10\ndata: a\ndata: b\n\n",
            ),
            (json!({"data": {"a": 1}}), "data: {\"a\":1}\n\n"),
            (json!({"event": "end"}), "event: end\n\n"),
            (json!({"a": 1, "id": 2}), "data: {\"a\":1,\"id\":2}\n\n"),
            (json!({}), "data: {}\n\n"),
            (json!("x"), "data: x\n\n"),
            (json!({"data": "x", "id": "a\nb", "other": 1}), "id: a b\ndata: x\n\n"),
        ] {
            assert_eq!(event(&item), expected, "{item}");
        }
    }
}
