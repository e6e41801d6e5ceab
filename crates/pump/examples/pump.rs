//! A pump that stands ready, for looking at the journey: `cargo run -p pump --example pump`.
//!
//! Prints the address, the cookie of the device and the codes of some vouchers, as one JSON line.
//! The city's clock stands still at a Tuesday morning; everything ends with the program.

use std::io::Write as _;
use std::sync::Arc;

use base::ManualClock;
use blobs::{BlobStore, Blobs};
use identity::{Cost, DataKey, Hasher, Identity};
use testkit::{TENANT, TestDb, morning};
use web::{Cities, City, SigningKey, SiteParts};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let steps = [fuel::testkit::steps().as_slice(), &pump::STEPS].concat();
    let (test, fuel) = tokio::task::spawn_blocking(move || {
        let test = TestDb::sqlite(&steps);
        let fuel = fuel::testkit::found_city(&test.db);
        (test, fuel)
    })
    .await?;
    let (db, city_fuel) = (test.db.clone(), fuel.clone());
    let codes = tokio::task::spawn_blocking(move || {
        let issue = |_| city_fuel.issued(&db).code;
        (0..12).map(issue).collect::<Vec<_>>()
    })
    .await?;
    let folder = tempfile::tempdir()?;
    let city = City {
        tenant: TENANT,
        name: "Kota Kupang".to_owned(),
        zone: base::Zone::named("Asia/Makassar")?,
        simulated: true,
    };
    let hasher = Hasher::start(1, Cost::Test, &base::SystemEntropy)?;
    let mut parts = SiteParts::new(Cities::single(city), SigningKey::new([7; 32]))
        .share(test.db.clone())
        .share(Identity::new(hasher, DataKey::new([5; 32])))
        .share(Blobs::start(BlobStore::open(folder.path())?, 1)?)
        .share(fuel.keys.clone());
    parts.clock = Arc::new(ManualClock::at(morning()));
    parts.sessions = Arc::new(stations::DeviceSessions::new(test.db.clone()));
    let router = web::compose(vec![pump::area(), stations::area()], parts);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let ready = serde_json::json!({
        "url": format!("http://{}", listener.local_addr()?),
        "session": fuel.pump.token,
        "codes": codes,
    });
    writeln!(std::io::stdout(), "{ready}")?;
    web::serve(listener, router, web::shutdown_signal()).await?;
    Ok(())
}
