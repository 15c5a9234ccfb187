//! The server itself: bound at once, served by hyper with a bound on everything a stranger could take much of.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::post;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{Desk, Place, Places, Settings, read};
use crate::providers::hook::{Answered, Incoming};

/// How long what is under way at shutdown may take to finish.
const GRACE: Duration = Duration::from_secs(2);

/// How long a connection may take beside the patience with its head and its body: to be written to disk and answered.
const BESIDE: Duration = Duration::from_secs(30);

/// The most bytes of a request's head.
const HEAD: usize = 16 * 1024;

/// A receiver that has its address and waits to serve.
#[derive(Debug)]
pub struct Receiver {
    listener: std::net::TcpListener,
    address: SocketAddr,
    settings: Settings,
    places: Places,
}

/// What a path's handler holds.
#[derive(Clone)]
struct At {
    place: Arc<Place>,
    desk: Arc<Desk>,
    settings: Settings,
}

impl Receiver {
    /// Takes its address.
    ///
    /// # Errors
    /// Where the address cannot be had.
    pub fn bind(settings: Settings, places: Places) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind(settings.listen)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address, settings, places })
    }

    /// Where it listens, with the port it was given.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `shutdown`; what is under way then has a moment to finish, and what was counted is written down.
    ///
    /// # Errors
    /// Where the runtime cannot take the listener over.
    pub async fn serve(self, desk: Desk, shutdown: CancellationToken) -> io::Result<()> {
        let Self { listener, settings, places, .. } = self;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let desk = Arc::new(desk);
        let router = router(places, &desk, settings);
        let free = Arc::new(Semaphore::new(settings.most_connections));
        let mut connections = JoinSet::new();
        let counting = {
            let desk = Arc::clone(&desk);
            tokio::spawn(async move { desk.count().await })
        };
        let accept = async {
            loop {
                // Who comes while there are too many waits with the system, which bounds how many do.
                let Ok(place) = Arc::clone(&free).acquire_owned().await else { return };
                while connections.try_join_next().is_some() {}
                match listener.accept().await {
                    Ok((stream, _)) => {
                        let served = connection(stream, router.clone(), settings.patience, shutdown.clone());
                        connections.spawn(async move {
                            served.await;
                            drop(place);
                        });
                    }
                    // Too many open files, or a caller that is gone already: let some close, then go on.
                    Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                }
            }
        };
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = accept => {}
        }
        drop(listener);
        let finished = async { while connections.join_next().await.is_some() {} };
        // Whoever is not done by then is cut off as the set is dropped: its sender sends it again.
        let _ = tokio::time::timeout(GRACE, finished).await;
        counting.abort();
        let _ = tokio::time::timeout(GRACE, desk.count_now()).await;
        Ok(())
    }
}

fn router(places: Places, desk: &Arc<Desk>, settings: Settings) -> Router {
    let unknown = async || refused(StatusCode::NOT_FOUND, "unknown path");
    places
        .0
        .into_iter()
        .fold(Router::new(), |router, place| {
            let path = place.path();
            let at = At { place: Arc::new(place), desk: Arc::clone(desk), settings };
            let only_post = async || {
                let refusal = refused(StatusCode::METHOD_NOT_ALLOWED, "postbacks come by POST");
                ([(header::ALLOW, "POST")], refusal)
            };
            let handler = post(take).fallback(only_post).with_state(at);
            router.route(&path, handler.clone()).route(&format!("{path}/"), handler)
        })
        .fallback(unknown)
}

async fn take(State(At { place, desk, settings }): State<At>, request: Request) -> Response<Body> {
    let (head, body) = request.into_parts();
    let content_type = head.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let answered = match read::whole(body, settings.most_bytes, settings.patience).await {
        Ok(body) => desk.take(&place, &Incoming { body: &body, content_type }).await,
        Err(fault) => desk.lost(&place, fault),
    };
    let Answered { status, content_type, body } = answered;
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, content_type)], body).into_response()
}

/// What whoever is at no place of ours is answered.
fn refused(status: StatusCode, words: &'static str) -> Response<Body> {
    let body = format!(r#"{{"status":"error","code":{},"message":"{words}"}}"#, status.as_u16());
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// Serves one request of one connection: a sender that keeps it open would hold a place that others wait for.
async fn connection(stream: TcpStream, router: Router, patience: Duration, shutdown: CancellationToken) {
    // An answer is one write; waiting to fill a packet would only add latency. Harmless where it cannot be set.
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .keep_alive(false)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = std::pin::pin!(connection);
    let end = tokio::time::sleep(patience.saturating_mul(2).saturating_add(BESIDE));
    // An error is the sender's end of the story (it hung up, or was too slow): nobody is left to tell.
    tokio::select! {
        _ = connection.as_mut() => {}
        () = end => {}
        () = shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}
