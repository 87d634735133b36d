//! The other side of `judge/answers.mjs`: a process that is told of documents and answers, and what it finds.

use std::io::{BufRead, BufReader, BufWriter, Result, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread::JoinHandle;

use serde_json::{Value, json};

/// A fault that the judge found.
pub struct Verdict {
    /// The number of the document.
    pub document: usize,
    /// The number of the answer within it.
    pub answer: usize,
    /// `status`, `media`, `body` or `unjudged`.
    pub kind: String,
    /// What is wrong.
    pub why: String,
}

/// What a judge found in all.
#[derive(Default)]
pub struct Findings {
    /// The faults.
    pub faults: Vec<Verdict>,
    /// How many bodies were held against a schema.
    pub judged: usize,
    /// How many references lead nowhere, or out of their document: what is behind them was taken for anything.
    pub unresolved: usize,
}

/// A running judge.
pub struct Judge {
    child: Child,
    input: BufWriter<ChildStdin>,
    findings: JoinHandle<Findings>,
}

impl Judge {
    /// Starts one; it lies beside its packages in `material`.
    pub fn start(material: &Path) -> Result<Self> {
        let mut command = Command::new("node");
        // The deepest documents are validated recursively.
        command.args(["--max-old-space-size=4096", "--stack-size=3900"]).arg(material.join("judge/answers.mjs"));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let missing = || std::io::Error::other("the judge has no pipes");
        let input = child.stdin.take().ok_or_else(missing)?;
        let output = child.stdout.take().ok_or_else(missing)?;
        let findings = std::thread::spawn(move || {
            let mut findings = Findings::default();
            BufReader::new(output).lines().map_while(Result::ok).for_each(|line| findings.read(&line));
            findings
        });
        Ok(Self { child, input: BufWriter::new(input), findings })
    }

    /// Begins a document.
    pub fn open(&mut self, path: &Path, index: usize) -> Result<()> {
        self.say(&json!({ "document": path, "index": index }))
    }

    /// Tells of an answer to the operation at a pointer; a body that is JSON is judged.
    pub fn answer(&mut self, at: &str, status: u16, media: &str, body: &[u8], is_json: bool) -> Result<()> {
        let head = json!({ "at": at, "status": status, "media": media, "bytes": body.len() }).to_string();
        let head = head.strip_suffix('}').unwrap_or(&head);
        self.input.write_all(head.as_bytes())?;
        if is_json {
            self.input.write_all(b",\"body\":")?;
            // Between the tokens of JSON there may be line ends, within them never.
            let line: Vec<u8> =
                body.iter().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { *byte }).collect();
            self.input.write_all(&line)?;
        }
        self.input.write_all(b"}\n")
    }

    /// Ends the document.
    pub fn close(&mut self) -> Result<()> {
        self.say(&json!({ "end": true }))?;
        self.input.flush()
    }

    /// Ends the judge and says what it found.
    pub fn finish(mut self) -> Result<Findings> {
        self.input.flush()?;
        drop(self.input);
        let status = self.child.wait()?;
        if !status.success() {
            return Err(std::io::Error::other(format!("the judge failed: {status}")));
        }
        Ok(self.findings.join().unwrap_or_default())
    }

    fn say(&mut self, message: &Value) -> Result<()> {
        writeln!(self.input, "{message}")
    }
}

impl Findings {
    /// Reads the line about one document.
    fn read(&mut self, line: &str) {
        let message: Value = serde_json::from_str(line).unwrap_or_default();
        let number = |value: &Value| value.as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.judged += number(&message["judged"]);
        self.unresolved += number(&message["unresolved"]);
        let faults = message["faults"].as_array().into_iter().flatten();
        self.faults.extend(faults.map(|fault| Verdict {
            document: number(&message["index"]),
            answer: number(&fault[0]),
            kind: text(&fault[1]),
            why: text(&fault[2]),
        }));
    }

    /// Adds what another judge found.
    pub fn add(&mut self, other: Self) {
        self.faults.extend(other.faults);
        self.judged += other.judged;
        self.unresolved += other.unresolved;
    }
}
