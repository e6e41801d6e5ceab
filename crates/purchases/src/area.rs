//! The area as the binary composes it: pages, API, menu, rights.

use authz::Action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::axum::Router;
use web::axum::routing::get;
use web::{Area, NavGroup, NavItem, fl};

use crate::pages::{list, show};
use crate::{STEPS, api, pages, texts};

/// The history of purchases.
pub fn area() -> Area {
    Area::new("purchases")
        .pages(
            Router::new()
                .route("/pembelian", get(list::show))
                .route("/pembelian/{id}", get(show::show)),
        )
        .api(OpenApiRouter::new().routes(routes!(api::list_json)))
        .nav([NavItem {
            text: |locale| fl!(texts(locale), "purchases"),
            href: "/pembelian",
            group: NavGroup::Oversight,
            action: Some(Action::PurchaseHistoryView),
        }])
        .actions([Action::PurchaseHistoryView, Action::PurchaseHistoryImport])
        .steps(&STEPS)
        .samples(pages::samples)
}
