//! Payouts from the taking on to their end, whatever the provider tells in between.

use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;

use super::*;
use crate::domain::{
    AccountNumber, Change, Data, Fault, FeedKind, Money, Postback, PostbackBody, RawJson, Transfer, TransferRequest,
    TransferStatus, WithdrawalRequest,
};
use crate::message::JournalNews;
use crate::state::testing::*;

const SHOP: &str = "shop";

/// A connection that makes transfers.
fn payers(name: &str) -> crate::domain::ConnectionInfo {
    crate::domain::ConnectionInfo { provider: "yuansfer", abilities: &[Ability::Transfers], ..wallets(name) }
}

fn pay(amount: i64) -> Change {
    let amount = Money::inr(Decimal::from(amount));
    Change::CreateWithdrawal(Box::new(WithdrawalRequest::new("paytm".into(), amount, "55".into(), false)))
}

fn done() -> IntentState {
    IntentState::Done { reference: None }
}

/// A shop with one payout of INR 500.00 that became this.
fn with(states: impl IntoIterator<Item = IntentState>) -> (State, IntentId) {
    let mut state = State::new(vec![wallets(SHOP), wallets("other")], india(), "asha".into(), at(0));
    let intent = Intent { connection: id(SHOP), ..told(1, &pay(500), states) };
    let intent_id = intent.id;
    state.learn(JournalNews { intents: vec![intent], fault: None });
    (state, intent_id)
}

fn row(of: IntentId, status: &str, amount: i64) -> OrderStatus {
    let told = WithdrawalPostback {
        id: of.to_string().as_str().into(),
        status: WithdrawalStatus::new(&status.into()),
        comment: Some("by file 9876543210".into()),
        system: "paytm".into(),
        amount: Money::inr(Decimal::from(amount)),
        label: "55".into(),
        account_number: None,
        account_name: None,
        account_email: None,
        payments_method: None,
        payments_provider: None,
        bank_code: None,
        branch_code: None,
        bank_code_in_system: None,
    };
    let postback = Postback { told: PostbackBody::Withdrawal(told), raw: RawJson::default() };
    OrderStatus { id: of.to_string().as_str().into(), found: Found::Postback(Box::new(postback)) }
}

fn answered(state: &mut State, shop: &str, sequence: u64, row: OrderStatus) -> Changes {
    let mut reply = answer(FeedKind::Payouts, sequence, at(1), Ok(Data::Orders(vec![row].into())));
    reply.connection = id(shop);
    state.merge(reply)
}

fn asked(state: &State, shop: &str) -> Option<Read> {
    state.question(state.connection(&id(shop)).unwrap(), FeedKind::Payouts)
}

#[rstest]
#[case("1", End::Paid, "paid")]
#[case("5", End::Failed, "failed")]
fn what_was_taken_on_is_asked_for_until_its_end_is_told(#[case] status: &str, #[case] end: End, #[case] word: &str) {
    let (mut state, intent) = with([IntentState::Sent, done()]);
    let ids = vec![intent.to_string().as_str().into()];
    assert_eq!(asked(&state, SHOP), Some(Read::Orders(OrderQuery::Withdrawals(ids))));
    assert_eq!(asked(&state, "other"), None, "it is asked for where it was sent to");
    let changes = answered(&mut state, SHOP, 1, row(intent, status, 500));
    let [(of, report)] = &changes.reported[..] else { panic!("one report: {changes:?}") };
    assert_eq!((*of, report.end, report.status.as_str()), (intent, end, status));
    assert_eq!(report.words.as_ref().unwrap().as_str(), "by file ••••••3210", "no whole number is kept");
    assert_eq!(state.intents.get(intent).unwrap().state().word(), word);
    assert_eq!((asked(&state, SHOP), state.payouts.get(intent)), (None, None));
    assert_eq!(state.intents.get(intent).unwrap().is_spent(), end == End::Paid);
    // The same once more is no news.
    assert!(answered(&mut state, SHOP, 2, row(intent, status, 500)).reported.is_empty());
}

#[rstest]
#[case("1", true)]
#[case("5", false)]
fn an_unconfirmed_one_is_settled_by_its_end(#[case] status: &str, #[case] happened: bool) {
    let (mut state, intent) = with([IntentState::Sent, unknown()]);
    let changes = answered(&mut state, SHOP, 1, row(intent, status, 500));
    let [(of, settlement)] = &changes.settled[..] else { panic!("one settlement: {changes:?}") };
    assert_eq!((*of, settlement.how, settlement.happened), (intent, How::Inquiry, Some(happened)));
    assert!(changes.reported.is_empty() && asked(&state, SHOP).is_none());
    assert_eq!(state.intents.get(intent).unwrap().is_spent(), happened);
}

