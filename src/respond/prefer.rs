//! What a client asks for beside the contract: `Prefer: code=404, example=name, dynamic=true, seed=x, validate=off, scenario=name, delay=2s`
//! (RFC 7240), or the same in the query (`?__code=404&…`), as Prism's users write it; `X-Standin-Delay: 2s`; and the scenarios in the
//! cookie that `?__scenario=name` has a browser keep.

use super::world::Validation;
use crate::base::Seed;
use crate::contract::Call;
use crate::contract::style::{Cookies, Query};
use crate::scenario::format::Span;

/// The client's wishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Prefer {
    pub(super) code: Option<u16>,
    pub(super) example: Option<String>,
    pub(super) dynamic: Option<bool>,
    pub(super) seed: Option<Seed>,
    pub(super) validation: Option<Validation>,
    /// The scenarios that hold for this call, whether or not they are on.
    pub(super) scenarios: Vec<String>,
    /// How late the answer is.
    pub(super) delay: Option<Span>,
    /// Those that only a cookie asks for: it may be older than the scenarios that there are.
    pub(super) kept: Vec<String>,
    /// What a browser is to keep: the names of scenarios, or nothing.
    pub(super) keep: Option<Vec<String>>,
}

/// The cookie that a browser asks for scenarios with.
const COOKIE: &str = "standin-scenario";
/// What stands between names in it: a comma is not allowed there.
const BETWEEN: char = ':';

impl Prefer {
    /// Reads the wishes of a call. A `Prefer` header that holds one of them is the only source. `Err` says what cannot be understood.
    pub(super) fn read(call: &Call) -> Result<Self, String> {
        let header = call.joined_header("prefer").unwrap_or_default();
        let mut wishes: Vec<(String, String)> = Vec::new();
        for preference in split(&header) {
            let (key, value) = preference.split_once('=').unwrap_or((&preference, ""));
            wishes.push((key.trim().to_ascii_lowercase(), value.trim().trim_matches('"').to_owned()));
        }
        let known = ["code", "example", "dynamic", "seed", "validate", "scenario", "delay"];
        wishes.retain(|(key, _)| known.contains(&key.as_str()));
        let query = Query::parse(call.query.as_deref().unwrap_or_default());
        if wishes.is_empty() {
            let wish = |key: &&str| Some(((*key).to_owned(), query.first(&format!("__{key}"))?.into_owned()));
            wishes = known.iter().filter_map(wish).collect();
        }
        let mut prefer = Self::default();
        for (key, value) in wishes {
            prefer.take(&key, &value)?;
        }
        if let (None, Some(delay)) = (prefer.delay, call.header("x-standin-delay")) {
            prefer.take("delay", delay)?;
        }
        prefer.keep = query.first("__scenario").map(|list| names(&list, ','));
        if prefer.scenarios.is_empty() && prefer.keep.is_none() {
            let cookies = Cookies::parse(call.headers.get_all("cookie"));
            let kept = cookies.first(COOKIE).unwrap_or_default();
            prefer.kept = names(kept, BETWEEN);
        }
        Ok(prefer)
    }

    /// Takes up what a cookie asks for, as far as there are such scenarios; the browser forgets the others.
    pub(super) fn recall(mut self, is_known: impl Fn(&str) -> bool) -> Self {
        let asked = self.kept.len();
        self.kept.retain(|name| is_known(name));
        if self.kept.len() < asked {
            self.keep = Some(self.kept.clone());
        }
        self.scenarios.append(&mut self.kept);
        self
    }

    /// The header that has a browser keep what its address bar says, or forget what it kept.
    pub(super) fn cookie(&self) -> Option<String> {
        let kept = self.keep.as_ref()?.join(&BETWEEN.to_string());
        let age = if kept.is_empty() { "; Max-Age=0" } else { "" };
        Some(format!("{COOKIE}={kept}; Path=/; SameSite=Lax{age}"))
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
            "scenario" => self.scenarios.extend(names(value, ',')),
            "delay" => self.delay = Some(Span::parse(value).map_err(|_| wrong("a time such as `200ms` or `2s`"))?),
            _ => self.validation = Some(Validation::parse(value).ok_or_else(|| wrong("`strict`, `warn` or `off`"))?),
        }
        Ok(())
    }
}

/// The names in a list.
fn names(list: &str, between: char) -> Vec<String> {
    list.split(between).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
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
        let scenarios = Prefer { scenarios: vec!["a".into(), "b".into()], ..Prefer::default() };
        let kept = Prefer { keep: Some(vec!["a".into(), "b".into()]), ..scenarios.clone() };
        for (header, target, expected) in [
            ("code=404, example=Invalid Channel", "/", Some(both.clone())),
            ("code=404, example=\"Invalid Channel\"", "/?__code=500", Some(both)),
            ("return=minimal", "/?__code=500", Some(other.clone())),
            ("", "/?__code=500", Some(other)),
            ("code=4044", "/", None),
            ("dynamic=yes", "/", None),
            ("delay=2", "/", None),
            ("scenario=a, scenario=b", "/", Some(scenarios)),
            ("", "/?__scenario=a,b", Some(kept)),
            ("", "/?__scenario=", Some(Prefer { keep: Some(Vec::new()), ..Prefer::default() })),
        ] {
            let mut call = Call::new(Method::GET, target);
            if !header.is_empty() {
                call.headers.insert("prefer", HeaderValue::from_static(header));
            }
            assert_eq!(Prefer::read(&call).ok(), expected, "{header} {target}");
        }
    }
}
