//! A question as somebody can ask it by hand: what would be sent, and the same as a command line of curl.
//!
//! [`Written`] is taken from the very operation that the client sends, so the two cannot differ. It is for what only
//! reads, by type: a change is never something to paste. Of what is secret a request has only the name, which becomes
//! a variable of the shell; where that is not set, the shell says so and nothing is sent.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::http::{Method, Operation, Reading};
use crate::domain::Fault;

/// A question as it is sent, secrets left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    method: Method,
    /// What is appended to the base URL; the secret of the query is not in it.
    path: String,
    /// The field of the query that holds a secret, and which secret of the connection that is.
    secret: Option<(&'static str, &'static str)>,
    /// The body's kind, and the body.
    body: Option<(String, Vec<Piece>)>,
    /// The secret that a signature is made with, where one is.
    signed_with: Option<&'static str>,
}

/// A part of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// As it is sent.
    Plain(String),
    /// The moment it leaves.
    Moment,
    /// The signature over the rest of it.
    Signature,
}

impl Written {
    /// What sending this would send.
    ///
    /// # Errors
    /// Any [`Fault`] of what cannot be said to the provider.
    pub(super) fn of(operation: &impl Operation<Effect = Reading>) -> Result<Self, Fault> {
        let body = operation.body()?.map(|body| {
            let text = String::from_utf8_lossy(body.as_ref()).into_owned();
            (body.kind().to_owned(), vec![Piece::Plain(text)])
        });
        let path = operation.path().to_owned();
        Ok(Self { method: operation.method(), path, secret: None, body, signed_with: None })
    }

    /// The same where the query begins with `field`, whose value is the connection's secret `setting`: that is taken
    /// out of the address, whatever stands there.
    ///
    /// # Errors
    /// [`Fault::Unusable`] where the query does not begin so.
    pub(super) fn with_secret(mut self, field: &'static str, setting: &'static str) -> Result<Self, Fault> {
        let parted = self.path.split_once('?').and_then(|(path, query)| {
            let rest = query.strip_prefix(field)?.strip_prefix('=')?;
            Some((path, rest.split_once('&').map(|(_, rest)| rest).unwrap_or_default()))
        });
        self.path = match parted {
            Some((path, "")) => path.to_owned(),
            Some((path, rest)) => format!("{path}?{rest}"),
            None => return Err(cannot()),
        };
        self.secret = Some((field, setting));
        Ok(self)
    }

    /// The same where the body ends with a moment and a signature, made with the connection's secret `setting`: in
    /// the place of `ending`, which it ends with, stand these pieces.
    ///
    /// # Errors
    /// [`Fault::Unusable`] where it does not end so.
    pub(super) fn with_signature(
        mut self,
        ending: &str,
        pieces: Vec<Piece>,
        setting: &'static str,
    ) -> Result<Self, Fault> {
        let Some((_, body)) = &mut self.body else { return Err(cannot()) };
        let [Piece::Plain(text)] = &mut body[..] else { return Err(cannot()) };
        text.truncate(text.strip_suffix(ending).ok_or_else(cannot)?.len());
        body.extend(pieces);
        self.signed_with = Some(setting);
        Ok(self)
    }
}

/// What is told where a request is not built as it is taken to be; what is secret in it is not shown then.
fn cannot() -> Fault {
    Fault::Unusable("this question cannot be written as a command".into())
}

/// The value of a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderText {
    /// It may be seen.
    Plain(String),
    /// It is a secret, which this variable of the environment holds; `None` where the config has it elsewhere.
    Secret(Option<String>),
}

/// How a connection is reached, secrets left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// What every path is appended to.
    pub base_url: String,
    /// The headers of every request.
    pub headers: Vec<(String, HeaderText)>,
    /// The variables that hold the connection's own secrets, by their keys; those that are elsewhere are not in it.
    pub variables: BTreeMap<&'static str, String>,
    /// Certificates to trust, in a PEM file.
    pub ca_file: Option<String>,
}

