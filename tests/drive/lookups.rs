//! The Postbacks and the Deposits pane against the real sandbox: what a user pays is activated, found again, and
//! written to a file; and what its faults look like.

use std::net::SocketAddr;

use paytop::domain::{Ability, ConnectionInfo, IntentState, mask_digits};
use paytop::message::Message;
use paytop::providers::http::{self, ChangePermit};
use paytop::providers::paykassma::{self, Settings, sandbox::HALF};
use paytop::runtime::Link;
use paytop::sandbox::{Faults, Options, Rate};

use crate::house::{House, LIVELY};
use crate::played::info;
use crate::runner::{Runner, Stage};

fn setting(name: &str) -> &'static str {
    HALF.settings.iter().find(|(found, _)| *found == name).map(|(_, value)| *value).unwrap()
}

/// A connection to the sandbox's half, with this name and secret.
fn shop(name: &str, address: SocketAddr, secret: &'static str) -> Link {
    let abilities = &[Ability::Postbacks, Ability::Deposits];
    let info = ConnectionInfo { provider: "paykassma", feeds: Vec::new(), abilities, ..info(name, LIVELY) };
    Link::new(info, move || {
        let settings = Settings {
            http: http::Settings::new(&format!("http://{address}")),
            secret: secret.into(),
            private_key: Some(setting("private_key").into()),
            zone: Settings::usual_zone(),
        };
        paykassma::open(settings, ChangePermit::unless(false))
    })
}

fn house(faults: Faults) -> (House, Link) {
    let house = House::open(Options { faults, ..Options::default() });
    let link = shop("shop", house.address, setting("secret"));
    (house, link)
}

/// Goes to the pane by the number that its tab bears.
async fn go_to(runner: &mut Runner, pane: &str) {
    let frame = runner.wait(pane).await;
    let header = frame.text.lines().next().unwrap().to_owned();
    let before: Vec<&str> = header.split(pane).next().unwrap().split_whitespace().collect();
    runner.press(before.last().unwrap());
    let heading = if pane == "Postbacks" { "looked up" } else { "at shop" };
    runner.wait(heading).await;
}

/// Asks what the user 55 can pay with in rupees.
async fn ask_systems(runner: &mut Runner) {
    go_to(runner, "Deposits").await;
    runner.press("u");
    runner.wait("Who pays").await;
    runner.type_in("55");
    runner.press("enter");
    runner.type_in("INR");
    runner.press("enter");
    runner.wait("in INR").await;
}

/// Activates a payment by PhonePe, which is selected.
async fn activate(runner: &mut Runner, number: &str, amount: &str) {
    runner.press("a");
    runner.wait("Activate a payment by PhonePe").await;
    runner.type_in(number);
    runner.press("enter");
    runner.type_in(amount);
    runner.press("enter");
    runner.accept(&format!("Activate {}?", mask_digits(number)), "activate").await;
}

