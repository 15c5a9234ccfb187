//! Each rule: just below and above what raises it, once per episode, and that nothing comes of what is not known or old.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;

use super::*;
use crate::domain::{
    Account, AlertKey, AlertSettings, Balance, Change, ConnectionInfo, Currency, Data, Fault, How, IntentState, Level,
    Limit, LimitSpan, Limits, LowMarks, Money, PostbackFault, PostbackKind, PostbackStanding, Purse, Ratio, RawJson,
    ReceivedPostback, Sample, Settlement, Sighting, Stalled, TaskSample, UnverifiedCount, WalletKey, WithdrawTask,
};
use crate::message::{JournalNews, PostbackNews};
use crate::state::Turn;
use crate::state::testing::{
    DESK, accounts, answer, at, balance, id, india, key, order, sandbox, silence, task, told, torn, unknown, upi,
    wallets,
};

/// A state with everything switched on as by default.
struct Bench {
    state: State,
    sequence: u64,
}

impl Bench {
    fn new(connections: Vec<ConnectionInfo>) -> Self {
        let mut state = State::new(connections, india(), "asha".into(), at(0));
        state.alert_settings = AlertSettings::default();
        Self { state, sequence: 0 }
    }

    fn desk() -> Self {
        Self::new(vec![sandbox(DESK)])
    }

    fn with(mut self, set: impl FnOnce(&mut AlertSettings)) -> Self {
        set(&mut self.state.alert_settings);
        self
    }

    /// So many seconds after the beginning, the accounts are answered.
    fn list(&mut self, second: i64, rows: Vec<Account>) -> &mut Self {
        self.sequence += 1;
        self.state.now = at(second);
        self.state.merge(accounts(self.sequence, at(second), rows));
        self
    }

    /// They are not.
    fn silence(&mut self, second: i64) -> &mut Self {
        self.sequence += 1;
        self.state.now = at(second);
        self.state.merge(silence(self.sequence, at(second)));
        self
    }

    fn feed(&mut self, second: i64, feed: FeedKind, result: Result<Data, Fault>) -> &mut Self {
        self.sequence += 1;
        self.state.now = at(second);
        self.state.merge(answer(feed, self.sequence, at(second), result));
        self
    }

    fn balances(&mut self, second: i64, rows: Vec<Balance>) -> &mut Self {
        self.feed(second, FeedKind::Balances, Ok(Data::Balances(rows.into())))
    }

    fn pass_to(&mut self, second: i64) -> &mut Self {
        self.state.now = at(second);
        self
    }

    /// Looks, and answers what was raised and what is over, by their rules.
    fn look(&mut self) -> (Vec<AlertRule>, Vec<AlertRule>) {
        let found = check(&self.state);
        assert!(found.next.is_none_or(|next| next > self.state.now), "what is told of the future lies there");
        let (mut raised, mut over) = (Vec::new(), Vec::new());
        for turn in self.state.alerts.take(found.findings, self.state.now) {
            match turn {
                Turn::Raised(alert) => raised.push(alert.key.rule),
                Turn::Appeared(_) => panic!("nothing was raised elsewhere"),
                Turn::Over(alert) => over.push(alert.key.rule),
            }
        }
        (raised, over)
    }

    #[track_caller]
    fn raises(&mut self, rules: &[AlertRule]) -> &mut Self {
        let (raised, over) = self.look();
        assert_eq!((&raised[..], &over[..]), (rules, &[][..]), "{:?}", self.state.alerts.listed(self.state.now));
        self
    }

    #[track_caller]
    fn ends(&mut self, rules: &[AlertRule]) -> &mut Self {
        let (raised, over) = self.look();
        assert_eq!((&raised[..], &over[..]), (&[][..], rules), "{:?}", self.state.alerts.listed(self.state.now));
        self
    }

    fn next(&self) -> Option<i64> {
        check(&self.state).next.map(|next| next.duration_since(at(0)).as_secs())
    }

