//! Every verb of `paytop yuansfer`: against a stub that answers with the document's own samples, and against the sandbox.
//! A transfer whose answer was lost is settled by its inquiry and by nothing else.

use rstest::rstest;
use serde_json::{Value, json};

use crate::paykassma::until;
use crate::place::{Ended, Place, Served};
use crate::stub::Stub;

const TOKEN: &str = "17cfc0170ef1c017b4a929d233d6e65e";
pub const PAYEE: &str = "2000305228303182610217";

macro_rules! sample {
    ($name:literal) => {
        include_str!(concat!("../contract/yuansfer_samples/", $name, ".json"))
    };
}

/// A place with a connection to Yuansfer at `url`.
pub fn desk(url: &str) -> Place {
    Place::with_config(&format!(
        "[[connections]]\nname = \"payouts\"\nprovider = \"yuansfer\"\nenvironment = \"sandbox\"\n\
         base_url = \"{url}\"\nmerchant_no = \"202333\"\nstore_no = \"301854\"\ntoken = \"{TOKEN}\"\n\
         timeouts = {{ connect = \"2s\", total = \"10s\" }}\n"
    ))
}

/// Answers with the document's samples; a transfer and its inquiry with the invoice id that was sent.
fn sampled(path: &str, body: &Value) -> String {
    let invoice = body["invoiceId"].as_str().unwrap_or_default();
    match path {
        "/v3/payee/register" => sample!("register").to_owned(),
        "/v3/payee/retrieve" => sample!("retrieve").to_owned(),
        "/v3/payee/update" => sample!("update").to_owned(),
        "/v3/payee/account/create/bank-account" => sample!("account").to_owned(),
        "/v3/payee/payout-accounts" => sample!("accounts").to_owned(),
        "/v3/payouts/pay" => sample!("transfer").replace("9aae4c685d824c5da746f97620c59eb5", invoice),
        _ => json!({"ret_msg": "Parameter No Related Information", "ret_code": "000021"}).to_string(),
    }
}

pub fn document() -> Stub {
    Stub::reacting(|_, path, body| ("200 OK".to_owned(), sampled(path, body)))
}

/// Loses the answer to a transfer, and tells this status of each that it is asked for.
fn losing(status: &'static str, amount: &'static str) -> Stub {
    Stub::reacting(move |_, path, body| match path {
        "/v3/payouts/pay" => ("500 Internal Server Error".to_owned(), String::new()),
        "/v3/payouts/inquiry" if !status.is_empty() => {
            let result = json!({"amount": amount, "transactionNo": "305588797074336092", "currency": "USD",
                "createdTime": "2023-02-13T11:58:59Z", "invoiceId": body["invoiceId"], "status": status,
                "receiver": "john@example.com"});
            ("200 OK".to_owned(), json!({"result": result, "ret_msg": "success", "ret_code": "000100"}).to_string())
        }
        path => ("200 OK".to_owned(), sampled(path, body)),
    })
}

/// Nothing that must stay secret is in what was written.
#[track_caller]
fn hushed(ended: Ended) -> Ended {
    for secret in [TOKEN, "7861053298", "1234567890", "1999-01-01"] {
        assert!(!ended.out.contains(secret) && !ended.said.contains(secret), "{secret} in {ended:?}");
    }
    ended
}

fn run(place: &Place, line: &str) -> Ended {
    hushed(place.run(&format!("yuansfer {line}")))
}

pub const REGISTER: &str = "payee register 1665425422 --email john@example.com --profile individual --first-name John \
                        --last-name Doe --date-of-birth 1999-01-01 --phone 1234567890 --country US --state NY \
                        --city hometown --zip 10005";
pub const ADD: &str =
    "payee add-account 2000305228303182610217 --routing 101089292 --purpose checking --tag 1a52692711";
pub const PAY: &str = "transfer create 2000305228292319592008 --amount 500.00 --currency USD --subject Payouts";

