//! What received postbacks lead to: the provider is asked, and nothing else.

use rstest::rstest;

use super::*;
use crate::domain::{
    ConnectionId, Intent, IntentId, IntentState, Money, PostbackFault, PostbackKind, PostbackStanding, RawJson,
    ReceivedPostback, Receiver, UnverifiedCount, WithdrawalRequest,
};
use crate::message::{JournalNews, Message, PostbackNews};
use crate::state::Postbacks;

const SHOP: &str = "shop";

/// A shop with a payout that was sent, and became this.
fn with(states: impl IntoIterator<Item = IntentState>) -> (Desk, IntentId) {
    let mut desk = Desk::at(vec![wallets("other"), wallets(SHOP)]);
    let amount = Money::inr(500.into());
    let pay = Change::CreateWithdrawal(Box::new(WithdrawalRequest::new("paytm".into(), amount, "55".into(), false)));
    let intent = Intent { connection: id(SHOP), ..told(1, &pay, states) };
    let of = intent.id;
    desk.take(Message::Journal(Box::new(JournalNews { intents: vec![intent], fault: None })));
    desk.effects.clear();
    (desk, of)
}

fn received(number: u64, subject: &str, status: &str) -> ReceivedPostback {
    ReceivedPostback {
        number,
        at: at(2),
        provider: "paykassma".into(),
        // Whose keys it is signed with says nothing of who was sent the withdrawal.
        connection: Some(ConnectionId::new("other")),
        kind: PostbackKind::Withdrawal,
        subject: Some(subject.into()),
        status: Some(status.into()),
        amount: Some(Money::inr(500.into())),
        standing: PostbackStanding::Verified,
        body: RawJson::kept("{}".into()),
    }
}

fn news(received: Vec<ReceivedPostback>) -> Message {
    Message::Postbacks(Box::new(PostbackNews { received, ..PostbackNews::default() }))
}

/// What was asked for, a feed of a connection each; nothing else may have come of it.
fn asked(desk: &mut Desk) -> Vec<(String, FeedKind)> {
    let effects = desk.effects.drain(..).map(|effect| match effect {
        Effect::Refresh { connection, feed } => (connection.to_string(), feed),
        other => panic!("a postback led to {other:?}"),
    });
    effects.collect()
}

#[rstest]
#[case::unconfirmed(unknown(), "1")]
#[case::taken_on(IntentState::Done { reference: None }, "5")]
#[case::of_an_odd_status(unknown(), "3")]
fn the_provider_of_a_payout_is_asked_and_nothing_is_settled(#[case] state: IntentState, #[case] status: &str) {
    let (mut desk, intent) = with([IntentState::Sent, state.clone()]);
    desk.take(news(vec![received(1, &intent.to_string(), status), received(2, &intent.to_string(), status)]));
    assert_eq!(asked(&mut desk), [(SHOP.to_owned(), FeedKind::Payouts)]);
    assert_eq!(*desk.app.state().intents.get(intent).unwrap().state(), state);
    assert_eq!(desk.app.state().postbacks.newest_first().len(), 2);
}

#[test]
fn it_is_said_that_one_came() {
    let (mut desk, intent) = with([IntentState::Sent, IntentState::Done { reference: None }]);
    desk.take(news(vec![received(1, &intent.to_string(), "1")])).must_show("A postback says that pay INR 500.00");
}

#[rstest]
#[case::of_nobody(|_: IntentId| received(1, "0190f3a8-5b6c-7d3e-9a40-5d1c2b3a4f5e", "1"))]
#[case::without_an_id(|_: IntentId| ReceivedPostback { subject: None, ..received(1, "", "1") })]
#[case::of_a_deposit(|of: IntentId| ReceivedPostback { kind: PostbackKind::Deposit, ..received(1, &of.to_string(), "1") })]
#[case::unverified(|of: IntentId| ReceivedPostback {
    standing: PostbackStanding::Unverified(PostbackFault::Signature), ..received(1, &of.to_string(), "1")
})]
fn of_any_other_nothing_comes(#[case] postback: fn(IntentId) -> ReceivedPostback) {
    let (mut desk, intent) = with([IntentState::Sent, unknown()]);
    desk.take(news(vec![postback(intent)]));
    assert_eq!(asked(&mut desk), []);
    assert!(desk.app.state().intents.get(intent).unwrap().is_unconfirmed());
    assert_eq!(desk.app.state().postbacks.newest_first().len(), 1, "it is shown");
}

