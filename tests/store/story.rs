//! The story of a journal, told to whatever keeps one: planned, begun, refused, answered, lost, settled, found, closed
//! and opened again. The store is known by its trait alone.

use std::collections::BTreeSet;
use std::slice;
use std::sync::Arc;

use jiff::tz::TimeZone;
use paytop::domain::{
    AccountToken, ConnectionId, Currency, End, IntentState, Limit, Money, Payee, PayeeNews, PayeeNo, PayeeStatus,
    PayoutAccount, Phone,
};
use paytop::store::{Anchor, Break, Chain, RunId, Store, Terms};
use rust_decimal::Decimal;

use super::kit::*;

/// Opens one and the same journal for a run.
type Opener<'o> = &'o dyn Fn(RunId) -> Arc<dyn Store>;

#[tokio::test]
async fn told_to_sqlite() {
    let home = Home::new();
    let file = url(&home.file());
    story(&|run| paytop::store::open(&file, run).unwrap()).await;
}

async fn story(open: Opener<'_>) {
    let store = open(run());
    an_empty_journal_says_nothing(&*store).await;
    what_is_planned_waits_and_is_begun_once(&*store).await;
    a_twin_is_refused_unless_it_is_named(&*store).await;
    outcomes_are_recorded_once_and_in_order(&*store).await;
    ends_are_reported_of_what_was_taken_on(&*store).await;
    limits_hold_and_refusals_are_written_down(&*store).await;
    a_day_begins_at_the_operators_midnight(&*store).await;
    news_tell_what_came_after(&*store, &*open(run())).await;
    ids_are_found_by_their_ends(&*store).await;
    times_choose_intents(&*store).await;
    payees_are_remembered(&*store, &*open(run())).await;
    assert_holds(&*store).await;
    what_a_run_leaves_behind_is_taken_up_when_it_has_ended(open).await;
    all_is_there_after_closing(open, store).await;
}

async fn an_empty_journal_says_nothing(store: &dyn Store) {
    let news = store.news(0, 10).await.unwrap();
    assert_eq!((news.head, news.intents.len()), (0, 0));
    assert_eq!(store.anchor().await.unwrap(), None);
    assert_eq!(store.damage().await.unwrap(), None);
    assert_eq!(store.recover(noon()).await.unwrap(), 0);
    assert!(store.intents(None, None).await.unwrap().is_empty());
    store.prove(noon()).await.unwrap();
    assert_eq!(store.anchor().await.unwrap(), None, "a proof is no entry");
}

async fn what_is_planned_waits_and_is_begun_once(store: &dyn Store) {
    let order = order("a-plan", 100);
    store.plan(&order).await.unwrap();
    store.plan(&order).await.unwrap();
    assert_eq!(states(store, &order).await, ["planned"]);
    assert_eq!(store.find(&order.id.to_string()).await.unwrap(), slice::from_ref(&order), "it is read back as it was");
    sent(store, &order, &free(), 1).await;
    assert_eq!(states(store, &order).await, ["planned", "sent"]);

    let why = refused(store, &order, &free(), 2).await;
    assert!(why.contains("sent already"), "{why}");
    assert_eq!(states(store, &order).await, ["planned", "sent"], "nothing more is written");
    assert!(!store.record(order.id, &event(2, IntentState::Sent)).await.unwrap(), "nothing becomes sent but by begin");

    let mut another = super::kit::order("a-plan", 100);
    store.plan(&another).await.unwrap();
    assert!(!store.record(another.id, &event(2, IntentState::Sent)).await.unwrap(), "nor what is planned");
    another.amount = Some(Money::inr(Decimal::from(9_000)));
    let why = refused(store, &another, &free(), 2).await;
    assert!(why.contains("not what was planned"), "{why}");
    assert!(store.record(order.id, &event(3, done())).await.unwrap());
}

