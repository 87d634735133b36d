//! `standin serve` and `standin mock`: what they print, then the server until it is told to stop.

use super::args::{ExamplesArg, LogArg, MockArgs, ServeArgs, ValidateArg};
use super::exit::{CliError, Exit};
use super::finding::{Finding, findings};
use super::load::{self, Ready};
use super::{log, report, settings};
use crate::base::Severity;
use crate::contract::Operation;
use crate::respond::{self, AnswerOptions, Face, World};
use crate::serve::{Interrupts, ServeOptions, Server, runtime};

/// Defects shown in full at start; of more, `standin check` tells.
const MOST_SHOWN: usize = 20;

pub(super) fn serve(args: &ServeArgs) -> Result<Exit, CliError> {
    let (seed, drawn) = settings::seed(&args.answer.seed);
    let options = settings::listening(&args.listen, &args.host, args.port)?;
    let ready = load::ready(&settings::sources(&args.paths)?, &settings::limits(&args.load))?;
    if let Some(drawn) = drawn {
        report::say(&format!("seed: {drawn}"));
    }
    log::init(args.listen.log, args.verbose);
    run(ready, settings::answers(&args.answer, seed), options)
}

/// The same server with Prism's face.
pub(super) fn mock(args: &MockArgs) -> Result<Exit, CliError> {
    let (seed, _) = settings::seed(&args.seed);
    let examples = if args.ignore_examples { ExamplesArg::Ignored } else { ExamplesArg::Mended };
    let answer = super::args::AnswerArgs {
        seed: args.seed.clone(),
        locale: args.locale,
        dynamic: args.dynamic,
        examples,
        validate: ValidateArg::Strict,
        errors: args.errors,
    };
    let answers = AnswerOptions { face: Face::Prism, ..settings::answers(&answer, seed) };
    let options = ServeOptions {
        host: args.host.clone(),
        port: args.port,
        cors: settings::cors(&args.cors)?,
        ..ServeOptions::default()
    };
    let ready = load::ready(&settings::sources(std::slice::from_ref(&args.document))?, &settings::limits(&args.load))?;
    let quiet = ["silent", "fatal", "error", "warn"].contains(&args.verbose_level.as_str());
    log::init(
        if quiet { LogArg::Off } else { LogArg::Text },
        ["debug", "trace"].contains(&args.verbose_level.as_str()),
    );
    run(ready, answers, options)
}

fn run(ready: Ready, answers: AnswerOptions, options: ServeOptions) -> Result<Exit, CliError> {
    let Ready { contract, documents, mut defects, files, .. } = ready;
    let face = answers.face;
    let world = World::new(contract, answers);
    respond::audit(&world, &mut defects);
    let found = Found::read(&findings(defects.into_sorted(), &files));
    // Texts and frames have told all they can.
    drop((documents, files));
    let runtime = runtime().map_err(|error| CliError::Io(format!("cannot start: {error}")))?;
    runtime.block_on(async {
        let server = Server::bind(options).await?;
        let url = server.url();
        // Before the address is told: whoever reads it may ask us to stop at once.
        let interrupts =
            Interrupts::listen().map_err(|error| CliError::Io(format!("cannot listen for signals: {error}")))?;
        announce(&world, &found, &url);
        let ready_line = match face {
            Face::Standin => url.clone(),
            // Scripts wait for these words.
            Face::Prism => format!("standin as Prism is listening on {url}"),
        };
        report::print(&ready_line)?;
        server.run_until_interrupted(world, interrupts).await;
        Ok(Exit::Well)
    })
}

/// What there is to say of the documents' defects.
struct Found {
    lines: Vec<String>,
    repaired: usize,
    lost: usize,
}

impl Found {
    fn read(findings: &[Finding<'_>]) -> Self {
        let of = |severity: Severity| findings.iter().filter(|finding| finding.defect.severity == severity).count();
        let (repaired, lost) = (of(Severity::Warning), of(Severity::Error));
        let serious = findings.iter().filter(|finding| finding.defect.severity != Severity::Note);
        let mut lines: Vec<String> = serious.take(MOST_SHOWN).map(Finding::line).collect();
        if repaired + lost > MOST_SHOWN {
            lines.push(format!("… and {} more: `standin check` shows all of them", repaired + lost - MOST_SHOWN));
        }
        Self { lines, repaired, lost }
    }
}

/// What a user has to know before the first call.
fn announce(world: &World, found: &Found, url: &str) {
    found.lines.iter().for_each(|line| report::say(line));
    let operations = world.contract.operations();
    for operation in operations {
        let address = respond::address(world, operation);
        // Quoted unless every character means itself in every shell.
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~%=,:@+".contains(&byte);
        let quote = if address.bytes().all(is_plain) { "" } else { "'" };
        let address = address.replace('\'', "%27");
        let state = if operation.left.is_some() { "  (501)" } else { "" };
        report::say(&format!("{:<7} {quote}{url}{address}{quote}{state}", operation.method.as_str()));
    }
    let left = operations.iter().filter(|operation: &&Operation| operation.left.is_some()).count();
    let served = operations.len() - left;
    report::say(&format!(
        "serving {served} operation{}; {} defect{} repaired, {} that could not be, {left} operation{} left (501)",
        plural(served),
        found.repaired,
        plural(found.repaired),
        found.lost,
        plural(left),
    ));
}

const fn plural(number: usize) -> &'static str {
    if number == 1 { "" } else { "s" }
}
