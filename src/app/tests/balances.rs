//! The balances pane: sums, changes, what is under way, runways, alerts, and that the selection stays with its wallet.

use jiff::SignedDuration;
use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;

use super::*;
use crate::domain::{
    Balance, BalanceSample, Currency, Intent, IntentState, LowMarks, Money, Purse, Report, Rows, Sighting, WalletKey,
    WithdrawalRequest,
};
use crate::message::Message;
use crate::state::Runway;

const SHOP: &str = "shop";

/// A desk at a connection with wallets alone.
pub fn shop() -> Desk {
    Desk::at(vec![wallets(SHOP)])
}

/// The balances of the shop are answered now.
pub fn told(desk: &mut Desk, rows: Vec<Balance>) {
    desk.feed(SHOP, FeedKind::Balances, Ok(Data::Balances(rows.into())));
}

/// With marks in rupees for the wallet `paytm` and for all of them together.
pub fn marked(mut desk: Desk, paytm: i64, all: i64) -> Desk {
    let money = |amount| Money::inr(Decimal::from(amount));
    desk.app.state.marks = LowMarks::default().with(Some("paytm".into()), money(paytm)).with(None, money(all));
    desk
}

/// A withdrawal of so many rupees that the shop's provider took on.
fn payout(number: u8, system: &str, rupees: i64, states: impl IntoIterator<Item = IntentState>) -> Intent {
    let request = WithdrawalRequest::new(system.into(), Money::inr(Decimal::from(rupees)), "55".into(), false);
    Intent { connection: id(SHOP), ..super::told(number, &Change::CreateWithdrawal(Box::new(request)), states) }
}

fn done() -> IntentState {
    IntentState::Done { reference: None }
}

/// The journal tells of a withdrawal that was taken on.
pub fn paid(desk: &mut Desk, number: u8, system: &str, rupees: i64) {
    desk.take(news(vec![payout(number, system, rupees, [IntentState::Sent, done()])]));
}

fn rupees(amount: i64) -> Decimal {
    Decimal::from(amount)
}

fn wallet(name: &str, currency: &str) -> Purse {
    Purse::Wallet(WalletKey { connection: id(SHOP), wallet: name.into(), currency: Currency::new(currency) })
}

fn all(currency: &str) -> Purse {
    Purse::Currency(id(SHOP), Currency::new(currency))
}

/// What is to be expected of a purse.
fn outlook(desk: &Desk, purse: &Purse) -> crate::state::Outlook {
    let state = desk.app.state();
    state.held(purse).expect("it is there").outlook(&state.under_way(), state.now)
}

/// The row of the screen that has these words.
#[track_caller]
fn row(desk: &Desk, words: &str) -> String {
    let screen = desk.screen();
    screen.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("no {words:?}:\n{screen}")).to_owned()
}

#[test]
fn it_has_a_tab_after_the_accounts_where_there_are_wallets_and_none_where_there_are_none() {
    let both = Desk::at(vec![sandbox(DESK), wallets(SHOP)]);
    both.must_show("1 Accounts  2 Balances  3 Withdrawals");
    desk(vec![]).must_show("1 Accounts  2 Journal").must_not_show("Balances");
}

#[test]
fn each_currency_has_its_digits_its_groups_and_its_sum_above_its_wallets() {
    let mut desk = shop();
    let odd =
        Balance { wallet: "bkash".into(), money: Money::new("187239.195".parse().unwrap(), Currency::new("BRL")) };
    told(
        &mut desk,
        vec![balance("paytm", 123_456_700, "INR"), balance("nagad", 15_500, "JPY"), balance("upi_ib", 50, "INR"), odd],
    );
    let screen = desk.screen();
    let at = |words: &str| screen.lines().position(|line| line.contains(words)).expect(words);
    assert!(row(&desk, "all INR").contains("12,34,567.50"));
    assert!(row(&desk, "paytm INR").contains("12,34,567.00"));
    assert!(at("all INR") + 1 == at("paytm INR") && at("paytm INR") + 1 == at("upi_ib INR"), "{screen}");
    assert!(row(&desk, "nagad JPY").contains(" 155 "), "the yen has no decimals");
    assert!(row(&desk, "bkash BRL").contains("187,239.195"), "more digits than the currency has are kept");
    desk.must_not_show("all JPY").must_not_show("all BRL");
}

