//! The pages of the journey, in its order.

mod answer;
mod check;
mod check_form;
mod fill;
mod fill_form;
mod key_set;
mod parts;
mod photos;
mod recap;
mod receipt;
mod scan;
mod stock;
pub(crate) mod words;

use blobs::UPLOAD_BYTES_MAX;
use web::axum::Router;
use web::axum::routing::{get, post};
use web::{Area, Upload, sample};

use crate::gate::NotEnrolledPage;
use crate::{ACTIONS, STEPS};

/// The attendant's pages; the site shares `blobs::Blobs`, `fuel::VoucherKeys` and `identity::Identity`.
pub fn area() -> Area {
    // Three photos a form.
    let uploads = Upload::<()>::limit(3 * UPLOAD_BYTES_MAX);
    let with_photos = Router::new()
        .route(
            "/pompa/voucher/{id}",
            get(check::show_voucher).post(check::create_hold),
        )
        .route(
            "/pompa/isi/{id}",
            get(fill::show_hold).post(fill::create_redemption),
        )
        .layer(uploads);
    let pages = Router::new()
        .route("/pompa", get(scan::show_scan))
        .route("/pompa/pindai", post(scan::create_scan))
        .route(key_set::PATH, get(key_set::show_key_set))
        .route("/pompa/isi/{id}/batal", post(fill::release_hold))
        .route("/pompa/struk/{id}", get(receipt::show_receipt))
        .route(
            "/pompa/kosong",
            get(stock::show_stock).post(stock::update_stock),
        )
        .route("/pompa/rekap", get(recap::show_own_recap))
        .route("/pompa/rekap/{id}", get(recap::show_recap))
        .route(
            "/pompa/voucher/{id}/pengemudi/{person}",
            get(photos::show_driver),
        )
        .route("/foto/{hash}", get(photos::show_photo))
        .merge(with_photos);
    Area::new("pump")
        .pages(pages)
        .actions(ACTIONS)
        .steps(&STEPS)
        .samples(|locale| {
            [
                sample::<NotEnrolledPage>(locale),
                sample::<scan::ScanPage>(locale),
                sample::<answer::AnswerPage>(locale),
                sample::<check::CheckPage>(locale),
                sample::<fill::FillPage>(locale),
                sample::<receipt::ReceiptPage>(locale),
                sample::<recap::RecapPage>(locale),
                sample::<stock::StockPage>(locale),
            ]
            .concat()
        })
}
