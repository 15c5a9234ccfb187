//! The order in which PHP's `ksort` puts keys.
//!
//! Names that do not look like numbers, and so all that the API document has, stand in the order of their bytes; every
//! version of PHP agrees on that. Of names that do look like numbers this is PHP 8.2 and newer: one that is written as
//! an integer is an integer key; numbers are compared as numbers, also with names such as `1.5`, `1e3` or ` 7`;
//! everything else as texts; equal ones stay as they came. Before 8.2 an integer key was compared with a name as if
//! the name were 0. These comparisons can run in a circle (9 < 10 < `1x` < 9); what such keys come to hangs on how PHP
//! sorts, and is not promised here.

use std::cmp::Ordering;

/// A field on its way to its place.
#[derive(Debug)]
pub struct Field<'m, V> {
    beginning: u64,
    /// Its name.
    pub name: &'m str,
    /// Its value.
    pub value: &'m V,
}

// By hand, as the value itself need not be copied.
impl<V> Clone for Field<'_, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Field<'_, V> {}

/// The fields of an object but the one named `without`, sorted.
pub fn ksort<'m, V>(fields: impl IntoIterator<Item = (&'m str, &'m V)>, without: &str) -> Vec<Field<'m, V>> {
    // As many as most requests have.
    let mut sorted: Vec<Field<'m, V>> = Vec::with_capacity(24);
    let (mut is_plain, mut is_sorted, mut last) = (true, true, 0);
    for (name, value) in fields {
        if name == without {
            continue;
        }
        let beginning = beginning(name.as_bytes());
        is_plain &= !may_be_number(name);
        is_sorted &= last < beginning;
        last = beginning;
        sorted.push(Field { beginning, name, value });
    }
    if is_plain {
        if !is_sorted {
            sorted.sort_unstable_by(|a, b| a.beginning.cmp(&b.beginning).then_with(|| a.name.cmp(b.name)));
        }
        return sorted;
    }
    let keyed = sorted.into_iter().map(|field| (Key::of(field.name), field)).collect();
    merge_sort(keyed).into_iter().map(|(_, field)| field).collect()
}

/// Whether a name stands behind another in the order of every PHP. A name that may be a number is said not to: for that
/// one has to look at all of them.
#[inline]
pub fn follows(last: &str, name: &str) -> bool {
    match (last.as_bytes().first(), name.as_bytes().first()) {
        (_, None) => false,
        (Some(last), Some(first)) if first > last && first.is_ascii_lowercase() => true,
        _ => is_before(last.as_bytes(), name.as_bytes()) && !may_be_number(name),
    }
}

/// Whether bytes stand before others. Eight at a time: names are short, and comparing them is a good part of what joining
/// a request costs.
fn is_before(mut first: &[u8], mut second: &[u8]) -> bool {
    loop {
        let (a, b) = (beginning(first), beginning(second));
        if a != b {
            return a < b;
        }
        // What a short one lacks counted as zeros.
        let (Some((_, rest)), Some((_, other))) = (first.split_first_chunk::<8>(), second.split_first_chunk::<8>())
        else {
            return first.len() < second.len();
        };
        (first, second) = (rest, other);
    }
}

/// The first eight bytes as a number that sorts as they do: it settles nearly every comparison. What is missing is zeros.
fn beginning(name: &[u8]) -> u64 {
    if let Some(first) = name.first_chunk() {
        return u64::from_be_bytes(*first);
    }
    match (name.first_chunk(), name.last_chunk()) {
        // The first four and the last four have some in common, and those are the same.
        (Some(first), Some(last)) => {
            let (first, last) = (u32::from_be_bytes(*first), u32::from_be_bytes(*last));
            u64::from(first) << 32 | u64::from(last) << (64 - 8 * name.len())
        }
        _ => name.iter().zip([56, 48, 40]).fold(0, |number, (byte, place)| number | u64::from(*byte) << place),
    }
}

/// Whether a name might be compared as a number: all that are begin like this.
fn may_be_number(name: &str) -> bool {
    matches!(name.as_bytes().first(), Some(b'0'..=b'9' | b'+' | b'-' | b'.' | b' ' | b'\t' | b'\n' | b'\r' | 0xb | 0xc))
}

/// A stable sort that takes a comparison that runs in circles: the library's own may panic on one.
fn merge_sort<T: Copy>(mut keyed: Vec<(Key<'_>, T)>) -> Vec<(Key<'_>, T)> {
    if keyed.len() < 2 {
        return keyed;
    }
    let right = merge_sort(keyed.split_off(keyed.len() / 2));
    let left = merge_sort(keyed);
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some((a, _)), Some((b, _))) = (left.peek(), right.peek()) {
        merged.extend(if a.compare(b) == Ordering::Greater { right.next() } else { left.next() });
    }
    merged.extend(left);
    merged.extend(right);
    merged
}

/// A key of a PHP array.
#[derive(Clone, Copy)]
enum Key<'n> {
    Int(i64),
    Name(&'n str, Option<Number>),
}