#[test]
fn a_negative_balance_is_told_by_its_sign_and_by_a_word() {
    let mut desk = shop();
    told(&mut desk, vec![balance("paytm", -1_080_000, "USD"), balance("bkash", 0, "EUR")]);
    for (width, height) in [(160, 45), (80, 24), (50, 15)] {
        desk.resize(width, height);
        let row = row(&desk, "paytm USD");
        assert!(row.contains("-10,800") && row.contains("negative"), "{row}");
    }
    assert!(row(&desk, "bkash EUR").contains("empty"));
}

#[test]
fn where_it_is_narrow_another_column_leaves_before_an_amount_is_cut() {
    let mut desk = shop();
    told(&mut desk, vec![balance("paytm", 1_018_048_950, "INR"), balance("upi_ib", 1, "INR")]);
    for (width, height) in [(160, 45), (80, 24), (50, 15), (46, 15), (38, 15)] {
        desk.resize(width, height);
        assert!(row(&desk, "all INR").contains("1,01,80,489.51"), "{}", desk.screen());
    }
    // What stands out is worth more than how long it lasts.
    told(&mut desk, vec![balance("paytm", 1_018_048_950, "INR"), balance("upi_ib", -1, "INR")]);
    desk.resize(50, 15);
    assert!(row(&desk, "all INR").contains("1,01,80,489.49"), "{}", desk.screen());
    assert!(row(&desk, "upi_ib INR").contains("negative"), "{}", desk.screen());
}

#[test]
fn a_change_is_told_with_its_sign_and_its_time_until_the_next_one() {
    let mut desk = shop();
    desk.resize(160, 45);
    told(&mut desk, vec![balance("paytm", 100_000, "INR"), balance("upi_ib", 100_000, "INR")]);
    assert!(!row(&desk, "paytm INR").contains("IST"), "nothing differs from an answer before");
    desk.pass(60);
    told(&mut desk, vec![balance("paytm", 75_000, "INR"), balance("upi_ib", 250_000, "INR")]);
    desk.pass(600);
    told(&mut desk, vec![balance("paytm", 75_000, "INR"), balance("upi_ib", 250_000, "INR")]);
    let paytm = row(&desk, "paytm INR");
    assert!(paytm.contains("-250.00") && paytm.contains("14:11 IST"), "{paytm}");
    assert!(row(&desk, "upi_ib INR").contains("+1,500.00"));
    assert!(row(&desk, "all INR").contains("+1,250.00"), "both at one look");
}

#[test]
fn what_is_under_way_is_taken_off_where_it_goes_out() {
    let mut desk = shop();
    told(&mut desk, vec![balance("paytm", 10_000_000, "INR"), balance("upi_ib", 5_000_000, "INR")]);
    let sent = |number, system, states: &[IntentState]| payout(number, system, 1_000, states.to_vec());
    let report = |end| IntentState::Reported(Report { end, status: "1".into(), words: None });
    let mut test = sent(9, "paytm", &[IntentState::Sent, done()]);
    test.request.iter_mut().filter(|(name, _)| name == "is_test").for_each(|(_, value)| *value = "true".into());
    desk.take(news(vec![
        sent(1, "paytm", &[]),
        sent(2, "paytm", &[IntentState::Sent]),
        sent(3, "upi_ib", &[IntentState::Sent, unknown()]),
        sent(4, "paytm", &[IntentState::Sent, done()]),
        // Those have come to their end, or take nothing.
        sent(5, "paytm", &[IntentState::Sent, done(), report(crate::domain::End::Paid)]),
        sent(6, "paytm", &[IntentState::Sent, done(), report(crate::domain::End::Failed)]),
        sent(7, "paytm", &[IntentState::Sent, IntentState::Rejected(crate::domain::Told::plain("no"))]),
        sent(8, "paytm", &[IntentState::Sent, unknown(), settled(false)]),
        test,
        // Another connection's.
        Intent { connection: id("other"), ..sent(10, "paytm", &[IntentState::Sent]) },
    ]));
    // What is unconfirmed is shown before everything else.
    desk.press("1");
    let under_way = |purse: &Purse| (outlook(&desk, purse).under_way, outlook(&desk, purse).count);
    assert_eq!(under_way(&wallet("paytm", "INR")), (rupees(3_000), 3));
    assert_eq!(under_way(&wallet("upi_ib", "INR")), (rupees(1_000), 1));
    assert_eq!(under_way(&all("INR")), (rupees(4_000), 4));
    desk.must_say("under way INR 4,000.00 by 4 withdrawals");
}

