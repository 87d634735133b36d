//! README.md is executed: its commands print what stands below them, its tables are those of the program, its Rust is that of the library.
//!
//! Commands run in a folder that holds copies of `spec` and `scenarios`, and the files that the page shows (`# name.yaml` in the first line of a block). One
//! server answers all `curl` lines; other commands that would serve are stopped when they have told their address. What a program
//! writes to stderr is compared before what it writes to stdout. Nothing is built here: cargo has built the program already.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what is not as it should be fails the test"
)]

mod curl;
mod likeness;
mod page;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};

use curl::Curl;
use page::{Block, Page};

/// What the page's addresses begin with.
const SHOWN: &str = "http://127.0.0.1:4010";

/// Commands that are not run here: what they do is what runs this.
const SKIPPED: &[&str] = &["cargo test"];

/// Commands of the program that end by themselves.
const ENDING: &[&str] = &["check", "routes", "sample", "explain", "schema", "completions", "--version", "--help"];

#[test]
fn commands_print_what_the_page_shows() {
    let page = Page::read();
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), &page);
    let server = Server::start(&[], folder.path());
    assert!(!server.url.is_empty(), "the server does not start:\n{}", server.stop());
    let mut skipped = Vec::new();
    let mut failures = Vec::new();
    for command in page.blocks.iter().filter(|block| block.tag == "console").flat_map(Block::commands) {
        let printed = match command.words().iter().map(String::as_str).collect::<Vec<_>>()[..] {
            _ if SKIPPED.contains(&command.text) => {
                skipped.push(command.text);
                continue;
            }
            ["curl", ref words @ ..] => Curl::parse(words).and_then(|curl| curl.send(SHOWN, &server.url)),
            ["standin", ref words @ ..] => Ok(standin(words, folder.path())),
            ["cargo", "run", "--release"] => Ok(standin(&[], root())),
            _ => Err("this command is neither run nor among those that are skipped".to_owned()),
        };
        let difference = printed.and_then(|printed| likeness::compare(&command.output, &printed));
        if let Err(difference) = difference {
            failures.push(format!("README.md:{}: $ {}\n{difference}\n", command.line, command.text));
        }
    }
    assert!(failures.is_empty(), "{} commands print something else\n\n{}", failures.len(), failures.join("\n"));
    assert_eq!(skipped, SKIPPED);
}

#[test]
fn blocks_are_of_kinds_that_are_looked_at() {
    for block in Page::read().blocks {
        assert!(["console", "yaml", "rust"].contains(&block.tag), "README.md:{}: `{}`", block.line, block.tag);
    }
}

#[test]
fn commands_are_those_of_the_program() {
    let page = Page::read();
    let rows = page.table("| command | what it does |");
    let written = rows.iter().filter_map(|row| row[0].trim_matches('`').strip_prefix("standin ")?.split(' ').next());
    assert_eq!(written.collect::<Vec<_>>(), commands());
}

#[test]
fn flags_are_those_of_the_program() {
    let page = Page::read();
    let mut written = BTreeSet::new();
    for row in page.table("| flag | of | variable | default | meaning |") {
        let [names, commands, variable, default, meaning] = row[..] else { panic!("five columns: {row:?}") };
        assert!(meaning.ends_with('.'), "{names} of {commands} has a meaning");
        for command in commands.split(", ") {
            let flag =
                Flag { command, names: names.replace('`', ""), variable: cell(variable), default: cell(default) };
            assert!(written.insert(flag.to_string()), "{names} of {command} stands there once");
        }
    }
    let flags_of = |command: &String| flags(command, &standin(&[command, "--help"], root()));
    let known: BTreeSet<String> = commands().iter().flat_map(flags_of).collect();
    let missing: Vec<_> = known.difference(&written).collect();
    let invented: Vec<_> = written.difference(&known).collect();
    assert!(missing.is_empty() && invented.is_empty(), "not in README: {missing:#?}\nnot in --help: {invented:#?}");
}

#[test]
fn rust_is_compiled_as_an_example_of_the_library() {
    let library = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let documentation: Vec<&str> = library
        .lines()
        .filter_map(|line| line.strip_prefix("//!"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    let documentation = documentation.join("\n");
    let examples: Vec<String> =
        page::blocks(&documentation).iter().filter(|block| block.tag.is_empty()).map(visible).collect();
    let page = Page::read();
    let written: Vec<&Block<'_>> = page.blocks.iter().filter(|block| block.tag == "rust").collect();
    assert!(!written.is_empty(), "there is an example");
    for block in written {
        assert!(examples.contains(&visible(block)), "README.md:{}: not an example in src/lib.rs", block.line);
    }
}

/// An example without the lines that rustdoc hides.
fn visible(block: &Block<'_>) -> String {
    block
        .lines
        .iter()
        .filter(|line| **line != "#" && !line.starts_with("# "))
        .copied()
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_owned()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Puts into a folder what the page's commands find there.
fn furnish(folder: &Path, page: &Page) {
    for shipped in ["spec", "scenarios"] {
        fs::create_dir(folder.join(shipped)).unwrap();
        for entry in fs::read_dir(root().join(shipped)).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), folder.join(shipped).join(entry.file_name())).unwrap();
        }
    }
    for block in page.blocks.iter().filter(|block| block.tag == "yaml") {
        let name = block.lines.first().and_then(|line| line.strip_prefix("# ")).expect("a file begins with its name");
        fs::write(folder.join(name), block.lines.join("\n") + "\n").unwrap();
    }
}

