//! Whatever bytes are sent, signed or not: nothing breaks, only what is signed is taken for what holds, and every answer
//! is one of the document's. 20,000 bodies each time; `PROPTEST_CASES=1000000` tries a million.

use std::sync::Arc;

use paytop::domain::PostbackKind;
use paytop::providers::hook::Incoming;
use paytop::providers::paykassma::sign::{Deposits, PostbackKeys, Withdrawal};
use paytop::receiver::{Desk, Place, Places};
use paytop::store::PATIENCE;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::kit::{ACCESS, PRIVATE, WITHDRAWAL_KEY, deposit, now, open, signed, signer, withdrawal};

/// How many bodies are tried at least.
const LEAST: u32 = 20_000;

/// Pieces that mean something to some part of what reads a body.
const PIECES: [&[u8]; 28] = [
    b"\"\\ud800\"",
    b"1e999",
    b"-0",
    b"[[[[[[[[",
    b"{\"a\":",
    b"\\u0000",
    b"null",
    b"18446744073709551616",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xc3",
    b"{}",
    b"[]",
    b",",
    b":",
    b"\"",
    b"}",
    b"]",
    b"\"signature\":\"\"",
    b"\"withdrawal_id\":",
    b"\"status\":7",
    b"\"transactions\":[]",
    b"\"access_key\":1",
    b"1.0000000000000000000000000000000001",
    b"\xe2\x80\xae",
    b"\x1b[31m",
    b"\"amount\":1e400,",
    b"true",
];

/// Values that may stand anywhere.
const VALUES: [&str; 18] = [
    "null",
    "true",
    "\"\"",
    "0",
    "-1",
    "5",
    "1.5e3",
    "99999999999999999999",
    "1e300",
    "\"5422222225\"",
    "\"1\"",
    "[]",
    "{}",
    "[{}]",
    r#"{"a":[1,{"b":"\u202e\u001b[31m"}]}"#,
    "\"INR\"",
    "\"2021-13-45 99:00:00\"",
    "\"0190f3a8-5b6c-7d3e-9a40-5d1c2b3a4f5e\"",
];

#[derive(Clone, Debug)]
enum Mutation {
    Flip(Index, u8),
    Insert(Index, Index),
    Delete(Index, u8),
    Repeat(Index, u8, Index),
    Cut(Index),
    Splice(Index, Index),
    Nest(u16),
    Value(Index, Index),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        4 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Mutation::Flip(at, byte)),
        4 => (any::<Index>(), any::<Index>()).prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        3 => (any::<Index>(), any::<u8>()).prop_map(|(at, length)| Mutation::Delete(at, length)),
        2 => (any::<Index>(), any::<u8>(), any::<Index>()).prop_map(|(at, length, to)| Mutation::Repeat(at, length, to)),
        1 => any::<Index>().prop_map(Mutation::Cut),
        2 => (any::<Index>(), any::<Index>()).prop_map(|(at, other)| Mutation::Splice(at, other)),
        1 => (0_u16..700).prop_map(Mutation::Nest),
    ]
}

/// A value for another: what comes of it is JSON still.
fn exchange() -> impl Strategy<Value = Mutation> {
    (any::<Index>(), any::<Index>()).prop_map(|(at, value)| Mutation::Value(at, value))
}

fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    prop_oneof![
        proptest::collection::vec(mutation(), 1..6),
        proptest::collection::vec(exchange(), 1..4),
        proptest::collection::vec(prop_oneof![exchange(), mutation()], 1..4),
    ]
}

fn mutate(body: &mut Vec<u8>, mutation: &Mutation, corpus: &[String]) {
    let size = body.len();
    let place = |index: &Index| index.index(size + 1);
    match mutation {
        Mutation::Flip(at, byte) if size > 0 => body[at.index(size)] ^= byte,
        Mutation::Flip(..) => {}
        Mutation::Insert(at, piece) => {
            let at = place(at);
            body.splice(at..at, PIECES[piece.index(PIECES.len())].iter().copied());
        }
        Mutation::Delete(at, length) => {
            let at = place(at);
            body.drain(at..size.min(at + usize::from(*length)));
        }
        Mutation::Repeat(at, length, to) => {
            let (at, to) = (place(at), place(to));
            let repeated = body[at..size.min(at + usize::from(*length))].to_vec();
            body.splice(to..to, repeated);
        }
        Mutation::Cut(at) => body.truncate(place(at)),
        Mutation::Splice(at, other) => {
            let other = corpus[other.index(corpus.len())].as_bytes();
            body.truncate(place(at));
            body.extend(&other[at.index(other.len())..]);
        }
        Mutation::Value(at, value) => {
            let Ok(mut whole) = serde_json::from_slice::<Value>(body) else { return };
            let value: Value = serde_json::from_str(VALUES[value.index(VALUES.len())]).unwrap();
            let nth = at.index(count(&whole));
            replace(&mut whole, &mut { nth }, &value);
            *body = whole.to_string().into_bytes();
        }
        Mutation::Nest(depth) => {
            let depth = usize::from(*depth);
            let nested = format!("{{\"deep\":{}{},", "[".repeat(depth), "]".repeat(depth));
            if body.first() == Some(&b'{') {
                body.splice(0..1, nested.into_bytes());
            }
        }
    }
}

