//! The words of the command line. Nothing is computed here; `settings` turns them into the options of the layers below.

use std::path::PathBuf;

use crate::scenario::Now;
use crate::schema::Locale;
use clap::builder::FalseyValueParser;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

/// The longest list that can be asked for.
const LONGEST_LIST: u64 = 1_000_000_000;

/// A stand-in for an HTTP API, generated from its OpenAPI document.
#[derive(Debug, Parser)]
#[command(name = "standin", version, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) serve: ServeArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve documents (what happens without a command, too).
    Serve(ServeArgs),
    /// Serve one document with Prism's flags and habits.
    #[command(disable_help_flag = true)]
    Mock(MockArgs),
    /// Report every defect, with positions; exit 1 if any is an error.
    Check(CheckArgs),
    /// List the operations of documents.
    Routes(RoutesArgs),
    /// Print generated bodies of an operation.
    Sample(SampleArgs),
    /// Tell how a call would be answered, and why, without a server.
    Explain(ExplainArgs),
    /// Print the JSON Schema of scenario files, for editors.
    Schema(SchemaArgs),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// What is read, and from where.
#[derive(Args, Clone, Debug)]
pub(super) struct LoadArgs {
    /// Follow documents and references on other machines.
    #[arg(long, env = "STANDIN_ALLOW_REMOTE", value_parser = FalseyValueParser::new())]
    pub(super) allow_remote: bool,
    /// The folder that references may not leave [default: the document's own].
    #[arg(long, env = "STANDIN_REF_ROOT", value_name = "DIR")]
    pub(super) ref_root: Option<PathBuf>,
    /// The largest document, in MiB.
    #[arg(long, env = "STANDIN_MAX_DOCUMENT", value_name = "MIB", default_value_t = 64)]
    pub(super) max_document: u64,
}

/// How answers are chosen.
#[derive(Args, Clone, Debug)]
pub(super) struct AnswerArgs {
    /// The seed of all generated data: a number or any text; `random` draws one and prints it.
    #[arg(long, env = "STANDIN_SEED", default_value = "1")]
    pub(super) seed: String,
    /// The language of generated data: names, places, sentences.
    #[arg(long, env = "STANDIN_LOCALE", default_value_t)]
    pub(super) locale: Locale,
    /// What time it is for generated data: `real`, or a time as in RFC 3339 [default: 2025-12-31T23:59:59Z].
    #[arg(long, env = "STANDIN_NOW", value_name = "TIME")]
    pub(super) now: Option<Now>,
    /// How many rows lists have of which no scenario speaks [default: as many as are documented].
    #[arg(long, env = "STANDIN_LIST_SIZE", value_name = "N", value_parser = clap::value_parser!(u64).range(..=LONGEST_LIST))]
    pub(super) list_size: Option<u64>,
    /// The most rows that are looked at for a filter or an order of a collection, where a cheap member tells.
    #[arg(long, env = "STANDIN_MAX_SCAN", value_name = "ROWS", default_value_t = 10_000_000)]
    pub(super) max_scan: u64,
    /// The memory for filters and orders of collections that were asked for, in MiB.
    #[arg(long, env = "STANDIN_MAX_INDEX_MB", value_name = "MIB", default_value_t = 64)]
    pub(super) max_index_mb: usize,
    /// Generate bodies even where there are examples.
    #[arg(long, env = "STANDIN_DYNAMIC", value_parser = FalseyValueParser::new())]
    pub(super) dynamic: bool,
    /// What becomes of examples that break their schema.
    #[arg(long, env = "STANDIN_EXAMPLES", value_enum, default_value_t = ExamplesArg::Mended)]
    pub(super) examples: ExamplesArg,
    /// How strictly requests are held to the document.
    #[arg(long, env = "STANDIN_VALIDATE", value_enum, default_value_t = ValidateArg::Strict)]
    pub(super) validate: ValidateArg,
    /// Answer 500 instead of an example that breaks its schema.
    #[arg(long, env = "STANDIN_ERRORS", value_parser = FalseyValueParser::new())]
    pub(super) errors: bool,
}

