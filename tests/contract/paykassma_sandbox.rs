//! The Paykassma client and the embedded sandbox agree: every operation through, each refusal in its shape, and what
//! the client makes of every fault the sandbox has, beside what the sandbox really did.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use paytop::domain::{
    AccountNumber, Activated, Activation, Change, Currency, Data, Fault, Found, IntentId, Money, OrderQuery,
    OrderStatus, Outcome, PaymentDraft, PossibleTransaction, Postback, PostbackQuery, Read, Receipt, Rejection,
    Savings, Text, TransactionDraft, WithdrawalRequest, WithdrawalStatus,
};
use paytop::providers::Client;
use paytop::providers::http::{self, ChangePermit};
use paytop::providers::paykassma::{self, Settings, sandbox::HALF};
use paytop::sandbox::{Faults, Options, Rate, Sandbox};
use rstest::rstest;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use tokio_util::sync::{CancellationToken, DropGuard};

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
        secret: setting("secret").into(),
        private_key: Some(setting("private_key").into()),
        zone: Settings::usual_zone(),
    }
}

fn opened(settings: Settings) -> Client {
    paykassma::open(settings, ChangePermit::unless(false)).unwrap()
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

    async fn ask(&self, read: Read) -> Data {
        self.client.reads.read(&read).await.unwrap().data
    }

    async fn tell(&self, intent: IntentId, change: &Change) -> Outcome {
        self.client.changes.as_ref().unwrap().change(intent, change).await
    }

    /// Makes the change, which has to be done; answers by which id.
    async fn done(&self, change: &Change) -> (Text, Receipt) {
        let intent = self.intent();
        match self.tell(intent, change).await {
            Outcome::Done(receipt) => (intent.to_string().into(), receipt),
            other => panic!("not done: {other:?}"),
        }
    }

    /// The words at a field of a refusal.
    async fn refused(&self, change: &Change, field: &str) -> String {
        let outcome = self.tell(self.intent(), change).await;
        outcome
            .fields()
            .and_then(|fields| fields.of(field))
            .unwrap_or_else(|| panic!("nothing at {field}: {outcome:?}"))
    }

    async fn balance(&self, currency: &str) -> Decimal {
        let Data::Balances(balances) = self.ask(Read::Balances).await else { panic!("no balances") };
        assert!(balances.bad.is_empty());
        let of = balances.rows.iter().filter(|row| row.money.currency.code() == currency);
        of.map(|row| row.money.amount).sum()
    }

    async fn statuses(&self, ids: &[&Text]) -> Vec<OrderStatus> {
        let query = OrderQuery::Withdrawals(ids.iter().map(|id| (*id).clone()).collect());
        let Data::Orders(rows) = self.ask(Read::Orders(query)).await else { panic!("no orders") };
        assert!(rows.bad.is_empty(), "{:?}", rows.bad);
        rows.rows
    }

    async fn postback(&self, query: PostbackQuery) -> Postback {
        let Data::Postback(postback) = self.ask(Read::Postback(query)).await else { panic!("no postback") };
        *postback
    }

    async fn savings(&self, label: &str) -> Savings {
        let read = Read::Savings { label: label.into(), wallet: "paytm".into(), currency: Currency::inr(), code: None };
        let Data::Savings(savings) = self.ask(read).await else { panic!("no savings") };
        savings
    }

    /// What the sandbox acted on, whatever it answered.
    async fn ledger(&self) -> Vec<Value> {
        let told: Value = self.raw("/sandbox/withdrawals", None).await.1;
        told["withdrawals"].as_array().unwrap().clone()
    }

    /// Speaks to the sandbox without the client: gets, or posts.
    async fn raw(&self, path: &str, body: Option<String>) -> (u16, Value) {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!("http://{}{path}", self.address);
        let request = match body {
            Some(body) => client.post(url).body(body),
            None => client.get(url),
        };
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }
}

fn to(system: &str, number: &str, amount: i64) -> WithdrawalRequest {
    let currency = if system == "bkash" { Currency::new("BDT") } else { Currency::inr() };
    WithdrawalRequest {
        account_number: Some(AccountNumber::new(number.into())),
        account_name: Some("Asha Rao".into()),
        account_email: Some("asha@example.com".into()),
        bank_code: Some("MAHB0001821".into()),
        comment: Some("for today".into()),
        ..WithdrawalRequest::new(system.into(), Money::new(Decimal::from(amount), currency), "55".into(), false)
    }
}

fn withdraw(request: WithdrawalRequest) -> Change {
    Change::CreateWithdrawal(Box::new(request))
}

