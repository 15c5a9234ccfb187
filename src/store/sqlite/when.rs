//! When something left, where the clocks that stamped it cannot all have been right. Two things are known of each entry:
//! its stamp, and its place in the journal, which no clock can change.

use rust_decimal::Decimal;

/// What has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Its intent.
    pub intent: String,
    /// Its stamp, in microseconds since 1970.
    pub at: i64,
    /// The currency and the amount. What cannot be read is more than any limit allows.
    pub amount: Option<(CurrencyNumber, Decimal)>,
    /// Whether it is spent, or may be.
    pub is_spent: bool,
}

/// A currency, by its place in [`Currencies`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CurrencyNumber(usize);

/// The currencies that were met, so that many amounts are told apart quickly.
#[derive(Debug, Default)]
pub struct Currencies(Vec<String>);

impl Currencies {
    /// The number of the one with this code.
    pub fn number(&mut self, code: &str) -> CurrencyNumber {
        CurrencyNumber(self.0.iter().position(|known| known == code).unwrap_or_else(|| {
            self.0.push(code.to_owned());
            self.0.len() - 1
        }))
    }
}

impl Left {
    /// As an entry says.
    pub fn new(intent: &str, at: i64, currency: Option<CurrencyNumber>, amount: Option<&str>) -> Self {
        let amount = || amount.and_then(|amount| Decimal::from_str_exact(amount).ok()).unwrap_or(Decimal::MAX);
        Self { intent: intent.to_owned(), at, amount: currency.map(|currency| (currency, amount())), is_spent: true }
    }

    /// How much of a currency it spends, or may spend.
    pub fn spent_in(&self, currency: CurrencyNumber) -> Option<Decimal> {
        self.amount.filter(|(of, _)| self.is_spent && *of == currency).map(|(_, amount)| amount)
    }
}

/// Which of what has left did so since a time, or may have. The clock is taken to be right now.
///
/// - What is stamped since then has, and so has all that was written behind it, whatever its own stamp: its clock was
///   behind. Unless there is too much of it: where what stands behind it is stamped before that time, over a span longer
///   than what has passed since its stamp, that one's clock was ahead and it is older. So of a clock that once was a
///   month ahead, not all of that month left on one day.
/// - What is stamped in the future has, as its clock was ahead; until something behind it is stamped before that time,
///   which shows that it is older.
///
/// A clock that goes wrong twice within the same span may deceive this; and where nothing was written by a right clock
/// since that time, nothing shows that it was behind.
#[derive(Clone, Copy, Debug)]
pub struct When<'l> {
    left: &'l [Left],
    now: i64,
    /// From here on, all of it.
    all_from: usize,
    /// The last one with a stamp before that time.
    last_before: Option<usize>,
}

impl<'l> When<'l> {
    /// Of these, in the order they were written down in; both times in microseconds since 1970.
    pub fn of(left: &'l [Left], since: i64, now: i64) -> Self {
        let mut when = Self { left, now, all_from: left.len(), last_before: None };
        // The first and the last stamp before that time, behind the one that is looked at.
        let mut before: Option<(i64, i64)> = None;
        for (place, Left { at, .. }) in left.iter().enumerate().rev() {
            if *at < since {
                when.last_before = when.last_before.or(Some(place));
                before = Some(before.map_or((*at, *at), |(first, last)| (first.min(*at), last.max(*at))));
            } else if *at <= now && before.is_none_or(|before| span(before) <= span((*at, now))) {
                when.all_from = place;
            }
        }
        when
    }

    /// Whether the one at a place has.
    fn has(&self, place: usize) -> bool {
        let is_last = || self.last_before.is_none_or(|last| place > last);
        place >= self.all_from || self.left[place].at > self.now && is_last()
    }

    /// Those that have, or may have.
    pub fn iter(self) -> impl Iterator<Item = &'l Left> {
        (0..self.left.len()).filter(move |place| self.has(*place)).map(move |place| &self.left[place])
    }

    /// The place of the first of them, or the end.
    pub fn first(&self) -> usize {
        (0..self.left.len()).find(|place| self.has(*place)).unwrap_or(self.left.len())
    }
}

fn span((first, last): (i64, i64)) -> i64 {
    last.saturating_sub(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The stamps, in hours of one scale, of those that left since a time, of all of these.
    fn since(since: i64, now: i64, stamps: &[i64]) -> Vec<i64> {
        let at = |hour: i64| hour * 3_600_000_000;
        let left: Vec<_> = stamps.iter().map(|hour| Left::new("", at(*hour), None, None)).collect();
        let when = When::of(&left, at(since), at(now));
        let first = left.iter().position(|left| when.iter().any(|has| std::ptr::eq(has, left)));
        assert_eq!(when.first(), first.unwrap_or(left.len()));
        when.iter().map(|left| left.at / 3_600_000_000).collect()
    }

    #[test]
    fn where_clocks_are_right_their_stamps_count() {
        assert_eq!(since(24, 40, &[1, 23, 24, 30, 40]), [24, 30, 40]);
        assert_eq!(since(24, 40, &[]), [0; 0]);
        assert_eq!(since(24, 40, &[1, 2]), [0; 0]);
    }

    #[test]
    fn what_is_in_the_future_counts_until_something_behind_it_is_older() {
        assert_eq!(since(24, 40, &[1, 9_999, 30]), [9_999, 30]);
        assert_eq!(since(24, 40, &[9_999]), [9_999]);
        assert_eq!(since(48, 64, &[1, 9_999, 30, 50]), [50]);
        assert_eq!(since(48, 64, &[9_999, 30, 8_888]), [8_888]);
    }

    #[test]
    fn what_a_clock_that_was_behind_stamped_counts_with_what_was_written_before_it() {
        assert_eq!(since(24, 40, &[1, 30, 2]), [30, 2]);
        assert_eq!(since(24, 40, &[1, 30, -500, -499, 31, 32]), [30, -500, -499, 31, 32]);
        assert_eq!(since(24, 40, &[30, 9_999, 2]), [30, 9_999, 2], "ahead and then behind");
        assert_eq!(since(48, 64, &[1, 30, 2, 31]), [0; 0], "and not on the next day");
    }

    #[test]
    fn what_is_more_than_can_have_left_since_did_not() {
        // Once a clock was a month ahead; then it was right for that month.
        let mut stamps = vec![720];
        stamps.extend(1..720);
        assert_eq!(since(720, 725, &stamps), [0; 0]);
        stamps.push(721);
        assert_eq!(since(720, 725, &stamps), [721]);
    }
}
