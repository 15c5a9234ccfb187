//! The signals that end the program, as the exit status each leaves.

use std::io;

/// Waits for SIGTERM, SIGHUP or SIGINT and gives the status a shell expects: 128 and the signal's number.
#[cfg(unix)]
#[derive(Debug)]
pub struct Signals {
    term: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// Listens from now on; before this, a signal ends the program at once.
    ///
    /// # Errors
    /// Where the system refuses the handler.
    pub fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            term: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// The status to leave with, once a signal came.
    pub async fn status(&mut self) -> u8 {
        loop {
            return tokio::select! {
                _ = self.term.recv() => 143,
                _ = self.hangup.recv() => 129,
                // What an editor that has the terminal is interrupted by is meant for it alone.
                _ = self.interrupt.recv() => if super::terminal::is_lent() { continue } else { 130 },
            };
        }
    }
}

/// Waits for ctrl-c.
#[cfg(not(unix))]
#[derive(Debug)]
pub struct Signals;

#[cfg(not(unix))]
impl Signals {
    /// Listens from now on.
    ///
    /// # Errors
    /// Never.
    pub fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    /// The status to leave with.
    pub async fn status(&mut self) -> u8 {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        130
    }
}
