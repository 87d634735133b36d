//! The behaviour of the whole, case by case: every `tests/cases/<topic>/<name>.case` is a document, requests, and the replies that are
//! right. In process: a case is loaded, compiled and answered without a socket.
//!
//! ```text
//! # title: one sentence: the behaviour, or the symptom of a bug
//! == options          `seed: 7`, `dynamic`, `validate: warn`, `examples: verbatim`, `face: prism`, `errors`,
//!                     `now: 2024-05-01T00:00:00Z`, `list-size: 1000`; may be left out
//! == openapi          the document, in YAML or JSON; or `file: spec/rocketchat-dm.json`
//! == scenario         a scenario file; or `file: scenarios/errors.yaml`; may be left out, or come several times
//! == request          `GET /path?x=1`, header lines, a blank line, the body
//! == reply            the status, the header lines that matter (`!name`: must be absent), a blank line, the body
//! ```
//!
//! Among the options, `scenario: NAME` switches one on, and `set: NAME=JSON` says a setting. Among the headers of a request, `@at: 12s` is the time since the start, `@session:
//! NAME` the session, `@from: 10.0.0.2` the client; among those of a reply, `@delay: 200ms` and `@fault: reset` are what happens on the wire.
//!
//! Requests and replies may follow each other in one world. What a reply does not name is not looked at: neither other headers nor, where
//! there is no blank line, the body (`!body`: there must be none). A body is compared byte for byte, but for line ends at its end, and with
//! control characters written as `\x1e`. The lines of a multipart body are sent with CRLF. As `serve` does, the body is taken off the
//! reply to HEAD.
//!
//! `STANDIN_BLESS=1 cargo test cases` rewrites replies with what the program says of what they name; of an empty reply everything.
//! What it says is then to be read and judged.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method};
use standin::base::{Defects, Seed};
use standin::contract::{Call, Contract};
use standin::respond::{AnswerOptions, Examples, Face, Plan, Validation, World, answer_to};
use standin::scenario::format::Span;
use standin::scenario::{self, LastGood, Ledger, LedgerOptions, Rules, Visit};
use standin::spec::{self, Files, Finding, Limits, Source, findings};

#[test]
fn every_case_is_answered_as_written() {
    let bless = std::env::var_os("STANDIN_BLESS").is_some();
    let files = files("tests/cases");
    let failures = in_parallel(&files, |path| run(path, bless));
    assert!(failures.is_empty(), "{} of {} cases fail\n\n{}", failures.len(), files.len(), failures.join("\n"));
}

/// One file.
struct Case {
    title: String,
    options: AnswerOptions,
    /// The scenarios that are on, and the settings.
    start: LedgerOptions,
    source: Source,
    scenarios: Vec<String>,
    exchanges: Vec<Exchange>,
}

/// A request and the reply it is to get.
struct Exchange {
    call: Call,
    at: Duration,
    session: String,
    reply: Reply,
    /// The lines of the file that hold the reply.
    lines: std::ops::Range<usize>,
}

/// A reply as a case has it. A header without a value is absent; a body that is `None` is not looked at.
#[derive(PartialEq, Eq)]
struct Reply {
    status: String,
    headers: BTreeMap<String, Option<String>>,
    body: Option<String>,
}

/// The cases below a folder, in order; none if there is no such folder.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "case") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Runs all files on as many threads as there are processors; what went wrong, in the order of the files.
fn in_parallel(files: &[PathBuf], run: impl Fn(&Path) -> Result<(), String> + Sync) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((index, path)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    files.get(index).map(|path| (index, path))
                } {
                    let result = catch_unwind(AssertUnwindSafe(|| run(path)));
                    let result = result.unwrap_or_else(|_| Err(format!("{}: panicked, see above", shown(path))));
                    if let Err(failure) = result {
                        failures.lock().unwrap_or_else(PoisonError::into_inner).push((index, failure));
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().unwrap_or_else(PoisonError::into_inner);
    failures.sort();
    failures.into_iter().map(|(_, failure)| failure).collect()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path).display().to_string()
}

