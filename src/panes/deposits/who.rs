//! The form that asks whose deposits it is about: the user, the currencies, and the name that the savings of a manual
//! payment system may want.

use crate::domain::{Currency, Text};
use crate::ui::field::{Kind, TextField};
use crate::ui::form::{Entry, Form};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Label,
    Currencies,
    Code,
}

/// Who pays, and in what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// The user.
    pub label: Text,
    /// In which currencies.
    pub currencies: Vec<Currency>,
}

/// The form, with what was said before.
pub fn form(who: Option<&Who>) -> Form<Field> {
    let label = who.map(|who| who.label.as_str()).unwrap_or_default();
    let codes: Vec<&str> = who.map(|who| who.currencies.iter().map(Currency::code).collect()).unwrap_or_default();
    let text = |max, text: &str| TextField::new(Kind::Plain).with_max(max).with_text(text);
    Form::new(vec![
        Entry::text(Field::Label, "user", text(190, label)).required().with_help("who pays: your own id of the user"),
        Entry::text(Field::Currencies, "currencies", text(120, &codes.join(", ")).with_placeholder("such as INR, BDT"))
            .required()
            .with_help("codes of three letters, with spaces or commas between"),
    ])
}

/// The form of the one thing that savings of a manual system may want.
pub fn code_form(name: &Text) -> Form<Field> {
    let field = TextField::new(Kind::Plain).with_max(190).with_text(name.as_str());
    Form::new(vec![
        Entry::text(Field::Code, "manual system", field).with_help("its name at the provider; may be left out"),
    ])
}

/// What was said; `None` where something is wrong, which is told at its field.
pub fn said(form: &mut Form<Field>) -> Option<Who> {
    form.clear_errors();
    form.check_required();
    let label = form.text(Field::Label).trim().to_owned();
    let typed = form.text(Field::Currencies).to_owned();
    let codes = typed.split([' ', ',', ';']).filter(|code| !code.is_empty());
    let mut currencies: Vec<Currency> = Vec::new();
    let mut wrong = None;
    for code in codes {
        if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_alphabetic()) {
            wrong =
                wrong.or_else(|| Some(format!("{code} is no currency code: those have three letters, such as INR")));
            continue;
        }
        let currency = Currency::new(code);
        if !currencies.contains(&currency) {
            currencies.push(currency);
        }
    }
    if let Some(words) = wrong {
        form.set_error(Field::Currencies, &words);
    } else if currencies.is_empty() && !typed.is_empty() {
        form.set_error(Field::Currencies, "needed");
    }
    if label.is_empty() {
        form.set_error(Field::Label, "needed");
    }
    (!form.focus_first_error()).then(|| Who { label: Text::new(&label), currencies })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::ui::Editable;

    fn filled(label: &str, currencies: &str) -> Form<Field> {
        let mut form = form(None);
        form.type_in(label);
        form.next();
        form.type_in(currencies);
        form
    }

    #[rstest]
    #[case("INR", &["INR"])]
    #[case("inr, bdt", &["INR", "BDT"])]
    #[case("INR BDT;INR", &["INR", "BDT"])]
    fn currencies_are_read_however_they_are_parted(#[case] typed: &str, #[case] codes: &[&str]) {
        let who = said(&mut filled("55", typed)).unwrap();
        assert_eq!(who.currencies.iter().map(Currency::code).collect::<Vec<_>>(), codes);
        assert_eq!(who.label.as_str(), "55");
        // What was said is there when it is asked again.
        assert_eq!(said(&mut form(Some(&who))), Some(who));
    }

    #[rstest]
    #[case("", "INR")]
    #[case("55", "")]
    #[case("55", "rupees")]
    #[case("55", "INR €")]
    #[case("55", " , ")]
    fn what_is_wrong_is_said_at_its_field(#[case] label: &str, #[case] currencies: &str) {
        let mut form = filled(label, currencies);
        assert_eq!(said(&mut form), None);
        assert!(form.entries().iter().any(|entry| entry.error.is_some()));
    }
}
