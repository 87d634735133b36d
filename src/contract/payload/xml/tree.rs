//! Turns the text of an XML document into a tree of elements: names, attributes, text. Knows no schemas.
//! Comments, processing instructions and namespace declarations are dropped; document type declarations are refused, and
//! with them every entity that is not predefined.
//! Invariant: depth, nodes and attributes are bounded, and what is not well-formed is an error.

use std::borrow::Cow;

use quick_xml::escape::{EscapeError, resolve_xml_entity, unescape_with};
use quick_xml::events::attributes::AttrError;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Error, Reader};

use super::{MAX_DEPTH, XmlError, name};

/// Elements and attributes of one document.
const MAX_NODES: usize = 1 << 18;
/// Attributes of one element; each is compared with all others.
const MAX_ATTRIBUTES: usize = 256;
/// What XML takes for blank (XML 1.0 §2.3).
pub(super) const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

/// An element and all below it.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// The name as written, with its prefix.
    pub(super) name: String,
    /// Names as written and values, without `xmlns…` and `xsi:…`.
    pub(super) attributes: Vec<(String, String)>,
    /// The elements inside, in order.
    pub(super) children: Vec<Self>,
    /// All text that stands directly inside.
    pub(super) text: String,
    /// Whether `xsi:nil` says that there is no value.
    pub(super) is_nil: bool,
}

impl Element {
    /// Whether there is no text, or nothing but blanks.
    pub(super) fn is_blank(&self) -> bool {
        self.trimmed().is_empty()
    }

    /// The text without blanks at its ends.
    pub(super) fn trimmed(&self) -> &str {
        self.text.trim_matches(BLANKS)
    }

    /// Whether there is nothing in it but text. Attributes of XML itself (`xml:lang`, `xml:space`) do not count.
    pub(super) fn is_leaf(&self) -> bool {
        self.children.is_empty() && self.attributes.iter().all(|(name, _)| name.starts_with("xml:"))
    }
}

/// Reads a document.
pub(super) fn parse(text: &str) -> Result<Element, XmlError> {
    if let Some((at, odd)) = text.char_indices().find(|(_, character)| !name::is_character(*character)) {
        return Err(XmlError::at(text, at, format!("U+{:04X} is no character of XML", u32::from(odd))));
    }
    Parser { text, at: 0, open: Vec::new(), root: None, nodes: 0 }.document()
}

struct Parser<'t> {
    text: &'t str,
    /// Where the event began, in bytes.
    at: usize,
    open: Vec<Element>,
    root: Option<Element>,
    nodes: usize,
}

