//! `paytop sign` and `paytop verify`: known answers in, exit status out, and never a key in what is printed.

use std::io::Write;
use std::process::{Command, Stdio};

use rstest::rstest;
use serde_json::Value;

use crate::place::{Ended, Place, ended};

const KEY: &str = "yourprivatekey";
const ACCESS: &str = "mrOYReXJphqo7lkL";
const PRIVATE: &str = "p-key-of-postbacks";
const TOKEN: &str = "17cfc0170ef1c017b4a929d233d6e65e";

/// The document's sample, in which a duplicate and a float are what PHP makes of them.
const WITHDRAWAL: &str = r#"{"withdrawal_id": "1234567", "payment_system": "paytm", "amount": 1, "amount": 1000.00,
    "is_test": false, "comment": null, "account_number": "1111111111",
    "payments_details": {"payments_provider": "56", "payments_method": "MOBILE_MONEY"}}"#;
/// Its values, by the document's algorithm: sorted by name, joined with `:`.
const JOINED: &str = "1111111111:1000:::paytm:56:MOBILE_MONEY:1234567";
/// PHP: `sha1("yourprivatekey" . md5(JOINED))` and `md5(JOINED)`.
const SIGNATURE: &str = "54fede714fda39f312421904db40fdc9fa5e913c";
const MD5: &str = "5694a618143855b0964fe042818220c4";

fn with(body: &str, fields: &str) -> String {
    body.replacen('{', &format!("{{{fields}, "), 1)
}

fn filled(mut command: Command, input: &[u8]) -> Ended {
    for (name, value) in [("KEY", KEY), ("ACCESS", ACCESS), ("PRIVATE", PRIVATE), ("TOKEN", TOKEN), ("EMPTY", "")] {
        command.env(name, value);
    }
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    // Who needs no input may have left before it is written.
    let _ = child.stdin.take().unwrap().write_all(input);
    let ended = ended(child);
    for secret in [KEY, ACCESS, PRIVATE, TOKEN] {
        assert!(!ended.out.contains(secret) && !ended.said.contains(secret), "{ended:?}");
    }
    ended
}

/// Runs it without a config, with the keys in the environment, and looks that none of them is printed.
fn run(line: &str, input: &str) -> Ended {
    let arguments: Vec<&str> = line.split_whitespace().collect();
    filled(Place::empty().command(&arguments), input.as_bytes())
}

#[test]
fn a_withdrawal_is_signed_as_the_document_says() {
    let plain = run("sign paykassma --key-env KEY", WITHDRAWAL).with(0);
    assert_eq!(plain.out, format!("{SIGNATURE}\n"));
    assert_eq!(plain.said, "");
    // A signature that is there already makes no difference.
    let again = run("sign paykassma --key-env KEY", &with(WITHDRAWAL, "\"signature\": \"old\""));
    assert_eq!(again.with(0).out, plain.out);
    let steps = run("sign paykassma --key-env KEY --explain", WITHDRAWAL).with(0).out;
    for step in
        [&format!("\"{JOINED}\""), MD5, "sha1(private_key . md5)", SIGNATURE, "payments_details  \"56:MOBILE_MONEY\""]
    {
        assert!(steps.contains(step), "{step}: {steps}");
    }
}

#[test]
fn a_withdrawal_is_verified() {
    let signed = with(WITHDRAWAL, &format!("\"signature\": \"{SIGNATURE}\""));
    for explain in ["", " --explain"] {
        let line = format!("verify paykassma --key-env KEY{explain}");
        let right = run(&line, &signed).with(0);
        assert!(right.out.ends_with("the signature matches\n"), "{right:?}");
        let wrong = run(&line, &signed.replace("1234567", "1234568")).with(1);
        assert!(wrong.out.ends_with("the signature does not match\n"), "{wrong:?}");
        // Only who asks for the steps is shown the signature that would be right.
        assert_eq!(wrong.out.lines().count() == 1, explain.is_empty(), "{wrong:?}");
        let other = run(&format!("verify paykassma --key-env TOKEN{explain}"), &signed).with(1);
        assert!(other.out.ends_with("the signature does not match\n"), "{other:?}");
    }
    let steps = run("verify paykassma --key-env KEY --explain", &signed.replace("paytm", "nagad")).with(1).out;
    assert!(steps.contains("received:") && steps.contains(SIGNATURE), "{steps}");
}

#[test]
fn a_deposit_postback_is_verified() {
    // PHP: sha1(ACCESS . PRIVATE . md5(json_encode($transactions, ...))).
    let transactions = r#"[{"amount": 300.00, "wallet_type": "upi_l", "from": "a\/b\u00e9", "custom_id": null}, {}]"#;
    let json = r#"[{"amount":300,"wallet_type":"upi_l","from":"a/bé","custom_id":null},{}]"#;
    let body = |access: &str, signature: &str| {
        format!("{{\"access_key\": \"{access}\", \"signature\": \"{signature}\", \"transactions\": {transactions}}}")
    };
    let line = "verify paykassma --access-env ACCESS --private-env PRIVATE";
    assert_eq!(
        run(line, &body(ACCESS, "17ac6036e580e95a5df9a144c96edffd58088af5")).with(0).out,
        "the signature matches\n"
    );
    assert_eq!(run(line, &body(ACCESS, SIGNATURE)).with(1).out, "the signature does not match\n");
    let other = run(line, &body("another", "17ac6036e580e95a5df9a144c96edffd58088af5")).with(1);
    assert!(other.out.contains("access_key"), "{other:?}");
    let steps = run(&format!("{line} --explain"), &body(ACCESS, SIGNATURE)).with(1).out;
    assert!(steps.contains(json) && steps.contains("17ac6036e580e95a5df9a144c96edffd58088af5"), "{steps}");
    run(line, WITHDRAWAL).with(2).says("transactions");
    run(line, "{\"transactions\": [], \"signature\": \"\"}").with(2).says("access_key");
}

