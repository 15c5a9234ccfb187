//! Where the journal is kept where nobody says otherwise: in the platform's data folder.

use directories::ProjectDirs;

/// The journal of the connections of the config.
const REAL: &str = "paytop.db";

/// The journal of the embedded sandbox: play money is never written beside real money.
const SANDBOX: &str = "sandbox.db";

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
    let file = folders.data_local_dir().join(if embedded { SANDBOX } else { REAL });
    Ok(format!("sqlite://{}", file.display()))
}
