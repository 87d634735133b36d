//! A session as it is told to people and programs: everything sorted.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Map, Value};

use super::super::now::Now;
use crate::base::Seed;

/// What there is to tell of a session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionView {
    /// Its name.
    pub name: String,
    /// When it was made and last used.
    pub times: (Duration, Duration),
    /// Calls so far.
    pub calls: u64,
    /// Bytes, about.
    pub bytes: usize,
    /// Its seed, where it has one of its own.
    pub seed: Option<Seed>,
    /// What time it is for its generated data, where it has a time of its own.
    pub now: Option<Now>,
    /// Settings that were changed in it.
    pub settings: Map<String, Value>,
    /// Its counters.
    pub counters: BTreeMap<String, i64>,
    /// What has which state: (what, which one of them) → state. What is in the state that everything has at first is not there.
    pub states: BTreeMap<(String, String), String>,
    /// Scenarios that were switched on or off in it, or are on from the start because the server was told so.
    pub scenarios: BTreeMap<String, bool>,
}
