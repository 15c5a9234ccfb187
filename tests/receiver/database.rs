//! While the database cannot be written nothing is said to be received; once it can, everything goes on by itself.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

use super::kit::{House, settings, signed, signer, withdrawal};

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_locked_is_503_and_then_ok() {
    let house = House::hasty();
    assert_eq!(house.post("/paykassma/withdrawal", signed(withdrawal("1", 1), "shop")).await.0, 200);
    let mut other = SqliteConnectOptions::new().filename(house.file()).connect().await.unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let body = signed(withdrawal("2", 1), "shop");
    let (status, told) = house.post("/paykassma/withdrawal", body.clone()).await;
    assert_eq!((status, told.contains("send it again")), (503, true), "{told}");
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    assert_eq!(house.post("/paykassma/withdrawal", body).await.0, 200);
    assert_eq!(house.received().await.received.len(), 2);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_away_is_503_and_used_again_when_it_is_back() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    let house = House::open();
    assert_eq!(house.post("/paykassma/withdrawal", signed(withdrawal("1", 1), "shop")).await.0, 200);
    // The disk is unmounted: the folder is another one, and nothing can be made in it.
    let (here, away) = (house.folder.path().to_owned(), house.folder.path().with_extension("away"));
    fs::rename(&here, &away).unwrap();
    fs::write(&here, "not a folder").unwrap();
    let body = signed(withdrawal("2", 1), "shop");
    assert_eq!(house.post("/paykassma/withdrawal", body.clone()).await.0, 503);
    fs::remove_file(&here).unwrap();
    fs::rename(&away, &here).unwrap();
    fs::set_permissions(&here, Permissions::from_mode(0o700)).unwrap();
    assert_eq!(house.post("/paykassma/withdrawal", body).await.0, 200);
    assert_eq!(house.received().await.received.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_on_disk() {
    let house = House::open();
    for number in 0..20 {
        let body = signed(withdrawal(&number.to_string(), 1), "shop");
        assert_eq!(house.post("/paykassma/withdrawal", body).await.0, 200);
    }
    // Copied as a power cut would leave it: nothing is closed.
    let copy = tempfile::tempdir().unwrap();
    for ending in ["", "-wal"] {
        let name = format!("paytop.db{ending}");
        std::fs::copy(house.folder.path().join(&name), copy.path().join(&name)).unwrap();
    }
    let copied = House::within(copy, settings(), &[signer("shop")]);
    assert_eq!(copied.received().await.received.len(), 20);
}
