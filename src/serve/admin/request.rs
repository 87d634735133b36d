//! A request to the admin interface: which session it is about, what its query and body say.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;

use super::mask::Mask;
use super::problem::Problem;
use super::routes::Route;
use crate::base::nearest;
use crate::contract::Call;
use crate::contract::style::Query;
use crate::scenario::Session;
use crate::serve::host::{ALL, Host, check_name, session_name};
use crate::serve::live::Stage;

/// The largest body, in bytes.
const LARGEST_BODY: usize = 1 << 20;

/// A request to the admin interface.
pub(super) struct Request<'h> {
    /// What it asks about.
    pub(super) host: &'h Host,
    /// What answers the API while it is answered.
    pub(super) stage: Arc<Stage>,
    /// The request.
    pub(super) call: &'h Call,
    /// The segments of the path that stand for variables.
    parts: Vec<String>,
    /// The query.
    query: Vec<(String, String)>,
    /// The session that is meant, empty for everyone's; `None` means all.
    pub(super) session: Option<Arc<str>>,
}

impl<'h> Request<'h> {
    /// Reads the query and finds out whose session is meant.
    pub(super) fn read(
        host: &'h Host,
        call: &'h Call,
        route: &'static Route,
        parts: Vec<String>,
    ) -> Result<Self, Problem> {
        let query: Vec<(String, String)> = Query::parse(call.query.as_deref().unwrap_or_default())
            .pairs()
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        for (at, (name, _)) in query.iter().enumerate() {
            if !route.query.contains(&name.as_str()) {
                let detail = format!("`{} {}` has no parameter `{name}`", route.method, route.path);
                let problem = Problem::new(400, "no-such-parameter", "No such parameter", detail);
                return Err(problem.meant(name, route.query.iter().copied()));
            }
            if query.iter().skip(at + 1).any(|(other, _)| other == name) {
                return Err(Problem::new(400, "repeated", "Repeated parameter", format!("`{name}` is there twice")));
            }
        }
        let given = query.iter().find(|(name, _)| name == "session").map(|(_, value)| value.as_str());
        let named: Cow<'_, str> = match given {
            Some(named) => named.into(),
            None => session_name(call).map_err(|detail| Problem::new(400, "invalid-name", "Invalid name", detail))?,
        };
        let session = match &*named {
            ALL if route.takes_all => None,
            name => Some(Arc::from(checked(name)?)),
        };
        Ok(Self { host, stage: host.live.current(), call, parts, query, session })
    }

    /// The first variable of the path.
    pub(super) fn part(&self) -> &str {
        self.parts.first().map_or("", String::as_str)
    }

    /// A parameter of the query.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// A number in the query.
    pub(super) fn number(&self, name: &str) -> Result<Option<u64>, Problem> {
        let wrong = |text: &str| {
            Problem::new(400, "invalid-parameter", "Invalid parameter", format!("`{name}` is no number: `{text}`"))
        };
        self.parameter(name).map(|text| text.parse().map_err(|_| wrong(text))).transpose()
    }

    /// The body, read as what is wanted.
    pub(super) fn body<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        if self.call.over_limit || self.call.body.len() > LARGEST_BODY {
            let detail = format!("the body has more than {LARGEST_BODY} bytes");
            return Err(Problem::new(413, "body-too-large", "Body too large", detail));
        }
        // serde would take a list for an object as well, member by member.
        let first = self.call.body.iter().find(|byte| !byte.is_ascii_whitespace());
        if first.is_some_and(|first| *first != b'{') {
            return Err(Problem::invalid("the body is a JSON object"));
        }
        let mut deserializer = serde_json::Deserializer::from_slice(&self.call.body);
        let body = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
            let at = error.path().to_string();
            let place = if at == "." { String::new() } else { format!("`{at}`: ") };
            let detail = error.inner().to_string();
            if error.inner().is_data() {
                Problem::invalid(format!("{place}{}", hinted(&detail)))
            } else {
                Problem::new(400, "unreadable-body", "Unreadable body", format!("the body is no JSON: {detail}"))
            }
        })?;
        deserializer.end().map_err(|error| {
            Problem::new(400, "unreadable-body", "Unreadable body", format!("the body is no JSON: {error}"))
        })?;
        Ok(body)
    }

    /// The session that is meant, made if there is none.
    pub(super) fn open(&self) -> Result<Arc<Session>, Problem> {
        self.open_named(self.session.as_deref().unwrap_or_default())
    }

    /// A session, made if there is none.
    pub(super) fn open_named(&self, name: &str) -> Result<Arc<Session>, Problem> {
        self.host.session(name, self.now()).map_err(|_| full())
    }

    /// The session that is meant. To look at it neither makes nor keeps it.
    pub(super) fn seen(&self) -> Result<Arc<Session>, Problem> {
        self.seen_named(self.session.as_deref().unwrap_or_default())
    }

    /// A session that there is.
    pub(super) fn seen_named(&self, name: &str) -> Result<Arc<Session>, Problem> {
        self.host.ledger.known(name).ok_or_else(|| {
            let sessions = self.host.ledger.sessions();
            Problem::unknown("session", name).meant(name, sessions.iter().map(|session| session.name()))
        })
    }

    /// Where the server listens: `http://localhost:4010`.
    pub(super) fn origin(&self) -> &'h str {
        self.host.url.get().map_or("http://localhost", String::as_str)
    }

    /// The time that sessions know.
    pub(super) fn now(&self) -> Duration {
        self.host.began.elapsed()
    }

    /// What hides secrets, for the contract in service.
    pub(super) fn mask(&self) -> Mask {
        Mask::of(&self.stage.world.contract)
    }
}

/// There is no room for another session.
pub(super) fn full() -> Problem {
    Problem::new(503, "full", "No room", "there are as many sessions as there may be, or this one holds all it may")
}

/// The name of a session, if it can be one.
pub(super) fn checked(name: &str) -> Result<&str, Problem> {
    match check_name(name) {
        Ok(()) => Ok(name),
        Err(detail) if name == ALL => Err(Problem::new(400, "one-session", "One session", detail)),
        Err(detail) => Err(Problem::new(400, "invalid-name", "Invalid name", detail)),
    }
}

/// serde's sentence about a member that it does not know, with what was probably meant.
fn hinted(message: &str) -> String {
    let message = message.split(" at line ").next().unwrap_or(message);
    let mut names = message.split('`').skip(1).step_by(2);
    let near = names.next().filter(|_| message.starts_with("unknown")).and_then(|wrong| nearest(wrong, names));
    match near {
        Some(near) => format!("{message}; did you mean `{near}`?"),
        None => message.to_owned(),
    }
}
