//! A postback as a page of facts: what became of it, whose it is, its payments, and the sums in every currency, which
//! are folded until they are wanted; or the JSON as it came.

use jiff::Timestamp;

use crate::domain::{
    DepositPostback, DepositTransaction, Environment, Fault, Money, Postback, PostbackBody, PostbackKind,
    PostbackStanding, RawJson, ReceivedPostback, Text, WithdrawalPostback, WithdrawalStatus, mask_digits, masked_email,
};
use crate::state::State;
use crate::ui::page::{Entry, Ink, Line, lines};
use crate::ui::{Align, Tone, format, text};

use super::lookup::{LookUp, Outcome};

/// The room of the labels.
pub const LABELS: u16 = 14;

/// How a page is shown.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// How wide it is.
    pub width: u16,
    /// Whether it is the JSON as it came.
    pub json: bool,
    /// Whether the sums in every currency are unfolded.
    pub unfolded: bool,
    /// Whether account numbers are shown in full.
    pub revealed: bool,
}

impl Shape {
    /// Words of the provider or the operator, in which numbers are hidden unless they were asked for.
    fn words(self, words: &str) -> String {
        if self.revealed { words.to_owned() } else { mask_digits(words) }
    }
}

fn plain(label: &'static str, words: impl Into<String>) -> Entry {
    Entry::new(label, words, Ink::Plain)
}

/// The page of a look-up.
pub fn of_lookup(lookup: &LookUp, shape: Shape, state: &State) -> Vec<Line> {
    let mut blocks = vec![fate(lookup, state)];
    for postback in lookup.postbacks() {
        if shape.json {
            blocks.push(json(&postback.raw, shape));
        } else {
            blocks.extend(body(postback, shape, state));
        }
    }
    lines(&blocks, LABELS, shape.width)
}

/// The page of a postback that was received.
pub fn of_received(received: &ReceivedPostback, shape: Shape, state: &State) -> Vec<Line> {
    let (standing, tone) = standing(&received.standing);
    let mut first = vec![Entry::new("standing", standing, Ink::Tone(tone))];
    if tone == Tone::Good {
        let words = "What it says is a word and no proof: the provider is asked before anything is settled.";
        first.push(Entry::new("", words, Ink::Muted));
    } else {
        first.push(Entry::new("", "Anybody may have sent it. It is counted and never acted on.", Ink::Strong));
    }
    let kind = match received.kind {
        PostbackKind::Deposit => "of a deposit",
        PostbackKind::Withdrawal => "of a withdrawal",
        PostbackKind::Account => "of a payee's account",
    };
    let mut facts = vec![plain("told", kind)];
    facts.extend(received.subject.as_ref().map(|subject| Entry::new("id", subject.as_str(), Ink::Strong)));
    match (received.withdrawal_status(), &received.status) {
        (Some(status), _) => facts.push(status_entry(&status)),
        (None, Some(status)) => facts.push(plain("status", status.as_str())),
        (None, None) => {}
    }
    facts.extend(received.amount.as_ref().map(|amount| Entry::new("amount", amount.to_string(), Ink::Strong)));
    let whose = received.connection.as_ref().map_or_else(
        || format!("sent as {}, signed with no key of a connection here", received.provider),
        |connection| format!("{connection} ({})", received.provider),
    );
    facts.push(plain("connection", whose));
    facts.push(plain("received", format::full(received.at, state.now, &state.zone, state.times)));
    lines(&[first, facts, json(&received.body, shape)], LABELS, shape.width)
}

/// Whether a received postback holds, in words, and how serious that is.
pub fn standing(standing: &PostbackStanding) -> (String, Tone) {
    match standing {
        PostbackStanding::Verified => ("verified".to_owned(), Tone::Good),
        PostbackStanding::Unverified(fault) => {
            (format!("NOT verified: {}", mask_digits(&fault.to_string())), Tone::Warning)
        }
    }
}

/// How serious a withdrawal's status is.
pub fn status_tone(status: &WithdrawalStatus) -> Tone {
    match status {
        WithdrawalStatus::Processed => Tone::Good,
        WithdrawalStatus::Rejected => Tone::Bad,
        WithdrawalStatus::Pending(_) => Tone::Info,
    }
}

fn status_entry(status: &WithdrawalStatus) -> Entry {
    let words = if status.is_final() { format!("{status} ({})", status.number()) } else { status.to_string() };
    Entry::new("status", words, Ink::Tone(status_tone(status)))
}

