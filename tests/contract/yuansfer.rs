//! What the tests of Yuansfer share: a client of the stub, the document's samples, and changes to make.

use jiff::Timestamp;
use paytop::domain::{
    AccountNumber, AccountPurpose, BankAccountDraft, Change, Currency, Data, Fault, IntentId, InvoiceId, Money,
    Outcome, PayeeDetails, PayeeDraft, Phone, ProfileKind, Read, Text, TransferRequest,
};
use paytop::providers::Client;
use paytop::providers::http::{self, ChangePermit};
use paytop::providers::yuansfer::{self, Encoding, Settings};
use rust_decimal::Decimal;

use crate::stub::{Reaction, Stub, response};

/// The merchant's token as the vendor publishes it.
pub const TOKEN: &str = "17cfc0170ef1c017b4a929d233d6e65e";

/// The document's samples, word for word.
macro_rules! samples {
    ($($name:ident = $file:literal,)*) => {
        $(pub const $name: &str = include_str!(concat!("yuansfer_samples/", $file, ".json"));)*
    };
}

samples! {
    REGISTER_REQUEST = "register_request",
    REGISTER = "register",
    RETRIEVE_REQUEST = "retrieve_request",
    RETRIEVE = "retrieve",
    UPDATE_REQUEST = "update_request",
    UPDATE = "update",
    ACCOUNT_REQUEST = "account_request",
    ACCOUNT = "account",
    ACCOUNTS_REQUEST = "accounts_request",
    ACCOUNTS = "accounts",
    TRANSFER_REQUEST = "transfer_request",
    TRANSFER = "transfer",
}

/// Every answer that the document shows.
pub const ANSWERS: &[&str] = &[REGISTER, RETRIEVE, UPDATE, ACCOUNT, ACCOUNTS, TRANSFER];

/// The inquiry's answer by the fields that the vendor's SDKs name.
pub const INQUIRY: &str = r#"{"result":{"amount":"500.00","transactionNo":"305588797074336092",
"createdTime":"2023-02-13T11:58:59Z","invoiceId":"9aae4c685d824c5da746f97620c59eb5","currency":"USD",
"status":"success","receiver":"john@example.com"},"ret_msg":"success","ret_code":"000100"}"#;

/// The moment of the document's retrieval.
fn clock() -> Timestamp {
    "2023-02-13T12:35:14Z".parse().unwrap()
}

pub fn settings(url: &str) -> Settings {
    Settings {
        http: http::Settings::new(url),
        merchant_no: "202333".to_owned(),
        store_no: "301854".to_owned(),
        token: TOKEN.into(),
        ipn_url: Some("https://example.com/webhooks".to_owned()),
        client_ip: Some("127.0.0.1".to_owned()),
        encoding: Encoding::Json,
        clock,
    }
}

/// A client that may change things.
pub fn open(settings: Settings) -> Client {
    yuansfer::open(settings, ChangePermit::unless(false)).unwrap()
}

pub fn client(stub: &Stub) -> Client {
    open(settings(&stub.url()))
}

/// The intent whose invoice id is the document's.
pub fn intent() -> IntentId {
    "9aae4c68-5d82-4c5d-a746-f97620c59eb5".parse().map(IntentId).unwrap()
}

pub fn invoice() -> InvoiceId {
    "9aae4c685d824c5da746f97620c59eb5".into()
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

/// The document's own payee.
pub fn details() -> PayeeDetails {
    let text = |text: &str| Some(Text::from(text));
    PayeeDetails {
        profile: ProfileKind::Individual,
        first_name: "John".into(),
        last_name: "Doe".into(),
        date_of_birth: "1999-01-01".into(),
        phone: Some(Phone::new("1234567890")),
        country: "US".into(),
        state: text("NY"),
        city: text("hometown"),
        street: text("123 main St"),
        street2: Some(Text::default()),
        zip: text("10005"),
    }
}

pub fn registration() -> Change {
    Change::RegisterPayee(Box::new(PayeeDraft {
        code: "1665425422".into(),
        email: "john@example.com".into(),
        details: details(),
    }))
}

/// The document's own update.
pub fn update() -> Change {
    let details = PayeeDetails { phone: Some(Phone::new("123456789")), zip: Some("10006".into()), ..details() };
    Change::UpdatePayee { payee: "2000305228303182610217".into(), details: Box::new(details) }
}

/// The document's own account.
pub fn account() -> BankAccountDraft {
    BankAccountDraft {
        payee: "2000305228303182610217".into(),
        country: "US".into(),
        currency: Currency::new("USD"),
        tag: Some("1a52692711".into()),
        number: AccountNumber::new("7861053298".into()),
        routing: "101089292".into(),
        purpose: AccountPurpose::Checking,
    }
}

/// The document's own transfer.
pub fn request() -> TransferRequest {
    TransferRequest {
        subject: Some("Payouts".into()),
        note: Some("Payouts, Thanks".into()),
        description: Some("thank you".into()),
        ..TransferRequest::new(
            "2000305228292319592008".into(),
            "2010305228303182765718".into(),
            Money::new(decimal("500"), Currency::new("USD")),
        )
    }
}

pub fn transfer() -> Change {
    Change::Transfer(Box::new(request()))
}

/// Every change.
pub fn changes() -> Vec<Change> {
    vec![registration(), update(), Change::AddBankAccount(Box::new(account())), transfer()]
}

/// Every question.
pub fn reads() -> Vec<Read> {
    vec![
        Read::Payee("2000305228303182610217".into()),
        Read::PayoutAccounts("2000305228292319592008".into()),
        Read::Transfers(vec![invoice()]),
    ]
}
