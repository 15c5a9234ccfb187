//! Makes the pictures of the screen: `cargo run --example screens` writes them to `assets/screens`.
//!
//! The real app is drawn, on what the real client hears from the embedded sandbox over HTTP. Only time is played: the
//! same story comes out the same every day, until the looks change.

mod svg;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use paytop::app::{App, Look};
use paytop::domain::{
    Account, CollectionType, ConnectionId, ConnectionInfo, Environment, FeedKind, Outcome, Polling, Read,
};
use paytop::keymap::Keymap;
use paytop::message::{Chord, Effect, Message, Moment, Reply, ReplyTo};
use paytop::providers::Client;
use paytop::providers::http::{self, ChangePermit};
use paytop::providers::withdraw_tool;
use paytop::sandbox::{Options, Sandbox};
use paytop::ui::{Glyphs, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tokio_util::sync::CancellationToken;

type Failure = Box<dyn std::error::Error>;

/// The size of most pictures.
const SIZE: (u16, u16) = (160, 45);

/// When the story begins: ten to two in the afternoon in India, the last day of 2025.
const BEGINNING: i64 = 1_767_169_200;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screens");
    std::fs::create_dir_all(&folder)?;
    for theme in ["dark", "light"] {
        tell(&mut Stage::open(theme, &folder).await?).await?;
    }
    Ok(())
}

/// The story: an account is turned on and wants its OTP first; later its task runs, and is to be stopped.
async fn tell(stage: &mut Stage) -> Result<(), Failure> {
    stage.pass(25 * 60).await?;
    stage.press("1").await?;
    let wants_otp = |account: &Account| {
        account.collection == CollectionType::Upi && !account.enabled && !account.otp_auth && account.task.is_none()
    };
    stage.select(wants_otp).await?;
    stage.press("t").await?;
    stage.press("enter").await?;
    stage.pass(7).await?;
    let code = stage.newest_code().ok_or("no code arrived")?;
    stage.send(Message::Paste(code)).await?;
    stage.picture("wizard", SIZE).await?;
    stage.press("enter").await?;
    // Where an SMS is wanted too, its wizard has opened by itself.
    stage.press("esc").await?;
    stage.pass(14 * 60).await?;

    stage.press("0").await?;
    stage.picture("overview", SIZE).await?;
    stage.press("1").await?;
    stage.picture("accounts", SIZE).await?;
    stage.picture("accounts-80x24", (80, 24)).await?;
    stage.press("t").await?;
    stage.picture("confirm", SIZE).await
}

/// The app, whoever it speaks to, and the time.
struct Stage {
    app: App,
    client: Client,
    clock: Arc<Mutex<Timestamp>>,
    connection: ConnectionId,
    theme: &'static str,
    folder: std::path::PathBuf,
    sequence: u64,
    /// How many moments there were; no two make the same ids.
    moments: u64,
    _sandbox: tokio_util::sync::DropGuard,
}

impl Stage {
    async fn open(theme: &'static str, folder: &Path) -> Result<Self, Failure> {
        let now = Timestamp::from_second(BEGINNING)?;
        let clock = Arc::new(Mutex::new(now));
        let told = Arc::clone(&clock);
        let sandbox = Sandbox::bind(([127, 0, 0, 1], 0).into(), Options { seed: 7, ..Options::default() })?
            .with_clock(Arc::new(move || *told.lock().expect("nobody panics here")));
        let mut http = http::Settings::new(&format!("http://{}", sandbox.address()));
        let held = sandbox.credentials("withdraw-tool").iter();
        http.headers = held.map(|held| (held.header.to_owned(), held.value.into())).collect();
        let settings = withdraw_tool::Settings { http, paths: withdraw_tool::Paths::default(), handset: true };
        let client = withdraw_tool::open(settings, ChangePermit::unless(false)).map_err(|fault| fault.to_string())?;
        let stop = CancellationToken::new();
        tokio::spawn(sandbox.serve(stop.clone()));

        let info = ConnectionInfo {
            id: ConnectionId::new("sandbox"),
            provider: "withdraw-tool",
            environment: Environment::Sandbox,
            host: "127.0.0.1".into(),
            polling: Polling::default(),
            feeds: vec![FeedKind::Accounts, FeedKind::Tools, FeedKind::Handset],
            abilities: &[],
            read_only: false,
            otp_validity: Duration::from_mins(2),
            otp_cool_down: Duration::from_secs(20),
            limits: paytop::domain::Limits::default(),
        };
        let look = Look { theme: Theme::by_name(theme).ok_or("no such theme")?, glyphs: Glyphs::UNICODE };
        let connection = info.id.clone();
        let app = App::new(
            paytop::state::State::new(vec![info], TimeZone::posix("IST-5:30")?, "asha".into(), now),
            Keymap::preset(),
            look,
        );
        let folder = folder.to_owned();
        let mut stage = Self {
            app,
            client,
            clock,
            connection,
            theme,
            folder,
            sequence: 0,
            moments: 0,
            _sandbox: stop.drop_guard(),
        };
        stage.resize(SIZE).await?;
        stage.poll().await?;
        Ok(stage)
    }

