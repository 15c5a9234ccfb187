//! Balances, payment systems, hints, savings, hashed addresses, and what the deposits' own requests bring back.

use super::super::super::json::{Json, Object, named, object, rows};
use crate::domain::{
    Balance, Currency, CurrencySign, Fault, HashedRedirects, MediaHint, Money, PaymentSystem, PaymentSystems, Redirect,
    Redirects, Rows, Savings, Text, WebAddress,
};

fn unreadable(words: impl Into<Text>) -> Fault {
    Fault::Unreadable(words.into())
}

/// The object in a field, which has to be there.
fn within<'a>(whole: &Object<'a>, name: &str) -> Result<Object<'a>, Fault> {
    let value = whole.get(name).ok_or_else(|| unreadable(format!("it has no {name}")))?;
    value.object().map_err(|found| unreadable(format!("{name} is {found}")))
}

/// The values of the list in a field, which has to be there.
fn listed<'a>(whole: &Object<'a>, name: &str) -> Result<Vec<Json<'a>>, Fault> {
    let value = whole.get(name).ok_or_else(|| unreadable(format!("it has no {name}")))?;
    value.list().map_err(|found| unreadable(format!("{name} is {found}, not a list")))
}

/// A currency code, which has to be there.
pub(super) fn currency(row: &Object<'_>, name: &str) -> Result<Currency, String> {
    let code = row.text(name)?.ok_or_else(|| format!("has no {name}"))?;
    Ok(Currency::new(code.as_str()))
}

/// "Accounts' balance".
pub(in super::super) fn balances(whole: &Object<'_>) -> Result<Rows<Balance>, Fault> {
    let list = listed(&within(whole, "data")?, "balances")?;
    Ok(rows(list, |value| {
        let row = object(value)?;
        Ok(Balance {
            wallet: row.text("wallet_type")?.ok_or("has no wallet_type")?,
            money: Money::new(row.decimal("amount")?, currency(&row, "currency_code")?),
        })
    }))
}

/// "Obtaining available PSs".
pub(in super::super) fn payment_systems(whole: &Object<'_>) -> Result<PaymentSystems, Fault> {
    let params = within(whole, "params")?;
    let wallets = listed(&params, "wallets")?;
    let signs = params.get("currency_data").map_or(Ok(Vec::new()), Json::list).unwrap_or_default();
    let mut systems = rows(wallets, |value| {
        let row = object(value)?;
        let flag = |name: &str| {
            row.get(name).map_or(Ok(None), |value| named(name, value.flag())).map(Option::unwrap_or_default)
        };
        let kind = row.ident("type")?;
        Ok(PaymentSystem {
            name: row.text("name")?.unwrap_or_else(|| kind.clone()),
            currency: currency(&row, "currency_code")?,
            order: row.get("order").map_or(Ok(None), |value| named("order", value.whole()))?.unwrap_or_default(),
            logo: row.get("logo").and_then(Json::address),
            manual: flag("is_manual")?,
            takes_bill: flag("uploading_payment_bill")?,
            kind,
        })
    });
    systems.rows.sort_by_key(|system| system.order);
    let currencies = rows(signs, |value| {
        let row = object(value)?;
        Ok(CurrencySign { currency: currency(&row, "code")?, sign: row.text("symbol")?.unwrap_or_default() })
    });
    Ok(PaymentSystems { currencies, systems })
}

/// "Getting mediahints".
pub(in super::super) fn media_hints(whole: &Object<'_>) -> Result<Rows<MediaHint>, Fault> {
    let data = within(whole, "data")?;
    let mut hints = Rows::default();
    for (system, value) in data.fields() {
        let hint = object(value).and_then(|row| {
            let address = row.get("url").and_then(Json::address).ok_or("has no address that can be shown")?;
            Ok(MediaHint { system: system.clone(), id: row.text("id")?.unwrap_or_default(), address })
        });
        match hint {
            Ok(hint) => hints.rows.push(hint),
            Err(words) => hints.bad.push(Text::from(format!("{system} {words}"))),
        }
    }
    Ok(hints)
}

/// "Information about savings", in the currency that was asked for.
pub(in super::super) fn savings(whole: &Object<'_>, currency: &Currency) -> Result<Savings, Fault> {
    let money = |name: &str| {
        let amount = whole.decimal(name).map_err(unreadable)?;
        Ok(Money::new(amount, currency.clone()))
    };
    Ok(Savings {
        collected: money("stockpiling_sum")?,
        missing: money("lacks_sum")?,
        minimum: money("minimum_deposit")?,
    })
}

/// "Redirect addresses hashing".
pub(in super::super) fn hashed_redirects(whole: &Object<'_>) -> Result<HashedRedirects, Fault> {
    let urls = within(whole, "urls")?;
    let mut bad = Vec::new();
    let mut list = |name: &str| -> Result<Vec<Redirect>, Fault> {
        let Some(value) = urls.get(name) else { return Ok(Vec::new()) };
        let list = value.list().map_err(|found| unreadable(format!("{name} is {found}, not a list")))?;
        let read = rows(list, |value| {
            let row = object(value)?;
            let order = row.get("order").map_or(Ok(None), |value| named("order", value.whole()))?;
            Ok(Redirect { order: order.ok_or("has no order")?, url: row.ident("url")? })
        });
        bad.extend(read.bad.into_iter().map(|words| Text::from(format!("{name}, {words}"))));
        Ok(read.rows)
    };
    let hashes = Redirects { success: list("success_url")?, fail: list("fail_url")?, pending: list("pending_url")? };
    Ok(HashedRedirects { hashes, bad })
}

/// What a created transaction is activated by.
pub(in super::super) fn identifier(whole: &Object<'_>) -> Result<Text, Fault> {
    within(whole, "params")?.ident("identifier").map_err(unreadable)
}

/// Where the user has to go to pay, should the answer say so: the document does not promise it.
pub(in super::super) fn redirect_address(whole: &Object<'_>) -> Option<WebAddress> {
    const NAMES: [&str; 6] = ["redirect_url", "payment_url", "redirect", "url", "link", "location"];
    let of = |object: &Object<'_>| NAMES.iter().find_map(|name| object.get(name)?.address());
    let in_field = |name: &str| {
        let value = whole.get(name)?;
        value.address().or_else(|| of(&value.object().ok()?))
    };
    of(whole).or_else(|| ["params", "data"].into_iter().find_map(in_field))
}
