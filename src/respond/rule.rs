//! Step 3: what the scenarios say of a call. It asks the rules once, tells the trace which of them strike, and lays what the limits say on
//! the answer; what an effect does to an answer is the business of `effect`.

use super::Aim;
use super::effect::{self, To};
use super::prefer::Prefer;
use super::reply::{Plan, Reply};
use super::trace::Trace;
use super::world::World;
use crate::contract::Call;
use crate::scenario::format::{Delay, Latency, Standard};
use crate::scenario::{Asked, Pace, Question, Scope, Struck, Taken, Verdict, Visit};

/// What the rules say, and what their templates can read.
pub(super) struct Ruling<'r> {
    world: &'r World,
    question: Question<'r>,
    verdict: Verdict<'r>,
}

/// Asks the rules about a call that leads to an operation. What they say of delay and faults goes into the plan.
pub(super) fn ask<'r>(aim: &'r Aim<'_>, asked: &'r Asked<'r>, plan: &mut Plan, trace: &mut Trace) -> Ruling<'r> {
    let question = question(aim.world, asked, aim.visit, aim.prefer);
    Ruling::of(aim.world, Question { operation: Some(aim.id), ..question }, aim.prefer, plan, trace)
}

/// Lets the rules speak of a call that leads to no operation; `plan` holds the answer that it has without them.
pub(super) fn astray(world: &World, call: &Call, visit: &Visit, prefer: &Prefer, plan: &mut Plan, trace: &mut Trace) {
    let asked = Asked::nowhere(call);
    let ruling = Ruling::of(world, question(world, &asked, visit, prefer), prefer, plan, trace);
    if let Some(struck) = ruling.struck() {
        let usual = std::mem::replace(&mut plan.reply, Reply::empty(200));
        plan.reply = effect::ruled(To::Astray(world, call, &usual), struck, &ruling.scope(struck), trace);
    }
    ruling.dress(&mut plan.reply, trace);
    plan.is_steady &= !asked.is_unsteady();
}

fn question<'q>(world: &'q World, asked: &'q Asked<'q>, visit: &'q Visit, prefer: &'q Prefer) -> Question<'q> {
    let seed = prefer.seed.unwrap_or(world.options.seed);
    let (rules, indexes) = (&world.rules, &world.indexes);
    Question {
        rules,
        indexes,
        asked,
        operation: None,
        visit,
        named: &prefer.scenarios,
        seed,
        locale: world.options.locale,
    }
}

impl<'r> Ruling<'r> {
    fn of(world: &'r World, question: Question<'r>, prefer: &Prefer, plan: &mut Plan, trace: &mut Trace) -> Self {
        let verdict = world.rules.choose(&question);
        for (rule, why_not) in &verdict.missed {
            trace.note(format!("rule: {}: no, {why_not}", rule.label));
        }
        plan.is_steady &= !verdict.is_unsteady;
        plan.fault = verdict.fault.and_then(|struck| struck.effect.fault);
        for one in verdict.struck() {
            trace.rules.push(one.rule.key.to_string());
            trace.note(format!("rule: {}", one.rule.label));
        }
        let ruling = Self { world, question, verdict };
        plan.pace = ruling.pace(prefer);
        plan.is_steady &= ruling.world.options.delay.as_ref().is_none_or(Latency::is_fixed);
        if !plan.pace.head.is_zero() {
            trace.note(format!("delay: {:?}", plan.pace.head));
        }
        if let Some(fault) = &plan.fault {
            trace.note(format!("fault: {fault}"));
        }
        ruling
    }

    /// The rule that decides status, headers and body, if one does.
    pub(super) fn struck(&self) -> Option<&Struck<'r>> {
        self.verdict.refusal.as_ref().or(self.verdict.answer.as_ref())
    }

    /// What its templates can read.
    pub(super) fn scope<'s>(&'s self, struck: &'s Struck<'r>) -> Scope<'s> {
        self.question.scope(
            self.world.rules.scenario_of(struck.rule),
            &struck.rule.key,
            struck.number,
            struck.taken.as_ref(),
        )
    }

    /// How late the answer is: as the client asks, as a rule says, as everything is.
    fn pace(&self, prefer: &Prefer) -> Pace {
        if let Some(span) = prefer.delay {
            return Pace { head: span.0, ..Pace::default() };
        }
        let seed = |part: &str, number: u64| self.question.seed.child("delay").child(part).nth(number);
        let struck = self.verdict.refusal.or(self.verdict.delay);
        if let Some((struck, delay)) = struck.and_then(|struck| Some((struck, struck.effect.delay.as_ref()?))) {
            return Pace::draw(delay, seed(&struck.rule.key.to_string(), struck.number));
        }
        let latency = self.world.options.delay.clone();
        latency
            .map(|latency| Pace::draw(&Delay::Head(latency), seed("", self.question.visit.number)))
            .unwrap_or_default()
    }

    /// Lays on the answer what the limits say that the call was counted against: the fields of the IETF's draft
    /// (draft-ietf-httpapi-ratelimit-headers-10), and what the scenario writes.
    pub(super) fn dress(&self, reply: &mut Reply, trace: &mut Trace) {
        for struck in &self.verdict.limits {
            let Some(taken) = struck.taken else { continue };
            trace.note(format!("limit: {}: {} of {} left", struck.rule.label, taken.remaining, taken.limit));
            if struck.rule.standard == Standard::Ietf {
                let name = quoted(&struck.rule.key.rule);
                let window = struck.rule.rate.as_ref().map_or(0, |rate| Taken::seconds(rate.per));
                let reset = Taken::seconds(taken.reset);
                reply.add("ratelimit-policy", &format!("{name};q={};w={window}", taken.limit));
                reply.add("ratelimit", &format!("{name};r={};t={reset}", taken.remaining));
                if !taken.is_allowed {
                    reply.set("retry-after", &Taken::seconds(taken.retry_after).to_string());
                }
            }
            if let Some(dress) = &struck.rule.dress {
                effect::headers(reply, dress, &self.scope(struck), trace);
            }
        }
    }
}

/// A name as a string of a structured field (RFC 8941 §3.3.3).
fn quoted(name: &str) -> String {
    let plain = |character: char| if (' '..='~').contains(&character) { character } else { '?' };
    let name: String = name.chars().map(plain).collect();
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}
