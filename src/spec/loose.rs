//! Takes the usual liberties out of JSON: comments (`//`, `/* */`, `#`) and trailing commas become blanks, byte for byte, so that
//! every offset still holds. It does not judge the rest: unquoted keys and single quotes stay, for YAML to read.
//! Invariant: the result is as long as the text, and what lies inside quotes is untouched.

use std::borrow::Cow;

/// The text with comments and trailing commas blanked; borrowed if it had none.
pub(super) fn tightened(text: &str) -> Cow<'_, str> {
    let mut scan = Scan { bytes: text.as_bytes(), blanks: Vec::new(), before: None, unclosed: false };
    let mut at = 0;
    while let Some(&byte) = scan.bytes.get(at) {
        at = scan.token(at, byte);
    }
    if scan.blanks.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for (start, end) in scan.blanks {
        for byte in bytes.get_mut(start..end).into_iter().flatten().filter(|byte| !matches!(**byte, b'\n' | b'\r')) {
            *byte = b' ';
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

struct Scan<'t> {
    bytes: &'t [u8],
    /// The stretches to blank.
    blanks: Vec<(usize, usize)>,
    /// The last byte that is neither blank nor comment, and where it stands.
    before: Option<(usize, u8)>,
    /// Whether a `/*` was found to have no end, so that none behind it is searched for.
    unclosed: bool,
}

impl Scan<'_> {
    /// Passes what begins with `byte` at `at`; gives the offset behind it.
    fn token(&mut self, at: usize, byte: u8) -> usize {
        let starts_value = self.before.is_none_or(|(_, before)| matches!(before, b'{' | b'[' | b',' | b':'));
        let end = match byte {
            b' ' | b'\t' | b'\n' | b'\r' => return at + 1,
            b'"' | b'\'' if starts_value => self.quoted(at, byte),
            b'/' | b'#' if self.stands_free(at) => match self.comment(at) {
                Some(end) => {
                    self.blanks.push((at, end));
                    return end;
                }
                None => at + 1,
            },
            b'}' | b']' => {
                if let Some((comma, b',')) = self.before {
                    self.blanks.push((comma, comma + 1));
                }
                at + 1
            }
            _ => at + 1,
        };
        self.before = Some((at, byte));
        end
    }

    /// The offset behind the string that `quote` opens at `at`.
    fn quoted(&self, at: usize, quote: u8) -> usize {
        let mut end = at + 1;
        while let Some(&byte) = self.bytes.get(end) {
            end += if byte == b'\\' { 2 } else { 1 };
            if byte == quote {
                break;
            }
        }
        end
    }

    /// Whether a comment could begin at `at`: not within a word, as in `http://` or `a#b`.
    fn stands_free(&self, at: usize) -> bool {
        at.checked_sub(1).and_then(|before| self.bytes.get(before)).is_none_or(|before| {
            matches!(before, b' ' | b'\t' | b'\n' | b'\r' | b',' | b'{' | b'}' | b'[' | b']' | b'"')
        })
    }

    /// The offset behind the comment that begins at `at`, if one does.
    fn comment(&mut self, at: usize) -> Option<usize> {
        let rest = self.bytes.get(at..)?;
        if rest.starts_with(b"/*") {
            let end = if self.unclosed { None } else { rest.get(2..)?.windows(2).position(|pair| pair == b"*/") };
            self.unclosed = end.is_none();
            return end.map(|length| at + length + 4);
        }
        let line = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        (rest.starts_with(b"//") || rest.starts_with(b"#")).then_some(at + line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_trailing_commas_become_blanks() {
        for (text, expected) in [
            ("[1, 2,]", "[1, 2 ]"),
            ("{\"a\": 1, // é\n}", "{\"a\": 1       \n}"),
            ("{\"a\": /* é */ 1 # x\r\n}", "{\"a\":          1    \r\n}"),
            ("// head\n[]", "       \n[]"),
            ("[1, /* a */ // b\n]", "[1              \n]"),
            ("{\"a//b\": \"/* , ] */\", 'c,}': '# \\' ,]'}", "{\"a//b\": \"/* , ] */\", 'c,}': '# \\' ,]'}"),
            (
                "{u: http://x//y#z, f: file:///z, v: don't, w: [a]}",
                "{u: http://x//y#z, f: file:///z, v: don't, w: [a]}",
            ),
            ("{/*: 1}", "{/*: 1}"),
            ("[\"open", "[\"open"),
            ("[\"\\", "[\"\\"),
            ("[/", "[/"),
        ] {
            assert_eq!(tightened(text), expected, "{text}");
            assert_eq!(tightened(text).len(), text.len(), "{text}");
        }
    }
}
