//! A file of payouts at the command line: shown line by line, confirmed as a whole, sent, stopped and gone on with. What
//! its lines become is the noun's that it is a verb of.

mod rows;
mod sure;

use std::sync::Arc;

use clap::Args;
use tokio_util::sync::CancellationToken;

use super::exit::Exit;
use super::job::Job;
use super::journal_place;
use super::output::Records;
use crate::domain::batch::{
    BatchEnd, BatchOrder, Consents, FileFault, LineEvent, LineKind, MOST_A_MINUTE, Pause, Question, Review, Sheet,
};
use crate::domain::{Change, Fault, IntentId, JournalFault, Outcome, mask_digits};
use crate::runtime::{read_file, review, send_batch};

use sure::SureOfBatch;

/// A file of payouts, a line each.
#[derive(Debug, Args)]
pub struct Batch {
    /// The file: CSV in UTF-8, its first line naming the columns as the provider's document names the fields
    #[arg(value_name = "FILE")]
    file: String,
    /// Show every line, its faults and what became of it, and send nothing
    #[arg(long)]
    check: bool,
    /// How many leave in a minute at most; they leave one after the other
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_A_MINUTE)))]
    rate: u32,
    /// Go on with a file that was begun: what left is not sent again
    #[arg(long)]
    resume: bool,
    /// Send a whole file once more on purpose; NAME is the batch it was before
    #[arg(long, value_name = "NAME", conflicts_with = "resume")]
    again: Option<String>,
    #[command(flatten)]
    sure: SureOfBatch,
}

impl Batch {
    /// Does it, with lines of this kind.
    ///
    /// # Errors
    /// The exit status of an early end.
    pub async fn run(self, job: &mut Job<'_>, kind: &'static LineKind) -> Result<Exit, Exit> {
        let limits = &job.connection.info.limits;
        let sheet = match read_file(&self.file).await.and_then(|bytes| Sheet::read(kind, &bytes, limits)) {
            Ok(sheet) => Arc::new(sheet),
            Err(fault) => return unread(job, &self.file, &fault),
        };
        let journal = job.acting.journal.clone();
        let again = self.again.is_some();
        let review = review(&journal, &sheet, &job.connection.info, again, false).await;
        let done = match review {
            Ok(review) if self.check => show(job, &sheet, &review),
            Ok(review) => self.send(job, &sheet, review).await,
            Err(fault) => journal_failed(job, fault),
        };
        journal_place::close(&**journal.store()).await;
        done
    }

    async fn send(&self, job: &mut Job<'_>, sheet: &Arc<Sheet>, review: Review) -> Result<Exit, Exit> {
        if !sheet.is_sound() {
            show(job, sheet, &review)?;
            let words = format!("nothing was sent: {} of {} lines have faults", sheet.faulty, sheet.lines.len());
            return job.end(Exit::Refused, &words);
        }
        self.is_meant(job, &review)?;
        let wants = self.sure.wants();
        let question = Question::new(sheet, &review, wants, &job.connection.info, self.rate);
        if question.lines == 0 {
            for paragraph in question.paragraphs.iter().skip(1) {
                job.console.say(paragraph);
            }
            job.console.say("nothing is left to send");
            return Ok(Exit::Done);
        }
        let shown = self.sure.confirm(job, &question)?;
        let despite = if wants.repeats { review.repeated(sheet).into_iter().collect() } else { Vec::new() };
        let order = BatchOrder {
            sheet: Arc::clone(sheet),
            id: review.id,
            which: review.which,
            lines: question.lines,
            per_minute: self.rate,
            consents: Consents { retry_refused: wants.refused, despite },
            operator: job.acting.operator.clone(),
            shown,
        };
        leave(job, &order).await
    }

    /// Ends where the file is not where the operator thinks it is: begun, or not.
    fn is_meant(&self, job: &mut Job<'_>, review: &Review) -> Result<(), Exit> {
        if let Some(elsewhere) = review.sendings.iter().find(|sending| sending.is_elsewhere) {
            let words = format!("another paytop is sending this file right now, as batch {}", elsewhere.id.name());
            return job.end(Exit::Usage, &words);
        }
        let newest = review.sendings.last().map(|sending| sending.id.name());
        match (newest, &self.again) {
            (None, Some(_)) => job.end(Exit::Usage, "this file was never sent here: leave --again out"),
            (Some(newest), Some(again)) if newest != *again => {
                job.end(Exit::Usage, &format!("this file was last sent as batch {newest}: name that with --again"))
            }
            (None, None) if self.resume => job.end(Exit::Usage, "this file was never begun here: leave --resume out"),
            (Some(newest), None) if !self.resume => {
                let words = format!(
                    "this file was begun before, as batch {newest}. Go on with it by --resume: what left is not sent again. \
                     To send every line once more, add --again {newest}"
                );
                job.end(Exit::Usage, &words)
            }
            _ => Ok(()),
        }
    }
}

