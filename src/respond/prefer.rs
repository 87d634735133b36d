//! What a client asks for beside the contract: `Prefer: code=404, example=name, dynamic=true, seed=x, validate=off` (RFC 7240),
//! or the same in the query (`?__code=404&…`), as Prism's users write it.

use super::world::Validation;
use crate::base::Seed;
use crate::contract::Call;
use crate::contract::style::Query;

/// The client's wishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Prefer {
    pub(super) code: Option<u16>,
    pub(super) example: Option<String>,
    pub(super) dynamic: Option<bool>,
    pub(super) seed: Option<Seed>,
    pub(super) validation: Option<Validation>,
}

impl Prefer {
    /// Reads the wishes of a call. A `Prefer` header that holds one of them is the only source. `Err` says what cannot be understood.
    pub(super) fn read(call: &Call) -> Result<Self, String> {
        let header = call.joined_header("prefer").unwrap_or_default();
        let mut wishes: Vec<(String, String)> = Vec::new();
        for preference in split(&header) {
            let (key, value) = preference.split_once('=').unwrap_or((&preference, ""));
            wishes.push((key.trim().to_ascii_lowercase(), value.trim().trim_matches('"').to_owned()));
        }
        let known = ["code", "example", "dynamic", "seed", "validate"];
        wishes.retain(|(key, _)| known.contains(&key.as_str()));
        if wishes.is_empty() {
            let query = Query::parse(call.query.as_deref().unwrap_or_default());
            let wish = |key: &&str| Some(((*key).to_owned(), query.first(&format!("__{key}"))?.into_owned()));
            wishes = known.iter().filter_map(wish).collect();
        }
        let mut prefer = Self::default();
        for (key, value) in wishes {
            prefer.take(&key, &value)?;
        }
        Ok(prefer)
    }

    fn take(&mut self, key: &str, value: &str) -> Result<(), String> {
        let wrong = |expected: &str| format!("preference `{key}` must be {expected}, not `{value}`");
        match key {
            "code" => {
                let code = value.parse().ok().filter(|code| (200..600).contains(code) && value.len() == 3);
                self.code = Some(code.ok_or_else(|| wrong("a status of three digits from 200 to 599"))?);
            }
            "example" => self.example = Some(value.to_owned()),
            "dynamic" => self.dynamic = Some(value.parse().map_err(|_| wrong("`true` or `false`"))?),
            "seed" => self.seed = Some(Seed::from_text(value)),
            _ => self.validation = Some(Validation::parse(value).ok_or_else(|| wrong("`strict`, `warn` or `off`"))?),
        }
        Ok(())
    }
}

/// The preferences in a header: separated by commas outside quotes.
fn split(header: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for character in header.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(character);
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderValue, Method};

    #[test]
    fn header_and_query() {
        let both = Prefer { code: Some(404), example: Some("Invalid Channel".into()), ..Prefer::default() };
        let other = Prefer { code: Some(500), ..Prefer::default() };
        for (header, target, expected) in [
            ("code=404, example=Invalid Channel", "/", Some(both.clone())),
            ("code=404, example=\"Invalid Channel\"", "/?__code=500", Some(both)),
            ("return=minimal", "/?__code=500", Some(other.clone())),
            ("", "/?__code=500", Some(other)),
            ("code=4044", "/", None),
            ("dynamic=yes", "/", None),
        ] {
            let mut call = Call::new(Method::GET, target);
            if !header.is_empty() {
                call.headers.insert("prefer", HeaderValue::from_static(header));
            }
            assert_eq!(Prefer::read(&call).ok(), expected, "{header} {target}");
        }
    }
}
