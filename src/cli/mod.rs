//! The command line: the only room with clap, stdout and exit codes. It maps words to the layers' own options and says what came of it.

mod args;
mod check;
mod exit;
mod explain;
mod load;
mod log;
mod named;
mod report;
mod routes;
mod sample;
mod schema;
mod serve;
mod settings;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Command};
use exit::{CliError, Exit};

/// Prism's users write `-d true`, `--cors false` and `--no-cors`, where clap wants `-d=true`, `--cors=false`.
fn in_clap_words(words: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    const FLAGS: [&str; 9] = [
        "--cors",
        "-d",
        "--dynamic",
        "--errors",
        "-m",
        "--multiprocess",
        "--ignoreExamples",
        "--json-schema-faker-fillProperties",
        "--ignore-examples",
    ];
    let mut out: Vec<OsString> = Vec::new();
    for word in words {
        let is_mock = out.get(1).is_some_and(|command| command == "mock");
        let text = word.to_str().unwrap_or_default();
        let flag = out.last().and_then(|last| last.to_str()).filter(|last| FLAGS.contains(last)).map(str::to_owned);
        let negated =
            text.strip_prefix("--no-").map(|name| format!("--{name}")).filter(|name| FLAGS.contains(&name.as_str()));
        match (is_mock, flag, negated) {
            (true, Some(flag), _) if text == "true" || text == "false" => {
                out.pop();
                out.push(format!("{flag}={text}").into());
            }
            (true, _, Some(flag)) => out.push(format!("{flag}=false").into()),
            _ => out.push(word),
        }
    }
    out
}

/// Runs the program with these words, the first of which is its name.
#[must_use]
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(in_clap_words(words)) {
        Ok(cli) => cli,
        Err(error) => {
            // clap writes help and version to stdout, errors to stderr.
            let _ = error.print();
            return if error.use_stderr() { Exit::Input.into() } else { Exit::Well.into() };
        }
    };
    let outcome = match cli.command.unwrap_or(Command::Serve(cli.serve)) {
        Command::Serve(args) => serve::serve(&args),
        Command::Mock(args) => serve::mock(&args),
        Command::Check(args) => check::check(&args),
        Command::Routes(args) => routes::routes(&args),
        Command::Sample(args) => sample::sample(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Schema(args) => schema::schema(&args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "standin", &mut script);
            report::print(&String::from_utf8_lossy(&script)).map(|()| Exit::Well)
        }
    };
    outcome
        .unwrap_or_else(|error: CliError| {
            report::failure(&error);
            error.exit()
        })
        .into()
}