    fn words(&self, rule: AlertRule, about: About) -> (Level, String) {
        let alert = self.state.alerts.get(&AlertKey::new(rule, about)).expect("it stands");
        (alert.level, alert.words.clone())
    }
}

/// The account at work on a task of which every order succeeded.
fn with_task(account: Account, task: WithdrawTask) -> Account {
    Account { enabled: true, task: Some(WithdrawTask { succeeded: task.orders, ..task }), ..account }
}

/// An account whose task has had so many orders, of which so many succeeded. It moves with them.
fn with_orders(name: &str, succeeded: u64, orders: u64) -> Account {
    let moving = task(name, 1 + i64::try_from(orders).unwrap(), 100_000);
    Account { enabled: true, task: Some(WithdrawTask { orders, succeeded, ..moving }), ..upi("a1") }
}

/// What was seen before of another task of the account.
fn past(succeeded: u64, orders: u64) -> Vec<Sighting> {
    let sample = Sample { at: at(-90_000), progress: Ratio::WHOLE, success: Ratio::of_counts(succeeded, orders) };
    vec![TaskSample { key: key("a1"), task: "t0".into(), sample, orders, succeeded }.into()]
}

#[rstest]
// Against 90 %: eight of ten is chance, six of ten is not; and the more there are the less it takes.
#[case(8, 10, false)]
#[case(7, 9, false)]
#[case(0, 9, false)]
#[case(6, 10, true)]
#[case(80, 100, true)]
#[case(85, 100, false)]
#[case(850, 1_000, true)]
#[case(10, 10, false)]
#[case(0, 0, false)]
fn a_success_rate_is_low_where_chance_alone_does_not_make_it(
    #[case] succeeded: u64,
    #[case] orders: u64,
    #[case] is_low: bool,
) {
    let mut bench = Bench::desk();
    bench.state.remember(past(90, 100));
    bench.list(0, vec![with_orders("t1", succeeded, orders)]);
    bench.raises(if is_low { &[AlertRule::LowSuccess] } else { &[] });
}

#[test]
fn without_enough_of_its_own_days_an_account_goes_by_the_floor() {
    let mut bench = Bench::desk();
    bench.state.remember(past(20, 20));
    bench.list(0, vec![with_orders("t1", 6, 10)]);
    bench.raises(&[]);
    bench.list(5, vec![with_orders("t1", 12, 30)]).raises(&[AlertRule::LowSuccess]);
    let (level, words) = bench.words(AlertRule::LowSuccess, About::Account(key("a1")));
    let expected = "a1 PHONEPE ••••••0001 at desk: 40 % of its orders succeed (12 of 30), and at least 75 % is wanted.";
    assert_eq!((level, words.as_str()), (Level::Warning, expected));
}

#[test]
fn a_low_success_is_over_once_it_is_near_what_is_usual_and_not_before() {
    let mut bench = Bench::desk();
    bench.state.remember(past(90, 100));
    bench.list(0, vec![with_orders("t1", 60, 100)]).raises(&[AlertRule::LowSuccess]);
    bench.list(5, vec![with_orders("t1", 61, 101)]).raises(&[]);
    // No longer low for certain, and not near either: nothing changes.
    bench.list(10, vec![with_orders("t1", 170, 200)]).raises(&[]);
    assert_eq!(bench.state.alerts.count(), 1);
    bench.list(15, vec![with_orders("t1", 268, 300)]).ends(&[AlertRule::LowSuccess]);
    bench.list(20, vec![with_orders("t1", 200, 300)]).raises(&[AlertRule::LowSuccess]);
    // It ends with the task.
    bench.list(25, vec![upi("a1")]).ends(&[AlertRule::LowSuccess]);
}

