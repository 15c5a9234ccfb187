//! Currencies in the config: by their ISO 4217 codes, so that a mistyped one is a problem and never binds nothing.

use super::problem::{Problem, nearest};
use super::reader::{Gather, Value};
use crate::domain::Currency;

/// The currencies of ISO 4217 that people pay with.
const CURRENCIES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD \
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD \
    HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD \
    MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG \
    QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD \
    TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// The currency that the key `code` of `value` names.
pub(super) fn currency(code: &str, value: &Value, gather: &mut Gather) -> Option<Currency> {
    let codes: Vec<&str> = CURRENCIES.split_whitespace().collect();
    if codes.contains(&code) {
        return Some(Currency::new(code));
    }
    let expected = "an ISO 4217 code in capitals, such as INR";
    let near = nearest(code, &codes);
    gather.problems.push(Problem::unlike(value.line, &value.key, "currency", code, near, expected));
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_currencies_are_codes_each_once_in_their_order() {
        let codes: Vec<&str> = CURRENCIES.split_whitespace().collect();
        assert!(codes.iter().all(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())));
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
        // Every currency whose decimals are told from the usual two, but for the one that is a unit of account.
        for code in ["JPY", "KWD", "BHD", "CLP", "XPF", "INR", "USD"] {
            assert!(codes.contains(&code), "{code}");
        }
    }
}
