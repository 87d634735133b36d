//! Rows from a data file, which stays where it is: JSON (a list, or an object's only list), NDJSON or CSV.
//!
//! ```text
//! path ─open─▶ Disk ─json | table (one pass, checked whole)─▶ Outline { where rows lie, roughly }
//!                └──── positioned reads of 4 KiB or so ─────────┴─▶ DataFile: Rows
//! ```
//! The file is read by position and not mapped into memory: a map needs `unsafe`, which is forbidden here, and a file that is cut short under
//! it ends the process. What is kept is the place of a row every few kilobytes, a hundredth of the file at most, and some blocks that were
//! read last. A file that changes after it was opened has no more rows to show than those: they are `Null`, never torn; whoever opened it
//! opens it again. Invariant: what was opened without a fault is read without one, as long as it stays as it is.
//!
//! A row may be any JSON value, unless a key or a time is named: then it must be an object. In CSV a column is of numbers if all its cells
//! that are not empty read back as the same text from a JSON number, of booleans if they are `true` and `false`, else of texts;
//! in columns of texts an empty cell is an empty text, in others the row has no such member.

mod block;
mod disk;
mod json;
mod keys;
mod moment;
mod outline;
mod rows;
mod table;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use self::disk::Disk;
use self::outline::Survey;
use self::rows::DataFile;
use super::rows::Rows;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A list, or an object that has one list.
    Json,
    /// A JSON value on each line.
    Ndjson,
    /// A header and records, RFC 4180.
    Csv,
}

/// Why a data file has no rows for us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFault {
    /// What is wrong.
    pub message: String,
    /// Where, from 1, if that is known.
    pub line: Option<u64>,
    /// At which character of the line, from 1, if that is known.
    pub column: Option<u64>,
    /// What may be done.
    pub help: Option<String>,
}

impl FileFault {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), line: None, column: None, help: None }
    }

    fn unreadable(error: &std::io::Error) -> Self {
        Self::new(format!("the file cannot be read: {error}"))
    }

    fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, "{line}:{column}: ")?,
            (Some(line), None) => write!(f, "{line}: ")?,
            _ => {}
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for FileFault {}

impl Format {
    /// The format that a file's name ends in: `.json`, `.ndjson`, `.jsonl`, `.csv`.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "json" => Some(Self::Json),
            "ndjson" | "jsonl" => Some(Self::Ndjson),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// Opens a data file and reads it once. `format` is what its name ends in if nothing is said; `key` is the member that tells rows apart,
/// `time` the one whose RFC 3339 text may grow from row to row (it is [`Rows::time`] if it does), `name` what the collection is called.
///
/// # Errors
/// What cannot be read, is not of its format, or has rows that are no objects where members of them are named.
pub fn open(
    path: &Path,
    format: Option<Format>,
    key: Option<&str>,
    time: Option<&str>,
    name: &str,
) -> Result<Arc<dyn Rows>, FileFault> {
    DataFile::open(path, format, key, time, name).map(|file| Arc::new(file) as Arc<dyn Rows>)
}

impl DataFile {
    fn open(
        path: &Path,
        format: Option<Format>,
        key: Option<&str>,
        time: Option<&str>,
        name: &str,
    ) -> Result<Self, FileFault> {
        let format = format.or_else(|| Format::of(path)).ok_or_else(|| {
            FileFault::new("the format of this data file is not known")
                .with_help("let its name end in `.json`, `.ndjson`, `.jsonl` or `.csv`")
        })?;
        let disk = Disk::open(path).map_err(|error| FileFault::unreadable(&error))?;
        let mut survey = Survey::new(time, key.is_some() || time.is_some());
        let columns = match format {
            Format::Json => json::survey_list(&disk, &mut survey).map(|()| None),
            Format::Ndjson => json::survey_lines(&disk, &mut survey).map(|()| None),
            Format::Csv => table::survey(&disk, &mut survey).map(Some),
        };
        // Half of the old file and half of the new one may well be broken: that is not what is wrong with it.
        if !disk.is_unchanged() {
            return Err(FileFault::new("the file changed while it was read"));
        }
        Ok(Self::new(disk, format, columns?, survey.finish(), key, name))
    }
}

#[cfg(test)]
mod tests;
