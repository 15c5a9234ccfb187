//! What Yuansfer tells as rows, with the field names of its API document. What identifies people is masked unless the
//! operator asked to see it; of account numbers the provider itself tells no more than the end.

use jiff::Timestamp;

use crate::cli::output::{Field, Row};
use crate::cli::reveal::Reveal;
use crate::domain::{Inquiry, KnownPayee, Payee, PayoutAccount, Phone, Text, TransferFound, mask_digits, masked_email};

/// A payee's account.
pub const ACCOUNT: &[&str] =
    &["accountToken", "accountTag", "accountType", "country", "currency", "cardNumber", "status", "createdAt"];

/// A payee that is remembered here.
pub const KNOWN: &[&str] = &[
    "customerNo",
    "customerCode",
    "payeeStatus",
    "profileType",
    "name",
    "email",
    "phone",
    "countryCode",
    "accounts",
    "lookedUp",
];

/// A transfer.
pub const TRANSFER: &[&str] =
    &["invoiceId", "status", "final", "amount", "currency", "transactionNo", "receiver", "createdTime", "told"];

/// What stands for something that is nobody's business.
const HIDDEN: &str = "•••";

fn time(at: Option<Timestamp>) -> Field {
    at.map(|at| at.to_string()).into()
}

/// A payee.
pub fn payee(payee: &Payee, reveal: Reveal) -> Row {
    let private =
        |text: &Option<Text>| text.as_ref().map(|text| if reveal.0 { text.to_string() } else { HIDDEN.to_owned() });
    Row::default()
        .with("customerNo", payee.no.as_str())
        .with("customerCode", payee.code.as_ref().map(|code| reveal.words(code)))
        .with("payeeStatus", payee.status.as_ref().map(ToString::to_string))
        .with("profileType", payee.profile.as_ref())
        .with("firstName", payee.first_name.as_ref())
        .with("lastName", payee.last_name.as_ref())
        .with("email", payee.email.as_ref().map(|email| self::email(email, reveal)))
        .with("dateOfBirth", private(&payee.date_of_birth))
        .with("phone", payee.phone.as_ref().map(|phone| reveal.phone(phone)))
        .with("countryCode", payee.country.as_ref())
        .with("state", payee.state.as_ref())
        .with("city", payee.city.as_ref())
        .with("street", private(&payee.street))
        .with("street2", private(&payee.street2))
        .with("zip", payee.zip.as_ref())
        .with("lang", payee.language.as_ref())
        .with("createdTime", time(payee.created))
        .with("updatedTime", time(payee.updated))
}

/// A payee that is remembered here: no more is kept than may be seen.
pub fn known(known: &KnownPayee) -> Row {
    let payee = &known.payee;
    Row::default()
        .with("customerNo", payee.no.as_str())
        .with("customerCode", payee.code.as_ref())
        .with("payeeStatus", payee.status.as_ref().map(ToString::to_string))
        .with("profileType", payee.profile.as_ref())
        .with("name", Field::Text(mask_digits(payee.name().trim())))
        .with("email", payee.email.as_ref())
        .with("phone", payee.phone.as_ref().map(Phone::masked))
        .with("countryCode", payee.country.as_ref())
        .with("accounts", Field::List(known.accounts.iter().flatten().map(account).collect()))
        .with("lookedUp", time(known.looked))
}

fn email(email: &Text, reveal: Reveal) -> String {
    if reveal.0 { email.to_string() } else { masked_email(email.as_str()) }
}

/// An account of a payee.
pub fn account(account: &PayoutAccount) -> Row {
    Row::default()
        .with("accountToken", account.token.as_str())
        .with("accountTag", account.tag.as_ref())
        .with("accountType", &account.kind)
        .with("country", account.country.as_ref())
        .with("currency", account.currency.as_ref().map(|currency| currency.code().to_owned()))
        .with("cardNumber", Some(account.masked()).filter(|number| !number.is_empty()))
        .with("status", &account.status.0)
        .with("createdAt", time(account.created))
}

/// A transfer that was asked for, and what was found of it.
pub fn transfer(inquiry: &Inquiry, reveal: Reveal) -> Row {
    let row = Row::default().with("invoiceId", inquiry.invoice.as_str());
    let found = inquiry.transfer();
    let receiver = found.and_then(|found| found.receiver.as_ref());
    // A receiver may be named by an email address or a phone.
    let receiver = receiver
        .map(|receiver| if receiver.as_str().contains('@') { email(receiver, reveal) } else { reveal.words(receiver) });
    row.with("status", found.map(|found| found.status.word().to_owned()))
        .with("final", found.is_some_and(|found| found.status.is_final()))
        .with("amount", found.map(|found| &found.amount))
        .with("currency", found.map(|found| found.amount.currency.code().to_owned()))
        .with("transactionNo", found.map(|found| &found.number))
        .with("receiver", receiver)
        .with("createdTime", time(found.and_then(|found| found.created)))
        .with("told", Field::Text(told(inquiry)))
}

/// What was found, in words.
pub fn told(inquiry: &Inquiry) -> String {
    match &inquiry.found {
        TransferFound::Transfer(transfer) => transfer.status.plain().to_owned(),
        TransferFound::Unknown(_) => "not known there, which settles nothing".to_owned(),
        TransferFound::Fault(fault) => mask_digits(&fault.to_string()),
    }
}
