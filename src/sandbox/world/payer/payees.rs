//! Payees and their accounts.

use super::super::{Second, World};
use super::Payer;

/// How far the tokens of accounts are from the numbers of payees, so that nobody takes one for the other.
const TOKENS: u64 = 27_182_818_284;

/// What is said of a payee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// INDIVIDUAL or BUSINESS.
    pub profile: String,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// The date of birth.
    pub date_of_birth: String,
    /// The phone.
    pub phone: Option<String>,
    /// The country, by its code of two letters.
    pub country_code: String,
    /// The state.
    pub state: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The street and the number.
    pub street: Option<String>,
    /// The rest of the address.
    pub street2: Option<String>,
    /// The postal code.
    pub zip: Option<String>,
}

/// A payee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    /// The number.
    pub no: String,
    /// The merchant's own id.
    pub code: String,
    /// The email address.
    pub email: String,
    /// All else.
    pub said: Said,
    /// When they were registered.
    pub created: Second,
    /// When they were last changed.
    pub updated: Second,
}

/// An account to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedAccount {
    /// Whose.
    pub payee: String,
    /// The merchant's own name for it.
    pub tag: String,
    /// Its country.
    pub country: String,
    /// Its currency.
    pub currency: String,
    /// The last four digits of its number: no more is kept.
    pub ending: String,
}

/// An account of a payee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayeeAccount {
    /// The name transfers go by.
    pub token: String,
    /// The merchant's own name.
    pub tag: String,
    /// Whose, by place.
    pub payee: usize,
    /// Its country.
    pub country: String,
    /// Its currency.
    pub currency: String,
    /// The last four digits of its number.
    pub ending: String,
    /// When it was added.
    pub created: Second,
}

/// Why nothing was done for a payee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPayee {
    /// There is none with this number.
    Unknown,
    /// There is another with this code.
    Taken,
}

impl Payer {
    /// The payees, oldest first.
    #[must_use]
    pub fn payees(&self) -> impl ExactSizeIterator<Item = &Payee> {
        self.payees.iter()
    }

    /// The payee with this number.
    #[must_use]
    pub fn payee(&self, no: &str) -> Option<&Payee> {
        self.payees.iter().find(|payee| payee.no == no)
    }

    /// The accounts of a payee, oldest first.
    pub fn accounts_of<'w>(&'w self, no: &'w str) -> impl Iterator<Item = &'w PayeeAccount> {
        self.accounts.iter().filter(move |account| self.payees.get(account.payee).is_some_and(|payee| payee.no == no))
    }

    pub(super) fn put_payee(&mut self, code: String, email: String, said: Said, at: Second) -> &Payee {
        let no = format!("2000305{}", self.first + self.payees.len() as u64);
        let place = self.payees.len();
        self.payees.push(Payee { no, code, email, said, created: at, updated: at });
        &self.payees[place]
    }

    pub(super) fn put_account(
        &mut self,
        payee: usize,
        tag: String,
        country: String,
        currency: String,
        ending: String,
        created: Second,
    ) -> &PayeeAccount {
        let token = format!("2010305{}", self.first + TOKENS + self.accounts.len() as u64);
        let place = self.accounts.len();
        self.accounts.push(PayeeAccount { token, tag, payee, country, currency, ending, created });
        &self.accounts[place]
    }
}

impl World {
    /// Registers a payee.
    ///
    /// # Errors
    /// [`NoPayee::Taken`].
    pub fn register_payee(&mut self, code: String, email: String, said: Said) -> Result<&Payee, NoPayee> {
        if self.payer.payees.iter().any(|payee| payee.code == code) {
            return Err(NoPayee::Taken);
        }
        Ok(self.payer.put_payee(code, email, said, self.now))
    }

    /// Changes what is said of a payee.
    ///
    /// # Errors
    /// [`NoPayee::Unknown`].
    pub fn update_payee(&mut self, no: &str, said: Said) -> Result<(), NoPayee> {
        let payee = self.payer.payees.iter_mut().find(|payee| payee.no == no).ok_or(NoPayee::Unknown)?;
        payee.said = said;
        payee.updated = self.now;
        Ok(())
    }

    /// Adds an account to a payee.
    ///
    /// # Errors
    /// [`NoPayee::Unknown`]; [`NoPayee::Taken`] where the payee has an account of this name.
    pub fn add_account(&mut self, wanted: WantedAccount) -> Result<&PayeeAccount, NoPayee> {
        let payer = &mut self.payer;
        let place = payer.payees.iter().position(|payee| payee.no == wanted.payee).ok_or(NoPayee::Unknown)?;
        if payer.accounts.iter().any(|account| account.payee == place && account.tag == wanted.tag) {
            return Err(NoPayee::Taken);
        }
        let WantedAccount { tag, country, currency, ending, .. } = wanted;
        Ok(payer.put_account(place, tag, country, currency, ending, self.now))
    }
}
