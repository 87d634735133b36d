//! Content codings (RFC 9110 §8.4): a reply's body becomes `br` or `gzip` when the client asks for it and it pays.
//!
//! It decodes nothing and never refuses a reply. Invariant: the same reply and the same `Accept-Encoding` give the same bytes; without a
//! gain the reply stays as it is.

use std::io::Write;

use brotli::enc::BrotliEncoderParams;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderName, HeaderValue,
};
use http::{HeaderMap, Method, StatusCode};

use super::vary::vary;
use crate::base::MediaType;
use crate::respond::{Body, Reply};

/// Smaller bodies, in bytes, fit into one packet anyway.
const WORTHWHILE: usize = 1024;

/// Speed over size: brotli's range is 0 to 11, and above 4 it costs more time than a local network saves.
const BROTLI_QUALITY: i32 = 4;
/// A window of 512 KiB; the default of 4 MiB is memory that replies of this size do not use.
const BROTLI_WINDOW: i32 = 19;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Brotli,
    Gzip,
}

/// Encodes the body of `reply` as the request's `Accept-Encoding` asks, where that is allowed and pays.
pub(super) fn compress(method: &Method, request: &HeaderMap, reply: &mut Reply) {
    if !is_compressible(reply) {
        return;
    }
    vary(&mut reply.headers, &ACCEPT_ENCODING);
    // The reply to HEAD has no body to encode, and its length is told for the plain one.
    let coding = if method == Method::HEAD { None } else { preferred(request) };
    let Some(coding) = coding else { return };
    let encoded = coding.encode(&reply.body.bytes()).filter(|encoded| encoded.len() < reply.body.len());
    let Some(encoded) = encoded else { return };
    reply.body = encoded.into();
    reply.headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    weaken_etag(&mut reply.headers);
}

impl Coding {
    fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    fn encode(self, body: &[u8]) -> Option<Vec<u8>> {
        let mut encoded = Vec::new();
        match self {
            Self::Brotli => {
                let parameters = BrotliEncoderParams {
                    quality: BROTLI_QUALITY,
                    lgwin: BROTLI_WINDOW,
                    size_hint: body.len(),
                    ..BrotliEncoderParams::default()
                };
                brotli::BrotliCompress(&mut &*body, &mut encoded, &parameters).ok()?;
                Some(encoded)
            }
            Self::Gzip => {
                // This writer's header names no time and no system, so the bytes are the same everywhere.
                let mut encoder = GzEncoder::new(encoded, Compression::default());
                encoder.write_all(body).ok()?;
                encoder.finish().ok()
            }
        }
    }
}

/// The coding with the greatest weight; of equals brotli. `None` if the client prefers the plain body or names no coding of ours.
fn preferred(request: &HeaderMap) -> Option<Coding> {
    let weights: Vec<(String, u16)> = request
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(weighted)
        .collect();
    let weight = |name: &str| weights.iter().find(|(coding, _)| coding == name).map(|&(_, weight)| weight);
    let of = |names: &[&str]| names.iter().find_map(|name| weight(name)).or_else(|| weight("*")).unwrap_or(0);
    let (brotli, gzip, identity) = (of(&["br"]), of(&["gzip", "x-gzip"]), weight("identity").unwrap_or(0));
    let (coding, weight) = if brotli >= gzip { (Coding::Brotli, brotli) } else { (Coding::Gzip, gzip) };
    (weight > 0 && weight >= identity).then_some(coding)
}

/// One entry, in lower case, with its weight in thousandths (RFC 9110 §12.4.2); a weight that cannot be read refuses.
fn weighted(entry: &str) -> (String, u16) {
    let (name, parameter) = entry.split_once(';').unwrap_or((entry, "q=1"));
    let weight = parameter.trim().strip_prefix(['q', 'Q']).and_then(|rest| rest.trim().strip_prefix('='));
    let (whole, fraction) = weight.map_or(("0", ""), |text| text.trim().split_once('.').unwrap_or((text.trim(), "")));
    let thousandths = match (whole, fraction.len()) {
        ("1", _) => 1000,
        ("0", 0..=3) => format!("{fraction:0<3}").parse().unwrap_or(0),
        _ => 0,
    };
    (name.trim().to_ascii_lowercase(), thousandths)
}

/// Whether a coding may and could make this reply smaller.
fn is_compressible(reply: &Reply) -> bool {
    let has = |name: HeaderName| reply.headers.contains_key(name);
    let text = |name: HeaderName| reply.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = MediaType::parse(text(CONTENT_TYPE));
    let is_script =
        matches!(media.essence(), "application/javascript" | "application/x-javascript" | "application/yaml");
    // The items of a stream are not kept back for a coding to gain from.
    matches!(&reply.body, Body::Whole(body) if body.len() >= WORTHWHILE)
        && (media.is_text() || media.is_json() || media.is_xml() || media.is_form() || is_script || is_lines(&media))
        && reply.status != StatusCode::PARTIAL_CONTENT
        && !has(CONTENT_ENCODING)
        && !has(CONTENT_RANGE)
        && !text(CACHE_CONTROL).to_ascii_lowercase().contains("no-transform")
}

