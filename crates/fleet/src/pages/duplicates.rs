//! `/kendaraan/ganda`: rows of the register that may be one and the same vehicle.

use std::collections::BTreeMap;

use authz::{Action, Resource};
use db::{Access, Failure, Tx};
use serde::Deserialize;
use tabular::{ListCell, ListColumn, ListFormat, ListWorkbook, WriteError};
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, EmptyState, ListPage, Locale, PageFrame, QueryState, Site,
    Staff, Texts, fl, render,
};

use super::export::answer;
use super::find::{agency_name, today};
use super::words::likeness_text;
use crate::{Likeness, Vehicle, VehicleId, list_look_alikes, texts};

/// Which file is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DuplicatesQuery {
    format: String,
}

/// Two rows that may be one vehicle, with the names of their agencies.
#[derive(Debug, Clone)]
struct Pair {
    one: (Vehicle, String),
    other: (Vehicle, String),
    likeness: Likeness,
}

pub(crate) async fn list_duplicates(
    staff: Staff,
    State(site): State<Site>,
    QueryState(query): QueryState<DuplicatesQuery>,
) -> Answer {
    staff.may_somewhere(Action::FleetVehicleEdit)?;
    let texts = texts(staff.locale);
    let (tenant, on, actor) = (staff.tenant(), today(&staff), staff.actor().clone());
    let sees = move |vehicle: &Vehicle| {
        let place = Resource::tenant(tenant)
            .agency(vehicle.agency)
            .unit(vehicle.unit);
        actor.may(Action::FleetVehicleEdit, &place).is_ok()
    };
    let pairs = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            read_pairs(tx, (tenant, on), &sees)
        })
        .await?;
    let page = staff.page(fl!(texts, "duplicates"));
    if query.format == "xlsx" {
        return answer("kendaraan-ganda", write(texts, &page, &pairs));
    }
    render(&list_page(texts, page, &pairs))
}

/// Pairs of which the person may change at least one row.
fn read_pairs(
    tx: &mut Tx<'_>,
    (tenant, on): (base::TenantId, base::CivilDate),
    sees: &dyn Fn(&Vehicle) -> bool,
) -> Result<Vec<Pair>, Failure> {
    let alike = list_look_alikes(tx, tenant)?;
    let mut ids: Vec<VehicleId> = alike.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut known = BTreeMap::new();
    for vehicle in crate::list_vehicles_by_ids(tx, tenant, &ids, on)? {
        let agency = agency_name(tx, tenant, vehicle.agency)?;
        known.insert(vehicle.id, (vehicle, agency));
    }
    let pair = |(one, other, likeness): (VehicleId, VehicleId, Likeness)| {
        let (one, other) = (known.get(&one)?.clone(), known.get(&other)?.clone());
        let reached = sees(&one.0) || sees(&other.0);
        reached.then_some(Pair {
            one,
            other,
            likeness,
        })
    };
    Ok(alike.into_iter().filter_map(pair).collect())
}

fn list_page(texts: Texts, page: PageFrame, pairs: &[Pair]) -> ListPage {
    let columns = [
        Column::text(fl!(texts, "vehicle")),
        Column::text(fl!(texts, "duplicate-other")),
        Column::text(fl!(texts, "twin-why")),
    ];
    let link = |(vehicle, agency): &(Vehicle, String)| {
        Cell::link(vehicle.name(), format!("/kendaraan/{}", vehicle.id))
            .below(format!("{} · {agency}", vehicle.label))
    };
    let table = DataTable::new(&page.title, columns).rows(pairs.iter().map(|pair| {
        [
            link(&pair.one),
            link(&pair.other),
            Cell::text(likeness_text(texts, pair.likeness)),
        ]
    }));
    let empty = EmptyState::new(
        fl!(texts, "duplicates-none"),
        fl!(texts, "duplicates-none-text"),
    )
    .step(fl!(texts, "vehicles"), "/kendaraan");
    ListPage::new(
        page.crumb(fl!(texts, "vehicles"), "/kendaraan"),
        table,
        empty,
    )
    .lead(fl!(texts, "duplicates-lead"))
    .exports()
}

fn write(texts: Texts, page: &PageFrame, pairs: &[Pair]) -> Result<Vec<u8>, WriteError> {
    let text = |name: String| ListColumn::new(name, ListFormat::Text);
    let columns = [
        text(fl!(texts, "vehicle")),
        text(fl!(texts, "agency")),
        text(fl!(texts, "duplicate-other")),
        text(fl!(texts, "agency")),
        text(fl!(texts, "twin-why")),
    ];
    let mut book = ListWorkbook::new(&page.title, &columns)?;
    for pair in pairs {
        book.push(&[
            ListCell::from(pair.one.0.name()),
            ListCell::from(pair.one.1.as_str()),
            ListCell::from(pair.other.0.name()),
            ListCell::from(pair.other.1.as_str()),
            ListCell::from(likeness_text(texts, pair.likeness).as_str()),
        ])?;
    }
    book.finish()
}

/// The page as it looks, for samples.
pub(crate) fn sample(locale: Locale) -> Vec<web::Sample> {
    use askama::Template as _;
    let texts = texts(locale);
    let vehicle = super::show_samples::sample_vehicle();
    let pair = Pair {
        one: (vehicle.clone(), "Dinas PUPR".to_owned()),
        other: (vehicle, "DLHK".to_owned()),
        likeness: Likeness::Chassis,
    };
    [("filled", vec![pair]), ("empty", Vec::new())]
        .into_iter()
        .map(|(case, pairs)| {
            let page = PageFrame::sample(locale, fl!(texts, "duplicates"));
            let html = list_page(texts, page, &pairs).render();
            web::Sample {
                name: format!("duplicates/{case}"),
                html: html.unwrap_or_else(|error| error.to_string()),
            }
        })
        .collect()
}
