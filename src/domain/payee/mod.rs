//! A payee: somebody money is paid out to, known to the provider before anything is (Yuansfer, "Payee Registration").

mod account;
mod check;
mod known;

use jiff::Timestamp;

use super::{PayeeNo, Phone, Text, mask_digits, masked_email};

pub use self::account::{AccountPurpose, BankAccountDraft, PayoutAccount, PayoutAccounts, is_routing_number};
pub use self::known::{KnownPayee, PayeeKey, PayeeNews};

/// What kind of payee it is (`profileType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::Display, strum::EnumString, strum::VariantNames)]
#[strum(serialize_all = "UPPERCASE", ascii_case_insensitive)]
pub enum ProfileKind {
    /// A person.
    Individual,
    /// A company.
    Business,
}

/// The standing of a payee or of one of their accounts, kept as it came: the samples write `Activated`, `ACTIVATED` and
/// `activated` for one and the same.
#[derive(Clone, Debug)]
pub struct PayeeStatus(pub Text);

impl PayeeStatus {
    /// Whether money can be paid there.
    #[must_use]
    pub fn is_activated(&self) -> bool {
        self.0.as_str().eq_ignore_ascii_case("activated")
    }
}

/// Without case.
impl PartialEq for PayeeStatus {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str().eq_ignore_ascii_case(other.0.as_str())
    }
}

impl Eq for PayeeStatus {}

impl std::fmt::Display for PayeeStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What is said of a payee, when they are registered and whenever it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayeeDetails {
    /// A person or a company.
    pub profile: ProfileKind,
    /// The first name; a company's, of who speaks for it.
    pub first_name: Text,
    /// The last name.
    pub last_name: Text,
    /// The date of birth, as `1999-01-31`.
    pub date_of_birth: Text,
    /// The phone.
    pub phone: Option<Phone>,
    /// The country (`countryCode`), by its ISO code of two letters; `country` is sent with the one of three.
    pub country: Text,
    /// The state; in the United States by its postal code.
    pub state: Option<Text>,
    /// The city.
    pub city: Option<Text>,
    /// The street and the number.
    pub street: Option<Text>,
    /// The rest of the address.
    pub street2: Option<Text>,
    /// The postal code.
    pub zip: Option<Text>,
}

/// A payee to register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayeeDraft {
    /// The payee's id in the merchant's own system (`customerCode`), used once.
    pub code: Text,
    /// The email address; it cannot be changed later.
    pub email: Text,
    /// All else.
    pub details: PayeeDetails,
}

/// A payee as the provider knows them ("Retrieve payee info").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    /// The provider's number of them.
    pub no: PayeeNo,
    /// The merchant's own id of them.
    pub code: Option<Text>,
    /// Whether they can be paid.
    pub status: Option<PayeeStatus>,
    /// INDIVIDUAL, BUSINESS, or what else the provider says.
    pub profile: Option<Text>,
    /// The first name.
    pub first_name: Option<Text>,
    /// The last name.
    pub last_name: Option<Text>,
    /// The email address.
    pub email: Option<Text>,
    /// The date of birth.
    pub date_of_birth: Option<Text>,
    /// The phone.
    pub phone: Option<Phone>,
    /// The country, by its code of two letters.
    pub country: Option<Text>,
    /// The state.
    pub state: Option<Text>,
    /// The city.
    pub city: Option<Text>,
    /// The street and the number.
    pub street: Option<Text>,
    /// The rest of the address.
    pub street2: Option<Text>,
    /// The postal code.
    pub zip: Option<Text>,
    /// The language they are written to in.
    pub language: Option<Text>,
    /// When they were registered.
    pub created: Option<Timestamp>,
    /// When they were last changed.
    pub updated: Option<Timestamp>,
}

impl Payee {
    /// The name in full.
    #[must_use]
    pub fn name(&self) -> String {
        let names = [&self.first_name, &self.last_name];
        names.into_iter().flatten().map(Text::as_str).collect::<Vec<_>>().join(" ")
    }

    /// What is known of them, to change some of it; what the provider does not tell is empty. `None` where it calls
    /// them neither a person nor a company.
    #[must_use]
    pub fn details(&self) -> Option<PayeeDetails> {
        Some(PayeeDetails {
            profile: self.profile.as_ref()?.as_str().parse().ok()?,
            first_name: self.first_name.clone().unwrap_or_default(),
            last_name: self.last_name.clone().unwrap_or_default(),
            date_of_birth: self.date_of_birth.clone().unwrap_or_default(),
            phone: self.phone.clone(),
            country: self.country.clone().unwrap_or_default(),
            state: self.state.clone(),
            city: self.city.clone(),
            street: self.street.clone(),
            street2: self.street2.clone(),
            zip: self.zip.clone(),
        })
    }
}

impl PayeeDetails {
    /// What is asked for, for the journal: the phone by its last four digits; the date of birth and the street are
    /// nobody's business there.
    pub(super) fn summary(&self) -> Vec<(&'static str, String)> {
        let mut summary = vec![
            ("profileType", self.profile.to_string()),
            ("firstName", mask_digits(self.first_name.as_str())),
            ("lastName", mask_digits(self.last_name.as_str())),
            ("dateOfBirth", "(left out)".to_owned()),
        ];
        summary.extend(self.phone.as_ref().map(|phone| ("phone", phone.to_string())));
        summary.push(("countryCode", self.country.to_string()));
        let masked = |text: &Option<Text>| text.as_ref().map(|text| mask_digits(text.as_str()));
        summary.extend(masked(&self.state).map(|state| ("state", state)));
        summary.extend(masked(&self.city).map(|city| ("city", city)));
        summary.extend(self.street.as_ref().map(|_| ("street", "(left out)".to_owned())));
        summary.extend(self.street2.as_ref().map(|_| ("street2", "(left out)".to_owned())));
        summary.extend(masked(&self.zip).map(|zip| ("zip", zip)));
        summary
    }
}

impl PayeeDraft {
    /// What is asked for, for the journal.
    pub(super) fn summary(&self) -> Vec<(&'static str, String)> {
        let mut summary =
            vec![("customerCode", mask_digits(self.code.as_str())), ("email", masked_email(self.email.as_str()))];
        summary.extend(self.details.summary());
        summary
    }

    /// What it does, in a few words.
    pub(super) fn words(&self) -> String {
        let PayeeDetails { first_name, last_name, profile, .. } = &self.details;
        let name = mask_digits(&format!("{first_name} {last_name}"));
        format!("register {name} as a payee ({profile})")
    }
}
