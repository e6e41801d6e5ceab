//! Pages and forms.

mod ceilings_form;
mod charts;
mod export;
mod found;
mod history;
mod line;
mod line_form;
mod list;
mod month;
pub(crate) mod words;

use web::axum::Router;
use web::axum::routing::{get, post};
use web::{Locale, Sample, Site, sample};

/// The pages of the area.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/pagu", get(list::list_lines).post(line_form::create_line))
        .route("/pagu/baru", get(line_form::new_line))
        .route("/pagu/{id}", get(line::show_line))
        .route(
            "/pagu/{id}/ubah",
            get(line_form::edit_line).post(line_form::update_line),
        )
        .route(
            "/pagu/{id}/isi",
            get(ceilings_form::edit_ceilings).post(ceilings_form::update_ceilings),
        )
        .route("/pagu/{id}/riwayat", get(history::list_changes))
        .route("/pagu/{id}/bulan/{month}", get(month::show_month))
        .route(
            "/pagu/{id}/bulan/{month}/bekukan",
            post(month::freeze_month),
        )
        .route("/pagu/{id}/bulan/{month}/buka", post(month::unfreeze_month))
}

/// Every page in its usual, empty and wrong states.
pub(crate) fn samples(locale: Locale) -> Vec<Sample> {
    [
        sample::<list::LinesPage>(locale),
        sample::<line::LinePage>(locale),
        sample::<month::MonthPage>(locale),
        sample::<line_form::LineFormPage>(locale),
        sample::<ceilings_form::CeilingsPage>(locale),
        sample::<history::HistoryPage>(locale),
    ]
    .concat()
}
