//! The rows of a table in CSV: which columns it has, what they are of, and where records begin. It knows no objects but the rows it makes.

use csv::{ByteRecord, ReaderBuilder, StringRecord};
use indexmap::IndexSet;
use serde_json::{Map, Number, Value};

use super::FileFault;
use super::disk::Disk;
use super::outline::Survey;

/// What a column is of, as far as its cells have shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    /// Nothing: all cells are empty.
    Nothing,
    Numbers,
    Booleans,
    Texts,
}

/// The columns of a table.
#[derive(Debug, Default)]
pub(super) struct Columns(Vec<(String, Of)>);

/// Finds the records of a table.
pub(super) fn survey(disk: &Disk, survey: &mut Survey) -> Result<Columns, FileFault> {
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(disk.reader());
    let mut record = StringRecord::new();
    let mut columns = Columns(Vec::new());
    if !reader.read_record(&mut record).map_err(|error| fault(disk, &error))? {
        return Ok(columns);
    }
    let mut names = IndexSet::new();
    for (index, name) in record.iter().enumerate() {
        let at_header = |message: String| FileFault { line: Some(line(disk, 0)), ..FileFault::new(message) };
        if name.is_empty() {
            return Err(at_header(format!("column {} has no name", index + 1)));
        }
        if !names.insert(name.to_owned()) {
            return Err(at_header(format!("two columns have the same name: {name}")));
        }
    }
    columns.0 = names.into_iter().map(|name| (name, Of::Nothing)).collect();
    let mut begin = reader.position().byte();
    while reader.read_record(&mut record).map_err(|error| fault(disk, &error))? {
        for ((_, of), cell) in columns.0.iter_mut().zip(&record) {
            *of = of.with(cell);
        }
        let end = reader.position().byte();
        // Texts are enough to look at: times are texts, and names and dates do not depend on what else is there.
        survey
            .row(begin, end, &columns.texts(&record))
            .map_err(|fault| FileFault { line: Some(line(disk, begin)), ..fault })?;
        begin = end;
    }
    survey.digest(reader.get_ref().digest());
    Ok(columns)
}

impl Columns {
    /// Rows that lie together.
    pub(super) fn rows(&self, bytes: &[u8]) -> Option<Vec<Value>> {
        let mut reader = ReaderBuilder::new().has_headers(false).buffer_capacity(bytes.len().max(1)).from_reader(bytes);
        let mut record = ByteRecord::new();
        let mut rows = Vec::new();
        while reader.read_byte_record(&mut record).ok()? {
            let mut row = Map::with_capacity(self.0.len());
            for ((name, of), cell) in self.0.iter().zip(&record) {
                if let Some(value) = of.value(std::str::from_utf8(cell).ok()?) {
                    row.insert(name.clone(), value);
                }
            }
            rows.push(Value::Object(row));
        }
        Some(rows)
    }

    /// How many bytes they take.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        self.0.iter().map(|(name, _)| name.len() + size_of::<(String, Of)>()).sum()
    }

    /// A row, all of texts.
    fn texts(&self, record: &StringRecord) -> Value {
        let cells = self.0.iter().zip(record).map(|((name, _), cell)| (name.clone(), Value::from(cell)));
        Value::Object(cells.collect())
    }
}

impl Of {
    /// What a column is of that has this cell, too.
    fn with(self, cell: &str) -> Self {
        match self {
            _ if cell.is_empty() => self,
            Self::Nothing | Self::Numbers if number(cell).is_some() => Self::Numbers,
            Self::Nothing | Self::Booleans if matches!(cell, "true" | "false") => Self::Booleans,
            _ => Self::Texts,
        }
    }

    /// What a cell of the column says; `None`: nothing.
    fn value(self, cell: &str) -> Option<Value> {
        match self {
            Self::Nothing | Self::Texts => Some(Value::from(cell)),
            Self::Numbers => number(cell).map(Value::Number),
            Self::Booleans => cell.parse().ok().map(Value::Bool),
        }
    }
}

/// The number that a cell says, if it reads back as that cell: `1.50`, `007` and `1e3` do not.
fn number(cell: &str) -> Option<Number> {
    let is_begun = matches!(cell.as_bytes(), [b'-' | b'0'..=b'9', ..]);
    let number: Number = is_begun.then(|| serde_json::from_str(cell).ok()).flatten()?;
    (number.to_string() == cell).then_some(number)
}

fn fault(disk: &Disk, error: &csv::Error) -> FileFault {
    let line = error.position().map(|position| line(disk, position.byte()));
    let message = match error.kind() {
        csv::ErrorKind::Io(error) => return FileFault::unreadable(error),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("this record has {len} cells, where the header has {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "this record is no UTF-8".to_owned(),
        _ => error.to_string(),
    };
    FileFault { line, ..FileFault::new(message) }
}

/// The line of a record that begins there, or after some line ends.
fn line(disk: &Disk, offset: u64) -> u64 {
    disk.place(offset, true).0
}
