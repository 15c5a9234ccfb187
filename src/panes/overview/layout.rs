//! Where the parts of the overview are, as a function of the room there is and of how many figures each part has: what
//! matters least leaves first.
//!
//! Wide and high, with titles:
//!
//! ```text
//!  ─ needs a look ───────────────────────────────────  ─ money ──────────────────────────────
//!  ▌  ? withdraw INR 1,500.00: a24            14:12       tasks INR   3,10,000.00  1,20,000.00
//!     ! paytm INR at shop is low              13:40       paid out BDT    4,500.00    12,000.00
//!  ─ connections ────────────────────────────────────  ─ success ────────────────────────────
//!     desk  accounts  ● fresh  now  12 ms  40 ms  ▁▂▁     orders     87 %    85 %    86 %
//!     shop  balances  ≈ stale  4m   90 ms   2.1 s ▁█▂     100 % │       ⣀⡠⠤⠒⠒⠢⠤⣀⡠
//!  ─ running tasks ──────────────────────────────────       0 % │
//!     14 running            ████░░  54 %  7,30,000.00           ╰──────────────────
//!     a24  PHONEPE ••3210   ██░░░░  31 %  1,00,000.00  ─ balances that matter ───────────────
//!     a7   PAYTM   ••1177   █████░  88 %    90,000.00     ✗ nagad BDT    -10,800.00  negative
//!  (the selected figure in full words)
//! ```
//!
//! Narrow, each part below the other; low, without titles of columns, then without any: the words stand in the cells.
//!
//! ```text
//!  ▌  ? withdraw INR 1,500.00: a24
//!     desk   ● 3 of 3 fresh    p95 40 ms
//!     tasks INR  3,10,000 open  1,20,000 today
//!     orders     87 % now  85 % hour  86 % today
//!     14 running           54 %
//! ```

use crate::ui::Area;

use super::board::Board;
use super::figure::{Figure, Part};

/// From this width on the parts stand in two columns.
const WIDE: u16 = 120;

/// From this height on parts have titles, and from that on their columns have, too.
const TITLED: u16 = 18;
const ROOMY: u16 = 30;

/// The rows of the chart of success, with its axes: the fewest, and as many as it wants.
pub const CHART: (u16, u16) = (6, 11);

/// How much is said beside the figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Nothing: the words stand in the cells.
    #[default]
    Bare,
    /// Each part has its title, and the words stand in the cells.
    Titled,
    /// The columns have titles too.
    Full,
}

/// Where a part is, and what of it is in view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Which part.
    pub part: Part,
    /// Its title; empty where it has none.
    pub title: Area,
    /// Its rows, with the titles of their columns.
    pub body: Area,
    /// What is left below them, for a chart.
    pub rest: Area,
    /// What is in view.
    pub figures: Vec<Figure>,
    /// How much is said beside them.
    pub detail: Detail,
}

/// The parts of a column from the top, each with how much it matters: the lowest stays longest.
const LEFT: [(Part, u8); 3] = [(Part::Attention, 0), (Part::Connections, 2), (Part::Tasks, 1)];
const RIGHT: [(Part, u8); 3] = [(Part::Money, 0), (Part::Success, 1), (Part::Balances, 2)];
const ONE: [(Part, u8); 6] = [
    (Part::Attention, 0),
    (Part::Connections, 3),
    (Part::Money, 1),
    (Part::Success, 2),
    (Part::Tasks, 5),
    (Part::Balances, 4),
];

/// The parts, and the line below them that tells the selected figure in full words.
pub fn regions(area: Area) -> (Area, Area) {
    let rows = match area.height {
        ROOMY.. => 2,
        TITLED.. => 1,
        _ => 0,
    };
    let (line, parts) = area.cut_bottom(rows);
    (parts, line)
}

/// The parts in `area`, in the order in which the selection goes through them.
pub fn arrange(board: &Board, area: Area) -> Vec<Placed> {
    if area.width < WIDE || area.height < TITLED {
        return stack(board, area, &ONE);
    }
    let (left, right) = area.cut_left(area.width / 5 * 3);
    let mut all = stack(board, left.cut_right(1).1, &LEFT);
    all.extend(stack(board, right, &RIGHT));
    all
}

/// Parts one below the other.
fn stack(board: &Board, area: Area, parts: &[(Part, u8)]) -> Vec<Placed> {
    let detail = match area.height {
        ROOMY.. => Detail::Full,
        TITLED.. => Detail::Titled,
        _ => Detail::Bare,
    };
    let wanted: Vec<Vec<Figure>> = parts.iter().map(|(part, _)| figures(board, *part, detail)).collect();
    let head = |part: Part, count: usize| -> u16 {
        let columns = has_column_titles(part) && detail == Detail::Full && count > 0;
        u16::from(detail != Detail::Bare) + u16::from(columns)
    };
    let asks: Vec<Ask> = parts
        .iter()
        .zip(&wanted)
        .map(|((part, priority), figures)| {
            let count = u16::try_from(figures.len()).unwrap_or(u16::MAX);
            let chart = if *part == Part::Success && detail == Detail::Full { CHART.1 } else { 0 };
            Ask {
                head: head(*part, figures.len()),
                least: count.min(1),
                most: count.saturating_add(chart),
                priority: *priority,
            }
        })
        .collect();
    let heights = share(&asks, area.height);
    let mut rest = area;
    let mut all = Vec::new();
    for (((part, _), figures), (ask, height)) in parts.iter().zip(wanted).zip(asks.iter().zip(heights)) {
        if height == 0 {
            continue;
        }
        let (place, below) = rest.cut_top(height);
        rest = below;
        let (title, place) = place.cut_top(u16::from(detail != Detail::Bare));
        let columns = ask.head - title.height;
        let rows = usize::from(place.height - columns);
        let shown = cut(board, *part, figures, rows);
        let (body, below) = place.cut_top(columns.saturating_add(u16::try_from(shown.len()).unwrap_or(u16::MAX)));
        all.push(Placed { part: *part, title, body, rest: below, figures: shown, detail });
    }
    all
}

