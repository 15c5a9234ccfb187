//! Withdrawals: typed by their payment system's rules, asked in full words, sent once, and followed until the provider
//! has told their end.

use rstest::rstest;
use rust_decimal::Decimal;

use super::*;
use crate::domain::{
    End, FieldErrors, Found, Intent, IntentId, IntentState, Limit, Limits, Money, OrderQuery, OrderStatus, Postback,
    PostbackBody, RawJson, Read, Rejection, Report, WithdrawalPostback, WithdrawalRequest, WithdrawalStatus,
};
use crate::message::Message;

const SHOP: &str = "shop";

/// A desk at its withdrawals, which have the second tab behind the balances.
fn at(connections: Vec<crate::domain::ConnectionInfo>) -> Desk {
    let mut desk = Desk::at(connections);
    desk.press("2");
    desk
}

fn shop_desk() -> Desk {
    at(vec![wallets(SHOP)])
}

/// The request of a change.
fn request(change: Change) -> WithdrawalRequest {
    match change {
        Change::CreateWithdrawal(request) => *request,
        other => panic!("{other:?}"),
    }
}

/// A PayTM withdrawal in the form, which stands on its last field then.
fn fill(desk: &mut Desk, number: &str, amount: &str, user: &str) {
    desk.press("n tab").type_text(number).press("tab").type_text(amount).press("tab tab").type_text(user);
    desk.press("tab tab tab");
}

/// A PayTM withdrawal, said yes to.
fn pay(desk: &mut Desk, number: &str, amount: &str) -> IntentId {
    fill(desk, number, amount, "55");
    let (id, _) = desk.press("enter enter").sent_one();
    id
}

fn taken(id: IntentId) -> Outcome {
    Outcome::Done(Receipt::WithdrawalTaken { id: id.to_string().as_str().into() })
}

fn invalid(fields: &[(&str, &str)]) -> Outcome {
    let mut errors = FieldErrors::default();
    for (field, text) in fields {
        errors.add(field, *text);
    }
    Outcome::Rejected(Rejection::Invalid { code: "".into(), text: "".into(), fields: errors })
}

