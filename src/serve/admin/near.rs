//! Whether a call of the journal is as a test describes, and how near it came: the first thing about it that is otherwise.
//!
//! A call is read again by the contract in service, so that what a test says of its body means what a rule would mean by it.

use std::fmt::Write;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::request::Request;
use crate::contract::{Captures, Operation, Routed};
use crate::respond::World;
use crate::scenario::{Asked, Beside, Condition, PathGlob, Scope, Session};
use crate::serve::journal::{Entry, StatusFilter};

/// Calls that are shown when too few are right.
const MOST_NEAR: usize = 3;

/// What a call has to be.
pub(super) struct Wanted {
    /// The name of its operation.
    pub(super) operation: Option<String>,
    /// Its method, in upper case.
    pub(super) method: Option<String>,
    /// Its path, as it was written and compiled.
    pub(super) path: Option<(String, PathGlob)>,
    /// The status of its answer, as it was written and read.
    pub(super) status: Option<(String, StatusFilter)>,
    /// What else must be true of it.
    pub(super) condition: Option<Condition>,
}

/// What is otherwise.
pub(super) struct Miss {
    /// The first thing.
    pub(super) reason: String,
    /// How much is right: what was checked first weighs most, then how much its path is like the wanted one.
    right: f64,
}

/// Judges calls.
pub(super) struct Judge<'w> {
    world: &'w World,
    wanted: &'w Wanted,
    session: Arc<Session>,
    settings: Map<String, Value>,
}

impl Wanted {
    /// In words, behind a number of calls.
    pub(super) fn told(&self) -> String {
        let mut told = String::new();
        if let Some(operation) = &self.operation {
            let _ = write!(told, " of `{operation}`");
        }
        let address: Vec<&str> =
            [self.method.as_deref(), self.path.as_ref().map(|(text, _)| text.as_str())].into_iter().flatten().collect();
        if !address.is_empty() {
            let _ = write!(told, " to `{}`", address.join(" "));
        }
        if let Some((status, _)) = &self.status {
            let _ = write!(told, " answered `{status}`");
        }
        if self.condition.is_some() {
            told.push_str(" as described");
        }
        told
    }
}

impl<'w> Judge<'w> {
    /// Judges by the world in service; `session` is the one whose settings and counters expressions read.
    pub(super) fn new(request: &'w Request<'_>, session: Option<&str>, wanted: &'w Wanted) -> Self {
        let session = request.host.ledger.known(session.unwrap_or_default());
        let session = session.unwrap_or_else(|| Session::alone(&[]));
        let world = &*request.stage.world;
        let mut settings = Map::new();
        for (name, value) in world.rules.scenarios().iter().flat_map(|info| &info.settings) {
            settings.entry(name).or_insert_with(|| value.clone());
        }
        Self { world, wanted, session, settings }
    }

    /// Whether a call is right.
    pub(super) fn judge(&self, entry: &Entry) -> Result<(), Miss> {
        let (wanted, call) = (self.wanted, &entry.call);
        let mut faults = Vec::new();
        if let Some(name) = wanted.operation.as_ref().filter(|name| entry.trace.operation.as_ref() != Some(name)) {
            faults.push(match &entry.trace.operation {
                Some(other) => (8.0, format!("it is a call of `{other}`, not of `{name}`")),
                None => (8.0, format!("it led to no operation, and not to `{name}`")),
            });
        }
        if let Some((text, _)) = wanted.path.as_ref().filter(|(_, glob)| !glob.covers(&call.path)) {
            faults.push((4.0, format!("its path is `{}`, not `{text}`", call.path)));
        }
        if let Some(method) = wanted.method.as_ref().filter(|method| **method != call.method.as_str()) {
            faults.push((2.0, format!("its method is `{}`, not `{method}`", call.method)));
        }
        if let Some((text, _)) = wanted.status.as_ref().filter(|(_, filter)| !filter.covers(entry.status.as_u16())) {
            faults.push((1.0, format!("its status is `{}`, not `{text}`", entry.status.as_u16())));
        }
        if faults.is_empty() {
            let failing = wanted.condition.as_ref().and_then(|condition| self.failing(condition, entry));
            faults.extend(failing.map(|reason| (0.5, reason)));
        }
        let wrong: f64 = faults.iter().map(|(weight, _)| weight).sum();
        match faults.into_iter().next() {
            None => Ok(()),
            Some((_, reason)) => Err(Miss { reason, right: self.likeness(entry) - wrong }),
        }
    }

    /// How much the address of a call is like the wanted one, from 0 to 1.
    fn likeness(&self, entry: &Entry) -> f64 {
        let own = format!("{} {}", entry.call.method, entry.call.path);
        let operation = self.wanted.operation.as_deref().and_then(|name| self.world.contract.named(name));
        let wanted = match (operation, &self.wanted.path, &self.wanted.method) {
            (Some(operation), ..) => format!("{} {}", operation.method, operation.template),
            (None, Some((path, _)), method) => format!("{} {path}", method.as_deref().unwrap_or("GET")),
            (None, None, _) => return 1.0,
        };
        strsim::jaro_winkler(&own, &wanted)
    }

    /// The first condition that a call does not meet.
    fn failing(&self, condition: &Condition, entry: &Entry) -> Option<String> {
        let call = &entry.call;
        let reason = |asked: &Asked<'_>| {
            let scope = Scope {
                asked,
                settings: &self.settings,
                session: &self.session,
                hit: 0,
                rate: None,
                seed: self.world.options.seed,
                locale: self.world.options.locale,
                clock: entry.at,
                beside: Beside::default(),
            };
            condition.failing(&scope)
        };
        let failing = match self.route(entry) {
            Some((operation, captures)) => {
                let inputs = operation.read(call, &captures, self.world.contract.schemas());
                reason(&Asked::of(call, operation, &captures, &inputs))
            }
            None => reason(&Asked::nowhere(call)),
        };
        let is_cut = call.body.len() < entry.sent;
        failing.map(|reason| if is_cut { format!("{reason} (of its body only a part is known)") } else { reason })
    }

    /// The operation that answered a call, and the variables of its path.
    fn route(&self, entry: &Entry) -> Option<(&Operation, Captures)> {
        let contract = &self.world.contract;
        let method = [entry.call.method.clone(), http::Method::GET];
        let mut routed = method.iter().map(|method| contract.route(method, &entry.call.path));
        let found = routed.find_map(|routed| match routed {
            Routed::Matched(found) => Some(found),
            Routed::WrongMethod(_) | Routed::Unknown => None,
        })?;
        let named = found.iter().find(|(id, _)| {
            contract.operation(*id).is_some_and(|operation| Some(&operation.name) == entry.trace.operation.as_ref())
        });
        let (id, captures) = named?;
        Some((contract.operation(*id)?, captures.clone()))
    }
}

/// The calls that came nearest: of equally near ones the last.
pub(super) fn nearest(mut missed: Vec<(&Arc<Entry>, Miss)>) -> Vec<(&Arc<Entry>, Miss)> {
    missed.sort_by(|(one, a), (other, b)| b.right.total_cmp(&a.right).then(other.number.cmp(&one.number)));
    missed.truncate(MOST_NEAR);
    missed
}
