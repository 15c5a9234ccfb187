//! A payee that is remembered here: the provider lists none, so whoever was registered or looked up is kept.

use jiff::Timestamp;

use super::{Payee, PayeeDetails, PayeeDraft, PayeeStatus, PayoutAccount};
use crate::domain::{
    AccountToken, Change, ConnectionId, Data, PayeeNo, Phone, Read, Receipt, Text, mask_digits, masked_email,
};

/// A payee of one connection.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PayeeKey {
    /// Where.
    pub connection: ConnectionId,
    /// Which.
    pub no: PayeeNo,
}

/// A payee as far as they are known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPayee {
    /// Where they are registered.
    pub connection: ConnectionId,
    /// What is known of them.
    pub payee: Payee,
    /// Their accounts; `None` where these were never asked for.
    pub accounts: Option<Vec<PayoutAccount>>,
    /// When they were last looked up; `None` where they never were.
    pub looked: Option<Timestamp>,
    /// When something was last learned of them.
    pub learned: Timestamp,
}

/// Something that was learned of a payee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayeeNews {
    /// They were registered.
    Registered(PayeeNo, Box<PayeeDraft>),
    /// What is said of them was changed.
    Updated(PayeeNo, Box<PayeeDetails>),
    /// They were looked up.
    Looked(Box<Payee>),
    /// Their accounts were looked up.
    Accounts(PayeeNo, Vec<PayoutAccount>),
    /// An account was added.
    Added(PayeeNo, Box<PayoutAccount>),
}

impl PayeeNews {
    /// What the answer to a question tells of a payee.
    #[must_use]
    pub fn of_answer(read: &Read, data: &Data) -> Option<Self> {
        match (read, data) {
            (Read::Payee(_), Data::Payee(payee)) => Some(Self::Looked(payee.clone())),
            (Read::PayoutAccounts(no), Data::PayoutAccounts(told)) => {
                Some(Self::Accounts(no.clone(), told.accounts.rows.clone()))
            }
            _ => None,
        }
    }

    /// What a change that is done made of a payee.
    #[must_use]
    pub fn of_change(change: &Change, receipt: &Receipt) -> Option<Self> {
        match (change, receipt) {
            (Change::RegisterPayee(draft), Receipt::PayeeRegistered { payee }) => {
                Some(Self::Registered(payee.clone(), draft.clone()))
            }
            (Change::UpdatePayee { payee, details }, _) => Some(Self::Updated(payee.clone(), details.clone())),
            (Change::AddBankAccount(draft), Receipt::AccountAdded(account)) => {
                Some(Self::Added(draft.payee.clone(), account.clone()))
            }
            _ => None,
        }
    }

    /// Whose news it is.
    #[must_use]
    pub fn no(&self) -> &PayeeNo {
        match self {
            Self::Registered(no, _) | Self::Updated(no, _) | Self::Accounts(no, _) | Self::Added(no, _) => no,
            Self::Looked(payee) => &payee.no,
        }
    }
}

impl KnownPayee {
    /// A payee of whom the number alone is known.
    #[must_use]
    pub fn new(connection: ConnectionId, no: PayeeNo, now: Timestamp) -> Self {
        Self { connection, payee: Payee::unknown(no), accounts: None, looked: None, learned: now }
    }

    /// Which it is.
    #[must_use]
    pub fn key(&self) -> PayeeKey {
        PayeeKey { connection: self.connection.clone(), no: self.payee.no.clone() }
    }

    /// The name, long numbers in it hidden; the number of the payee where no name is known.
    #[must_use]
    pub fn title(&self) -> String {
        let name = mask_digits(self.payee.name().trim());
        if name.is_empty() { self.payee.no.to_string() } else { name }
    }

    /// Their account with this token, as far as it is known.
    #[must_use]
    pub fn account(&self, token: &AccountToken) -> Option<&PayoutAccount> {
        self.accounts.iter().flatten().find(|account| account.token == *token)
    }

