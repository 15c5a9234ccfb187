//! Postbacks beside the loop: the receiver, where the config wants one, and whatever any process received, told.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;

use crate::domain::{Fault, JournalFault, Receiver as Doing, Text, UnverifiedCount};
use crate::message::{Message, PostbackNews};
use crate::receiver::{Desk, Hears, Places, Receiver, Settings, Signer};
use crate::state::Postbacks;
use crate::store::Store;

use super::Clock;

/// How often is looked for what other processes received.
const LOOK: Duration = Duration::from_secs(2);

/// The longest time before it is tried again to listen.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// A receiver that the loop is to have beside it.
#[derive(Clone)]
pub struct Receiving {
    /// Where, and within which bounds.
    pub settings: Settings,
    /// The connections with their keys; fetching them may take long, and may fail and be tried again.
    pub signers: Arc<dyn Fn() -> Result<Vec<Signer>, Fault> + Send + Sync>,
}

/// Starts what is beside the loop; it ends with the loop.
pub fn start(
    receiving: Option<Receiving>,
    store: &Arc<dyn Store>,
    clock: &Arc<dyn Clock>,
    messages: &mpsc::Sender<Message>,
) {
    let news = Arc::new(Notify::new());
    tokio::spawn(follow(Arc::clone(store), Arc::clone(clock), Arc::clone(&news), messages.clone()));
    if let Some(receiving) = receiving {
        let (store, clock, messages) = (Arc::clone(store), Arc::clone(clock), messages.clone());
        tokio::spawn(receive(receiving, store, clock, news, messages));
    }
}

/// Tells the loop what was received, by whichever process: first what was there before, then whatever is new.
async fn follow(store: Arc<dyn Store>, clock: Arc<dyn Clock>, written: Arc<Notify>, messages: mpsc::Sender<Message>) {
    let (mut after, mut before) = (0, true);
    let mut told: Option<(UnverifiedCount, Option<JournalFault>)> = None;
    loop {
        let news = match store.postbacks(after, Postbacks::VERIFIED, clock.now()).await {
            Ok(found) => {
                after = found.received.last().map_or(after, |newest| newest.number);
                let before = std::mem::take(&mut before);
                PostbackNews { received: found.received, unverified: found.unverified, before, fault: None }
            }
            Err(fault) => {
                let unverified = told.as_ref().map(|(unverified, _)| *unverified).unwrap_or_default();
                PostbackNews { unverified, fault: Some(fault), ..PostbackNews::default() }
            }
        };
        let now = (news.unverified, news.fault.clone());
        if !news.received.is_empty() || told.as_ref() != Some(&now) {
            if let Some(fault) = &news.fault {
                tracing::error!(%fault, "it is not known what postbacks were received");
            }
            told = Some(now);
            if messages.send(Message::Postbacks(Box::new(news))).await.is_err() {
                return;
            }
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = written.notified() => {}
            () = messages.closed() => return,
        }
    }
}

/// Listens, and tries again where that cannot be.
async fn receive(
    receiving: Receiving,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    written: Arc<Notify>,
    messages: mpsc::Sender<Message>,
) {
    let stop = CancellationToken::new();
    let _stop_at_the_end = stop.clone().drop_guard();
    let at = Text::from(receiving.settings.listen.to_string());
    let hears: Hears = Arc::new(move |_| written.notify_one());
    let pauses = ExponentialBuilder::default().with_max_delay(LONGEST_PAUSE).without_max_times().build();
    for pause in pauses {
        let signers = Arc::clone(&receiving.signers);
        let found = tokio::task::spawn_blocking(move || signers()).await;
        let bound = match found {
            Ok(Ok(signers)) => bind(receiving.settings, &signers),
            Ok(Err(fault)) => Err(fault.to_string()),
            Err(_) => Err("fetching its keys broke off".to_owned()),
        };
        let why = match bound {
            Ok(receiver) => {
                let listening = Doing::Listening { at: Text::from(receiver.address().to_string()) };
                tracing::info!(%at, "postbacks are received");
                if messages.send(Message::Receiver(listening)).await.is_err() {
                    return;
                }
                let own = Arc::clone(&clock);
                let desk = Desk::new(Arc::clone(&store), Arc::new(move || own.now()), Arc::clone(&hears));
                let served = tokio::select! {
                    served = receiver.serve(desk, stop.clone()) => served,
                    () = messages.closed() => return,
                };
                served.err().map_or_else(|| "it stopped".to_owned(), |error| error.to_string())
            }
            Err(why) => why,
        };
        tracing::error!(%at, why, "postbacks are not received");
        let waiting = Doing::Waiting { at: at.clone(), why: Text::from(why) };
        if messages.send(Message::Receiver(waiting)).await.is_err() {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = messages.closed() => return,
        }
    }
}

/// A receiver that has its address; or why not, in words.
///
/// # Errors
/// Where no connection has keys, or the address cannot be had.
pub fn bind(settings: Settings, signers: &[Signer]) -> Result<Receiver, String> {
    let places = Places::of(signers);
    if places.0.is_empty() {
        return Err("no connection has the keys that postbacks are verified with".to_owned());
    }
    Receiver::bind(settings, places).map_err(|error| words(settings.listen, &error))
}

