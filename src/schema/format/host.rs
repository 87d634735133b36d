//! Hosts and addresses: RFC 1123 host names, RFC 5890 international ones, IPv4, IPv6, blocks of them, hardware addresses.
//! Generated names are below the reserved example domains of RFC 2606. Names are not looked up.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use rand::rngs::ChaCha8Rng;

use super::{length, word};
use crate::schema::pattern::Pattern;
use crate::schema::sample::draw;
use crate::schema::sample::names::WORDS;

type Lengths = RangeInclusive<usize>;

const DOMAINS: [&str; 3] = ["example.com", "example.org", "example.net"];
/// RFC 1035 2.3.4: octets of a label, and of a name as text.
const MAX_LABEL: usize = 63;
const MAX_NAME: usize = 253;

pub(super) fn make_hostname(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let domain = draw::word(rng, &DOMAINS);
    let high = (*lengths.end()).min(MAX_NAME);
    if high < domain.len() + 3 {
        return if lengths.contains(&domain.len()) {
            domain.to_owned()
        } else {
            word(rng, (*lengths.start()).max(1), high.max(1))
        };
    }
    let named = format!("{}.{domain}", draw::word(rng, &WORDS));
    if (*lengths.start()..=high).contains(&named.len()) {
        return named;
    }
    let mut name = domain.to_owned();
    let wanted = length(rng, &(*lengths.start()..=high), 14..=22);
    while name.len() < wanted {
        let missing = wanted - name.len() - 1;
        // What one label cannot take must leave two octets at least for the next.
        let len = match missing {
            0 | 1 => 1,
            2..=MAX_LABEL => missing,
            _ => MAX_LABEL - 2,
        };
        name = format!("{}.{name}", word(rng, len, len));
    }
    name
}

pub(super) fn make_idn_hostname(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    const LABELS: [&str; 6] = ["bücher", "größe", "señal", "été", "пример", "例え"];
    let name = format!("{}.{}", draw::word(rng, &LABELS), draw::word(rng, &DOMAINS));
    if lengths.contains(&name.chars().count()) { name } else { make_hostname(rng, lengths) }
}

/// TEST-NET-1 to 3 of RFC 5737.
pub(super) fn make_ipv4(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    const NETS: [&str; 3] = ["192.0.2", "198.51.100", "203.0.113"];
    if *lengths.end() < 9 {
        return format!("10.0.0.{}", draw::below(rng, 10));
    }
    let net = draw::word(rng, &NETS);
    format!("{net}.{}", draw::between(rng, 1..=254))
}

/// The documentation block of RFC 3849.
pub(super) fn make_ipv6(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    const GROUP: RangeInclusive<i64> = 0x1000..=0xffff;
    if *lengths.end() < 14 {
        return ["::1", "::"].get(usize::from(*lengths.end() < 3)).copied().unwrap_or_default().to_owned();
    }
    let groups = match *lengths.start() {
        0..=34 if *lengths.end() < 24 => 1,
        0..=24 => 3,
        _ => 6,
    };
    let mut text = "2001:db8".to_owned();
    if groups < 6 {
        text.push(':');
    }
    for _ in 0..groups {
        let _ = write!(text, ":{:x}", draw::between(rng, GROUP));
    }
    // The longest form writes the second group in full.
    if *lengths.start() > text.len() { text.replace(":db8:", ":0db8:") } else { text }
}

pub(super) fn make_ip(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    if *lengths.start() > 15 { make_ipv6(rng, lengths) } else { make_ipv4(rng, lengths) }
}

pub(super) fn make_cidr(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    format!("10.{}.{}.0/24", draw::below(rng, 256), draw::below(rng, 256))
}

pub(super) fn make_cidr_v6(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    format!("2001:db8:{:x}::/48", draw::between(rng, 1..=0xffff))
}

/// Locally administered, unicast.
pub(super) fn make_mac(rng: &mut ChaCha8Rng, _: &Lengths) -> String {
    (0..5).fold("02".to_owned(), |mut text, _| {
        let _ = write!(text, ":{:02x}", draw::below(rng, 256));
        text
    })
}

