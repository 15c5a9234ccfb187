//! What is shown, as a file for others: a table for spreadsheets, a row for each payment, or JSON with every postback
//! as it came.

use std::path::PathBuf;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::domain::{Money, PostbackBody, RawJson, ReceivedPostback, Text, mask_digits, masked_email};
use crate::message::{Cell, Content, Export};
use crate::ui::field::{Kind, TextField};
use crate::ui::form::{Choice, Choosable, Entry, Form};

use super::lookup::{LookUp, Outcome};
use super::rows::Row;

/// A field of the form that asks where to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    File,
    Numbers,
}

const MASKED: &str = "masked";
const FULL: &str = "full";

/// The form that asks where to.
pub fn form(now: Timestamp, zone: &TimeZone) -> Form<Field> {
    let name = format!("postbacks-{}.csv", now.to_zoned_datetime(zone.clone()).strftime("%Y%m%d-%H%M%S"));
    let numbers = Choice::new(vec![Choosable::new(MASKED, "masked"), Choosable::new(FULL, "in full")]);
    let file = TextField::new(Kind::Plain).with_max(4096).with_text(&name);
    let mut form = Form::new(vec![
        Entry::choice(Field::Numbers, "numbers", numbers).with_help("account numbers, users and addresses"),
        Entry::text(Field::File, "file", file)
            .required()
            .with_help("ends in .csv or .json; never over one that is there"),
    ]);
    form.focus(Field::File);
    form
}

/// What is exported: rows that were looked up, or received.
pub enum Rows<'a> {
    LookedUp(Vec<&'a LookUp>),
    Received(Vec<&'a ReceivedPostback>),
}

/// What the form asks for; `None` where something is wrong, which is said at its field.
pub fn export(form: &mut Form<Field>, rows: &Rows<'_>) -> Option<Export> {
    form.clear_errors();
    form.check_required();
    let typed = form.text(Field::File).trim().to_owned();
    let path = PathBuf::from(&typed);
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let revealed = form.chosen(Field::Numbers) == Some(FULL);
    let content = match ending.as_deref() {
        Some("csv") => Some(table(rows, revealed)),
        Some("json") => Some(Content::Text(text(rows, revealed))),
        _ => None,
    };
    if content.is_none() && !typed.is_empty() {
        form.set_error(Field::File, "a name that ends in .csv or .json says which it is");
    }
    if form.focus_first_error() {
        return None;
    }
    let what = match rows {
        Rows::LookedUp(rows) => count(rows.len(), "look-up", "look-ups"),
        Rows::Received(rows) => count(rows.len(), "received postback", "received postbacks"),
    };
    Some(Export { path, what, content: content? })
}

fn count(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

const TITLES: [&str; 19] = [
    "at",
    "connection",
    "id",
    "kind",
    "outcome",
    "status",
    "amount",
    "currency",
    "user",
    "system",
    "transaction_id",
    "custom_id",
    "created",
    "activated",
    "account_number",
    "account_name",
    "account_email",
    "comment",
    "said",
];

fn words(words: impl Into<String>) -> Cell {
    let words: String = words.into();
    if words.is_empty() { Cell::Empty } else { Cell::Words(words) }
}

fn optional(text: Option<&Text>) -> Cell {
    text.map_or(Cell::Empty, |text| words(text.as_str()))
}

fn time(at: Option<Timestamp>) -> Cell {
    at.map_or(Cell::Empty, |at| Cell::Words(at.to_string()))
}

fn money(money: Option<&Money>) -> [Cell; 2] {
    money.map_or([Cell::Empty, Cell::Empty], |money| {
        [Cell::Number(money.amount), Cell::Words(money.currency.to_string())]
    })
}

fn table(rows: &Rows<'_>, revealed: bool) -> Content {
    let rows = match rows {
        Rows::LookedUp(rows) => rows.iter().flat_map(|lookup| of_lookup(lookup, revealed)).collect(),
        Rows::Received(rows) => rows.iter().map(|received| of_received(received)).collect(),
    };
    Content::Table { titles: TITLES.to_vec(), rows }
}

/// The rows of a look-up: one, or one for each payment.
fn of_lookup(lookup: &LookUp, revealed: bool) -> Vec<Vec<Cell>> {
    let row = Row::of_lookup(lookup);
    let head = |outcome: &str, kind: &str| {
        vec![
            words(lookup.at.to_string()),
            words(lookup.connection.as_str()),
            words(lookup.id.as_str()),
            words(kind),
            words(outcome),
        ]
    };
    let hidden = |text: &str| if revealed { text.to_owned() } else { mask_digits(text) };
    match lookup.outcome() {
        Outcome::Waiting => vec![padded(head("waiting", row.kind), Cell::Empty)],
        Outcome::Nothing(text) => vec![padded(head("not found yet", row.kind), words(hidden(text.as_str())))],
        Outcome::Failed(fault) => vec![padded(head("not known", row.kind), words(hidden(&fault.to_string())))],
        Outcome::Found(postback) => match &postback.told {
            PostbackBody::Withdrawal(told) => {
                let mut cells = head("found", "withdrawal");
                cells.push(words(told.status.number()));
                cells.extend(money(Some(&told.amount)));
                cells.extend([words(hidden(told.label.as_str())), words(told.system.as_str())]);
                cells.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]);
                let number = told.account_number.as_ref();
                let number = number.map(|number| if revealed { number.full().to_owned() } else { number.to_string() });
                let email = told.account_email.as_ref();
                let email = email.map(|mail| if revealed { mail.to_string() } else { masked_email(mail.as_str()) });
                cells.push(words(number.unwrap_or_default()));
                cells.push(words(told.account_name.as_ref().map(|text| hidden(text.as_str())).unwrap_or_default()));
                cells.push(words(email.unwrap_or_default()));
                cells.push(words(told.comment.as_ref().map(|text| hidden(text.as_str())).unwrap_or_default()));
                vec![padded(cells, Cell::Empty)]
            }
            PostbackBody::Deposit(told) => {
                let one = |payment: &crate::domain::DepositTransaction| {
                    let mut cells = head("found", "deposit");
                    cells.push(Cell::Empty);
                    cells.extend(money(Some(&payment.amount)));
                    cells.extend([words(hidden(told.label.as_str())), words(payment.wallet.as_str())]);
                    cells.extend([words(payment.id.as_str()), optional(payment.custom_id.as_ref())]);
                    cells.extend([time(payment.created), time(payment.activated)]);
                    padded(cells, Cell::Empty)
                };
                let rows: Vec<_> = told.transactions.rows.iter().map(one).collect();
                if rows.is_empty() { vec![padded(head("found", "deposit"), words("no payments in it"))] } else { rows }
            }
        },
    }
}

