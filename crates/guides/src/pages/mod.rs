//! `/panduan` and `/panduan/NAME`.

mod list;
mod show;

use web::Area;
use web::axum::Router;
use web::axum::routing::get;

/// The guides, for everybody.
pub fn area() -> Area {
    Area::new("guides")
        .pages(
            Router::new()
                .route("/panduan", get(list::list_guides))
                .route("/panduan/{name}", get(show::show_guide)),
        )
        .samples(|locale| [web::sample::<show::GuidePage>(locale), list::sample(locale)].concat())
}
