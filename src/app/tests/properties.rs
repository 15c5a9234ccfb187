//! Properties of the whole pure side under any sequence of messages: keys, pastes, the mouse, resizes, answers and
//! outcomes in any order.

use std::collections::HashSet;

use jiff::SignedDuration;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;
use strum::IntoEnumIterator;

use super::*;
use crate::domain::{ConnectionInfo, Intent, IntentId, IntentState, Tool, UpiId, WithdrawTask};
use crate::keymap::Keymap;
use crate::message::{Chord, Command, Context, Key, Message, Ticket};

/// Something that happens.
#[derive(Clone, Debug)]
enum Act {
    Key(Chord),
    Paste(String),
    Mouse(MouseKind, u16, u16),
    Resize(u16, u16),
    /// The accounts are answered, with so many rows that could not be read.
    List(Vec<Account>, usize),
    /// An older answer comes late.
    Late(Vec<Account>),
    Fail(FeedKind, Fault),
    Tools(Vec<Tool>),
    Handset(usize),
    /// A question that was asked is answered, or one that nobody asked.
    Reply(prop::sample::Index, Result<Vec<String>, Fault>),
    /// It becomes known what became of a change that was sent, once or once more.
    Outcome(prop::sample::Index, Outcome),
    Pass(i64),
    Woke,
    /// The journal tells how it goes on with something that was sent here, or of something of another run; or that it
    /// cannot be written.
    Journal(prop::sample::Index, Vec<IntentState>, bool),
}

fn any_chord() -> impl Strategy<Value = Chord> {
    let all: Vec<Context> = Context::iter().collect();
    let keymap = Keymap::preset();
    let mut chords: Vec<Chord> = all
        .iter()
        .flat_map(|context| Command::iter().flat_map(|command| keymap.chords(&[*context], command)))
        .flat_map(|keys| [Some(keys.first), keys.then].into_iter().flatten())
        // Leaving and locking end the sequence, and revealing is asked for.
        .filter(|chord| ![Chord::ctrl('c'), Chord::ctrl('l'), Chord::char('v')].contains(chord))
        .collect();
    chords.extend("0159.,x@".chars().map(Chord::char));
    let often = [Key::Enter, Key::Enter, Key::Esc, Key::Down, Key::Char('t'), Key::Char('w'), Key::Char(' ')];
    prop_oneof![select(chords), select(often.map(Chord::plain).to_vec())]
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => select(vec![
            "123 456", "500", "1,500.00", "tq\n\x1b[A", "\u{202e}d\r\nq", "\x1b]52;c;aGk=\x07", "q", ":quit\r", "",
            "पैसे 王", "9000011111", "HDFC0001234", "a\u{301}\u{301}",
        ]).prop_map(str::to_owned),
        1 => ".{0,40}",
    ]
}

fn any_amount() -> impl Strategy<Value = Decimal> {
    select(vec![
        Decimal::ZERO,
        1.into(),
        99_999.into(),
        Decimal::new(-5, 0),
        Decimal::MAX,
        Decimal::MIN,
        Decimal::new(1, 28),
    ])
}

fn any_task() -> impl Strategy<Value = WithdrawTask> {
    let started = select(vec![None, Some(at(-600)), Some(at(-90_000)), Some(at(900_000)), Some(jiff::Timestamp::MIN)]);
    let estimate = select(vec![0, 1, 60, 1_000_000]).prop_map(SignedDuration::from_mins);
    (0_u8..3, started, estimate, any_amount(), any_amount(), any::<u64>()).prop_map(
        |(name, started, estimate, amount, withdrawn, orders)| WithdrawTask {
            id: format!("t{name}").as_str().into(),
            started,
            estimate,
            orders,
            succeeded: orders / 3,
            amount,
            withdrawn,
        },
    )
}

