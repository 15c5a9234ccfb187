//! Every verb of `paytop paykassma`: against a stub that answers with the document's own samples, and against the sandbox.

use std::fs::File;

use rstest::rstest;
use serde_json::{Value, json};

use crate::place::{Ended, Place, Served};
use crate::stub::Stub;

/// A secret with every kind of character that addresses write in another way.
pub const SECRET: &str = "hush/hush +&=%41-7f3a";
/// The same as it travels in an address.
const TRAVELLING: &str = "hush%2Fhush+%2B%26%3D%2541-7f3a";
pub const PRIVATE_KEY: &str = "yourprivatekey-9c1d";
const NUMBER: &str = "9876543210";

macro_rules! sample {
    ($name:literal) => {
        include_str!(concat!("../contract/paykassma_samples/", $name, ".json"))
    };
}

/// A place with a connection to Paykassma at `url`.
pub fn shop(url: &str) -> Place {
    shop_with(url, SECRET, PRIVATE_KEY)
}

/// The same at a sandbox that is served.
pub fn play(sandbox: &Served) -> Place {
    shop_with(&sandbox.url, "sandbox-plugin-secret", "sandbox-private-key")
}

fn shop_with(url: &str, secret: &str, private_key: &str) -> Place {
    Place::with_config(&format!(
        "[ui]\ntime_zone = \"Asia/Manila\"\n[[connections]]\nname = \"shop\"\nprovider = \"paykassma\"\n\
         environment = \"sandbox\"\nbase_url = \"{url}\"\nsecret = \"{secret}\"\nprivate_key = \"{private_key}\"\n\
         timeouts = {{ connect = \"2s\", total = \"10s\" }}\n"
    ))
}

/// What the document's samples answer.
fn sampled(path: &str) -> &'static str {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    match path {
        "/api/v1/payment-systems/available" => sample!("systems"),
        "/wallet-type/images/" => sample!("hints"),
        "/api/v1/transaction/activate" | "/v2/withdrawal/create" => sample!("ok"),
        "/api/v1/possible-transaction" => sample!("possible"),
        "/api/v1/deposit-info" => sample!("savings"),
        "/payment-plugin/hash-url" => sample!("hash"),
        "/api/v1/accounts-balance" => sample!("balances"),
        "/api/v1/postback" if query.contains("type=withdrawal") => sample!("postback_withdrawal"),
        "/api/v1/postback" => sample!("postback_deposit"),
        "/api/v1/pullpostbacks" if query.contains("type=withdrawal") => sample!("orders_withdrawals"),
        "/api/v1/pullpostbacks" => sample!("orders_deposits"),
        path if path.starts_with("/api/v1/transaction/create/") => sample!("transaction"),
        path if path.starts_with("/api/v1/payment/create/") => sample!("ok"),
        _ => sample!("fail"),
    }
}

/// A server that answers with the document's samples, and wants the secret where the document does.
pub fn document() -> Stub {
    Stub::reacting(|_, path, _| {
        let by_secret = path.contains(&format!("?secret={TRAVELLING}"));
        assert_eq!(by_secret, path != "/v2/withdrawal/create", "{path}");
        ("200 OK".to_owned(), sampled(path).to_owned())
    })
}

/// Every command that asks.
pub const READS: [&str; 10] = [
    "systems --currency USD,INR --label 55",
    "hints",
    "savings paytm --currency INR --label 55",
    "hash-urls --success https://test.com/success1.jpg",
    "postback --transaction-id 453535345",
    "postback --custom-id 7",
    "postback --withdrawal-id 2298635",
    "balances",
    "orders --type deposit autotest51191116971521 autotest51191472141726",
    "withdrawal status autotest51180853781767",
];

/// Every command that changes something, and what it reads on standard input.
pub const CHANGES: [(&str, &str); 5] = [
    ("transaction create paytm --currency INR --label eligendi", ""),
    ("transaction activate paytm --currency USD --label 55 --key 123-ABC-456-DEF", ""),
    ("possible bank_b_ml --currency INR --label 55 --key 123-ABC-456-DEF --amount 500.10", ""),
    (
        "payment create payco --language en --currency USD --bank MBB --amount 1000 --label 55 \
         --redirect-url https://google.com",
        "",
    ),
    (
        "withdrawal create paytm --amount 1,000 --currency INR --label 55 --comment withdrawal --payments-provider 56 \
         --payments-method MOBILE_MONEY --bank-code MAHB0001821 --branch-code 000254 \
         --bank-code-in-payments-system 9393",
        "9876543210\n",
    ),
];

