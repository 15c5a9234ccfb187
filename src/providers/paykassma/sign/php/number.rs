//! Floats as PHP prints them.

use std::fmt::Write;

/// Writes `float` as PHP's conversion to a string does: with 14 significant digits (`precision`), the nearest even
/// where two are as near, `INF` beyond all.
pub fn as_text(float: f64, out: &mut String) {
    let size = float.abs();
    if size.is_finite() {
        let digits = format!("{size:.13e}");
        let digits = if keeps_zeros(size) { Digits::all(&digits) } else { Digits::trimmed(&digits) };
        digits.lay_out(float.is_sign_negative(), 14, 'E', out);
    } else if float.is_nan() {
        out.push_str("NAN");
    } else {
        out.push_str(if float < 0.0 { "-INF" } else { "INF" });
    }
}

/// Whether PHP leaves zeros at the end: it does, by an oddity of its conversion, of whole numbers with 15 digits that
/// end in 05. The last digit is then exactly half of what 14 digits can tell, and goes to the even zero before it.
#[expect(clippy::float_cmp, reason = "whole numbers of 15 digits, and what remains of them, are exact")]
fn keeps_zeros(size: f64) -> bool {
    (1e14..1e15).contains(&size) && size % 100.0 == 5.0
}

/// Writes a finite `float` as `json_encode` does: with as few digits as name this float and no other
/// (`serialize_precision` -1).
pub fn as_json(float: f64, out: &mut String) {
    let size = float.abs();
    let shortest = format!("{size:e}");
    // Where two of so few digits are as near, PHP takes the even one, and Rust may not.
    let decimals = shortest.find('e').unwrap_or_default().saturating_sub(2);
    let even = format!("{size:.decimals$e}");
    let is_same = even != shortest && even.parse() == Ok(size);
    let digits = Digits::trimmed(if is_same { &even } else { &shortest });
    digits.lay_out(float.is_sign_negative(), 17, 'e', out);
}

/// The significant digits of a float and its decimal exponent.
struct Digits<'a> {
    first: &'a str,
    rest: &'a str,
    exponent: i32,
}

impl<'a> Digits<'a> {
    /// Of a text such as `1.250e3`.
    fn all(scientific: &'a str) -> Self {
        let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
        let (first, rest) = mantissa.split_at(1);
        Self { first, rest: rest.trim_start_matches('.'), exponent: exponent.parse().unwrap_or_default() }
    }

    /// The same without zeros at the end.
    fn trimmed(scientific: &'a str) -> Self {
        let digits = Self::all(scientific);
        Self { rest: digits.rest.trim_end_matches('0'), ..digits }
    }

    /// Lays them out as PHP does: with an exponent, and at least one digit after the point, below 0.0001 and where the
    /// point would stand after more than `most` digits.
    fn lay_out(&self, is_negative: bool, most: i32, sign: char, out: &mut String) {
        let Self { first, rest, exponent } = *self;
        if is_negative {
            out.push('-');
        }
        if exponent < -4 || exponent >= most {
            let rest = if rest.is_empty() { "0" } else { rest };
            let written = write!(out, "{first}.{rest}{sign}{exponent:+}");
            debug_assert!(written.is_ok(), "a String takes every write");
            return;
        }
        let places = usize::try_from(exponent.unsigned_abs()).unwrap_or_default();
        if exponent < 0 {
            out.push_str("0.");
            out.extend(std::iter::repeat_n('0', places - 1));
            out.push_str(first);
            out.push_str(rest);
            return;
        }
        out.push_str(first);
        if rest.len() <= places {
            out.push_str(rest);
            out.extend(std::iter::repeat_n('0', places - rest.len()));
        } else {
            let (whole, fraction) = rest.split_at(places);
            out.push_str(whole);
            out.push('.');
            out.push_str(fraction);
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn shown(write: fn(f64, &mut String), float: f64) -> String {
        let mut out = String::new();
        write(float, &mut out);
        out
    }

    // Known answers of PHP 8.2: `(string) $float`.
    #[rstest]
    #[case(1000.00, "1000")]
    #[case(1218.50, "1218.5")]
    #[case(0.0, "0")]
    #[case(-0.0, "-0")]
    #[case(-1.5, "-1.5")]
    #[case(1e13, "10000000000000")]
    #[case(1e14, "1.0E+14")]
    #[case(1e15, "1.0E+15")]
    #[case(1e25, "1.0E+25")]
    #[case(1e100, "1.0E+100")]
    #[case(99_999_999_999_999.9, "1.0E+14")]
    #[case(99_999_999_999_999.0, "99999999999999")]
    #[case(123_456_789_012_345.67, "1.2345678901235E+14")]
    #[case(0.0001, "0.0001")]
    #[case(0.00001, "1.0E-5")]
    #[case(0.000_123_45, "0.00012345")]
    #[case(1.0 / 3.0, "0.33333333333333")]
    #[case(0.1 + 0.2, "0.3")]
    #[case(100.0, "100")]
    #[case(1_234_567_890_123.25, "1234567890123.2")]
    #[case(1_234_567_890_123.75, "1234567890123.8")]
    #[case(12_345_678_901_234.5, "12345678901234")]
    #[case(5e-324, "4.9406564584125E-324")]
    #[case(100_000_000_000_005.0, "1.0000000000000E+14")]
    #[case(689_037_597_537_105.0, "6.8903759753710E+14")]
    #[case(-100_000_000_000_105.0, "-1.0000000000010E+14")]
    #[case(689_037_597_537_115.0, "6.8903759753712E+14")]
    #[case(689_037_597_537_195.0, "6.890375975372E+14")]
    #[case(999_999_999_999_995.0, "1.0E+15")]
    #[case(100_000_000_000_004.0, "1.0E+14")]
    #[case(1_000_000_000_000_050.0, "1.0E+15")]
    #[case(f64::INFINITY, "INF")]
    #[case(f64::NEG_INFINITY, "-INF")]
    fn a_float_as_text(#[case] float: f64, #[case] text: &str) {
        assert_eq!(shown(as_text, float), text);
    }

    // Known answers of PHP 8.2: `json_encode($float)`.
    #[rstest]
    #[case(1e15, "1000000000000000")]
    #[case(1e16, "10000000000000000")]
    #[case(1e17, "1.0e+17")]
    #[case(1e18, "1.0e+18")]
    #[case(123_456_789_012_345_680.0, "1.2345678901234568e+17")]
    #[case(-0.0, "-0")]
    #[case(0.0001, "0.0001")]
    #[case(0.00001, "1.0e-5")]
    #[case(1.5e-7, "1.5e-7")]
    #[case(0.1, "0.1")]
    #[case(0.1 + 0.2, "0.30000000000000004")]
    #[case(100.0, "100")]
    #[case(1.0 / 3.0, "0.3333333333333333")]
    #[case(f64::MAX, "1.7976931348623157e+308")]
    #[case(5e-324, "5.0e-324")]
    #[case(123_456_789_012_345.67, "123456789012345.67")]
    #[case(8.816e28, "8.816e+28")]
    #[case(1_251_278_032_394_427.0 + 0.25, "1251278032394427.2")]
    #[case(87_257_150_597_633.0 + 0.125, "87257150597633.12")]
    #[case(1e23, "1.0e+23")]
    fn a_float_as_json(#[case] float: f64, #[case] text: &str) {
        assert_eq!(shown(as_json, float), text);
    }
}