/// RFC 1123 2.1. A label with hyphens in its third and fourth place must be an A-label of RFC 5890.
pub(super) fn is_hostname(text: &str) -> bool {
    text.len() <= MAX_NAME && text.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let ldh = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let bordered = !label.starts_with('-') && !label.ends_with('-');
    let tagged = label.get(2..4) == Some("--");
    let ascii = label.get(..2).is_some_and(|tag| tag.eq_ignore_ascii_case("xn"));
    (1..=MAX_LABEL).contains(&label.len()) && ldh && bordered && (!tagged || ascii && label.len() > 4)
}

/// RFC 5890 names: the code points and contextual rules of RFC 5892, without its bidirectional rule.
pub(super) fn is_idn_hostname(text: &str) -> bool {
    text.chars().count() <= MAX_NAME && text.split(['.', '\u{3002}', '\u{ff0e}', '\u{ff61}']).all(is_idn_label)
}

/// A set of code points by its pattern, compiled when first asked.
struct Class(LazyLock<Option<Pattern>>);

impl Class {
    fn has(&self, c: char) -> bool {
        self.0.as_ref().is_some_and(|pattern| pattern.is_match(c.encode_utf8(&mut [0; 4])))
    }
}

static MARK: Class = Class(LazyLock::new(|| Pattern::compile(r"\p{M}").ok()));
static GREEK: Class = Class(LazyLock::new(|| Pattern::compile(r"\p{Script=Greek}").ok()));
static HEBREW: Class = Class(LazyLock::new(|| Pattern::compile(r"\p{Script=Hebrew}").ok()));
static KANA: Class =
    Class(LazyLock::new(|| Pattern::compile(r"[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]").ok()));
static VIRAMA: Class =
    Class(LazyLock::new(|| Pattern::compile(r"[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca]").ok()));
static LETTER: Class = Class(LazyLock::new(|| Pattern::compile(r"[\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}]").ok()));

fn is_idn_label(label: &str) -> bool {
    if label.is_ascii() {
        return is_label(label);
    }
    let chars: Vec<char> = label.chars().collect();
    let bordered = !label.starts_with('-') && !label.ends_with('-');
    let tagged = matches!(chars.as_slice(), [_, _, '-', '-', ..]);
    let marked = chars.first().is_some_and(|c| MARK.has(*c));
    chars.len() < MAX_LABEL && bordered && !tagged && !marked && (0..chars.len()).all(|at| is_allowed(&chars, at))
}

/// RFC 5892 2.6, 2.7 and appendix A for the code point at `at`; a small letter, mark or digit otherwise.
fn is_allowed(label: &[char], at: usize) -> bool {
    let Some(c) = label.get(at).copied() else { return false };
    let before = at.checked_sub(1).and_then(|at| label.get(at)).copied().unwrap_or('-');
    let after = label.get(at + 1).copied().unwrap_or('-');
    let any = |low: char, high: char| label.iter().any(|c| (low..=high).contains(c));
    match c {
        '-' | 'a'..='z' | '0'..='9' | 'ß' | 'ς' | '\u{6fd}' | '\u{6fe}' | '\u{f0b}' | '\u{3007}' => true,
        '\u{640}' | '\u{7fa}' | '\u{302e}' | '\u{302f}' | '\u{3031}'..='\u{3035}' | '\u{303b}' => false,
        '\u{b7}' => before == 'l' && after == 'l',
        '\u{375}' => GREEK.has(after),
        '\u{5f3}' | '\u{5f4}' => HEBREW.has(before),
        '\u{30fb}' => label.iter().any(|c| KANA.has(*c)),
        '\u{660}'..='\u{669}' => !any('\u{6f0}', '\u{6f9}'),
        '\u{6f0}'..='\u{6f9}' => !any('\u{660}', '\u{669}'),
        // A joiner follows a virama.
        '\u{200c}' | '\u{200d}' => VIRAMA.has(before),
        other => LETTER.has(other),
    }
}

pub(super) fn is_ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

pub(super) fn is_ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}

pub(super) fn is_ip(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}

pub(super) fn is_cidr(text: &str) -> bool {
    let Some((address, bits)) = text.split_once('/') else { return false };
    let most = match address.parse() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    super::is_digits(bits, 1..=3) && bits.parse().is_ok_and(|bits: u16| bits <= most)
}

pub(super) fn is_mac(text: &str) -> bool {
    let octets = |mark| {
        let mut parts = text.split(mark);
        parts.clone().count() == 6
            && parts.all(|octet| octet.len() == 2 && octet.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    octets(':') || octets('-')
}
