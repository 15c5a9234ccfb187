//! Who is in the world when it begins: twenty-four parts, played again and again, so that every world shows every
//! situation, whatever its seed. Chance decides tools, phones, amounts and paces.

use fastrand::Rng;
use rust_decimal::Decimal;

use super::account::{Account, AccountNo, Bank, Pays};
use super::task::{Task, Temper};
use super::tools::{TOOLS, USABLE};
use crate::domain::{AccountNumber, Phone};

/// What an account is doing when the world begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// UPI, its task so many hundredths done.
    Running(u32, u32),
    /// UPI, its task past the estimate.
    Late,
    /// UPI, its task not moving for the next three quarters of an hour.
    Stalled(u32, u32),
    /// UPI, its task just started and without any order.
    Fresh,
    /// UPI, its task done with a bit too much.
    Overshot,
    /// UPI, on, its task about to start.
    Soon,
    /// UPI, authorised, off.
    Off,
    /// UPI, without the OTP authorisation.
    NoOtp,
    /// UPI, without the SMS authorisation.
    NoSms,
    /// UPI, without any authorisation.
    NoAuth,
    /// CARD, on.
    Card,
    /// CARD, off.
    CardOff,
}

/// The parts; `a1` plays the first.
const PARTS: [Part; 24] = [
    Part::Running(35, 65),
    Part::Card,
    Part::NoOtp,
    Part::Late,
    Part::NoSms,
    Part::Running(5, 20),
    Part::Card,
    Part::Fresh,
    Part::Off,
    Part::Overshot,
    Part::CardOff,
    Part::NoAuth,
    Part::Stalled(25, 60),
    Part::Running(90, 97),
    Part::Soon,
    Part::Card,
    Part::Off,
    Part::Running(20, 45),
    Part::NoOtp,
    Part::Late,
    Part::NoSms,
    Part::Card,
    Part::Running(60, 85),
    Part::Soon,
];

/// The account at `place`, and after how many seconds it does something by itself.
pub fn account(place: usize, mut rng: Rng) -> (Account, Option<u32>) {
    let part = PARTS[place % PARTS.len()];
    let phone = phone(&mut rng);
    let pays = match part {
        Part::Card | Part::CardOff => card(&mut rng),
        _ => Pays::Upi { tool: &TOOLS[rng.usize(..USABLE)], chosen: None },
    };
    let mut account = Account::new(AccountNo::at(place), phone, pays, rng.fork());
    account.otp_auth = !matches!(part, Part::NoOtp | Part::NoAuth);
    account.sms_auth = !matches!(part, Part::NoSms | Part::NoAuth);
    account.enabled = !matches!(part, Part::Off | Part::NoOtp | Part::NoSms | Part::NoAuth | Part::CardOff);
    let mut task = |temper| Task::with_temper(account.next_task(), 0, temper, &mut rng);
    let (task, after) = match part {
        Part::Running(from, to) => {
            let task = task(Temper::Steady);
            (Some(task.advanced(rng.u32(from..=to), &mut rng)), Some(rng.u32(1..=5)))
        }
        Part::Late => (Some(task(Temper::Late).overdue(&mut rng)), Some(rng.u32(1..=5))),
        Part::Stalled(from, to) => {
            let task = task(Temper::Steady);
            (Some(task.advanced(rng.u32(from..=to), &mut rng)), Some(rng.u32(45 * 60..=90 * 60)))
        }
        Part::Fresh => {
            let mut task = task(Temper::Steady);
            task.started -= i64::from(rng.u32(10..=50));
            (Some(task), Some(rng.u32(90..=240)))
        }
        Part::Overshot => {
            let task = task(Temper::Overshooting);
            (Some(task.overshot(&mut rng)), Some(rng.u32(8 * 60..=15 * 60)))
        }
        Part::Soon => (None, Some(rng.u32(8..=60))),
        _ => (None, None),
    };
    account.task = task;
    (account, after)
}

/// An Indian mobile number.
fn phone(rng: &mut Rng) -> Phone {
    Phone::new(&rng.u64(6_000_000_000..10_000_000_000).to_string())
}

/// A bank account with something on it.
fn card(rng: &mut Rng) -> Pays {
    let bank = Bank {
        name: "Sandbox Holder".into(),
        number: AccountNumber::new(rng.u64(100_000_000_000..1_000_000_000_000).to_string().into()),
        ifsc: format!("SBIN0{:06}", rng.u32(..1_000_000)).into(),
    };
    Pays::Card { bank, balance: balance(rng) }
}

/// 1,00,000 to 20,00,000 rupees.
pub fn balance(rng: &mut Rng) -> Decimal {
    Decimal::new(rng.i64(10_000_000..=200_000_000), 2)
}
