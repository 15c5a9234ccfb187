//! Whether a notification holds, and what it says. The document does not list its fields: it is about a transfer where it
//! has an `invoiceId`, and else about a payee or one of their accounts.

use std::sync::Arc;

use rust_decimal::Decimal;
use secrecy::SecretString;

use super::super::super::hook::{Checked, Checks, Incoming, Keys};
use super::super::super::scrub::Scrub;
use super::super::sign::{Params, Unreadable};
use crate::domain::{Currency, IntentId, Money, PostbackFault, PostbackKind, Text, mask_digits, masked_email};

/// What is shown as it came of a notification that holds: none of it identifies anybody outside.
const OPEN: [&str; 14] = [
    "accountStatus",
    "accountToken",
    "accountType",
    "amount",
    "country",
    "createdTime",
    "currency",
    "customerNo",
    "invoiceId",
    "merchantNo",
    "status",
    "storeNo",
    "timestamp",
    "transactionNo",
];

/// What it says beside whose it is, when and how it was signed: the same of these is the same notification, however
/// often it is sent.
const SAYS: [&str; 9] = [
    "invoiceId",
    "transactionNo",
    "status",
    "amount",
    "currency",
    "customerNo",
    "accountToken",
    "accountStatus",
    "accountTag",
];

/// The most fields that are kept.
const MOST: usize = 64;

/// The longest text that is kept of one that anybody may have made up.
const LONGEST: usize = 36;

/// Checks notifications with the tokens of these connections.
pub(super) fn checks(keys: &[Keys]) -> Arc<dyn Checks> {
    let own = |keys: &Keys| Own {
        token: keys.secrets.get("token").cloned().unwrap_or_default(),
        numbers: [
            ("merchantNo", keys.plain.texts.get("merchant_no").cloned().unwrap_or_default()),
            ("storeNo", keys.plain.texts.get("store_no").cloned().unwrap_or_default()),
        ],
    };
    let scrub = Scrub::of(keys.iter().flat_map(|keys| keys.secrets.values()));
    Arc::new(Checker { own: keys.iter().map(own).collect(), scrub })
}

