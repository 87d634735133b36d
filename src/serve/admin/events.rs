//! What happens, as server-sent events (HTML Living Standard, "Server-sent events"): calls, reloads, sessions, scenarios.
//!
//! A client that comes back says which call it saw last (`Last-Event-ID`) and gets those that it missed and the journal still has.
//! Invariants: nobody waits for a client; one that is too slow is told how much it missed; nothing in an event is a secret.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use tokio::sync::broadcast::Receiver;
use tokio::time::timeout;

use super::mask::Mask;
use super::problem::Problem;
use super::request::Request;
use super::shown::short;
use crate::respond::World;
use crate::serve::journal::{Entry, Event, Events, Heard, Search};

/// The media type of a [`Feed`].
pub(in crate::serve) const MEDIA_TYPE: &str = "text/event-stream";
/// A sign of life after so long a silence, so that proxies do not think that the connection is dead.
const SILENCE: Duration = Duration::from_secs(15);
/// That sign.
const ALIVE: &[u8] = b": alive\n\n";

/// What one client hears.
pub(in crate::serve) struct Feed {
    receiver: Receiver<Event>,
    /// The session whose calls it hears of; `None` for all.
    session: Option<Arc<str>>,
    world: Arc<World>,
    mask: Mask,
    /// What is to be sent before anything new.
    waiting: VecDeque<Bytes>,
    /// The number of the last call that is among those.
    seen: u64,
}

impl Feed {
    /// Listens from now on.
    pub(super) fn open(request: &Request<'_>) -> Result<Self, Problem> {
        // First to listen, then to look back: a call in between is in both, and is told once.
        let receiver = request.host.events.listen();
        let (world, mask) = (Arc::clone(&request.stage.world), request.mask());
        let mut waiting = VecDeque::from([Bytes::from_static(b"retry: 1000\n: listening\n\n")]);
        let mut seen = 0;
        if let Some(last) = request.call.header("last-event-id") {
            let wrong =
                || Problem::new(400, "invalid-header", "Invalid header", "`Last-Event-ID` is the number of a call");
            let since = last.parse().map_err(|_| wrong())?;
            let search = Search { session: request.session.clone(), since, ..Search::default() };
            for entry in request.host.journal.search(&search) {
                seen = entry.number;
                waiting.push_back(of_call(&entry, &mask, &world));
            }
        }
        Ok(Self { receiver, session: request.session.clone(), world, mask, waiting, seen })
    }

    /// The next bytes to send: an event, or a sign of life. `None` ends the stream.
    pub(in crate::serve) async fn next(&mut self) -> Option<Bytes> {
        if let Some(bytes) = self.waiting.pop_front() {
            return Some(bytes);
        }
        loop {
            match timeout(SILENCE, Events::next(&mut self.receiver)).await {
                Err(_) => return Some(Bytes::from_static(ALIVE)),
                Ok(Heard::End) => return None,
                Ok(Heard::Missed(missed)) => return Some(encoded("missed", None, &json!({ "events": missed }))),
                Ok(Heard::Event(event)) => {
                    if let Some(bytes) = self.encode(&event) {
                        return Some(bytes);
                    }
                }
            }
        }
    }

    /// An event as bytes; `None` if it is not for this client.
    fn encode(&mut self, event: &Event) -> Option<Bytes> {
        let is_others = self.session.as_deref().zip(event.session()).is_some_and(|(own, session)| own != session);
        if is_others {
            return None;
        }
        let (name, data) = match event {
            Event::Call(entry) if entry.number <= self.seen => return None,
            Event::Call(entry) => return Some(of_call(entry, &self.mask, &self.world)),
            Event::Reloaded { number, world, notes } => {
                // Another document may give other names to credentials.
                (self.world, self.mask) = (Arc::clone(world), Mask::of(&world.contract));
                let operations = world.contract.operations().len();
                ("reload", json!({ "world": number + 1, "operations": operations, "notes": **notes }))
            }
            Event::Stale { trouble } => ("stale", json!({ "lines": **trouble })),
            Event::Mended => ("mended", json!({})),
            Event::Stopping => return None,
            Event::SessionMade(session) => ("session", json!({ "session": &**session, "is": "made" })),
            Event::SessionDropped(session) => ("session", json!({ "session": &**session, "is": "dropped" })),
            Event::Reset { session, scenario } => {
                ("reset", json!({ "session": &**session, "scenario": scenario.as_deref() }))
            }
            Event::Switched { session, scenario, active } => {
                ("scenario", json!({ "session": &**session, "scenario": &**scenario, "active": active }))
            }
            Event::Set { session, setting } => ("setting", json!({ "session": &**session, "setting": &**setting })),
        };
        Some(encoded(name, None, &data))
    }
}

fn of_call(entry: &Entry, mask: &Mask, world: &World) -> Bytes {
    encoded("call", Some(entry.number), &short(entry, mask, &world.contract))
}

/// One event. JSON has no bare line break, so its data is one line.
fn encoded(name: &str, id: Option<u64>, data: &Value) -> Bytes {
    let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    format!("event: {name}\n{id}data: {data}\n\n").into()
}