#[test]
fn a_payee_is_registered_and_shown() {
    let stub = document();
    let place = desk(&stub.url);
    let told = run(&place, &format!("{REGISTER} --yes -o json")).with(0).says("add an account");
    assert_eq!(told.json()["customerNo"], "2000305228292319592008");
    let sent = stub.last("/v3/payee/register");
    assert_eq!((&sent["customerCode"], &sent["country"]), (&json!("1665425422"), &json!("USA")));
    assert_eq!(sent["dateOfBirth"], "1999-01-01");
    let shown = run(&place, &format!("payee show {PAYEE} -o json")).with(0).json();
    assert_eq!((&shown["payeeStatus"], &shown["phone"]), (&json!("Activated"), &json!("••••••7890")));
    let whole = place.run(&format!("yuansfer payee show {PAYEE} -o json --reveal")).with(0).json();
    assert_eq!((&whole["phone"], &whole["dateOfBirth"]), (&json!("1234567890"), &json!("1999-01-01")));
}

#[test]
fn what_is_wrong_with_a_payee_is_told_before_that_a_yes_is_missing() {
    let stub = document();
    let place = desk(&stub.url);
    let wrong = "payee register 1 --email john --profile individual --first-name John --last-name Doe --date-of-birth \
                 2999-01-01 --phone 1234567890 --country Nowhere --state NY --city hometown --zip 10005";
    let told = run(&place, wrong).with(2).says("email").says("country");
    assert!(!told.said.contains("--yes"), "{}", told.said);
    run(&place, REGISTER).with(2).says("add --yes");
    assert!(stub.asked().is_empty());
}

#[test]
fn who_is_registered_or_looked_up_is_remembered_without_what_identifies_them() {
    let stub = document();
    let place = desk(&stub.url);
    assert_eq!(run(&place, "payee list -o json").with(0).json(), json!([]));
    run(&place, &format!("{REGISTER} --yes")).with(0);
    run(&place, &format!("payee show {PAYEE}")).with(0);
    hushed(place.run_with(&format!("yuansfer {ADD} --yes"), "7861053298\n")).with(0);
    let all = run(&place, "payee list -o json").with(0).json();
    let numbers: Vec<_> = all.as_array().unwrap().iter().map(|row| row["customerNo"].as_str().unwrap()).collect();
    assert!(numbers.contains(&PAYEE) && numbers.contains(&"2000305228292319592008"), "{numbers:?}");
    let looked = run(&place, &format!("payee list john {PAYEE} -o json")).with(0).json();
    let row = &looked[0];
    assert_eq!((&row["payeeStatus"], &row["phone"]), (&json!("Activated"), &json!("••••••7890")));
    assert_eq!(row["accounts"][0]["accountToken"], "2010305228303182765718");
    run(&place, &format!("payee update {PAYEE} --last-name Roe --yes")).with(0);
    assert_eq!(run(&place, "payee list roe -o json").with(0).json()[0]["name"], "John Roe");
    assert_eq!(run(&place, "payee list nobody -o json").with(0).json(), json!([]));
}

#[test]
fn an_update_sends_what_was_known_with_what_was_given() {
    let stub = document();
    let place = desk(&stub.url);
    run(&place, &format!("payee update {PAYEE} --zip 10006 --yes")).with(0).says("done");
    let sent = stub.last("/v3/payee/update");
    let known = [("zip", "10006"), ("firstName", "John"), ("dateOfBirth", "1999-01-01"), ("phone", "1234567890")];
    for (name, value) in known {
        assert_eq!(sent[name], value, "{name}");
    }
    assert_eq!((sent.get("email"), sent.get("customerCode")), (None, None));
    run(&place, &format!("payee update {PAYEE} --yes")).with(2).says("nothing to change");
}

#[test]
fn an_account_is_added_by_a_number_that_is_no_argument() {
    let stub = document();
    let place = desk(&stub.url);
    let told = hushed(place.run_with(&format!("yuansfer {ADD} --yes -o json"), "7861053298\n")).with(0).json();
    assert_eq!(told["accountToken"], "2010305228303182765718");
    let sent = stub.last("/v3/payee/account/create/bank-account");
    let (number, purpose) = (&sent["bankAccountId"], &sent["bankAccountPurpose"]);
    assert_eq!((number, purpose), (&json!("7861053298"), &json!("CHECKING")));
    let listed = run(&place, &format!("payee accounts {PAYEE} -o json")).with(0).json();
    let row = &listed[0];
    assert_eq!((&row["accountToken"], &row["cardNumber"]), (&json!("2010305228303182765718"), &json!("••••3298")));
    let kept = place.run("journal export -o jsonl --entries").with(0);
    assert!(!kept.out.contains("7861053298") && kept.out.contains("3298"), "{kept:?}");
}