#[tokio::test]
async fn a_withdrawal_is_taken_on_ends_by_itself_and_the_balance_goes_down() {
    let pair = Pair::new();
    let before = pair.balance("INR").await;
    let mut made = Vec::new();
    for amount in (1..=24).map(|number| number * 100) {
        let (id, receipt) = pair.done(&withdraw(to("paytm", "9876543210", amount))).await;
        assert_eq!(receipt, Receipt::WithdrawalTaken { id: id.clone() });
        made.push((id, Decimal::from(amount)));
    }
    let ids: Vec<&Text> = made.iter().map(|(id, _)| id).collect();
    for status in pair.statuses(&ids).await {
        assert_eq!(status.found, Found::Nothing("Postback not found".into()));
    }
    let not_yet = pair.client.reads.read(&Read::Postback(PostbackQuery::Withdrawal(made[0].0.clone()))).await;
    assert!(matches!(not_yet, Err(Fault::Refused { text, .. }) if text.as_str() == "Postback not found"));
    assert_eq!(pair.balance("INR").await, before, "nothing went out yet");

    pair.pass(120);
    let statuses = pair.statuses(&ids).await;
    let mut sum = Decimal::ZERO;
    let mut rejected = 0;
    for (status, (id, amount)) in statuses.iter().zip(&made) {
        assert_eq!(status.id, *id);
        let told = status.settled().unwrap();
        assert_eq!((told.amount.amount, told.label.as_str(), told.system.as_str()), (*amount, "55", "paytm"));
        assert_eq!(told.account_number.as_ref().map(AccountNumber::full), Some("9876543210"));
        match told.status {
            WithdrawalStatus::Processed => sum += amount,
            _ => rejected += 1,
        }
    }
    assert!((1..24).contains(&rejected), "{rejected}");
    assert_eq!(pair.balance("INR").await, before - sum);
    let looked_up = pair.postback(PostbackQuery::Withdrawal(made[0].0.clone())).await;
    assert_eq!(looked_up.withdrawal(), statuses[0].settled());
}

#[tokio::test]
async fn the_same_id_is_the_same_withdrawal() {
    let pair = Pair::new();
    let (intent, change) = (pair.intent(), withdraw(to("paytm", "9876543210", 500)));
    for _ in 0..3 {
        assert!(matches!(pair.tell(intent, &change).await, Outcome::Done(_)));
    }
    assert_eq!(pair.ledger().await.len(), 1);
    let other = pair.tell(intent, &withdraw(to("paytm", "9876543210", 600))).await;
    // That there is one by this id already says that it may have happened.
    assert!(matches!(other, Outcome::Unconfirmed(Fault::Trouble { .. })), "{other:?}");
    assert_eq!(pair.ledger().await.len(), 1);
}

#[tokio::test]
async fn more_than_there_is_is_refused_with_what_is_under_way_counted() {
    let pair = Pair::new();
    let all = pair.balance("BDT").await.trunc();
    let all = i64::try_from(all).unwrap();
    let half = all / 2 + 1;
    pair.done(&withdraw(to("bkash", "01712345678", half))).await;
    let outcome = pair.tell(pair.intent(), &withdraw(to("bkash", "01712345678", half))).await;
    let fields = outcome.fields().unwrap_or_else(|| panic!("{outcome:?}"));
    assert!(fields.is_insufficient_balance() && fields.of("withdrawals_sum_amount").is_some());
    // A test moves nothing.
    let test = WithdrawalRequest { is_test: true, ..to("bkash", "01712345678", all * 2) };
    let (id, _) = pair.done(&withdraw(test)).await;
    let before = pair.balance("BDT").await;
    pair.pass(10);
    assert_eq!(pair.statuses(&[&id]).await[0].settled().unwrap().status, WithdrawalStatus::Processed);
    assert_eq!(pair.balance("BDT").await, before);
}

#[rstest]
#[case(to("paytm", "11111111", 500), "account_number")]
#[case(to("paytm", "9876543210", 505), "amount")]
#[case(to("newpay", "9876543210", 500), "payment_system")]
#[case(WithdrawalRequest { bank_code: Some("MAHB1001821".into()), ..to("imps_ib", "7", 500) }, "bank_details.bank_code")]
#[case(WithdrawalRequest { account_name: None, ..to("upi_ib", "7", 500) }, "account_name")]
#[case(WithdrawalRequest { account_email: None, ..to("bkash", "01712345678", 500) }, "account_email")]
#[tokio::test]
async fn what_is_wrong_with_a_withdrawal_is_told_at_its_field(#[case] request: WithdrawalRequest, #[case] field: &str) {
    let pair = Pair::new();
    pair.refused(&withdraw(request), field).await;
    assert_eq!(pair.ledger().await.len(), 0);
}

