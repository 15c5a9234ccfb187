//! `paytop config`, and what happens without one.

use std::os::unix::fs::PermissionsExt;

use crate::place::Place;

#[test]
fn without_a_config_headless_commands_end_and_never_use_the_sandbox() {
    let place = Place::empty();
    for line in [
        "tool accounts",
        "tool apps",
        "tool enable a1 --yes",
        "tool order create a2 --amount 5 --yes",
        "check",
        "config show",
    ] {
        let ended = place.run(line).with(2).says("paytop config init");
        assert!(ended.out.is_empty(), "{ended:?}");
    }
    place.run("tool accounts --config nowhere.toml").with(2).says("nowhere.toml");
}

#[test]
fn init_writes_the_example_for_its_owner_alone_and_never_twice() {
    let place = Place::empty();
    let path = place.run("config path").with(0);
    assert_eq!(path.out.trim_end(), place.config().to_str().unwrap());
    place.run("config init").with(0).says("paytop check");
    let mode = std::fs::metadata(place.config()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let written = std::fs::read_to_string(place.config()).unwrap();
    assert_eq!(written, include_str!("../../config.example.toml"));
    std::fs::write(place.config(), "# mine\n").unwrap();
    place.run("config init").with(2).says("there already");
    assert_eq!(std::fs::read_to_string(place.config()).unwrap(), "# mine\n");
    place.run("config init --config other.toml").with(0);
    assert!(place.path("other.toml").exists());
}

#[test]
fn show_says_where_each_value_came_from_and_no_secret() {
    let place = Place::connected("http://127.0.0.1:8900");
    let shown = place.run("config show --read-only").with(0);
    assert!(!shown.out.contains("sandbox-operator-token"), "{}", shown.out);
    for words in ["http://127.0.0.1:8900", "config.toml:5", "--read-only", "default"] {
        assert!(shown.out.contains(words), "{words}: {}", shown.out);
    }
    let mut command = place.command(&["config", "path"]);
    command.env("PAYTOP_CONFIG", "elsewhere.toml");
    assert!(String::from_utf8(command.output().unwrap().stdout).unwrap().contains("elsewhere.toml"));
}

#[test]
fn a_bad_config_says_file_line_key_and_the_nearest_name() {
    let place = Place::with_config(
        "[[connections]]\nname = \"india-a\"\nprovider = \"withdraw-tool\"\nenviroment = \"sandbox\"\n\
         base_url = \"http://127.0.0.1:1\"\n",
    );
    for line in ["tool accounts", "check", "config show", ""] {
        let ended = place.run(line).with(2).says("config.toml:4").says("enviroment").says("\"environment\"");
        assert!(!ended.out.contains('\u{1b}') && !ended.said.contains('\u{1b}'), "{ended:?}");
    }
}

#[test]
fn plain_http_and_plain_secrets_are_refused_where_money_moves() {
    let production = |rest: &str| {
        Place::with_config(&format!(
            "[[connections]]\nname = \"p\"\nprovider = \"withdraw-tool\"\nenvironment = \"production\"\n{rest}\n"
        ))
    };
    production("base_url = \"http://api.example.com\"").run("check").with(2).says("https");
    let plain = production("base_url = \"https://api.example.com\"\nheaders = { Authorization = \"hunter22\" }");
    let ended = plain.run("check").with(2).says("headers");
    assert!(!ended.said.contains("hunter22"), "{ended:?}");
}

#[test]
fn a_secret_file_that_others_can_read_is_refused() {
    let place = Place::with_config(
        "[[connections]]\nname = \"p\"\nprovider = \"withdraw-tool\"\nenvironment = \"sandbox\"\n\
         base_url = \"http://127.0.0.1:1\"\nheaders = { Authorization = { file = \"token\" } }\n",
    );
    let file = place.config().with_file_name("token");
    std::fs::write(&file, "hunter22\n").unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let ended = place.run("tool accounts").with(2).says("chmod 600");
    assert!(!ended.said.contains("hunter22"));
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    place.run("tool accounts").with(3);
}
