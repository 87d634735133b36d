//! The official JSON Schema test suite, both ways: every verdict of ours against that of the suite, and every schema that the suite has a
//! valid value for sampled, the samples written as NDJSON for a validator that nobody here wrote (`judge/judge.mjs`).
//!
//! The suite is looked for in `<material>/suite` (`tests/` and `remotes/`), the judge in `<material>/judge`, beside its packages. What fails
//! is listed in `<material>/suite.txt`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use standin::base::Seed;
use standin::schema::{Dialect, Fit, Formats, Sampled, Sampler, SchemaId, Schemas, Side, Variety};

use crate::Outcome;
use crate::exceptions::Exceptions;

const DRAFTS: [(&str, Dialect); 5] = [
    ("draft4", Dialect::Draft4),
    ("draft6", Dialect::Draft6),
    ("draft7", Dialect::Draft7),
    ("draft2019-09", Dialect::Draft201909),
    ("draft2020-12", Dialect::Draft202012),
];
/// Where the suite expects its `remotes` to be served.
const REMOTES: &str = "http://localhost:1234/";
/// A sample that takes longer is a fault, in a release build.
const LONG: Duration = Duration::from_millis(20);
/// How often each schema is sampled with generated values.
const SEEDS: u64 = 20;

/// One line of the table.
struct Row {
    /// The draft, as the suite's folders are named.
    draft: &'static str,
    /// Verdicts like the suite's, and all verdicts.
    verdicts: (usize, usize),
    /// Samples that we and the judge found valid, and all samples.
    samples: (usize, usize),
    /// The schemas whose every sample is valid, and all that have a valid value.
    schemas: (usize, usize),
    /// The longest that a sample took, of schemas with a valid value and without.
    slowest: Duration,
}

/// What came out.
#[derive(Default)]
struct Report {
    rows: Vec<Row>,
    /// What went wrong: the file (`draft4/ref`), the group, how.
    faults: BTreeSet<(String, String, String)>,
}

/// A group of tests: one schema, some values.
struct Group {
    /// `draft4/ref`.
    file: String,
    /// What the suite calls it.
    name: String,
    schema: Value,
    tests: Vec<Value>,
    formats: Formats,
}

/// Runs the suite. Fails where there is no suite or no judge.
pub fn run(material: &Path, exceptions: &Exceptions) -> Result<Outcome, String> {
    let report = report(material).map_err(|error| format!("{}: {error}", material.display()))?;
    let faults = |(file, group, how): &(String, String, String)| {
        let reason = exceptions.reason("suite", file, group, how);
        (
            reason.is_none(),
            format!("{file} | {group} | {how}{}", reason.map(|why| format!(" | {why}")).unwrap_or_default()),
        )
    };
    let listed: Vec<(bool, String)> = report.faults.iter().map(faults).collect();
    let lines: Vec<&str> = listed.iter().map(|(_, line)| line.as_str()).collect();
    fs::write(material.join("suite.txt"), lines.join("\n")).map_err(|error| error.to_string())?;
    let mut table = "| draft | verdicts | samples | schemas | slowest sample |\n|---|---|---|---|---|\n".to_owned();
    for Row { draft, verdicts, samples, schemas, slowest } in &report.rows {
        let of = |(good, all): (usize, usize)| format!("{good} of {all}");
        let _ = writeln!(
            table,
            "| {draft} | {} | {} | {} | {} ms |",
            of(*verdicts),
            of(*samples),
            of(*schemas),
            slowest.as_millis()
        );
    }
    let unexplained: Vec<&String> = listed.iter().filter(|(is_new, _)| *is_new).map(|(_, line)| line).collect();
    for line in &unexplained {
        let _ = writeln!(table, "\nnot explained: {line}");
    }
    for line in exceptions.stale("suite", &report.faults) {
        let _ = writeln!(table, "\nno longer happens: {line}");
    }
    Ok(Outcome { table, unexplained: unexplained.len() })
}

fn report(material: &Path) -> io::Result<Report> {
    let suite = material.join("suite");
    let remotes = remotes(&suite.join("remotes"))?;
    let mut report = Report::default();
    let written = material.join("suite-samples.ndjson");
    let mut samples = BufWriter::new(File::create(&written)?);
    for (draft, dialect) in DRAFTS {
        let mut row = Row { draft, verdicts: (0, 0), samples: (0, 0), schemas: (0, 0), slowest: Duration::ZERO };
        for group in groups(&suite.join("tests").join(draft), draft)? {
            let (schemas, id, _) = Schemas::of_json_schema(&group.schema, dialect, &remotes, group.formats);
            if let Some(problem) = schemas.check(id, Side::Response).problem() {
                report.fail(&group, format!("cannot be compiled: {problem}"));
            }
            verdicts(&group, &schemas, id, &mut row, &mut report);
            if let Some(made) = sample(&group, &schemas, id, &mut row, &mut report) {
                let line = json!({ "draft": draft, "file": group.file, "group": group.name, "schema": group.schema,
                    "samples": made, "formats": group.formats == Formats::Asserted });
                writeln!(samples, "{line}")?;
            }
        }
        report.rows.push(row);
    }
    samples.into_inner()?.sync_all()?;
    report.judged(&material.join("judge/judge.mjs"), &written, &suite.join("remotes"))?;
    Ok(report)
}