/// What one connection is known by.
struct Own {
    token: SecretString,
    numbers: [(&'static str, String); 2],
}

struct Checker {
    own: Vec<Own>,
    /// What nothing that is kept may have in it.
    scrub: Scrub,
}

impl Checks for Checker {
    fn check(&self, incoming: &Incoming<'_>) -> Checked {
        let params = match Params::read(incoming.body) {
            Ok(params) => params,
            Err(error) => return Checked::unread(fault_of(&error)),
        };
        match self.whose(&params) {
            Ok(at) => self.verified(at, &params),
            Err(fault) => self.unverified(fault, &params),
        }
    }
}

impl Checker {
    /// The connection that it is signed for: every token is tried, whichever fits. Of several with one token it is the
    /// one whose numbers it bears.
    fn whose(&self, params: &Params<'_>) -> Result<usize, PostbackFault> {
        let mut signed = Vec::new();
        for (at, own) in self.own.iter().enumerate() {
            if params.is_signed(&own.token).map_err(|error| fault_of(&error))? {
                signed.push(at);
            }
        }
        if signed.is_empty() {
            return Err(PostbackFault::Signature);
        }
        let fits = |at: &&usize| {
            self.own[**at].numbers.iter().all(|(name, own)| field(params, name).is_none_or(|told| told == own))
        };
        let other = || PostbackFault::Integrity("it is of another merchant or store".into());
        signed.iter().find(fits).copied().ok_or_else(other)
    }

    /// What one that is signed says.
    fn verified(&self, at: usize, params: &Params<'_>) -> Checked {
        let text = |name: &str| field(params, name).map(|value| self.scrub.text(value));
        let missing = |name: &str| PostbackFault::Fields(format!("it has no {name}").into());
        let refused = |fault| self.unverified(fault, params);
        let (kind, subject, status) = match text("invoiceId") {
            Some(invoice) => (PostbackKind::Withdrawal, invoice, text("status")),
            None => match text("accountToken").or_else(|| text("customerNo")) {
                Some(of) => (PostbackKind::Account, of, text("accountStatus").or_else(|| text("status"))),
                None => return refused(missing("invoiceId")),
            },
        };
        let Some(status) = status else { return refused(missing("status")) };
        let amount = match (field(params, "amount"), field(params, "currency")) {
            (Some(amount), Some(currency)) => match Decimal::from_str_exact(amount) {
                Ok(amount) => Some(Money::new(amount, Currency::new(currency))),
                Err(_) => return refused(PostbackFault::Integrity("its amount is no number".into())),
            },
            _ => None,
        };
        let says = SAYS.map(|name| field(params, name).unwrap_or_default()).join("\n");
        Checked {
            kind: Some(kind),
            signed: Ok(at),
            subject: Some(subject),
            status: Some(status),
            amount,
            masked: self.laid_out(params, true),
            says: Some(says),
        }
    }

    /// What one says that does not hold. Whoever made it chose the names of its fields too: every long number is hidden.
    fn unverified(&self, fault: PostbackFault, params: &Params<'_>) -> Checked {
        let subject = field(params, "invoiceId").map(|id| if is_ours(id) { id.into() } else { short(id) });
        Checked {
            kind: None,
            signed: Err(fault),
            subject,
            status: field(params, "status").map(short),
            amount: None,
            masked: self.laid_out(params, false),
            says: None,
        }
    }

    /// Its fields as JSON, a line each, without the signature and without what identifies people.
    fn laid_out(&self, params: &Params<'_>, holds: bool) -> String {
        let shown = |name: &str, value: &str| {
            let value = self.scrub.text(value);
            let value = value.as_str();
            if holds && OPEN.contains(&name) || name == "invoiceId" && is_ours(value) {
                value.to_owned()
            } else if value.contains('@') {
                masked_email(value)
            } else if holds {
                mask_digits(value)
            } else {
                mask_digits(&value.chars().take(200).collect::<String>())
            }
        };
        let fields = params.fields().take(MOST).map(|(name, value)| {
            (mask_digits(self.scrub.text(name).as_str()), serde_json::Value::from(shown(name, value)))
        });
        let all: serde_json::Map<String, serde_json::Value> = fields.collect();
        serde_json::to_string_pretty(&all).unwrap_or_default()
    }
}

/// What a field says; `None` where it says nothing.
fn field<'p>(params: &'p Params<'_>, name: &str) -> Option<&'p str> {
    params.fields().find(|(own, _)| *own == name).map(|(_, value)| value).filter(|value| !value.is_empty())
}

/// Whether it is the id of a transfer that one of ours could have: its digits alone.
fn is_ours(id: &str) -> bool {
    id.len() == 32 && id.parse().map(IntentId).is_ok()
}

fn short(text: &str) -> Text {
    mask_digits(&text.chars().take(LONGEST).collect::<String>()).into()
}

fn fault_of(error: &Unreadable) -> PostbackFault {
    match error {
        Unreadable::Empty => PostbackFault::Empty,
        Unreadable::Unsigned => PostbackFault::Fields("it has no verifySign".into()),
        other => PostbackFault::Validation(other.to_string().into()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::providers::Plain;

    /// The document's own merchant and transfer.
    const TOKEN: &str = "17cfc0170ef1c017b4a929d233d6e65e";
    const INVOICE: &str = "9aae4c685d824c5da746f97620c59eb5";

    fn keys(store: &str, token: &str) -> Keys {
        let texts = [("merchant_no", "202333"), ("store_no", store)];
        let texts = texts.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        Keys {
            secrets: BTreeMap::from([("token", SecretString::from(token))]),
            plain: Plain { texts, ..Plain::default() },
        }
    }

    fn signed(fields: &[(&str, &str)], token: &str) -> String {
        let mut sorted = fields.to_vec();
        sorted.sort_unstable();
        let joined = sorted.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
        let inner = const_hex::encode(<md5::Md5 as md5::Digest>::digest(token));
        let sign = const_hex::encode(<md5::Md5 as md5::Digest>::digest(format!("{joined}&{inner}")));
        let pairs = fields.iter().map(|(name, value)| format!("{name}={}", value.replace('@', "%40")));
        pairs.chain([format!("verifySign={sign}")]).collect::<Vec<_>>().join("&")
    }

    fn check(body: &str, own: &[Keys]) -> Checked {
        let content_type = "application/x-www-form-urlencoded";
        checks(own).check(&Incoming { body: body.as_bytes(), content_type })
    }

    const PAID: [(&str, &str); 7] = [
        ("invoiceId", INVOICE),
        ("transactionNo", "305588797074336092"),
        ("amount", "500.00"),
        ("currency", "USD"),
        ("status", "success"),
        ("merchantNo", "202333"),
        ("storeNo", "301854"),
    ];

    #[test]
    fn a_transfers_notification_says_which_and_how_it_stands() {
        let body = signed(&[&PAID[..], &[("receiver", "john@example.com"), ("phone", "2125550123")]].concat(), TOKEN);
        let told = check(&body, &[keys("301854", TOKEN)]);
        assert_eq!((told.signed, told.kind), (Ok(0), Some(PostbackKind::Withdrawal)));
        assert_eq!(told.subject.unwrap().as_str(), INVOICE);
        assert_eq!(
            (told.status.unwrap().as_str(), told.amount.unwrap().to_string().as_str()),
            ("success", "USD 500.00")
        );
        assert!(told.masked.contains(INVOICE) && told.masked.contains("••0123"), "{}", told.masked);
        for hidden in ["john@", "2125550123", "verifySign", TOKEN] {
            assert!(!told.masked.contains(hidden), "{hidden} in {}", told.masked);
        }
    }

    #[test]
    fn a_later_try_of_the_same_says_the_same() {
        let own = [keys("301854", TOKEN)];
        let of = |time| check(&signed(&[&PAID[..], &[("timestamp", time)]].concat(), TOKEN), &own).says;
        assert_eq!(of("2023-02-13T11:58:59Z"), of("2023-02-13T12:58:59Z"));
        let mut other = PAID;
        other[4].1 = "returned";
        assert_ne!(check(&signed(&other, TOKEN), &own).says, of("2023-02-13T11:58:59Z"));
    }

    #[test]
    fn an_accounts_notification_is_of_the_account() {
        let fields = [("accountToken", "2010305228303182765718"), ("accountStatus", "ACTIVATED")];
        let told = check(&signed(&fields, TOKEN), &[keys("301854", TOKEN)]);
        assert_eq!((told.kind, told.status.unwrap().as_str()), (Some(PostbackKind::Account), "ACTIVATED"));
        assert_eq!(told.subject.unwrap().as_str(), "2010305228303182765718");
    }

    #[test]
    fn of_several_connections_it_is_the_ones_whose_token_and_numbers_it_bears() {
        let own = [keys("1", "other-token"), keys("2", TOKEN), keys("301854", TOKEN)];
        assert_eq!(check(&signed(&PAID, TOKEN), &own).signed, Ok(2));
        assert_eq!(check(&signed(&PAID[..5], TOKEN), &own).signed, Ok(1), "it names no store");
        assert!(matches!(check(&signed(&PAID, TOKEN), &own[..2]).signed, Err(PostbackFault::Integrity(_))));
    }

    #[rstest]
    #[case::nothing("", PostbackFault::Empty)]
    #[case::unsigned("invoiceId=1&status=success", PostbackFault::Fields("it has no verifySign".into()))]
    #[case::no_utf8("invoiceId=%ff&verifySign=1", PostbackFault::Validation("the form's field number 1 is no UTF-8".into()))]
    #[case::other_token(&signed(&PAID, "other"), PostbackFault::Signature)]
    #[case::changed(&signed(&PAID, TOKEN).replace("500.00", "900.00"), PostbackFault::Signature)]
    #[case::no_status(&signed(&PAID[..4], TOKEN), PostbackFault::Fields("it has no status".into()))]
    #[case::of_nothing(&signed(&PAID[4..], TOKEN), PostbackFault::Fields("it has no invoiceId".into()))]
    #[case::no_number(&signed(&[PAID[0], PAID[4], PAID[3], ("amount", "much")], TOKEN), PostbackFault::Integrity("its amount is no number".into()))]
    fn what_is_wrong_is_said(#[case] body: &str, #[case] fault: PostbackFault) {
        assert_eq!(check(body, &[keys("301854", TOKEN)]).signed, Err(fault));
    }

    #[test]
    fn of_what_does_not_hold_no_long_number_is_kept() {
        let body = "invoiceId=9876543210&status=9876543210&9876543210=9876543210&verifySign=00";
        let told = check(body, &[keys("301854", TOKEN)]);
        let kept = format!("{:?} {:?} {}", told.subject, told.status, told.masked);
        assert!(!kept.contains("9876543210"), "{kept}");
        let ours = check(&format!("invoiceId={INVOICE}&verifySign=00"), &[keys("301854", TOKEN)]);
        assert_eq!(ours.subject.unwrap().as_str(), INVOICE);
    }

    proptest! {
        /// Whatever comes, and however it is signed: it is read or refused, and the token is never kept.
        #[test]
        fn any_bytes_are_survived(body: Vec<u8>, token in "[a-z0-9]{8,20}") {
            let told = checks(&[keys("301854", &token)]).check(&Incoming { body: &body, content_type: "" });
            prop_assert!(told.signed.is_err());
            let echoed = format!("note={token}&{token}=1&verifySign=0");
            prop_assert!(!check(&echoed, &[keys("301854", &token)]).masked.contains(&token));
        }
    }
}
