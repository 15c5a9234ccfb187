//! The provider's codes (Yuansfer payouts, "Response Codes"): what each means, what to do about it, and whether trying
//! again is safe.

use crate::domain::Again;

/// A `ret_code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub enum RetCode {
    /// 000000.
    SystemError,
    /// 000020.
    ParameterNull,
    /// 000021.
    NoRelatedInformation,
    /// 000022.
    DoNotMatch,
    /// 000023.
    ParameterValue,
    /// 000030.
    AccessDenied,
    /// 000040.
    BalanceTooLow,
    /// 000080.
    SupplierError,
    /// 000100.
    Success,
}

/// What there is to say of a code: the code, the document's words, what it means, what to do.
struct Entry(&'static str, &'static str, &'static str, &'static str);

impl RetCode {
    /// The code that the provider writes so; `None` for one that the document does not name.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        use strum::IntoEnumIterator;
        Self::iter().find(|known| known.code() == code)
    }

    fn entry(self) -> Entry {
        match self {
            Self::SystemError => Entry(
                "000000",
                "System Error",
                "something broke at Yuansfer, and it does not say how far it had come",
                "Look it up until a final status comes, or ask Yuansfer.",
            ),
            Self::ParameterNull => Entry(
                "000020",
                "Parameter Null Error",
                "a field that Yuansfer wants is missing",
                "Fill in the field it names, or tell Yuansfer which one that is.",
            ),
            Self::NoRelatedInformation => Entry(
                "000021",
                "Parameter No Related Information",
                "Yuansfer does not know the number it was asked about",
                "Check the payee's number, the account and the invoice id.",
            ),
            Self::DoNotMatch => Entry(
                "000022",
                "Parameters Do Not Match",
                "fields contradict each other, or belong to different payees",
                "Check that the account is the payee's own, and that its currency is the one paid in.",
            ),
            Self::ParameterValue => Entry(
                "000023",
                "Parameter Value Error",
                "a field has a value that Yuansfer does not take",
                "Mend the value; a customer code can be used only once.",
            ),
            Self::AccessDenied => Entry(
                "000030",
                "No Rights / Access Denied",
                "the signature is wrong, or the merchant may not do this",
                "Check merchant_no, store_no and token of the connection.",
            ),
            Self::BalanceTooLow => Entry(
                "000040",
                "Account balance is not sufficient",
                "there is too little on the merchant's balance at Yuansfer",
                "Pay in there, or pay out less.",
            ),
            Self::SupplierError => Entry(
                "000080",
                "Supplier System's Error",
                "something broke at the bank or supplier behind Yuansfer, and it does not say how far it had come",
                "Look it up until a final status comes, or ask Yuansfer.",
            ),
            Self::Success => Entry("000100", "Success", "it was taken on", "Nothing."),
        }
    }

    /// The code itself.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.entry().0
    }

    /// The document's words for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().1
    }

    /// What it means, in plain words.
    #[must_use]
    pub fn plain(self) -> &'static str {
        self.entry().2
    }

    /// What to do about it.
    #[must_use]
    pub fn advice(self) -> &'static str {
        self.entry().3
    }

    /// Whether trying a change again that was answered with it is safe.
    #[must_use]
    pub fn again(self) -> Again {
        match self {
            Self::SystemError | Self::SupplierError => Again::Unsafe,
            Self::Success => Again::Second,
            _ => Again::Safe,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use strum::IntoEnumIterator;

    use super::*;

    /// The document's appendix, word for word.
    #[rstest]
    #[case("000000", "System Error", Again::Unsafe)]
    #[case("000020", "Parameter Null Error", Again::Safe)]
    #[case("000021", "Parameter No Related Information", Again::Safe)]
    #[case("000022", "Parameters Do Not Match", Again::Safe)]
    #[case("000023", "Parameter Value Error", Again::Safe)]
    #[case("000030", "No Rights / Access Denied", Again::Safe)]
    #[case("000040", "Account balance is not sufficient", Again::Safe)]
    #[case("000080", "Supplier System's Error", Again::Unsafe)]
    #[case("000100", "Success", Again::Second)]
    fn every_code_of_the_document_is_known(#[case] code: &str, #[case] name: &str, #[case] again: Again) {
        let found = RetCode::of(code).unwrap();
        assert_eq!((found.name(), found.again()), (name, again));
        assert!(!found.plain().is_empty() && found.advice().ends_with('.'));
    }

    #[test]
    fn there_are_no_others() {
        assert_eq!(RetCode::iter().count(), 9);
        for code in ["", "100", "0000100", "000099", "success"] {
            assert_eq!(RetCode::of(code), None, "{code}");
        }
    }
}
