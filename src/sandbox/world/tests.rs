//! The world as its inhabitants know it: the rules of the withdraw-tool API and what a person expects to see.

use std::collections::HashMap;

use jiff::SignedDuration;
use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;

use super::*;
use crate::sandbox::{AccountCount, Speed};

fn epoch() -> Timestamp {
    Timestamp::from_second(1_700_000_000).unwrap()
}

fn world_of(seed: u64, accounts: usize) -> World {
    let options = Options { accounts: AccountCount::new(accounts).unwrap(), seed, ..Options::default() };
    World::new(&options, epoch())
}

fn world() -> World {
    world_of(7, 24)
}

fn no(text: &str) -> AccountNo {
    text.parse().unwrap()
}

/// What can be seen of a world.
fn picture(world: &World) -> Vec<String> {
    let account = |account: &Account| {
        let tool = account.tool().map(|tool| tool.kind);
        let auth = (account.enabled, account.otp_auth, account.sms_auth);
        format!("{} {tool:?} {} {auth:?} {:?}", account.no, account.phone.full(), account.task)
    };
    world.accounts().map(account).collect()
}

/// Sends an OTP to `a12` and gives the session with the code from the handset.
fn otp(world: &mut World) -> (String, String) {
    let session = world.send_otp(no("a12")).unwrap();
    world.advance(2);
    let text = world.messages().next().unwrap().text.clone();
    let at = text.find("OTP is ").unwrap() + "OTP is ".len();
    (session, text[at..at + 6].to_owned())
}

fn wrong(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}

// The world as a whole.

#[test]
fn the_same_seed_is_the_same_world() {
    let (mut one, mut two) = (world_of(42, 100), world_of(42, 100));
    assert_eq!(picture(&one), picture(&two));
    for world in [&mut one, &mut two] {
        world.advance(1_000);
        world.enable(no("a17"), true).unwrap();
        world.enable(no("a1"), false).unwrap();
        world.send_otp(no("a3")).unwrap();
        world.advance(5_000);
    }
    assert_eq!(picture(&one), picture(&two));
}

#[test]
fn it_does_not_matter_in_how_many_steps_time_passes() {
    let (mut one, mut two) = (world(), world());
    one.advance(3_000);
    for _ in 0..1_000 {
        two.advance(3);
    }
    assert_eq!(picture(&one), picture(&two));
}

#[test]
fn what_is_done_at_one_account_changes_no_other() {
    let (mut one, mut two) = (world(), world());
    one.enable(no("a4"), false).unwrap();
    one.send_otp(no("a3")).unwrap();
    one.advance(4_000);
    two.advance(4_000);
    let (one, two) = (picture(&one), picture(&two));
    let differ: Vec<_> = (0..24).filter(|at| one[*at] != two[*at]).collect();
    assert_eq!(differ, [3]);
}

#[test]
fn another_seed_is_another_world() {
    assert_ne!(picture(&world_of(1, 24)), picture(&world_of(2, 24)));
}

#[rstest]
#[case(0)]
#[case(1)]
#[case(0xdead_beef)]
fn every_world_is_interesting_at_once(#[case] seed: u64) {
    let world = world_of(seed, 24);
    let accounts: Vec<_> = world.accounts().collect();
    let tasks: Vec<_> = accounts.iter().filter_map(|account| account.task.as_ref()).collect();
    assert!((8..=12).contains(&tasks.len()), "a third to a half run: {}", tasks.len());
    let late = |task: &&&Task| task.withdrawn < task.amount && -task.started > i64::from(task.estimate) * 60;
    assert!(tasks.iter().filter(late).count() >= 2, "some are late");
    assert!(tasks.iter().any(|task| task.orders == 0), "one has no orders");
    assert_eq!(tasks.iter().filter(|task| task.withdrawn > task.amount).count(), 1, "one overshoots");
    assert!(accounts.iter().any(|account| !account.is_upi()));
    for auth in [(true, true), (true, false), (false, true), (false, false)] {
        assert!(accounts.iter().any(|account| account.is_upi() && (account.otp_auth, account.sms_auth) == auth));
    }
    for account in &accounts {
        let running = account.task.is_some();
        assert!(!running || (account.is_upi() && account.enabled && account.authorized()));
        assert!(!account.is_upi() || !account.enabled || account.authorized());
    }
}

