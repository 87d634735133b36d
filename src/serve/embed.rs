//! The server inside a Rust program, for its tests: a free port, stopped when dropped.

use std::fmt;
use std::path::PathBuf;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::{Cors, HostOptions, ServeError, ServeOptions, Server, Service, Setup};
use crate::base::{Defect, Seed};
use crate::respond::{AnswerOptions, Validation};
use crate::scenario::Now;
use crate::spec::{Limits, LoadError, Source};

/// A stand-in that is about to be started; see the [crate]'s page for an example.
#[derive(Clone, Debug)]
pub struct Standin {
    sources: Vec<Source>,
    limits: Limits,
    answers: AnswerOptions,
    scenarios: Vec<PathBuf>,
    host: HostOptions,
    listening: ServeOptions,
}

/// Why a stand-in could not be started.
#[derive(Debug)]
pub enum StartError {
    /// A document cannot be read.
    Load(LoadError),
    /// The server cannot listen.
    Serve(ServeError),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Load(error) => error.fmt(f),
            Self::Serve(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for StartError {}

impl Standin {
    /// A stand-in for the API described by a document, or by all documents of a folder.
    #[must_use]
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        Self::from_source(Source::Path(path.into()))
    }

    /// A stand-in for the API described by a text in JSON or YAML; `name` is what messages call it.
    #[must_use]
    pub fn from_text(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::from_source(Source::Text { name: name.into(), text: text.into() })
    }

    fn from_source(source: Source) -> Self {
        Self {
            sources: vec![source],
            limits: Limits::default(),
            answers: AnswerOptions::default(),
            scenarios: Vec::new(),
            host: HostOptions::default(),
            listening: ServeOptions { port: 0, cors: Cors::default(), ..ServeOptions::default() },
        }
    }

    /// Another document on the same port.
    #[must_use]
    pub fn and_path(mut self, path: impl Into<PathBuf>) -> Self {
        self.sources.push(Source::Path(path.into()));
        self
    }

    /// A scenario file, or a folder of them. One with an error is left out and told of by [`Running::defects`].
    #[must_use]
    pub fn scenarios(mut self, path: impl Into<PathBuf>) -> Self {
        self.scenarios.push(path.into());
        self
    }

    /// A scenario that is on from the start.
    #[must_use]
    pub fn scenario(mut self, name: impl Into<String>) -> Self {
        self.host.ledger.active.push(name.into());
        self
    }

    /// The seed of all generated data; 1 by default.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.answers.seed = Seed::new(seed);
        self
    }

    /// What time it is for generated data; the end of 2025 by default.
    #[must_use]
    pub fn now(mut self, now: Now) -> Self {
        self.answers.now = now;
        self
    }

    /// How many rows lists have of which no scenario speaks; as many as are documented by default.
    #[must_use]
    pub fn list_size(mut self, rows: u64) -> Self {
        self.answers.list_size = Some(rows);
        self
    }

    /// Generates bodies even where there are examples.
    #[must_use]
    pub fn dynamic(mut self, dynamic: bool) -> Self {
        self.answers.dynamic = dynamic;
        self
    }

    /// How strictly requests are held to the document; strictly by default.
    #[must_use]
    pub fn validate(mut self, validation: Validation) -> Self {
        self.answers.validation = validation;
        self
    }

    /// The port; a free one by default.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.listening.port = port;
        self
    }

    /// Loads the documents and starts serving on the current tokio runtime.
    ///
    /// # Errors
    /// When a document cannot be read, or the port cannot be had.
    pub async fn start(self) -> Result<Running, StartError> {
        let mut setup =
            Setup { limits: self.limits, scenarios: self.scenarios, answers: self.answers, ..Setup::new(self.sources) };
        let made = setup.make().map_err(StartError::Load)?;
        let defects = made.defects.clone().into_sorted();
        let service = Service::made(setup, made, self.host);
        let server = Server::bind(self.listening).await.map_err(StartError::Serve)?;
        let url = server.url();
        let (stop, stopped) = oneshot::channel::<()>();
        // A sender that is dropped stops the server as well.
        let task = tokio::spawn(server.run(service, async move { drop(stopped.await) }));
        Ok(Running { url, defects, stop: Some(stop), task })
    }
}

/// A running stand-in. It stops when this is dropped.
#[derive(Debug)]
pub struct Running {
    url: String,
    defects: Vec<Defect>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Running {
    /// Where it listens, such as `http://127.0.0.1:40321`; no slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The defects that were found in documents and scenarios.
    #[must_use]
    pub fn defects(&self) -> &[Defect] {
        &self.defects
    }

    /// Stops, and waits until the calls under way have been answered.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        // The task ends in no other way than by finishing; a panic inside it was reported already.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
    }
}