#[test]
fn what_is_old_or_missing_raises_nothing_and_ends_nothing() {
    let low = || with_orders("t1", 0, 50);
    let mut bench = Bench::desk().with(|settings| (settings.down, settings.stale) = (None, None));
    bench.list(0, vec![low()]).silence(5).raises(&[]);
    bench.list(10, vec![low()]).raises(&[AlertRule::LowSuccess]);
    bench.silence(15).raises(&[]);
    assert_eq!(bench.state.alerts.count(), 1, "it still stands");
    // A list with unreadable rows leaves it out: nobody knows.
    bench.sequence += 1;
    bench.state.now = at(20);
    bench.state.merge(torn(bench.sequence, at(20), vec![upi("a2")], 1));
    bench.raises(&[]);
    assert_eq!(bench.state.alerts.count(), 1);
    // A whole list does too: the account is gone, and with it what was wrong.
    bench.list(25, vec![upi("a2")]).ends(&[AlertRule::LowSuccess]);
}

#[test]
fn a_task_is_stalled_by_its_own_pace() {
    // A sixth of an hour.
    let patience = 600;
    let mut bench = Bench::desk().with(|settings| settings.late = None);
    let still = || vec![with_task(upi("a1"), task("t1", 360, 1_000))];
    bench.list(0, still()).raises(&[]);
    assert_eq!(bench.next(), Some(120), "the feed may be old before that");
    bench.list(patience - 1, still()).raises(&[]);
    assert_eq!(bench.next(), Some(patience), "nothing has to happen for it but time");
    bench.pass_to(patience).raises(&[AlertRule::StalledTask]);
    let (level, words) = bench.words(AlertRule::StalledTask, About::Account(key("a1")));
    let expected = "a1 PHONEPE ••••••0001 at desk is stalled at 36 %: nothing has moved for more than 10m.";
    assert_eq!((level, words.as_str()), (Level::Bad, expected));
    bench.list(patience + 5, still()).raises(&[]);
    bench.list(patience + 10, vec![with_task(upi("a1"), task("t1", 361, 1_000))]).ends(&[AlertRule::StalledTask]);
}

#[rstest]
#[case(Stalled::After(SignedDuration::from_secs(90)), 89, 90)]
#[case(Stalled::After(SignedDuration::from_secs(1_200)), 1_199, 1_200)]
fn a_task_is_stalled_after_a_time_that_is_set(#[case] stalled: Stalled, #[case] before: i64, #[case] after: i64) {
    let mut bench = Bench::desk().with(|settings| (settings.late, settings.stalled) = (None, stalled));
    let still = || vec![with_task(upi("a1"), task("t1", 360, 1_000))];
    bench.list(0, still()).list(before, still()).raises(&[]);
    bench.list(after, still()).raises(&[AlertRule::StalledTask]);
}

#[rstest]
#[case::off(Account { enabled: false, ..with_task(upi("a1"), task("t1", 360, 1_000)) })]
#[case::complete(with_task(upi("a1"), task("t1", 1_000, 1_000)))]
#[case::no_task(upi("a1"))]
fn what_need_not_move_is_neither_stalled_nor_late(#[case] account: Account) {
    let mut bench = Bench::desk().with(|settings| settings.late = None);
    bench.list(0, vec![account.clone()]).list(7_200, vec![account]).raises(&[]);
}

#[test]
fn a_task_is_late_past_its_estimate_and_what_is_allowed() {
    // It began ten minutes ago, for an hour; two minutes more are allowed.
    let due = 3_600 - 600 + 120;
    let mut bench = Bench::desk().with(|settings| settings.stalled = Stalled::Off);
    let running = || vec![with_task(upi("a1"), task("t1", 360, 1_000))];
    bench.list(due, running()).raises(&[]);
    bench.list(due + 1, running()).raises(&[AlertRule::LateTask]);
    let (level, words) = bench.words(AlertRule::LateTask, About::Account(key("a1")));
    let expected = "a1 PHONEPE ••••••0001 at desk is late: it should have taken 1h, and is at 36 %.";
    assert_eq!((level, words.as_str()), (Level::Warning, expected));
    bench.list(due + 5, running()).raises(&[]);
    bench.list(due + 10, vec![with_task(upi("a1"), task("t1", 1_000, 1_000))]).ends(&[AlertRule::LateTask]);
}