#[test]
fn nearly_every_running_task_moves_within_seconds_and_one_or_two_stall() {
    let mut world = world();
    let look = |world: &World| -> HashMap<String, u64> {
        world.accounts().filter_map(|a| a.task.as_ref()).map(|t| (t.no.to_string(), t.orders)).collect()
    };
    let before = look(&world);
    world.advance(15);
    let after = look(&world);
    let still = before.iter().filter(|(task, orders)| after.get(*task) == Some(orders)).count();
    // One stalled, one without orders yet, one done.
    assert!(still <= 4, "{still} of {} stand still", before.len());
    world.advance(30 * 60);
    let stalled = world.accounts().nth(12).unwrap().task.as_ref().unwrap();
    assert_eq!(before[&stalled.no.to_string()], stalled.orders, "a13 is stalled for long");
}

#[test]
fn tasks_finish_and_new_ones_start() {
    let mut world = world();
    world.advance(4 * 60 * 60);
    let running = world.accounts().filter(|account| account.task.is_some()).count();
    assert!(running >= 6, "{running}");
    assert!(world.accounts().filter_map(|a| a.task.as_ref()).any(|task| task.no.nth > 1));
    assert!(world.accounts().all(|account| account.is_upi() || account.task.is_none()));
}

#[test]
fn time_outside_becomes_time_inside() {
    let options = Options { speed: Speed::new(10.0).unwrap(), ..Options::default() };
    let mut world = World::new(&options, epoch());
    world.catch_up(epoch() + SignedDuration::from_secs(6));
    assert_eq!(world.now(), 60);
    assert_eq!(world.moment(60), epoch() + SignedDuration::from_secs(6));
    assert_eq!(world.minutes_outside(60), 6);
}

#[test]
fn a_clock_that_is_set_back_does_not_stop_the_world() {
    let mut world = world();
    world.catch_up(epoch() + SignedDuration::from_secs(100));
    world.catch_up(epoch() - SignedDuration::from_hours(1));
    assert_eq!(world.now(), 100);
    world.catch_up(epoch() - SignedDuration::from_hours(1) + SignedDuration::from_secs(5));
    assert_eq!(world.now(), 105);
}

#[test]
fn a_long_sleep_is_not_lived_through() {
    let mut world = world();
    let later = epoch() + SignedDuration::from_hours(24 * 365);
    world.catch_up(later);
    assert_eq!(world.now(), 24 * 60 * 60);
    // And it goes on from there.
    world.catch_up(later + SignedDuration::from_secs(10));
    assert_eq!(world.now(), 24 * 60 * 60 + 10);
    assert_eq!(world.moment(world.now()), later + SignedDuration::from_secs(10));
}

// Withdrawals.

#[test]
fn withdrawals_need_the_otp_first_and_then_the_sms() {
    let mut world = world();
    assert_eq!(world.enable(no("a12"), true), Err(Refusal::OtpNotAuthorized));
    assert_eq!(world.enable(no("a3"), true), Err(Refusal::OtpNotAuthorized));
    assert_eq!(world.enable(no("a5"), true), Err(Refusal::SmsNotAuthorized));
    assert_eq!(world.enable(no("a12"), false), Ok(()));
    assert_eq!(world.enable(no("a99"), true), Err(Refusal::UnknownAccount));
}

#[test]
fn switching_on_starts_a_task_after_a_short_while_and_off_ends_it() {
    let mut world = world();
    let task = |world: &World| world.account(no("a17")).unwrap().task.clone();
    world.advance(600);
    assert_eq!(task(&world), None);
    world.enable(no("a17"), true).unwrap();
    assert_eq!(task(&world), None);
    world.advance(15);
    let first = task(&world).unwrap();
    assert!(first.started > 600 && first.withdrawn.is_zero());
    world.enable(no("a17"), true).unwrap();
    assert_eq!(task(&world).map(|task| task.no), Some(first.no), "on again changes nothing");
    world.enable(no("a17"), false).unwrap();
    assert_eq!(task(&world), None);
    world.advance(3_600);
    assert_eq!(task(&world), None);
    world.enable(no("a17"), true).unwrap();
    world.advance(15);
    assert_ne!(task(&world).unwrap().no, first.no);
}

