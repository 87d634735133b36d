//! How the program ends.

use std::process::ExitCode;

use crate::serve::ServeError;
use crate::spec::LoadError;

/// Why the program cannot do what it was asked to.
#[derive(Debug)]
pub(super) enum CliError {
    /// A document cannot be read.
    Load(LoadError),
    /// The server cannot listen.
    Serve(ServeError),
    /// What was asked for makes no sense.
    Usage {
        /// What is wrong.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// Nobody reads the output any more.
    Unread,
    /// The operating system refused something.
    Io(String),
}

impl CliError {
    pub(super) fn usage(message: impl Into<String>, hint: Option<String>) -> Self {
        Self::Usage { message: message.into(), hint }
    }

    pub(super) fn message(&self) -> String {
        match self {
            Self::Load(error) => error.to_string(),
            Self::Serve(error) => error.to_string(),
            Self::Usage { message, .. } | Self::Io(message) => message.clone(),
            Self::Unread => String::new(),
        }
    }

    pub(super) fn hint(&self) -> Option<String> {
        match self {
            Self::Load(error) => error.help.clone(),
            Self::Serve(error) => error.hint().map(str::to_owned),
            Self::Usage { hint, .. } => hint.clone(),
            Self::Io(_) | Self::Unread => None,
        }
    }

    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Load(_) | Self::Usage { .. } => Exit::Input,
            Self::Serve(_) | Self::Io(_) => Exit::Unable,
            Self::Unread => Exit::Well,
        }
    }
}

impl From<LoadError> for CliError {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}

impl From<ServeError> for CliError {
    fn from(error: ServeError) -> Self {
        Self::Serve(error)
    }
}

/// The exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// 0: all is well.
    Well,
    /// 1: `check` found errors.
    Defects,
    /// 2: the command line or a document cannot be read (clap uses the same).
    Input,
    /// 3: the server cannot listen, or output cannot be written.
    Unable,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Well => 0,
            Exit::Defects => 1,
            Exit::Input => 2,
            Exit::Unable => 3,
        })
    }
}