#[test]
fn a_runway_is_unknown_at_first_then_the_balance_over_the_pace() {
    let mut desk = shop();
    let one = |amount: i64| vec![balance("paytm", amount * 100, "INR")];
    told(&mut desk, one(500_000));
    let runway = |desk: &Desk| outlook(desk, &wallet("paytm", "INR")).runway;
    assert_eq!(runway(&desk), Runway::Unknown);
    desk.pass(600);
    told(&mut desk, one(480_000));
    assert_eq!(runway(&desk), Runway::Unknown, "ten minutes say nothing");
    desk.must_say("not known yet: seen since 14:10 IST");
    // Another 60,000 out by the end of the first hour, with 100,000 put in: 80,000 an hour, and 520,000 there.
    desk.pass(1_500);
    told(&mut desk, one(580_000));
    desk.pass(1_500);
    told(&mut desk, one(520_000));
    assert_eq!(runway(&desk), Runway::Lasts(SignedDuration::from_secs(520_000 * 3_600 / 80_000)));
    desk.must_say("about 6 h, pace since 14:10 IST").must_say("INR 80,000.00 since 14:10 IST");
    // What is under way is spoken for.
    paid(&mut desk, 1, "paytm", 280_000);
    desk.must_say("about 3 h, pace");
    paid(&mut desk, 2, "paytm", 240_000);
    assert_eq!(runway(&desk), Runway::Spent);
    assert!(row(&desk, "paytm INR").contains("all spent"));
    // After six hours without a fall nothing goes out.
    let mut resting = shop();
    told(&mut resting, one(500_000));
    resting.pass(7 * 3_600);
    assert_eq!(runway(&resting), Runway::Resting);
    resting.must_say("nothing went out in the last 6 h");
}

#[rstest]
#[case::below(19_999, 1)]
#[case::at_it(20_000, 0)]
#[case::above(20_001, 0)]
#[case::negative(-5, 1)]
fn a_balance_is_low_below_its_mark(#[case] amount: i64, #[case] alerts: usize) {
    let mut desk = marked(shop(), 20_000, -1_000);
    told(&mut desk, vec![balance("paytm", amount * 100, "INR")]);
    assert_eq!(desk.app.state().alerts.count(), alerts);
}

#[test]
fn an_alert_is_a_word_at_the_bottom_once_a_word_at_its_row_and_a_count_in_the_header() {
    let mut desk = marked(shop(), 20_000, 1);
    let one = |amount: i64| vec![balance("paytm", amount * 100, "INR"), balance("upi_ib", 9_000_000, "INR")];
    told(&mut desk, one(25_000));
    desk.must_not_show("alert");
    told(&mut desk, one(18_000));
    desk.must_say("paytm INR at shop is low: INR 18,000.00, and its mark is INR 20,000.00.").must_show("1 alert");
    assert!(row(&desk, "paytm INR").contains("! low"));
    desk.press("esc");
    told(&mut desk, one(17_000));
    desk.must_not_show("is low: INR").must_show("1 alert");
    // At the mark it is not above it.
    told(&mut desk, one(20_000));
    told(&mut desk, one(19_000));
    desk.must_not_show("is low: INR").must_show("1 alert");
    told(&mut desk, one(21_000));
    desk.must_not_show("alert");
    assert!(!row(&desk, "paytm INR").contains("low"));
    told(&mut desk, one(19_000));
    desk.must_say("is low: INR 19,000.00");
    // What is out of sight is not well: it says nothing new when it is back.
    desk.press("esc");
    told(&mut desk, vec![balance("upi_ib", 9_000_000, "INR")]);
    desk.must_not_show("alert");
    told(&mut desk, one(19_000));
    desk.must_not_show("is low: INR").must_show("1 alert");
}