/// Whether it is a stream of JSON values, one a line.
fn is_lines(media: &MediaType) -> bool {
    matches!(media.essence(), "application/x-ndjson" | "application/jsonl" | "application/json-seq")
}

/// A strong validator promises the same bytes (RFC 9110 §8.8.1), and these are others now.
fn weaken_etag(headers: &mut HeaderMap) {
    let weak = headers
        .get(ETAG)
        .filter(|tag| tag.as_bytes().starts_with(b"\""))
        .and_then(|tag| HeaderValue::from_maybe_shared(Bytes::from([b"W/", tag.as_bytes()].concat())).ok());
    if let Some(weak) = weak {
        headers.insert(ETAG, weak);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn reply(media: &'static str, length: usize) -> Reply {
        let headers = HeaderMap::from_iter([
            (CONTENT_TYPE, HeaderValue::from_static(media)),
            (ETAG, HeaderValue::from_static("\"x\"")),
        ]);
        Reply { status: StatusCode::OK, headers, body: "{\"a\":1}\n".repeat(length.div_ceil(8)).into() }
    }

    fn encoding(method: &Method, accept: &'static str, mut reply: Reply) -> (String, Reply) {
        let plain = reply.body.bytes().into_owned();
        let request = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(accept))]);
        compress(method, &request, &mut reply);
        let coding = reply.headers.get(CONTENT_ENCODING).map_or("", |value| value.to_str().unwrap()).to_owned();
        let mut decoded = Vec::new();
        match coding.as_str() {
            "br" => brotli::Decompressor::new(&*reply.body.bytes(), 4096).read_to_end(&mut decoded).unwrap(),
            "gzip" => flate2::read::GzDecoder::new(&*reply.body.bytes()).read_to_end(&mut decoded).unwrap(),
            _ => (&*reply.body.bytes()).read_to_end(&mut decoded).unwrap(),
        };
        assert_eq!(decoded, plain, "{accept}");
        (coding, reply)
    }

    #[test]
    fn the_client_chooses_the_coding() {
        for (accept, coding) in [
            ("gzip, deflate, br", "br"),
            ("gzip;q=1.0, br;q=0.9", "gzip"),
            ("X-GZIP", "gzip"),
            ("*", "br"),
            ("*;q=0.1, br;q=0", "gzip"),
            ("identity;q=0, gzip;q=0.001", "gzip"),
            ("identity, gzip;q=0.5", ""),
            ("identity;q=0.5, gzip;q=0.5", "gzip"),
            ("gzip;q=0", ""),
            ("gzip;q=high", ""),
            ("deflate, zstd", ""),
            ("", ""),
        ] {
            let (chosen, reply) = encoding(&Method::GET, accept, reply("application/json", 4096));
            assert_eq!(chosen, coding, "{accept}");
            assert_eq!(reply.headers["vary"], "accept-encoding");
            assert_eq!(reply.headers[ETAG], if coding.is_empty() { "\"x\"" } else { "W/\"x\"" });
        }
    }

    #[test]
    fn only_what_pays_and_may_be_encoded_is() {
        let with = |name: &'static str, value: &'static str| {
            let mut reply = reply("text/html", 4096);
            reply.headers.insert(name, HeaderValue::from_static(value));
            reply
        };
        let noise = Reply {
            body: (0..=255).cycle().step_by(89).take(1024).collect::<Vec<u8>>().into(),
            ..reply("text/plain", 0)
        };
        let part = Reply { status: StatusCode::PARTIAL_CONTENT, ..reply("text/plain", 4096) };
        for (reply, encoded) in [
            (reply("text/html; charset=utf-8", 1024), true),
            (reply("text/html", 1000), false),
            (reply("application/problem+json", 4096), true),
            (reply("image/svg+xml", 4096), true),
            (reply("application/javascript", 4096), true),
            (reply("application/x-www-form-urlencoded", 4096), true),
            (reply("image/png", 4096), false),
            (reply("application/octet-stream", 4096), false),
            (with("content-encoding", "zstd"), false),
            (with("cache-control", "private, No-Transform"), false),
            (part, false),
            (noise, true),
        ] {
            let about = format!("{:?} {:?}", reply.status, reply.headers);
            let before = reply.body.len();
            assert_eq!(encoding(&Method::GET, "br", reply).1.body.len() < before, encoded, "{about}");
        }
        assert_eq!(encoding(&Method::HEAD, "br", reply("text/html", 4096)).0, "");
    }

    #[test]
    fn the_same_bytes_every_time() {
        for coding in ["br", "gzip"] {
            let once = encoding(&Method::GET, coding, reply("text/html", 4096)).1.body.bytes().into_owned();
            assert_eq!(once, encoding(&Method::GET, coding, reply("text/html", 4096)).1.body.bytes().into_owned());
        }
    }
}