#[test]
fn of_a_task_without_start_or_estimate_it_is_never_known_whether_it_is_late() {
    let mut bench = Bench::desk().with(|settings| settings.stalled = Stalled::Off);
    let startless = WithdrawTask { started: None, ..task("t1", 1, 9) };
    let endless = WithdrawTask { estimate: SignedDuration::ZERO, ..task("t2", 1, 9) };
    let rows = || vec![with_task(upi("a1"), startless.clone()), with_task(upi("a2"), endless.clone())];
    bench.list(0, rows()).list(1_000_000, rows()).raises(&[]);
}

fn shop() -> Bench {
    Bench::new(vec![ConnectionInfo { id: id(DESK), ..wallets(DESK) }])
        .with(|settings| (settings.down, settings.stale) = (None, None))
}

fn paytm() -> About {
    let key = WalletKey { connection: id(DESK), wallet: "paytm".into(), currency: Currency::inr() };
    About::Purse(Purse::Wallet(key))
}

#[test]
fn what_lasts_less_than_two_hours_is_told_and_only_a_quarter_more_ends_it() {
    let mut bench = shop();
    let holds = |bench: &mut Bench, minute: i64, rupees: i64| {
        bench.balances(minute * 60, vec![balance("paytm", rupees * 100, "INR")]);
    };
    holds(&mut bench, 0, 1_000);
    holds(&mut bench, 10, 500);
    bench.raises(&[]);
    // In an hour 600 went out, and 1 201 lasts just over two.
    holds(&mut bench, 20, 400);
    holds(&mut bench, 60, 1_201);
    bench.raises(&[]);
    holds(&mut bench, 60, 1_199);
    bench.raises(&[AlertRule::ShortRunway]);
    let (level, words) = bench.words(AlertRule::ShortRunway, paytm());
    assert_eq!(level, Level::Warning);
    assert!(words.starts_with("paytm INR at desk lasts about 1h 59m more: INR 1,199.00, and 602"), "{words}");
    holds(&mut bench, 60, 1_400);
    bench.raises(&[]);
    assert_eq!(bench.state.alerts.count(), 1);
    holds(&mut bench, 60, 1_600);
    bench.ends(&[AlertRule::ShortRunway]);
}

#[test]
fn what_is_used_up_is_worse_and_an_empty_wallet_that_nobody_uses_is_nothing() {
    let mut bench = shop();
    bench.balances(0, vec![balance("paytm", 0, "INR"), balance("upi", 500, "INR")]).raises(&[]);
    bench.balances(3_600, vec![balance("paytm", 0, "INR"), balance("upi", 0, "INR")]).raises(&[AlertRule::ShortRunway]);
    let standing = bench.state.alerts.listed(at(3_600));
    assert_eq!((standing[0].level, standing[0].key.about.subject()), (Level::Bad, "upi INR".to_owned()));
}

#[test]
fn nothing_is_said_of_how_long_it_lasts_before_a_pace_was_seen() {
    let mut bench = shop();
    bench.balances(0, vec![balance("paytm", 100_000, "INR")]).raises(&[]);
    bench.balances(60, vec![balance("paytm", 1_000, "INR")]).raises(&[]);
}

#[test]
fn old_balances_are_neither_low_nor_short_and_what_was_stands() {
    let mut bench = shop();
    bench.state.marks = LowMarks::default().with(Some("paytm".into()), Money::inr(Decimal::from(100)));
    let low = || vec![balance("paytm", 5_000, "INR")];
    bench.balances(0, low()).feed(5, FeedKind::Balances, Err(Fault::Unauthorized(401))).raises(&[]);
    bench.balances(10, low()).raises(&[AlertRule::LowBalance]);
    bench.feed(15, FeedKind::Balances, Err(Fault::Unauthorized(401))).raises(&[]);
    assert_eq!(bench.state.alerts.count(), 1);
    bench.balances(20, vec![balance("paytm", 20_000, "INR")]).ends(&[AlertRule::LowBalance]);
}