/// Nothing that must stay secret is in what was written.
#[track_caller]
fn hushed(ended: Ended) -> Ended {
    for secret in [SECRET, TRAVELLING, "hush", PRIVATE_KEY] {
        assert!(!ended.out.contains(secret) && !ended.said.contains(secret), "{ended:?}");
    }
    ended
}

fn run(place: &Place, line: &str) -> Ended {
    hushed(place.run(&format!("paykassma {line}")))
}

fn run_with(place: &Place, line: &str, input: &str) -> Ended {
    hushed(place.run_with(&format!("paykassma {line}"), input))
}

#[test]
fn lists_have_the_document_s_names_and_values() {
    let stub = document();
    let place = shop(&stub.url);
    let json = |line: &str| run(&place, &format!("{line} -o json")).with(0).json();
    assert_eq!(
        json("systems --currency USD,inr --label 55")[0],
        json!({"type": "staging_b_ml", "name": "staging B ml", "currency_code": "INR", "order": 6, "is_manual": true,
            "uploading_payment_bill": true, "logo":
            "https://api.staging.client-paykassma.com/storage/payment_system/logos/staging_b_ml.png"})
    );
    let asked = stub.asked().pop().unwrap().0;
    assert!(asked.ends_with("&currency_code%5B%5D=USD&currency_code%5B%5D=INR&label=55"), "{asked}");
    assert_eq!(
        json("hints")[2],
        json!({"wallet_type": "upi", "id": "506", "url":
            "https://api.staging.client-paykassma.com/storage/guide-image/upi_in.mp4"})
    );
    let balances = run(&place, "balances -o json").with(0).out;
    for digits in ["-324324.00", "187239.195", "23.9375"] {
        assert!(balances.contains(&format!("\"amount\": {digits}\n")), "{digits}: {balances}");
    }
    assert_eq!(
        json("savings paytm --currency INR --label 55"),
        json!({"stockpiling_sum": 0, "lacks_sum": 0, "minimum_deposit": 148, "currency": "INR"})
    );
}

#[test]
fn a_person_hears_what_numbers_mean() {
    let stub = document();
    let place = shop(&stub.url);
    let table = run(&place, "balances").with(0).says("IDR -324,324.00").says("Settlement balance");
    assert_eq!(table.out.lines().count(), 8, "{}", table.out);
    run(&place, "savings paytm --currency INR --label 55").with(0).says("INR 0.00 of at least INR 148.00");
    run(&place, "postback --withdrawal-id 2298635").with(0).says("processed, which is final");
}

#[test]
fn digits_are_grouped_as_the_config_says_and_plain_where_programs_read_them() {
    let stub = document();
    let place = shop(&stub.url);
    let config = std::fs::read_to_string(place.config()).unwrap();
    for (grouping, told) in
        [("none", "IDR -324324.00"), ("indian", "IDR -3,24,324.00"), ("thousands", "IDR -324,324.00")]
    {
        let chosen = config.replace("[ui]\n", &format!("[ui]\ngrouping = \"{grouping}\"\n"));
        std::fs::write(place.config(), chosen).unwrap();
        run(&place, "balances").with(0).says(told);
        let read = run(&place, "balances -o json").with(0).out;
        assert!(read.contains("\"amount\": -324324.00\n"), "{read}");
    }
}

#[test]
fn hashes_are_those_of_the_document_and_end_after_a_day() {
    let stub = document();
    let place = shop(&stub.url);
    let request: Value = serde_json::from_str(sample!("hash_request")).unwrap();
    std::fs::write(place.path("urls.json"), sample!("hash_request")).unwrap();
    let from_file = run(&place, "hash-urls --file urls.json -o json").with(0).says("one day").json();
    assert_eq!(stub.last("/payment-plugin/hash-url"), request);
    let answer: Value = serde_json::from_str(sample!("hash")).unwrap();
    assert_eq!(from_file["urls"], answer["urls"]);
    run_with(&place, "hash-urls --file -", sample!("hash_request")).with(0);
    assert_eq!(stub.last("/payment-plugin/hash-url"), request);
    run(&place, "hash-urls --fail https://a.test/1 --fail https://a.test/2 -o csv").with(0);
    assert_eq!(
        stub.last("/payment-plugin/hash-url"),
        json!({"success_urls": [], "fail_urls": [{"order": 1, "url": "https://a.test/1"},
            {"order": 2, "url": "https://a.test/2"}], "pending_urls": []})
    );
    let expires: jiff::Timestamp = from_file["expires"].as_str().unwrap().parse().unwrap();
    let left = expires.duration_since(crate::book::now());
    assert!(left > jiff::SignedDuration::from_hours(23) && left <= jiff::SignedDuration::from_hours(24), "{left:?}");
}

