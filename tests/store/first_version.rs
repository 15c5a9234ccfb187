//! A journal of the first version, as it was written then, opened by the program as it is: nothing of it is lost, and
//! its chain holds. The file beside this is never changed: it is what users have.

use paytop::domain::{BalanceSample, ConnectionId, Currency, IntentState, Sighting, WalletKey};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};

use super::kit::*;

/// What the first version wrote, as SQL; the hashes in it were made by another program.
const FIRST: &str = include_str!("first_version.sql");

async fn first_version(home: &Home) {
    let options = SqliteConnectOptions::new().filename(home.file()).create_if_missing(true);
    let mut bare = options.connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(FIRST)).execute(&mut bare).await.unwrap();
    bare.close().await.unwrap();
}

#[tokio::test]
async fn a_journal_of_the_first_version_is_read_and_gone_on_with() {
    let home = Home::new();
    first_version(&home).await;
    let store = home.run();
    let before = entries(&*store).await;
    assert_eq!(before.len(), 6);
    assert_holds(&*store).await;

    let intents = store.intents(None, None).await.unwrap();
    assert_eq!(
        intents.iter().map(words).collect::<Vec<_>>(),
        [vec!["planned", "sent", "unconfirmed", "settled"], vec!["planned", "sent"]]
    );
    let first = &intents[0];
    assert_eq!(first.id.to_string(), "019caf00-0000-7000-8000-0000000000a1");
    assert_eq!(first.connection.as_str(), "live");
    assert_eq!(first.account.as_ref().unwrap().as_str(), "69a5c1");
    assert_eq!(first.amount.as_ref().unwrap().to_string(), "INR 1,500.50");
    assert_eq!(first.operator.as_str(), "asha");
    assert_eq!(first.shown, ["Withdraw?", "INR 1,500.50 leaves CARD ••••••4321"]);
    assert_eq!(first.planned(), "2026-03-02T12:00:00Z".parse().unwrap());
    let IntentState::Settled(settlement) = first.state() else { panic!("{:?}", first.state()) };
    assert_eq!((settlement.happened, settlement.by.as_str()), (Some(false), "ravi"));
    assert_eq!(settlement.evidence, "not on the bank's statement");

    // The second is still on its way, of a run that is no more; and a twin of it is one.
    assert_eq!(store.recover(minute(60)).await.unwrap(), 1);
    let twin = on("live", order("69a5c2", 200));
    let why = refused(&*store, &twin, &free(), 61).await;
    assert!(why.contains(&intents[1].id.short()), "{why}");
    let after = entries(&*store).await;
    assert_eq!(after[..6], before, "as they stood there");
    assert_holds(&*store).await;

    let seen: Vec<Sighting> = store.remembered(jiff::Timestamp::MIN).await.unwrap();
    assert!(seen.is_empty(), "what later versions brought is there");
    let key = WalletKey { connection: ConnectionId::new("live"), wallet: "paytm".into(), currency: Currency::inr() };
    let look = Sighting::Balance(BalanceSample { key, at: noon(), amount: "-1080.125".parse().unwrap() });
    store.remember(std::slice::from_ref(&look), noon()).await.unwrap();
    assert_eq!(store.remembered(noon()).await.unwrap(), [look]);
}

#[tokio::test]
async fn it_is_changed_over_once_however_many_open_it() {
    let home = Home::new();
    first_version(&home).await;
    let stores: Vec<_> = (0..4).map(|_| home.run()).collect();
    let opened = futures_util::future::join_all(stores.iter().map(|store| store.prove(noon()))).await;
    assert!(opened.iter().all(Result::is_ok), "{opened:?}");
    let mut bare = home.bare().await;
    let versions = sqlx::query("SELECT version, success FROM _sqlx_migrations ORDER BY version");
    let versions = versions.fetch_all(&mut bare).await.unwrap();
    assert!(versions.len() > 1);
    assert!(versions.iter().all(|row| row.get::<bool, _>(1)));
    let numbers: Vec<i64> = versions.iter().map(|row| row.get(0)).collect();
    assert!(numbers[0] == 1 && numbers.windows(2).all(|pair| pair[0] < pair[1]), "each once: {numbers:?}");
}
