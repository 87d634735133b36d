//! Which rules decide about a call: of each aspect the most specific one that strikes.
//!
//! What asks for nothing but the call is looked at first, so that a call that no rule is for leaves no count behind and can be answered
//! from memory. Counts are kept only for rules whose conditions hold and that still have something to say.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use super::asked::Asked;
use super::effect::Effect;
use super::expression::{Beside, Data, Scope};
use super::ledger::{LedgerOptions, Session};
use super::pattern::by_segments;
use super::rate::Taken;
use super::rule::{Aspects, Candidate, Rule, RuleKey, Rules, ScenarioInfo};
use super::selector::Selector;
use super::strike::{Drawn, Missed};
use crate::base::Seed;
use crate::collection::Indexes;
use crate::contract::OperationId;
use crate::schema::{Locale, STANDSTILL};

/// Whom and what a call meets when it comes.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Whose story it is part of.
    pub session: Arc<Session>,
    /// When, counted from the start of the server.
    pub now: Duration,
    /// When, by the calendar, as templates tell it.
    pub clock: jiff::Timestamp,
    /// What time it is for generated data.
    pub today: jiff::Timestamp,
    /// The number of the call in its session, from 1.
    pub number: u64,
    /// Whether somebody wants to know why rules do not strike.
    pub explains: bool,
}

impl Visit {
    /// A visit apart from all others, at the beginning of time, in a session that begins with these options.
    #[must_use]
    pub fn alone(options: &LedgerOptions) -> Self {
        let (session, clock) = (Session::from_start(options), jiff::Timestamp::UNIX_EPOCH);
        Self { session, now: Duration::ZERO, clock, today: STANDSTILL, number: 1, explains: false }
    }
}

/// A call and whom it meets.
pub struct Question<'q> {
    /// What the scenarios say.
    pub rules: &'q Rules,
    /// The call.
    pub asked: &'q Asked<'q>,
    /// The operation that it leads to, if to any.
    pub operation: Option<OperationId>,
    /// Whom it meets.
    pub visit: &'q Visit,
    /// The scenarios that it asks for itself.
    pub named: &'q [String],
    /// The root of everything that is drawn for it: the call's, the session's, or the world's.
    pub seed: Seed,
    /// The language of fake data.
    pub locale: Locale,
    /// The filters and orders of collections that were asked for.
    pub indexes: &'q Indexes,
}

/// What the rules say of a call.
#[derive(Debug, Default)]
pub struct Verdict<'r> {
    /// The call is above a limit: nothing else counts.
    pub refusal: Option<Struck<'r>>,
    /// Status, headers and body.
    pub answer: Option<Struck<'r>>,
    /// How late it is.
    pub delay: Option<Struck<'r>>,
    /// What goes wrong on the wire.
    pub fault: Option<Struck<'r>>,
    /// Those that change nothing of the answer, and only leave something behind.
    pub beside: Vec<Struck<'r>>,
    /// The limits that the call was counted against.
    pub limits: Vec<Struck<'r>>,
    /// The rules that were looked at and do not strike, with the reason; empty unless the visit explains.
    pub missed: Vec<(&'r Rule, String)>,
    /// Whether anything but the call itself was asked: counts, states, the hour.
    pub is_unsteady: bool,
}

/// A rule that strikes.
#[derive(Clone, Copy, Debug)]
pub struct Struck<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// What it does to this call.
    pub effect: &'r Effect,
    /// How many calls have matched it, this one included.
    pub number: u64,
    /// For a limit: what it says of the call.
    pub taken: Option<Taken>,
}

/// Why a rule does not strike.
enum Miss {
    Path,
    Inactive,
    Condition,
    Drawn(Missed),
}

impl<'q> Question<'q> {
    /// What the templates and expressions of a rule can read. `hit` is the number of the call among those that match.
    #[must_use]
    pub fn scope<'s>(&self, scenario: &'s ScenarioInfo, rule: &RuleKey, hit: u64, rate: Option<&'s Taken>) -> Scope<'s>
    where
        'q: 's,
    {
        let Question { asked, visit, locale, .. } = *self;
        Scope {
            asked,
            settings: &scenario.settings,
            session: &visit.session,
            hit,
            rate,
            seed: self.seed.child(&rule.scenario).child(&rule.rule).nth(hit),
            locale,
            clock: visit.clock,
            beside: Beside { vars: &scenario.vars, data: Some(self.data()), ..Beside::default() },
        }
    }

    /// The collections, and what time it is for them.
    fn data<'s>(&self) -> Data<'s>
    where
        'q: 's,
    {
        let (collections, indexes, now) = (self.rules.collections(), self.indexes, self.visit.today.as_millisecond());
        Data { collections, indexes, sizes: &self.rules.sizes, root: self.seed, now }
    }