async fn a_twin_is_refused_unless_it_is_named(store: &dyn Store) {
    let first = order("a-twin", 500);
    sent(store, &first, &free(), 0).await;
    for minutes in [1, 2] {
        let twin = order("a-twin", 500);
        let why = refused(store, &twin, &free(), minutes).await;
        assert!(why.contains(&first.id.short()), "{why}");
        assert_eq!(states(store, &twin).await, ["planned", "rejected"]);
        // On its way, or unconfirmed: it is all the same.
        store.record(first.id, &event(1, unconfirmed())).await.unwrap();
    }
    let mut written_otherwise = order("a-twin", 500);
    written_otherwise.amount = Some(Money::inr("500.00".parse().unwrap()));
    refused(store, &written_otherwise, &free(), 3).await;

    let elsewhere = on("other", order("a-twin", 500));
    let mut in_dollars = order("a-twin", 500);
    in_dollars.amount = Some(Money::new(Decimal::from(500), Currency::new("USD")));
    for unlike in [order("a-twin", 501), order("a-twin-2", 500), elsewhere, in_dollars] {
        sent(store, &unlike, &free(), 3).await;
        store.record(unlike.id, &event(3, done())).await.unwrap();
    }
    let mut switch = order("a-twin", 0);
    switch.amount = None;
    sent(store, &switch, &free(), 3).await;

    let second = order("a-twin", 500);
    sent(store, &second, &Terms { despite: vec![first.id], ..free() }, 4).await;
    let why = refused(store, &order("a-twin", 500), &Terms { despite: vec![first.id], ..free() }, 5).await;
    assert!(why.contains(&second.id.short()), "each has to be named: {why}");
    sent(store, &order("a-twin", 500), &Terms { despite: vec![second.id, first.id], ..free() }, 6).await;

    // Without an account: new ones are alike too.
    let nameless = || {
        let mut order = order("", 70);
        order.account = None;
        order
    };
    sent(store, &nameless(), &free(), 7).await;
    refused(store, &nameless(), &free(), 8).await;
}

async fn outcomes_are_recorded_once_and_in_order(store: &dyn Store) {
    let nobody = order("a-out", 1);
    assert!(!store.record(nobody.id, &event(1, done())).await.unwrap(), "what was never planned has no outcome");

    let orders = [done(), rejected(), unconfirmed()].map(|outcome| (order("a-out", 10), outcome));
    for (order, outcome) in &orders {
        store.plan(order).await.unwrap();
        assert!(!store.record(order.id, &event(1, done())).await.unwrap(), "what was not sent is not done");
        assert!(!store.record(order.id, &event(1, settled(Some(true)))).await.unwrap(), "nor settled");
        sent(store, order, &free(), 1).await;
        assert!(store.record(order.id, &event(2, outcome.clone())).await.unwrap());
        for late in [done(), rejected(), unconfirmed()] {
            assert!(!store.record(order.id, &event(3, late)).await.unwrap(), "whoever came first stays");
        }
        let found = store.find(&order.id.to_string()).await.unwrap();
        assert_eq!(found[0].timeline[2], event(2, outcome.clone()), "word for word");
    }
    let [(finished, _), (refused, _), (open, _)] = orders;
    for ended in [finished, refused] {
        assert!(!store.record(ended.id, &event(4, settled(Some(false)))).await.unwrap());
    }
    assert!(store.record(open.id, &event(4, settled(Some(true)))).await.unwrap());
    assert!(!store.record(open.id, &event(5, settled(Some(false)))).await.unwrap(), "settled once");
    assert_eq!(store.find(&open.id.to_string()).await.unwrap()[0].state(), &settled(Some(true)));
    assert_eq!(states(store, &open).await, ["planned", "sent", "unconfirmed", "settled"]);
}

