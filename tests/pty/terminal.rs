//! A terminal for the real binary: a PTY with a screen behind it, a home of its own for what runs in it, and waits on
//! what it shows.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use tempfile::TempDir;

/// How long a test waits for something before it gives up and prints the screen.
const DEADLINE: Duration = Duration::from_secs(30);

/// The binary under test.
const PAYTOP: &str = env!("CARGO_BIN_EXE_paytop");

/// What arrived at the terminal.
struct Arrived {
    parser: vt100::Parser,
    bytes: Vec<u8>,
}

/// A terminal with a program in it.
pub struct Terminal {
    arrived: Arc<(Mutex<Arrived>, Condvar)>,
    master: Box<dyn MasterPty + Send>,
    /// Held, so that the terminal outlives the program and can be looked at.
    _slave: Box<dyn SlavePty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    /// How the terminal was set before the program ran.
    before: String,
    home: Arc<TempDir>,
}

/// What is to be run, and where.
pub struct Start {
    binary: PathBuf,
    arguments: Vec<String>,
    variables: Vec<(&'static str, String)>,
    size: (u16, u16),
    home: Arc<TempDir>,
}

impl Start {
    /// paytop with these arguments, in a terminal of 120 columns by 40 rows.
    pub fn paytop(arguments: &[&str]) -> Self {
        Self {
            binary: PAYTOP.into(),
            arguments: arguments.iter().map(|argument| (*argument).to_owned()).collect(),
            variables: Vec::new(),
            size: (120, 40),
            home: Arc::new(tempfile::tempdir().unwrap()),
        }
    }

    /// Another build of it.
    pub fn binary(mut self, binary: PathBuf) -> Self {
        self.binary = binary;
        self
    }

    /// With an environment variable.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.variables.push((name, value.to_owned()));
        self
    }

    /// In a terminal of this size.
    pub fn size(mut self, width: u16, height: u16) -> Self {
        self.size = (width, height);
        self
    }

    /// In the home that this one has.
    pub fn at_home_of(mut self, terminal: &Terminal) -> Self {
        self.home = Arc::clone(&terminal.home);
        self
    }

    /// The home it gets, which is empty.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Runs it.
    pub fn run(self) -> Terminal {
        let Self { binary, arguments, variables, size, home } = self;
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let before = settings(&*pair.master);
        let mut command = CommandBuilder::new(binary);
        command.args(arguments);
        command.cwd(home.path());
        command.env_clear();
        command.env("TERM", "xterm-256color");
        for (name, folder) in [
            ("HOME", ""),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_RUNTIME_DIR", "run"),
        ] {
            command.env(name, home.path().join(folder));
        }
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        let arrived = Arrived { parser: vt100::Parser::new(rows(size), columns(size), 0), bytes: Vec::new() };
        let arrived = Arc::new((Mutex::new(arrived), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let seen = Arc::clone(&arrived);
        std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let mut arrived = seen.0.lock().unwrap();
                arrived.parser.process(&bytes[..count]);
                arrived.bytes.extend_from_slice(&bytes[..count]);
                seen.1.notify_all();
            }
        });
        let keyboard = pair.master.take_writer().unwrap();
        Terminal { arrived, master: pair.master, _slave: pair.slave, keyboard, child, before, home }
    }
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn columns(size: (u16, u16)) -> NonZeroU16 {
    NonZeroU16::new(size.0).unwrap()
}

fn rows(size: (u16, u16)) -> NonZeroU16 {
    NonZeroU16::new(size.1).unwrap()
}

fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a terminal has settings"))
}