#[test]
fn nothing_but_an_end_settles_anything() {
    let (mut state, intent) = with([IntentState::Sent, unknown()]);
    let of = intent.to_string();
    let nothing = OrderStatus { id: of.as_str().into(), found: Found::Nothing("Postback not found".into()) };
    let other_amount = row(intent, "1", 501);
    let other_id = OrderStatus { id: of.as_str().into(), ..row(IntentId::new(at(9), [9; 10]), "1", 500) };
    for (sequence, row) in (1..).zip([nothing, row(intent, "2", 500), row(intent, "", 500), other_amount, other_id]) {
        let changes = answered(&mut state, SHOP, sequence, row);
        assert!(changes.settled.is_empty() && changes.reported.is_empty(), "{changes:?}");
        assert!(changes.other, "it shows");
        assert!(state.intents.get(intent).unwrap().is_unconfirmed() && asked(&state, SHOP).is_some());
    }
    assert!(matches!(state.payouts.get(intent).unwrap().found, Seen::Other(_)));
    // Nor does what another connection tells.
    assert!(answered(&mut state, "other", 1, row(intent, "1", 500)).settled.is_empty());
}

#[test]
fn a_withdrawal_to_another_account_settles_nothing() {
    let mut state = State::new(vec![wallets(SHOP)], india(), "asha".into(), at(0));
    let mut change = pay(500);
    if let Change::CreateWithdrawal(request) = &mut change {
        request.account_number = Some(AccountNumber::new("9876543210".into()));
    }
    let intent = Intent { connection: id(SHOP), ..told(1, &change, [IntentState::Sent, unknown()]) };
    let intent_id = intent.id;
    state.learn(JournalNews { intents: vec![intent], fault: None });
    let to = |account: &str| {
        let mut row = row(intent_id, "1", 500);
        if let Found::Postback(postback) = &mut row.found
            && let PostbackBody::Withdrawal(told) = &mut postback.told
        {
            told.account_number = Some(AccountNumber::new(account.into()));
        }
        row
    };
    assert!(answered(&mut state, SHOP, 1, to("9876543211")).settled.is_empty());
    assert!(matches!(state.payouts.get(intent_id).unwrap().found, Seen::Other(_)));
    assert_eq!(answered(&mut state, SHOP, 2, to("+91 98765 43210")).settled.len(), 1);
}

#[test]
fn what_another_provider_took_on_by_the_same_name_is_not_asked_of_this_one() {
    let (mut state, intent) = with([IntentState::Sent, done()]);
    let card = crate::state::testing::order("a1", 500);
    let older =
        Intent { kind: ChangeKind::Transfer, connection: id(SHOP), ..told(2, &card, [IntentState::Sent, done()]) };
    state.learn(JournalNews { intents: vec![older], fault: None });
    let ids = vec![intent.to_string().as_str().into()];
    assert_eq!(asked(&state, SHOP), Some(Read::Orders(OrderQuery::Withdrawals(ids))));
}

#[test]
fn what_an_operator_settled_is_asked_for_all_the_same() {
    let (mut state, intent) = with([IntentState::Sent, unknown(), settled(false)]);
    assert!(asked(&state, SHOP).is_some());
    let changes = answered(&mut state, SHOP, 1, row(intent, "1", 500));
    assert_eq!(changes.reported.len(), 1);
    assert!(state.intents.get(intent).unwrap().is_spent(), "it was paid, whatever was thought of it");
}

#[rstest]
#[case(vec![])]
#[case(vec![IntentState::Sent])]
#[case(vec![IntentState::Sent, IntentState::Rejected(crate::domain::Told::plain("no"))])]
fn what_was_not_taken_on_is_not_asked_for(#[case] states: Vec<IntentState>) {
    assert_eq!(asked(&with(states).0, SHOP), None);
}

fn transfer() -> Change {
    let amount = Money::new(Decimal::from(500), crate::domain::Currency::new("USD"));
    Change::Transfer(Box::new(TransferRequest::new("2000305".into(), "2010305".into(), amount)))
}

/// A connection to Yuansfer with one transfer of USD 500.00 that became this.
fn with_transfer(states: impl IntoIterator<Item = IntentState>) -> (State, IntentId) {
    let mut state = State::new(vec![payers(SHOP), payers("other")], india(), "asha".into(), at(0));
    let account = transfer().subject();
    let intent = Intent { connection: id(SHOP), account, ..told(1, &transfer(), states) };
    let intent_id = intent.id;
    state.learn(JournalNews { intents: vec![intent], fault: None });
    (state, intent_id)
}

