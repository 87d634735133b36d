//! Where the rows of a JSON list, or of lines of JSON, begin and end: a scan of the file that remembers no more than the row it is in.

use std::io::Read;

use serde_json::Value;

use super::FileFault;
use super::disk::{BYTE_ORDER_MARK, Disk, Reader};
use super::outline::Survey;

/// How many bytes are asked for at once.
const CHUNK: usize = 256 * 1024;
/// No row has more bytes.
const LONGEST_ROW: usize = 64 * 1024 * 1024;

/// Finds the rows of a list, or of the only list in an object.
pub(super) fn survey_list(disk: &Disk, survey: &mut Survey) -> Result<(), FileFault> {
    let mut text = Text::new(disk);
    text.skip_mark()?;
    let mut lists = 0;
    match text.peek_solid()? {
        None => return Ok(()),
        Some(b'[') => {
            text.list(survey)?;
            lists = 1;
        }
        Some(b'{') => {
            text.bump();
            text.each(b'}', |text| {
                let begin = text.position();
                if text.peek()? != Some(b'"') {
                    return Err(text.unexpected("the name of a member"));
                }
                text.value()?;
                if text.peek_solid()? != Some(b':') {
                    return Err(text.unexpected("a colon"));
                }
                text.bump();
                if text.peek_solid()? == Some(b'[') {
                    lists += 1;
                    if lists > 1 {
                        return Err(text.fault_at(begin, "the object has a second list".to_owned()));
                    }
                    return text.list(survey);
                }
                text.value().map(|_| ())
            })?;
        }
        Some(_) => {
            let begin = text.position();
            text.value()?;
            return Err(text.fault_at(begin, "the file holds no list".to_owned()).with_help(HELP));
        }
    }
    if text.peek_solid()?.is_some() {
        return Err(text.unexpected("the end of the file"));
    }
    if lists == 0 {
        return Err(FileFault::new("the object has no list").with_help(HELP));
    }
    survey.digest(text.reader.digest());
    Ok(())
}

const HELP: &str = "rows are the items of a list, `[…]`, or of the only list in an object, `{\"items\": […]}`";

/// Finds the rows of lines; empty ones are none.
pub(super) fn survey_lines(disk: &Disk, survey: &mut Survey) -> Result<(), FileFault> {
    let mut text = Text::new(disk);
    text.skip_mark()?;
    while text.peek_solid()?.is_some() {
        let begin = text.position();
        text.mark = text.at;
        while text.peek()?.is_some_and(|byte| byte != b'\n') {
            text.bump();
        }
        text.row(begin, survey)?;
    }
    survey.digest(text.reader.digest());
    Ok(())
}

/// The bytes of a file, some at a time.
struct Text<'d> {
    disk: &'d Disk,
    reader: Reader<'d>,
    buffer: Vec<u8>,
    /// Where the buffer begins in the file.
    offset: u64,
    /// The next byte in the buffer.
    at: usize,
    /// From here on bytes are kept.
    mark: usize,
}

impl<'d> Text<'d> {
    fn new(disk: &'d Disk) -> Self {
        Self { disk, reader: disk.reader(), buffer: Vec::new(), offset: 0, at: 0, mark: 0 }
    }

    /// Passes over the byte order mark.
    fn skip_mark(&mut self) -> Result<(), FileFault> {
        self.peek()?;
        if self.buffer.starts_with(BYTE_ORDER_MARK) {
            self.at = BYTE_ORDER_MARK.len();
            self.mark = self.at;
        }
        Ok(())
    }

    fn position(&self) -> u64 {
        self.offset + self.at as u64
    }

    fn peek(&mut self) -> Result<Option<u8>, FileFault> {
        if let Some(byte) = self.buffer.get(self.at) {
            return Ok(Some(*byte));
        }
        self.fill()?;
        Ok(self.buffer.get(self.at).copied())
    }

    fn bump(&mut self) {
        self.at += 1;
    }

    /// Lets go of what is before the mark and reads on.
    fn fill(&mut self) -> Result<(), FileFault> {
        if self.at - self.mark > LONGEST_ROW {
            let message = format!("a row has more than {} MiB", LONGEST_ROW >> 20);
            return Err(self.fault_at(self.offset + self.mark as u64, message));
        }
        self.buffer.drain(..self.mark);
        self.offset += self.mark as u64;
        self.at -= self.mark;
        self.mark = 0;
        let filled = self.buffer.len();
        self.buffer.resize(filled + CHUNK, 0);
        let read = self.reader.read(self.buffer.get_mut(filled..).unwrap_or_default());
        self.buffer.truncate(filled + read.as_ref().copied().unwrap_or_default());
        read.map(|_| ()).map_err(|error| FileFault::unreadable(&error))
    }

