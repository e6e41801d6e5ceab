//! What those who watch the money see: the board, the stream of redemptions, kartu kendali, recaps.
//!
//! Architecture invariant: nothing here changes anything.
#![warn(missing_docs)]

mod api;
mod documents;
mod office;
mod pages;
mod reading;

use authz::Action;
use web::axum::Router;
use web::axum::routing::get;
use web::{Area, NavGroup, NavItem, fl};

web::area_texts!("oversight");

pub use documents::{DocumentPrinter, Documents, NoDocument, Printing};

/// The area: pages, menu, rights.
pub fn area() -> Area {
    Area::new("oversight")
        .pages(
            Router::new()
                .route("/", get(pages::board::show_board))
                .route("/pengisian", get(pages::redemptions::list_redemptions))
                .route("/pengisian/{id}", get(pages::redemption::show_redemption))
                .route("/kartu", get(pages::cards::list_cards))
                .route("/kartu/{vehicle}/{month}", get(pages::card::show_card))
                .route("/rekap/{agency}/{month}", get(pages::recap::show_recap))
                .route("/periksa", get(pages::check::find_document))
                .route(
                    "/periksa/kartu/{vehicle}/{month}",
                    get(pages::check::check_card),
                )
                .route(
                    "/periksa/rekap/{agency}/{month}",
                    get(pages::check::check_recap),
                ),
        )
        .api(api::router())
        .nav([
            NavItem {
                text: |locale| fl!(texts(locale), "nav-start"),
                href: "/",
                group: NavGroup::Work,
                action: None,
            },
            NavItem {
                text: |locale| fl!(texts(locale), "nav-redemptions"),
                href: "/pengisian",
                group: NavGroup::Oversight,
                action: Some(Action::FuelRedemptionView),
            },
            NavItem {
                text: |locale| fl!(texts(locale), "nav-cards"),
                href: "/kartu",
                group: NavGroup::Oversight,
                action: Some(Action::FuelCardView),
            },
        ])
        .actions([
            Action::FuelRedemptionView,
            Action::FuelCardView,
            Action::BudgetLineView,
        ])
        .samples(pages::samples)
}