#[tokio::test]
async fn a_signature_is_checked_as_strictly_as_the_provider_does() {
    let pair = Pair::new();
    let wrong = opened(Settings { private_key: Some("another key".into()), ..settings(pair.address) });
    let change = withdraw(to("paytm", "9876543210", 500));
    let outcome = wrong.changes.unwrap().change(pair.intent(), &change).await;
    assert!(outcome.fields().is_some_and(|fields| fields.of("signature").is_some()), "{outcome:?}");
    let body = |signature: Value| {
        json!({"withdrawal_id": "1", "payment_system": "paytm", "amount": 500, "currency_code": "INR", "label": "55",
               "is_test": false, "account_number": "9876543210", "signature": signature})
        .to_string()
    };
    for body in
        [body("".into()), body(Value::Null), body(7.into()), body("0".repeat(40).into()), "{}".into(), "x".into()]
    {
        let (status, told) = pair.raw("/v2/withdrawal/create", Some(body.clone())).await;
        assert!(matches!(status, 400 | 422) && told["status"] == "fail", "{body}: {status} {told}");
    }
    // Signed by PHP's rules: 500.0 is a float, which PHP writes as 500, and so is the signature the same.
    let key = setting("private_key").into();
    let signed = |body: &str| {
        let signature = paykassma::sign::Withdrawal::read(body.as_bytes()).unwrap().sign(&key).to_string();
        body.replacen('{', &format!("{{\"signature\":\"{signature}\","), 1)
    };
    let of = |amount: &str| {
        format!(
            r#"{{"withdrawal_id":"x1","payment_system":"paytm","amount":{amount},"currency_code":"INR","label":"55","is_test":false,"account_number":"9876543210"}}"#
        )
    };
    let taken = signed(&of("500")).replace("500", "500.0");
    let (status, told) = pair.raw("/v2/withdrawal/create", Some(taken)).await;
    assert_eq!((status, &told["status"]), (200, &json!("ok")), "{told}");
    let changed = signed(&of("500")).replace("500", "600");
    let (status, told) = pair.raw("/v2/withdrawal/create", Some(changed)).await;
    assert_eq!((status, &told["message"]["signature"][0]), (422, &json!("Signature is not valid")));
    assert_eq!(pair.ledger().await.len(), 1);
}

#[tokio::test]
async fn without_the_right_secret_there_is_nothing() {
    let pair = Pair::new();
    let stranger = opened(Settings { secret: "wrong".into(), ..settings(pair.address) });
    for read in crate::paykassma::reads() {
        let fault = stranger.reads.read(&read).await.unwrap_err();
        assert_eq!(fault, Fault::UnknownCaller { by_secret: true }, "{read:?}");
    }
    let transaction = Change::CreateTransaction(TransactionDraft {
        wallet: "paytm".into(),
        currency: Currency::inr(),
        label: "55".into(),
    });
    let outcome = stranger.changes.as_ref().unwrap().change(pair.intent(), &transaction).await;
    assert!(matches!(outcome, Outcome::Rejected(Rejection::Status(Fault::UnknownCaller { .. }))), "{outcome:?}");
    // A withdrawal wants a signature and no secret.
    let outcome = stranger.changes.unwrap().change(pair.intent(), &withdraw(to("paytm", "9876543210", 500))).await;
    assert!(matches!(outcome, Outcome::Done(_)), "{outcome:?}");
    for path in ["/api/v1/accounts-balance", "/api/v1/accounts-balance?secret=", "/wallet-type/images/?Secret=x"] {
        assert_eq!(pair.raw(path, None).await.0, 404);
    }
}

fn activation(label: &str, wallet: &str, key: &str, amount: Option<i64>) -> Change {
    Change::ActivateTransaction(Activation {
        currency: Currency::inr(),
        wallet: wallet.into(),
        label: label.into(),
        key: key.into(),
        amount: amount.map(Decimal::from),
    })
}

fn possible(key: &str, screenshot: Option<std::path::PathBuf>) -> Change {
    Change::ReportTransaction(PossibleTransaction {
        currency: Currency::inr(),
        wallet: "bank_b_ml".into(),
        label: "u2".into(),
        key: key.into(),
        amount: Decimal::from(700),
        screenshot,
    })
}

