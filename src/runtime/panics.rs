//! A panic gives the terminal back before it is told; one in a background task is told to the log alone.

use std::thread;

use super::terminal;

/// Forbids core dumps: they would hold the secrets that memory holds. Where that is refused, or there are none,
/// nothing is to be done about it.
pub fn forbid_core_dumps() {
    #[cfg(unix)]
    {
        use nix::sys::resource::{Resource, setrlimit};
        let _ = setrlimit(Resource::RLIMIT_CORE, 0, 0);
    }
}

/// Installs the hooks of `color-eyre`, behind one that gives the terminal back. Only a panic of the calling thread,
/// which runs the loop, ends the program: a task's panic becomes a fault of what it was doing.
///
/// # Errors
/// Where hooks were installed before.
pub fn install() -> color_eyre::Result<()> {
    let (panics, errors) = color_eyre::config::HookBuilder::default().display_env_section(false).into_hooks();
    errors.install()?;
    let looping = thread::current().id();
    std::panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == looping {
            terminal::give_back();
            eprintln!("{}", panics.panic_report(panic));
        }
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
    }));
    Ok(())
}