#[test]
fn a_mark_of_a_currency_shows_at_its_only_wallet_and_else_at_the_sum() {
    let mut desk = marked(shop(), 1, 100_000);
    told(&mut desk, vec![balance("paytm", 9_000_000, "INR")]);
    desk.must_say("all INR at shop is low: INR 90,000.00").must_not_show("all INR  ");
    assert!(row(&desk, "paytm INR ").contains("! low"));
    desk.must_say("low mark INR 1,00,000.00");
    told(&mut desk, vec![balance("paytm", 9_000_000, "INR"), balance("upi_ib", 100, "INR")]);
    desk.press("esc");
    assert!(row(&desk, "all INR ").contains("! low") && !row(&desk, "paytm INR ").contains("low"));
    desk.press("G").must_say("low mark none");
}

#[test]
fn alerts_of_one_answer_are_told_together_and_seen_from_every_pane() {
    let mut desk = marked(Desk::at(vec![sandbox(DESK), wallets(SHOP)]), 20_000, 100_000);
    desk.list(DESK, vec![upi("a1")]);
    told(&mut desk, vec![balance("paytm", -100, "INR"), balance("upi_ib", 200, "INR")]);
    desk.must_say("paytm INR at shop is negative: INR -1.00, and its mark is INR 20,000.00. One more alert");
    desk.must_show("2 alerts");
    desk.press("2").must_show("all INR");
    assert!(row(&desk, "all INR").contains("! low") && row(&desk, "paytm INR").contains("! negative"));
}

#[test]
fn a_wallet_that_may_be_an_unreadable_row_stays_and_says_so() {
    let mut desk = marked(shop(), 20_000, 1);
    told(&mut desk, vec![balance("paytm", 1_000_000, "INR"), balance("upi_ib", 5_000_000, "INR")]);
    desk.must_show("1 alert");
    let torn = Rows { rows: vec![balance("upi_ib", 5_000_000, "INR")], bad: vec!["row 1: has no amount".into()] };
    desk.feed(SHOP, FeedKind::Balances, Ok(Data::Balances(torn)));
    assert!(row(&desk, "paytm INR").contains("10,000.00"));
    desk.must_show("1 alert");
    desk.press("G").must_say("not there, or unreadable");
}

#[test]
fn what_was_seen_before_a_restart_makes_trend_and_pace_whole() {
    let mut desk = shop();
    let key = WalletKey { connection: id(SHOP), wallet: "paytm".into(), currency: Currency::inr() };
    let look = |minutes: i64, amount: i64| {
        Sighting::Balance(BalanceSample { key: key.clone(), at: at(-60 * minutes), amount: rupees(amount) })
    };
    // Half of it comes before the first answer, half after it, the later half first.
    desk.take(Message::Remembered(vec![look(120, 900), look(110, 880)]));
    told(&mut desk, vec![balance("paytm", 70_000, "INR")]);
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::Remember(seen) if seen.len() == 1)));
    desk.take(Message::Remembered(vec![look(60, 800)])).take(Message::Remembered(vec![look(90, 850)]));
    let state = desk.app.state();
    let held = state.held(&wallet("paytm", "INR")).unwrap();
    assert_eq!(held.trend(state.now, 4), [850, 800, 800, 700].map(rupees));
    let outlook = outlook(&desk, &wallet("paytm", "INR"));
    assert_eq!((outlook.out, outlook.over), (rupees(200), SignedDuration::from_hours(2)));
    assert_eq!(outlook.runway, Runway::Lasts(SignedDuration::from_hours(7)));
}

#[test]
fn a_wallet_that_did_not_move_is_not_kept_again() {
    let mut desk = shop();
    told(&mut desk, vec![balance("paytm", 5, "INR"), balance("upi_ib", 5, "INR")]);
    desk.effects.clear();
    told(&mut desk, vec![balance("paytm", 5, "INR"), balance("upi_ib", 5, "INR")]);
    assert!(!desk.redraw && !desk.effects.iter().any(|effect| matches!(effect, Effect::Remember(_))));
    told(&mut desk, vec![balance("paytm", 4, "INR"), balance("upi_ib", 5, "INR")]);
    let kept = desk.effects.iter().find_map(|effect| match effect {
        Effect::Remember(seen) => Some(seen.clone()),
        _ => None,
    });
    let kept = kept.expect("it moved");
    let kept: Vec<_> = kept.iter().filter_map(Sighting::balance).map(|seen| seen.key.wallet.as_str()).collect();
    assert_eq!(kept, ["paytm"]);
}

