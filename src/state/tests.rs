//! The state as a whole: answers merged in, feeds growing old and recovering, and the switch of a row.

mod freshness;
mod histories;
mod merging;
mod outcomes;
mod remembering;
mod switches;
mod the_journal_tells;

use jiff::Timestamp;
use proptest::prelude::*;

use super::testing::*;
use super::*;
use crate::domain::{
    Account, AccountDraft, AccountId, AuthStatus, Change, CollectionType, How, Intent, IntentId, IntentState, Money,
    Outcome, Phone, Receipt, Rejection, Rows, Sighting, TaskSample,
};
use crate::message::{JournalNews, Planned};

/// The state of the usual connection, at the usual time.
fn state() -> State {
    State::new(vec![sandbox(DESK)], india(), "asha".into(), at(0))
}

/// The same, with these accounts in it.
fn with(accounts_now: Vec<Account>) -> State {
    let mut state = state();
    state.merge(accounts(1, at(0), accounts_now));
    state
}

fn order(state: &State) -> Vec<String> {
    state.rows().map(|(_, row)| row.account.id.to_string()).collect()
}

fn row<'a>(state: &'a State, account: &str) -> &'a Row {
    state.row(&key(account)).unwrap()
}

fn health(state: &State) -> Health {
    state.feed(&id(DESK), FeedKind::Accounts).unwrap().health()
}

fn intent(number: u8) -> IntentId {
    IntentId::new(at(0), [number; 10])
}

fn planned(change: Change) -> Planned {
    Planned::new(id(DESK), change)
}

fn switch(account: &str, enabled: bool) -> Planned {
    planned(Change::SetWithdrawals { account: account.into(), enabled })
}

fn done() -> Outcome {
    Outcome::Done(Receipt::Nothing)
}

fn refused(code: &str) -> Outcome {
    Outcome::Rejected(Rejection::Refused { code: code.into(), text: "no".into() })
}

fn lost() -> Outcome {
    Outcome::Unconfirmed(Fault::ConnectionLost("reset".into()))
}

/// An account as a list may bring it: few ids, so that lists share them.
fn any_account() -> impl Strategy<Value = Account> {
    let tasks = proptest::option::of((0_i64..3, 0_i64..5));
    (0_u8..8, any::<bool>(), any::<bool>(), tasks).prop_map(|(number, enabled, otp_auth, work)| {
        let account = Account { enabled, otp_auth, ..upi(&format!("a{number}")) };
        let task = work.map(|(name, withdrawn)| task(&format!("t{name}"), withdrawn * 100, 400));
        Account { task, ..account }
    })
}

fn any_list() -> impl Strategy<Value = (Vec<Account>, usize)> {
    (proptest::collection::vec(any_account(), 0..10), 0_usize..2)
}

/// All that a state knows of its rows, to compare.
fn known(state: &State) -> Vec<(Account, Withdrawals, History, bool, Timestamp)> {
    let one = |row: &Row| (row.account.clone(), row.withdrawals, row.history.clone(), row.missing, row.moved);
    state.rows().map(|(_, row)| one(row)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_list_that_comes_twice_changes_nothing(lists in proptest::collection::vec(any_list(), 1..6)) {
        let mut state = state();
        for (number, (rows, bad)) in lists.into_iter().enumerate() {
            let sequence = 2 * number as u64;
            state.now = at(i64::try_from(sequence).unwrap());
            state.merge(torn(sequence + 1, state.now, rows.clone(), bad));
            let before = known(&state);
            let sums = state.totals().clone();
            state.now = at(i64::try_from(sequence).unwrap() + 1);
            let changes = state.merge(torn(sequence + 2, state.now, rows, bad));
            prop_assert!(changes.is_empty(), "{changes:?}");
            prop_assert_eq!(known(&state), before);
            prop_assert_eq!(state.totals(), &sums);
        }
    }

    #[test]
    fn a_stale_answer_changes_nothing(
        first in any_list(), late in any_list(), newest in 1_u64..9, back in 0_u64..9, fails in any::<bool>(),
    ) {
        let mut state = state();
        state.merge(torn(newest, at(0), first.0, first.1));
        let before = known(&state);
        let feed = state.feed(&id(DESK), FeedKind::Accounts).cloned();
        state.now = at(5);
        let sequence = newest.saturating_sub(back);
        let late = if fails { silence(sequence, at(4)) } else { torn(sequence, at(4), late.0, late.1) };
        prop_assert_eq!(state.merge(late), Changes::default());
        prop_assert_eq!(known(&state), before);
        prop_assert_eq!(state.feed(&id(DESK), FeedKind::Accounts).cloned(), feed);
    }

    #[test]
    fn the_rows_are_the_list_in_its_order_and_found_by_id(lists in proptest::collection::vec(any_list(), 1..6)) {
        let mut state = state();
        for (number, (rows, _)) in lists.into_iter().enumerate() {
            state.merge(accounts(number as u64 + 1, at(0), rows.clone()));
            let mut expected: Vec<Account> = Vec::new();
            for account in rows {
                match expected.iter_mut().find(|known| known.id == account.id) {
                    Some(known) => *known = account,
                    None => expected.push(account),
                }
            }
            let shown: Vec<Account> = state.rows().map(|(_, row)| row.account.clone()).collect();
            prop_assert_eq!(&shown, &expected);
            for account in &expected {
                let key = AccountKey { connection: id(DESK), account: account.id.clone() };
                prop_assert_eq!(&state.row(&key).unwrap().account, account);
                let place = state.place(&key).unwrap();
                prop_assert_eq!(&state.at(place).unwrap().1.account, account);
            }
            prop_assert_eq!(state.totals().accounts, expected.len());
        }
    }
}