fn any_account() -> impl Strategy<Value = Account> {
    let kind = select(vec![CollectionType::Upi, CollectionType::Card, CollectionType::Other("WALLET".into())]);
    let tool = select(vec!["PHONEPE", "PAYTM", "", "\x1b[31mX\u{202e}", "王王王王王王王王王王王王"]);
    let status = select(vec![None, Some(AuthStatus::Authorized), Some(AuthStatus::Other("HELD".into()))]);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    (1_u8..6, kind, tool, status, flags, proptest::option::of(any_task())).prop_map(
        |(number, collection, tool, status, (enabled, otp_auth, sms_auth), task)| Account {
            collection,
            tool: tool.into(),
            status,
            enabled,
            otp_auth,
            sms_auth,
            task,
            ..upi(&format!("a{number}"))
        },
    )
}

fn any_accounts() -> impl Strategy<Value = Vec<Account>> {
    proptest::collection::vec(any_account(), 0..6)
}

fn any_fault() -> impl Strategy<Value = Fault> {
    select(vec![
        Fault::Server { status: 503, retry_after: None },
        Fault::Unauthorized(401),
        Fault::ConnectionLost("reset".into()),
        Fault::Refused { code: "9".into(), text: "locked: 9876500001\x1b[2J".into() },
        Fault::NotJson("<html>\u{7}".into()),
    ])
}

fn any_outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        3 => Just(done()),
        1 => Just(Outcome::Done(Receipt::OtpSent { session: "s".into() })),
        1 => Just(Outcome::Done(Receipt::SmsStarted {
            session: "s".into(),
            target: Phone::new("+915550001111"),
            text: "AUTH 77".into(),
        })),
        1 => any_account().prop_map(|account| Outcome::Done(Receipt::Saved(Some(Box::new(account))))),
        3 => select(vec!["8001", "8002", "77"]).prop_map(|code| refused(code, "no: 9876500001")),
        3 => Just(lost()),
    ]
}

/// How an intent went on.
fn any_steps() -> impl Strategy<Value = Vec<IntentState>> {
    let done = || IntentState::Done { reference: None };
    select(vec![
        vec![],
        vec![IntentState::Sent],
        vec![IntentState::Sent, done()],
        vec![IntentState::Sent, unknown()],
        vec![IntentState::Sent, unknown(), settled(true)],
        vec![IntentState::Sent, unknown(), settled(false)],
    ])
}

fn any_act() -> impl Strategy<Value = Act> {
    let mouse = select(vec![MouseKind::Click, MouseKind::WheelUp, MouseKind::WheelDown]);
    let sizes = select(vec![(0, 0), (1, 1), (3, 2), (20, 5), (50, 15), (80, 24), (120, 40), (230, 50), (0, 9), (9, 0)]);
    let index = any::<prop::sample::Index>;
    let ids = prop_oneof![
        proptest::collection::vec(select(vec!["9876500001@ybl", "ravi@okaxis"]).prop_map(str::to_owned), 0..3)
            .prop_map(Ok),
        any_fault().prop_map(Err),
    ];
    prop_oneof![
        30 => any_chord().prop_map(Act::Key),
        4 => any_text().prop_map(Act::Paste),
        2 => (mouse, 0_u16..240, 0_u16..60).prop_map(|(kind, x, y)| Act::Mouse(kind, x, y)),
        2 => sizes.prop_map(|(width, height)| Act::Resize(width, height)),
        4 => (any_accounts(), 0_usize..2).prop_map(|(rows, bad)| Act::List(rows, bad)),
        1 => any_accounts().prop_map(Act::Late),
        2 => (select(FeedKind::iter().collect::<Vec<_>>()), any_fault()).prop_map(|(feed, fault)| Act::Fail(feed, fault)),
        1 => Just(Act::Tools(vec![tool("PHONEPE", "PhonePe", true), tool("PAYTM", "PayTM\x1b", false)])),
        1 => (0_usize..3).prop_map(Act::Handset),
        3 => (index(), ids).prop_map(|(which, ids)| Act::Reply(which, ids)),
        6 => (index(), any_outcome()).prop_map(|(which, outcome)| Act::Outcome(which, outcome)),
        2 => (0_i64..200).prop_map(Act::Pass),
        1 => Just(Act::Woke),
        3 => (index(), any_steps(), prop::bool::weighted(0.2)).prop_map(|(which, steps, bad)| Act::Journal(which, steps, bad)),
    ]
}

