//! Who may import whom: one package's compiler does not hold the rooms apart, so this test does. It reads the sources
//! as text; comments, strings and what is compiled for tests alone are left out.
//!
//! The tables below are the rules. ARCHITECTURE.md tells them in words, and [`map`] holds that page true.

mod map;
mod source;

use std::fs;
use std::path::{Path, PathBuf};

use source::Source;

/// Each room, and the rooms it may name. A room that is not here fails the test: decide what it may know first.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("message", &["domain"]),
    ("state", &["domain", "message"]),
    ("alerts", &["domain", "message", "state"]),
    ("keymap", &["domain", "message"]),
    ("ui", &["domain", "message"]),
    ("panes", &["domain", "message", "state", "keymap", "ui"]),
    ("overlays", &["domain", "message", "state", "keymap", "ui"]),
    ("app", &["domain", "message", "state", "alerts", "keymap", "ui", "panes", "overlays"]),
    ("providers", &["domain"]),
    ("config", &["domain", "ui", "providers"]),
    ("store", &["domain"]),
    ("receiver", &["domain", "message", "providers", "store"]),
    ("sandbox", &["domain"]),
    // Everything but the sandbox, which must not be able to tell that it is spoken to from within.
    (
        "runtime",
        &[
            "domain",
            "message",
            "state",
            "alerts",
            "keymap",
            "ui",
            "panes",
            "overlays",
            "app",
            "config",
            "providers",
            "store",
            "receiver",
        ],
    ),
    (
        "cli",
        &[
            "domain",
            "message",
            "state",
            "keymap",
            "ui",
            "app",
            "config",
            "providers",
            "store",
            "receiver",
            "sandbox",
            "runtime",
        ],
    ),
];

/// Single files that may name one room more: where the sandbox and the providers meet.
const EXCEPTIONS: &[(&str, &str)] = &[("providers/*/sandbox.rs", "sandbox"), ("sandbox/halves.rs", "providers")];

/// Rooms whose folders are strangers to each other: a pane never names another pane. A file beside them is what they
/// share.
const STRANGERS: &[&str] = &["panes", "overlays"];

/// What comes from outside, and the only places that may name it.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("ratatui", &["*/view.rs", "app/draw.rs", "app/draw/", "ui/", "runtime/terminal.rs", "runtime/screen.rs"]),
    ("crossterm", &["runtime/", "cli/"]),
    ("tokio", &["runtime/", "cli/", "providers/", "sandbox/", "receiver/", "store/"]),
    ("tokio_util", &["runtime/", "cli/", "providers/", "sandbox/", "receiver/", "store/"]),
    ("reqwest", &["providers/", "config/"]),
    ("axum", &["sandbox/", "receiver/", "runtime/metrics.rs", "providers/*/sandbox.rs"]),
    ("hyper", &["sandbox/", "receiver/", "runtime/metrics.rs"]),
    ("sqlx", &["store/"]),
    ("keyring", &["config/"]),
    ("clap", &["cli/", "main.rs"]),
    // Files, programs, addresses and the environment: the pure rooms have none of them.
    ("std::fs", &["runtime/", "cli/", "config/", "store/"]),
    ("std::env", &["runtime/", "cli/", "config/"]),
    ("std::process", &["runtime/", "cli/", "config/", "main.rs"]),
    ("std::thread", &["runtime/", "config/"]),
    ("std::net", &["runtime/", "cli/", "config/", "sandbox/", "providers/", "receiver/"]),
];

/// Whether a file, by its path under `src`, is one of those a pattern means: a folder ends in `/`, and `*` is
/// anything.
fn means(pattern: &str, file: &str) -> bool {
    match pattern.split_once('*') {
        Some((before, after)) => file.len() > before.len() && file.starts_with(before) && file.ends_with(after),
        None if pattern.ends_with('/') => file.starts_with(pattern),
        None => file == pattern,
    }
}