#[test]
fn deauthorising_takes_everything_and_voids_open_sessions() {
    let mut world = world();
    let (otp, sms) = (world.send_otp(no("a1")).unwrap(), world.start_sms(no("a1"), "9876543210").unwrap());
    let account = world.deauthorize(no("a1")).unwrap();
    assert!(!account.enabled && !account.otp_auth && !account.sms_auth && account.task.is_none());
    assert_eq!(world.confirm_otp(no("a1"), &otp, "123456"), Err(Refusal::OtpUnknown));
    assert_eq!(world.confirm_sms(no("a1"), &sms.session), Err(Refusal::SmsUnknown));
    assert_eq!(world.enable(no("a1"), true), Err(Refusal::OtpNotAuthorized));
    world.advance(3_600);
    assert!(world.account(no("a1")).unwrap().task.is_none());
}

// OTP.

#[test]
fn a_code_arrives_after_two_seconds_and_authorises_once() {
    let mut world = world();
    let session = world.send_otp(no("a12")).unwrap();
    world.advance(1);
    assert_eq!(world.messages().count(), 0);
    world.advance(1);
    let message = world.messages().next().unwrap().clone();
    assert_eq!((message.account, message.sent), (no("a12"), None));
    let code: String = message.text.chars().filter(char::is_ascii_digit).take(6).collect();
    assert!(message.text.contains(&format!("OTP is {code}")), "{}", message.text);
    assert_eq!(world.confirm_otp(no("a12"), &session, &code), Ok(()));
    assert!(world.account(no("a12")).unwrap().otp_auth);
    assert_eq!(world.confirm_otp(no("a12"), &session, &code), Err(Refusal::OtpUnknown));
}

#[test]
fn three_wrong_codes_end_the_session() {
    let mut world = world();
    let (session, code) = otp(&mut world);
    for left in [2, 1, 0] {
        let refused = world.confirm_otp(no("a12"), &session, wrong(&code));
        assert_eq!(refused, Err(Refusal::WrongOtp { left }));
    }
    assert_eq!(world.confirm_otp(no("a12"), &session, &code), Err(Refusal::OtpDead));
    assert!(!world.account(no("a12")).unwrap().otp_auth);
    assert_eq!(Refusal::WrongOtp { left: 2 }.to_string(), "Wrong OTP, 2 attempts left");
    assert_eq!(Refusal::WrongOtp { left: 1 }.to_string(), "Wrong OTP, 1 attempt left");
}

#[test]
fn a_code_expires_after_two_minutes() {
    let mut world = world();
    let (session, code) = otp(&mut world);
    world.advance(117);
    assert_eq!(world.confirm_otp(no("a12"), &session, wrong(&code)), Err(Refusal::WrongOtp { left: 2 }));
    world.advance(1);
    assert_eq!(world.confirm_otp(no("a12"), &session, &code), Err(Refusal::OtpExpired));
}

#[test]
fn sending_again_needs_twenty_seconds_and_voids_the_first() {
    let mut world = world();
    let (first, code) = otp(&mut world);
    world.advance(5);
    assert_eq!(world.send_otp(no("a12")), Err(Refusal::OtpTooSoon { seconds: 13 }));
    world.advance(13);
    let (second, new) = otp(&mut world);
    assert_eq!(world.confirm_otp(no("a12"), &first, &code), Err(Refusal::OtpUnknown));
    assert_eq!(world.confirm_otp(no("a3"), &second, &new), Err(Refusal::OtpUnknown), "of another account");
    assert_eq!(world.confirm_otp(no("a12"), &second, &new), Ok(()));
}

// SMS.

#[test]
fn an_sms_authorises_once_it_was_sent() {
    let mut world = world();
    let sms = world.start_sms(no("a12"), "9876543210").unwrap();
    let message = world.messages().next().unwrap().clone();
    assert_eq!((message.phone.full(), &message.text, message.sent), (sms.target.full(), &sms.text, Some(false)));
    assert_eq!(world.confirm_sms(no("a12"), &sms.session), Err(Refusal::SmsNotReceived));
    assert_eq!(world.send_sms_from_handset(sms.target.full(), "another text"), None);
    assert_eq!(world.send_sms_from_handset("1234567", &sms.text), None);
    assert_eq!(world.confirm_sms(no("a12"), &sms.session), Err(Refusal::SmsNotReceived));
    assert_eq!(world.send_sms_from_handset(sms.target.full(), &sms.text), Some(message.id));
    assert_eq!(world.messages().next().unwrap().sent, Some(true));
    assert_eq!(world.send_sms_from_handset(sms.target.full(), &sms.text), None, "it is sent once");
    assert_eq!(world.confirm_sms(no("a12"), &sms.session), Ok(()));
    assert!(world.account(no("a12")).unwrap().sms_auth);
    assert_eq!(world.confirm_sms(no("a12"), &sms.session), Err(Refusal::SmsUnknown));
}

