//! The whole round trip: the sandbox takes a withdrawal on, pays it, and says so to the receiver until that has heard.

use std::time::Duration;

use paytop::domain::{ConnectionId, PostbackKind};
use paytop::providers::hook::Keys;
use paytop::providers::paykassma::sandbox::HALF;
use paytop::providers::{Plain, provider};
use paytop::receiver::Signer;
use paytop::sandbox::{Options, Sandbox};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::kit::{House, post, settings};

fn setting(name: &str) -> &'static str {
    HALF.settings.iter().find(|(own, _)| *own == name).map(|(_, value)| *value).unwrap()
}

fn signer() -> Signer {
    let names = ["private_key", "postback_access_key", "postback_private_key"];
    Signer {
        connection: ConnectionId::new("sandbox"),
        provider: provider("paykassma").unwrap(),
        keys: Keys {
            secrets: names.into_iter().map(|name| (name, setting(name).into())).collect(),
            plain: Plain::default(),
        },
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_to_its_end_in_the_sandbox_is_received() {
    // Before the receiver is there nobody answers, and it is sent again.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = taken.local_addr().unwrap();
    let options = Options { speed: "600".parse().unwrap(), ..Options::default() };
    let sandbox = Sandbox::bind(([127, 0, 0, 1], 0).into(), options).unwrap();
    let sandbox = sandbox.with_postbacks(Some(format!("http://{at}").parse().unwrap()));
    let address = sandbox.address();
    let stop = CancellationToken::new();
    let _stops = stop.clone().drop_guard();
    tokio::spawn(sandbox.serve(stop));
    let secret = setting("secret");
    let activation = json!({
        "currency_code": "INR", "wallet_type": "paytm", "label": "55", "key1": "123-ABC-456-DEF",
        "custom_transaction_id": "123465477897", "amount": 5000,
    });
    let path = format!("/api/v1/transaction/activate?secret={secret}");
    assert_eq!(post(address, &path, activation.to_string()).await.0, 200);
    let mut withdrawal = json!({
        "withdrawal_id": "w-1", "payment_system": "paytm", "amount": 100, "currency_code": "INR", "label": "55",
        "is_test": true, "account_number": "9876543210",
    });
    let signature = paytop::providers::paykassma::sign::Withdrawal::read(withdrawal.to_string().as_bytes())
        .unwrap()
        .sign(&setting("private_key").into());
    withdrawal["signature"] = signature.to_string().into();
    assert_eq!(post(address, "/v2/withdrawal/create", withdrawal.to_string()).await.0, 200);
    drop(taken);
    let house = House::with(paytop::receiver::Settings { listen: at, ..settings() }, &[signer()]);
    let both = async {
        loop {
            let received = house.received().await.received;
            if received.len() == 2 {
                return received;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let received = tokio::time::timeout(Duration::from_mins(1), both).await.expect("both are sent");
    assert!(received.iter().all(paytop::domain::ReceivedPostback::is_verified));
    let kinds: std::collections::BTreeSet<PostbackKind> = received.iter().map(|received| received.kind).collect();
    assert_eq!(kinds.len(), 2);
    let ids: Vec<&str> =
        received.iter().filter_map(|one| one.subject.as_ref()).map(paytop::domain::Text::as_str).collect();
    assert!(ids.contains(&"w-1") && ids.contains(&"123-ABC-456-DEF"), "{ids:?}");
}