/// What the provider tells of withdrawals of rupees that are asked for.
pub fn told_of(desk: &mut Desk, ends: &[(IntentId, &str, i64)]) {
    let row = |(id, status, amount): &(IntentId, &str, i64)| {
        let told = WithdrawalPostback {
            id: id.to_string().as_str().into(),
            status: WithdrawalStatus::new(&(*status).into()),
            comment: Some("by file".into()),
            system: "paytm".into(),
            amount: Money::inr(Decimal::from(*amount)),
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
        OrderStatus { id: id.to_string().as_str().into(), found: Found::Postback(Box::new(postback)) }
    };
    let rows: Vec<OrderStatus> = ends.iter().map(row).collect();
    desk.feed(SHOP, FeedKind::Payouts, Ok(Data::Orders(rows.into())));
}

fn balances(desk: &mut Desk, rupees: i64) {
    let rows = vec![balance("paytm", rupees * 100, "INR"), balance("bkash", 500, "BDT")];
    desk.feed(SHOP, FeedKind::Balances, Ok(Data::Balances(rows.into())));
}

fn limited(largest: i64, type_from: i64) -> Desk {
    let limit = Limit { largest: Some(largest.into()), type_from: Some(type_from.into()), ..Limit::default() };
    let mut info = wallets(SHOP);
    info.limits = Limits::default().with(crate::domain::Currency::inr(), limit);
    at(vec![info])
}

#[test]
fn while_nothing_is_answered_the_keys_that_are_needed_then_are_told() {
    let mut desk = shop_desk();
    let id = pay(&mut desk, "9876543210", "500");
    desk.outcome(id, lost()).pass(120);
    for _ in 0..3 {
        desk.feed(SHOP, FeedKind::Payouts, Err(Fault::Server { status: 503, retry_after: None })).pass(30);
    }
    for (width, height) in [(160, 45), (80, 24), (50, 15)] {
        let screen = desk.resize(width, height).screen();
        let bottom = screen.lines().last().unwrap();
        assert!(bottom.contains("! payouts") && bottom.contains("S settle") && bottom.contains("? help"), "{screen}");
    }
}

#[test]
fn it_is_asked_in_full_words_and_sent_once_under_an_id_of_its_own() {
    let mut desk = shop_desk();
    desk.must_say("No withdrawal was made here yet");
    fill(&mut desk, "9876543210", "500", "user-55");
    desk.press("enter").sent_nothing();
    desk.must_show("Pay INR 500.00?").must_say("INR 500.00 is paid to paytm ••••••3210 at shop.");
    desk.must_say("no real money moves").must_say("user: user-55").must_say("It is sent once.");
    desk.must_not_show("9876543210");
    let (id, change) = desk.press("enter").sent_one();
    let request = request(change);
    assert_eq!(request.account_number.as_ref().unwrap().full(), "9876543210");
    assert_eq!((request.amount.to_string().as_str(), request.is_test), ("INR 500.00", false));
    assert_eq!((request.system.as_str(), request.label.as_str()), ("paytm", "user-55"));
    desk.press("enter enter").sent_nothing();
    let kept = desk.app.state().intents.get(id).unwrap();
    assert!(kept.shown.contains(&"account number: ••••••3210".to_owned()), "{:?}", kept.shown);
    assert!(!format!("{kept:?}").contains("9876543210"), "the journal has no whole number");
}

#[test]
fn a_test_and_real_money_are_told_apart_loudly() {
    let info = crate::domain::ConnectionInfo { environment: crate::domain::Environment::Production, ..wallets(SHOP) };
    let mut desk = at(vec![info]);
    desk.press("n").must_show("New withdrawal at shop (PRODUCTION)");
    desk.press("esc");
    fill(&mut desk, "9876543210", "500", "55");
    desk.press("enter").must_say("at shop (PRODUCTION). REAL money goes out.");
    // Back in the form: it is a test after all.
    desk.press("esc backtab backtab right").must_show("New TEST withdrawal at shop (PRODUCTION)");
    desk.press("enter").must_show("TEST: pay INR 500.00?").must_say("It is a TEST: no money goes out.");
    let (_, change) = desk.press("enter").sent_one();
    assert!(request(change).is_test);
    desk.must_show("TEST paytm");
}

/// What the document wants of each payment system is asked for before anything is sent.
#[rstest]
#[case::paytm_digits("", "98765", "500", "10 digits, without +91")]
#[case::paytm_tens("", "9876543210", "505", "must be a multiple of 10")]
#[case::fractions("u", "1950478885", "500.50", "must be a whole number")]
#[case::nothing("", "9876543210", "", "type an amount")]
#[case::no_account("", "", "500", "has to be filled in: 10 digits")]
#[case::bkash("b", "1712345678", "500", "11 digits that begin with 01")]
#[case::rocket("r", "0171234567890", "500", "11 or 12 digits that begin with 01")]
fn what_is_wrong_is_told_at_its_field(
    #[case] system: &str,
    #[case] number: &str,
    #[case] amount: &str,
    #[case] words: &str,
) {
    let mut desk = shop_desk();
    desk.press("n").type_text(system).press("tab").type_text(number);
    let with_name = if system.is_empty() || system == "r" { "tab" } else { "tab tab" };
    let with_code = if system == "u" { " tab" } else { "" };
    desk.press(&format!("{with_name}{with_code}")).type_text(amount).press("tab tab").type_text("55");
    desk.press("tab tab tab enter").sent_nothing();
    desk.must_say(words).must_not_show("is paid to");
    // From now on enter asks wherever the focus is; what is wrong is still wrong.
    desk.press("enter").sent_nothing();
    desk.must_say(words);
}

#[test]
fn imps_wants_a_name_and_an_ifsc_and_no_spaces_around_them() {
    let mut desk = shop_desk();
    desk.press("n").type_text("i").press("tab").type_text("1950478885").press("tab").type_text("Asha Rao ");
    desk.press("tab").type_text("mahb0001821").press("tab").type_text("500").press("tab tab").type_text("55");
    desk.press("tab tab tab enter").sent_nothing();
    desk.must_say("no spaces before or after it").must_say("an IFSC: 4 capitals");
    desk.press("backspace tab ctrl-u").type_text("MAHB0001821").press("enter enter");
    let request = request(desk.sent_one().1);
    assert_eq!(request.account_name.unwrap().as_str(), "Asha Rao");
    assert_eq!(request.bank_code.unwrap().as_str(), "MAHB0001821");
}

#[test]
fn another_payment_system_is_typed_and_the_rare_fields_unfold() {
    let mut desk = shop_desk();
    desk.press("n").type_text("a").press("tab").type_text("newpay").press("tab").type_text("asha@bank 7");
    desk.must_not_show("IBAN ");
    desk.press("tab tab tab").type_text("7").press("tab").type_text("EUR").press("tab").type_text("55");
    desk.press("tab tab tab right").must_show("branch code");
    desk.press("tab").type_text("MOBILE_MONEY").press("tab tab").type_text("000254").press("tab tab");
    desk.type_text("DE02120300000000202051").must_not_show("DE0212");
    desk.press("enter").must_say("EUR 7.00 is paid to newpay").must_say("payment method: MOBILE_MONEY");
    desk.must_say("IBAN: ••••••2051").must_not_show("20300000000202051");
    let request = request(desk.press("enter").sent_one().1);
    assert_eq!(request.iban.unwrap().full(), "DE02120300000000202051");
    assert_eq!(request.account_number.unwrap().full(), "asha@bank 7");
    assert_eq!(request.branch_code.unwrap().as_str(), "000254");
}

#[test]
fn the_number_is_hidden_until_it_is_asked_for_and_then_for_ten_seconds() {
    let mut desk = shop_desk();
    desk.press("n tab").type_text("9876543210").must_show("••••••••••").must_not_show("9876543210");
    desk.press("ctrl-r").must_show("9876543210");
    desk.press("tab").must_not_show("9876543210");
    desk.type_text("500").press("tab tab").type_text("55").press("tab tab tab enter");
    desk.must_show("account number: ••••••3210").must_not_show("9876543210");
    desk.press("ctrl-r").must_show("account number: 9876543210");
    assert_eq!(desk.app.wake_at().map(|at| at <= desk.now + jiff::SignedDuration::from_secs(10)), Some(true));
    desk.pass(11).must_show("account number: ••••••3210").must_not_show("9876543210");
    desk.press("ctrl-r ctrl-r").must_not_show("9876543210");
}

#[test]
fn a_filled_form_is_not_thrown_away_by_a_single_escape() {
    let mut desk = shop_desk();
    desk.press("n esc").must_not_show("New withdrawal");
    desk.press("n tab").type_text("98").press("esc").must_show("New withdrawal").must_say("would be lost");
    desk.type_text("7").must_not_show("would be lost");
    desk.press("esc tab esc").must_show("New withdrawal");
    desk.press("esc").must_not_show("New withdrawal");
    // Going back from the question leads to the form, with everything in it.
    fill(&mut desk, "9876543210", "500", "55");
    desk.press("enter esc").must_show("New withdrawal at shop").must_show("500");
    desk.press("enter").must_show("Pay INR 500.00?");
    desk.sent_nothing();
}

#[test]
fn what_the_provider_refuses_is_told_at_its_field_with_everything_still_there() {
    let mut desk = shop_desk();
    let first = pay(&mut desk, "9876543210", "500");
    desk.must_say("Waiting for the provider's answer");
    desk.type_text("99").press("enter").sent_nothing();
    desk.outcome(
        first,
        invalid(&[("account_number", "9876543210 is blocked"), ("bank_details.branch_code", "needed")]),
    );
    desk.must_say("••••••3210 is blocked").must_not_show("9876543210").must_say("Nothing was paid");
    desk.must_show("branch code").must_say("needed");
    // The focus is on the account; the rest is as it was typed.
    desk.press("ctrl-u").type_text("9876543211").press("enter").must_say("paytm ••••••3211");
    let (second, change) = desk.press("enter").sent_one();
    assert_ne!(first, second, "another withdrawal has another id");
    assert_eq!(request(change).amount.to_string(), "INR 500.00");
}

#[test]
fn too_little_in_the_wallets_is_explained_with_the_balance() {
    let mut desk = shop_desk();
    balances(&mut desk, 1_000);
    let open = pay(&mut desk, "9876543210", "300");
    desk.outcome(open, taken(open));
    fill(&mut desk, "9876543211", "800", "55");
    desk.must_say("INR 1,000.00 in the wallets, 300.00 is under way");
    desk.press("enter").must_say("There may be too little: INR 1,000.00 in the wallets");
    let (id, _) = desk.press("enter").sent_one();
    desk.outcome(id, invalid(&[("withdrawals_sum_amount", "Insufficient balance")]));
    desk.must_show("Nothing was paid: Insufficient balance: INR 1,000.00 in the wallets, 300.00");
    desk.must_show("800").must_show("700.00 is left: 1,000.00 less what is under way");
}

#[test]
fn old_or_unknown_balances_are_told_before_the_yes() {
    let mut desk = shop_desk();
    fill(&mut desk, "9876543210", "500", "55");
    desk.must_say("what lies in the wallets is not known");
    desk.press("enter").must_say("What lies in the wallets in INR is not known.");
    desk.press("esc esc esc");
    balances(&mut desk, 100_000);
    fill(&mut desk, "9876543210", "500", "55");
    desk.press("enter").must_not_show("STALE");
    desk.press("esc esc esc");
    desk.feed(SHOP, FeedKind::Balances, Err(Fault::Server { status: 503, retry_after: None }));
    fill(&mut desk, "9876543210", "500", "55");
    desk.press("enter").must_say("What is known of the balances is STALE");
}

#[test]
fn limits_refuse_at_the_field_and_large_amounts_are_typed_once_more() {
    let mut desk = limited(1_000, 600);
    fill(&mut desk, "9876543210", "2000", "55");
    desk.press("enter").sent_nothing();
    desk.must_say("the most is 1,000.00").must_show("New withdrawal");
    let refused: Vec<_> = desk.app.state().intents.newest_first().map(|intent| intent.state().word()).collect();
    assert_eq!(refused, ["rejected"], "the journal keeps that it was wanted");
    desk.press("enter enter").sent_nothing();
    assert_eq!(desk.app.state().intents.newest_first().count(), 1, "once");
    desk.press("ctrl-u").type_text("600").press("enter").must_say("at most 1,000.00 at once");
    desk.must_say("Type the amount (600.00) to go on");
    desk.press("enter").sent_nothing();
    desk.type_text("600").press("enter").sent_one();
}

#[test]
fn a_lost_answer_is_unconfirmed_is_looked_up_and_another_like_it_is_typed_for() {
    let mut desk = shop_desk();
    let id = pay(&mut desk, "9876543210", "500");
    desk.outcome(id, lost()).must_not_show("New withdrawal");
    desk.must_say("UNCONFIRMED").must_say("looked up by its id until its end is told, and is not sent again");
    desk.must_show("1 unconfirmed").must_show("? unconfirmed");
    let asks = Read::Orders(OrderQuery::Withdrawals(vec![id.to_string().as_str().into()]));
    let state = desk.app.state();
    assert_eq!(state.question(state.connection(&id_of(SHOP)).unwrap(), FeedKind::Payouts), Some(asks));
    fill(&mut desk, "9876543210", "500", "55");
    desk.press("enter")
        .must_say("A withdrawal like this one is not settled")
        .must_show(&format!("Type {}", id.short()));
    desk.press("enter").sent_nothing();
    desk.type_text(&id.short()).press("enter").sent_one();
}

fn id_of(name: &str) -> crate::domain::ConnectionId {
    id(name)
}

#[test]
fn what_was_taken_on_is_under_way_until_its_end_is_told() {
    let mut desk = shop_desk();
    let id = pay(&mut desk, "9876543210", "500");
    desk.press("esc").must_show("◐ sent");
    desk.outcome(id, taken(id)).must_show("◐ done").must_say("taken on; its end is asked for until it is told");
    desk.must_say("in progress 1");
    told_of(&mut desk, &[(id, "2", 500)]);
    desk.must_show("pending (status 2)").must_show("◐ done");
    desk.pass(20);
    told_of(&mut desk, &[(id, "1", 500)]);
    desk.must_show("✓ paid")
        .must_say("pay INR 500.00 to paytm ••••••3210: paid, says the provider (status 1): by file");
    desk.must_say("paid 1 500.00");
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::Report { intent, .. } if *intent == id)));
}

