//! The README is true: its key table is the keymap's, its command lines are understood, its config parses, and the
//! files it names are there.

use std::path::Path;

use clap::Parser;
use clap::error::ErrorKind;
use paytop::cli::Cli;
use paytop::config::{Config, Location, Named, Surroundings, parse, read_theme};
use paytop::keymap::{Keymap, UserKey, markdown};

const README: &str = include_str!("../README.md");

/// The fenced blocks of a language.
fn blocks(language: &str) -> impl Iterator<Item = &'static str> {
    README.split("```").skip(1).step_by(2).filter_map(move |block| block.strip_prefix(language)?.strip_prefix('\n'))
}

/// What stands between backticks, fenced blocks left out.
fn quoted() -> impl Iterator<Item = &'static str> {
    README.split("```").step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2))
}

#[test]
fn the_key_table_is_the_keymaps() {
    let (_, rest) = README.split_once("<!-- keys").expect("the table has a beginning");
    let (_, rest) = rest.split_once("-->\n").expect("the mark of the beginning ends");
    let (table, _) = rest.split_once("<!-- /keys -->").expect("the table has an end");
    let expected = markdown(&Keymap::preset());
    assert!(table.trim() == expected.trim(), "the keys changed: run cargo run --example keys");
}

#[test]
fn every_theme_it_shows_is_sound_and_legible() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("mine.toml");
    let surroundings = Surroundings::new(|_| None, None, None);
    let mut count = 0;
    for theme in blocks("toml theme") {
        std::fs::write(&path, theme).unwrap();
        let theme = read_theme("mine", &path, &surroundings).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(theme.faint(), []);
        count += 1;
    }
    assert_eq!(count, 1);
}

/// The command lines of paytop that an operator is told to type.
fn command_lines() -> Vec<String> {
    let typed = blocks("sh").flat_map(str::lines).chain(quoted());
    // Without what the shell takes for itself: the words about it, and where the input comes from.
    let end = |line: &str| [" #", " <"].iter().filter_map(|sign| line.find(sign)).min().unwrap_or(line.len());
    let without_words = typed.map(|line| line[..end(line)].trim());
    let found = without_words.filter_map(|line| {
        let line = line.replacen("cargo run --release --", "paytop", 1);
        (line == "paytop" || line.starts_with("paytop ")).then_some(line)
    });
    found.collect()
}

/// The words of a line as a shell has them: what stands between double quotes is one.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(at, part)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

#[test]
fn every_command_line_is_understood() {
    let lines = command_lines();
    assert!(lines.len() > 25, "{lines:?}");
    for line in lines {
        match Cli::try_parse_from(words(&line)) {
            Ok(cli) => assert_eq!(cli.contradiction(), None, "{line}"),
            // The name of a family of commands, such as `paytop tool`.
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand, "{line}: {error}");
            }
        }
    }
}

#[test]
fn every_verb_of_the_headless_twin_is_told() {
    let lines = command_lines();
    let verbs = ["apps", "accounts", "account save", "upi list", "upi set", "otp send", "otp confirm", "sms send"];
    let more = ["sms confirm", "enable", "disable", "order create", "deauthorize"];
    for verb in verbs.into_iter().chain(more) {
        let wanted = format!("paytop tool {verb}");
        assert!(lines.iter().any(|line| line.starts_with(&wanted)), "{wanted}");
    }
    let asks = ["systems", "hints", "savings", "hash-urls", "postback", "balances", "orders", "withdrawal status"];
    let changes = ["transaction create", "transaction activate", "possible", "payment create", "withdrawal create"];
    for verb in asks.into_iter().chain(changes) {
        let wanted = format!("paytop paykassma {verb}");
        assert!(lines.iter().any(|line| line.starts_with(&wanted)), "{wanted}");
    }
    let payee = ["register", "show", "update", "add-account", "accounts"].map(|verb| format!("payee {verb}"));
    for verb in payee.into_iter().chain(["transfer create".to_owned(), "transfer show".to_owned()]) {
        let wanted = format!("paytop yuansfer {verb}");
        assert!(lines.iter().any(|line| line.starts_with(&wanted)), "{wanted}");
    }
    for verb in ["list", "show", "settle", "verify", "anchor", "export", "report"] {
        let wanted = format!("paytop journal {verb}");
        assert!(lines.iter().any(|line| line.starts_with(&wanted)), "{wanted}");
    }
    for verb in ["sign paykassma", "verify paykassma", "sign yuansfer", "verify yuansfer"] {
        let wanted = format!("paytop {verb}");
        assert!(lines.iter().any(|line| line.starts_with(&wanted)), "{wanted}");
    }
}

/// Reads a config in the home of an operator who has every secret.
fn read(toml: &str) -> Config {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join(".config/paytop");
    std::fs::create_dir_all(&folder).expect("it is ours");
    let token = folder.join("token");
    std::fs::write(&token, "a token").expect("it is ours");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&token, std::fs::Permissions::from_mode(0o600)).expect("it is ours");
    }
    let location = Location { path: folder.join("config.toml"), named: Named::ByPlatform };
    let surroundings = Surroundings::new(|_| Some("a token".into()), Some(home.path().to_owned()), Some(folder));
    parse(toml, &location, &surroundings).unwrap_or_else(|error| panic!("{error}\n{toml}"))
}

#[test]
fn every_config_it_shows_is_sound() {
    let mut shown = 0;
    for toml in blocks("toml") {
        shown += 1;
        let config = read(toml);
        let keys: Vec<UserKey> = config
            .keys
            .iter()
            .map(|key| UserKey {
                context: key.context.clone(),
                chord: key.chord.clone(),
                command: key.command.clone(),
                line: key.line,
            })
            .collect();
        Keymap::preset().with(&keys).unwrap_or_else(|errors| panic!("{errors:?}"));
    }
    assert!(shown >= 2);
}

#[test]
fn every_kind_of_secret_it_tells_is_understood() {
    let production = blocks("toml").find(|toml| toml.contains("[connections.headers]")).expect("a first connection");
    let (before, _) = production.split_once("Authorization").expect("it has a header");
    let references: Vec<&str> = quoted().filter(|text| text.starts_with("{ ")).collect();
    assert_eq!(references.len(), 4);
    for reference in references {
        assert_eq!(read(&format!("{before}Authorization = {reference}\n")).connections.len(), 1);
    }
}

#[test]
fn every_file_it_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pictures = README.split(['"', '(', ')']).filter(|text| text.starts_with("assets/"));
    let is_file = |text: &&str| {
        ["assets/", "LICENSE-", "ARCHITECTURE", "CHANGELOG", "config.example"].iter().any(|top| text.starts_with(top))
    };
    let named: Vec<&str> = pictures.chain(quoted().filter(is_file)).collect();
    assert!(named.len() >= 8, "{named:?}");
    for file in named {
        assert!(root.join(file).is_file(), "{file}");
    }
}
