//! The config as an operator meets it: what is read, what is refused and in which words, and what is shown.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail by panicking too")]

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::SignedDuration;
use paytop::config::{
    Config, ConfigError, EXAMPLE, Flags, GlyphSet, Location, Motion, Named, Origin, SecretRef, Start, Surroundings,
    ThemeChoice, load, parse,
};
use paytop::domain::{
    AlertSettings, Currency, DesktopKind, Environment, FeedKind, Grouping, Level, Limit, LowMarks, Money, QuietHours,
    Ratio, Stalled,
};
use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;
use secrecy::ExposeSecret;
use tempfile::TempDir;

/// The secret that no output may ever have in it.
const SECRET: &str = "correct-horse-battery";

fn location() -> Location {
    Location { path: "/home/asha/.config/paytop/config.toml".into(), named: Named::ByFlag }
}

/// A home in which `PAYTOP_API_KEY` is set and nothing else.
fn surroundings(home: &Path) -> Surroundings {
    let is_set = |name: &str| {
        name == "PAYTOP_API_KEY"
            || name.starts_with("PAYTOP_PAYKASSMA_")
            || ["PAYTOP_YUANSFER_TOKEN", "PAYTOP_WEBHOOK_TOKEN"].contains(&name)
    };
    let lookup = move |name: &str| is_set(name).then(|| OsString::from(SECRET));
    Surroundings::new(lookup, Some(home.into()), None)
}

fn read(text: &str) -> Result<Config, ConfigError> {
    parse(text, &location(), &surroundings(Path::new("/home/asha")))
}

/// A production connection with `rest` from line 6 on.
fn production(rest: &str) -> String {
    format!(
        "[[connections]]\nname = \"india-a\"\nprovider = \"withdraw-tool\"\nenvironment = \"production\"\n\
         base_url = \"https://api.example.com\"\n{rest}\n"
    )
}

/// A production connection to Yuansfer with `rest` from line 6 on.
fn yuansfer(rest: &str) -> String {
    production(rest).replace("withdraw-tool", "yuansfer")
}

/// A production connection to Paykassma with `rest` from line 6 on.
fn paykassma(rest: &str) -> String {
    production(rest).replace("withdraw-tool", "paykassma")
}

/// A sandbox connection with `rest` from line 6 on.
fn sandbox(rest: &str) -> String {
    production(rest).replace("\"production\"", "\"sandbox\"")
}

fn write(folder: &Path, name: &str, mode: u32, content: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, content).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    path
}

#[test]
fn a_short_connection_has_polite_defaults() {
    let config = read(&production("")).unwrap();
    let [connection] = config.connections.as_slice() else { panic!("one connection") };
    let info = &connection.info;
    assert_eq!(info.id.as_str(), "india-a");
    assert_eq!((info.provider, info.environment), ("withdraw-tool", Environment::Production));
    assert_eq!(info.host.as_str(), "api.example.com");
    assert_eq!(info.polling.active, Duration::from_secs(5));
    assert_eq!(info.polling.idle, Duration::from_secs(30));
    assert_eq!(info.feeds, [FeedKind::Accounts, FeedKind::Tools]);
    assert!(!info.read_only && !connection.handset);
    assert!(connection.paths.is_empty() && connection.headers.is_empty() && connection.ca_file.is_none());
    assert_eq!(connection.base_url, "https://api.example.com");
    assert_eq!(connection.max_body, 32 * 1024 * 1024);
    assert_eq!(info.limits.iter().count(), 0);
    assert_eq!((config.store.url, config.operator.name), (None, None));
}

#[test]
fn every_setting_reaches_the_connection() {
    let text = sandbox(
        "handset = true\nread_only = true\nmax_body_mib = 2\n\
         headers = { X-Key = \"plain\", Authorization = { env = \"PAYTOP_API_KEY\" } }\n\
         paths = { accounts = \"/v2/list\" }\npoll = { active = \"250ms\", idle = \"1m\" }\n\
         timeouts = { connect = \"1s\", total = \"3s\" }\notp = { validity = \"3m\", cool_down = \"0s\" }\n\
         limits = { INR = { largest = \"5,000.50\", per_day = 10000, per_hour = 3, type_from = \"1000\" } }",
    );
    let config = read(&text).unwrap();
    let connection = &config.connections[0];
    let info = &connection.info;
    assert_eq!(info.feeds, [FeedKind::Accounts, FeedKind::Tools, FeedKind::Handset]);
    assert!(info.read_only && connection.handset);
    assert_eq!(info.polling.active, Duration::from_millis(250));
    assert_eq!(info.polling.idle, Duration::from_mins(1));
    assert_eq!(info.otp_validity, Duration::from_mins(3));
    assert_eq!(info.otp_cool_down, Duration::ZERO);
    assert_eq!(connection.connect_timeout, Duration::from_secs(1));
    assert_eq!(connection.total_timeout, Duration::from_secs(3));
    assert_eq!(connection.max_body, 2 * 1024 * 1024);
    assert_eq!(connection.paths["accounts"], "/v2/list");
    let names: Vec<_> = connection.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["X-Key", "Authorization"]);
    assert_eq!(connection.headers[0].1.resolve().unwrap().expose_secret(), "plain");
    assert!(matches!(&connection.headers[1].1, SecretRef::Env(name) if name == "PAYTOP_API_KEY"));
    let decimal = |digits| Some(Decimal::from_str_exact(digits).unwrap());
    let expected =
        Limit { largest: decimal("5000.50"), per_day: decimal("10000"), per_hour: Some(3), type_from: decimal("1000") };
    assert_eq!(info.limits.of(&Currency::inr()), Some(&expected));
}

#[test]
fn the_journal_and_its_operator_are_named() {
    let config = read("[store]\nurl = \"sqlite:///srv/paytop.db\"\n[operator]\nname = \"Asha Rao\"\n").unwrap();
    assert_eq!(config.store.url.as_deref(), Some("sqlite:///srv/paytop.db"));
    assert_eq!(config.operator.name.unwrap().as_str(), "Asha Rao");
    let config = read("store.url = \"sqlite://~/a journal.db\"").unwrap();
    assert_eq!(config.store.url.as_deref(), Some("sqlite:///home/asha/a journal.db"));
    assert!(config.show().contains("sqlite:///home/asha/a journal.db"), "{}", config.show());
}

