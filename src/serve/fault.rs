//! What goes wrong with an answer on purpose: which part of it is withheld, broken or slowed, of HTTP/1 and of HTTP/2.
//!
//! | fault | HTTP/1 | HTTP/2 |
//! |---|---|---|
//! | `empty` | FIN without a byte | `RST_STREAM` (`CANCEL`) without a head |
//! | `reset` | RST | `RST_STREAM` (`INTERNAL_ERROR`) without a head |
//! | `never` | nothing until the client leaves or the server stops | the same |
//! | `wrong-length` | the length promises [`MISSING`] bytes more; FIN | the same promise; `END_STREAM` |
//! | `garbage` | the head of a chunked body, bytes that are no chunk, FIN | head, then `RST_STREAM` (`PROTOCOL_ERROR`) |
//! | `malformed` | a body that cannot be parsed, in good framing | the same |
//! | `goaway` | `Connection: close` | `GOAWAY` after the answer |
//! | `cut` | so much of the body, FIN | so much of it, `RST_STREAM` (`INTERNAL_ERROR`) |
//! | `stall` | so much of the body, then nothing | the same |
//! | `drip` | the body at a rate | the same |
//!
//! Where an answer has no body to break, it is withheld as a whole: `cut` and `wrong-length` are then `empty`, `stall` is `never`, and
//! `garbage` comes in place of the head. Invariant: what is broken depends on nothing but the answer.

use std::fmt;
use std::future::pending;
use std::sync::Arc;

use bytes::Bytes;
use h2::Reason;
use http::header::CONTENT_TYPE;
use http::{Method, StatusCode, Version};

use super::line::{Order, Signals};
use super::outgoing::End;
use crate::base::MediaType;
use crate::respond::{Body, Reply};
use crate::scenario::format::{Fault, Flow};

/// The bytes that a wrong length promises and nobody sends.
pub(super) const MISSING: u64 = 64;

/// An answer that was broken on purpose, or whose file could not be read; of HTTP/2, with the reason that the client is told.
#[derive(Debug)]
pub(super) struct Broken(h2::Error);

impl From<Reason> for Broken {
    fn from(reason: Reason) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer ended before its end")
    }
}

impl std::error::Error for Broken {
    /// Where hyper looks for the reason.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// How much of an answer's body there is to break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Substance {
    /// Its method or status allows none.
    None,
    /// So many bytes as a whole.
    Whole(u64),
    /// So many bytes as a stream.
    Stream(u64),
    /// About so many bytes as a stream that is made while it is sent.
    Endless(u64),
}

impl Substance {
    /// That of the answer to a `method`.
    pub(super) fn of(method: &Method, reply: &Reply) -> Self {
        let is_bare =
            matches!(reply.status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED);
        match &reply.body {
            _ if is_bare || method == Method::HEAD => Self::None,
            Body::Whole(bytes) => Self::Whole(bytes.len() as u64),
            Body::File(_, length) => Self::Whole(*length),
            Body::Items(items) => Self::Stream(items.iter().map(|item| item.len() as u64).sum()),
            Body::Rows(rows) => Self::Endless(rows.length()),
        }
    }

    pub(super) fn bytes(self) -> u64 {
        match self {
            Self::None => 0,
            Self::Whole(bytes) | Self::Stream(bytes) | Self::Endless(bytes) => bytes,
        }
    }
}

/// Withholds the whole answer where that is the fault, or where it has no body to break. Returns if there is something to be sent.
pub(super) async fn before_head(
    fault: Option<Fault>,
    substance: Substance,
    signals: &Signals,
    version: Version,
) -> Result<(), Broken> {
    let (order, reason) = match fault {
        Some(Fault::Empty) => (Order::Close, Reason::CANCEL),
        Some(Fault::Reset) => (Order::Reset, Reason::INTERNAL_ERROR),
        Some(Fault::Never) => (Order::Hung, Reason::CANCEL),
        Some(Fault::Stall(_)) if substance.bytes() == 0 => (Order::Hung, Reason::CANCEL),
        Some(Fault::Cut(_)) if substance.bytes() == 0 => (Order::Close, Reason::CANCEL),
        Some(Fault::WrongLength) if substance == Substance::None => (Order::Close, Reason::CANCEL),
        Some(Fault::Garbage) if substance == Substance::None => (Order::Garbage, Reason::PROTOCOL_ERROR),
        _ => return Ok(()),
    };
    if order == Order::Hung {
        let _waiting = signals.wait(version, order);
        signals.stopping().await;
    } else if version < Version::HTTP_2 {
        signals.order(order);
        // The line ends the connection, and this with it.
        pending::<()>().await;
    }
    Err(reason.into())
}

/// How much of a body is sent, and what follows.
pub(super) fn end(fault: Option<Fault>, substance: Substance, version: Version) -> (u64, End) {
    let about = substance.bytes();
    // Of what is made while it is sent, all is what there will be.
    let whole = if matches!(substance, Substance::Endless(_)) { u64::MAX } else { about };
    let (left, end) = match fault {
        Some(Fault::Cut(extent)) => (extent.of(about), End::Cut),
        Some(Fault::Stall(extent)) => (extent.of(about), End::Stall),
        Some(Fault::WrongLength) => (whole, End::Short),
        Some(Fault::Garbage) => (0, End::Garbage),
        Some(Fault::Goaway) if version >= Version::HTTP_2 => (whole, End::GivenUp),
        _ => (whole, End::Whole),
    };
    // All of what was promised is no cut; that a stream is over has still to be said.
    let is_all = left == whole && matches!(end, End::Cut | End::Stall) && matches!(substance, Substance::Whole(_));
    (left, if is_all { End::Whole } else { end })
}

