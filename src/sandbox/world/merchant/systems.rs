//! The payment systems of the world, and what its currencies are worth.

use rust_decimal::Decimal;

/// A payment system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct System {
    /// What requests call it.
    pub kind: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its currency.
    pub currency: &'static str,
    /// Whether deposits are activated by hand.
    pub manual: bool,
    /// Whether withdrawals can be made by it.
    pub pays_out: bool,
    /// Whether an activation has to say how much was paid.
    pub wants_amount: bool,
}

const fn system(kind: &'static str, name: &'static str, currency: &'static str) -> System {
    System { kind, name, currency, manual: false, pays_out: true, wants_amount: false }
}

/// The payment systems, in the provider's order.
pub const SYSTEMS: [System; 9] = [
    system("paytm", "PayTM", "INR"),
    System { wants_amount: true, pays_out: false, ..system("phone_pe", "PhonePe", "INR") },
    System { wants_amount: true, pays_out: false, ..system("upi_p2p", "UPI P2P", "INR") },
    system("upi_ib", "UPI IB", "INR"),
    system("imps_ib", "IMPS IB", "INR"),
    system("bkash", "bKash", "BDT"),
    system("nagad", "Nagad", "BDT"),
    system("rocket", "Rocket", "BDT"),
    System { manual: true, pays_out: false, ..system("bank_b_ml", "Bank B (by hand)", "INR") },
];

/// What a currency is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Its code.
    pub code: &'static str,
    /// Its sign.
    pub sign: &'static str,
    /// How many decimals its amounts are told with.
    pub decimals: u32,
    /// How many of it a dollar is: the mantissa and the scale of a decimal.
    per_dollar: (i64, u32),
}

const fn currency(code: &'static str, sign: &'static str, decimals: u32, mantissa: i64, scale: u32) -> Rate {
    Rate { code, sign, decimals, per_dollar: (mantissa, scale) }
}

/// The currencies that sums are converted to.
pub const RATES: [Rate; 24] = [
    currency("USD", "$", 2, 1, 0),
    currency("INR", "₹", 2, 8_342, 2),
    currency("EUR", "€", 2, 92, 2),
    currency("IDR", "Rp", 2, 15_600, 0),
    currency("MYR", "RM", 2, 465, 2),
    currency("VND", "₫", 2, 24_400, 0),
    currency("SGD", "S$", 2, 134, 2),
    currency("THB", "฿", 2, 355, 1),
    currency("NGN", "₦", 2, 1_480, 0),
    currency("TRY", "₺", 2, 322, 1),
    currency("AED", "AED", 2, 3_673, 3),
    currency("CAD", "C$", 2, 136, 2),
    currency("BDT", "৳", 2, 1_097, 1),
    currency("GBP", "£", 2, 79, 2),
    currency("JPY", "¥", 2, 1_502, 1),
    currency("KWD", "KD", 2, 307, 3),
    currency("PHP", "₱", 2, 561, 1),
    currency("PKR", "₨", 2, 2_785, 1),
    currency("BRL", "R$", 2, 497, 2),
    currency("ZAR", "R", 2, 189, 1),
    currency("BTC", "BTC", 8, 15_432, 9),
    currency("ETH", "ETH", 8, 28_571, 8),
    currency("LTC", "LTC", 8, 12_048, 6),
    currency("XRP", "XRP", 8, 1_923, 3),
];

impl Rate {
    /// What so many dollars are in it, to its decimals.
    #[must_use]
    pub fn of_dollars(&self, dollars: Decimal) -> Decimal {
        (dollars * self.per_dollar()).round_dp(self.decimals)
    }

    /// How many of it a dollar is.
    #[must_use]
    pub fn per_dollar(&self) -> Decimal {
        Decimal::new(self.per_dollar.0, self.per_dollar.1)
    }
}

/// What a currency is worth; `None` of one the world does not have.
#[must_use]
pub fn rate(code: &str) -> Option<&'static Rate> {
    RATES.iter().find(|rate| rate.code == code)
}

/// The least that is credited to a user in a currency.
#[must_use]
pub fn minimum(code: &str) -> Decimal {
    match code {
        "INR" => Decimal::from(500),
        "BDT" => Decimal::from(600),
        _ => Decimal::TEN,
    }
}

/// What usually lies in a wallet of a currency, from and to.
pub(super) fn usual_balance(code: &str) -> (i64, i64) {
    match code {
        "INR" => (300_000, 2_500_000),
        _ => (200_000, 1_500_000),
    }
}
