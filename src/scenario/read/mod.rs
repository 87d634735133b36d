//! From the text of a scenario file to the types of the format, with every fault at its place.
//!
//! ```text
//! text ─Files::read_beside─▶ Value ─shape─▶ faults of form ─serde─▶ Scenario ─sense─▶ contradictions
//! ```
//! The schema that editors are given is the checker ([`shape`]); [`complaint`] puts what it finds into words. What can be known without a
//! document is told here, all else when the rules are bound. Invariant: a scenario that leaves here has no error in its own file.

mod complaint;
mod folder;
mod recognise;
mod sense;
mod shape;
#[cfg(test)]
mod tests;
mod written;

use std::path::Path;

use serde_json::Value;

pub(super) use folder::list;
pub use recognise::{Content, recognise};
pub(super) use shape::schema;
pub(super) use written::{Numbers, Written};

use super::format;
use crate::base::{Defect, Defects, FileId, Place, Pointer, Severity, kind};
use crate::spec::{Files, Limits};

/// How a file came to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Somebody named it: it has to be a scenario.
    Named,
    /// It lay in a folder of scenarios: it may be something else.
    Found,
}

/// The version of the format.
const VERSION: u64 = 1;
/// How deep a scenario may be nested; each level is several calls of the checker and of serde.
const DEEPEST: usize = 64;

/// Reads a file. `None` if it cannot be read, is no scenario or does not keep the format: why is told among the defects.
pub(super) fn read(
    path: &Path,
    origin: Origin,
    files: &mut Files,
    limits: &Limits,
    defects: &mut Defects,
) -> Option<Written> {
    // What belongs to a document was read with it.
    let is_known = files.has(path);
    // Bodies lie beside the scenarios that send them, and may be broken on purpose.
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let mut limits = limits.clone();
    limits.text.max_depth = limits.text.max_depth.min(DEEPEST);
    let file = match files.read_beside(path, &limits, defects) {
        Ok(file) => file,
        Err(unreadable) => {
            let text = files.at(unreadable.file).map(|file| file.text.as_str()).unwrap_or_default();
            if origin == Origin::Found && is_json && recognise(text) != Content::Scenario {
                return None;
            }
            let error = unreadable.error;
            let message = match error.position {
                Some(_) => error.message,
                None => format!("`{}` {}", error.name, error.message),
            };
            // What documents begin with is of no use here.
            let help = error.help.filter(|help| !help.contains("OpenAPI"));
            defects.push(Defect {
                code: "scenario-unreadable",
                severity: Severity::Error,
                at: Place::new(unreadable.file, Pointer::root()),
                message,
                help,
            });
            return None;
        }
    };
    let value = files.node(&Place::new(file, Pointer::root()))?;
    let is_other = origin == Origin::Found && (is_known || is_json || is_document(value));
    if is_other && matches!(version(value), Err(Version::None)) {
        return None;
    }
    understand(file, origin, files, defects)
}

/// Reads a text in the place of its file: what the file said when it was last without error. `None` if it has one now.
pub(super) fn read_again(path: &Path, text: &str, files: &mut Files, limits: &Limits) -> Option<Written> {
    let file = files.read_in_place_of(path, text, limits)?;
    understand(file, Origin::Named, files, &mut Defects::default())
}

/// What a file says, if it keeps the format.
fn understand(file: FileId, origin: Origin, files: &Files, defects: &mut Defects) -> Option<Written> {
    let value = files.node(&Place::new(file, Pointer::root()))?.clone();
    let mut faults = match version(&value) {
        Ok(()) => shape::faults(&value),
        Err(Version::None) => vec![unversioned(&value, origin)],
        Err(Version::Other(fault)) => vec![fault],
    };
    let mut scenario = None;
    if faults.is_empty() {
        match serde_path_to_error::deserialize::<_, format::Scenario>(&value) {
            Ok(read) => scenario = Some(read),
            Err(error) => faults.push(unread(&error)),
        }
    }
    if value.get("standin").is_some() {
        faults.extend(sense::faults(&value));
    }
    // Of a file with an error nobody knows yet whether it is empty.
    if faults.iter().any(|fault| fault.severity == Severity::Error) {
        faults.retain(|fault| fault.code != "scenario-empty");
    }
    let is_sound = faults.iter().all(|fault| fault.severity != Severity::Error);
    let names = |key: &str| value.get(key).and_then(Value::as_object).into_iter().flat_map(|map| map.keys().cloned());
    let declared = names("collections").collect();
    let (sound, numbers) = written::without_faults(value, &faults);
    for fault in faults {
        defects.push(fault.into_defect(file));
    }
    let scenario = scenario.filter(|_| is_sound).or_else(|| serde_json::from_value(sound).ok())?;
    Some(Written { file, scenario, numbers, declared, is_sound })
}

/// A fault in a file: a [`Defect`] that does not know its file yet.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    code: &'static str,
    severity: Severity,
    at: Pointer,
    message: String,
    help: Option<String>,
}

impl Fault {
    fn error(code: &'static str, at: Pointer, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, at, message: message.into(), help: None }
    }

    fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    fn made(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    fn into_defect(self, file: FileId) -> Defect {
        let Self { code, severity, at, message, help } = self;
        Defect { code, severity, at: Place::new(file, at), message, help }
    }
}

/// Why a file is not of our version.
enum Version {
    None,
    Other(Fault),
}

/// Whether a file says that it is a scenario in the version of the format that is read here.
fn version(value: &Value) -> Result<(), Version> {
    let Some(written) = value.as_object().and_then(|map| map.get("standin")) else {
        return Err(Version::None);
    };
    if written.as_u64().is_none_or(|version| version == VERSION) {
        return Ok(());
    }
    let at = Pointer::root().join("standin");
    let message = format!("version `{written}` of the scenario format is not known here, which is `{VERSION}`");
    let help = format!("write `standin: {VERSION}`, or use the standin that the file is written for");
    Err(Version::Other(Fault::error("scenario-value", at, message).with_help(help)))
}

/// What is said of a file that does not say that it is a scenario.
fn unversioned(value: &Value, origin: Origin) -> Fault {
    let message = match value {
        Value::Object(_) => "has no `standin`: it is no scenario".to_owned(),
        other => format!("is {}, where a scenario is an object with `standin: {VERSION}`", kind(other)),
    };
    let severity = if origin == Origin::Named { Severity::Error } else { Severity::Warning };
    Fault::error("scenario-version-missing", Pointer::root(), message).made(severity)
}

/// Whether a file describes an API.
fn is_document(value: &Value) -> bool {
    ["openapi", "swagger"].iter().any(|key| value.get(key).is_some())
}

/// What serde does not take, though the schema did: a whole number written `404.0`.
fn unread(error: &serde_path_to_error::Error<serde_json::Error>) -> Fault {
    let at = pointer(error.path());
    let said = error.inner().to_string();
    // Of several forms serde does not say which one came closest.
    let message = if said.starts_with("data did not match") {
        "this is written in no form that is known".to_owned()
    } else {
        said
    };
    Fault::error("scenario-value", at, message).with_help("write whole numbers without a fraction, and texts in quotes")
}

/// Where serde stopped, as a pointer.
fn pointer(path: &serde_path_to_error::Path) -> Pointer {
    use serde_path_to_error::Segment;
    path.iter().fold(Pointer::root(), |at, segment| match segment {
        Segment::Seq { index } => at.nth(*index),
        Segment::Map { key } => at.join(key),
        Segment::Enum { .. } | Segment::Unknown => at,
    })
}
