//! Everything that the calls of one server share: the world in service, the sessions, the journal, the time.

use std::time::{Duration, Instant};

use super::journal::Journal;
use super::live::Live;
use super::recall::Recall;
use crate::contract::Call;
use crate::respond::{Plan, World, answer_to};
use crate::scenario::{Ledger, LedgerOptions, Visit};

/// What the calls of one server share.
pub(super) struct Host {
    /// The world in service.
    pub(super) live: Live,
    /// The sessions.
    pub(super) ledger: Ledger,
    /// The calls of late.
    pub(super) journal: Journal,
    /// When time began for sessions.
    pub(super) began: Instant,
}
