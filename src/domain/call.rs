//! What is asked of a provider and what comes back: reads, which change nothing, and changes, which do.
//!
//! The two are types of their own, so that a read-only connection cannot be handed a change at all.

use std::fmt;

use jiff::Timestamp;
use secrecy::SecretString;

use super::{
    Account, AccountId, AccountKey, AccountNumber, Activated, Activation, Balance, BankAccountDraft, CollectionType,
    ConnectionId, Currency, HashedRedirects, Inquiry, InvoiceId, MediaHint, Money, OrderQuery, OrderStatus, Payee,
    PayeeDetails, PayeeDraft, PayeeNo, PaymentDraft, PaymentSystems, PayoutAccount, PayoutAccounts, Phone,
    PossibleTransaction, Postback, PostbackQuery, Redirects, Savings, SessionId, Text, Tool, TransactionDraft,
    Transfer, TransferRequest, UpiId, WebAddress, WithdrawalRequest, mask_digits,
};

/// A question that changes nothing at the provider.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Read {
    /// The tools accounts can be opened at (withdraw-tool API, section 1).
    Tools,
    /// The accounts with their tasks (section 2).
    Accounts,
    /// The UPI ids of an account (section 9).
    UpiIds {
        /// Whose.
        account: AccountId,
    },
    /// The messages on the sandbox's simulated handset; no provider has this.
    Handset,
    /// What lies in the merchant's wallets (Paykassma API, "Accounts' balance").
    Balances,
    /// What a user can pay with ("Obtaining available PSs").
    PaymentSystems {
        /// In which currencies.
        currencies: Vec<Currency>,
        /// The user.
        label: Text,
    },
    /// What shows users how to pay ("Getting mediahints").
    MediaHints,
    /// What was collected for a user ("Information about savings").
    Savings {
        /// The user.
        label: Text,
        /// The payment system.
        wallet: Text,
        /// The currency.
        currency: Currency,
        /// The name of the manual payment system.
        code: Option<Text>,
    },
    /// The hashes of redirect addresses ("Redirect addresses hashing"). It is a question, though it goes by POST.
    HashRedirects(Redirects),
    /// A postback that was sent before ("Information about the postback that was sent earlier").
    Postback(PostbackQuery),
    /// The statuses of many orders ("Order statuses").
    Orders(OrderQuery),
    /// A payee (Yuansfer payouts, "Retrieve payee info").
    Payee(PayeeNo),
    /// A payee's accounts ("Retrieve payee funding source accounts").
    PayoutAccounts(PayeeNo),
    /// What became of these transfers. The provider is asked for one after the other.
    Transfers(Vec<InvoiceId>),
}

/// The answer to a [`Read`].
#[derive(Clone, Debug)]
pub enum Data {
    /// To [`Read::Tools`].
    Tools(Rows<Tool>),
    /// To [`Read::Accounts`].
    Accounts(Rows<Account>),
    /// To [`Read::UpiIds`].
    UpiIds(Rows<UpiId>),
    /// To [`Read::Handset`].
    Handset(Vec<HandsetMessage>),
    /// To [`Read::Balances`].
    Balances(Rows<Balance>),
    /// To [`Read::PaymentSystems`].
    PaymentSystems(PaymentSystems),
    /// To [`Read::MediaHints`].
    MediaHints(Rows<MediaHint>),
    /// To [`Read::Savings`].
    Savings(Savings),
    /// To [`Read::HashRedirects`].
    HashedRedirects(HashedRedirects),
    /// To [`Read::Postback`].
    Postback(Box<Postback>),
    /// To [`Read::Orders`], in the provider's order.
    Orders(Rows<OrderStatus>),
    /// To [`Read::Payee`].
    Payee(Box<Payee>),
    /// To [`Read::PayoutAccounts`].
    PayoutAccounts(PayoutAccounts),
    /// To [`Read::Transfers`]: one for each that was asked for, in that order. Where none of them could be asked, the
    /// read as a whole is the fault.
    Transfers(Vec<Inquiry>),
}

