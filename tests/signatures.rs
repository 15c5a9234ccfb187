//! The signatures of Paykassma and Yuansfer: known answers of the providers and of PHP itself, and what must hold for
//! any body.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

use std::fmt::Write;

use paytop::providers::paykassma::sign::{Deposits, PostbackKeys, Unreadable, Withdrawal};
use paytop::providers::yuansfer::sign::{self as yuansfer, Params};
use proptest::prelude::*;
use rstest::rstest;
use secrecy::SecretString;
use serde_json::{Map, Value, json};

fn known(file: &str) -> Vec<Value> {
    serde_json::from_str(file).unwrap()
}

fn text<'a>(answer: &'a Value, name: &str) -> &'a str {
    answer[name].as_str().unwrap()
}

fn postback_keys(access: &str, private: &str) -> PostbackKeys {
    PostbackKeys { access: access.into(), private: private.into() }
}

/// A body with one more field.
fn with(body: &str, name: &str, value: &str) -> String {
    body.replacen('{', &format!("{{\"{name}\": \"{value}\", "), 1)
}

#[test]
fn the_known_answers_of_paykassma_hold() {
    let answers = known(include_str!("vectors/paykassma.json"));
    let (mut withdrawals, mut deposits) = (0, 0);
    for answer in &answers {
        let (body, signature) = (text(answer, "body"), text(answer, "signature"));
        let signed = with(body, "signature", signature);
        let wrong = with(body, "signature", &signature.to_uppercase());
        if let Some(key) = answer["key"].as_str() {
            withdrawals += 1;
            let key = SecretString::from(key);
            assert_eq!(Withdrawal::read(body.as_bytes()).unwrap().sign(&key).as_str(), signature, "{body}");
            let check = |body: &str| Withdrawal::read(body.as_bytes()).unwrap().is_signed(&key);
            assert_eq!((check(&signed), check(&wrong)), (Ok(true), Ok(false)), "{body}");
            assert_eq!(check(body), Err(Unreadable::Missing("signature")));
            // What serde_json builds and sends is signed as PHP will read it.
            let built: Map<String, Value> = serde_json::from_str(body).unwrap();
            assert_eq!(Withdrawal::of(&built).sign(&key).as_str(), signature, "{body}");
        } else {
            deposits += 1;
            let keys = postback_keys(text(answer, "access"), text(answer, "private"));
            assert_eq!(Deposits::read(body.as_bytes()).unwrap().sign(&keys).as_str(), signature, "{body}");
            let check = |body: &str| Deposits::read(body.as_bytes()).unwrap().is_signed(&keys);
            assert_eq!(check(&signed), Err(Unreadable::Missing("access_key")));
            assert_eq!(check(&with(&signed, "access_key", text(answer, "access"))), Ok(true), "{body}");
            assert_eq!(check(&with(&signed, "access_key", "another")), Ok(false), "{body}");
            assert_eq!(check(&with(&wrong, "access_key", text(answer, "access"))), Ok(false), "{body}");
        }
    }
    assert_eq!((withdrawals, deposits), (36, 24));
}

/// Bodies as PHP 8.2.35 reads them: `joined` is what the document's `multiImplode` makes of the decoded and sorted body
/// without its signature, `json` what `json_encode` makes of its transactions, decoded as objects; `null` where PHP
/// refuses or where there is no such thing.
#[test]
fn the_known_answers_of_php_hold() {
    let (key, keys) = (SecretString::from("k"), postback_keys("a", "p"));
    let answers = known(include_str!("vectors/php.json"));
    assert!(answers.len() > 100);
    for answer in &answers {
        let body = text(answer, "body").as_bytes();
        let joined = Withdrawal::read(body).map(|withdrawal| withdrawal.explain(&key).joined).ok();
        assert_eq!(joined.as_deref(), answer["joined"].as_str(), "{answer}");
        let json = Deposits::read(body).map(|deposits| deposits.explain(&keys).joined).ok();
        assert_eq!(json.as_deref(), answer["json"].as_str(), "{answer}");
    }
}

