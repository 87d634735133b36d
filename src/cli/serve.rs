//! `standin serve` and `standin mock`: what they print, then the server until it is told to stop.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::args::{ExamplesArg, LogArg, MockArgs, ServeArgs, ValidateArg};
use super::exit::{CliError, Exit};
use super::{load, log, report, settings};
use crate::base::Severity;
use crate::contract::Operation;
use crate::respond::{self, AnswerOptions, Face, World};
use crate::scenario::ScenarioInfo;
use crate::scenario::format::Active;
use crate::serve::{HostOptions, Interrupts, Reload, ServeOptions, Server, Service, Setup, Watching, runtime};
use crate::spec::{Finding, findings};

/// Defects shown in full at start; of more, `standin check` tells.
const MOST_SHOWN: usize = 20;

pub(super) fn serve(args: &ServeArgs) -> Result<Exit, CliError> {
    let (seed, drawn) = settings::seed(&args.answer.seed);
    let options = settings::listening(&args.listen, &args.host, args.port)?;
    let host = settings::host(&args.host_args, &args.scenario)?;
    let setup = settings::setup(&args.paths, &args.load, (&args.answer, seed), &args.scenario)?;
    if let Some(drawn) = drawn {
        report::say(&format!("seed: {drawn}"));
    }
    run(setup, options, host, settings::watching(args.host_args.watch), || log::init(args.listen.log, args.verbose))
}

/// The same server with Prism's face.
pub(super) fn mock(args: &MockArgs) -> Result<Exit, CliError> {
    let (seed, _) = settings::seed(&args.seed);
    let examples = if args.ignore_examples { ExamplesArg::Ignored } else { ExamplesArg::Mended };
    let answer = super::args::AnswerArgs {
        seed: args.seed.clone(),
        locale: args.locale,
        now: args.now,
        list_size: None,
        dynamic: args.dynamic,
        examples,
        validate: ValidateArg::Strict,
        errors: args.errors,
        max_scan: 10_000_000,
        max_index_mb: 64,
    };
    let options = ServeOptions {
        host: args.host.clone(),
        port: args.port,
        cors: settings::cors(&args.cors)?,
        ..ServeOptions::default()
    };
    let setup = Setup {
        limits: settings::limits(&args.load),
        answers: AnswerOptions { face: Face::Prism, ..settings::answers(&answer, seed) },
        ..Setup::new(settings::sources(std::slice::from_ref(&args.document))?)
    };
    let quiet = ["silent", "fatal", "error", "warn"].contains(&args.verbose_level.as_str());
    let log = if quiet { LogArg::Off } else { LogArg::Text };
    let is_verbose = ["debug", "trace"].contains(&args.verbose_level.as_str());
    run(setup, options, HostOptions::default(), Watching::Native, || log::init(log, is_verbose))
}

fn run(
    mut setup: Setup,
    options: ServeOptions,
    host: HostOptions,
    watching: Watching,
    log: impl FnOnce(),
) -> Result<Exit, CliError> {
    let face = setup.answers.face;
    let mut made = load::made(&mut setup)?;
    settings::check_active(&host.ledger.active, &made.world)?;
    settings::check_set(&host.ledger.settings, &made.world)?;
    log();
    respond::audit(&made.world, &mut made.defects);
    let found = Found::read(&findings(made.defects.clone().into_sorted(), &made.files));
    let runtime = runtime().map_err(|error| CliError::Io(format!("cannot start: {error}")))?;
    runtime.block_on(async {
        let server = Server::bind(options).await?;
        let url = server.url();
        // Before the address is told: whoever reads it may ask us to stop at once.
        let interrupts =
            Interrupts::listen().map_err(|error| CliError::Io(format!("cannot listen for signals: {error}")))?;
        announce(&made.world, &found, &url, &host);
        let told = Told::of(found.all);
        let service = Service::made(setup, made, host)
            .reloading(watching, Arc::new(move |reload: &Reload<'_>| told.tell(reload)));
        let ready_line = match face {
            Face::Standin => url.clone(),
            // Scripts wait for these words.
            Face::Prism => format!("standin as Prism is listening on {url}"),
        };
        report::print(&ready_line)?;
        server.run_until_interrupted(service, interrupts).await;
        Ok(Exit::Well)
    })
}

/// What there is to say of the documents' defects.
struct Found {
    lines: Vec<String>,
    /// Every line, shown or not.
    all: Vec<String>,
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
        Self { lines, all: findings.iter().map(Finding::line).collect(), repaired, lost }
    }
}

/// What a user has to know before the first call.
fn announce(world: &World, found: &Found, url: &str, host: &HostOptions) {
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
    let is_on = |scenario: &&ScenarioInfo| {
        scenario.active == Active::Always || host.ledger.active.iter().any(|name| **name == *scenario.name)
    };
    let (on, off): (Vec<_>, Vec<_>) = world.rules.scenarios().iter().partition(is_on);
    for (scenarios, state) in [(on, "on"), (off, "off")] {
        let names: Vec<&str> = scenarios.iter().map(|scenario| &*scenario.name).collect();
        if !names.is_empty() {
            report::say(&format!("scenarios that are {state}: {}", names.join(", ")));
        }
    }
    let prefix = &host.admin;
    let hidden = operations.iter().filter(|operation| prefix.covers(&operation.template)).count();
    if hidden > 0 {
        let path = &prefix.prefix;
        report::say(&format!(
            "{hidden} operation{} below {path} cannot be called: the admin API is there; `--admin-path` moves it",
            plural(hidden)
        ));
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

/// What has been told of the files already: after a reload only what is new is worth a line.
struct Told(Mutex<BTreeSet<String>>);

impl Told {
    fn of(lines: Vec<String>) -> Self {
        Self(Mutex::new(lines.into_iter().collect()))
    }

    /// Tells of a reload: what is newly wrong, then what is served.
    fn tell(&self, reload: &Reload<'_>) {
        let findings = findings(reload.defects.to_vec(), reload.files);
        let lines: BTreeSet<String> = findings.iter().map(Finding::line).collect();
        {
            let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            for finding in &findings {
                if told.contains(&finding.line()) {
                    continue;
                }
                match finding.defect.severity {
                    Severity::Error => report::say(&format!("{}\n", finding.text(&report::renderer()))),
                    Severity::Warning => report::say(&finding.line()),
                    Severity::Note => {}
                }
            }
            if reload.kept.is_empty() {
                *told = lines;
            }
        }
        let Reload { operations, scenarios, took, .. } = reload;
        let served =
            format!("{operations} operation{}, {scenarios} scenario{}", plural(*operations), plural(*scenarios));
        if reload.kept.is_empty() {
            report::say(&format!("reloaded: {served}, {} ms{}", took.as_millis(), as_they_were(reload.broken)));
        } else {
            reload.kept.iter().for_each(|error| report::failure(&CliError::Load(error.clone())));
            report::say(&format!("not reloaded: {served} are served as they were"));
        }
    }
}

/// What there is to say of scenario files that have an error.
fn as_they_were(broken: &[PathBuf]) -> String {
    let names: Vec<String> = broken.iter().map(|path| path.display().to_string()).collect();
    if names.is_empty() { String::new() } else { format!("; not as it is written: {}", names.join(", ")) }
}

const fn plural(number: usize) -> &'static str {
    if number == 1 { "" } else { "s" }
}