#[rstest]
#[case("hash-urls", "", "success_urls: at least one")]
#[case("hash-urls --pending https://a.test/1", "", "success_urls: at least one")]
#[case("hash-urls --success javascript:alert(1)", "", "success_urls.0.url")]
#[case(
    "hash-urls --file -",
    r#"{"success_urls":[{"order":1,"url":"https://a.b"},{"order":1,"url":"https://a.c"}]}"#,
    "success_urls.1.order"
)]
#[case("hash-urls --file -", r#"{"success_url":[]}"#, "success_url")]
#[case("hash-urls --file -", "{", "standard input")]
#[case("hash-urls --file nowhere.json", "", "nowhere.json")]
fn addresses_that_cannot_be_hashed_are_told_and_not_asked_for(
    #[case] line: &str,
    #[case] input: &str,
    #[case] words: &str,
) {
    let stub = document();
    run_with(&shop(&stub.url), line, input).with(2).says(words);
    assert!(stub.asked().is_empty(), "{:?}", stub.asked());
}

#[test]
fn every_change_is_sent_as_the_document_says_by_an_id_that_is_printed() {
    let stub = document();
    let place = shop(&stub.url);
    let done = |at: usize| {
        let (line, input) = CHANGES[at];
        run_with(&place, &format!("{line} --yes -o json"), input).with(0).json()
    };
    assert_eq!(done(0), json!({"outcome": "done", "identifier": "6234234234"}));
    assert_eq!(stub.last("/api/v1/transaction/create/paytm"), json!({"currency": "INR", "label": "eligendi"}));
    let activated = done(1);
    let mut request: Value = serde_json::from_str(sample!("activate_request")).unwrap();
    request["custom_transaction_id"] = activated["custom_transaction_id"].clone();
    assert_eq!(stub.last("/api/v1/transaction/activate"), request);
    assert_eq!((&activated["outcome"], &activated["status"]), (&json!("done"), &json!("ok")));
    let possible = done(2);
    let form = stub.last("/api/v1/possible-transaction");
    for (name, value) in
        [("wallet_type", "bank_b_ml"), ("amount", "500.10"), ("custom_id", possible["custom_id"].as_str().unwrap())]
    {
        assert!(form.as_str().unwrap().contains(&format!("name=\"{name}\"\r\n\r\n{value}\r\n")), "{name}: {form}");
    }
    let payment = done(3);
    let mut request: Value = serde_json::from_str(sample!("payment_request")).unwrap();
    request["custom_transaction_id"] = payment["custom_transaction_id"].clone();
    request["amount"] = json!(1000);
    assert_eq!(stub.last("/api/v1/payment/create/payco"), request);
    assert_eq!(payment["redirect_url"], Value::Null);
}

#[test]
fn a_withdrawal_is_the_document_s_signed_over_what_is_sent() {
    let stub = document();
    let place = shop(&stub.url);
    let (line, input) = CHANGES[4];
    let ended = run_with(&place, &format!("{line} --yes"), input).with(0).says("paytop paykassma withdrawal status");
    assert!(!ended.out.contains(NUMBER) && !ended.said.contains(NUMBER), "{ended:?}");
    let sent = stub.last("/v2/withdrawal/create");
    let id = sent["withdrawal_id"].as_str().unwrap();
    assert!(id.len() == 36 && ended.out.contains(id) && ended.said.contains(id), "{ended:?}");
    let mut expected: Value = serde_json::from_str(sample!("withdrawal_request")).unwrap();
    for (name, value) in
        [("withdrawal_id", json!(id)), ("account_number", json!(NUMBER)), ("signature", sent["signature"].clone())]
    {
        expected[name] = value;
    }
    assert_eq!(sent, expected);
    // Whoever checks it by the document's algorithm finds it good.
    let mut verify = place.command(&["verify", "paykassma", "--key-env", "KEY"]);
    let mut child = verify.env("KEY", PRIVATE_KEY).stdin(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), sent.to_string().as_bytes()).unwrap();
    crate::place::ended(child).with(0);
}