/// A list that was decoded row by row: a bad row loses only itself, and says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows<T> {
    /// The rows that could be read, in the provider's order.
    pub rows: Vec<T>,
    /// What was wrong with each row that could not be read.
    pub bad: Vec<Text>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), bad: Vec::new() }
    }
}

impl<T> From<Vec<T>> for Rows<T> {
    fn from(rows: Vec<T>) -> Self {
        Self { rows, bad: Vec::new() }
    }
}

/// A message on the sandbox's simulated handset. `Debug` leaves out what it says, which may be a code.
#[derive(Clone, PartialEq, Eq)]
pub struct HandsetMessage {
    /// When it arrived, or was asked for.
    pub at: Timestamp,
    /// The account whose holder carries the handset.
    pub account: AccountId,
    /// Where it came from, or where it has to go.
    pub phone: Phone,
    /// What it says.
    pub text: Text,
    /// `None` for one that arrived; otherwise whether the holder has sent it yet.
    pub sent: Option<bool>,
}

impl fmt::Debug for HandsetMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, account, sent, .. } = self;
        f.debug_struct("HandsetMessage")
            .field("at", at)
            .field("account", account)
            .field("sent", sent)
            .finish_non_exhaustive()
    }
}

/// What an operator typed of an account to create, or to update where `id` is given (section 3). What was not typed
/// is not sent, so an edit never blanks what the provider keeps to itself.
#[derive(Clone, Debug)]
pub struct AccountDraft {
    /// The account to update; `None` to create one.
    pub id: Option<AccountId>,
    /// UPI or CARD.
    pub collection: CollectionType,
    /// The tool's type, such as PHONEPE; needed for UPI.
    pub tool: Option<Text>,
    /// The holder's phone.
    pub phone: Phone,
    /// The UPI pin; needed to create a UPI account.
    pub pin: Option<SecretString>,
    /// The bank account holder's name; needed to create a CARD account.
    pub name: Option<Text>,
    /// The bank account's number; needed to create a CARD account.
    pub account_number: Option<AccountNumber>,
    /// The bank branch's IFSC; needed to create a CARD account.
    pub ifsc: Option<Text>,
}

/// A request that changes something at the provider. Codes, pins and account numbers in it print as redacted.
#[derive(Clone, Debug, strum::EnumDiscriminants)]
#[strum_discriminants(
    name(ChangeKind),
    doc = "Which change, without what is in it.",
    derive(Hash, strum::Display, strum::EnumString, strum::EnumIter),
    strum(serialize_all = "kebab-case")
)]
pub enum Change {
    /// Create or update an account (section 3).
    SaveAccount(AccountDraft),
    /// Set the UPI id of an account (section 4).
    SetUpi {
        /// Whose.
        account: AccountId,
        /// The id to use; `None` leaves the choice to the provider.
        upi: Option<UpiId>,
    },
    /// Send an OTP to the holder (section 5).
    SendOtp {
        /// Whose.
        account: AccountId,
    },
    /// Authorise by the OTP the holder was given (section 6).
    ConfirmOtp {
        /// Whose.
        account: AccountId,
        /// The session that sending it opened.
        session: SessionId,
        /// The code, typed by hand.
        code: SecretString,
    },
    /// Start an SMS authorisation (section 7).
    StartSms {
        /// Whose.
        account: AccountId,
        /// The phone the SMS will come from.
        phone: Phone,
    },
    /// Confirm that the SMS was sent (section 8).
    ConfirmSms {
        /// Whose.
        account: AccountId,
        /// The session that starting it opened.
        session: SessionId,
    },
    /// Switch withdrawals on or off (section 10).
    SetWithdrawals {
        /// Whose.
        account: AccountId,
        /// On or off.
        enabled: bool,
    },
    /// Create a withdrawal order at a CARD account (section 11). It carries no idempotency key.
    CreateOrder {
        /// Which account pays.
        account: AccountId,
        /// Its type, which must be CARD.
        collection: CollectionType,
        /// How much.
        amount: Money,
    },
    /// Take every authorisation from an account (section 12).
    Deauthorize {
        /// Whose.
        account: AccountId,
    },
    /// Send an SMS from the sandbox's simulated handset; no provider has this.
    SendFromHandset {
        /// Where it goes.
        to: Phone,
        /// What it says.
        text: Text,
    },
    /// Create a deposit transaction (Paykassma API, "Payment creation request").
    CreateTransaction(TransactionDraft),
    /// Activate a deposit transaction ("Activation request").
    ActivateTransaction(Activation),
    /// Have a payment looked for that was made by hand ("possible transaction").
    ReportTransaction(PossibleTransaction),
    /// Create a payment that wants no activation ("For PS that do not require payment activation").
    CreatePayment(PaymentDraft),
    /// Create a withdrawal ("Withdrawal of funds"). Its id is the intent's.
    CreateWithdrawal(Box<WithdrawalRequest>),
    /// Register a payee (Yuansfer payouts, "Payee Registration").
    RegisterPayee(Box<PayeeDraft>),
    /// Change what is said of a payee ("Update payee info"). All of it is sent.
    UpdatePayee {
        /// Whose.
        payee: PayeeNo,
        /// What is to be said.
        details: Box<PayeeDetails>,
    },
    /// Add a bank account to a payee ("Add payee funding source account").
    AddBankAccount(Box<BankAccountDraft>),
    /// Make a transfer ("Transfer"). Its invoice id is made of the intent's.
    Transfer(Box<TransferRequest>),
}

