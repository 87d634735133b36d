//! From the words of the command line to the small options of each layer.

use std::hash::{BuildHasher, Hasher};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;

use super::args::{AnswerArgs, ExamplesArg, HostArgs, ListenArgs, LoadArgs, ScenarioArgs, ValidateArg, WatchArg};
use super::exit::CliError;
use crate::base::{Seed, nearest};
use crate::collection::Budget;
use crate::respond::{AnswerOptions, Examples, Face, Validation, World};
use crate::scenario::LedgerOptions;
use crate::scenario::format::{Latency, Span, Uniform};
use crate::serve::{AdminOptions, Cors, HostOptions, JournalOptions, ServeOptions, Setup, Tls, Watching};
use crate::spec::{Limits, Source};

/// The folder that is served if nothing is named.
const USUAL_FOLDER: &str = "spec";

/// The documents to read.
pub(super) fn sources(paths: &[String]) -> Result<Vec<Source>, CliError> {
    if !paths.is_empty() {
        return Ok(paths.iter().map(|path| Source::parse(path)).collect());
    }
    if Path::new(USUAL_FOLDER).is_dir() {
        return Ok(vec![Source::Path(USUAL_FOLDER.into())]);
    }
    let hint = "name an OpenAPI document: `standin openapi.yaml`";
    Err(CliError::usage("there is no folder `spec` here to serve", Some(hint.to_owned())))
}

/// What may be read.
pub(super) fn limits(args: &LoadArgs) -> Limits {
    Limits {
        max_bytes: args.max_document.saturating_mul(1 << 20),
        remote: args.allow_remote,
        root: args.ref_root.clone(),
        ..Limits::default()
    }
}

/// The seed, and the word that stands for it, if it was drawn.
pub(super) fn seed(word: &str) -> (Seed, Option<String>) {
    if word != "random" {
        return (Seed::from_text(word), None);
    }
    // The standard library keys every hasher with fresh randomness from the operating system.
    let drawn = std::collections::hash_map::RandomState::new().build_hasher().finish() % 1_000_000_000;
    (Seed::new(drawn), Some(drawn.to_string()))
}

/// How answers are chosen.
pub(super) fn answers(args: &AnswerArgs, seed: Seed) -> AnswerOptions {
    AnswerOptions {
        seed,
        validation: match args.validate {
            ValidateArg::Strict => Validation::Strict,
            ValidateArg::Warn => Validation::Warn,
            ValidateArg::Off => Validation::Off,
        },
        examples: match args.examples {
            ExamplesArg::Mended => Examples::Mended,
            ExamplesArg::Verbatim => Examples::Verbatim,
            ExamplesArg::Ignored => Examples::Ignored,
        },
        dynamic: args.dynamic,
        errors: args.errors,
        face: Face::Standin,
        locale: args.locale,
        now: args.now.unwrap_or_default(),
        list_size: args.list_size,
        budget: Budget { cost: args.max_scan.saturating_mul(CHEAP), bytes: args.max_index_mb.saturating_mul(1 << 20) },
        delay: None,
    }
}

/// What it costs to look at a cheap member of a row, in the unit of budgets: a member that is drawn, and needs no other.
const CHEAP: u64 = 6;

/// The folder of scenarios if none is named.
const USUAL_SCENARIOS: &str = "scenarios";

/// The files and folders of scenarios.
fn scenarios(args: &ScenarioArgs) -> Vec<PathBuf> {
    if args.scenarios.is_empty() && Path::new(USUAL_SCENARIOS).is_dir() {
        return vec![USUAL_SCENARIOS.into()];
    }
    args.scenarios.clone()
}

/// How late every answer is: `200ms`, or `100ms..2s`.
fn delay(text: Option<&str>) -> Result<Option<Latency>, CliError> {
    let Some(text) = text else { return Ok(None) };
    let span = |text: &str| {
        let hint = || Some("write `--delay 200ms`, or `--delay 100ms..2s` for anything between".to_owned());
        Span::parse(text).map_err(|message| CliError::usage(message, hint()))
    };
    match text.split_once("..") {
        Some((min, max)) => Ok(Some(Latency::Uniform(Uniform { min: span(min)?, max: span(max)? }))),
        None => Ok(Some(Latency::Fixed(span(text)?))),
    }
}

/// What a server is made from: documents and scenarios.
pub(super) fn setup(
    paths: &[String],
    load: &LoadArgs,
    (answer, seed): (&AnswerArgs, Seed),
    scenario: &ScenarioArgs,
) -> Result<Setup, CliError> {
    Ok(Setup {
        limits: limits(load),
        scenarios: scenarios(scenario),
        answers: AnswerOptions { delay: delay(scenario.delay.as_deref())?, ..answers(answer, seed) },
        ..Setup::new(sources(paths)?)
    })
}