    /// Since when a scenario is on for this call; the windows of one that the call asks for itself run since its session was made.
    fn active_since(&self, scenario: &ScenarioInfo) -> Option<Duration> {
        let always = scenario.active == super::format::Active::Always;
        let is_named = || self.named.iter().any(|name| **name == *scenario.name);
        let session = &self.visit.session;
        session.is_active(&scenario.name, always).or_else(|| is_named().then(|| session.began()))
    }
}

impl Rules {
    /// What the rules say of a call, and what it leaves behind: counts, states, counters, settings.
    #[must_use]
    pub fn choose<'r>(&'r self, question: &Question<'_>) -> Verdict<'r> {
        let mut verdict = Verdict::default();
        let candidates = match question.operation {
            Some(id) => self.of_operation.get(id.index()),
            None => Some(&self.of_nothing),
        };
        let Some(candidates) = candidates.filter(|candidates| !candidates.list.is_empty()) else { return verdict };
        let names = candidates.sieve.names(question.asked);
        // Who explains wants to hear of all of them.
        let may_concern = |candidate: &&Candidate| candidate.needs & !names == 0 || question.visit.explains;
        let since: Vec<_> = self.scenarios.iter().map(|scenario| question.active_since(scenario)).collect();
        let entries = candidates.list.iter().filter(may_concern).filter_map(|candidate| {
            let rule = self.list.get(candidate.rule)?;
            let scenario = self.scenarios.get(rule.scenario)?;
            Some((candidate, rule, scenario, since.get(rule.scenario).copied().flatten()))
        });
        let (mut open, mut limits) = (Aspects { answer: true, delay: true, fault: true }, Vec::new());
        let mut entries = entries.peekable();
        // Limits stand first. All of them are asked before any counts: a call that one refuses is counted by none.
        while let Some((candidate, rule, scenario, since)) = entries.next_if(|(_, rule, ..)| rule.rate.is_some()) {
            match concerns(candidate, rule, scenario, since, question, &mut verdict.is_unsteady) {
                Ok(_) => limits.push(rule),
                Err(miss) => verdict.miss(miss, rule, scenario, question),
            }
        }
        verdict.count(&limits, question);
        for (candidate, rule, scenario, since) in entries {
            if verdict.refusal.is_some() {
                break;
            }
            // A rule that only leaves something behind, a setting or a count, has no say in what is decided, and strikes beside the others.
            if open.and(rule.aspects).is_none() && !rule.aspects.is_none() {
                if question.visit.explains {
                    verdict.missed.push((rule, "a more specific rule has decided".to_owned()));
                }
                continue;
            }
            match strikes(candidate, rule, scenario, since, question, &mut verdict.is_unsteady) {
                Ok(struck) => verdict.admit(struck, &mut open),
                Err(miss) => verdict.miss(miss, rule, scenario, question),
            }
        }
        self.leave(&verdict, question);
        verdict
    }

    /// What the rules that strike change in the session: counters first, so that settings may be made from them.
    fn leave(&self, verdict: &Verdict<'_>, question: &Question<'_>) {
        for one in verdict.struck() {
            let Some(scenario) = self.scenarios.get(one.rule.scenario) else { continue };
            for (counter, by) in &one.effect.count {
                question.visit.session.count(counter, *by);
            }
            for (setting, value) in &one.effect.set {
                // What cannot be worked out or held is left as it was: the answer does not depend on it.
                if let Ok(value) = value.value(&question.scope(scenario, &one.rule.key, one.number, one.taken.as_ref()))
                {
                    let _ = question.visit.session.set(setting, Some(value));
                }
            }
        }
    }
}

