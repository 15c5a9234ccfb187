//! `paytop completions`: a completion script for a shell, made from the command tree.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::console::Console;
use super::exit::Exit;
use super::{Cli, print};

/// `paytop completions`.
#[derive(Clone, Copy, Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, console: &mut dyn Console) -> Exit {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "paytop", &mut script);
        print(console, &script)
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;
    use crate::cli::console::Script;

    #[test]
    fn every_shell_gets_the_verbs() {
        for shell in Shell::value_variants() {
            let mut script = Script::default();
            assert_eq!(Completions { shell: *shell }.run(&mut script), Exit::Done);
            assert!(script.printed().contains("deauthorize"), "{shell}");
        }
    }
}