async fn ends_are_reported_of_what_was_taken_on(store: &dyn Store) {
    let ends = || [reported(End::Paid), reported(End::Failed), reported(End::Returned)];
    // What it follows, and what it never does.
    let lives: [(&[IntentState], bool); 7] = [
        (&[], false),
        (&[done()], true),
        (&[rejected()], false),
        (&[unconfirmed()], false),
        (&[unconfirmed(), settled(Some(true))], true),
        (&[unconfirmed(), settled(Some(false))], true),
        (&[done(), reported(End::Failed)], false),
    ];
    for (number, (life, may)) in (0_i64..).zip(lives) {
        for (minute, end) in (10..).zip(ends()) {
            let order = on("ends", order(&format!("a-end-{number}-{minute}"), 20));
            sent(store, &order, &free(), 1).await;
            for (minute, state) in (2..).zip(life) {
                assert!(store.record(order.id, &event(minute, state.clone())).await.unwrap());
            }
            assert_eq!(store.record(order.id, &event(minute, end.clone())).await.unwrap(), may, "{life:?} {end:?}");
            assert!(!store.record(order.id, &event(minute + 1, reported(End::Paid))).await.unwrap(), "it ends once");
            let found = store.find(&order.id.to_string()).await.unwrap();
            if may {
                assert_eq!(found[0].timeline.last(), Some(&event(minute, end)), "word for word");
            }
        }
    }
    // What was paid may come back, and then counts for nothing more.
    let back = on("ends", order("a-back", 20));
    sent(store, &back, &free(), 1).await;
    for (minute, state) in (2..).zip([done(), reported(End::Paid), reported(End::Returned)]) {
        assert!(store.record(back.id, &event(minute, state)).await.unwrap());
    }
    assert_eq!(states(store, &back).await, ["planned", "sent", "done", "paid", "returned"]);

    // A day's limit: what failed is free again, and what was paid after all is spent again.
    let of = |account: &str, rupees| on("end-limits", order(account, rupees));
    let day = a_day(1_000);
    let failed = of("failed", 600);
    sent(store, &failed, &day, 1).await;
    assert!(store.record(failed.id, &event(2, done())).await.unwrap());
    refused(store, &of("more", 401), &day, 3).await;
    assert!(store.record(failed.id, &event(4, reported(End::Failed))).await.unwrap());
    let thought_lost = of("lost", 1_000);
    sent(store, &thought_lost, &day, 5).await;
    assert!(store.record(thought_lost.id, &event(6, unconfirmed())).await.unwrap());
    assert!(store.record(thought_lost.id, &event(7, settled(Some(false)))).await.unwrap());
    let meanwhile = of("meanwhile", 300);
    sent(store, &meanwhile, &day, 8).await;
    assert!(store.record(meanwhile.id, &event(9, done())).await.unwrap());
    assert!(store.record(thought_lost.id, &event(10, reported(End::Paid))).await.unwrap(), "it did happen");
    let why = refused(store, &of("one more", 1), &day, 11).await;
    assert!(why.contains("1,300.00 is spent"), "{why}");
}

async fn limits_hold_and_refusals_are_written_down(store: &dyn Store) {
    let of = |account: &str, rupees| on("limits", order(account, rupees));
    let largest = limited(Limit { largest: Some(Decimal::from(1_000)), ..Limit::default() });
    let large = of("a", 1_001);
    let why = refused(store, &large, &largest, 0).await;
    assert!(why.contains("1,001.00") && why.contains("1,000.00"), "{why}");
    let written = store.find(&large.id.to_string()).await.unwrap();
    assert_eq!(words(&written[0]), ["planned", "rejected"]);
    assert!(written[0].state().told().contains(&why), "{:?}", written[0].state());

    // What is on its way, unconfirmed, done, or settled in any way but one is spent; what was refused is not.
    let day = a_day(1_000);
    let outcomes = [
        (None, true),
        (Some(vec![unconfirmed()]), true),
        (Some(vec![done()]), true),
        (Some(vec![rejected()]), false),
        (Some(vec![unconfirmed(), settled(Some(true))]), true),
        (Some(vec![unconfirmed(), settled(None)]), true),
        (Some(vec![unconfirmed(), settled(Some(false))]), false),
        // What the provider tells of its end says whether it is, whatever was thought before.
        (Some(vec![done(), reported(End::Paid)]), true),
        (Some(vec![done(), reported(End::Failed)]), false),
        (Some(vec![done(), reported(End::Paid), reported(End::Returned)]), false),
        (Some(vec![unconfirmed(), settled(Some(false)), reported(End::Paid)]), true),
    ];
    let mut left = 1_000;
    for (number, (outcome, is_spent)) in outcomes.into_iter().enumerate() {
        let order = of(&format!("a{number}"), 100);
        sent(store, &order, &day, 1).await;
        for state in outcome.into_iter().flatten() {
            assert!(store.record(order.id, &event(2, state)).await.unwrap());
        }
        left -= if is_spent { 100 } else { 0 };
        let why = refused(store, &of("too much", left + 1), &day, 3).await;
        assert!(why.contains(&format!("{left}.00 is left")), "{number}: {why}");
    }
    sent(store, &of("the rest", left), &day, 4).await;
    refused(store, &of("one more", 1), &day, 5).await;

    // Another connection and another currency have sums of their own.
    sent(store, &on("elsewhere", order("a", 1_000)), &day, 6).await;
    let mut dollars = of("a", 0);
    dollars.amount = Some(Money::new(Decimal::from(5_000), Currency::new("USD")));
    sent(store, &dollars, &day, 6).await;

    let hour = limited(Limit { per_hour: Some(2), ..Limit::default() });
    let often = |account: &str| on("hours", order(account, 1));
    sent(store, &often("1"), &hour, 0).await;
    sent(store, &often("2"), &hour, 30).await;
    let why = refused(store, &often("3"), &hour, 59).await;
    assert!(why.starts_with("2 left within the last hour"), "{why}");
    sent(store, &often("4"), &hour, 60).await;
    refused(store, &often("5"), &hour, 60).await;
}

