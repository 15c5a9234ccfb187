//! The client and the embedded sandbox agree: every operation through, each refusal in its code, and what the client
//! makes of every fault the sandbox has, beside what the sandbox really did.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use paytop::domain::{
    AccountDraft, AccountId, Change, CollectionType, Data, Fault, HandsetMessage, IntentId, Money, Outcome, Phone,
    Read, Receipt, Rejection, UpiId,
};
use paytop::providers::Client;
use paytop::providers::http::{ChangePermit, Settings};
use paytop::providers::withdraw_tool::{self, Paths};
use paytop::sandbox::{Faults, Options, Rate, Sandbox};
use rstest::rstest;
use rust_decimal::Decimal;
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

/// A sandbox whose clock is moved by hand, and a client that speaks to it.
struct Pair {
    address: SocketAddr,
    clock: Arc<AtomicI64>,
    client: Client,
    _stop: DropGuard,
}

impl Pair {
    fn new(faults: Faults) -> Self {
        Self::with(faults, None, Duration::from_secs(20))
    }

    fn with(faults: Faults, token: Option<&str>, timeout: Duration) -> Self {
        let clock = Arc::new(AtomicI64::new(1_700_000_000_000));
        let millis = Arc::clone(&clock);
        let sandbox = Sandbox::bind(SocketAddr::from(([127, 0, 0, 1], 0)), Options { faults, ..Options::default() })
            .unwrap()
            .with_clock(Arc::new(move || Timestamp::from_millisecond(millis.load(Ordering::SeqCst)).unwrap()));
        let address = sandbox.address();
        let held = sandbox.credentials("withdraw-tool").iter();
        let headers = held.map(|held| (held.header.to_owned(), token.unwrap_or(held.value).into())).collect();
        let stop = CancellationToken::new();
        tokio::spawn(sandbox.serve(stop.clone()));
        let http = Settings { headers, timeout, ..Settings::new(&format!("http://{address}")) };
        let settings = withdraw_tool::Settings { http, paths: Paths::default(), handset: true };
        let client = withdraw_tool::open(settings, ChangePermit::unless(false)).unwrap();
        Self { address, clock, client, _stop: stop.drop_guard() }
    }

    fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }

    async fn ask(&self, read: Read) -> Data {
        self.client.reads.read(&read).await.unwrap().data
    }

    async fn tell(&self, change: Change) -> Outcome {
        self.client.changes.as_ref().unwrap().change(IntentId(Uuid::nil()), &change).await
    }

    async fn done(&self, change: Change) -> Receipt {
        match self.tell(change).await {
            Outcome::Done(receipt) => receipt,
            other => panic!("not done: {other:?}"),
        }
    }

    async fn handset(&self) -> Vec<HandsetMessage> {
        let Data::Handset(messages) = self.ask(Read::Handset).await else { panic!("no handset") };
        messages
    }

    async fn account(&self, id: &str) -> paytop::domain::Account {
        let Data::Accounts(list) = self.ask(Read::Accounts).await else { panic!("no accounts") };
        assert_eq!(list.bad, [], "every row of the sandbox can be read");
        list.rows.into_iter().find(|account| account.id.as_str() == id).unwrap()
    }

    /// What the sandbox acted on, whatever it answered.
    async fn orders(&self) -> usize {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let answer = client.get(format!("http://{}/sandbox/orders", self.address)).send().await.unwrap();
        let told: serde_json::Value = answer.json().await.unwrap();
        told["orders"].as_array().unwrap().len()
    }
}

fn order() -> Change {
    let amount = Money::inr(Decimal::new(12_350, 2));
    Change::CreateOrder { account: id("a2"), collection: CollectionType::Card, amount }
}

fn id(raw: &str) -> AccountId {
    raw.into()
}

#[tokio::test]
async fn the_lists_are_whole() {
    let pair = Pair::new(Faults::default());
    let Data::Tools(tools) = pair.ask(Read::Tools).await else { panic!("no tools") };
    assert!(
        tools.bad.is_empty() && tools.rows.iter().any(|tool| tool.enabled) && tools.rows.iter().any(|t| !t.enabled)
    );
    let Data::Accounts(accounts) = pair.ask(Read::Accounts).await else { panic!("no accounts") };
    assert_eq!((accounts.rows.len(), accounts.bad.len()), (24, 0));
    let Data::UpiIds(ids) = pair.ask(Read::UpiIds { account: id("a1") }).await else { panic!("no UPI ids") };
    assert!(!ids.rows.is_empty());
    assert_eq!(pair.done(Change::SetUpi { account: id("a1"), upi: ids.rows.first().cloned() }).await, Receipt::Nothing);
}