/// What came of the look-up, whom it was asked, and what to do.
fn fate(lookup: &LookUp, state: &State) -> Vec<Entry> {
    let mut facts = match lookup.outcome() {
        Outcome::Waiting => vec![Entry::new("outcome", "waiting for the answer", Ink::Tone(Tone::Info))],
        Outcome::Found(_) => {
            let kind = lookup.found_as().map_or("an id", super::lookup::Kind::words);
            vec![Entry::new("outcome", format!("found by its {kind}"), Ink::Tone(Tone::Good))]
        }
        Outcome::Nothing(text) => vec![
            Entry::new("outcome", format!("not found yet: {text}"), Ink::Tone(Tone::Warning)),
            Entry::new(
                "",
                "It says that no postback was sent yet, and no more: a deposit or withdrawal may still come to any \
                 end. It settles nothing; ask again later.",
                Ink::Strong,
            ),
        ],
        Outcome::Failed(fault) => failed(fault),
    };
    let several = lookup.told();
    if several.len() > 1 && !matches!(lookup.outcome(), Outcome::Found(_)) {
        for (at, (kind, told)) in several.into_iter().enumerate() {
            let label = if at == 0 { "asked as" } else { "" };
            facts.push(Entry::new(label, format!("{}: {told}", kind.words()), Ink::Muted));
        }
    }
    let environment = match state.connection(&lookup.connection).map(|connection| connection.info.environment) {
        Some(Environment::Production) => " (PRODUCTION)",
        Some(Environment::Sandbox) => " (sandbox)",
        None => "",
    };
    let when = format::full(lookup.at, state.now, &state.zone, state.times);
    facts.push(Entry::new("asked", format!("{}{environment} at {when}", lookup.connection), Ink::Muted));
    facts
}

fn failed(fault: &Fault) -> Vec<Entry> {
    vec![
        Entry::new("outcome", format!("not known: {fault}"), Ink::Tone(Tone::Bad)),
        Entry::new("", fault.advice(), Ink::Strong),
    ]
}

fn body(postback: &Postback, shape: Shape, state: &State) -> Vec<Vec<Entry>> {
    match &postback.told {
        PostbackBody::Withdrawal(told) => vec![withdrawal(told, shape)],
        PostbackBody::Deposit(told) => deposit(told, shape, state),
    }
}

fn withdrawal(told: &WithdrawalPostback, shape: Shape) -> Vec<Entry> {
    let mut facts = vec![
        Entry::new("withdrawal", told.id.as_str(), Ink::Strong),
        status_entry(&told.status),
        Entry::new("amount", told.amount.to_string(), Ink::Strong),
        plain("system", told.system.as_str()),
        plain("user", shape.words(told.label.as_str())),
    ];
    let account = told.account_number.as_ref();
    let account = account.map(|number| if shape.revealed { number.full().to_owned() } else { number.to_string() });
    let email = told.account_email.as_ref();
    let email = email.map(|mail| if shape.revealed { mail.to_string() } else { masked_email(mail.as_str()) });
    let text = |text: &Option<Text>| text.as_ref().map(|text| shape.words(text.as_str()));
    let rest = [
        ("account", account),
        ("name", text(&told.account_name)),
        ("email", email),
        ("method", text(&told.payments_method)),
        ("via", text(&told.payments_provider)),
        ("bank code", told.bank_code.as_ref().map(ToString::to_string)),
        ("branch code", told.branch_code.as_ref().map(ToString::to_string)),
        ("code there", told.bank_code_in_system.as_ref().map(ToString::to_string)),
        ("comment", text(&told.comment)),
    ];
    let is_told = |(_, words): &(&str, Option<String>)| words.as_ref().is_some_and(|words| !words.is_empty());
    facts.extend(rest.into_iter().filter(is_told).map(|(label, words)| plain(label, words.unwrap_or_default())));
    facts
}

fn deposit(told: &DepositPostback, shape: Shape, state: &State) -> Vec<Vec<Entry>> {
    let mut facts = Vec::new();
    facts.extend(told.transaction_id.as_ref().map(|id| Entry::new("transaction", id.as_str(), Ink::Strong)));
    facts.push(plain("user", shape.words(told.label.as_str())));
    facts.extend(told.stockpiling_id.as_ref().map(|id| plain("sum's id", id.as_str())));
    vec![facts, payments(told, shape, state), sums(told, shape)]
}

/// The payments of a deposit: a table where there is room, else facts one below the other.
fn payments(told: &DepositPostback, shape: Shape, state: &State) -> Vec<Entry> {
    let rows = &told.transactions.rows;
    let mut block = Vec::new();
    let table = table(rows, shape, state);
    if !rows.is_empty() && table.first().is_some_and(|line| text::width(line) <= usize::from(shape.width)) {
        let ink = |at| if at == 0 { Ink::Muted } else { Ink::Plain };
        block.extend(table.into_iter().enumerate().map(|(at, line)| Entry::wide(line, ink(at))));
    } else {
        for row in rows {
            block.extend(payment(row, shape, state));
        }
    }
    block.extend(bad("payment", &told.transactions.bad));
    block
}

