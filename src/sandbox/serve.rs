//! The server itself: bound at once, served by hyper so that a connection can be cut in place of an answer.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::Response;
use axum::middleware::from_fn_with_state;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::faults::{Cut, Dice, inject};
use super::{Clock, Credential, HALVES, Options, PostbackAddress, Shared, clock, own, postman};

/// How long requests that are under way at shutdown may take to finish.
const GRACE: Duration = Duration::from_secs(1);

/// A sandbox that has its address and waits to serve.
pub struct Sandbox {
    listener: std::net::TcpListener,
    address: SocketAddr,
    options: Options,
    clock: Clock,
    postbacks: Option<PostbackAddress>,
}

impl Sandbox {
    /// Takes `address` (port 0 for any free one). Instant: the world is made once it serves, and connections made
    /// before that wait for it.
    ///
    /// # Errors
    /// Where the address cannot be had.
    pub fn bind(address: SocketAddr, options: Options) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address, options, clock: clock::system(), postbacks: None })
    }

    /// Tells the time by `clock` in place of the machine's own.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// Sends postbacks there of whatever comes to its end.
    #[must_use]
    pub fn with_postbacks(self, to: Option<PostbackAddress>) -> Self {
        Self { postbacks: to, ..self }
    }

    /// Where it listens, with the port it was given.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The headers that `provider`, as the config spells it, wants; none for a provider it does not play.
    #[must_use]
    pub fn credentials(&self, provider: &str) -> &'static [Credential] {
        HALVES.iter().find(|half| half.provider == provider).map_or(&[], |half| half.credentials)
    }

    /// Makes the world and serves it until `shutdown`; requests under way then have a second to finish.
    ///
    /// # Errors
    /// Where the runtime cannot take the listener over, or the world cannot be made.
    pub async fn serve(self, shutdown: CancellationToken) -> io::Result<()> {
        let Self { listener, options, clock, postbacks, .. } = self;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        // Very many accounts take a moment, which must not hold up whoever shares the runtime.
        let shared =
            tokio::task::spawn_blocking(move || Shared::new(&options, clock)).await.map_err(io::Error::other)?;
        let router = router(&shared, &options);
        let mut connections = JoinSet::new();
        tokio::spawn(postman::deliver(shared.clone(), postbacks, shutdown.clone()));
        loop {
            tokio::select! {
                () = shutdown.cancelled() => break,
                Some(_) = connections.join_next() => {}
                accepted = listener.accept() => match accepted {
                    Ok((stream, _)) => {
                        connections.spawn(connection(stream, router.clone(), shutdown.clone()));
                    }
                    // Too many open files, or a caller that is gone already: let some close, then go on.
                    Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                },
            }
        }
        let finished = async { while connections.join_next().await.is_some() {} };
        // Whoever is not done by then is cut off as the set is dropped.
        let _ = tokio::time::timeout(GRACE, finished).await;
        Ok(())
    }
}

/// The providers' halves inside the faults, and the sandbox's own endpoints outside. Each half has dice of its own, so
/// that how often one provider is asked does not shift the chance of another.
fn router(shared: &Shared, options: &Options) -> Router {
    let halves = HALVES.iter().zip(0_u64..).fold(Router::new(), |router, (half, at)| {
        let dice = Dice::new(options.faults, options.seed.wrapping_add(at));
        router.merge((half.routes)(shared.clone()).route_layer(from_fn_with_state(dice, inject)))
    });
    halves.merge(own::routes(shared.clone()))
}

/// Why a connection ends without an answer.
#[derive(Debug, thiserror::Error)]
#[error("cut off by a fault of the sandbox")]
struct CutOff;

async fn connection(stream: TcpStream, router: Router, shutdown: CancellationToken) {
    // An answer is one write; waiting to fill a packet would only add latency. Harmless where it cannot be set.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| answer(router.clone(), request));
    // No limit on an idle connection: one that closes just as a poll is sent would look like a fault.
    let connection = http1::Builder::new().header_read_timeout(None).serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    // An error is the caller's end of the story (it hung up, or was cut off): nobody is left to tell.
    tokio::select! {
        _ = connection.as_mut() => {}
        () = shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// An error here makes hyper close the connection with no byte of an answer sent.
async fn answer(router: Router, request: Request<Incoming>) -> Result<Response<Body>, CutOff> {
    let response: Result<_, Infallible> = TowerToHyperService::new(router).call(request).await;
    let Ok(response) = response;
    if response.extensions().get::<Cut>().is_some() { Err(CutOff) } else { Ok(response) }
}
