//! What stands between the program and the provider: it lets everything pass but the orders it was told to hold.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{Request, Response, StatusCode};
use tokio::sync::mpsc;

/// Where the one order goes (withdraw-tool API, section 11).
const ORDER: &str = "/api/withdraw_order/create";

/// Where a withdrawal goes (Paykassma API, "Withdrawal of funds").
const WITHDRAWAL: &str = "/v2/withdrawal/create";

/// What happens to an order on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hold {
    /// It passes, and its answer too.
    #[default]
    Nothing,
    /// It never arrives.
    Request,
    /// It arrives once whoever sent it is dead.
    UntilDead,
    /// It arrives, and its answer never does.
    Answer,
}

/// What stands between.
#[derive(Clone)]
pub struct Between {
    provider: SocketAddr,
    hold: Arc<Mutex<Hold>>,
    /// How often each withdrawal was asked for, by its id.
    asked: Arc<Mutex<BTreeMap<String, usize>>>,
    /// Hears of every order that is held, once it is.
    held: mpsc::UnboundedSender<Held>,
}

/// An order that is held.
#[derive(Debug)]
pub struct Held {
    late: Option<(Parts, Bytes)>,
    provider: SocketAddr,
}

impl Held {
    /// Whoever sent it is dead: lets it arrive, where that was to be.
    pub async fn release(self) {
        if let Some((head, body)) = self.late {
            forward(self.provider, &head, body).await;
        }
    }
}

impl Between {
    /// Stands before the provider at this address; answers where it listens itself, and what it holds.
    pub async fn start(provider: SocketAddr) -> (Self, SocketAddr, mpsc::UnboundedReceiver<Held>) {
        let (held, holds) = mpsc::unbounded_channel();
        let between = Self { provider, hold: Arc::default(), asked: Arc::default(), held };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().fallback(pass).with_state(between.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        (between, address, holds)
    }

    /// How often each withdrawal was asked for, by its id.
    pub fn asked(&self) -> BTreeMap<String, usize> {
        self.asked.lock().unwrap().clone()
    }

    /// From now on.
    pub fn hold(&self, hold: Hold) {
        *self.hold.lock().unwrap() = hold;
    }
}

async fn pass(State(between): State<Between>, request: Request<Body>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    if head.uri.path() == WITHDRAWAL {
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        *between.asked.lock().unwrap().entry(body["withdrawal_id"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    let hold =
        if [ORDER, WITHDRAWAL].contains(&head.uri.path()) { *between.hold.lock().unwrap() } else { Hold::Nothing };
    let provider = between.provider;
    let answer = match hold {
        Hold::Nothing => return forward(provider, &head, body).await,
        Hold::Request => Held { late: None, provider },
        Hold::UntilDead => Held { late: Some((head, body)), provider },
        Hold::Answer => {
            forward(provider, &head, body).await;
            Held { late: None, provider }
        }
    };
    between.held.send(answer).unwrap();
    std::future::pending().await
}

async fn forward(provider: SocketAddr, head: &Parts, body: Bytes) -> Response<Body> {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("http://{provider}{}", head.uri);
    let asked = client.request(head.method.clone(), url).headers(head.headers.clone()).body(body).send().await;
    // A connection the provider cuts is cut here too: the nearest that is left to an answer nobody can read.
    let Ok(answer) = asked else {
        return Response::builder().status(StatusCode::BAD_GATEWAY).body(Body::empty()).unwrap();
    };
    let mut passed = Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        if name != "transfer-encoding" {
            passed = passed.header(name, value);
        }
    }
    passed.body(Body::from(answer.bytes().await.unwrap_or_default())).unwrap()
}
