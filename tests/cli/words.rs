//! What a person asks the program about itself.

use std::io::BufRead;
use std::time::Duration;

use crate::place::{Place, Served};

#[test]
fn completions_and_the_manual_are_printed_without_a_config() {
    let place = Place::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(place.run(&format!("completions {shell}")).with(0).out.contains("deauthorize"), "{shell}");
    }
    let manual = place.run("man").with(0).out;
    for words in [".TH paytop 1", "PAYTOP TOOL ORDER CREATE", "PAYTOP PAYKASSMA WITHDRAWAL CREATE", "\\-\\-drop\\-rate"]
    {
        assert!(manual.contains(words), "{words}");
    }
    place.run("completions nonsense").with(2);
}

#[test]
fn help_and_version_are_no_errors() {
    let place = Place::empty();
    assert!(place.run("--version").with(0).out.starts_with("paytop "));
    assert!(place.run("--help").with(0).out.contains("Exit status"));
    for verb in [
        "tool",
        "tool account save",
        "tool otp confirm",
        "paykassma",
        "paykassma withdrawal create",
        "sandbox",
        "check",
        "config",
    ] {
        assert!(place.run(&format!("{verb} --help")).with(0).out.contains("Usage"), "{verb}");
    }
}

#[test]
fn without_a_terminal_the_dashboard_says_so_and_ends() {
    let ended = Place::empty().run("").with(2);
    assert!(!ended.said.is_empty());
    assert!(!ended.out.contains('\u{1b}'), "nothing is drawn where there is no terminal: {ended:?}");
}

#[test]
fn the_sandbox_prints_where_it_is_and_its_credentials() {
    let mut sandbox = Served::start("--accounts 3 --seed 7");
    let mut told = String::new();
    while !told.contains("ctrl-c") {
        assert_ne!(sandbox.out.read_line(&mut told).unwrap(), 0, "{told}");
    }
    assert!(told.contains("Bearer sandbox-operator-token") && told.contains("/sandbox/handset"), "{told}");
    let place = Place::connected(&sandbox.url);
    assert_eq!(place.run("tool accounts -o json").with(0).json().as_array().unwrap().len(), 3);
    // The same seed is the same world.
    let again = Served::start("--accounts 3 --seed 7");
    let phones = |place: &Place| {
        let accounts = place.run("tool accounts -o json --reveal").json();
        accounts.as_array().unwrap().iter().map(|account| account["phone"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(phones(&place), phones(&Place::connected(&again.url)));
}

#[test]
fn a_taken_address_is_told() {
    let sandbox = Served::start("");
    let address = sandbox.url.trim_start_matches("http://");
    Place::empty().run(&format!("sandbox --listen {address}")).with(2).says("--listen");
}

#[test]
fn the_sandbox_s_flags_beside_a_config_are_no_silence() {
    let place = Place::connected("http://127.0.0.1:1");
    place.run("--accounts 5").with(2).says("sandbox");
    place.run("--accounts 5 tool accounts").with(2).says("sandbox");
}

#[test]
fn latency_is_waited() {
    let sandbox = Served::start("--latency 300");
    let place = Place::connected(&sandbox.url);
    let row = place.run("check -o json").with(0).json()[0].clone();
    let latency = Duration::from_millis(row["latencyMs"].as_u64().unwrap());
    assert!(latency >= Duration::from_millis(300), "{row}");
}
