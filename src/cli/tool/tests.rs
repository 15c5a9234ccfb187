//! The verbs against a provider that is played: what is asked, what is sent, what is printed and how it ends.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clap::Parser;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use rstest::rstest;
use secrecy::ExposeSecret;

use super::super::acting::Acting;
use super::super::console::Script;
use super::super::{Cli, Command, Connect, Exit, Headless};
use crate::config::{Config, ConnectionConfig, Location, Named, Surroundings, parse};
use crate::domain::{
    Account, AuthStatus, Change, CollectionType, Currency, Data, Fault, Intent, IntentId, Limit, Limits, Outcome,
    Phase, Phone, Read, Receipt, Rows, Text, UpiId,
};
use crate::providers::{Answer, Changes, Client, Reads};
use crate::store::{self, RunId};

/// A provider with the accounts a17 (UPI) and a2 (CARD), which answers changes as it is told to.
#[derive(Default)]
struct Played {
    outcome: Mutex<Option<Outcome>>,
    fault: Option<Fault>,
    /// What `accounts` answers, one after the other; the last for ever.
    changing: Mutex<Vec<Result<Vec<Account>, Fault>>>,
    sent: Mutex<Vec<Change>>,
}

fn account(id: &str, collection: CollectionType) -> Account {
    Account {
        id: id.into(),
        collection,
        tool: "PHONEPE".into(),
        phone: Phone::new("9876543210"),
        status: Some(AuthStatus::Authorized),
        enabled: false,
        otp_auth: true,
        sms_auth: true,
        task: None,
    }
}

fn both() -> Vec<Account> {
    vec![account("a17", CollectionType::Upi), account("a2", CollectionType::Card)]
}

impl Reads for Played {
    fn read<'a>(&'a self, read: &'a Read) -> BoxFuture<'a, Result<Answer, Fault>> {
        let data = match (read, &self.fault) {
            (_, Some(fault)) => Err(fault.clone()),
            (Read::Accounts, _) => {
                let mut queue = self.changing.lock().unwrap();
                let rows = if queue.is_empty() { Ok(both()) } else { queue.remove(0) };
                rows.map(|rows| Data::Accounts(rows.into()))
            }
            (Read::UpiIds { .. }, _) => {
                let bad = vec![Text::new("row 2 of 9876543210 is a number")];
                Ok(Data::UpiIds(Rows { rows: vec![UpiId::new("9876543210@ybl")], bad }))
            }
            (Read::Tools, _) => Ok(Data::Tools(Rows::default())),
            _ => Err(Fault::Unsupported),
        };
        async move { data.map(|data| Answer { data, date: None }) }.boxed()
    }
}

impl Changes for Played {
    fn change<'a>(&'a self, _intent: IntentId, change: &'a Change) -> BoxFuture<'a, Outcome> {
        self.sent.lock().unwrap().push(change.clone());
        let outcome = self.outcome.lock().unwrap().clone().unwrap_or(Outcome::Done(Receipt::Nothing));
        async move { outcome }.boxed()
    }
}

struct To(Arc<Played>);

impl Connect for To {
    fn open(&self, connection: &ConnectionConfig) -> Result<Client, Fault> {
        let changes = (!connection.info.read_only).then(|| Arc::clone(&self.0) as Arc<dyn Changes>);
        Ok(Client { reads: Arc::clone(&self.0) as Arc<dyn Reads>, changes })
    }

    fn describe(&self, _connection: &ConnectionConfig, change: &Change) -> (String, serde_json::Value) {
        ("/api/x".into(), serde_json::json!({ "payAccountId": change.account().map(|id| id.as_str().to_owned()) }))
    }
}

fn config(environment: &str, names: &[&str]) -> Config {
    read(&connections(environment, names))
}

fn connections(environment: &str, names: &[&str]) -> String {
    names
        .iter()
        .map(|name| {
            format!(
                "[[connections]]\nname = \"{name}\"\nprovider = \"withdraw-tool\"\nenvironment = \"{environment}\"\n\
                 base_url = \"https://api.example.com\"\n"
            )
        })
        .collect::<Vec<_>>()
        .concat()
}

fn read(text: &str) -> Config {
    let location = Location { path: Path::new("config.toml").into(), named: Named::ByFlag };
    parse(text, &location, &Surroundings::new(|_| None, None, None)).unwrap()
}