#[test]
fn a_feed_is_stale_after_a_time_without_an_answer() {
    let mut bench = Bench::desk().with(|settings| settings.down = None);
    let tools = |bench: &mut Bench, second| {
        bench.feed(second, FeedKind::Tools, Ok(Data::Tools(Vec::new().into())));
    };
    bench.list(0, vec![]);
    tools(&mut bench, 0);
    bench.pass_to(119).raises(&[]);
    assert_eq!(bench.next(), Some(120));
    tools(&mut bench, 119);
    bench.silence(119).raises(&[]);
    bench.pass_to(120).raises(&[AlertRule::StaleFeed]);
    let (level, words) = bench.words(AlertRule::StaleFeed, About::Feed(id(DESK), FeedKind::Accounts));
    assert_eq!(level, Level::Warning);
    assert!(words.starts_with("The accounts of desk have not been told for more than 2m: provider error"), "{words}");
    tools(&mut bench, 130);
    bench.silence(130).raises(&[]);
    bench.list(140, vec![]).ends(&[AlertRule::StaleFeed]);
}

#[test]
fn a_feed_that_has_told_nothing_yet_is_not_stale_before_it_was_asked() {
    let mut bench = Bench::desk().with(|settings| settings.down = None);
    bench.pass_to(10_000).raises(&[]);
    assert_eq!(bench.next(), None);
    // Asked, and never answered, since then.
    bench.silence(10_000).raises(&[]);
    bench.feed(10_100, FeedKind::Tools, Ok(Data::Tools(Vec::new().into()))).pass_to(10_119).raises(&[]);
    bench.pass_to(10_120).raises(&[AlertRule::StaleFeed]);
}

#[test]
fn neither_a_pause_nor_a_sleep_makes_a_feed_stale_at_once() {
    let mut bench = Bench::desk();
    bench.list(0, vec![]);
    bench.feed(0, FeedKind::Tools, Ok(Data::Tools(Vec::new().into())));
    bench.state.paused = true;
    bench.pass_to(9_000).raises(&[]);
    assert_eq!(bench.next(), None, "nothing ticks while it is paused");
    bench.state.paused = false;
    bench.state.wake();
    bench.raises(&[]);
    bench.pass_to(9_119).raises(&[]);
    bench.pass_to(9_120).raises(&[AlertRule::StaleFeed, AlertRule::StaleFeed]);
}

#[test]
fn slow_intervals_make_no_stale_feed() {
    let mut info = sandbox(DESK);
    info.polling.idle = std::time::Duration::from_mins(5);
    let mut bench = Bench::new(vec![info]);
    bench.list(0, vec![]);
    bench.pass_to(899).raises(&[]);
    bench.pass_to(900).raises(&[AlertRule::StaleFeed]);
}

#[test]
fn a_connection_is_down_when_no_feed_answers_and_its_feeds_are_not_told_of_too() {
    let mut bench = Bench::desk();
    let fault = || Err(Fault::Server { status: 503, retry_after: None });
    bench.list(0, vec![]).feed(0, FeedKind::Tools, Ok(Data::Tools(Vec::new().into()))).raises(&[]);
    bench.silence(10).pass_to(200).raises(&[AlertRule::StaleFeed, AlertRule::StaleFeed]);
    // The tools do not answer either from here on.
    bench.feed(200, FeedKind::Tools, fault()).raises(&[]);
    bench.pass_to(259).raises(&[]);
    assert_eq!(bench.next(), Some(260));
    bench.pass_to(260).raises(&[AlertRule::ConnectionDown]);
    let (level, words) = bench.words(AlertRule::ConnectionDown, About::Connection(id(DESK)));
    assert_eq!(level, Level::Bad);
    assert!(words.starts_with("desk has not answered for more than 1m: provider error (HTTP 503)."), "{words}");
    bench.silence(270).feed(270, FeedKind::Tools, fault()).raises(&[]);
    bench.feed(280, FeedKind::Tools, Ok(Data::Tools(Vec::new().into())));
    let (raised, over) = bench.look();
    assert_eq!((raised, over), (vec![], vec![AlertRule::ConnectionDown, AlertRule::StaleFeed]));
}

