//! `/kendaraan/kelas`: the classes of vehicles and machines, with what they usually burn.

use authz::Action;
use base::Millilitres;
use db::{Access, Tx};
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, EmptyState, ListPage, Locale, PageFrame, Site, Staff, Texts,
    fl, render,
};

use super::find::class_name;
use super::words::{kind_text, meter_text};
use crate::{Meter, VehicleClass, texts};

pub(crate) async fn list_classes(staff: Staff, State(site): State<Site>) -> Answer {
    staff.may_somewhere(Action::FleetVehicleView)?;
    let texts = texts(staff.locale);
    let tenant = staff.tenant();
    let read = move |tx: &mut Tx<'_>| crate::list_classes(tx, tenant);
    let classes = site.db()?.read(tenant, Access::ReadOwn, read).await?;
    let page = staff.page(fl!(texts, "classes"));
    // Classes have no ids: the city's are one record, named like the city.
    let trail = format!("/jejak/vehicle_class/{tenant}");
    render(&classes_page(texts, page, &classes, trail))
}

fn classes_page(
    texts: Texts,
    page: PageFrame,
    classes: &[VehicleClass],
    trail: String,
) -> ListPage {
    let columns = [
        Column::text(fl!(texts, "class")),
        Column::text(fl!(texts, "kind")),
        Column::text(fl!(texts, "class-meter")),
        Column::text(fl!(texts, "class-norm")),
    ];
    let table = DataTable::new(&page.title, columns).rows(classes.iter().map(|class| {
        let href = format!("/kendaraan?kelas={}", class.code);
        [
            Cell::link(class_name(class, page.locale), href),
            Cell::text(kind_text(texts, class.kind)),
            Cell::text(meter_text(texts, class.meter)),
            Cell::text(norm_text(texts, class)),
        ]
    }));
    let empty = EmptyState::new(fl!(texts, "classes-none"), fl!(texts, "classes-none-text"))
        .step(fl!(texts, "vehicle-new"), "/kendaraan/baru");
    let may_see_trail = page.may(Action::JournalTrailView);
    let page = page.crumb(fl!(texts, "vehicles"), "/kendaraan");
    let list = ListPage::new(page, table, empty).lead(fl!(texts, "classes-lead"));
    if may_see_trail {
        list.action(fl!(texts, "trail"), trail)
    } else {
        list
    }
}

/// What a class usually burns: on 100 kilometres, or in an hour of work.
fn norm_text(texts: Texts, class: &VehicleClass) -> String {
    let Some((low, high)) = class.norm_ml else {
        return "–".to_owned();
    };
    let times = if class.meter == Meter::HourMeter {
        1
    } else {
        100
    };
    let [low, high] =
        [low, high].map(|norm| Millilitres::new(norm.saturating_mul(times)).to_string());
    if class.meter == Meter::HourMeter {
        fl!(texts, "norm-hour", low = low, high = high)
    } else {
        fl!(texts, "norm-distance", low = low, high = high)
    }
}

/// The list as it looks, for samples.
pub(crate) fn sample(locale: Locale) -> Vec<web::Sample> {
    use askama::Template as _;
    let texts = texts(locale);
    [("filled", crate::standard_classes()), ("empty", Vec::new())]
        .into_iter()
        .map(|(case, classes)| {
            let page = PageFrame::sample(locale, fl!(texts, "classes"));
            let page = classes_page(texts, page, &classes, "/jejak/vehicle_class/1".to_owned());
            web::Sample {
                name: format!("vehicle-classes/{case}"),
                html: page.render().unwrap_or_else(|error| error.to_string()),
            }
        })
        .collect()
}