/// Runs one case. `Err` is a report for people.
fn run(path: &Path, bless: bool) -> Result<(), String> {
    let failed = |message: String| format!("{}: {message}\n", shown(path));
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    let case = Case::parse(&text).map_err(failed)?;
    let loaded = spec::load(&[case.source], &Limits::default()).map_err(|error| failed(error.to_string()))?;
    let mut defects = Defects::default();
    let mut files = loaded.files;
    let contract = Contract::compile(&loaded.documents, loaded.schemas, &mut defects);
    let rules = scenarios(&case.scenarios, &contract, &mut files).map_err(failed)?;
    let world = World::new(contract, case.options).ruled(rules);
    let ledger = Ledger::new(case.start);
    let visit = |exchange: &Exchange| {
        let session =
            ledger.session(&exchange.session, exchange.at).map_err(|_| failed("too many sessions".to_owned()))?;
        let (number, clock) = (session.arrive(exchange.at), jiff::Timestamp::UNIX_EPOCH + exchange.at);
        let time = session.time().unwrap_or(world.options.now);
        let (today, clock) = (time.today(jiff::Timestamp::UNIX_EPOCH, clock), time.hour(clock));
        let visit = Visit { session, now: exchange.at, clock, today, number, explains: true };
        Ok(answer_to(&world, &exchange.call, &visit))
    };
    let plans: Vec<Plan> = case.exchanges.iter().map(visit).collect::<Result<_, String>>()?;
    let mut report = String::new();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (exchange, plan) in case.exchanges.iter().zip(plans).rev() {
        let actual = Reply::of(&plan, &exchange.call.method, &exchange.reply);
        if actual == exchange.reply {
            continue;
        }
        if bless {
            lines.splice(exchange.lines.clone(), actual.to_string().lines().map(str::to_owned));
            continue;
        }
        let request = format!("{} {}", exchange.call.method, exchange.call.target());
        let steps = plan.trace.steps.join("\n      ");
        let difference = difference(&exchange.reply.to_string(), &actual.to_string());
        report.insert_str(0, &format!("  {request}\n{difference}    why:\n      {steps}\n"));
    }
    if report.is_empty() {
        let blessed = format!("{}\n", lines.join("\n").trim_end());
        let changed = bless && blessed != text;
        return if changed { std::fs::write(path, blessed).map_err(|error| failed(error.to_string())) } else { Ok(()) };
    }
    for defect in loaded.defects.into_sorted() {
        let _ = writeln!(report, "    defect: {}: {}", defect.code, defect.message);
    }
    Err(format!("{}: {}\n{report}", shown(path), case.title))
}

/// The rules of scenarios; every one must be bound without a word.
fn scenarios(texts: &[String], contract: &Contract, files: &mut Files) -> Result<Rules, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut paths = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let path = folder.path().join(format!("case-{number}.yaml"));
        std::fs::write(&path, text).map_err(|error| error.to_string())?;
        paths.push(path);
    }
    let mut defects = Defects::default();
    let bound = scenario::load(&paths, contract, files, &Limits::default(), &mut defects, &mut LastGood::default());
    let told: Vec<String> = findings(defects.into_sorted(), files).iter().map(Finding::line).collect();
    if told.is_empty() {
        Ok(bound.rules)
    } else {
        Err(format!("the scenario is at fault:\n    {}", told.join("\n    ")))
    }
}

/// What was expected (`-`) and what came (`+`), line by line; of long lines that differ only what surrounds the first difference.
fn difference(expected: &str, actual: &str) -> String {
    const AROUND: usize = 60;
    let (expected, actual): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let mut text = String::new();
    for index in 0..expected.len().max(actual.len()) {
        match (expected.get(index), actual.get(index)) {
            (Some(expected), Some(actual)) if expected == actual => {
                let _ = writeln!(text, "      {expected}");
            }
            (expected, actual) => {
                for (sign, line) in [('-', expected), ('+', actual)] {
                    let Some(line) = line else { continue };
                    let _ = writeln!(text, "    {sign} {line}");
                }
                if let (Some(expected), Some(actual)) = (expected, actual)
                    && expected.len().min(actual.len()) > 2 * AROUND
                {
                    let same = expected.chars().zip(actual.chars()).take_while(|(one, other)| one == other).count();
                    for (sign, line) in [('-', expected), ('+', actual)] {
                        let near: String = line.chars().skip(same.saturating_sub(AROUND)).take(2 * AROUND).collect();
                        let _ = writeln!(text, "    {sign} … {near} …");
                    }
                }
            }
        }
    }
    text
}

