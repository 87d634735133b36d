//! A condition in one form, as text: what is joined comes in the order of its text, so that the order in which a filter says things does not
//! matter. Invariant: conditions that let different rows through are written differently; texts are quoted and brackets match.

use std::fmt::Write as _;

use super::condition::{Condition, Test};
use crate::collection::datum::{Datum, Tree};

// Writing to a text cannot fail: results are dropped here.

pub(super) fn condition(condition: &Condition, into: &mut String) {
    match condition {
        Condition::All(parts) => joined('&', parts, into),
        Condition::Any(parts) => joined('|', parts, into),
        Condition::Not(inner) => {
            into.push('!');
            self::condition(inner, into);
        }
        Condition::Field(path, dates, test) => {
            if path.is_here() {
                into.push('.');
            } else {
                let _ = write!(into, "{:?}", path.text());
            }
            if let Some(dates) = dates {
                write_dates(dates, into);
            }
            self::test(test, into);
        }
    }
}

fn write_dates(dates: &Tree, into: &mut String) {
    into.push('@');
    dates.write(into);
}

fn joined(sign: char, parts: &[Condition], into: &mut String) {
    let mut texts: Vec<String> = parts
        .iter()
        .map(|part| {
            let mut text = String::new();
            condition(part, &mut text);
            text
        })
        .collect();
    texts.sort_unstable();
    texts.dedup();
    let _ = write!(into, "{sign}({})", texts.join(","));
}

fn test(test: &Test, into: &mut String) {
    match test {
        Test::Compare(comparison, value) => {
            let _ = write!(into, "{} ", comparison.operator());
            datum(value, into);
        }
        Test::In(values, patterns) => {
            into.push_str("$in[");
            for value in values {
                datum(value, into);
                into.push(',');
            }
            let mut texts: Vec<String> = patterns
                .iter()
                .map(|pattern| {
                    let mut text = String::new();
                    pattern.write(&mut text);
                    text
                })
                .collect();
            texts.sort_unstable();
            let _ = write!(into, "~{}]", texts.concat());
        }
        Test::Between(first, end) => {
            let _ = write!(into, "between {first} {end}");
        }
        Test::Exists => into.push_str("$exists"),
        Test::Type(types) => {
            let _ = write!(into, "$type {}", types.bits());
        }
        Test::Pattern(pattern) => {
            into.push_str("$regex");
            pattern.write(into);
        }
        Test::Size(size) => {
            let _ = write!(into, "$size {size}");
        }
        Test::Modulo(divisor, remainder) => {
            let _ = write!(into, "$mod {divisor} {remainder}");
        }
        Test::Object(inner) => {
            into.push_str("$elemMatch{");
            condition(inner, into);
            into.push('}');
        }
        Test::Item(inner) => {
            into.push_str("$elemMatch<");
            condition(inner, into);
            into.push('>');
        }
    }
}

fn datum(value: &Datum, into: &mut String) {
    match value {
        Datum::Least => into.push_str("least"),
        Datum::Nothing => into.push_str("nothing"),
        Datum::Null => into.push_str("null"),
        Datum::Number(number) => {
            let _ = write!(into, "{number}");
        }
        Datum::Text(text) => {
            let _ = write!(into, "{text:?}");
        }
        Datum::Object(members) => {
            into.push('{');
            for (name, member) in members.iter() {
                let _ = write!(into, "{name:?}:");
                datum(member, into);
                into.push(',');
            }
            into.push('}');
        }
        Datum::List(items) => {
            into.push('[');
            for item in items.iter() {
                datum(item, into);
                into.push(',');
            }
            into.push(']');
        }
        Datum::Bool(bool) => {
            let _ = write!(into, "{bool}");
        }
        Datum::Date(date) => {
            let _ = write!(into, "@{date}");
        }
        Datum::Greatest => into.push_str("greatest"),
    }
}