impl Parser<'_> {
    fn document(mut self) -> Result<Element, XmlError> {
        let mut reader = Reader::from_str(self.text);
        reader.config_mut().check_comments = true;
        loop {
            self.at = usize::try_from(reader.buffer_position()).unwrap_or_default();
            let event = reader.read_event().map_err(|error| {
                let at = usize::try_from(reader.error_position()).unwrap_or_default();
                XmlError::at(self.text, at, reason(&error))
            })?;
            match event {
                Event::Start(tag) => self.start(&tag)?,
                Event::Empty(tag) => {
                    self.start(&tag)?;
                    self.end();
                }
                Event::End(_) => self.end(),
                Event::Text(text) => {
                    if text.windows(3).any(|window| window == b"]]>") {
                        return Err(self.fail("`]]>` stands in a text"));
                    }
                    let text = text.xml10_content().map_err(|error| self.fail(error.to_string()))?;
                    self.characters(&text)?;
                }
                Event::CData(text) => {
                    let text = text.xml10_content().map_err(|error| self.fail(error.to_string()))?;
                    self.section(&text)?;
                }
                Event::GeneralRef(reference) => self.reference(&reference)?,
                Event::DocType(_) => return Err(self.fail("a document type declaration is not accepted")),
                Event::Decl(_) if self.at > 0 => {
                    return Err(self.fail("the XML declaration does not stand at the start"));
                }
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
                Event::Eof => break,
            }
        }
        match self.open.last() {
            Some(element) => Err(self.fail(format!("`<{}>` is not closed", element.name))),
            None => self.root.take().ok_or_else(|| self.fail("there is no element")),
        }
    }

    fn fail(&self, message: impl Into<String>) -> XmlError {
        XmlError::at(self.text, self.at, message)
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), XmlError> {
        let name = self.qualified(tag.name().as_ref())?;
        if self.open.is_empty() && self.root.is_some() {
            return Err(self.fail(format!("`<{name}>` stands after the end of the document")));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.fail(format!("more than {MAX_DEPTH} elements inside of each other")));
        }
        self.count()?;
        let mut element = Element { name, ..Element::default() };
        for (index, attribute) in tag.attributes().enumerate() {
            let attribute = attribute.map_err(|error| self.broken_attribute(&error))?;
            if index >= MAX_ATTRIBUTES {
                return Err(self.fail(format!("`<{}>` has more than {MAX_ATTRIBUTES} attributes", element.name)));
            }
            self.count()?;
            let name = self.qualified(attribute.key.as_ref())?;
            let value = self.attribute_value(&attribute.value)?;
            match name::split(&name) {
                (None, "xmlns") | (Some("xmlns"), _) => {}
                (Some("xsi"), local) => element.is_nil |= local == "nil" && matches!(value.trim(), "true" | "1"),
                _ => element.attributes.push((name, value)),
            }
        }
        self.open.push(element);
        Ok(())
    }

    fn end(&mut self) {
        if let Some(element) = self.open.pop() {
            match self.open.last_mut() {
                Some(parent) => parent.children.push(element),
                None => self.root = Some(element),
            }
        }
    }

    fn count(&mut self) -> Result<(), XmlError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self.fail(format!("more than {MAX_NODES} elements and attributes")));
        }
        Ok(())
    }

    fn qualified(&self, bytes: &[u8]) -> Result<String, XmlError> {
        let name = String::from_utf8_lossy(bytes);
        if name::is_qualified(&name) { Ok(name.into_owned()) } else { Err(self.fail(format!("`{name}` is no name"))) }
    }

    /// The parser counts positions from behind the `<`.
    fn broken_attribute(&self, error: &AttrError) -> XmlError {
        let (position, message) = match error {
            AttrError::ExpectedEq(position) => (position, "an attribute lacks its `=`"),
            AttrError::ExpectedValue(position) => (position, "an attribute lacks its value"),
            AttrError::UnquotedValue(position) => (position, "the value of an attribute lacks its quotes"),
            AttrError::ExpectedQuote(position, _) => (position, "the value of an attribute lacks its closing quote"),
            AttrError::Duplicated(position, _) => (position, "an attribute stands twice"),
        };
        XmlError::at(self.text, self.at + 1 + position, message)
    }

    /// Undoes references; blanks as such are spaces (XML 1.0 §3.3.3).
    fn attribute_value(&self, bytes: &[u8]) -> Result<String, XmlError> {
        let raw = String::from_utf8_lossy(bytes);
        if raw.contains('<') {
            return Err(self.fail("`<` stands in the value of an attribute"));
        }
        let spaced = raw.replace("\r\n", " ").replace(['\r', '\n', '\t'], " ");
        let value = unescape_with(&spaced, resolve_xml_entity).map_err(|error| self.fail(broken_reference(&error)))?;
        match value.chars().find(|character| !name::is_character(*character)) {
            Some(odd) => Err(self.fail(format!("U+{:04X} is no character of XML", u32::from(odd)))),
            None => Ok(value.into_owned()),
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), XmlError> {
        let name = String::from_utf8_lossy(reference);
        let text = match reference.resolve_char_ref() {
            Ok(Some(character)) if name::is_character(character) => Cow::Owned(character.to_string()),
            Ok(Some(odd)) => return Err(self.fail(format!("U+{:04X} is no character of XML", u32::from(odd)))),
            Ok(None) => match resolve_xml_entity(&name) {
                Some(text) => Cow::Borrowed(text),
                None => return Err(self.fail(unknown_entity(&name))),
            },
            Err(_) => return Err(self.fail(format!("`&{name};` is no reference to a character"))),
        };
        self.section(&text)
    }

    /// Text that may also stand outside of the root if it is blank.
    fn characters(&mut self, text: &str) -> Result<(), XmlError> {
        if self.open.is_empty() && text.trim_matches(BLANKS).is_empty() { Ok(()) } else { self.section(text) }
    }

    /// Text that must stand inside of an element.
    fn section(&mut self, text: &str) -> Result<(), XmlError> {
        match self.open.last_mut() {
            Some(element) => {
                element.text.push_str(text);
                Ok(())
            }
            None => Err(self.fail("there is text outside of the root element")),
        }
    }
}

/// The parser's words without the name of the kind of error before them.
fn reason(error: &Error) -> String {
    match error {
        Error::Syntax(error) => error.to_string(),
        Error::IllFormed(error) => error.to_string(),
        other => other.to_string(),
    }
}

fn broken_reference(error: &EscapeError) -> String {
    match error {
        EscapeError::UnrecognizedEntity(_, name) => unknown_entity(name),
        EscapeError::UnterminatedEntity(_) => "`&` begins no reference".to_owned(),
        EscapeError::InvalidCharRef(_) => "a reference names no character".to_owned(),
    }
}