#[test]
fn a_transfer_is_taken_on_by_its_own_invoice_id() {
    let stub = document();
    let place = desk(&stub.url);
    let told = run(&place, &format!("{PAY} --yes -o json")).with(0).says("paytop yuansfer transfer show");
    let row = told.json();
    assert_eq!((&row["outcome"], &row["status"]), (&json!("done"), &json!("pending")));
    let sent = stub.last("/v3/payouts/pay");
    assert_eq!(sent["invoiceId"], row["invoiceId"]);
    assert_eq!((&sent["amount"], &sent["currency"]), (&json!("500.00"), &json!("USD")));
    // The only account of the payee, which was looked up.
    assert_eq!(sent["accountToken"], "2010305228303182765718");
    // An id that nobody knows settles nothing and is no fault.
    let shown = run(&place, &format!("transfer show {}", row["invoiceId"].as_str().unwrap())).with(0);
    assert!(shown.said.contains("0 of 1 final") && shown.out.contains("not known there"), "{shown:?}");
}

#[test]
fn an_account_that_is_not_the_payees_is_not_paid() {
    let stub = document();
    let place = desk(&stub.url);
    run(&place, &format!("{PAY} --yes --account 2010305228303182765719")).with(2).says("has no account");
    assert!(stub.asked().iter().all(|(path, _)| path != "/v3/payouts/pay"));
}

#[rstest]
#[case(REGISTER, "--state NY", "--state XX", "state")]
#[case(REGISTER, "--country US", "--country USA", "countryCode")]
#[case(REGISTER, "1999-01-01", "1999-02-30", "dateOfBirth")]
#[case(REGISTER, "john@example.com", "john", "email")]
#[case(REGISTER, "1234567890", "555", "phone")]
#[case(ADD, "101089292", "101089293", "branchId")]
#[case(PAY, "500.00", "500.005", "amount")]
fn what_is_wrong_is_told_at_its_field_and_nothing_is_sent(
    #[case] line: &str,
    #[case] from: &str,
    #[case] to: &str,
    #[case] field: &str,
) {
    let stub = document();
    let place = desk(&stub.url);
    let line = line.replace(from, to);
    let ended = place.run_with(&format!("yuansfer {line} --yes"), "7861053298\n").with(2);
    assert!(ended.said.contains(&format!("  {field}: ")), "{ended:?}");
    assert!(stub.asked().is_empty(), "{:?}", stub.asked());
}

#[rstest]
#[case(REGISTER, "/v3/payee/register")]
#[case(ADD, "/v3/payee/account/create/bank-account")]
#[case(PAY, "/v3/payouts/pay")]
#[case("payee update 2000305228303182610217 --zip 10006", "/v3/payee/update")]
fn a_dry_run_tells_and_sends_nothing(#[case] line: &str, #[case] path: &str) {
    let stub = document();
    let place = desk(&stub.url);
    let told = run(&place, &format!("{line} --dry-run -o json")).with(0).says("nothing was sent").json();
    assert_eq!(told["path"], path);
    assert_eq!(told["body"]["verifySign"], "(made with token)");
    assert!(stub.asked().iter().all(|(asked, _)| asked != path));
}

#[rstest]
#[case("000040", 1, "Pay in there")]
#[case("000022", 1, "the account is the payee's own")]
#[case("000030", 1, "token of the connection")]
#[case("000080", 4, "ask for it until its status is final")]
#[case("000000", 4, "ask for it until its status is final")]
#[case("000777", 4, "a code that the document does not name")]
fn a_code_ends_with_its_status_and_says_what_to_do(#[case] code: &'static str, #[case] exit: i32, #[case] words: &str) {
    let stub = Stub::reacting(move |_, path, body| match path {
        "/v3/payouts/pay" => ("200 OK".to_owned(), json!({"ret_msg": "No", "ret_code": code}).to_string()),
        path => ("200 OK".to_owned(), sampled(path, body)),
    });
    let place = desk(&stub.url);
    run(&place, &format!("{PAY} --yes")).with(exit).says(words).says(code);
}