#[tokio::test]
async fn what_a_user_can_pay_with_is_listed_and_shown() {
    let pair = Pair::new();
    let read = Read::PaymentSystems { currencies: vec![Currency::inr(), Currency::new("BDT")], label: "55".into() };
    let Data::PaymentSystems(told) = pair.ask(read).await else { panic!("no systems") };
    assert!(told.systems.bad.is_empty() && told.systems.rows.iter().any(|system| system.manual));
    assert!(told.systems.rows.is_sorted_by_key(|system| system.order));
    assert_eq!(told.currencies.rows.len(), 2);
    let Data::MediaHints(hints) = pair.ask(Read::MediaHints).await else { panic!("no hints") };
    assert!(
        hints.bad.is_empty()
            && told.systems.rows.iter().all(|system| hints.rows.iter().any(|hint| hint.system == system.kind))
    );
    let read = Read::PaymentSystems { currencies: vec![], label: "55".into() };
    let fault = pair.client.reads.read(&read).await.unwrap_err();
    assert!(matches!(&fault, Fault::Invalid { fields, .. } if fields.of("currency_code").is_some()), "{fault:?}");
}

#[tokio::test]
async fn deposits_are_collected_until_they_are_enough_and_then_told_by_a_postback() {
    let pair = Pair::new();
    let before = pair.balance("INR").await;
    let (first, receipt) = pair.done(&activation("u1", "paytm", "11112222", Some(200))).await;
    assert_eq!(receipt, Receipt::Activated(Activated::Accepted));
    let savings = pair.savings("u1").await;
    assert_eq!((savings.collected.amount, savings.missing.amount), (Decimal::from(200), Decimal::from(300)));
    assert_eq!(savings.minimum.amount, Decimal::from(500));
    let (second, _) = pair.done(&activation("u1", "paytm", "33334444", Some(350))).await;
    assert_eq!(pair.savings("u1").await.collected.amount, Decimal::ZERO);
    assert_eq!(pair.balance("INR").await, before + Decimal::from(550));

    let postback = pair.postback(PostbackQuery::Custom(second.clone())).await;
    let deposit = postback.deposit().unwrap();
    assert_eq!((deposit.label.as_str(), deposit.transactions.rows.len()), ("u1", 2));
    assert!(deposit.stockpiling.bad.is_empty() && deposit.stockpiling.rows.len() > 10);
    assert_eq!(deposit.sum_in(&Currency::inr()).unwrap().amount, Decimal::from(550));
    // What is known of the first is the same: they were credited together.
    let by_key = pair.postback(PostbackQuery::Transaction("11112222".into())).await;
    assert_eq!(by_key.deposit().unwrap().transactions, deposit.transactions);
    let one = &deposit.transactions.rows[0];
    assert_eq!(one.custom_id.as_ref(), Some(&first));
    assert_eq!(one.activated, Some(Timestamp::from_second(1_700_000_000).unwrap()), "the zone is +08:00 on both sides");

    let query = OrderQuery::Deposits(vec![first, "unknown".into()]);
    let Data::Orders(orders) = pair.ask(Read::Orders(query)).await else { panic!("no orders") };
    assert!(matches!(orders.rows[0].found, Found::Postback(_)));
    assert_eq!(orders.rows[1].found, Found::Nothing("Postback not found".into()));
}

#[tokio::test]
async fn activations_are_accepted_checked_or_refused() {
    let pair = Pair::new();
    let transaction = Change::CreateTransaction(TransactionDraft {
        wallet: "paytm".into(),
        currency: Currency::inr(),
        label: "u2".into(),
    });
    let (_, Receipt::Transaction { identifier }) = pair.done(&transaction).await else { panic!("no identifier") };
    let (id, receipt) = pair.done(&activation("u3", "paytm", "00012345", Some(900))).await;
    assert!(matches!(receipt, Receipt::Activated(Activated::CheckStarted { .. })), "{receipt:?}");
    let query = || Read::Postback(PostbackQuery::Custom(id.clone()));
    assert!(pair.client.reads.read(&query()).await.is_err());
    pair.pass(150);
    assert!(matches!(pair.ask(query()).await, Data::Postback(_)), "credited once it was checked");

    pair.refused(&activation("u3", "phone_pe", "11112222", None), "amount").await;
    pair.refused(&activation("u3", "paytm", "123", None), "key1").await;
    pair.refused(&activation("u3", "nopay", "11112222", None), "wallet_type").await;
    let intent = pair.intent();
    assert!(matches!(pair.tell(intent, &activation("u3", "paytm", "55556666", None)).await, Outcome::Done(_)));
    let again = pair.tell(intent, &activation("u3", "paytm", "55556666", None)).await;
    assert!(again.fields().is_some_and(|fields| fields.of("custom_transaction_id").is_some()), "{again:?}");

    let folder = tempfile::tempdir().unwrap();
    let screenshot = folder.path().join("paid.png");
    std::fs::write(&screenshot, vec![0x89; 3 * 1024 * 1024]).unwrap();
    let (_, receipt) = pair.done(&possible("77778888", Some(screenshot))).await;
    assert!(matches!(receipt, Receipt::Activated(Activated::PossibleCreated { .. })), "{receipt:?}");
    let (_, receipt) = pair.done(&possible(identifier.as_str(), None)).await;
    assert_eq!(receipt, Receipt::Activated(Activated::Accepted));
    assert_eq!(pair.refused(&possible("123", None), "key1").await, "Transaction field has wrong length");
}