#[tokio::test]
async fn what_a_user_paid_is_activated_found_by_any_id_and_written_to_a_file() {
    let (_house, link) = house(Faults::default());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    Stage::new([link])
        .size(160, 45)
        .play(async |runner| {
            ask_systems(runner).await;
            runner.wait("guide-image/paytm.mp4").await;
            runner.press("j");
            runner.row(&["▌", "PhonePe"]).await;
            // Too little is kept until there is enough.
            activate(runner, "770425808190", "340").await;
            runner.wait("accepted it").await;
            runner.press("enter s");
            runner.wait("INR 340.00 of INR 500.00 collected, INR 160.00 missing").await;
            runner.wait("68 %").await;
            // A number that begins with 000 is suspicious at the sandbox.
            activate(runner, "000123456", "100").await;
            runner.wait("Not done yet, and no failure").await;
            runner.press("enter");
            activate(runner, "770425808191", "160").await;
            let accepted = runner.wait("accepted it").await;
            let custom = accepted.intents[0].id.to_string();
            runner.wait(&format!("custom id: {custom}")).await;
            runner.press("enter");
            // What the provider refuses is told at its field.
            runner.press("a");
            runner.wait("payment number").await;
            runner.type_in("12345");
            runner.press("enter");
            runner.type_in("5");
            runner.press("enter");
            runner.accept("Activate 12345?", "activate").await;
            runner.wait("Transaction field has wrong length").await;
            runner.press("esc");
            runner.gone("payment number").await;

            go_to(runner, "Postbacks").await;
            runner.press("l");
            runner.send(Message::Paste("770425808190\n".into()));
            runner.press("enter");
            runner.row(&["▌", "770425808190", "deposit", "✓ credited", "INR 500.00"]).await;
            runner.wait("folded").await;
            runner.press("l");
            runner.send(Message::Paste(format!("{custom}\nnobody-knows\n")));
            runner.press("enter");
            runner.row(&[&custom, "✓ credited"]).await;
            runner.row(&["nobody-knows", "! not found yet"]).await;
            for (name, said) in [("rows.csv", "rows.csv"), ("rows.json", "rows.json"), ("rows.csv", "left as it is")] {
                runner.press("x");
                runner.wait("Write 3 rows").await;
                runner.press("ctrl-u");
                runner.type_in(folder.path().join(name).to_str().unwrap());
                runner.press("enter");
                runner
                    .row(&[if said.contains("rows") { "Wrote 3 look-ups to" } else { "Nothing was written" }, said])
                    .await;
            }
        })
        .await;
    let written = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    // Titles, the two payments by either id, and what was not found.
    assert_eq!(lines.len(), 1 + 2 + 2 + 1, "{written}");
    assert!(lines[0].starts_with("at,connection,id,kind,outcome"), "{written}");
    assert!(written.contains("340") && written.contains("160") && written.contains("not found yet"), "{written}");
    let json = std::fs::read_to_string(folder.path().join("rows.json")).unwrap();
    let read: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(read.as_array().unwrap().len(), 3, "{json}");
}

#[tokio::test]
async fn an_answer_that_is_cut_off_leaves_a_look_up_unknown() {
    let (house, link) = house(Faults::default());
    let always = Faults { drop_rate: Rate::ALWAYS, ..Faults::default() };
    let cutting = House::open(Options { faults: always, ..Options::default() });
    let torn = shop("torn", cutting.address, setting("secret"));
    Stage::new([link, torn])
        .size(160, 45)
        .play(async |runner| {
            ask_systems(runner).await;
            runner.wait("PhonePe").await;
            // The other connection is asked for the same user, and says nothing.
            runner.press("c");
            runner.wait("at torn").await;
            runner.wait("The payment systems are not known").await;
            runner.press("c");
            runner.wait("guide-image/paytm.mp4").await;
            go_to(runner, "Postbacks").await;
            runner.press("c");
            runner.wait("at torn").await;
            runner.press("l");
            runner.type_in("w1");
            runner.press("enter");
            runner.row(&["▌", "w1", "not known"]).await;
            runner.wait("not known: connection lost").await;
            runner.wait("Check the network if it stays.").await;
        })
        .await;
    drop(house);
}

#[tokio::test]
async fn an_activation_whose_answer_is_lost_is_never_called_failed() {
    // The systems are asked for while all is well; then the sandbox is gone.
    let (house, link) = house(Faults::default());
    let address = house.address;
    let mut house = Some(house);
    Stage::new([link])
        .size(160, 45)
        .play(async |runner| {
            ask_systems(runner).await;
            runner.wait("guide-image/paytm.mp4").await;
            runner.press("j");
            runner.row(&["▌", "PhonePe"]).await;
            house.take().unwrap().close().await;
            let always = Faults { drop_rate: Rate::ALWAYS, ..Faults::default() };
            let _cutting = House::open_at(address, Options { faults: always, ..Options::default() });
            activate(runner, "770425808190", "340").await;
            let frame = runner.wait("UNCONFIRMED").await;
            runner.wait("Look it up in Postbacks by its custom id").await;
            assert!(matches!(frame.intents[0].state(), IntentState::Unconfirmed(_)), "{:?}", frame.intents[0]);
            runner.press("enter");
            runner.wait("1 unconfirmed").await;
        })
        .await;
}

#[tokio::test]
async fn a_wrong_secret_is_told_as_such_and_never_shown() {
    let house = House::open(Options::default());
    Stage::new([shop("shop", house.address, "a-secret-that-opens-nothing")])
        .play(async |runner| {
            go_to(runner, "Postbacks").await;
            runner.press("l");
            runner.type_in("w1");
            runner.press("enter");
            runner.wait("not let in (HTTP 404)").await;
            let frame = runner.wait("Check the connection's secret").await;
            assert!(!frame.text.contains("a-secret-that-opens-nothing"), "{}", frame.text);
        })
        .await;
}
