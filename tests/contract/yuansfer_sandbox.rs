//! The Yuansfer client and the embedded sandbox agree: every operation through, each refusal by its code, and what the
//! client makes of every fault the sandbox has, beside what the sandbox really did.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use paytop::domain::{
    AccountNumber, AccountPurpose, AccountToken, BankAccountDraft, Change, Currency, Data, Fault, Inquiry, IntentId,
    InvoiceId, Money, Outcome, Payee, PayeeDraft, PayeeNo, PayoutAccount, Phone, Read, Receipt, RetCode, Transfer,
    TransferFound, TransferRequest, TransferStatus,
};
use paytop::providers::Client;
use paytop::providers::http::{self, ChangePermit};
use paytop::providers::yuansfer::sign::Params;
use paytop::providers::yuansfer::{self, Encoding, Settings, sandbox::HALF};
use paytop::sandbox::{Faults, Options, Rate, Sandbox};
use rstest::rstest;
use serde_json::{Value, json};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::yuansfer::{TOKEN, decimal, details};

/// A sandbox whose clock is moved by hand, and a client that speaks to it.
struct Pair {
    address: SocketAddr,
    clock: Arc<AtomicI64>,
    client: Client,
    intents: AtomicI64,
    _stop: DropGuard,
}

fn setting(name: &str) -> &'static str {
    HALF.settings.iter().find(|(found, _)| *found == name).map(|(_, value)| *value).unwrap()
}

fn settings(address: SocketAddr) -> Settings {
    Settings {
        http: http::Settings::new(&format!("http://{address}")),
        merchant_no: setting("merchant_no").to_owned(),
        store_no: setting("store_no").to_owned(),
        token: setting("token").into(),
        ipn_url: None,
        client_ip: None,
        encoding: Encoding::Json,
        clock: || "2023-11-14T22:13:20Z".parse().unwrap(),
    }
}

fn opened(settings: Settings) -> Client {
    yuansfer::open(settings, ChangePermit::unless(false)).unwrap()
}

impl Pair {
    fn new() -> Self {
        Self::with(Faults::default(), 0)
    }

    fn with(faults: Faults, seed: u64) -> Self {
        let clock = Arc::new(AtomicI64::new(1_700_000_000_000));
        let millis = Arc::clone(&clock);
        let options = Options { faults, seed, ..Options::default() };
        let sandbox = Sandbox::bind(SocketAddr::from(([127, 0, 0, 1], 0)), options)
            .unwrap()
            .with_clock(Arc::new(move || Timestamp::from_millisecond(millis.load(Ordering::SeqCst)).unwrap()));
        let address = sandbox.address();
        let stop = CancellationToken::new();
        tokio::spawn(sandbox.serve(stop.clone()));
        let client = opened(settings(address));
        Self { address, clock, client, intents: AtomicI64::new(0), _stop: stop.drop_guard() }
    }

    fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }

    fn intent(&self) -> IntentId {
        let number = self.intents.fetch_add(1, Ordering::SeqCst);
        IntentId::new(Timestamp::from_second(1_700_000_000 + number).unwrap(), [7; 10])
    }

    async fn tell(&self, intent: IntentId, change: &Change) -> Outcome {
        self.client.changes.as_ref().unwrap().change(intent, change).await
    }

    async fn done(&self, change: &Change) -> Receipt {
        match self.tell(self.intent(), change).await {
            Outcome::Done(receipt) => receipt,
            other => panic!("not done: {other:?}"),
        }
    }

    /// The code of a refusal.
    async fn refused(&self, change: &Change) -> String {
        let outcome = self.tell(self.intent(), change).await;
        outcome.code().unwrap_or_else(|| panic!("not refused: {outcome:?}")).to_owned()
    }

    async fn payee(&self, no: &PayeeNo) -> Payee {
        let read = Read::Payee(no.clone());
        let Data::Payee(payee) = self.client.reads.read(&read).await.unwrap().data else { panic!("no payee") };
        *payee
    }

    async fn accounts(&self, no: &PayeeNo) -> Vec<PayoutAccount> {
        let read = Read::PayoutAccounts(no.clone());
        let Data::PayoutAccounts(found) = self.client.reads.read(&read).await.unwrap().data else { panic!("none") };
        assert!(found.accounts.bad.is_empty());
        found.accounts.rows
    }

    async fn inquire(&self, ids: &[InvoiceId]) -> Vec<Inquiry> {
        let read = Read::Transfers(ids.to_vec());
        let Data::Transfers(found) = self.client.reads.read(&read).await.unwrap().data else { panic!("none") };
        found
    }

    async fn transfer(&self, id: &InvoiceId) -> Transfer {
        let found = self.inquire(std::slice::from_ref(id)).await;
        found[0].transfer().unwrap_or_else(|| panic!("not found: {found:?}")).clone()
    }

    /// What the sandbox has, whatever it answered.
    async fn ledger(&self, path: &str) -> Vec<Value> {
        let told: Value = self.raw(&format!("/sandbox/{path}"), None).await;
        told[path].as_array().unwrap().clone()
    }

    /// Whom the world begins with, and their first account.
    async fn somebody(&self) -> (PayeeNo, AccountToken) {
        let payees = self.ledger("payees").await;
        let of = |value: &Value| value.as_str().unwrap().to_owned();
        let (no, token) = (of(&payees[0]["customerNo"]), of(&payees[0]["accounts"][0]["accountToken"]));
        (no.as_str().into(), token.as_str().into())
    }

    /// Speaks to the sandbox without the client: gets, or posts a body as it is.
    async fn raw(&self, path: &str, body: Option<String>) -> Value {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!("http://{}{path}", self.address);
        let request = match body {
            Some(body) => client.post(url).body(body),
            None => client.get(url),
        };
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200);
        answer.json().await.unwrap()
    }
}

fn usd(amount: &str) -> Money {
    Money::new(decimal(amount), Currency::new("USD"))
}

fn pay((payee, account): &(PayeeNo, AccountToken), amount: &str) -> Change {
    let subject = Some("Payouts".into());
    let request = TransferRequest::new(payee.clone(), account.clone(), usd(amount));
    Change::Transfer(Box::new(TransferRequest { subject, ..request }))
}

fn register(code: &str) -> Change {
    let draft = PayeeDraft { code: code.into(), email: "john@example.com".into(), details: details() };
    Change::RegisterPayee(Box::new(draft))
}

fn bank(payee: &PayeeNo, tag: &str) -> BankAccountDraft {
    BankAccountDraft {
        payee: payee.clone(),
        country: "US".into(),
        currency: Currency::new("USD"),
        tag: Some(tag.into()),
        number: AccountNumber::new("7861053298".into()),
        routing: "021000021".into(),
        purpose: AccountPurpose::Savings,
    }
}

/// The way of a new user: register a payee, add an account, transfer, see it arrive.
#[rstest]
#[case(Encoding::Json)]
#[case(Encoding::Form)]
#[tokio::test]
async fn a_payee_is_registered_given_an_account_and_paid(#[case] encoding: Encoding) {
    let mut pair = Pair::new();
    pair.client = opened(Settings { encoding, ..settings(pair.address) });
    let Receipt::PayeeRegistered { payee } = pair.done(&register("c-1")).await else { panic!("no payee") };
    let found = pair.payee(&payee).await;
    assert_eq!((found.name().as_str(), found.code.as_ref().unwrap().as_str()), ("John Doe", "c-1"));
    assert!(found.status.as_ref().unwrap().is_activated());
    let mut known = found.details().unwrap();
    // An empty text is as good as none.
    known.street2 = Some("".into());
    assert_eq!(known, details());

    assert!(pair.accounts(&payee).await.is_empty());
    let added = pair.done(&Change::AddBankAccount(Box::new(bank(&payee, "a")))).await;
    let Receipt::AccountAdded(added) = added else { panic!("no account") };
    let accounts = pair.accounts(&payee).await;
    assert_eq!((accounts.len(), &accounts[0].token), (1, &added.token));
    assert_eq!(accounts[0].masked(), "••••3298");
    assert!(accounts[0].status.is_activated());

    let intent = pair.intent();
    let outcome = pair.tell(intent, &pay(&(payee.clone(), added.token.clone()), "500")).await;
    let Outcome::Done(Receipt::Transfer(taken)) = outcome else { panic!("{outcome:?}") };
    assert_eq!((&taken.status, &taken.amount), (&TransferStatus::Pending, &usd("500")));
    let id = InvoiceId::of(intent);
    assert_eq!(pair.transfer(&id).await.status, TransferStatus::Pending);
    pair.pass(80);
    let paid = pair.transfer(&id).await;
    assert_eq!((paid.status, paid.number), (TransferStatus::Success, taken.number));
}