#[test]
fn the_question_is_told_before_it_is_asked_at_once() {
    let mut desk = shop_desk();
    let id = pay(&mut desk, "9876543210", "500");
    desk.outcome(id, taken(id));
    let at = |wanted: fn(&Effect) -> bool| desk.effects.iter().position(wanted);
    let told = at(|effect| matches!(effect, Effect::SetQuestion { question: Some(_), .. }));
    let asked = at(|effect| matches!(effect, Effect::Refresh { feed: FeedKind::Payouts, .. }));
    assert!(told.is_some() && told < asked, "{:?}", desk.effects);
}

#[test]
fn a_failed_one_is_told_loudly_and_many_ends_in_one_word() {
    let mut desk = shop_desk();
    let one = pay(&mut desk, "9876543210", "500");
    desk.outcome(one, taken(one));
    told_of(&mut desk, &[(one, "5", 500)]);
    desk.must_show("✗ failed").must_say("not paid, says the provider (status 5)").must_say("failed 1 500.00");
    desk.pass(30);
    let lost_one = pay(&mut desk, "9876543211", "100");
    desk.outcome(lost_one, lost());
    let next = pay(&mut desk, "9876543212", "200");
    desk.outcome(next, taken(next)).pass(30);
    told_of(&mut desk, &[(lost_one, "1", 100), (next, "5", 200)]);
    desk.must_say("2 payouts ended: 1 paid, 1 FAILED").must_not_show("unconfirmed:");
    assert!(desk.app.state().intents.get(lost_one).unwrap().state().told().contains("it happened"));
}

