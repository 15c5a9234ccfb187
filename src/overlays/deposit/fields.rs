//! The fields of the forms, and the change that is made of them.

use std::path::PathBuf;

use rust_decimal::Decimal;

use crate::domain::{
    Activation, Change, FieldErrors, Money, PaymentDraft, PossibleTransaction, Text, TransactionDraft, wants_amount,
};
use crate::message::{DepositAsk, DepositStep};
use crate::ui::field::{Kind, TextField};
use crate::ui::form::{Entry, Form};

/// A field of the forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Label,
    Key,
    Amount,
    Screenshot,
    Bank,
    Language,
    Redirect,
}

impl Field {
    /// The field that the document calls so.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "label" => Self::Label,
            "key1" => Self::Key,
            "amount" => Self::Amount,
            "screenshot" => Self::Screenshot,
            "bank" => Self::Bank,
            "language" => Self::Language,
            "redirect_url" => Self::Redirect,
            _ => return None,
        })
    }
}

fn text(most: usize) -> TextField {
    TextField::new(Kind::Plain).with_max(most)
}

/// The form of a step; what is known already is filled in.
pub fn form(ask: &DepositAsk) -> Form<Field> {
    let currency = &ask.system.currency;
    let label = Entry::text(Field::Label, "user", text(190).with_text(ask.label.as_str()))
        .required()
        .with_help("who pays: your own id of the user");
    let key = || {
        Entry::text(Field::Key, "payment number", text(190)).required().with_help("as the user was told it when paying")
    };
    let amount = |help: &str| {
        Entry::text(Field::Amount, &format!("amount in {currency}"), TextField::new(Kind::Amount).with_max(24))
            .with_help(help)
    };
    let entries = match ask.step {
        DepositStep::Create => vec![label],
        DepositStep::Activate if wants_amount(ask.system.kind.as_str()) => {
            vec![label, key(), amount("this payment system wants it").required()]
        }
        DepositStep::Activate => vec![label, key(), amount("how much was paid; may be left out")],
        DepositStep::Report => {
            let file = Entry::text(Field::Screenshot, "screenshot", text(4096));
            let help = if ask.system.takes_bill {
                "the path of a picture of the payment, at most 10 MiB; may be left out"
            } else {
                "this payment system takes none by its own word; may be left out"
            };
            vec![label, key(), amount("how much was paid").required(), file.with_help(help)]
        }
        DepositStep::Pay => vec![
            label,
            amount("how much is paid").required(),
            Entry::text(Field::Bank, "bank", text(3)).required().with_help("the bank's code, such as MBB"),
            Entry::text(Field::Language, "language", text(2).with_text("en"))
                .required()
                .with_help("of the pages the user sees: two letters"),
            Entry::text(Field::Redirect, "goes back to", text(510))
                .required()
                .with_help("where the user is sent afterwards: an address with https://"),
        ],
    };
    let mut form = Form::new(entries);
    // What is filled in already is passed over.
    if !ask.label.is_empty() && ask.step != DepositStep::Create {
        form.next();
    }
    form
}

/// The change that was filled in, with what is wrong with it by the document's rules. `None` where an amount is none,
/// which is said at its field.
pub fn change(form: &mut Form<Field>, ask: &DepositAsk) -> Option<(Change, Result<(), FieldErrors>)> {
    let typed = |form: &Form<Field>, field| Text::new(form.text(field).trim());
    let (wallet, currency) = (ask.system.kind.clone(), ask.system.currency.clone());
    let amount = if form.text(Field::Amount).trim().is_empty() {
        None
    } else {
        match Money::parse(form.text(Field::Amount), currency.clone()) {
            Ok(money) => Some(money.amount),
            Err(error) => {
                form.set_error(Field::Amount, &error.to_string());
                return None;
            }
        }
    };
    let (label, key) = (typed(form, Field::Label), typed(form, Field::Key));
    Some(match ask.step {
        DepositStep::Create => {
            let draft = TransactionDraft { wallet, currency, label };
            let checked = draft.check();
            (Change::CreateTransaction(draft), checked)
        }
        DepositStep::Activate => {
            let activation = Activation { currency, wallet, label, key, amount };
            let checked = activation.check();
            (Change::ActivateTransaction(activation), checked)
        }
        DepositStep::Report => {
            let path = form.text(Field::Screenshot).trim();
            let screenshot = (!path.is_empty()).then(|| PathBuf::from(path));
            let amount = amount.unwrap_or(Decimal::ZERO);
            let possible = PossibleTransaction { currency, wallet, label, key, amount, screenshot };
            let checked = possible.check();
            (Change::ReportTransaction(possible), checked)
        }
        DepositStep::Pay => {
            let draft = PaymentDraft {
                system: wallet,
                language: typed(form, Field::Language),
                currency,
                bank: typed(form, Field::Bank),
                amount: amount.unwrap_or(Decimal::ZERO),
                label,
                redirect_url: typed(form, Field::Redirect),
            };
            let checked = draft.check();
            (Change::CreatePayment(draft), checked)
        }
    })
}