    /// Takes up what was learned of them. What is older than what is known changes nothing.
    pub fn learn(&mut self, news: PayeeNews, now: Timestamp) {
        if now < self.learned {
            return;
        }
        self.learned = now;
        match news {
            PayeeNews::Registered(_, draft) => {
                let PayeeDraft { code, email, details } = *draft;
                self.payee.code = Some(code);
                self.payee.email = Some(email);
                self.payee.say(details);
                self.accounts.get_or_insert_default();
            }
            PayeeNews::Updated(_, details) => self.payee.say(*details),
            PayeeNews::Looked(payee) => {
                self.payee = *payee;
                self.looked = Some(now);
            }
            PayeeNews::Accounts(_, accounts) => self.accounts = Some(accounts),
            PayeeNews::Added(_, account) => {
                let known = self.accounts.get_or_insert_default();
                match known.iter_mut().find(|known| known.token == account.token) {
                    Some(known) => *known = *account,
                    None => known.push(*account),
                }
            }
        }
    }

    /// What may be kept on disk of them: no date of birth and no street, the phone and accounts by their last digits, the
    /// email address by its host.
    #[must_use]
    pub fn kept(&self) -> Self {
        let payee = Payee {
            code: self.payee.code.as_ref().map(mask_digits_of_words),
            email: self.payee.email.as_ref().map(|email| masked_email(email.as_str()).as_str().into()),
            phone: self.payee.phone.as_ref().map(|phone| Phone::new(&phone.masked())),
            date_of_birth: None,
            street: None,
            street2: None,
            ..self.payee.clone()
        };
        let account = |account: &PayoutAccount| PayoutAccount {
            ending: account.ending.as_ref().map(last_four),
            tag: account.tag.as_ref().map(mask_digits_of_words),
            ..account.clone()
        };
        Self { payee, accounts: self.accounts.as_ref().map(|all| all.iter().map(account).collect()), ..self.clone() }
    }

    /// Whether the other says the same, as far as that may be kept, whenever each was learned.
    #[must_use]
    pub fn says_what(&self, other: &Self) -> bool {
        let (own, other) = (self.kept(), other.kept());
        own.payee == other.payee && own.accounts == other.accounts
    }

    /// Whether every word of a filter is found in them.
    #[must_use]
    pub fn has(&self, filter: &str) -> bool {
        let payee = &self.payee;
        let texts = [&payee.code, &payee.profile, &payee.country, &payee.state, &payee.city, &payee.zip];
        let mut all: Vec<String> = texts.into_iter().flatten().map(ToString::to_string).collect();
        all.extend([payee.no.to_string(), payee.name(), self.connection.to_string()]);
        all.extend(payee.status.as_ref().map(PayeeStatus::to_string));
        // They are searched whole and never shown.
        all.extend(payee.email.as_ref().map(ToString::to_string));
        all.extend(payee.phone.as_ref().map(|phone| phone.full().to_owned()));
        for account in self.accounts.iter().flatten() {
            all.extend([account.token.to_string(), account.masked()]);
            all.extend(account.tag.as_ref().map(ToString::to_string));
        }
        let all = all.join("\n").to_lowercase();
        filter.split_whitespace().all(|word| all.contains(&word.to_lowercase()))
    }
}

/// The merchant's own name of something: a phone or an account number in it is hidden.
fn mask_digits_of_words(text: &Text) -> Text {
    mask_digits(text.as_str()).as_str().into()
}

fn last_four(text: &Text) -> Text {
    let text = text.as_str();
    text.char_indices().rev().nth(3).map_or(text, |(at, _)| &text[at..]).into()
}

impl Payee {
    /// A payee of whom the number alone is known.
    #[must_use]
    pub fn unknown(no: PayeeNo) -> Self {
        Self {
            no,
            code: None,
            status: None,
            profile: None,
            first_name: None,
            last_name: None,
            email: None,
            date_of_birth: None,
            phone: None,
            country: None,
            state: None,
            city: None,
            street: None,
            street2: None,
            zip: None,
            language: None,
            created: None,
            updated: None,
        }
    }