#[test]
fn an_end_that_another_paytop_was_told_is_told_here_too() {
    let change = Change::CreateWithdrawal(Box::new(WithdrawalRequest::new(
        "paytm".into(),
        Money::inr(500.into()),
        "55".into(),
        false,
    )));
    let end = |end| IntentState::Reported(Report { end, status: "returned".into(), words: None });
    let intent = |states: Vec<IntentState>| Intent { connection: id(SHOP), ..super::told(1, &change, states) };
    let done = || IntentState::Done { reference: None };
    let mut desk = shop_desk();
    // What was over before this run is history.
    desk.take(news(vec![intent(vec![IntentState::Sent, done(), end(End::Paid)])]));
    assert!(desk.app.wake_at().is_some() && !desk.screen().lines().last().unwrap().contains("says the provider"));
    let paid_and_back = vec![IntentState::Sent, done(), end(End::Paid), end(End::Returned)];
    desk.take(news(vec![intent(paid_and_back)])).must_say("RETURNED: it was paid and came back");
    desk.must_show("✗ returned").must_say("RETURNED 1 500.00");
    assert!(matches!(news(vec![]), Message::Journal(_)));
}

#[test]
fn one_like_another_has_what_the_journal_keeps_and_no_account() {
    let mut desk = shop_desk();
    let id = pay(&mut desk, "9876543210", "500");
    desk.outcome(id, taken(id));
    desk.press("c").must_show("New withdrawal at shop").must_show("500").must_show("55");
    desk.type_text("9876543219").press("tab tab tab tab tab tab enter");
    let request = request(desk.press("enter").sent_one().1);
    assert_eq!(request.account_number.unwrap().full(), "9876543219");
    assert_eq!((request.amount.to_string().as_str(), request.label.as_str()), ("INR 500.00", "55"));
}

