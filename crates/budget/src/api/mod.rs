//! The JSON side.

pub(crate) mod lines;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::Site;

/// The endpoints of the area.
pub(crate) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(lines::list_lines))
        .routes(routes!(lines::show_line))
        .routes(routes!(lines::set_ceilings))
}