impl ChangeKind {
    /// Whether it sends money to somebody by an id of ours, so that its provider can be asked what became of it.
    #[must_use]
    pub fn is_payout(self) -> bool {
        matches!(self, Self::CreateWithdrawal | Self::Transfer)
    }
}

impl Change {
    /// The tool account it is about, where there is one already.
    #[must_use]
    pub fn account(&self) -> Option<&AccountId> {
        match self {
            Self::SaveAccount(draft) => draft.id.as_ref(),
            Self::SetUpi { account, .. }
            | Self::SendOtp { account }
            | Self::ConfirmOtp { account, .. }
            | Self::StartSms { account, .. }
            | Self::ConfirmSms { account, .. }
            | Self::SetWithdrawals { account, .. }
            | Self::CreateOrder { account, .. }
            | Self::Deauthorize { account } => Some(account),
            Self::SendFromHandset { .. }
            | Self::CreateTransaction(_)
            | Self::ActivateTransaction(_)
            | Self::ReportTransaction(_)
            | Self::CreatePayment(_)
            | Self::CreateWithdrawal(_)
            | Self::RegisterPayee(_)
            | Self::UpdatePayee { .. }
            | Self::AddBankAccount(_)
            | Self::Transfer(_) => None,
        }
    }

    /// What the journal knows it by: the tool account it is about, or the payee. Two with the same
    /// subject and amount are twins.
    #[must_use]
    pub fn subject(&self) -> Option<AccountId> {
        match self {
            Self::CreateWithdrawal(request) => Some(request.payee()),
            Self::UpdatePayee { payee, .. } => Some(AccountId(payee.0.clone())),
            Self::AddBankAccount(draft) => Some(AccountId(draft.payee.0.clone())),
            Self::Transfer(request) => Some(request.subject_of()),
            change => change.account().cloned(),
        }
    }

    /// The tool account it is about, at `connection`.
    #[must_use]
    pub fn key(&self, connection: &ConnectionId) -> Option<AccountKey> {
        self.account().map(|account| AccountKey { connection: connection.clone(), account: account.clone() })
    }

    /// The amount that leaves with it.
    #[must_use]
    pub fn amount(&self) -> Option<&Money> {
        match self {
            Self::CreateOrder { amount, .. } => Some(amount),
            Self::CreateWithdrawal(request) => Some(&request.amount),
            Self::Transfer(request) => Some(&request.amount),
            _ => None,
        }
    }

