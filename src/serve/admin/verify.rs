//! Whether calls were made as a test expects: how many of the journal are as described, and which came nearest if that is not enough.
//!
//! A test needs to look at nothing but the status: 200 if the expectation is met, 409 if not (the journal conflicts with what the test
//! says). So `assert response.ok` is a verification in any language, and a body of problem details says why.

use std::fmt::Write;

use serde::Deserialize;
use serde_json::{Value, json};

use super::calls;
use super::near::{Judge, Wanted, nearest};
use super::problem::{Problem, json_reply};
use super::request::{Request, checked};
use super::shown::short;
use crate::respond::Reply;
use crate::scenario::PathGlob;
use crate::scenario::format::When;
use crate::serve::journal::{Search, StatusFilter};

/// Numbers of calls that are listed at most.
const MOST_NUMBERS: usize = 100;

/// What `POST /verify` takes.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Expectation {
    /// The operation, by its name or by method and path.
    operation: Option<String>,
    method: Option<String>,
    /// A template, a glob, or a path.
    path: Option<String>,
    /// `404`, `"4xx"`.
    status: Option<Value>,
    /// As in scenario files.
    when: Option<When>,
    /// `2`, or `{ "min": 1, "max": 3 }`; at least one, if nothing is said.
    count: Option<Value>,
    /// Whose calls, if another session is meant than that of the request.
    session: Option<String>,
    /// Only calls with a greater number.
    since: u64,
}

/// How many calls there should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Count {
    min: u64,
    max: Option<u64>,
}

/// `POST /verify`
pub(super) fn answer(request: &Request<'_>) -> Result<Reply, Problem> {
    let expected: Expectation = request.body()?;
    let count = expected.count.as_ref().map_or(Ok(Count { min: 1, max: None }), Count::read)?;
    let session = match expected.session.as_deref() {
        None => request.session.clone(),
        Some("*") => None,
        Some(name) => Some(checked(name)?.into()),
    };
    let since = expected.since;
    let wanted = wanted(request, expected)?;
    let search = Search { session: session.clone(), since, ..Search::default() };
    let entries = request.host.journal.search(&search);
    let judge = Judge::new(request, session.as_deref(), &wanted);
    let (mut found, mut missed) = (Vec::new(), Vec::new());
    for entry in &entries {
        match judge.judge(entry) {
            Ok(()) => found.push(entry.number),
            Err(miss) => missed.push((entry, miss)),
        }
    }
    let tally = request.host.journal.tally(session.as_deref());
    let number = found.len() as u64;
    let is_known = tally.last_forgotten <= since;
    let pass = count.holds(number, is_known);
    let (mask, contract) = (request.mask(), &request.stage.world.contract);
    let near: Vec<Value> = nearest(missed)
        .into_iter()
        .filter(|_| number < count.min)
        .map(|(entry, miss)| {
            let mut row = short(entry, &mask, contract);
            let reason = mask.entry(entry, contract).sentence(&miss.reason);
            if let Value::Object(members) = &mut row {
                members.insert("reason".to_owned(), reason.into());
            }
            row
        })
        .collect();
    found.truncate(MOST_NUMBERS);
    let body = json!({
        "pass": pass,
        "found": number,
        "expected": { "min": count.min, "max": count.max },
        "calls": found,
        "nearest": near,
        "complete": is_known,
    });
    if pass {
        return Ok(json_reply(200, &body));
    }
    let mut detail = format!("expected {}{}, found {number}", count.told(), wanted.told());
    if let Some(first) = near.first() {
        let text = |name: &str| first.get(name).and_then(Value::as_str).unwrap_or_default();
        let _ = write!(detail, "; the nearest is `{} {}`: {}", text("method"), text("target"), text("reason"));
    } else if entries.is_empty() {
        detail.push_str("; there was no call at all");
    }
    if !is_known {
        detail.push_str("; earlier calls have left the journal and are not counted");
    }
    let mut problem = Problem::new(409, "not-verified", "Not verified", detail);
    if let Value::Object(members) = body {
        for (name, value) in members {
            problem = problem.member(&name, value);
        }
    }
    Ok(problem.reply())
}

/// What a call has to be, compiled.
fn wanted(request: &Request<'_>, expected: Expectation) -> Result<Wanted, Problem> {
    let operation = expected.operation.map(|name| calls::operation(request, &name)).transpose()?;
    let glob = expected.path.as_deref().map(|text| {
        if !text.starts_with(['/', '*']) {
            return Err(Problem::invalid(format!("`path` begins with `/`: `{text}`")));
        }
        PathGlob::whole(text).ok_or_else(|| Problem::invalid("`path` is too long"))
    });
    let glob = glob.transpose()?;
    let status = expected.status.as_ref().map(|status| {
        let text = status.as_str().map_or_else(|| status.to_string(), str::to_owned);
        StatusFilter::parse(&text)
            .map(|filter| (text.clone(), filter))
            .ok_or_else(|| Problem::invalid(format!("`{text}` is no status; write `404` or `\"4xx\"`")))
    });
    let condition = expected.when.as_ref().map(|when| {
        crate::scenario::Condition::compile(when).map_err(|errors| {
            let told = |(at, error): &(crate::base::Pointer, crate::scenario::ExpressionError)| {
                let help = error.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
                json!({ "at": format!("/when{at}"), "message": format!("{error}{help}") })
            };
            let listed: Vec<Value> = errors.iter().map(told).collect();
            let first = listed.first().and_then(|first| first["message"].as_str()).unwrap_or_default().to_owned();
            Problem::invalid(format!("`when` cannot be used: {first}")).member("errors", listed)
        })
    });
    Ok(Wanted {
        operation,
        method: expected.method.map(|method| method.to_ascii_uppercase()),
        path: expected.path.zip(glob),
        status: status.transpose()?,
        condition: condition.transpose()?,
    })
}

impl Count {
    fn read(value: &Value) -> Result<Self, Problem> {
        let wrong = || Problem::invalid("`count` is a number, or `{ \"min\": 1, \"max\": 3 }`");
        if let Some(exact) = value.as_u64() {
            return Ok(Self { min: exact, max: Some(exact) });
        }
        let members = value.as_object().ok_or_else(wrong)?;
        if members.is_empty() || members.keys().any(|name| name != "min" && name != "max") {
            return Err(wrong());
        }
        let number = |name: &str| members.get(name).map(|value| value.as_u64().ok_or_else(wrong)).transpose();
        let (min, max) = (number("min")?.unwrap_or_default(), number("max")?);
        if max.is_some_and(|max| max < min) {
            return Err(Problem::invalid(format!(
                "`count` has no number between {min} and {}",
                max.unwrap_or_default()
            )));
        }
        Ok(Self { min, max })
    }

    /// Whether so many are as many as there should be. What is no longer known may be too many, and is never taken for good.
    fn holds(self, number: u64, is_known: bool) -> bool {
        number >= self.min && self.max.is_none_or(|max| number <= max && is_known)
    }

    fn told(self) -> String {
        let calls = |number: u64| if number == 1 { "1 call".to_owned() } else { format!("{number} calls") };
        match (self.min, self.max) {
            (0, Some(0)) => "no call".to_owned(),
            (min, Some(max)) if min == max => calls(min),
            (0, Some(max)) => format!("at most {}", calls(max)),
            (min, Some(max)) => format!("{min} to {}", calls(max)),
            (min, None) => format!("at least {}", calls(min)),
        }
    }
}
