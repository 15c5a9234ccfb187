//! A possible transaction as a form, with the screenshot it may carry. The file is read away from everything that
//! waits, and only as far as it may be long.

use std::path::Path;

use tokio::io::AsyncReadExt;

use super::request::{Content, Said};
use crate::domain::{Fault, PossibleTransaction};

/// The most bytes of a screenshot.
const LARGEST: u64 = PossibleTransaction::LARGEST_SCREENSHOT;

/// A file to be uploaded.
struct File {
    name: String,
    kind: &'static str,
    bytes: Vec<u8>,
}

/// The fields as a form, with the screenshot where there is one. `id` makes its boundary.
///
/// # Errors
/// [`Fault::Unusable`] where the screenshot cannot be read or is too large; nothing is sent then.
pub(super) async fn form(
    fields: &[(&'static str, Said)],
    screenshot: Option<&Path>,
    id: &str,
) -> Result<Content, Fault> {
    let file = match screenshot {
        Some(path) => Some(read(path).await?),
        None => None,
    };
    let mut boundary = format!("paytop-{id}");
    let is_taken = |boundary: &str| {
        let holds = |bytes: &[u8]| bytes.windows(boundary.len()).any(|part| part == boundary.as_bytes());
        fields.iter().any(|(_, said)| holds(said.plain().as_bytes()))
            || file.as_ref().is_some_and(|file| holds(&file.bytes))
    };
    // Nothing has the intent's id in it by chance; whoever puts it there gets another boundary.
    while is_taken(&boundary) && boundary.len() < 70 {
        boundary.push('x');
    }
    let mut bytes = Vec::with_capacity(1024 + file.as_ref().map_or(0, |file| file.bytes.len()));
    let mut part = |head: &str, body: &[u8]| {
        bytes.extend_from_slice(format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
        bytes.extend_from_slice(body);
        bytes.extend_from_slice(b"\r\n");
    };
    for (name, said) in fields {
        part(&format!("name=\"{name}\""), said.plain().as_bytes());
    }
    if let Some(file) = &file {
        let head = format!("name=\"screenshot\"; filename=\"{}\"\r\nContent-Type: {}", file.name, file.kind);
        part(&head, &file.bytes);
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok(Content::Form { bytes, boundary })
}

async fn read(path: &Path) -> Result<File, Fault> {
    let unusable = |why: &str| Fault::Unusable(format!("the screenshot cannot be sent: {why}").into());
    let told = |error: std::io::Error| unusable(&error.kind().to_string());
    // A pipe or a device would never end: only a file is read.
    if !tokio::fs::metadata(path).await.map_err(told)?.is_file() {
        return Err(unusable("it is no file"));
    }
    let mut bytes = Vec::new();
    let file = tokio::fs::File::open(path).await.map_err(told)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).await.map_err(told)?;
    if bytes.len() as u64 > LARGEST {
        return Err(unusable("it is larger than 10 MiB"));
    }
    if bytes.is_empty() {
        return Err(unusable("it is empty"));
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let kind = match ending.as_deref() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("gif") => "image/gif",
        Some("heic") => "image/heic",
        Some("pdf") => "application/pdf",
        _ => "application/octet-stream",
    };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    Ok(File { name: name.chars().map(plain).take(100).collect(), kind, bytes })
}
