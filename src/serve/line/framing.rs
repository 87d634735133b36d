//! Follows the bytes of one client as HTTP/1 messages (RFC 9112), just closely enough to know which of them are a request line, and
//! percent-encodes there what the `http` crate refuses.
//!
//! It checks nothing: that is hyper's work. Where hyper would refuse or where two readings are possible, it stops looking and passes
//! everything that follows untouched. Invariant: only bytes between the first blank and the end of a request line are ever changed, and
//! memory is one short line whatever arrives.

use std::borrow::Cow;

use super::target::{encode, is_refused};

/// Header lines longer than this are not looked at, unless they are the ones that decide where the body ends.
const LINE_LIMIT: usize = 128;

/// What of the HTTP/2 preface follows the method `PRI` and its blank (RFC 9113 §3.4).
const PREFACE_REST: u64 = b"* HTTP/2.0\r\n\r\nSM\r\n\r\n".len() as u64;

/// What a client is sending, as far as its time is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The head of the message with this number, or the opening of the connection (number 0).
    Head(u64),
    /// Anything else: a body, or nothing between two messages.
    Rest,
}

/// Where in a message the next byte belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before a request line; empty lines are skipped here (RFC 9112 §2.2).
    Start,
    Method,
    Target,
    Header,
    /// So many bytes of a body or chunk, then the next state.
    Skip(u64, After),
    ChunkSize,
    ChunkEnd,
    Trailer,
    /// HTTP/2, or something odd: no longer followed.
    Opaque,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    Message,
    Chunk,
    Preface,
}

/// How the message being read says that its body ends (RFC 9112 §6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    Length(u64),
    Chunked,
}

/// The position of one client's bytes within its messages.
#[derive(Debug)]
pub(super) struct Framing {
    state: State,
    /// The start of the line being read, at most [`LINE_LIMIT`] bytes.
    line: Vec<u8>,
    /// Whether the line was longer than that.
    cut: bool,
    extent: Option<Extent>,
    /// Messages begun.
    messages: u64,
}

impl Framing {
    pub(super) fn new() -> Self {
        Self { state: State::Start, line: Vec::new(), cut: false, extent: None, messages: 0 }
    }

    /// What the client is in the middle of.
    pub(super) fn phase(&self) -> Phase {
        match self.state {
            State::Start if self.messages > 0 => Phase::Rest,
            State::Start | State::Method | State::Target | State::Header | State::Skip(_, After::Preface) => {
                Phase::Head(self.messages)
            }
            State::Skip(..) | State::ChunkSize | State::ChunkEnd | State::Trailer | State::Opaque => Phase::Rest,
        }
    }