    /// The numbers in it that are hidden until somebody asks to see them, by the document's names.
    #[must_use]
    pub fn hidden_numbers(&self) -> Vec<(&'static str, &AccountNumber)> {
        let (account, iban) = match self {
            Self::SaveAccount(draft) => (draft.account_number.as_ref(), None),
            Self::CreateWithdrawal(request) => (request.account_number.as_ref(), request.iban.as_ref()),
            Self::AddBankAccount(draft) => (Some(&draft.number), None),
            _ => (None, None),
        };
        let account = account.map(|number| ("account number", number));
        account.into_iter().chain(iban.map(|iban| ("IBAN", iban))).collect()
    }

    /// Whether it registers or changes a payee: what is remembered of them follows from it.
    #[must_use]
    pub fn is_of_payee(&self) -> bool {
        matches!(self, Self::RegisterPayee(_) | Self::UpdatePayee { .. } | Self::AddBankAccount(_))
    }

    /// For a switch: what it is to become.
    #[must_use]
    pub fn wanted(&self) -> Option<bool> {
        match self {
            Self::SetWithdrawals { enabled, .. } => Some(*enabled),
            _ => None,
        }
    }

    /// What it does, in a few words without secrets: for the row's history, toasts and the journal.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::SaveAccount(AccountDraft { id: None, collection, .. }) => format!("create a {collection} account"),
            Self::SaveAccount(_) => "update the account".into(),
            Self::SetUpi { upi: Some(upi), .. } => format!("set the UPI id {upi}"),
            Self::SetUpi { upi: None, .. } => "let the provider choose the UPI id".into(),
            Self::SendOtp { .. } => "send an OTP".into(),
            Self::ConfirmOtp { .. } => "authorise by OTP".into(),
            Self::StartSms { .. } => "start SMS authorisation".into(),
            Self::ConfirmSms { .. } => "confirm SMS authorisation".into(),
            Self::SetWithdrawals { enabled: true, .. } => "turn withdrawals on".into(),
            Self::SetWithdrawals { enabled: false, .. } => "turn withdrawals off".into(),
            Self::CreateOrder { amount, .. } => format!("withdraw {amount}"),
            Self::Deauthorize { .. } => "deauthorise".into(),
            Self::SendFromHandset { .. } => "send the SMS from the handset".into(),
            Self::CreateTransaction(draft) => format!("create a {} transaction", draft.wallet),
            Self::ActivateTransaction(activation) => format!("activate a {} transaction", activation.wallet),
            Self::ReportTransaction(possible) => format!("have a {} payment looked for", possible.wallet),
            Self::CreatePayment(draft) => {
                format!("create a payment of {} by {}", Money::new(draft.amount, draft.currency.clone()), draft.system)
            }
            Self::CreateWithdrawal(request) => request.words(),
            Self::RegisterPayee(draft) => draft.words(),
            Self::UpdatePayee { payee, .. } => format!("update payee {payee}"),
            Self::AddBankAccount(draft) => draft.words(),
            Self::Transfer(request) => request.words(),
        }
    }

    /// What is asked of the provider, for the journal: names as the document has them, and values. Codes, pins and
    /// sessions are left out, phones and account numbers masked.
    #[must_use]
    pub fn summary(&self) -> Vec<(String, String)> {
        let mut summary: Vec<(&str, String)> = Vec::new();
        if let Some(account) = self.account() {
            let name = if matches!(self, Self::SaveAccount(_)) { "id" } else { "payAccountId" };
            summary.push((name, account.to_string()));
        }
        match self {
            Self::SaveAccount(draft) => {
                let typed = |what: &Option<Text>| what.as_ref().map(|text| mask_digits(text.as_str()));
                summary.push(("collectionType", draft.collection.to_string()));
                summary.push(("phone", draft.phone.to_string()));
                summary.extend(typed(&draft.tool).map(|tool| ("type", tool)));
                summary.extend(draft.pin.as_ref().map(|_| ("pin", "(left out)".to_owned())));
                summary.extend(typed(&draft.name).map(|name| ("name", name)));
                summary.extend(draft.account_number.as_ref().map(|number| ("bankAccountNo", number.to_string())));
                summary.extend(typed(&draft.ifsc).map(|ifsc| ("ifsc", ifsc)));
            }
            Self::SetUpi { upi, .. } => summary.extend(upi.as_ref().map(|upi| ("upi", upi.to_string()))),
            Self::ConfirmOtp { .. } => summary.push(("otpCode", "(left out)".to_owned())),
            Self::StartSms { phone, .. } => summary.push(("phone", phone.to_string())),
            Self::SetWithdrawals { enabled, .. } => summary.push(("enabled", enabled.to_string())),
            Self::CreateOrder { collection, amount, .. } => {
                summary.push(("collectionType", collection.to_string()));
                summary.push(("amount", amount.to_string()));
            }
            Self::SendFromHandset { to, .. } => summary.push(("to", to.to_string())),
            Self::SendOtp { .. } | Self::ConfirmSms { .. } | Self::Deauthorize { .. } => {}
            Self::CreateTransaction(draft) => summary.extend(draft.summary()),
            Self::ActivateTransaction(activation) => summary.extend(activation.summary()),
            Self::ReportTransaction(possible) => summary.extend(possible.summary()),
            Self::CreatePayment(draft) => summary.extend(draft.summary()),
            Self::CreateWithdrawal(request) => summary.extend(request.summary()),
            Self::RegisterPayee(draft) => summary.extend(draft.summary()),
            Self::UpdatePayee { payee, details } => {
                summary.push(("customerNo", payee.to_string()));
                summary.extend(details.summary());
            }
            Self::AddBankAccount(draft) => summary.extend(draft.summary()),
            Self::Transfer(request) => summary.extend(request.summary()),
        }
        summary.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// What a change that is done brought back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// Nothing more than that it is done.
    Nothing,
    /// An OTP is on its way (section 5).
    OtpSent {
        /// The session to confirm it in.
        session: SessionId,
    },
    /// An SMS has to be sent by the holder (section 7).
    SmsStarted {
        /// The session to confirm it in.
        session: SessionId,
        /// Where the SMS goes.
        target: Phone,
        /// What it must say.
        text: Text,
    },
    /// The account as the provider saved it (section 3), where it says so.
    Saved(Option<Box<Account>>),
    /// The order was taken (section 11).
    Order {
        /// The provider's id of it, where it gives one.
        reference: Option<Text>,
    },
    /// The deposit transaction was created.
    Transaction {
        /// The provider's id of it, by which it is activated.
        identifier: Text,
    },
    /// The deposit was accepted, is being checked, or is looked for.
    Activated(Activated),
    /// The payment was created.
    Payment {
        /// Where the user has to go to pay, where the provider says so.
        redirect: Option<WebAddress>,
    },
    /// The withdrawal was taken on. That it is paid shows by its id: its status is looked up until it is final.
    WithdrawalTaken {
        /// Its id, which is the intent's.
        id: Text,
    },
    /// The payee was registered.
    PayeeRegistered {
        /// The provider's number of them.
        payee: PayeeNo,
    },
    /// The account was added.
    AccountAdded(Box<PayoutAccount>),
    /// The transfer was taken on; its status says how far it is.
    Transfer(Box<Transfer>),
}

impl Receipt {
    /// What was done, in a few words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Transaction { identifier } => format!("created, its id is {}", mask_digits(identifier.as_str())),
            Self::Activated(activated) => activated.words(),
            Self::Payment { redirect: Some(address) } => format!("created, the user pays at {address}"),
            Self::Payment { redirect: None } => "created".to_owned(),
            // What the payee has of it is told later.
            Self::WithdrawalTaken { .. } => "taken on; its end is asked for until it is told".to_owned(),
            Self::Transfer(transfer) => {
                format!("taken on, status {}; its end is asked for until it is told", transfer.status)
            }
            _ => "done".to_owned(),
        }
    }
}
