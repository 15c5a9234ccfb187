//! What the keys of the accounts do: each looks at the state, asks where the money rules say so, and answers with
//! the steps to take.

use crate::domain::{AccountKey, Change, CollectionType, FeedKind, IntentId, Money};
use crate::message::{Confirm, Ids, Level, Open, Planned, Shown, Step, Typed, Undo, Yes};
use crate::state::{Connection, Row, State, Withdrawals};

/// An action on the selected row gets its key and the row, if there is one.
type Selected<'a> = Option<(&'a AccountKey, &'a Row)>;

fn tell(level: Level, words: impl Into<String>) -> Vec<Step> {
    vec![Step::Tell(level, words.into())]
}

/// How many accounts may be switched with a plain yes; more want their number typed.
const MANY: usize = 8;

fn no_account() -> Vec<Step> {
    tell(Level::Info, "There is no account here to do that with")
}

/// The connection, where changes may leave it; else the words that say why not.
fn writable<'a>(key: &AccountKey, state: &'a State) -> Result<&'a Connection, Vec<Step>> {
    match state.connection(&key.connection) {
        Some(connection) if connection.info.read_only => {
            Err(tell(Level::Warning, format!("{} is read-only: nothing can be changed there", connection.info.id)))
        }
        Some(connection) => Ok(connection),
        None => Err(no_account()),
    }
}

fn shown(key: &AccountKey, row: &Row, state: &State) -> Shown {
    Shown { key: key.clone(), account: row.account.clone(), fresh: state.is_fresh(key) }
}

/// The account in full words: title, connection, and a warning where what is known of it is old.
fn place(key: &AccountKey, row: &Row, connection: &Connection) -> String {
    let production = if connection.info.is_production() { " (PRODUCTION)" } else { "" };
    format!("{} at {}{production}", row.account.title(), key.connection)
}

/// What a confirm adds where it rests on old data.
fn stale_warning(keys: &[AccountKey], state: &State) -> Option<String> {
    let old = keys.iter().any(|key| !state.is_fresh(key));
    old.then(|| "What is shown here is STALE: the provider has not answered lately.".to_owned())
}

/// Turns withdrawals on or off for these accounts: on if any of them is off, else off; an unconfirmed switch is
/// repeated. `always_asks` where they are not just the row the operator looks at.
pub fn toggle(keys: &[AccountKey], always_asks: bool, state: &State, ids: &mut Ids) -> Vec<Step> {
    let wanted = |row: &Row| match row.withdrawals {
        Withdrawals::Unconfirmed { wanted, .. } => wanted,
        _ => !row.account.enabled,
    };
    let enabled = keys.iter().filter_map(|key| state.row(key)).any(wanted);
    switch(keys, enabled, always_asks, state, ids)
}

/// Makes sure that withdrawals are off for these accounts: also where the list says so, but nobody knows what became
/// of a switch.
pub fn stop(keys: &[AccountKey], always_asks: bool, state: &State, ids: &mut Ids) -> Vec<Step> {
    switch(keys, false, always_asks, state, ids)
}

