//! Runs the loop with a channel for a keyboard and a buffer for a screen, beside the script of a test.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::stream;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use paytop::app::{App, Look};
use paytop::domain::{AlertSettings, Intent, LowMarks};
use paytop::keymap::Keymap;
use paytop::message::{Chord, Message, Notice, PaneId, Preferences};
use paytop::runtime::{self, Clock, Journal, Link, Outside, PreferenceFile, Screen};
use paytop::state::State;
use paytop::store::Store;
use paytop::ui::{Glyphs, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;

use crate::paper::Paper;
use crate::played::PlayedClock;

/// How long a test waits for something to be shown before it gives up and prints the screen: longer than any interval of
/// [`crate::played::polite`] with its jitter.
const DEADLINE: Duration = Duration::from_secs(90);

/// What a frame showed, and what the state behind it was.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// How many frames were drawn, this one included.
    pub number: u64,
    /// The screen, a line for each row.
    pub text: String,
    /// How many account rows are known.
    pub rows: usize,
    /// How many changes are on their way.
    pub in_flight: usize,
    /// Every intent, newest first.
    pub intents: Vec<Intent>,
}

/// The screen of a test.
struct Buffer {
    terminal: Terminal<TestBackend>,
    frames: watch::Sender<Frame>,
    clipboard: mpsc::UnboundedSender<String>,
    notices: mpsc::UnboundedSender<Notice>,
    /// The fewest rows a frame had after rows were first there.
    fewest: Arc<Mutex<Option<usize>>>,
}

impl Screen for Buffer {
    fn draw(&mut self, app: &App) -> io::Result<()> {
        let Ok(_) = self.terminal.draw(|frame| app.draw(frame));
        let state = app.state();
        let frame = Frame {
            number: self.frames.borrow().number + 1,
            text: text(&self.terminal),
            rows: state.rows().count(),
            in_flight: state.intents.in_flight(),
            intents: state.intents.newest_first().cloned().collect(),
        };
        let mut fewest = self.fewest.lock().unwrap();
        if frame.rows > 0 || fewest.is_some() {
            *fewest = Some(fewest.map_or(frame.rows, |fewest| fewest.min(frame.rows)));
        }
        self.frames.send_replace(frame);
        Ok(())
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        // A test that does not look at what was copied has dropped its end.
        let _ = self.clipboard.send(text.to_owned());
        Ok(())
    }

    fn notify(&mut self, notice: &Notice) -> io::Result<()> {
        let _ = self.notices.send(notice.clone());
        Ok(())
    }

    fn size(&self) -> io::Result<(u16, u16)> {
        let area = self.terminal.backend().buffer().area;
        Ok((area.width, area.height))
    }
}

