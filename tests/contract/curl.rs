//! A question copied as curl is the question that the client sends: both are sent to a stub, and what arrived is held
//! against each other. Where no curl is installed, there is nothing to run and the unit tests of the text remain.

use std::collections::BTreeMap;

use jiff::Timestamp;
use paytop::domain::{Currency, OrderQuery, PostbackQuery, Read};
use paytop::providers::curl::{HeaderText, Reach};
use paytop::providers::http::Settings;
use paytop::providers::{Plain, Setup, provider};
use rstest::rstest;

use crate::stub::{Request, Stub};

/// With everything that an address has to escape.
const SECRET: &str = "s+e/c r=t&%42\"'$x";

/// What the secrets hold, by the variables that the config names.
const VARIABLES: [(&str, &str); 2] = [("SHOP_SECRET", SECRET), ("TOOL_TOKEN", "Bearer \"t\" $HOME `x`")];

const MOMENT: &str = "2026-01-31T12:00:00Z";

fn moment() -> Timestamp {
    MOMENT.parse().unwrap()
}

/// The address without the order of its query.
fn address(request: &Request) -> (String, Vec<(String, String)>) {
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let mut query: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    query.sort();
    (path.to_owned(), query)
}

fn headers(request: &Request) -> Vec<(String, String)> {
    let own = ["accept", "content-type", "authorization", "accept-language"];
    let mut headers: Vec<(String, String)> =
        request.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
    headers.retain(|(name, _)| own.contains(&name.as_str()));
    headers.sort();
    headers
}

#[rstest]
#[case("withdraw-tool", "json", Read::Accounts)]
#[case("withdraw-tool", "json", Read::UpiIds { account: "a'1 \"$(x)\" \\ é".into() })]
#[case("paykassma", "json", Read::Balances)]
#[case("paykassma", "json", Read::Orders(OrderQuery::Withdrawals(vec!["w 1&secret=x".into(), "w'2".into()])))]
#[case("paykassma", "json", Read::Postback(PostbackQuery::Custom("c#1 %41+".into())))]
#[case("paykassma", "json", Read::PaymentSystems { currencies: vec![Currency::inr()], label: "u 5&'5".into() })]
#[case("paykassma", "json", Read::Savings { label: "55".into(), wallet: "pay#tm".into(), currency: Currency::inr(), code: None })]
#[case("yuansfer", "json", Read::Payee("c'1\"2".into()))]
#[case("yuansfer", "json", Read::PayoutAccounts("c1".into()))]
#[case("yuansfer", "form", Read::Transfers(vec!["i&1=2'".into()]))]
#[tokio::test]
async fn a_copied_question_is_the_one_that_the_client_sends(
    #[case] name: &str,
    #[case] encoding: &str,
    #[case] read: Read,
) {
    let stub = Stub::answering("{}").await;
    let provider = provider(name).unwrap();
    let texts = [("merchant_no", "202333"), ("store_no", "301854"), ("encoding", encoding)];
    let texts = if name == "yuansfer" { texts.map(|(k, v)| (k, v.to_owned())).into() } else { BTreeMap::new() };
    let plain = Plain { texts, ..Plain::default() };
    let sent_headers = vec![
        ("Authorization".to_owned(), VARIABLES[1].1.into()),
        ("Accept-Language".to_owned(), "en, de;q=0.5".into()),
    ];
    let setup = Setup {
        http: Settings { headers: sent_headers, ..Settings::new(&stub.url()) },
        plain: plain.clone(),
        secrets: BTreeMap::from([("secret", SECRET.into()), ("token", SECRET.into())]),
        clock: moment,
    };
    let client = (provider.open)(setup, None).unwrap();
    let _ = client.reads.read(&read).await;
    let [sent] = &stub.seen()[..] else { panic!("one request: {:?}", stub.seen()) };

    let reach = Reach {
        base_url: stub.url(),
        headers: vec![
            ("Authorization".into(), HeaderText::Secret(Some("TOOL_TOKEN".into()))),
            ("Accept-Language".into(), HeaderText::Plain("en, de;q=0.5".into())),
        ],
        variables: BTreeMap::from([("secret", "SHOP_SECRET".into())]),
        ca_file: None,
    };
    let written = (provider.write)(&plain, &read).unwrap();
    let [written] = &written[..] else { panic!("one request") };
    let text = reach.curl(written);
    for (_, value) in VARIABLES {
        assert!(!text.contains(value), "{text}");
    }
    // The signature is made over the moment that was put in; the client's is the right one for it.
    let signature = sent
        .body
        .rsplit_once("verifySign")
        .map(|(_, rest)| rest.chars().filter(char::is_ascii_hexdigit).take(32).collect::<String>());
    let mut command = tokio::process::Command::new("sh");
    command.arg("-c").arg(&text).env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin");
    command.env("NO_PROXY", "*").envs(VARIABLES).env("PAYTOP_TIMESTAMP", MOMENT);
    command.env("PAYTOP_SIGNATURE", signature.unwrap_or_default());
    let output = command.output().await.unwrap();
    if output.status.code() == Some(127) {
        return;
    }
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    let [_, copied] = &stub.seen()[..] else { panic!("one request more: {:?}", stub.seen()) };
    assert_eq!(copied.method, sent.method);
    assert_eq!(address(copied), address(sent));
    assert_eq!(headers(copied), headers(sent));
    let body = |request: &Request| request.body.replace("%3A", ":");
    assert_eq!(body(copied), body(sent));
}

#[test]
fn without_its_secrets_nothing_is_sent() {
    let reach = Reach { base_url: "http://127.0.0.1:9".into(), ..Reach::default() };
    let written = (provider("paykassma").unwrap().write)(&Plain::default(), &Read::Balances).unwrap();
    assert!(reach.curl(&written[0]).contains("\"${PAYTOP_SECRET:?}\""));
}