/// After a restart: what stood before stands until something speaks against it.
#[test]
fn right_after_the_start_nothing_is_well_that_stood_before() {
    let limits = Limits::default()
        .with(Currency::inr(), Limit { per_day: Some(Decimal::from(1_000)), per_hour: Some(10), ..Limit::default() });
    let mut bench = Bench::new(vec![ConnectionInfo { limits, ..sandbox(DESK) }]);
    let account = || About::Account(key("a1"));
    let all = [
        (AlertRule::ConnectionDown, About::Connection(id(DESK))),
        (AlertRule::StaleFeed, About::Feed(id(DESK), FeedKind::Accounts)),
        (AlertRule::LowSuccess, account()),
        (AlertRule::StalledTask, account()),
        (AlertRule::LateTask, account()),
        (AlertRule::ShortRunway, paytm()),
        (AlertRule::Unconfirmed, About::Change(id(DESK), crate::domain::IntentId::new(at(0), [1; 10]))),
        (AlertRule::UnverifiedPostbacks, About::Postbacks),
        (AlertRule::LimitNear, About::Limit(id(DESK), Currency::inr(), LimitSpan::Day)),
        (AlertRule::LimitNear, About::Limit(id(DESK), Currency::inr(), LimitSpan::Hour)),
    ];
    let entry = |(number, (rule, about)): (u64, (AlertRule, About))| crate::domain::AlertEntry {
        number,
        at: at(-60),
        key: AlertKey::new(rule, about),
        event: crate::domain::AlertEvent::Raised,
        level: Level::Warning,
        words: "before".into(),
        operator: "asha".into(),
    };
    let entries = (1..).zip(all).map(entry).collect();
    bench.state.alerts.learn(crate::message::AlertNews { entries, before: true, fault: None });
    bench.raises(&[]);
    // Once everything has told that it is well, it is.
    bench.state.learn(JournalNews::default());
    come(&mut bench, vec![]);
    bench.list(1, vec![upi("a1")]);
    let (raised, mut over) = bench.look();
    over.sort();
    let expected = [
        AlertRule::LowSuccess,
        AlertRule::StalledTask,
        AlertRule::LateTask,
        AlertRule::StaleFeed,
        AlertRule::ConnectionDown,
        AlertRule::UnverifiedPostbacks,
        AlertRule::LimitNear,
        AlertRule::LimitNear,
    ];
    assert_eq!((&raised[..], &over[..]), (&[][..], &expected[..]));
}

fn unconfirmed(bench: &mut Bench, number: u8, since: Timestamp, states: Vec<IntentState>) -> About {
    let mut intent = told(number, &order("b1", 500), states);
    for event in &mut intent.timeline {
        event.at = since;
    }
    let about = About::Change(intent.connection.clone(), intent.id);
    bench.state.learn(JournalNews { intents: vec![intent], fault: None });
    about
}

