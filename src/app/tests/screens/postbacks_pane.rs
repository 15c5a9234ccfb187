//! The postbacks.

use super::super::lookups::{deposit, news, questions, received, shop_desk, withdrawal};
use super::*;
use crate::domain::{Found, OrderStatus, PostbackFault, PostbackStanding, Receiver, Rows};

/// Asks for one transaction id, and has it answered.
fn asked(answer: Result<Data, Fault>) -> Desk {
    let mut desk = shop_desk();
    desk.press("l tab").type_text("453535345").press("enter");
    let asked = questions(&mut desk);
    desk.reply(asked[0].2, answer);
    desk
}

#[test]
fn empty() {
    pictures("postbacks-empty", shop_desk());
}

#[test]
fn asking() {
    let mut desk = shop_desk();
    desk.press("l").paste("w1\nw2\nw3\n");
    pictures("postbacks-asking", desk);
}

#[test]
fn many() {
    let mut desk = shop_desk();
    desk.press("l tab tab tab").paste("w1\nw2\nw3\nw4").press("enter");
    let asked = questions(&mut desk);
    let row = |id: &str, found| OrderStatus { id: id.into(), found };
    let rows = vec![
        row("w1", Found::Postback(Box::new(withdrawal("w1", "1")))),
        row("w2", Found::Nothing("Postback not found".into())),
        row("w3", Found::Postback(Box::new(withdrawal("w3", "7")))),
    ];
    desk.reply(asked[0].2, Ok(Data::Orders(Rows { rows, bad: vec![] })));
    pictures("postbacks-many", desk);
}

#[test]
fn a_deposit_folded() {
    pictures("postbacks-deposit", asked(Ok(Data::Postback(Box::new(deposit(170))))));
}

#[test]
fn a_deposit_unfolded() {
    let mut desk = asked(Ok(Data::Postback(Box::new(deposit(170)))));
    desk.press("enter space");
    pictures("postbacks-unfolded", desk);
}

#[test]
fn failed() {
    pictures("postbacks-failed", asked(Err(Fault::UnknownCaller { by_secret: true })));
}

#[test]
fn received_ones() {
    let mut desk = shop_desk();
    desk.take(crate::message::Message::Receiver(Receiver::Listening { at: "127.0.0.1:8787".into() }));
    let unsigned = PostbackStanding::Unverified(PostbackFault::Signature);
    desk.take(news(vec![received(1, "w1", PostbackStanding::Verified), received(2, "w2", unsigned)], 1));
    desk.press("o");
    pictures("postbacks-received", desk);
}