#[test]
fn a_balance_has_a_mark_for_a_currency_or_for_a_wallet() {
    let text = "[alerts.balance]\nINR = \"1,00,000\"\nKWD = \"12.5\"\n[alerts.balance.paytm]\nINR = 20000\n";
    let config = read(text).unwrap();
    let money = |code, amount: &str| Money::new(Decimal::from_str_exact(amount).unwrap(), Currency::new(code));
    let expected = LowMarks::default()
        .with(None, money("INR", "100000"))
        .with(None, money("KWD", "12.5"))
        .with(Some("paytm".into()), money("INR", "20000"));
    assert_eq!(config.alerts.balance, expected);
    let shown = config.show();
    for (key, value) in [("INR", "INR 1,00,000.00"), ("KWD", "KWD 12.500"), ("paytm.INR", "INR 20,000.00")] {
        let is_it = |line: &str| line.starts_with(&format!("alerts.balance.{key} ")) && line.contains(value);
        assert!(shown.lines().any(is_it), "{shown}");
    }
    assert_eq!(read("").unwrap().alerts.balance, LowMarks::default());
}

#[test]
fn amounts_of_limits_have_the_decimals_of_their_currency() {
    let limits = "limits.JPY.largest = 0x10\nlimits.KWD = { largest = \"1.125\", type_from = \"0.001\" }";
    let config = read(&production(limits)).unwrap();
    let limits = &config.connections[0].info.limits;
    let largest = |code| limits.of(&Currency::new(code)).and_then(|limit| limit.largest).unwrap().to_string();
    assert_eq!((largest("JPY"), largest("KWD")), ("16".to_owned(), "1.125".to_owned()));
    assert!(limits.of(&Currency::inr()).is_none());
    let shown = |key: &str| config.settings().iter().find(|setting| setting.key == key).unwrap().value.clone();
    assert_eq!(shown("connections[0].limits.JPY.largest"), "JPY 16");
    assert_eq!(shown("connections[0].limits.KWD.type_from"), "KWD 0.001");
    assert_eq!(shown("connections[0].limits.KWD.per_day"), "none");
}

#[test]
fn no_digit_is_lost_on_its_way_to_a_limit() {
    // No binary floating-point number is any of these.
    for (value, digits) in [
        ("\"900719925474099.37\"", "900719925474099.37"),
        ("\"99,99,99,99,99,999.99\"", "9999999999999.99"),
        ("999999999999999", "999999999999999"),
    ] {
        let config = read(&production(&format!("limits.INR.largest = {value}"))).unwrap();
        let limit = config.connections[0].info.limits.of(&Currency::inr()).unwrap();
        assert_eq!(limit.largest.unwrap().to_string(), digits);
    }
    assert!(read(&production("limits.INR.largest = 9007199254740993")).is_err(), "at most 15 digits");
}

#[test]
fn slower_polls_take_the_idle_ones_along() {
    let config = read(&production("poll.active = \"2m\"")).unwrap();
    assert_eq!(config.connections[0].info.polling.idle, Duration::from_mins(2));
}

#[test]
fn several_merchants_of_one_provider_stand_side_by_side() {
    let text = format!("{}{}", production(""), sandbox("").replace("india-a", "india-b"));
    let config = read(&text).unwrap();
    let names: Vec<_> = config.connections.iter().map(|connection| connection.info.id.as_str()).collect();
    assert_eq!(names, ["india-a", "india-b"]);
}

#[test]
fn a_config_without_connections_is_one() {
    assert!(read("").unwrap().connections.is_empty());
    let metrics = read("[metrics]\nlisten = \"9187\"\n").unwrap().metrics;
    assert_eq!(metrics.listen, Some(([127, 0, 0, 1], 9187).into()), "a port alone is one on this machine");
    let config = read("[ui]\ntheme = \"mono\"\ntime_zone = \"Asia/Kolkata\"\nstart = \"accounts\"\n").unwrap();
    assert_eq!((config.ui.theme, config.ui.start), (ThemeChoice::Bundled("mono"), Some(Start::Accounts)));
    let ui =
        read("[ui]\ntheme = \"auto\"\nglyphs = \"ascii\"\nmotion = \"reduced\"\ngrouping = \"indian\"\n").unwrap().ui;
    assert_eq!((ui.theme, ui.glyphs), (ThemeChoice::Auto, Some(GlyphSet::Ascii)));
    assert_eq!((ui.motion, ui.grouping), (Motion::Reduced, Grouping::Indian));
    assert_eq!(config.ui.time_zone.unwrap().iana_name(), Some("Asia/Kolkata"));
}

#[test]
fn own_keys_are_kept_with_their_lines() {
    let config = read("[keys.accounts]\n\"ctrl-r\" = \"refresh\"\nx = \"toggle-withdrawals\"\n").unwrap();
    let keys: Vec<_> =
        config.keys.iter().map(|k| (k.context.as_str(), k.chord.as_str(), k.command.as_str(), k.line)).collect();
    assert_eq!(keys, [("accounts", "ctrl-r", "refresh", 2), ("accounts", "x", "toggle-withdrawals", 3)]);
}