#[test]
fn a_change_that_stays_unconfirmed_is_told_once_until_it_is_settled() {
    let mut bench = Bench::desk();
    let about = unconfirmed(&mut bench, 1, at(0), vec![IntentState::Sent, unknown()]);
    bench.pass_to(899).raises(&[]);
    assert_eq!(bench.next(), Some(900));
    bench.pass_to(900).raises(&[AlertRule::Unconfirmed]);
    let (level, words) = bench.words(AlertRule::Unconfirmed, about);
    assert_eq!(level, Level::Unconfirmed);
    assert!(words.ends_with("at desk has been unconfirmed for more than 15m."), "{words}");
    bench.pass_to(2_000).raises(&[]);
    let settled = Settlement {
        happened: Some(true),
        how: How::Operator,
        by: "asha".into(),
        evidence: "seen".into(),
        reference: None,
    };
    let states = vec![IntentState::Sent, unknown(), IntentState::Settled(settled)];
    unconfirmed(&mut bench, 1, at(0), states);
    bench.ends(&[AlertRule::Unconfirmed]);
}

fn received(second: i64, number: u64, holds: bool) -> ReceivedPostback {
    ReceivedPostback {
        number,
        at: at(second),
        provider: "paykassma".into(),
        connection: None,
        kind: PostbackKind::Withdrawal,
        subject: None,
        status: None,
        amount: None,
        standing: if holds {
            PostbackStanding::Verified
        } else {
            PostbackStanding::Unverified(PostbackFault::Signature)
        },
        body: RawJson::kept("{}".into()),
    }
}

fn come(bench: &mut Bench, received: Vec<ReceivedPostback>) {
    let unverified = UnverifiedCount::default();
    bench.state.learn_postbacks(PostbackNews { received, unverified, before: false, fault: None });
}

#[test]
fn several_postbacks_that_do_not_hold_are_told_once_until_an_hour_without_any() {
    let mut bench = Bench::desk();
    come(&mut bench, (1..=4).map(|n| received(0, n, false)).chain([received(0, 5, true)]).collect());
    bench.raises(&[]);
    assert_eq!(bench.next(), Some(3_600));
    come(&mut bench, vec![received(60, 6, false)]);
    bench.pass_to(60).raises(&[AlertRule::UnverifiedPostbacks]);
    assert!(bench.words(AlertRule::UnverifiedPostbacks, About::Postbacks).1.starts_with("5 postbacks"));
    // Fewer within the hour, and still some.
    bench.pass_to(3_601).raises(&[]);
    assert_eq!(bench.state.alerts.count(), 1);
    bench.pass_to(3_660).ends(&[AlertRule::UnverifiedPostbacks]);
}

fn limited(limit: Limit) -> Bench {
    let limits = Limits::default().with(Currency::inr(), limit);
    Bench::new(vec![ConnectionInfo { limits, ..sandbox(DESK) }])
}

fn sent(bench: &mut Bench, number: u8, rupees: i64, at: Timestamp, state: Option<IntentState>) {
    let states = std::iter::once(IntentState::Sent).chain(state);
    let mut intent = told(number, &order("b1", rupees), states);
    for event in &mut intent.timeline {
        event.at = at;
    }
    bench.state.learn(JournalNews { intents: vec![intent], fault: None });
}

#[test]
fn a_day_s_limit_is_near_at_four_fifths_and_over_with_the_day() {
    let mut bench = limited(Limit { per_day: Some(Decimal::from(1_000)), ..Limit::default() });
    let about = || About::Limit(id(DESK), Currency::inr(), LimitSpan::Day);
    // Yesterday's, and what certainly did not leave, do not count.
    sent(&mut bench, 1, 900, at(-16 * 3_600), None);
    sent(&mut bench, 2, 900, at(0), Some(IntentState::Rejected(crate::domain::Told::plain("no"))));
    sent(&mut bench, 3, 799, at(0), None);
    bench.raises(&[]);
    sent(&mut bench, 4, 1, at(0), None);
    bench.raises(&[AlertRule::LimitNear]);
    let expected = "80 % of what may leave desk a day has left: INR 800.00 of INR 1,000.00.";
    assert_eq!(bench.words(AlertRule::LimitNear, about()), (Level::Warning, expected.to_owned()));
    sent(&mut bench, 5, 200, at(0), None);
    bench.raises(&[]);
    assert_eq!(bench.words(AlertRule::LimitNear, about()).0, Level::Bad);
    // Midnight in India is nine hours and fifty minutes away.
    let midnight = 9 * 3_600 + 50 * 60;
    assert_eq!(bench.next(), Some(midnight));
    bench.pass_to(midnight - 1).raises(&[]);
    bench.pass_to(midnight).ends(&[AlertRule::LimitNear]);
}

