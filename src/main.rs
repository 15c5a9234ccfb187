//! The paytop binary: parses, calls the library, leaves with its exit code.

use std::process::ExitCode;

use clap::Parser;
use paytop::cli::Cli;
use paytop::runtime;

fn main() -> ExitCode {
    // A core dump would hold the secrets that memory holds; where it cannot be forbidden there is nothing to do.
    runtime::forbid_core_dumps();
    if let Err(error) = runtime::install_panic_hook() {
        eprintln!("{error}");
    }
    Cli::parse().run().into()
}
