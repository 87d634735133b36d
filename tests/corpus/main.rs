//! Real documents and the official suite: what `tests/corpus/run` runs once it has obtained them. Not a test: it takes minutes and material
//! that is not in the repository; `cargo test` only compiles it, so that it cannot rot.
//!
//! `corpus suite [--material FOLDER]` and
//! `corpus documents [--material FOLDER] [--limit N] [--workers N] [DOCUMENT…]` print Markdown tables and fail if anything failed that
//! `exceptions.txt` does not explain.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a program of the house, for its own people"
)]

mod documents;
mod exceptions;
mod suite;

use std::path::PathBuf;
use std::process::ExitCode;

/// What a part says at the end.
pub struct Outcome {
    /// A Markdown table.
    pub table: String,
    /// How many faults no exception explains.
    pub unexplained: usize,
}

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(unexplained) => {
            eprintln!("{unexplained} faults that `tests/corpus/exceptions.txt` does not explain");
            ExitCode::FAILURE
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

/// The number of faults that are not explained.
fn run(mut arguments: impl Iterator<Item = String>) -> Result<usize, String> {
    let part = arguments.next().unwrap_or_default();
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/material");
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut options = documents::Options { material: here, limit: None, workers: cores, paths: Vec::new() };
    while let Some(word) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{word} needs a value"));
        let number = |text: String| text.parse::<usize>().map_err(|error| format!("{text}: {error}"));
        match word.as_str() {
            "--material" => options.material = PathBuf::from(value()?),
            "--limit" => options.limit = Some(number(value()?)?),
            "--workers" => options.workers = number(value()?)?.max(1),
            path => options.paths.push(PathBuf::from(path)),
        }
    }
    let exceptions = exceptions::Exceptions::read()?;
    let outcome = match part.as_str() {
        "documents" => documents::run(&options, &exceptions)?,
        "suite" => suite::run(&options.material, &exceptions)?,
        other => return Err(format!("`documents` or `suite` expected, found: `{other}`")),
    };
    println!("{}", outcome.table);
    Ok(outcome.unexplained)
}
