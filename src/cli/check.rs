//! `standin check`: every defect of documents and scenarios, with its position.

use serde_json::{Value, json};

use super::args::{CheckArgs, FormatArg};
use super::exit::{CliError, Exit};
use super::named::Named;
use super::{load, report, settings};
use crate::base::Severity;
use crate::respond;
use crate::serve::{Made, Setup};
use crate::spec::{Finding, findings};

pub(super) fn check(args: &CheckArgs) -> Result<Exit, CliError> {
    let limits = settings::limits(&args.load);
    let mut named = Named::sort(&args.paths, &limits);
    named.scenarios.extend(args.scenarios.iter().cloned());
    if named.documents.is_empty() {
        named.documents = settings::sources(&args.spec)?;
    }
    let mut setup = Setup { limits, scenarios: named.scenarios, ..Setup::new(named.documents) };
    let Made { world, mut defects, files, unreadable, .. } = load::made(&mut setup)?;
    respond::audit_closely(&world, &files, &mut defects);
    let findings = findings(defects.into_sorted(), &files);
    let count = |severity: Severity| findings.iter().filter(|finding| finding.defect.severity == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let operations = world.contract.operations().len();
    if args.format == FormatArg::Json {
        let list: Vec<Value> = findings.iter().map(Finding::json).collect();
        let summary = json!({ "operations": operations, "errors": errors, "warnings": warnings, "notes": notes, "defects": list });
        report::print(&format!("{summary:#}"))?;
    } else {
        for finding in &findings {
            report::print(&format!("{}\n", finding.text(&report::renderer())))?;
        }
        let counts = [counted(errors, "error"), counted(warnings, "warning"), counted(notes, "note")].join(", ");
        report::print(&format!("{}: {counts}", counted(operations, "operation")))?;
    }
    Ok(if errors > 0 || !unreadable.is_empty() { Exit::Defects } else { Exit::Well })
}

/// A number and what it counts: `1 error`, `2 errors`.
fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
