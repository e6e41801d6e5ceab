//! The area as the binary composes it.

use authz::Action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::axum::Router;
use web::axum::routing::{get, post};
use web::{Area, NavGroup, NavItem, fl};

use crate::pages::{
    contract_forms, price_forms, prices, products, pump, rules, station, station_forms, stations,
};
use crate::{api, texts};

/// Stations, prices, products and rules for the office; enrolment and shifts for the pump.
pub fn area() -> Area {
    Area::new("stations")
        .pages(office().merge(pump_pages()))
        .api(
            OpenApiRouter::new()
                .routes(routes!(api::list_stations))
                .routes(routes!(api::list_prices))
                .routes(routes!(
                    api::list_price_notices_page,
                    api::create_price_notice
                )),
        )
        .nav([
            NavItem {
                text: |locale| fl!(texts(locale), "stations"),
                href: "/spbu",
                group: NavGroup::Register,
                action: Some(Action::FuelStationView),
            },
            NavItem {
                text: |locale| fl!(texts(locale), "prices"),
                href: "/harga",
                group: NavGroup::Register,
                action: Some(Action::FuelPriceView),
            },
            NavItem {
                text: |locale| fl!(texts(locale), "products"),
                href: "/produk",
                group: NavGroup::Register,
                action: Some(Action::FuelPriceView),
            },
            NavItem {
                text: |locale| fl!(texts(locale), "rules"),
                href: "/aturan-produk",
                group: NavGroup::Register,
                action: Some(Action::FuelRuleEdit),
            },
        ])
        .actions([
            Action::FuelStationView,
            Action::FuelStationEdit,
            Action::FuelContractEdit,
            Action::FuelStockReport,
            Action::FuelPriceView,
            Action::FuelPriceEdit,
            Action::FuelRuleEdit,
            Action::FuelShiftOpen,
            Action::IdentityDeviceEnrol,
        ])
        .samples(crate::pages::samples)
}

fn office() -> Router<web::Site> {
    Router::new()
        .route("/spbu", get(stations::list).post(station_forms::create))
        .route("/spbu/baru", get(station_forms::new))
        .route("/spbu/{id}", get(station::show).post(station_forms::update))
        .route("/spbu/{id}/ubah", get(station_forms::edit))
        .route("/spbu/{id}/stok", post(station::report_stock))
        .route("/spbu/{id}/kontrak/baru", get(contract_forms::new_contract))
        .route("/spbu/{id}/kontrak", post(contract_forms::create_contract))
        .route(
            "/kontrak-spbu/{id}/akhiri",
            get(contract_forms::new_ending).post(contract_forms::end),
        )
        .route("/spbu/{id}/perangkat", post(station::invite))
        .route("/perangkat/{id}/tautan", post(station::renew_link))
        .route("/perangkat/{id}/cabut", post(station::withdraw))
        .route("/harga", get(prices::list).post(price_forms::create))
        .route("/harga/baru", get(price_forms::new))
        .route(
            "/harga/{id}/batal",
            get(price_forms::new_withdrawal).post(price_forms::withdraw),
        )
        .route("/produk", get(products::list).post(products::create))
        .route("/produk/baru", get(products::new))
        .route("/produk/standar", post(products::add_standard))
        .route("/produk/{code}/ubah", get(products::edit))
        .route("/produk/{code}", post(products::update))
        .route("/aturan-produk", get(rules::list).post(rules::create))
        .route("/aturan-produk/baru", get(rules::new))
        .route("/aturan-produk/standar", post(rules::add_standard))
        .route(
            "/aturan-produk/{id}/akhiri",
            get(rules::new_ending).post(rules::end),
        )
}

fn pump_pages() -> Router<web::Site> {
    Router::new()
        .route(
            "/pompa/daftar/{link}",
            get(pump::show_link).post(pump::enrol),
        )
        .route("/pompa/shift", get(pump::show_shift).post(pump::open))
        .route("/pompa/shift/tutup", post(pump::close))
}
