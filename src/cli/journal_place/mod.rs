//! Where the journal is kept: where the config says, and else in the platform's data folder.

mod nowhere;

use std::sync::Arc;
use std::time::Duration;

use directories::ProjectDirs;

use nowhere::Nowhere;

use crate::config::Config;
use crate::store::{self, RunId, Store};

/// The journal of the connections of the config.
const REAL: &str = "paytop.db";

/// The journal of the embedded sandbox: play money is never written beside real money.
const SANDBOX: &str = "sandbox.db";

/// How long a journal may take to be closed. What was written is on disk already, so nothing is lost by leaving.
const CLOSING: Duration = Duration::from_secs(2);

/// The address of the journal: the config's own, or the usual file.
///
/// # Errors
/// Where there is no data folder, in words.
pub fn url(configured: Option<&str>, embedded: bool) -> Result<String, String> {
    if let Some(url) = configured {
        return Ok(url.to_owned());
    }
    let folders = ProjectDirs::from("", "", "paytop").ok_or_else(|| {
        "there is no home folder to keep the journal in: name a file with [store] url in the config".to_owned()
    })?;
    let file = folders.data_local_dir().join(name(embedded));
    let file = file.to_str().ok_or_else(|| {
        format!("the data folder {} is no UTF-8 text: name a file with [store] url in the config", file.display())
    })?;
    Ok(format!("sqlite://{file}"))
}

/// The journal of the config, or the embedded sandbox's own, for the run `run`. Nothing is touched yet. Where there is
/// no place for one, it is one that cannot be used and says why.
#[must_use]
pub fn open(config: Option<&Config>, embedded: bool, run: RunId) -> Arc<dyn Store> {
    let configured = config.and_then(|config| config.store.url.as_deref()).filter(|_| !embedded);
    let opened = url(configured, embedded).and_then(|url| store::open(&url, run));
    opened.unwrap_or_else(|why| Arc::new(Nowhere::new(name(embedded), &why)))
}

/// Lets go of a journal, and waits no longer for it than is decent.
pub async fn close(journal: &dyn Store) {
    if tokio::time::timeout(CLOSING, journal.close()).await.is_err() {
        tracing::warn!(journal = journal.place(), "it took too long to close");
    }
}

fn name(embedded: bool) -> &'static str {
    if embedded { SANDBOX } else { REAL }
}
