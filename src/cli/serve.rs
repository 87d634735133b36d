//! `standin serve` and `standin mock`: what they print, then the server until it is told to stop.

use std::sync::Arc;

use super::args::{ExamplesArg, LogArg, MockArgs, ServeArgs, ValidateArg};
use super::exit::{CliError, Exit};
use super::load::{self, Ready};
use super::{log, report, settings};
use crate::base::{Defect, Severity};
use crate::contract::Operation;
use crate::respond::{self, AnswerOptions, Face, World};
use crate::serve::{Cors, ServeOptions, Server, interrupted, runtime};

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
        dynamic: args.dynamic,
        examples,
        validate: ValidateArg::Strict,
        errors: args.errors,
    };
    let answers = AnswerOptions { face: Face::Prism, ..settings::answers(&answer, seed) };
    let options = ServeOptions {
        host: args.host.clone(),
        port: args.port,
        cors: if args.cors { Cors::Reflect } else { Cors::Off },
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
    let Ready { contract, documents, defects, files, .. } = ready;
    let world = World::new(contract, answers);
    let mut defects = defects;
    respond::audit(&world, &mut defects);
    let defects = defects.into_sorted();
    let runtime = runtime().map_err(|error| CliError::Io(format!("cannot start: {error}")))?;
    runtime.block_on(async {
        let server = Server::bind(options).await?;
        let url = server.url();
        announce(&world, &defects, &url, |defect| report::line(defect, &files));
        drop((documents, files, defects));
        let ready_line = match answers.face {
            Face::Standin => url.clone(),
            // Scripts wait for these words.
            Face::Prism => format!("standin as Prism is listening on {url}"),
        };
        report::print(&ready_line)?;
        server.run(Arc::new(world), interrupted()).await;
        Ok(Exit::Well)
    })
}

/// What a user has to know before the first call.
fn announce(world: &World, defects: &[Defect], url: &str, line: impl Fn(&Defect) -> String) {
    let serious: Vec<&Defect> = defects.iter().filter(|defect| defect.severity != Severity::Note).collect();
    for defect in serious.iter().take(MOST_SHOWN) {
        report::say(&line(defect));
    }
    if serious.len() > MOST_SHOWN {
        report::say(&format!("… and {} more: `standin check` shows all of them", serious.len() - MOST_SHOWN));
    }
    let operations = world.contract.operations();
    for operation in operations {
        let address = respond::address(world, operation);
        let quote = if address.contains(['&', '?', '$', '\'', '(', ')', ';', '*', '[', ']', '!']) { "'" } else { "" };
        let address = address.replace('\'', "%27");
        let state = if operation.left.is_some() { "  (501)" } else { "" };
        report::say(&format!("{:<8}{quote}{url}{address}{quote}{state}", operation.method.as_str()));
    }
    let left = operations.iter().filter(|operation: &&Operation| operation.left.is_some()).count();
    let repaired = serious.iter().filter(|defect| defect.severity == Severity::Warning).count();
    let lost = serious.len() - repaired;
    report::say(&format!(
        "serving {} operations; {repaired} defects repaired, {lost} that could not be, {left} operations left (501)",
        operations.len() - left
    ));
}