/// What the program prints, stderr first; if it serves, up to the line with its address. The port that it is to listen on is only shown.
fn standin(words: &[&str], folder: &Path) -> String {
    if words.iter().any(|word| ENDING.contains(word)) {
        let output = program(words, folder).output().unwrap();
        return [output.stderr, output.stdout].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    }
    let mut words = words.to_vec();
    let flag = words.iter().position(|word| ["--port", "-p"].contains(word));
    let port = flag.map_or("4010", |flag| words.drain(flag..flag + 2).nth(1).unwrap());
    Server::start(&words, folder).stop().replace("{address}", &format!("127.0.0.1:{port}"))
}

fn program(words: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_standin"));
    command.args(words).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // What the one who tests has set must not show.
    for (name, _) in std::env::vars_os() {
        let shows = |name: &str| name.starts_with("STANDIN_") || ["COLUMNS", "CLICOLOR_FORCE"].contains(&name);
        if name.to_str().is_some_and(shows) {
            command.env_remove(name);
        }
    }
    command
}

/// A running server. It is killed when this is dropped.
struct Server {
    child: Child,
    url: String,
    ready: String,
    stderr: Option<JoinHandle<String>>,
}

impl Server {
    /// Starts one on a free port and waits for the line with its address, or for its end.
    fn start(words: &[&str], folder: &Path) -> Self {
        let mut child = program(words, folder).args(["--port", "0"]).spawn().unwrap();
        let mut pipe = child.stderr.take().unwrap();
        let stderr = thread::spawn(move || {
            let mut text = String::new();
            pipe.read_to_string(&mut text).map(|_| text).unwrap()
        });
        let mut ready = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        let url = ready.find("http").map(|at| ready[at..].trim_end().to_owned()).unwrap_or_default();
        Self { child, url, ready, stderr: Some(stderr) }
    }

    /// Stops it; what it printed, with `{address}` for its address.
    fn stop(mut self) -> String {
        // It may have ended by itself.
        let _ = self.child.kill();
        let stderr = self.stderr.take().map(|reader| reader.join().unwrap()).unwrap_or_default();
        let printed = format!("{stderr}{}", self.ready);
        match self.url.split_once("://") {
            Some((_, address)) => printed.replace(address, "{address}"),
            None => printed,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The commands of the program.
fn commands() -> Vec<String> {
    let help = standin(&["--help"], root());
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    listed.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// A flag as the page and the program both tell of it.
struct Flag<'a> {
    command: &'a str,
    names: String,
    variable: Option<String>,
    default: Option<String>,
}

impl std::fmt::Display for Flag<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { command, names, variable, default } = self;
        let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
        write!(f, "{command} {names} variable {} default {}", or_none(variable), or_none(default))
    }
}

/// The text of a cell; a dash is nothing.
fn cell(text: &str) -> Option<String> {
    (text != "–").then(|| text.trim_matches('`').to_owned())
}

/// The flags in a help text, but for those that ask for help and version. An entry begins at most six columns from the left.
fn flags(command: &str, help: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in help.lines().skip_while(|line| *line != "Options:").skip(1) {
        let text = line.trim_start();
        match entries.last_mut() {
            _ if text.starts_with('-') && line.len() - text.len() <= 6 => entries.push(text.to_owned()),
            Some(entry) => *entry = format!("{entry} {text}"),
            None => {}
        }
    }
    let between = |text: &str, from: &str, to: &[char]| Some(text.split_once(from)?.1.split_once(to)?.0.to_owned());
    let flag = |entry: &String| {
        let entry = entry.split_whitespace().collect::<Vec<_>>().join(" ");
        let names = entry.split(' ').take_while(|word| word.starts_with('-'));
        let mut names: Vec<&str> = names.map(|name| name.split(['[', ',']).next().unwrap_or(name)).collect();
        names.reverse();
        let (variable, default) = (between(&entry, "[env: ", &['=', ']']), between(&entry, "[default: ", &[']']));
        Flag { command, names: names.join(", "), variable, default }
    };
    let is_asked = |flag: &Flag<'_>| !flag.names.starts_with("--help") && !flag.names.starts_with("--version");
    entries.iter().map(flag).filter(is_asked).map(|flag| flag.to_string()).collect()
}