    /// Takes up what is said of them now.
    fn say(&mut self, details: PayeeDetails) {
        let PayeeDetails {
            profile,
            first_name,
            last_name,
            date_of_birth,
            phone,
            country,
            state,
            city,
            street,
            street2,
            zip,
        } = details;
        self.profile = Some(profile.to_string().as_str().into());
        self.first_name = Some(first_name);
        self.last_name = Some(last_name);
        self.date_of_birth = Some(date_of_birth);
        self.country = Some(country);
        self.phone = phone.or(self.phone.take());
        let said = [
            (&mut self.state, state),
            (&mut self.city, city),
            (&mut self.street, street),
            (&mut self.street2, street2),
            (&mut self.zip, zip),
        ];
        for (known, said) in said {
            *known = said.or(known.take());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{PayeeStatus, ProfileKind};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn draft() -> PayeeDraft {
        PayeeDraft {
            code: "1665425422".into(),
            email: "john@example.com".into(),
            details: PayeeDetails {
                profile: ProfileKind::Business,
                first_name: "John".into(),
                last_name: "Doe".into(),
                date_of_birth: "1999-01-01".into(),
                phone: Some(Phone::new("2125550123")),
                country: "US".into(),
                state: Some("NY".into()),
                city: Some("hometown".into()),
                street: Some("123 main St".into()),
                street2: None,
                zip: Some("10005".into()),
            },
        }
    }

    fn account(token: &str, ending: &str) -> PayoutAccount {
        PayoutAccount {
            token: AccountToken(token.into()),
            tag: Some("main".into()),
            kind: "BANK_ACCOUNT".into(),
            country: Some("US".into()),
            currency: None,
            ending: Some(ending.into()),
            status: PayeeStatus("activated".into()),
            created: None,
        }
    }

    fn registered() -> KnownPayee {
        let mut known = KnownPayee::new(ConnectionId::new("yuansfer"), "2000305".into(), at(1));
        known.learn(PayeeNews::Registered("2000305".into(), Box::new(draft())), at(1));
        known
    }

    #[test]
    fn what_is_learned_is_taken_up_and_nothing_older() {
        let mut known = registered();
        assert_eq!((known.title().as_str(), known.looked), ("John Doe", None));
        assert_eq!(known.accounts, Some(Vec::new()), "nobody can have added one yet");
        let looked = Payee { status: Some(PayeeStatus("Activated".into())), ..known.payee.clone() };
        known.learn(PayeeNews::Looked(Box::new(looked)), at(2));
        known.learn(PayeeNews::Added("2000305".into(), Box::new(account("a", "3298"))), at(3));
        known.learn(PayeeNews::Added("2000305".into(), Box::new(account("a", "3298"))), at(4));
        assert_eq!((known.looked, known.accounts.as_ref().unwrap().len()), (Some(at(2)), 1));
        known.learn(PayeeNews::Accounts("2000305".into(), Vec::new()), at(3));
        assert_eq!(known.accounts.as_ref().unwrap().len(), 1, "that is older");
        let details = PayeeDetails { last_name: "Roe".into(), phone: None, ..draft().details };
        known.learn(PayeeNews::Updated("2000305".into(), Box::new(details)), at(5));
        assert_eq!(known.payee.name(), "John Roe");
        assert!(known.payee.phone.is_some() && known.payee.status.is_some(), "what was not said stays");
    }

    #[test]
    fn what_is_kept_identifies_nobody_elsewhere() {
        let mut known = registered();
        known.learn(PayeeNews::Added("2000305".into(), Box::new(account("a", "7861053298"))), at(2));
        let kept = format!("{:?} {}", known.kept(), known.kept().payee.phone.unwrap().full());
        for secret in ["1999-01-01", "2125550123", "john@", "123 main", "7861053298", "1665425422"] {
            assert!(!kept.contains(secret), "{secret} in {kept}");
        }
        assert!(kept.contains("3298") && kept.contains("0123"));
        assert_eq!(known.kept().kept(), known.kept());
        assert!(known.says_what(&known.kept()));
    }

    #[test]
    fn a_filter_finds_every_word_without_case() {
        let known = registered();
        for found in ["", "john", "DOE business", "2000305", "ny", "hometown us", "0123"] {
            assert!(known.has(found), "{found}");
        }
        assert!(!known.has("john nobody"));
    }
}