impl<'r> Verdict<'r> {
    /// The rules that strike, each once, though it decide several aspects.
    #[must_use]
    pub fn struck(&self) -> Vec<&Struck<'r>> {
        let all = [&self.refusal, &self.answer, &self.delay, &self.fault].into_iter().flatten().chain(&self.beside);
        let mut once: Vec<&Struck<'r>> = Vec::new();
        for one in all {
            if !once.iter().any(|other| std::ptr::eq(other.rule, one.rule)) {
                once.push(one);
            }
        }
        once
    }

    /// Counts the call against the limits that concern it.
    fn count(&mut self, limits: &[&'r Rule], question: &Question<'_>) {
        static NOTHING: LazyLock<Effect> = LazyLock::new(Effect::default);
        if limits.is_empty() {
            return;
        }
        self.is_unsteady = true;
        let by: Vec<_> = limits
            .iter()
            .map(|rule| joined(rule.rate.as_ref().map(|rate| rate.by.as_slice()).unwrap_or_default(), question.asked))
            .collect();
        let terms = limits.iter().zip(&by).filter_map(|(rule, by)| Some((&rule.key, rule.rate.as_ref()?, &**by)));
        let taken = question.visit.session.take_all(&terms.collect::<Vec<_>>(), question.visit.now);
        self.limits = limits
            .iter()
            .zip(taken)
            .map(|(rule, taken)| {
                let effect = rule.effects.first().unwrap_or(&NOTHING);
                Struck { rule, effect, number: 1, taken: Some(taken) }
            })
            .collect();
        let is_refusal = |struck: &&Struck<'_>| struck.taken.is_some_and(|taken| !taken.is_allowed);
        self.refusal = self.limits.iter().find(is_refusal).copied();
    }

    /// Notes a rule that does not strike, if somebody wants to know.
    fn miss(&mut self, miss: Miss, rule: &'r Rule, scenario: &ScenarioInfo, question: &Question<'_>) {
        if question.visit.explains {
            self.missed.push((rule, miss.told(rule, scenario, question)));
        }
    }

    /// Takes a rule that strikes: it decides what is still open.
    fn admit(&mut self, struck: Struck<'r>, open: &mut Aspects) {
        // What a step of a sequence says nothing of stays open, though another step speaks of it.
        let said = struck.effect.aspects();
        let has = open.and(said);
        if said.is_none() {
            self.beside.push(struck);
        }
        if has.answer {
            self.answer = Some(struck);
        }
        if has.delay {
            self.delay = Some(struck);
        }
        if has.fault {
            self.fault = Some(struck);
        }
        *open = Aspects {
            answer: open.answer && !said.answer,
            delay: open.delay && !said.delay,
            fault: open.fault && !said.fault,
        };
    }
}

/// Whether a rule or limit is for a call, before anything is counted; since when its scenario is on.
fn concerns(
    candidate: &Candidate,
    rule: &Rule,
    scenario: &ScenarioInfo,
    since: Option<Duration>,
    question: &Question<'_>,
    is_unsteady: &mut bool,
) -> Result<Duration, Miss> {
    let asked = question.asked;
    if candidate.path.as_ref().is_some_and(|pattern| !pattern.is_match(&by_segments(&asked.call.path))) {
        return Err(Miss::Path);
    }
    let since = since.ok_or(Miss::Inactive)?;
    if !rule.condition.may_hold(asked) {
        return Err(Miss::Condition);
    }
    if rule.condition.has_expressions() {
        *is_unsteady |= !rule.condition.is_steady();
        if !rule.condition.holds(&question.scope(scenario, &rule.key, 0, None)) {
            return Err(Miss::Condition);
        }
    }
    Ok(since)
}

/// Whether a rule strikes.
fn strikes<'r>(
    candidate: &Candidate,
    rule: &'r Rule,
    scenario: &ScenarioInfo,
    since: Option<Duration>,
    question: &Question<'_>,
    is_unsteady: &mut bool,
) -> Result<Struck<'r>, Miss> {
    let Question { asked, visit, .. } = *question;
    let since = concerns(candidate, rule, scenario, since, question, is_unsteady)?;
    let (mut number, mut step) = (1, 0);
    if !rule.strike.is_steady() {
        *is_unsteady = true;
        let per = joined(&rule.strike.per, asked);
        let state_per = rule.strike.state.as_ref().map(|state| joined(&state.per, asked)).unwrap_or_default();
        let since = visit.now.saturating_sub(since);
        match visit.session.draw(&rule.key, &rule.strike, (&per, &state_per), since, question.seed) {
            Drawn::Strikes { number: drawn, step: turn } => (number, step) = (drawn, turn),
            Drawn::Misses(missed) => return Err(Miss::Drawn(missed)),
        }
    }
    let effect = rule.effects.get(step).ok_or(Miss::Drawn(Missed::Ended { number }))?;
    *is_unsteady |= !effect.is_steady();
    Ok(Struck { rule, effect, number, taken: None })
}

/// What a call has where selectors look, as one text: each value told apart from the next by its length.
fn joined(selectors: &[Selector], asked: &Asked<'_>) -> Cow<'static, str> {
    match selectors {
        [] => Cow::Borrowed(""),
        [one] => one.of(asked).into(),
        several => {
            let values = several.iter().map(|one| one.of(asked));
            values.map(|value| format!("{}:{value}", value.len())).collect::<Vec<_>>().join(" ").into()
        }
    }
}

impl Miss {
    /// In words.
    fn told(self, rule: &Rule, scenario: &ScenarioInfo, question: &Question<'_>) -> String {
        match self {
            Self::Path => format!("the path `{}` is another one", question.asked.call.path),
            Self::Inactive => format!("the scenario `{}` is off", scenario.name),
            Self::Condition => {
                let failing = rule.condition.failing(&question.scope(scenario, &rule.key, 0, None));
                failing.unwrap_or_else(|| "its conditions do not hold".to_owned())
            }
            Self::Drawn(missed) => missed.told(&rule.strike).to_string(),
        }
    }
}
