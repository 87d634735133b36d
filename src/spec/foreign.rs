//! Recognises text that is no document at all, so that its owner reads "is a PDF" and not "unexpected character at column 1".
//! It judges by the first bytes only and refuses nothing that JSON or YAML could be.

use super::text::SyntaxError;

/// What a text that begins like this is, and what to do about it.
const BEGINNINGS: [(&str, &str, &str); 6] = [
    ("%PDF-", "a PDF", EXPORT),
    ("PK\u{3}\u{4}", "a ZIP archive", "unpack it and name a document inside"),
    ("\u{1f}\u{fffd}\u{8}", "a gzip file", "unpack it first"),
    ("\u{fffd}PNG", "an image", EXPORT),
    ("#%RAML", "RAML", "convert it to OpenAPI first"),
    ("version https://git-lfs.github.com/spec/", "a Git LFS pointer", "fetch the file itself with `git lfs pull`"),
];

const EXPORT: &str = "ask for the API description as YAML or JSON";

/// How many bytes are looked at to tell text from binary.
const SAMPLE: usize = 4096;

/// Why `text`, without its byte order mark, is not worth parsing; `None` if it may be a document.
pub(super) fn refusal(text: &str) -> Option<SyntaxError> {
    let content = text.trim_start();
    let start = text.len() - content.len();
    let refuse = |offset, message: String, help| Some(SyntaxError::at(text, offset, message, Some(help)));
    if content.is_empty() {
        return refuse(0, "the text is empty".to_owned(), "an OpenAPI document begins with `openapi:` or `{`");
    }
    if let Some((_, what, help)) = BEGINNINGS.iter().find(|(beginning, ..)| content.starts_with(beginning)) {
        return refuse(start, format!("is {what}, not an OpenAPI document"), help);
    }
    if let Some(offset) = text.find('\0') {
        return refuse(offset, "holds a NUL byte, so it is binary or UTF-16".to_owned(), "save it as UTF-8 text");
    }
    if content.starts_with('<') && !content.starts_with("<<") {
        let head = content.get(..content.floor_char_boundary(512)).unwrap_or_default().to_ascii_lowercase();
        return if head.contains("<html") || head.contains("<!doctype html") {
            refuse(
                start,
                "is an HTML page, not an OpenAPI document".to_owned(),
                "is this the address of the document itself?",
            )
        } else {
            refuse(start, "is XML, not an OpenAPI document".to_owned(), EXPORT)
        };
    }
    let sample = content.chars().take(SAMPLE);
    let odd = sample.clone().filter(|&c| (c.is_control() && !c.is_whitespace()) || c == '\u{fffd}').count();
    if odd * 20 > sample.count() {
        return refuse(start, "is binary, not text".to_owned(), EXPORT);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_document_is_called_by_its_name() {
        for (text, message) in [
            ("", "the text is empty at line 1, column 1"),
            (" \n\t\r\n", "the text is empty at line 1, column 1"),
            ("\n%PDF-1.7\n%âãÏÓ", "is a PDF, not an OpenAPI document at line 2, column 1"),
            ("PK\u{3}\u{4}\u{14}\0", "is a ZIP archive, not an OpenAPI document at line 1, column 1"),
            ("\u{fffd}PNG\r\n\u{1a}\n\0", "is an image, not an OpenAPI document at line 1, column 1"),
            ("\u{1f}\u{fffd}\u{8}\0", "is a gzip file, not an OpenAPI document at line 1, column 1"),
            ("#%RAML 1.0\ntitle: x", "is RAML, not an OpenAPI document at line 1, column 1"),
            (
                "version https://git-lfs.github.com/spec/v1\noid sha256:0",
                "is a Git LFS pointer, not an OpenAPI document at line 1, column 1",
            ),
            ("<!DOCTYPE html>\n<html>", "is an HTML page, not an OpenAPI document at line 1, column 1"),
            ("<?xml version=\"1.0\"?><definitions/>", "is XML, not an OpenAPI document at line 1, column 1"),
            ("a: 1\nb: \0", "holds a NUL byte, so it is binary or UTF-16 at line 2, column 4"),
            ("o\0p\0e\0n\0", "holds a NUL byte, so it is binary or UTF-16 at line 1, column 2"),
            ("\u{1}\u{2}abc\u{3}", "is binary, not text at line 1, column 1"),
        ] {
            assert_eq!(refusal(text).map(|error| error.to_string()).as_deref(), Some(message), "{text:?}");
        }
    }

    #[test]
    fn what_may_be_a_document_passes() {
        for text in
            ["a: 1", "{}", "<<: *a", "# <html>\na: 1", "a: \u{1b}[0m and a great deal more of quite ordinary text"]
        {
            assert_eq!(refusal(text), None, "{text:?}");
        }
    }
}
