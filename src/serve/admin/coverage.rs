//! What the calls of a session touched of what is documented: operations, statuses, examples, parameters; as JSON and as text.
//!
//! It counts calls that have left the journal too. What was answered and is not documented is told, and counts for nothing.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use super::junit;
use super::problem::{Problem, empty, json_reply, text_reply};
use super::request::Request;
use crate::base::MediaType;
use crate::contract::style::Shape;
use crate::contract::{Contract, Operation, Parameter, Part};
use crate::respond::Reply;
use crate::serve::journal::{Outcome, Tally, Touched};

/// What calls touched.
pub(super) struct Coverage {
    /// The session, empty for everyone's; `None` for all.
    pub(super) session: Option<String>,
    calls: u64,
    nowhere: u64,
    /// Each documented operation.
    pub(super) rows: Vec<Row>,
}

/// One operation.
pub(super) struct Row {
    /// Its name.
    pub(super) name: String,
    /// Its method and path.
    pub(super) address: String,
    /// The calls of it.
    pub(super) calls: u64,
    /// Its documented replies.
    pub(super) statuses: Vec<Status>,
    parameters: Vec<(Part, String, bool)>,
    /// What was answered and is not documented: statuses and how often.
    undocumented: BTreeMap<u16, u64>,
}

/// One documented reply.
pub(super) struct Status {
    /// The status, as the document writes it.
    pub(super) pattern: String,
    /// How often it was sent.
    pub(super) calls: u64,
    examples: Vec<(String, String, u64)>,
}

/// How much of something was touched, of how much.
#[derive(Clone, Copy, Default)]
struct Share(usize, usize);

impl Share {
    fn of(touched: impl Iterator<Item = bool>) -> Self {
        touched.fold(Self::default(), |Self(done, all), is_touched| Self(done + usize::from(is_touched), all + 1))
    }

    /// In whole percent, down: 100 is all.
    fn percent(self) -> usize {
        (self.0 * 100).checked_div(self.1).unwrap_or(100)
    }

    fn json(self) -> Value {
        json!({ "touched": self.0, "of": self.1, "percent": self.percent() })
    }
}

/// `GET /coverage`
pub(super) fn answer(request: &Request<'_>) -> Result<Reply, Problem> {
    let accept = request.call.header("accept").unwrap_or_default();
    let by_accept = || match accept {
        accept if accept.contains("json") || accept.contains("*/*") => "json",
        accept if accept.contains("xml") => "junit",
        accept if accept.contains("text/plain") => "text",
        _ => "json",
    };
    let format = request.parameter("format").unwrap_or_else(by_accept);
    let tally = request.host.journal.tally(request.session.as_deref());
    let coverage = Coverage::of(&request.stage.world.contract, &tally, request.session.as_deref());
    match format {
        "json" => Ok(json_reply(200, &coverage.json())),
        "text" => Ok(text_reply(200, "text/plain; charset=utf-8", coverage.text())),
        "junit" => Ok(text_reply(200, "application/xml", junit::of(&coverage))),
        other => {
            let detail = format!("there is no format `{other}`; write `json`, `text` or `junit`");
            let problem = Problem::new(400, "invalid-parameter", "Invalid parameter", detail);
            Err(problem.meant(other, ["json", "text", "junit"]))
        }
    }
}

/// `DELETE /coverage`
#[expect(clippy::unnecessary_wraps, reason = "as every handler")]
pub(super) fn clear(request: &Request<'_>) -> Result<Reply, Problem> {
    request.host.journal.clear_tally(request.session.as_deref());
    Ok(empty(204, &[]))
}

impl Coverage {
    fn of(contract: &Contract, tally: &Tally, session: Option<&str>) -> Self {
        let nothing = Touched::default();
        let row = |operation: &Operation| {
            Row::of(operation, tally.operations.get(operation.name.as_str()).unwrap_or(&nothing))
        };
        let rows = contract.operations().iter().map(row).collect();
        Self { session: session.map(str::to_owned), calls: tally.calls, nowhere: tally.nowhere, rows }
    }