/// Everything that can be wrong, each with its line, its key and the words that mend it.
#[rstest]
// The file as a whole.
#[case("connection = 1", 1, "connection", &["unknown key", "did you mean \"connections\"?"])]
#[case("[[conections]]\nname = \"a\"", 1, "conections", &["did you mean \"connections\"?"])]
#[case("[connections]\nname = \"a\"", 1, "connections", &["[[connections]]", "a table"])]
#[case("connections = 5", 1, "connections", &["[[connections]]", "whole number"])]
#[case("connections = [1]", 1, "connections[0]", &["whole number"])]
#[case("ui = 1", 1, "ui", &["a table", "whole number"])]
#[case("[ui]\ntheme = \"drak\"", 2, "ui.theme", &["did you mean \"dark\"?", "\"light\"", "\"mono\""])]
#[case("[metrics]\nlisten = \"here\"", 2, "metrics.listen", &["an IP address and a port", "127.0.0.1:9187"])]
#[case("[metrics]\nlisten = \"0\"", 2, "metrics.listen", &["an IP address and a port"])]
#[case("[ui]\nstart = \"acounts\"", 2, "ui.start", &["did you mean \"accounts\"?", "\"overview\""])]
#[case("[ui]\ntheme = 1", 2, "ui.theme", &["\"dark\"", "whole number"])]
#[case("[ui]\ntheme = \"themes/none.toml\"", 2, "ui.theme", &["there is none at", "themes/none.toml"])]
#[case("[ui]\nglyphs = \"asci\"", 2, "ui.glyphs", &["did you mean \"ascii\"?", "\"unicode\""])]
#[case("[ui]\nmotion = \"none\"", 2, "ui.motion", &["\"full\" or \"reduced\""])]
#[case("[ui]\ngrouping = \"indain\"", 2, "ui.grouping", &["did you mean \"indian\"?", "\"thousands\""])]
#[case("[ui]\n\ncolour = \"red\"", 3, "ui.colour", &["unknown key", "\"theme\""])]
#[case("[ui]\ntime_zone = \"Asia/Kolkatta\"", 2, "ui.time_zone", &["did you mean \"Asia/Kolkata\"?"])]
#[case("[keys]\nx = \"y\"", 2, "keys.x", &["[keys.accounts]", "a text"])]
#[case("[keys.accounts]\nx = 1", 2, "keys.accounts.x", &["command", "whole number"])]
#[case("[store]\nurl = 5", 2, "store.url", &["sqlite://", "whole number"])]
#[case("[store]\npath = \"/x\"", 2, "store.path", &["unknown key", "\"url\""])]
#[case("store = 1", 1, "store", &["[store]"])]
#[case("[store]\nurl = \"postgres://u:correct-horse-battery@h/db\"", 2, "store.url", &["PostgreSQL", "not built in"])]
#[case("[store]\nurl = \"mysql://u:correct-horse-battery@h/db\"", 2, "store.url", &["another kind", "PostgreSQL"])]
#[case("[store]\nurl = \"/srv/paytop.db\"", 2, "store.url", &["without sqlite://"])]
#[case("[store]\nurl = \"sqlite::memory:\"", 2, "store.url", &["without sqlite://"])]
#[case("[store]\nurl = \"sqlite://paytop.db\"", 2, "store.url", &["does not start at /"])]
#[case("[store]\nurl = \"sqlite://~asha/paytop.db\"", 2, "store.url", &["does not start at /"])]
#[case("[store]\nurl = \"sqlite://\"", 2, "store.url", &["does not start at /"])]
#[case("[store]\nurl = \"sqlite:///srv/\"", 2, "store.url", &["a folder"])]
#[case("[store]\nurl = \"sqlite:///\"", 2, "store.url", &["a folder"])]
#[case("[store]\nurl = \"sqlite:///a?mode=ro\"", 2, "store.url", &["? or #"])]
#[case("[store]\nurl = \"sqlite:///a\\u0000\"", 2, "store.url", &["control"])]
#[case("alerts = 5", 1, "alerts", &["[alerts.balance]"])]
#[case("[alerts]\nbalances = {}", 2, "alerts.balances", &["did you mean \"balance\"?"])]
#[case("[alerts]\nlate = 5", 2, "alerts.late", &["a duration", "a whole number"])]
#[case("[alerts]\nstale = \"1s\"", 2, "alerts.stale", &["a duration from 10s to 720h"])]
#[case("[alerts]\nstalled = \"never\"", 2, "alerts.stalled", &["a duration"])]
#[case("[alerts]\nsuccess_floor = 101", 2, "alerts.success_floor", &["from 1 to 100"])]
#[case("[alerts]\nlimit = \"most\"", 2, "alerts.limit", &["from 1 to 100"])]
#[case("[alerts]\npostbacks = 0", 2, "alerts.postbacks", &["from 1 to 100"])]
#[case("[alerts]\nlevel = \"info\"", 2, "alerts.level", &["\"warning\""])]
#[case("[alerts]\nbell = \"loud\"", 2, "alerts.bell", &["true or false"])]
#[case("[alerts]\ndesktop = \"osc99\"", 2, "alerts.desktop", &["did you mean \"osc9\"?"])]
#[case("[alerts.quiet]\nfrom = \"22:00\"", 1, "alerts.quiet.to", &["missing"])]
#[case("[alerts.quiet]\nfrom = \"24:00\"\nto = \"07:00\"", 2, "alerts.quiet.from", &["00:00"])]
#[case("[alerts.quiet]\nfrom = \"7:00\"\nto = \"08:00\"", 2, "alerts.quiet.from", &["00:00"])]
#[case("[alerts.quiet]\nfrom = \"07:00\"\nto = \"07:00\"", 1, "alerts.quiet", &["differ"])]
#[case("[alerts.webhook]\nheaders = {}", 1, "alerts.webhook.url", &["missing"])]
#[case("[alerts.webhook]\nurl = \"http://example.com/correct-horse-battery\"", 2, "alerts.webhook.url", &["https"])]
#[case("[alerts.webhook]\nurl = \"https://x.example\"\nheaders = { X-Key = \"correct-horse-battery\" }", 3, "alerts.webhook.headers.X-Key", &["a text"])]
#[case("alerts.balance = \"INR\"", 1, "alerts.balance", &["a table", "a text"])]
#[case("[alerts.balance]\ninr = 5", 2, "alerts.balance.inr", &["did you mean \"INR\"?"])]
#[case("[alerts.balance]\nINR = 1.5", 2, "alerts.balance.INR", &["put it into quotes"])]
#[case("[alerts.balance]\nINR = 0", 2, "alerts.balance.INR", &["more than zero"])]
#[case("[alerts.balance]\nJPY = \"1.5\"", 2, "alerts.balance.JPY", &["too many decimals"])]
#[case("[alerts.balance.paytm]", 1, "alerts.balance.paytm", &["empty table"])]
#[case("[alerts.balance.paytm]\nRUPEES = 5", 2, "alerts.balance.paytm.RUPEES", &["ISO 4217"])]
#[case("[operator]\nname = \"\"", 2, "operator.name", &["1 to 64"])]
#[case("[operator]\nname = \" asha\"", 2, "operator.name", &["1 to 64"])]
#[case("[operator]\nname = \"a\\u202Eb\"", 2, "operator.name", &["visible"])]
#[case("[operator]\nname = true", 2, "operator.name", &["found true"])]
#[case("[operator]\nnames = \"a\"", 2, "operator.names", &["did you mean \"name\"?"])]
// Missing.
#[case("\n[[connections]]\nname = \"a\"", 2, "connections[0].provider", &["missing", "\"withdraw-tool\""])]
#[case("[[connections]]\nname = \"a\"", 1, "connections[0].environment", &["missing", "\"sandbox\"", "\"production\""])]
#[case("[[connections]]\nname = \"a\"", 1, "connections[0].base_url", &["missing", "https://"])]
#[case("[[connections]]\nprovider = \"withdraw-tool\"", 1, "connections[0].name", &["missing"])]
// What a provider's connections have of their own.
#[case(&yuansfer("merchant_no = \"1\"\nstore_no = \"2\""), 1, "connections[0].token", &["missing", "YUANSFER_TOKEN"])]
#[case(&yuansfer("token = { env = \"X\" }\nstore_no = \"2\""), 1, "connections[0].merchant_no", &["missing"])]
#[case(&yuansfer("token = \"correct-horse-battery\"\nmerchant_no = \"1\"\nstore_no = \"2\""), 6, "connections[0].token", &["{ env"])]
#[case(&yuansfer("token = { env = \"X\" }\nmerchant_no = \"1\"\nstore_no = \"2\"\nencoding = \"xml\""), 9, "connections[0].encoding", &["json", "form"])]
#[case(&paykassma(""), 1, "connections[0].secret", &["missing", "PAYKASSMA_SECRET"])]
#[case(&paykassma("secret = \"correct-horse-battery\""), 6, "connections[0].secret", &["{ env"])]
#[case(&paykassma("secret = { env = \"X\" }\ntime_zone = \"Asia/Manilla\""), 7, "connections[0].time_zone", &["Asia/Manila"])]
#[case(&paykassma("secret = { env = \"X\" }\nprivat_key = { env = \"X\" }"), 7, "connections[0].privat_key", &["did you mean \"private_key\"?"])]
#[case(&paykassma("secret = { env = \"X\" }\nhandset = true"), 7, "connections[0].handset", &["unknown key"])]
#[case(&paykassma("secret = { env = \"X\" }\npaths = {}"), 7, "connections[0].paths", &["unknown key"])]
#[case(&production("secret = { env = \"X\" }"), 6, "connections[0].secret", &["unknown key"])]
// Names.
#[case(&production("enviroment = \"sandbox\""), 6, "connections[0].enviroment", &["did you mean \"environment\"?"])]
#[case(&production("").replace("withdraw-tool", "withdrawtool"), 3, "connections[0].provider", &["did you mean \"withdraw-tool\"?"])]
#[case(&production("").replace("\"production\"", "\"prod\""), 4, "connections[0].environment", &["\"prod\"", "did you mean \"production\"?"])]
#[case(&production("").replace("\"production\"", "true"), 4, "connections[0].environment", &["found true"])]
#[case(&production("").replace("india-a", ""), 2, "connections[0].name", &["1 to 32"])]
#[case(&production("").replace("india-a", "india a"), 2, "connections[0].name", &["visible"])]
#[case(&production("").replace("india-a", "a\\u202Eb"), 2, "connections[0].name", &["visible"])]
#[case(&production("").replace("india-a", &"x".repeat(33)), 2, "connections[0].name", &["1 to 32"])]
#[case(&format!("{0}{0}", production("")), 8, "connections[1].name", &["of its own", "\"india-a\"", "line 1"])]
// Addresses.
#[case(&production("").replace("https:", "http:"), 5, "connections[0].base_url", &["http:// to another machine", "https://"])]
#[case(&production("").replace("https://", ""), 5, "connections[0].base_url", &["https://"])]
#[case(&production("").replace("https://", "https://u:p@"), 5, "connections[0].base_url", &["before the @", "headers"])]
#[case(&production("").replace(".com", ".com?secret=x"), 5, "connections[0].base_url", &["query"])]
#[case(&production("").replace(".com", ".com#x"), 5, "connections[0].base_url", &["fragment"])]
#[case(&production("paths = { acounts = \"/x\" }"), 6, "connections[0].paths.acounts", &["did you mean \"accounts\"?"])]
#[case(&production("paths = { accounts = \"x\" }"), 6, "connections[0].paths.accounts", &["start with /"])]
#[case(&production("paths = \"/x\""), 6, "connections[0].paths", &["a table", "a text"])]
// Durations and numbers.
#[case(&production("poll = { active = 5 }"), 6, "connections[0].poll.active", &["\"5s\"", "whole number"])]
#[case(&production("poll = { active = \"5\" }"), 6, "connections[0].poll.active", &["duration", "\"5\""])]
#[case(&production("poll = { active = \"-5s\" }"), 6, "connections[0].poll.active", &["duration"])]
#[case(&production("poll = { active = \"500ms\" }"), 6, "connections[0].poll.active", &["from 1s"])]
#[case(&sandbox("poll = { active = \"1ms\" }"), 6, "connections[0].poll.active", &["from 100ms"])]
#[case(&production("poll = { active = \"99999999999999h\" }"), 6, "connections[0].poll.active", &["duration"])]
#[case(&production("poll = { active = \"1m\", idle = \"30s\" }"), 6, "connections[0].poll.idle", &["at least active", "1m"])]
#[case(&production("poll = { interval = \"5s\" }"), 6, "connections[0].poll.interval", &["unknown key", "\"active\" or \"idle\""])]
#[case(&production("poll = \"5s\""), 6, "connections[0].poll", &["a table"])]
#[case(&production("[connections.timeouts]\ntotal = \"0s\""), 7, "connections[0].timeouts.total", &["from 100ms"])]
#[case(&production("timeouts = { connect = \"9s\", total = \"3s\" }"), 6, "connections[0].timeouts.total", &["at least connect"])]
#[case(&production("otp = { validity = \"1s\" }"), 6, "connections[0].otp.validity", &["from 10s"])]
#[case(&production("max_body_mib = 0"), 6, "connections[0].max_body_mib", &["from 1 to 1024", "found 0"])]
#[case(&production("max_body_mib = -1"), 6, "connections[0].max_body_mib", &["from 1 to 1024", "found -1"])]
#[case(&production("max_body_mib = 1.5"), 6, "connections[0].max_body_mib", &["whole number"])]
#[case(&production("read_only = \"yes\""), 6, "connections[0].read_only", &["true or false", "a text"])]
#[case(&production("handset = true"), 6, "connections[0].handset", &["sandbox"])]
#[case(&production("ca_file = \"/no/such.pem\""), 6, "connections[0].ca_file", &["PEM", "/no/such.pem"])]
#[case(&production("ca_file = \"/\""), 6, "connections[0].ca_file", &["no file"])]
// Limits.
#[case(&production("limits = 5"), 6, "connections[0].limits", &["[connections.limits.INR]", "whole number"])]
#[case(&production("limits.INR = 5"), 6, "connections[0].limits.INR", &["a table", "whole number"])]
#[case(&production("limits.INR = {}"), 6, "connections[0].limits.INR", &["\"largest\"", "empty"])]
#[case(&production("limits.inr.largest = 5"), 6, "connections[0].limits.inr", &["did you mean \"INR\"?", "capitals"])]
#[case(&production("limits.RUPEES.largest = 5"), 6, "connections[0].limits.RUPEES", &["ISO 4217"])]
#[case(&production("limits.INR.larges = 5"), 6, "connections[0].limits.INR.larges", &["did you mean \"largest\"?"])]
#[case(&production("limits.INR.largest = 1500.5"), 6, "connections[0].limits.INR.largest", &["point", "put it into quotes"])]
#[case(&production("limits.INR.largest = nan"), 6, "connections[0].limits.INR.largest", &["put it into quotes"])]
#[case(&production("limits.INR.largest = \"1.005\""), 6, "connections[0].limits.INR.largest", &["too many decimals", "2"])]
#[case(&production("limits.JPY.largest = \"1.5\""), 6, "connections[0].limits.JPY.largest", &["too many decimals"])]
#[case(&production("limits.INR.largest = 0"), 6, "connections[0].limits.INR.largest", &["more than zero"])]
#[case(&production("limits.INR.per_day = -5"), 6, "connections[0].limits.INR.per_day", &["-5"])]
#[case(&production("limits.INR.per_day = \"\""), 6, "connections[0].limits.INR.per_day", &["empty text"])]
#[case(&production("limits.INR.per_day = \"1e5\""), 6, "connections[0].limits.INR.per_day", &["\"1e5\""])]
#[case(&production("limits.INR.per_day = true"), 6, "connections[0].limits.INR.per_day", &["found true"])]
#[case(&production("limits.INR.per_hour = 0"), 6, "connections[0].limits.INR.per_hour", &["from 1"])]
#[case(&production("limits.INR.per_hour = \"5\""), 6, "connections[0].limits.INR.per_hour", &["whole number", "a text"])]
#[case(&production("limits.INR = { largest = 6, per_day = 5 }"), 6, "connections[0].limits.INR.largest", &["at most per_day", "INR 5.00"])]
#[case(&production("limits.INR = { largest = 6, type_from = 7 }"), 6, "connections[0].limits.INR.type_from", &["at most largest"])]
#[case(&production("limits.INR = { per_day = 6, type_from = 7 }"), 6, "connections[0].limits.INR.type_from", &["at most per_day"])]
// Headers and secrets.
#[case(&production("headers = { X-Key = \"correct-horse-battery\" }"), 6, "connections[0].headers.X-Key", &["{ env = ", "production"])]
#[case(&production("headers = { X-Key = 5 }"), 6, "connections[0].headers.X-Key", &["{ env = ", "whole number"])]
#[case(&production("headers = { X-Key = {} }"), 6, "connections[0].headers.X-Key", &["empty table"])]
#[case(&production("headers = { X-Key = { enviroment = \"X\" } }"), 6, "connections[0].headers.X-Key.enviroment", &["unknown key", "\"env\""])]
#[case(&production("headers = { X-Key = { env = \"X\", file = \"y\" } }"), 6, "connections[0].headers.X-Key.file", &["one place"])]
#[case(&production("[connections.headers]\nX-Key = { env = \"NOT_SET\" }"), 7, "connections[0].headers.X-Key.env", &["NOT_SET", "not set"])]
#[case(&production("headers = { X-Key = { env = \"correct-horse-battery\" } }"), 6, "connections[0].headers.X-Key.env", &["name of an environment variable"])]
#[case(&production("headers = { X-Key = { file = \"/no/such\" } }"), 6, "connections[0].headers.X-Key.file", &["/no/such"])]
#[case(&production("headers = { X-Key = { file = \"/\" } }"), 6, "connections[0].headers.X-Key.file", &["no regular file"])]
#[case(&production("headers = { X-Key = { keyring = \"paytop\" } }"), 6, "connections[0].headers.X-Key.keyring", &["a service and a user"])]
#[case(&production("headers = { X-Key = { command = \"pass show x\" } }"), 6, "connections[0].headers.X-Key.command", &["a list", "a text"])]
#[case(&production("headers = { X-Key = { command = [] } }"), 6, "connections[0].headers.X-Key.command", &["no program"])]
#[case(&production("headers = { X-Key = { command = [\"pass\", 1] } }"), 6, "connections[0].headers.X-Key.command[1]", &["whole number"])]
#[case(&sandbox("headers = { X-Key = \"\" }"), 6, "connections[0].headers.X-Key", &["empty"])]
#[case(&sandbox("headers = { X-Key = \"a\\nb\" }"), 6, "connections[0].headers.X-Key", &["printable"])]
#[case(&sandbox("headers = { \"X Key\" = \"a\" }"), 6, "connections[0].headers.\"X Key\"", &["name of a header"])]
#[case(&sandbox("headers = { Host = \"a\" }"), 6, "connections[0].headers.Host", &["paytop sets itself"])]
#[case(&sandbox("headers = { X-Key = \"a\", x-key = \"b\" }"), 6, "connections[0].headers.x-key", &["once"])]
#[case(&sandbox("headers = \"a\""), 6, "connections[0].headers", &["a table"])]
fn what_is_wrong_is_told_with_line_key_and_words(
    #[case] text: &str,
    #[case] line: usize,
    #[case] key: &str,
    #[case] words: &[&str],
) {
    let error = read(text).unwrap_err();
    let told = error.to_string();
    let problem = error.problems.iter().find(|problem| problem.key == key && problem.line == Some(line));
    let problem = problem.unwrap_or_else(|| panic!("no problem at line {line} of {key}:\n{told}"));
    for word in words {
        assert!(problem.words.contains(word), "{word:?} is not in: {}", problem.words);
    }
    assert!(told.contains(&format!("config.toml:{line}: {key}: ")), "{told}");
    assert!(!told.contains(SECRET), "{told}");
}

