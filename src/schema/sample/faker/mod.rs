//! `x-faker` (and `faker`): a method of the JavaScript library of that name, of version 5 or later, with its arguments. Read
//! when the document is read; what it makes is a proposal like any other, and the schema judges it.

mod argument;
mod methods;

use serde_json::Value;

use super::life::{Character, Locale};
use super::names::Telling;
use crate::base::{Seed, nearest};
use crate::schema::later::Later;
use argument::Arguments;

/// A known method with its arguments.
#[derive(Clone, Debug)]
pub struct Faker {
    make: Make,
    arguments: Vec<Value>,
}

type Make = fn(&mut Telling<'_>, Arguments<'_>) -> Value;

/// Why a keyword cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotFollowed {
    /// It is neither a text nor an object with one member.
    Shape,
    /// There is no such method; the nearest one that there is.
    Unknown(String, Option<&'static str>),
}

impl Faker {
    /// Reads `name.firstName` or `{ "random.number": { "min": 1, "max": 5 } }`, where a list holds several arguments.
    pub fn read(keyword: &Value) -> Result<Self, NotFollowed> {
        let (name, arguments) = match keyword {
            Value::String(name) if name.contains("{{") => ("fake", vec![Value::String(name.clone())]),
            Value::String(name) => (name.as_str(), Vec::new()),
            Value::Object(members) if members.len() == 1 => {
                let (name, argument) = members.iter().next().ok_or(NotFollowed::Shape)?;
                let arguments = match argument {
                    Value::Array(list) => list.clone(),
                    Value::Null => Vec::new(),
                    other => vec![other.clone()],
                };
                (name.as_str(), arguments)
            }
            _ => return Err(NotFollowed::Shape),
        };
        let plain = name.trim().trim_start_matches("faker.").trim_end_matches("()");
        match methods::find(plain) {
            Some(make) => Ok(Self { make, arguments }),
            None => Err(NotFollowed::Unknown(plain.to_owned(), nearest(plain, methods::names()))),
        }
    }

    /// What the method makes of somebody new, who has this seed, on that day.
    #[must_use]
    pub fn sample(&self, seed: Seed, locale: Locale, later: Later) -> Value {
        self.make(&mut Telling { thing: Character::new(seed, locale, later), seed, rng: &mut seed.rng() })
    }

    /// What the method makes.
    pub(in crate::schema) fn make(&self, of: &mut Telling<'_>) -> Value {
        (self.make)(of, Arguments(&self.arguments))
    }
}

/// A text with its `{{method}}`s filled in.
fn template(of: &mut Telling<'_>, text: &str) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let Some((method, after)) = after.split_once("}}") else { break };
        let method = method.trim();
        let method = method.split_once('(').map_or(method, |(name, _)| name);
        // A template inside a template would have no end.
        if let Some(make) = methods::find(method).filter(|_| method != "fake" && method != "helpers.fake") {
            match make(of, Arguments(&[])) {
                Value::String(text) => filled.push_str(&text),
                other => filled.push_str(&other.to_string()),
            }
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn made(keyword: &Value, seed: u64) -> Value {
        let faker = Faker::read(keyword).unwrap_or_else(|error| panic!("{keyword}: {error:?}"));
        faker.sample(Seed::new(seed), Locale::En, Later::NONE)
    }

    #[test]
    fn arguments_are_followed() {
        for seed in 0..60 {
            let number = made(&json!({"random.number": {"min": 1, "max": 5}}), seed);
            assert!((1..=5).contains(&number.as_i64().unwrap()), "{number}");
            let one = made(&json!({"helpers.arrayElement": [["a", "b"]]}), seed);
            assert!(one == "a" || one == "b", "{one}");
            let when = made(&json!({"date.between": ["2020-01-01", "2020-12-31"]}), seed);
            assert!(when.as_str().unwrap().starts_with("2020-"), "{when}");
            assert_eq!(made(&json!({"helpers.slugify": ["Hello You"]}), seed), "hello-you");
            let text = made(&json!({"string.alphanumeric": 8}), seed);
            assert_eq!(text.as_str().unwrap().len(), 8);
            let full = made(&json!("{{name.firstName}} {{name.lastName}}!"), seed);
            assert_eq!(
                full.as_str().unwrap(),
                made(&json!("person.fullName"), seed).as_str().unwrap().to_owned() + "!"
            );
        }
    }

    #[test]
    fn every_method_makes_something() {
        for name in methods::names() {
            let value = made(&json!(name), 3);
            assert!(
                !value.is_null() && value != "" || ["helpers.", "random."].iter().any(|room| name.starts_with(room)),
                "{name}: {value}"
            );
        }
        assert!(methods::names().count() > 150);
    }

    #[test]
    fn what_is_not_known_is_told() {
        let unknown = |name: &str| Faker::read(&json!(name)).err();
        assert_eq!(
            unknown("name.fristName"),
            Some(NotFollowed::Unknown("name.fristName".to_owned(), Some("name.firstName")))
        );
        assert_eq!(unknown("xyz"), Some(NotFollowed::Unknown("xyz".to_owned(), None)));
        assert_eq!(Faker::read(&json!(7)).err(), Some(NotFollowed::Shape));
    }
}
