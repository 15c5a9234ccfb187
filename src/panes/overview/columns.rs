//! The columns of each part as data: what each is and how wide it wants to be. Where the columns have no titles, their
//! words stand in the cells, which want more room for it.

use super::figure::Part;
use super::layout::Detail;
use crate::ui::table::Column;

/// A column of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnId {
    /// What it is, or whose.
    Name,
    /// Which feed of a connection, or the tool and phone of an account.
    Of,
    /// What is wrong or notable.
    State,
    /// Since when, or how old.
    When,
    /// The latency that half of the answers did not exceed.
    Median,
    /// The latency that nearly all answers did not exceed.
    Tail,
    /// How it went so far.
    Trend,
    /// How many questions had no usable answer.
    Errors,
    /// What was last wrong.
    Wrong,
    /// How much is under way, planned, or there.
    Amount,
    /// How much went out today.
    Done,
    /// Now.
    Now,
    /// In the last hour.
    Hour,
    /// Today.
    Day,
    /// How far it is.
    Progress,
    /// How much of it succeeded.
    Success,
    /// How long it lasts.
    Lasts,
}

/// The columns of a part; the lowest priority stays longest where it is narrow.
pub fn columns(part: Part, detail: Detail, several: bool) -> Vec<Column<ColumnId>> {
    use ColumnId as Id;
    let titled = detail == Detail::Full;
    // What a column's title would say takes so many cells more in it.
    let wide = |width: u16, word: u16| if titled { width } else { width + word };
    match part {
        Part::Attention => vec![
            Column::new(Id::Name, "", 20, 0).flexible(20, 60, u16::MAX),
            Column::new(Id::When, "", 13, 1).flexible(9, 9, 17).right(),
        ],
        Part::Connections => vec![
            Column::new(Id::Name, "connection", 10, 0).flexible(6, 10, 12),
            Column::new(Id::Of, "feed", 8, if titled { 1 } else { 8 }),
            Column::new(Id::State, "state", 11, 0).flexible(11, 11, 12),
            Column::new(Id::When, "age", 4, 5).right(),
            Column::new(Id::Median, "p50", wide(7, 4), 6).right(),
            Column::new(Id::Tail, "p95", wide(7, 4), 3).right(),
            Column::new(Id::Trend, "latency", 8, 7).flexible(7, 8, 12),
            Column::new(Id::Errors, "errors", wide(6, 7), 4).right(),
            Column::new(Id::Wrong, "last wrong", 12, 8).flexible(12, 16, u16::MAX),
        ],
        Part::Money => vec![
            Column::new(Id::Name, "", 15, 0).flexible(11, 15, 20),
            Column::new(Id::Amount, "in progress", wide(12, 5), 1).flexible(wide(11, 5), wide(13, 5), 20).right(),
            Column::new(Id::Done, "done today", wide(12, 6), 1).flexible(wide(10, 6), wide(13, 6), 20).right(),
            Column::new(Id::When, "counted", 14, 3).flexible(14, 14, 21),
        ],
        Part::Success => vec![
            Column::new(Id::Name, "", 16, 0).flexible(11, 16, 20),
            Column::new(Id::Now, "now", wide(5, 4), 0).right(),
            Column::new(Id::Hour, "last hour", wide(9, 2), 1).right(),
            Column::new(Id::Day, "today", wide(5, 6), 2).right(),
            Column::new(Id::Trend, "today's trend", 13, 3).flexible(13, 13, 40),
        ],
        Part::Tasks => {
            let mut all = vec![
                Column::new(Id::Name, "account", 10, 0).flexible(6, 10, 14),
                Column::new(Id::Of, "tool", 16, 1).flexible(14, 16, 18),
                Column::new(Id::Progress, "progress", 13, 0).flexible(10, 13, 30),
                Column::new(Id::Amount, "planned", 12, 2).flexible(9, 12, 16).right(),
                Column::new(Id::Done, "withdrawn", 12, 4).flexible(12, 12, 16).right(),
                Column::new(Id::Success, "success", wide(7, 5), 5).right(),
                Column::new(Id::State, "standing", 10, 3),
            ];
            if several {
                all.push(Column::new(Id::When, "connection", 10, 6).flexible(8, 10, 16));
            }
            all
        }
        Part::Balances => {
            let mut all = vec![
                Column::new(Id::Name, "wallet", 14, 0).flexible(10, 14, 22),
                Column::new(Id::Amount, "balance", 14, 0).flexible(12, 14, 18).right(),
                Column::new(Id::State, "why", 11, 1).flexible(10, 11, 12),
                Column::new(Id::Lasts, "lasts", wide(12, 6), 2).flexible(7, wide(12, 6), 18),
            ];
            if several {
                all.push(Column::new(Id::When, "connection", 10, 3).flexible(6, 10, 16));
            }
            all
        }
    }
}

/// The title of a part.
pub fn title(part: Part) -> &'static str {
    match part {
        Part::Attention => "needs a look",
        Part::Connections => "connections",
        Part::Money => "money",
        Part::Success => "success",
        Part::Tasks => "running tasks",
        Part::Balances => "balances that matter",
    }
}