#[test]
fn an_sms_session_expires_after_ten_minutes_and_a_new_one_replaces_it() {
    let mut world = world();
    let first = world.start_sms(no("a12"), "9876543210").unwrap();
    world.send_sms_from_handset(first.target.full(), &first.text).unwrap();
    world.advance(600);
    assert_eq!(world.confirm_sms(no("a12"), &first.session), Err(Refusal::SmsExpired));
    let second = world.start_sms(no("a12"), "+919876543210").unwrap();
    assert_eq!(world.confirm_sms(no("a12"), &first.session), Err(Refusal::SmsUnknown));
    assert_eq!(world.confirm_sms(no("a12"), &second.session), Err(Refusal::SmsNotReceived));
    assert_eq!(world.start_sms(no("a12"), "not a phone"), Err(Refusal::BadPhone));
}

#[test]
fn the_handset_keeps_the_newest_messages() {
    let mut world = world();
    for _ in 0..60 {
        world.start_sms(no("a12"), "9876543210").unwrap();
    }
    let ids: Vec<_> = world.messages().map(|message| message.id).collect();
    assert_eq!(ids, (11..=60).rev().collect::<Vec<_>>());
}

// Orders.

#[test]
fn orders_come_from_card_accounts_and_their_balance() {
    let mut world = world();
    let Pays::Card { balance, .. } = world.account(no("a2")).unwrap().pays.clone() else { panic!("a2 is CARD") };
    let order = world.order(no("a2"), Decimal::new(50_050, 2)).unwrap();
    assert_eq!((order.id.to_string().as_str(), order.account), ("w1", no("a2")));
    let left = balance - Decimal::new(50_050, 2);
    assert_eq!(world.order(no("a2"), left + Decimal::new(1, 2)), Err(Refusal::Insufficient { available: left }));
    world.order(no("a2"), left).unwrap();
    assert_eq!(world.orders().map(|order| order.amount).sum::<Decimal>(), balance);
}

#[rstest]
#[case("a2", "0", Refusal::NotPositive)]
#[case("a2", "-1", Refusal::NotPositive)]
#[case("a2", "1.005", Refusal::TooFine)]
#[case("a1", "1", Refusal::NotCard)]
#[case("a11", "1", Refusal::Disabled)]
#[case("a99", "1", Refusal::UnknownAccount)]
fn orders_that_cannot_be_paid_leave_no_trace(#[case] account: &str, #[case] amount: &str, #[case] refusal: Refusal) {
    let mut world = world();
    assert_eq!(world.order(no(account), amount.parse().unwrap()), Err(refusal));
    assert_eq!(world.orders().len(), 0);
}

#[test]
fn trailing_zeros_are_no_decimals() {
    assert!(world().order(no("a2"), "1.500".parse().unwrap()).is_ok());
}

// Accounts.

#[rstest]
#[case("a0")]
#[case("a")]
#[case("b1")]
#[case("a01")]
#[case("a+1")]
#[case("a-1")]
#[case("a1 ")]
#[case("a99999999999")]
#[case("A1")]
#[case("")]
fn what_is_no_id_is_an_unknown_account(#[case] text: &str) {
    assert_eq!(text.parse::<AccountNo>(), Err(Refusal::UnknownAccount));
}

#[test]
fn a_phone_and_type_are_taken_once() {
    let mut world = world();
    let account = world.open_upi("PHONEPE", "9876543210").unwrap();
    assert!(!account.enabled && !account.otp_auth && !account.sms_auth);
    let first = account.no;
    assert_eq!(first, no("a25"));
    assert_eq!(world.open_upi("PHONEPE", "9876543210").err(), Some(Refusal::Duplicate));
    let second = world.open_upi("PAYTM", "9876543210").unwrap().no;
    let edit = |tool: &str| Edit { tool: Some(tool.to_owned()), ..Edit::default() };
    assert_eq!(world.edit(second, edit("PHONEPE")).err(), Some(Refusal::Duplicate));
    assert!(world.edit(second, edit("PAYTM")).is_ok(), "its own are not taken");
    assert_eq!(world.open_upi("GPAY", "9876543210").err(), Some(Refusal::ComingSoon("GPAY")));
    assert_eq!(world.open_upi("phonepe", "9876543210").err(), Some(Refusal::UnknownTool));
    assert_eq!(world.open_upi("PAYTM", "98765x3210").err(), Some(Refusal::BadPhone));
}