    /// Takes the next bytes and gives back what hyper is to read in their place: mostly the same ones.
    pub(super) fn rewrite<'a>(&mut self, input: &'a [u8]) -> Cow<'a, [u8]> {
        let mut output: Option<Vec<u8>> = None;
        let mut rest = input;
        while !rest.is_empty() {
            let in_target = self.state == State::Target;
            let (piece, tail) = rest.split_at(self.step(rest).min(rest.len()));
            if in_target && piece.iter().copied().any(is_refused) {
                let (before, _) = input.split_at(input.len() - rest.len());
                let output = output.get_or_insert_with(|| before.to_vec());
                encode(piece, output);
            } else if let Some(output) = &mut output {
                output.extend_from_slice(piece);
            }
            rest = tail;
        }
        output.map_or(Cow::Borrowed(input), Cow::Owned)
    }

    /// Moves on over some of `input`, which is not empty, and tells over how much of it: none only when a message begins.
    fn step(&mut self, input: &[u8]) -> usize {
        match self.state {
            State::Start => {
                let blank = input.iter().take_while(|&&byte| matches!(byte, b'\r' | b'\n')).count();
                if blank < input.len() {
                    self.messages += 1;
                    self.extent = None;
                    self.state = State::Method;
                }
                blank
            }
            State::Method => self.method(input),
            State::Target => {
                let end = input.iter().position(|&byte| byte == b'\n');
                if end.is_some() {
                    self.state = State::Header;
                }
                end.map_or(input.len(), |end| end + 1)
            }
            State::Header => self.line(input, Self::header),
            State::ChunkSize => self.line(input, Self::chunk_size),
            State::ChunkEnd => self.line(input, |line, _| match line {
                b"\r" => State::ChunkSize,
                _ => State::Opaque,
            }),
            State::Trailer => self.line(input, |line, _| match line {
                b"\r" => State::Start,
                [.., b'\r'] => State::Trailer,
                _ => State::Opaque,
            }),
            State::Skip(left, after) => {
                let taken = usize::try_from(left).map_or(input.len(), |left| left.min(input.len()));
                let left = left.saturating_sub(taken as u64);
                self.state = if left > 0 { State::Skip(left, after) } else { after.state() };
                taken
            }
            State::Opaque => input.len(),
        }
    }

    /// Reads the method up to its blank. `CONNECT` and HTTP/2 end the message format we know.
    fn method(&mut self, input: &[u8]) -> usize {
        let end = input.iter().position(|&byte| matches!(byte, b' ' | b'\n'));
        self.keep(input.get(..end.unwrap_or(input.len())).unwrap_or_default());
        let Some(end) = end else { return input.len() };
        self.state = match self.line.as_slice() {
            _ if input.get(end) != Some(&b' ') => State::Opaque,
            b"PRI" if self.messages == 1 => State::Skip(PREFACE_REST, After::Preface),
            b"PRI" | b"CONNECT" => State::Opaque,
            _ => State::Target,
        };
        self.forget();
        end + 1
    }

    /// Collects a line over any number of reads and lets `read` choose the next state from it, its `\n` removed. A head may do without
    /// the `\r` before that; in chunked bodies hyper insists on it, and so do we.
    fn line(&mut self, input: &[u8], read: impl FnOnce(&[u8], &mut Self) -> State) -> usize {
        let end = input.iter().position(|&byte| byte == b'\n');
        self.keep(input.get(..end.unwrap_or(input.len())).unwrap_or_default());
        let Some(end) = end else { return input.len() };
        let line = std::mem::take(&mut self.line);
        self.state = read(&line, self);
        self.line = line;
        self.forget();
        end + 1
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = LINE_LIMIT.saturating_sub(self.line.len());
        self.cut |= bytes.len() > room;
        self.line.extend(bytes.iter().take(room));
    }

    fn forget(&mut self) {
        self.line.clear();
        self.cut = false;
    }

    fn header(line: &[u8], framing: &mut Self) -> State {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return match framing.extent {
                None | Some(Extent::Length(0)) => State::Start,
                Some(Extent::Length(length)) => State::Skip(length, After::Message),
                Some(Extent::Chunked) => State::ChunkSize,
            };
        }
        // A line cut short in its name has no colon here and is none of the two that matter.
        let Some(colon) = line.iter().position(|&byte| byte == b':') else {
            return if framing.cut { State::Header } else { State::Opaque };
        };
        let (name, value) = line.split_at(colon);
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        let extent = if name.eq_ignore_ascii_case(b"content-length") {
            decimal(value).map(Extent::Length)
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            value.eq_ignore_ascii_case(b"chunked").then_some(Extent::Chunked)
        } else {
            return State::Header;
        };
        // Two different extents are how requests are smuggled: whichever hyper believes, we do not guess.
        match extent {
            Some(extent) if !framing.cut && framing.extent.is_none_or(|earlier| earlier == extent) => {
                framing.extent = Some(extent);
                State::Header
            }
            _ => State::Opaque,
        }
    }

    fn chunk_size(line: &[u8], _: &mut Self) -> State {
        let Some(line) = line.strip_suffix(b"\r") else { return State::Opaque };
        let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        let (digits, extension) = line.split_at(digits);
        let size = str::from_utf8(digits).ok().and_then(|digits| u64::from_str_radix(digits, 16).ok());
        match (size, extension.first()) {
            (Some(0), Some(b';' | b' ' | b'\t') | None) => State::Trailer,
            (Some(size), Some(b';' | b' ' | b'\t') | None) => State::Skip(size, After::Chunk),
            _ => State::Opaque,
        }
    }
}

impl After {
    fn state(self) -> State {
        match self {
            Self::Message => State::Start,
            Self::Chunk => State::ChunkEnd,
            Self::Preface => State::Opaque,
        }
    }
}