#[rstest]
#[case("name = ", 1, 8)]
#[case("[[connections]]\nname = \"a\"\nname = \"b\"", 3, 1)]
#[case("[ui]\n  theme = 'correct-horse-battery' 5", 2, 35)]
#[case("[ui\n", 1, 4)]
fn what_is_no_toml_is_told_with_line_and_column(#[case] text: &str, #[case] line: usize, #[case] column: usize) {
    let error = read(text).unwrap_err().to_string();
    assert!(error.contains(&format!("config.toml:{line}:{column}: not valid TOML: ")), "{error}");
    assert!(!error.contains(SECRET) && !error.contains('\n'), "{error}");
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_file() {
    let text = production("poll = { active = 1 }\nhandset = 1\nnonsense = 1").replace("\"production\"", "\"prod\"");
    let lines: Vec<_> = read(&text).unwrap_err().problems.iter().map(|problem| problem.line.unwrap()).collect();
    assert_eq!(lines, [4, 6, 7, 8]);
}

#[test]
fn without_the_environment_no_rule_of_production_is_told() {
    let text = production("headers = { X-Key = \"a\" }").replace("environment = \"production\"\n", "");
    let error = read(&text).unwrap_err();
    assert_eq!(error.problems.len(), 1, "{error}");
}

#[test]
fn harmless_headers_may_be_plain_on_production_and_are_shown() {
    let config = read(&production("headers = { User-Agent = \"acme\" }")).unwrap();
    assert!(config.show().contains("acme"));
}

#[test]
fn a_secret_file_is_found_and_refused_when_others_can_read_it() {
    let home = tempfile::tempdir().unwrap();
    let config = write(home.path(), "config.toml", 0o600, b"");
    let location = Location { path: config, named: Named::ByFlag };
    let here = surroundings(home.path());
    let open = write(home.path(), "open", 0o644, SECRET.as_bytes());
    for path in ["~/open", "open", open.to_str().unwrap()] {
        let text = production(&format!("headers = {{ X-Key = {{ file = \"{path}\" }} }}"));
        let error = parse(&text, &location, &here).unwrap_err().to_string();
        assert!(error.contains("config.toml:6: connections[0].headers.X-Key.file: "), "{error}");
        assert!(error.contains("0644") && error.contains("chmod 600"), "{error}");
        assert!(!error.contains(SECRET), "{error}");
    }
    write(home.path(), "closed", 0o600, format!("{SECRET}\n").as_bytes());
    for path in ["~/closed", "closed"] {
        let text = production(&format!("headers = {{ X-Key = {{ file = \"{path}\" }} }}"));
        let config = parse(&text, &location, &here).unwrap();
        assert_eq!(config.connections[0].headers[0].1.resolve().unwrap().expose_secret(), SECRET);
    }
}

#[test]
fn a_command_is_not_run_while_the_config_is_read() {
    let home = tempfile::tempdir().unwrap();
    let touched = home.path().join("touched");
    let text = production(&format!("headers = {{ X-Key = {{ command = [\"touch\", \"{}\"] }} }}", touched.display()));
    read(&text).unwrap();
    assert!(!touched.exists());
}

/// A folder as the example expects it, and the example with every setting switched on.
fn whole_example() -> (TempDir, Config) {
    let home = tempfile::tempdir().unwrap();
    write(home.path(), ".config/paytop/token", 0o600, SECRET.as_bytes());
    write(home.path(), ".config/paytop/ca.pem", 0o644, b"");
    let whole: Vec<_> = EXAMPLE.lines().map(|line| line.strip_prefix("#= ").unwrap_or(line)).collect();
    let config = parse(&whole.join("\n"), &location(), &surroundings(home.path())).unwrap_or_else(|e| panic!("{e}"));
    (home, config)
}

#[test]
fn the_example_is_sound_as_it_is_and_with_everything_switched_on() {
    let config = read(EXAMPLE).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(config.connections.len(), 1);
    assert_eq!(config.connections[0].info.environment, Environment::Sandbox);
    let (_home, whole) = whole_example();
    assert_eq!(whole.connections.len(), 4);
    assert_eq!(whole.connections[1].info.environment, Environment::Production);
    assert_eq!(whole.connections[1].headers.len(), 5);
    assert_eq!(whole.connections[2].info.provider, "paykassma");
    assert_eq!(whole.connections[3].info.provider, "yuansfer");
    assert!(!whole.keys.is_empty());
    assert!(whole.connections[1].info.limits.of(&Currency::inr()).is_some());
}

#[test]
fn the_example_has_every_key_there_is_with_its_default() {
    let (_home, whole) = whole_example();
    let at_default: Vec<_> = whole
        .settings()
        .iter()
        .filter(|s| s.key.starts_with("connections[1]") && s.origin == Origin::Default)
        .collect();
    // Only the handset stays out: no production connection has one.
    let keys: Vec<_> = at_default.iter().map(|setting| setting.key.as_str()).collect();
    assert_eq!(keys, ["connections[1].handset"]);
    for connection in &whole.connections[1..] {
        for own in connection.provider.settings {
            let set = connection.texts.contains_key(own.name) || connection.secrets.contains_key(own.name);
            assert!(set, "{} of {}", own.name, connection.provider.name);
        }
    }
    let elsewhere: Vec<_> =
        whole.settings().iter().filter(|s| !s.key.starts_with("conn") && s.origin == Origin::Default).collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
    assert!(
        whole.connections[1]
            .provider
            .operations
            .iter()
            .all(|operation| whole.connections[1].paths.contains_key(*operation))
    );
    // What the example calls a default is one.
    let bare = read(&production("")).unwrap();
    for part in [
        "poll.active",
        "poll.idle",
        "timeouts.connect",
        "timeouts.total",
        "otp.validity",
        "otp.cool_down",
        "max_body_mib",
    ] {
        let value = |config: &Config, at: usize| {
            let key = format!("connections[{at}].{part}");
            config.settings().iter().find(|setting| setting.key == key).unwrap().value.clone()
        };
        assert_eq!(value(&whole, 1), value(&bare, 0), "{part}");
    }
}

#[test]
fn a_connection_to_paykassma_has_its_own_settings_and_its_own_feed() {
    let own = "secret = { env = \"PAYTOP_API_KEY\" }\ntime_zone = \"Asia/Kolkata\"";
    let config = read(&paykassma(own)).unwrap();
    let [connection] = config.connections.as_slice() else { panic!("one connection") };
    assert_eq!(
        (connection.info.provider, connection.info.feeds.as_slice()),
        ("paykassma", &[FeedKind::Balances, FeedKind::Payouts][..])
    );
    assert_eq!(connection.texts.get("time_zone").map(String::as_str), Some("Asia/Kolkata"));
    assert_eq!(connection.secrets.keys().copied().collect::<Vec<_>>(), ["secret"]);
    let shown = config.show();
    for line in ["secret                env PAYTOP_API_KEY (redacted)", "private_key           not set"] {
        assert!(shown.lines().any(|shown| shown.contains(line)), "{shown}");
    }
    assert!(!shown.contains("otp.") && !shown.contains("paths") && !shown.contains(SECRET), "{shown}");
}

#[test]
fn a_connection_to_yuansfer_has_its_own_settings_and_asks_for_its_transfers() {
    let own =
        "merchant_no = \"202333\"\nstore_no = \"301854\"\ntoken = { env = \"PAYTOP_API_KEY\" }\nencoding = \"form\"";
    let config = read(&yuansfer(own)).unwrap();
    let [connection] = config.connections.as_slice() else { panic!("one connection") };
    assert_eq!((connection.info.provider, connection.info.feeds.as_slice()), ("yuansfer", &[FeedKind::Payouts][..]));
    let texts: Vec<_> = connection.texts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(texts, [("encoding", "form"), ("merchant_no", "202333"), ("store_no", "301854")]);
    assert_eq!(connection.secrets.keys().copied().collect::<Vec<_>>(), ["token"]);
    assert!(!config.show().contains(SECRET));
}

#[test]
fn what_is_shown_has_origins_and_no_secrets() {
    let text = sandbox(&format!(
        "headers = {{ X-Key = \"{SECRET}\", Authorization = {{ env = \"PAYTOP_API_KEY\" }} }}\npoll.active = \"2s\""
    ));
    let flags = Flags { read_only: true, theme: Some(ThemeChoice::Bundled("mono")) };
    let shown = read(&text).unwrap().with(flags).show();
    let expected = "\
# /home/asha/.config/paytop/config.toml (--config)
connections[0].name                   india-a                        config.toml:2
connections[0].provider               withdraw-tool                  config.toml:3
connections[0].environment            sandbox                        config.toml:4
connections[0].base_url               https://api.example.com        config.toml:5
connections[0].headers.X-Key          text in the config (redacted)  config.toml:6
connections[0].headers.Authorization  env PAYTOP_API_KEY (redacted)  config.toml:6
connections[0].paths                  as the API has them            default
connections[0].poll.active            2s                             config.toml:7
connections[0].poll.idle              30s                            default
connections[0].timeouts.connect       5s                             default
connections[0].timeouts.total         20s                            default
connections[0].otp.validity           5m                             default
connections[0].otp.cool_down          30s                            default
connections[0].limits                 none                           default
connections[0].max_body_mib           32                             default
connections[0].ca_file                the system's certificates      default
connections[0].read_only              true                           --read-only
connections[0].handset                false                          default
alerts.success_floor                  75 %                           default
alerts.stalled                        pace                           default
alerts.late                           2m                             default
alerts.runway                         2h                             default
alerts.stale                          2m                             default
alerts.down                           1m                             default
alerts.unconfirmed                    15m                            default
alerts.postbacks                      5                              default
alerts.limit                          80 %                           default
alerts.level                          warning                        default
alerts.bell                           false                          default
alerts.desktop                        off                            default
alerts.webhook                        none                           default
alerts.quiet                          never                          default
alerts.balance                        none                           default
store.url                             paytop.db in the data folder   default
postbacks.listen                      nowhere                        default
postbacks.max_body_kib                256                            default
postbacks.timeout                     10s                            default
postbacks.max_connections             64                             default
metrics.listen                        nowhere                        default
operator.name                         the system's user              default
ui.time_zone                          the system's                   default
ui.theme                              mono                           --theme
ui.glyphs                             as the terminal is             default
ui.motion                             full                           default
ui.grouping                           currency                       default
ui.start                              overview                       default
ui.mouse                              true                           default
ui.slow_unfocused                     true                           default
ui.lock_after                         never                          default
";
    assert_eq!(shown, expected);
    assert!(!shown.contains(SECRET));
    let debugged = format!("{:?}", read(&text).unwrap());
    assert!(!debugged.contains(SECRET), "{debugged}");
}

#[test]
fn alerts_are_set_and_switched_off_rule_by_rule() {
    let text = "[alerts]\nsuccess_floor = 90\nstalled = \"5m\"\nlate = \"off\"\nrunway = \"90m\"\nstale = \"30s\"\n\
        down = \"off\"\nunconfirmed = \"1h\"\npostbacks = \"off\"\nlimit = \"off\"\nlevel = \"bad\"\nbell = true\n\
        desktop = \"osc777\"\n[alerts.quiet]\nfrom = \"22:30\"\nto = \"06:15\"\nurgent = true\n\
        [alerts.webhook]\nurl = \"https://hooks.example.com/correct-horse-battery\"\n";
    let config = read(text).unwrap();
    let (minutes, off) = (|minutes| Some(SignedDuration::from_mins(minutes)), None);
    let expected = AlertSettings {
        success_floor: Some(Ratio::from_basis_points(9_000)),
        stalled: Stalled::After(SignedDuration::from_mins(5)),
        late: off,
        runway: minutes(90),
        stale: Some(SignedDuration::from_secs(30)),
        down: off,
        unconfirmed: minutes(60),
        postbacks: None,
        limit: None,
        level: Level::Bad,
        bell: true,
        desktop: Some(DesktopKind::Osc777),
        webhook: true,
        quiet: Some(QuietHours { from: "22:30".parse().unwrap(), to: "06:15".parse().unwrap(), urgent: true }),
    };
    assert_eq!(config.alerts.settings, expected);
    let shown = config.show();
    for line in ["alerts.late  off", "alerts.stalled  5m", "alerts.success_floor  90 %", "alerts.quiet.from  22:30"] {
        let (key, value) = line.split_once("  ").unwrap();
        assert!(shown.lines().any(|line| line.starts_with(key) && line.contains(value)), "{key}: {shown}");
    }
    // The address of a chat is a secret.
    assert!(shown.contains("https://hooks.example.com/") && !shown.contains(SECRET), "{shown}");
    assert!(!format!("{config:?}").contains(SECRET));
    assert_eq!(read("").unwrap().alerts.settings, AlertSettings::default());
}

#[test]
fn what_is_shown_cannot_harm_the_terminal() {
    let shown = read("[keys.\"a\\u001b[2J\"]\n\"b\\u0007\" = \"c\\u001b]0;x\\u0007\"\n").unwrap().show();
    assert!(!shown.contains(['\x1b', '\x07']), "{shown:?}");
}

#[test]
fn what_the_operator_is_used_to_is_read() {
    let ui = read("").unwrap().ui;
    assert!(ui.mouse && ui.slow_unfocused && ui.lock_after.is_none());
    let ui = read("[ui]\nmouse = false\nslow_unfocused = false\nlock_after = \"10m\"\n").unwrap().ui;
    assert!(!ui.mouse && !ui.slow_unfocused);
    assert_eq!(ui.lock_after, Some(Duration::from_mins(10)));
    let error = read("[ui]\nmouse = \"no\"\nlock_after = \"1s\"\n").unwrap_err().to_string();
    assert!(error.contains(":2: ui.mouse:") && error.contains(":3: ui.lock_after:"), "{error}");
}

#[test]
fn the_read_only_flag_holds_for_every_connection() {
    let text = format!("{}{}", production("read_only = false"), sandbox("").replace("india-a", "b"));
    let config = read(&text).unwrap().with(Flags { read_only: true, theme: None });
    assert!(config.connections.iter().all(|connection| connection.info.read_only));
}

#[test]
fn a_file_that_was_named_has_to_be_there_and_the_platform_s_need_not() {
    let folder = tempfile::tempdir().unwrap();
    let here = surroundings(folder.path());
    let at = |named| load(&Location { path: folder.path().join("config.toml"), named }, &here);
    assert!(at(Named::ByPlatform).unwrap().is_none());
    for (named, word) in [(Named::ByFlag, "--config"), (Named::ByVariable, "PAYTOP_CONFIG")] {
        let error = at(named).unwrap_err().to_string();
        assert!(error.contains(word) && error.contains("config.toml"), "{error}");
    }
}

#[test]
fn what_is_no_readable_text_file_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let here = surroundings(folder.path());
    let told = |path: &Path| {
        let location = Location { path: path.into(), named: Named::ByPlatform };
        load(&location, &here).unwrap_err().to_string()
    };
    assert!(told(folder.path()).contains("no regular file"));
    let bytes = write(folder.path(), "bytes.toml", 0o600, b"[ui]\n# \xff\n");
    assert!(told(&bytes).contains("bytes.toml:2: expected UTF-8"), "{}", told(&bytes));
    let large = write(folder.path(), "large.toml", 0o600, &vec![b'#'; 1024 * 1024 + 1]);
    assert!(told(&large).contains("at most 1024 KiB"), "{}", told(&large));
    let within = write(&folder.path().join("a"), "b", 0o600, b"").join("config.toml");
    assert!(told(&within).contains("cannot read"), "{}", told(&within));
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC*") {
        let _ = read(&text);
    }

    #[test]
    fn no_value_anywhere_panics_or_shows_a_secret(
        key in prop::sample::select(vec![
            "name", "provider", "environment", "base_url", "headers", "headers.X", "paths", "paths.accounts", "poll",
            "poll.active", "timeouts.total", "otp.validity", "max_body_mib", "ca_file", "read_only", "handset", "limits",
            "limits.INR", "limits.INR.largest", "limits.INR.per_hour",
        ]),
        value in prop::sample::select(vec![
            "1", "-1", "1.5", "true", "[]", "[1]", "{}", "{ a = 1 }", "\"\"", "\"\\u0000\"", "1979-05-27", "{ env = \"\\u0000\" }",
            "{ file = \"\\u0000\" }", "{ command = [\"\\u0000\"] }", "{ keyring = \"/\" }", "\"correct-horse-battery\"",
            "0x7fffffffffffffff", "99999999999999999999", "inf", "{ file = 1 }", "{ env = {} }", "{ command = [[]] }",
        ]),
        production in any::<bool>(),
    ) {
        let environment = if production { "production" } else { "sandbox" };
        let rest = ["name = \"a\"", "provider = \"withdraw-tool\"", &format!("environment = \"{environment}\""), "base_url = \"https://x.example\""]
            .into_iter().filter(|line| !line.starts_with(&format!("{key} "))).collect::<Vec<_>>().join("\n");
        let text = format!("[[connections]]\n{rest}\n{key} = {value}\n");
        match read(&text) {
            // Names and paths are no secrets; headers are.
            Ok(config) => prop_assert!(key != "headers.X" || !config.show().contains(SECRET)),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}
