//! The exit statuses, each produced for real.

use rstest::rstest;

use crate::place::{Place, Served};
use crate::stub::Stub;

#[test]
fn zero_is_done_and_one_is_refused() {
    let stub = Stub::start();
    let place = Place::connected(&stub.url);
    place.run("tool enable u1 --yes").with(0);
    place.run("tool enable u2 --yes").with(1).says("8001");
    place.run_with("tool otp confirm u1 --session s --yes", "000000\n").with(1).says("wrong otp");
}

#[rstest]
#[case("tool enable")]
#[case("tool nonsense")]
#[case("tool order create c1 --amount 0 --yes")]
#[case("tool accounts --connection india-b")]
#[case("tool accounts --watch -o csv")]
#[case("--nonsense")]
fn two_is_usage(#[case] line: &str) {
    let stub = Stub::start();
    Place::connected(&stub.url).run(line).with(2);
    assert!(stub.asked().is_empty(), "{:?}", stub.asked());
}

#[test]
fn three_is_a_provider_that_cannot_be_reached_or_understood() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let place = Place::connected(&format!("http://{free}"));
    place.run("tool accounts").with(3).says("connection refused");
    // It never left, so nothing was done.
    place.run("tool enable u1 --yes").with(3).says("not sent");
    for body in ["<html><body>Sign in</body></html>", "{\"success\": tr", "[]", "{\"success\": true, \"errCode\": 7}"] {
        let stub = Stub::saying("200 OK", body);
        Place::connected(&stub.url).run("tool accounts").with(3);
    }
    let stub = Stub::saying("302 Found", "");
    Place::connected(&stub.url).run("tool accounts").with(3).says("redirect");
}

#[test]
fn four_is_an_outcome_nobody_knows() {
    let sandbox = Served::start("--drop-rate 1");
    let place = Place::connected(&sandbox.url);
    // The connection is cut after the sandbox acted.
    place.run("tool enable a9 --yes").with(4).says("outcome unknown").says("not sent again");
    place.run("tool accounts").with(3);
    for status in ["500 Internal Server Error", "503 Service Unavailable", "302 Found", "409 Conflict"] {
        let stub = Stub::saying(status, "");
        Place::connected(&stub.url).run("tool deauthorize u1 --yes").with(4);
        assert_eq!(stub.asked().len(), 1, "{status}: it is sent once");
    }
    let stub = Stub::saying("200 OK", "{\"success\": true, \"errCode\": 7, \"errMsg\": \"\"}");
    Place::connected(&stub.url).run("tool deauthorize u1 --yes").with(4);
}

#[rstest]
#[case("401 Unauthorized", "headers")]
#[case("404 Not Found", "paths")]
#[case("429 Too Many Requests", "Wait")]
fn refusals_of_the_http_layer_are_refusals(#[case] status: &str, #[case] advice: &str) {
    let stub = Stub::saying(status, "");
    let place = Place::connected(&stub.url);
    place.run("tool accounts").with(1).says(advice);
    place.run("tool enable u1 --yes").with(1).says(advice);
}

#[test]
fn a_flood_of_orders_with_lost_answers_is_sent_once_each() {
    let sandbox = Served::start("--drop-rate 0.5 --seed 3");
    let place = Place::connected(&sandbox.url);
    let mut sent = 0;
    for amount in 101..=115 {
        // 3: the question before it was lost, and no order was sent.
        match place.run(&format!("tool order create a2 --amount {amount} --yes")).status {
            0 | 4 => sent += 1,
            3 => {}
            status => panic!("status {status}"),
        }
    }
    let orders = sandbox.own("/sandbox/orders");
    assert_eq!(orders["orders"].as_array().unwrap().len(), sent, "{orders}");
}