fn of_received(received: &ReceivedPostback) -> Vec<Cell> {
    let verified = received.is_verified();
    let kind = received.kind.to_string();
    let mut cells = vec![
        words(received.at.to_string()),
        words(received.connection.as_ref().map(ToString::to_string).unwrap_or_default()),
        optional(received.subject.as_ref()),
        words(kind),
        words(if verified { "verified" } else { "not verified" }),
        optional(received.status.as_ref()),
    ];
    cells.extend(money(received.amount.as_ref()));
    let said = if verified { String::new() } else { super::page::standing(&received.standing).0 };
    padded(cells, words(said))
}

/// The row with a cell for every title, and what was said in the last.
fn padded(mut cells: Vec<Cell>, said: Cell) -> Vec<Cell> {
    cells.resize(TITLES.len() - 1, Cell::Empty);
    cells.push(said);
    cells
}

/// The JSON of a postback where it is whole, else as a text.
fn whole(raw: &RawJson, revealed: bool) -> String {
    let text = if revealed { raw.full() } else { raw.masked() };
    if serde_json::from_str::<&RawValue>(text).is_ok() { text.to_owned() } else { Value::from(text).to_string() }
}

fn text(rows: &Rows<'_>, revealed: bool) -> String {
    let hidden = |text: &str| if revealed { text.to_owned() } else { mask_digits(text) };
    let object = |head: Value, postback: String| {
        // The postback keeps its own digits: it is put in as it came.
        let head = head.to_string();
        format!("{},\"postback\":{postback}}}", head.trim_end_matches('}'))
    };
    let all: Vec<String> = match rows {
        Rows::LookedUp(rows) => rows
            .iter()
            .map(|lookup| {
                let (outcome, said, postback) = match lookup.outcome() {
                    Outcome::Waiting => ("waiting", String::new(), None),
                    Outcome::Found(postback) => ("found", String::new(), Some(postback)),
                    Outcome::Nothing(text) => ("not found yet", hidden(text.as_str()), None),
                    Outcome::Failed(fault) => ("not known", hidden(&fault.to_string()), None),
                };
                let head = json!({
                    "at": lookup.at.to_string(), "connection": lookup.connection.as_str(), "id": lookup.id.as_str(),
                    "outcome": outcome, "said": said,
                });
                object(head, postback.map_or_else(|| "null".to_owned(), |postback| whole(&postback.raw, revealed)))
            })
            .collect(),
        Rows::Received(rows) => rows
            .iter()
            .map(|received| {
                let head = json!({
                    "at": received.at.to_string(), "provider": received.provider.as_str(),
                    "connection": received.connection.as_ref().map(|id| id.as_str().to_owned()),
                    "verified": received.is_verified(), "said": super::page::standing(&received.standing).0,
                });
                object(head, whole(&received.body, revealed))
            })
            .collect(),
    };
    format!("[{}]\n", all.join(",\n"))
}