/// Turns withdrawals on or off for those of these accounts where that is not so already, or not known to be.
pub fn switch(keys: &[AccountKey], enabled: bool, always_asks: bool, state: &State, ids: &mut Ids) -> Vec<Step> {
    let found: Vec<(&AccountKey, &Row)> = keys.iter().filter_map(|key| Some((key, state.row(key)?))).collect();
    if found.is_empty() {
        return no_account();
    }
    let all = found.len();
    let moving = found.iter().any(|(_, row)| row.withdrawals.is_moving());
    let mut to_switch = Vec::new();
    for (key, row) in found {
        if let Err(steps) = writable(key, state) {
            return steps;
        }
        let unsure = matches!(row.withdrawals, Withdrawals::Unconfirmed { .. });
        if (row.account.enabled != enabled || unsure) && !row.withdrawals.is_moving() {
            to_switch.push((key, row));
        }
    }
    let next: Vec<Planned> = to_switch
        .iter()
        .map(|(key, _)| {
            Planned::new(key.connection.clone(), Change::SetWithdrawals { account: key.account.clone(), enabled })
        })
        .collect();
    let word = if enabled { "on" } else { "off" };
    let Some((_, first)) = to_switch.first() else {
        let words = if moving {
            "That switch is on its way already: wait for its answer"
        } else {
            "Withdrawals are off there already"
        };
        return tell(Level::Info, words);
    };
    let mut list = Vec::new();
    let mut production = false;
    let mut stops = false;
    let mut unsure: Option<bool> = None;
    for (key, row) in &to_switch {
        let Some(connection) = state.connection(&key.connection) else { continue };
        production |= connection.info.is_production();
        stops |= !enabled && row.account.task.is_some();
        if let Withdrawals::Unconfirmed { wanted, .. } = row.withdrawals {
            unsure = Some(unsure.unwrap_or_default() || wanted);
        }
        let place = place(key, row, connection);
        list.push(if to_switch.len() == 1 {
            format!("{place}: withdrawals go {word}{}", consequence(row, enabled))
        } else {
            format!("{place}{}", if enabled { String::new() } else { consequence(row, enabled) })
        });
    }
    let keys: Vec<AccountKey> = to_switch.iter().map(|(key, _)| (*key).clone()).collect();
    let warning = stale_warning(&keys, state);
    let asks =
        (enabled && production) || stops || unsure.is_some() || warning.is_some() || always_asks || to_switch.len() > 1;
    if !asks {
        return next.into_iter().map(|planned| Step::Change { id: ids.intent(), planned }).collect();
    }
    let mut body: Vec<String> = warning.into_iter().collect();
    body.extend(unsure.map(|wanted| unsure_words(wanted, enabled)));
    if list.len() == 1 {
        body.append(&mut list);
    }
    if list.len() > 1 {
        let then = if enabled { " UPI accounts then pay withdrawals out by themselves." } else { "" };
        body.push(format!("Withdrawals go {word} at each of these {} accounts.{then}", list.len()));
    }
    match all - to_switch.len() {
        0 => {}
        1 => body.push(format!("One other marked account is {word} already, or on the way: it stays as it is.")),
        rest => {
            body.push(format!(
                "{rest} other marked accounts are {word} already, or on the way: they stay as they are."
            ));
        }
    }
    let title = if to_switch.len() == 1 {
        format!("Turn withdrawals {word} at {}?", first.account.title())
    } else {
        format!("Turn withdrawals {word} at {} accounts?", to_switch.len())
    };
    vec![Step::Open(Open::Confirm(Confirm {
        title,
        body,
        danger: enabled || stops,
        yes: format!("turn {word}"),
        typed: (to_switch.len() > MANY).then(|| Typed::Word(to_switch.len().to_string())).into_iter().collect(),
        list,
        shown: to_switch.iter().map(|(key, row)| shown(key, row, state)).collect(),
        yes_does: Yes::Send(next),
    }))]
}

/// Undoes a switch that is done: a change of its own, by the same rules and questions as any other. Where an account is
/// no longer as the switch left it, nothing is undone.
pub fn undo(undo: &Undo, state: &State, ids: &mut Ids) -> Vec<Step> {
    let left_so = |key: &&AccountKey| {
        let row = state.row(key);
        row.is_some_and(|row| row.withdrawals == Withdrawals::listed(undo.enabled))
    };
    if let Some(moved) = undo.keys.iter().find(|key| !left_so(key)) {
        let words = format!("{} is no longer as that switch left it: nothing was undone", state.title(moved));
        return tell(Level::Warning, words);
    }
    let undone: Vec<String> = undo.intents.iter().map(IntentId::short).collect();
    let words = format!("This undoes {}.", undone.join(", "));
    let mut steps = switch(&undo.keys, !undo.enabled, false, state, ids);
    for step in &mut steps {
        match step {
            Step::Change { planned, .. } => planned.shown.push(words.clone()),
            Step::Open(Open::Confirm(confirm)) => confirm.body.push(words.clone()),
            _ => {}
        }
    }
    steps
}

/// What is said of an earlier switch, to `wanted`, of which nobody knows what became, before another to `enabled`.
fn unsure_words(wanted: bool, enabled: bool) -> String {
    let earlier = if wanted { "on" } else { "off" };
    let then = match (wanted, enabled) {
        (true, true) => " To make sure that withdrawals are OFF instead, go back and use stop.",
        (true, false) => {
            " It may still arrive after this one: it stays unconfirmed until you settle it in the journal, or the list \
             shows it."
        }
        (false, _) => "",
    };
    format!(
        "An earlier switch {earlier} is unconfirmed: nobody knows whether it happened. This sends another, to turn \
         withdrawals {}.{then}",
        if enabled { "ON" } else { "OFF" }
    )
}

