//! What contradicts itself in an answer.

use super::super::super::format::{Effect, Then};
use super::super::Fault;
use super::{Site, body, delay};
use crate::base::Severity;

pub(super) fn look(then: &Then, site: &Site<'_>, out: &mut Vec<Fault>) {
    let Then::Effect(effect) = then else { return };
    sources(effect, site, out);
    passing(effect, site, out);
    status(effect, site, out);
    if let Some(body) = &effect.body {
        body::look(body, effect.content_type.as_deref(), &site.join("body"), out);
    }
    if let Some(delay) = &effect.delay {
        delay::look(delay, &site.join("delay"), out);
    }
}

/// What the body comes from: one thing, not several.
fn sources(effect: &Effect, site: &Site<'_>, out: &mut Vec<Fault>) {
    let written = [
        ("body", effect.body.is_some()),
        ("file", effect.file.is_some()),
        ("example", effect.example.is_some()),
        ("patch", effect.patch.is_some()),
        ("redirect", effect.redirect.is_some()),
    ];
    let mut written = written.into_iter().filter(|(_, is_there)| *is_there).map(|(key, _)| key);
    let Some(first) = written.next() else { return };
    for other in written {
        // An example may be patched; nothing else goes together.
        if (first, other) != ("example", "patch") {
            let fault = site
                .join(other)
                .contradiction(format!("there are both `{first}` and `{other}`: the body can only be one of them"));
            out.push(fault.with_help(format!("leave `{first}` or `{other}` out")));
        }
    }
    if effect.file.is_some() {
        for (key, is_there) in [("drop", !effect.drop.as_slice().is_empty()), ("repeat", effect.repeat.is_some())] {
            if is_there {
                let fault =
                    site.join(key).contradiction(format!("`{key}` changes a body, and a file is sent as it is"));
                out.push(fault.with_help(format!("write the body under `body`, or leave `{key}` out")));
            }
        }
    }
}

/// `pass` with what it excludes.
fn passing(effect: &Effect, site: &Site<'_>, out: &mut Vec<Fault>) {
    if !effect.pass {
        return;
    }
    for key in ["status", "example", "content-type", "body", "file", "patch", "redirect"] {
        if site.has(key) {
            let message =
                format!("`pass` gives the answer that would be given without the rule, and `{key}` another one");
            out.push(site.join(key).contradiction(message).with_help(format!("leave `pass` or `{key}` out")));
        }
    }
}

/// Statuses that do not go with what else is said.
fn status(effect: &Effect, site: &Site<'_>, out: &mut Vec<Fault>) {
    let Some(status) = effect.status else { return };
    if effect.redirect.is_some() && !(300..400).contains(&status) {
        let fault = site.join("status").contradiction(format!("no client follows a redirect with status {status}"));
        out.push(fault.with_help("write 301, 302, 303, 307 or 308, or leave `status` out for 302"));
    }
    if [204, 205, 304].contains(&status) {
        for key in ["body", "file", "patch"].into_iter().filter(|key| site.has(key)) {
            let fault = site
                .join(key)
                .contradiction(format!("an answer with status {status} has no body: `{key}` is not sent"));
            out.push(fault.made(Severity::Warning));
        }
    }
}
