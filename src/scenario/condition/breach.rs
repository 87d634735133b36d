//! Ways to break the contract as a scenario names them: `required`, `required query.roomId`, `type body./age`.

use std::fmt;

use super::super::expression::ExpressionError;
use crate::base::nearest;
use crate::contract::{Part, Violation};

/// A way to break the contract: a keyword, perhaps at a place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Breach {
    code: String,
    place: Option<Place>,
}

/// A place in a call.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    part: Part,
    /// The name of a parameter and a pointer into it, as they stand behind the part; empty for anywhere in it.
    rest: String,
}

/// The parts of a call.
const PARTS: [Part; 5] = [Part::Path, Part::Query, Part::Header, Part::Cookie, Part::Body];

/// What violations are told by: the keywords of JSON Schema, and the words of our own for what no schema says.
const CODES: [&str; 44] = [
    "additionalItems",
    "additionalProperties",
    "allowReserved",
    "anyOf",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentType",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "falseSchema",
    "format",
    "if",
    "items",
    "json",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "propertyNames",
    "required",
    "security",
    "style",
    "syntax",
    "tooLarge",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
];

impl Breach {
    /// Reads a keyword, and the place behind it.
    pub(super) fn parse(text: &str) -> Result<Self, ExpressionError> {
        let (code, place) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
        if !CODES.contains(&code) {
            let message = format!("no call can break the contract by `{code}`");
            let help = nearest(code, CODES).map(|meant| format!("did you mean `{meant}`?"));
            let help = help.or_else(|| Some("write a keyword of JSON Schema, or `security`, `contentType`".to_owned()));
            return Err(ExpressionError { message, help });
        }
        let place = place.trim();
        let place = if place.is_empty() { None } else { Some(Place::parse(place)?) };
        Ok(Self { code: code.to_owned(), place })
    }

    /// Whether a violation is this.
    pub(super) fn is(&self, violation: &Violation) -> bool {
        self.code == violation.code && self.place.as_ref().is_none_or(|place| place.is_of(violation))
    }
}

impl Place {
    fn parse(text: &str) -> Result<Self, ExpressionError> {
        let end = text.find(['.', '/']).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        let Some(part) = PARTS.into_iter().find(|part| part.as_str() == word) else {
            let message = format!("`{text}` is no place in a call: `{word}` is none of its parts");
            let help = nearest(word, PARTS.map(Part::as_str)).map(|meant| format!("did you mean `{meant}`?"));
            let help = help.or_else(|| Some("write `query.roomId`, `header.x-id`, `body./user/age`".to_owned()));
            return Err(ExpressionError { message, help });
        };
        Ok(Self { part, rest: rest.strip_prefix('.').unwrap_or(rest).to_owned() })
    }

    fn is_of(&self, violation: &Violation) -> bool {
        if self.part != violation.part {
            return false;
        }
        let Some(pointer) = self.behind(violation.name.as_deref()) else { return false };
        let pointer = pointer.strip_prefix('.').unwrap_or(pointer);
        // A place without a pointer is all that lies in it.
        pointer.is_empty() || pointer == violation.at.as_str() || lacks(violation, pointer)
    }

    /// What stands behind the name of a parameter; `None` if another one is meant.
    fn behind(&self, name: Option<&str>) -> Option<&str> {
        let Some(name) = name.filter(|_| !self.rest.is_empty()) else { return Some(&self.rest) };
        let (head, behind) = self.rest.split_at_checked(name.len())?;
        let is_same = if self.part == Part::Header { head.eq_ignore_ascii_case(name) } else { head == name };
        (is_same && (behind.is_empty() || behind.starts_with(['.', '/']))).then_some(behind)
    }
}

/// Whether it is the member at this pointer that is missing: a violation stands at the object that lacks it, and names it last.
fn lacks(violation: &Violation, pointer: &str) -> bool {
    let Some((parent, member)) = pointer.rsplit_once('/') else { return false };
    let member = member.replace("~1", "/").replace("~0", "~");
    violation.code == "required"
        && parent == violation.at.as_str()
        && violation
            .message
            .strip_suffix('\'')
            .and_then(|rest| rest.strip_suffix(&*member))
            .is_some_and(|rest| rest.ends_with('\''))
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            None => write!(f, "`{}`", self.code),
            Some(Place { part, rest }) if rest.is_empty() => write!(f, "`{} {}`", self.code, part.as_str()),
            Some(Place { part, rest }) => write!(f, "`{} {}.{rest}`", self.code, part.as_str()),
        }
    }
}

/// A violation, written as a breach is.
pub(super) fn written(violation: &Violation) -> String {
    let mut place = violation.part.as_str().to_owned();
    for piece in [violation.name.as_deref().unwrap_or_default(), violation.at.as_str()] {
        if !piece.is_empty() {
            place.push('.');
            place.push_str(piece);
        }
    }
    format!("`{} {place}`", violation.code)
}
