//! `tool sms`: authorises an account by SMS (withdraw-tool API, sections 7 and 8).

use clap::{Args, Subcommand};

use super::accounts;
use crate::cli::change::{Sure, confirm, send};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::domain::{Change, Phone};

/// `tool sms`.
#[derive(Debug, Subcommand)]
pub enum Sms {
    /// Start: prints the session, the text the holder has to send and where to
    Send(Send),
    /// Confirm that the holder sent the SMS
    Confirm {
        /// The account
        id: String,
        /// The session that `sms send` printed
        #[arg(long, value_name = "SESSION")]
        session: String,
        #[command(flatten)]
        sure: Sure,
    },
}

/// `tool sms send`.
#[derive(Debug, Args)]
pub struct Send {
    /// The account
    id: String,
    /// The phone the SMS will come from; without it, the account's own
    #[arg(long)]
    phone: Option<String>,
    #[command(flatten)]
    sure: Sure,
}

impl Sms {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        match self {
            Self::Send(Send { id, phone, sure }) => {
                let account = id.as_str().into();
                let phone = match phone {
                    Some(phone) => Phone::new(&phone),
                    None => accounts::find(job, &account).await?.phone,
                };
                let assent = confirm(job, sure, &format!("start SMS authorisation of account {id} from {phone}"))?;
                send(job, assent, Change::StartSms { account, phone }).await
            }
            Self::Confirm { id, session, sure } => {
                let assent = confirm(job, sure, &format!("confirm that the SMS for account {id} was sent"))?;
                let (account, session) = (id.as_str().into(), session.as_str().into());
                send(job, assent, Change::ConfirmSms { account, session }).await
            }
        }
    }
}