async fn a_day_begins_at_the_operators_midnight(store: &dyn Store) {
    let kolkata = TimeZone::get("Asia/Kolkata").unwrap();
    let order_on = |day: &str| on("days", order_at("a-day", 600, day.parse().unwrap()));
    let terms_at = |now: jiff::Timestamp| {
        let today = now.to_zoned_datetime(kolkata.clone()).start_of_day().unwrap().timestamp();
        Terms { today, ..a_day(1_000) }
    };
    // In Kolkata, where it is half past five when it is midnight in Greenwich, a day begins at 18:30 UTC.
    for (time, leaves) in [
        ("2026-03-01T18:29:59Z", true),
        ("2026-03-01T18:30:00Z", true),
        ("2026-03-02T00:00:01Z", false),
        ("2026-03-02T18:29:59Z", false),
        ("2026-03-02T18:30:00Z", true),
    ] {
        let (order, now) = (order_on(time), time.parse().unwrap());
        let begun = store.begin(&order, &terms_at(now), now).await.unwrap();
        assert_eq!(begun == paytop::store::Begun::Sent, leaves, "{time}: {begun:?}");
        store.record(order.id, &paytop::domain::Event { at: now, state: done() }).await.unwrap();
    }
}

async fn news_tell_what_came_after(store: &dyn Store, other: &dyn Store) {
    let head = store.anchor().await.unwrap().unwrap().count;
    let nothing = other.news(head, 1).await.unwrap();
    assert_eq!((nothing.head, nothing.intents.len()), (head, 0));

    let (first, second) = (order("a-new", 11), order("a-new", 12));
    sent(store, &first, &free(), 0).await;
    sent(other, &second, &free(), 0).await;
    let news = other.news(head, 1).await.unwrap();
    assert_eq!(news.head, head + 4);
    assert_eq!(news.intents.iter().map(|intent| intent.id).collect::<Vec<_>>(), [first.id, second.id]);
    store.record(first.id, &event(1, done())).await.unwrap();
    let news = other.news(news.head, 1).await.unwrap();
    assert_eq!(news.head, head + 5);
    assert_eq!(news.intents.iter().map(words).collect::<Vec<_>>(), [["planned", "sent", "done"]], "its whole timeline");

    // From the beginning: the newest few, and everything that is open however old it is.
    let from_the_beginning = other.news(0, 1).await.unwrap();
    assert_eq!(from_the_beginning.head, head + 5);
    let all = store.intents(None, None).await.unwrap();
    let expected: BTreeSet<_> =
        all.iter().filter(|intent| intent.is_open()).map(|intent| intent.id).chain([second.id]).collect();
    assert_eq!(from_the_beginning.intents.iter().map(|intent| intent.id).collect::<BTreeSet<_>>(), expected);
    assert!(expected.len() > 3 && all.len() > expected.len() + 3);
    store.record(second.id, &event(1, done())).await.unwrap();
    other.close().await;
}

