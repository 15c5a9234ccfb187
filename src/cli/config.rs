//! `paytop config`: writes, finds and shows the config.

use clap::Subcommand;

use super::console::Console;
use super::exit::Exit;
use super::{Global, print};
use crate::config::{Config, Surroundings, ThemeChoice, init, read_theme};

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
                Ok(config) => {
                    let exit = print(console, config.show().as_bytes());
                    let told = judge(&config, surroundings, console);
                    if told == Exit::Done { exit } else { told }
                }
                Err(words) => {
                    console.say(&words);
                    Exit::Usage
                }
            },
        }
    }
}

/// Says what is wrong with a theme of the operator's own, and what in it is hard to read.
fn judge(config: &Config, surroundings: &Surroundings, console: &mut dyn Console) -> Exit {
    let ThemeChoice::File { name, path } = &config.ui.theme else { return Exit::Done };
    match read_theme(name, path, surroundings) {
        Ok(theme) => {
            for faint in theme.faint() {
                console.say(&format!("{}: {faint}", path.display()));
            }
            Exit::Done
        }
        Err(error) => {
            console.say(&error.to_string());
            Exit::Usage
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
    #[test]
    fn what_is_hard_to_read_in_an_own_theme_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let paytop = folder.path().join("paytop");
        std::fs::create_dir_all(paytop.join("themes")).unwrap();
        std::fs::write(paytop.join("config.toml"), "[ui]\ntheme = \"mine\"\n").unwrap();
        let theme = |text: &str| std::fs::write(paytop.join("themes/mine.toml"), text).unwrap();
        theme("warning = { fg = \"#806000\" }\n");
        let (exit, script) = run(ConfigCommand::Show, folder.path());
        assert_eq!(exit, Exit::Done);
        assert!(script.printed().contains("themes/mine.toml"), "{}", script.printed());
        assert!(script.said.contains("warning on base has a contrast of 3."), "{}", script.said);
        theme("warning = { fg = \"#ffe000\" }\n");
        let (exit, script) = run(ConfigCommand::Show, folder.path());
        assert_eq!((exit, script.said.as_str()), (Exit::Done, ""));
        theme("\nwarning = { fg = \"#ffe00\" }\n");
        let (exit, script) = run(ConfigCommand::Show, folder.path());
        assert_eq!(exit, Exit::Usage);
        assert!(script.said.contains("mine.toml:2: warning.fg: unknown colour"), "{}", script.said);
    }
}