fn inquiry(of: IntentId, status: &str, amount: i64) -> Inquiry {
    let transfer = Transfer {
        invoice: InvoiceId::of(of),
        number: "305588797074336092".into(),
        amount: Money::new(Decimal::from(amount), crate::domain::Currency::new("USD")),
        status: TransferStatus::new(&status.into()),
        created: None,
        payee: None,
        account: None,
        receiver: None,
    };
    Inquiry { invoice: InvoiceId::of(of), found: TransferFound::Transfer(Box::new(transfer)) }
}

fn inquired_of(state: &mut State, shop: &str, sequence: u64, row: Inquiry) -> Changes {
    let mut reply = answer(FeedKind::Payouts, sequence, at(1), Ok(Data::Transfers(vec![row])));
    reply.connection = id(shop);
    state.merge(reply)
}

#[rstest]
#[case("success", End::Paid)]
#[case("FAILED", End::Failed)]
#[case("returned", End::Returned)]
fn a_transfer_is_asked_for_by_its_invoice_id_until_its_end(#[case] status: &str, #[case] end: End) {
    let (mut state, intent) = with_transfer([IntentState::Sent, done()]);
    assert_eq!(asked(&state, SHOP), Some(Read::Transfers(vec![InvoiceId::of(intent)])));
    let changes = inquired_of(&mut state, SHOP, 1, inquiry(intent, status, 500));
    let [(of, report)] = &changes.reported[..] else { panic!("one report: {changes:?}") };
    assert_eq!((*of, report.end), (intent, end));
    let late = (end == End::Paid).then(|| Read::Transfers(vec![InvoiceId::of(intent)]));
    assert_eq!(asked(&state, SHOP), late, "what was paid may still come back");

    let (mut state, intent) = with_transfer([IntentState::Sent, unknown()]);
    let changes = inquired_of(&mut state, SHOP, 1, inquiry(intent, status, 500));
    let [(_, settlement)] = &changes.settled[..] else { panic!("one settlement: {changes:?}") };
    assert_eq!((settlement.how, settlement.happened), (How::Inquiry, Some(end == End::Paid)));
    assert_eq!(settlement.reference.as_ref().unwrap().as_str(), "305588797074336092");
}

#[test]
fn nothing_but_an_end_settles_a_transfer() {
    let (mut state, intent) = with_transfer([IntentState::Sent, unknown()]);
    let invoice = InvoiceId::of(intent);
    let nothing = Inquiry { invoice: invoice.clone(), found: TransferFound::Unknown("000021".into()) };
    let fault = Inquiry { invoice, found: TransferFound::Fault(Fault::Status(418)) };
    let rows = [nothing, inquiry(intent, "pending", 500), inquiry(intent, "completed", 500)];
    let more = [inquiry(intent, "success", 501), fault];
    for (sequence, row) in (1..).zip(rows.into_iter().chain(more)) {
        let changes = inquired_of(&mut state, SHOP, sequence, row);
        assert!(changes.settled.is_empty() && changes.reported.is_empty(), "{changes:?}");
        assert!(state.intents.get(intent).unwrap().is_unconfirmed() && asked(&state, SHOP).is_some());
    }
    // What could not be asked says so, and takes away nothing that was seen.
    assert!(matches!(state.payouts.get(intent).unwrap().found, Seen::Other(_)));
    let feed = &state.connection(&id(SHOP)).unwrap().feeds[&FeedKind::Payouts];
    assert_eq!(feed.bad_rows.len(), 1);
    // Nor does what another connection tells.
    assert!(inquired_of(&mut state, "other", 1, inquiry(intent, "success", 500)).settled.is_empty());
}

#[test]
fn of_very_many_transfers_the_unconfirmed_are_asked_for() {
    let mut state = State::new(vec![payers(SHOP)], india(), "asha".into(), at(0));
    let of =
        |number: u8, states: Vec<IntentState>| Intent { connection: id(SHOP), ..told(number, &transfer(), states) };
    let mut intents: Vec<Intent> = (1..=70).map(|number| of(number, vec![IntentState::Sent, done()])).collect();
    intents[0] = of(1, vec![IntentState::Sent, unknown()]);
    let first = InvoiceId::of(intents[0].id);
    state.learn(JournalNews { intents, fault: None });
    let Some(Read::Transfers(ids)) = asked(&state, SHOP) else { panic!("transfers are asked for") };
    assert!(ids.len() == 50 && ids.contains(&first));
}

