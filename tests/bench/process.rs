//! A server as a process of its own, and the processor time it has taken.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use crate::bare;
use crate::load::Reply;

/// A running server, killed when dropped.
pub struct Process {
    child: Child,
    /// `host:port`.
    pub address: String,
    /// From the start of its process to the line that says it is ready.
    pub start: Duration,
}

impl Process {
    /// The program itself, optimised as this binary is, with generated bodies where `dynamic`.
    pub fn standin(dynamic: bool) -> Self {
        Self::serve(&[crate::DOCUMENT], &["--dynamic"][..usize::from(dynamic)])
    }

    /// The program with a scenario file, or without any.
    pub fn with(dynamic: bool, scenario: &Path) -> Self {
        let scenario = scenario.display().to_string();
        let mut flags = if scenario.is_empty() { Vec::new() } else { vec!["--scenarios", scenario.as_str()] };
        flags.extend(dynamic.then_some("--dynamic"));
        Self::serve(&[crate::DOCUMENT], &flags)
    }

    /// The program with a folder of scenarios, which reads its files again when they change.
    pub fn watching(document: &Path, scenarios: &Path, watch: &str) -> Self {
        let scenarios = scenarios.display().to_string();
        Self::serve(&[&document.display().to_string()], &["--scenarios", &scenarios, "--watch", watch])
    }

    /// The program itself, each of whose answers is so late.
    pub fn late(delay: Duration) -> Self {
        // Opening thousands of connections may take longer than a client may be silent otherwise.
        Self::serve(&[crate::DOCUMENT], &["--delay", &format!("{}ms", delay.as_millis()), "--head-timeout", "60"])
    }

    /// The program with these documents and flags.
    pub fn serve(documents: &[&str], flags: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_standin"));
        command.arg("serve").args(documents).args(flags).args(["--port", "0", "--log", "off"]);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("STANDIN_")) {
            command.env_remove(name);
        }
        Self::start(command.current_dir(env!("CARGO_MANIFEST_DIR")), &[])
    }

    /// A bare hyper server that always sends this reply.
    pub fn bare(reply: &Reply) -> Self {
        Self::start(Command::new(std::env::current_exe().unwrap()).arg(bare::WORD), &bare::script(reply))
    }

    fn start(command: &mut Command, input: &[u8]) -> Self {
        let begun = Instant::now();
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let start = begun.elapsed();
        let address = line.trim().rsplit('/').next().unwrap_or_default().to_owned();
        assert!(address.contains(':'), "no address on the first line: {line:?}");
        Self { child, address, start }
    }

    /// What all its threads have taken so far, in user and system; `None` where the system does not say (elsewhere than on Linux).
    pub fn cpu(&self) -> Option<Duration> {
        let mut threads = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).ok()?;
        threads.try_fold(Duration::ZERO, |sum, thread| Some(sum + taken(&thread.ok()?.path())?))
    }

    /// The memory that is its own now, in MiB; `None` where the system does not say (elsewhere than on Linux).
    pub fn memory(&self) -> Option<f64> {
        self.mebibytes("RssAnon")
    }

    /// The same with what of its program is in memory.
    pub fn resident(&self) -> Option<f64> {
        self.mebibytes("VmRSS")
    }

    fn mebibytes(&self, name: &str) -> Option<f64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        kibibytes(&text, name).map(|kibibytes| kibibytes / 1024.0)
    }
}

/// The number after `name` in a text of lines like `VmRSS:     1234 kB`.
fn kibibytes(text: &str, name: &str) -> Option<f64> {
    text.lines().find_map(|line| line.strip_prefix(name))?.split_ascii_whitespace().nth(1)?.parse().ok()
}

/// What this thread has taken so far; time itself where the system does not say.
pub fn own_cpu() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    // The system counts up to the last time it looked, which this makes now.
    std::thread::yield_now();
    taken(Path::new("/proc/thread-self")).unwrap_or_else(|| START.elapsed())
}

/// What the thread with that folder has taken: exact where `/proc/<pid>/stat` counts hundredths of a second.
fn taken(thread: &Path) -> Option<Duration> {
    let text = std::fs::read_to_string(thread.join("schedstat")).ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
