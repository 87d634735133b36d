//! A call as a command line for a POSIX shell.
//!
//! Invariants: whatever a client sent, the shell sees one command whose arguments are those bytes, and nothing in them is run; what
//! cannot be sent again as it was (a body that was cut, a secret) is said in a comment above.

use std::fmt::Write;

use base64::Engine;

use super::mask::{MASK, Masked};
use crate::serve::journal::Entry;

/// Headers that curl makes itself, or that would be wrong on another connection.
const LEFT: [&str; 7] =
    ["host", "content-length", "connection", "transfer-encoding", "expect", "keep-alive", "upgrade"];

/// The command that makes a call again. `origin` is where the server listens, for calls that do not say.
pub(super) fn command(entry: &Entry, masked: &Masked, origin: &str) -> String {
    let call = &entry.call;
    let mut words = vec!["curl".to_owned(), "--globoff".to_owned(), "--path-as-is".to_owned()];
    let has_body = !masked.sent.is_empty();
    match (call.method.as_str(), has_body) {
        ("GET", false) | ("POST", true) => {}
        ("HEAD", _) => words.push("--head".to_owned()),
        (method, _) => words.extend(["--request".to_owned(), quoted(method)]),
    }
    for (name, value) in masked.headers.iter().filter(|(name, _)| !LEFT.contains(&name.as_str())) {
        // A header without value is written with a semicolon; with a colon it would be left out.
        let header = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
        words.extend(["--header".to_owned(), quoted(&header)]);
    }
    let mut before = String::new();
    if has_body {
        // curl would say that it is a form.
        if !call.headers.contains_key("content-type") {
            words.extend(["--header".to_owned(), quoted("content-type:")]);
        }
        match std::str::from_utf8(&masked.sent) {
            Ok(text) if !text.contains('\0') => words.extend(["--data-raw".to_owned(), quoted(text)]),
            _ => {
                let encoded = base64::engine::general_purpose::STANDARD.encode(&masked.sent);
                before = format!("printf %s {} | base64 -d | ", quoted(&encoded));
                words.extend(["--data-binary".to_owned(), "@-".to_owned()]);
            }
        }
    }
    words.push(quoted(&url(entry, masked, origin)));
    let mut comments = String::new();
    if call.body.len() < entry.sent {
        let _ = writeln!(comments, "# of the body the first {} of {} bytes are known", call.body.len(), entry.sent);
    }
    let command = format!("{before}{}\n", words.join(" "));
    if command.contains(MASK) {
        let _ = writeln!(comments, "# replace {MASK} by your own secrets");
    }
    comments + &command
}

/// The address of a call: the host that the client named, at the place where the server listens.
pub(super) fn url(entry: &Entry, masked: &Masked, origin: &str) -> String {
    let scheme = origin.split_once("://").map_or("http", |(scheme, _)| scheme);
    match entry.call.header("host").filter(|host| !host.is_empty()) {
        Some(host) => format!("{scheme}://{host}{}", masked.target()),
        None => format!("{origin}{}", masked.target()),
    }
}

/// A word that the shell takes as it is.
fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:@%+=,".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}
