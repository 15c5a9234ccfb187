//! What is wrong with the fields of a request, field by field: told by a provider, or found here before anything is
//! sent.

use std::fmt;

use super::{Text, mask_digits};

/// What is wrong with the fields of a request. The names are the document's; what is nested has a point in its name,
/// such as `bank_details.bank_code`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(pub Vec<FieldError>);

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field.
    pub field: Text,
    /// What is wrong with it; may be empty.
    pub texts: Vec<Text>,
}

impl FieldErrors {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds something that is wrong with a field.
    pub fn add(&mut self, field: &str, text: impl Into<Text>) {
        let text = text.into();
        match self.0.iter_mut().find(|error| error.field.as_str() == field) {
            Some(error) => error.texts.push(text),
            None => self.0.push(FieldError { field: field.into(), texts: vec![text] }),
        }
    }

    /// What is wrong with a field, in words; `None` where nothing is.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<String> {
        let error = self.0.iter().find(|error| error.field.as_str() == field)?;
        Some(if error.texts.is_empty() { "not accepted".to_owned() } else { error.words() })
    }

    /// Whether the provider says that there is too little in the wallets for all that is under way (the Paykassma
    /// API, "Withdrawal of funds").
    #[must_use]
    pub fn is_insufficient_balance(&self) -> bool {
        let says = |text: &Text| text.as_str().eq_ignore_ascii_case("Insufficient balance");
        self.0.iter().any(|error| error.texts.iter().any(says))
    }

    /// Nothing wrong, or all that is.
    ///
    /// # Errors
    /// Itself, where it is not empty.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl FieldError {
    fn words(&self) -> String {
        self.texts.iter().map(Text::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// Without full phone or account numbers.
impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut all = String::new();
        for error in &self.0 {
            if !all.is_empty() {
                all.push_str("; ");
            }
            all.push_str(error.field.as_str());
            if !error.texts.is_empty() {
                all.push_str(": ");
                all.push_str(&error.words());
            }
        }
        f.write_str(&mask_digits(&all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_by_name_and_without_whole_numbers() {
        let mut errors = FieldErrors::default();
        assert!(errors.clone().into_result().is_ok());
        errors.add("key1", "has the wrong length");
        errors.add("account_number", "9876543210 is not known");
        errors.add("key1", "is taken");
        assert_eq!(errors.of("key1").unwrap(), "has the wrong length, is taken");
        assert_eq!(errors.of("amount"), None);
        let told = "key1: has the wrong length, is taken; account_number: ••••••3210 is not known";
        assert_eq!(errors.to_string(), told);
        assert!(errors.clone().into_result().is_err() && !errors.is_insufficient_balance());
        errors.add("withdrawals_sum_amount", "Insufficient balance");
        assert!(errors.is_insufficient_balance());
    }
}
