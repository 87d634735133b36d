//! The binary relatives of JSON: CBOR (RFC 8949) and `MessagePack`.

use minicbor::Encoder;
use minicbor::encode::Error;
use serde_json::Value;
use std::convert::Infallible;

use crate::base::MediaType;

/// The bytes of a value, if the media type is one of them.
pub(super) fn write(value: &Value, media_type: &MediaType) -> Option<Vec<u8>> {
    match media_type.essence() {
        "application/msgpack" | "application/x-msgpack" | "application/vnd.msgpack" => {
            rmp_serde::to_vec_named(value).ok()
        }
        essence if essence == "application/cbor" || essence.ends_with("+cbor") => {
            let mut encoder = Encoder::new(Vec::new());
            item(value, &mut encoder).ok()?;
            Some(encoder.into_writer())
        }
        _ => None,
    }
}

fn item(value: &Value, to: &mut Encoder<Vec<u8>>) -> Result<(), Error<Infallible>> {
    match value {
        Value::Null => to.null().map(drop),
        Value::Bool(flag) => to.bool(*flag).map(drop),
        Value::String(text) => to.str(text).map(drop),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(natural), _) => to.u64(natural).map(drop),
            (None, Some(negative)) => to.i64(negative).map(drop),
            (None, None) => to.f64(number.as_f64().unwrap_or_default()).map(drop),
        },
        Value::Array(items) => {
            to.array(items.len() as u64)?;
            items.iter().try_for_each(|one| item(one, to))
        }
        Value::Object(members) => {
            to.map(members.len() as u64)?;
            members.iter().try_for_each(|(name, member)| {
                to.str(name)?;
                item(member, to)
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_in_bytes() {
        let value = json!({"a": [1, -1, true, null], "b": "x", "c": 1.5});
        let cbor = write(&value, &MediaType::parse("application/senml+cbor")).unwrap();
        assert_eq!(cbor, b"\xa3\x61a\x84\x01\x20\xf5\xf6\x61b\x61x\x61c\xfb\x3f\xf8\0\0\0\0\0\0");
        let packed = write(&value, &MediaType::parse("application/msgpack")).unwrap();
        assert_eq!(packed, b"\x83\xa1a\x94\x01\xff\xc3\xc0\xa1b\xa1x\xa1c\xcb\x3f\xf8\0\0\0\0\0\0");
        assert_eq!(write(&value, &MediaType::parse("application/json")), None);
    }
}