impl Case {
    fn parse(text: &str) -> Result<Self, String> {
        let title = text.lines().next().and_then(|line| line.strip_prefix("# title: "));
        let title = title.ok_or("the first line must be `# title: …`")?.to_owned();
        let mut options = AnswerOptions::default();
        let (mut start, mut scenarios) = (LedgerOptions::default(), Vec::new());
        let mut source = None;
        let mut call = None;
        let mut exchanges = Vec::new();
        for (name, lines, content) in sections(text) {
            match name {
                "options" => options = read_options(&content, &mut start)?,
                "scenario" => scenarios.push(read_scenario(&content)?),
                "openapi" => source = Some(read_source(&content)),
                "request" => call = Some(read_call(&content)?),
                "reply" => {
                    let Request { call, at, session } = call.take().ok_or("a reply needs a request before it")?;
                    exchanges.push(Exchange { call, at, session, reply: Reply::parse(&content)?, lines });
                }
                other => return Err(format!("no such section: `== {other}`")),
            }
        }
        if call.is_some() || exchanges.is_empty() {
            return Err("every request needs a `== reply` after it".to_owned());
        }
        let source = source.ok_or("there is no `== openapi`")?;
        Ok(Self { title, options, start, source, scenarios, exchanges })
    }
}

/// The sections of a file: their names, the lines they take, and their text without line ends at its end.
fn sections(text: &str) -> Vec<(&str, std::ops::Range<usize>, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = lines.iter().enumerate().filter_map(|(at, line)| Some((at, line.strip_prefix("== ")?.trim())));
    let starts: Vec<(usize, &str)> = starts.collect();
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([lines.len()]);
    let section = |((at, name), end): (&(usize, _), usize)| {
        let content = lines.get(at + 1..end).unwrap_or_default().join("\n");
        (*name, at + 1..end, content.trim_end_matches('\n').to_owned())
    };
    starts.iter().zip(ends).map(section).collect()
}

/// A scenario, or the file that holds it.
fn read_scenario(text: &str) -> Result<String, String> {
    match text.trim().strip_prefix("file: ") {
        Some(path) => {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path.trim());
            std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
        }
        None => Ok(format!("{text}\n")),
    }
}

fn read_options(text: &str, start: &mut LedgerOptions) -> Result<AnswerOptions, String> {
    let mut options = AnswerOptions::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (key, value) = line.split_once(':').map_or((line, ""), |(key, value)| (key, value.trim()));
        let wrong = || format!("no such option: `{line}`");
        match (key, value) {
            ("seed", seed) => options.seed = Seed::from_text(seed),
            ("validate", word) => options.validation = Validation::parse(word).ok_or_else(wrong)?,
            ("examples", "verbatim") => options.examples = Examples::Verbatim,
            ("examples", "ignored") => options.examples = Examples::Ignored,
            ("list-size", size) => options.list_size = Some(size.parse().map_err(|_| wrong())?),
            ("now", time) => options.now = time.parse().map_err(|_| wrong())?,
            ("face", "prism") => options.face = Face::Prism,
            ("scenario", name) => start.active.push(name.to_owned()),
            ("set", setting) => {
                let (name, value) = setting.split_once('=').ok_or_else(wrong)?;
                start.settings.push((name.to_owned(), serde_json::from_str(value).map_err(|_| wrong())?));
            }
            ("dynamic", "") => options.dynamic = true,
            ("errors", "") => options.errors = true,
            _ => return Err(wrong()),
        }
    }
    Ok(options)
}

fn read_source(text: &str) -> Source {
    match text.trim().strip_prefix("file: ") {
        Some(path) => Source::Path(Path::new(env!("CARGO_MANIFEST_DIR")).join(path.trim())),
        None => Source::Text { name: "openapi".to_owned(), text: format!("{text}\n") },
    }
}

/// A head of lines, and what follows the first blank one.
fn split_head(text: &str) -> (&str, &str) {
    text.split_once("\n\n").unwrap_or((text, ""))
}