fn verdicts(group: &Group, schemas: &Schemas, id: SchemaId, row: &mut Row, report: &mut Report) {
    for test in &group.tests {
        let (value, valid) = (&test["data"], test["valid"] == true);
        row.verdicts.1 += 1;
        if schemas.holds(id, Side::Response, value) == valid {
            row.verdicts.0 += 1;
        } else {
            report.fail(group, format!("`{}` is {}", text(test), if valid { "valid" } else { "invalid" }));
        }
        if schemas.mismatches(id, Side::Response, value).is_empty() != schemas.holds(id, Side::Response, value) {
            report.fail(group, format!("`{}`: mismatches and verdict disagree", text(test)));
        }
    }
}

/// Samples a schema that has a valid value; what should be valid.
fn sample(group: &Group, schemas: &Schemas, id: SchemaId, row: &mut Row, report: &mut Report) -> Option<Vec<Value>> {
    let sampler = Sampler::new(schemas);
    // What a schema costs once is not the price of a sample.
    let _ = sampler.sample(id, Seed::new(0), Side::Response, Variety::Documented);
    let once = |seed: u64, variety: Variety| {
        let begin = Instant::now();
        let sampled = sampler.sample(id, Seed::new(seed), Side::Response, variety);
        (begin.elapsed(), sampled)
    };
    let mut timed = |seed: u64, variety: Variety| {
        let (mut taken, sampled) = once(seed, variety);
        // A machine that does other things besides is slow now and then.
        for _ in 0..if taken > LONG && !cfg!(debug_assertions) { 4 } else { 0 } {
            taken = taken.min(once(seed, variety).0);
        }
        row.slowest = row.slowest.max(taken);
        if taken > LONG && !cfg!(debug_assertions) {
            report.fail(group, "a sample takes too long".to_owned());
        }
        sampled
    };
    if !group.tests.iter().any(|test| test["valid"] == true) {
        timed(0, Variety::Generated);
        return None;
    }
    let documented = timed(0, Variety::Documented);
    let sampled: Vec<Sampled> = (0..SEEDS).map(|seed| timed(seed, Variety::Generated)).chain([documented]).collect();
    let all = sampled.len();
    let found: Vec<Value> =
        sampled.into_iter().filter(|sampled| sampled.fit != Fit::Empty).map(|sampled| sampled.value).collect();
    row.samples = (row.samples.0 + found.len(), row.samples.1 + all);
    row.schemas = (row.schemas.0 + usize::from(found.len() == all), row.schemas.1 + 1);
    if found.len() < all {
        report.fail(group, "nothing found that fits".to_owned());
    }
    Some(found)
}

impl Report {
    fn fail(&mut self, group: &Group, how: String) {
        self.faults.insert((group.file.clone(), group.name.clone(), how));
    }

    /// Has the samples judged by the other validator: it prints a line for each schema that it has something against.
    fn judged(&mut self, judge: &Path, samples: &Path, remotes: &Path) -> io::Result<()> {
        let output = Command::new("node").arg(judge).args([samples, remotes]).output()?;
        if !output.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let said: Value = serde_json::from_str(line)?;
            let word = |key: &str| said[key].as_str().unwrap_or_default().to_owned();
            let invalid = said["invalid"].as_array().map_or(0, Vec::len);
            if let Some(row) = self.rows.iter_mut().find(|row| row.draft == word("draft")) {
                row.samples.0 -= invalid.min(row.samples.0);
                row.schemas.0 -= usize::from(invalid > 0).min(row.schemas.0);
            }
            let how = match said["error"].as_str() {
                Some(error) => format!("not judged: {}", error.lines().next().unwrap_or_default()),
                None => format!("sampled invalidly, such as {:.300}", said["invalid"][0].to_string()),
            };
            self.faults.insert((word("file"), word("group"), how));
        }
        Ok(())
    }
}

/// The groups of a draft: those that must hold, those that may (`optional/`), and those of formats.
fn groups(folder: &Path, draft: &str) -> io::Result<Vec<Group>> {
    let mut groups = Vec::new();
    for below in ["", "optional", "optional/format"] {
        for path in files(&folder.join(below))? {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let file = if below.is_empty() { stem.clone() } else { format!("{below}/{stem}") };
            // Where formats are what is tested, they count; elsewhere the suite takes them for remarks.
            let formats = if file.contains("/format") { Formats::Asserted } else { Formats::Noted };
            let found: Vec<Value> = serde_json::from_slice(&fs::read(&path)?)?;
            groups.extend(found.into_iter().map(|mut group| Group {
                file: format!("{draft}/{file}"),
                name: text(&group).to_owned(),
                schema: group["schema"].take(),
                tests: group["tests"].as_array().cloned().unwrap_or_default(),
                formats,
            }));
        }
    }
    Ok(groups)
}

/// The texts that the suite refers to, by the addresses it expects them at.
fn remotes(folder: &Path) -> io::Result<BTreeMap<String, Value>> {
    let mut found = BTreeMap::new();
    let mut open = vec![(folder.to_owned(), REMOTES.to_owned())];
    while let Some((folder, url)) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                open.push((path, format!("{url}{name}/")));
            } else {
                found.insert(format!("{url}{name}"), serde_json::from_slice(&fs::read(&path)?)?);
            }
        }
    }
    Ok(found)
}

/// The JSON files in a folder, by name.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let paths: io::Result<Vec<PathBuf>> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
    let mut paths: Vec<PathBuf> =
        paths?.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect();
    paths.sort();
    Ok(paths)
}

fn text(value: &Value) -> &str {
    value["description"].as_str().unwrap_or_default()
}
