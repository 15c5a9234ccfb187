//! `base_url` and `paths`: where a connection's operations are.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use reqwest::Url;

use super::reader::{Gather, Section};
use super::show::Origin;
use crate::domain::Text;

/// Where a connection's server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Without a slash at its end.
    pub(super) base_url: String,
    /// Host and port, as they are shown.
    pub(super) host: Text,
}

/// Reads `base_url`. The address is never quoted in a problem: a password or a token may be in it.
pub(super) fn base_url(section: &Section, gather: &mut Gather) -> Option<Address> {
    let expected = "the address of the API, such as \"https://api.example.com\"";
    let value = section.require("base_url", expected, gather)?;
    let raw = value.text(expected, gather)?;
    match address(raw) {
        Ok(address) => {
            gather.note(&value.key, &address.base_url, value.origin());
            Some(address)
        }
        Err(found) => {
            value.wrong(expected, found, gather);
            None
        }
    }
}

/// The address that `raw` is, where what is sent there can be read by nobody on the way; or what was found instead of one.
/// Nothing of the address is in that.
pub(super) fn url(raw: &str) -> Result<Url, &'static str> {
    let url = Url::parse(raw).map_err(|_| "something that is no address")?;
    let Some(host) = url.host_str() else { return Err("an address without a host") };
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(host) => {}
        "http" => return Err("http:// to another machine, which anyone on the way can read; use https://"),
        _ => return Err("an address that is not https://"),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("a user or password before the @; put secrets into headers");
    }
    if url.fragment().is_some() {
        return Err("a fragment after the #");
    }
    Ok(url)
}

/// The address of a server that `raw` is, or what was found instead of one.
fn address(raw: &str) -> Result<Address, &'static str> {
    let url = url(raw)?;
    if url.query().is_some() {
        return Err("a query after the ?");
    }
    let host = url.host_str().unwrap_or_default();
    let host = match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    Ok(Address { base_url: url.as_str().trim_end_matches('/').to_owned(), host: Text::from(host) })
}

/// Whether `host`, as a parsed address has it, is this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || bare.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
        || bare.parse::<Ipv6Addr>().is_ok_and(|ip| ip.is_loopback())
}

/// Reads `paths`: those of the provider's `operations` that are somewhere else than the API document puts them.
pub(super) fn paths(section: &Section, operations: &[&'static str], gather: &mut Gather) -> BTreeMap<String, String> {
    let mut paths = BTreeMap::new();
    if operations.is_empty() {
        return paths;
    }
    let table = section
        .get("paths", gather)
        .and_then(|value| value.section("a table, such as { accounts = \"/v2/accounts\" }", operations, gather));
    let entries = table.map(|table| table.entries(gather)).unwrap_or_default();
    for (operation, value) in entries {
        let expected = "a path, such as \"/api/pay_account/list\"";
        if !operations.contains(&operation) {
            continue;
        }
        let Some(path) = value.text(expected, gather) else { continue };
        if let Some(found) = no_path(path) {
            value.wrong(expected, found, gather);
            continue;
        }
        gather.note(&value.key, path, value.origin());
        paths.insert(operation.to_owned(), path.to_owned());
    }
    if paths.len() < operations.len() {
        let rest = if paths.is_empty() { "as the API has them" } else { "the others as the API has them" };
        gather.note(&section.path("paths"), rest, Origin::Default);
    }
    paths
}

/// Why `path` is none.
fn no_path(path: &str) -> Option<&'static str> {
    if !path.starts_with('/') {
        return Some("one that does not start with /");
    }
    if path.contains(['?', '#']) {
        return Some("one with a ? or #");
    }
    if !path.bytes().all(|b| b.is_ascii_graphic()) || path.contains(['"', '<', '>', '\\', '^', '`', '{', '|', '}']) {
        return Some("one with characters that have to be percent-encoded");
    }
    if path.split('/').any(|part| part == "." || part == "..") {
        return Some("one with . or .. in it");
    }
    None
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://api.example.com", "https://api.example.com", "api.example.com")]
    #[case("https://api.example.com:8443/v1/", "https://api.example.com:8443/v1", "api.example.com:8443")]
    #[case("http://127.0.0.1:8900", "http://127.0.0.1:8900", "127.0.0.1:8900")]
    #[case("http://127.8.9.1", "http://127.8.9.1", "127.8.9.1")]
    #[case("http://[::1]:8900/", "http://[::1]:8900", "[::1]:8900")]
    #[case("http://localhost:8900", "http://localhost:8900", "localhost:8900")]
    #[case("HTTPS://API.Example.Com", "https://api.example.com", "api.example.com")]
    fn addresses_are_read(#[case] raw: &str, #[case] base_url: &str, #[case] host: &str) {
        assert_eq!(address(raw), Ok(Address { base_url: base_url.into(), host: host.into() }));
    }

    #[rstest]
    #[case("")]
    #[case("api.example.com")]
    #[case("ftp://api.example.com")]
    #[case("file:///etc/passwd")]
    #[case("http://api.example.com")]
    #[case("http://127.0.0.1.example.com")]
    #[case("http://localhost.example.com")]
    #[case("http://0.0.0.0:8900")]
    #[case("http://10.0.0.1")]
    #[case("https://user@api.example.com")]
    #[case("https://user:pass@api.example.com")]
    #[case("https://:pass@api.example.com")]
    #[case("https://api.example.com?secret=x")]
    #[case("https://api.example.com/#x")]
    #[case("https://")]
    fn what_is_no_address_or_no_safe_one_is_refused(#[case] raw: &str) {
        assert!(address(raw).is_err());
    }

    #[rstest]
    #[case("/api/x", true)]
    #[case("/api/x%20y", true)]
    #[case("/", true)]
    #[case("api/x", false)]
    #[case("", false)]
    #[case("/a?b=c", false)]
    #[case("/a#b", false)]
    #[case("/a b", false)]
    #[case("/ä", false)]
    #[case("/a/../b", false)]
    #[case("/a\r\nX: y", false)]
    fn paths_are_plain(#[case] path: &str, #[case] sound: bool) {
        assert_eq!(no_path(path).is_none(), sound);
    }
}
