//! What is served, and how it is kept up to date: everything that a server runs with besides its socket.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use super::host::{Host, HostOptions};
use super::live::Trouble;
use super::reload::{Reloader, Served, Tell, trouble};
use super::setup::{Made, Setup};
use super::stop::Hangup;
use super::watch::{Watch, Watching};
use crate::respond::World;

/// What is served.
pub struct Service {
    world: World,
    trouble: Option<Trouble>,
    host: HostOptions,
    reloading: Option<Reloading>,
}

struct Reloading {
    setup: Setup,
    /// `None`: nobody wants it to be made again, and signals are left to the program.
    watching: Option<Watching>,
    watched: Vec<PathBuf>,
    /// When the first of them was read.
    read: SystemTime,
    served: Served,
    tell: Tell,
}

impl Service {
    /// A world that never changes.
    #[must_use]
    pub fn of(world: World) -> Self {
        Self { world, trouble: None, host: HostOptions::default(), reloading: None }
    }

    /// What was made, which can be made again.
    #[must_use]
    pub fn made(setup: Setup, made: Made, host: HostOptions) -> Self {
        let served = Served::of(&made, &setup);
        let Made { world, defects, files, unreadable, broken, lost, watched, read, .. } = made;
        let trouble = trouble(&defects.into_sorted(), &files, &unreadable, (!broken.is_empty()).then_some(&lost));
        let tell: Tell = Arc::new(|_| {});
        let reloading = Some(Reloading { setup, watching: None, watched, read, served, tell });
        Self { world, trouble, host, reloading }
    }

    /// Makes it again whenever a file changes, and on `SIGHUP`; tells of it.
    #[must_use]
    pub fn reloading(mut self, watching: Watching, tell: Tell) -> Self {
        if let Some(reloading) = &mut self.reloading {
            (reloading.watching, reloading.tell) = (Some(watching), tell);
        }
        self
    }

    /// The host of its calls, which are sent to `url`, and what keeps it up to date. Called on a runtime.
    pub(super) fn start(self, url: &str) -> (Arc<Host>, Option<Reloader>) {
        let host = Arc::new(Host::new(self.world, self.trouble, self.host));
        // The host is new: nobody has told it yet.
        let _ = host.url.set(url.to_owned());
        let reloader = self.reloading.and_then(|Reloading { setup, watching, watched, read, served, tell }| {
            let watch = Watch::start(watching?, &watched, read);
            let (host, hangup) = (Arc::clone(&host), Hangup::listen().ok());
            Some(Reloader { setup, host, watch, hangup, tell, served })
        });
        (host, reloader)
    }
}