#[test]
fn wallets_are_sorted_within_their_currency_and_found_by_a_filter() {
    let mut desk = shop();
    told(
        &mut desk,
        vec![
            balance("w10", 900, "INR"),
            balance("w9", 10_000, "INR"),
            balance("nagad", 50, "BDT"),
            balance("w1", -5, "INR"),
        ],
    );
    let names = |desk: &Desk| -> Vec<String> {
        let screen = desk.screen();
        let name = |line: &str| {
            let mut words = line.trim_start_matches('▌').split_whitespace();
            let (name, currency) = (words.next()?, words.next()?);
            ["INR", "BDT"].contains(&currency).then(|| name.to_owned())
        };
        screen.lines().skip(1).take_while(|line| !line.starts_with('─')).filter_map(name).collect()
    };
    assert_eq!(names(&desk), ["all", "w10", "w9", "w1", "nagad"]);
    desk.press("s");
    assert_eq!(names(&desk), ["all", "w1", "w9", "w10", "nagad"], "digits sort as numbers");
    desk.press("s s l s");
    assert_eq!(names(&desk), ["all", "w1", "w10", "w9", "nagad"], "by what lies in them");
    desk.press("s s /").type_text("inr w1").press("enter").must_show("2 of 4");
    assert_eq!(names(&desk), ["all", "w10", "w1"]);
    assert!(row(&desk, "all INR").contains("108.95"), "a sum is of all wallets, whatever the filter leaves");
    desk.press("esc /").type_text("negative").press("enter").must_show("1 of 4");
    desk.press("esc /").type_text("zzz").must_say("No wallet contains");
    desk.press("esc");
    assert_eq!(names(&desk).len(), 5);
}

#[test]
fn the_selection_stays_with_its_wallet_and_its_amount_is_copied_whole() {
    let mut desk = shop();
    told(&mut desk, vec![balance("paytm", 123_456_750, "INR"), balance("upi_ib", 100, "INR")]);
    assert!(desk.selected().starts_with("all INR"));
    desk.press("j");
    assert!(desk.selected().starts_with("paytm INR"));
    told(
        &mut desk,
        vec![balance("new", 1, "AED"), balance("upi_ib", 100, "INR"), balance("paytm", 123_456_750, "INR")],
    );
    assert!(desk.selected().starts_with("paytm INR"), "others came and moved: {}", desk.screen());
    desk.press("y y");
    assert_eq!(copied(&mut desk), "1234567.5");
    desk.press("enter").must_show("paytm INR").must_not_show("standing");
    desk.press("esc esc").must_show("standing");
    // A wallet that goes away leaves its place to its neighbour.
    told(&mut desk, vec![balance("new", 1, "AED"), balance("upi_ib", 100, "INR")]);
    assert!(!desk.selected().is_empty());
    desk.press("q");
    assert_eq!(desk.quits(), Some(0));
}

#[test]
fn keys_of_other_panes_do_nothing_here() {
    let mut desk = shop();
    desk.press("y enter s").must_say("There is no balance to copy");
    told(&mut desk, vec![balance("paytm", 5, "INR")]);
    for key in ["t", "w", "o", "d", "n", "e", "space", "v"] {
        desk.press(key).sent_nothing();
    }
}

#[test]
fn very_many_wallets_scroll_and_the_mouse_selects_and_sorts() {
    let mut desk = shop();
    told(&mut desk, (0..3_000).map(|number| balance(&format!("w{number}"), number, "INR")).collect());
    desk.press("G");
    assert!(desk.selected().contains("w2999"));
    desk.press("g").mouse(MouseKind::WheelDown, 5, 5).mouse(MouseKind::Click, 5, 4);
    assert!(desk.selected().contains("w1"), "{}", desk.screen());
    let title = desk.screen().lines().nth(1).unwrap().find("balance").unwrap();
    desk.mouse(MouseKind::Click, u16::try_from(title).unwrap(), 1).mouse(MouseKind::Click, 40, 1);
    desk.must_show("balance");
}