/// Why an address cannot be had.
fn words(at: SocketAddr, error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::AddrInUse => format!(
            "another program listens there already; if that is `paytop postbacks listen` or another dashboard with the \
             same journal, what it receives is shown here too, else give [postbacks] another port than {}",
            at.port()
        ),
        ErrorKind::PermissionDenied => format!("the system does not let this user listen at port {}", at.port()),
        ErrorKind::AddrNotAvailable => format!("this machine does not have the address {}", at.ip()),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;
    use crate::domain::{ConnectionId, PostbackFault, PostbackStanding};
    use crate::providers::hook::Keys;
    use crate::providers::paykassma::sign::Withdrawal;
    use crate::providers::{Plain, provider};
    use crate::runtime::SystemClock;
    use crate::store::{self, RunId};

    const KEY: &str = "yourprivatekey";

    fn signer() -> Signer {
        let keys = Keys { secrets: [("private_key", KEY.into())].into(), plain: Plain::default() };
        Signer { connection: ConnectionId::new("shop"), provider: provider("paykassma").unwrap(), keys }
    }

    async fn told(messages: &mut mpsc::Receiver<Message>) -> Message {
        tokio::time::timeout(Duration::from_mins(1), messages.recv()).await.expect("it is told").unwrap()
    }

    fn open(folder: &std::path::Path, run: u8) -> Arc<dyn Store> {
        let url = format!("sqlite://{}/paytop.db", folder.display());
        store::open(&url, RunId::new(jiff::Timestamp::UNIX_EPOCH, [run; 10])).unwrap()
    }

    fn post(at: SocketAddr, body: &str) -> String {
        let mut stream = std::net::TcpStream::connect(at).unwrap();
        let length = body.len();
        let request =
            format!("POST /paykassma/withdrawal HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n{body}");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_port_in_use_is_told_and_tried_again_and_what_comes_then_is_told_here_and_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let at = taken.local_addr().unwrap();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
        let receiving = Receiving { settings: Settings::at(at), signers: Arc::new(|| Ok(vec![signer()])) };
        let (sender, mut here) = mpsc::channel(64);
        start(Some(receiving), &open(folder.path(), 1), &clock, &sender);
        let (other, mut elsewhere) = mpsc::channel(64);
        start(None, &open(folder.path(), 2), &clock, &other);
        for messages in [&mut here, &mut elsewhere] {
            // What was there before: nothing; it is told all the same, as somebody may wait for it.
            loop {
                match told(messages).await {
                    Message::Postbacks(news) => {
                        assert!(news.before && news.received.is_empty() && news.fault.is_none(), "{news:?}");
                        break;
                    }
                    Message::Receiver(Doing::Waiting { at: told, why }) => {
                        assert!(told.as_str() == at.to_string() && why.as_str().contains("another program"), "{why}");
                    }
                    other => panic!("{other:?}"),
                }
            }
        }
        drop(taken);
        loop {
            match told(&mut here).await {
                Message::Receiver(Doing::Listening { at: told }) if told.as_str() == at.to_string() => break,
                Message::Receiver(Doing::Waiting { .. }) => {}
                other => panic!("{other:?}"),
            }
        }
        let unsigned = r#"{"withdrawal_id":"w1","status":1,"amount":500,"currency_code":"INR"}"#;
        let signature = Withdrawal::read(unsigned.as_bytes()).unwrap().sign(&KEY.into());
        let signed = unsigned.replace('}', &format!(r#","signature":"{signature}"}}"#));
        let forged = signed.replace("500", "900");
        tokio::task::spawn_blocking(move || {
            assert!(post(at, &forged).starts_with("HTTP/1.1 502"));
            assert!(post(at, &signed).starts_with("HTTP/1.1 200"));
        })
        .await
        .unwrap();
        for messages in [&mut here, &mut elsewhere] {
            let (mut received, mut counted) = (Vec::new(), 0);
            while received.len() < 2 || counted < 1 {
                let Message::Postbacks(news) = told(messages).await else { panic!("news alone") };
                received.extend(news.received);
                counted = news.unverified.day;
                assert!(!news.before);
            }
            let mut standings: Vec<_> = received.into_iter().map(|received| received.standing).collect();
            standings.sort_by_key(|standing| *standing != PostbackStanding::Verified);
            let forged = PostbackStanding::Unverified(PostbackFault::Signature);
            assert_eq!(standings, [PostbackStanding::Verified, forged]);
        }
    }

    #[tokio::test]
    async fn keys_that_cannot_be_fetched_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
        let signers = || Err(Fault::Unusable("private_key of shop: PAYTOP_KEY is not set".into()));
        let settings = Settings::at(([127, 0, 0, 1], 0).into());
        let (sender, mut messages) = mpsc::channel(64);
        start(Some(Receiving { settings, signers: Arc::new(signers) }), &open(folder.path(), 1), &clock, &sender);
        loop {
            if let Message::Receiver(Doing::Waiting { why, .. }) = told(&mut messages).await {
                assert!(why.as_str().contains("PAYTOP_KEY is not set"), "{why}");
                return;
            }
        }
    }
}
