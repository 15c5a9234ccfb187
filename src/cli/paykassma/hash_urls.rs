//! `paykassma hash-urls`: what the provider hashes redirect addresses to (Paykassma API, "Redirect addresses hashing").

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use serde::Deserialize;

use super::typed;
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::output::{Field, Format, Records, Row};
use crate::domain::{Data, FieldErrors, HashedRedirects, Read, Redirect, Redirects, Text, WebAddress};
use crate::ui::format;

/// The most bytes of a list of addresses.
const LONGEST: u64 = 1024 * 1024;

/// What a table and CSV have for each hash.
const HASH: &[&str] = &["list", "order", "url", "expires"];

/// `paykassma hash-urls`.
#[derive(Debug, Args)]
pub struct HashUrls {
    /// Where to after a payment that succeeded; may be given several times, and their order counts
    #[arg(long, value_name = "ADDRESS", value_parser = typed::word, conflicts_with = "file")]
    success: Vec<Text>,
    /// Where to after a payment that failed; may be given several times
    #[arg(long, value_name = "ADDRESS", value_parser = typed::word, conflicts_with = "file")]
    fail: Vec<Text>,
    /// Where to while a payment is not confirmed; may be given several times
    #[arg(long, value_name = "ADDRESS", value_parser = typed::word, conflicts_with = "file")]
    pending: Vec<Text>,
    /// Take the addresses from this file, or from standard input with `-`: JSON as the API's document has it, with
    /// `success_urls`, `fail_urls` and `pending_urls`, each a list of {"order": 1, "url": "https://..."}
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

/// The lists as the document has them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    #[serde(default, rename = "success_urls")]
    success: Vec<Line>,
    #[serde(default, rename = "fail_urls")]
    fail: Vec<Line>,
    #[serde(default, rename = "pending_urls")]
    pending: Vec<Line>,
}

/// An address in a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    order: i64,
    url: String,
}

impl HashUrls {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let redirects = match &self.file {
            Some(path) => self::read(job, path)?,
            None => self.typed(),
        };
        if let Err(errors) = check(&redirects) {
            return job.invalid(&errors);
        }
        // From when they were asked for, and not later.
        let expires = HashedRedirects::expire(job.acting.now());
        let expires = Timestamp::from_second(expires.as_second()).unwrap_or(expires);
        let Data::HashedRedirects(told) = job.read(&Read::HashRedirects(redirects)).await? else {
            return job.confused();
        };
        let hashes = job.rows(vec![told.hashes], &told.bad).pop().unwrap_or_default();
        let exit = match job.format() {
            Format::Json => {
                let urls = Row::default()
                    .with("success_url", list(&hashes.success))
                    .with("fail_url", list(&hashes.fail))
                    .with("pending_url", list(&hashes.pending));
                let urls = Field::Object { names: &["success_url", "fail_url", "pending_url"], row: Some(urls) };
                let row = Row::default().with("urls", urls).with("expires", Field::Text(expires.to_string()));
                job.print(&Records::One(row))?
            }
            form => {
                let until = match form {
                    Format::Csv => expires.to_string(),
                    _ => format::date_time(expires, &job.acting.zone),
                };
                let rows = lines(&hashes).map(|(list, hash)| {
                    let row = Row::default().with("list", list).with("order", Field::Integer(hash.order.into()));
                    row.with("url", &hash.url).with("expires", Field::Text(until.clone()))
                });
                let rows = rows.collect();
                job.print(&Records::Many { names: HASH, rows })?
            }
        };
        let until = format::date_time(expires, &job.acting.zone);
        job.console.say(&format!("These hashes can be used for one day, until {until}."));
        Ok(exit)
    }

    fn typed(self) -> Redirects {
        let list = |list: Vec<Text>| (1..).zip(list).map(|(order, url)| Redirect { order, url }).collect();
        Redirects { success: list(self.success), fail: list(self.fail), pending: list(self.pending) }
    }
}

fn list(hashes: &[Redirect]) -> Field {
    let row = |hash: &Redirect| Row::default().with("order", Field::Integer(hash.order.into())).with("url", &hash.url);
    Field::List(hashes.iter().map(row).collect())
}

fn lines(hashes: &Redirects) -> impl Iterator<Item = (&'static str, &Redirect)> {
    let named = |name: &'static str| move |hash| (name, hash);
    let success = hashes.success.iter().map(named("success_url"));
    success.chain(hashes.fail.iter().map(named("fail_url"))).chain(hashes.pending.iter().map(named("pending_url")))
}

/// The addresses in a file, or on standard input.
fn read(job: &mut Job<'_>, path: &Path) -> Result<Redirects, Exit> {
    let from_input = path.as_os_str() == "-";
    let name = if from_input { "standard input".to_owned() } else { path.display().to_string() };
    let bytes = if from_input {
        job.console.input(LONGEST + 1)
    } else {
        fs::File::open(path).and_then(|file| {
            let mut bytes = Vec::new();
            file.take(LONGEST + 1).read_to_end(&mut bytes).map(|_| bytes)
        })
    };
    let bytes = match bytes {
        Ok(bytes) if bytes.len() as u64 > LONGEST => {
            return job.end(Exit::Usage, &format!("{name} is longer than 1 MiB; nothing was asked"));
        }
        Ok(bytes) => bytes,
        Err(error) => return job.end(Exit::Usage, &format!("cannot read {name}: {error}")),
    };
    let lists: Lists = match serde_json::from_slice(&bytes) {
        Ok(lists) => lists,
        Err(error) => {
            let words =
                format!("{name} is not what hash-urls takes (see `paytop paykassma hash-urls --help`): {error}");
            return job.end(Exit::Usage, &words);
        }
    };
    let mut errors = FieldErrors::default();
    let redirects = Redirects {
        success: exact("success_urls", lists.success, &mut errors),
        fail: exact("fail_urls", lists.fail, &mut errors),
        pending: exact("pending_urls", lists.pending, &mut errors),
    };
    if errors.is_empty() { Ok(redirects) } else { job.invalid(&errors) }
}

/// The addresses, none of which may be sent otherwise than it stands there.
fn exact(name: &str, list: Vec<Line>, errors: &mut FieldErrors) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    for (at, Line { order, url }) in list.into_iter().enumerate() {
        match typed::word(&url) {
            Ok(url) => redirects.push(Redirect { order, url }),
            Err(words) => errors.add(&format!("{name}.{at}.url"), words),
        }
    }
    redirects
}

/// What the document wants of the lists.
fn check(redirects: &Redirects) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    let Redirects { success, fail, pending } = redirects;
    for (name, list) in [("success_urls", success), ("fail_urls", fail), ("pending_urls", pending)] {
        for (at, redirect) in list.iter().enumerate() {
            if WebAddress::new(redirect.url.as_str()).is_none() {
                errors.add(&format!("{name}.{at}.url"), "an address that begins with https://");
            }
            if list[..at].iter().any(|before| before.order == redirect.order) {
                errors.add(&format!("{name}.{at}.order"), format!("{} is another's order already", redirect.order));
            }
        }
    }
    if success.is_empty() && fail.is_empty() {
        errors.add("success_urls", "at least one address for success or for failure");
    }
    errors.into_result()
}