impl Reach {
    /// The command line that asks this, with what has to be set for it said above.
    #[must_use]
    pub fn curl(&self, written: &Written) -> String {
        let mut names = Names::default();
        let mut lines = Vec::new();
        if written.method == Method::POST && written.body.is_none() {
            lines.push("--request POST".to_owned());
        }
        let url = format!("{}{}", self.base_url.trim_end_matches('/'), written.path);
        if url.contains(['[', ']', '{', '}']) {
            lines.push("--globoff".to_owned());
        }
        if let Some(path) = &self.ca_file {
            lines.push(format!("--cacert {}", quoted(path)));
        }
        lines.push(format!("--header {}", quoted("Accept: application/json")));
        for (name, value) in &self.headers {
            let value = match value {
                HeaderText::Plain(text) => quoted(&format!("{name}: {text}")),
                HeaderText::Secret(variable) => {
                    let variable = names.secret(variable.as_deref(), name, "the value of the header", name);
                    format!("{}{variable}", quoted(&format!("{name}: ")))
                }
            };
            lines.push(format!("--header {value}"));
        }
        if let Some((field, setting)) = written.secret {
            // curl encodes it as an address needs it.
            let variable = names.secret(self.variable(setting), setting, "the connection setting", setting);
            lines.push(format!("--get --data-urlencode {field}={variable}"));
        }
        if let Some((kind, pieces)) = &written.body {
            lines.push(format!("--header {}", quoted(&format!("Content-Type: {kind}"))));
            let body: String = pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Plain(text) => quoted(text),
                    Piece::Moment => names.own(MOMENT, "the moment it leaves in UTC such as 2026-01-31T12:00:00Z"),
                    Piece::Signature => {
                        let key = written.signed_with.and_then(|setting| self.variable(setting));
                        let key = key.filter(|name| is_name(name)).unwrap_or("VAR");
                        names.own(
                            SIGNATURE,
                            &format!("what this prints for the body: paytop sign yuansfer --token-env {key}"),
                        )
                    }
                })
                .collect();
            lines.push(format!("--data-raw {body}"));
        }
        lines.push(quoted(&url));
        let mut text = names.told;
        text.push_str("curl ");
        text.push_str(&lines.join(" \\\n  "));
        text.push('\n');
        text
    }

    fn variable(&self, setting: &str) -> Option<&str> {
        self.variables.get(setting).map(String::as_str)
    }
}

/// The variable for the moment in which a request leaves.
const MOMENT: &str = "PAYTOP_TIMESTAMP";

/// The variable for a signature.
const SIGNATURE: &str = "PAYTOP_SIGNATURE";

/// The variables of a command, and what is said of them.
#[derive(Default)]
struct Names {
    taken: Vec<String>,
    told: String,
}

impl Names {
    /// The variable `known` where the config names one that a shell can have, else one made of `hint`.
    fn secret(&mut self, known: Option<&str>, hint: &str, what: &str, name: &str) -> String {
        // Two may be kept in one variable.
        if let Some(known) = known.filter(|known| is_name(known)) {
            return self.tell(known, &format!("{what} {name}"));
        }
        let upper: String =
            hint.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
        let mut own = format!("PAYTOP_{upper}");
        while self.taken.contains(&own) {
            own.push('_');
        }
        self.tell(&own, &format!("{what} {name}"))
    }

    fn own(&mut self, name: &str, what: &str) -> String {
        self.tell(name, what)
    }

    /// A comment of words alone: a shell that takes none as it is typed must find nothing in it to run.
    fn tell(&mut self, variable: &str, what: &str) -> String {
        let what: String =
            what.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | ':' | '_')).collect();
        // A text cannot fail to be written to.
        let _ = writeln!(self.told, "# set {variable}: {what}");
        self.taken.push(variable.to_owned());
        format!("\"${{{variable}:?}}\"")
    }
}

/// Whether a shell can have a variable of this name.
fn is_name(name: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.chars().all(part) && name.chars().next().is_some_and(|first| !first.is_ascii_digit())
}

