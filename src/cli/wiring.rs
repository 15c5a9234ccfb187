//! Where the config meets the providers: a connection is opened by the registry's entry for its provider.

use jiff::Timestamp;
use secrecy::ExposeSecret;

use super::connect::Connect;
use crate::config::{ConnectionConfig, SecretRef, WebhookConfig, is_public, split_webhook_url};
use crate::domain::{Change, Fault, Read, Text};
use crate::providers::curl::{HeaderText, Reach};
use crate::providers::hook::Keys;
use crate::providers::http::{self, ChangePermit};
use crate::providers::{Client, Plain, Provider, Setup};
use crate::receiver::Signer;
use crate::runtime::Webhook;

/// The providers' own clients.
#[derive(Clone, Copy, Debug, Default)]
pub struct Providers;

impl Connect for Providers {
    fn open(&self, connection: &ConnectionConfig) -> Result<Client, Fault> {
        open(connection)
    }

    fn describe(&self, connection: &ConnectionConfig, change: &Change) -> (String, serde_json::Value) {
        (connection.provider.describe)(&plain(connection), change)
    }
}

/// Opens the connection, for reads only where it may only read. Blocks while its secrets are fetched.
///
/// # Errors
/// [`Fault::Unusable`] with what is wrong with the connection; nothing is sent yet.
pub fn open(connection: &ConnectionConfig) -> Result<Client, Fault> {
    let unusable = |words: String| Fault::Unusable(Text::from(words));
    let fetch =
        |what: String, secret: &SecretRef| secret.resolve().map_err(|error| unusable(format!("{what}: {error}")));
    let header = |(name, secret): &(String, SecretRef)| Ok((name.clone(), fetch(format!("header {name}"), secret)?));
    let ca_pem = match &connection.ca_file {
        Some(path) => {
            Some(std::fs::read(path).map_err(|error| unusable(format!("ca_file {}: {error}", path.display())))?)
        }
        None => None,
    };
    let http = http::Settings {
        base_url: connection.base_url.clone(),
        headers: connection.headers.iter().map(header).collect::<Result<_, Fault>>()?,
        connect_timeout: connection.connect_timeout,
        timeout: connection.total_timeout,
        max_body_bytes: connection.max_body,
        ca_pem,
    };
    let secret = |(name, secret): (&&'static str, &SecretRef)| Ok((*name, fetch((*name).to_owned(), secret)?));
    let secrets = connection.secrets.iter().map(secret).collect::<Result<_, Fault>>()?;
    let setup = Setup { http, plain: plain(connection), secrets, clock: now };
    (connection.provider.open)(setup, ChangePermit::unless(connection.info.read_only))
}

/// A question as commands of curl, one below the other. No secret is fetched for it, and none is in it.
///
/// # Errors
/// [`Fault::Unsupported`] where the provider has no such question.
pub fn curl(connection: &ConnectionConfig, read: &Read) -> Result<String, Fault> {
    let variable = |secret: &SecretRef| match secret {
        SecretRef::Env(name) => Some(name.clone()),
        _ => None,
    };
    let header = |(name, secret): &(String, SecretRef)| {
        let text = match secret {
            SecretRef::Plain(value) if is_public(name) => HeaderText::Plain(value.expose_secret().to_owned()),
            secret => HeaderText::Secret(variable(secret)),
        };
        (name.clone(), text)
    };
    let reach = Reach {
        base_url: connection.base_url.clone(),
        headers: connection.headers.iter().map(header).collect(),
        variables: connection.secrets.iter().filter_map(|(name, secret)| Some((*name, variable(secret)?))).collect(),
        ca_file: connection.ca_file.as_ref().map(|path| path.display().to_string()),
    };
    written(&reach, connection.provider, &plain(connection), read)
}

/// A question of a provider that is reached so.
pub(super) fn written(reach: &Reach, provider: &Provider, plain: &Plain, read: &Read) -> Result<String, Fault> {
    Ok((provider.write)(plain, read)?.iter().map(|written| reach.curl(written)).collect())
}

/// Where alerts are posted to. Nothing is fetched before the first one is.
#[must_use]
pub fn webhook(config: WebhookConfig) -> Webhook {
    let open = move || {
        let unusable = |words: String| Fault::Unusable(Text::from(words));
        let url = config.url.resolve().map_err(|error| unusable(format!("the webhook's url: {error}")))?;
        let (base_url, path) = split_webhook_url(url.expose_secret())
            .map_err(|found| unusable(format!("the webhook's url is {found}")))?;
        let header = |(name, secret): &(String, SecretRef)| {
            let fetched = secret.resolve().map_err(|error| unusable(format!("header {name}: {error}")))?;
            Ok((name.clone(), fetched))
        };
        let settings = http::Settings {
            headers: config.headers.iter().map(header).collect::<Result<_, Fault>>()?,
            timeout: WEBHOOK_TIMEOUT,
            max_body_bytes: WEBHOOK_ANSWER,
            ..http::Settings::new(&base_url)
        };
        Ok((settings, path))
    };
    Webhook { open: std::sync::Arc::new(open) }
}

/// How long the web address that alerts are posted to may take to answer.
const WEBHOOK_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(10);

/// The most that is read of its answer.
const WEBHOOK_ANSWER: u64 = 64 * 1024;

/// Where requests that bear the moment in which they leave have it from.
#[expect(clippy::disallowed_methods, reason = "the command line is where a run's time comes from")]
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// What of the connection may be seen.
fn plain(connection: &ConnectionConfig) -> Plain {
    Plain { paths: connection.paths.clone(), texts: connection.texts.clone(), handset: connection.handset }
}

/// The connections that can check postbacks, with the keys for that and no others. Blocks while they are fetched.
///
/// # Errors
/// [`Fault::Unusable`] with which key of which connection cannot be fetched.
pub fn signers(connections: &[ConnectionConfig]) -> Result<Vec<Signer>, Fault> {
    let mut signers = Vec::new();
    for connection in connections {
        let wanted = connection
            .provider
            .hooks
            .iter()
            .filter(|hook| hook.secrets.iter().all(|name| connection.secrets.contains_key(name)));
        let mut secrets = std::collections::BTreeMap::new();
        for name in wanted.flat_map(|hook| hook.secrets) {
            if let Some(secret) = connection.secrets.get(name) {
                let fetched = secret.resolve().map_err(|error| {
                    Fault::Unusable(Text::from(format!("{name} of {}: {error}", connection.info.id)))
                })?;
                secrets.insert(*name, fetched);
            }
        }
        if !secrets.is_empty() {
            let keys = Keys { secrets, plain: plain(connection) };
            signers.push(Signer { connection: connection.info.id.clone(), provider: connection.provider, keys });
        }
    }
    Ok(signers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Location, Named, Surroundings, parse};

    #[test]
    fn a_question_as_curl_has_the_names_of_secrets_and_never_a_secret() {
        let config = "[[connections]]\nname = \"india-a\"\nprovider = \"withdraw-tool\"\nenvironment = \"sandbox\"\n\
            base_url = \"https://tool.example.com\"\n\
            headers = { Authorization = \"Bearer hush-7f3a\", X-Api-Key = { env = \"TOOL_KEY\" }, Accept-Language = \"en\" }\n\
            [[connections]]\nname = \"shop\"\nprovider = \"paykassma\"\nenvironment = \"sandbox\"\n\
            base_url = \"https://shop.example.com\"\nsecret = { env = \"SHOP_SECRET\" }\nprivate_key = \"hush-9c1d\"\n";
        let location = Location { path: "/etc/c.toml".into(), named: Named::ByFlag };
        let set = Surroundings::new(|_| Some("hush".into()), None, None);
        let config = parse(config, &location, &set).unwrap();
        let [tool, shop] = &config.connections[..] else { panic!("there are two connections") };
        let (tool, shop) = (curl(tool, &Read::Accounts).unwrap(), curl(shop, &Read::Balances).unwrap());
        for words in ["'Accept-Language: en'", "\"${TOOL_KEY:?}\"", "# set PAYTOP_AUTHORIZATION", "tool.example.com"] {
            assert!(tool.contains(words), "{words}: {tool}");
        }
        assert!(shop.contains("secret=\"${SHOP_SECRET:?}\""), "{shop}");
        assert!(!tool.contains("hush") && !shop.contains("hush"), "{tool}{shop}");
    }
}
