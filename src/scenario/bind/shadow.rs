//! Rules that never strike, because another one always decides first.

use std::collections::BTreeMap;

use crate::base::{Defect, Defects, Severity};
use crate::contract::Contract;
use crate::scenario::format::Active;
use crate::scenario::rule::{Aspects, Candidate, Rule, Rules};

/// Tells of every rule that is behind another one wherever it could strike.
pub(super) fn tell(rules: &Rules, contract: &Contract, defects: &mut Defects) {
    let mut seen: BTreeMap<usize, Option<(usize, String)>> = BTreeMap::new();
    let named = contract.operations().iter().map(|operation| operation.name.as_str());
    let lists = rules.of_operation.iter().zip(named).chain([(&rules.of_nothing, "undocumented calls")]);
    for (candidates, name) in lists {
        for (position, candidate) in candidates.list.iter().enumerate() {
            let before = candidates.list.get(..position).unwrap_or_default();
            let shadow = shadow(rules, before, candidate).map(|by| (by, name.to_owned()));
            // One operation where it can strike is enough.
            seen.entry(candidate.rule).and_modify(|known| *known = known.take().and(shadow.clone())).or_insert(shadow);
        }
    }
    for (index, shadow) in seen {
        let (Some(rule), Some((by, _))) = (rules.list.get(index), shadow) else { continue };
        let Some(first) = rules.list.get(by) else { continue };
        let message = format!("this rule never strikes: `{}` decides first about every call", first.label);
        let help = Some("make its `on` or `when` more specific, put it before the other one, or remove it".to_owned());
        let (code, severity, at) = ("scenario-shadowed", Severity::Warning, rule.place.clone());
        defects.push(Defect { code, severity, at, message, help });
    }
}

/// The first rule that decides everything that this one has a say in, whatever the call.
fn shadow(rules: &Rules, before: &[Candidate], candidate: &Candidate) -> Option<usize> {
    let rule = rules.list.get(candidate.rule)?;
    if rule.rate.is_some() {
        return None;
    }
    let decides = |other: &&Candidate| {
        let Some(first) = rules.list.get(other.rule) else { return false };
        let covers = other.path.is_none() || same_path(other, candidate);
        let is_on = first.scenario == rule.scenario || rules.scenario_of(first).active == Active::Always;
        covers && is_on && is_unconditional(first) && said_by_all(first).and(rule.aspects) == rule.aspects
    };
    before.iter().find(decides).map(|other| other.rule)
}

fn same_path(one: &Candidate, other: &Candidate) -> bool {
    let text = |candidate: &Candidate| candidate.path.as_ref().map(|path| path.as_str().to_owned());
    text(one) == text(other)
}

fn is_unconditional(rule: &Rule) -> bool {
    let strike = &rule.strike;
    let is_free = strike.times.is_none()
        && strike.every.is_none()
        && strike.chance.is_none()
        && strike.window.is_none()
        && strike.state.is_none()
        && (strike.steps <= 1 || strike.ends != crate::scenario::format::Ends::Pass);
    rule.rate.is_none() && is_free && rule.condition.is_empty()
}

/// What every step of a rule has a say in.
fn said_by_all(rule: &Rule) -> Aspects {
    let all = Aspects { answer: true, delay: true, fault: true };
    rule.effects.iter().fold(all, |said, effect| said.and(effect.aspects()))
}