/// What is kept of the calls, and who may look.
pub(super) fn host(args: &HostArgs, scenario: &ScenarioArgs) -> Result<HostOptions, CliError> {
    let prefix = args.admin_path.trim_end_matches('/');
    if !prefix.starts_with('/') || prefix.contains(['?', '#', ' ']) {
        let hint = "write a path that begins with a slash: `--admin-path /_standin`";
        return Err(CliError::usage(format!("`{}` is no path", args.admin_path), Some(hint.to_owned())));
    }
    Ok(HostOptions {
        ledger: LedgerOptions {
            max_sessions: args.max_sessions,
            idle: Duration::from_secs(args.session_timeout),
            ..start(scenario)?
        },
        journal: JournalOptions { max_bytes: args.journal.saturating_mul(1 << 20), ..JournalOptions::default() },
        admin: AdminOptions { enabled: !args.no_admin, prefix: prefix.to_owned(), token: args.admin_token.clone() },
        why: args.why,
    })
}

/// Refuses scenarios to be on from the start that there are none of.
pub(super) fn check_active(active: &[String], world: &World) -> Result<(), CliError> {
    let names = || world.rules.scenarios().iter().map(|scenario| &*scenario.name);
    let Some(unknown) = active.iter().find(|wanted| !names().any(|name| name == **wanted)) else { return Ok(()) };
    let known: Vec<&str> = names().collect();
    let hint = match nearest(unknown, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "there are none; `--scenarios` names their files and folders".to_owned(),
        None => format!("known: {}", known.join(", ")),
    };
    Err(CliError::usage(format!("there is no scenario `{unknown}`"), Some(hint)))
}

/// What sessions begin with.
pub(super) fn start(args: &ScenarioArgs) -> Result<LedgerOptions, CliError> {
    Ok(LedgerOptions { active: args.active.clone(), settings: set(&args.set)?, ..LedgerOptions::default() })
}

/// The settings that are said from the start: `NAME=JSON`, or `NAME=TEXT`.
fn set(words: &[String]) -> Result<Vec<(String, Value)>, CliError> {
    let read = |word: &String| {
        let hint = || Some("write `--set name=value`".to_owned());
        let (name, value) =
            word.split_once('=').ok_or_else(|| CliError::usage(format!("`{word}` sets nothing"), hint()))?;
        Ok((name.to_owned(), serde_json::from_str(value).unwrap_or_else(|_| Value::from(value))))
    };
    words.iter().map(read).collect()
}

/// Refuses settings that no scenario declares.
pub(super) fn check_set(settings: &[(String, Value)], world: &World) -> Result<(), CliError> {
    let known = || world.rules.scenarios().iter().flat_map(|scenario| scenario.settings.keys().map(String::as_str));
    let Some((unknown, _)) = settings.iter().find(|(name, _)| !known().any(|setting| setting == name)) else {
        return Ok(());
    };
    let hint = match nearest(unknown, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "a scenario declares its settings under `settings`".to_owned(),
    };
    Err(CliError::usage(format!("no scenario has a setting `{unknown}`"), Some(hint)))
}

/// How changes are noticed.
pub(super) const fn watching(arg: WatchArg) -> Watching {
    match arg {
        WatchArg::Native => Watching::Native,
        WatchArg::Poll => Watching::Poll,
        WatchArg::Off => Watching::Off,
    }
}

/// Which origins may read answers.
pub(super) fn cors(words: &str) -> Result<Cors, CliError> {
    words.parse().map_err(|error: crate::serve::NotAnOrigin| {
        let hint = "write `*`, `off`, or origins as browsers do: `http://localhost:3000`";
        CliError::usage(error.to_string(), Some(hint.to_owned()))
    })
}

/// Where and how to listen.
pub(super) fn listening(args: &ListenArgs, host: &str, port: u16) -> Result<ServeOptions, CliError> {
    let words = if args.cors.is_empty() { "*".to_owned() } else { args.cors.join(",") };
    let tls = match (&args.tls, &args.tls_cert, &args.tls_key) {
        (Some(_), _, _) => Some(Tls::SelfSigned),
        (None, Some(cert), Some(key)) => Some(Tls::Files { cert: cert.clone(), key: key.clone() }),
        _ => None,
    };
    Ok(ServeOptions {
        host: host.trim_start_matches('[').trim_end_matches(']').to_owned(),
        port,
        max_body_bytes: args.max_body.saturating_mul(1024),
        max_connections: args.max_connections,
        head_timeout: Duration::from_secs(args.head_timeout),
        idle_timeout: Duration::from_secs(args.idle_timeout),
        drain_timeout: Duration::from_secs(args.drain_timeout),
        cors: cors(&words)?,
        compress: !args.no_compress,
        tls,
    })
}
