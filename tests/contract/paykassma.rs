//! What the tests of Paykassma share: a client of the stub, its samples, and changes to make.

use std::path::Path;

use jiff::Timestamp;
use paytop::domain::{
    AccountNumber, Activation, Change, Currency, Data, Fault, IntentId, Money, OrderQuery, Outcome, PaymentDraft,
    PossibleTransaction, PostbackQuery, Read, Redirect, Redirects, TransactionDraft, WithdrawalRequest,
};
use paytop::providers::Client;
use paytop::providers::http::{self, ChangePermit};
use paytop::providers::paykassma::{self, Settings};
use rust_decimal::Decimal;

use crate::stub::{Reaction, Stub, response};

/// A secret with every kind of character that addresses write in another way.
pub const SECRET: &str = "hush/hush +&=ü%41-7f3a";

/// What withdrawals are signed with.
pub const PRIVATE_KEY: &str = "yourprivatekey-9c1d";

/// The document's samples, word for word but for the commas they miss.
macro_rules! samples {
    ($($name:ident = $file:literal,)*) => {
        $(pub const $name: &str = include_str!(concat!("paykassma_samples/", $file, ".json"));)*

        /// All answers.
        pub const ANSWERS: &[&str] = &[$($name,)*];
    };
}

samples! {
    SYSTEMS = "systems",
    HINTS = "hints",
    TRANSACTION = "transaction",
    POSSIBLE = "possible",
    POSSIBLE_FIELDS = "possible_fields",
    POSSIBLE_CREATED = "possible_created",
    SAVINGS = "savings",
    HASH = "hash",
    INSUFFICIENT = "insufficient",
    POSTBACK_DEPOSIT = "postback_deposit",
    POSTBACK_WITHDRAWAL = "postback_withdrawal",
    BALANCES = "balances",
    ERROR = "error",
    ORDERS_DEPOSITS = "orders_deposits",
    ORDERS_WITHDRAWALS = "orders_withdrawals",
    ORDERS_FIELDS = "orders_fields",
    FAIL = "fail",
    OK = "ok",
}

/// The document's requests.
pub const WITHDRAWAL_REQUEST: &str = include_str!("paykassma_samples/withdrawal_request.json");
pub const ACTIVATE_REQUEST: &str = include_str!("paykassma_samples/activate_request.json");
pub const PAYMENT_REQUEST: &str = include_str!("paykassma_samples/payment_request.json");
pub const HASH_REQUEST: &str = include_str!("paykassma_samples/hash_request.json");

pub fn settings(url: &str) -> Settings {
    Settings {
        http: http::Settings::new(url),
        secret: SECRET.into(),
        private_key: Some(PRIVATE_KEY.into()),
        zone: Settings::usual_zone(),
    }
}

/// A client that may change things.
pub fn open(settings: Settings) -> Client {
    paykassma::open(settings, ChangePermit::unless(false)).unwrap()
}

pub fn client(stub: &Stub) -> Client {
    open(settings(&stub.url()))
}

pub fn intent() -> IntentId {
    IntentId::new(Timestamp::UNIX_EPOCH, [7; 10])
}

pub fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

/// Asks a stub that answers with this.
pub async fn asked(read: Read, body: impl AsRef<[u8]>) -> Result<Data, Fault> {
    client(&Stub::answering(body).await).reads.read(&read).await.map(|answer| answer.data)
}

/// Tells a stub that answers with this status and body.
pub async fn told(change: &Change, status: &str, body: impl AsRef<[u8]>) -> Outcome {
    let say = Reaction::Say(response(status, "Content-Type: application/json\r\n", body.as_ref()));
    tell(&client(&Stub::always(say).await), change).await
}

pub async fn tell(client: &Client, change: &Change) -> Outcome {
    client.changes.as_ref().unwrap().change(intent(), change).await
}

/// The document's own withdrawal, with a number that fits its mask.
pub fn withdrawal() -> Change {
    let request = WithdrawalRequest {
        comment: Some("withdrawal".into()),
        account_number: Some(AccountNumber::new("9876543210".into())),
        payments_provider: Some("56".into()),
        payments_method: Some("MOBILE_MONEY".into()),
        bank_code: Some("MAHB0001821".into()),
        branch_code: Some("000254".into()),
        bank_code_in_system: Some("9393".into()),
        ..WithdrawalRequest::new("paytm".into(), Money::inr(Decimal::ONE_THOUSAND), "55".into(), false)
    };
    Change::CreateWithdrawal(Box::new(request))
}

pub fn activation(amount: Option<&str>) -> Change {
    Change::ActivateTransaction(Activation {
        currency: Currency::new("USD"),
        wallet: "paytm".into(),
        label: "55".into(),
        key: "123-ABC-456-DEF".into(),
        amount: amount.map(decimal),
    })
}

pub fn possible(screenshot: Option<&Path>) -> Change {
    Change::ReportTransaction(PossibleTransaction {
        currency: Currency::new("INR"),
        wallet: "bank_b_ml".into(),
        label: "55".into(),
        key: "123-ABC-456-DEF".into(),
        amount: decimal("500.10"),
        screenshot: screenshot.map(Path::to_owned),
    })
}

pub fn transaction() -> Change {
    Change::CreateTransaction(TransactionDraft {
        wallet: "paytm".into(),
        currency: Currency::new("INR"),
        label: "eligendi".into(),
    })
}

pub fn payment() -> Change {
    Change::CreatePayment(PaymentDraft {
        system: "payco".into(),
        language: "en".into(),
        currency: Currency::new("USD"),
        bank: "MBB".into(),
        amount: decimal("1000.00"),
        label: "55".into(),
        redirect_url: "https://google.com".into(),
    })
}

/// Every change.
pub fn changes() -> Vec<Change> {
    vec![withdrawal(), transaction(), activation(None), possible(None), payment()]
}

/// Every question.
pub fn reads() -> Vec<Read> {
    vec![
        Read::Balances,
        Read::PaymentSystems { currencies: vec![Currency::new("USD"), Currency::inr()], label: "55".into() },
        Read::MediaHints,
        Read::Savings { label: "55".into(), wallet: "paytm".into(), currency: Currency::inr(), code: None },
        Read::HashRedirects(redirects()),
        Read::Postback(PostbackQuery::Transaction("453535345".into())),
        Read::Postback(PostbackQuery::Custom("7".into())),
        Read::Postback(PostbackQuery::Withdrawal("2298635".into())),
        Read::Orders(OrderQuery::Deposits(vec!["autotest51191116971521".into()])),
        Read::Orders(OrderQuery::Withdrawals(vec!["autotest51180853781767".into()])),
    ]
}

/// The document's own.
pub fn redirects() -> Redirects {
    let of = |order, url: &str| Redirect { order, url: url.into() };
    Redirects {
        success: vec![of(2, "https://test.com/success2.jpg"), of(1, "https://test.com/success1.jpg")],
        fail: vec![of(1, "https://test.com/fail1.jpg"), of(2, "https://test.com/fail2.jpg")],
        pending: vec![of(3, "https://test.com/pending1.jpg"), of(4, "https://test.com/pending2.jpg")],
    }
}
