//! The deposits.

use super::super::deposits::told_desk;
use super::super::lookups::{questions, shop_desk};
use super::*;
use crate::domain::{HashedRedirects, Money, Receipt, Redirect, Redirects, Savings};
use rust_decimal::Decimal;

#[test]
fn empty() {
    let mut desk = shop_desk();
    desk.press("2");
    pictures("deposits-empty", desk);
}

#[test]
fn failed() {
    let mut desk = shop_desk();
    desk.press("2 u").type_text("55").press("enter").type_text("INR").press("enter");
    let asked = questions(&mut desk);
    desk.reply(asked[0].2, Err(Fault::UnknownCaller { by_secret: true }));
    pictures("deposits-failed", desk);
}

#[test]
fn full() {
    let mut desk = told_desk();
    desk.press("s");
    let asked = questions(&mut desk);
    let inr = |amount| Money::inr(Decimal::from(amount));
    let told = Savings { collected: inr(340), missing: inr(160), minimum: inr(500) };
    desk.reply(asked[0].2, Ok(Data::Savings(told)));
    pictures("deposits-full", desk);
}

#[test]
fn form() {
    let mut desk = told_desk();
    desk.press("G a enter enter enter");
    pictures("deposits-form", desk);
}

#[test]
fn question() {
    let mut desk = told_desk();
    desk.press("a").type_text("123-ABC-456").press("enter enter");
    pictures("deposits-question", desk);
}

#[test]
fn answer() {
    let mut desk = told_desk();
    desk.press("n enter");
    let (intent, _) = desk.press("enter").sent_one();
    desk.outcome(intent, Outcome::Done(Receipt::Transaction { identifier: "6234234234".into() }));
    pictures("deposits-answer", desk);
}

#[test]
fn hashes() {
    let mut desk = shop_desk();
    desk.press("2 R").type_text("https://test.com/a").press("enter enter enter");
    let asked = questions(&mut desk);
    let success = vec![Redirect { order: 1, url: "a93558ba9e4f04eef3b1f759ae4281305776559ce86ae2af5f".into() }];
    let told = HashedRedirects { hashes: Redirects { success, ..Redirects::default() }, bad: vec![] };
    desk.reply(asked[0].2, Ok(Data::HashedRedirects(told)));
    pictures("deposits-hashes", desk);
}
