//! A withdrawal whose process was killed, as by `kill -9`, after the provider had acted: after the restart it is
//! unconfirmed, and the provider, asked by its id, settles it. The provider's ledger has it once.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use paytop::sandbox::{Options, Sandbox};
use serde_json::Value;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::terminal::{Start, Terminal};

/// A provider that outlives the program, with a clock of its own.
struct Provider {
    runtime: tokio::runtime::Runtime,
    address: SocketAddr,
    now: Arc<Mutex<Timestamp>>,
    _stop: DropGuard,
}

impl Provider {
    fn open() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let now = Arc::new(Mutex::new("2026-11-20T10:00:00Z".parse().unwrap()));
        let told = Arc::clone(&now);
        let stop = CancellationToken::new();
        let address = runtime.block_on(async {
            let sandbox = Sandbox::bind(([127, 0, 0, 1], 0).into(), Options::default()).unwrap();
            let sandbox = sandbox.with_clock(Arc::new(move || *told.lock().unwrap()));
            let address = sandbox.address();
            tokio::spawn(sandbox.serve(stop.clone()));
            address
        });
        Self { runtime, address, now, _stop: stop.drop_guard() }
    }

    /// Lets its time go on.
    fn pass(&self, seconds: i64) {
        *self.now.lock().unwrap() += SignedDuration::from_secs(seconds);
    }

    /// The withdrawals it has taken on: their ids and statuses.
    fn ledger(&self) -> Vec<(String, Option<u64>)> {
        let ledger = self.runtime.block_on(async {
            let client = reqwest::Client::builder().no_proxy().build().unwrap();
            let asked = client.get(format!("http://{}/sandbox/withdrawals", self.address)).send().await.unwrap();
            serde_json::from_str::<Value>(&asked.text().await.unwrap()).unwrap()
        });
        let row = |row: &Value| (row["withdrawal_id"].as_str().unwrap().to_owned(), row["status"].as_u64());
        ledger["withdrawals"].as_array().unwrap().iter().map(row).collect()
    }

    /// Writes a config that leads to it.
    fn config(&self, home: &Path) {
        let config = format!(
            "[[connections]]\nname = \"shop\"\nprovider = \"paykassma\"\nenvironment = \"sandbox\"\n\
             base_url = \"http://{}\"\nsecret = \"sandbox-plugin-secret\"\nprivate_key = \"sandbox-private-key\"\n\
             poll = {{ active = \"1s\", idle = \"5s\" }}\n",
            self.address
        );
        std::fs::create_dir_all(home.join("config/paytop")).unwrap();
        std::fs::write(home.join("config/paytop/config.toml"), config).unwrap();
    }
}

/// Pays so much to an account at PayTM, up to the yes.
fn pay(terminal: &mut Terminal, number: &str, amount: &str) {
    terminal.wait("1 Balances");
    terminal.type_in("2");
    terminal.wait("today");
    terminal.type_in("n");
    terminal.wait("New withdrawal at shop");
    terminal.type_in(&format!("\t{number}\t{amount}\t\t55\t\t\t\r"));
    terminal.wait("enter pay");
    terminal.type_in("\r");
}

#[test]
fn one_that_was_killed_after_the_provider_acted_is_settled_by_its_ledger_and_paid_once() {
    let provider = Provider::open();
    let start = Start::paytop(&[]).with("PAYTOP_FAULT", "kill:after-answer");
    provider.config(start.home());
    let mut killed = start.run();
    pay(&mut killed, "9876543210", "500");
    let left = killed.left();
    assert!(!left.success(), "it was to be killed: {left:?}");
    let taken = provider.ledger();
    assert_eq!(taken.len(), 1, "the provider has acted: {taken:?}");
    assert_eq!(taken[0].1, None, "and has not paid yet");

    let mut again = Start::paytop(&[]).at_home_of(&killed).run();
    // The journal comes before anything else, and what it does not know is first in it.
    again.wait("One change from before is UNCONFIRMED");
    again.row(&["pay INR 500.00", "? unconfirmed"]);
    again.wait("?1");
    // The provider has nothing to tell of it yet, and that settles nothing.
    again.wait("Postback not found");
    // The same once more is asked for by the first one's name.
    let twin = &taken[0].0[taken[0].0.len() - 6..];
    again.type_in("2");
    again.wait("today");
    again.type_in("n");
    again.wait("New withdrawal at shop");
    again.type_in("\t9876543210\t500\t\t55\t\t\t\r");
    again.wait(&format!("Type {twin} to go on"));
    again.type_in("\x1b");
    again.gone("to go on");
    again.type_in("\x1b");
    again.wait("would be lost");
    again.type_in("\x1b");
    again.gone("New withdrawal");

    provider.pass(120);
    again.row(&["paytm", "settled"]);
    again.gone("1 unconfirmed");
    let paid = provider.ledger();
    assert_eq!((paid.len(), &paid[0].0), (1, &taken[0].0), "nothing was sent again: {paid:?}");
    let happened = match paid[0].1 {
        Some(1) => "settled, it happened",
        Some(5) => "settled, it did not happen",
        status => panic!("it has come to its end: {status:?}"),
    };
    again.wait(happened);
    again.type_in("q");
    again.leaves(0);
}
