//! What is typed after an option, read into the words of the domain. What would be sent otherwise than it was typed is
//! refused here; what the document says of a field is for the domain's own checks.

use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::domain::{Currency, FieldErrors, Money, Text};

/// A text that is sent just as it was typed.
pub fn text(typed: &str) -> Result<Text, &'static str> {
    let text = Text::new(typed);
    if text.as_str() == typed {
        Ok(text)
    } else {
        Err("it has something invisible in it, or is longer than 512 characters")
    }
}

/// A text with something in it, and no spaces around it.
pub fn word(typed: &str) -> Result<Text, &'static str> {
    match typed.trim() {
        "" => Err("it is empty"),
        trimmed if trimmed != typed => Err("no spaces before or after it"),
        _ => text(typed),
    }
}

/// A currency, by its code.
pub fn currency(typed: &str) -> Result<Currency, &'static str> {
    if typed.len() == 3 && typed.bytes().all(|b| b.is_ascii_alphabetic()) {
        Ok(Currency::new(typed))
    } else {
        Err("a currency code of three letters, such as INR")
    }
}

/// The amount that was typed, or the end that says what is wrong with it.
pub fn amount(job: &mut Job<'_>, typed: &str, currency: &Currency) -> Result<Money, Exit> {
    match Money::parse(typed, currency.clone()) {
        Ok(money) => Ok(money),
        Err(error) => {
            let mut errors = FieldErrors::default();
            errors.add("amount", error.to_string());
            job.invalid(&errors)
        }
    }
}