#[test]
fn a_check_says_who_is_let_in() {
    let stub = document();
    desk(&stub.url).run("check").with(0);
    let denied = Stub::saying("200 OK", r#"{"ret_msg":"No Rights / Access Denied","ret_code":"000030"}"#);
    let told = desk(&denied.url).run("check -o json").with(1).json();
    assert_eq!((&told[0]["reachable"], &told[0]["authorised"]), (&json!(true), &json!(false)));
    assert!(told[0]["advice"].as_str().unwrap().contains("signature"), "{told}");
}

/// A transfer whose answer was lost: its invoice id.
fn lost(place: &Place) -> String {
    let ended = run(place, &format!("{PAY} --yes -o json")).with(4);
    ended.json()["invoiceId"].as_str().unwrap().to_owned()
}

fn journalled(place: &Place, id: &str) -> Value {
    let hyphened: String = [&id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..]].join("-");
    place.run(&format!("journal show {hyphened} -o json")).with(0).json()
}

#[rstest]
#[case("success", true, "it happened")]
#[case("FAILED", false, "it did not happen")]
#[case("returned", false, "it did not happen")]
fn a_final_status_settles_it_and_says_so(#[case] status: &'static str, #[case] happened: bool, #[case] words: &str) {
    let stub = losing(status, "500.00");
    let place = desk(&stub.url);
    let id = lost(&place);
    assert_eq!(journalled(&place, &id)["state"], "unconfirmed");
    run(&place, &format!("transfer show {id}")).with(0).says("was unconfirmed").says(words);
    let kept = journalled(&place, &id);
    let expected = (json!("settled"), json!(happened), json!("inquiry"));
    assert_eq!((kept["state"].clone(), kept["happened"].clone(), kept["how"].clone()), expected);
    // It was sent once.
    assert_eq!(stub.asked().iter().filter(|(path, _)| path == "/v3/payouts/pay").count(), 1);
    place.run("journal verify").with(0);
}

#[rstest]
#[case("pending")]
#[case("completed")]
#[case("onhold")]
#[case("")]
fn anything_else_settles_nothing(#[case] status: &'static str) {
    let stub = losing(status, "500.00");
    let place = desk(&stub.url);
    let id = lost(&place);
    let told = run(&place, "transfer show --pending").with(0).says("0 of 1 final");
    assert!(told.out.contains(&id) && told.out.contains(status), "{told:?}");
    assert_eq!(journalled(&place, &id)["state"], "unconfirmed");
}

#[test]
fn another_amount_under_its_id_settles_nothing() {
    let stub = losing("success", "5000.00");
    let place = desk(&stub.url);
    let id = lost(&place);
    run(&place, &format!("transfer show {id}")).with(1).says("Nothing is written down").says("USD 5,000.00");
    assert_eq!(journalled(&place, &id)["state"], "unconfirmed");
}

#[test]
fn an_unconfirmed_transfer_stands_in_the_way_of_another_like_it() {
    let stub = losing("pending", "500.00");
    let place = desk(&stub.url);
    lost(&place);
    // Whichever account of the payee it goes to.
    run(&place, &format!("{PAY} --yes")).with(2).says("--despite");
    assert_eq!(stub.asked().iter().filter(|(path, _)| path == "/v3/payouts/pay").count(), 1);
}

