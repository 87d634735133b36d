//! What the operating system says when we are to end, or to read everything again. It does neither itself.

use std::io;

/// The requests to stop: Ctrl-C (SIGINT) or SIGTERM; elsewhere than on Unix, Ctrl-C. While this lives they do not end the process.
#[derive(Debug)]
pub struct Interrupts {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Interrupts {
    /// Begins to listen. Must be called inside a tokio runtime.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn listen() -> io::Result<Self> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    /// Resolves at the next request, or at once if one came since the last.
    pub async fn next(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        #[cfg(not(unix))]
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "cannot listen for Ctrl-C");
            std::future::pending::<()>().await;
        }
    }
}

/// The requests to read everything again: SIGHUP; elsewhere than on Unix there are none. While this lives they do not end the process.
#[derive(Debug)]
pub struct Hangup {
    #[cfg(unix)]
    hangup: tokio::signal::unix::Signal,
}

impl Hangup {
    /// Begins to listen. Must be called inside a tokio runtime.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn listen() -> io::Result<Self> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            Ok(Self { hangup: signal(SignalKind::hangup())? })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    /// Resolves at the next request, or at once if some came since the last. Cancel safe.
    pub async fn next(&mut self) {
        #[cfg(unix)]
        if self.hangup.recv().await.is_some() {
            return;
        }
        std::future::pending::<()>().await;
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn send(signal: &str) {
        let kill = std::process::Command::new("kill").args([signal, &std::process::id().to_string()]).status();
        assert!(kill.is_ok_and(|status| status.success()), "{signal}");
    }

    #[tokio::test]
    async fn a_signal_is_heard_though_nobody_waits_yet_and_does_not_end_the_process() {
        for signal in ["-INT", "-TERM"] {
            let mut interrupts = Interrupts::listen().unwrap();
            send(signal);
            interrupts.next().await;
        }
        let mut hangup = Hangup::listen().unwrap();
        for _ in 0..2 {
            send("-HUP");
            hangup.next().await;
        }
    }
}
