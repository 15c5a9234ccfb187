//! The fields of a withdrawal: which of them a payment system wants, what they are called, and which is meant by the
//! document's name of it.

use crate::domain::{Ability, ConnectionId, Currency, Intent, Limits, Need, WithdrawalRules};
use crate::overlays::form::paying::most;
use crate::state::State;
use crate::ui::field::{Kind, TextField};
use crate::ui::form::{Choice, Choosable, Entry, Form};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Connection,
    System,
    /// A payment system that the document does not name.
    OtherSystem,
    /// The account, where it is digits alone.
    Digits,
    /// The account, where it can be anything.
    Account,
    Name,
    Email,
    BankCode,
    Amount,
    Currency,
    Label,
    Test,
    Comment,
    /// Whether what few payment systems want is shown.
    More,
    Method,
    Provider,
    BranchCode,
    SystemCode,
    Iban,
}

/// What is chosen for a payment system that is typed.
const OTHER: &str = "";

/// What is chosen for a test.
pub const TEST: &str = "test";

/// What is chosen to see everything.
const ALL: &str = "all";

/// What few payment systems want.
const EXTRAS: [Field; 5] = [Field::Method, Field::Provider, Field::BranchCode, Field::SystemCode, Field::Iban];

/// The form, empty; the connections are offered where there are several to choose from.
pub fn form(connection: &ConnectionId, state: &State) -> Form<Field> {
    let text = |max| TextField::new(Kind::Plain).with_max(max);
    let writable = state.able(Ability::Withdrawals).filter(|found| !found.info.read_only);
    let option = |found: &crate::state::Connection| {
        let id = found.info.id.as_str();
        let production = if found.info.is_production() { " (PRODUCTION)" } else { "" };
        Choosable::new(id, &format!("{id}{production}"))
    };
    let mut connections = Choice::new(writable.map(option).collect());
    connections.choose(connection.as_str());
    let systems = WithdrawalRules::KNOWN.map(|system| Choosable::new(system, system));
    let systems = systems.into_iter().chain([Choosable::new(OTHER, "another")]);
    let tests = vec![Choosable::new("real", "real money"), Choosable::new(TEST, "TEST: no money goes out").or("TEST")];
    let more = vec![Choosable::new("few", "folded"), Choosable::new(ALL, "shown")];
    let mut entries = Vec::new();
    if connections.options().len() > 1 {
        entries.push(Entry::choice(Field::Connection, "connection", connections));
    }
    entries.extend([
        Entry::choice(Field::System, "payment system", Choice::new(systems.collect()))
            .with_help("type its first letter"),
        Entry::text(Field::OtherSystem, "its name", text(40)).required().with_help("as the provider spells it"),
        Entry::text(Field::Digits, "account number", TextField::new(Kind::SecretDigits).with_max(40)).required(),
        Entry::text(Field::Account, "account", TextField::new(Kind::Secret).with_max(190)),
        Entry::text(Field::Name, "holder's name", text(190)),
        Entry::text(Field::Email, "holder's email", text(190)),
        Entry::text(Field::BankCode, "bank code", text(190)),
        Entry::text(Field::Amount, "amount", TextField::new(Kind::Amount).with_max(24)).required(),
        Entry::text(Field::Currency, "currency", text(3)).required().with_help("three letters, such as INR"),
        Entry::text(Field::Label, "user", text(190)).required().with_help("whose money it is: their id in your system"),
        Entry::choice(Field::Test, "money", Choice::new(tests)),
        Entry::text(Field::Comment, "comment", text(190)),
        Entry::choice(Field::More, "rare fields", Choice::new(more)).with_help("IBAN, branch code, payment method"),
        Entry::text(Field::Method, "payment method", text(190)),
        Entry::text(Field::Provider, "payment provider", text(190)),
        Entry::text(Field::BranchCode, "branch code", text(190)),
        Entry::text(Field::SystemCode, "bank code there", text(190)).with_help("the bank's code in the payment system"),
        Entry::text(Field::Iban, "IBAN", TextField::new(Kind::Secret).with_max(34)).with_help("without spaces"),
    ]);
    Form::new(entries)
}

/// The payment system that is chosen or typed.
pub fn system(form: &Form<Field>) -> String {
    match form.chosen(Field::System) {
        Some(OTHER) | None => form.text(Field::OtherSystem).to_owned(),
        Some(system) => system.to_owned(),
    }
}

/// The currency that a payment system usually pays in; nothing where that is not known.
fn usual_currency(system: &str) -> &'static str {
    match system {
        "paytm" | "upi_ib" | "imps_ib" => "INR",
        "bkash" | "nagad" | "rocket" => "BDT",
        _ => "",
    }
}

