//! What the operating system says when we are to end. It ends nothing itself.

use std::io;

/// Resolves when the process is asked to stop: Ctrl-C (SIGINT) or SIGTERM; on Windows Ctrl-C. From the first poll on, these signals no
/// longer end the process by themselves.
pub async fn interrupted() {
    if let Err(error) = signalled().await {
        tracing::warn!(%error, "cannot listen for signals");
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn signalled() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        _ = interrupt.recv() => Ok(()),
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn signalled() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}

#[cfg(all(test, unix))]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Waker};

    use super::*;

    #[tokio::test]
    async fn a_signal_is_heard_and_does_not_end_the_process() {
        for signal in ["-INT", "-TERM"] {
            let mut heard = pin!(interrupted());
            assert!(heard.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
            let sent = std::process::Command::new("kill").args([signal, &std::process::id().to_string()]).status();
            assert!(sent.unwrap().success());
            heard.await;
        }
    }
}
