//! What a person at a terminal is asked before money goes out, against a provider that is played.

use std::path::Path;
use std::sync::{Arc, Mutex};

use clap::Parser;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use rstest::rstest;

use super::super::acting::Acting;
use super::super::console::Script;
use super::super::{Cli, Command, Connect, Exit, Headless};
use crate::config::{Config, ConnectionConfig, Location, Named, Surroundings, parse};
use crate::domain::{Change, Fault, Intent, IntentId, Outcome, Read, Receipt, WithdrawalRequest};
use crate::providers::{Answer, Changes, Client, Reads};
use crate::store::{self, RunId};

const NUMBER: &str = "1950478885";
const CREATE: &str = "paytop paykassma withdrawal create imps_ib --amount 1,200 --currency INR --label 9123456789 \
                      --account-name Asha --bank-code MAHB0001821";

/// A provider that takes on whatever it is sent.
#[derive(Default)]
struct Played(Mutex<Vec<Change>>);

impl Reads for Played {
    fn read<'a>(&'a self, _: &'a Read) -> BoxFuture<'a, Result<Answer, Fault>> {
        async { Err(Fault::Unsupported) }.boxed()
    }
}

impl Changes for Played {
    fn change<'a>(&'a self, intent: IntentId, change: &'a Change) -> BoxFuture<'a, Outcome> {
        self.0.lock().unwrap().push(change.clone());
        async move { Outcome::Done(Receipt::WithdrawalTaken { id: intent.to_string().into() }) }.boxed()
    }
}

struct To(Arc<Played>);

impl Connect for To {
    fn open(&self, _: &ConnectionConfig) -> Result<Client, Fault> {
        Ok(Client {
            reads: Arc::clone(&self.0) as Arc<dyn Reads>,
            changes: Some(Arc::clone(&self.0) as Arc<dyn Changes>),
        })
    }

    fn describe(&self, _: &ConnectionConfig, _: &Change) -> (String, serde_json::Value) {
        ("/x".into(), serde_json::Value::Null)
    }
}

fn config(limits: &str) -> Config {
    let text = format!(
        "[[connections]]\nname = \"shop\"\nprovider = \"paykassma\"\nenvironment = \"production\"\n\
         base_url = \"https://api.example.com\"\nsecret = {{ env = \"SECRET\" }}\n{limits}"
    );
    let location = Location { path: Path::new("config.toml").into(), named: Named::ByFlag };
    parse(&text, &location, &Surroundings::new(|_| Some("a secret".into()), None, None)).unwrap()
}

fn acting(folder: &Path) -> Acting {
    let run = RunId::new(jiff::Timestamp::UNIX_EPOCH, std::array::from_fn(|_| fastrand::u8(..)));
    let store = store::open(&format!("sqlite://{}", folder.join("paytop.db").display()), run).unwrap();
    Acting::with(store, "asha".into(), jiff::tz::TimeZone::UTC)
}

struct Ended {
    exit: Exit,
    said: String,
    sent: Vec<WithdrawalRequest>,
    journalled: Vec<Intent>,
}