/// Digits only: no sign, no list.
fn decimal(text: &[u8]) -> Option<u64> {
    let text = str::from_utf8(text).ok()?;
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIPELINE: &str = concat!(
        "GET /a?sort={\"ts\":-1} HTTP/1.1\r\nHost: x\r\nX-Json: {\"a\":1}\r\n\r\n",
        "POST /b|c HTTP/1.1\r\ncontent-length: 40\r\nContent-Length: 40\r\n\r\n",
        "GET /<not-a-request> HTTP/1.1\r\n\r\n{\"a\":^}\n",
        "\r\nPUT /ü HTTP/1.1\nTransfer-Encoding: Chunked\n\n",
        "12;ext={\r\nGET /{x} HTTP/1.1\n\r\n1\r\n}\r\n0\r\nTrailer: {}\r\n\r\n",
        "GET /last` HTTP/1.1\r\n\r\n",
    );
    const REWRITTEN: &str = concat!(
        "GET /a?sort=%7B%22ts%22:-1%7D HTTP/1.1\r\nHost: x\r\nX-Json: {\"a\":1}\r\n\r\n",
        "POST /b%7Cc HTTP/1.1\r\ncontent-length: 40\r\nContent-Length: 40\r\n\r\n",
        "GET /<not-a-request> HTTP/1.1\r\n\r\n{\"a\":^}\n",
        "\r\nPUT /%C3%BC HTTP/1.1\nTransfer-Encoding: Chunked\n\n",
        "12;ext={\r\nGET /{x} HTTP/1.1\n\r\n1\r\n}\r\n0\r\nTrailer: {}\r\n\r\n",
        "GET /last%60 HTTP/1.1\r\n\r\n",
    );

    fn rewrite(text: &[u8], step: usize) -> Vec<u8> {
        let mut framing = Framing::new();
        text.chunks(step).flat_map(|piece| framing.rewrite(piece).into_owned()).collect()
    }

    #[test]
    fn only_request_lines_change_however_the_bytes_arrive() {
        for step in 1..=PIPELINE.len() {
            let rewritten = rewrite(PIPELINE.as_bytes(), step);
            assert_eq!(String::from_utf8_lossy(&rewritten), REWRITTEN, "{step} bytes at a time");
        }
    }

    #[test]
    fn what_is_odd_is_passed_on_untouched_and_no_longer_followed() {
        let long = format!("X: {}", "y".repeat(LINE_LIMIT));
        for (head, followed) in [
            ("", true),
            ("X: y", true),
            (long.as_str(), true),
            ("Content-Length: 0", true),
            ("Content-Length: +0", false),
            ("Content-Length: 0, 0", false),
            ("Content-Length:", false),
            ("Content-Length: 0\r\nContent-Length: 1", false),
            ("Content-Length: 0\r\nTransfer-Encoding: chunked", false),
            ("Transfer-Encoding: gzip", false),
            ("no colon", false),
            ("Transfer-Encoding: chunked\r\n\r\nz\r\n", false),
            ("Transfer-Encoding: chunked\r\n\r\n1\r\nab", false),
            ("Transfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n", false),
            ("Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\n", false),
            ("Transfer-Encoding: chunked\r\n\r\n1 ;x\r\na\r\n0\r\nX: y", true),
        ] {
            let text = format!(
                "GET / HTTP/1.1\r\n{head}{}\r\nGET /{{ HTTP/1.1\r\n",
                if head.is_empty() { "" } else { "\r\n" }
            );
            let expected = if followed { text.replace('{', "%7B") } else { text.clone() };
            assert_eq!(String::from_utf8(rewrite(text.as_bytes(), 7)).unwrap(), expected, "{head}");
        }
        for opening in
            ["CONNECT {:1 HTTP/1.1\r\n\r\n", "{\nGET /{ HTTP/1.1\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nGET {"]
        {
            assert_eq!(rewrite(opening.as_bytes(), 5), opening.as_bytes());
        }
    }

    #[test]
    fn memory_is_one_short_line() {
        let mut framing = Framing::new();
        framing.rewrite(b"GET / HTTP/1.1\r\nX: ");
        framing.rewrite(&vec![b'x'; 100_000]);
        assert_eq!(framing.line.len(), LINE_LIMIT);
        assert!(framing.line.capacity() <= 2 * LINE_LIMIT);
    }

    #[test]
    fn the_phase_is_a_head_only_while_a_head_is_being_read() {
        let mut framing = Framing::new();
        for (bytes, phase) in [
            ("", Phase::Head(0)),
            ("G", Phase::Head(1)),
            ("ET / HTTP/1.1\r\n", Phase::Head(1)),
            ("Content-Length: 2\r\n\r\n", Phase::Rest),
            ("ab", Phase::Rest),
            ("\r\n", Phase::Rest),
            ("GET / HTTP/1.1\r\n", Phase::Head(2)),
            ("\r\nP", Phase::Head(3)),
        ] {
            framing.rewrite(bytes.as_bytes());
            assert_eq!(framing.phase(), phase, "{bytes:?}");
        }
        let mut framing = Framing::new();
        for (bytes, phase) in [("PRI * HTTP/2.0\r\n\r\nSM\r\n\r", Phase::Head(1)), ("\n", Phase::Rest)] {
            framing.rewrite(bytes.as_bytes());
            assert_eq!(framing.phase(), phase, "{bytes:?}");
        }
    }
}
