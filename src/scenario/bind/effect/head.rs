//! The head of an answer as a rule writes it: media type, headers, cookies, where the client is sent.

use http::{HeaderName, HeaderValue};
use indexmap::IndexMap;

use super::{Compiler, placed};
use crate::base::{MediaType, Place};
use crate::scenario::effect::{Change, Redirect};
use crate::scenario::format::{self, Cookie, CookieParts, HeaderChange};
use crate::scenario::template::Template;

/// The status of a redirect that says none.
pub(super) const FOUND: u16 = 302;

/// Headers that say how bytes are framed (RFC 9112 §6, RFC 9113 §8.2.2): those of a connection, not of an answer.
const FRAMING: [&str; 7] =
    ["content-length", "transfer-encoding", "connection", "keep-alive", "proxy-connection", "upgrade", "trailer"];

type Kept = (String, Option<(Template, CookieParts)>);

impl Compiler<'_> {
    pub(super) fn content_type(&mut self, written: &format::Effect, at: &Place) -> Option<MediaType> {
        let (text, at) = (written.content_type.as_ref()?, at.join("content-type"));
        if text.trim().parse::<mime::Mime>().is_err() || text.contains('*') {
            let short = [
                ("json", "application/json"),
                ("xml", "application/xml"),
                ("yaml", "application/yaml"),
                ("csv", "text/csv"),
                ("html", "text/html"),
                ("text", "text/plain"),
            ];
            let word = text.trim().to_ascii_lowercase();
            let meant = short.iter().find(|(short, _)| word.ends_with(short));
            let help = match meant {
                Some((_, meant)) => format!("did you mean `{meant}`?"),
                None => "write a type and a subtype: `text/html; charset=utf-8`".to_owned(),
            };
            self.error("scenario-header-invalid", &at, format!("`{text}` is no media type"), Some(help));
            return None;
        }
        Some(MediaType::parse(text))
    }

    pub(super) fn headers(
        &mut self,
        written: &IndexMap<String, HeaderChange>,
        at: &Place,
    ) -> Vec<(HeaderName, Change)> {
        let mut headers = Vec::new();
        for (name, change, at) in placed(written, at) {
            let Some(name) = self.header_name(name, &at) else { continue };
            let change = match change {
                HeaderChange::Remove => Some(Change::Remove),
                HeaderChange::Set(text) => self.header_value(text, &at).map(|value| Change::Set(vec![value])),
                HeaderChange::Number(number) => {
                    self.header_value(&number.to_string(), &at).map(|value| Change::Set(vec![value]))
                }
                HeaderChange::Several(texts) => {
                    let values = texts.iter().enumerate();
                    let values = values.filter_map(|(index, text)| self.header_value(text, &at.nth(index)));
                    Some(Change::Set(values.collect()))
                }
                HeaderChange::Add { add } => self.header_value(add, &at.join("add")).map(Change::Add),
            };
            headers.extend(change.map(|change| (name, change)));
        }
        headers
    }

    fn header_name(&mut self, text: &str, at: &Place) -> Option<HeaderName> {
        let Ok(name) = HeaderName::from_bytes(text.as_bytes()) else {
            let help = "names have letters, digits and hyphens".to_owned();
            self.error("scenario-header-invalid", at, format!("`{text}` cannot be the name of a header"), Some(help));
            return None;
        };
        if FRAMING.contains(&name.as_str()) {
            let help = match name.as_str() {
                "content-length" => {
                    "`fault: wrong-length` promises more than is sent, `fault: { cut: 50% }` sends less"
                }
                "connection" | "keep-alive" => "`fault: goaway` closes the connection after the answer",
                _ => "`fault:` says what goes wrong on the wire",
            };
            let message = format!("`{name}` says how an answer is framed, and is written by the server");
            self.error("scenario-header-invalid", at, message, Some(help.to_owned()));
            return None;
        }
        Some(name)
    }

    fn header_value(&mut self, text: &str, at: &Place) -> Option<Template> {
        let value = self.template(text, at)?;
        let is_legal = |text: &str| HeaderValue::from_bytes(text.trim().as_bytes()).is_ok();
        if value.constant().is_some_and(|text| !is_legal(text)) {
            let help = "it has to be one line".to_owned();
            let message = "the value of a header cannot hold line breaks and other control characters";
            self.error("scenario-header-invalid", at, message, Some(help));
            return None;
        }
        Some(value)
    }

    pub(super) fn cookies(&mut self, written: &IndexMap<String, Option<Cookie>>, at: &Place) -> Vec<Kept> {
        let mut cookies = Vec::new();
        for (name, cookie, at) in placed(written, at) {
            if !is_token(name) {
                let help = "names have letters, digits, `-` and `_`".to_owned();
                let message = format!("`{name}` cannot be the name of a cookie");
                self.error("scenario-header-invalid", &at, message, Some(help));
                continue;
            }
            let (parts, place) = match cookie {
                None => {
                    cookies.push((name.clone(), None));
                    continue;
                }
                Some(Cookie::Value(value)) => (plain(value), at.clone()),
                Some(Cookie::Parts(parts)) => (CookieParts::clone(parts), at.join("value")),
            };
            for (key, text) in [("path", &parts.path), ("domain", &parts.domain)] {
                let is_illegal = |character: char| character.is_control() || character == ';' || !character.is_ascii();
                if text.as_ref().is_some_and(|text| text.contains(is_illegal)) {
                    let message = format!("the `{key}` of a cookie cannot hold `;`, and nothing but ASCII");
                    self.error("scenario-header-invalid", &at.join(key), message, None);
                }
            }
            let value = self.template(&parts.value, &place);
            cookies.extend(value.map(|value| (name.clone(), Some((value, parts)))));
        }
        cookies
    }

    pub(super) fn redirect(&mut self, written: &format::Effect, at: &Place) -> Option<Redirect> {
        self.template(written.redirect.as_ref()?, at).map(Redirect)
    }
}

/// A cookie with a value and nothing else.
fn plain(value: &str) -> CookieParts {
    let value = value.to_owned();
    CookieParts { value, path: None, domain: None, max_age: None, http_only: false, secure: false, same_site: None }
}

/// RFC 9110 §5.6.2.
fn is_token(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_letter)
}