#[test]
fn what_a_payment_system_wants_can_all_be_said() {
    let stub = document();
    let place = shop(&stub.url);
    let line = "withdrawal create newpay --amount 7 --currency EUR --label 55 --test --ask-account-number --ask-iban \
                --account-name Asha --account-email a@b.example --yes";
    run_with(&place, line, "77 88\nDE02120300000000202051\n").with(0);
    let sent = stub.last("/v2/withdrawal/create");
    for (name, value) in [
        ("is_test", json!(true)),
        ("account_number", json!("77 88")),
        ("iban", json!("DE02120300000000202051")),
        ("account_name", json!("Asha")),
        ("account_email", json!("a@b.example")),
        ("amount", json!(7)),
    ] {
        assert_eq!(sent[name], value, "{name}");
    }
}

#[test]
fn a_dry_run_prints_the_request_without_its_secrets_and_sends_nothing() {
    let stub = document();
    let place = shop(&stub.url);
    for (line, input) in CHANGES {
        let dry = run_with(&place, &format!("{line} --dry-run"), input).with(0).says("nothing was sent");
        assert!(dry.out.starts_with(&format!("POST {}/", stub.url)) && !dry.out.contains(NUMBER), "{dry:?}");
        let json = run_with(&place, &format!("{line} --dry-run -o json"), input).with(0).json();
        assert_eq!(json.as_object().unwrap().keys().collect::<Vec<_>>(), ["method", "path", "body"]);
    }
    assert!(stub.asked().is_empty(), "{:?}", stub.asked());
    assert_eq!(place.run("journal list -o json").out.trim(), "[]");
}

#[test]
fn without_a_terminal_a_change_needs_yes_and_a_read_only_connection_makes_none() {
    let stub = document();
    let place = shop(&stub.url);
    for (line, input) in CHANGES {
        run_with(&place, line, &format!("{input}y\n")).with(2).says("--yes");
        run_with(&place, &format!("{line} --yes --read-only"), input).with(2).says("read-only");
    }
    assert!(stub.asked().is_empty(), "{:?}", stub.asked());
    for line in READS {
        run(&place, &format!("{line} --read-only")).with(0);
    }
}

#[rstest]
#[case("transaction activate phone_pe --currency INR --label 55 --key 1234567", "", &["amount"])]
#[case("transaction activate upi_p2p --currency INR --label 55 --key 1234567", "", &["amount"])]
#[case("possible bank_b_ml --currency INR --label 55 --key 1 --amount 0", "", &["amount"])]
#[case("payment create payco --language english --currency USD --bank MAYB --amount 5 --label 55 --redirect-url x", "", &["language", "bank", "redirect_url"])]
// The document's own sample breaks its mask: the mask wins.
#[case("withdrawal create paytm --amount 1005 --currency INR --label 55", "11111111", &["amount", "account_number"])]
#[case("withdrawal create imps_ib --amount 10.50 --currency INR --label 55 --account-name Asha2", "1950478885", &["amount", "account_name", "bank_details.bank_code"])]
#[case("withdrawal create bkash --amount 10 --currency BDT --label 55", "1712345678", &["account_number", "account_email"])]
#[case("withdrawal create newpay --amount 10 --currency EUR --label 55 --ask-iban", "7", &["iban"])]
#[case("withdrawal create paytm --amount 1,5 --currency INR --label 55", "9876543210", &["amount"])]
fn what_cannot_be_sent_is_told_field_by_field(#[case] line: &str, #[case] input: &str, #[case] fields: &[&str]) {
    let stub = document();
    let ended = run_with(&shop(&stub.url), &format!("{line} --yes"), &format!("{input}\n")).with(2);
    let told: Vec<&str> =
        ended.said.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(": ")).map(|line| line.0).collect();
    assert_eq!(told, fields, "{}", ended.said);
    assert!(stub.asked().is_empty(), "{:?}", stub.asked());
}

#[rstest]
#[case("systems --label 55")]
#[case("systems --currency rupees --label 55")]
#[case("transaction create paytm --currency INR --yes")]
#[case("withdrawal create paytm --amount 10 --currency INR --label 55 --account-number 9876543210 --yes")]
#[case("postback")]
#[case("postback --custom-id 1 --withdrawal-id 2")]
#[case("orders 7")]
#[case("orders --type payout 7")]
#[case("withdrawal status 0123456789012345678901234567890123456")]
#[case("withdrawal status 7 --pending")]
#[case("balances --connection stall")]
fn what_makes_no_sense_is_usage(#[case] line: &str) {
    let stub = document();
    run(&shop(&stub.url), line).with(2);
    assert!(stub.asked().is_empty(), "{:?}", stub.asked());
}