#[test]
fn an_hour_s_limit_is_near_by_count_and_over_as_they_grow_old() {
    let mut bench = limited(Limit { per_hour: Some(10), ..Limit::default() });
    for number in 0..7 {
        sent(&mut bench, number, 1, at(i64::from(number)), None);
    }
    bench.pass_to(10).raises(&[]);
    sent(&mut bench, 7, 1, at(7), None);
    bench.raises(&[AlertRule::LimitNear]);
    let (_, words) = bench.words(AlertRule::LimitNear, About::Limit(id(DESK), Currency::inr(), LimitSpan::Hour));
    assert_eq!(words, "8 of 10 payouts in INR that may leave desk within an hour have left.");
    assert_eq!(bench.next(), Some(3_600));
    bench.pass_to(3_600).ends(&[AlertRule::LimitNear]);
}

#[test]
fn a_rule_that_is_switched_off_raises_nothing_and_its_alerts_are_over() {
    let mut bench = Bench::desk();
    let low = || vec![with_orders("t1", 0, 50)];
    bench.list(0, low()).raises(&[AlertRule::LowSuccess]);
    bench.state.alert_settings = AlertSettings::NONE;
    bench.ends(&[AlertRule::LowSuccess]);
    bench.list(100_000, low()).raises(&[]);
    assert_eq!(bench.next(), None);
}

/// A change that nobody knows of, so that the tests' orders are all of one kind.
#[test]
fn an_order_is_a_change_with_an_amount() {
    assert!(matches!(order("b1", 1), Change::CreateOrder { .. }));
}

proptest! {
    /// Whatever the orders do, one episode follows the other: raised and over take turns.
    #[test]
    fn raised_and_over_take_turns(steps in proptest::collection::vec((0_u64..=60, 0_u64..=60), 1..40)) {
        let mut bench = Bench::desk().with(|settings| (settings.late, settings.stalled) = (None, Stalled::Off));
        bench.state.remember(past(90, 100));
        let mut standing = false;
        for (second, (succeeded, more)) in (0..).zip(steps) {
            bench.list(second, vec![with_orders("t1", succeeded, succeeded + more)]);
            let (raised, over) = bench.look();
            prop_assert!(raised.len() + over.len() <= 1);
            prop_assert!(raised.is_empty() || !standing);
            prop_assert!(over.is_empty() || standing);
            standing = (standing || !raised.is_empty()) && over.is_empty();
            prop_assert_eq!(bench.state.alerts.count(), usize::from(standing));
        }
    }

    /// However time passes, what is told of the next change by time alone is never too late: nothing is raised between
    /// two looks that would not have been raised at the time that was told.
    #[test]
    fn nothing_is_raised_by_time_before_it_was_told(waits in proptest::collection::vec(1_i64..400, 1..20)) {
        let mut bench = Bench::desk();
        bench.list(0, vec![with_task(upi("a1"), task("t1", 360, 1_000))]);
        bench.feed(0, FeedKind::Tools, Ok(Data::Tools(Vec::new().into())));
        unconfirmed(&mut bench, 1, at(0), vec![IntentState::Sent, unknown()]);
        let mut now = 0;
        for wait in waits {
            let next = bench.next();
            now += wait;
            bench.pass_to(now);
            let (raised, _) = bench.look();
            prop_assert!(raised.is_empty() || next.is_some_and(|next| next <= now), "{:?} at {}", raised, now);
        }
    }
}
