//! Turns the bytes of an XML document into text: UTF-8, UTF-16 by its byte order mark, as every processor must read
//! (XML 1.0 §4.3.3), and ISO-8859-1 where the declaration names it, because old clients send it.

use std::borrow::Cow;

use super::XmlError;

/// How far into the document its declaration is looked for, in bytes.
const DECLARATION: usize = 256;

/// The text, without a byte order mark.
pub(super) fn text(body: &[u8]) -> Result<Cow<'_, str>, XmlError> {
    match body {
        [0xfe, 0xff, rest @ ..] => utf_16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf_16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => utf_8(rest),
    }
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, XmlError> {
    let units = bytes.chunks(2).map(|pair| <[u8; 2]>::try_from(pair).ok().map(unit));
    let text = units.collect::<Option<Vec<u16>>>().and_then(|units| String::from_utf16(&units).ok());
    text.map(Cow::Owned).ok_or_else(|| XmlError::at("", 0, "the body begins as UTF-16 but is not"))
}

fn utf_8(bytes: &[u8]) -> Result<Cow<'_, str>, XmlError> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => error,
    };
    if names_latin_1(bytes) {
        return Ok(Cow::Owned(bytes.iter().copied().map(char::from).collect()));
    }
    let sound = bytes.get(..error.valid_up_to()).and_then(|sound| std::str::from_utf8(sound).ok()).unwrap_or_default();
    Err(XmlError::at(sound, sound.len(), "the body is not UTF-8"))
}

fn names_latin_1(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(bytes.get(..DECLARATION).unwrap_or(bytes)).to_ascii_lowercase();
    let declaration = start.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    declaration.is_some_and(|(declaration, _)| declaration.contains("iso-8859-1") || declaration.contains("us-ascii"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        for (body, expected) in [
            (&b"<a>\xc3\xa9</a>"[..], Ok("<a>é</a>")),
            (b"\xef\xbb\xbf<a/>", Ok("<a/>")),
            (b"\xfe\xff\0<\0a\0/\0>", Ok("<a/>")),
            (b"\xff\xfe<\0a\0/\0>\0", Ok("<a/>")),
            (b"<?xml version='1.0' encoding='ISO-8859-1'?>\xe9", Ok("<?xml version='1.0' encoding='ISO-8859-1'?>é")),
            (b"\n<a>\xe9</a>", Err("line 2, column 4: the body is not UTF-8")),
            (b"\xff\xfe<", Err("line 1, column 1: the body begins as UTF-16 but is not")),
            (b"\xfe\xff\xd8\0", Err("line 1, column 1: the body begins as UTF-16 but is not")),
            (b"", Ok("")),
        ] {
            let text = text(body).map_err(|error| error.to_string());
            assert_eq!(text.as_deref().map_err(String::as_str), expected, "{body:?}");
        }
    }
}
