//! Who may ask: clients on this machine, or whoever has the token.
//!
//! Without a token a page in a browser on this machine is the danger: it comes from the loopback address as its user does. It is told
//! apart by the `Origin` that browsers send, and by a `Host` that is no name of this machine (DNS rebinding: a name of its own that leads
//! here). Invariant: what is refused is refused before anything is read or changed.

use std::net::IpAddr;

use super::AdminOptions;
use super::problem::Problem;
use crate::contract::Call;

/// Refuses whoever may not ask. `url` is where the server listens.
pub(super) fn check(options: &AdminOptions, url: &str, call: &Call) -> Result<(), Problem> {
    match &options.token {
        Some(token) => bearer(token, call),
        None => neighbour(url, call),
    }
}

/// Whoever has the token may ask from anywhere: no page knows it that was not given it.
fn bearer(token: &str, call: &Call) -> Result<(), Problem> {
    let sent = call.header("authorization").and_then(|value| value.split_once(' '));
    let sent = sent.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
    if sent.is_some_and(|sent| same(sent.as_bytes(), token.as_bytes())) {
        return Ok(());
    }
    let detail = match sent {
        None => "the admin interface asks for `Authorization: Bearer TOKEN`",
        Some(_) => "the token is another one",
    };
    let challenge = if sent.is_some() { "Bearer error=\"invalid_token\"" } else { "Bearer" };
    Err(Problem::new(401, "credentials-missing", "Credentials are missing", detail)
        .header("www-authenticate", challenge))
}

/// Without a token only clients on this machine may ask, and no pages from elsewhere.
fn neighbour(url: &str, call: &Call) -> Result<(), Problem> {
    let refused = |detail: String| Problem::new(403, "not-from-here", "Not from here", detail);
    // A call without an address was made inside the program.
    if let Some(peer) = call.peer.filter(|peer| !peer.to_canonical().is_loopback()) {
        return Err(refused(format!(
            "without a token the admin interface is for clients on the same machine, not for `{peer}`; start the server with a token to open it"
        )));
    }
    let bound = url.split_once("://").map_or("", |(_, authority)| host_of(authority));
    let is_ours = |authority: &str| {
        let host = host_of(authority);
        !host.is_empty() && (is_loopback(host) || host.eq_ignore_ascii_case(bound))
    };
    if let Some(host) = call.headers.get("host") {
        let host = String::from_utf8_lossy(host.as_bytes());
        if !is_ours(&host) {
            return Err(refused(format!(
                "`{host}` is no name of this machine; ask `localhost`, or start the server with a token"
            )));
        }
    }
    for origin in call.headers.get_all("origin") {
        let origin = String::from_utf8_lossy(origin.as_bytes());
        if !origin.split_once("://").is_some_and(|(_, authority)| is_ours(authority)) {
            return Err(refused(format!("pages from `{origin}` may not use the admin interface")));
        }
    }
    // Forms and pictures of other sites come without an origin in some browsers, and say where they are from nevertheless.
    let is_foreign = call.header("sec-fetch-site").is_some_and(|site| site == "cross-site");
    let has_origin = call.headers.contains_key("origin");
    if is_foreign
        && !has_origin
        && call.header("sec-fetch-mode").is_none_or(|mode| mode != "navigate" || !call.method.is_safe())
    {
        return Err(refused("pages of other sites may not use the admin interface".to_owned()));
    }
    Ok(())
}

/// The host in `host:port`, without the brackets of IPv6 and without the dot at the end of a full name.
fn host_of(authority: &str) -> &str {
    let authority = authority.trim();
    if let Some(rest) = authority.strip_prefix('[') {
        return rest.split(']').next().unwrap_or_default();
    }
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    host.strip_suffix('.').unwrap_or(host)
}

/// Names below `localhost` are loopback too (RFC 6761 §6.3).
fn is_loopback(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    host == "localhost"
        || host.ends_with(".localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

/// Whether two texts are the same, in a time that tells nothing of where they differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    let differences = one.iter().zip(other).fold(0_u8, |sum, (one, other)| sum | (one ^ other));
    // `black_box` keeps the compiler from leaving the loop early.
    std::hint::black_box(differences) == 0 && one.len() == other.len()
}
