//! `paytop schema`: what is in the JSON that commands print, as JSON Schema. The number at the end of a schema's `$id` goes up
//! where a field goes or means something else; fields may come without that.

use clap::Args;

use super::console::Console;
use super::exit::Exit;
use super::print;

macro_rules! schemas {
    ($($schema:literal: $($command:literal)*;)*) => {
        /// The schema of every command that prints JSON, by the command's words with `-` between them. Commands that
        /// print the same share one.
        pub const SCHEMAS: &[(&str, &str)] =
            &[$($(($command, include_str!(concat!("../../assets/schemas/", $schema, ".json"))),)*)*];
    };
}

schemas! {
    "alerts-list": "alerts-list";
    "batch": "paykassma-withdrawal-batch" "yuansfer-transfer-batch";
    "check": "check";
    "doctor": "doctor";
    "journal-export": "journal-export";
    "journal-list": "journal-list";
    "journal-report": "journal-report";
    "journal-show": "journal-show";
    "journal-verify": "journal-verify";
    "paykassma-balances": "paykassma-balances";
    "paykassma-change": "paykassma-payment-create" "paykassma-possible" "paykassma-transaction-activate"
        "paykassma-transaction-create" "paykassma-withdrawal-create";
    "paykassma-hash-urls": "paykassma-hash-urls";
    "paykassma-hints": "paykassma-hints";
    "paykassma-orders": "paykassma-orders";
    "paykassma-postback": "paykassma-postback";
    "paykassma-savings": "paykassma-savings";
    "paykassma-systems": "paykassma-systems";
    "paykassma-withdrawal-status": "paykassma-withdrawal-status";
    "postbacks-list": "postbacks-list";
    "snapshot": "snapshot";
    "tool-accounts": "tool-accounts";
    "tool-apps": "tool-apps";
    "tool-change": "tool-account-save" "tool-deauthorize" "tool-disable" "tool-enable" "tool-order-create"
        "tool-otp-confirm" "tool-otp-send" "tool-sms-confirm" "tool-sms-send" "tool-upi-set";
    "tool-upi-list": "tool-upi-list";
    "watch": "watch";
    "yuansfer-change": "yuansfer-payee-add-account" "yuansfer-payee-register" "yuansfer-payee-update"
        "yuansfer-transfer-create";
    "yuansfer-payee": "yuansfer-payee-show";
    "yuansfer-payee-accounts": "yuansfer-payee-accounts";
    "yuansfer-payee-list": "yuansfer-payee-list";
    "yuansfer-transfer": "yuansfer-transfer-show";
}

/// `paytop schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// Of which command, its words with - between them; without one, the names of all
    #[arg(value_parser = names(), value_name = "NAME", hide_possible_values = true)]
    name: Option<String>,
}

fn names() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(SCHEMAS.iter().map(|(name, _)| *name))
}

impl Schema {
    pub(super) fn run(&self, console: &mut dyn Console) -> Exit {
        let Some(name) = &self.name else {
            let mut names: Vec<&str> = SCHEMAS.iter().map(|(name, _)| *name).collect();
            names.sort_unstable();
            return print(console, format!("{}\n", names.join("\n")).as_bytes());
        };
        let schema = SCHEMAS.iter().find(|(known, _)| known == name).map_or("", |(_, schema)| schema);
        print(console, schema.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::{Command, CommandFactory};

    use super::*;
    use crate::cli::Cli;

    /// The words of every command within this one that prints JSON.
    fn printing_json(command: &Command, words: &[&str], found: &mut BTreeSet<String>) {
        let prints = |arg: &clap::Arg| {
            let forms = arg.get_possible_values();
            arg.get_id() == "output" && forms.iter().any(|form| ["json", "jsonl"].contains(&form.get_name()))
        };
        if !command.has_subcommands() && command.get_arguments().any(prints) {
            found.insert(words.join("-"));
        }
        for within in command.get_subcommands().filter(|within| within.get_name() != "help") {
            printing_json(within, &[words, &[within.get_name()]].concat(), found);
        }
    }

    #[test]
    fn every_command_that_prints_json_has_a_schema_and_no_other_has() {
        let mut cli = Cli::command();
        cli.build();
        let mut commands = BTreeSet::new();
        printing_json(&cli, &[], &mut commands);
        let named: BTreeSet<String> = SCHEMAS.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert!(commands.len() > 40, "{commands:#?}");
        assert_eq!(named, commands);
        assert_eq!(named.len(), SCHEMAS.len(), "a command is named twice");
    }

    #[test]
    fn every_schema_is_one_and_has_its_version() {
        let mut ids = BTreeSet::new();
        for (name, schema) in SCHEMAS {
            let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
            let id = schema["$id"].as_str().unwrap();
            let version = id.strip_prefix("urn:paytop:").and_then(|id| id.split_once(':')).map(|(_, version)| version);
            assert!(version.is_some_and(|version| version.parse::<u32>().is_ok()), "{name}: {id}");
            assert!(schema["title"].as_str().is_some_and(|title| title.starts_with("paytop ")), "{name}");
            assert!(jsonschema::meta::is_valid(&schema), "{name}");
            ids.insert(id.to_owned());
        }
        let files = std::fs::read_dir("assets/schemas").unwrap().count();
        assert_eq!(ids.len(), files, "a file of none, or two by one name");
    }
}
