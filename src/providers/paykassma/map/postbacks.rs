//! Postbacks, looked up one by one or many at once.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::super::json::{Json, Object, named, object, rows};
use super::super::super::scrub::Scrub;
use super::super::raw::laid_out;
use super::deposits::currency;
use super::times::moment;
use crate::domain::{
    AccountNumber, Currency, DepositPostback, DepositTransaction, Fault, Found, Money, OrderStatus, Postback,
    PostbackBody, Rows, Text, WithdrawalPostback, WithdrawalStatus,
};

/// Whose postback it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Kind {
    /// A deposit's.
    Deposit,
    /// A withdrawal's.
    Withdrawal,
}

impl Kind {
    /// What the document calls it.
    pub(in super::super) fn word(self) -> &'static str {
        match self {
            Self::Deposit => "deposit",
            Self::Withdrawal => "withdrawal",
        }
    }

    /// The list in which many come, and the id of each.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Deposit => ("transactions", "plugin_custom_order_id"),
            Self::Withdrawal => ("withdrawals", "withdrawal_id"),
        }
    }
}

/// A postback as it was sent.
pub(in super::super) fn postback(
    json: Json<'_>,
    kind: Kind,
    zone: &TimeZone,
    scrub: &Scrub,
) -> Result<Postback, String> {
    let whole = json.object().map_err(|found| format!("the postback is {found}"))?;
    let told = match kind {
        Kind::Deposit => PostbackBody::Deposit(deposit(&whole, zone)?),
        Kind::Withdrawal => PostbackBody::Withdrawal(withdrawal(&whole)?),
    };
    Ok(Postback { told, raw: laid_out(json, scrub) })
}

fn deposit(whole: &Object<'_>, zone: &TimeZone) -> Result<DepositPostback, String> {
    let transactions = match whole.get("transactions") {
        Some(list) => named("transactions", list.list())?,
        None => Vec::new(),
    };
    Ok(DepositPostback {
        transaction_id: whole.text("transaction_id")?,
        label: whole.text("label")?.unwrap_or_default(),
        stockpiling: stockpiling(whole)?,
        stockpiling_id: whole.text("stockpiling_id")?,
        transactions: rows(transactions, |value| transaction(&object(value)?, zone)),
    })
}

/// The sum in every currency, in the provider's order.
fn stockpiling(whole: &Object<'_>) -> Result<Rows<Money>, String> {
    let mut table = Rows::default();
    let Some(value) = whole.get("stockpiling") else { return Ok(table) };
    for (code, value) in named("stockpiling", value.object())?.fields() {
        match value.decimal() {
            Ok(Some(amount)) => table.rows.push(Money::new(amount, Currency::new(code.as_str()))),
            Ok(None) => table.bad.push(Text::from(format!("stockpiling in {code} is nothing"))),
            Err(found) => table.bad.push(Text::from(format!("stockpiling in {code} is {found}"))),
        }
    }
    Ok(table)
}

fn transaction(row: &Object<'_>, zone: &TimeZone) -> Result<DepositTransaction, String> {
    Ok(DepositTransaction {
        amount: Money::new(row.decimal("amount")?, currency(row, "currency_code")?),
        wallet: row.text("wallet_type")?.unwrap_or_default(),
        id: row.text("transaction_id")?.unwrap_or_default(),
        kind: row.text("transaction_type")?,
        from: row.text("from")?,
        created: time(row, "created_datetime", zone)?,
        activated: time(row, "activated_datetime", zone)?,
        custom_id: row.text("custom_id")?,
    })
}

/// A time; one that no calendar has is unknown.
fn time(row: &Object<'_>, name: &str, zone: &TimeZone) -> Result<Option<Timestamp>, String> {
    Ok(row.text(name)?.and_then(|text| moment(text.as_str(), zone)))
}

fn withdrawal(whole: &Object<'_>) -> Result<WithdrawalPostback, String> {
    let nested = |name: &str| match whole.get(name) {
        Some(value) => named(name, value.object()).map(Some),
        None => Ok(None),
    };
    let (payments, bank) = (nested("payments_details")?, nested("bank_details")?);
    let text = |object: &Option<Object<'_>>, name: &str| object.as_ref().map_or(Ok(None), |object| object.text(name));
    let status = whole.get("status").ok_or("has no status")?;
    let status = named("status", status.text())?.unwrap_or_default();
    Ok(WithdrawalPostback {
        id: whole.ident("withdrawal_id")?,
        status: WithdrawalStatus::new(&status),
        comment: whole.text("comment")?,
        system: whole.text("payment_system")?.unwrap_or_default(),
        amount: Money::new(whole.decimal("amount")?, currency(whole, "currency_code")?),
        label: whole.text("label")?.unwrap_or_default(),
        account_number: whole.text("account_number")?.map(|number| AccountNumber::new(number.as_str().into())),
        account_name: whole.text("account_name")?,
        account_email: whole.text("account_email")?,
        payments_method: text(&payments, "payments_method")?,
        payments_provider: text(&payments, "payments_provider")?,
        bank_code: text(&bank, "bank_code")?,
        branch_code: text(&bank, "branch_code")?,
        bank_code_in_system: text(&bank, "bank_code_in_payments_system")?,
    })
}

/// "Order statuses".
pub(in super::super) fn orders(
    whole: &Object<'_>,
    kind: Kind,
    zone: &TimeZone,
    scrub: &Scrub,
) -> Result<Rows<OrderStatus>, Fault> {
    let (list, id) = kind.names();
    let unreadable = |words: String| Fault::Unreadable(words.into());
    let data = whole.get("data").ok_or_else(|| unreadable("it has no data".to_owned()))?;
    let data = data.object().map_err(|found| unreadable(format!("data is {found}")))?;
    // Where nothing is known, PHP writes `data` as an empty list.
    let Some(list) = data.get(list) else { return Ok(Rows::default()) };
    let list = list.list().map_err(|found| unreadable(format!("data has {found} where a list should be")))?;
    Ok(rows(list, |value| order(&object(value)?, id, kind, zone, scrub)))
}

fn order(row: &Object<'_>, id: &str, kind: Kind, zone: &TimeZone, scrub: &Scrub) -> Result<OrderStatus, String> {
    let id = row.ident(id)?;
    // The document's table calls a postback an array; its samples are objects. Of a list the only one counts.
    let one = row.get("postback").and_then(|value| match value.list() {
        Ok(list) if value.is_list() => list.into_iter().next(),
        _ => Some(value),
    });
    let found = match one {
        Some(value) => {
            let postback = postback(value, kind, zone, scrub)?;
            if postback.withdrawal().is_some_and(|told| told.id != id) {
                return Err("holds the postback of another withdrawal".to_owned());
            }
            Found::Postback(Box::new(postback))
        }
        None => Found::Nothing(row.text("message")?.ok_or("has neither a postback nor a message")?),
    };
    Ok(OrderStatus { id, found })
}