#[test]
fn an_edit_changes_what_is_given_only() {
    let mut world = world();
    let Pays::Card { bank, .. } = world.account(no("a2")).unwrap().pays.clone() else { panic!("a2 is CARD") };
    let edit = Edit { name: Some("Asha".into()), ..Edit::default() };
    let account = world.edit(no("a2"), edit).unwrap();
    let Pays::Card { bank: after, .. } = &account.pays else { panic!("a2 is CARD") };
    assert_eq!(after.name.as_str(), "Asha");
    assert_eq!((after.number.full(), &after.ifsc), (bank.number.full(), &bank.ifsc));
    assert!(account.enabled);
}

#[test]
fn the_chosen_upi_id_comes_first() {
    let mut world = world();
    let ids = |world: &World| -> Vec<String> {
        world.account(no("a1")).unwrap().upi_ids().unwrap().iter().map(|id| id.full().to_owned()).collect()
    };
    let before = ids(&world);
    assert!(!before.is_empty() && before.iter().all(|id| id.contains('@')));
    let last = before.last().unwrap().clone();
    world.set_upi(no("a1"), Some(&last)).unwrap();
    assert_eq!(ids(&world)[0], last);
    assert_eq!(ids(&world).len(), before.len());
    world.set_upi(no("a1"), Some("asha.k@okaxis")).unwrap();
    assert_eq!(ids(&world)[0], "asha.k@okaxis");
    world.set_upi(no("a1"), None).unwrap();
    assert_eq!(ids(&world), before);
    for bad in ["asha", "@okaxis", "asha@", "a b@okaxis", "a@b@c"] {
        assert_eq!(world.set_upi(no("a1"), Some(bad)), Err(Refusal::BadUpi), "{bad}");
    }
    assert_eq!(world.set_upi(no("a2"), None), Err(Refusal::NotUpi));
}

// Whatever happens.

#[derive(Clone, Debug)]
enum Act {
    Pass(u32),
    Enable(u32, bool),
    Deauthorize(u32),
    SendOtp(u32),
    StartSms(u32),
    Order(u32, i64),
    Open,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0u32..2_000).prop_map(Act::Pass),
        4 => (0u32..30, any::<bool>()).prop_map(|(account, enabled)| Act::Enable(account, enabled)),
        1 => (0u32..30).prop_map(Act::Deauthorize),
        1 => (0u32..30).prop_map(Act::SendOtp),
        1 => (0u32..30).prop_map(Act::StartSms),
        1 => (0u32..30, -100i64..1_000_000).prop_map(|(account, paise)| Act::Order(account, paise)),
        1 => Just(Act::Open),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_happens_the_world_stays_sound(seed: u64, acts in prop::collection::vec(act(), 1..60)) {
        let mut world = world_of(seed, 26);
        let mut seen: HashMap<String, (Decimal, u64, u64)> = HashMap::new();
        for act in acts {
            let id = |number: u32| format!("a{number}").parse().unwrap_or(AccountNo::at(1_000));
            // Refused or not: what counts is how the world looks afterwards.
            match act {
                Act::Pass(seconds) => world.advance(seconds),
                Act::Enable(account, enabled) => drop(world.enable(id(account), enabled)),
                Act::Deauthorize(account) => drop(world.deauthorize(id(account)).map(|_| ())),
                Act::SendOtp(account) => drop(world.send_otp(id(account))),
                Act::StartSms(account) => drop(world.start_sms(id(account), "9876543210")),
                Act::Order(account, paise) => drop(world.order(id(account), Decimal::new(paise, 2))),
                Act::Open => drop(world.open_upi("PAYTM", "9876543210").map(|_| ())),
            }
            for account in world.accounts() {
                prop_assert!(!account.enabled || !account.is_upi() || account.authorized());
                if let Pays::Card { balance, .. } = &account.pays {
                    prop_assert!(*balance >= Decimal::ZERO);
                }
                let Some(task) = &account.task else { continue };
                prop_assert!(account.enabled && account.is_upi());
                prop_assert!(task.succeeded <= task.orders);
                let entry = (task.withdrawn, task.orders, task.succeeded);
                let before = seen.insert(task.no.to_string(), entry).unwrap_or_default();
                prop_assert!(entry.0 >= before.0 && entry.1 >= before.1 && entry.2 >= before.2);
            }
        }
    }
}
