//! Every screen as a picture in text, at three sizes each, with a fixed clock in India's time.
//!
//! `INSTA_UPDATE=always cargo test screens` accepts what they are now; look at every one before it is committed.

mod accounts_pane;
mod alerts_overlay;
mod balances_pane;
mod deposits_pane;
mod forms;
mod journal_pane;
mod journal_tells;
mod lists;
mod postbacks_pane;
mod questions;
mod transfers_pane;
mod withdrawals_pane;
mod wizards;

use std::fmt::Write as _;
use std::time::Duration;

use super::*;
use crate::domain::{UpiId, WithdrawTask};
use crate::message::Message;

/// Compares the screen at each size with what it was.
pub fn pictures(name: &str, desk: Desk) {
    pictures_at(name, desk, &[(120, 40), (80, 24), (50, 15)]);
}

/// Compares the screen at each of these sizes with what it was.
pub fn pictures_at(name: &str, mut desk: Desk, sizes: &[(u16, u16)]) {
    let mut all = String::new();
    // A question offers its yes once it can have been read.
    desk.pass(1);
    for (width, height) in sizes.iter().copied() {
        desk.resize(width, height);
        let unlabelled = unlabelled(&desk.screen());
        assert!(unlabelled.is_empty(), "times without their zone: {unlabelled:?}\n{}", desk.screen());
        let edge = "=".repeat(usize::from(width));
        let _ = writeln!(all, "{edge} {width}x{height}\n{}", desk.screen());
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, all);
    });
}

/// The times on a screen of which nobody can tell what zone they are in: it stands neither behind them, nor at the
/// beginning of the next line of their window, nor in the title of their column.
fn unlabelled(screen: &str) -> Vec<String> {
    const ZONE: [char; 3] = ['I', 'S', 'T'];
    let lines: Vec<Vec<char>> = screen.lines().map(|line| line.chars().collect()).collect();
    // Where titles begin that tell the zone: of a column of times, or that alone.
    let titles: Vec<usize> = ["when", "looked up"]
        .iter()
        .flat_map(|title| {
            let title: Vec<char> = title.chars().collect();
            lines.iter().filter_map(move |line| {
                let at = line.windows(title.len()).position(|part| part == title.as_slice())?;
                let behind: String = line[at + title.len()..].iter().take(5).collect();
                behind.trim_start_matches(['▴', '▾', ' ']).starts_with("IST").then_some(at)
            })
        })
        .collect();
    let mut found = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        for at in 0..line.len().saturating_sub(4) {
            let digit = |at: usize| line.get(at).is_some_and(char::is_ascii_digit);
            let pair = |at: usize| digit(at) && digit(at + 1);
            let colon = |at: usize| line.get(at) == Some(&':');
            let inside = at > 0 && (digit(at - 1) || colon(at - 1));
            if inside || !(pair(at) && colon(at + 2) && pair(at + 3)) || digit(at + 5) {
                continue;
            }
            let end = if colon(at + 5) && pair(at + 6) { at + 8 } else { at + 5 };
            let behind: Vec<char> = line[end..].iter().copied().filter(|c| *c != ' ').take(3).collect();
            // A window may lie over the rest.
            let over = behind.iter().position(|c| "│╭╰─".contains(*c)).unwrap_or(behind.len());
            let left = line[..at].iter().rposition(|c| *c == '│').unwrap_or(0);
            let goes_on = over == 0
                && lines.get(row + 1).is_some_and(|next| {
                    let words: String = next.iter().skip(left).filter(|c| !"│ ".contains(**c)).take(3).collect();
                    words == "IST"
                });
            let is_labelled = (over > 0 && ZONE.starts_with(&behind[..over])) || goes_on || titles.contains(&at);
            if !is_labelled {
                found.push(line[at..].iter().take(20).collect());
            }
        }
    }
    found
}