    /// The next byte that is no white space. Nothing before it is kept.
    fn peek_solid(&mut self) -> Result<Option<u8>, FileFault> {
        loop {
            self.mark = self.at;
            match self.peek()? {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.bump(),
                other => return Ok(other),
            }
        }
    }

    /// Goes from one part to the next, between which are commas, up to the end of them all.
    fn each(&mut self, end: u8, mut part: impl FnMut(&mut Self) -> Result<(), FileFault>) -> Result<(), FileFault> {
        if self.peek_solid()? == Some(end) {
            self.bump();
            return Ok(());
        }
        loop {
            self.peek_solid()?;
            part(self)?;
            match self.peek_solid()? {
                Some(b',') => self.bump(),
                Some(byte) if byte == end => break,
                _ => return Err(self.unexpected(&format!("`,` or `{}`", char::from(end)))),
            }
        }
        self.bump();
        Ok(())
    }

    /// The rows of a list, from its bracket on.
    fn list(&mut self, survey: &mut Survey) -> Result<(), FileFault> {
        self.bump();
        self.each(b']', |text| {
            let begin = text.position();
            text.span()?;
            text.row(begin, survey)
        })
    }

    /// Takes what was passed since the mark for a row.
    fn row(&mut self, begin: u64, survey: &mut Survey) -> Result<(), FileFault> {
        let end = self.position();
        let value = self.parsed(begin)?;
        survey.row(begin, end, &value).map_err(|fault| {
            let help = fault.help;
            FileFault { help, ..self.fault_at(begin, fault.message) }
        })
    }

    /// Passes over a value, and reads it.
    fn value(&mut self) -> Result<Value, FileFault> {
        let begin = self.position();
        self.span()?;
        self.parsed(begin)
    }

    /// Passes over what must be a value if it is anything: up to a comma or an end that is not within it.
    fn span(&mut self) -> Result<(), FileFault> {
        let mut depth = 0_u64;
        self.mark = self.at;
        while let Some(byte) = self.peek()? {
            match byte {
                b'"' => {
                    self.text()?;
                    if depth == 0 {
                        break;
                    }
                    continue;
                }
                b'[' | b'{' => depth += 1,
                b']' | b'}' if depth <= 1 => {
                    if depth == 1 {
                        self.bump();
                    }
                    break;
                }
                b']' | b'}' => depth -= 1,
                b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => break,
                _ => {}
            }
            self.bump();
        }
        Ok(())
    }

    /// Passes over a text, from its quote on.
    fn text(&mut self) -> Result<(), FileFault> {
        self.bump();
        while let Some(byte) = self.peek()? {
            self.bump();
            match byte {
                b'"' => break,
                b'\\' if self.peek()?.is_some() => self.bump(),
                _ => {}
            }
        }
        Ok(())
    }

    /// What was passed since the mark, which is at `begin` of the file.
    fn parsed(&self, begin: u64) -> Result<Value, FileFault> {
        let bytes = self.buffer.get(self.mark..self.at).unwrap_or_default();
        if bytes.is_empty() {
            return Err(self.unexpected("a value"));
        }
        serde_json::from_slice(bytes).map_err(|error| {
            let lines = bytes.split_inclusive(|byte| *byte == b'\n').take(error.line().saturating_sub(1));
            // The reader counts the byte that it has stumbled over, or the one before it.
            let within = lines.map(<[u8]>::len).sum::<usize>() + error.column().saturating_sub(1);
            let message = error.to_string();
            let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
            let message = match message.strip_prefix("EOF") {
                Some(rest) if self.position() >= self.disk.length() => format!("end of file{rest}"),
                Some(rest) => format!("end of the row{rest}"),
                None => message.to_owned(),
            };
            self.fault_at(begin + within as u64, format!("this is no JSON: {message}"))
        })
    }

    fn unexpected(&self, wanted: &str) -> FileFault {
        let is_end = self.at >= self.buffer.len();
        let found = if is_end { "the file ends" } else { "something else stands" };
        self.fault_at(self.position(), format!("this is no JSON: {found} where {wanted} is expected"))
    }

    /// A fault at a byte of the file, whose line is counted now.
    fn fault_at(&self, offset: u64, message: String) -> FileFault {
        let (line, column) = self.disk.place(offset, false);
        FileFault { line: Some(line), column: Some(column), ..FileFault::new(message) }
    }
}
