//! The names that a scope offers, and where each one is read. Invariant: only what is asked for is looked at; what is not there is nothing.

use std::borrow::Cow;

use minijinja::value::Value as Key;
use serde_json::{Map, Value, json};

use super::moment;
use super::root::Root;
use crate::contract::Part;
use crate::scenario::expression::Scope;
use crate::scenario::rate::Taken;

/// What is read; what is not there is nothing.
pub(super) type Found<'s> = Option<Cow<'s, Value>>;

impl Scope<'_> {
    /// What is at a place; the keys lead from the root inwards.
    pub(super) fn read(&self, root: Root, keys: &[Key]) -> Found<'_> {
        let asked = self.asked;
        let Some((first, rest)) = keys.split_first() else { return self.whole(root) };
        let name = || first.as_str();
        let inner = match root {
            Root::Query => self.query(name()?)?,
            Root::Queries => texts(asked.query().iter().filter(|(known, _)| Some(known.as_str()) == name()))?,
            Root::Path => self.variable(name()?)?,
            Root::Header => text(self.header(name()?)?),
            Root::Cookie => text(&asked.cookies().iter().find(|(known, _)| Some(known.as_str()) == name())?.1),
            Root::Settings => self.setting(name()?)?,
            Root::Counters => Cow::Owned(self.session.counter(name()?).into()),
            Root::Request => self.request(name()?)?,
            Root::Rate => Cow::Owned(self.limit(name()?)?),
            Root::Now => Cow::Owned(moment::member(self.clock, name()?)?),
            Root::Also
            | Root::Group
            | Root::Number
            | Root::Page
            | Root::Pair
            | Root::Partition
            | Root::Row
            | Root::Rows
            | Root::Omit
            | Root::Scene
            | Root::Vars => return self.aside(root, keys),
            _ => return descend(self.whole(root)?, keys),
        };
        descend(inner, rest)
    }

    /// Everything under a name.
    fn whole(&self, root: Root) -> Found<'_> {
        let asked = self.asked;
        let members = |names: Vec<&str>, of: &dyn Fn(&str) -> Option<Value>| {
            let mut members = Map::new();
            for name in names {
                if !members.contains_key(name)
                    && let Some(value) = of(name)
                {
                    members.insert(name.to_owned(), value);
                }
            }
            Some(Cow::Owned(Value::Object(members)))
        };
        let each = |root: Root, names: &[&str]| {
            let read = |name: &str| self.read(root, &[Key::from(name)]).map(Cow::into_owned);
            members(names.to_vec(), &read)
        };
        match root {
            Root::Method => Some(text(asked.call.method.as_str())),
            Root::Operation => Some(text(&asked.operation?.name)),
            Root::Client => Some(text(asked.call.peer?.to_string())),
            Root::Session => Some(text(self.session.name())),
            Root::Hit => Some(Cow::Owned(self.hit.into())),
            Root::Now => Some(text(moment::told(self.clock))),
            Root::Body => asked.body().map(Cow::Borrowed),
            Root::Violations => Some(Cow::Owned(self.violations())),
            Root::Rate if self.rate.is_none() => None,
            Root::Rate | Root::Request => each(root, root.members()?),
            Root::Query | Root::Queries => {
                each(root, &asked.query().iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>())
            }
            Root::Path => each(root, &asked.captures?.keys().map(String::as_str).collect::<Vec<_>>()),
            Root::Cookie => each(root, &asked.cookies().iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>()),
            Root::Header => each(root, &asked.call.headers.keys().map(http::HeaderName::as_str).collect::<Vec<_>>()),
            Root::Settings => {
                let changed = self.session.view().settings;
                let mut settings = self.settings.clone();
                settings.extend(changed);
                Some(Cow::Owned(Value::Object(settings)))
            }
            Root::Counters => {
                let counters = self.session.view().counters;
                Some(Cow::Owned(Value::Object(counters.into_iter().map(|(name, sum)| (name, sum.into())).collect())))
            }
            _ => self.aside(root, &[]),
        }
    }

    /// As the operation reads it, else the first text of that name.
    fn query(&self, name: &str) -> Found<'_> {
        let typed = self.asked.parameter(Part::Query, name).map(Cow::Borrowed);
        typed.or_else(|| self.asked.query().iter().find(|(known, _)| known == name).map(|(_, value)| text(value)))
    }

    fn variable(&self, name: &str) -> Found<'_> {
        let typed = self.asked.parameter(Part::Path, name).map(Cow::Borrowed);
        typed.or_else(|| self.asked.path(name).map(text))
    }

    /// In any case; `_` stands for `-` where no header has the name as it is.
    fn header(&self, name: &str) -> Option<String> {
        let call = self.asked.call;
        call.joined_header(name).or_else(|| call.joined_header(&name.replace('_', "-")))
    }

    /// The session's, else the scenario's.
    fn setting(&self, name: &str) -> Found<'_> {
        self.session.setting(name).map(Cow::Owned).or_else(|| self.settings.get(name).map(Cow::Borrowed))
    }

    fn request(&self, name: &str) -> Found<'_> {
        let call = self.asked.call;
        Some(match name {
            "method" => text(call.method.as_str()),
            "path" => text(&call.path),
            "target" => text(call.target()),
            "text" => text(String::from_utf8_lossy(&call.body)),
            _ => return None,
        })
    }

    /// What a limit says: seconds are rounded up, so that who waits so long is let through.
    fn limit(&self, name: &str) -> Option<Value> {
        let rate = self.rate?;
        let seconds = |span| u128::from(Taken::seconds(span));
        let number = match name {
            "limit" => rate.limit.into(),
            "remaining" => rate.remaining.into(),
            "reset" => seconds(rate.reset),
            "retry_after" => seconds(rate.retry_after),
            // Rounded once: two roundings would make two moments of one.
            "reset_at" => u128::try_from(self.clock.checked_add(rate.reset).ok()?.as_millisecond()).ok()?,
            _ => return None,
        };
        u64::try_from(number).ok().map(Value::from)
    }

    fn violations(&self) -> Value {
        let told = self.asked.violations().iter().map(|violation| {
            json!({
                "part": violation.part.as_str(),
                "name": violation.name,
                "code": violation.code,
                "message": violation.message,
                "at": violation.at.as_str(),
            })
        });
        told.collect()
    }
}