/// What switching does to the money of a row.
fn consequence(row: &Row, enabled: bool) -> String {
    match (&row.account.task, enabled) {
        (Some(task), false) => {
            let (done, all) = (Money::inr(task.withdrawn), Money::inr(task.amount).digits());
            format!(". Its task stops, with {done} of {all} withdrawn.")
        }
        (_, true) if row.account.collection == CollectionType::Upi => {
            ". It then pays withdrawals out by itself.".to_owned()
        }
        _ => ".".to_owned(),
    }
}

/// Opens the OTP wizard.
pub fn authorize_otp(row: Selected<'_>, state: &State) -> Vec<Step> {
    let Some((key, _)) = row else { return no_account() };
    match writable(key, state) {
        Err(steps) => steps,
        Ok(_) => vec![Step::Open(Open::Otp { key: key.clone(), then: None })],
    }
}

/// Opens the SMS wizard.
pub fn authorize_sms(row: Selected<'_>, state: &State) -> Vec<Step> {
    let Some((key, _)) = row else { return no_account() };
    match writable(key, state) {
        Err(steps) => steps,
        Ok(_) => vec![Step::Open(Open::Sms { key: key.clone(), then: None })],
    }
}

/// Opens the UPI ids; reading them is allowed everywhere.
pub fn upi_ids(row: Selected<'_>) -> Vec<Step> {
    match row {
        None => no_account(),
        Some((_, row)) if row.account.collection == CollectionType::Card => {
            tell(Level::Info, format!("{} is a CARD account: only UPI accounts have UPI ids", row.account.id))
        }
        Some((key, _)) => vec![Step::Open(Open::UpiIds(key.clone()))],
    }
}

/// Opens the form of a new account, at the selected row's connection or the first one.
pub fn new_account(selected: Option<&AccountKey>, state: &State) -> Vec<Step> {
    if state.having(FeedKind::Accounts).next().is_none() {
        return tell(Level::Info, "No connection here has tool accounts");
    }
    let writable = |connection: &&Connection| !connection.info.read_only;
    let own = selected.and_then(|key| state.connection(&key.connection)).filter(writable);
    match own.or_else(|| state.having(FeedKind::Accounts).find(writable)) {
        Some(connection) => vec![Step::Open(Open::NewAccount(connection.info.id.clone()))],
        None => tell(Level::Warning, "Every connection with accounts is read-only: nothing can be created"),
    }
}

/// Opens the form of the selected account.
pub fn edit_account(row: Selected<'_>, state: &State) -> Vec<Step> {
    let Some((key, _)) = row else { return no_account() };
    match writable(key, state) {
        Err(steps) => steps,
        Ok(_) => vec![Step::Open(Open::EditAccount(key.clone()))],
    }
}

/// Opens the form of a withdrawal order, at CARD accounts.
pub fn create_order(row: Selected<'_>, state: &State) -> Vec<Step> {
    let Some((key, row)) = row else { return no_account() };
    if let Err(steps) = writable(key, state) {
        return steps;
    }
    let id = &row.account.id;
    match &row.account.collection {
        CollectionType::Card => vec![Step::Open(Open::Order(key.clone()))],
        CollectionType::Upi => tell(
            Level::Info,
            format!("{id} is a UPI account: it pays by itself while withdrawals are on. Orders are for CARD accounts"),
        ),
        CollectionType::Other(kind) => {
            tell(Level::Info, format!("{id} is of type {kind}: orders are for CARD accounts"))
        }
    }
}

/// Asks before every authorisation is taken from the account.
pub fn deauthorize(row: Selected<'_>, state: &State) -> Vec<Step> {
    let Some((key, row)) = row else { return no_account() };
    let connection = match writable(key, state) {
        Err(steps) => return steps,
        Ok(connection) => connection,
    };
    let mut body: Vec<String> = stale_warning(std::slice::from_ref(key), state).into_iter().collect();
    body.push(format!("{}: every authorisation is taken away.", place(key, row, connection)));
    body.push("It pays nothing out until its holder has authorised it again by OTP and SMS.".to_owned());
    if let Some(task) = &row.account.task {
        let (done, all) = (Money::inr(task.withdrawn), Money::inr(task.amount).digits());
        body.push(format!("Its task is running: {done} of {all} are withdrawn."));
    }
    let change = Change::Deauthorize { account: key.account.clone() };
    vec![Step::Open(Open::Confirm(Confirm {
        title: format!("Deauthorise {}?", row.account.title()),
        body,
        list: Vec::new(),
        danger: true,
        yes: "deauthorise".into(),
        typed: Vec::new(),
        shown: vec![shown(key, row, state)],
        yes_does: Yes::Send(vec![Planned::new(key.connection.clone(), change)]),
    }))]
}