#[test]
fn the_known_answers_of_yuansfer_hold() {
    let answers = known(include_str!("vectors/yuansfer.json"));
    assert_eq!(answers.len(), 3);
    for answer in &answers {
        let (token, signature) = (SecretString::from(text(answer, "token")), text(answer, "verifySign"));
        let mut fields = answer["params"].as_object().unwrap().clone();
        assert_eq!(Params::from_fields(&fields).unwrap().sign(&token).as_str(), signature);
        fields.insert("absent".into(), Value::Null);
        fields.insert("verifySign".into(), signature.into());
        assert_eq!(Params::from_fields(&fields).unwrap().is_signed(&token), Ok(true));
        let body = Value::Object(fields.clone()).to_string();
        assert_eq!(Params::read(body.as_bytes()).unwrap().is_signed(&token), Ok(true), "{body}");
        let form = form(fields.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))));
        assert_eq!(Params::read(form.as_bytes()).unwrap().is_signed(&token), Ok(true), "{form}");
        assert_eq!(Params::read(form.as_bytes()).unwrap().is_signed(&"another".into()), Ok(false));
    }
}

/// A form in which everything that may be escaped is.
fn form<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let escaped = |text: &str| {
        text.bytes().fold(String::new(), |mut form, byte| {
            match byte {
                b' ' => form.push('+'),
                byte if byte.is_ascii_alphanumeric() => form.push(char::from(byte)),
                byte => write!(form, "%{byte:02X}").unwrap(),
            }
            form
        })
    };
    fields.map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect::<Vec<_>>().join("&")
}

#[rstest]
// Sorted by name in byte order, empty ones included, `null` left out, values as they were sent.
#[case(r#"{"b":"2","a":"","B":"x y&z=1","c":null,"verifySign":"zz"}"#, "B=x y&z=1&a=&b=2")]
#[case(r#"{"amount":1.00,"n":1e2,"t":true,"f":false,"s":"\u00e9\n\/"}"#, "amount=1.00&f=false&n=1e2&s=é\n/&t=true")]
#[case(r#" {"a":"1"} "#, "a=1")]
#[case("{}", "")]
#[case("b=2&a=&B=x+y%26z%3D1&verifySign=zz", "B=x y&z=1&a=&b=2")]
#[case("a=%C3%A9%2B&b=%&c=%zz&&d&=e\n", "=e&a=é+&b=%&c=%zz&d=")]
fn what_goes_into_the_signature_of_yuansfer(#[case] body: &str, #[case] joined: &str) {
    assert_eq!(Params::read(body.as_bytes()).unwrap().explain(&"t".into()).joined, joined);
}

#[rstest]
#[case(b"", yuansfer::Unreadable::Empty)]
#[case(b" \n", yuansfer::Unreadable::Empty)]
#[case(b"[1]", yuansfer::Unreadable::NotAnObject)]
#[case(b"\"a=1\"", yuansfer::Unreadable::NotAnObject)]
#[case(b"{\"a\":1", yuansfer::Unreadable::NotJson { line: 1, column: 6 })]
#[case(b"{\"a\":\"\\ud800\"}", yuansfer::Unreadable::NotJson { line: 1, column: 8 })]
#[case(b"{\"a\":null,\"b\":[]}", yuansfer::Unreadable::Nested(2))]
#[case(b"{\"a\":{}}", yuansfer::Unreadable::Nested(1))]
#[case(b"{\"a\":null,\"b\":\"\",\"a\":\"1\"}", yuansfer::Unreadable::Twice(3))]
#[case(b"verifySign=1&verifySign=2", yuansfer::Unreadable::Twice(2))]
#[case(b"a=1&b=%ff", yuansfer::Unreadable::NotUtf8(2))]
#[case(b"\xff=1", yuansfer::Unreadable::NotUtf8(1))]
fn what_yuansfer_does_not_sign_is_told(#[case] body: &[u8], #[case] error: yuansfer::Unreadable) {
    assert_eq!(Params::read(body), Err(error));
}

