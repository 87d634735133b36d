//! The command line: the only room with clap, stdout and exit codes. It maps words to the layers' own options and says what came of it.

mod args;
mod check;
mod exit;
mod explain;
mod load;
mod log;
mod report;
mod routes;
mod sample;
mod serve;
mod settings;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Command};
use exit::{CliError, Exit};

/// Runs the program with these words, the first of which is its name.
#[must_use]
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(words) {
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