#[test]
fn a_screenshot_is_a_file_of_bounded_size() {
    let stub = document();
    let place = shop(&stub.url);
    std::fs::write(place.path("empty.png"), "").unwrap();
    std::fs::write(place.path("paid.png"), "a picture").unwrap();
    std::fs::create_dir(place.path("folder")).unwrap();
    File::create(place.path("large.png")).unwrap().set_len(10 * 1024 * 1024 + 1).unwrap();
    let line = CHANGES[2].0;
    for (file, words) in [
        ("nowhere.png", "cannot be read"),
        ("empty.png", "is empty"),
        ("folder", "is no file"),
        ("large.png", "at most 10 MiB"),
    ] {
        run(&place, &format!("{line} --screenshot {file} --yes"))
            .with(2)
            .says(&format!("  screenshot: {file}"))
            .says(words);
    }
    assert!(stub.asked().is_empty(), "{:?}", stub.asked());
    run(&place, &format!("{line} --screenshot paid.png --yes")).with(0);
    let form = stub.last("/api/v1/possible-transaction");
    assert!(form.as_str().unwrap().contains("filename=\"paid.png\"\r\nContent-Type: image/png\r\n\r\na picture\r\n"));
}

#[test]
fn a_check_of_a_deposit_and_a_possible_transaction_are_states_of_their_own() {
    // "Creating a payment", note ***.
    let words = "Check of deposit status started. The operation may take longer than expected. Once checked the funds \
                 will credit to you account";
    let stub = Stub::saying("400 Bad Request", &json!({"status": "fail", "message": words}).to_string());
    let place = shop(&stub.url);
    let ended = run(&place, &format!("{} --yes -o json", CHANGES[1].0)).with(0).says("the provider is checking it");
    assert_eq!((&ended.json()["status"], &ended.json()["message"]), (&json!("check_started"), &json!(words)));
    let stub = Stub::saying("200 OK", sample!("possible_created"));
    let ended = run(&shop(&stub.url), &format!("{} --yes -o json", CHANGES[2].0)).with(0).says("not found yet");
    assert_eq!(ended.json()["status"], "possible_transaction_created");
}

#[test]
fn postbacks_are_a_page_for_people_and_whole_for_programs() {
    let stub = document();
    let place = shop(&stub.url);
    let page = run(&place, "postback --transaction-id 453535345").with(0).out;
    let answer: Value = serde_json::from_str(sample!("postback_deposit")).unwrap();
    let table = answer["postback"]["stockpiling"].as_object().unwrap();
    let more = format!("INR 34,53,45,345.00, and {} currencies more: add --all", table.len() - 1);
    assert!(page.contains(&more) && !page.contains("WAVES"), "{page}");
    // The account's times are those of Manila, and so are this operator's.
    assert!(page.contains("2021-10-21 13:34:12"), "{page}");
    let all = run(&place, "postback --transaction-id 453535345 --all").with(0).out;
    assert!(all.contains("WAVES") && all.lines().count() > table.len(), "{all}");
    let whole = run(&place, "postback --custom-id 7 -o json").with(0);
    assert!(whole.out.contains("\"ETH\": 1054.27509088,") && whole.out.contains("\"WAVES\": 172375.10682464"));
    let whole = whole.json();
    assert_eq!(whole["stockpiling"].as_object().unwrap().len(), table.len());
    let names: Vec<&String> = whole.as_object().unwrap().keys().collect();
    assert_eq!(names, answer["postback"].as_object().unwrap().keys().collect::<Vec<_>>());
    assert_eq!(whole["transactions"][0]["created_datetime"], "2021-10-21T05:34:12Z");
    let csv = run(&place, "postback --custom-id 7 -o csv").with(0).out;
    assert!(csv.starts_with("label,stockpiling_id,amount,currency_code,wallet_type,transaction_id,"), "{csv}");
    let told = run(&place, "postback --withdrawal-id 2298635 -o json").with(0).json();
    assert_eq!((&told["status"], &told["amount"], &told["account_email"]), (&json!(1), &json!(500), &Value::Null));
}