#[test]
fn a_time_without_its_zone_is_found() {
    assert_eq!(unlabelled("   when\n ▌ 13:10:06 desk"), ["13:10:06 desk"]);
    assert_eq!(unlabelled("asked at 13:10"), ["13:10"]);
    for labelled in
        [" when IST\n 13:10:06 desk", "at 13:10 IST", "│ at 13:10:06  │\n│ IST, paid │", "ratio 1:05, 100:00"]
    {
        assert_eq!(unlabelled(labelled), [""; 0], "{labelled}");
    }
}

/// Accounts of every kind and state.
fn all_kinds() -> Vec<Account> {
    let trend = |account: Account| running(account, 123_456, 1_234_567);
    let late = WithdrawTask { started: Some(at(-7_200)), ..task("t-late", 400_000, 500_000) };
    let over = WithdrawTask { orders: 48, succeeded: 48, ..task("t-over", 61_000, 60_000) };
    let unknown =
        WithdrawTask { started: None, estimate: jiff::SignedDuration::ZERO, orders: 0, ..task("t-new", 0, 0) };
    vec![
        trend(upi("a1")),
        Account { tool: "PAYTM".into(), task: Some(late), ..on(upi("a2")) },
        Account { otp_auth: false, sms_auth: false, status: Some(AuthStatus::Unauthorized), ..upi("a3") },
        card("b4"),
        Account { tool: "FREECHARGE".into(), task: Some(over), ..on(upi("a5")) },
        Account { task: Some(unknown), ..on(upi("a6")) },
        Account { status: Some(AuthStatus::Other("ON_HOLD".into())), ..upi("a7") },
        on(card("b8")),
        Account { sms_auth: false, ..upi("a9") },
        Account { collection: CollectionType::Other("WALLET".into()), tool: "MOBIKWIK".into(), ..upi("a10") },
    ]
}

/// The desk with all of them, after a few minutes of work.
fn at_work() -> Desk {
    let mut desk = desk(all_kinds());
    desk.tools(vec![tool("PHONEPE", "PhonePe", true), tool("PAYTM", "PayTM", true), tool("CRED", "CRED", false)]);
    for step in 1..=5 {
        let mut accounts = all_kinds();
        let task = accounts[0].task.as_mut().expect("a1 is at work");
        task.withdrawn += rust_decimal::Decimal::from(step * step * 12_000);
        task.succeeded += u64::try_from(step).unwrap_or(0);
        desk.pass(60).list(DESK, accounts);
        desk.tools(vec![tool("PHONEPE", "PhonePe", true), tool("PAYTM", "PayTM", true), tool("CRED", "CRED", false)]);
    }
    desk
}

mod beside_wallets {
    use super::*;

    #[test]
    fn accounts() {
        let mut desk = Desk::at(vec![sandbox(DESK), wallets("paykassma")]).with_accounts(DESK, all_kinds());
        desk.tools(vec![tool("PHONEPE", "PhonePe", true)]).handset(Vec::new());
        let list = vec![balance("paytm", 12_345_678, "INR")];
        desk.feed("paykassma", FeedKind::Balances, Ok(Data::Balances(list.into())));
        pictures("accounts-beside-wallets", desk);
    }
}

#[test]
fn payees() {
    use super::payees::{ADA, desk_of, fill, remembered};
    pictures("payees-empty", desk_of(Vec::new()));
    pictures("payees-full", desk_of(remembered()));
    let mut desk = desk_of(remembered());
    desk.press("/").type_text("activated us");
    pictures("payees-filtered", desk);
    let mut desk = desk_of(remembered());
    desk.press("enter");
    pictures("payees-detail", desk);
    let mut desk = desk_of(remembered());
    fill(&mut desk, "payee-1001", "2030-01-01", "us", "XX");
    desk.press("enter");
    pictures("form-payee-errors", desk);
    let mut desk = desk_of(remembered());
    fill(&mut desk, "c-77", "1999-01-31", "us", "NY");
    desk.press("enter");
    pictures("confirm-payee", desk);
    let mut desk = desk_of(remembered());
    desk.press("a").type_text("101089292").press("tab").type_text("7861053298");
    pictures("form-bank-account", desk);
    let mut desk = desk_of(remembered());
    desk.press("i").type_text(ADA);
    pictures("form-import-payee", desk);
}
