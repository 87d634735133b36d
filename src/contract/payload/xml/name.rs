//! Which characters and names XML allows (XML 1.0 §2.2, §2.3; Namespaces in XML 1.0 §3), and the nearest name for any text.
//! Invariant: what [`sound`] makes can be an element's or an attribute's local name.

use std::borrow::Cow;

/// Whether a document may contain that character at all (`Char`).
pub(crate) const fn is_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// `NameStartChar` without the colon.
const fn starts(character: char) -> bool {
    matches!(character,
        'A'..='Z' | 'a'..='z' | '_' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

/// `NameChar` without the colon.
const fn continues(character: char) -> bool {
    starts(character)
        || matches!(character, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// Whether the text is a name without a colon (`NCName`).
pub(crate) fn is_plain(text: &str) -> bool {
    text.starts_with(starts) && text.chars().all(continues)
}

/// Whether the text is a name with at most one colon, inside (`QName`).
pub(super) fn is_qualified(text: &str) -> bool {
    text.split_once(':').map_or_else(|| is_plain(text), |(prefix, local)| is_plain(prefix) && is_plain(local))
}

/// A qualified name as prefix and local name.
pub(crate) fn split(name: &str) -> (Option<&str>, &str) {
    name.split_once(':').map_or((None, name), |(prefix, local)| (Some(prefix), local))
}

/// The text as a local name: what cannot stand in one becomes `_`, and `_` goes before what cannot begin one.
/// `xmlns` is taken by declarations, so it cannot begin one either.
pub(crate) fn sound(text: &str) -> Cow<'_, str> {
    if is_plain(text) && text != "xmlns" {
        return Cow::Borrowed(text);
    }
    let mut name: String = text.chars().map(|character| if continues(character) { character } else { '_' }).collect();
    if !name.starts_with(starts) || name == "xmlns" {
        name.insert(0, '_');
    }
    Cow::Owned(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_a_nearest_name() {
        for (text, expected) in [
            ("petName", "petName"),
            ("größe", "größe"),
            ("名前", "名前"),
            ("a-b.c_1", "a-b.c_1"),
            ("", "_"),
            ("1st", "_1st"),
            ("-x", "_-x"),
            ("a b<c>", "a_b_c_"),
            ("dc:title", "dc_title"),
            ("xmlns", "_xmlns"),
            ("\u{0}", "_"),
        ] {
            assert_eq!(sound(text), expected, "{text}");
            assert!(is_plain(expected), "{expected}");
        }
    }

    #[test]
    fn qualified_names() {
        for (text, expected) in
            [("a", true), ("a:b", true), ("", false), (":a", false), ("a:", false), ("a:b:c", false)]
        {
            assert_eq!(is_qualified(text), expected, "{text}");
        }
    }
}