#[test]
fn a_postback_that_was_not_sent_yet_settles_nothing() {
    let stub = Stub::saying("400 Bad Request", r#"{"status":"fail","message":"Postback not found"}"#);
    run(&shop(&stub.url), "postback --withdrawal-id 7").with(1).says("settles nothing");
}

#[test]
fn many_orders_are_asked_for_at_once_by_arguments_or_by_lines() {
    let stub = document();
    let place = shop(&stub.url);
    let ids = "autotest51191116971521\n\n  autotest51191472141726\r\nautotest51191116971521\n";
    let orders = run_with(&place, "orders --type deposit -o json", ids).with(0).json();
    let asked = stub.asked().pop().unwrap().0;
    assert!(
        asked.ends_with(
            "&type=deposit&plugin_custom_order_id%5B%5D=autotest51191116971521\
             &plugin_custom_order_id%5B%5D=autotest51191472141726"
        ),
        "{asked}"
    );
    assert_eq!(
        orders[0],
        json!({"plugin_custom_order_id": "autotest51191116971521", "message": "Postback not found", "postback": null})
    );
    assert_eq!(orders[1]["postback"]["stockpiling_id"], "269866");
    assert_eq!(orders[1]["postback"]["transactions"][0]["transaction_id"], "770425808190");
    let table = run(&place, "orders --type withdrawal autotest51180853781767").with(0).out;
    assert!(table.contains("upi_idb ••••••8885") && table.contains("processed"), "{table}");
    let csv = run(&place, "orders --type withdrawal autotest51180853781767 -o csv --reveal").with(0).out;
    assert!(csv.contains(",1950478885,") && csv.lines().count() == 2, "{csv}");
    // An id that the answer leaves out is not passed over in silence.
    run(&place, "orders --type withdrawal autotest51180853781767 8").with(3).says("1 of the ids");
    run_with(&place, "orders --type withdrawal", "\n").with(2);
}

#[test]
fn numbers_and_addresses_of_people_are_masked_unless_revealed() {
    let stub = document();
    let place = shop(&stub.url);
    for line in [
        "postback --withdrawal-id 2298635",
        "orders --type withdrawal autotest51180853781767",
        "withdrawal status autotest51180853781767",
    ] {
        for form in ["", " -o json", " -o csv"] {
            let whole = run(&place, &format!("{line}{form} --reveal")).with(0);
            let masked = run(&place, &format!("{line}{form}")).with(0);
            for number in ["5422222225", "1950478885"] {
                assert!(!masked.out.contains(number) && !masked.said.contains(number), "{masked:?}");
            }
            assert!(whole.out.contains("5422222225") || whole.out.contains("1950478885"), "{whole:?}");
        }
    }
}

#[test]
fn what_a_spreadsheet_would_run_is_defused() {
    let body = r#"{"status":"success","code":20000,"data":{"balances":[
        {"wallet_type":"=HYPERLINK(\"x\")","currency_code":"INR","amount":-5.00}]}}"#;
    let stub = Stub::saying("200 OK", body);
    let csv = run(&shop(&stub.url), "balances -o csv").with(0).out;
    assert_eq!(csv, "wallet_type,currency_code,amount\n\"'=HYPERLINK(\"\"x\"\")\",INR,-5.00\n");
}

#[test]
fn a_refusal_has_a_line_for_each_field() {
    let body = r#"{"status":"fail","message":{"label":["is blocked","for 9876543210"],"bank_details":{"bank_code":["is unknown"]}}}"#;
    let stub = Stub::saying("422 Unprocessable Content", body);
    let (line, input) = CHANGES[4];
    let ended = run_with(&shop(&stub.url), &format!("{line} --yes -o json"), input).with(1);
    let ended = ended.says("\n  label: is blocked, for ••••••3210\n  bank_details.bank_code: is unknown");
    let told = ended.json();
    assert_eq!(told["outcome"], "rejected");
    assert_eq!(
        told["fields"],
        json!({"label": ["is blocked", "for ••••••3210"], "bank_details.bank_code": ["is unknown"]})
    );
    let stub = Stub::saying("200 OK", sample!("orders_fields"));
    run(&shop(&stub.url), "orders --type deposit 7")
        .with(1)
        .says("\n  plugin_custom_order_id: The plugin custom order id");
}