/// An operator with a journal in this folder.
fn acting(folder: &Path) -> Acting {
    let run = RunId::new(jiff::Timestamp::UNIX_EPOCH, std::array::from_fn(|_| fastrand::u8(..)));
    let store = store::open(&format!("sqlite://{}", folder.join("paytop.db").display()), run).unwrap();
    Acting::with(store, "asha".into(), jiff::tz::TimeZone::UTC)
}

/// What became of a command line.
struct Ended {
    exit: Exit,
    printed: String,
    said: String,
    sent: Vec<Change>,
}

async fn run_on(config: &Config, played: Played, script: Script, line: &str) -> Ended {
    run_in(tempfile::tempdir().unwrap().path(), config, played, script, line).await
}

/// The same, with the journal in this folder.
async fn run_in(folder: &Path, config: &Config, played: Played, mut script: Script, line: &str) -> Ended {
    let cli = Cli::try_parse_from(line.split_whitespace()).unwrap_or_else(|error| panic!("{error}"));
    let Some(Command::Headless(Headless::Tool(tool))) = cli.command else { panic!("no tool command") };
    let config = config.clone().with(cli.global.flags(&Surroundings::new(|_| None, None, None)).unwrap());
    let played = Arc::new(played);
    let exit = tool.run(&config, &To(Arc::clone(&played)), &acting(folder), &mut script).await;
    let sent = played.sent.lock().unwrap().clone();
    Ended { exit, printed: script.printed().to_owned(), said: script.said, sent }
}

