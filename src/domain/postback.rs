//! Postbacks: what a provider tells of deposits and withdrawals that came to an end.

use jiff::Timestamp;

use super::{AccountNumber, Currency, Money, RawJson, Rows, Text, WithdrawalStatus};

/// Which postback is looked up (the Paykassma API, "Information about the postback that was sent earlier").
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PostbackQuery {
    /// That of a deposit, by the provider's transaction id.
    Transaction(Text),
    /// That of a deposit, by the operator's own id of it.
    Custom(Text),
    /// That of a withdrawal, by its id.
    Withdrawal(Text),
}

/// Whose statuses are looked up, many at once ("Order statuses").
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OrderQuery {
    /// Deposits, by the operator's own ids of them.
    Deposits(Vec<Text>),
    /// Withdrawals, by their ids.
    Withdrawals(Vec<Text>),
}

/// A postback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Postback {
    /// What it says.
    pub told: PostbackBody,
    /// All of it, as it came.
    pub raw: RawJson,
}

/// What a postback says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostbackBody {
    /// Of a deposit.
    Deposit(DepositPostback),
    /// Of a withdrawal.
    Withdrawal(WithdrawalPostback),
}

/// The postback of a deposit: one or more transactions, credited together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DepositPostback {
    /// The provider's transaction id, where it stands outside the transactions.
    pub transaction_id: Option<Text>,
    /// Who paid.
    pub label: Text,
    /// The sum, converted to every currency, in the provider's order and with its decimals.
    pub stockpiling: Rows<Money>,
    /// The provider's id of the sum.
    pub stockpiling_id: Option<Text>,
    /// What was paid in.
    pub transactions: Rows<DepositTransaction>,
}

/// One payment of a deposit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepositTransaction {
    /// The provider's id.
    pub id: Text,
    /// How much.
    pub amount: Money,
    /// The payment system.
    pub wallet: Text,
    /// The provider's number for its kind.
    pub kind: Option<Text>,
    /// Who it came from, as the provider has it.
    pub from: Option<Text>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was activated.
    pub activated: Option<Timestamp>,
    /// The operator's own id of it.
    pub custom_id: Option<Text>,
}

/// The postback of a withdrawal. `Debug` shows the account by its last four digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawalPostback {
    /// Its id, which is the operator's own.
    pub id: Text,
    /// What became of it.
    pub status: WithdrawalStatus,
    /// A remark.
    pub comment: Option<Text>,
    /// The payment system.
    pub system: Text,
    /// How much.
    pub amount: Money,
    /// Whose money it was.
    pub label: Text,
    /// The payee's account.
    pub account_number: Option<AccountNumber>,
    /// The payee's name.
    pub account_name: Option<Text>,
    /// The payee's email address.
    pub account_email: Option<Text>,
    /// `payments_details.payments_method`.
    pub payments_method: Option<Text>,
    /// `payments_details.payments_provider`.
    pub payments_provider: Option<Text>,
    /// `bank_details.bank_code`.
    pub bank_code: Option<Text>,
    /// `bank_details.branch_code`.
    pub branch_code: Option<Text>,
    /// `bank_details.bank_code_in_payments_system`.
    pub bank_code_in_system: Option<Text>,
}

/// What is known of one order of many that were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderStatus {
    /// The id it was asked for by.
    pub id: Text,
    /// Its postback, or why there is none.
    pub found: Found,
}

/// The postback of an order, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// There is one.
    Postback(Box<Postback>),
    /// There is none, in the provider's words, such as "Postback not found". It says that none was sent yet and no
    /// more: what was asked for may still come to any end.
    Nothing(Text),
}

impl Postback {
    /// What it says of a withdrawal, if it is one's.
    #[must_use]
    pub fn withdrawal(&self) -> Option<&WithdrawalPostback> {
        match &self.told {
            PostbackBody::Withdrawal(told) => Some(told),
            PostbackBody::Deposit(_) => None,
        }
    }

    /// What it says of a deposit, if it is one's.
    #[must_use]
    pub fn deposit(&self) -> Option<&DepositPostback> {
        match &self.told {
            PostbackBody::Deposit(told) => Some(told),
            PostbackBody::Withdrawal(_) => None,
        }
    }
}

impl DepositPostback {
    /// The sum in a currency.
    #[must_use]
    pub fn sum_in(&self, currency: &Currency) -> Option<&Money> {
        self.stockpiling.rows.iter().find(|money| money.currency == *currency)
    }
}

impl OrderStatus {
    /// The final status of the withdrawal with this id; `None` while there is none.
    #[must_use]
    pub fn settled(&self) -> Option<&WithdrawalPostback> {
        match &self.found {
            Found::Postback(postback) => {
                postback.withdrawal().filter(|told| told.id == self.id && told.status.is_final())
            }
            Found::Nothing(_) => None,
        }
    }
}
