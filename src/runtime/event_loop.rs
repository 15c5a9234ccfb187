//! The loop: takes what happened, lets the app update, does what it says, and draws when something changed.

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures_util::{Stream, StreamExt};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use crate::app::{App, Reloaded};
use crate::message::Message;
use crate::state::prometheus;

use super::hands::{FRAME, Hands, QUEUE};
use super::{Clock, Journal, Link, PreferenceFile, Receiving, Screen, Webhook, fault_points, metrics, postbacks};

/// The most messages taken up before the loop looks at the screen again.
const DRAIN: usize = 64;

/// The longest the loop waits for what changes by time alone.
const LONGEST_TICK: Duration = Duration::from_mins(1);

/// What the loop is given of the world outside.
pub struct Outside<I, S> {
    /// The connections.
    pub links: Vec<Link>,
    /// Where every change is written down before it leaves.
    pub journal: Journal,
    /// The receiver of postbacks, where there is to be one.
    pub receiving: Option<Receiving>,
    /// Where alerts are posted to, where they are.
    pub webhook: Option<Webhook>,
    /// What comes of the config whenever its file changes; closed where nobody looks after it.
    pub config: mpsc::Receiver<Reloaded>,
    /// Where metrics are served, where they are.
    pub metrics: Option<SocketAddr>,
    /// Where what is set up on the screen is kept.
    pub preferences: PreferenceFile,
    /// Keys, pastes, mouse and sizes.
    pub input: I,
    /// Ends the loop with its status; `pending` where nothing does.
    pub signal: S,
    /// Time and chance.
    pub clock: Arc<dyn Clock>,
}

/// Runs the app until it leaves, and gives the exit status.
///
/// The first frame is drawn before anything is asked or waited for.
///
/// # Errors
/// Where the screen is gone.
pub async fn run<I, S>(mut app: App, screen: &mut impl Screen, outside: Outside<I, S>) -> io::Result<u8>
where
    I: Stream<Item = Message>,
    S: Future<Output = u8>,
{
    let Outside { links, journal, receiving, webhook, mut config, metrics, preferences, input, signal, clock } =
        outside;
    let (width, height) = screen.size()?;
    // What it asks for is asked for again by the start.
    let _ = app.update(clock.moment(), Message::Resized { width, height });
    screen.draw(&app)?;
    let mut drawn = Instant::now();
    let mut dirty = false;

    let (sender, mut messages) = mpsc::channel(QUEUE);
    postbacks::start(receiving, journal.store(), &clock, &sender);
    let mut metrics = metrics::start(metrics, &sender);
    let mut hands = Hands::new(links, journal, webhook, preferences, sender, Arc::clone(&clock));
    app.wait_for_alerts();
    for effect in app.start() {
        hands.act(effect, screen)?;
    }
    tokio::pin!(input, signal);
    let status = async {
        loop {
            let now = clock.now();
            // A clock that was set back does not stop the screen's.
            let tick = app
                .wake_at()
                .map(|at| Duration::try_from(at.duration_since(now)).unwrap_or_default().min(LONGEST_TICK));
            let mut message = tokio::select! {
                biased;
                status = &mut signal => return Ok(status),
                key = input.next() => match key {
                    Some(message) => message,
                    // The terminal is gone, and with it whoever could press a key.
                    None => return Ok(129),
                },
                Some(message) = messages.recv() => message,
                Some(reloaded) = config.recv() => {
                    let update = app.reload(clock.moment(), reloaded);
                    dirty |= update.redraw;
                    for effect in update.effects {
                        hands.act(effect, screen)?;
                    }
                    continue;
                }
                Some(asked) = metrics.recv() => {
                    // Who asked may have gone meanwhile.
                    let _ = asked.send(prometheus(app.state(), clock.now()));
                    continue;
                }
                () = sleep_until(drawn + FRAME), if dirty => {
                    screen.draw(&app)?;
                    drawn = Instant::now();
                    dirty = false;
                    continue;
                }
                () = tokio::time::sleep(tick.unwrap_or_default().max(Duration::from_millis(1))), if tick.is_some() => Message::Clock,
            };
            // That the machine slept is taken up before what woke the loop.
            let mut held = clock.has_slept().then(|| std::mem::replace(&mut message, Message::Woke));
            let mut taken = 0;
            loop {
                fault_points::at_message(&message);
                let update = app.update(clock.moment(), message);
                dirty |= update.redraw;
                for effect in update.effects {
                    if let Some(status) = hands.act(effect, screen)? {
                        // What was said last is said: whoever listens would miss it.
                        screen.draw(&app)?;
                        return Ok(status);
                    }
                }
                taken += 1;
                // What is fetched has to be taken up: nothing is fetched beyond the limit.
                if taken == DRAIN {
                    break;
                }
                let waiting = match held.take() {
                    Some(held) => Some(held),
                    None => poll_fn(|cx| Poll::Ready(ready(input.as_mut().poll_next(cx)))).await,
                };
                match waiting.or_else(|| messages.try_recv().ok()) {
                    Some(next) => message = next,
                    None => break,
                }
            }
            if dirty && drawn.elapsed() >= FRAME {
                screen.draw(&app)?;
                drawn = Instant::now();
                dirty = false;
            }
        }
    };
    let status = status.await;
    hands.close().await;
    status
}

/// What there is already. The input is asked with the loop's own waker and no other: the terminal's stream keeps the
/// waker it was first asked with, and a foreign one would let the next key wait for something else to wake the loop.
fn ready<T>(polled: Poll<Option<T>>) -> Option<T> {
    match polled {
        Poll::Ready(found) => found,
        Poll::Pending => None,
    }
}