async fn run(played: Played, answers: &[&'static str], line: &str) -> Ended {
    let script = Script { interactive: false, answers: answers.iter().copied().collect(), ..Script::default() };
    run_on(&config("sandbox", &["india-a"]), played, script, line).await
}

fn answering(outcome: Outcome) -> Played {
    Played { outcome: Mutex::new(Some(outcome)), ..Played::default() }
}

#[tokio::test]
async fn without_a_terminal_nothing_is_changed_without_yes() {
    for verb in [
        "enable a17",
        "disable a17",
        "deauthorize a17",
        "upi set a17 x@y",
        "otp send a17",
        "order create a2 --amount 5",
    ] {
        let ended = run(Played::default(), &[], &format!("paytop tool {verb}")).await;
        assert_eq!((ended.exit, ended.sent.len()), (Exit::Usage, 0), "{verb}");
        assert!(ended.said.contains("--yes"), "{}", ended.said);
        let ended = run(Played::default(), &[], &format!("paytop tool {verb} --yes")).await;
        assert_eq!((ended.exit, ended.sent.len()), (Exit::Done, 1), "{verb}: {}", ended.said);
    }
}

#[rstest]
#[case("y", Exit::Done, 1)]
#[case("n", Exit::Usage, 0)]
#[case("", Exit::Usage, 0)]
#[tokio::test]
async fn on_a_terminal_it_asks_and_says_what_will_happen(
    #[case] answer: &'static str,
    #[case] exit: Exit,
    #[case] sent: usize,
) {
    let script = Script { interactive: true, answers: [answer].into(), ..Script::default() };
    let line = "paytop tool order create a2 --amount 1,500.50";
    let ended = run_on(&config("sandbox", &["india-a"]), Played::default(), script, line).await;
    assert_eq!((ended.exit, ended.sent.len()), (exit, sent));
    for words in ["india-a", "sandbox", "INR 1,500.50", "a2", "••••••3210"] {
        assert!(ended.said.contains(words), "{words}: {}", ended.said);
    }
}

#[rstest]
#[case(Outcome::Done(Receipt::Nothing), Exit::Done, "done")]
#[case(Outcome::from_fault(Fault::Refused { code: "8001".into(), text: "no OTP".into() }), Exit::Refused, "paytop tool otp send a17")]
#[case(Outcome::from_fault(Fault::Refused { code: "8002".into(), text: "no SMS".into() }), Exit::Refused, "paytop tool sms send a17")]
#[case(Outcome::from_fault(Fault::Unreachable("refused".into())), Exit::Unreachable, "not sent")]
#[case(Outcome::from_fault(Fault::Timeout { phase: Phase::Answering, after: Duration::from_secs(20) }), Exit::Unknown, "may have been done")]
#[tokio::test]
async fn each_outcome_has_its_words_and_its_exit(#[case] outcome: Outcome, #[case] exit: Exit, #[case] words: &str) {
    let ended = run(answering(outcome), &[], "paytop tool enable a17 --yes").await;
    assert_eq!(ended.exit, exit);
    assert!(ended.said.contains(words), "{}", ended.said);
    assert_eq!(ended.sent.len(), 1);
}

#[tokio::test]
async fn json_tells_the_outcome_on_standard_output() {
    let refused = Fault::Refused { code: "8001".into(), text: "not for 9876543210".into() };
    let ended = run(answering(Outcome::from_fault(refused)), &[], "paytop tool enable a17 --yes -o json").await;
    let printed: serde_json::Value = serde_json::from_str(&ended.printed).unwrap();
    assert_eq!(printed, serde_json::json!({"outcome": "rejected", "errCode": "8001", "errMsg": "not for ••••••3210"}));
    let sent = Outcome::Done(Receipt::OtpSent { session: "s1".into() });
    let ended = run(answering(sent), &[], "paytop tool otp send a17 --yes -o json").await;
    let printed: serde_json::Value = serde_json::from_str(&ended.printed).unwrap();
    assert_eq!(printed["sessionId"], "s1");
}

#[tokio::test]
async fn an_sms_session_is_printed_with_all_that_is_needed() {
    let receipt =
        Receipt::SmsStarted { session: "s1".into(), target: Phone::new("9000000001"), text: "AUTH 42".into() };
    let ended = run(answering(Outcome::Done(receipt)), &[], "paytop tool sms send a17 --yes").await;
    for words in ["s1", "9000000001", "AUTH 42"] {
        assert!(ended.printed.contains(words), "{}", ended.printed);
    }
    // The phone was the account's own.
    assert!(matches!(&ended.sent[..], [Change::StartSms { phone, .. }] if phone.full() == "9876543210"));
}

#[tokio::test]
async fn codes_and_pins_come_from_standard_input_and_are_never_printed() {
    let ended = run(Played::default(), &["123456"], "paytop tool otp confirm a17 --session s1 --yes").await;
    let [Change::ConfirmOtp { code, session, .. }] = &ended.sent[..] else { panic!("{}", ended.said) };
    assert_eq!((code.expose_secret(), session.as_str()), ("123456", "s1"));
    assert!(!ended.said.contains("123456") && !ended.printed.contains("123456"));
    let line = "paytop tool account save --collection upi --type PHONEPE --phone 9123456789 --yes";
    let ended = run(Played::default(), &["4321"], line).await;
    let [Change::SaveAccount(draft)] = &ended.sent[..] else { panic!("{}", ended.said) };
    assert_eq!(draft.pin.as_ref().unwrap().expose_secret(), "4321");
    assert!(draft.account_number.is_none());
    assert!(!ended.said.contains("4321") && !ended.said.contains("9123456789"), "{}", ended.said);
}

#[tokio::test]
async fn without_a_code_nothing_is_sent() {
    for answers in [&[][..], &[""]] {
        let ended = run(Played::default(), answers, "paytop tool otp confirm a17 --session s1 --yes").await;
        assert_eq!((ended.exit, ended.sent.len()), (Exit::Usage, 0));
    }
}

#[tokio::test]
async fn an_update_sends_only_what_was_given() {
    let ended = run(Played::default(), &[], "paytop tool account save a17 --phone 9123456789 --yes").await;
    let [Change::SaveAccount(draft)] = &ended.sent[..] else { panic!("{}", ended.said) };
    assert_eq!(draft.collection, CollectionType::Upi);
    assert_eq!(draft.phone.full(), "9123456789");
    assert!(draft.pin.is_none() && draft.tool.is_none() && draft.name.is_none() && draft.ifsc.is_none());
}

#[rstest]
#[case("--collection upi --phone 98", "--type")]
#[case("--collection card --phone 98 --name A", "--ifsc")]
#[case("--collection upi --phone 98 --type PHONEPE --ifsc X", "CARD")]
#[case("a2 --ask-pin", "UPI")]
#[tokio::test]
async fn accounts_the_document_does_not_know_are_refused(#[case] flags: &str, #[case] words: &str) {
    let ended = run(Played::default(), &["1"], &format!("paytop tool account save {flags} --yes")).await;
    assert_eq!((ended.exit, ended.sent.len()), (Exit::Usage, 0));
    assert!(ended.said.contains(words), "{}", ended.said);
}

#[tokio::test]
async fn orders_go_to_card_accounts_that_are_there() {
    for (id, words) in [("a17", "only CARD accounts"), ("a99", "no account a99")] {
        let ended = run(Played::default(), &[], &format!("paytop tool order create {id} --amount 5 --yes")).await;
        assert_eq!((ended.exit, ended.sent.len()), (Exit::Usage, 0));
        assert!(ended.said.contains(words), "{}", ended.said);
    }
    let line = "paytop tool order create a2 --amount 5 --yes";
    let ended = run_on(&config("production", &["india-a"]), Played::default(), Script::default(), line).await;
    assert_eq!((ended.exit, ended.sent.len()), (Exit::Done, 1), "{}", ended.said);
}

#[tokio::test]
async fn an_order_whose_answer_was_lost_is_sent_once() {
    let lost = Outcome::from_fault(Fault::ConnectionLost("reset".into()));
    let ended = run(answering(lost), &[], "paytop tool order create a2 --amount 5 --yes").await;
    assert_eq!((ended.exit, ended.sent.len()), (Exit::Unknown, 1));
}

/// A day at the command line: several orders at one journal.
struct Day {
    folder: tempfile::TempDir,
    config: Config,
}

impl Day {
    fn with(limit: Limit) -> Self {
        let mut config = config("production", &["india-a"]);
        config.connections[0].info.limits = Limits::default().with(Currency::inr(), limit);
        Self { folder: tempfile::tempdir().unwrap(), config }
    }

    async fn order(&self, outcome: Outcome, script: Script, flags: &str) -> Ended {
        let line = format!("paytop tool order create a2 {flags}");
        run_in(self.folder.path(), &self.config, answering(outcome), script, &line).await
    }

    async fn intents(&self) -> Vec<Intent> {
        acting(self.folder.path()).journal.store().intents(None, None).await.unwrap()
    }
}

fn done() -> Outcome {
    Outcome::Done(Receipt::Nothing)
}

fn lost() -> Outcome {
    Outcome::from_fault(Fault::ConnectionLost("reset".into()))
}

fn typing(answers: &[&'static str]) -> Script {
    Script { interactive: true, answers: answers.iter().copied().collect(), ..Script::default() }
}

#[tokio::test]
async fn an_order_like_an_unconfirmed_one_must_name_it() {
    let day = Day::with(Limit::default());
    assert_eq!(day.order(lost(), Script::default(), "--amount 5 --yes").await.exit, Exit::Unknown);
    let first: &'static str = Box::leak(day.intents().await[0].id.short().into_boxed_str());
    let ended = day.order(done(), Script::default(), "--amount 5.00 --yes").await;
    assert_eq!((ended.exit, ended.sent.len()), (Exit::Usage, 0));
    assert!(ended.said.contains(first) && ended.said.contains("second one"), "{}", ended.said);
    // Another amount is another order.
    assert_eq!(day.order(done(), Script::default(), "--amount 6 --yes").await.exit, Exit::Done);
    let ended = day.order(done(), Script::default(), &format!("--amount 5 --yes --despite {first}")).await;
    assert_eq!((ended.exit, ended.sent.len()), (Exit::Done, 1), "{}", ended.said);
    // At a terminal its name is asked for, and nothing else will do.
    let ended = day.order(done(), typing(&["y", "yes"]), "--amount 5").await;
    assert_eq!((ended.exit, ended.sent.len()), (Exit::Usage, 0), "{}", ended.said);
    let ended = day.order(done(), typing(&["y", first]), "--amount 5").await;
    assert_eq!((ended.exit, ended.sent.len()), (Exit::Done, 1), "{}", ended.said);
    let shown = day.intents().await.last().unwrap().shown.join(" ");
    assert!(shown.contains(first), "the journal keeps that it was sent despite the first: {shown}");
}

#[tokio::test]
async fn a_large_amount_is_asked_for_once_more() {
    let day = Day::with(Limit { type_from: Some(10_000.into()), ..Limit::default() });
    assert_eq!(day.order(done(), Script::default(), "--amount 9999.99 --yes").await.sent.len(), 1);
    let ended = day.order(done(), Script::default(), "--amount 10000 --yes").await;
    assert_eq!((ended.exit, ended.sent.len()), (Exit::Usage, 0));
    assert!(ended.said.contains("--amount-again"), "{}", ended.said);
    for (again, sent) in [("1000", 0), ("10,000.00", 1)] {
        let ended = day.order(done(), Script::default(), &format!("--amount 10000 --yes --amount-again {again}")).await;
        assert_eq!(ended.sent.len(), sent, "{again}: {}", ended.said);
    }
    for (typed, sent) in [("100000", 0), ("", 0), ("10000", 1)] {
        let ended = day.order(done(), typing(&["y", typed]), "--amount 10000").await;
        assert_eq!(ended.sent.len(), sent, "{typed}: {}", ended.said);
    }
}

#[tokio::test]
async fn what_breaks_a_limit_is_refused_with_the_figure_and_journalled() {
    let day = Day::with(Limit { largest: Some(500.into()), per_day: Some(700.into()), ..Limit::default() });
    let ended = day.order(done(), Script::default(), "--amount 500.01 --yes").await;
    assert_eq!((ended.exit, ended.sent.len()), (Exit::Usage, 0));
    assert!(ended.said.contains("INR 500.00"), "{}", ended.said);
    assert_eq!(day.order(lost(), Script::default(), "--amount 500 --yes").await.exit, Exit::Unknown);
    let ended = day.order(done(), Script::default(), "--amount 201 --yes").await;
    assert_eq!((ended.exit, ended.sent.len()), (Exit::Usage, 0), "what is unconfirmed counts");
    assert!(ended.said.contains("INR 200.00 is left"), "{}", ended.said);
    assert_eq!(day.order(done(), Script::default(), "--amount 200 --yes").await.exit, Exit::Done);
    let words: Vec<_> = day.intents().await.iter().map(|intent| intent.state().word()).collect();
    assert_eq!(words, ["rejected", "unconfirmed", "rejected", "done"]);
}

#[tokio::test]
async fn without_a_journal_nothing_is_sent() {
    let day = Day::with(Limit::default());
    std::fs::create_dir(day.folder.path().join("paytop.db")).unwrap();
    let ended = day.order(done(), Script::default(), "--amount 5 --yes").await;
    assert_eq!((ended.exit, ended.sent.len()), (Exit::Unreachable, 0));
    assert!(ended.said.contains("the journal") && ended.said.contains("Check the path"), "{}", ended.said);
    let line = "paytop tool disable a17 --yes";
    let ended = run_in(day.folder.path(), &day.config, Played::default(), Script::default(), line).await;
    assert_eq!(ended.sent.len(), 0);
    let line = "paytop tool accounts";
    let ended = run_in(day.folder.path(), &day.config, Played::default(), Script::default(), line).await;
    assert_eq!(ended.exit, Exit::Done, "reads go on");
}

#[tokio::test]
async fn the_journal_keeps_no_code_and_no_whole_phone() {
    let folder = tempfile::tempdir().unwrap();
    let config = config("sandbox", &["india-a"]);
    for (line, secret) in [
        ("paytop tool otp confirm a17 --session s-17-secret --yes", "734512"),
        ("paytop tool account save --collection upi --type PHONEPE --phone 9123456789 --yes", "8642"),
        ("paytop tool upi set a17 9123456789@ybl --yes", ""),
        ("paytop tool sms send a17 --phone 9123456789 --yes", ""),
    ] {
        let script = Script { answers: [secret].into_iter().collect(), ..Script::default() };
        let ended = run_in(folder.path(), &config, Played::default(), script, line).await;
        assert_eq!(ended.exit, Exit::Done, "{line}: {}", ended.said);
    }
    let acting = acting(folder.path());
    let entries = acting.journal.store().entries(0, 100).await.unwrap();
    assert_eq!(entries.len(), 4 * 3);
    let all = format!("{entries:?}");
    for secret in ["734512", "8642", "9123456789", "s-17-secret"] {
        assert!(!all.contains(secret), "{secret} is in {all}");
    }
}

#[tokio::test]
async fn a_dry_run_prints_the_request_and_sends_nothing() {
    for (line, id) in
        [("otp confirm a17 --session s1", "a17"), ("enable a17", "a17"), ("order create a2 --amount 5", "a2")]
    {
        let ended = run(Played::default(), &[], &format!("paytop tool {line} --dry-run")).await;
        assert_eq!((ended.exit, ended.sent.len()), (Exit::Done, 0), "{}", ended.said);
        assert!(ended.printed.starts_with("POST https://api.example.com/api/x\n"), "{}", ended.printed);
        assert!(ended.printed.contains(id));
    }
}

#[tokio::test]
async fn read_only_changes_nothing_and_reads_all_the_same() {
    let ended = run(Played::default(), &[], "paytop tool enable a17 --yes --read-only").await;
    assert_eq!((ended.exit, ended.sent.len()), (Exit::Usage, 0));
    assert!(ended.said.contains("read-only"), "{}", ended.said);
    assert_eq!(run(Played::default(), &[], "paytop tool accounts --read-only").await.exit, Exit::Done);
}

#[rstest]
#[case(Fault::Refused { code: "7".into(), text: "no".into() }, Exit::Refused)]
#[case(Fault::Unauthorized(401), Exit::Refused)]
#[case(Fault::NotJson("a web page".into()), Exit::Unreachable)]
#[case(Fault::Timeout { phase: Phase::Answering, after: Duration::from_secs(20) }, Exit::Unreachable)]
#[tokio::test]
async fn a_question_without_an_answer_says_what_to_do(#[case] fault: Fault, #[case] exit: Exit) {
    let ended = run(Played { fault: Some(fault.clone()), ..Played::default() }, &[], "paytop tool accounts").await;
    assert_eq!(ended.exit, exit);
    assert!(ended.printed.is_empty() && ended.said.contains(fault.advice()), "{}", ended.said);
}

#[tokio::test]
async fn a_bad_row_is_told_and_the_good_ones_are_printed() {
    let ended = run(Played::default(), &[], "paytop tool upi list a17 -o json").await;
    assert_eq!(ended.exit, Exit::Done);
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&ended.printed).unwrap(),
        serde_json::json!([{"upi": "••••••3210@ybl"}])
    );
    assert!(ended.said.contains("could not be read") && !ended.said.contains("9876543210"), "{}", ended.said);
    let ended = run(Played::default(), &[], "paytop tool upi list a17 --reveal").await;
    assert!(ended.printed.contains("9876543210@ybl"));
}

