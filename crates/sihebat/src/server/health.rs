//! `/healthz` (the process lives), `/readyz` (it can work), `/metrics` (for the machine itself).

use std::net::SocketAddr;

use base::UtcMicros;
use db::{Access, Db, Failure, params};
use serde::Serialize;
use web::axum::extract::{ConnectInfo, Request, State};
use web::axum::http::StatusCode;
use web::axum::response::{IntoResponse as _, Response};
use web::axum::routing::get;
use web::axum::{Json, Router};

use super::measures;
use crate::machine::{INSTALLATION, Machine};
use crate::schema;
use crate::tasks::{CityList, SealStatus};

/// Entries may wait so long for their place before the server says it is not well.
const SEAL_LAG_SECONDS_MAX: i64 = 300;

/// What the answers are made of.
#[derive(Clone)]
pub(super) struct Health {
    machine: Machine,
    db: Db,
    cities: CityList,
    status: SealStatus,
}

impl Health {
    pub(super) fn new(machine: &Machine, db: &Db, cities: &CityList, status: &SealStatus) -> Self {
        Self {
            machine: machine.clone(),
            db: db.clone(),
            cities: cities.clone(),
            status: status.clone(),
        }
    }
}

pub(super) fn routes(health: Health) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(show_readiness))
        .route("/metrics", get(show_metrics))
        .with_state(health)
}

/// Whether this server can work, part by part.
#[derive(Debug, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one line of the answer"
)]
struct Readiness {
    ready: bool,
    database: bool,
    schema: bool,
    /// Entries of the journal without a place in the log.
    unsealed: i64,
    /// Age of the oldest of them, in seconds.
    seal_lag_seconds: i64,
    /// Whether this process holds the sealer's lease.
    sealing: bool,
}

async fn show_readiness(State(health): State<Health>) -> Response {
    let readiness = read(&health).await;
    let status = if readiness.ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(readiness)).into_response()
}

async fn read(health: &Health) -> Readiness {
    let now = health.machine.clock.now();
    let steps = health.db.read(INSTALLATION, Access::ReadOwn, |tx| {
        tx.query_one("SELECT COUNT(*) AS steps FROM schema_step", &[])?
            .get::<usize>("steps")
    });
    let steps = steps.await;
    let (unsealed, oldest) = match waiting(health).await {
        Ok(waiting) => waiting,
        Err(error) => {
            tracing::error!(%error, "the journal's waiting entries cannot be counted");
            (-1, None)
        }
    };
    let lag = oldest.map_or(0, |at: UtcMicros| now.since(at) / 1_000_000);
    let database = steps.is_ok() && unsealed >= 0;
    // Expand and contract: a newer program may have added steps while this one still runs.
    let schema = steps.is_ok_and(|steps| steps >= schema::step_count());
    Readiness {
        ready: database && schema && lag <= SEAL_LAG_SECONDS_MAX,
        database,
        schema,
        unsealed,
        seal_lag_seconds: lag,
        sealing: health.status.done_at().is_some(),
    }
}

/// How many entries wait for their place, and when the oldest was written.
async fn waiting(health: &Health) -> Result<(i64, Option<UtcMicros>), Failure> {
    let (mut count, mut oldest) = (0_i64, None);
    for tenant in health.cities.all() {
        let id = tenant.id;
        let read = move |tx: &mut db::Tx<'_>| {
            let row = tx.query_one(
                "SELECT COUNT(*) AS count, MIN(e.at) AS oldest FROM journal_pending p \
                 JOIN journal_entry e ON e.tenant_id = p.tenant_id AND e.id = p.entry_id \
                 WHERE p.tenant_id = $1",
                params![id],
            )?;
            Ok((
                row.get::<i64>("count")?,
                row.get::<Option<UtcMicros>>("oldest")?,
            ))
        };
        let (waits, at) = health.db.read(id, Access::ReadOwn, read).await?;
        count += waits;
        oldest = oldest.into_iter().chain(at).min();
    }
    Ok((count, oldest))
}

/// Answers the machine itself only: a proxy in front would hand the numbers to everyone.
async fn show_metrics(State(health): State<Health>, request: Request) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let local = peer.is_some_and(|ConnectInfo(address)| address.ip().is_loopback());
    let headers = request.headers();
    if !local || headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let readiness = read(&health).await;
    measures::gauge("sihebat_ready", i64::from(readiness.ready));
    measures::gauge("sihebat_journal_unsealed", readiness.unsealed);
    measures::gauge(
        "sihebat_journal_seal_lag_seconds",
        readiness.seal_lag_seconds,
    );
    measures::gauge("sihebat_journal_sealing", i64::from(readiness.sealing));
    measures::render().into_response()
}