fn unread<T>(job: &mut Job<'_>, file: &str, fault: &FileFault) -> Result<T, Exit> {
    let words = match fault {
        FileFault::Unread { .. } => fault.to_string(),
        fault => format!("{file}: {fault}"),
    };
    job.end(Exit::Usage, &mask_digits(&words))
}

fn journal_failed<T>(job: &mut Job<'_>, fault: JournalFault) -> Result<T, Exit> {
    job.fault(&Fault::Journal(fault))
}

/// Prints every line, and says the sums.
fn show(job: &mut Job<'_>, sheet: &Sheet, review: &Review) -> Result<Exit, Exit> {
    let lines = sheet.lines.iter().map(|line| rows::line(line, review.standing(line))).collect();
    job.print(&Records::Many { names: rows::NAMES, rows: lines })?;
    for words in rows::sums(sheet, review) {
        job.console.say(&words);
    }
    Ok(if sheet.is_sound() { Exit::Done } else { Exit::Refused })
}

/// Sends it, telling of each line as it goes.
async fn leave(job: &mut Job<'_>, order: &BatchOrder) -> Result<Exit, Exit> {
    let Some(changes) = job.open()?.changes else { return job.fault(&Fault::ReadOnly) };
    let (stop, cut) = (CancellationToken::new(), CancellationToken::new());
    let interrupts = tokio::spawn(interrupted(stop.clone(), cut.clone()));
    let (changes, given_up) = (&changes, &cut);
    let leave = |intent: IntentId, change: Change| async move {
        tokio::select! {
            outcome = changes.change(intent, &change) => outcome,
            () = given_up.cancelled() => Outcome::Unconfirmed(Fault::ConnectionLost("interrupted here".into())),
        }
    };
    let journal = job.acting.journal.clone();
    let mut told = rows::Told::default();
    let console = &mut *job.console;
    let tell = |event: LineEvent| {
        if let Some(words) = told.take(event) {
            console.say(&words);
        }
    };
    let end = send_batch(&journal, order, &job.connection.info, &stop, tell, leave).await;
    interrupts.abort();
    let exit = exit(&end, &told);
    // What is left is telling of it: an interrupt need not wait for that.
    tokio::spawn(leaves_at_interrupt(exit));
    for words in told.sums(&order.id.name(), &end) {
        job.console.say(&words);
    }
    if job.output.is_some() {
        let lines = told.into_rows(&order.sheet);
        job.print(&Records::Many { names: rows::NAMES, rows: lines })?;
    }
    Ok(exit)
}

/// The first interrupt stops it between two lines; the second gives up what is on its way; the third leaves at once,
/// whatever is waited for still: the journal has it as sent, and the next run as unconfirmed.
async fn interrupted(stop: CancellationToken, cut: CancellationToken) {
    for token in [stop, cut] {
        if tokio::signal::ctrl_c().await.is_err() {
            return;
        }
        token.cancel();
    }
    leaves_at_interrupt(Exit::Unknown).await;
}

/// Leaves with this status at the next interrupt.
async fn leaves_at_interrupt(exit: Exit) {
    if tokio::signal::ctrl_c().await.is_ok() {
        std::process::exit(i32::from(exit as u8));
    }
}

/// How a batch ends, as the shell sees it: by the worst of it.
fn exit(end: &BatchEnd, told: &rows::Told) -> Exit {
    match end {
        BatchEnd::NotBegun(_) => Exit::Usage,
        _ if told.unconfirmed > 0 => Exit::Unknown,
        BatchEnd::Paused(Pause::Fault(fault)) => Exit::of_fault(fault),
        BatchEnd::Paused(Pause::Unwritten(_)) => Exit::Unreachable,
        BatchEnd::Through if told.refused + told.held == 0 => Exit::Done,
        BatchEnd::Through | BatchEnd::Stopped | BatchEnd::Paused(_) => Exit::Refused,
    }
}
