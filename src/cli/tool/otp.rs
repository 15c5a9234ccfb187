//! `tool otp`: authorises an account by OTP (withdraw-tool API, sections 5 and 6).

use clap::{Args, Subcommand};

use crate::cli::change::{Sure, confirm, send};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::domain::Change;

/// `tool otp`.
#[derive(Debug, Subcommand)]
pub enum Otp {
    /// Send an OTP to the holder; prints the session to confirm it in
    Send {
        /// The account
        id: String,
        #[command(flatten)]
        sure: Sure,
    },
    /// Authorise by the OTP the holder was given
    ///
    /// The code is asked for, or read as one line of standard input; it is never an argument.
    Confirm(Confirm),
}

/// `tool otp confirm`.
#[derive(Debug, Args)]
pub struct Confirm {
    /// The account
    id: String,
    /// The session that `otp send` printed
    #[arg(long, value_name = "SESSION")]
    session: String,
    #[command(flatten)]
    sure: Sure,
}

impl Otp {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        match self {
            Self::Send { id, sure } => {
                let assent = confirm(job, sure, &format!("send an OTP to the holder of account {id}"))?;
                send(job, assent, Change::SendOtp { account: id.as_str().into() }).await
            }
            Self::Confirm(Confirm { id, session, sure }) => {
                let assent = confirm(job, sure, &format!("authorise account {id} by OTP"))?;
                // A dry run leaves secrets out, so it need not ask for them.
                let code = if sure.dry_run { "".into() } else { job.secret("OTP")? };
                let (account, session) = (id.as_str().into(), session.as_str().into());
                send(job, assent, Change::ConfirmOtp { account, session, code }).await
            }
        }
    }
}
