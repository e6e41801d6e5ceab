//! The list as XLSX: what was written, and beside it what follows from it.

use authz::Reach;
use base::{Cursor, Page};
use db::Tx;
use tabular::{ListCell, ListColumn, ListFormat, ListWorkbook};
use web::{Answer, STEP_ROWS, Site, Staff, Texts, WebError, fl, write_in_steps};

use super::names::Names;
use super::words::doubt_name;
use crate::{Exact, LineKind, Purchase, PurchaseFilter, list_purchases};

/// The most rows of one file.
const ROWS_MAX: usize = 50_000;

fn columns(texts: Texts) -> Vec<ListColumn> {
    let decimal = ListFormat::Decimal(3);
    vec![
        ListColumn::new(fl!(texts, "bought-at"), ListFormat::DateTime),
        ListColumn::new(fl!(texts, "vehicle-text"), ListFormat::Text),
        ListColumn::new(fl!(texts, "vehicle"), ListFormat::Text),
        ListColumn::new(fl!(texts, "agency"), ListFormat::Text),
        ListColumn::new(fl!(texts, "kind"), ListFormat::Text),
        ListColumn::new(fl!(texts, "product"), ListFormat::Text),
        ListColumn::new(fl!(texts, "quantity"), decimal),
        ListColumn::new(fl!(texts, "unit"), ListFormat::Text),
        ListColumn::new(fl!(texts, "volume-litres"), ListFormat::Litres),
        ListColumn::new(fl!(texts, "unit-price"), decimal),
        ListColumn::new(fl!(texts, "amount"), decimal),
        ListColumn::new(fl!(texts, "net-amount"), decimal),
        ListColumn::new(fl!(texts, "currency"), ListFormat::Text),
        ListColumn::new(fl!(texts, "meter"), decimal),
        ListColumn::new(fl!(texts, "meter-unit"), ListFormat::Text),
        ListColumn::new(fl!(texts, "meter-value"), ListFormat::Integer),
        ListColumn::new(fl!(texts, "station"), ListFormat::Text),
        ListColumn::new(fl!(texts, "reference"), ListFormat::Text),
        ListColumn::new(fl!(texts, "doubts"), ListFormat::Text),
    ]
}

fn row((texts, zone): (Texts, &base::Zone), names: &Names, purchase: &Purchase) -> Vec<ListCell> {
    let number = |exact: Option<Exact>| {
        exact.map_or(ListCell::Empty, |exact| ListCell::Decimal(exact.decimal()))
    };
    let whole = |number: Option<i64>| number.map_or(ListCell::Empty, ListCell::Integer);
    let kind = match purchase.kind {
        LineKind::Fuel => fl!(texts, "fuel"),
        LineKind::NonFuel => fl!(texts, "non-fuel"),
    };
    let known = purchase.vehicle.map(|_| names.vehicle(purchase));
    let meter = purchase.meter.as_ref();
    let doubts: Vec<String> = purchase
        .doubts
        .iter()
        .map(|doubt| doubt_name(texts, doubt))
        .collect();
    vec![
        ListCell::DateTime(zone.local(purchase.bought_at)),
        purchase.vehicle_text.as_str().into(),
        known.unwrap_or_default().into(),
        names.agency(purchase).into(),
        kind.as_str().into(),
        names.product(purchase).into(),
        number(Some(purchase.quantity)),
        purchase.unit.as_str().into(),
        whole(purchase.volume.map(base::Millilitres::get)),
        number(purchase.unit_price),
        number(Some(purchase.amount)),
        number(purchase.net),
        purchase.currency.to_uppercase().as_str().into(),
        number(meter.map(|meter| meter.shown)),
        meter.map_or("", |meter| meter.unit.as_str()).into(),
        whole(meter.and_then(|meter| meter.value)),
        names.station(purchase).into(),
        purchase.reference.as_deref().unwrap_or_default().into(),
        doubts.join(", ").as_str().into(),
    ]
}

/// Answers with the purchases of a filter as XLSX; the file is made off the threads that serve
/// pages.
pub(super) async fn answer(
    staff: &Staff,
    site: &Site,
    texts: Texts,
    (reach, filter): (Reach, PurchaseFilter),
) -> Answer {
    let zone = staff.city().zone.clone();
    let (tenant, today) = (staff.tenant(), zone.date(staff.now()));
    let book =
        ListWorkbook::new(&fl!(texts, "purchases"), &columns(texts)).map_err(WebError::failed)?;
    let read = move |tx: &mut Tx<'_>, after: Option<&Cursor>| {
        let (found, next) = Page::read_on(after, STEP_ROWS, |after, size| {
            list_purchases(tx, tenant, &reach, &filter, (after, size))
        })?;
        let names = Names::load(tx, (tenant, today), &found)?;
        Ok(((found, names), next))
    };
    let write = move |book: &mut ListWorkbook, (found, names): (Vec<Purchase>, Names)| {
        let mut cells = found.iter().map(|one| row((texts, &zone), &names, one));
        cells.try_for_each(|cells| book.push(&cells))
    };
    let place = (site.db()?, tenant, ROWS_MAX);
    let finished = write_in_steps(place, book, read, (write, ListWorkbook::finish)).await?;
    Ok(web::xlsx(&format!("pembelian-{today}"), finished))
}
