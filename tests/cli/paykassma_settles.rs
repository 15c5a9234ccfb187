//! A withdrawal whose answer was lost: asked for by its id until its status is final, and settled by nothing else.

use rstest::rstest;
use serde_json::{Value, json};

use crate::paykassma::{play, shop, until};
use crate::place::{Place, Served};
use crate::stub::Stub;

const CREATE: &str = "paykassma withdrawal create paytm --amount 500 --currency INR --label 55 --yes -o json";

/// A provider that loses the answer to a withdrawal, and tells this of every one that it is asked for.
fn losing(told: impl Fn(&str) -> Value + Send + Sync + 'static) -> Stub {
    Stub::reacting(move |_, path, _| match path.split_once("withdrawal_id%5B%5D=") {
        None => ("500 Internal Server Error".to_owned(), String::new()),
        Some((_, id)) => {
            let mut row = told(id);
            row["withdrawal_id"] = id.into();
            let body = json!({"status": "success", "message": "", "code": 20000, "data": {"withdrawals": [row]}});
            ("200 OK".to_owned(), body.to_string())
        }
    })
}

fn postback(id: &str, status: &Value, amount: u32) -> Value {
    json!({"postback": {"withdrawal_id": id, "status": status, "comment": "", "payment_system": "paytm",
        "amount": amount, "currency_code": "INR", "label": "55", "account_number": "9876543210", "account_name": "",
        "account_email": "", "payments_details": {"payments_provider": null}, "bank_details": {"bank_code": null}}})
}

/// A withdrawal whose answer was lost: its id.
fn lost(place: &Place) -> String {
    let ended = place.run_with(CREATE, "9876543210\n").with(4);
    ended.json()["withdrawal_id"].as_str().unwrap().to_owned()
}

fn journalled(place: &Place, id: &str) -> Value {
    place.run(&format!("journal show {id} -o json")).with(0).json()
}

#[rstest]
#[case(json!(1), true, "it happened")]
#[case(json!(5), false, "it did not happen")]
fn a_final_status_settles_it_and_says_so(#[case] status: Value, #[case] happened: bool, #[case] words: &str) {
    let stub = losing(move |id| postback(id, &status, 500));
    let place = shop(&stub.url);
    let id = lost(&place);
    assert_eq!(journalled(&place, &id)["state"], "unconfirmed");
    let told = place.run(&format!("paykassma withdrawal status {id}")).with(0).says("was unconfirmed").says(words);
    assert!(told.out.contains(&id) && !told.out.contains("9876543210"), "{told:?}");
    let kept = journalled(&place, &id);
    assert_eq!(
        (&kept["state"], &kept["happened"], &kept["how"]),
        (&json!("settled"), &json!(happened), &json!("inquiry"))
    );
    // Once more there is nothing to settle.
    let again = place.run(&format!("paykassma withdrawal status {id}")).with(0);
    assert!(!again.said.contains("settled"), "{again:?}");
    assert_eq!(journalled(&place, &id), kept);
    place.run("journal verify").with(0);
}

#[rstest]
#[case(json!(0))]
#[case(json!(2))]
#[case(json!(15))]
#[case(json!("PROCESSED"))]
#[case(json!(-1))]
fn a_status_that_is_not_final_settles_nothing(#[case] status: Value) {
    let number = status.clone();
    let stub = losing(move |id| postback(id, &number, 500));
    let place = shop(&stub.url);
    let id = lost(&place);
    let told = place.run(&format!("paykassma withdrawal status {id}")).with(0).says("0 of 1 final");
    assert!(told.out.contains("pending") && told.out.contains(status.to_string().trim_matches('"')), "{told:?}");
    assert_eq!(journalled(&place, &id)["state"], "unconfirmed");
    let json = place.run(&format!("paykassma withdrawal status {id} -o json")).with(0).json();
    assert_eq!((&json[0]["final"], &json[0]["postback"]["status"]), (&json!(false), &status));
}

#[test]
fn finding_nothing_settles_nothing() {
    let stub = losing(|_| json!({"message": "Postback not found"}));
    let place = shop(&stub.url);
    let id = lost(&place);
    let told = place.run(&format!("paykassma withdrawal status {id} -o json")).with(0);
    assert_eq!((&told.json()[0]["final"], &told.json()[0]["message"]), (&json!(false), &json!("Postback not found")));
    assert_eq!(journalled(&place, &id)["state"], "unconfirmed");
    // It is never sent again by itself.
    assert_eq!(stub.asked().iter().filter(|(path, _)| path == "/v2/withdrawal/create").count(), 1);
}

#[test]
fn another_amount_under_its_id_settles_nothing() {
    let stub = losing(|id| postback(id, &json!(1), 5000));
    let place = shop(&stub.url);
    let id = lost(&place);
    place
        .run(&format!("paykassma withdrawal status {id}"))
        .with(1)
        .says("Nothing is written down")
        .says("INR 5,000.00");
    assert_eq!(journalled(&place, &id)["state"], "unconfirmed");
}

