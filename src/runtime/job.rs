//! Job control: the program as a job of the shell that started it, which ctrl-z stops and `fg` lets go on.

use std::io;

use futures_util::{Stream, StreamExt, stream};

use crate::message::Message;

/// The signals of job control, as messages. The stream never ends.
///
/// # Errors
/// Where the system refuses the handlers.
#[cfg(unix)]
pub fn signals() -> io::Result<impl Stream<Item = Message>> {
    use tokio::signal::unix::{Signal, SignalKind, signal};
    let told = |signal: Signal, message: fn() -> Message| {
        stream::unfold(signal, move |mut signal| async move {
            signal.recv().await;
            Some((message(), signal))
        })
        .boxed()
    };
    let stop = signal(SignalKind::from_raw(nix::libc::SIGTSTP))?;
    let go_on = signal(SignalKind::from_raw(nix::libc::SIGCONT))?;
    Ok(stream::select(told(stop, || Message::Stop), told(go_on, || Message::GoneOn)))
}

/// There are none.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
pub fn signals() -> io::Result<impl Stream<Item = Message>> {
    Ok(stream::pending())
}

/// Whether a shell is there that can let the program go on again once it has stopped. A process group without one
/// would stand still for ever.
#[cfg(unix)]
pub fn has_shell() -> bool {
    use nix::unistd::{getpgid, getpgrp, getppid, getsid};
    // An orphaned process group, as POSIX calls it, is one whose parents are all in it or in another session. In a
    // container the parent's may lie outside of what can be seen from within: they are 0 then.
    let parent = Some(getppid());
    getpgid(parent).is_ok_and(|group| group != getpgrp()) && getsid(parent) == getsid(None)
}

/// There is none.
#[cfg(not(unix))]
pub fn has_shell() -> bool {
    false
}

/// Stops the whole job, and comes back when the shell lets it go on.
///
/// # Errors
/// Where the system refuses.
pub fn stop() -> io::Result<()> {
    #[cfg(unix)]
    nix::sys::signal::killpg(nix::unistd::Pid::from_raw(0), nix::sys::signal::Signal::SIGSTOP)?;
    Ok(())
}