#[test]
fn too_little_money_is_told_beside_what_there_is() {
    let stub = Stub::reacting(|_, path, _| {
        let answer = if path == "/v2/withdrawal/create" { sample!("insufficient") } else { sampled(path) };
        ("200 OK".to_owned(), answer.to_owned())
    });
    let place = shop(&stub.url);
    let line = "withdrawal create newpay --amount 24 --currency EUR --label 55 --yes";
    let ended = run(&place, line).with(1).says("\n  withdrawals_sum_amount: Insufficient balance");
    ended.says("There is EUR 23.9375 (bkash 23.9375), less than EUR 24.00.");
    // Where the balances cannot be asked for, the refusal stays one.
    let stub = Stub::reacting(|_, path, _| match path {
        "/v2/withdrawal/create" => ("200 OK".to_owned(), sample!("insufficient").to_owned()),
        _ => ("500 Internal Server Error".to_owned(), String::new()),
    });
    run(&shop(&stub.url), line).with(1).says("cannot be told");
}

#[test]
fn a_404_is_a_wrong_secret_or_an_unknown_address_and_says_both() {
    let stub = Stub::saying("404 Not Found", r#"{"message":"Not found"}"#);
    let place = shop(&stub.url);
    for line in READS {
        run(&place, line).with(1).says("wrong secret").says("IP address");
    }
    for (line, input) in CHANGES {
        let ended = run_with(&place, &format!("{line} --yes"), input).with(1).says("IP address");
        // A withdrawal carries no secret that could be wrong.
        assert_eq!(ended.said.contains("wrong secret"), !line.starts_with("withdrawal"), "{ended:?}");
    }
}

#[test]
fn what_cannot_be_reached_or_understood_is_three() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let place = shop(&format!("http://{free}"));
    run(&place, "balances").with(3).says("connection refused");
    let (line, input) = CHANGES[4];
    run_with(&place, &format!("{line} --yes"), input).with(3).says("not sent");
    let stub = Stub::saying("200 OK", "<html>Sign in</html>");
    for line in READS {
        run(&shop(&stub.url), line).with(3).says("not JSON");
    }
}

#[rstest]
#[case("500 Internal Server Error", "")]
#[case("302 Found", "")]
#[case("409 Conflict", "")]
#[case("200 OK", "{\"status\": \"o")]
#[case("200 OK", "{\"status\": \"success\", \"code\": 30228, \"message\": \"\"}")]
fn four_is_an_outcome_nobody_knows(#[case] status: &str, #[case] body: &str) {
    let stub = Stub::saying(status, body);
    let place = shop(&stub.url);
    for (line, input) in CHANGES {
        run_with(&place, &format!("{line} --yes"), input).with(4).says("outcome unknown").says("not sent again");
    }
    assert_eq!(stub.asked().len(), CHANGES.len(), "each is sent once");
    let sent = stub.last("/v2/withdrawal/create");
    let id = sent["withdrawal_id"].as_str().unwrap();
    // It is told how to look it up, and one like it needs to name it.
    let (line, input) = CHANGES[4];
    run_with(&place, &format!("{line} --yes"), input).with(2).says("--despite").says(&id[30..]);
    let told = run_with(&place, &format!("{line} --yes -o json --despite {}", &id[30..]), input).with(4);
    assert_eq!(told.json()["outcome"], "unconfirmed");
    let second = stub.last("/v2/withdrawal/create")["withdrawal_id"].clone();
    assert!(second != *id && told.json()["withdrawal_id"] == second);
    told.says(&format!("paytop paykassma withdrawal status {}", second.as_str().unwrap()));
}

#[test]
fn no_answer_brings_the_secrets_back_and_no_log_has_them() {
    let body = json!({"status": "fail", "message": format!("no such secret: {SECRET}, {PRIVATE_KEY}, {TRAVELLING}")});
    let stub = Stub::saying("400 Bad Request", &body.to_string());
    let place = shop(&stub.url);
    for line in READS {
        run(&place, &format!("{line} --log log.txt")).with(1);
    }
    for (line, input) in CHANGES {
        run_with(&place, &format!("{line} --yes --log log.txt"), input).with(1);
        run_with(&place, &format!("{line} --yes -o json --log log.txt"), input);
    }
    let mut kept = std::fs::read_to_string(place.path("log.txt")).unwrap_or_default();
    kept.push_str(&hushed(place.run("journal export -o jsonl --entries")).with(0).out);
    for secret in ["hush", PRIVATE_KEY, NUMBER] {
        assert!(!kept.contains(secret), "{secret} is in {kept}");
    }
    hushed(place.run("config show")).with(0);
}