async fn ids_are_found_by_their_ends(store: &dyn Store) {
    let order = order("a-find", 77);
    store.plan(&order).await.unwrap();
    let id = order.id.to_string();
    for ending in [order.id.short(), order.id.short().to_uppercase(), id.clone(), id.replace('-', ""), id[20..].into()]
    {
        assert_eq!(store.find(&ending).await.unwrap(), slice::from_ref(&order), "{ending}");
    }
    for nothing in ["", "-", "%", "_", "zzz", "' OR 1=1 --", &format!("0{id}")] {
        assert!(store.find(nothing).await.unwrap().is_empty(), "{nothing}");
    }
}

async fn times_choose_intents(store: &dyn Store) {
    let order = order_at("a-time", 5, minute(10_000));
    sent(store, &order, &free(), 10_001).await;
    store.record(order.id, &event(10_005, done())).await.unwrap();
    for (since, until, is_there) in [
        (Some(10_000), Some(10_001), true),
        (Some(10_001), Some(10_002), true),
        (Some(10_005), None, true),
        (Some(10_006), None, false),
        (None, Some(10_000), false),
        (Some(10_002), Some(10_005), false),
        (None, None, true),
    ] {
        let found = store.intents(since.map(minute), until.map(minute)).await.unwrap();
        let found: Vec<_> = found.iter().filter(|found| found.id == order.id).collect();
        assert_eq!(found.len(), usize::from(is_there), "{since:?} to {until:?}");
        assert!(found.iter().all(|found| found.timeline.len() == 3), "the whole timeline, whatever the time");
    }
}

async fn payees_are_remembered(store: &dyn Store, other: &dyn Store) {
    let connection = ConnectionId::new("payouts");
    let no = PayeeNo("2000305228292319592008".into());
    assert!(store.payees(0).await.unwrap().payees.is_empty());
    let looked = Payee {
        first_name: Some("John".into()),
        last_name: Some("Doe".into()),
        code: Some("c-1".into()),
        status: Some(PayeeStatus("Activated".into())),
        email: Some("john@example.com".into()),
        date_of_birth: Some("1999-01-01".into()),
        phone: Some(Phone::new("2125550123")),
        street: Some("123 main St".into()),
        created: Some(noon()),
        ..Payee::unknown(no.clone())
    };
    let at = minute;
    store.remember_payee(&connection, &PayeeNews::Looked(Box::new(looked.clone())), at(1)).await.unwrap();
    // Another process sees it, and adds what it learned.
    let seen = other.payees(0).await.unwrap();
    assert_eq!(seen.payees.len(), 1);
    let known = &seen.payees[0];
    assert_eq!((known.title().as_str(), known.looked, known.accounts.is_none()), ("John Doe", Some(at(1)), true));
    let account = PayoutAccount {
        token: AccountToken("2010305".into()),
        tag: Some("main".into()),
        kind: "BANK_ACCOUNT".into(),
        country: Some("US".into()),
        currency: Some(Currency::new("USD")),
        ending: Some("7861053298".into()),
        status: PayeeStatus("activated".into()),
        created: None,
    };
    let added = PayeeNews::Accounts(no.clone(), vec![account]);
    other.remember_payee(&connection, &added, at(2)).await.unwrap();
    // The same number at another connection is somebody else.
    let elsewhere = ConnectionId::new("elsewhere");
    store.remember_payee(&elsewhere, &PayeeNews::Looked(Box::new(Payee::unknown(no.clone()))), at(2)).await.unwrap();
    let news = store.payees(seen.version).await.unwrap();
    assert_eq!(news.payees.len(), 2);
    let known = news.payees.iter().find(|known| known.connection == connection).unwrap();
    let accounts = known.accounts.as_ref().unwrap();
    assert_eq!((accounts[0].token.as_str(), accounts[0].masked().as_str()), ("2010305", "••••3298"));
    assert_eq!(known.payee.code, looked.code);
    assert_eq!(known.payee.created, Some(noon()));
    assert!(store.payees(news.version).await.unwrap().payees.is_empty(), "nothing is told twice");
    // A clock that was set back loses nothing.
    let updated = Payee { last_name: Some("Roe".into()), ..looked };
    store.remember_payee(&connection, &PayeeNews::Looked(Box::new(updated)), at(0)).await.unwrap();
    let news = store.payees(news.version).await.unwrap();
    assert_eq!(news.payees[0].title(), "John Roe");
    let kept = format!("{:?} {}", news.payees, news.payees[0].payee.phone.as_ref().unwrap().full());
    for secret in ["1999-01-01", "2125550123", "john@", "123 main", "7861053298"] {
        assert!(!kept.contains(secret), "{secret} in {kept}");
    }
}

