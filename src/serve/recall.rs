//! Remembers answers: the same call to the same world gets the same bytes, so what was worked out once need not be again.
//!
//! It decides nothing and changes nothing: without it every answer would be the same, later. Invariants: it holds no more bytes than it
//! was given; no lock is held while an answer is worked out.

use std::collections::{HashMap, HashSet};
use std::hash::Hasher;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use siphasher::sip128::{Hasher128, SipHasher13};

use crate::contract::Call;
use crate::respond::Plan;

/// Parts that are locked on their own, so that cores seldom wait for one another.
const PARTS: usize = 16;
/// The largest request that is remembered, in bytes of its body.
const LARGEST_BODY: usize = 16 << 10;
/// The calls of one part that are known to have been asked once.
const MOST_ONCE: usize = 1_024;
/// What an answer takes besides its texts, about.
const OVERHEAD: usize = 512;

/// What a header takes besides its texts, about.
const HEADER: usize = 64;

/// The answers to the calls of late.
#[derive(Debug)]
pub(super) struct Recall {
    parts: [Mutex<Part>; PARTS],
    /// The bytes that one generation of one part may hold.
    budget: usize,
}

/// Two generations: what was asked for since the last change, and what was before. A change forgets the older one. Only what is asked for
/// twice is remembered: most addresses of things are asked for once.
#[derive(Debug, Default)]
struct Part {
    young: HashMap<u128, Plan>,
    old: HashMap<u128, Plan>,
    bytes: usize,
    /// What was asked for once.
    once: HashSet<u128>,
}

impl Recall {
    /// Room for answers of so many bytes together.
    pub(super) fn new(bytes: usize) -> Self {
        Self { parts: std::array::from_fn(|_| Mutex::default()), budget: bytes / PARTS / 2 }
    }

    /// The answer to a call: remembered, or worked out. What was remembered at another epoch of the sessions or on another day does not
    /// count.
    pub(super) fn answer(&self, call: &Call, when: (u64, jiff::Timestamp), work: impl FnOnce() -> Plan) -> Plan {
        if call.body.len() > LARGEST_BODY || call.over_limit {
            return work();
        }
        let key = key(call, when);
        let part = usize::try_from(key % PARTS as u128).ok().and_then(|at| self.parts.get(at));
        let Some(part) = part else { return work() };
        let locked = || part.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = locked().find(key, self.budget) {
            return plan;
        }
        let plan = work();
        if !plan.is_steady {
            return plan;
        }
        let mut part = locked();
        if part.is_asked_again(key) {
            let size = size(&plan);
            if size <= self.budget / 4 {
                part.keep(key, plan.clone(), size, self.budget);
            }
        }
        plan
    }
}

impl Part {
    /// Whether this is the second time; forgets all first ones when there are too many.
    fn is_asked_again(&mut self, key: u128) -> bool {
        if self.once.remove(&key) {
            return true;
        }
        if self.once.len() >= MOST_ONCE {
            self.once.clear();
        }
        self.once.insert(key);
        false
    }

    fn find(&mut self, key: u128, budget: usize) -> Option<Plan> {
        if let Some(plan) = self.young.get(&key) {
            return Some(plan.clone());
        }
        let plan = self.old.remove(&key)?;
        let size = size(&plan);
        self.keep(key, plan.clone(), size, budget);
        Some(plan)
    }

    fn keep(&mut self, key: u128, plan: Plan, size: usize, budget: usize) {
        if self.bytes + size > budget {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += size;
        self.young.insert(key, plan);
    }
}

/// What an answer takes in memory, about, in bytes.
fn size(plan: &Plan) -> usize {
    let headers = plan.reply.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + HEADER);
    let steps = plan.trace.steps.iter().map(String::len);
    plan.reply.body.len() + headers.chain(steps).sum::<usize>() + OVERHEAD
}

/// Everything of a call that its answer may depend on, in 128 bits: two calls that share them do not turn up.
fn key(call: &Call, (epoch, today): (u64, jiff::Timestamp)) -> u128 {
    let mut hasher = SipHasher13::new();
    // Every part is told apart from the next by its length.
    let mut write = |bytes: &[u8]| {
        hasher.write_usize(bytes.len());
        hasher.write(bytes);
    };
    write(call.method.as_str().as_bytes());
    write(call.path.as_bytes());
    write(call.query.as_deref().unwrap_or("\0").as_bytes());
    for (name, value) in &call.headers {
        write(name.as_str().as_bytes());
        write(value.as_bytes());
    }
    write(&call.body);
    match call.peer {
        Some(IpAddr::V4(address)) => write(&address.octets()),
        Some(IpAddr::V6(address)) => write(&address.octets()),
        None => write(b""),
    }
    write(&epoch.to_le_bytes());
    write(&today.as_millisecond().to_le_bytes());
    hasher.finish128().as_u128()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use http::Method;

    use super::*;
    use crate::respond::{Reply, Trace};

    const TODAY: jiff::Timestamp = jiff::Timestamp::UNIX_EPOCH;

    fn plan(body: &str) -> Plan {
        let mut reply = Reply::empty(200);
        reply.body = body.to_owned().into();
        Plan::of(reply, Trace::default())
    }

    #[test]
    fn a_call_is_worked_out_twice_and_another_one_anew() {
        let recall = Recall::new(1 << 20);
        let worked = Cell::new(0);
        let ask = |call: &Call| {
            let work = || {
                worked.set(worked.get() + 1);
                plan(&call.target())
            };
            recall.answer(call, (0, TODAY), work).reply.body.bytes().into_owned()
        };
        let mut with_header = Call::new(Method::GET, "/a");
        with_header.headers.insert("accept", http::HeaderValue::from_static("text/csv"));
        let calls = [
            Call::new(Method::GET, "/a"),
            Call::new(Method::HEAD, "/a"),
            Call::new(Method::GET, "/a?"),
            Call::new(Method::GET, "/ab"),
            with_header,
        ];
        for round in 0..3 {
            for call in &calls {
                assert_eq!(ask(call), call.target().into_bytes(), "{round}");
            }
        }
        assert_eq!(worked.get(), 2 * calls.len());
    }

    #[test]
    fn what_is_held_is_bounded() {
        let recall = Recall::new(1 << 20);
        for index in (0..5_000).flat_map(|index| [index, index]) {
            recall.answer(&Call::new(Method::GET, &format!("/{index}")), (0, TODAY), || plan(&"x".repeat(index)));
        }
        let held = |part: &Mutex<Part>| {
            let part = part.lock().unwrap();
            part.young.values().chain(part.old.values()).map(size).sum::<usize>()
        };
        let held = recall.parts.iter().map(held).sum::<usize>();
        assert!((1 << 18..=1 << 20).contains(&held), "{held}");
    }
}