fn unknown_entity(name: &str) -> String {
    format!("`&{name};` is no predefined entity")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_well_formed_is_told_with_its_place() {
        let deep = "<a>".repeat(MAX_DEPTH + 1);
        let wide = format!("<a>{}</a>", "<b/>".repeat(MAX_NODES));
        let laughs = "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><l>&b;</l>";
        let attributes: Vec<String> = (0..=MAX_ATTRIBUTES).map(|n| format!("a{n}=''")).collect();
        let crowded = format!("<a {}/>", attributes.join(" "));
        for (text, expected) in [
            ("", "line 1, column 1: there is no element"),
            ("  <!-- -->\n", "line 2, column 1: there is no element"),
            ("hello", "line 1, column 1: there is text outside of the root element"),
            ("<a/>\nb", "line 1, column 5: there is text outside of the root element"),
            ("<a/><![CDATA[ ]]>", "line 1, column 5: there is text outside of the root element"),
            ("<a/>&#32;", "line 1, column 5: there is text outside of the root element"),
            ("<a/>\n<b/>", "line 2, column 1: `<b>` stands after the end of the document"),
            ("<a>\n <é><b></é></a>", "line 2, column 8: expected `</b>`, but `</é>` was found"),
            ("<a><b></b>", "line 1, column 11: `<a>` is not closed"),
            ("</a>", "line 1, column 1: close tag `</a>` does not match any open tag"),
            ("<a", "line 1, column 1: tag not closed: `>` not found before end of input"),
            ("<1/>", "line 1, column 1: `1` is no name"),
            ("<></>", "line 1, column 1: `` is no name"),
            ("<a 1='2'/>", "line 1, column 1: `1` is no name"),
            ("<a b/>", "line 1, column 5: an attribute lacks its `=`"),
            ("<a b=/>", "line 1, column 6: an attribute lacks its value"),
            ("<a b=c/>", "line 1, column 6: the value of an attribute lacks its quotes"),
            ("<a b='c/>", "line 1, column 1: tag not closed: `>` not found before end of input"),
            ("<a b='' b=''/>", "line 1, column 9: an attribute stands twice"),
            ("<a b='<'/>", "line 1, column 1: `<` stands in the value of an attribute"),
            ("<a b='&c;'/>", "line 1, column 1: `&c;` is no predefined entity"),
            ("<a b='&'/>", "line 1, column 1: `&` begins no reference"),
            ("<a b='&#xd800;'/>", "line 1, column 1: a reference names no character"),
            ("<a b='&#1;'/>", "line 1, column 1: U+0001 is no character of XML"),
            ("<a>&nbsp;</a>", "line 1, column 4: `&nbsp;` is no predefined entity"),
            ("<a>&#x0;</a>", "line 1, column 4: `&#x0;` is no reference to a character"),
            ("<a>&#xb;</a>", "line 1, column 4: U+000B is no character of XML"),
            ("<a>\u{1}</a>", "line 1, column 4: U+0001 is no character of XML"),
            (
                "<a>a & b</a>",
                "line 1, column 6: entity or character reference not closed: `;` not found before end of input",
            ),
            ("<a>]]></a>", "line 1, column 4: `]]>` stands in a text"),
            ("<a><!-- -- --></a>", "line 1, column 9: forbidden string `--` was found in a comment"),
            (" <?xml version='1.0'?><a/>", "line 1, column 2: the XML declaration does not stand at the start"),
            (laughs, "line 1, column 1: a document type declaration is not accepted"),
            (
                "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
                "line 1, column 1: a document type declaration is not accepted",
            ),
            (&deep, "line 1, column 769: more than 256 elements inside of each other"),
            (&wide, "line 1, column 1048576: more than 262144 elements and attributes"),
            (&crowded, "line 1, column 1: `<a>` has more than 256 attributes"),
        ] {
            let shown = text.get(..40).unwrap_or(text);
            assert_eq!(parse(text).unwrap_err().to_string(), expected, "{shown}");
        }
    }

    #[test]
    fn text_and_attributes_lose_their_quoting() {
        let document = "<?xml version=\"1.0\"?><?pi ?><!-- c --><a x='&lt;&#65;\n&#10;' xmlns='urn:a' xmlns:b=\"urn:b\" xsi:nil='0'>\
                        a&amp;<!-- c --><![CDATA[<b>&amp;]]>\r\n&#x20AC;</a >\n<!-- end -->";
        let element = parse(document).unwrap();
        assert_eq!(element.text, "a&<b>&amp;\n€");
        assert_eq!(element.attributes, [("x".to_owned(), "<A \n".to_owned())]);
        assert!(!element.is_nil);
    }
}
