//! What the tests share: the program as a child process, a server as one, and the plainest HTTP client there is.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

/// Longer than any step of a test takes, so that one that hangs fails.
const PATIENCE: Duration = Duration::from_mins(1);

/// The program with these words, run to its end.
pub fn standin(words: &[&str]) -> Output {
    command(words).stdin(Stdio::null()).output().unwrap()
}

/// The program with these words and this text on standard input, run to its end.
pub fn standin_with_input(words: &[&str], input: &str) -> Output {
    let mut child = command(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn command(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_standin"));
    command.args(words).current_dir(env!("CARGO_MANIFEST_DIR")).env("NO_COLOR", "1");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("STANDIN_")) {
        command.env_remove(name);
    }
    command
}

/// A server in a process of its own, killed when dropped.
pub struct Served {
    child: Child,
    /// `host:port`.
    pub address: String,
}

/// A server whose log can be read, and its `host:port`; the caller stops it.
pub fn with_log(words: &[&str]) -> (Child, String) {
    let mut command = command(words);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    (child, line.trim().rsplit("//").next().unwrap_or_default().to_owned())
}

impl Served {
    /// Starts `standin` with these words; they make it listen on a free port and print only that.
    pub fn start(words: &[&str]) -> Self {
        Self::start_with(words, &[])
    }

    /// Starts it with these variables in its environment.
    pub fn start_with(words: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = command(words);
        command.envs(variables.iter().copied()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit("//").next().unwrap_or_default().to_owned();
        assert!(address.contains(':'), "no address on the first line: {line:?}");
        Self { child, address }
    }

    /// Sends one request and reads the answer.
    pub fn send(&self, request: &Request<'_>) -> Reply {
        send(&self.address, request)
    }

    /// GET with these headers.
    pub fn fetch(&self, target: &str, headers: &[(&str, &str)]) -> Reply {
        self.send(&Request { method: "GET", target, headers, body: b"" })
    }

    /// Asks the process to stop, as a terminal or a container does, and gives its exit code.
    #[cfg(unix)]
    pub fn terminate(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A request.
pub struct Request<'r> {
    pub method: &'r str,
    pub target: &'r str,
    pub headers: &'r [(&'r str, &'r str)],
    pub body: &'r [u8],
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

/// Sends a request over a connection of its own.
pub fn send(address: &str, request: &Request<'_>) -> Reply {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    exchange(&mut stream, request)
}

/// Sends a request over an open connection, which can be used again afterwards.
pub fn exchange(stream: &mut TcpStream, request: &Request<'_>) -> Reply {
    let mut head = format!("{} {} HTTP/1.1\r\nhost: localhost\r\n", request.method, request.target);
    for (name, value) in request.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !request.body.is_empty() {
        head.push_str(&format!("content-length: {}\r\n", request.body.len()));
    }
    head.push_str("\r\n");
    stream.write_all(&[head.as_bytes(), request.body].concat()).unwrap();
    read(stream, request.method == "HEAD")
}

fn read(stream: &mut TcpStream, is_head: bool) -> Reply {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let status =
        line.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_else(|| panic!("no status: {line:?}"));
    let mut headers = Vec::new();
    loop {
        line.clear();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let mut reply = Reply { status, headers, body: Vec::new() };
    if !is_head && reply.header("transfer-encoding") == Some("chunked") {
        reply.body = chunks(&mut reader).concat();
        return reply;
    }
    let length = reply.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    if !is_head {
        reply.body.resize(length, 0);
        reader.read_exact(&mut reply.body).unwrap();
    }
    reply
}

/// The chunks of a body without a length (RFC 9112 §7.1).
fn chunks(reader: &mut impl BufRead) -> Vec<Vec<u8>> {
    let mut chunks = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let length = usize::from_str_radix(line.trim_end(), 16).unwrap_or_else(|_| panic!("no length: {line:?}"));
        let mut chunk = vec![0; length + 2];
        reader.read_exact(&mut chunk).unwrap();
        chunk.truncate(length);
        if chunk.is_empty() {
            return chunks;
        }
        chunks.push(chunk);
    }
}

/// A file in a folder of its own, which lasts as long as what is returned.
pub fn file(name: &str, content: impl AsRef<[u8]>) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    let path = path.display().to_string();
    (folder, path)
}

/// What lies beside the repository on the founders' machines; `None`, and a line that says so, where it does not.
pub fn shared(below: &str) -> Option<std::path::PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(below);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} is not there", path.display());
    None
}