/// What a name is as a number.
#[derive(Clone, Copy)]
enum Number {
    Int(i64),
    Float(f64),
    /// An integer beyond 64 bits.
    Beyond(f64),
}

impl Number {
    /// The number, if all of `name` is one to PHP; white space around it does not count.
    fn of(name: &str) -> Option<Self> {
        let name = name.trim_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']);
        let digits = name.strip_prefix(['+', '-']).unwrap_or(name);
        if digits.is_empty() || !digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')) {
            return None;
        }
        if digits.bytes().all(|b| b.is_ascii_digit()) {
            return name.parse().map(Self::Int).or_else(|_| name.parse().map(Self::Beyond)).ok();
        }
        name.parse().map(Self::Float).ok()
    }

    fn float(self) -> f64 {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "PHP compares an integer with a float like this")]
            Self::Int(integer) => integer as f64,
            Self::Float(float) | Self::Beyond(float) => float,
        }
    }
}

impl<'n> Key<'n> {
    fn of(name: &'n str) -> Self {
        let number = may_be_number(name).then(|| Number::of(name)).flatten();
        match number {
            // Only what PHP itself would write is an integer key: not `+1`, `01`, `-0` or ` 1`.
            Some(Number::Int(integer)) if integer.to_string() == name => Self::Int(integer),
            number => Self::Name(name, number),
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        let floats = |a: f64, b: f64| a.partial_cmp(&b).unwrap_or(Ordering::Equal);
        #[expect(clippy::cast_precision_loss, reason = "PHP compares an integer key with a float like this")]
        let mixed = |integer: i64, name: &str, number: &Option<Number>| match number {
            Some(Number::Int(other)) => integer.cmp(other),
            Some(Number::Float(float) | Number::Beyond(float)) => floats(integer as f64, *float),
            None => integer.to_string().as_bytes().cmp(name.as_bytes()),
        };
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a.cmp(b),
            (Self::Int(integer), Self::Name(name, number)) => mixed(*integer, name, number),
            (Self::Name(name, number), Self::Int(integer)) => mixed(*integer, name, number).reverse(),
            (Self::Name(a, left), Self::Name(b, right)) => match (left, right) {
                (Some(Number::Int(left)), Some(Number::Int(right))) => left.cmp(right),
                // Where both lost digits on the way to the same float, the digits decide.
                #[expect(clippy::float_cmp, reason = "PHP asks for the very same float")]
                (Some(Number::Beyond(left)), Some(Number::Beyond(right))) if left == right => {
                    a.as_bytes().cmp(b.as_bytes())
                }
                (Some(left), Some(right)) => {
                    let (left, right) = (left.float(), right.float());
                    match floats(left, right) {
                        Ordering::Equal if left.is_infinite() => a.as_bytes().cmp(b.as_bytes()),
                        found => found,
                    }
                }
                _ => a.as_bytes().cmp(b.as_bytes()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn sorted(names: &[&str]) -> Vec<String> {
        let fields = names.iter().map(|name| (*name, &()));
        ksort(fields, "signature").iter().map(|field| field.name.to_owned()).collect()
    }

    // Known answers of PHP 8.2.
    #[rstest]
    #[case(&["b", "a", "", "B", "_", "ab"], &["", "B", "_", "a", "ab", "b"])]
    #[case(&["b", "a", "10", "9", "", "B", "_"], &["", "9", "10", "B", "_", "a", "b"])]
    #[case(
        &["1.5", "1.50", "01", "1", " 1", "1 ", "1e1", "a", "-1", "-a"],
        &["-1", "-a", "01", "1", " 1", "1 ", "1.5", "1.50", "1e1", "a"]
    )]
    fn keys_stand_as_php_puts_them(#[case] names: &[&str], #[case] expected: &[&str]) {
        assert_eq!(sorted(names), expected);
    }

    proptest! {
        #[test]
        fn bytes_are_compared_as_they_are(first in "[ab\0]{0,20}", second in "[ab\0]{0,20}") {
            prop_assert_eq!(is_before(first.as_bytes(), second.as_bytes()), first < second);
            prop_assert!(!is_before(first.as_bytes(), first.as_bytes()));
            if beginning(first.as_bytes()) < beginning(second.as_bytes()) {
                prop_assert!(first < second);
            }
        }
    }

    #[test]
    fn the_signature_itself_is_left_out() {
        assert_eq!(sorted(&["signature", "Signature", "a"]), ["Signature", "a"]);
    }

    #[test]
    fn comparisons_in_a_circle_do_no_harm() {
        let names: Vec<String> = (0..200).flat_map(|n| [n.to_string(), format!("{n}x"), format!(" {n}")]).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut found = sorted(&names);
        let mut given: Vec<String> = names.iter().map(ToString::to_string).collect();
        found.sort();
        given.sort();
        assert_eq!(found, given);
    }
}
