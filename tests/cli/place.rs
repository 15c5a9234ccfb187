//! Where the binary runs: an empty home of its own, perhaps with a config, perhaps beside a sandbox that is served.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::schemas;

/// A home with nothing in it but what a test puts there.
pub struct Place {
    home: TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    pub status: i32,
    pub out: String,
    pub said: String,
}

impl Ended {
    /// The result as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Checks the exit status.
    #[track_caller]
    pub fn with(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }

    /// Checks that the person is told this.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.said.contains(words), "{words:?} is not in {self:?}");
        self
    }
}

impl Place {
    pub fn empty() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    /// With a config of one sandbox connection at `base_url`.
    pub fn connected(base_url: &str) -> Self {
        Self::with_config(&format!(
            "[[connections]]\nname = \"india-a\"\nprovider = \"withdraw-tool\"\nenvironment = \"sandbox\"\n\
             base_url = \"{base_url}\"\nheaders = {{ Authorization = \"Bearer sandbox-operator-token\" }}\n\
             poll = {{ active = \"100ms\", idle = \"100ms\" }}\ntimeouts = {{ connect = \"2s\", total = \"5s\" }}\n"
        ))
    }

    /// With this config, in the platform's place for it.
    pub fn with_config(text: &str) -> Self {
        let place = Self::empty();
        std::fs::create_dir_all(place.config().parent().unwrap()).unwrap();
        std::fs::write(place.config(), text).unwrap();
        place
    }

    /// Where the config is, or would be.
    pub fn config(&self) -> PathBuf {
        self.path("config/paytop/config.toml")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The binary with these arguments, to be run here.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paytop"));
        command.args(arguments).current_dir(self.home.path()).env_clear();
        command.env("HOME", self.home.path());
        for (name, folder) in [("XDG_CONFIG_HOME", "config"), ("XDG_STATE_HOME", "state"), ("XDG_DATA_HOME", "data")] {
            command.env(name, self.path(folder));
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs it without a terminal; the line is split at spaces. JSON that it prints has to be what its schema says.
    #[track_caller]
    pub fn run(&self, line: &str) -> Ended {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let ended = ended(self.command(&arguments).spawn().unwrap());
        schemas::must_hold(line, &ended.out);
        ended
    }

    /// Runs it with this on its standard input.
    #[track_caller]
    pub fn run_with(&self, line: &str, input: &str) -> Ended {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let mut child = self.command(&arguments).stdin(Stdio::piped()).spawn().unwrap();
        // Who needs no input may have left before it is written.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let ended = ended(child);
        schemas::must_hold(line, &ended.out);
        ended
    }
}

/// Waits for its end.
pub fn ended(child: Child) -> Ended {
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ended { status: output.status.code().unwrap_or(-1), out: text(output.stdout), said: text(output.stderr) }
}

/// A sandbox that `paytop sandbox` serves until this is dropped.
pub struct Served {
    child: Child,
    /// What it printed after its address.
    pub out: BufReader<ChildStdout>,
    pub url: String,
    _place: Place,
}

impl Served {
    /// Serves one with these flags, at a free port.
    pub fn start(flags: &str) -> Self {
        let place = Place::empty();
        let mut arguments = vec!["sandbox", "--listen", "127.0.0.1:0"];
        arguments.extend(flags.split_whitespace());
        let mut child = place.command(&arguments).stderr(Stdio::null()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let url = line.trim().rsplit(' ').next().unwrap().to_owned();
        assert!(url.starts_with("http://127.0.0.1:"), "it prints its address: {line:?}");
        Self { child, out, url, _place: place }
    }

    /// One of the sandbox's own endpoints.
    pub fn own(&self, path: &str) -> Value {
        on_its_own(get(&format!("{}{path}", self.url)))
    }

    /// Sends the SMS that waits at the handset, as its holder.
    pub fn send_sms(&self, message: &Value) {
        let body = serde_json::json!({"to": message["phone"], "text": message["text"]});
        let request = client().post(format!("{}/sandbox/handset/send", self.url)).json(&body);
        assert!(on_its_own(async { request.send().await.unwrap().status().is_success() }));
    }

    /// The newest message for this account, once it is there.
    pub fn message(&self, account: &str) -> Value {
        let url = format!("{}/sandbox/handset", self.url);
        let look = async {
            loop {
                let handset = get(&url).await;
                let messages = handset["messages"].as_array().unwrap();
                if let Some(message) = messages.iter().find(|message| message["payAccountId"] == account) {
                    return message.clone();
                }
            }
        };
        let found = on_its_own(async { tokio::time::timeout(Duration::from_secs(30), look).await });
        found.unwrap_or_else(|_| panic!("no message arrived for {account}"))
    }
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

async fn get(url: &str) -> Value {
    let text = client().get(url).send().await.unwrap().text().await.unwrap();
    serde_json::from_str(&text).unwrap()
}

fn on_its_own<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The six digits in a message.
pub fn code(message: &Value) -> String {
    let text = message["text"].as_str().unwrap();
    text.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 6).unwrap().to_owned()
}