/// The length that the client is told; `None` of a stream, and where garbage stands for one.
pub(super) fn promised(fault: Option<Fault>, substance: Substance) -> Option<u64> {
    match (fault, substance) {
        // Enough to be more than will come.
        (Some(Fault::WrongLength), Substance::Endless(about)) => Some(about.saturating_mul(2).saturating_add(MISSING)),
        (Some(Fault::WrongLength), _) => Some(substance.bytes().saturating_add(MISSING)),
        (Some(Fault::Garbage), _) | (_, Substance::Stream(_) | Substance::Endless(_)) => None,
        (_, Substance::None | Substance::Whole(_)) => Some(substance.bytes()),
    }
}

/// The rate of a body that trickles.
pub(super) fn flow(fault: Option<Fault>) -> Option<Flow> {
    if let Some(Fault::Drip(flow)) = fault { Some(flow) } else { None }
}

/// Makes the body one that cannot be parsed. Of a stream the last item is broken, of a file the end is missing.
pub(super) fn malform(reply: &mut Reply) {
    let media = reply.headers.get(CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
    let is_json = MediaType::parse(media).is_json() || media.is_empty();
    match &mut reply.body {
        Body::Whole(bytes) => *bytes = malformed(bytes, is_json),
        Body::Items(items) => {
            if let Some(item) = items.iter_mut().rfind(|item| !item.is_empty()) {
                *item = malformed(item, is_json);
            }
        }
        Body::File(_, length) => *length = (*length / 2).max(1).min(*length),
        Body::Rows(rows) => *rows = Arc::new(rows.broken()),
    }
}

/// No object, array or text is whole before its last character, so half of one is none; any other JSON value is none with a brace after it.
/// What is not JSON gets a byte that no text has.
fn malformed(body: &[u8], is_json: bool) -> Bytes {
    let text = body.trim_ascii();
    let is_bracketed = matches!(text.first(), Some(b'{' | b'[' | b'"'));
    let kept = if is_json && !is_bracketed { text } else { text.get(..text.len().div_ceil(2)).unwrap_or_default() };
    let kept = if is_json {
        str::from_utf8(kept).map_or_else(|cut| kept.get(..cut.valid_up_to()).unwrap_or(kept), str::as_bytes)
    } else {
        kept
    };
    let suffix: &[u8] = match (is_json, is_bracketed) {
        (true, true) => b"",
        (true, false) => b"}",
        (false, _) => b"\xff",
    };
    [kept, suffix].concat().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::format::Extent;

    #[test]
    fn what_is_malformed_cannot_be_parsed() {
        for json in ["{}", "[1,2]", r#""é""#, "\"ééé\"", " {\"a\": [1, 2]}\n", "1", "true", "null", "", "-0.5e7 "] {
            let broken = malformed(json.as_bytes(), true);
            assert!(serde_json::from_slice::<serde_json::Value>(&broken).is_err(), "{json} became {broken:?}");
            assert!(str::from_utf8(&broken).is_ok() && !broken.is_empty(), "{json} became {broken:?}");
        }
        assert_eq!(&malformed(b"<a>text</a>", false)[..], b"<a>tex\xff");
        let mut reply = Reply::empty(200);
        reply.body = Body::Items(vec!["{\"a\":1}\n".into(), "{\"b\":2}\n".into(), Bytes::new()]);
        malform(&mut reply);
        assert_eq!(reply.body, Body::Items(vec!["{\"a\":1}\n".into(), "{\"b\"".into(), Bytes::new()]));
        reply.body = Body::File("/a".into(), 9);
        malform(&mut reply);
        assert_eq!(reply.body, Body::File("/a".into(), 4));
    }

    #[test]
    fn how_much_is_sent_and_what_follows() {
        let (half, all) = (Extent::Percent(50.0), Extent::Bytes(100));
        let (old, new) = (Version::HTTP_11, Version::HTTP_2);
        let (whole, stream, endless) = (Substance::Whole(10), Substance::Stream(10), Substance::Endless(10));
        for (fault, substance, version, expected) in [
            (None, whole, old, (10, End::Whole, Some(10))),
            (None, stream, old, (10, End::Whole, None)),
            (Some(Fault::Cut(half)), whole, old, (5, End::Cut, Some(10))),
            (Some(Fault::Cut(all)), whole, old, (10, End::Whole, Some(10))),
            (Some(Fault::Cut(all)), stream, old, (10, End::Cut, None)),
            (Some(Fault::Stall(half)), stream, new, (5, End::Stall, None)),
            (Some(Fault::WrongLength), stream, old, (10, End::Short, Some(74))),
            (Some(Fault::Garbage), whole, new, (0, End::Garbage, None)),
            (Some(Fault::Goaway), whole, old, (10, End::Whole, Some(10))),
            (Some(Fault::Goaway), whole, new, (10, End::GivenUp, Some(10))),
            (None, endless, old, (u64::MAX, End::Whole, None)),
            (Some(Fault::Cut(half)), endless, old, (5, End::Cut, None)),
            (Some(Fault::WrongLength), endless, old, (u64::MAX, End::Short, Some(84))),
            (Some(Fault::Goaway), endless, new, (u64::MAX, End::GivenUp, None)),
            (Some(Fault::Drip(Flow(1))), whole, new, (10, End::Whole, Some(10))),
        ] {
            let (left, end) = end(fault, substance, version);
            assert_eq!((left, end, promised(fault, substance)), expected, "{fault:?} {substance:?} {version:?}");
        }
    }
}
