//! What happens in the server, told to whoever listens: calls, reloads, sessions, scenarios.
//!
//! Invariant: nobody waits for a listener; one that is too slow is told how many events it missed.

use std::sync::Arc;

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{Receiver, Sender};

use super::entry::Entry;
use crate::respond::World;

/// Events that wait for a slow listener.
const WAITING: usize = 1_024;

/// Something that happened.
#[derive(Clone, Debug)]
pub(in crate::serve) enum Event {
    /// A call was answered.
    Call(Arc<Entry>),
    /// A new state of the server answers from now on.
    Reloaded {
        /// Its number.
        number: u64,
        /// What it answers for.
        world: Arc<World>,
        /// The diagnostics that came with it, as lines.
        notes: Arc<[String]>,
    },
    /// What was on disk could not be used: the last good state goes on.
    Stale {
        /// What is wrong, as lines.
        trouble: Arc<[String]>,
    },
    /// What could not be used is mended, or gone.
    Mended,
    /// The server stops: listeners are sent away.
    Stopping,
    /// A session was made.
    SessionMade(Arc<str>),
    /// A session was dropped.
    SessionDropped(Arc<str>),
    /// A session was set back to its beginning; or one scenario of it.
    Reset {
        /// The session.
        session: Arc<str>,
        /// The scenario, if only one.
        scenario: Option<Arc<str>>,
    },
    /// A scenario was switched on or off.
    Switched {
        /// The session.
        session: Arc<str>,
        /// The scenario.
        scenario: Arc<str>,
        /// Whether it is on.
        active: bool,
    },
    /// A setting was changed.
    Set {
        /// The session.
        session: Arc<str>,
        /// The setting.
        setting: Arc<str>,
    },
}

/// Where events are told.
#[derive(Debug)]
pub(in crate::serve) struct Events(Sender<Event>);

/// What a listener hears next.
#[derive(Debug)]
pub(in crate::serve) enum Heard {
    /// An event.
    Event(Event),
    /// So many events were missed.
    Missed(u64),
    /// There will be no more.
    End,
}

impl Default for Events {
    fn default() -> Self {
        Self(Sender::new(WAITING))
    }
}

impl Events {
    /// Tells an event to those who listen.
    pub(in crate::serve) fn tell(&self, event: Event) {
        // An error says that nobody listens.
        let _ = self.0.send(event);
    }

    /// Whether somebody listens.
    pub(in crate::serve) fn is_heard(&self) -> bool {
        self.0.receiver_count() > 0
    }

    /// Listens from now on.
    pub(in crate::serve) fn listen(&self) -> Receiver<Event> {
        self.0.subscribe()
    }

    /// What a listener hears next.
    pub(in crate::serve) async fn next(receiver: &mut Receiver<Event>) -> Heard {
        match receiver.recv().await {
            Ok(Event::Stopping) | Err(RecvError::Closed) => Heard::End,
            Ok(event) => Heard::Event(event),
            Err(RecvError::Lagged(missed)) => Heard::Missed(missed),
        }
    }
}

impl Event {
    /// The session that it is about; `None` if it is about all.
    pub(in crate::serve) fn session(&self) -> Option<&str> {
        match self {
            Self::Call(entry) => Some(&entry.session),
            Self::Reset { session, .. } | Self::Switched { session, .. } | Self::Set { session, .. } => Some(session),
            Self::SessionMade(_)
            | Self::SessionDropped(_)
            | Self::Reloaded { .. }
            | Self::Stale { .. }
            | Self::Mended
            | Self::Stopping => None,
        }
    }
}
