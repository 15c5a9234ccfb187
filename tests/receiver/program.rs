//! `paytop postbacks listen` as a process: it says where it is and what came, and ends when it is told to.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::kit::{ACCESS, PRIVATE, WITHDRAWAL_KEY, deposit, post, signed, withdrawal};

fn config(folder: &Path) -> String {
    let path = folder.join("config.toml");
    let journal = folder.join("paytop.db");
    let text = format!(
        "[store]\nurl = \"sqlite://{}\"\n[[connections]]\nname = \"shop\"\nprovider = \"paykassma\"\n\
         environment = \"sandbox\"\nbase_url = \"http://127.0.0.1:9\"\nsecret = \"hush-hush-7\"\n\
         private_key = \"{WITHDRAWAL_KEY}-shop\"\npostback_access_key = \"{ACCESS}-shop\"\n\
         postback_private_key = \"{PRIVATE}-shop\"\n",
        journal.display()
    );
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn paytop(config: &str, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_paytop"))
        .args(arguments)
        .args(["--config", config])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Its output up to the line that has this in it.
fn until(out: &mut impl BufRead, wanted: &str) -> String {
    let mut told = String::new();
    while !told.contains(wanted) {
        assert_ne!(out.read_line(&mut told).unwrap(), 0, "it ended without {wanted}: {told}");
    }
    told
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn it_listens_tells_and_ends() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path());
    let mut listening = paytop(&config, &["postbacks", "listen", "--listen", "127.0.0.1:0"]);
    let mut out = BufReader::new(listening.stdout.take().unwrap());
    let told = until(&mut out, "Stop it with ctrl-c.");
    assert!(told.contains("POST /paykassma/deposit") && told.contains("keys of shop"), "{told}");
    let at = told.split("http://").nth(1).unwrap().split_whitespace().next().unwrap();
    let at: SocketAddr = at.parse().unwrap();
    assert_eq!(post(at, "/paykassma/withdrawal", signed(withdrawal("77", 5), "shop")).await.0, 200);
    let line = until(&mut out, "verified");
    assert!(line.contains("verified: withdrawal 77, INR 500.00, rejected, of shop"), "{line}");
    assert_eq!(post(at, "/paykassma/deposit", deposit("88", "mall")).await.0, 502);
    let line = until(&mut out, "unverified");
    assert!(line.contains("incorrect signature"), "{line}");

    // A second one is told why not.
    let taken = ["postbacks", "listen", "--listen", &at.to_string()];
    let second = paytop(&config, &taken).wait_with_output().unwrap();
    let words = String::from_utf8(second.stderr).unwrap();
    assert_eq!((second.status.code(), words.contains("another program listens there")), (Some(2), true), "{words}");

    let pid = nix::unistd::Pid::from_raw(listening.id().cast_signed());
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM).unwrap();
    assert_eq!(listening.wait().unwrap().code(), Some(0));
    let mut said = String::new();
    listening.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains("received no more"), "{said}");

    let listed = paytop(&config, &["postbacks", "list", "-o", "json"]).wait_with_output().unwrap();
    let rows: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    let found: Vec<_> = rows.as_array().unwrap().iter().map(|row| (row["id"].as_str(), &row["verified"])).collect();
    assert_eq!(found, [(None, &false.into()), (Some("77"), &true.into())]);
}

#[test]
fn without_keys_there_is_nothing_to_listen_with() {
    let folder = tempfile::tempdir().unwrap();
    let path = config(folder.path());
    let text = std::fs::read_to_string(&path).unwrap();
    let without: Vec<&str> = text.lines().filter(|line| !line.contains("key =")).collect();
    std::fs::write(&path, without.join("\n")).unwrap();
    let ended = paytop(&path, &["postbacks", "listen", "--listen", "127.0.0.1:0"]).wait_with_output().unwrap();
    let words = String::from_utf8(ended.stderr).unwrap();
    assert_eq!((ended.status.code(), words.contains("no connection has the keys")), (Some(2), true), "{words}");
}