#[tokio::test]
async fn an_account_is_created_authorised_switched_and_deauthorised() {
    let pair = Pair::new(Faults::default());
    let draft = AccountDraft {
        id: None,
        collection: CollectionType::Upi,
        tool: Some("PHONEPE".into()),
        phone: Phone::new("9000000001"),
        pin: Some("4321".into()),
        name: None,
        account_number: None,
        ifsc: None,
    };
    let Receipt::Saved(Some(account)) = pair.done(Change::SaveAccount(draft)).await else { panic!("not told") };
    let account = account.id;
    assert_eq!(pair.tell(switch(&account)).await.code(), Some("8001"), "without the OTP");

    let Receipt::OtpSent { session } = pair.done(Change::SendOtp { account: account.clone() }).await else {
        panic!("no session")
    };
    pair.pass(10);
    let message = pair.handset().await.into_iter().find(|message| message.account == account).unwrap();
    let code: String = message.text.as_str().chars().filter(char::is_ascii_digit).take(6).collect();
    let confirm =
        |code: &str| Change::ConfirmOtp { account: account.clone(), session: session.clone(), code: code.into() };
    let wrong = if code == "000000" { "111111" } else { "000000" };
    assert!(matches!(pair.tell(confirm(wrong)).await, Outcome::Rejected(Rejection::Refused { .. })));
    pair.done(confirm(&code)).await;
    assert_eq!(pair.tell(switch(&account)).await.code(), Some("8002"), "without the SMS");

    let start = Change::StartSms { account: account.clone(), phone: Phone::new("9000000001") };
    let Receipt::SmsStarted { session, target, text } = pair.done(start).await else { panic!("no SMS") };
    let confirm = Change::ConfirmSms { account: account.clone(), session };
    assert!(matches!(pair.tell(confirm.clone()).await, Outcome::Rejected(Rejection::Refused { .. })), "not sent yet");
    pair.done(Change::SendFromHandset { to: target, text }).await;
    pair.done(confirm).await;
    pair.done(switch(&account)).await;
    assert!(pair.account(account.as_str()).await.enabled);

    pair.done(Change::Deauthorize { account: account.clone() }).await;
    let after = pair.account(account.as_str()).await;
    assert!(!after.enabled && !after.otp_auth && !after.sms_auth);
}

fn switch(account: &AccountId) -> Change {
    Change::SetWithdrawals { account: account.clone(), enabled: true }
}

#[tokio::test]
async fn an_order_is_taken_once_and_only_from_a_card_account() {
    let pair = Pair::new(Faults::default());
    let Receipt::Order { reference } = pair.done(order()).await else { panic!("not told") };
    assert!(reference.is_some());
    assert_eq!(pair.orders().await, 1);
    let amount = Money::inr(Decimal::ONE);
    let at_upi = Change::CreateOrder { account: id("a1"), collection: CollectionType::Upi, amount };
    assert!(matches!(pair.tell(at_upi).await, Outcome::Rejected(Rejection::Refused { .. })));
    let upi = Some(UpiId::new("no such thing"));
    let unknown = Change::SetUpi { account: id("nobody"), upi };
    assert!(matches!(pair.tell(unknown).await, Outcome::Rejected(Rejection::Refused { .. })));
    assert_eq!(pair.orders().await, 1);
}

#[rstest]
// A 5xx comes before the sandbox acts; a cut or a torn answer after it. The client cannot know, and says so.
#[case(Faults { error_rate: always(), ..Faults::default() }, 0)]
#[case(Faults { drop_rate: always(), ..Faults::default() }, 1)]
#[case(Faults { garbage_rate: always(), ..Faults::default() }, 1)]
#[tokio::test]
async fn a_fault_leaves_an_order_unconfirmed_and_sends_it_once(#[case] faults: Faults, #[case] acted: usize) {
    let pair = Pair::new(faults);
    let outcome = pair.tell(order()).await;
    assert!(matches!(outcome, Outcome::Unconfirmed(_)), "{outcome:?}");
    assert_eq!(pair.orders().await, acted);
    let fault = pair.client.reads.read(&Read::Accounts).await.unwrap_err();
    assert!(!fault.never_sent(), "{fault:?}");
}

#[tokio::test]
async fn an_answer_that_takes_too_long_leaves_an_order_unconfirmed() {
    let slow = Faults { latency: Duration::from_secs(30), ..Faults::default() };
    let pair = Pair::with(slow, None, Duration::from_millis(200));
    assert!(matches!(pair.tell(order()).await, Outcome::Unconfirmed(Fault::Timeout { .. })));
}

#[tokio::test]
async fn wrong_credentials_are_a_certain_refusal() {
    let pair = Pair::with(Faults::default(), Some("Bearer wrong"), Duration::from_secs(20));
    let rejected = |outcome| matches!(outcome, Outcome::Rejected(Rejection::Status(Fault::Unauthorized(401))));
    assert!(rejected(pair.tell(order()).await));
    assert_eq!(pair.client.reads.read(&Read::Accounts).await.unwrap_err(), Fault::Unauthorized(401));
    assert_eq!(pair.orders().await, 0);
}

fn always() -> Rate {
    Rate::new(1.0).unwrap()
}
