//! `paytop check`: each connection, what is wrong with it, and what to do.

use serde_json::{Value, json};

use crate::place::{Place, Served};
use crate::stub::Stub;

fn connection(name: &str, base_url: &str, token: &str) -> String {
    format!(
        "[[connections]]\nname = \"{name}\"\nprovider = \"withdraw-tool\"\nenvironment = \"sandbox\"\n\
         base_url = \"{base_url}\"\nheaders = {{ Authorization = \"{token}\" }}\n"
    )
}

#[test]
fn each_connection_is_told_apart() {
    let sandbox = Served::start("");
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let page = Stub::saying("200 OK", "<html><title>Welcome to the Wi-Fi</title></html>");
    let config = [
        connection("good", &sandbox.url, "Bearer sandbox-operator-token"),
        connection("locked", &sandbox.url, "Bearer hunter22"),
        connection("gone", &format!("http://{free}"), "Bearer x"),
        connection("portal", &page.url, "Bearer x"),
    ];
    let place = Place::with_config(&config.concat());
    let ended = place.run("check -o json").with(3);
    let rows = ended.json();
    let row = |name: &str| rows.as_array().unwrap().iter().find(|row| row["connection"] == name).unwrap().clone();
    let found = |name: &str| (row(name)["reachable"].clone(), row(name)["authorised"].clone());
    assert_eq!(found("good"), (json!(true), json!(true)));
    assert!(row("good")["latencyMs"].is_number() && row("good")["clockSkewSeconds"].is_number(), "{rows}");
    assert_eq!(row("good")["advice"], "fine");
    assert_eq!(found("locked"), (json!(true), json!(false)));
    assert!(row("locked")["advice"].as_str().unwrap().contains("headers"));
    assert_eq!(found("gone"), (json!(false), Value::Null));
    assert!(row("gone")["advice"].as_str().unwrap().contains("base_url"));
    assert_eq!(found("portal").0, json!(true));
    assert!(row("portal")["advice"].as_str().unwrap().contains("captive portal"));
    assert!(!ended.out.contains("hunter22"));
    let table = place.run("check --connection good").with(0);
    assert!(table.out.contains("good") && !table.out.contains("locked"), "{}", table.out);
    place.run("check --connection locked").with(1);
}
