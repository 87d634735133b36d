//! When a rule strikes, from words to numbers.

use std::time::Duration;

use crate::base::{Defect, Defects, Place, Severity};
use crate::scenario::format::{self, OneOrMany, Times};
use crate::scenario::rate::Rate;
use crate::scenario::selector::Selector;
use crate::scenario::strike::{State, Strike, Window};

/// When a rule strikes; the steps are those of its effects.
pub(super) fn strike(written: &format::Rule, scenario: &str, at: &Place, defects: &mut Defects) -> Strike {
    let per = written.per.as_ref().map(|per| selectors(per, &at.join("per"), defects)).unwrap_or_default();
    Strike {
        times: written.times.as_ref().map(|times| match times {
            Times::First(last) => (1, Some(*last)),
            Times::Between(between) => (between.from.unwrap_or(1), between.to),
        }),
        every: written.every,
        chance: written.chance.map(|share| share.0 / 100.0),
        window: written.window.as_ref().map(|window| Window {
            after: window.after.map_or(Duration::ZERO, |span| span.0),
            lasts: window.lasts.map(|span| span.0),
            every: window.every.map(|span| span.0),
        }),
        state: written.state.as_ref().map(|state| State {
            of: state.of.clone().unwrap_or_else(|| scenario.to_owned()),
            needs: state.needs.as_ref().map(|needs| needs.as_slice().to_vec()).unwrap_or_default(),
            becomes: state.becomes.clone(),
            per: match &state.per {
                Some(own) => selectors(own, &at.join("state").join("per"), defects),
                None => per.clone(),
            },
        }),
        steps: 0,
        ends: written.ends,
        per,
        counts: false,
    }
}

/// A limit.
pub(super) fn rate(written: &format::Rate, at: &Place, defects: &mut Defects) -> Rate {
    Rate {
        calls: written.calls,
        per: written.per.0,
        algorithm: written.algorithm,
        burst: written.burst.unwrap_or(written.calls),
        by: selectors(&written.by, &at.join("by"), defects),
    }
}

fn selectors(written: &OneOrMany<String>, at: &Place, defects: &mut Defects) -> Vec<Selector> {
    let is_list = matches!(written, OneOrMany::Many(_));
    let mut all = Vec::new();
    for (number, text) in written.as_slice().iter().enumerate() {
        match Selector::parse(text) {
            Ok(selector) => all.push(selector),
            Err(message) => {
                let at = if is_list { at.nth(number) } else { at.clone() };
                let (code, severity) = ("scenario-value", Severity::Error);
                defects.push(Defect { code, severity, at, message, help: None });
            }
        }
    }
    all
}
