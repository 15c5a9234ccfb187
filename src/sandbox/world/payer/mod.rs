//! A payer of the world: a balance, payees with their accounts, and transfers to them that come to an end by
//! themselves.

mod notices;
mod payees;
mod transfers;

pub use self::notices::Notice;
pub use self::payees::{NoPayee, Payee, PayeeAccount, Said, WantedAccount};
pub use self::transfers::{NoTransfer, Transfer, TransferState, WantedTransfer};

use std::collections::HashMap;

use fastrand::Rng;
use rust_decimal::Decimal;

use super::Second;

/// Keeps the payer's chance apart from that of the accounts and of the merchant.
const STREAM: u64 = 0x7a45_fe12_0000_0003;

/// What there is a balance in.
const CURRENCY: &str = "USD";

/// A payer.
pub struct Payer {
    balance: Decimal,
    payees: Vec<Payee>,
    accounts: Vec<PayeeAccount>,
    transfers: Vec<Transfer>,
    /// The places of the transfers, by their invoice ids.
    by_invoice: HashMap<String, usize>,
    /// Who is to hear of what becomes of the transfers at these places.
    hears: HashMap<usize, String>,
    /// What there is to tell, and where.
    notices: Vec<(String, Notice)>,
    /// What the numbers of payees, accounts and transfers are counted from.
    first: u64,
    rng: Rng,
}

impl Payer {
    /// A payer as it is when the world begins: somebody was paid before.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed ^ STREAM);
        let balance = Decimal::new(rng.i64(15_000_000..=30_000_000), 2);
        let first = rng.u64(100_000_000_000_000..=800_000_000_000_000);
        let mut payer = Self {
            balance,
            payees: Vec::new(),
            accounts: Vec::new(),
            transfers: Vec::new(),
            by_invoice: HashMap::new(),
            hears: HashMap::new(),
            notices: Vec::new(),
            first,
            rng,
        };
        payer.begin();
        payer
    }

    /// What lies there in a currency.
    #[must_use]
    pub fn balance(&self, currency: &str) -> Decimal {
        if currency == CURRENCY { self.balance } else { Decimal::ZERO }
    }

    /// Who was registered, and paid, before the world began.
    fn begin(&mut self) {
        /// Who, how they are known, and how far back, in days.
        const CAST: [(&str, &str, &str, &str, i64); 4] = [
            ("Ada", "Long", "INDIVIDUAL", "payee-1001", 40),
            ("Ben", "Ortiz", "INDIVIDUAL", "payee-1002", 21),
            ("Carol", "Nguyen", "BUSINESS", "payee-1003", 12),
            // Registered, and without any account yet.
            ("Dev", "Patel", "INDIVIDUAL", "payee-1004", 1),
        ];
        const DAY: Second = 24 * 60 * 60;
        for (first_name, last_name, profile, code, days) in CAST {
            let year = self.rng.u32(1955..=2001);
            let said = Said {
                profile: profile.to_owned(),
                first_name: first_name.to_owned(),
                last_name: last_name.to_owned(),
                date_of_birth: format!("{year}-{:02}-{:02}", self.rng.u32(1..=12), self.rng.u32(1..=28)),
                phone: Some(format!("555{:07}", self.rng.u32(..10_000_000))),
                country_code: "US".to_owned(),
                state: Some("NY".to_owned()),
                city: Some("New York".to_owned()),
                street: Some("123 Main St".to_owned()),
                street2: None,
                zip: Some("10005".to_owned()),
            };
            let email = format!("{}@example.com", first_name.to_lowercase());
            self.put_payee(code.to_owned(), email, said, -days * DAY);
        }
        for (payee, tag, days) in [(0, "ada-checking", 39), (0, "ada-savings", 12), (1, "ben", 21), (2, "carol", 11)] {
            let ending = format!("{:04}", self.rng.u32(..10_000));
            self.put_account(payee, tag.to_owned(), "US".to_owned(), CURRENCY.to_owned(), ending, -days * DAY);
        }
        let paid = [
            (0, 125_000, TransferState::Success, 30),
            (1, 48_050, TransferState::Success, 9),
            (2, 990_000, TransferState::Failed, 6),
            (0, 7_525, TransferState::Returned, 2),
        ];
        for (account, cents, state, days) in paid {
            let invoice = format!("{:032x}", self.rng.u128(..));
            let of: &PayeeAccount = &self.accounts[account];
            let wanted = WantedTransfer {
                invoice,
                payee: self.payees[of.payee].no.clone(),
                token: of.token.clone(),
                amount: Decimal::new(cents, 2),
                currency: CURRENCY.to_owned(),
                subject: Some("Payouts".to_owned()),
                note: None,
                description: None,
            };
            self.put_transfer(wanted, -days * DAY, state);
        }
    }
}