/// Whether the columns of a part have titles where there is room: what stands in the others needs none.
fn has_column_titles(part: Part) -> bool {
    part != Part::Attention
}

/// What a part has to show: where it is low, a connection is told as a whole, and calm is not told at all.
fn figures(board: &Board, part: Part, detail: Detail) -> Vec<Figure> {
    let all = board.figures(part);
    match (part, detail) {
        (Part::Connections, Detail::Bare | Detail::Titled) => whole_connections(all),
        (Part::Attention, Detail::Bare | Detail::Titled) if all == [Figure::Calm] => Vec::new(),
        _ => all.to_vec(),
    }
}

fn whole_connections(feeds: &[Figure]) -> Vec<Figure> {
    let mut whole: Vec<Figure> = Vec::new();
    for figure in feeds {
        if let Figure::Feed(id, _) | Figure::Connection(id) = figure {
            let of = Figure::Connection(id.clone());
            if whole.last() != Some(&of) {
                whole.push(of);
            }
        }
    }
    whole
}

/// The figures that fit in so many rows: of feeds their connections where they are too many, else as many as fit and
/// how many more there are.
fn cut(board: &Board, part: Part, mut figures: Vec<Figure>, rows: usize) -> Vec<Figure> {
    if figures.len() > rows && part == Part::Connections {
        figures = whole_connections(board.figures(part));
    }
    if figures.len() > rows && rows > 0 {
        // Those that follow are told to be there, unless that would be all that is told.
        let kept = if rows > 1 { rows - 1 } else { rows };
        let more: usize =
            figures[kept..].iter().map(|figure| if let Figure::More(_, more) = figure { *more } else { 1 }).sum();
        figures.truncate(kept);
        figures.extend((rows > 1).then_some(Figure::More(part, more)));
    }
    figures.truncate(rows);
    figures
}

/// What a part asks for.
#[derive(Clone, Copy, Debug)]
struct Ask {
    /// The rows above its figures.
    head: u16,
    /// The fewest rows of figures with which it makes sense; none where it has nothing to show.
    least: u16,
    /// As many as it can use.
    most: u16,
    /// How much it matters: the lowest stays longest.
    priority: u8,
}

/// How many rows each gets of `room`: first what each needs at least, by how much it matters, then a row each in turn
/// until all have what they can use.
fn share(asks: &[Ask], room: u16) -> Vec<u16> {
    let mut order: Vec<usize> = (0..asks.len()).filter(|at| asks[*at].least > 0).collect();
    order.sort_by_key(|at| asks[*at].priority);
    let mut heights = vec![0; asks.len()];
    let mut left = room;
    order.retain(|at| {
        let needed = asks[*at].head + asks[*at].least;
        let fits = needed <= left;
        if fits {
            heights[*at] = needed;
            left -= needed;
        }
        fits
    });
    while left > 0 {
        let hungry: Vec<usize> =
            order.iter().copied().filter(|at| heights[*at] < asks[*at].head.saturating_add(asks[*at].most)).collect();
        if hungry.is_empty() {
            break;
        }
        for at in hungry.into_iter().take(usize::from(left)) {
            heights[at] += 1;
            left -= 1;
        }
    }
    heights
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ask(head: u16, most: u16, priority: u8) -> Ask {
        Ask { head, least: most.min(1), most, priority }
    }

    #[test]
    fn what_matters_most_stays_and_the_rest_is_shared() {
        let asks = [ask(1, 2, 1), ask(1, 50, 2), ask(1, 1, 0), ask(1, 0, 3)];
        assert_eq!(share(&asks, 2), [0, 0, 2, 0]);
        assert_eq!(share(&asks, 4), [2, 0, 2, 0]);
        assert_eq!(share(&asks, 6), [2, 2, 2, 0]);
        assert_eq!(share(&asks, 20), [3, 15, 2, 0]);
        assert_eq!(share(&asks, 100), [3, 51, 2, 0]);
    }

    proptest! {
        #[test]
        fn no_more_is_shared_than_there_is(
            asks in prop::collection::vec((0_u16..3, 0_u16..40, 0_u8..6), 0..7), room in 0_u16..120,
        ) {
            let asks: Vec<Ask> = asks.into_iter().map(|(head, most, priority)| ask(head, most, priority)).collect();
            let heights = share(&asks, room);
            prop_assert!(heights.iter().sum::<u16>() <= room);
            for (ask, height) in asks.iter().zip(&heights) {
                prop_assert!(*height == 0 || *height > ask.head, "a title without a figure");
                prop_assert!(*height <= ask.head + ask.most);
            }
        }
    }
}
