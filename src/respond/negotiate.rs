//! Which documented reply, and in which media type.

use super::world::Face;
use crate::base::{MediaType, StatusPattern};
use crate::contract::{Content, Kind, Operation, Promise, Violation};

/// A documented reply and the status it is sent with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chosen<'c> {
    pub(super) promise: &'c Promise,
    pub(super) status: u16,
}

/// The reply for a status that the client asked for: documented as such, by its range, or by `default`.
pub(super) fn by_code(operation: &Operation, code: u16) -> Option<Chosen<'_>> {
    operation.promised(code).map(|promise| Chosen { promise, status: code })
}

/// The reply for a good call.
pub(super) fn success(operation: &Operation) -> Option<Chosen<'_>> {
    operation.success().map(|promise| Chosen { promise, status: promise.status.representative() })
}

/// The documented error for a call that breaks the contract: what fits best among what is there, else `default`.
pub(super) fn error<'c>(operation: &'c Operation, violations: &[Violation], face: Face) -> Option<Chosen<'c>> {
    let wanted = wanted(violations);
    let exact = wanted.iter().map(|code| (*code, StatusPattern::Exact(*code)));
    let range = wanted.iter().map(|code| (*code, StatusPattern::Range(code / 100)));
    let patterns: Vec<_> = match face {
        Face::Standin => exact.chain(range).collect(),
        Face::Prism => exact.zip(range).flat_map(|(exact, range)| [exact, range]).collect(),
    };
    for (status, pattern) in patterns {
        if let Some(promise) = documented(operation, pattern) {
            return Some(Chosen { promise, status });
        }
    }
    let promise = documented(operation, StatusPattern::Default)?;
    Some(Chosen { promise, status: *wanted.first()? })
}

/// The statuses that violations ask for, the best first.
pub(super) fn wanted(violations: &[Violation]) -> &'static [u16] {
    let has = |kind: Kind| violations.iter().any(|violation| violation.kind == kind);
    if has(Kind::Credentials) {
        &[401]
    } else if has(Kind::TooLarge) {
        &[413]
    } else if has(Kind::MediaType) {
        &[415, 422, 400]
    } else if has(Kind::Syntax) {
        &[400, 422]
    } else {
        &[422, 400]
    }
}

fn documented(operation: &Operation, pattern: StatusPattern) -> Option<&Promise> {
    operation.promises.iter().find(|promise| promise.status == pattern)
}

/// A range of `Accept` with its weight in thousandths.
struct Acceptable {
    range: MediaType,
    weight: u16,
}

/// The body to send by `Accept` (RFC 9110 §12.5.1): the best weight wins, then what the client named first, then the document's order.
/// Without preference JSON goes first. `None` if nothing documented is acceptable.
pub(super) fn body<'c>(promise: &'c Promise, accept: Option<&str>) -> Option<&'c Content> {
    let accept = accept.map(str::trim).filter(|accept| !accept.is_empty());
    let ranges: Vec<Acceptable> = accept.map(|accept| accept.split(',').map(acceptable).collect()).unwrap_or_default();
    let anything = MediaType::parse("*/*");
    let is_indifferent = ranges.iter().all(|one| one.range == anything && one.weight > 0);
    if is_indifferent {
        return usual(&promise.content);
    }
    let rank = |content: &Content| {
        let (weight, position, degree) = weight(&ranges, &content.media_type).filter(|(weight, ..)| *weight > 0)?;
        Some((weight, std::cmp::Reverse(position), degree == WITH_PARAMETERS))
    };
    let ranked = promise.content.iter().filter_map(|content| Some((rank(content)?, content)));
    ranked.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, content)| content)
}

/// What is sent when the client does not care.
fn usual(content: &[Content]) -> Option<&Content> {
    let find = |wanted: &dyn Fn(&MediaType) -> bool| content.iter().find(|content| wanted(&content.media_type));
    find(&|media| media.essence() == "*/*")
        .or_else(|| find(&|media| media.essence() == "application/json"))
        .or_else(|| content.first())
}

