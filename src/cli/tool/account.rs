//! `tool account save`: creates or updates an account (withdraw-tool API, section 3).

use clap::{Args, Subcommand, ValueEnum};

use super::accounts;
use crate::cli::change::{Sure, confirm, send};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::domain::{AccountDraft, AccountId, AccountNumber, Change, CollectionType, Phone, Text};

/// `tool account`.
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Create an account, or update the one with the given id
    ///
    /// The PIN of a UPI account and the bank account number of a CARD account are asked for, or read as one line of
    /// standard input; they are never arguments. An update sends only what is given.
    Save(Save),
}

/// `tool account save`.
#[derive(Debug, Args)]
pub struct Save {
    /// The account to update; without it one is created
    id: Option<String>,
    /// UPI or CARD; an update takes it from the account
    #[arg(long, value_enum, ignore_case = true, required_unless_present = "id")]
    collection: Option<Collection>,
    /// The holder's phone number; an update takes it from the account
    #[arg(long, required_unless_present = "id")]
    phone: Option<String>,
    /// UPI: the tool's type, such as PHONEPE (see `paytop tool apps`)
    #[arg(long = "type", value_name = "TYPE")]
    tool: Option<String>,
    /// CARD: the holder's name
    #[arg(long)]
    name: Option<String>,
    /// CARD: the IFSC of the bank's branch
    #[arg(long)]
    ifsc: Option<String>,
    /// UPI update: ask for a new PIN
    #[arg(long, requires = "id", conflicts_with = "ask_account_number")]
    ask_pin: bool,
    /// CARD update: ask for a new bank account number
    #[arg(long, requires = "id")]
    ask_account_number: bool,
    #[command(flatten)]
    sure: Sure,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Collection {
    Upi,
    Card,
}

impl Account {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let Self::Save(save) = self;
        save.run(job).await
    }
}

impl Save {
    async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let sure = self.sure;
        let mut draft = self.draft(job).await?;
        let what = if let Some(id) = &draft.id {
            format!("update the {} account {id}", draft.collection)
        } else {
            let tool = draft.tool.as_ref().map_or("", Text::as_str);
            format!("create a {} account {tool} {}", draft.collection, draft.phone)
        };
        let is_new = draft.id.is_none();
        let ask_pin = self.ask_pin || is_new && draft.collection == CollectionType::Upi;
        let ask_number = self.ask_account_number || is_new && draft.collection == CollectionType::Card;
        let assent = confirm(job, sure, &what)?;
        // A dry run leaves secrets out, so it need not ask for them.
        if ask_pin {
            draft.pin = Some(if sure.dry_run { "".into() } else { job.secret("PIN")? });
        }
        if ask_number {
            let number = if sure.dry_run { "".into() } else { job.secret("bank account number")? };
            draft.account_number = Some(AccountNumber::new(number));
        }
        send(job, assent, Change::SaveAccount(draft)).await
    }

    /// What was given, completed from the account where one is updated, and checked against the document.
    async fn draft(&self, job: &mut Job<'_>) -> Result<AccountDraft, Exit> {
        let id = self.id.as_deref().map(AccountId::from);
        let given = self.collection.map(|collection| match collection {
            Collection::Upi => CollectionType::Upi,
            Collection::Card => CollectionType::Card,
        });
        let (collection, phone) = match (given, self.phone.as_deref(), &id) {
            (Some(collection), Some(phone), _) => (collection, Phone::new(phone)),
            (given, phone, Some(id)) => {
                let account = accounts::find(job, id).await?;
                (given.unwrap_or(account.collection), phone.map_or(account.phone, Phone::new))
            }
            _ => return job.end(Exit::Usage, "a new account needs --collection and --phone"),
        };
        let text = |text: &Option<String>| text.as_deref().map(Text::new);
        let draft = AccountDraft {
            id,
            collection,
            tool: text(&self.tool),
            phone,
            pin: None,
            name: text(&self.name),
            account_number: None,
            ifsc: text(&self.ifsc),
        };
        match wrong(&draft, self.ask_pin, self.ask_account_number) {
            Some(words) => job.end(Exit::Usage, words),
            None => Ok(draft),
        }
    }
}

/// Why the document has no such account.
fn wrong(draft: &AccountDraft, pin: bool, number: bool) -> Option<&'static str> {
    let is_new = draft.id.is_none();
    match draft.collection {
        CollectionType::Upi if is_new && draft.tool.is_none() => Some("a UPI account needs --type, such as PHONEPE"),
        CollectionType::Upi if draft.name.is_some() || draft.ifsc.is_some() || number => {
            Some("--name, --ifsc and --ask-account-number are for CARD accounts")
        }
        CollectionType::Card if is_new && (draft.name.is_none() || draft.ifsc.is_none()) => {
            Some("a CARD account needs --name and --ifsc")
        }
        CollectionType::Card if pin => Some("--ask-pin is for UPI accounts"),
        _ => None,
    }
}
