//! The sets of code points that ECMA-262 names: `.`, `\d`, `\w`, `\s`, `\p{…}`. Unicode tables are those of `regex-syntax`;
//! nothing here reads pattern syntax.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};

/// A set from inclusive ranges.
pub(super) fn of(ranges: &[(char, char)]) -> ClassUnicode {
    ClassUnicode::new(ranges.iter().map(|(low, high)| ClassUnicodeRange::new(*low, *high)))
}

pub(super) fn single(c: char) -> ClassUnicode {
    of(&[(c, c)])
}

pub(super) fn negated(mut class: ClassUnicode) -> ClassUnicode {
    class.negate();
    class
}

/// `LineTerminator`, ECMA-262 12.3.
const LINE_TERMINATORS: [(char, char); 3] = [('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')];

/// What `.` matches: anything but a line terminator, or anything at all under the flag `s`.
pub(super) fn dot(all: bool) -> ClassUnicode {
    negated(if all { of(&[]) } else { of(&LINE_TERMINATORS) })
}

/// `\d \D \w \W \s \S`, ECMA-262 22.2.2.9: ASCII digits and words, but every Unicode blank.
pub(super) fn shorthand(letter: char) -> Option<ClassUnicode> {
    let class = match letter.to_ascii_lowercase() {
        'd' => of(&[('0', '9')]),
        'w' => of(&[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]),
        's' => of(&[
            ('\t', '\r'),
            (' ', ' '),
            ('\u{a0}', '\u{a0}'),
            ('\u{1680}', '\u{1680}'),
            ('\u{2000}', '\u{200a}'),
            ('\u{2028}', '\u{2029}'),
            ('\u{202f}', '\u{202f}'),
            ('\u{205f}', '\u{205f}'),
            ('\u{3000}', '\u{3000}'),
            ('\u{feff}', '\u{feff}'),
        ]),
        _ => return None,
    };
    Some(if letter.is_ascii_uppercase() { negated(class) } else { class })
}

/// `\p{name}`; `None` when Unicode has no such property. Names are matched loosely, as people write them (`\p{Greek}`).
pub(super) fn property(name: &str) -> Option<ClassUnicode> {
    // Java's names, which documents generated from Java carry.
    let name = match name {
        "XDigit" => "ASCII_Hex_Digit",
        "Alnum" => "Alphanumeric",
        "Graph" | "Print" => "ASCII",
        other => other.strip_prefix("Is").filter(|rest| rest.len() > 1).unwrap_or(other),
    };
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '=') {
        return None;
    }
    match regex_syntax::parse(&format!(r"\p{{{name}}}")).ok()?.into_kind() {
        HirKind::Class(Class::Unicode(class)) => Some(class),
        HirKind::Class(Class::Bytes(class)) => class.to_unicode_class(),
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            text.chars().next().map(single)
        }
        _ => None,
    }
}

/// `\w` as `\b` and `\B` see it.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