impl Acceptable {
    /// Whether it names parameters (but for its weight) and the type has them all.
    fn names_parameters_of(&self, media_type: &MediaType) -> bool {
        let named = self.range.as_str().split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
        let mut named = named.filter(|(name, _)| !name.trim().eq_ignore_ascii_case("q")).peekable();
        named.peek().is_some()
            && named.all(|(name, value)| media_type.parameter(name.trim()) == Some(value.trim().trim_matches('"')))
    }
}

fn acceptable(text: &str) -> Acceptable {
    let range = MediaType::parse(text);
    let weight = range.parameter("q").and_then(|q| q.parse::<f32>().ok()).unwrap_or(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000")]
    let weight = (weight.clamp(0.0, 1.0) * 1000.0).round() as u16;
    Acceptable { range, weight }
}

/// How exactly a range covers a type whose parameters it names, too.
const WITH_PARAMETERS: u8 = 4;

/// The weight of the most exact range that covers a type, the position of that range, and how exactly it does.
fn weight(ranges: &[Acceptable], media_type: &MediaType) -> Option<(u16, usize, u8)> {
    let covering = ranges.iter().enumerate().filter_map(|(position, one)| {
        // A documented range (`image/*`) covers what the client names, and the other way round.
        let within = || media_type.covers(&one.range).filter(|_| one.weight > 0);
        let with_parameters =
            |degree| if degree == 3 && one.names_parameters_of(media_type) { WITH_PARAMETERS } else { degree };
        let degree = one.range.covers(media_type).map(with_parameters);
        let degree = degree.or_else(within)?;
        Some((degree, position, one.weight))
    });
    let best = covering.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    Some((best.2, best.1, best.0))
}

/// The media type to write for a documented one: a range is narrowed to what the client named, else to what is usual.
pub(super) fn concrete(media_type: &MediaType, accept: Option<&str>, is_text: bool) -> String {
    if !media_type.is_range() {
        return media_type.as_str().to_owned();
    }
    let named = accept.into_iter().flat_map(|accept| accept.split(','));
    let named = named.map(acceptable).filter(|one| one.weight > 0 && !one.range.is_range());
    if let Some(one) = named.map(|one| one.range).find(|range| media_type.covers(range).is_some()) {
        return one.essence().to_owned();
    }
    let usual = match media_type.essence().split('/').next().unwrap_or_default() {
        "text" => "text/plain",
        "application" if is_text => "application/octet-stream",
        "image" => "image/png",
        "audio" => "audio/mpeg",
        "video" => "video/mp4",
        "font" => "font/woff2",
        _ if is_text => "text/plain",
        _ => "application/json",
    };
    usual.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept() {
        let content = |name: &str| Content { media_type: MediaType::parse(name), ..Content::default() };
        let promise = |names: &[&str]| Promise {
            status: StatusPattern::Exact(200),
            content: names.iter().map(|name| content(name)).collect(),
            headers: Vec::new(),
            links: Vec::new(),
        };
        for (documented, accept, expected) in [
            (&["text/plain", "application/json"][..], None, Some("application/json")),
            (&["text/plain", "application/json"], Some("*/*"), Some("application/json")),
            (&["text/csv", "text/plain"], Some("*/*"), Some("text/csv")),
            (&["application/json", "text/plain"], Some("application/json;q=0.5, text/plain"), Some("text/plain")),
            (&["application/json"], Some("text/html, */*;q=0.1"), Some("application/json")),
            (&["application/json"], Some("application/json;q=0"), None),
            (&["application/json"], Some("application/json;q=0, */*"), None),
            (&["application/json"], Some("text/csv"), None),
            (&["application/json; charset=utf-8"], Some("application/json"), Some("application/json; charset=utf-8")),
            (&["image/*"], Some("image/png"), Some("image/*")),
            (
                &["application/xml", "application/json"],
                Some("application/json, application/xml"),
                Some("application/json"),
            ),
        ] {
            let promise = promise(documented);
            let found = body(&promise, accept).map(|content| content.media_type.as_str());
            assert_eq!(found, expected, "{documented:?} {accept:?}");
        }
    }
}