/// So many that one question does not hold them, and none of which comes to its end: each is asked for in the end, and the
/// unconfirmed one every time.
#[rstest]
#[case::withdrawals(wallets(SHOP), pay(500), 450, 200)]
#[case::transfers(payers(SHOP), transfer(), 200, 50)]
fn of_very_many_each_has_its_turn(
    #[case] shop: crate::domain::ConnectionInfo,
    #[case] change: Change,
    #[case] many: u32,
    #[case] at_once: usize,
    #[values(true, false)] answers: bool,
) {
    let mut state = State::new(vec![shop], india(), "asha".into(), at(0));
    let of = |number: u32| {
        let last = if number == 1 { unknown() } else { done() };
        let mut chance = [0; 10];
        chance[..4].copy_from_slice(&number.to_be_bytes());
        let intent = told(1, &change, [IntentState::Sent, last]);
        Intent { connection: id(SHOP), id: IntentId::new(at(i64::from(number)), chance), ..intent }
    };
    let first = of(1).id.to_string();
    state.learn(JournalNews { intents: (1..=many).map(of).collect(), fault: None });
    let mut seen = std::collections::BTreeSet::new();
    for sequence in 1..=15 {
        let (ids, data): (Vec<String>, _) = match asked(&state, SHOP) {
            Some(Read::Orders(OrderQuery::Withdrawals(ids))) => {
                let row = |id: &Text| row(id.as_str().parse().map(IntentId).unwrap(), "2", 500);
                let rows: Vec<OrderStatus> = ids.iter().filter(|_| answers).map(row).collect();
                (ids.iter().map(ToString::to_string).collect(), Data::Orders(rows.into()))
            }
            Some(Read::Transfers(ids)) => {
                let row = |id: &InvoiceId| inquiry(id.as_str().parse().map(IntentId).unwrap(), "pending", 500);
                let rows = ids.iter().filter(|_| answers).map(row).collect();
                let id = |id: &InvoiceId| id.as_str().parse().map(IntentId).unwrap().to_string();
                (ids.iter().map(id).collect(), Data::Transfers(rows))
            }
            other => panic!("{other:?}"),
        };
        assert!(ids.len() == at_once && ids.contains(&first), "{}", ids.len());
        seen.extend(ids);
        let mut reply = answer(FeedKind::Payouts, sequence, at(i64::try_from(sequence).unwrap()), Ok(data));
        reply.connection = id(SHOP);
        state.merge(reply);
    }
    assert_eq!(seen.len(), usize::try_from(many).unwrap());
}

/// A transfer that was paid is asked for at the longer interval for some days, and that it came back is told.
#[rstest]
#[case(vec![IntentState::Sent, done()])]
#[case(vec![IntentState::Sent, unknown()])]
fn what_was_paid_may_come_back(#[case] states: Vec<IntentState>) {
    let (mut state, intent) = with_transfer(states);
    inquired_of(&mut state, SHOP, 1, inquiry(intent, "success", 500));
    let question = Some(Read::Transfers(vec![InvoiceId::of(intent)]));
    let pace = |state: &State| state.pace(state.connection(&id(SHOP)).unwrap(), FeedKind::Payouts);
    assert_eq!((asked(&state, SHOP), pace(&state)), (question.clone(), crate::message::Pace::Idle));
    let changes = inquired_of(&mut state, SHOP, 2, inquiry(intent, "success", 500));
    assert!(changes.reported.is_empty() && changes.settled.is_empty(), "the same once more is no news");
    state.now = at(3_600);
    assert_eq!(asked(&state, SHOP), question);
    // That it failed after all cannot be: somebody has to look, and nothing follows.
    let changes = inquired_of(&mut state, SHOP, 3, inquiry(intent, "failed", 500));
    assert!(changes.reported.is_empty() && matches!(state.payouts.get(intent).unwrap().found, Seen::Other(_)));
    assert!(inquired_of(&mut state, SHOP, 4, inquiry(intent, "returned", 501)).reported.is_empty());
    assert!(state.intents.get(intent).unwrap().is_spent());
    let changes = inquired_of(&mut state, SHOP, 5, inquiry(intent, "Returned", 500));
    let [(of, report)] = &changes.reported[..] else { panic!("one report: {changes:?}") };
    assert_eq!((*of, report.end), (intent, End::Returned));
    assert!(!state.intents.get(intent).unwrap().is_spent());
    state.now = at(7_200);
    assert_eq!((asked(&state, SHOP), state.payouts.get(intent)), (None, None));
}

