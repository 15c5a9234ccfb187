//! `paytop config`: writes, finds and shows the config.

use clap::Subcommand;

use super::console::Console;
use super::exit::Exit;
use super::{Global, print};
use crate::config::{Surroundings, init};

/// `paytop config`.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum ConfigCommand {
    /// Write the commented example, never over an existing file
    Init,
    /// Print where the config is, or would be
    Path,
    /// Print what is in force and where each value came from, secrets left out
    Show,
}

impl ConfigCommand {
    pub(super) fn run(self, global: &Global, surroundings: &Surroundings, console: &mut dyn Console) -> Exit {
        let Some(location) = global.location(surroundings) else {
            console.say("there is no place for a config here: name one with --config");
            return Exit::Usage;
        };
        match self {
            Self::Init => match init(&location.path) {
                Ok(()) => {
                    let next = "edit it, then try it with: paytop check";
                    console.say(&format!("wrote {}; {next}", location.path.display()));
                    Exit::Done
                }
                Err(error) => {
                    console.say(&error.to_string());
                    Exit::Usage
                }
            },
            Self::Path => {
                let exit = print(console, format!("{}\n", location.path.display()).as_bytes());
                let found = if location.path.exists() { "" } else { "; there is none yet" };
                console.say(&format!("(named by {}{found})", location.named));
                exit
            }
            Self::Show => match global.require(surroundings) {
                Ok(config) => print(console, config.show().as_bytes()),
                Err(words) => {
                    console.say(&words);
                    Exit::Usage
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::console::Script;

    fn run(command: ConfigCommand, folder: &std::path::Path) -> (Exit, Script) {
        let surroundings = Surroundings::new(|_| None, None, Some(folder.join("paytop")));
        let mut script = Script::default();
        let exit = command.run(&Global::default(), &surroundings, &mut script);
        (exit, script)
    }

    #[test]
    fn a_config_is_written_found_and_shown() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("paytop/config.toml");
        let (exit, script) = run(ConfigCommand::Path, folder.path());
        assert_eq!((exit, script.printed()), (Exit::Done, format!("{}\n", path.display()).as_str()));
        assert!(script.said.contains("there is none yet"));
        let (exit, script) = run(ConfigCommand::Show, folder.path());
        assert!(exit == Exit::Usage && script.said.contains("paytop config init"), "{}", script.said);
        assert_eq!(run(ConfigCommand::Init, folder.path()).0, Exit::Done);
        let (exit, script) = run(ConfigCommand::Init, folder.path());
        assert!(exit == Exit::Usage && script.said.contains("there already"), "{}", script.said);
        let (exit, script) = run(ConfigCommand::Show, folder.path());
        assert_eq!(exit, Exit::Done);
        assert!(script.printed().contains("connections[0].environment"));
        assert!(!script.printed().contains("Bearer"));
    }

    #[test]
    fn a_bad_config_ends_with_its_problems() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("paytop")).unwrap();
        std::fs::write(folder.path().join("paytop/config.toml"), "[ui]\nteme = \"dark\"\n").unwrap();
        let (exit, script) = run(ConfigCommand::Show, folder.path());
        assert_eq!(exit, Exit::Usage);
        assert!(
            script.said.contains("config.toml:2: ui.teme: ") && script.said.contains("\"theme\""),
            "{}",
            script.said
        );
    }
}