#[tokio::test]
async fn a_payment_brings_an_address_and_addresses_their_hashes() {
    let pair = Pair::new();
    let payment = Change::CreatePayment(PaymentDraft {
        system: "paytm".into(),
        language: "en".into(),
        currency: Currency::inr(),
        bank: "MBB".into(),
        amount: Decimal::from(1000),
        label: "55".into(),
        redirect_url: "https://shop.example/back".into(),
    });
    let (_, Receipt::Payment { redirect: Some(address) }) = pair.done(&payment).await else { panic!("no address") };
    assert!(address.as_str().starts_with("https://"));
    let Data::HashedRedirects(hashed) = pair.ask(Read::HashRedirects(crate::paykassma::redirects())).await else {
        panic!("no hashes")
    };
    let orders: Vec<i64> = hashed.hashes.pending.iter().map(|row| row.order).collect();
    assert_eq!((orders, hashed.bad.len()), (vec![3, 4], 0));
    assert!(hashed.hashes.success.iter().all(|row| row.url.as_str().len() == 64));
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
async fn no_fault_makes_a_withdrawal_what_it_is_not(#[case] faults: Faults) {
    let pair = Pair::with(faults, 7);
    let (mut done, mut rejected, mut unconfirmed) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..60 {
        let intent = pair.intent();
        // Some break a rule of the provider.
        let amount = if number % 5 == 0 { 505 } else { 500 };
        let id = intent.to_string();
        match pair.tell(intent, &withdraw(to("paytm", "9876543210", amount))).await {
            Outcome::Done(_) => done.push(id),
            Outcome::Rejected(_) => rejected.push(id),
            Outcome::Unconfirmed(_) => unconfirmed.push(id),
        }
    }
    let acted: Vec<String> =
        pair.ledger().await.iter().map(|row| row["withdrawal_id"].as_str().unwrap().to_owned()).collect();
    assert!(done.iter().all(|id| acted.contains(id)), "what is done was done");
    assert!(rejected.iter().all(|id| !acted.contains(id)), "what is rejected was not");
    assert!(!done.is_empty() && !rejected.is_empty() && !unconfirmed.is_empty());
    // What is unconfirmed is looked up by its id, until an answer comes: it shows what became of it, or nothing.
    pair.pass(120);
    for id in &unconfirmed {
        let read = Read::Orders(OrderQuery::Withdrawals(vec![id.as_str().into()]));
        let rows = loop {
            if let Ok(answer) = pair.client.reads.read(&read).await {
                let Data::Orders(rows) = answer.data else { panic!("no orders") };
                break rows.rows;
            }
        };
        assert_eq!(rows[0].settled().is_some(), acted.contains(id));
    }
}

#[tokio::test]
async fn too_slow_an_answer_is_unconfirmed_and_true_all_the_same() {
    let pair = Pair::with(Faults { latency: Duration::from_secs(30), ..Faults::default() }, 0);
    let mut hasty = settings(pair.address);
    hasty.http.timeout = Duration::from_millis(200);
    let client = opened(hasty);
    let outcome = client.changes.unwrap().change(pair.intent(), &withdraw(to("paytm", "9876543210", 500))).await;
    assert!(matches!(outcome, Outcome::Unconfirmed(Fault::Timeout { .. })), "{outcome:?}");
    assert_eq!(client.reads.read(&Read::Balances).await.unwrap_err().retry_after(), None);
}

#[tokio::test]
async fn the_sandbox_says_what_lets_a_caller_in() {
    let pair = Pair::new();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let told = client.get(format!("http://{}/", pair.address)).send().await.unwrap().text().await.unwrap();
    for (name, value) in HALF.settings {
        assert!(told.contains(name) && told.contains(value), "{told}");
    }
}