#[test]
fn a_body_without_a_signature_is_no_mismatch() {
    let (key, keys) = (SecretString::from("k"), postback_keys("a", "p"));
    let withdrawal = |body: &'static str| Withdrawal::read(body.as_bytes()).unwrap().is_signed(&key);
    assert_eq!(withdrawal("{}"), Err(Unreadable::Missing("signature")));
    assert_eq!(withdrawal("{\"signature\":null}"), Err(Unreadable::Missing("signature")));
    assert_eq!(withdrawal("{\"signature\":1}"), Err(Unreadable::NotText("signature")));
    let built = json!({"signature": 1});
    assert_eq!(Withdrawal::of(built.as_object().unwrap()).signature(), Err(Unreadable::NotText("signature")));
    let deposits = |body: &'static str| Deposits::read(body.as_bytes()).and_then(|deposits| deposits.is_signed(&keys));
    assert_eq!(deposits("{\"signature\":\"\",\"access_key\":\"a\"}"), Err(Unreadable::Missing("transactions")));
    assert_eq!(deposits("{\"transactions\":[],\"access_key\":\"a\"}"), Err(Unreadable::Missing("signature")));
    assert_eq!(
        deposits("{\"transactions\":[],\"signature\":\"\",\"access_key\":[]}"),
        Err(Unreadable::NotText("access_key"))
    );
    assert_eq!(Withdrawal::read(b"[]").err(), Some(Unreadable::NotAnObject));
    let unsigned = Params::read(b"{\"verifySign\":null}").unwrap().is_signed(&key);
    assert_eq!(unsigned, Err(yuansfer::Unreadable::Unsigned));
}

#[test]
fn nothing_that_prints_shows_a_value_or_a_key() {
    let (key, keys) = (SecretString::from("k-secret"), postback_keys("a-secret", "p-secret"));
    let body = br#"{"account_number":"5422222225","transactions":["5422222225"],"signature":"5422222225"}"#;
    let built: Map<String, Value> = serde_json::from_slice(body).unwrap();
    let withdrawal = Withdrawal::read(body).unwrap();
    let deposits = Deposits::read(body).unwrap();
    let params = Params::read(b"a=5422222225&verifySign=5422222225").unwrap();
    let shown = format!(
        "{withdrawal:?} {deposits:?} {params:?} {keys:?} {:?} {:?} {:?} {:?} {:?}",
        Withdrawal::of(&built),
        withdrawal.explain(&key),
        deposits.explain(&keys),
        params.explain(&key),
        withdrawal.sign(&key),
    );
    assert!(!shown.contains("5422222225") && !shown.contains("secret"), "{shown}");
    let steps = [withdrawal.explain(&key), deposits.explain(&keys), params.explain(&key)];
    for step in steps {
        let all = format!("{:?} {} {:?} {} {}", step.values, step.joined, step.md5, step.rule, step.result);
        assert!(!all.contains("secret"), "{all}");
    }
}

/// Any JSON, a few levels deep.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((".{0,6}", inner), 0..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// The fields of a body, by names as an API has them.
fn any_fields() -> impl Strategy<Value = Vec<(String, Value)>> {
    proptest::collection::btree_map("[a-z_]{1,12}", any_json(), 1..24).prop_map(|fields| fields.into_iter().collect())
}

fn signed(body: &str) -> String {
    Withdrawal::read(body.as_bytes()).unwrap().sign(&"k".into()).to_string()
}

