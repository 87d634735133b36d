//! What is said of a session from outside: which scenarios are on and since when, settings, a seed, a time. It is read by each call and seldom
//! changed.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Map, Value};

use super::super::now::Now;
use super::Full;
use crate::base::Seed;

/// What a setting takes besides its texts, and each value inside one.
const VALUE: usize = 80;

/// What is said of a session from outside.
#[derive(Debug, Default)]
pub(super) struct Steering {
    /// When the windows of all scenarios began.
    began: Duration,
    scenarios: BTreeMap<Box<str>, Standing>,
    settings: BTreeMap<Box<str>, Value>,
    settings_bytes: usize,
    seed: Option<Seed>,
    now: Option<Now>,
    /// Whether a session made anew would be another one.
    is_changed: bool,
}

/// What was said of one scenario.
#[derive(Clone, Copy, Debug)]
struct Standing {
    /// Whether it is on, where it was switched.
    on: Option<bool>,
    /// When its windows began.
    began: Duration,
}

impl Steering {
    /// When the windows of all scenarios began.
    pub(super) const fn began(&self) -> Duration {
        self.began
    }

    /// Nothing said, but that these scenarios are on.
    pub(super) fn new(active: &[String], now: Duration) -> Self {
        let on = |name: &String| (name.as_str().into(), Standing { on: Some(true), began: now });
        Self { began: now, scenarios: active.iter().map(on).collect(), ..Self::default() }
    }

    /// Whether a scenario is on, and since when.
    pub(super) fn is_active(&self, scenario: &str, always: bool) -> Option<Duration> {
        let standing = self.scenarios.get(scenario).copied();
        let Standing { on, began } = standing.unwrap_or(Standing { on: None, began: self.began });
        on.unwrap_or(always).then_some(began)
    }

    pub(super) fn activate(&mut self, scenario: &str, on: bool, now: Duration) {
        self.is_changed = true;
        self.scenarios.insert(scenario.into(), Standing { on: Some(on), began: now });
    }

    /// Begins the windows of one scenario anew, or of all.
    pub(super) fn restart(&mut self, scenario: Option<&str>, now: Duration) {
        let Some(scenario) = scenario else {
            self.began = now;
            self.scenarios.values_mut().for_each(|standing| standing.began = now);
            return;
        };
        let on = self.scenarios.get(scenario).and_then(|standing| standing.on);
        self.scenarios.insert(scenario.into(), Standing { on, began: now });
    }

    pub(super) fn setting(&self, name: &str) -> Option<Value> {
        self.settings.get(name).cloned()
    }

    /// Changes a setting, or takes the change back; settings together may take `room` bytes. Whether it was another one before.
    pub(super) fn set(&mut self, name: &str, value: Option<Value>, room: usize) -> Result<bool, Full> {
        if self.settings.get(name) == value.as_ref() {
            return Ok(false);
        }
        let before = self.settings.get(name).map_or(0, |value| weight(name, value));
        let after = value.as_ref().map_or(0, |value| weight(name, value));
        let bytes = self.settings_bytes - before + after;
        if after > before && bytes > room {
            return Err(Full);
        }
        match value {
            Some(value) => self.settings.insert(name.into(), value),
            None => self.settings.remove(name),
        };
        self.settings_bytes = bytes;
        self.is_changed = true;
        Ok(true)
    }

    /// What a session has from the start is not a change.
    pub(super) const fn begin(&mut self) {
        self.is_changed = false;
    }

    pub(super) fn seed(&self) -> Option<Seed> {
        self.seed
    }

    pub(super) fn set_seed(&mut self, seed: Option<Seed>) {
        self.is_changed = true;
        self.seed = seed;
    }

    pub(super) fn now(&self) -> Option<Now> {
        self.now
    }

    pub(super) fn set_now(&mut self, now: Option<Now>) {
        self.is_changed = true;
        self.now = now;
    }

    /// Whether a session made anew would give other steady answers.
    pub(super) fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// The bytes of everything, about.
    pub(super) fn bytes(&self) -> usize {
        let names: usize = self.scenarios.keys().map(|name| name.len() + VALUE).sum();
        names + self.settings_bytes
    }

    pub(super) fn settings(&self) -> Map<String, Value> {
        self.settings.iter().map(|(name, value)| (name.to_string(), value.clone())).collect()
    }

    /// The scenarios that were switched.
    pub(super) fn switched(&self) -> BTreeMap<String, bool> {
        self.scenarios.iter().filter_map(|(name, standing)| Some((name.to_string(), standing.on?))).collect()
    }
}

/// What a setting takes. Values may be deep, so the stack is our own.
fn weight(name: &str, value: &Value) -> usize {
    let (mut bytes, mut rest) = (name.len(), vec![value]);
    while let Some(value) = rest.pop() {
        bytes += VALUE;
        match value {
            Value::String(text) => bytes += text.len(),
            Value::Array(items) => rest.extend(items),
            Value::Object(members) => {
                bytes += members.keys().map(String::len).sum::<usize>();
                rest.extend(members.values());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    bytes
}
