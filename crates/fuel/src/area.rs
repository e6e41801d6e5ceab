//! The area as the binary composes it: pages, API, menu, rights.

use authz::Action;
use web::axum::Router;
use web::axum::routing::{get, post};
use web::{Area, NavGroup, NavItem, fl};

use crate::pages::{
    decrees, driver, standing, vehicle_quota, voucher, voucher_batch, voucher_end, voucher_list,
    voucher_new, voucher_print,
};
use crate::{STEPS, api, pages, texts};

const NAV: [NavItem; 2] = [
    NavItem {
        text: |locale| fl!(texts(locale), "vouchers"),
        href: "/voucher",
        group: NavGroup::Work,
        action: Some(Action::FuelVoucherView),
    },
    NavItem {
        text: |locale| fl!(texts(locale), "quotas"),
        href: "/kuota",
        group: NavGroup::Register,
        action: Some(Action::FuelQuotaView),
    },
];

const ACTIONS: [Action; 10] = [
    Action::FuelQuotaView,
    Action::FuelQuotaEdit,
    Action::FuelVoucherView,
    Action::FuelVoucherIssue,
    Action::FuelVoucherCancel,
    Action::FuelVoucherReissue,
    Action::FuelVoucherExpire,
    Action::FuelRedemptionAuthorise,
    Action::FuelRedemptionCapture,
    Action::FuelRedemptionView,
];

/// Quotas, vouchers and the driver's page; the site must share [`crate::VoucherKeys`].
pub fn area() -> Area {
    let vouchers = Router::new()
        .route(
            "/voucher",
            get(voucher_list::show).post(voucher_new::create),
        )
        .route("/voucher/baru", get(voucher_new::show))
        .route("/voucher/baru/banyak", get(voucher_batch::show))
        .route("/voucher/banyak", post(voucher_batch::create))
        .route("/voucher/cetak", get(voucher_print::show))
        .route(
            "/voucher/berulang",
            get(standing::list).post(standing::create),
        )
        .route("/voucher/berulang/baru", get(standing::show_new))
        .route("/voucher/berulang/{id}", get(standing::show))
        .route("/voucher/berulang/{id}/akhiri", post(standing::end))
        .route("/voucher/berulang/{id}/ulangi", post(standing::retry))
        .route("/voucher/{id}", get(voucher::show))
        .route(
            "/voucher/{id}/batal",
            get(voucher_end::ask_cancel).post(voucher_end::cancel),
        )
        .route(
            "/voucher/{id}/terbit-ulang",
            get(voucher_end::ask_reissue).post(voucher_end::reissue),
        )
        .route("/v/{link}", get(driver::show));
    let quotas = Router::new()
        .route("/kuota", get(decrees::list).post(decrees::create))
        .route("/kuota/baru", get(decrees::show_new))
        .route("/kuota/{id}", get(decrees::show))
        .route("/kuota/{id}/cabut", post(decrees::revoke))
        .route("/kuota/kendaraan/{id}", get(vehicle_quota::show));
    Area::new("fuel")
        .pages(vouchers.merge(quotas))
        .api(api::router())
        .nav(NAV)
        .actions(ACTIONS)
        .steps(&STEPS)
        .samples(pages::samples)
}