/// What a payment says, by the titles of the table.
fn cells(row: &DepositTransaction, shape: Shape, state: &State) -> [(&'static str, String); 7] {
    let time =
        |at: Option<Timestamp>| at.map(|at| format::full(at, state.now, &state.zone, state.times)).unwrap_or_default();
    let text = |text: &Option<Text>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    [
        ("amount", row.amount.to_string()),
        ("system", row.wallet.to_string()),
        ("transaction", row.id.to_string()),
        ("created", time(row.created)),
        ("activated", time(row.activated)),
        ("custom id", text(&row.custom_id)),
        ("from", shape.words(&text(&row.from))),
    ]
}

/// The payments as lines of a table, its titles first; columns with nothing in them are left out.
fn table(rows: &[DepositTransaction], shape: Shape, state: &State) -> Vec<String> {
    let rows: Vec<_> = rows.iter().map(|row| cells(row, shape, state)).collect();
    let Some(first) = rows.first() else { return Vec::new() };
    let titles = first.clone().map(|(title, _)| title);
    let width = |at: usize| {
        let widest = rows.iter().map(|row| text::width(&row[at].1)).max().unwrap_or(0);
        if widest == 0 { 0 } else { widest.max(titles[at].len()) }
    };
    let widths: Vec<usize> = (0..titles.len()).map(width).collect();
    let line = |words: &dyn Fn(usize) -> String| {
        let shown = (0..titles.len()).filter(|at| widths[*at] > 0);
        let cell = |at: usize| {
            let align = if at == 0 { Align::Right } else { Align::Left };
            text::pad(&words(at), widths[at], align, "")
        };
        shown.map(cell).collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut table = vec![line(&|at| titles[at].to_owned())];
    // The titles stand for the width of all: what is below may be wider.
    let widest = widths.iter().filter(|width| **width > 0).map(|width| width + 2).sum::<usize>().saturating_sub(2);
    table[0] = text::pad(&table[0], widest, Align::Left, "");
    table.extend(rows.iter().map(|row| line(&|at| row[at].1.clone())));
    table
}

fn payment(row: &DepositTransaction, shape: Shape, state: &State) -> Vec<Entry> {
    let told = cells(row, shape, state).into_iter().filter(|(_, words)| !words.is_empty());
    told.enumerate()
        .map(|(at, (label, words))| Entry::new(label, words, if at == 0 { Ink::Strong } else { Ink::Plain }))
        .collect()
}

/// The sum in every currency.
fn sums(told: &DepositPostback, shape: Shape) -> Vec<Entry> {
    let all = &told.stockpiling.rows;
    let mut block = Vec::new();
    match all.len() {
        0 => {}
        count if !shape.unfolded => block.push(Entry::new("sums", folded(told, count), Ink::Plain)),
        count => {
            block.push(Entry::new("sums", format!("in {count} currencies"), Ink::Plain));
            block.extend(grid(all, usize::from(shape.width)).into_iter().map(|line| Entry::wide(line, Ink::Plain)));
        }
    }
    block.extend(bad("sum", &told.stockpiling.bad));
    block
}

/// A few of the sums: in what was paid, and in dollars.
fn folded(told: &DepositPostback, count: usize) -> String {
    let paid = |money: &&Money| told.transactions.rows.iter().any(|row| row.amount.currency == money.currency);
    let rows = &told.stockpiling.rows;
    let mut few: Vec<&Money> = rows.iter().filter(paid).collect();
    few.extend(rows.iter().filter(|money| money.currency.code() == "USD" && !paid(money)));
    let shown: Vec<String> = few.iter().map(ToString::to_string).collect();
    match (shown.is_empty(), count - few.len()) {
        (true, _) => format!("in {count} currencies, folded"),
        (false, 0) => shown.join(", "),
        (false, more) => format!("{} and in {more} more currencies, folded", shown.join(", ")),
    }
}

/// Sums side by side, as many as there is room for, in the provider's order.
fn grid(all: &[Money], width: usize) -> Vec<String> {
    let digits: Vec<String> = all.iter().map(Money::digits).collect();
    let code = all.iter().map(|money| money.currency.code().len()).max().unwrap_or(0);
    let digit = digits.iter().map(|digits| text::width(digits)).max().unwrap_or(0);
    let cell = code + 1 + digit;
    let across = ((width + 3) / (cell + 3)).max(1);
    let cells: Vec<String> = all
        .iter()
        .zip(&digits)
        .map(|(money, digits)| {
            let code = text::pad(money.currency.code(), code, Align::Left, "");
            format!("{code} {}", text::pad(digits, digit, Align::Right, ""))
        })
        .collect();
    cells.chunks(across).map(|row| row.join("   ")).collect()
}

/// What could not be read.
fn bad(what: &str, texts: &[Text]) -> Vec<Entry> {
    let one = |text: &Text| {
        Entry::new("unreadable", format!("a {what}: {}", mask_digits(text.as_str())), Ink::Tone(Tone::Warning))
    };
    texts.iter().map(one).collect()
}

/// The JSON, a line a line; what is longer than the page goes on below.
fn json(raw: &RawJson, shape: Shape) -> Vec<Entry> {
    let all = if shape.revealed { raw.full() } else { raw.masked() };
    let line = |line| text::wrap(line, usize::from(shape.width)).into_iter().map(|part| Entry::wide(part, Ink::Plain));
    all.lines().flat_map(line).collect()
}
