//! The paytop binary: parses, calls the library, leaves with its exit code.

use std::process::ExitCode;

use clap::Parser;
use paytop::cli::wiring::Providers;
use paytop::cli::{Cli, Command, Console, Exit, ProcessConsole};
use paytop::config::Surroundings;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut console = ProcessConsole::new();
    let surroundings = Surroundings::of_process();
    let exit = match (cli.contradiction(), cli.command) {
        (Some(words), _) => {
            console.say(words);
            Exit::Usage
        }
        (None, Some(Command::Headless(command))) => command.run(&cli.global, &surroundings, &Providers, &mut console),
        (None, Some(Command::Sandbox(_)) | None) => {
            console.say("the dashboard and the sandbox server are not built in");
            Exit::Usage
        }
    };
    exit.into()
}
