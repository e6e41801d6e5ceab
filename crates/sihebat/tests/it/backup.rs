use std::path::Path;
use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use base::{TenantId, Uuid};
use blobs::BlobStore;
use db::{Access, Db, Location, Options};

use crate::house::{
    House, Load, empty_postgres, folder_of, notices_of, program, succeeded, tenant,
};
use crate::tills::Tills;
use crate::town::Town;

const PASSPHRASE: &str = "lontar di tepi teluk";

/// A house that was backed up under load, and what was acknowledged before.
struct BackedUp {
    house: House,
    photo: blobs::BlobHash,
    notices: usize,
    redemptions: u64,
}

/// Takes a backup while clients write and tills redeem.
fn backed_up_under_load() -> BackedUp {
    let house = House::sqlite();
    let town = Town::found(&house);
    let db = house.open();
    let city = tenant(&db);
    db.close();
    let photo = BlobStore::open(house.data().join("blobs"))
        .unwrap()
        .put(city, b"a photo")
        .unwrap();
    let passphrase = house.write("passphrase", PASSPHRASE);
    let running = house.serve();
    let load = Load::start(running.address, &house.token, &Arc::new(AtomicU64::new(0)));
    let mut tills = Tills::start(&town);
    tills.turn_to(&[running.address]);
    tills.resume();
    tills.wait_for(5);
    load.wait_for(30);
    let notices = load.acknowledged.lock().unwrap().len();
    let redemptions = tills.acknowledged();
    let file = house.path("backup");
    house.succeed(&[
        "backup",
        folder_of(&file),
        "--with-keys",
        folder_of(&passphrase),
    ]);
    load.wait_for(notices + 10);
    load.end();
    tills.finish();
    running.ask_to_end();
    assert!(running.wait().1);
    BackedUp {
        house,
        photo,
        notices,
        redemptions,
    }
}

/// How much was redeemed: rows, rupiah, and what the ledger holds of it.
fn totals(db: &Db) -> (u64, i64, i64) {
    let city = tenant(db);
    db.read_blocking(city, Access::ReadOwn, move |tx| {
        let redeemed = tx.query_one(
            "SELECT COUNT(*) AS count, CAST(SUM(amount) AS BIGINT) AS amount FROM redemption \
             WHERE tenant_id = $1",
            db::params![city],
        )?;
        let posted = tx.query_one(
            "SELECT CAST(SUM(posted) AS BIGINT) AS posted FROM ledger_account \
             WHERE tenant_id = $1 AND unit = 'rupiah'",
            db::params![city],
        )?;
        let count = redeemed.get("count")?;
        Ok((count, redeemed.get("amount")?, posted.get("posted")?))
    })
    .unwrap()
}

fn restore(house: &House, data: &Path, database: Option<&str>) -> Output {
    let mut command = program();
    command
        .arg("restore")
        .arg(house.path("backup"))
        .arg("--data")
        .arg(data);
    command.arg("--with-keys").arg(house.path("passphrase"));
    command.args(
        database
            .map(|url| ["--database", url])
            .into_iter()
            .flatten(),
    );
    command.output().unwrap()
}

/// Restores elsewhere and compares what is there with what was there.
fn compare(database: Option<&str>) {
    let BackedUp {
        house,
        photo,
        notices,
        redemptions,
    } = backed_up_under_load();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("elsewhere");
    let told = succeeded(restore(&house, &data, database), &["restore"]);
    assert!(told.contains("INTACT"), "{told}");

    let location = match database {
        Some(url) => Location::Postgres(url.to_owned()),
        None => Location::Sqlite(data.join("sihebat.db")),
    };
    let options = Options {
        readers: 1,
        writers: 1,
        ..Options::for_cores(1)
    };
    let db = Db::open(&location, &options).unwrap();
    let (restored, original) = (notices_of(&db), house.notices());
    assert!(
        restored.len() >= notices,
        "what was acknowledged before the backup is in it"
    );
    assert!(restored.iter().all(|number| original.contains(number)));
    let (count, amount, posted) = totals(&db);
    assert!(count >= redemptions, "{count} of {redemptions} redemptions");
    assert_eq!(amount, posted, "redemptions and ledger are of one moment");
    let city = tenant(&db);
    let found = BlobStore::open(data.join("blobs"))
        .unwrap()
        .read(city, &photo)
        .unwrap();
    assert_eq!(found.as_deref(), Some(&b"a photo"[..]));
    let same = |path: &Path| std::fs::read_to_string(path.join("keys/keys.toml")).unwrap();
    assert_eq!(same(&data), same(&house.data()));
    db.close();
    let again = restore(&house, &data, database);
    assert!(
        !again.status.success(),
        "a database with a city is never written over"
    );
}

#[test]
fn a_backup_under_load_is_whole_elsewhere() {
    compare(None);
}

#[test]
fn a_backup_of_sqlite_is_whole_on_postgres() {
    let Some((_test, url)) = empty_postgres() else {
        return;
    };
    compare(Some(&url));
}

#[test]
fn a_backup_proves_itself_and_a_damaged_one_is_refused() {
    let BackedUp { house, .. } = backed_up_under_load();
    let file = house.path("backup");
    let told = house.succeed(&["verify", folder_of(&file)]);
    assert!(told.contains("INTACT"), "{told}");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    *bytes.get_mut(middle).unwrap() ^= 1;
    std::fs::write(&file, &bytes).unwrap();
    let output = house.run(&["verify", folder_of(&file)]);
    assert_eq!(
        output.status.code(),
        Some(2),
        "neither intact nor altered: unreadable"
    );
}

#[test]
fn a_wrong_passphrase_restores_no_keys() {
    let BackedUp { house, .. } = backed_up_under_load();
    house.write("passphrase", "a guess of somebody");
    let folder = tempfile::tempdir().unwrap();
    let output = restore(&house, folder.path(), None);
    assert_eq!(output.status.code(), Some(2));
    assert!(!folder.path().join("keys/keys.toml").exists());
}

#[test]
fn the_snapshot_is_one_moment() {
    // Every notice in the backup has its journal entry in it: neither came without the other.
    let BackedUp { house, .. } = backed_up_under_load();
    let folder = tempfile::tempdir().unwrap();
    succeeded(restore(&house, folder.path(), None), &["restore"]);
    let location = Location::Sqlite(folder.path().join("sihebat.db"));
    let db = Db::open(&location, &Options::for_cores(1)).unwrap();
    let city = tenant(&db);
    let (notices, entries) = db
        .read_blocking(TenantId::new(Uuid::nil()), Access::ReadOwn, move |tx| {
            let count = |tx: &mut db::Tx<'_>, sql: &str| {
                tx.query_one(sql, db::params![city])?.get::<u64>("count")
            };
            Ok((
                count(
                    tx,
                    "SELECT COUNT(*) AS count FROM price_notice WHERE tenant_id = $1",
                )?,
                count(
                    tx,
                    "SELECT COUNT(*) AS count FROM journal_entry \
                     WHERE tenant_id = $1 AND action = 'fuel.price.edit'",
                )?,
            ))
        })
        .unwrap();
    assert_eq!(entries, notices);
    assert!(notices > 0);
}
