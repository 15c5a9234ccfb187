//! The wizards against the real sandbox. The test is the account holder: it looks at the handset over HTTP, and types
//! or sends what is there.

use paytop::sandbox::Options;
use serde_json::json;

use crate::house::House;
use crate::runner::Stage;

#[tokio::test]
async fn an_otp_is_sent_a_wrong_code_refused_and_the_right_one_taken() {
    let house = House::open(Options::default());
    Stage::new([house.link()])
        .play(async |runner| {
            runner.until("the rows", |frame| frame.rows == 24).await;
            // a3 lacks the OTP authorisation.
            runner.select("a3").await;
            runner.row(&["▌", "a3", "OTP✗"]).await;
            runner.press("o");
            runner.wait("Authorise by OTP").await;
            runner.press("enter");
            runner.wait("code").await;
            runner.wait("another in").await;
            let code = house.code("a3").await;
            let wrong: String = code.chars().map(|digit| if digit == '0' { '1' } else { '0' }).collect();
            runner.type_in(&wrong);
            runner.press("enter");
            let frame = runner.wait("2 attempts left").await;
            assert!(!frame.text.contains(&wrong) && !frame.text.contains(&code), "codes are never shown");
            runner.press("ctrl-r");
            runner.wait("Not yet").await;
            runner.send(paytop::message::Message::Paste(code.clone()));
            runner.press("enter");
            runner.gone("Authorise by OTP").await;
            runner.row(&["▌", "a3", "OTP✓"]).await;
        })
        .await;
}

#[tokio::test]
async fn a_switch_refused_for_want_of_an_otp_is_finished_after_the_wizard() {
    let house = House::open(Options::default());
    Stage::new([house.link()])
        .play(async |runner| {
            runner.until("the rows", |frame| frame.rows == 24).await;
            runner.select("a3").await;
            runner.press("t");
            // 8001: the provider wants the OTP first.
            runner.wait("Authorise by OTP").await;
            runner.press("enter");
            runner.wait("another in").await;
            runner.type_in(&house.code("a3").await);
            runner.press("enter");
            runner.row(&["▌", "a3", "OTP✓", "● on"]).await;
        })
        .await;
}

#[tokio::test]
async fn an_sms_is_shown_copied_missed_sent_and_confirmed() {
    let house = House::open(Options::default());
    Stage::new([house.link()])
        .play(async |runner| {
            runner.until("the rows", |frame| frame.rows == 24).await;
            // a5 lacks the SMS authorisation.
            runner.select("a5").await;
            runner.row(&["▌", "a5", "SMS✗"]).await;
            runner.press("m");
            runner.wait("Authorise by SMS").await;
            runner.press("enter");
            runner.wait("Have the account holder send").await;
            let sms = house.message("a5").await;
            let (phone, text) = (sms["phone"].as_str().unwrap(), sms["text"].as_str().unwrap());
            runner.wait(phone).await;
            runner.wait(text).await;
            runner.press("ctrl-p");
            assert_eq!(runner.copied().await, phone);
            runner.press("ctrl-t");
            assert_eq!(runner.copied().await, text);
            runner.press("enter");
            runner.wait("SMS not received yet").await;
            let client = reqwest::Client::builder().no_proxy().build().unwrap();
            let sent = client.post(format!("http://{}/sandbox/handset/send", house.address));
            assert!(sent.json(&json!({"to": phone, "text": text})).send().await.unwrap().status().is_success());
            runner.press("enter");
            runner.gone("Authorise by SMS").await;
            runner.row(&["▌", "a5", "SMS✓"]).await;
        })
        .await;
}

#[tokio::test]
async fn the_handset_is_a_window_above_the_wizard_and_sends_the_sms() {
    let house = House::open(Options::default());
    Stage::new([house.link()])
        .play(async |runner| {
            runner.until("the rows", |frame| frame.rows == 24).await;
            runner.select("a5").await;
            runner.press("m");
            runner.wait("Authorise by SMS").await;
            runner.press("enter");
            runner.wait("Have the account holder send").await;
            runner.press("ctrl-o");
            runner.row(&["a5", "to send to"]).await;
            runner.press("enter");
            runner.row(&["a5", "sent to"]).await;
            runner.press("esc");
            runner.gone("Sandbox handset").await;
            runner.press("enter");
            runner.row(&["▌", "a5", "SMS✓"]).await;
            runner.press("H");
            runner.wait("Sandbox handset").await;
        })
        .await;
}