    fn shares(&self) -> [(&'static str, Share); 4] {
        let statuses = || self.rows.iter().flat_map(|row| &row.statuses);
        [
            ("operations", Share::of(self.rows.iter().map(|row| row.calls > 0))),
            ("statuses", Share::of(statuses().map(|status| status.calls > 0))),
            ("examples", Share::of(statuses().flat_map(|status| &status.examples).map(|(_, _, calls)| *calls > 0))),
            ("parameters", Share::of(self.rows.iter().flat_map(|row| &row.parameters).map(|(_, _, sent)| *sent))),
        ]
    }

    fn json(&self) -> Value {
        let shares: serde_json::Map<String, Value> =
            self.shares().into_iter().map(|(name, share)| (name.to_owned(), share.json())).collect();
        json!({
            "session": self.session,
            "calls": self.calls,
            "nowhere": self.nowhere,
            "totals": shares,
            "operations": self.rows.iter().map(Row::json).collect::<Vec<_>>(),
        })
    }

    fn text(&self) -> String {
        let whose = match self.session.as_deref() {
            None => "all sessions".to_owned(),
            Some("") => "everyone's session".to_owned(),
            Some(name) => format!("session `{name}`"),
        };
        let mut text = format!("coverage of {whose}: {}", counted(self.calls, "call"));
        if self.nowhere > 0 {
            // Writing to a text cannot fail.
            let _ = write!(text, ", {} of them to no operation", self.nowhere);
        }
        text.push_str("\n\n");
        for (name, share) in self.shares() {
            let _ = writeln!(text, "{name:<11}{:>5} of {:<5}{:>4} %", share.0, share.1, share.percent());
        }
        for row in &self.rows {
            row.write(&mut text);
        }
        text
    }
}

impl Row {
    fn of(operation: &Operation, touched: &Touched) -> Self {
        let statuses: Vec<Status> = operation
            .promises
            .iter()
            .map(|promise| {
                let pattern = promise.status.to_string();
                let is_of = |outcome: &Outcome| outcome.promise.as_deref() == Some(pattern.as_str());
                let calls = touched.outcomes.iter().filter(|(outcome, _)| is_of(outcome)).map(|(_, times)| times).sum();
                let examples = promise.content.iter().flat_map(|content| {
                    content.examples.iter().map(|example| {
                        let sent = touched.outcomes.iter().filter(|(outcome, _)| {
                            is_of(outcome)
                                && outcome.example.as_deref() == Some(example.name.as_str())
                                && content.media_type.covers(&MediaType::parse(&outcome.media)).is_some()
                        });
                        let calls = sent.map(|(_, times)| times).sum();
                        (example.name.clone(), content.media_type.as_str().to_owned(), calls)
                    })
                });
                let examples = examples.collect();
                Status { pattern, calls, examples }
            })
            .collect();
        let mut undocumented = BTreeMap::new();
        for (outcome, times) in &touched.outcomes {
            if !statuses.iter().any(|status| outcome.promise.as_deref() == Some(status.pattern.as_str())) {
                *undocumented.entry(outcome.status).or_default() += times;
            }
        }
        let parameters = operation.parameters.iter();
        let parameters = parameters.map(|one| (one.part, one.name.clone(), was_sent(one, touched))).collect();
        let address = format!("{} {}", operation.method, operation.template);
        Self { name: operation.name.clone(), address, calls: touched.calls, statuses, parameters, undocumented }
    }

    fn json(&self) -> Value {
        let statuses = self.statuses.iter().map(|status| {
            let examples = status.examples.iter();
            let examples: Vec<Value> = examples
                .map(|(name, media, calls)| json!({ "name": name, "mediaType": media, "calls": calls }))
                .collect();
            json!({ "status": status.pattern, "calls": status.calls, "examples": examples })
        });
        let parameters = self.parameters.iter();
        let parameters =
            parameters.map(|(part, name, sent)| json!({ "in": part.as_str(), "name": name, "sent": sent }));
        let undocumented = self.undocumented.iter();
        let undocumented = undocumented.map(|(status, calls)| json!({ "status": status, "calls": calls }));
        json!({
            "name": self.name,
            "address": self.address,
            "calls": self.calls,
            "statuses": statuses.collect::<Vec<_>>(),
            "parameters": parameters.collect::<Vec<_>>(),
            "undocumented": undocumented.collect::<Vec<_>>(),
        })
    }

    fn write(&self, text: &mut String) {
        let _ = write!(text, "\n{} {}", mark(self.calls > 0), self.address);
        if self.name != self.address {
            let _ = write!(text, "  {}", self.name);
        }
        text.push_str(&times(self.calls));
        text.push('\n');
        for status in &self.statuses {
            let _ = writeln!(text, "  {} {}{}", mark(status.calls > 0), status.pattern, times(status.calls));
            for (name, media, calls) in &status.examples {
                let name = if name.is_empty() { format!("of {media}") } else { format!("`{name}`") };
                let _ = writeln!(text, "    {} example {name}{}", mark(*calls > 0), times(*calls));
            }
        }
        for (part, name, sent) in &self.parameters {
            let _ = writeln!(text, "  {} {} `{name}`", mark(*sent), part.as_str());
        }
        for (status, calls) in &self.undocumented {
            let _ = writeln!(text, "  ! {status}, not documented{}", times(*calls));
        }
    }
}

/// Whether a parameter was ever sent. Objects that are written member by member have names of their own.
fn was_sent(parameter: &Parameter, touched: &Touched) -> bool {
    let has = |part, test: &dyn Fn(&str) -> bool| touched.sent.iter().any(|(of, name)| *of == part && test(name));
    let name = parameter.name.as_str();
    match parameter.part {
        Part::Path => touched.calls > 0,
        Part::Header => has(Part::Header, &|sent| sent.eq_ignore_ascii_case(name)),
        Part::Query if parameter.whole_query => has(Part::Query, &|_| true),
        part => {
            let is_inside = |sent: &str| sent.strip_prefix(name).is_some_and(|rest| rest.starts_with('['));
            let members = match &parameter.shape {
                Shape::Object { properties, .. } if parameter.explode => properties.as_slice(),
                _ => &[],
            };
            has(part, &|sent| sent == name || is_inside(sent) || members.iter().any(|property| property.name == sent))
        }
    }
}

const fn mark(is_touched: bool) -> char {
    if is_touched { '✓' } else { '·' }
}

fn times(calls: u64) -> String {
    if calls == 0 { String::new() } else { format!("  {}", counted(calls, "call")) }
}

fn counted(number: u64, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