#[test]
fn limits_and_amounts_to_be_typed_again_hold_for_withdrawals() {
    let stub = document();
    let place = shop(&stub.url);
    let mut config = std::fs::read_to_string(place.config()).unwrap();
    config.push_str("[connections.limits.INR]\nlargest = \"50000\"\ntype_from = 1000\n");
    std::fs::write(place.config(), config).unwrap();
    let (line, input) = CHANGES[4];
    run_with(&place, &format!("{line} --yes"), input).with(2).says("--amount-again");
    run_with(&place, &format!("{line} --yes --amount-again 100"), input).with(2).says("not the same amount");
    run_with(&place, &line.replace("1,000", "50,010").replace("55", "55 --yes"), input).with(2).says("INR 50,000.00");
    assert!(stub.asked().is_empty(), "{:?}", stub.asked());
    run_with(&place, &format!("{line} --yes --amount-again 1000.00"), input).with(0);
}

#[test]
fn every_verb_works_in_the_sandbox() {
    let sandbox = Served::start("--speed 600");
    let place = play(&sandbox);
    let json = |line: &str| place.run(&format!("paykassma {line} -o json")).with(0).json();
    let systems = json("systems --currency INR --label 55");
    assert!(systems.as_array().unwrap().iter().any(|row| row["type"] == "paytm" && row["is_manual"] == false));
    assert!(json("hints").as_array().unwrap().iter().any(|row| row["wallet_type"] == "paytm"));
    assert!(json("balances").as_array().unwrap().iter().any(|row| row["currency_code"] == "INR"));
    json("transaction create paytm --currency INR --label 55 --yes");
    let activated = json("transaction activate paytm --currency INR --label 55 --key 223344556 --amount 500 --yes");
    let id = activated["custom_transaction_id"].as_str().unwrap();
    let found = until(|| place.run(&format!("paykassma postback --custom-id {id} -o json")), |ended| ended.status == 0);
    assert_eq!(found.json()["transactions"][0]["custom_id"], id);
    let orders = json(&format!("orders --type deposit {id}"));
    assert_eq!(orders[0]["postback"]["transactions"][0]["transaction_id"], "223344556");
    assert_eq!(json("savings paytm --currency INR --label 55")["currency"], "INR");
    let check = json("transaction activate paytm --currency INR --label 55 --key 000344556 --yes");
    assert_eq!(check["status"], "check_started");
    let possible = json("possible bank_b_ml --currency INR --label 55 --key 998877665 --amount 70 --yes");
    assert_eq!(possible["status"], "possible_transaction_created");
    let payment =
        "payment create paytm --currency INR --label 55 --bank MBB --amount 9.50 --redirect-url https://a.b --yes";
    assert!(json(payment)["redirect_url"].as_str().unwrap().starts_with("https://"));
    let hashed = json("hash-urls --success https://a.test/1");
    assert_eq!(hashed["urls"]["success_url"][0]["url"].as_str().unwrap().len(), 64);
    let line = "paykassma withdrawal create paytm --amount 500 --currency INR --label 55 --yes -o json";
    let withdrawal = place.run_with(line, "9876543210\n").with(0).json();
    let id = withdrawal["withdrawal_id"].as_str().unwrap();
    let status = format!("paykassma withdrawal status {id} -o json");
    let told = until(|| place.run(&status), |ended| ended.json()[0]["final"] == true).json();
    assert_eq!(
        (&told[0]["postback"]["amount"], &told[0]["postback"]["account_number"]),
        (&json!(500), &json!("••••••3210"))
    );
    let insufficient = "paykassma withdrawal create paytm --amount 999999999990 --currency INR --label 55 --yes";
    place
        .run_with(insufficient, "9876543210\n")
        .with(1)
        .says("Insufficient balance")
        .says("less than INR 9,99,99,99,99,990.00");
    let wrong = shop(&sandbox.url);
    run(&wrong, "balances").with(1).says("wrong secret");
    run_with(&wrong, CHANGES[4].0.replace("1,000", "1,000 --yes").as_str(), "9876543210\n")
        .with(1)
        .says("  signature: ");
}

/// What a command says once it says what is waited for.
#[track_caller]
pub fn until(run: impl Fn() -> Ended, is_it: impl Fn(&Ended) -> bool) -> Ended {
    for _ in 0..600 {
        let ended = run();
        if is_it(&ended) {
            return ended;
        }
    }
    panic!("it never came: {:?}", run())
}