#[test]
fn what_came_before_this_run_is_asked_for_without_a_word() {
    let (mut desk, intent) = with([IntentState::Sent, unknown()]);
    let received = vec![received(1, &intent.to_string(), "1")];
    desk.take(Message::Postbacks(Box::new(PostbackNews { received, before: true, ..PostbackNews::default() })));
    assert_eq!(asked(&mut desk), [(SHOP.to_owned(), FeedKind::Payouts)]);
    desk.must_not_show("is asked whether");
}

#[test]
fn a_port_in_use_is_told_and_that_it_is_free_again() {
    let mut desk = Desk::at(vec![wallets(SHOP)]);
    let at = "127.0.0.1:8787";
    let waiting = Receiver::Waiting { at: at.into(), why: "another program listens there already".into() };
    desk.take(Message::Receiver(waiting.clone())).must_show("Postbacks are NOT received at 127.0.0.1:8787");
    assert_eq!(desk.app.state().postbacks.receiver, waiting);
    desk.take(Message::Receiver(Receiver::Listening { at: at.into() })).must_show("are received at 127.0.0.1:8787");
}

#[test]
fn they_stand_in_the_order_in_which_they_came_though_what_does_not_hold_is_written_down_later() {
    let mut desk = Desk::at(vec![wallets(SHOP)]);
    let came = |number, second| ReceivedPostback { at: at(second), ..received(number, "y", "1") };
    let fault = PostbackStanding::Unverified(PostbackFault::Signature);
    desk.take(news(vec![came(1, 3), came(2, 5)]));
    // The forged one came first, and waited for others like it.
    desk.take(news(vec![ReceivedPostback { standing: fault, ..came(3, 1) }, came(4, 6)]));
    let order = |desk: &Desk| -> Vec<u64> {
        desk.app.state().postbacks.newest_first().map(|received| received.number).collect()
    };
    assert_eq!(order(&desk), [4, 2, 1, 3]);
    desk.take(news(vec![came(3, 9), came(4, 9)]));
    assert_eq!(order(&desk), [4, 2, 1, 3], "each is taken up once");
    desk.take(news(vec![came(5, 4)]));
    assert_eq!(order(&desk), [4, 2, 5, 1, 3]);
}

#[test]
fn the_newest_are_kept_and_what_does_not_hold_pushes_none_out() {
    let mut desk = Desk::at(vec![wallets(SHOP)]);
    let unverified = |number| ReceivedPostback {
        standing: PostbackStanding::Unverified(PostbackFault::Signature),
        ..received(number, "x", "1")
    };
    let most = Postbacks::VERIFIED as u64;
    desk.take(news((1..=most + 10).map(|number| received(number, "y", "1")).collect()));
    desk.take(news((most + 11..most + 1_000).map(unverified).collect()));
    let postbacks = &desk.app.state().postbacks;
    let verified: Vec<u64> = postbacks.newest_first().filter(|one| one.is_verified()).map(|one| one.number).collect();
    assert_eq!((verified.len(), verified[0], verified[499]), (Postbacks::VERIFIED, most + 10, 11));
    let others = postbacks.newest_first().filter(|one| !one.is_verified()).count();
    assert_eq!(others, Postbacks::UNVERIFIED);
    assert!(postbacks.get(most + 999).is_some() && postbacks.get(5).is_none());
    let numbers: Vec<u64> = postbacks.newest_first().map(|one| one.number).collect();
    assert!(numbers.is_sorted_by(|a, b| a > b), "newest first");
    // What is known already is taken up once.
    desk.take(news(vec![received(most + 10, "y", "5")]));
    assert_eq!(desk.app.state().postbacks.newest_first().len(), numbers.len());
    let unverified = UnverifiedCount { day: 7, month: 9 };
    let counted = PostbackNews { unverified, ..PostbackNews::default() };
    assert!(desk.take(Message::Postbacks(Box::new(counted.clone()))).redraw);
    assert!(!desk.take(Message::Postbacks(Box::new(counted))).redraw, "the same again is no news");
    assert_eq!(desk.app.state().postbacks.unverified, unverified);
}
