//! Everything that the calls of one server share: the world in service, the sessions, the journal, the time.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock, OnceLock};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::{HeaderName, HeaderValue};
use tokio::time::sleep;

use super::admin::{self, AdminAnswer, AdminOptions};
use super::clock::Clock;
use super::journal::{Draft, Event, Events, Journal, JournalOptions, abridged};
use super::live::{Live, Trouble};
use super::wire::{Respondent, Told};
use crate::contract::Call;
use crate::contract::style::Cookies;
use crate::respond::{Body, Plan, Progress, World, answer_to, bad_session, no_session};
use crate::scenario::{Full, Ledger, LedgerOptions, Opened, Session, Visit};

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
/// The longest name of a session, in bytes.
const LONGEST_NAME: usize = 128;
/// What means all sessions, and is the name of none.
pub(super) const ALL: &str = "*";

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
    /// The same by the calendar.
    pub(super) began_at: jiff::Timestamp,
    /// What time it is by the calendar.
    pub(super) clock: Clock,
    /// Who may use the admin API.
    pub(super) admin: AdminOptions,
    /// Whether each answer says why it is what it is.
    pub(super) why: bool,
    /// Where the server listens, once it does: `http://localhost:4010`.
    pub(super) url: OnceLock<String>,
}

impl Host {
    pub(super) fn new(world: World, trouble: Option<Trouble>, options: HostOptions) -> Self {
        let (began, began_at) = (Instant::now(), jiff::Timestamp::now());
        Self {
            live: Live::new(world, trouble),
            ledger: Ledger::new(options.ledger),
            journal: Journal::new(options.journal),
            events: Events::default(),
            began,
            began_at,
            clock: Clock::new(began_at),
            admin: options.admin,
            why: options.why,
            url: OnceLock::new(),
        }
    }

    /// Drops sessions that nobody uses, for ever.
    pub(super) async fn sweep(&self) {
        loop {
            sleep(SWEEP).await;
            self.sweep_once(self.began.elapsed());
        }
    }

    /// Drops the sessions that nobody uses, and what the journal has of sessions that there are not: also of those that were refused, or
    /// dropped while a call of theirs was under way.
    pub(super) fn sweep_once(&self, now: Duration) {
        for name in self.ledger.sweep(now) {
            self.events.tell(Event::SessionDropped(name.into()));
        }
        self.journal.forget_others(|name| self.ledger.known(name).is_some());
    }

    /// The session of that name, made if there is none: then the one that has to go for it goes with all that is known of it.
    pub(super) fn session(&self, name: &str, now: Duration) -> Result<Arc<Session>, Full> {
        let Opened { session, is_new, gone } = self.ledger.open(name, now)?;
        if let Some(gone) = gone {
            self.journal.forget(gone.name());
            self.events.tell(Event::SessionDropped(gone.name().into()));
        }
        if is_new {
            self.events.tell(Event::SessionMade(name.into()));
        }
        Ok(session)
    }

    /// The plan for a call of a session: from memory, if nothing but the call decides.
    fn plan(&self, call: &Call) -> Plan {
        let now = self.began.elapsed();
        let stage = self.live.current();
        let face = stage.world.options.face;
        let name = match session_of(call) {
            Ok(name) => name,
            Err(message) => return bad_session(&message, face),
        };
        // Read first: what changes from here on is remembered under another one.
        let epoch = self.ledger.epoch();
        let Ok(session) = self.session(&name, now) else {
            let message = "there are as many sessions as there may be (`--max-sessions`), and all are in use";
            return no_session(message, face);
        };
        let number = session.arrive(now);
        let (wanted, clock) =
            (session.time().unwrap_or(stage.world.options.now), self.clock.at(now, jiff::Timestamp::now()));
        let today = wanted.today(self.began_at, clock);
        let visit = Visit { session, now, clock: wanted.hour(clock), today, number, explains: false };
        stage.recall.answer(call, (epoch, today), || answer_to(&stage.world, call, &visit))
    }

    /// What time it is for the generated data of a session.
    pub(super) fn today(&self, session: &Session) -> jiff::Timestamp {
        let now = session.time().unwrap_or(self.live.current().world.options.now);
        now.today(self.began_at, self.clock.at(self.began.elapsed(), jiff::Timestamp::now()))
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
        let body = match &told.reply.body {
            Body::Whole(bytes) => abridged(bytes, most),
            Body::Items(items) => {
                let mut kept = BytesMut::new();
                for item in items {
                    kept.extend_from_slice(item.get(..item.len().min(most - kept.len())).unwrap_or_default());
                }
                kept.freeze()
            }
            Body::Rows(rows) => {
                let mut kept = Vec::new();
                let _ = rows.write(Progress::default(), most, &mut kept);
                kept.truncate(most);
                kept.into()
            }
            // A file is not read for this.
            Body::File(..) => Bytes::new(),
        };
        let entry = self.journal.record(Draft {
            at: jiff::Timestamp::now(),
            session: shared(&session_of(&call).unwrap_or_default()),
            sent: call.body.len(),
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

/// A name to keep; everyone's is made once.
fn shared(name: &str) -> Arc<str> {
    static EVERYONE: LazyLock<Arc<str>> = LazyLock::new(|| "".into());
    if name.is_empty() { Arc::clone(&EVERYONE) } else { name.into() }
}

/// The session that a call of the API belongs to; empty for everyone's. `Err` says what is wrong with the name.
fn session_of(call: &Call) -> Result<Cow<'_, str>, String> {
    let name = session_name(call)?;
    check_name(&name)?;
    Ok(name)
}

/// Whether a session can be called so. `Err` says why not.
pub(super) fn check_name(name: &str) -> Result<(), String> {
    if name == ALL {
        return Err(format!("`{ALL}` means all sessions; name one of them"));
    }
    if name.len() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(format!("a session's name has at most {LONGEST_NAME} bytes and no control characters"));
    }
    Ok(())
}

/// What a call names as its session, in a header or a cookie; nothing is empty. `Err` says why it cannot be read.
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
    Ok(name)
}
