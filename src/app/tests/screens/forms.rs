//! The forms of accounts and orders.

use super::*;

#[test]
fn account() {
    let mut new = at_work();
    new.press("n tab tab").type_text("9876543210").press("tab").type_text("4821");
    pictures("form-upi", new);
    let mut wrong = at_work();
    wrong.press("n right tab").type_text("12").press("tab tab").type_text("123456").press("tab");
    wrong.type_text("HDFC").press("enter");
    pictures("form-card-errors", wrong);
    let mut edit = at_work();
    edit.press("e");
    pictures("form-edit", edit);
    let mut refusal = at_work();
    refusal.press("e").type_text("9000011111").press("tab");
    let (intent, _) = refusal.press("enter").sent_one();
    refusal.outcome(intent, refused("3", "phone 9000011111 is taken"));
    pictures("form-refused", refusal);
}

#[test]
fn order() {
    let mut desk = desk(vec![card("b1")]);
    desk.press("w").type_text("1.005").press("enter");
    pictures("form-order", desk);
}
