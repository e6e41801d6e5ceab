//! Numbers for Prometheus: requests by route and status, how long they took, what the areas count.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use web::axum::Router;
use web::axum::extract::{MatchedPath, Request};
use web::axum::middleware::{self, Next};
use web::axum::response::Response;

/// Upper bounds of latency, in seconds: pages aim at 60 ms, requests end at 30 s.
const BOUNDS: [f64; 11] = [
    0.002, 0.005, 0.01, 0.025, 0.06, 0.12, 0.25, 0.5, 1.0, 5.0, 30.0,
];

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

fn recorder() -> Option<&'static PrometheusHandle> {
    let start = || {
        let builder = PrometheusBuilder::new().set_buckets(&BOUNDS).ok()?;
        builder
            .install_recorder()
            .inspect_err(|error| tracing::error!(%error, "no metrics are kept"))
            .ok()
    };
    RECORDER.get_or_init(start).as_ref()
}

/// Joins the routers and measures every request.
pub(super) fn measured(pages: Router, health: Router) -> Router {
    recorder();
    pages.merge(health).layer(middleware::from_fn(measure))
}

async fn measure(request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let route = path.map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().as_str().to_owned();
    let begun = Instant::now();
    let response = next.run(request).await;
    let took: Duration = begun.elapsed();
    let status = response.status().as_u16().to_string();
    metrics::counter!(
        "sihebat_http_requests_total",
        "route" => route.clone(), "method" => method, "status" => status
    )
    .increment(1);
    metrics::histogram!("sihebat_http_seconds", "route" => route).record(took.as_secs_f64());
    response
}

/// Sets a number that is read when it is asked for.
pub(super) fn gauge(name: &'static str, value: i64) {
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts and seconds, far below 2^52"
    )]
    metrics::gauge!(name).set(value as f64);
}

/// All numbers in Prometheus's text form.
pub(super) fn render() -> String {
    let Some(recorder) = recorder() else {
        return String::new();
    };
    recorder.run_upkeep();
    recorder.render()
}