/// What an operator would press in a row, so that sequences come as far as sending something.
fn any_flow() -> impl Strategy<Value = Vec<Act>> {
    let flows = [
        "w 5 0 0 enter enter",
        "esc esc esc 1 g w 5 0 0 enter enter",
        "esc esc w 7 enter enter",
        "t enter",
        "esc esc a t enter",
        "esc o enter",
        "1 2 3 4 enter",
        "esc m enter enter",
        "esc d enter",
        "esc e 9 8 7 6 5 4 3 2 1 0 tab enter",
        "esc u enter",
        "/ a enter",
        "esc esc esc 2 g s right tab U 1 tab enter enter",
        "esc esc esc 2 g s right right tab x enter enter",
        "esc esc 1 T enter",
        "2 enter j j G k esc",
    ];
    select(flows.to_vec())
        .prop_map(|keys| keys.split(' ').map(|key| Act::Key(key.parse().expect("a key is spelled right"))).collect())
}

fn acts(most: usize) -> impl Strategy<Value = Vec<Act>> {
    let some = prop_oneof![5 => any_act().prop_map(|act| vec![act]), 1 => any_flow()];
    proptest::collection::vec(some, 1..most).prop_map(|acts| acts.concat())
}

/// The outside of the app: what was asked and sent, and what has become of it.
struct Outside {
    desk: Desk,
    asked: Vec<Ticket>,
    sent: Vec<IntentId>,
    changes: usize,
    orders: usize,
    quits: usize,
    sequence: u64,
}

impl Outside {
    fn new(connection: ConnectionInfo) -> Self {
        let mut desk = Desk::at(vec![connection]);
        desk.list(DESK, vec![card("a1"), running(upi("a2"), 1, 10), upi("a3")]);
        desk.effects.clear();
        Self { desk, asked: vec![Ticket(1)], sent: Vec::new(), changes: 0, orders: 0, quits: 0, sequence: 100 }
    }

    fn act(&mut self, act: Act) {
        let desk = &mut self.desk;
        match act {
            Act::Key(chord) => {
                desk.now = desk.now.checked_add(SignedDuration::from_millis(500)).expect("it stays in our time");
                desk.take(Message::Key(chord))
            }
            Act::Paste(text) => desk.take(Message::Paste(text)),
            Act::Mouse(kind, x, y) => desk.mouse(kind, x, y),
            Act::Resize(width, height) => desk.resize(width, height),
            Act::List(rows, bad) => {
                self.sequence += 1;
                let reply = torn(self.sequence, desk.now, rows, bad);
                desk.take(Message::Reply(Box::new(reply)))
            }
            Act::Late(rows) => desk.take(Message::Reply(Box::new(accounts(self.sequence, desk.now, rows)))),
            Act::Fail(feed, fault) => {
                self.sequence += 1;
                let reply = answer(feed, self.sequence, desk.now, Err(fault));
                desk.take(Message::Reply(Box::new(reply)))
            }
            Act::Tools(tools) => {
                self.sequence += 1;
                let reply = answer(FeedKind::Tools, self.sequence, desk.now, Ok(Data::Tools(tools.into())));
                desk.take(Message::Reply(Box::new(reply)))
            }
            Act::Handset(count) => {
                self.sequence += 1;
                let one = |number: usize| {
                    let sent = [None, Some(false), Some(true)][number % 3];
                    arrived("a1", "AUTH 77\x1b[2J", sent)
                };
                let messages = (0..count).map(one).collect();
                let reply = answer(FeedKind::Handset, self.sequence, desk.now, Ok(Data::Handset(messages)));
                desk.take(Message::Reply(Box::new(reply)))
            }
            Act::Reply(which, ids) => {
                let ids = ids.map(|ids| {
                    let ids: Vec<UpiId> = ids.iter().map(|id| UpiId::new(id)).collect();
                    Data::UpiIds(ids.into())
                });
                let ticket = self.asked[which.index(self.asked.len())];
                desk.reply(ticket, ids)
            }
            Act::Outcome(which, outcome) => {
                let unknown = IntentId::new(at(0), [0; 10]);
                let intent = self.sent.get(which.index(self.sent.len() + 1)).copied().unwrap_or(unknown);
                desk.outcome(intent, outcome)
            }
            Act::Pass(seconds) => desk.pass(seconds),
            Act::Woke => desk.take(Message::Woke),
            Act::Journal(_, _, true) => desk.take(broken()),
            Act::Journal(which, steps, false) => {
                let number = which.index(6);
                let own = self.sent.get(number).and_then(|id| desk.app.state().intents.get(*id));
                let account = ["a1", "a2", "a3"][number % 3];
                let change = match number {
                    0..3 => order(account, 500),
                    _ => Change::SetWithdrawals { account: account.into(), enabled: number == 3 },
                };
                let other = told(u8::try_from(number).expect("it is small"), &change, steps);
                let intent = match own {
                    Some(own) => Intent { timeline: other.timeline, ..own.clone() },
                    None => other,
                };
                desk.take(news(vec![intent]))
            }
        };
        for effect in self.desk.effects.drain(..) {
            match effect {
                Effect::Read { ticket, .. } => self.asked.push(ticket),
                Effect::Change { intent, change, .. } => {
                    self.sent.push(intent.id);
                    self.changes += 1;
                    self.orders += usize::from(matches!(change, Change::CreateOrder { .. }));
                }
                Effect::Quit(_) => self.quits += 1,
                _ => {}
            }
        }
    }