proptest! {
    #[test]
    fn any_json_is_signed_and_what_is_built_as_what_is_read(fields in any_fields()) {
        let built: Map<String, Value> = fields.into_iter().collect();
        let body = Value::Object(built.clone()).to_string();
        prop_assert_eq!(signed(&body), Withdrawal::of(&built).sign(&"k".into()).to_string());
    }

    #[test]
    fn the_order_of_names_at_the_top_does_not_matter(fields in any_fields(), by in 0_usize..24) {
        let mut turned = fields.clone();
        turned.rotate_left(by % fields.len());
        turned.reverse();
        let body = |fields: Vec<(String, Value)>| Value::Object(fields.into_iter().collect()).to_string();
        prop_assert_eq!(signed(&body(fields)), signed(&body(turned)));
    }

    #[test]
    fn another_value_is_another_signature(
        fields in any_fields(), at in 0_usize..24, (text, more) in (".{0,12}", ".{1,3}"),
    ) {
        let mut fields: Map<String, Value> = fields.into_iter().collect();
        let name = fields.keys().nth(at % fields.len()).unwrap().clone();
        prop_assume!(name != "signature");
        fields.insert(name.clone(), text.clone().into());
        let key = SecretString::from("k");
        let signature = Withdrawal::of(&fields).sign(&key);
        fields.insert(name, format!("{text}{more}").into());
        prop_assert!(Withdrawal::of(&fields).sign(&key) != signature);
    }

    #[test]
    fn another_key_is_another_signature(fields in any_fields(), key in ".{0,12}", other in ".{0,12}") {
        prop_assume!(key != other);
        let fields: Map<String, Value> = fields.into_iter().collect();
        let sign = |key: &str| Withdrawal::of(&fields).sign(&key.into());
        prop_assert!(sign(&key) != sign(&other));
    }

    #[test]
    fn a_deposit_is_signed_whatever_its_json_looks_like(transactions in any_json()) {
        let keys = postback_keys("a", "p");
        let body = json!({"transactions": transactions});
        let (dense, pretty) = (body.to_string(), serde_json::to_string_pretty(&body).unwrap());
        let (dense, pretty) = (Deposits::read(dense.as_bytes()).unwrap(), Deposits::read(pretty.as_bytes()).unwrap());
        prop_assert!(dense.sign(&keys) == pretty.sign(&keys));
        // What PHP wrote it writes the same again, but for -0.0: it writes -0, and reads that as 0.
        let again = |json: &str| {
            let body = format!("{{\"transactions\":{json}}}");
            Deposits::read(body.as_bytes()).unwrap().explain(&keys).joined
        };
        let once = again(&dense.explain(&keys).joined);
        prop_assert_eq!(again(&once), once);
    }

    #[test]
    fn mutated_bodies_are_survived(
        at in any::<prop::sample::Index>(),
        mutations in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 1..6),
    ) {
        let answers = known(include_str!("vectors/paykassma.json"));
        let mut body = text(at.get(&answers), "body").as_bytes().to_vec();
        for (place, byte, kind) in mutations {
            let place = place.index(body.len());
            match kind {
                0 => body[place] = byte,
                1 => body.insert(place, byte),
                _ => drop(body.remove(place)),
            }
        }
        let (key, keys) = (SecretString::from("k"), postback_keys("a", "p"));
        if let Ok(withdrawal) = Withdrawal::read(&body) {
            let explained = withdrawal.explain(&key);
            prop_assert_eq!(explained.result, withdrawal.sign(&key).to_string());
        }
        if let Ok(deposits) = Deposits::read(&body) {
            prop_assert_eq!(deposits.explain(&keys).result, deposits.sign(&keys).to_string());
        }
        let _ = Params::read(&body).map(|params| params.sign(&key));
    }

    #[test]
    fn a_form_is_signed_as_its_json_is(
        fields in proptest::collection::btree_map(".{1,6}", ".{0,12}", 1..10), token in ".{1,40}",
    ) {
        let token = SecretString::from(token);
        let body: Map<String, Value> = fields.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
        let form = form(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let body = Value::Object(body).to_string();
        let (form, json) = (Params::from_form(form.as_bytes()).unwrap(), Params::from_json(body.as_bytes()).unwrap());
        prop_assert_eq!(form.explain(&token).joined, json.explain(&token).joined);
        prop_assert!(form.sign(&token) == json.sign(&token));
    }

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
        let key = SecretString::from("k");
        let _ = Params::read(&bytes).map(|params| params.sign(&key));
        let _ = Params::from_json(&bytes);
        let _ = Params::from_form(&bytes);
        let _ = Deposits::read(&bytes);
        let _ = Withdrawal::read(&bytes);
    }
}
