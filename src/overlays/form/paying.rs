//! What every form that sends money does and asks: what is wrong at which field, where from, whether something like it may have happened already, what has to be typed
//! before the yes counts, and whether the amount is allowed at all.

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::domain::{AccountKey, ConnectionId, Currency, FieldErrors, Intent, Limit, Limits, Money, mask_digits};
use crate::message::Typed;
use crate::state::{Connection, State};
use crate::ui::form::Form;
use crate::ui::format::{clock, moment};

/// What is said to who would leave a form with something in it.
pub const LEAVING: &str = "What you typed would be lost: esc once more leaves, anything else stays.";

/// Tells what is wrong at its field, by the names that `of_name` knows; answers what has none.
pub fn show<Id: Copy + PartialEq>(
    form: &mut Form<Id>,
    errors: &FieldErrors,
    of_name: impl Fn(&mut Form<Id>, &str) -> Option<Id>,
) -> Vec<String> {
    let mut others = Vec::new();
    for error in &errors.0 {
        let name = error.field.as_str();
        let words = mask_digits(&errors.of(name).unwrap_or_default());
        match of_name(form, name) {
            Some(field) => form.set_error(field, &words),
            None => others.push(format!("{name}: {words}")),
        }
    }
    others
}

/// The connection that money would leave from; or why none can, in words.
pub fn sender<'s>(id: &ConnectionId, state: &'s State) -> Result<&'s Connection, String> {
    match state.connection(id) {
        None => Err(format!("{id} is not there any more")),
        Some(connection) if connection.info.read_only => Err(format!("{id} is read-only: nothing can be sent from it")),
        Some(connection) => Ok(connection),
    }
}

/// The warning that others like this one may have happened, each by its short id; `what` is one of them, such as
/// `order`.
pub fn already(what: &str, open: &[&Intent], state: &State) -> Option<String> {
    let one = |open: &&Intent| {
        let when = moment(open.planned(), state.now, &state.zone, state.times);
        format!("{} of {when} ({})", open.id.short(), open.state().word())
    };
    let each: Vec<String> = open.iter().map(one).collect();
    let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "An" } else { "A" };
    match open {
        [] => None,
        [_] => Some(format!(
            "{article} {what} like this one is not settled: {}. It may have happened. This would be a second one.",
            each.join(", ")
        )),
        all => Some(format!(
            "{} {what}s like this one are not settled: {}. They may have happened. This would be one more.",
            all.len(),
            each.join(", ")
        )),
    }
}

/// That the same was paid to the same payee today; `whom` is what it went to, such as `account`.
pub fn before(whom: &str, payee: &AccountKey, amount: &Money, state: &State) -> Option<String> {
    let day = |at: Timestamp| at.to_zoned_datetime(state.zone.clone()).date();
    let same = |intent: &&Intent| {
        intent.is_spent()
            && !intent.is_open()
            && intent.amount.as_ref() == Some(amount)
            && day(intent.planned()) == day(state.now)
    };
    let last = state.intents.of(payee).find(same)?;
    let when = clock(last.planned(), &state.zone);
    let (id, word) = (last.id.short(), last.state().word());
    Some(format!("The same amount went to this {whom} today already: {id} at {when} ({word})."))
}

/// What a currency's limits are, and how much of a day's is left.
pub fn limits(limit: &Limit, amount: &Money, connection: &Connection, state: &State) -> Option<String> {
    let currency = &amount.currency;
    let money = |amount: Decimal| Money::new(amount, currency.clone()).digits();
    let day = |at: Timestamp| at.to_zoned_datetime(state.zone.clone()).date();
    let today = state.intents.newest_first().filter(|intent| {
        intent.connection == connection.info.id && intent.is_spent() && day(intent.planned()) == day(state.now)
    });
    let today = today.filter_map(|intent| intent.amount.as_ref()).filter(|amount| amount.currency == *currency);
    let spent = today.fold(Decimal::ZERO, |sum, amount| sum.saturating_add(amount.amount));
    let largest = limit.largest.map(|largest| format!("at most {} at once", money(largest)));
    let per_day =
        limit.per_day.map(|per_day| format!("{} a day, of which {} is spent or may be", money(per_day), money(spent)));
    let per_hour = limit.per_hour.map(|count| format!("{count} an hour"));
    let all: Vec<String> = largest.into_iter().chain(per_day).chain(per_hour).collect();
    (!all.is_empty()).then(|| format!("Limits in {currency}: {}.", all.join("; ")))
}

/// What must be typed: the amount where it is large, and the newest of those that may be the same.
pub fn to_type(open: &[&Intent], amount: Option<Money>) -> Vec<Typed> {
    let twin = open.first().map(|open| Typed::Word(open.id.short()));
    amount.map(Typed::Amount).into_iter().chain(twin).collect()
}

/// The largest single amount of a currency, in words; `None` where there is no limit.
pub fn most(limits: &Limits, currency: &Currency) -> Option<String> {
    let largest = limits.of(currency)?.largest?;
    Some(format!("at most {}", Money::new(largest, currency.clone()).digits()))
}

/// An amount that is larger than allowed, as it was last refused: the journal keeps that it was wanted, once, however
/// often enter is pressed.
#[derive(Default)]
pub struct TooLarge(Option<Money>);

impl TooLarge {
    /// Why an amount may not leave by itself, in full for the journal where it is to be told, and in short for the
    /// field; `None` where it may.
    pub fn check(&mut self, limits: &Limits, amount: &Money) -> Option<(Option<String>, String)> {
        let why = limits.check_alone(amount).err()?;
        let largest = limits.of(&amount.currency).and_then(|limit| limit.largest).unwrap_or_default();
        let short = format!("the most is {}", Money::new(largest, amount.currency.clone()).digits());
        let is_news = self.0.replace(amount.clone()).as_ref() != Some(amount);
        Some((is_news.then_some(why), short))
    }
}
