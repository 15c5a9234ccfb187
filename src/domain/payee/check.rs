//! Whether a payee can be registered or changed, field by field, before anything is sent. The names are the
//! document's.

use jiff::civil::Date;

use super::{PayeeDetails, PayeeDraft};
use crate::domain::country::{Country, is_us_state};
use crate::domain::deposit::{optional, required};
use crate::domain::withdrawal::email_address;
use crate::domain::{FieldErrors, Phone, Text};

/// The most characters of a text; the document bounds none.
const LONGEST: usize = 190;

/// The most characters of a name or a postal code, for the same reason.
const LONGEST_NAME: usize = 60;

/// Nobody who is paid was born before.
const EARLIEST: Date = jiff::civil::date(1900, 1, 1);

impl PayeeDraft {
    /// What is wrong with it. `today` is wanted for the date of birth.
    ///
    /// # Errors
    /// Field by field.
    pub fn check(&self, today: Date) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        required("customerCode", &self.code, LONGEST_NAME, &mut errors);
        required("email", &self.email, LONGEST, &mut errors);
        if !self.email.is_empty() {
            email_address("email", &self.email, &mut errors);
        }
        self.details.look(today, &mut errors);
        errors.into_result()
    }
}

impl PayeeDetails {
    /// What is wrong with them. `today` is wanted for the date of birth.
    ///
    /// # Errors
    /// Field by field.
    pub fn check(&self, today: Date) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        self.look(today, &mut errors);
        errors.into_result()
    }

    fn look(&self, today: Date, errors: &mut FieldErrors) {
        required("firstName", &self.first_name, LONGEST_NAME, errors);
        required("lastName", &self.last_name, LONGEST_NAME, errors);
        born("dateOfBirth", &self.date_of_birth, today, errors);
        if let Some(phone) = &self.phone
            && !Phone::is_plausible(phone.full())
        {
            errors.add("phone", "8 to 15 digits, with or without a + before them");
        }
        let country = country("countryCode", &self.country, errors);
        let others = [
            ("city", &self.city, LONGEST),
            ("street", &self.street, LONGEST),
            ("street2", &self.street2, LONGEST),
            ("state", &self.state, LONGEST_NAME),
            ("zip", &self.zip, LONGEST_NAME),
        ];
        for (field, text, longest) in others {
            if let Some(text) = text {
                optional(field, text, longest, errors);
            }
        }
        if country.is_some_and(Country::is_us) {
            if self.state.as_ref().is_some_and(|state| !state.is_empty() && !is_us_state(state.as_str())) {
                errors.add("state", "the postal code of a state in two capitals, such as NY");
            }
            if self.zip.as_ref().is_some_and(|zip| !zip.is_empty() && !is_zip(zip.as_str())) {
                errors.add("zip", "a ZIP code of 5 digits, or of 5 and 4, such as 10005 or 10005-1234");
            }
        }
    }
}

