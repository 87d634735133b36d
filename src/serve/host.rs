//! Everything that the calls of one server share: the world in service, the sessions, the journal, the time.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use http::{HeaderName, HeaderValue};
use tokio::time::sleep;

use super::admin::{self, AdminAnswer, AdminOptions};
use super::journal::{Draft, Event, Events, Journal, JournalOptions, abridged};
use super::live::{Live, Trouble};
use super::wire::{Respondent, Told};
use crate::contract::Call;
use crate::contract::style::Cookies;
use crate::respond::{Body, Plan, World, answer_to, bad_session, no_session};
use crate::scenario::{Ledger, LedgerOptions, Visit};

/// The header that a call names its session in.
pub(super) const SESSION_HEADER: &str = "x-standin-session";
/// The cookie that does the same for browsers.
pub(super) const SESSION_COOKIE: &str = "standin-session";
/// The header that says why an answer is what it is.
const WHY: HeaderName = HeaderName::from_static("x-standin-why");
/// The header that says that files are served otherwise than they are written, and what is wrong with them.
const STALE: HeaderName = HeaderName::from_static("x-standin-stale");
/// The longest of these headers.
const LONGEST_HEADER: usize = 2_000;
/// How often idle sessions are looked for.
const SWEEP: Duration = Duration::from_secs(10);
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

    /// Drops sessions that nobody uses, for ever.
    pub(super) async fn sweep(&self) {
        loop {
            sleep(SWEEP).await;
            for name in self.ledger.sweep(self.began.elapsed()) {
                self.journal.forget(&name);
                self.events.tell(Event::SessionDropped(name.into()));
            }
        }
    }

    /// The plan for a call of a session: from memory, if nothing but the call decides.
    fn plan(&self, call: &Call) -> Plan {
        let now = self.began.elapsed();
        let stage = self.live.current();
        let face = stage.world.options.face;
        let name = match session_name(call) {
            Ok(name) => name,
            Err(message) => return bad_session(&message, face),
        };
        // Read first: what changes from here on is remembered under another one.
        let epoch = self.ledger.epoch();
        let Ok(session) = self.ledger.session(&name, now) else {
            let message = "there are as many sessions as there may be (`--max-sessions`), and all are in use";
            return no_session(message, face);
        };
        let number = session.arrive(now);
        if number == 1 && !name.is_empty() {
            self.events.tell(Event::SessionMade(session.name().into()));
        }
        let visit = Visit { session, now, clock: jiff::Timestamp::now(), number, explains: false };
        stage.recall.answer(call, epoch, || answer_to(&stage.world, call, &visit))
    }
}

impl Respondent for Host {
    fn own(&self, call: &Call) -> Option<AdminAnswer> {
        self.admin.covers(&call.path).then(|| admin::answer(self, call))
    }

    fn answer(&self, call: &Call) -> Plan {
        let mut plan = self.plan(call);
        if let Some(trouble) = self.live.trouble() {
            let line = trouble.lines.first().map_or("", String::as_str);
            plan.reply.headers.insert(STALE, as_header(line));
        }
        if self.why {
            plan.reply.headers.insert(WHY, as_header(&plan.trace.steps.join("; ")));
        }
        plan
    }

    fn note(&self, call: Arc<Call>, told: &Told<'_>) {
        let most = self.journal.options().max_body_bytes;
        let sent = call.body.len();
        let call =
            if sent > most { Arc::new(Call { body: abridged(&call.body, most), ..Call::clone(&call) }) } else { call };
        let body = match &told.reply.body {
            Body::Whole(bytes) => abridged(bytes, most),
            body => abridged(&body.bytes().into_owned().into(), most),
        };
        let entry = self.journal.record(Draft {
            at: jiff::Timestamp::now(),
            session: session_name(&call).unwrap_or_default().as_ref().into(),
            sent,
            status: told.reply.status,
            headers: told.reply.headers.clone(),
            body,
            length: told.reply.body.len(),
            took: told.took,
            fault: told.fault,
            trace: Arc::clone(told.trace),
            call,
        });
        if self.events.is_heard() {
            self.events.tell(Event::Call(entry));
        }
    }
}

/// A text as the value of a header: what cannot stand in one is replaced.
fn as_header(text: &str) -> HeaderValue {
    let plain = |character: char| if (' '..='~').contains(&character) { character } else { '?' };
    let text: String = text.chars().map(plain).take(LONGEST_HEADER).collect();
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
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
