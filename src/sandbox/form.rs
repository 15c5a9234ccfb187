//! Forms (`multipart/form-data`) as the halves read them.

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The field.
    pub name: String,
    /// The file's name, of a file.
    pub file: Option<String>,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The parts of a form whose `Content-Type` is `kind`; `None` where it is no form.
#[must_use]
pub fn parts(kind: &str, body: &[u8]) -> Option<Vec<Part>> {
    let (media, boundary) = kind.split_once("boundary=")?;
    if !media.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
        return None;
    }
    let boundary = boundary.split(';').next()?.trim().trim_matches('"');
    let delimiter = format!("--{boundary}").into_bytes();
    let mut rest = &body[find(body, &delimiter)? + delimiter.len()..];
    let mut parts = Vec::new();
    while let Some(after) = rest.strip_prefix(b"\r\n") {
        let head_end = find(after, b"\r\n\r\n")?;
        let head = std::str::from_utf8(&after[..head_end]).ok()?;
        let body = &after[head_end + 4..];
        let end = find(body, &[b"\r\n".as_slice(), &delimiter].concat())?;
        let parameter = |name: &str| {
            let (_, value) = head.split_once(&format!("{name}=\""))?;
            Some(value.split('"').next()?.to_owned())
        };
        parts.push(Part { name: parameter(" name")?, file: parameter("filename"), bytes: body[..end].to_vec() });
        rest = &body[end + 2 + delimiter.len()..];
    }
    rest.starts_with(b"--").then_some(parts)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len().max(1)).position(|part| part == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_files_are_told_apart() {
        let body = b"--b\r\nContent-Disposition: form-data; name=\"label\"\r\n\r\n55\r\n--b\r\n\
            Content-Disposition: form-data; name=\"screenshot\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\
            \x89PNG\r\n\r\n--b--\r\n";
        let parts = parts("multipart/form-data; boundary=b", body).unwrap();
        assert_eq!((parts[0].name.as_str(), parts[0].bytes.as_slice()), ("label", b"55".as_slice()));
        assert_eq!((parts[1].file.as_deref(), parts[1].bytes.as_slice()), (Some("a.png"), b"\x89PNG\r\n".as_slice()));
    }

    #[test]
    fn what_is_no_form_is_none() {
        for (kind, body) in [
            ("application/json", b"{}".as_slice()),
            ("multipart/form-data", b""),
            ("multipart/form-data; boundary=b", b"--b\r\nno end"),
            ("multipart/form-data; boundary=b", b""),
        ] {
            assert_eq!(parts(kind, body), None);
        }
    }
}
