//! Sends the postbacks of a sandbox to a receiver, as providers do: by themselves, and again until they hear that all is
//! well.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::str::FromStr;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, Uri, header};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use super::{HALVES, Shared};

/// How often is looked whether something has come to its end.
const LOOK: Duration = Duration::from_millis(250);

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long is waited before one is sent for the second time; each time after that twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// The longest such time.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How many wait at most; the oldest are given up for newer ones.
const MOST: usize = 1_000;

/// The most bytes of an answer that are read.
const ANSWER: usize = 4096;

/// A postback on its way.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The end of its path: it goes to `/provider/hook`.
    pub hook: &'static str,
    /// Where else it goes: the whole address that whoever is to hear of it named.
    pub to: Option<String>,
    /// Its body, signed.
    pub body: String,
    /// How it goes out.
    pub manner: Manner,
}

/// How postbacks go out: as each provider does it.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// What the body is called.
    pub content_type: &'static str,
    /// Whether an answer's body says that it was taken.
    pub is_heard: fn(&[u8]) -> bool,
    /// How often it is tried before it is given up; `None` for ever.
    pub tries: Option<u32>,
}

/// Where a sandbox sends postbacks to: the beginning of an address, such as `http://127.0.0.1:8787`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostbackAddress {
    host: String,
    before: String,
}

/// Why a text is no such address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected the address of a receiver without its path, such as http://127.0.0.1:8787; plain HTTP alone is spoken"
)]
pub struct NoPostbackAddress;

impl FromStr for PostbackAddress {
    type Err = NoPostbackAddress;

    fn from_str(text: &str) -> Result<Self, NoPostbackAddress> {
        let uri: Uri = text.parse().map_err(|_| NoPostbackAddress)?;
        let host = uri.authority().filter(|_| uri.scheme_str() == Some("http")).ok_or(NoPostbackAddress)?;
        if host.as_str().contains('@') || uri.query().is_some() {
            return Err(NoPostbackAddress);
        }
        let port = host.port_u16().unwrap_or(80);
        Ok(Self { host: format!("{}:{port}", host.host()), before: uri.path().trim_end_matches('/').to_owned() })
    }
}

impl fmt::Display for PostbackAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}{}", self.host, self.before)
    }
}

/// One that waits to be sent.
struct Waiting {
    host: String,
    path: String,
    body: String,
    manner: Manner,
    tried: u32,
    pause: Duration,
    not_before: Instant,
}

/// Sends whatever has come to its end, until `shutdown`: to `to`, where that is given, and wherever a request named. As
/// long as there is nowhere to send anything it costs nothing.
pub(super) async fn deliver(shared: Shared, to: Option<PostbackAddress>, shutdown: CancellationToken) {
    let mut waiting: VecDeque<Waiting> = VecDeque::new();
    if to.is_none() {
        tokio::select! {
            () = shared.letters_wanted() => {}
            () = shutdown.cancelled() => return,
        }
    }
    loop {
        for half in HALVES {
            let Some(letters) = half.letters else { continue };
            for Letter { hook, to: named, body, manner } in shared.act(letters) {
                let own = named.map(|named| named.parse::<PostbackAddress>().map(|own| (own.host, own.before)));
                let at = match (own, &to) {
                    (Some(own), _) => own.ok(),
                    (None, Some(to)) => Some((to.host.clone(), format!("{}/{}/{hook}", to.before, half.provider))),
                    (None, None) => None,
                };
                let Some((host, path)) = at else { continue };
                if waiting.len() == MOST {
                    waiting.pop_front();
                }
                let not_before = Instant::now();
                waiting.push_back(Waiting { host, path, body, manner, tried: 0, pause: FIRST_PAUSE, not_before });
            }
        }
        for _ in 0..waiting.len() {
            let Some(mut next) = waiting.pop_front() else { break };
            if next.not_before <= Instant::now() {
                let sent = tokio::select! {
                    sent = timeout(PATIENCE, send(&next)) => sent,
                    () = shutdown.cancelled() => return,
                };
                next.tried += 1;
                if matches!(sent, Ok(Ok(true))) || next.manner.tries.is_some_and(|most| next.tried >= most) {
                    continue;
                }
                next.not_before = Instant::now() + next.pause;
                next.pause = (next.pause * 2).min(LONGEST_PAUSE);
            }
            waiting.push_back(next);
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = shutdown.cancelled() => return,
        }
    }
}

/// Sends one, and says whether its receiver answered that all is well.
async fn send(Waiting { host, path, body, manner, .. }: &Waiting) -> io::Result<bool> {
    let stream = TokioIo::new(TcpStream::connect(host).await?);
    let (mut sender, connection) = http1::handshake::<_, Body>(stream).await.map_err(io::Error::other)?;
    let connection = tokio::spawn(connection);
    let request = Request::post(if path.is_empty() { "/" } else { path })
        .header(header::HOST, host)
        .header(header::CONTENT_TYPE, manner.content_type)
        .body(Body::from(body.clone()))
        .map_err(io::Error::other)?;
    let answer = sender.send_request(request).await.map_err(io::Error::other);
    let well = match answer {
        Ok(answer) if answer.status() == StatusCode::OK => {
            let told = axum::body::to_bytes(Body::new(answer.into_body()), ANSWER).await;
            Ok(told.is_ok_and(|told| (manner.is_heard)(&told)))
        }
        Ok(_) => Ok(false),
        Err(error) => Err(error),
    };
    connection.abort();
    well
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("http://127.0.0.1:8787", Some("http://127.0.0.1:8787"))]
    #[case("http://127.0.0.1:8787/", Some("http://127.0.0.1:8787"))]
    #[case("http://localhost/paytop/", Some("http://localhost:80/paytop"))]
    #[case("https://127.0.0.1:8787", None)]
    #[case("127.0.0.1:8787", None)]
    #[case("http://user:password@127.0.0.1", None)]
    #[case("http://127.0.0.1/?a=b", None)]
    #[case("", None)]
    fn the_beginning_of_an_address(#[case] text: &str, #[case] shown: Option<&str>) {
        assert_eq!(text.parse::<PostbackAddress>().ok().map(|to| to.to_string()), shown.map(str::to_owned));
    }
}
