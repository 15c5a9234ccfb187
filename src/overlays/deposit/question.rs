//! What is asked before anything is sent, in full words.

use crate::domain::{Change, Intent, IntentId, Money, Text, mask_digits};
use crate::message::{Confirm, DepositAsk, Planned, Times, Typed, Yes};
use crate::state::State;
use crate::ui::format::moment;

/// The question of a change that is sent as the intent `id`.
pub fn question(ask: &DepositAsk, id: IntentId, change: Change, state: &State) -> Confirm {
    let production = state.connection(&ask.connection).is_none_or(|connection| connection.info.is_production());
    let at = format!("at {}{}", ask.connection, if production { " (PRODUCTION)" } else { "" });
    let by = format!("{} ({})", ask.system.name, ask.system.kind);
    let money = |amount| Money::new(amount, ask.system.currency.clone());
    let custom = format!("Its custom id is {id}: by that its postback is found.");
    // The journal keeps what was asked: no whole number.
    let hidden = |text: &Text| mask_digits(text.as_str());
    let once = "It is sent once. Should its answer be lost, it is unconfirmed and is not sent again by itself.";
    let (title, yes, what, then) = match &change {
        Change::CreateTransaction(draft) => (
            format!("Create a transaction by {}?", ask.system.name),
            "create",
            format!(
                "A transaction by {by} in {} is created for the user {} {at}.",
                draft.currency,
                hidden(&draft.label)
            ),
            "The user then pays, and what they paid is activated.".to_owned(),
        ),
        Change::ActivateTransaction(activation) => {
            let amount = activation.amount.map_or_else(String::new, |amount| format!(", of {}", money(amount)));
            let (key, label) = (hidden(&activation.key), hidden(&activation.label));
            let what = format!("The payment {key}{amount}, of the user {label} by {by} is activated {at}.");
            (format!("Activate {key}?"), "activate", what, custom)
        }
        Change::ReportTransaction(possible) => {
            let (key, label) = (hidden(&possible.key), hidden(&possible.label));
            let with = match &possible.screenshot {
                Some(path) => format!(" The picture {} goes with it.", path.display()),
                None => String::new(),
            };
            let amount = money(possible.amount);
            let what = format!("The payment {key}, {amount} of the user {label} by {by}, is looked for {at}.{with}");
            (format!("Have {key} looked for?"), "send", what, custom)
        }
        Change::CreatePayment(draft) => {
            let amount = money(draft.amount);
            let what = format!("A payment of {amount} by {by} is created for the user {} {at}.", hidden(&draft.label));
            (format!("Create a payment of {amount}?"), "create", what, custom)
        }
        other => (format!("{}?", other.words()), "send", other.words(), custom),
    };
    let open: Vec<&Intent> = like(&change, ask, state).collect();
    let mut body = Vec::new();
    if let Some(newest) = open.first() {
        // The journal keeps what a question says: a time in it has to be true for ever.
        let when = moment(newest.planned(), state.now, &state.zone, Times::Clock);
        let short = newest.id.short();
        body.push(format!(
            "The same was sent before and is not settled: {short} of {when}. It may have happened; this would be a \
             second one.",
        ));
    }
    body.extend([what, then, once.to_owned()]);
    Confirm {
        title,
        body,
        list: Vec::new(),
        danger: production || !open.is_empty(),
        yes: yes.into(),
        typed: open.first().map(|open| Typed::Word(open.id.short())).into_iter().collect(),
        shown: Vec::new(),
        yes_does: Yes::SendAs { id, planned: Box::new(Planned::new(ask.connection.clone(), change)) },
    }
}

/// The same change, as far as it asks the provider for the same, of which nobody knows what became; newest first.
fn like<'a>(change: &Change, ask: &'a DepositAsk, state: &'a State) -> impl Iterator<Item = &'a Intent> {
    let request = change.summary();
    let is_like =
        move |intent: &&Intent| intent.is_open() && intent.connection == ask.connection && intent.request == request;
    state.intents.newest_first().filter(is_like)
}
