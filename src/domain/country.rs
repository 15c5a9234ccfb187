//! Countries by their ISO 3166-1 codes, and the states of the United States by ISO 3166-2.

/// A country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country(rust_iso3166::CountryCode);

impl Country {
    /// The country with this code of two or three letters, large or small.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let code = code.to_ascii_uppercase();
        let found = match code.len() {
            2 => rust_iso3166::from_alpha2(&code),
            3 => rust_iso3166::from_alpha3(&code),
            _ => None,
        };
        found.map(Self)
    }

    /// Its code of two letters.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.alpha2
    }

    /// Its code of three letters.
    #[must_use]
    pub fn long_code(self) -> &'static str {
        self.0.alpha3
    }

    /// Its name in English.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Whether it is the United States, whose states are known by their codes.
    #[must_use]
    pub fn is_us(self) -> bool {
        self.code() == "US"
    }
}

/// Whether `code` is the postal code of a state, of the District of Columbia or of a territory of the United States.
#[must_use]
pub fn is_us_state(code: &str) -> bool {
    code.len() == 2 && rust_iso3166::iso3166_2::from_code(&format!("US-{code}")).is_some()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("US", Some(("US", "USA")))]
    #[case("usa", Some(("US", "USA")))]
    #[case("IN", Some(("IN", "IND")))]
    #[case("ZW", Some(("ZW", "ZWE")))]
    #[case("XX", None)]
    #[case("UK", None)]
    #[case("", None)]
    #[case("U", None)]
    #[case("ÜS", None)]
    fn a_country_has_both_codes(#[case] code: &str, #[case] codes: Option<(&str, &str)>) {
        assert_eq!(Country::new(code).map(|found| (found.code(), found.long_code())), codes);
    }

    /// The fifty states and the district, as the postal service lists them.
    #[test]
    fn the_states_are_the_postal_services() {
        let states = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM \
                      NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY";
        assert_eq!(states.split(' ').count(), 51);
        assert!(states.split(' ').all(is_us_state));
        for wrong in ["", "ny", "XX", "New York", "N", "NYC", "US-NY", "Ñ"] {
            assert!(!is_us_state(wrong), "{wrong}");
        }
    }
}
