//! What the benches share: a body as a provider writes it, and an app that has taken it up.
#![allow(dead_code, reason = "each bench uses a part of it")]

pub mod floor;

use std::fmt::Write;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use paytop::app::{App, Look};
use paytop::domain::{Account, ConnectionId, ConnectionInfo, Data, Environment, FeedKind, Polling, Rows, Text};
use paytop::keymap::Keymap;
use paytop::message::{Message, Moment, PaneId, Reply, ReplyTo};
use paytop::providers::http::Payload;
use paytop::providers::withdraw_tool::accounts;
use paytop::ui::{Glyphs, Theme};
use ratatui::layout::Rect;

/// How many accounts there are.
pub const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];

/// The screen.
pub const SCREEN: Rect = Rect::new(0, 0, 200, 50);

/// A list of `rows` accounts as a provider writes it: two UPI accounts with a task to one CARD account. Each `step`
/// the tasks have come a little further.
pub fn body(rows: usize, step: usize) -> Vec<u8> {
    let mut body = String::from(r#"{"success":true,"errCode":"0","errMsg":"","data":["#);
    for row in 0..rows {
        let comma = if row == 0 { "" } else { "," };
        let phone = 9_000_000_000_u64 + row as u64 * 7_919;
        let written = if row % 3 == 2 {
            write!(
                body,
                r#"{comma}{{"id":"a{row}","collectionType":"CARD","type":null,"phone":"{phone}","enabled":false,"otpAuth":false,"smsAuth":false,"upiWithdrawTask":null}}"#
            )
        } else {
            let (amount, withdrawn) = (10_000 + row * 13, 5_000 + row * 7 + step);
            write!(
                body,
                r#"{comma}{{"id":"a{row}","collectionType":"UPI","type":"PHONEPE","phone":"{phone}","status":"AUTHORIZED","enabled":true,"otpAuth":true,"smsAuth":true,"upiWithdrawTask":{{"id":"t{row}","startTime":1700000000,"estimateTime":90,"orderCount":40,"successOrderCount":31,"amount":{amount}.50,"withdrawAmount":{withdrawn}.25}}}}"#
            )
        };
        written.expect("a String takes every write");
    }
    body.push_str("]}");
    body.into_bytes()
}

/// The body as it comes from the provider.
pub fn payload(rows: usize, step: usize) -> Payload {
    Payload { body: body(rows, step), date: None, kind: Text::default() }
}

/// The accounts of the body.
pub fn decoded(payload: &Payload) -> Rows<Account> {
    accounts(payload).expect("the body is sound")
}

/// A moment, so many seconds after the tasks are half done.
pub fn at(seconds: usize) -> Timestamp {
    Timestamp::from_second(1_700_002_700 + i64::try_from(seconds).expect("few")).expect("a date of our days")
}

/// The one connection there is.
pub fn connection() -> ConnectionInfo {
    ConnectionInfo {
        id: ConnectionId::new("bench"),
        provider: "withdraw-tool",
        environment: Environment::Sandbox,
        host: "localhost".into(),
        polling: Polling::default(),
        feeds: vec![FeedKind::Accounts],
        abilities: &[],
        read_only: false,
        otp_validity: Duration::from_mins(2),
        otp_cool_down: Duration::from_secs(20),
        limits: paytop::domain::Limits::default(),
    }
}

/// The answer number `sequence` of the accounts' feed.
pub fn reply(list: Rows<Account>, sequence: usize) -> Reply {
    Reply {
        connection: connection().id,
        to: ReplyTo::Feed { feed: FeedKind::Accounts, sequence: sequence as u64, next: None },
        asked: at(sequence),
        latency: Duration::from_millis(10),
        result: Ok(Data::Accounts(list)),
    }
}

/// Tells the app what happened, so many seconds after the beginning.
pub fn tell(app: &mut App, seconds: usize, message: Message) {
    let _ = app.update(Moment { now: at(seconds), chance: [7; 10] }, message);
}

/// The app on its screen, with `rows` accounts.
pub fn app(rows: usize) -> App {
    let look = Look { theme: Theme::by_name("dark").expect("dark is bundled"), glyphs: Glyphs::UNICODE };
    let mut app = App::new(
        paytop::state::State::new(vec![connection()], TimeZone::UTC, "asha".into(), at(0)),
        Keymap::preset(),
        look,
    )
    .opening(PaneId::Accounts);
    tell(&mut app, 0, Message::Resized { width: SCREEN.width, height: SCREEN.height });
    tell(&mut app, 1, Message::Reply(Box::new(reply(decoded(&payload(rows, 0)), 1))));
    assert!(app.state().totals().accounts == rows);
    app
}