/// A call, when it comes, and whose it is.
struct Request {
    call: Call,
    at: Duration,
    session: String,
}

fn read_call(text: &str) -> Result<Request, String> {
    let (head, body) = split_head(text);
    let mut lines = head.lines();
    let line = lines.next().unwrap_or_default();
    let wrong = || format!("a request begins with a method and a target, not `{line}`");
    let (method, target) = line.split_once(' ').ok_or_else(wrong)?;
    let mut call = Call::new(Method::from_bytes(method.as_bytes()).map_err(|_| wrong())?, target);
    let (mut at, mut session) = (Duration::ZERO, String::new());
    for line in lines {
        let (name, value) = line.split_once(':').ok_or_else(|| format!("no header: `{line}`"))?;
        match name {
            "@at" => at = Span::parse(value)?.0,
            "@session" => value.trim().clone_into(&mut session),
            "@from" => call.peer = Some(value.trim().parse().map_err(|_| format!("no address: `{line}`"))?),
            _ => {}
        }
        if name.starts_with('@') {
            continue;
        }
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("no header name: `{name}`"))?;
        let value = HeaderValue::from_str(value.trim()).map_err(|_| format!("no header value: `{line}`"))?;
        call.headers.append(name, value);
    }
    let is_multipart = call.content_type().is_some_and(|media| media.is_multipart());
    call.body = Bytes::from(if is_multipart { body.replace('\n', "\r\n") } else { body.to_owned() });
    Ok(Request { call, at, session })
}

impl Reply {
    fn parse(text: &str) -> Result<Self, String> {
        let (head, body) = split_head(text);
        let mut body = (!body.is_empty()).then(|| body.to_owned());
        let mut lines = head.lines();
        let status = lines.next().unwrap_or_default().to_owned();
        let mut headers = BTreeMap::new();
        for line in lines {
            if line == "!body" {
                body = Some(String::new());
                continue;
            }
            match (line.strip_prefix('!'), line.split_once(':')) {
                (Some(absent), _) => headers.insert(absent.to_owned(), None),
                (None, Some((name, value))) => headers.insert(name.to_owned(), Some(value.trim().to_owned())),
                (None, None) => return Err(format!("no header: `{line}`")),
            };
        }
        Ok(Self { status, headers, body })
    }

    /// What a plan sends, with those headers that `like` names.
    fn of(plan: &Plan, method: &Method, like: &Self) -> Self {
        let sent = &plan.reply.headers;
        let value = |name: &str| {
            match name {
                "@delay" => return (!plan.pace.head.is_zero()).then(|| format!("{:?}", plan.pace.head)),
                "@fault" => return plan.fault.map(|fault| fault.to_string()),
                _ => {}
            }
            let values: Vec<_> =
                sent.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
            (!values.is_empty()).then(|| values.join(", "))
        };
        let headers = if like.status.is_empty() {
            sent.keys().map(|name| (name.to_string(), value(name.as_str()))).collect()
        } else {
            like.headers.keys().map(|name| (name.clone(), value(name))).collect()
        };
        let whole = plan.reply.body.bytes();
        let body = if *method == Method::HEAD { "".into() } else { String::from_utf8_lossy(&whole) };
        let body = (like.status.is_empty() || like.body.is_some()).then(|| visible(body.trim_end_matches('\n')));
        Self { status: plan.reply.status.as_str().to_owned(), headers, body }
    }
}

impl std::fmt::Display for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.status)?;
        for (name, value) in &self.headers {
            match value {
                Some(value) => writeln!(f, "{name}: {value}")?,
                None => writeln!(f, "!{name}")?,
            }
        }
        match self.body.as_deref() {
            None => Ok(()),
            Some("") => writeln!(f, "!body"),
            Some(body) => writeln!(f, "\n{body}"),
        }
    }
}

/// Text with its control characters, but for line ends, written out.
fn visible(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars() {
        match character {
            '\n' => shown.push(character),
            control if control.is_control() => {
                let _ = write!(shown, "\\x{:02x}", u32::from(control));
            }
            other => shown.push(other),
        }
    }
    shown
}
