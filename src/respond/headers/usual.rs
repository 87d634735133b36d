//! What servers send under the names that everybody knows (RFC 9110, 9111, 8288, 6266; the draft on `RateLimit`).

use jiff::civil::date;
use jiff::{Span, civil};
use rand::rngs::ChaCha8Rng;

use super::Setting;
use crate::base::{MediaType, Seed};
use crate::respond::encode::filename;
use crate::schema::Later;
use crate::schema::format;
use crate::schema::sample::draw;

/// Whether a header tells how many calls there may be.
pub(super) fn is_limit(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_other = ["remaining", "reset", "used", "policy", "window", "retry", "resource"];
    name.contains("rate") && name.contains("limit") && !is_other.iter().any(|other| name.contains(other))
}

/// The usual value of a header; `None` for a name that nobody knows.
pub(super) fn text(name: &str, setting: &Setting<'_>, seed: Seed, limit: Option<u64>) -> Option<String> {
    let mut rng = seed.rng();
    let rng = &mut rng;
    let name = name.to_ascii_lowercase();
    let word = |words: &[&str], rng: &mut ChaCha8Rng| draw::word(rng, words).to_owned();
    let path = setting.path;
    Some(match name.as_str() {
        "retry-after" => word(&["5", "10", "30", "60", "120"], rng),
        "age" => draw::below(rng, 600).to_string(),
        "etag" => format!("\"{}\"", hex(seed, 16)),
        "last-modified" | "deprecation" => day(rng, date(2024, 1, 1), setting.later),
        "expires" | "sunset" => day(rng, date(2034, 1, 1), setting.later),
        "location" => format!("{}/{}", path.trim_end_matches('/'), hex(seed, 24)),
        "content-location" => path.to_owned(),
        "link" => {
            let last = draw::between(rng, 3..=40);
            format!("<{path}?page=2>; rel=\"next\", <{path}?page={last}>; rel=\"last\"")
        }
        "content-disposition" => {
            let media = setting.media_type.map(MediaType::essence);
            format!("attachment; filename=\"{}\"", filename(&word(&["report", "export", "document"], rng), media))
        }
        "content-range" => {
            let is_json = setting.media_type.is_some_and(MediaType::is_json);
            let total = draw::between(rng, 100..=5000);
            format!("{} 0-{}/{total}", if is_json { "items" } else { "bytes" }, total.min(25) - 1)
        }
        "cache-control" => word(&["max-age=60", "max-age=3600", "no-cache", "private, max-age=300"], rng),
        "pragma" => "no-cache".to_owned(),
        "www-authenticate" | "proxy-authenticate" => "Bearer realm=\"api\"".to_owned(),
        "accept-ranges" => "bytes".to_owned(),
        "allow" | "access-control-allow-methods" => "GET, HEAD, OPTIONS".to_owned(),
        "vary" => "Accept".to_owned(),
        "content-language" => "en".to_owned(),
        "server" => "standin".to_owned(),
        "access-control-allow-origin" => "*".to_owned(),
        "access-control-allow-headers" | "access-control-expose-headers" => "Content-Type".to_owned(),
        "access-control-max-age" => "600".to_owned(),
        "strict-transport-security" => "max-age=31536000; includeSubDomains".to_owned(),
        "x-content-type-options" => "nosniff".to_owned(),
        "x-frame-options" => word(&["DENY", "SAMEORIGIN"], rng),
        "content-security-policy" => "default-src 'self'".to_owned(),
        "referrer-policy" => "no-referrer".to_owned(),
        "x-response-time" | "x-runtime" => draw::between(rng, 2..=300).to_string(),
        "x-total-count" | "x-total" | "total-count" => draw::between(rng, 20..=900).to_string(),
        "x-page" => "1".to_owned(),
        "x-per-page" => "20".to_owned(),
        "traceparent" => format!("00-{}-{}-01", hex(seed, 32), hex(seed.child("span"), 16)),
        _ if name.ends_with("request-id") || name.ends_with("correlation-id") || name.ends_with("trace-id") => {
            format::generate("uuid", rng, 0..=64)?
        }
        _ if is_limit(&name) => word(&["60", "100", "600", "1000", "5000"], rng),
        _ if name.contains("rate") && name.contains("limit") => return of_limit(&name, rng, limit, setting.later),
        _ => return None,
    })
}

/// What goes with a limit: it is not exceeded.
fn of_limit(name: &str, rng: &mut ChaCha8Rng, limit: Option<u64>, later: Later) -> Option<String> {
    let limit = limit.unwrap_or(60);
    Some(match name {
        name if name.contains("remaining") => (limit - draw::below(rng, limit / 4 + 1)).to_string(),
        name if name.contains("used") => draw::below(rng, limit / 4 + 1).to_string(),
        // A header with a prefix tells the time (GitHub's habit), the standard one the seconds until then.
        "x-ratelimit-reset" => (draw::between(rng, 1_893_456_000..=1_924_991_999) + later.seconds()).to_string(),
        name if name.contains("reset") => draw::between(rng, 1..=3600).to_string(),
        name if name.contains("policy") => format!("{limit};w=3600"),
        name if name.contains("window") => "3600".to_owned(),
        name if name.contains("resource") => "core".to_owned(),
        _ => return None,
    })
}

/// So many hexadecimal digits.
fn hex(seed: Seed, length: usize) -> String {
    seed.to_string().chars().take(length).collect()
}

/// Some second of the decade's first years after `first`, as HTTP writes it (RFC 9110 §5.6.7).
fn day(rng: &mut ChaCha8Rng, first: civil::Date, later: Later) -> String {
    let after = draw::between(rng, 0..=50_000_000) + later.seconds();
    let after = Span::new().try_seconds(after).unwrap_or_default();
    let when = first.at(0, 0, 0, 0).checked_add(after).unwrap_or(first.at(0, 0, 0, 0));
    when.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
