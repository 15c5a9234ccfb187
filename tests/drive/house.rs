//! The real sandbox, served in the test's own runtime and spoken to over real HTTP.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use paytop::domain::{FeedKind, Polling};
use paytop::providers::http::{self, ChangePermit};
use paytop::providers::paykassma::{self, sandbox::HALF};
use paytop::providers::withdraw_tool::{self, Paths};
use paytop::runtime::{Clock, Link};
use paytop::sandbox::{Options, Sandbox};
use serde_json::Value;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::played::{PlayedClock, info};

/// Intervals for tests against the real sandbox, which is on this machine.
pub const LIVELY: Polling = Polling { active: Duration::from_millis(150), idle: Duration::from_secs(5) };

/// A sandbox that serves until this is dropped.
pub struct House {
    pub address: SocketAddr,
    serving: JoinHandle<std::io::Result<()>>,
    stop: DropGuard,
}

impl House {
    /// Opens at a free port.
    pub fn open(options: Options) -> Self {
        Self::open_at(([127, 0, 0, 1], 0).into(), options)
    }

    /// Opens at this address.
    pub fn open_at(address: SocketAddr, options: Options) -> Self {
        let clock = PlayedClock::default();
        let sandbox = Sandbox::bind(address, options).unwrap().with_clock(Arc::new(move || clock.now()));
        let address = sandbox.address();
        let stop = CancellationToken::new();
        let serving = tokio::spawn(sandbox.serve(stop.clone()));
        Self { address, serving, stop: stop.drop_guard() }
    }

    /// Closes for good: nothing listens there afterwards.
    pub async fn close(self) {
        drop(self.stop);
        self.serving.await.unwrap().unwrap();
    }

    /// A connection that is let in.
    pub fn link(&self) -> Link {
        link(self.address, "Bearer sandbox-operator-token")
    }

    /// A connection to the sandbox's merchant, with these intervals.
    pub fn paykassma(&self, polling: Polling) -> Link {
        let feeds = vec![FeedKind::Balances, FeedKind::Payouts];
        let info = paytop::domain::ConnectionInfo { provider: "paykassma", feeds, ..info("paykassma", polling) };
        let address = self.address;
        let setting =
            |name: &str| HALF.settings.iter().find(|(found, _)| *found == name).map(|(_, value)| *value).unwrap();
        let (secret, private_key) = (setting("secret"), setting("private_key"));
        Link::new(info, move || {
            let settings = paykassma::Settings {
                http: http::Settings::new(&format!("http://{address}")),
                secret: secret.into(),
                private_key: Some(private_key.into()),
                zone: paykassma::Settings::usual_zone(),
            };
            paykassma::open(settings, ChangePermit::unless(false))
        })
    }

    /// One of the sandbox's own endpoints.
    pub async fn own(&self, path: &str) -> Value {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let answer = client.get(format!("http://{}{path}", self.address)).send().await.unwrap();
        serde_json::from_str(&answer.text().await.unwrap()).unwrap()
    }

    /// The newest message on the holder's handset that is for this account, once it is there.
    pub async fn message(&self, account: &str) -> Value {
        let look = async {
            loop {
                let handset = self.own("/sandbox/handset").await;
                let messages = handset["messages"].as_array().unwrap();
                if let Some(message) = messages.iter().find(|message| message["payAccountId"] == account) {
                    return message.clone();
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), look).await.expect("no message arrived at the handset")
    }

    /// The code that the holder of the account was sent, as they would read it out.
    pub async fn code(&self, account: &str) -> String {
        let message = self.message(account).await;
        let text = message["text"].as_str().unwrap();
        let digits: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 6).collect();
        let [code] = digits.as_slice() else { panic!("no code of six digits in {text:?}") };
        (*code).to_owned()
    }
}

/// A connection to whatever is at `address`.
pub fn link(address: SocketAddr, authorization: &str) -> Link {
    let feeds = vec![FeedKind::Accounts, FeedKind::Tools, FeedKind::Handset];
    let info = paytop::domain::ConnectionInfo { feeds, ..info("sandbox", LIVELY) };
    let headers = vec![("Authorization".to_owned(), authorization.into())];
    Link::new(info, move || {
        let http = http::Settings { headers: headers.clone(), ..http::Settings::new(&format!("http://{address}")) };
        let settings = withdraw_tool::Settings { http, paths: Paths::default(), handset: true };
        withdraw_tool::open(settings, ChangePermit::unless(false))
    })
}
