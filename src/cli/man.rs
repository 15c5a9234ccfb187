//! `paytop man`: the manual page, made from the command tree.

use clap::CommandFactory;
use clap_mangen::Man;

use super::console::Console;
use super::exit::Exit;
use super::{Cli, print};

/// Prints the page of paytop and, after it, of every command there is.
pub(super) fn run(console: &mut dyn Console) -> Exit {
    let mut root = Cli::command();
    root.build();
    let mut page = Vec::new();
    match render(&root, &mut page) {
        Ok(()) => print(console, &page),
        Err(error) => {
            console.say(&format!("cannot make the manual page: {error}"));
            Exit::Usage
        }
    }
}

fn render(root: &clap::Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    Man::new(root.clone()).render(page)?;
    commands(root, page)
}

/// The commands below `parent` that do something, each under a heading of its own.
fn commands(parent: &clap::Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    for command in parent.get_subcommands().filter(|command| command.get_name() != "help") {
        if command.has_subcommands() {
            commands(command, page)?;
            continue;
        }
        let name = command.get_bin_name().unwrap_or(command.get_name()).to_uppercase();
        page.extend_from_slice(format!(".SH \"{name}\"\n").as_bytes());
        let man = Man::new(command.clone());
        man.render_description_section(page)?;
        man.render_options_section(page)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::console::Script;

    #[test]
    fn the_page_has_the_exit_status_and_every_command() {
        let mut script = Script::default();
        assert_eq!(run(&mut script), Exit::Done);
        let page = script.printed();
        assert!(page.starts_with(".ie") || page.contains(".TH paytop 1"), "{}", &page[..200]);
        for words in ["outcome unknown", "PAYTOP TOOL ORDER CREATE", "PAYTOP CONFIG INIT", "PAYTOP SANDBOX"] {
            assert!(page.contains(words), "{words}");
        }
    }
}
