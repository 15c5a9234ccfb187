//! From what is on the wire to the nouns of the house. What is missing and could not be done without is told by its
//! name.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::super::json::{Json, Object, named, object, rows};
use crate::domain::{
    AccountToken, Currency, Fault, InvoiceId, Money, Payee, PayeeNo, PayeeStatus, PayoutAccount, PayoutAccounts, Phone,
    Rows, Text, Transfer, TransferRequest, TransferStatus,
};

/// The object of this name, which has to be there.
fn part<'a>(whole: &Object<'a>, name: &str) -> Result<Object<'a>, Fault> {
    let value = whole.get(name).ok_or_else(|| unreadable(format!("it has no {name}")))?;
    value.object().map_err(|found| unreadable(format!("{name} is {found}")))
}

fn unreadable(words: impl Into<Text>) -> Fault {
    Fault::Unreadable(words.into())
}

/// The number that a payee was registered under.
pub(super) fn registered(whole: &Object<'_>) -> Result<PayeeNo, Fault> {
    part(whole, "customer")?.ident("customerNo").map(PayeeNo).map_err(unreadable)
}

/// The payee who was asked for.
pub(super) fn payee(whole: &Object<'_>, asked: &PayeeNo) -> Result<Payee, Fault> {
    let found = one_payee(&part(whole, "customer")?).map_err(unreadable)?;
    if found.no == *asked { Ok(found) } else { Err(unreadable("it is about another payee")) }
}

fn one_payee(row: &Object<'_>) -> Result<Payee, String> {
    Ok(Payee {
        no: PayeeNo(row.ident("customerNo")?),
        code: row.text("customerCode")?,
        status: row.text("payeeStatus")?.map(PayeeStatus),
        profile: row.text("profileType")?,
        first_name: row.text("firstName")?,
        last_name: row.text("lastName")?,
        email: row.text("email")?,
        date_of_birth: row.text("dateOfBirth")?,
        phone: row.text("phone")?.map(|phone| Phone::new(phone.as_str())),
        country: row.text("countryCode")?,
        state: row.text("state")?,
        city: row.text("city")?,
        street: row.text("street")?,
        street2: row.text("street2")?,
        zip: row.text("zip")?,
        language: row.text("lang")?,
        created: time(row, "createdTime")?,
        updated: time(row, "updatedTime")?,
    })
}

/// The account that was added.
pub(super) fn added(whole: &Object<'_>) -> Result<PayoutAccount, Fault> {
    account(&part(whole, "result")?).map_err(unreadable)
}

/// A payee's accounts. A bad row loses only itself.
pub(super) fn accounts(whole: &Object<'_>) -> Result<PayoutAccounts, Fault> {
    let (payee, name) = match whole.get("user") {
        Some(user) => {
            let user = user.object().map_err(|found| unreadable(format!("user is {found}")))?;
            let names = [user.text("firstName"), user.text("lastName")];
            let names: Vec<Text> = names.into_iter().filter_map(|name| name.ok().flatten()).collect();
            let no = user.get("customerNo").map(|_| user.ident("customerNo")).transpose().map_err(unreadable)?;
            (no.map(PayeeNo), names.iter().map(Text::as_str).collect::<Vec<_>>().join(" "))
        }
        None => (None, String::new()),
    };
    let list = match whole.get("accounts") {
        Some(list) => list.list().map_err(|found| unreadable(format!("accounts is {found}")))?,
        // No account is no list, where null or nothing stands for it.
        None => Vec::new(),
    };
    let accounts: Rows<PayoutAccount> = rows(list, |value: Json<'_>| account(&object(value)?));
    Ok(PayoutAccounts { payee, name, accounts })
}

/// An account; where it was just added, two of its fields have other names.
fn account(row: &Object<'_>) -> Result<PayoutAccount, String> {
    let status = match row.text("status")? {
        Some(status) => status,
        None => row.text("accountStatus")?.unwrap_or_default(),
    };
    let created = match time(row, "createdAt")? {
        Some(created) => Some(created),
        None => time(row, "timestamp")?,
    };
    Ok(PayoutAccount {
        token: AccountToken(row.ident("accountToken")?),
        tag: row.text("accountTag")?,
        kind: row.text("accountType")?.unwrap_or_default(),
        country: row.text("country")?,
        currency: row.text("currency")?.map(|code| Currency::new(code.as_str())),
        ending: row.text("cardNumber")?.and_then(|number| ending(&number)),
        status: PayeeStatus(status),
        created,
    })
}

/// The last four characters of a number, of which the provider tells no more; should it tell more once, the rest is
/// dropped here.
fn ending(number: &Text) -> Option<Text> {
    let shown: String = number.as_str().chars().filter(|c| c.is_alphanumeric()).collect();
    let skip = shown.chars().count().saturating_sub(4);
    Some(shown.chars().skip(skip).collect::<String>().into()).filter(|ending: &Text| !ending.is_empty())
}

/// The transfer that `request` asked for under this id. One with another id, amount or currency is not it.
pub(super) fn taken_on(whole: &Object<'_>, request: &TransferRequest, id: &InvoiceId) -> Result<Transfer, Fault> {
    let found = transfer(&part(whole, "result")?, id)?;
    if found.amount == request.amount {
        Ok(found)
    } else {
        Err(unreadable("it is about another amount or currency than was sent"))
    }
}

/// The transfer that was asked for by its id.
pub(super) fn looked_up(whole: &Object<'_>, id: &InvoiceId) -> Result<Transfer, Fault> {
    transfer(&part(whole, "result")?, id)
}

fn transfer(row: &Object<'_>, id: &InvoiceId) -> Result<Transfer, Fault> {
    let found = one_transfer(row).map_err(unreadable)?;
    if found.invoice == *id { Ok(found) } else { Err(unreadable("it is about another transfer")) }
}

fn one_transfer(row: &Object<'_>) -> Result<Transfer, String> {
    let status = row.get("status").ok_or("has no status")?;
    let status = named("status", status.text())?.unwrap_or_default();
    let currency = row.text("currency")?.ok_or("has no currency")?;
    Ok(Transfer {
        invoice: InvoiceId(row.ident("invoiceId")?),
        number: row.text("transactionNo")?.unwrap_or_default(),
        amount: Money::new(row.decimal("amount")?, Currency::new(currency.as_str())),
        status: TransferStatus::new(&status),
        created: time(row, "createdTime")?,
        payee: row.get("customerNo").map(|_| row.ident("customerNo")).transpose()?.map(PayeeNo),
        account: row.get("accountToken").map(|_| row.ident("accountToken")).transpose()?.map(AccountToken),
        receiver: row.text("receiver")?,
    })
}

/// A time, in UTC where it names no zone; one that no calendar has is unknown.
fn time(row: &Object<'_>, name: &str) -> Result<Option<Timestamp>, String> {
    let Some(text) = row.text(name)? else { return Ok(None) };
    let text = text.as_str().trim();
    let civil = || text.parse::<DateTime>().ok()?.to_zoned_datetime(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    Ok(text.parse::<Timestamp>().ok().or_else(civil))
}
