//! What is asked before something is settled, and what an answer does.

use jiff::Timestamp;
use rstest::rstest;

use super::super::console::Script;
use super::super::{Cli, Command, Headless};
use super::*;
use crate::config::{Location, Named, Surroundings, parse};
use crate::domain::{ChangeKind, ConnectionId, Environment, Event, Intent, IntentId, IntentState, Limits, Money, Told};
use crate::store::{Begun, RunId, Store, Terms};

fn config(folder: &std::path::Path) -> Config {
    let text = format!(
        "[store]\nurl = \"sqlite://{}/paytop.db\"\n[operator]\nname = \"asha\"\n[ui]\ntime_zone = \"Asia/Kolkata\"\n",
        folder.display()
    );
    let location = Location { path: "/etc/c.toml".into(), named: Named::ByFlag };
    parse(&text, &location, &Surroundings::new(|_| None, None, None)).unwrap()
}

/// A journal with one unconfirmed order of ravi's.
async fn unconfirmed(folder: &std::path::Path) -> std::sync::Arc<dyn Store> {
    let at: Timestamp = "2026-11-20T08:35:09Z".parse().unwrap();
    let url = format!("sqlite://{}/paytop.db", folder.display());
    let store = crate::store::open(&url, RunId::new(at, [7; 10])).unwrap();
    let intent = Intent {
        id: IntentId::new(at, [0x17; 10]),
        connection: ConnectionId::new("india-a"),
        environment: Environment::Production,
        kind: ChangeKind::CreateOrder,
        account: Some("a2".into()),
        title: String::new(),
        amount: Some(Money::inr(500.into())),
        wanted: None,
        words: "withdraw INR 500.00".into(),
        operator: "ravi".into(),
        shown: Vec::new(),
        request: Vec::new(),
        timeline: vec![Event { at, state: IntentState::Planned }],
    };
    let terms = Terms { limits: Limits::default(), today: at, despite: Vec::new(), of_batch: None };
    assert_eq!(store.begin(&intent, &terms, at).await, Ok(Begun::Sent));
    let state = IntentState::Unconfirmed(Told::plain("no answer within 20 s"));
    assert_eq!(store.record(intent.id, &Event { at, state }).await, Ok(true));
    store
}

async fn run(folder: &std::path::Path, script: &mut Script, line: &[&str]) -> Exit {
    let cli = <Cli as clap::Parser>::try_parse_from(line).unwrap_or_else(|error| panic!("{error}"));
    let Some(Command::Headless(Headless::Journal(journal))) = cli.command else { panic!("no journal command") };
    journal.run(Some(&config(folder)), script).await
}

const HAPPENED: &[&str] = &["paytop", "journal", "settle", "171717", "--happened", "UTR55"];
const DID_NOT: &[&str] = &["paytop", "journal", "settle", "171717", "--did-not", "--reason", "not on the statement"];

#[rstest]
#[case(HAPPENED, &["it HAPPENED, with the reference UTR55", "trying again would be a second time"])]
#[case(DID_NOT, &["it did NOT happen and never will", "counts as spent no longer"])]
#[tokio::test]
async fn the_question_says_everything_and_no_is_no(#[case] line: &[&str], #[case] words: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let store = unconfirmed(folder.path()).await;
    for answer in ["n", "", "maybe"] {
        let mut script = Script { interactive: true, answers: [answer].into(), ..Script::default() };
        assert_eq!(run(folder.path(), &mut script, line).await, Exit::Usage);
        let always = [
            "india-a (production)",
            "intent 171717",
            "decided on 2026-11-20 14:05:09 IST by ravi",
            "withdraw INR 500.00 at a2",
            "no answer within 20 s",
            "as asha",
            "[y/N]",
            "nothing was written down",
        ];
        for words in words.iter().chain(&always) {
            assert!(script.said.contains(words), "{words}: {}", script.said);
        }
    }
    assert!(store.find("171717").await.unwrap()[0].is_unconfirmed());
}

#[tokio::test]
async fn a_yes_settles_it_in_the_name_of_who_said_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = unconfirmed(folder.path()).await;
    let mut script = Script { interactive: true, answers: ["y"].into(), ..Script::default() };
    assert_eq!(run(folder.path(), &mut script, DID_NOT).await, Exit::Done);
    let IntentState::Settled(settlement) = store.find("171717").await.unwrap()[0].state().clone() else {
        panic!("{}", script.said)
    };
    assert_eq!((settlement.happened, settlement.by.as_str()), (Some(false), "asha"));
    assert_eq!(settlement.evidence, "not on the statement");
    // It is settled once: no question is asked about it again.
    let mut script = Script { interactive: true, ..Script::default() };
    assert_eq!(run(folder.path(), &mut script, HAPPENED).await, Exit::Refused);
    assert!(!script.said.contains("[y/N]"), "{}", script.said);
}