#[tokio::test]
async fn a_payee_is_changed_but_for_code_and_email() {
    let pair = Pair::new();
    let (no, _) = pair.somebody().await;
    let before = pair.payee(&no).await;
    let mut details = before.details().unwrap();
    details.last_name = "Longer".into();
    details.phone = Some(Phone::new("5550001111"));
    pair.pass(5);
    let change = Change::UpdatePayee { payee: no.clone(), details: Box::new(details.clone()) };
    assert_eq!(pair.done(&change).await, Receipt::Nothing);
    let after = pair.payee(&no).await;
    assert_eq!(after.details(), Some(details));
    assert_eq!((&after.code, &after.email, &after.created), (&before.code, &before.email, &before.created));
    assert_eq!(after.updated, Some(Timestamp::from_second(1_700_000_005).unwrap()));
}

#[rstest]
#[case("500.00", &[TransferStatus::Pending, TransferStatus::Success])]
#[case("500.13", &[TransferStatus::Pending, TransferStatus::Failed])]
#[case("500.17", &[TransferStatus::Pending, TransferStatus::Success, TransferStatus::Returned])]
#[case("500.19", &[TransferStatus::Pending, TransferStatus::Other("onhold".into()), TransferStatus::Success])]
#[tokio::test]
async fn the_cents_say_how_a_transfer_ends(#[case] amount: &str, #[case] expected: &[TransferStatus]) {
    let pair = Pair::new();
    let intent = pair.intent();
    assert!(matches!(pair.tell(intent, &pay(&pair.somebody().await, amount)).await, Outcome::Done(_)));
    let mut seen: Vec<TransferStatus> = Vec::new();
    for _ in 0..40 {
        let status = pair.transfer(&InvoiceId::of(intent)).await.status;
        if seen.last() != Some(&status) {
            seen.push(status);
        }
        pair.pass(5);
    }
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn the_same_id_is_the_same_transfer() {
    let pair = Pair::new();
    let somebody = pair.somebody().await;
    let before = pair.ledger("transfers").await.len();
    let intent = pair.intent();
    for _ in 0..3 {
        assert!(matches!(pair.tell(intent, &pay(&somebody, "5")).await, Outcome::Done(_)));
    }
    let other = pair.tell(intent, &pay(&somebody, "6")).await;
    assert_eq!(other.code(), Some(RetCode::DoNotMatch.code()));
    assert_eq!(pair.ledger("transfers").await.len(), before + 1);
}

#[tokio::test]
async fn each_refusal_has_its_code() {
    let pair = Pair::new();
    let (payee, account) = pair.somebody().await;
    let nobody: PayeeNo = "2000305000000000000000".into();
    let of = |payee: &PayeeNo, amount: Money| {
        Change::Transfer(Box::new(TransferRequest::new(payee.clone(), account.clone(), amount)))
    };
    assert_eq!(pair.refused(&of(&nobody, usd("5"))).await, "000021");
    assert_eq!(pair.refused(&of(&payee, Money::new(decimal("5"), Currency::new("EUR")))).await, "000022");
    assert_eq!(pair.refused(&of(&payee, usd("99999999"))).await, "000040");
    assert_eq!(pair.refused(&Change::AddBankAccount(Box::new(bank(&nobody, "a")))).await, "000021");
    pair.done(&register("once")).await;
    assert_eq!(pair.refused(&register("once")).await, "000023");
    let unknown = pair.client.reads.read(&Read::Payee(nobody)).await.unwrap_err();
    assert!(matches!(unknown, Fault::Refused { code, .. } if code.as_str() == "000021"));
    let found = pair.inquire(&["nothing".into()]).await;
    assert!(matches!(found[0].found, TransferFound::Unknown(_)), "{found:?}");
}

/// Signs fields as whoever has the token does.
fn signed(mut fields: Value) -> Value {
    let all = fields.as_object_mut().unwrap();
    for (name, value) in [("merchantNo", "202333"), ("storeNo", "301854")] {
        all.entry(name).or_insert(value.into());
    }
    let signature = Params::from_fields(all).unwrap().sign(&TOKEN.into()).to_string();
    all.insert("verifySign".to_owned(), signature.into());
    fields
}

#[tokio::test]
async fn a_signature_is_checked_before_any_field() {
    let pair = Pair::new();
    let wrong = opened(Settings { token: "another token".into(), ..settings(pair.address) });
    let outcome = wrong.changes.as_ref().unwrap().change(pair.intent(), &pay(&pair.somebody().await, "5")).await;
    assert_eq!(outcome.code(), Some("000030"), "{outcome:?}");
    let fault = wrong.reads.read(&Read::Transfers(vec!["x".into()])).await.unwrap_err();
    assert!(matches!(fault, Fault::NotLetIn { .. }), "{fault:?}");
    // Everything is wrong with it, and its signature is what is told.
    for body in ["", "{}", "x", "[]", "{\"verifySign\":7}", "verifySign=", "{\"amount\":\"-1\",\"verifySign\":\"0\"}"] {
        let told = pair.raw("/v3/payouts/pay", Some(body.to_owned())).await;
        assert_eq!(told["ret_code"], "000030", "{body}: {told}");
    }
    let mut changed = signed(json!({"invoiceId": "x"}));
    changed["invoiceId"] = "y".into();
    assert_eq!(pair.raw("/v3/payouts/inquiry", Some(changed.to_string())).await["ret_code"], "000030");
    let stranger = signed(json!({"invoiceId": "x", "merchantNo": "202334"}));
    assert_eq!(pair.raw("/v3/payouts/inquiry", Some(stranger.to_string())).await["ret_code"], "000030");
}

/// As the vendor's SDKs have it: no timestamp, null and empty fields, and a form.
#[rstest]
#[case(json!({"invoiceId": "x"}), "000021")]
#[case(json!({"invoiceId": "x", "timestamp": "2023-02-13T12:35:14Z"}), "000021")]
#[case(json!({"invoiceId": "x", "timestamp": null}), "000021")]
#[case(json!({"invoiceId": "x", "timestamp": "yesterday"}), "000023")]
#[case(json!({"invoiceId": "x", "timestamp": "2023-02-13 12:35:14"}), "000023")]
#[case(json!({"invoiceId": ""}), "000020")]
#[case(json!({}), "000020")]
#[tokio::test]
async fn a_timestamp_may_be_missing_and_not_wrong(#[case] fields: Value, #[case] code: &str) {
    let pair = Pair::new();
    let fields = signed(fields);
    let told = pair.raw("/v3/payouts/inquiry", Some(fields.to_string())).await;
    assert_eq!(told["ret_code"], code, "{told}");
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields.as_object().unwrap() {
        if let Some(value) = value.as_str() {
            form.append_pair(name, value);
        }
    }
    let told = pair.raw("/v3/payouts/inquiry", Some(form.finish())).await;
    assert_eq!(told["ret_code"], code, "as a form: {told}");
}

#[rstest]
#[case("1.005")]
#[case("1e2")]
#[case("-5")]
#[case("+5")]
#[case("1,000")]
#[case("five")]
#[case("0")]
#[tokio::test]
async fn an_amount_has_at_most_two_decimals(#[case] amount: &str) {
    let pair = Pair::new();
    let (payee, account) = pair.somebody().await;
    let fields = json!({"customerNo": payee.as_str(), "accountToken": account.as_str(), "invoiceId": "x",
                        "currency": "USD", "amount": amount});
    let told = pair.raw("/v3/payouts/pay", Some(signed(fields).to_string())).await;
    assert_eq!(told["ret_code"], "000023", "{told}");
}

/// Whatever is in the way of the answer, the client never says more than is true.
#[rstest]
#[case::errors(Faults { error_rate: Rate::new(0.5).unwrap(), ..Faults::default() })]
#[case::drops(Faults { drop_rate: Rate::new(0.5).unwrap(), ..Faults::default() })]
#[case::garbage(Faults { garbage_rate: Rate::new(0.5).unwrap(), ..Faults::default() })]
#[case::all(Faults {
    latency: Duration::from_millis(1),
    error_rate: Rate::new(0.2).unwrap(),
    drop_rate: Rate::new(0.2).unwrap(),
    garbage_rate: Rate::new(0.2).unwrap(),
})]
#[tokio::test]
async fn no_fault_makes_a_transfer_what_it_is_not(#[case] faults: Faults) {
    let pair = Pair::with(faults, 7);
    let somebody = pair.somebody().await;
    let (mut done, mut rejected, mut unconfirmed) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..60 {
        let intent = pair.intent();
        // Some are more than there is.
        let amount = if number % 5 == 0 { "99999999" } else { "500" };
        let id = InvoiceId::of(intent);
        match pair.tell(intent, &pay(&somebody, amount)).await {
            Outcome::Done(_) => done.push(id),
            Outcome::Rejected(_) => rejected.push(id),
            Outcome::Unconfirmed(_) => unconfirmed.push(id),
        }
    }
    let ledger = pair.ledger("transfers").await;
    let acted: Vec<&str> = ledger.iter().map(|row| row["invoiceId"].as_str().unwrap()).collect();
    assert!(done.iter().all(|id| acted.contains(&id.as_str())), "what is done was done");
    assert!(rejected.iter().all(|id| !acted.contains(&id.as_str())), "what is rejected was not");
    assert!(!done.is_empty() && !rejected.is_empty() && !unconfirmed.is_empty());
    // What is unconfirmed is looked up by its id, until an answer comes: it shows what became of it, or nothing.
    pair.pass(120);
    for id in &unconfirmed {
        let read = Read::Transfers(vec![id.clone()]);
        let found = loop {
            if let Ok(answer) = pair.client.reads.read(&read).await {
                let Data::Transfers(found) = answer.data else { panic!("no transfers") };
                break found;
            }
        };
        let happened = found[0].transfer().and_then(|transfer| transfer.status.happened());
        assert_eq!(happened, acted.contains(&id.as_str()).then_some(true));
    }
}

#[tokio::test]
async fn the_sandbox_says_what_lets_a_caller_in_and_how_transfers_end() {
    let pair = Pair::new();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let told = client.get(format!("http://{}/", pair.address)).send().await.unwrap().text().await.unwrap();
    for (name, value) in HALF.settings {
        assert!(told.contains(name) && told.contains(value), "{told}");
    }
    for part in [".13", ".17", ".19", "/sandbox/payees", "/sandbox/transfers"] {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn the_merchant_is_the_one_the_vendor_publishes() {
    assert_eq!((setting("merchant_no"), setting("store_no"), setting("token")), ("202333", "301854", TOKEN));
}
