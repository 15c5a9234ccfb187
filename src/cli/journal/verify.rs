//! `journal verify`: walks the whole chain and names the first entry that is broken.

use std::fmt::Write as _;

use clap::Args;

use super::desk::Desk;
use super::{Page, rows};
use crate::cli::exit::Exit;
use crate::cli::output::{Field, Format, Records, Row};
use crate::domain::JournalFault;
use crate::store::{Anchor, Chain, Entry, Store};

/// How many entries are read at once.
const AT_ONCE: usize = 1000;

/// `journal verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// What `paytop journal anchor` printed at an earlier time: a cut tail is found by it
    #[arg(long, value_name = "COUNT:HASH")]
    anchor: Option<Anchor>,
    /// The form of the result
    #[arg(short, long, value_enum, default_value_t, value_name = "FORMAT")]
    output: Page,
}

/// What a walk found.
#[derive(Debug, Default)]
struct Finding {
    /// The newest entry that holds.
    holds: Option<Anchor>,
    /// What is wrong with the one after it, or with the chain's end.
    broken: Option<String>,
    /// What is wrong with the file.
    damage: Option<String>,
}

impl Verify {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<Exit, Exit> {
        let mut finding = match walk(desk.store.as_ref(), self.anchor.clone()).await {
            Ok(finding) => finding,
            Err(fault) => return desk.used(Err(fault)),
        };
        let damage = desk.store.damage().await;
        finding.damage = match damage {
            Ok(damage) => damage.map(|words| rows::clean(&words)),
            // What already is broken stays so, however the file is.
            Err(fault) if finding.broken.is_some() => Some(fault.to_string()),
            Err(fault) => return desk.used(Err(fault)),
        };
        match self.output {
            Page::Json => desk.records(Format::Json, &Records::One(finding.row()))?,
            Page::Table => {
                let page = finding.page(desk.store.place(), self.anchor.as_ref());
                desk.print(page.as_bytes())?
            }
        };
        Ok(if finding.is_sound() { Exit::Done } else { Exit::Refused })
    }
}

/// Walks the chain as far as it can be read.
async fn walk(store: &dyn Store, anchor: Option<Anchor>) -> Result<Finding, JournalFault> {
    let mut chain = Chain::new(anchor);
    let mut holds: Option<Anchor> = None;
    let mut most = AT_ONCE;
    loop {
        let after = holds.as_ref().map_or(0, |head| head.count);
        let entries = match store.entries(after, most).await {
            Ok(entries) => entries,
            // One by one, up to the one that cannot be read.
            Err(fault) if most > 1 && is_of_the_file(&fault) => {
                most = 1;
                continue;
            }
            Err(fault) if is_of_the_file(&fault) => {
                let broken = Some(format!("entry {} cannot be read: {fault}", after + 1));
                return Ok(Finding { holds, broken, damage: None });
            }
            Err(fault) => return Err(fault),
        };
        if entries.is_empty() {
            let broken = chain.end().err().map(|why| why.to_string());
            return Ok(Finding { holds, broken, damage: None });
        }
        for entry in &entries {
            if let Err(why) = chain.step(entry) {
                return Ok(Finding { holds, broken: Some(why.to_string()), damage: None });
            }
            holds = Some(head(entry));
        }
    }
}

fn head(entry: &Entry) -> Anchor {
    Anchor { count: entry.seq, hash: entry.hash.clone() }
}

/// Whether a fault is one of what stands in the file, and not of getting at it.
fn is_of_the_file(fault: &JournalFault) -> bool {
    matches!(fault, JournalFault::Corrupt { .. } | JournalFault::Other { .. })
}

impl Finding {
    fn is_sound(&self) -> bool {
        self.broken.is_none() && self.damage.is_none()
    }

    fn row(&self) -> Row {
        let Self { holds, broken, damage } = self;
        Row::default()
            .with("sound", Field::Flag(self.is_sound()))
            .with("entries", Field::Integer(holds.as_ref().map_or(0, |head| head.count).into()))
            .with("head", holds.as_ref().map(ToString::to_string))
            .with("broken", broken.clone())
            .with("damage", damage.clone())
    }

    fn page(&self, place: &str, anchor: Option<&Anchor>) -> String {
        let mut page = format!("journal  {}\n", rows::clean(place));
        let count = self.holds.as_ref().map_or(0, |head| head.count);
        let mut line = |words: &str| {
            let _ = writeln!(page, "{words}");
        };
        match (&self.broken, count) {
            (None, 0) => line("The journal is empty."),
            (None, count) => line(&format!("The chain holds: {}.", entries(count))),
            (Some(why), count) => {
                line(&format!("The chain is BROKEN: {}.", rows::clean(why)));
                line(&match count {
                    0 => "No entry before it holds.".to_owned(),
                    1 => "Entry 1 before it holds; nothing after it proves anything.".to_owned(),
                    count => format!("Entries 1 to {count} before it hold; nothing after them proves anything."),
                });
            }
        }
        if let (None, Some(anchor)) = (&self.broken, anchor) {
            line(&format!("It has the entry of the anchor, {}.", anchor.count));
        }
        if let Some(damage) = &self.damage {
            line(&format!("The file is DAMAGED: {damage}."));
        }
        if let Some(head) = &self.holds {
            line(&format!("head     {head}"));
        }
        page
    }
}

fn entries(count: u64) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}