impl Terminal {
    /// Types these bytes, as a terminal sends them.
    pub fn type_in(&mut self, bytes: &str) {
        self.keyboard.write_all(bytes.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        let pid = self.child.process_id().map(|id| Pid::from_raw(id.cast_signed())).unwrap();
        kill(pid, signal).unwrap();
    }

    /// Changes the size of the window.
    pub fn resize(&self, width: u16, height: u16) {
        let size = (width, height);
        self.arrived.0.lock().unwrap().parser.screen_mut().set_size(rows(size), columns(size));
        self.master.resize(pty_size(size)).unwrap();
    }

    /// The home of what runs in it.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// What the screen shows.
    pub fn shown(&self) -> String {
        self.arrived.0.lock().unwrap().parser.screen().contents()
    }

    /// Every byte that was written so far.
    pub fn written(&self) -> Vec<u8> {
        self.arrived.0.lock().unwrap().bytes.clone()
    }

    /// Waits until the screen is as wanted; `what` says so in the words of a failure.
    pub fn until<T>(&self, what: &str, mut wanted: impl FnMut(&vt100::Screen) -> Option<T>) -> T {
        let mut found = None;
        let (arrived, news) = &*self.arrived;
        let held = arrived.lock().unwrap();
        let over = news.wait_timeout_while(held, DEADLINE, |arrived| {
            found = wanted(arrived.parser.screen());
            found.is_none()
        });
        let last = over.unwrap().0.parser.screen().contents();
        found.unwrap_or_else(|| panic!("waited in vain for {what}; the screen:\n{last}"))
    }

    /// Waits until all that was written, as text, is as wanted; `what` says so in the words of a failure.
    pub fn until_written<T>(&self, what: &str, mut wanted: impl FnMut(&str) -> Option<T>) -> T {
        let mut found = None;
        let (arrived, news) = &*self.arrived;
        let held = arrived.lock().unwrap();
        let over = news.wait_timeout_while(held, DEADLINE, |arrived| {
            found = wanted(&String::from_utf8_lossy(&arrived.bytes));
            found.is_none()
        });
        let last = over.unwrap().0.parser.screen().contents();
        found.unwrap_or_else(|| panic!("waited in vain for {what}; the screen:\n{last}"))
    }

    /// Waits until the screen shows `text`.
    pub fn wait(&self, text: &str) {
        self.until(&format!("{text:?}"), |screen| screen.contents().contains(text).then_some(()));
    }

    /// Waits until the screen shows `text` no more.
    pub fn gone(&self, text: &str) {
        self.until(&format!("{text:?} to go"), |screen| (!screen.contents().contains(text)).then_some(()));
    }

    /// Waits until a row of the screen has all of these in it, and gives the row.
    pub fn row(&self, words: &[&str]) -> String {
        let has_all = |line: &&str| words.iter().all(|word| line.contains(word));
        self.until(&format!("a row with {words:?}"), |screen| {
            screen.contents().lines().find(has_all).map(str::to_owned)
        })
    }

    /// Goes to the accounts, once they are there.
    pub fn accounts(&mut self) {
        self.wait("SANDBOX");
        self.type_in("1");
        self.wait("on/off");
        self.row(&["a24"]);
    }

    /// Selects an account by filtering for it.
    pub fn select(&mut self, account: &str) {
        self.type_in(&format!("/\x15{account}\rg"));
        self.until(&format!("{account} to be selected"), |screen| {
            let selected = |line: &str| line.contains('▌') && line.split_whitespace().any(|word| word == account);
            screen.contents().lines().any(selected).then_some(())
        });
    }

    /// Waits until the program has left.
    pub fn left(&mut self) -> ExitStatus {
        let (done, ended) = std::sync::mpsc::channel();
        let pid = self.child.process_id();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                if ended.recv_timeout(DEADLINE).is_err() {
                    // It hangs: the test says so by what it left, and not by hanging itself.
                    if let Some(pid) = pid.map(|id| Pid::from_raw(id.cast_signed())) {
                        let _ = kill(pid, Signal::SIGKILL);
                    }
                }
            });
            let status = self.child.wait().unwrap();
            // Where nobody waits for this any more, the program was killed for hanging, which its status tells.
            let _ = done.send(());
            status
        })
    }

    /// Waits until the program has left with `status`, and checks that the terminal is as it was before.
    #[track_caller]
    pub fn leaves(&mut self, status: u32) {
        let left = self.left();
        assert_eq!((left.exit_code(), left.signal()), (status, None), "the screen:\n{}", self.shown());
        self.is_restored();
    }

    /// Checks that the terminal is as it was before the program ran.
    #[track_caller]
    pub fn is_restored(&self) {
        self.until("the terminal to be given back", |screen| {
            let is = !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None;
            is.then_some(())
        });
        assert_eq!(settings(&*self.master), self.before, "the terminal's settings are not what they were");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Whatever still runs ends with its test; a program that has left cannot be killed, and need not.
        let _ = self.child.kill();
    }
}