    /// The account that the pane has selected, once everything above it is closed.
    fn selected(&mut self) -> Option<String> {
        for _ in 0..10 {
            self.desk.press("esc");
        }
        self.desk.press("1 esc esc esc esc");
        // What is held still may be gone.
        if self.desk.app.frozen_since().is_some() {
            self.desk.press("Z");
        }
        self.desk.effects.clear();
        self.desk.press("y y");
        let is_copy = |effect: &Effect| matches!(effect, Effect::Copy(_));
        self.desk.effects.iter().any(is_copy).then(|| copied(&mut self.desk))
    }
}

fn is_enter(act: &Act) -> bool {
    matches!(act, Act::Key(chord) if *chord == Chord::plain(Key::Enter))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_panics_and_no_row_is_selected_that_is_not_there(acts in acts(50)) {
        let mut outside = Outside::new(sandbox(DESK));
        for act in acts {
            outside.act(act);
            let screen = outside.desk.screen();
            prop_assert!(screen.chars().all(|c| c == '\n' || !c.is_control()), "{screen:?}");
            for phone in ["9876500001", "9876500002", "9876500003"] {
                prop_assert!(!screen.contains(phone), "{screen}");
            }
            let next = outside.desk.app.wake_at();
            prop_assert!(next.is_none_or(|next| next > outside.desk.now), "a wake-up in the past never ends");
        }
        let rows: HashSet<String> =
            outside.desk.app.state().rows().map(|(_, row)| row.account.id.to_string()).collect();
        if let Some(selected) = outside.selected() {
            prop_assert!(rows.contains(&selected), "{selected} is not in {rows:?}");
        } else {
            // What was selected went away: the next move selects something, where there is anything.
            outside.desk.press("g y y");
            let found = outside.desk.effects.iter().any(|effect| matches!(effect, Effect::Copy(_)));
            prop_assert_eq!(found, !rows.is_empty(), "{:?}", rows);
            if found {
                prop_assert!(rows.contains(&copied(&mut outside.desk)));
            }
        }
    }

    #[test]
    fn no_intent_is_sent_twice_and_no_order_without_a_yes(acts in acts(60)) {
        let mut outside = Outside::new(sandbox(DESK));
        outside.desk.resize(120, 40);
        for act in acts {
            if matches!(act, Act::Resize(..)) {
                continue;
            }
            let enter = is_enter(&act);
            let before = if enter { outside.desk.words() } else { String::new() };
            let orders = outside.orders;
            outside.act(act);
            if outside.orders > orders {
                prop_assert!(enter, "an order leaves by a yes alone");
                prop_assert_eq!(outside.orders, orders + 1, "one yes is one order");
                prop_assert!(before.contains("is withdrawn from"), "the yes was to a question: {}", before);
                prop_assert!(!before.contains("No longer as shown"), "{}", before);
                let intents = &outside.desk.app.state().intents;
                let order = outside.sent.last().and_then(|id| intents.get(*id)).expect("it is written down");
                let is_like = |other: &Intent| {
                    other.id != order.id && other.account == order.account && other.amount == order.amount
                };
                let open = |other: &Intent| other.is_in_flight() || other.is_unconfirmed();
                if intents.newest_first().any(|other| is_like(other) && open(other)) {
                    prop_assert!(before.contains("This would be a second one"), "{}", before);
                }
            }
        }
        let distinct: HashSet<_> = outside.sent.iter().collect();
        prop_assert_eq!(distinct.len(), outside.changes);
        for intent in &outside.sent {
            prop_assert!(outside.desk.app.state().intents.get(*intent).is_some(), "each is written down");
        }
    }

    #[test]
    fn changes_leave_by_a_key_or_to_finish_a_toggle(acts in acts(60)) {
        let mut outside = Outside::new(sandbox(DESK));
        for act in acts {
            let changes = outside.changes;
            let by_hand = matches!(act, Act::Key(_));
            let finishes = matches!(act, Act::Outcome(_, Outcome::Done(_)));
            outside.act(act);
            prop_assert!(by_hand || finishes || outside.changes == changes);
            prop_assert!(by_hand || outside.changes <= changes + 1);
        }
    }

    #[test]
    fn nothing_but_reads_leaves_a_read_only_connection(acts in acts(60)) {
        let mut outside = Outside::new(read_only(sandbox(DESK)));
        for act in acts {
            outside.act(act);
            prop_assert_eq!(outside.changes, 0);
        }
    }

    #[test]
    fn a_paste_runs_no_command_wherever_it_happens(before in acts(40), text in any_text()) {
        let mut outside = Outside::new(sandbox(DESK));
        for act in before {
            outside.act(act);
        }
        let (changes, quits, asked) = (outside.changes, outside.quits, outside.asked.len());
        let contexts = outside.desk.app.contexts();
        outside.act(Act::Paste(text));
        prop_assert_eq!((outside.changes, outside.quits, outside.asked.len()), (changes, quits, asked));
        prop_assert_eq!(outside.desk.app.contexts(), contexts, "nothing opened or closed");
    }

    #[test]
    fn a_code_is_never_on_the_screen(code in "[0-9]{4,8}", width in 1_u16..130, height in 1_u16..45) {
        let mut desk = desk(vec![upi("a1")]);
        let (intent, _) = desk.press("o enter").sent_one();
        desk.outcome(intent, Outcome::Done(Receipt::OtpSent { session: "s".into() }));
        desk.sent();
        // What is on the screen before is no code.
        let screens = |desk: &mut Desk| [(width, height), (120, 40)].map(|(w, h)| desk.resize(w, h).screen());
        let before = screens(&mut desk).concat();
        prop_assume!(!before.contains(&code));
        desk.type_text(&code);
        prop_assert!(!screens(&mut desk).concat().contains(&code));
        let (intent, change) = desk.press("enter").sent_one();
        let printed = format!("{change:?}");
        prop_assert!(!printed.contains(&code));
        prop_assert!(!screens(&mut desk).concat().contains(&code));
        desk.outcome(intent, refused("8104", "wrong OTP"));
        prop_assert!(!screens(&mut desk).concat().contains(&code));
    }

    #[test]
    fn an_answer_that_changes_nothing_draws_nothing(rows in any_accounts()) {
        let mut outside = Outside::new(sandbox(DESK));
        outside.act(Act::List(rows.clone(), 0));
        outside.act(Act::List(rows.clone(), 0));
        prop_assert!(!outside.desk.redraw);
        outside.act(Act::Late(rows));
        prop_assert!(!outside.desk.redraw);
    }
}
