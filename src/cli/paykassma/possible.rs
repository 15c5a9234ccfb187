//! `paykassma possible`: has a payment looked for that was made by hand (Paykassma API, "possible transaction").

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::typed;
use crate::cli::change::{Sure, confirm, send};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::domain::{Change, Currency, Money, PossibleTransaction, Text, mask_digits};

/// `paykassma possible`.
#[derive(Debug, Args)]
pub struct Possible {
    /// The payment system, as `paytop paykassma systems` lists it
    #[arg(value_name = "SYSTEM", value_parser = typed::text)]
    wallet: Text,
    /// The currency, by its code
    #[arg(long, value_name = "CODE", value_parser = typed::currency)]
    currency: Currency,
    /// The user who paid, by the id in your own system
    #[arg(long, value_name = "USER", value_parser = typed::text)]
    label: Text,
    /// The payment's number (`Transaction_ID`), as the user has it
    #[arg(long, value_name = "NUMBER", value_parser = typed::text)]
    key: Text,
    /// How much was paid
    #[arg(long)]
    amount: String,
    /// A picture of the payment, to be uploaded with it: a file of at most 10 MiB
    #[arg(long, value_name = "FILE")]
    screenshot: Option<PathBuf>,
    #[command(flatten)]
    sure: Sure,
}

impl Possible {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let Self { wallet, currency, label, key, amount, screenshot, sure } = self;
        let amount = typed::amount(job, &amount, &currency)?;
        let possible = PossibleTransaction { currency, wallet, label, key, amount: amount.amount, screenshot };
        let mut errors = possible.check().err().unwrap_or_default();
        let picture = match possible.screenshot.as_deref().map(look_at).transpose() {
            Ok(picture) => picture,
            Err(words) => {
                errors.add("screenshot", words);
                None
            }
        };
        if !errors.is_empty() {
            return job.invalid(&errors);
        }
        let words = question(&possible, &amount, picture.as_deref());
        let assent = confirm(job, sure, &words)?;
        send(job, assent, Change::ReportTransaction(possible)).await
    }
}

fn question(possible: &PossibleTransaction, amount: &Money, picture: Option<&str>) -> String {
    format!(
        "have the {} payment {} of {amount} looked for, for the user {}{}",
        possible.wallet,
        mask_digits(possible.key.as_str()),
        mask_digits(possible.label.as_str()),
        picture.map(|picture| format!(", with the picture {picture}")).unwrap_or_default()
    )
}

/// The picture in a few words; or why it cannot be uploaded.
fn look_at(path: &Path) -> Result<String, String> {
    let name = Text::new(&path.to_string_lossy());
    let found = fs::metadata(path).map_err(|error| format!("{name} cannot be read: {error}"))?;
    let most = PossibleTransaction::LARGEST_SCREENSHOT;
    if !found.is_file() {
        return Err(format!("{name} is no file"));
    }
    match found.len() {
        0 => Err(format!("{name} is empty")),
        bytes if bytes > most => {
            Err(format!("{name} has {} MiB; at most {} MiB can be sent", bytes.div_ceil(1 << 20), most >> 20))
        }
        bytes => match fs::File::open(path) {
            Ok(_) => Ok(format!("{name} ({} KiB)", bytes.div_ceil(1 << 10))),
            Err(error) => Err(format!("{name} cannot be read: {error}")),
        },
    }
}