#[test]
fn in_the_sandbox_a_new_user_registers_pays_and_sees_it_arrive() {
    let sandbox = Served::start("--speed 600 --seed 3");
    let place = desk(&sandbox.url);
    let payee = run(&place, &format!("{REGISTER} --yes -o json")).with(0).json();
    let payee = payee["customerNo"].as_str().unwrap().to_owned();
    let pay = PAY.replace("2000305228292319592008", &payee);
    run(&place, &format!("{pay} --yes")).with(2).says("has no account yet");
    let add = format!("yuansfer {} --yes", ADD.replace(PAYEE, &payee));
    hushed(place.run_with(&add, "7861053298\n")).with(0);
    let taken = run(&place, &format!("{pay} --yes -o json")).with(0).json();
    let id = taken["invoiceId"].as_str().unwrap().to_owned();
    let show = format!("yuansfer transfer show {id} -o json");
    let paid = until(|| place.run(&show), |ended| ended.json()[0]["final"] == true);
    assert_eq!(paid.json()[0]["status"], "success");
    // Its end is in the journal too.
    assert_eq!(journalled(&place, &id)["state"], "paid");
}

#[test]
fn in_the_sandbox_a_lost_answer_is_looked_up_until_it_is_final() {
    // Half of all answers are lost after the sandbox acted.
    let sandbox = Served::start("--speed 600 --drop-rate 0.5 --seed 3");
    let place = desk(&sandbox.url);
    let payees = sandbox.own("/sandbox/payees");
    let payee = &payees["payees"][1];
    let no = payee["customerNo"].as_str().unwrap();
    let amount = std::cell::Cell::new(490);
    let lost = until(
        || {
            amount.set(amount.get() + 10);
            run(&place, &format!("transfer create {no} --amount {} --currency USD --yes -o json", amount.get()))
        },
        |ended| ended.status == 4,
    );
    let id = lost.json()["invoiceId"].as_str().unwrap().to_owned();
    let show = format!("yuansfer transfer show {id}");
    until(|| place.run(&show), |ended| ended.status == 0 && ended.said.contains("was unconfirmed"));
    let kept = journalled(&place, &id);
    assert_eq!((&kept["state"], &kept["how"]), (&json!("settled"), &json!("inquiry")));
}

#[test]
fn in_the_sandbox_a_file_of_transfers_is_checked_sent_once_and_paid() {
    let sandbox = Served::start("--speed 600 --seed 3");
    let place = desk(&sandbox.url);
    let payee = sandbox.own("/sandbox/payees")["payees"][0].clone();
    let (no, token) = (payee["customerNo"].as_str().unwrap(), payee["accounts"][0]["accountToken"].as_str().unwrap());
    let made = || sandbox.own("/sandbox/transfers")["transfers"].as_array().unwrap().len();
    let before = made();
    let titles = "customerNo,accountToken,amount,currency,subject";
    let batch = |flags: &str| run(&place, &format!("transfer batch {flags}"));
    let bad = format!("{titles}\n{no},{token},5,USD,a\n{no},,1.005,USD,b\n2.0003E+21,{token},7,usd,\n");
    std::fs::write(place.path("bad.csv"), bad).unwrap();
    let checked = batch("bad.csv --check -o json").with(1).says("2 with faults");
    let words = checked.json().to_string();
    for fault in ["accountToken: has to be filled in", "too many decimals", "a spreadsheet has rounded this number"] {
        assert!(words.contains(fault), "{fault}: {words}");
    }
    std::fs::write(place.path("a.csv"), format!("{titles}\n{no},{token},5,USD,October\n{no},{token},6.50,USD,\n"))
        .unwrap();
    batch("a.csv --yes --lines 1").with(2).says("lines: 2 (--lines 2)");
    let sent = batch("a.csv --yes --lines 2 --rate 600 -o json").with(0).says("2 done");
    assert!(sent.json().as_array().unwrap().iter().all(|row| row["standing"] == "done"), "{sent:?}");
    batch("a.csv --resume --yes --lines 2").with(0).says("nothing is left to send");
    // The same payouts in another file stay out of it.
    std::fs::write(place.path("b.csv"), format!("{titles}\n{no},{token},5,USD,again\n{no},{token},7,USD,\n")).unwrap();
    batch("b.csv --yes --lines 1 --rate 600").with(0).says("1 done");
    assert_eq!(made(), before + 3);
    let pending = "yuansfer transfer show --pending -o json";
    until(|| place.run(pending), |ended| ended.json().as_array().is_some_and(Vec::is_empty));
    let kept = place.run("journal list --all -o json").with(0).json();
    assert!(kept.as_array().unwrap().iter().all(|row| row["state"] == "paid"), "{kept}");
}
