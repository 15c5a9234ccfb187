//! How sure the operator is of a batch: what is typed at a terminal is given by flags where there is none, figure by
//! figure, so that no script sends a file nobody has looked at.

use clap::Args;

use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::domain::batch::{Question, Wants};
use crate::domain::{Fault, Money};

/// How sure the operator is.
#[derive(Clone, Debug, Default, Args)]
pub struct SureOfBatch {
    /// Do not ask before it is sent; needed where no terminal is there to ask, together with --lines
    #[arg(long, short, requires = "lines", conflicts_with = "check")]
    yes: bool,
    /// How many lines are to be sent
    #[arg(long, value_name = "N")]
    lines: Option<usize>,
    /// The sum of a currency, such as "INR 150000"; needed with --yes from the connection's `type_from` on
    #[arg(long, value_name = "SUM")]
    sum: Vec<String>,
    /// How many lines pay the same payee the same amount as another one
    #[arg(long, value_name = "N")]
    accept_duplicates: Option<usize>,
    /// Send what other files have sent already ONCE MORE: how many lines that are; without this they are left out
    #[arg(long, value_name = "N")]
    accept_repeats: Option<usize>,
    /// Try again what was certainly refused: how many lines that are
    #[arg(long, value_name = "N")]
    retry_refused: Option<usize>,
}

impl SureOfBatch {
    /// What is wanted beyond what is plain.
    pub fn wants(&self) -> Wants {
        Wants { refused: self.retry_refused.is_some(), repeats: self.accept_repeats.is_some() }
    }

    /// Asks, unless the operator is sure already; ends where the answer is no, or a figure is another. Gives what was
    /// shown.
    pub fn confirm(&self, job: &mut Job<'_>, question: &Question) -> Result<Vec<String>, Exit> {
        if job.connection.info.read_only {
            return job.fault(&Fault::ReadOnly);
        }
        let asks = !self.yes;
        if asks && !job.console.is_interactive() {
            let words = format!(
                "this pays: add --yes --lines {} where no terminal is there to ask, once you have looked at it by --check",
                question.lines
            );
            return job.end(Exit::Usage, &words);
        }
        for paragraph in &question.paragraphs {
            job.console.say(paragraph);
        }
        let mut shown = question.paragraphs.clone();
        if let (Some(again), true) = (&question.again, asks) {
            let typed = job.console.ask(&format!("Type {again} to send it once more:")).unwrap_or_default();
            if typed.trim() != again {
                return job.end(Exit::Usage, "not confirmed; nothing was sent");
            }
        }
        let counts = [
            (question.repeats, self.accept_repeats, "--accept-repeats", "lines that were sent already"),
            (question.retries, self.retry_refused, "--retry-refused", "lines that were refused"),
            (question.duplicates, self.accept_duplicates, "--accept-duplicates", "duplicates"),
            (question.lines, self.lines, "--lines", "lines"),
        ];
        for (count, given, flag, what) in counts.into_iter().filter(|(count, ..)| *count > 0) {
            let given = match given {
                None if asks => {
                    let typed =
                        job.console.ask(&format!("Type how many {what} there are, {count}:")).unwrap_or_default();
                    typed.trim().parse().ok()
                }
                given => given,
            };
            if given != Some(count) {
                let words = format!("not confirmed; nothing was sent: {what}: {count} ({flag} {count})");
                return job.end(Exit::Usage, &words);
            }
            shown.push(format!("Given once more: {what}: {count}"));
        }
        for sum in &question.sums {
            self.confirm_sum(job, sum, asks)?;
            shown.push(format!("Given once more: {sum}"));
        }
        if self.yes {
            shown.push("Answered beforehand, by --yes.".to_owned());
        }
        Ok(shown)
    }

    fn confirm_sum(&self, job: &mut Job<'_>, sum: &Money, asks: bool) -> Result<(), Exit> {
        let code = sum.currency.code();
        let is_it = |typed: &str| {
            let typed = typed.trim();
            let bare = match typed.get(..code.len()) {
                Some(first) if first.eq_ignore_ascii_case(code) => &typed[code.len()..],
                _ => typed,
            };
            Money::parse(bare, sum.currency.clone()).as_ref() == Ok(sum)
        };
        let is_given = self.sum.iter().any(|given| is_it(given));
        if is_given || asks && is_it(&job.console.ask(&format!("Type the sum, {sum}:")).unwrap_or_default()) {
            return Ok(());
        }
        job.end(Exit::Usage, &format!("not confirmed; nothing was sent: {sum} is a large sum here (--sum \"{sum}\")"))
    }
}