/// What a file names that it may not. `is_folder` says whether a path in the crate, such as `panes::accounts`, has a
/// folder of its own.
fn violations(file: &str, text: &str, is_folder: impl Fn(&[String]) -> bool) -> Vec<String> {
    let source = Source::read(file, text);
    let own = file.split('/').next().unwrap_or_default();
    let mut found = Vec::new();
    let mut say = |line: usize, words: String| {
        let told = format!("src/{file}:{line}: {words}");
        if found.last() != Some(&told) {
            found.push(told);
        }
    };
    for named in source.paths() {
        let line = named.line;
        for (outside, places) in OUTSIDE {
            let wanted = outside.split("::");
            let is_named = named.parts.iter().map(String::as_str).take(wanted.clone().count()).eq(wanted);
            if is_named && !named.of_crate && !places.iter().any(|place| means(place, file)) {
                say(line, format!("names {outside}; only {} may", places.join(", ")));
            }
        }
        if !named.of_crate || !file.contains('/') {
            continue;
        }
        let Some(room) = named.parts.first() else {
            say(line, "names the crate without a room: nobody can see what it means".into());
            continue;
        };
        let Some((_, may)) = ROOMS.iter().find(|(room, _)| *room == own) else {
            say(line, format!("{own} is in no table here"));
            continue;
        };
        let excepted = EXCEPTIONS.iter().any(|(pattern, other)| *other == room && means(pattern, file));
        if room != own && !may.contains(&room.as_str()) && !excepted {
            say(line, format!("{own} may not name {room}"));
        }
        // `panes/accounts/view.rs` may name `panes::Pane` and `panes::accounts`, but no other folder of `panes`.
        let folder = file.split('/').nth(1).filter(|_| file.split('/').count() > 2);
        if let (Some(folder), true) = (folder, STRANGERS.contains(&own) && room == own) {
            let stranger = named.parts.get(1).filter(|part| *part != folder && is_folder(&named.parts[..2]));
            if let Some(stranger) = stranger {
                say(line, format!("{own}/{folder} may not name {own}/{stranger}"));
            }
        }
    }
    found
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file under a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Whether a path in the crate is a module with a folder of its own.
fn is_folder(parts: &[String]) -> bool {
    src().join(parts.join("/")).is_dir()
}

#[test]
fn every_room_names_only_the_rooms_it_may() {
    let src = src();
    let all = files(&src);
    assert!(all.len() > 100, "the sources are read from {}", src.display());
    let mut found = Vec::new();
    for path in all {
        let file = path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
        if ["tests.rs", "testing.rs"].iter().any(|tests| file.ends_with(&format!("/{tests}"))) {
            continue;
        }
        found.extend(violations(&file, &fs::read_to_string(&path).unwrap(), is_folder));
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn the_table_makes_no_circle() {
    // Whatever a room may name stands above it in the table, so that it can be read from the top.
    for (at, (room, may)) in ROOMS.iter().enumerate() {
        for other in *may {
            let place = ROOMS.iter().position(|(name, _)| name == other);
            assert!(place.is_some_and(|place| place < at), "{room} may name {other}, which is not above it");
        }
    }
}

mod planted {
    //! The checker itself: what it must catch, and what it must let pass.

    use rstest::rstest;

    use super::*;

    fn caught(file: &str, text: &str) -> Vec<String> {
        let known = [["panes", "accounts"], ["panes", "journal"], ["overlays", "form"], ["overlays", "help"]];
        violations(file, text, |parts| known.iter().any(|module| module[..] == *parts))
    }

    #[rstest]
    #[case::plain("domain/money.rs", "use crate::ui::Theme;", "domain may not name ui")]
    #[case::in_an_expression("domain/money.rs", "fn f() { crate::state::State::new() }", "domain may not name state")]
    #[case::in_a_group(
        "state/row.rs",
        "use crate::{domain::Account, panes::{self, Pane}};",
        "state may not name panes"
    )]
    #[case::through_super("domain/money.rs", "use super::super::runtime::Clock;", "domain may not name runtime")]
    #[case::through_self("domain/mod.rs", "use self::super::keymap;", "domain may not name keymap")]
    #[case::re_exported("message/mod.rs", "pub use crate::app::App;", "message may not name app")]
    #[case::renamed("panes/journal/mod.rs", "use crate::app as a;", "panes may not name app")]
    #[case::the_whole_crate("panes/journal/mod.rs", "use crate as all;", "without a room")]
    #[case::everything("panes/journal/mod.rs", "use crate::*;", "without a room")]
    #[case::in_a_module_within(
        "ui/form/mod.rs",
        "mod inner { use super::super::super::app::App; }",
        "ui may not name app"
    )]
    #[case::in_a_macro(
        "ui/mod.rs",
        "macro_rules! m { () => { $crate::providers::open() } }",
        "ui may not name providers"
    )]
    #[case::after_a_lifetime("ui/mod.rs", "fn f<'a>(x: &'a crate::state::State) {}", "ui may not name state")]
    #[case::after_a_quote("ui/mod.rs", "const Q: char = '\"'; use crate::state::State;", "ui may not name state")]
    #[case::stranger(
        "panes/accounts/view.rs",
        "use super::super::journal::x;",
        "panes/accounts may not name panes/journal"
    )]
    #[case::stranger_from_the_crate("overlays/form/mod.rs", "use crate::overlays::help;", "may not name overlays/help")]
    #[case::drawing_elsewhere("panes/accounts/list.rs", "use ratatui::style::Style;", "names ratatui")]
    #[case::drawing_by_a_full_path("app/update.rs", "fn f(_: ratatui::Frame) {}", "names ratatui")]
    #[case::from_the_root("app/update.rs", "use ::tokio::sync::mpsc;", "names tokio")]
    #[case::whole_library("app/mod.rs", "use tokio;", "names tokio")]
    #[case::files("state/mod.rs", "fn f() { std::fs::read(\"x\") }", "names std::fs")]
    #[case::files_in_a_group("state/mod.rs", "use std::{fmt, fs::File};", "names std::fs")]
    #[case::sandbox("runtime/link.rs", "use crate::sandbox::Sandbox;", "runtime may not name sandbox")]
    #[case::sandbox_in_a_client(
        "providers/yuansfer/map.rs",
        "use crate::sandbox::json;",
        "providers may not name sandbox"
    )]
    #[case::unknown_room("basement/mod.rs", "use crate::domain::Money;", "in no table")]
    #[case::after_the_tests(
        "domain/ids.rs",
        "#[cfg(test)] mod tests { }\nuse crate::ui::Theme;",
        "domain may not name ui"
    )]
    fn a_planted_violation_is_caught(#[case] file: &str, #[case] text: &str, #[case] words: &str) {
        let found = caught(file, text);
        assert!(found.len() == 1 && found[0].contains(words), "{found:?}");
    }

    #[rstest]
    #[case::allowed("panes/accounts/mod.rs", "use super::Pane; use super::view; use crate::{state::State, ui::Area};")]
    #[case::its_own_folder("panes/accounts/view.rs", "use super::columns; use crate::panes::accounts::layout;")]
    #[case::the_room_itself(
        "overlays/form/order.rs",
        "use crate::overlays::{Overlay, keys}; use super::super::Overlay;"
    )]
    #[case::what_panes_share("panes/journal/view.rs", "use crate::panes::detail::Detail; use super::super::search;")]
    #[case::the_one_list(
        "panes/mod.rs",
        "mod journal; fn all() { journal::JournalPane::default(); crate::panes::journal::x() }"
    )]
    #[case::drawing("overlays/form/view.rs", "use ratatui::style::Style;")]
    #[case::a_comment(
        "domain/money.rs",
        "//! See crate::ui.\n/* crate::app /* tokio:: */ crate::app */ /// [`crate::ui`]\nfn f() {}"
    )]
    #[case::a_text("domain/money.rs", "const A: &str = \"use crate::ui;\"; const B: &str = r#\"crate::app \" \"#;")]
    #[case::a_byte_text("domain/money.rs", "const A: &[u8] = b\"crate::ui\"; const B: &[u8] = br\"crate::ui\\\";")]
    #[case::tests("domain/money.rs", "#[cfg(test)]\nmod tests { use crate::ui::testing; fn f() { if x { y } } }")]
    #[case::an_import_for_tests("domain/money.rs", "#[cfg(test)]\nuse crate::ui::testing;\nuse super::Text;")]
    #[case::a_name_alike("state/mod.rs", "use crate::domain::tokio_like; fn f() { a.ratatui; tokioish::x() }")]
    #[case::a_provider_s_half("providers/withdraw_tool/sandbox.rs", "use crate::sandbox::Half;")]
    #[case::the_halves("sandbox/halves.rs", "use crate::providers::withdraw_tool;")]
    #[case::the_binary("main.rs", "use paytop::cli::Cli; use paytop::runtime;")]
    fn what_is_allowed_passes(#[case] file: &str, #[case] text: &str) {
        assert_eq!(caught(file, text), Vec::<String>::new());
    }
}
