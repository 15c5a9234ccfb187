//! What goes wrong on demand, as a layer around the providers' operations.
//!
//! Its chance is a seeded generator of its own: faults never change what happens in the world.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use fastrand::Rng;

use super::{Faults, Rate};

/// Keeps the faults' chance apart from the world's, which is made of the same seed.
const STREAM: u64 = 0xfa17_0bad_c0de_d1ce;

/// Rolls the dice for each request.
#[derive(Clone)]
pub struct Dice {
    faults: Faults,
    rng: Arc<Mutex<Rng>>,
}

/// What is in store for one request.
struct Roll {
    error: Option<StatusCode>,
    cut: bool,
    garbage: Option<Garbage>,
}

/// A body that is no answer.
enum Garbage {
    /// The answer, broken off: where, as a part of 256.
    Torn(u8),
    /// A web page.
    Page,
    /// Words.
    Words,
}

/// Marks a response that must not be sent: the connection is cut in its place.
#[derive(Clone, Copy)]
pub struct Cut;

impl Dice {
    /// The dice for `faults`, seeded.
    pub fn new(faults: Faults, seed: u64) -> Self {
        Self { faults, rng: Arc::new(Mutex::new(Rng::with_seed(seed ^ STREAM))) }
    }

    /// Always rolls every die, so that the rate of one fault does not shift the chance of another.
    fn roll(&self) -> Roll {
        let mut rng = self.rng.lock().unwrap_or_else(PoisonError::into_inner);
        let mut hit = |rate: Rate| rng.f64() < rate.get();
        let [error, cut, garbage] =
            [self.faults.error_rate, self.faults.drop_rate, self.faults.garbage_rate].map(&mut hit);
        let status = match rng.u8(..3) {
            0 => StatusCode::INTERNAL_SERVER_ERROR,
            1 => StatusCode::BAD_GATEWAY,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        };
        let kind = match rng.u8(..3) {
            0 => Garbage::Torn(rng.u8(..)),
            1 => Garbage::Page,
            _ => Garbage::Words,
        };
        Roll { error: error.then_some(status), cut, garbage: garbage.then_some(kind) }
    }
}

/// The layer: waits, then either fails without acting, or acts and then spoils the answer, or lets it pass.
pub async fn inject(State(dice): State<Dice>, request: Request, next: Next) -> Response {
    let roll = dice.roll();
    if !dice.faults.latency.is_zero() {
        tokio::time::sleep(dice.faults.latency).await;
    }
    if let Some(status) = roll.error {
        return failure(status);
    }
    let mut response = next.run(request).await;
    if roll.cut {
        response.extensions_mut().insert(Cut);
        return response;
    }
    match roll.garbage {
        Some(garbage) if response.status() == StatusCode::OK => spoil(response, &garbage).await,
        _ => response,
    }
}

/// A 5xx as a proxy in front of a provider would send it.
fn failure(status: StatusCode) -> Response {
    let mut response = (status, format!("{status} (a fault of the sandbox: nothing was done)\n")).into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

async fn spoil(response: Response, garbage: &Garbage) -> Response {
    let (mut head, body) = response.into_parts();
    head.headers.remove(header::CONTENT_LENGTH);
    let (kind, body) = match garbage {
        Garbage::Torn(at) => {
            let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
            // At least the last byte goes, and without its closing brace no object is whole.
            let end = body.len() * usize::from(*at) / 256;
            ("application/json", Body::from(body.slice(..end)))
        }
        Garbage::Page => {
            ("text/html", Body::from("<!DOCTYPE html>\n<title>Sign in</title>\n<h1>Welcome to the Wi-Fi</h1>\n"))
        }
        Garbage::Words => ("text/plain", Body::from("upstream connect error or disconnect/reset before headers\n")),
    };
    head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    Response::from_parts(head, body)
}
