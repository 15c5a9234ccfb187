//! The payees that are remembered here. No provider lists them: whoever was registered or looked up is known, by this
//! process or by another.

use indexmap::IndexMap;

use crate::domain::{
    ConnectionId, JournalFault, KnownPayee, PayeeKey, PayeeNews, PayoutAccount, Text, TransferRequest,
};
use crate::message::PayeesNews;

use super::{Changes, State};

/// The payees that are known.
#[derive(Clone, Debug, Default)]
pub struct Payees {
    all: IndexMap<PayeeKey, KnownPayee>,
    told: bool,
    /// Why it is not known who is remembered, or that it cannot be kept; `None` while it can.
    pub fault: Option<JournalFault>,
}

impl Payees {
    /// All of them, in the order in which they became known here.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &KnownPayee> {
        self.all.values()
    }

    /// One.
    #[must_use]
    pub fn get(&self, key: &PayeeKey) -> Option<&KnownPayee> {
        self.all.get(key)
    }

    /// The payee of a connection with this code of the merchant's own, as far as that is known here.
    #[must_use]
    pub fn with_code(&self, connection: &ConnectionId, code: &str) -> Option<&KnownPayee> {
        let has = |known: &&KnownPayee| {
            known.connection == *connection && known.payee.code.as_ref().map(Text::as_str) == Some(code)
        };
        self.all.values().find(has)
    }

    /// Who is paid by a transfer, in a few words: the name and the end of the account's number, as far as these are
    /// known here, else the payee's number.
    #[must_use]
    pub fn paid(&self, connection: &ConnectionId, request: &TransferRequest) -> String {
        let key = PayeeKey { connection: connection.clone(), no: request.payee.clone() };
        let Some(known) = self.get(&key) else { return request.payee.to_string() };
        let account = known.account(&request.account).map(PayoutAccount::masked).unwrap_or_default();
        let parts = [known.title(), account];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// Whether it was ever told who is remembered.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.told
    }

    /// Takes up one as the store tells it. What this run knows in full and says the same stays.
    fn take(&mut self, told: KnownPayee) -> bool {
        let key = told.key();
        match self.all.get_mut(&key) {
            Some(known) if known.says_what(&told) => {
                let looked = known.looked.max(told.looked);
                known.learned = known.learned.max(told.learned);
                std::mem::replace(&mut known.looked, looked) != looked
            }
            Some(known) if known.learned > told.learned => false,
            _ => {
                self.all.insert(key, told);
                true
            }
        }
    }
}

impl State {
    /// Takes up what the store tells of payees.
    pub fn learn_payees(&mut self, news: PayeesNews) -> Changes {
        let PayeesNews { payees, fault } = news;
        let mut other = !std::mem::replace(&mut self.payees.told, true);
        other |= std::mem::replace(&mut self.payees.fault, fault.clone()) != fault;
        for told in payees {
            other |= self.payees.take(told);
        }
        Changes { other, ..Changes::default() }
    }

    /// Takes up what this run learned of a payee: all of it, for as long as it runs.
    pub fn learn_payee(&mut self, connection: &ConnectionId, news: PayeeNews) -> Changes {
        let key = PayeeKey { connection: connection.clone(), no: news.no().clone() };
        let now = self.now;
        let new = || KnownPayee::new(key.connection.clone(), key.no.clone(), now);
        let known = self.payees.all.entry(key.clone()).or_insert_with(new);
        // A clock that was set back loses nothing.
        known.learn(news, now.max(known.learned));
        Changes { other: true, ..Changes::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Payee, PayeeNo};
    use crate::state::testing::*;

    fn state() -> State {
        State::new(vec![wallets("shop")], india(), "asha".into(), at(10))
    }

    fn payee(no: &str, last_name: &str) -> Payee {
        Payee {
            last_name: Some(last_name.into()),
            date_of_birth: Some("1999-01-01".into()),
            code: Some("c-1".into()),
            ..Payee::unknown(PayeeNo(no.into()))
        }
    }

    fn key(no: &str) -> PayeeKey {
        PayeeKey { connection: id("shop"), no: PayeeNo(no.into()) }
    }

    fn told(no: &str, last_name: &str, second: i64) -> KnownPayee {
        let mut known = KnownPayee::new(id("shop"), PayeeNo(no.into()), at(second));
        known.learn(PayeeNews::Looked(Box::new(payee(no, last_name))), at(second));
        known.kept()
    }

    fn news(payees: Vec<KnownPayee>) -> PayeesNews {
        PayeesNews { payees, fault: None }
    }

    #[test]
    fn what_this_run_knows_in_full_stays_when_the_store_tells_the_same() {
        let mut state = state();
        assert!(!state.payees.is_told());
        state.learn_payee(&id("shop"), PayeeNews::Looked(Box::new(payee("1", "Doe"))));
        assert!(!state.learn_payees(news(vec![told("1", "Doe", 10)])).is_empty(), "it was told for the first time");
        assert!(state.learn_payees(news(vec![told("1", "Doe", 10)])).is_empty());
        let known = state.payees.get(&key("1")).unwrap();
        assert!(known.payee.date_of_birth.is_some(), "the store tells no date of birth, this run does");
        assert_eq!(state.payees.with_code(&id("shop"), "c-1").map(KnownPayee::key), Some(key("1")));
        assert_eq!(state.payees.with_code(&id("other"), "c-1"), None);
    }

    #[test]
    fn what_another_process_learned_later_counts_and_earlier_does_not() {
        let mut state = state();
        state.learn_payee(&id("shop"), PayeeNews::Looked(Box::new(payee("1", "Doe"))));
        state.learn_payees(news(vec![told("1", "Old", 5)]));
        assert_eq!(state.payees.get(&key("1")).unwrap().title(), "Doe");
        state.learn_payees(news(vec![told("1", "New", 15), told("2", "Other", 15)]));
        assert_eq!(state.payees.get(&key("1")).unwrap().title(), "New");
        assert_eq!(state.payees.iter().len(), 2);
    }
}