#[test]
fn after_some_days_what_was_paid_stays_paid() {
    let (mut state, intent) = with_transfer([IntentState::Sent, done()]);
    inquired_of(&mut state, SHOP, 1, inquiry(intent, "success", 500));
    state.now = at(9 * 24 * 3_600);
    assert!(asked(&state, SHOP).is_some());
    state.now = at(11 * 24 * 3_600);
    assert_eq!(asked(&state, SHOP), None);
}

#[test]
fn of_many_that_were_paid_each_has_its_turn() {
    let mut state = State::new(vec![payers(SHOP)], india(), "asha".into(), at(0));
    let paid = IntentState::Reported(Report { end: End::Paid, status: "success".into(), words: None });
    let states = || [IntentState::Sent, done(), paid.clone()];
    let of = |number: u8| Intent { connection: id(SHOP), ..told(number, &transfer(), states()) };
    state.learn(JournalNews { intents: (1..=25).map(of).collect(), fault: None });
    let mut seen = std::collections::BTreeSet::new();
    for sequence in 1..=3 {
        let Some(Read::Transfers(ids)) = asked(&state, SHOP) else { panic!("transfers are asked for") };
        assert!(ids.len() <= 10);
        let row = |id: &InvoiceId| inquiry(id.as_str().parse().map(IntentId).unwrap(), "success", 500);
        let rows = ids.iter().map(row).collect();
        let mut reply = answer(FeedKind::Payouts, sequence, at(1), Ok(Data::Transfers(rows)));
        reply.connection = id(SHOP);
        state.merge(reply);
        seen.extend(ids);
    }
    assert_eq!(seen.len(), 25);
}

#[test]
fn what_was_paid_is_not_asked_for_as_often_as_what_is_under_way() {
    let (mut state, paid) = with_transfer([IntentState::Sent, done()]);
    inquired_of(&mut state, SHOP, 1, inquiry(paid, "success", 500));
    let new = Intent { connection: id(SHOP), ..told(2, &transfer(), [IntentState::Sent, unknown()]) };
    let new_id = InvoiceId::of(new.id);
    state.learn(JournalNews { intents: vec![new], fault: None });
    let both = |state: &State| match asked(state, SHOP) {
        Some(Read::Transfers(ids)) => (ids.contains(&new_id), ids.contains(&InvoiceId::of(paid))),
        other => panic!("{other:?}"),
    };
    assert_eq!(both(&state), (true, true), "it was not asked for since it was paid");
    inquired_of(&mut state, SHOP, 2, inquiry(paid, "success", 500));
    assert_eq!(both(&state), (true, false), "it was asked for just now");
    state.now = at(3_600);
    assert_eq!(both(&state), (true, true));
}

#[test]
fn a_transfer_to_somebody_else_settles_nothing() {
    let (mut state, intent) = with_transfer([IntentState::Sent, unknown()]);
    let told = |payee: &str, account: &str| {
        let mut row = inquiry(intent, "success", 500);
        if let TransferFound::Transfer(transfer) = &mut row.found {
            transfer.payee = Some(payee.into());
            transfer.account = Some(account.into());
        }
        row
    };
    for (sequence, row) in (1..).zip([told("2000306", "2010305"), told("2000305", "2010306")]) {
        assert!(inquired_of(&mut state, SHOP, sequence, row).settled.is_empty());
        assert!(matches!(state.payouts.get(intent).unwrap().found, Seen::Other(_)));
    }
    assert_eq!(inquired_of(&mut state, SHOP, 3, told("2000305", "2010305")).settled.len(), 1);
}

proptest! {
    /// Whatever is told of it, in whatever order: it ends once, and only by a final status of what was sent.
    #[test]
    fn a_payout_ends_once(
        unconfirmed: bool,
        told in proptest::collection::vec(("[0-9]{0,2}", 499_i64..=501), 0..20),
    ) {
        let (mut state, intent) = with([IntentState::Sent, if unconfirmed { unknown() } else { done() }]);
        let mut ends = 0;
        for (sequence, (status, amount)) in (1..).zip(&told) {
            let changes = answered(&mut state, SHOP, sequence, row(intent, status, *amount));
            ends += changes.settled.len() + changes.reported.len();
        }
        let has_end = told.iter().any(|(status, amount)| *amount == 500 && ["1", "5"].contains(&status.as_str()));
        prop_assert_eq!(ends, usize::from(has_end));
        prop_assert_eq!(asked(&state, SHOP).is_none(), has_end);
    }
}
