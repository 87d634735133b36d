//! `standin explain`: a call, its answer, and why.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method};

use super::args::ExplainArgs;
use super::exit::{CliError, Exit};
use super::{load, report, settings};
use crate::base::{Defect, Severity};
use crate::contract::Call;
use crate::respond::{Body, answer_to};
use crate::scenario::{LedgerOptions, Visit};
use crate::spec::findings;

pub(super) fn explain(args: &ExplainArgs) -> Result<Exit, CliError> {
    let call = call(args)?;
    let (seed, drawn) = settings::seed(&args.answer.seed);
    let mut setup = settings::setup(&args.paths, &args.load, (&args.answer, seed), &args.scenario)?;
    let made = load::made(&mut setup)?;
    settings::check_active(&args.scenario.active, &made.world)?;
    let start = settings::start(&args.scenario)?;
    settings::check_set(&start.settings, &made.world)?;
    // A scenario that is left out would not be among those that are told of below.
    let findings = findings(made.defects.into_sorted(), &made.files);
    let is_worth_telling = |defect: &Defect| defect.code.starts_with("scenario-") && defect.severity != Severity::Note;
    for finding in findings.iter().filter(|finding| is_worth_telling(&finding.defect)) {
        report::say(&finding.line());
    }
    if let Some(drawn) = drawn {
        report::say(&format!("seed: {drawn}"));
    }
    let plan = answer_to(&made.world, &call, &visit(args, &start));
    for step in &plan.trace.steps {
        report::print(step)?;
    }
    report::print("")?;
    report::print(&plan.reply.status.to_string())?;
    for (name, value) in &plan.reply.headers {
        report::print(&format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))?;
    }
    report::print("")?;
    let body = plan.reply.body.bytes();
    match std::str::from_utf8(&body) {
        Ok(text) => report::print(text)?,
        Err(_) => report::print(&format!("({} bytes that are no text)", body.len()))?,
    }
    if let Body::Rows(rows) = &plan.reply.body {
        report::print(&format!("… (the beginning of {} rows, {} bytes or so)", rows.rows(), rows.length()))?;
    }
    Ok(Exit::Well)
}

/// The first call to a server that begins now.
fn visit(args: &ExplainArgs, start: &LedgerOptions) -> Visit {
    let (now, clock) = (args.answer.now.unwrap_or_default(), jiff::Timestamp::now());
    let today = now.today(clock, clock);
    let visit = Visit { today, explains: true, ..Visit::alone(start) };
    Visit { clock: now.hour(visit.clock), ..visit }
}

fn call(args: &ExplainArgs) -> Result<Call, CliError> {
    let method = Method::from_bytes(args.method.to_ascii_uppercase().as_bytes())
        .map_err(|_| CliError::usage(format!("`{}` is no method", args.method), None))?;
    let target = match args.url.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or("/"),
        None => args.url.as_str(),
    };
    let slash = if target.starts_with('/') { "" } else { "/" };
    let mut call = Call::new(method, &format!("{slash}{target}"));
    for header in &args.headers {
        let invalid =
            || CliError::usage(format!("`{header}` is no header"), Some("write `-H 'Name: value'`".to_owned()));
        let (name, value) = header.split_once(':').ok_or_else(invalid)?;
        let name = HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_| invalid())?;
        call.headers.append(name, HeaderValue::from_str(value.trim()).map_err(|_| invalid())?);
    }
    if let Some(data) = &args.data {
        call.body = match data.strip_prefix('@') {
            Some(path) => Bytes::from(
                std::fs::read(path).map_err(|error| CliError::usage(format!("cannot read `{path}`: {error}"), None))?,
            ),
            None => Bytes::from(data.clone()),
        };
    }
    Ok(call)
}
