//! What lists something over a pane: UPI ids, results, the handset, help and the palette.

use super::*;

#[test]
fn upi_ids() {
    let asked = || {
        let mut desk = desk(vec![upi("a1")]);
        desk.press("u");
        let ticket = ticket(&mut desk);
        (desk, ticket)
    };
    pictures("upi-loading", asked().0);
    let (mut empty, ticket) = asked();
    empty.reply(ticket, Ok(Data::UpiIds(vec![].into())));
    pictures("upi-empty", empty);
    let (mut failed, ticket) = asked();
    failed.reply(ticket, Err(Fault::RateLimited { retry_after: Some(Duration::from_secs(30)) }));
    pictures("upi-failed", failed);
    let (mut full, ticket) = asked();
    let ids = ["9876500001@ybl", "ravi.kumar@okaxis", "9876500001@ibl"].map(UpiId::new);
    full.reply(ticket, Ok(Data::UpiIds(ids.to_vec().into())));
    let (intent, _) = full.press("j enter").sent_one();
    full.outcome(intent, done());
    pictures("upi-full", full);
}

#[test]
fn handset() {
    let mut empty = desk(vec![upi("a1")]);
    empty.handset(vec![]).press("H");
    pictures("handset-empty", empty);
    let mut full = desk(vec![upi("a1")]);
    full.handset(vec![
        arrived("a1", "482913 is your PHONEPE code. It is valid for 2 minutes.", None),
        arrived("a1", "AUTH a1 K7QX-22", Some(false)),
        arrived("a3", "AUTH a3 M2PL-90", Some(true)),
    ]);
    full.press("H j");
    pictures("handset-full", full);
}

#[test]
fn results() {
    let mut desk = desk(vec![upi("a1"), upi("a2"), upi("a3"), upi("a4")]);
    desk.press("a t enter");
    let sent: Vec<_> = desk.sent().into_iter().map(|(_, intent, _)| intent).collect();
    desk.outcome(sent[0], done()).outcome(sent[1], refused("8001", "otp not authorized")).outcome(sent[2], lost());
    pictures("results", desk);
}

#[test]
fn help_and_palette() {
    let mut help = at_work();
    help.press("?");
    pictures("help", help);
    let mut palette = at_work();
    palette.press(":").type_text("auth");
    pictures("palette", palette);
}