#[test]
fn the_known_answers_hold_at_the_command_line_too() {
    let answers: Vec<Value> = serde_json::from_str(include_str!("../vectors/paykassma.json")).unwrap();
    for answer in answers.iter().filter(|answer| answer["key"] == KEY).take(5) {
        let (body, signature) = (answer["body"].as_str().unwrap(), answer["signature"].as_str().unwrap());
        assert_eq!(run("sign paykassma --key-env KEY", body).with(0).out.trim(), signature);
        run("verify paykassma --key-env KEY", &with(body, &format!("\"signature\": \"{signature}\""))).with(0);
    }
}

#[rstest]
#[case::json(
    r#"{"customerNo": "2000305228303182610217", "merchantNo": "202333", "storeNo": "301854",
    "timestamp": "2023-02-13T12:35:14Z", "note": null, "verifySign": "d81e8e6f33ecdbff1985dbf0210572ce"}"#
)]
#[case::form(
    "timestamp=2023-02-13T12%3A35%3A14Z&merchantNo=202333&storeNo=301854&customerNo=2000305228303182610217\
    &verifySign=d81e8e6f33ecdbff1985dbf0210572ce\n"
)]
fn yuansfer_signs_json_and_forms(#[case] body: &str) {
    let signed = run("sign yuansfer --token-env TOKEN", body).with(0);
    assert_eq!(signed.out, "d81e8e6f33ecdbff1985dbf0210572ce\n");
    assert_eq!(run("verify yuansfer --token-env TOKEN", body).with(0).out, "the signature matches\n");
    let wrong = body.replace("202333", "202334");
    assert_eq!(run("verify yuansfer --token-env TOKEN", &wrong).with(1).out, "the signature does not match\n");
    let steps = run("verify yuansfer --token-env TOKEN --explain", &wrong).with(1).out;
    let joined =
        "\"customerNo=2000305228303182610217&merchantNo=202334&storeNo=301854&timestamp=2023-02-13T12:35:14Z\"";
    assert!(steps.contains(joined) && steps.contains("md5(params . \"&\" . md5(token))"), "{steps}");
    // What md5(token) is would be as good as the token.
    assert!(!steps.contains("e18015ffd562f929eea085e44b35152f"), "{steps}");
}

#[rstest]
#[case("sign paykassma --key-env UNSET", "{}", "UNSET")]
#[case("sign paykassma --key-env EMPTY", "{}", "EMPTY")]
#[case("verify paykassma --key-env UNSET", "{}", "UNSET")]
#[case("verify paykassma --access-env ACCESS --private-env UNSET", "{}", "UNSET")]
#[case("sign yuansfer --token-env UNSET", "{}", "UNSET")]
#[case("sign paykassma --key-env KEY", "", "empty")]
#[case("sign paykassma --key-env KEY", "{\"a\": 01}", "byte 7")]
#[case("sign paykassma --key-env KEY", "[]", "no JSON object")]
#[case("verify paykassma --key-env KEY", "{}", "no signature")]
#[case("verify yuansfer --token-env TOKEN", "a=1", "no verifySign")]
#[case("verify yuansfer --token-env TOKEN", "{\"a\": [], \"verifySign\": \"\"}", "number 1")]
#[case("verify paykassma", "{}", "--key-env")]
#[case("verify paykassma --access-env ACCESS", "{}", "--private-env")]
fn what_cannot_be_done_is_a_usage_error(#[case] line: &str, #[case] body: &str, #[case] words: &str) {
    let ended = run(line, body).with(2).says(words);
    assert_eq!(ended.out, "");
}

#[test]
fn a_body_is_bounded() {
    let body = |spaces: usize| format!("{}{}", WITHDRAWAL, " ".repeat(spaces - WITHDRAWAL.len()));
    run("sign paykassma --key-env KEY", &body(1024 * 1024)).with(0);
    run("sign paykassma --key-env KEY", &body(1024 * 1024 + 1)).with(2).says("larger than 1024 KiB");
}

#[test]
fn bytes_of_any_kind_are_no_panic() {
    for (line, bytes) in [
        ("sign paykassma --key-env KEY", &b"{\"a\": \"\xff\"}"[..]),
        ("verify paykassma --key-env KEY", b"\0\0\0"),
        ("sign yuansfer --token-env TOKEN", b"a=%ff"),
    ] {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        filled(Place::empty().command(&arguments), bytes).with(2);
    }
}

#[test]
fn what_a_terminal_must_not_see_is_shown_as_its_number() {
    let body = "{\"a\": \"\\u001b[31m\u{202e}\", \"\\u001b]0;x\": \"b\"}";
    let steps = run("sign paykassma --key-env KEY --explain", body).with(0).out;
    assert!(!steps.contains(['\u{1b}', '\u{202e}']), "{steps:?}");
    assert!(steps.contains("\\u{1b}[31m\\u{202e}") && steps.contains("\\u{1b}]0;x"), "{steps}");
}

#[test]
fn a_broken_config_is_in_nobody_s_way() {
    let place = Place::with_config("this is no config");
    filled(place.command(&["sign", "paykassma", "--key-env", "KEY"]), WITHDRAWAL.as_bytes()).with(0);
}
