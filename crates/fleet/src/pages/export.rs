//! The list as a workbook, with exactly the filter that is shown.

use std::collections::BTreeMap;

use authz::Reach;
use base::{AgencyId, CivilDate, Cursor, PageSize, TenantId};
use db::{Failure, Tx};
use tabular::{ListCell, ListColumn, ListFormat, ListWorkbook, WriteError};
use web::{Answer, PageFrame, Texts, WebError, fl};

use super::find::agency_name;
use super::words::{fuel_text, kind_text, meter_text, state_text};
use crate::{Vehicle, VehicleFilter, list_vehicles};

/// The most rows of a workbook; the notes say so where it was cut.
const ROWS_MAX: usize = 50_000;

/// All rows of a filter with the names of their agencies.
pub(super) fn read_rows(
    tx: &mut Tx<'_>,
    day: (TenantId, CivilDate),
    reach: &Reach,
    filter: &VehicleFilter,
) -> Result<Vec<(String, Vehicle)>, Failure> {
    let mut names = BTreeMap::<AgencyId, String>::new();
    let mut rows = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let place = (after.as_ref(), PageSize::clamped(PageSize::MAX));
        let page = list_vehicles(tx, day, reach, filter, place)?;
        for vehicle in page.items {
            let name = match names.get(&vehicle.agency) {
                Some(name) => name.clone(),
                None => agency_name(tx, day.0, vehicle.agency)?,
            };
            names.insert(vehicle.agency, name.clone());
            rows.push((name, vehicle));
        }
        let next = page.next.filter(|_| rows.len() < ROWS_MAX);
        let Some(next) = next else { return Ok(rows) };
        after = Some(Cursor::decode(&next).map_err(|error| Failure::other("read on", error))?);
    }
}

/// Answers with the workbook.
pub(super) fn workbook(
    texts: Texts,
    page: &PageFrame,
    search: &str,
    rows: &[(String, Vehicle)],
) -> Answer {
    answer("kendaraan", write(texts, page, search, rows))
}

/// A workbook as a file to be saved.
pub(super) fn answer(name: &str, workbook: Result<Vec<u8>, WriteError>) -> Answer {
    Ok(web::xlsx(name, workbook.map_err(WebError::failed)?))
}

fn write(
    texts: Texts,
    page: &PageFrame,
    search: &str,
    rows: &[(String, Vehicle)],
) -> Result<Vec<u8>, WriteError> {
    let mut list = ListWorkbook::new(&fl!(texts, "vehicles"), &columns(texts))?;
    list.note(fl!(texts, "export-made"), page.at(page.now));
    if !search.is_empty() {
        list.note(fl!(texts, "vehicles-search"), search);
    }
    if rows.len() >= ROWS_MAX {
        list.note(fl!(texts, "export-cut"), ROWS_MAX.to_string());
    }
    for (agency, vehicle) in rows {
        list.push(&cells(texts, page, agency, vehicle))?;
    }
    list.finish()
}

fn columns(texts: Texts) -> Vec<ListColumn> {
    let text = |heading| ListColumn::new(heading, ListFormat::Text);
    vec![
        text(fl!(texts, "plate")),
        text(fl!(texts, "label")),
        text(fl!(texts, "kind")),
        text(fl!(texts, "class")),
        text(fl!(texts, "agency")),
        text(fl!(texts, "state")),
        text(fl!(texts, "asset-code")),
        text(fl!(texts, "register-number")),
        text(fl!(texts, "brand")),
        text(fl!(texts, "type-name")),
        ListColumn::new(fl!(texts, "bought-year"), ListFormat::Text),
        text(fl!(texts, "chassis-number")),
        text(fl!(texts, "engine-number")),
        text(fl!(texts, "bpkb-number")),
        ListColumn::new(fl!(texts, "price"), ListFormat::Rupiah),
        text(fl!(texts, "condition")),
        ListColumn::new(fl!(texts, "tank"), ListFormat::Litres),
        text(fl!(texts, "fuel")),
        text(fl!(texts, "product")),
        text(fl!(texts, "meter")),
    ]
}

fn cells(texts: Texts, page: &PageFrame, agency: &str, vehicle: &Vehicle) -> Vec<ListCell> {
    let asset = &vehicle.asset;
    let text = |text: &Option<String>| ListCell::from(text.as_deref().unwrap_or_default());
    let number = |number: Option<i64>| number.map_or(ListCell::Empty, ListCell::Integer);
    let word = |word: String| ListCell::from(word.as_str());
    vec![
        text(&vehicle.plate),
        word(page.marked(vehicle.id, &vehicle.label)),
        word(kind_text(texts, vehicle.kind)),
        vehicle.class.as_str().into(),
        agency.into(),
        word(state_text(texts, vehicle.state)),
        text(&asset.asset_code),
        text(&asset.register_number),
        text(&asset.brand),
        text(&asset.type_name),
        text(&asset.bought_year.map(|year| year.to_string())),
        text(&asset.chassis_number),
        text(&asset.engine_number),
        text(&asset.bpkb_number),
        number(asset.price.map(base::Rupiah::get)),
        text(&asset.condition),
        number(vehicle.tank_ml.map(base::Millilitres::get)),
        word(fuel_text(texts, vehicle.fuel_kind)),
        text(&vehicle.default_product),
        word(meter_text(texts, vehicle.meter)),
    ]
}