fn text(terminal: &Terminal<TestBackend>) -> String {
    let buffer = terminal.backend().buffer();
    let lines = buffer.content().chunks(usize::from(buffer.area.width.max(1)));
    let line = |cells: &[ratatui::buffer::Cell]| cells.iter().map(ratatui::buffer::Cell::symbol).collect::<String>();
    lines.map(|cells| line(cells).trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// What a run is given.
pub struct Stage {
    links: Vec<Link>,
    clock: Arc<PlayedClock>,
    size: (u16, u16),
    store: Arc<dyn Store>,
    marks: LowMarks,
    alerts: AlertSettings,
    opening: Option<PaneId>,
    metrics: Option<SocketAddr>,
    preferences: (PreferenceFile, Preferences),
}

impl Stage {
    /// A run on these connections, 120 columns by 40 rows.
    pub fn new(links: impl IntoIterator<Item = Link>) -> Self {
        Self {
            links: links.into_iter().collect(),
            clock: Arc::default(),
            size: (120, 40),
            store: Arc::new(Paper::default()),
            marks: LowMarks::default(),
            alerts: AlertSettings::NONE,
            opening: None,
            metrics: None,
            preferences: Default::default(),
        }
    }

    /// With this journal.
    pub fn store(mut self, store: Arc<dyn Store>) -> Self {
        self.store = store;
        self
    }

    /// With these marks for balances.
    pub fn marks(mut self, marks: LowMarks) -> Self {
        self.marks = marks;
        self
    }

    /// With this to be told of.
    pub fn alerts(mut self, alerts: AlertSettings) -> Self {
        self.alerts = alerts;
        self
    }

    /// With metrics served there.
    pub fn metrics(mut self, at: SocketAddr) -> Self {
        self.metrics = Some(at);
        self
    }

    /// With this pane in view at the start, and not the first of rows.
    pub fn opening(mut self, pane: PaneId) -> Self {
        self.opening = Some(pane);
        self
    }

    /// With what was set up on the screen before, kept in this file.
    pub fn preferences(mut self, file: PathBuf) -> Self {
        self.preferences = PreferenceFile::read(file);
        self
    }

    /// So much later than other runs begin.
    pub fn later(self, span: SignedDuration) -> Self {
        self.clock.skip(span);
        self
    }

    /// On a screen of this size.
    pub fn size(mut self, width: u16, height: u16) -> Self {
        self.size = (width, height);
        self
    }

    /// Runs the loop beside `script`, and leaves when the script ends.
    pub async fn play(self, script: impl AsyncFnOnce(&mut Runner)) {
        let (keys, mut typed) = mpsc::unbounded_channel();
        let (drawn, shown) = watch::channel(Frame::default());
        let (clipboard, copied) = mpsc::unbounded_channel();
        let (notices, heard) = mpsc::unbounded_channel();
        let (signal, signalled) = oneshot::channel();
        let fewest = Arc::default();
        let infos = self.links.iter().map(|link| link.info.clone()).collect();
        let look = Look { theme: Theme::by_name("dark").unwrap(), glyphs: Glyphs::UNICODE };
        let mut state = State::new(infos, TimeZone::UTC, "asha".into(), self.clock.now());
        state.marks = self.marks;
        state.alert_settings = self.alerts;
        let (preferences, wanted) = self.preferences;
        let app = App::new(state, Keymap::preset(), look);
        let first = app.panes().nth(1).unwrap();
        let app = app.opening(self.opening.unwrap_or(first)).with_preferences(wanted);
        let terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        let mut screen = Buffer { terminal, frames: drawn, clipboard, notices, fewest: Arc::clone(&fewest) };
        let outside = Outside {
            links: self.links,
            journal: Journal::new(self.store, TimeZone::UTC, Arc::clone(&self.clock) as Arc<dyn Clock>),
            receiving: None,
            webhook: None,
            config: mpsc::channel(1).1,
            metrics: self.metrics,
            preferences,
            input: stream::poll_fn(move |context| typed.poll_recv(context)),
            signal: async move {
                match signalled.await {
                    Ok(status) => status,
                    Err(_) => std::future::pending().await,
                }
            },
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
        };
        let (gone, status) = watch::channel(None);
        // On the heap: every test's future has this within.
        let looping = Box::pin(async move {
            gone.send_replace(Some(runtime::run(app, &mut screen, outside).await.unwrap()));
            // What the screen showed last stays to be looked at.
            std::future::pending::<()>().await;
        });
        let mut runner = Runner { keys, shown, copied, heard, signal: Some(signal), clock: self.clock, fewest, status };
        tokio::select! {
            biased;
            () = looping => {}
            () = script(&mut runner) => {}
        }
    }
}

/// What a script does to a running loop, and what it sees of it.
pub struct Runner {
    keys: mpsc::UnboundedSender<Message>,
    shown: watch::Receiver<Frame>,
    copied: mpsc::UnboundedReceiver<String>,
    heard: mpsc::UnboundedReceiver<Notice>,
    signal: Option<oneshot::Sender<u8>>,
    clock: Arc<PlayedClock>,
    fewest: Arc<Mutex<Option<usize>>>,
    status: watch::Receiver<Option<u8>>,
}

impl Runner {
    /// Presses keys, each spelled as in the keymap, with spaces between.
    pub fn press(&self, keys: &str) {
        for key in keys.split(' ') {
            let chord: Chord = key.parse().unwrap_or_else(|_| panic!("no key is spelled {key}"));
            self.send(Message::Key(chord));
        }
    }

    /// Types a text, key by key.
    pub fn type_in(&self, text: &str) {
        text.chars().for_each(|c| self.send(Message::Key(Chord::char(c))));
    }

    /// Lets anything happen that a terminal can say.
    pub fn send(&self, message: Message) {
        self.keys.send(message).unwrap();
    }

    /// Ends the loop as a signal does.
    pub fn signal(&mut self, status: u8) {
        self.signal.take().unwrap().send(status).unwrap();
    }

    /// Lets time pass on the paused clock of a test, for what must not happen in it: nothing is waited for here, and no
    /// real second goes by.
    pub async fn pass(&self, span: Duration) {
        tokio::time::sleep(span).await;
    }

    /// The clock of the loop.
    pub fn clock(&self) -> &PlayedClock {
        &self.clock
    }

    /// The last frame.
    pub fn frame(&self) -> Frame {
        self.shown.borrow().clone()
    }

    /// The fewest account rows that any frame had, once there were some.
    pub fn fewest_rows(&self) -> usize {
        self.fewest.lock().unwrap().unwrap_or_default()
    }

    /// Waits for a frame that is as wanted; `what` says so in the words of a failure.
    pub async fn until(&mut self, what: &str, wanted: impl FnMut(&Frame) -> bool) -> Frame {
        let found = timeout(DEADLINE, self.shown.wait_for(wanted)).await;
        let found = found.map(|frame| frame.unwrap().clone());
        found.unwrap_or_else(|_| panic!("waited in vain for {what}; the screen shows:\n{}", self.frame().text))
    }

    /// Waits until the screen shows `text`.
    pub async fn wait(&mut self, text: &str) -> Frame {
        self.until(&format!("{text:?}"), |frame| frame.text.contains(text)).await
    }

    /// Waits until the screen shows `text` no more.
    pub async fn gone(&mut self, text: &str) -> Frame {
        self.until(&format!("{text:?} to go"), |frame| frame.number > 0 && !frame.text.contains(text)).await
    }

    /// Waits until a row of the screen has all of these in it.
    pub async fn row(&mut self, words: &[&str]) -> String {
        let row =
            |text: &str| text.lines().find(|line| words.iter().all(|word| line.contains(word))).map(str::to_owned);
        let frame = self.until(&format!("a row with {words:?}"), |frame| row(&frame.text).is_some()).await;
        row(&frame.text).unwrap()
    }

    /// Says yes to a question, by the word on its yes key, once that is offered.
    pub async fn accept(&mut self, question: &str, yes: &str) {
        self.wait(question).await;
        // A yes counts once the question can have been read.
        self.clock.skip(SignedDuration::from_secs(1));
        self.send(Message::Clock);
        self.row(&[&format!("enter {yes}"), "esc"]).await;
        self.press("enter");
    }

    /// Waits for what was copied next.
    pub async fn copied(&mut self) -> String {
        timeout(DEADLINE, self.copied.recv()).await.expect("nothing was copied").unwrap()
    }

    /// Waits for what was told next by bell and desktop.
    pub async fn noticed(&mut self) -> Notice {
        timeout(DEADLINE, self.heard.recv()).await.expect("nothing was told").unwrap()
    }

    /// What was told by bell and desktop and not taken yet.
    pub fn notices(&mut self) -> Vec<Notice> {
        std::iter::from_fn(|| self.heard.try_recv().ok()).collect()
    }

    /// Waits until the loop has left, and gives its status.
    pub async fn left(&mut self) -> u8 {
        let left =
            timeout(DEADLINE, self.status.wait_for(Option::is_some)).await.map(|status| status.unwrap().unwrap());
        left.unwrap_or_else(|_| panic!("the loop did not leave; the screen shows:\n{}", self.frame().text))
    }

    /// Whether the loop has not left.
    pub fn runs(&self) -> bool {
        self.status.borrow().is_none()
    }

    /// Selects an account by filtering for it; it has to be the first match in the provider's order.
    pub async fn select(&mut self, account: &str) {
        self.press("/ ctrl-u");
        self.type_in(account);
        self.press("enter g");
        self.until(&format!("{account} to be selected"), |frame| {
            frame.text.lines().any(|line| line.contains('▌') && line.split_whitespace().any(|word| word == account))
        })
        .await;
    }
}