async fn what_a_run_leaves_behind_is_taken_up_when_it_has_ended(open: Opener<'_>) {
    let (dying, living, watching) = (open(run()), open(run()), open(run()));
    let (planned, on_its_way, lost, over, of_the_living, own) =
        (order("r1", 1), order("r2", 1), order("r3", 1), order("r4", 1), order("r5", 1), order("r6", 1));
    dying.plan(&planned).await.unwrap();
    for (run, order) in
        [(&dying, &on_its_way), (&dying, &lost), (&dying, &over), (&living, &of_the_living), (&watching, &own)]
    {
        sent(&**run, order, &free(), 0).await;
    }
    dying.record(lost.id, &event(1, unconfirmed())).await.unwrap();
    dying.record(over.id, &event(1, done())).await.unwrap();
    // What earlier tellers of the story have left open is not of interest here.
    watching.recover(minute(2)).await.unwrap();
    assert_eq!(states(&*watching, &on_its_way).await, ["planned", "sent"], "all of them live");

    dying.close().await;
    assert_eq!(watching.recover(minute(3)).await.unwrap(), 2);
    assert_eq!(living.recover(minute(4)).await.unwrap(), 0, "once");
    assert_eq!(states(&*watching, &planned).await, ["planned", "rejected"], "it never left");
    assert_eq!(states(&*watching, &on_its_way).await, ["planned", "sent", "unconfirmed"]);
    assert_eq!(states(&*watching, &lost).await, ["planned", "sent", "unconfirmed"]);
    assert_eq!(states(&*watching, &over).await, ["planned", "sent", "done"]);
    for alive in [&of_the_living, &own] {
        assert_eq!(states(&*watching, alive).await, ["planned", "sent"]);
    }
    assert_eq!(watching.find(&on_its_way.id.to_string()).await.unwrap()[0].since(), minute(3));
    refused(&*living, &order("r2", 1), &free(), 5).await;
    assert!(watching.record(on_its_way.id, &event(6, settled(Some(false)))).await.unwrap());
    sent(&*living, &order("r2", 1), &free(), 7).await;
    assert_holds(&*watching).await;
    living.close().await;
    watching.close().await;
}

async fn all_is_there_after_closing(open: Opener<'_>, store: Arc<dyn Store>) {
    let (before, anchor) = (entries(&*store).await, store.anchor().await.unwrap());
    let intents = store.intents(None, None).await.unwrap();
    store.close().await;
    store.close().await;
    let again = open(run());
    assert_eq!(entries(&*again).await, before);
    assert_eq!(again.intents(None, None).await.unwrap(), intents);
    assert_eq!(again.anchor().await.unwrap(), anchor);
    assert_holds(&*again).await;

    // An anchor that was kept elsewhere is found again, however much is written behind it.
    let kept: Anchor = anchor.unwrap().to_string().parse().unwrap();
    sent(&*again, &order("a-new", 99), &free(), 0).await;
    let walked = |anchor: Anchor, entries: &[paytop::store::Entry]| {
        let mut chain = Chain::new(Some(anchor));
        entries.iter().try_for_each(|entry| chain.step(entry))?;
        chain.end()
    };
    let after = entries(&*again).await;
    assert_eq!(walked(kept.clone(), &after).unwrap(), again.anchor().await.unwrap());
    let cut = &after[..before.len() - 1];
    assert_eq!(walk(cut), Ok(()), "by itself a chain that was cut holds");
    let count = cut.len() as u64;
    assert_eq!(walked(kept.clone(), cut), Err(Break::Cut { count, anchor: kept.count }));

    // The first store is used again as if nothing had been.
    assert_eq!(entries(&*store).await.len(), after.len());
    sent(&*store, &order("a-new", 98), &free(), 0).await;
    assert_holds(&*store).await;
    again.close().await;
    store.close().await;
}