/// A date of birth: one that the calendar has, and that was.
fn born(field: &str, text: &Text, today: Date, errors: &mut FieldErrors) {
    if text.is_empty() {
        errors.add(field, "has to be filled in");
        return;
    }
    let text = text.as_str();
    // The calendar's own parser takes shorter and longer forms too, which the provider may not.
    let is_shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| match at {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
    match text.parse::<Date>() {
        Ok(date) if is_shaped && date < EARLIEST => errors.add(field, "before 1900"),
        Ok(date) if is_shaped && date >= today => errors.add(field, "has to be in the past"),
        Ok(_) if is_shaped => {}
        _ => errors.add(field, "a date such as 1999-01-31"),
    }
}

/// A country by its code of two letters.
pub(super) fn country(field: &str, code: &Text, errors: &mut FieldErrors) -> Option<Country> {
    let found = Country::new(code.as_str()).filter(|found| found.code() == code.as_str());
    if code.is_empty() {
        errors.add(field, "has to be filled in");
    } else if found.is_none() {
        errors.add(field, "the ISO code of a country in two capitals, such as US");
    }
    found
}

fn is_zip(text: &str) -> bool {
    let digits = |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('-') {
        Some((first, rest)) => digits(first, 5) && digits(rest, 4),
        None => digits(text, 5),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::payee::ProfileKind;

    const TODAY: Date = jiff::civil::date(2026, 11, 25);

    /// The document's own payee.
    fn john() -> PayeeDraft {
        PayeeDraft {
            code: "1665425422".into(),
            email: "john@example.com".into(),
            details: PayeeDetails {
                profile: ProfileKind::Individual,
                first_name: "John".into(),
                last_name: "Doe".into(),
                date_of_birth: "1999-01-01".into(),
                phone: Some(Phone::new("1234567890")),
                country: "US".into(),
                state: Some("NY".into()),
                city: Some("hometown".into()),
                street: Some("123 main St".into()),
                street2: Some(Text::default()),
                zip: Some("10005".into()),
            },
        }
    }

    fn wrong(change: impl FnOnce(&mut PayeeDraft)) -> Vec<String> {
        let mut draft = john();
        change(&mut draft);
        let errors = draft.check(TODAY).err().unwrap_or_default();
        errors.0.iter().map(|error| error.field.to_string()).collect()
    }

    #[test]
    fn the_documents_payee_is_sound() {
        assert_eq!(john().check(TODAY), Ok(()));
    }

    #[rstest]
    #[case("1999-01-01", true)]
    #[case("2000-02-29", true)]
    #[case("1999-02-29", false)]
    #[case("1999-13-01", false)]
    #[case("1899-12-31", false)]
    #[case("2026-11-24", true)]
    #[case("2026-11-25", false)]
    #[case("2027-01-01", false)]
    #[case("99-01-01", false)]
    #[case("01/31/1999", false)]
    #[case("1999-1-1", false)]
    #[case("19990101", false)]
    #[case("1999-01-01T00:00:00Z", false)]
    #[case("", false)]
    fn a_date_of_birth_is_a_day_that_was(#[case] date: &str, #[case] fits: bool) {
        let found = wrong(|draft| draft.details.date_of_birth = date.into());
        assert_eq!(found, if fits { vec![] } else { vec!["dateOfBirth"] });
    }

    #[rstest]
    #[case("US", Some("NY"), Some("10005"), &[])]
    #[case("US", Some("DC"), Some("20500-0003"), &[])]
    #[case("US", None, None, &[])]
    #[case("US", Some("ny"), None, &["state"])]
    #[case("US", Some("New York"), None, &["state"])]
    #[case("US", Some("ON"), None, &["state"])]
    #[case("US", None, Some("1000"), &["zip"])]
    #[case("US", None, Some("10005-12"), &["zip"])]
    #[case("CA", Some("Ontario"), Some("K1A 0B1"), &[])]
    #[case("us", None, None, &["countryCode"])]
    #[case("USA", None, None, &["countryCode"])]
    #[case("XX", None, None, &["countryCode"])]
    #[case("", None, None, &["countryCode"])]
    fn countries_and_states_are_those_there_are(
        #[case] country: &str,
        #[case] state: Option<&str>,
        #[case] zip: Option<&str>,
        #[case] fields: &[&str],
    ) {
        let found = wrong(|draft| {
            draft.details.country = country.into();
            draft.details.state = state.map(Text::from);
            draft.details.zip = zip.map(Text::from);
        });
        assert_eq!(found, fields);
    }

    #[test]
    fn what_is_missing_or_no_phone_or_email_is_told_at_its_field() {
        let found = wrong(|draft| {
            draft.code = Text::default();
            draft.email = "john".into();
            draft.details.first_name = " ".into();
            draft.details.last_name = "Doe ".into();
            draft.details.phone = Some(Phone::new("555"));
            draft.details.city = Some(" x".into());
        });
        assert_eq!(found, ["customerCode", "email", "firstName", "lastName", "phone", "city"]);
        assert_eq!(wrong(|draft| draft.details.phone = None), Vec::<String>::new());
        assert_eq!(wrong(|draft| draft.email = Text::default()), ["email"]);
    }

    #[test]
    fn what_is_kept_of_a_payee_has_no_whole_phone_email_or_date_of_birth() {
        let kept = format!("{:?} {}", john().summary(), john().words());
        for hidden in ["1234567890", "john@", "1999-01-01", "123 main"] {
            assert!(!kept.contains(hidden), "{kept}");
        }
        assert!(kept.contains("John Doe") && kept.contains("US"), "{kept}");
    }
}