fn any_balances() -> impl Strategy<Value = Vec<Balance>> {
    let amount = prop_oneof![
        8 => (-10_000_000_i64..100_000_000, 0_u32..8).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale)),
        1 => Just(Decimal::MAX),
        1 => Just(Decimal::MIN),
        1 => Just(Decimal::ZERO),
    ];
    let wallet =
        prop::sample::select(vec!["paytm", "upi_ib", "bkash", "", "\x1b[31mX\u{202e}", "王王王王王王王王王王王"]);
    let currency = prop::sample::select(vec!["INR", "BDT", "JPY", "KWD", "BTC", "", "\u{202e}X"]);
    let one = (wallet, currency, amount).prop_map(|(wallet, currency, amount)| Balance {
        wallet: wallet.into(),
        money: Money::new(amount, Currency::new(currency)),
    });
    prop::collection::vec(one, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sums_are_what_the_rows_come_to_and_no_wallet_is_there_twice(
        answers in prop::collection::vec((any_balances(), 0_i64..4_000), 1..6),
        keys in prop::collection::vec(prop::sample::select(vec!["j", "k", "G", "g", "s", "l", "h", "enter", "esc"]), 0..12),
    ) {
        let mut desk = shop();
        for (rows, seconds) in answers {
            desk.pass(seconds);
            told(&mut desk, rows.clone());
            let state = desk.app.state();
            let mut seen = 0;
            for group in state.purses() {
                let amount = |purse: &Purse| state.held(purse).unwrap().money().amount;
                let of_wallets: Vec<Decimal> =
                    group.iter().filter(|purse| purse.wallet().is_some()).map(amount).collect();
                seen += of_wallets.len();
                if let Purse::Currency(..) = &group[0] {
                    let sum = of_wallets.iter().fold(Decimal::ZERO, |sum, one| sum.saturating_add(*one));
                    prop_assert_eq!(amount(&group[0]), sum);
                    prop_assert!(of_wallets.len() > 1);
                } else {
                    prop_assert_eq!(of_wallets.len(), 1);
                }
            }
            prop_assert_eq!(seen, state.wallet_count());
            let names: std::collections::HashSet<_> =
                rows.iter().map(|row| (row.wallet.clone(), row.money.currency.clone())).collect();
            prop_assert!(seen >= names.len());
            // The last of several with one name counts.
            for row in &rows {
                let last = rows.iter().rfind(|other| other.wallet == row.wallet && other.money.currency == row.money.currency);
                let held = state.held(&wallet_of(row)).unwrap();
                prop_assert_eq!(held.money().amount, last.unwrap().money.amount);
            }
        }
        for key in keys {
            desk.press(key);
            for (width, height) in [(120, 40), (50, 15), (1, 1), (230, 50), (0, 0), (20, 4)] {
                let screen = desk.resize(width, height).screen();
                prop_assert!(screen.chars().all(|c| c == '\n' || !c.is_control()), "{screen:?}");
            }
        }
    }

    #[test]
    fn an_alert_is_raised_once_each_time_its_balance_went_below_its_mark(amounts in prop::collection::vec(0_i64..10, 1..60)) {
        let mut desk = marked(shop(), 5, -1);
        let (mut is_low, mut crossings, mut raised) = (false, 0, 0);
        for amount in amounts {
            // Whatever was said before is read and put away.
            desk.press("esc");
            let is_told = |desk: &Desk| desk.app.toasts.shown(desk.now).is_some_and(|word| word.words.contains("is low"));
            prop_assert!(!is_told(&desk));
            told(&mut desk, vec![balance("paytm", amount * 100, "INR")]);
            if amount < 5 && !is_low {
                crossings += 1;
                is_low = true;
            } else if amount > 5 {
                is_low = false;
            }
            raised += usize::from(is_told(&desk));
            prop_assert_eq!(desk.app.state().alerts.count(), usize::from(is_low));
        }
        prop_assert_eq!(raised, crossings);
    }
}

fn wallet_of(row: &Balance) -> Purse {
    Purse::Wallet(WalletKey { connection: id(SHOP), wallet: row.wallet.clone(), currency: row.money.currency.clone() })
}