fn text<'s>(text: impl Into<String>) -> Cow<'s, Value> {
    Cow::Owned(Value::String(text.into()))
}

/// The values of pairs, as a list; nothing if there are none.
fn texts<'s, 'p>(pairs: impl Iterator<Item = &'p (String, String)>) -> Found<'s> {
    let values: Vec<_> = pairs.map(|(_, value)| Value::from(value.as_str())).collect();
    (!values.is_empty()).then(|| Cow::Owned(Value::Array(values)))
}

/// The part of a value that keys lead to.
pub(super) fn descend<'s>(value: Cow<'s, Value>, keys: &[Key]) -> Found<'s> {
    fn part<'v>(value: &'v Value, keys: &[Key]) -> Option<&'v Value> {
        keys.iter().try_fold(value, |value, key| match value {
            Value::Object(members) => match key.as_str() {
                Some(name) => members.get(name),
                None => members.get(&key.as_i64()?.to_string()),
            },
            Value::Array(items) => {
                let index = key.as_i64().or_else(|| key.as_str()?.parse().ok())?;
                match usize::try_from(index) {
                    Ok(index) => items.get(index),
                    Err(_) => items
                        .len()
                        .checked_sub(usize::try_from(index.unsigned_abs()).ok()?)
                        .and_then(|at| items.get(at)),
                }
            }
            _ => None,
        })
    }
    match value {
        Cow::Borrowed(value) => part(value, keys).map(Cow::Borrowed),
        Cow::Owned(value) if keys.is_empty() => Some(Cow::Owned(value)),
        Cow::Owned(value) => part(&value, keys).cloned().map(Cow::Owned),
    }
}
