//! The names and numbers of BSON types → a set of the types that rows have. Types that no JSON has (`objectId`, `binData`) are known, and no
//! value is of them.

use crate::collection::datum::{Number, Seen};

/// A set of types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Types(u32);

const DOUBLE: u32 = 1;
const STRING: u32 = 1 << 1;
const OBJECT: u32 = 1 << 2;
const ARRAY: u32 = 1 << 3;
const BOOL: u32 = 1 << 4;
const DATE: u32 = 1 << 5;
const NULL: u32 = 1 << 6;
const INT: u32 = 1 << 7;
const LONG: u32 = 1 << 8;

/// Name, number, what values of rows are of it; from the table "BSON Types" of `MongoDB`'s manual.
const ALL: [(&str, i64, u32); 21] = [
    ("double", 1, DOUBLE),
    ("string", 2, STRING),
    ("object", 3, OBJECT),
    ("array", 4, ARRAY),
    ("binData", 5, 0),
    ("undefined", 6, 0),
    ("objectId", 7, 0),
    ("bool", 8, BOOL),
    ("date", 9, DATE),
    ("null", 10, NULL),
    ("regex", 11, 0),
    ("dbPointer", 12, 0),
    ("javascript", 13, 0),
    ("symbol", 14, 0),
    ("javascriptWithScope", 15, 0),
    ("int", 16, INT),
    ("timestamp", 17, 0),
    ("long", 18, LONG),
    ("decimal", 19, 0),
    ("minKey", -1, 0),
    ("maxKey", 127, 0),
];
/// The name of all numbers together; it has no number.
const ANY_NUMBER: &str = "number";

impl Types {
    pub(super) fn named(name: &str) -> Option<Self> {
        if name == ANY_NUMBER {
            return Some(Self(DOUBLE | INT | LONG));
        }
        ALL.iter().find(|(known, ..)| *known == name).map(|(.., types)| Self(*types))
    }

    pub(super) fn numbered(number: i64) -> Option<Self> {
        ALL.iter().find(|(_, known, _)| *known == number).map(|(.., types)| Self(*types))
    }

    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        ALL.iter().map(|(name, ..)| *name).chain([ANY_NUMBER])
    }

    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// A number of its own for each set.
    pub(super) const fn bits(self) -> u32 {
        self.0
    }

    /// A whole number is an `int` if it fits into 32 bits; what is written with a point is a `double`.
    pub(super) fn has(self, value: Seen<'_>) -> bool {
        let own = match value {
            Seen::Null => NULL,
            Seen::Number(Number::Whole(whole)) if i32::try_from(whole).is_ok() => INT,
            Seen::Number(Number::Whole(_)) => LONG,
            Seen::Number(_) => DOUBLE,
            Seen::Text(_) => STRING,
            Seen::Object(_) => OBJECT,
            Seen::List(_) => ARRAY,
            Seen::Bool(_) => BOOL,
            Seen::Date(_) => DATE,
            Seen::Least | Seen::Nothing | Seen::Greatest => 0,
        };
        self.0 & own != 0
    }
}
