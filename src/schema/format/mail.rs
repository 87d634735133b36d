//! Mail addresses: RFC 5321 `Mailbox`, and RFC 6531 with international local parts and hosts. Generated addresses are at the
//! reserved example domains: no mail sent to one ever reaches a person.

use std::ops::RangeInclusive;

use rand::rngs::ChaCha8Rng;

use super::{host, joined, word};
use crate::schema::sample::draw;

type Lengths = RangeInclusive<usize>;

/// RFC 5321 4.5.3.1.1, in octets.
const MAX_LOCAL: usize = 64;

pub(super) fn make_email(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    let (low, high) = (*lengths.start(), *lengths.end());
    let domain = draw::word(rng, &["example.com", "example.org", "example.net"]);
    // `@` and the domain.
    let fixed = domain.len() + 1;
    match high {
        0..=7 => format!("{}@a", word(rng, 1, high.saturating_sub(2).max(1))),
        8..=12 => format!("{}@b.test", word(rng, high - 7, high - 7)),
        _ if low > fixed + MAX_LOCAL => {
            let local = joined(rng, '.', &(MAX_LOCAL..=MAX_LOCAL), MAX_LOCAL..=MAX_LOCAL);
            let rest = low - MAX_LOCAL - 1;
            format!("{local}@{}", host::make_hostname(rng, &(rest..=rest)))
        }
        _ => {
            let local = low.saturating_sub(fixed).max(1)..=(high - fixed).clamp(1, MAX_LOCAL);
            format!("{}@{domain}", joined(rng, '.', &local, 6..=14))
        }
    }
}

pub(super) fn make_idn_email(rng: &mut ChaCha8Rng, lengths: &Lengths) -> String {
    const LOCALS: [&str; 5] = ["jürgen", "françois", "søren", "анна", "花子"];
    let address = format!("{}@{}", draw::word(rng, &LOCALS), draw::word(rng, &["example.com", "example.org"]));
    if lengths.contains(&address.chars().count()) { address } else { make_email(rng, lengths) }
}

pub(super) fn is_email(text: &str) -> bool {
    text.is_ascii() && is_mailbox(text, host::is_hostname)
}

pub(super) fn is_idn_email(text: &str) -> bool {
    is_mailbox(text, host::is_idn_hostname)
}

fn is_mailbox(text: &str, is_host: fn(&str) -> bool) -> bool {
    text.rsplit_once('@').is_some_and(|(local, domain)| {
        let literal = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let at_host = match literal {
            Some(literal) => match literal.strip_prefix("IPv6:") {
                Some(address) => host::is_ipv6(address),
                None => host::is_ipv4(literal),
            },
            None => is_host(domain),
        };
        local.len() <= MAX_LOCAL && at_host && (is_dotted(local) || is_quoted(local))
    })
}

/// RFC 5321 `Dot-string`; beyond ASCII anything is `atext` (RFC 6531 3.3).
fn is_dotted(local: &str) -> bool {
    let is_atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || !c.is_ascii();
    local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atext))
}

/// RFC 5321 `Quoted-string`.
fn is_quoted(local: &str) -> bool {
    let Some(inner) = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return false };
    let mut escaped = false;
    let clean = inner.chars().all(|c| {
        let fine = if escaped { matches!(c, ' '..='~') } else { c != '"' && !c.is_ascii_control() };
        escaped = !escaped && c == '\\';
        fine
    });
    clean && !escaped
}
