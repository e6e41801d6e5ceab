//! The JSON side: vouchers, redemptions and quotas for other programs.

mod quotas;
mod redemptions;
mod vouchers;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::Site;

/// The endpoints of the area.
pub(crate) fn router() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(vouchers::list_vouchers_json, vouchers::issue_json))
        .routes(routes!(vouchers::issue_batch_json))
        .routes(routes!(vouchers::show_json))
        .routes(routes!(vouchers::cancel_json))
        .routes(routes!(vouchers::reissue_json))
        .routes(routes!(redemptions::authorise_json))
        .routes(routes!(redemptions::list_json))
        .routes(routes!(redemptions::capture_json))
        .routes(routes!(redemptions::release_json))
        .routes(routes!(redemptions::show_json))
        .routes(routes!(quotas::explain_json))
}
