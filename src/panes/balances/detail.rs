//! The detail of the selected purse: what is known of it, what is to be expected of it, and how it went.

use rust_decimal::Decimal;

use crate::domain::{AlertRule, FeedKind, Money, Purse, Ratio};
use crate::message::Times;
use crate::state::{Held, Outlook, Runway, State};
use crate::ui::{Align, Area, Canvas, Chart, Fact, Scale, facts, format};

use super::columns::Word;

/// From this width on the facts and the chart stand side by side.
const WIDE: u16 = 100;

/// The columns the facts take beside the chart.
const FACTS: u16 = 56;

/// The hours that are looked back over at most, in words.
const LOOKED_BACK: &str = "6 h";

/// The finest step of a trend.
const FINEST: u64 = 7_000;

/// Draws the detail in `area`.
pub fn draw(canvas: &mut Canvas<'_>, area: Area, held: &Held<'_>, zoomed: bool, state: &State) {
    if area.is_empty() {
        return;
    }
    let several = state.has_several(FeedKind::Balances);
    let whose = if several { format!("  {}", held.connection.info.id) } else { String::new() };
    let (title, body) = area.cut_top(1);
    canvas.section(title, &format!("{}{whose}", held.purse), zoomed);
    let body = body.inset(1, 0);
    let outlook = held.outlook(&state.under_way(), state.now);
    let all = described(held, &outlook, state);
    if body.width >= WIDE {
        let (left, right) = body.cut_left(FACTS);
        list(canvas, left, &all);
        chart(canvas, right.cut_left(2).1, held, state);
    } else if zoomed {
        let rows = u16::try_from(all.len()).unwrap_or(u16::MAX);
        let (top, bottom) = body.cut_top(rows.min(body.height));
        list(canvas, top, &all);
        chart(canvas, bottom.cut_top(1).1, held, state);
    } else {
        list(canvas, body, &all);
    }
}

