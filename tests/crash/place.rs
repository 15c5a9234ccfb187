//! Where a storm takes place: a sandbox, what stands before it, and a home with a config and a journal.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use paytop::domain::{Intent, IntentState};
use paytop::sandbox::{Options, Sandbox};
use paytop::store::{self, RunId, Store};
use serde_json::Value;
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::sync::mpsc;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::between::{Between, Held};
use crate::truth::Truth;

/// How long anything may take before the test gives up.
pub const DEADLINE: Duration = Duration::from_mins(1);

/// A CARD account of the sandbox's usual world.
pub const CARD: &str = "a2";

/// Where a storm takes place.
pub struct Place {
    pub between: Between,
    pub held: mpsc::UnboundedReceiver<Held>,
    home: TempDir,
    sandbox: String,
    _stop: DropGuard,
}

impl Place {
    /// With a sandbox that is made so, and these lines more in the config of a connection to its tool accounts.
    pub async fn new(options: Options, more: &str) -> Self {
        Self::with(options, |address| {
            format!(
                "[[connections]]\nname = \"india-a\"\nprovider = \"withdraw-tool\"\nenvironment = \"sandbox\"\n\
                 base_url = \"http://{address}\"\n\
                 headers = {{ Authorization = \"Bearer sandbox-operator-token\" }}\n\
                 timeouts = {{ connect = \"5s\", total = \"30s\" }}\n{more}\n"
            )
        })
        .await
    }

    /// With a sandbox that is made so, and a connection to its merchant.
    pub async fn shop(options: Options) -> Self {
        Self::with(options, |address| {
            format!(
                "[[connections]]\nname = \"shop\"\nprovider = \"paykassma\"\nenvironment = \"sandbox\"\n\
                 base_url = \"http://{address}\"\nsecret = \"sandbox-plugin-secret\"\n\
                 private_key = \"sandbox-private-key\"\ntimeouts = {{ connect = \"5s\", total = \"30s\" }}\n"
            )
        })
        .await
    }

    /// With a sandbox that is made so, and a connection to its payees.
    pub async fn payouts(options: Options) -> Self {
        Self::with(options, |address| {
            format!(
                "[[connections]]\nname = \"payouts\"\nprovider = \"yuansfer\"\nenvironment = \"sandbox\"\n\
                 base_url = \"http://{address}\"\nmerchant_no = \"202333\"\nstore_no = \"301854\"\n\
                 token = \"17cfc0170ef1c017b4a929d233d6e65e\"\n\
                 timeouts = {{ connect = \"5s\", total = \"30s\" }}\n"
            )
        })
        .await
    }

    /// The address of what the sandbox tells of itself.
    pub fn own(&self, what: &str) -> String {
        format!("{}{what}", self.sandbox)
    }

    /// With a sandbox that is made so, and the connection that this writes for its address.
    async fn with(options: Options, connection: impl FnOnce(SocketAddr) -> String) -> Self {
        let sandbox = Sandbox::bind(([127, 0, 0, 1], 0).into(), options).unwrap();
        let provider = sandbox.address();
        let stop = CancellationToken::new();
        tokio::spawn(sandbox.serve(stop.clone()));
        let (between, address, held) = Between::start(provider).await;
        let home = tempfile::tempdir().unwrap();
        let config = format!("[ui]\ntime_zone = \"Asia/Kolkata\"\n{}", connection(address));
        std::fs::create_dir_all(home.path().join("config/paytop")).unwrap();
        std::fs::write(home.path().join("config/paytop/config.toml"), config).unwrap();
        Self { between, held, home, sandbox: format!("http://{provider}"), _stop: stop.drop_guard() }
    }

    /// A file in the folder the program runs in.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The journal's file.
    pub fn journal(&self) -> PathBuf {
        self.home.path().join("data/paytop/paytop.db")
    }

    /// The program, about to order this amount, with these faults.
    pub fn order(&self, amount: u32, faults: &str) -> Command {
        let amount = amount.to_string();
        self.program(&["tool", "order", "create", CARD, "--amount", &amount, "--yes"], faults)
    }

    /// The program with these arguments and faults.
    pub fn program(&self, arguments: &[&str], faults: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paytop"));
        command.args(arguments);
        self.at_home(&mut command, faults);
        command
    }

    /// Lets a command run in the home of this place.
    pub fn at_home(&self, command: &mut Command, faults: &str) {
        command.current_dir(self.home.path()).env_clear().env("HOME", self.home.path()).env("PAYTOP_FAULT", faults);
        for (name, folder) in [("XDG_CONFIG_HOME", "config"), ("XDG_STATE_HOME", "state"), ("XDG_DATA_HOME", "data")] {
            command.env(name, self.home.path().join(folder));
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    }

    /// Waits until an order is held on its way.
    pub async fn next_held(&mut self) -> Held {
        tokio::time::timeout(DEADLINE, self.held.recv()).await.expect("no order came").expect("it still stands there")
    }

    /// The journal as a later run finds it: what earlier runs left behind taken up.
    pub async fn after(&self) -> Arc<dyn Store> {
        let run = RunId::new(Timestamp::UNIX_EPOCH, std::array::from_fn(|_| fastrand::u8(..)));
        let store = store::open(&format!("sqlite://{}", self.journal().display()), run).unwrap();
        store.recover(Timestamp::UNIX_EPOCH).await.unwrap();
        store
    }

    /// Every intent of the journal, after it was taken up by a later run.
    pub async fn intents(&self) -> Vec<Intent> {
        let store = self.after().await;
        let intents = store.intents(None, None).await.unwrap();
        store.close().await;
        intents
    }

    /// The ledger against the journal.
    pub async fn truth(&self) -> Truth {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut amounts = Vec::new();
        for ledger in ["orders", "withdrawals"] {
            let url = format!("{}/sandbox/{ledger}", self.sandbox);
            let rows: Value =
                serde_json::from_str(&client.get(url).send().await.unwrap().text().await.unwrap()).unwrap();
            amounts.extend(rows[ledger].as_array().unwrap().iter().map(|row| row["amount"].as_u64().unwrap()));
        }
        let store = self.after().await;
        let intents = store.intents(None, None).await.unwrap();
        let entries = store.entries(0, usize::MAX).await.unwrap();
        store.close().await;
        for intent in &intents {
            assert!(
                !matches!(intent.state(), IntentState::Planned | IntentState::Sent),
                "a run that ended left it on its way: {intent:?}"
            );
        }
        Truth::new(amounts.into_iter().map(|amount| u32::try_from(amount).unwrap()), &intents, &entries)
    }
}

/// How a child ends, within the deadline.
pub async fn ended(mut child: Child) -> ExitStatus {
    tokio::time::timeout(DEADLINE, child.wait()).await.expect("it did not end").unwrap()
}

/// Kills a child as by `kill -9`, and waits until it is dead.
pub async fn kill(mut child: Child) {
    child.kill().await.unwrap();
}