/// What is answered otherwise than the documents say.
#[derive(Args, Clone, Debug)]
pub(super) struct ScenarioArgs {
    /// Scenario files, and folders of them [default: ./scenarios, if it is there].
    #[arg(long, env = "STANDIN_SCENARIOS", value_name = "PATH", value_delimiter = ',')]
    pub(super) scenarios: Vec<PathBuf>,
    /// Scenarios that are on from the start, besides those that always are.
    #[arg(long = "scenario", env = "STANDIN_SCENARIO", value_name = "NAME", value_delimiter = ',')]
    pub(super) active: Vec<String>,
    /// Settings of scenarios, from the start: `others_enabled=true`. The value is JSON, or else a text.
    #[arg(long, env = "STANDIN_SET", value_name = "NAME=VALUE", value_delimiter = '\n')]
    pub(super) set: Vec<String>,
    /// How late every answer is that no rule delays: `200ms`, or `100ms..2s` for anything between.
    #[arg(long, env = "STANDIN_DELAY", value_name = "TIME")]
    pub(super) delay: Option<String>,
}

/// What is kept of the calls, and who may look.
#[derive(Args, Clone, Debug)]
pub(super) struct HostArgs {
    /// How changes of documents and scenarios are noticed.
    #[arg(long, env = "STANDIN_WATCH", value_enum, default_value_t = WatchArg::Native)]
    pub(super) watch: WatchArg,
    /// Have no admin API.
    #[arg(long, env = "STANDIN_NO_ADMIN", value_parser = FalseyValueParser::new())]
    pub(super) no_admin: bool,
    /// The path that the admin API lies under.
    #[arg(long, env = "STANDIN_ADMIN_PATH", value_name = "PATH", default_value = "/_standin")]
    pub(super) admin_path: String,
    /// What callers of the admin API have to send (`Authorization: Bearer …`); without it only this machine may call.
    #[arg(long, env = "STANDIN_ADMIN_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    pub(super) admin_token: Option<String>,
    /// Tell in a header (`X-Standin-Why`) why each answer is what it is.
    #[arg(long, env = "STANDIN_WHY", value_parser = FalseyValueParser::new())]
    pub(super) why: bool,
    /// The most sessions at one time.
    #[arg(long, env = "STANDIN_MAX_SESSIONS", value_name = "N", default_value_t = 1000)]
    pub(super) max_sessions: usize,
    /// Seconds that a session stays that nobody uses.
    #[arg(long, env = "STANDIN_SESSION_TIMEOUT", value_name = "SECONDS", default_value_t = 1800)]
    pub(super) session_timeout: u64,
    /// The memory for calls of late, in MiB.
    #[arg(long, env = "STANDIN_JOURNAL", value_name = "MIB", default_value_t = 16)]
    pub(super) journal: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum WatchArg {
    /// By the operating system.
    Native,
    /// By looking twice a second: for network and container file systems.
    Poll,
    /// Not at all.
    Off,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExamplesArg {
    /// Mend them.
    Mended,
    /// Send them as written.
    Verbatim,
    /// Send generated bodies instead of examples.
    Ignored,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ValidateArg {
    /// Answer with the documented error.
    Strict,
    /// Answer as if all were well, with a header that says what is not.
    Warn,
    /// Do not look.
    Off,
}

/// Where and how the server listens.
#[derive(Args, Clone, Debug)]
pub(super) struct ListenArgs {
    /// Pages of which origins may read answers: `*`, `off`, or origins [default: *].
    #[arg(long, env = "STANDIN_CORS", value_name = "ORIGIN", value_delimiter = ',')]
    pub(super) cors: Vec<String>,
    /// Serve HTTPS with a certificate made on the spot.
    #[arg(long, env = "STANDIN_TLS", value_enum, conflicts_with_all = ["tls_cert", "tls_key"])]
    pub(super) tls: Option<TlsArg>,
    /// The certificate chain to serve HTTPS with (PEM).
    #[arg(long, env = "STANDIN_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    pub(super) tls_cert: Option<PathBuf>,
    /// The private key of that certificate (PEM).
    #[arg(long, env = "STANDIN_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    pub(super) tls_key: Option<PathBuf>,
    /// The largest request body, in KiB.
    #[arg(long, env = "STANDIN_MAX_BODY", value_name = "KIB", default_value_t = 10 * 1024)]
    pub(super) max_body: usize,
    /// The most clients at one time; further ones wait.
    #[arg(long, env = "STANDIN_MAX_CONNECTIONS", value_name = "N", default_value_t = 16_384)]
    pub(super) max_connections: usize,
    /// Seconds that a request's head may take to arrive.
    #[arg(long, env = "STANDIN_HEAD_TIMEOUT", value_name = "SECONDS", default_value_t = 10)]
    pub(super) head_timeout: u64,
    /// Seconds that a connection may stand idle.
    #[arg(long, env = "STANDIN_IDLE_TIMEOUT", value_name = "SECONDS", default_value_t = 75)]
    pub(super) idle_timeout: u64,
    /// Seconds that calls under way may take to end when the server stops.
    #[arg(long, env = "STANDIN_DRAIN_TIMEOUT", value_name = "SECONDS", default_value_t = 10)]
    pub(super) drain_timeout: u64,
    /// Never compress answers.
    #[arg(long, env = "STANDIN_NO_COMPRESS", value_parser = FalseyValueParser::new())]
    pub(super) no_compress: bool,
    /// How calls are logged, on stderr.
    #[arg(long, env = "STANDIN_LOG", value_enum, default_value_t = LogArg::Text)]
    pub(super) log: LogArg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TlsArg {
    /// For localhost, the loopback addresses and the host.
    SelfSigned,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LogArg {
    /// One line for people.
    Text,
    /// One JSON object a line.
    Json,
    /// Nothing.
    Off,
}

#[derive(Args, Clone, Debug)]
pub(super) struct ServeArgs {
    /// Documents, folders of documents, URLs, or `-` for standard input [default: ./spec].
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<String>,
    /// The address to listen on.
    #[arg(long, env = "STANDIN_HOST", default_value = "127.0.0.1")]
    pub(super) host: String,
    /// The port to listen on; 0 takes any free one.
    #[arg(long, short, env = "STANDIN_PORT", default_value_t = 4010)]
    pub(super) port: u16,
    #[command(flatten)]
    pub(super) answer: AnswerArgs,
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    #[command(flatten)]
    pub(super) load: LoadArgs,
    #[command(flatten)]
    pub(super) listen: ListenArgs,
    #[command(flatten)]
    pub(super) host_args: HostArgs,
    /// Log why each answer is what it is.
    #[arg(long, short, env = "STANDIN_VERBOSE", value_parser = FalseyValueParser::new())]
    pub(super) verbose: bool,
}

/// Prism's flags. Those that change nothing here are taken and have no effect.
#[derive(Args, Clone, Debug)]
pub(super) struct MockArgs {
    /// The document.
    pub(super) document: String,
    /// The port to listen on.
    #[arg(long, short, env = "STANDIN_PORT", default_value_t = 4010)]
    pub(super) port: u16,
    /// The address to listen on.
    #[arg(long, short = 'h', env = "STANDIN_HOST", default_value = "127.0.0.1")]
    pub(super) host: String,
    /// Whether pages of any origin may read answers: `true`, `false`, or origins.
    #[arg(long, env = "STANDIN_CORS", num_args = 0..=1, default_missing_value = "true", default_value = "true", require_equals = true, action = ArgAction::Set)]
    pub(super) cors: String,
    /// Generate bodies even where there are examples.
    #[arg(long, short, env = "STANDIN_DYNAMIC", value_parser = FalseyValueParser::new(), num_args = 0..=1, default_missing_value = "true", default_value = "false", require_equals = true, action = ArgAction::Set)]
    pub(super) dynamic: bool,
    /// Answer 500 instead of an example that breaks its schema.
    #[arg(long, env = "STANDIN_ERRORS", value_parser = FalseyValueParser::new(), num_args = 0..=1, default_missing_value = "true", default_value = "false", require_equals = true, action = ArgAction::Set)]
    pub(super) errors: bool,
    /// Taken for Prism's sake: one process answers on all cores.
    #[arg(long, short, env = "STANDIN_MULTIPROCESS", value_parser = FalseyValueParser::new(), num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    pub(super) multiprocess: Option<bool>,
    /// The seed of all generated data.
    #[arg(long, env = "STANDIN_SEED", default_value = "1")]
    pub(super) seed: String,
    /// The language of generated data: names, places, sentences.
    #[arg(long, env = "STANDIN_LOCALE", default_value_t)]
    pub(super) locale: Locale,
    /// What time it is for generated data: `real`, or a time as in RFC 3339 [default: 2025-12-31T23:59:59Z].
    #[arg(long, env = "STANDIN_NOW", value_name = "TIME")]
    pub(super) now: Option<Now>,
    /// Send generated bodies instead of examples.
    #[arg(long = "ignoreExamples", alias = "ignore-examples", env = "STANDIN_IGNORE_EXAMPLES", value_parser = FalseyValueParser::new(), num_args = 0..=1, default_missing_value = "true", default_value = "false", require_equals = true, action = ArgAction::Set)]
    pub(super) ignore_examples: bool,
    /// Taken for Prism's sake: generated objects never have properties that are not documented.
    #[arg(long = "json-schema-faker-fillProperties", env = "STANDIN_FILL_PROPERTIES", value_parser = FalseyValueParser::new(), num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    pub(super) fill_properties: Option<bool>,
    /// How much is logged: fatal, error, warn, info, debug, trace, silent.
    #[arg(long = "verboseLevel", short, env = "STANDIN_VERBOSE_LEVEL", default_value = "info")]
    pub(super) verbose_level: String,
    #[command(flatten)]
    pub(super) load: LoadArgs,
    /// Print help.
    #[arg(long, action = ArgAction::Help)]
    help: Option<bool>,
}

#[derive(Args, Clone, Debug)]
pub(super) struct CheckArgs {
    /// Documents, scenarios, folders of them, URLs, or `-` for standard input [default: ./spec].
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<String>,
    /// The documents, where only scenarios are named [default: ./spec].
    #[arg(long, value_name = "PATH", env = "STANDIN_SPEC")]
    pub(super) spec: Vec<String>,
    /// Scenarios and folders of them.
    #[arg(long, value_name = "PATH", env = "STANDIN_SCENARIOS")]
    pub(super) scenarios: Vec<PathBuf>,
    /// How to print the findings.
    #[arg(long, env = "STANDIN_FORMAT", value_enum, default_value_t = FormatArg::Text)]
    pub(super) format: FormatArg,
    #[command(flatten)]
    pub(super) load: LoadArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    /// For people.
    Text,
    /// For machines.
    Json,
}

#[derive(Args, Clone, Debug)]
pub(super) struct RoutesArgs {
    /// Documents, folders of documents, URLs, or `-` for standard input [default: ./spec].
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<String>,
    /// Tell which operations are lists that could have so many rows [default: as many as are documented].
    #[arg(long, env = "STANDIN_LIST_SIZE", value_name = "N", value_parser = clap::value_parser!(u64).range(..=LONGEST_LIST))]
    pub(super) list_size: Option<u64>,
    /// How to print the list.
    #[arg(long, env = "STANDIN_FORMAT", value_enum, default_value_t = FormatArg::Text)]
    pub(super) format: FormatArg,
    #[command(flatten)]
    pub(super) load: LoadArgs,
}

#[derive(Args, Clone, Debug)]
pub(super) struct SchemaArgs {
    /// Documents, folders of documents, URLs, or `-` for standard input [default: ./spec].
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<String>,
    #[command(flatten)]
    pub(super) load: LoadArgs,
}

#[derive(Args, Clone, Debug)]
pub(super) struct SampleArgs {
    /// The operation: its operationId, or its method and path (`"GET /users/{id}"`).
    pub(super) operation: String,
    /// Documents, folders of documents, URLs, or `-` for standard input [default: ./spec].
    #[arg(long = "spec", value_name = "PATH", env = "STANDIN_SPEC")]
    pub(super) paths: Vec<String>,
    /// The status whose body is generated [default: the success].
    #[arg(long, env = "STANDIN_STATUS")]
    pub(super) status: Option<u16>,
    /// The seed: a number or any text; `random` draws one and prints it.
    #[arg(long, env = "STANDIN_SEED", default_value = "1")]
    pub(super) seed: String,
    /// The language of generated data: names, places, sentences.
    #[arg(long, env = "STANDIN_LOCALE", default_value_t)]
    pub(super) locale: Locale,
    /// What time it is for generated data: `real`, or a time as in RFC 3339 [default: 2025-12-31T23:59:59Z].
    #[arg(long, env = "STANDIN_NOW", value_name = "TIME")]
    pub(super) now: Option<Now>,
    /// How many bodies to generate, one a line.
    #[arg(long, env = "STANDIN_COUNT", default_value_t = 1)]
    pub(super) count: u64,
    #[command(flatten)]
    pub(super) load: LoadArgs,
}

#[derive(Args, Clone, Debug)]
pub(super) struct ExplainArgs {
    /// The method.
    pub(super) method: String,
    /// The URL, or just its path and query.
    pub(super) url: String,
    /// A header, as in curl: `-H 'X-Auth-Token: t'`.
    #[arg(long = "header", short = 'H', env = "STANDIN_HEADER", value_name = "HEADER")]
    pub(super) headers: Vec<String>,
    /// A body, as in curl; `-d @file` reads it from a file.
    #[arg(long, short, env = "STANDIN_DATA", value_name = "BODY", allow_hyphen_values = true)]
    pub(super) data: Option<String>,
    /// Documents, folders of documents, URLs, or `-` for standard input [default: ./spec].
    #[arg(long = "spec", value_name = "PATH", env = "STANDIN_SPEC")]
    pub(super) paths: Vec<String>,
    #[command(flatten)]
    pub(super) answer: AnswerArgs,
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    #[command(flatten)]
    pub(super) load: LoadArgs,
}