#[tokio::test]
async fn of_several_connections_one_has_to_be_named() {
    let several = config("sandbox", &["india-a", "india-b"]);
    for (line, exit, words) in [
        ("paytop tool accounts", Exit::Usage, "--connection"),
        ("paytop tool accounts --connection india-c", Exit::Usage, "did you mean"),
        ("paytop tool accounts --connection india-b", Exit::Done, ""),
    ] {
        let ended = run_on(&several, Played::default(), Script::default(), line).await;
        assert_eq!(ended.exit, exit, "{}", ended.said);
        assert!(ended.said.contains(words), "{}", ended.said);
    }
    let none = config("sandbox", &[]);
    let ended = run_on(&none, Played::default(), Script::default(), "paytop tool accounts").await;
    assert!(ended.exit == Exit::Usage && ended.said.contains("[[connections]]"));
}

#[tokio::test]
async fn a_connection_without_accounts_is_not_meant() {
    let shop = connections("sandbox", &["shop"]).replace("withdraw-tool", "paykassma") + "secret = \"hush-hush\"\n";
    let beside = read(&(connections("sandbox", &["india-a"]) + &shop));
    let alone = read(&shop);
    for (config, line, exit, words) in [
        (&beside, "paytop tool accounts", Exit::Done, ""),
        (&beside, "paytop tool accounts --connection shop", Exit::Usage, "cannot do this. There are: india-a"),
        (&alone, "paytop tool accounts", Exit::Usage, "no connection to a provider that can do this"),
    ] {
        let ended = run_on(config, Played::default(), Script::default(), line).await;
        assert_eq!(ended.exit, exit, "{}", ended.said);
        assert!(ended.said.contains(words), "{}", ended.said);
    }
}

#[tokio::test(start_paused = true)]
async fn watch_prints_what_changed_and_survives_faults() {
    let on = Account { enabled: true, ..account("a17", CollectionType::Upi) };
    let answers = vec![
        Ok(both()),
        Err(Fault::Server { status: 503, retry_after: Some(Duration::from_secs(400)) }),
        Ok(both()),
        Ok(vec![on.clone(), account("a2", CollectionType::Card)]),
        Ok(vec![on]),
        Err(Fault::Unauthorized(401)),
    ];
    let played = Played { changing: Mutex::new(answers), ..Played::default() };
    let ended = run(played, &[], "paytop tool accounts --watch").await;
    let lines: Vec<serde_json::Value> = ended.printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> = lines.iter().map(|line| (line["id"].as_str().unwrap(), line["enabled"].as_bool())).collect();
    assert_eq!(told, [("a17", Some(false)), ("a2", Some(false)), ("a17", Some(true)), ("a2", None)]);
    assert_eq!(lines[3]["removed"], true);
    assert!(ended.said.contains("Asking again in 400 s"), "{}", ended.said);
    assert_eq!(ended.exit, Exit::Refused);
}
