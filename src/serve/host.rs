//! Everything that the calls of one server share: the world in service, the sessions, the journal, the time.

use std::borrow::Cow;
use std::sync::OnceLock;
use std::time::Instant;

use super::admin::AdminOptions;
use super::journal::{Events, Journal, JournalOptions};
use super::live::{Live, Trouble};
use crate::contract::Call;
use crate::contract::style::Cookies;
use crate::respond::{Plan, World, answer_to, bad_session, no_session};
use crate::scenario::{Full, Ledger, LedgerOptions, Visit};

/// The header that a call names its session in.
pub(super) const SESSION_HEADER: &str = "x-standin-session";
/// The cookie that does the same for browsers.
pub(super) const SESSION_COOKIE: &str = "standin-session";
/// The longest name of a session.
const LONGEST_NAME: usize = 128;

/// What a server keeps of its calls, and who may look.
#[derive(Clone, Debug, Default)]
pub struct HostOptions {
    /// Sessions.
    pub ledger: LedgerOptions,
    /// The journal.
    pub journal: JournalOptions,
    /// The admin API.
    pub admin: AdminOptions,
    /// Whether each answer says in a header why it is what it is.
    pub why: bool,
}

/// What the calls of one server share.
pub(super) struct Host {
    /// The world in service.
    pub(super) live: Live,
    /// The sessions.
    pub(super) ledger: Ledger,
    /// The calls of late.
    pub(super) journal: Journal,
    /// What happens, for those who listen.
    pub(super) events: Events,
    /// When time began for sessions.
    pub(super) began: Instant,
    /// Who may use the admin API.
    pub(super) admin: AdminOptions,
    /// Whether each answer says why it is what it is.
    pub(super) why: bool,
    /// Where the server listens, once it does: `http://localhost:4010`.
    pub(super) url: OnceLock<String>,
}

impl Host {
    pub(super) fn new(world: World, trouble: Option<Trouble>, options: HostOptions) -> Self {
        Self {
            live: Live::new(world, trouble),
            ledger: Ledger::new(options.ledger),
            journal: Journal::new(options.journal),
            events: Events::default(),
            began: Instant::now(),
            admin: options.admin,
            why: options.why,
            url: OnceLock::new(),
        }
    }

    /// Chooses the answer to a call: from memory, if nothing but the call decides.
    pub(super) fn answer(&self, call: &Call) -> Plan {
        let now = self.began.elapsed();
        let stage = self.live.current();
        let face = stage.world.options.face;
        let name = match session_name(call) {
            Ok(name) => name,
            Err(message) => return bad_session(&message, face),
        };
        let session = match self.ledger.session(&name, now) {
            Ok(session) => session,
            Err(Full) => {
                let message = "there are as many sessions as there may be (`--max-sessions`), and all are in use";
                return no_session(message, face);
            }
        };
        let number = session.arrive(now);
        let epoch = self.ledger.epoch();
        let visit = Visit { session, now, clock: jiff::Timestamp::now(), number, explains: false };
        stage.recall.answer(call, epoch, || answer_to(&stage.world, call, &visit))
    }
}

/// The session that a call names, in a header or a cookie; empty for everyone's. `Err` says what is wrong with the name.
pub(super) fn session_name(call: &Call) -> Result<Cow<'_, str>, String> {
    let name = match call.headers.get(SESSION_HEADER) {
        Some(value) => {
            Cow::Borrowed(value.to_str().map_err(|_| format!("`{SESSION_HEADER}` must be plain text"))?.trim())
        }
        None if call.headers.contains_key(http::header::COOKIE) => {
            let cookies = Cookies::parse(call.headers.get_all(http::header::COOKIE));
            Cow::Owned(cookies.first(SESSION_COOKIE).unwrap_or_default().to_owned())
        }
        None => Cow::Borrowed(""),
    };
    if name.len() > LONGEST_NAME {
        return Err(format!("the name of a session has at most {LONGEST_NAME} characters"));
    }
    Ok(name)
}