#[test]
fn another_connection_s_withdrawal_is_not_settled() {
    let stub = losing(|id| postback(id, &json!(1), 500));
    let place = shop(&stub.url);
    let id = lost(&place);
    let config = std::fs::read_to_string(place.config()).unwrap().replace("\"shop\"", "\"stall\"");
    std::fs::write(place.config(), config).unwrap();
    place.run(&format!("paykassma withdrawal status {id}")).with(0);
    assert_eq!(journalled(&place, &id)["state"], "unconfirmed");
}

#[test]
fn what_was_settled_by_hand_is_reported_as_the_provider_tells_it() {
    let stub = losing(|id| postback(id, &json!(1), 500));
    let place = shop(&stub.url);
    let id = lost(&place);
    place.run(&format!("journal settle {id} --did-not --reason statement --yes")).with(0);
    place.run(&format!("paykassma withdrawal status {id}")).with(0).says("has come to its end: paid");
    let kept = journalled(&place, &id);
    assert_eq!((&kept["state"], &kept["status"]), (&json!("paid"), &json!("1")));
    // What the operator said stays beside it.
    assert!(kept["timeline"].to_string().contains("statement"), "{kept}");
}

#[rstest]
#[case(json!(1), "paid")]
#[case(json!(5), "failed")]
fn the_end_of_what_was_taken_on_is_reported_once(#[case] status: Value, #[case] word: &str) {
    let stub = Stub::reacting(move |_, path, _| {
        let body = match path.split_once("withdrawal_id%5B%5D=") {
            None => json!({"status": "ok"}),
            Some((_, id)) => {
                let mut row = postback(id, &status, 500);
                row["withdrawal_id"] = id.into();
                json!({"status": "success", "message": "", "code": 20000, "data": {"withdrawals": [row]}})
            }
        };
        ("200 OK".to_owned(), body.to_string())
    });
    let place = shop(&stub.url);
    let id = place.run_with(CREATE, "9876543210\n").with(0).json()["withdrawal_id"].as_str().unwrap().to_owned();
    assert_eq!(journalled(&place, &id)["state"], "done");
    place.run("paykassma withdrawal status --pending").with(0).says("has come to its end");
    assert_eq!(journalled(&place, &id)["state"], word);
    let again = place.run(&format!("paykassma withdrawal status {id}")).with(0);
    assert!(!again.said.contains("end"), "{again:?}");
    place.run("paykassma withdrawal status --pending").with(0).says("whose end is not known");
    place.run("journal verify").with(0);
}

#[test]
fn all_that_is_unconfirmed_is_asked_for_by_the_journal() {
    let stub = losing(|id| postback(id, &json!(5), 500));
    let place = shop(&stub.url);
    let none = place.run("paykassma withdrawal status --pending -o json").with(0).says("whose end is not known");
    assert_eq!(none.json(), json!([]));
    assert!(stub.asked().is_empty());
    let id = lost(&place);
    let told = place.run("paykassma withdrawal status --pending -o csv").with(0).says("was unconfirmed");
    assert!(told.out.lines().nth(1).unwrap().starts_with(&format!("{id},true,,5,")), "{told:?}");
    assert_eq!(journalled(&place, &id)["state"], "settled");
}

#[test]
fn a_status_is_told_where_the_journal_cannot_be_used() {
    let stub = losing(|id| postback(id, &json!(1), 500));
    let place = shop(&stub.url);
    std::fs::create_dir_all(place.path("data/paytop/paytop.db")).unwrap();
    let told = place.run("paykassma withdrawal status 7").with(3).says("the journal");
    assert!(told.out.contains("paid out"), "{told:?}");
}

#[test]
fn in_the_sandbox_a_lost_answer_is_looked_up_until_it_is_final() {
    // Half of all answers are lost after the sandbox acted.
    let sandbox = Served::start("--speed 600 --drop-rate 0.5 --seed 3");
    let place = play(&sandbox);
    let amount = std::cell::Cell::new(490);
    let lost = until(
        || {
            amount.set(amount.get() + 10);
            place.run_with(&CREATE.replace("500", &amount.get().to_string()), "9876543210\n")
        },
        |ended| ended.status == 4,
    );
    let id = lost.json()["withdrawal_id"].as_str().unwrap().to_owned();
    let status = format!("paykassma withdrawal status {id}");
    until(|| place.run(&status), |ended| ended.status == 0 && ended.said.contains("was unconfirmed"));
    let kept = journalled(&place, &id);
    assert_eq!((&kept["state"], &kept["how"]), (&json!("settled"), &json!("inquiry")));
}