/// Shows the fields that the payment system wants; answers the currency it usually pays in.
pub fn follow_system(form: &mut Form<Field>) -> &'static str {
    form.show(Field::OtherSystem, form.chosen(Field::System) == Some(OTHER));
    let system = system(form);
    let rules = WithdrawalRules::of(&system);
    let all = form.chosen(Field::More) == Some(ALL);
    let (need, mask) = rules.account_number;
    form.show(Field::Digits, rules.is_known);
    form.show(Field::Account, !rules.is_known);
    form.name(Field::Digits, "account number", need == Need::Required);
    form.explain(Field::Digits, mask.words(), "");
    for (field, need) in [(Field::Name, rules.account_name), (Field::Email, rules.account_email)] {
        let is_needed = need == Need::Required;
        let label = if field == Field::Name { "holder's name" } else { "holder's email" };
        form.name(field, label, is_needed);
        // Of an unknown payment system nobody knows what it wants.
        form.show(field, is_needed || all || (!rules.is_known && field == Field::Name));
    }
    let help = if rules.is_known { "letters and spaces, as the bank has it" } else { "" };
    form.explain(Field::Name, help, "");
    let code = if rules.is_ifsc { ("IFSC", "such as HDFC0ABC123") } else { ("bank code", "") };
    form.name(Field::BankCode, code.0, rules.bank_code == Need::Required);
    form.explain(Field::BankCode, code.1, "");
    form.show(Field::BankCode, rules.is_ifsc || all || !rules.is_known);
    for field in EXTRAS {
        form.show(field, all);
    }
    usual_currency(&system)
}

/// Says beside the amount what it has to be, and what there is to pay it from.
pub fn explain_amount(form: &mut Form<Field>, limits: &Limits, currency: &Currency, note: &str) {
    let rules = WithdrawalRules::of(&system(form));
    let whole = if rules.multiple_of > 1.into() {
        format!("a multiple of {}", rules.multiple_of)
    } else {
        "a whole number".to_owned()
    };
    let most = most(limits, currency).map_or_else(String::new, |most| format!(", {most}"));
    form.suggest(Field::Amount, &format!("{whole}{most}"));
    form.explain(Field::Amount, "", note);
}

/// Fills in what the journal keeps of an earlier one: never an account, of which it has four digits.
pub fn fill_in(form: &mut Form<Field>, like: &Intent) {
    let kept = |name| like.asked_for(name).filter(|value| !value.contains('•'));
    if let Some(system) = kept("payment_system") {
        let is_known = WithdrawalRules::KNOWN.contains(&system);
        form.choose(Field::System, if is_known { system } else { OTHER });
        if !is_known {
            form.set_text(Field::OtherSystem, system);
        }
    }
    if like.is_test() {
        form.choose(Field::Test, TEST);
    }
    if let Some(amount) = &like.amount {
        form.set_text(Field::Amount, &amount.amount.normalize().to_string());
        form.set_text(Field::Currency, amount.currency.code());
    }
    let texts = [
        (Field::Label, "label"),
        (Field::Comment, "comment"),
        (Field::Name, "account_name"),
        (Field::BankCode, "bank_code"),
        (Field::Method, "payments_method"),
        (Field::Provider, "payments_provider"),
        (Field::BranchCode, "branch_code"),
        (Field::SystemCode, "bank_code_in_payments_system"),
    ];
    for (field, name) in texts {
        if let Some(value) = kept(name) {
            form.set_text(field, value);
        }
        if EXTRAS.contains(&field) && kept(name).is_some() {
            form.choose(Field::More, ALL);
        }
    }
}

/// The field that the document calls so; it is shown where it was folded away. `None` where there is none.
pub fn of_name(form: &mut Form<Field>, name: &str) -> Option<Field> {
    let of_account = if form.is_shown(Field::Digits) { Field::Digits } else { Field::Account };
    let of_system = if form.is_shown(Field::OtherSystem) { Field::OtherSystem } else { Field::System };
    let field = match name.rsplit('.').next().unwrap_or(name) {
        "payment_system" => of_system,
        "account_number" => of_account,
        "account_name" => Field::Name,
        "account_email" => Field::Email,
        "bank_code" => Field::BankCode,
        "amount" | "withdrawals_sum_amount" => Field::Amount,
        "currency_code" => Field::Currency,
        "label" => Field::Label,
        "is_test" => Field::Test,
        "comment" => Field::Comment,
        "payments_method" => Field::Method,
        "payments_provider" => Field::Provider,
        "branch_code" => Field::BranchCode,
        "bank_code_in_payments_system" => Field::SystemCode,
        "iban" => Field::Iban,
        _ => return None,
    };
    if !form.is_shown(field) {
        form.choose(Field::More, ALL);
        follow_system(form);
    }
    form.is_shown(field).then_some(field)
}