/// The line typed at a terminal, with these answers to what is asked.
async fn typed(line: &str, limits: &str, answers: &[&'static str]) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    let cli = Cli::try_parse_from(line.split_whitespace()).unwrap_or_else(|error| panic!("{error}"));
    let Some(Command::Headless(Headless::Paykassma(paykassma))) = cli.command else { panic!("another command") };
    let played = Arc::new(Played::default());
    let mut script = Script { interactive: true, answers: answers.iter().copied().collect(), ..Script::default() };
    let exit = paykassma.run(&config(limits), &To(Arc::clone(&played)), &acting(folder.path()), &mut script).await;
    let journalled = acting(folder.path()).journal.store().intents(None, None).await.unwrap();
    let changes = played.0.lock().unwrap().clone();
    let sent = changes.iter().map(|change| match change {
        Change::CreateWithdrawal(request) => (**request).clone(),
        change => panic!("{change:?}"),
    });
    let sent = sent.collect();
    assert!(!script.said.contains(NUMBER) && !script.printed().contains(NUMBER), "{}", script.said);
    Ended { exit, said: script.said, sent, journalled }
}

#[rstest]
#[case("", "It is REAL: money goes out.", false)]
#[case("--test", "It is a TEST: no money goes out.", true)]
#[tokio::test]
async fn the_question_says_in_full_what_will_happen(#[case] flag: &str, #[case] words: &str, #[case] test: bool) {
    let ended = typed(&format!("{CREATE} {flag}"), "", &[NUMBER, "y"]).await;
    assert_eq!((ended.exit, ended.sent.len()), (Exit::Done, 1), "{}", ended.said);
    let shown =
        ["shop", "PRODUCTION", "api.example.com", "INR 1,200.00", "imps_ib", "••••••8885", "Asha", "MAHB0001821"];
    for part in shown.into_iter().chain([words, "for the user ••••••6789"]) {
        assert!(ended.said.contains(part), "{part}: {}", ended.said);
        let kept = ended.journalled[0].shown.join(" ");
        assert!(kept.contains(part), "{part} was shown, and is not in the journal: {kept}");
    }
    assert_eq!(ended.sent[0].is_test, test);
    assert_eq!(ended.sent[0].account_number.as_ref().unwrap().full(), NUMBER);
    // Its id is the intent's.
    assert!(ended.said.contains(&ended.journalled[0].id.to_string()), "{}", ended.said);
}

#[rstest]
#[case(&[NUMBER, "n"])]
#[case(&[NUMBER, ""])]
#[case(&[NUMBER])]
#[case(&[""])]
#[case(&[])]
#[tokio::test]
async fn anything_but_a_yes_sends_nothing(#[case] answers: &[&'static str]) {
    let ended = typed(CREATE, "", answers).await;
    assert_eq!((ended.exit, ended.sent.len(), ended.journalled.len()), (Exit::Usage, 0, 0), "{}", ended.said);
}

#[tokio::test]
async fn whoever_typed_something_wrong_hears_it_before_they_are_asked() {
    let ended = typed(&CREATE.replace("MAHB0001821", "MAHB"), "", &[]).await;
    assert_eq!((ended.exit, ended.sent.len()), (Exit::Usage, 0));
    assert!(ended.said.contains("  bank_details.bank_code: "), "{}", ended.said);
    assert!(!ended.said.contains("account number"), "{}", ended.said);
    // And what is wrong with what they are asked for, after that.
    let ended = typed(CREATE, "", &["19504-78885"]).await;
    assert_eq!((ended.exit, ended.sent.len()), (Exit::Usage, 0));
    assert!(ended.said.contains("  account_number: digits alone"), "{}", ended.said);
}

#[tokio::test]
async fn a_large_amount_is_typed_once_more() {
    let limits = "[connections.limits.INR]\ntype_from = 1000\n";
    for (again, sent) in [("120", 0), ("", 0), ("1200", 1), ("1,200.00", 1)] {
        let ended = typed(CREATE, limits, &[NUMBER, "y", again]).await;
        assert_eq!(ended.sent.len(), sent, "{again}: {}", ended.said);
    }
    let ended = typed(CREATE, "[connections.limits.INR]\nlargest = 1000\n", &[NUMBER, "y"]).await;
    assert_eq!((ended.exit, ended.sent.len()), (Exit::Usage, 0));
    assert!(ended.said.contains("INR 1,000.00") && !ended.said.contains("[y/N]"), "{}", ended.said);
    assert_eq!(ended.journalled[0].state().word(), "rejected");
}

#[tokio::test]
async fn ids_are_not_waited_for_where_a_person_sits() {
    for line in ["paytop paykassma withdrawal status", "paytop paykassma orders --type deposit"] {
        let ended = typed(line, "", &[]).await;
        assert_eq!(ended.exit, Exit::Usage);
        assert!(ended.said.contains("one a line"), "{}", ended.said);
    }
}
