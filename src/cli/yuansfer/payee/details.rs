//! What can be said of a payee, as options: for who registers one, and for who changes one.

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cli::job::Job;
use crate::cli::paykassma::typed;
use crate::domain::{PayeeDetails, Phone, ProfileKind, Text};

/// What was said.
#[derive(Debug, Args)]
pub struct Said {
    /// INDIVIDUAL or BUSINESS
    #[arg(long, value_name = "PROFILE", ignore_case = true)]
    pub profile: Option<ProfileKind>,
    /// The first name; a company's, of who speaks for it
    #[arg(long, value_name = "NAME", value_parser = typed::text)]
    first_name: Option<Text>,
    /// The last name
    #[arg(long, value_name = "NAME", value_parser = typed::text)]
    last_name: Option<Text>,
    /// The date of birth, such as 1999-01-31
    #[arg(long, value_name = "DATE", value_parser = typed::text)]
    date_of_birth: Option<Text>,
    /// The phone: 8 to 15 digits
    #[arg(long)]
    phone: Option<String>,
    /// The country, by its ISO code of two letters, such as US
    #[arg(long, value_name = "CODE", value_parser = typed::text)]
    country: Option<Text>,
    /// The state; in the United States by its postal code, such as NY
    #[arg(long, value_parser = typed::text)]
    state: Option<Text>,
    /// The city
    #[arg(long, value_parser = typed::text)]
    city: Option<Text>,
    /// The street and the number
    #[arg(long, value_parser = typed::text)]
    street: Option<Text>,
    /// The rest of the address
    #[arg(long, value_parser = typed::text)]
    street2: Option<Text>,
    /// The postal code
    #[arg(long, value_parser = typed::text)]
    zip: Option<Text>,
}

impl Said {
    /// Whether anything was said.
    pub fn is_empty(&self) -> bool {
        let Self { profile, first_name, last_name, date_of_birth, phone, country, state, city, street, street2, zip } =
            self;
        let texts = [first_name, last_name, date_of_birth, country, state, city, street, street2, zip];
        profile.is_none() && phone.is_none() && texts.into_iter().all(Option::is_none)
    }

    /// What was said, over `known`.
    pub fn over(self, known: PayeeDetails) -> PayeeDetails {
        PayeeDetails {
            profile: self.profile.unwrap_or(known.profile),
            first_name: self.first_name.unwrap_or(known.first_name),
            last_name: self.last_name.unwrap_or(known.last_name),
            date_of_birth: self.date_of_birth.unwrap_or(known.date_of_birth),
            phone: self.phone.as_deref().map(Phone::new).or(known.phone),
            country: self.country.unwrap_or(known.country),
            state: self.state.or(known.state),
            city: self.city.or(known.city),
            street: self.street.or(known.street),
            street2: self.street2.or(known.street2),
            zip: self.zip.or(known.zip),
        }
    }

    /// What was said, and nothing else.
    pub fn alone(self, profile: ProfileKind) -> PayeeDetails {
        self.over(PayeeDetails {
            profile,
            first_name: Text::default(),
            last_name: Text::default(),
            date_of_birth: Text::default(),
            phone: None,
            country: Text::default(),
            state: None,
            city: None,
            street: None,
            street2: None,
            zip: None,
        })
    }
}

/// Which day it is, where dates of birth are checked: the provider's, which keeps UTC.
pub fn today(job: &Job<'_>) -> Date {
    job.acting.now().to_zoned_datetime(TimeZone::UTC).date()
}
