//! Private databases on the PostgreSQL server of the test run.
#![expect(
    clippy::disallowed_types,
    reason = "tests make databases, which the product never does"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "the address of the server comes from the test run"
)]

use std::sync::atomic::{AtomicU32, Ordering};

use base::to_hex;
use db::{Location, Step};
use sha2::{Digest as _, Sha256};
use tokio_postgres::{Client, NoTls};

/// A database that one test owns.
pub(crate) struct Database {
    server: String,
    name: String,
    url: String,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

impl Database {
    pub(crate) fn create(steps: &[Step]) -> Option<Self> {
        let server = std::env::var("SIHEBAT_TEST_POSTGRES").ok()?;
        let template = ensure_template(&server, steps);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", std::process::id());
        run(
            &server,
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        );
        let url = with_database(&server, &name);
        Some(Self { server, name, url })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn remove(&self) {
        run(
            &self.server,
            &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name),
        );
    }
}

/// Makes the template for these steps once, whichever test process comes first.
fn ensure_template(server: &str, steps: &[Step]) -> String {
    let mut digest = Sha256::new();
    for step in steps {
        digest.update(step.area);
        digest.update(step.number.to_be_bytes());
        digest.update(step.sql);
    }
    let name = format!(
        "template_{}",
        to_hex(digest.finalize().get(..8).unwrap_or_default())
    );
    with_client(server, async |client| {
        // Test processes run side by side: the lock lets one build while the others wait.
        client
            .batch_execute("SELECT pg_advisory_lock(5168)")
            .await
            .expect("a lock");
        let exists = client
            .query_opt(
                "SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate",
                &[&name],
            )
            .await
            .expect("the catalogue answers")
            .is_some();
        if exists {
            return;
        }
        client
            .batch_execute(&format!("DROP DATABASE IF EXISTS {name}"))
            .await
            .expect("a half-made template goes");
        client
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .await
            .expect("a template");
        let location = Location::Postgres(with_database(server, &name));
        let steps = steps.to_vec();
        // Migrations wait on their own runtime, so they run on their own thread.
        std::thread::spawn(move || db::migrate(&location, &steps, crate::morning()))
            .join()
            .expect("the migration ends")
            .expect("the steps run on PostgreSQL");
        client
            .batch_execute(&format!("ALTER DATABASE {name} IS_TEMPLATE true"))
            .await
            .expect("the template is marked");
    });
    name
}

/// The server's address with another database's name.
fn with_database(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').unwrap_or((server, ""));
    let base = address.rsplit_once('/').map_or(address, |(base, _)| base);
    if query.is_empty() {
        format!("{base}/{name}")
    } else {
        format!("{base}/{name}?{query}")
    }
}

fn run(server: &str, sql: &str) {
    with_client(server, async |client| {
        client
            .batch_execute(sql)
            .await
            .expect("the server does as asked");
    });
}

fn with_client(server: &str, f: impl AsyncFnOnce(&Client)) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(server, NoTls)
            .await
            .expect("the test server answers");
        let driver = async {
            // The connection ends with the client.
            let _ = connection.await;
        };
        let work = async {
            f(&client).await;
            drop(client);
        };
        tokio::join!(driver, work);
    });
}
