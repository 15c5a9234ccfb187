//! A decimal from the digits of a JSON number, exponents included.

use rust_decimal::Decimal;

/// The number `text` spells, exactly; `None` where it is no JSON number or a decimal cannot hold it without rounding.
pub(super) fn parse(text: &str) -> Option<Decimal> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    plain(digits).map(|(mantissa, scale)| Decimal::new(if negative { -mantissa } else { mantissa }, scale)).or_else(
        || {
            let (mantissa, scale) = long(digits)?;
            Decimal::try_from_i128_with_scale(if negative { -mantissa } else { mantissa }, scale).ok()
        },
    )
}

/// The short way for nearly every amount: at most 18 digits and a point, no exponent.
fn plain(text: &str) -> Option<(i64, u32)> {
    let (mut mantissa, mut point) = (0, None);
    let bytes = text.as_bytes();
    if bytes.len() > 18 {
        return None;
    }
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' => mantissa = mantissa * 10 + i64::from(byte - b'0'),
            b'.' if point.is_none() && at > 0 => point = Some(at),
            _ => return None,
        }
    }
    let fraction = point.map_or(0, |at| bytes.len() - 1 - at);
    let sound = !bytes.is_empty() && (point.is_none() || fraction > 0);
    sound.then(|| u32::try_from(fraction).ok()).flatten().map(|scale| (mantissa, scale))
}

/// Any number: its mantissa and its scale, as small as they come.
fn long(text: &str) -> Option<(i128, u32)> {
    let (digits, exponent) = match text.find(['e', 'E']) {
        // An exponent of more digits than this is no amount anywhere, and its sum below cannot overflow.
        Some(at) if text.len() - at <= 8 => (&text[..at], text[at + 1..].parse::<i32>().ok()?),
        Some(_) => return None,
        None => (text, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() || (digits.len() > whole.len() && fraction.is_empty()) {
        return None;
    }
    let mut mantissa: i128 = 0;
    for digit in whole.bytes().chain(fraction.bytes()) {
        if !digit.is_ascii_digit() {
            return None;
        }
        mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
    }
    let mut scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
    while scale < 0 && mantissa != 0 {
        mantissa = mantissa.checked_mul(10)?;
        scale += 1;
    }
    // Zeros at the end carry nothing.
    while scale > 28 && mantissa % 10 == 0 && mantissa != 0 {
        mantissa /= 10;
        scale -= 1;
    }
    if mantissa == 0 {
        scale = scale.clamp(0, 28);
    }
    Some((mantissa, u32::try_from(scale).ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("")]
    #[case("-")]
    #[case(".5")]
    #[case("5.")]
    #[case("+5")]
    #[case("--5")]
    #[case("1e")]
    #[case("1e5.0")]
    #[case("e5")]
    #[case("0x10")]
    #[case("1_000")]
    #[case("٥")]
    #[case("NaN")]
    #[case("Infinity")]
    #[case("1e99999999999")]
    fn what_json_does_not_call_a_number(#[case] text: &str) {
        assert_eq!(parse(text), None);
    }

    #[rstest]
    #[case("0", "0")]
    #[case("-0", "0")]
    #[case("0e999999", "0")]
    #[case("0.000", "0")]
    #[case("1.0000000000000000000000000000000000", "1")]
    #[case("12e-1", "1.2")]
    #[case("-1.25e2", "-125")]
    fn equal_values(#[case] text: &str, #[case] value: &str) {
        assert_eq!(parse(text), Some(Decimal::from_str_exact(value).unwrap()));
    }

    proptest! {
        #[test]
        fn every_decimal_comes_back(mantissa in -(1_i128 << 96) + 1..1_i128 << 96, scale in 0_u32..=28) {
            let value = Decimal::from_i128_with_scale(mantissa, scale);
            prop_assert_eq!(parse(&value.to_string()), Some(value));
        }

        #[test]
        fn any_text_is_survived(text in "\\PC*") {
            let _ = parse(&text);
        }
    }
}
