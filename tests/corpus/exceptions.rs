//! What may fail, and why: `exceptions.txt`, one a line, `part | document | operation | fault | reason`. A `*` stands for anything.

use std::collections::BTreeSet;
use std::path::Path;

/// The exceptions.
pub struct Exceptions(Vec<Exception>);

struct Exception {
    patterns: [String; 4],
    reason: String,
}

impl Exceptions {
    /// Reads the file beside this one. A line that has no reason is refused.
    pub fn read() -> Result<Self, String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/exceptions.txt");
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.map(Exception::read).collect::<Result<_, _>>().map(Self)
    }

    /// Why that fault of that operation is expected, if it is.
    pub fn reason(&self, part: &str, document: &str, operation: &str, fault: &str) -> Option<&str> {
        let texts = [part, document, operation, fault];
        self.0.iter().find(|one| one.fits(texts)).map(|one| one.reason.as_str())
    }

    /// The exceptions of a part that none of its faults (document, operation, fault) needs, as they are written.
    pub fn stale(&self, part: &str, faults: &BTreeSet<(String, String, String)>) -> Vec<String> {
        let needed = |one: &&Exception| {
            let fits =
                |(document, operation, fault): &(String, String, String)| one.fits([part, document, operation, fault]);
            faults.iter().any(fits)
        };
        let of_part = self.0.iter().filter(|one| one.patterns[0] == part);
        of_part.filter(|one| !needed(one)).map(|one| one.patterns.join(" | ")).collect()
    }
}

impl Exception {
    fn fits(&self, texts: [&str; 4]) -> bool {
        self.patterns.iter().zip(texts).all(|(pattern, text)| is_match(pattern, text))
    }

    fn read(line: &str) -> Result<Self, String> {
        let fields: Vec<&str> = line.splitn(5, " | ").map(str::trim).collect();
        let [part, document, operation, fault, reason] = fields.as_slice() else {
            return Err(format!(
                "exceptions.txt: `part | document | operation | fault | reason` expected, found: {line}"
            ));
        };
        let patterns = [part, document, operation, fault].map(|text| (*text).to_owned());
        Ok(Self { patterns, reason: (*reason).to_owned() })
    }
}

/// Whether `text` is what `pattern` says, in which `*` stands for any text.
fn is_match(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(text) = text.strip_prefix(head) else { return false };
    if rest.is_empty() {
        return true;
    }
    text.char_indices().any(|(at, _)| is_match(rest, &text[at..]))
}
