//! From the words of the command line to the small options of each layer.

use std::hash::{BuildHasher, Hasher};
use std::path::Path;
use std::time::Duration;

use super::args::{AnswerArgs, ExamplesArg, ListenArgs, LoadArgs, ValidateArg};
use super::exit::CliError;
use crate::base::Seed;
use crate::respond::{AnswerOptions, Examples, Face, Validation};
use crate::serve::{Cors, ServeOptions, Tls};
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
        delay: None,
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