/// A fact: its label and its value.
type Labelled = (&'static str, String);

/// What is known of it, what matters most first.
fn described(held: &Held<'_>, outlook: &Outlook, state: &State) -> Vec<Labelled> {
    let currency = held.purse.currency();
    let money = |amount: Decimal| Money::new(amount, currency.clone());
    let moment = |at| format::moment(at, state.now, &state.zone, state.times);
    let word = Word::of(held, state);
    let low = state.is_alerted(held, AlertRule::LowBalance);
    let standing = match word {
        Word::Fine => String::new(),
        Word::Negative if low => "  negative, low".to_owned(),
        word => format!("  {}", word.word()),
    };
    let never = "no change was seen yet".to_owned();
    let mut all = vec![
        ("balance", format!("{}{standing}", held.money())),
        ("lasts", lasts(held, outlook, state)),
        (
            "under way",
            match outlook.count {
                0 => "nothing".to_owned(),
                1 => format!("{} by one withdrawal", money(outlook.under_way)),
                count => format!("{} by {count} withdrawals", money(outlook.under_way)),
            },
        ),
        ("went out", format!("{} {}", money(outlook.out), over(outlook, held, state))),
        (
            "last change",
            held.moved().map_or(never, |(at, by)| {
                format!("{} {} at {}", currency, format::amount_signed(&money(by)), moment(at))
            }),
        ),
        (
            "low mark",
            match state.mark(held) {
                None => "none".to_owned(),
                Some(mark) => mark.to_string(),
            },
        ),
    ];
    let told = held.connection.balances.told().map_or_else(String::new, moment);
    let fresh = state.are_balances_fresh(&held.connection.info.id);
    all.push(("told", if fresh { told } else { format!("{told}, STALE: no answer since") }));
    if held.is_missing() {
        all.push(("in the answer", "not there, or unreadable".to_owned()));
    }
    if matches!(held.purse, Purse::Currency(..)) {
        all.push(("wallets", held.wallets.len().to_string()));
    }
    all.push(("seen since", moment(held.since())));
    all
}

/// How long it lasts, in full words.
fn lasts(held: &Held<'_>, outlook: &Outlook, state: &State) -> String {
    match outlook.runway {
        Runway::Unknown => format!("not known yet: seen {}", over(outlook, held, state)),
        Runway::Resting => format!("nothing went out {}", over(outlook, held, state)),
        Runway::Spent if held.money().amount <= Decimal::ZERO => "nothing is there".to_owned(),
        Runway::Spent => "what is under way takes all of it".to_owned(),
        Runway::Lasts(span) if outlook.is_whole() => {
            format!("{} at the pace of the last {LOOKED_BACK}", format::about(span))
        }
        Runway::Lasts(span) => format!("{}, pace {}", format::about(span), over(outlook, held, state)),
    }
}

/// The room of a moment in a sentence.
const SINCE: usize = 14;

/// How long was looked back: since the first look, or over the hours that count.
fn over(outlook: &Outlook, held: &Held<'_>, state: &State) -> String {
    if outlook.is_whole() {
        return format!("in the last {LOOKED_BACK}");
    }
    // Of another day the date does: there is little room, and a time that is cut has lost its zone.
    match state.times {
        Times::Clock => {
            format!("since {}", format::when_short(held.since(), state.now, &state.zone, state.times, SINCE))
        }
        Times::Ago => format::since(held.since(), state.now, &state.zone, state.times),
    }
}

fn list(canvas: &mut Canvas<'_>, area: Area, all: &[Labelled]) {
    let all: Vec<Fact<'_>> = all.iter().map(|(label, value)| Fact::new(label, value)).collect();
    facts(canvas, area, &all);
}

/// The least and the most of what there was.
fn range(amounts: impl Iterator<Item = Decimal> + Clone) -> Option<(Decimal, Decimal)> {
    Some((amounts.clone().min()?, amounts.max()?))
}

/// A trend to be drawn: the lowest of it is drawn lowest and the highest highest, for a balance hardly ever comes near
/// to nothing.
pub fn levels(trend: &[Decimal]) -> Vec<u64> {
    let Some((low, high)) = range(trend.iter().copied()) else { return Vec::new() };
    let height = |amount: &Decimal| {
        let share = Ratio::of(amount.saturating_sub(low), high.saturating_sub(low));
        u64::from(share.basis_points().min(10_000)) * FINEST / 10_000
    };
    trend.iter().map(height).collect()
}

/// The balance since it was first looked at. Its scale is what there was, and its mark where that is near.
fn chart(canvas: &mut Canvas<'_>, area: Area, held: &Held<'_>, state: &State) {
    if area.height < 3 {
        return;
    }
    let line = held.line(state.now);
    let Some((mut low, high)) = range(line.iter().map(|(_, amount)| *amount)) else { return };
    if line.len() < 3 {
        let since = format::since(held.since(), state.now, &state.zone, state.times);
        let words = format!("No change was seen {since}");
        canvas.label(area, Align::Left, &words, canvas.theme().muted);
        return;
    }
    let mark = state.mark(held).map(|mark| mark.amount);
    let near = low.saturating_sub(high.saturating_sub(low));
    let mark = mark.filter(|mark| (near..=high).contains(mark));
    low = mark.map_or(low, |mark| mark.min(low));
    let height = high.saturating_sub(low);
    let share = |amount: Decimal| {
        if height.is_zero() { Ratio::from_basis_points(5_000) } else { Ratio::of(amount.saturating_sub(low), height) }
    };
    let points: Vec<_> = line.iter().map(|(at, amount)| (*at, share(*amount))).collect();
    let digits = |amount| Money::new(amount, held.purse.currency().clone()).digits();
    let (top, bottom) = (digits(high), digits(low));
    let scale = if height.is_zero() {
        Scale { top: "", middle: &top, bottom: "" }
    } else {
        Scale { top: &top, middle: "", bottom: &bottom }
    };
    let since = held.since();
    Chart {
        points: &points,
        from: since,
        to: state.now,
        from_label: &format::moment(since, state.now, &state.zone, state.times),
        to_label: if mark.is_some() && area.width > 50 { "now (dots: low mark)" } else { "now" },
        planned_end: None,
        mark: mark.map(share),
        scale,
    }
    .draw(canvas, area);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trend_goes_from_its_lowest_to_its_highest() {
        let of = |amounts: &[i64]| levels(&amounts.iter().map(|amount| Decimal::from(*amount)).collect::<Vec<_>>());
        assert_eq!(of(&[1_000_000, 1_000_100, 1_000_050]), [0, 7_000, 3_500]);
        assert_eq!(of(&[-50, -100]), [7_000, 0]);
        assert_eq!(of(&[5, 5]), [0, 0], "what does not move lies flat");
        assert_eq!(of(&[]), [0; 0]);
        assert_eq!(levels(&[Decimal::MIN, Decimal::MAX]).len(), 2);
    }
}