#[test]
fn the_same_once_more_on_one_day_is_told() {
    let mut desk = shop_desk();
    let id = pay(&mut desk, "9876543210", "500");
    desk.outcome(id, taken(id));
    fill(&mut desk, "9876543210", "500", "56");
    desk.press("enter").must_say(&format!("The same amount went to this account today already: {}", id.short()));
}

#[test]
fn a_read_only_connection_makes_none_and_another_is_offered() {
    let mut desk = at(vec![read_only(wallets(SHOP))]);
    desk.press("n").must_say("read-only").must_not_show("New withdrawal");
    let mut desk = at(vec![read_only(wallets(SHOP)), wallets("other")]);
    desk.press("n").must_show("New withdrawal at other");
    let mut desk = at(vec![wallets(SHOP), wallets("other")]);
    desk.press("n").must_show("New withdrawal at shop");
    desk.press("right").must_show("New withdrawal at other");
    desk.press("tab tab").type_text("9876543210").press("tab").type_text("10").press("tab tab").type_text("5");
    let (connection, ..) = desk.press("tab tab tab enter enter").sent().remove(0);
    assert_eq!(connection.as_str(), "other");
    desk.must_show("connection");
}

#[test]
fn rows_are_filtered_sorted_copied_settled_and_shown_in_full() {
    let mut desk = shop_desk();
    for (number, amount) in [("9876543210", "500"), ("9876543211", "100"), ("9876543212", "300")] {
        let id = pay(&mut desk, number, amount);
        desk.outcome(id, taken(id)).pass(5);
    }
    assert!(desk.selected().contains("3210") || desk.press("g").selected().contains("3212"));
    desk.press("l l s g");
    assert!(desk.selected().contains("100.00"), "{}", desk.selected());
    desk.press("s g");
    assert!(desk.selected().contains("500.00"), "{}", desk.selected());
    let first = desk.app.state().intents.newest_first().last().unwrap().id;
    assert_eq!(copied(desk.press("y y")), first.to_string());
    desk.pass(30).press("/").type_text("3212").press("enter").must_not_show("3211").must_show("1 of 3");
    desk.press("esc");
    desk.press("S").must_say("Only what is unconfirmed can be settled; this is done");
    desk.pass(30);
    told_of(&mut desk, &[(first, "3", 500)]);
    desk.press("g enter").must_say("pending (status 3), asked at").must_say("next look");
    desk.press("esc");
    let open = pay(&mut desk, "9876543213", "700");
    desk.outcome(open, lost()).press("g");
    assert!(desk.selected().contains("unconfirmed"), "it stands above the rest, however they are sorted");
    desk.press("S").must_show("What became of");
}