/// How many values there are, those within others too.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(list) => list.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    }
}

/// Puts another in the place of the nth of them.
fn replace(value: &mut Value, nth: &mut usize, with: &Value) -> bool {
    if *nth == 0 {
        *value = with.clone();
        return true;
    }
    *nth -= 1;
    match value {
        Value::Array(list) => list.iter_mut().any(|within| replace(within, nth, with)),
        Value::Object(fields) => fields.values_mut().any(|within| replace(within, nth, with)),
        _ => false,
    }
}

/// The body with a signature of ours at its end, where PHP would read one in it.
fn resigned(body: &[u8], kind: PostbackKind) -> Option<Vec<u8>> {
    // What was signed before is signed anew, or it would stand there twice.
    let unsigned = serde_json::from_slice::<Value>(body).ok().and_then(|mut whole| {
        let fields = whole.as_object_mut()?;
        fields.shift_remove("signature");
        fields.shift_remove("access_key");
        Some(whole.to_string().into_bytes())
    });
    let body = unsigned.as_deref().unwrap_or(body);
    let with = |signature: &str| {
        let mut signed = body.strip_suffix(b"}")?.to_vec();
        if signed.len() > 1 {
            signed.push(b',');
        }
        let fields = match kind {
            PostbackKind::Withdrawal | PostbackKind::Account => format!("\"signature\":\"{signature}\"}}"),
            PostbackKind::Deposit => format!("\"access_key\":\"{ACCESS}-shop\",\"signature\":\"{signature}\"}}"),
        };
        signed.extend(fields.bytes());
        Some(signed)
    };
    let empty = with("")?;
    let signature = match kind {
        PostbackKind::Withdrawal | PostbackKind::Account => {
            Withdrawal::read(&empty).ok()?.sign(&format!("{WITHDRAWAL_KEY}-shop").into())
        }
        PostbackKind::Deposit => {
            let (access, private) = (format!("{ACCESS}-shop").into(), format!("{PRIVATE}-shop").into());
            Deposits::read(&empty).ok()?.sign(&PostbackKeys { access, private })
        }
    };
    with(signature.as_str())
}

fn corpus() -> Vec<String> {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../vectors/paykassma.json")).unwrap();
    let vectors = vectors.iter().filter_map(|vector| vector["body"].as_str().map(str::to_owned));
    let own = [
        signed(withdrawal("2298635", 1), "shop"),
        signed(withdrawal("0190f3a8-5b6c-7d3e-9a40-5d1c2b3a4f5e", 5), "shop"),
        deposit("770425808190", "shop"),
        include_str!("../contract/paykassma_samples/postback_deposit.json").to_owned(),
    ];
    own.into_iter().cycle().take(500).chain(vectors).collect()
}

#[test]
fn whatever_is_sent_breaks_nothing() {
    let corpus = corpus();
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let places = Places::of(&[signer("mall"), signer("shop")]);
    let store = open(&folder.path().join("paytop.db"), PATIENCE);
    let desk = Desk::new(Arc::clone(&store), Arc::new(now), Arc::new(|_| {}));
    let config = ProptestConfig { cases: ProptestConfig::default().cases.max(LEAST), ..ProptestConfig::default() };
    let (mut held, mut signed) = (0_u32, 0_u32);
    let counted = std::cell::RefCell::new((&mut held, &mut signed));
    proptest!(config, |(seed in any::<Index>(), mutations in mutations(), to in any::<Index>(), signs in 0_u8..4)| {
        let mut body = corpus[seed.index(corpus.len())].clone().into_bytes();
        for mutation in &mutations {
            mutate(&mut body, mutation, &corpus);
        }
        let place: &Place = &places.0[to.index(places.0.len())];
        let resigned = (signs == 0).then(|| resigned(&body, place.hook.kind)).flatten();
        let is_signed = resigned.is_some();
        let body = resigned.unwrap_or(body);
        let incoming = Incoming { body: &body, content_type: "application/json" };
        let checked = place.checks.check(&incoming);
        // What is in no signature may be changed, and it still holds.
        let is_whole = [&b"\"signature\":\""[..], b"access-key-of"].iter().any(|part| body.windows(part.len()).any(|found| found == *part));
        prop_assert!(checked.signed.is_err() || is_signed || is_whole);
        prop_assert!(!checked.masked.chars().any(|c| c.is_control() && c != '\n'), "{:?}", checked.masked);
        let answered = runtime.block_on(desk.take(place, &incoming));
        prop_assert!([200, 400, 401, 500, 501, 502, 503].contains(&answered.status));
        prop_assert_eq!(answered.status == 200, checked.signed.is_ok());
        let mut counted = counted.borrow_mut();
        *counted.0 += u32::from(checked.signed.is_ok());
        *counted.1 += u32::from(is_signed);
    });
    runtime.block_on(async {
        desk.count_now().await;
        store.close().await;
    });
    // Enough of them were signed, and enough of those said something, for the way behind the signature to be tried.
    assert!(signed > 100 && held > 100, "{signed} were signed, {held} held");
    println!("{signed} were signed, {held} held");
}