/// One word of a command line, whatever is in it.
fn quoted(text: &str) -> String {
    // A command line holds no NUL; nothing that is sent has one either, for JSON and addresses escape it.
    shell_words::quote(&text.replace('\0', "")).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{OrderQuery, PostbackQuery, Read};
    use crate::providers::{PROVIDERS, Plain};

    fn reach() -> Reach {
        Reach {
            base_url: "https://api.example.com".into(),
            headers: vec![
                ("Authorization".into(), HeaderText::Secret(Some("TOOL_TOKEN".into()))),
                ("Accept-Language".into(), HeaderText::Plain("en".into())),
                ("X-Api-Key".into(), HeaderText::Secret(None)),
            ],
            variables: BTreeMap::from([("secret", "SHOP_SECRET".into()), ("token", "PAY_TOKEN".into())]),
            ca_file: None,
        }
    }

    fn written(name: &str, read: &Read) -> String {
        let provider = PROVIDERS.into_iter().find(|provider| provider.name == name).unwrap();
        let texts = BTreeMap::from([("merchant_no", "202333".into()), ("store_no", "301854".into())]);
        let plain = Plain { texts, ..Plain::default() };
        (provider.write)(&plain, read).unwrap().iter().map(|written| reach().curl(written)).collect()
    }

    /// What is sent for `id`, at every provider that is asked for one.
    fn all(id: &str) -> Vec<String> {
        let (id, text) = (id.to_owned(), crate::domain::Text::new(id));
        vec![
            written("withdraw-tool", &Read::UpiIds { account: id.as_str().into() }),
            written("paykassma", &Read::Orders(OrderQuery::Withdrawals(vec![text.clone()]))),
            written("paykassma", &Read::Postback(PostbackQuery::Custom(text))),
            written("yuansfer", &Read::Payee(id.as_str().into())),
            written("yuansfer", &Read::Transfers(vec![id.as_str().into()])),
        ]
    }

    #[test]
    fn secrets_are_variables_by_the_names_the_config_gives() {
        insta::assert_snapshot!(written("withdraw-tool", &Read::UpiIds { account: "a1".into() }));
        insta::assert_snapshot!(written("paykassma", &Read::Postback(PostbackQuery::Transaction("77".into()))));
        insta::assert_snapshot!(written("yuansfer", &Read::Transfers(vec!["i1".into()])));
    }

    #[test]
    fn a_variable_no_shell_can_have_is_called_otherwise() {
        let headers = vec![
            ("X-Key".into(), HeaderText::Secret(Some("A; rm -rf /".into()))),
            ("X_Key".into(), HeaderText::Secret(None)),
        ];
        let plain = Plain::default();
        let provider = PROVIDERS.into_iter().find(|provider| provider.name == "withdraw-tool").unwrap();
        let written = (provider.write)(&plain, &Read::Accounts).unwrap();
        let text = Reach { headers, ..reach() }.curl(&written[0]);
        assert!(text.contains("${PAYTOP_X_KEY:?}") && text.contains("${PAYTOP_X_KEY_:?}"), "{text}");
        assert!(!text.contains("rm -rf"), "{text}");
    }

    proptest! {
        /// Whatever stands in what came from outside, the command stays as many words as it has for `a1`, and every
        /// line above it is a comment without anything a shell takes up.
        #[test]
        fn nothing_from_outside_becomes_a_word_of_the_command(
            id in prop_oneof![
                any::<String>(),
                "[a-z'\"$`;&|<>(){}!#~*?\\\\ \n\r\t\\[\\]%=@-]{1,40}",
            ],
            header in "[ -~]{0,30}",
        ) {
            for (text, plain) in all(&id).into_iter().zip(all("a1")) {
                let words = shell_words::split(&text).unwrap();
                prop_assert_eq!(words.len(), shell_words::split(&plain).unwrap().len(), "{}", text);
                let command = text.find("curl ").unwrap();
                for line in text[..command].lines() {
                    let rest = line.strip_prefix("# set ").unwrap();
                    prop_assert!(rest.chars().all(|c| c.is_ascii_alphanumeric() || " -:_".contains(c)), "{}", line);
                }
            }
            let headers = vec![("Accept-Language".to_owned(), HeaderText::Plain(header.clone()))];
            let provider = PROVIDERS.into_iter().find(|provider| provider.name == "withdraw-tool").unwrap();
            let written = (provider.write)(&Plain::default(), &Read::Accounts).unwrap();
            let text = Reach { headers, ..Reach::default() }.curl(&written[0]);
            let expected = format!("Accept-Language: {header}");
            prop_assert!(shell_words::split(&text).unwrap().contains(&expected), "{}", text);
        }
    }
}