#[test]
fn the_pane_has_a_tab_only_where_withdrawals_can_be_made() {
    Desk::at(vec![sandbox(DESK)]).must_not_show("Withdrawals");
    Desk::at(vec![shop("other")]).must_not_show("Withdrawals");
    Desk::at(vec![sandbox(DESK), wallets(SHOP)]).must_show("3 Withdrawals");
}

#[test]
fn nothing_ticks_but_what_is_under_way() {
    let mut desk = shop_desk();
    let id = pay(&mut desk, "9876543210", "500");
    desk.outcome(id, taken(id)).pass(3);
    assert_eq!(desk.app.wake_at(), Some(desk.now + jiff::SignedDuration::from_secs(1)), "its age counts");
    told_of(&mut desk, &[(id, "1", 500)]);
    desk.pass(30);
    assert_eq!(desk.app.wake_at().map(|at| at.as_second() % 60), Some(0), "at the next minute");
}

mod any_order {
    //! Whatever is pressed and told in whatever order.

    use std::collections::HashSet;

    use proptest::prelude::*;
    use proptest::sample::{Index, select};

    use super::*;

    #[derive(Clone, Debug)]
    enum Act {
        Press(&'static str),
        Type(&'static str),
        /// A form filled in and asked about, and said yes to.
        Pay(&'static str),
        Outcome(Index, u8),
        Told(Index, &'static str, i64),
        Resize(u16, u16),
        Pass(i64),
    }

    fn any_act() -> impl Strategy<Value = Act> {
        let keys = select(vec![
            "n",
            "c",
            "S",
            "s",
            "l",
            "h",
            "/",
            "y",
            "g",
            "G",
            "j",
            "k",
            "enter",
            "enter",
            "esc",
            "esc",
            "tab",
            "backtab",
            "right",
            "left",
            "ctrl-r",
            "ctrl-u",
            "backspace",
            "1",
            "2",
            "r",
            "pgdn",
            "down",
        ]);
        let typed = select(vec!["9876543210", "500", "55", "i", "b", "a", " ", "paytm", "IBAN \u{202e}", "1,5"]);
        let sizes = select(vec![(0, 0), (1, 1), (20, 5), (50, 15), (80, 24), (120, 40), (230, 50)]);
        prop_oneof![
            6 => keys.prop_map(Act::Press),
            2 => typed.prop_map(Act::Type),
            4 => select(vec!["500", "500", "600", "505"]).prop_map(Act::Pay),
            4 => (any::<Index>(), 0_u8..5).prop_map(|(which, how)| Act::Outcome(which, how)),
            3 => (any::<Index>(), select(vec!["1", "5", "2", ""]), select(vec![500_i64, 600, 1]))
                .prop_map(|(which, status, amount)| Act::Told(which, status, amount)),
            1 => sizes.prop_map(|(width, height)| Act::Resize(width, height)),
            1 => (0_i64..200).prop_map(Act::Pass),
        ]
    }

    fn outcome_of(id: IntentId, how: u8) -> Outcome {
        match how {
            0 | 1 => taken(id),
            2 => lost(),
            3 => {
                invalid(&[("withdrawals_sum_amount", "Insufficient balance"), ("iban", "9876543210 is odd"), ("x", "")])
            }
            _ => refused("7", "no"),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn nothing_is_sent_twice_and_nothing_whole_is_kept(acts in proptest::collection::vec(any_act(), 1..50)) {
            let mut desk = shop_desk();
            let mut sent: Vec<IntentId> = Vec::new();
            for act in acts {
                match act {
                    Act::Press(key) => drop(desk.press(key)),
                    Act::Type(text) => drop(desk.paste(text)),
                    Act::Pay(amount) => {
                        desk.press("esc esc esc esc esc 1 esc esc");
                        fill(&mut desk, "9876543210", amount, "55");
                        desk.press("enter enter");
                    }
                    Act::Outcome(which, how) if !sent.is_empty() => {
                        let id = sent[which.index(sent.len())];
                        desk.outcome(id, outcome_of(id, how));
                    }
                    Act::Told(which, status, amount) if !sent.is_empty() => {
                        let id = sent[which.index(sent.len())];
                        told_of(&mut desk, &[(id, status, amount)]);
                    }
                    Act::Resize(width, height) => drop(desk.resize(width, height)),
                    Act::Pass(seconds) => drop(desk.pass(seconds)),
                    Act::Outcome(..) | Act::Told(..) => {}
                }
                let _ = desk.screen();
                for effect in desk.effects.drain(..) {
                    let Effect::Change { intent, despite, .. } = effect else { continue };
                    let others = desk.app.state().intents.newest_first().filter(|other| {
                        other.id != intent.id
                            && other.is_open()
                            && (&other.account, &other.amount) == (&intent.account, &intent.amount)
                    });
                    for twin in others {
                        prop_assert!(despite.contains(&twin.id), "{twin:?} was not named");
                    }
                    sent.push(intent.id);
                }
            }
            prop_assert_eq!(sent.iter().collect::<HashSet<_>>().len(), sent.len(), "each once");
            let kept: Vec<&Intent> = desk.app.state().intents.newest_first().collect();
            let printed = format!("{kept:?}");
            prop_assert!(!printed.contains("9876543210"));
            // Whatever was lost is settled by an end of its own or not at all.
            for intent in kept {
                let words: Vec<_> = intent.timeline.iter().map(|event| event.state.word()).collect();
                let steps = intent.timeline.windows(2);
                prop_assert!(steps.into_iter().all(|pair| pair[0].state.may_become(&pair[1].state)), "{words:?}");
            }
        }
    }
}
