//! `paytop schema`: what is in the JSON that commands print, as JSON Schema. The number at the end of a schema's `$id` goes up
//! where a field goes or means something else; fields may come without that.

use clap::Args;

use super::console::Console;
use super::exit::Exit;
use super::print;

macro_rules! schemas {
    ($($name:literal)*) => {
        /// Every schema by the name of its command.
        pub const SCHEMAS: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../assets/schemas/", $name, ".json")))),*];
    };
}

schemas! {
    "check"
    "journal-list"
    "journal-show"
    "journal-verify"
    "paykassma-balances"
    "paykassma-hints"
    "paykassma-systems"
    "snapshot"
    "tool-accounts"
    "tool-apps"
    "tool-upi-list"
}

/// `paytop schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// Of which command; without one, the names of all
    #[arg(value_parser = names(), value_name = "NAME")]
    name: Option<String>,
}

fn names() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(SCHEMAS.iter().map(|(name, _)| *name))
}

impl Schema {
    pub(super) fn run(&self, console: &mut dyn Console) -> Exit {
        let Some(name) = &self.name else {
            let names: Vec<&str> = SCHEMAS.iter().map(|(name, _)| *name).collect();
            return print(console, format!("{}\n", names.join("\n")).as_bytes());
        };
        let schema = SCHEMAS.iter().find(|(known, _)| known == name).map_or("", |(_, schema)| schema);
        print(console, schema.as_bytes())
    }
}
