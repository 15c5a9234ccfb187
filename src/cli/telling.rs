//! How outcomes are told: what is the same for every provider, and what each says by its document's own names.

use super::output::{Field, Row};
use super::reveal::Reveal;
use crate::domain::{Change, Fault, FieldErrors, IntentId, Outcome, Receipt, Rejection, Text, mask_digits};

/// A change that was to be sent, and what became of it.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'s> {
    /// The id of its intent.
    pub intent: IntentId,
    /// The change.
    pub change: &'s Change,
    /// What became of it.
    pub outcome: &'s Outcome,
}

/// What the commands of one provider say in their own way.
pub trait Telling: Sync {
    /// What is known of it however it ended, behind `row`: an id that it can be looked up by.
    fn known(&self, _sent: Sent<'_>, row: Row) -> Row {
        row
    }

    /// What a change that is done brought back, behind `row`.
    fn receipt(&self, receipt: &Receipt, row: Row, reveal: Reveal) -> Row;

    /// A refusal in the provider's words, behind `row`.
    fn refusal(&self, refused: Refused<'_>, row: Row, reveal: Reveal) -> Row;

    /// That it is done, in a few words.
    fn done(&self, _sent: Sent<'_>, _receipt: &Receipt) -> String {
        "done".to_owned()
    }

    /// What to say behind a refusal, such as the command that mends it; begins with what parts it from the refusal.
    fn hint(&self, _sent: Sent<'_>) -> String {
        String::new()
    }

    /// What to do while nobody knows what became of it.
    fn look(&self, sent: Sent<'_>) -> String;
}

/// What a provider says when it refuses.
#[derive(Clone, Copy, Debug)]
pub struct Refused<'r> {
    /// Its code; empty where it gives none.
    pub code: &'r Text,
    /// Its words on the whole; may be empty.
    pub text: &'r Text,
    /// What is wrong with which field, where it says so.
    pub fields: Option<&'r FieldErrors>,
}

/// The outcome as one object: `outcome`, then what came with it, by the document's names.
#[must_use]
pub fn row(sent: Sent<'_>, telling: &dyn Telling, reveal: Reveal) -> Row {
    let is = |word: &str| telling.known(sent, Row::default().with("outcome", word));
    let fault = |fault: &Fault| Field::Text(mask_digits(&fault.to_string()));
    match sent.outcome {
        Outcome::Done(receipt) => telling.receipt(receipt, is("done"), reveal),
        Outcome::Rejected(Rejection::Refused { code, text }) => {
            telling.refusal(Refused { code, text, fields: None }, is("rejected"), reveal)
        }
        Outcome::Rejected(Rejection::Invalid { code, text, fields }) => {
            telling.refusal(Refused { code, text, fields: Some(fields) }, is("rejected"), reveal)
        }
        Outcome::Rejected(Rejection::Status(why) | Rejection::NeverSent(why)) => {
            is("rejected").with("fault", fault(why))
        }
        Outcome::Unconfirmed(why) => is("unconfirmed").with("fault", fault(why)),
    }
}

/// The outcome in words, for a person; without full phone or account numbers.
#[must_use]
pub fn words(sent: Sent<'_>, telling: &dyn Telling) -> String {
    match sent.outcome {
        Outcome::Done(receipt) => telling.done(sent, receipt),
        Outcome::Rejected(Rejection::Invalid { code, text, fields }) => {
            format!("{}{}", refused_by_field(code, text, fields), telling.hint(sent))
        }
        Outcome::Rejected(rejection) => format!("{}{}", rejection.words(), telling.hint(sent)),
        Outcome::Unconfirmed(fault) => format!(
            "outcome unknown: {}. It may have been done and is not sent again: {}. The journal keeps it as {}.",
            mask_digits(&fault.to_string()),
            telling.look(sent),
            sent.intent.short()
        ),
    }
}

/// A refusal with a line for each field that something is wrong with.
#[must_use]
pub fn refused_by_field(code: &Text, text: &Text, fields: &FieldErrors) -> String {
    let code = if code.is_empty() { String::new() } else { format!(" with code {}", mask_digits(code.as_str())) };
    let text = if text.is_empty() { String::new() } else { format!(": {}", mask_digits(text.as_str())) };
    format!("refused{code}{text}{}", by_field(fields))
}

/// What is wrong with each field, each on a line of its own.
#[must_use]
pub fn by_field(fields: &FieldErrors) -> String {
    let line = |field: &Text| {
        let words = fields.of(field.as_str()).unwrap_or_default();
        mask_digits(&format!("\n  {field}: {words}"))
    };
    fields.0.iter().map(|error| line(&error.field)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_has_a_line_for_each_field_and_no_whole_number() {
        let mut fields = FieldErrors::default();
        fields.add("account_number", "9876543210 is not known");
        fields.add("amount", "is too small");
        fields.add("account_number", "is blocked");
        let told = refused_by_field(&"7".into(), &"no good".into(), &fields);
        assert_eq!(
            told,
            "refused with code 7: no good\n  account_number: ••••••3210 is not known, is blocked\n  amount: is too small"
        );
        assert_eq!(refused_by_field(&"".into(), &"".into(), &FieldErrors::default()), "refused");
    }
}