    fn now(&self) -> Timestamp {
        *self.clock.lock().expect("nobody panics here")
    }

    /// Lets seconds go by; the feeds are asked every five of them.
    async fn pass(&mut self, seconds: i64) -> Result<(), Failure> {
        let end = self.now() + SignedDuration::from_secs(seconds);
        while self.now() < end {
            let next = (self.now() + SignedDuration::from_secs(5)).min(end);
            *self.clock.lock().expect("nobody panics here") = next;
            self.poll().await?;
        }
        self.send(Message::Clock).await
    }

    /// Asks every feed once.
    async fn poll(&mut self) -> Result<(), Failure> {
        self.sequence += 1;
        for feed in [FeedKind::Accounts, FeedKind::Tools, FeedKind::Handset] {
            let to = ReplyTo::Feed { feed, sequence: self.sequence, next: None };
            let Some(read) = feed.read() else { continue };
            let reply = self.ask(&read, to).await;
            self.send(reply).await?;
        }
        Ok(())
    }

    async fn ask(&self, read: &Read, to: ReplyTo) -> Message {
        let result = self.client.reads.read(read).await.map(|answer| answer.data);
        let latency = Duration::from_millis(12);
        Message::Reply(Box::new(Reply { connection: self.connection.clone(), to, asked: self.now(), latency, result }))
    }

    async fn press(&mut self, key: &str) -> Result<(), Failure> {
        let chord: Chord = key.parse().map_err(|_| format!("{key} is no key"))?;
        self.send(Message::Key(chord)).await
    }

    /// Tells the app, and does what it asks for until it asks for nothing more.
    async fn send(&mut self, message: Message) -> Result<(), Failure> {
        let mut messages = vec![message];
        while let Some(message) = messages.pop() {
            self.moments += 1;
            let mut chance = [0; 10];
            chance[..8].copy_from_slice(&self.moments.to_be_bytes());
            let update = self.app.update(Moment { now: self.now(), chance }, message);
            for effect in update.effects {
                match effect {
                    Effect::Read { read, ticket, .. } => messages.push(self.ask(&read, ReplyTo::Ticket(ticket)).await),
                    Effect::Change { intent, change, .. } => {
                        messages.push(Message::Sent { intent: intent.id, at: self.now() });
                        let outcome: Outcome = match &self.client.changes {
                            Some(changes) => changes.change(intent.id, &change).await,
                            None => return Err("the sandbox can be changed".into()),
                        };
                        messages.push(Message::Outcome { intent: intent.id, outcome: Box::new(outcome) });
                    }
                    // The story says itself when the feeds are asked, and nothing is copied or left in it.
                    Effect::SetPace { .. }
                    | Effect::SetQuestion { .. }
                    | Effect::Refresh { .. }
                    | Effect::Refuse { .. }
                    | Effect::Settle { .. }
                    | Effect::Report { .. }
                    | Effect::ReviewBatch(_)
                    | Effect::SendBatch(_)
                    | Effect::StopBatch
                    | Effect::Remember(_)
                    | Effect::KeepAlert { .. }
                    | Effect::PostAlert(_)
                    | Effect::Notify(_)
                    | Effect::Keep(_)
                    | Effect::SetLimits { .. }
                    | Effect::CopyQuestion(_)
                    | Effect::CaptureMouse(_)
                    | Effect::Edit(_)
                    | Effect::Suspend
                    | Effect::TakeScreen
                    | Effect::Copy(_)
                    | Effect::Export(_)
                    | Effect::Quit(_) => {}
                }
            }
        }
        Ok(())
    }

    /// Goes to the first account that is meant.
    async fn select(&mut self, is_meant: impl Fn(&Account) -> bool) -> Result<(), Failure> {
        let at =
            self.app.state().rows().position(|(_, row)| is_meant(&row.account)).ok_or("there is no such account")?;
        self.press("g").await?;
        for _ in 0..at {
            self.press("j").await?;
        }
        Ok(())
    }

    /// The code in the newest message on the handset.
    fn newest_code(&self) -> Option<String> {
        let messages = &self.app.state().connection(&self.connection)?.handset;
        let text = messages.first()?.text.as_str();
        text.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() >= 4).map(str::to_owned)
    }

    async fn resize(&mut self, (width, height): (u16, u16)) -> Result<(), Failure> {
        self.send(Message::Resized { width, height }).await
    }

    /// Draws the app at a size and writes the picture.
    async fn picture(&mut self, name: &str, size: (u16, u16)) -> Result<(), Failure> {
        self.resize(size).await?;
        let mut terminal = Terminal::new(TestBackend::new(size.0, size.1))?;
        terminal.draw(|frame| self.app.draw(frame))?;
        let path = self.folder.join(format!("{name}-{}.svg", self.theme));
        std::fs::write(&path, svg::of(terminal.backend().buffer()))?;
        println!("{}", path.display());
        self.resize(SIZE).await
    }
}
