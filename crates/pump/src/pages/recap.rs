//! What a shift dispensed, product by product: on the screen, on paper, as XLSX; and its end.

use askama::Template;
use authz::{Action, Resource};
use base::{Millilitres, Rupiah, UtcMicros};
use db::{Access, Failure, Tx};
use serde::Deserialize;
use stations::{Shift, ShiftId};
use tabular::{ListCell, ListColumn, ListFormat, ListWorkbook, WriteError};
use web::axum::extract::{Path, State};
use web::axum::http::HeaderValue;
use web::axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use web::axum::response::{IntoResponse as _, Response};
use web::{
    Answer, Cell, Column, DataTable, FrameKind, Locale, PageFrame, QueryState, Samples, Site,
    Staff, Texts, WebError, fl, redirect, render,
};

use super::parts::{name_of, person_name, product_name, vehicle_names};
use crate::gate::AtDevice;
use crate::store;
use crate::texts;

/// In which form the recap is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RecapQuery {
    format: String,
}

struct Line {
    at: UtcMicros,
    code: String,
    plate: String,
    product: String,
    volume: Millilitres,
    amount: Rupiah,
    is_doubtful: bool,
}

struct Total {
    product: String,
    count: i64,
    volume: Millilitres,
    amount: Rupiah,
}

struct Recap {
    shift: Shift,
    station: String,
    attendant: String,
    totals: Vec<Total>,
    lines: Vec<Line>,
}

impl Recap {
    fn sum(&self) -> Total {
        let sum = |part: fn(&Total) -> i64| self.totals.iter().map(part).sum();
        Total {
            product: String::new(),
            count: sum(|total| total.count),
            volume: Millilitres::new(sum(|total| total.volume.get())),
            amount: Rupiah::new(sum(|total| total.amount.get())),
        }
    }
}

fn load(tx: &mut Tx<'_>, staff: &Staff, id: ShiftId) -> Result<Option<Recap>, Failure> {
    let tenant = staff.tenant();
    let Some(shift) = stations::lookup_shift(tx, tenant, id)? else {
        return Ok(None);
    };
    let resource = Resource::tenant(tenant).station(shift.station);
    if staff.may(Action::FuelRedemptionView, &resource).is_err() {
        return Ok(None);
    }
    let products = stations::list_products(tx, tenant)?;
    let totals = store::list_shift_totals(tx, tenant, &shift)?;
    let fills = store::list_shift_fills(tx, tenant, &shift)?;
    let vehicles: Vec<_> = fills.iter().map(|fill| fill.vehicle).collect();
    let on = staff.city().zone.date(shift.opened_at);
    let names = vehicle_names(tx, tenant, &vehicles, on)?;
    let station = stations::lookup_station(tx, tenant, shift.station)?;
    Ok(Some(Recap {
        station: station
            .map(|station| station.name.clone())
            .unwrap_or_default(),
        attendant: person_name(tx, tenant, Some(shift.attendant))?,
        totals: totals
            .into_iter()
            .map(|total| Total {
                product: product_name(&products, &total.product),
                count: total.count,
                volume: total.volume,
                amount: total.amount,
            })
            .collect(),
        lines: fills
            .into_iter()
            .map(|fill| Line {
                at: fill.at,
                plate: name_of(&names, &fill.vehicle),
                product: product_name(&products, &fill.product),
                code: fill.code,
                volume: fill.volume,
                amount: fill.amount,
                is_doubtful: fill.is_doubtful,
            })
            .collect(),
        shift,
    }))
}

/// The totals of a shift.
#[derive(Debug, Template)]
#[template(path = "pump/recap.html")]
pub(crate) struct RecapPage {
    page: PageFrame,
    texts: Texts,
    station: String,
    attendant: String,
    from: String,
    until: String,
    totals: DataTable,
    lines: Option<DataTable>,
    is_open: bool,
    is_at_pump: bool,
}

/// The recap of the shift that is open here, else the page where one is opened.
pub(crate) async fn show_own_recap(device: AtDevice, State(site): State<Site>) -> Answer {
    let (tenant, id, now) = (device.tenant(), device.device.id, device.now());
    let shift = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            stations::lookup_open_shift(tx, tenant, id, now)
        })
        .await?;
    Ok(match shift {
        Some(shift) => redirect(format!("/pompa/rekap/{}", shift.id)),
        None => redirect("/pompa/shift"),
    })
}

pub(crate) async fn show_recap(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<ShiftId>,
    QueryState(query): QueryState<RecapQuery>,
) -> Answer {
    staff.may_somewhere(Action::FuelRedemptionView)?;
    let asking = staff.clone();
    let recap = site
        .db()?
        .read(staff.tenant(), Access::ReadOwn, move |tx| {
            load(tx, &asking, id)
        })
        .await?
        .ok_or_else(WebError::not_found)?;
    let texts = texts(staff.locale);
    let page = staff
        .page(fl!(texts, "recap"))
        .kind(FrameKind::Print)
        .script("pump");
    if query.format == "xlsx" {
        let content = workbook(&page, texts, &recap).map_err(WebError::failed)?;
        return Ok(download(content, &format!("rekap-{id}.xlsx")));
    }
    let is_open = recap.shift.is_open(staff.now());
    let own = stations::acting_device(staff.actor()) == Some(recap.shift.device);
    render(&recap_page(page, texts, &recap, (is_open, own)))
}

fn recap_page(
    page: PageFrame,
    texts: Texts,
    recap: &Recap,
    (is_open, is_at_pump): (bool, bool),
) -> RecapPage {
    let cells = |total: &Total, name: String| {
        [
            Cell::text(name),
            Cell::text(page.count(total.count)),
            Cell::text(total.volume),
            Cell::text(total.amount),
        ]
    };
    let columns = [
        Column::text(fl!(texts, "product")),
        Column::number(fl!(texts, "recap-count")),
        Column::number(fl!(texts, "volume")),
        Column::number(fl!(texts, "amount")),
    ];
    let rows = recap
        .totals
        .iter()
        .map(|total| cells(total, total.product.clone()));
    let totals = DataTable::new(fl!(texts, "recap-totals"), columns)
        .rows(rows)
        .total(cells(&recap.sum(), fl!(texts, "recap-sum")));
    let until = recap.shift.closed_at;
    RecapPage {
        from: page.at(recap.shift.opened_at),
        until: until.map_or_else(|| fl!(texts, "recap-still-open"), |at| page.at(at)),
        totals,
        lines: (!recap.lines.is_empty()).then(|| line_table(&page, texts, recap)),
        station: recap.station.clone(),
        attendant: recap.attendant.clone(),
        is_open,
        is_at_pump,
        page,
        texts,
    }
}

fn line_table(page: &PageFrame, texts: Texts, recap: &Recap) -> DataTable {
    let columns = [
        Column::text(fl!(texts, "time")),
        Column::text(fl!(texts, "vehicle")),
        Column::text(fl!(texts, "product")),
        Column::number(fl!(texts, "volume")),
        Column::number(fl!(texts, "amount")),
    ];
    let rows = recap.lines.iter().map(|line| {
        let doubtful = if line.is_doubtful {
            fl!(texts, "fill-doubtful")
        } else {
            String::new()
        };
        [
            Cell::text(page.time(line.at)),
            Cell::text(&line.plate).below(&line.code),
            Cell::text(&line.product).below(doubtful),
            Cell::text(line.volume),
            Cell::text(line.amount),
        ]
    });
    DataTable::new(fl!(texts, "recap-lines"), columns).rows(rows)
}

/// The lines as a workbook; the totals stand in its notes.
fn workbook(page: &PageFrame, texts: Texts, recap: &Recap) -> Result<Vec<u8>, WriteError> {
    let columns = [
        ListColumn::new(fl!(texts, "time"), ListFormat::DateTime),
        ListColumn::new(fl!(texts, "code"), ListFormat::Text),
        ListColumn::new(fl!(texts, "vehicle"), ListFormat::Text),
        ListColumn::new(fl!(texts, "product"), ListFormat::Text),
        ListColumn::new(fl!(texts, "volume-litres"), ListFormat::Litres),
        ListColumn::new(fl!(texts, "amount"), ListFormat::Rupiah),
    ];
    let mut book =
        ListWorkbook::new(&fl!(texts, "recap"), &columns)?.notes_named(&fl!(texts, "recap-totals"));
    for line in &recap.lines {
        book.push(&[
            ListCell::DateTime(page.city.zone.local(line.at)),
            line.code.as_str().into(),
            line.plate.as_str().into(),
            line.product.as_str().into(),
            ListCell::Integer(line.volume.get()),
            ListCell::Integer(line.amount.get()),
        ])?;
    }
    book.note(fl!(texts, "station"), recap.station.clone());
    book.note(fl!(texts, "attendant"), recap.attendant.clone());
    book.note(fl!(texts, "recap-from"), page.at(recap.shift.opened_at));
    let sum = Total {
        product: fl!(texts, "recap-sum"),
        ..recap.sum()
    };
    for total in recap.totals.iter().chain([&sum]) {
        let text = format!(
            "{} · {} · {}",
            page.count(total.count),
            total.volume,
            total.amount
        );
        book.note(total.product.clone(), text);
    }
    book.finish()
}

fn download(content: Vec<u8>, name: &str) -> Response {
    let mut response = content.into_response();
    let headers = response.headers_mut();
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    response
}

impl Samples for RecapPage {
    const NAME: &'static str = "pump-recap";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        use base::Uuid;
        let texts = texts(locale);
        let page = |totals: Vec<Total>, lines: Vec<Line>, is_open: bool| {
            let frame = PageFrame::sample(locale, fl!(texts, "recap"));
            let frame = frame.kind(FrameKind::Print).script("pump");
            let id = Uuid::from_u128(1);
            let opened_at = frame.now.plus_seconds(-6 * 3_600);
            let shift = Shift {
                id: id.into(),
                device: id.into(),
                station: id.into(),
                attendant: id.into(),
                opened_at,
                ends_at: opened_at.plus_seconds(stations::SHIFT_SECONDS),
                closed_at: (!is_open).then_some(frame.now),
                ending: None,
            };
            let recap = Recap {
                shift,
                station: "SPBU Oebobo 54.851.07".to_owned(),
                attendant: "Yosef Lay".to_owned(),
                totals,
                lines,
            };
            recap_page(frame, texts, &recap, (is_open, true))
        };
        let total = |product: &str, count, volume, amount| Total {
            product: product.to_owned(),
            count,
            volume: Millilitres::new(volume),
            amount: Rupiah::new(amount),
        };
        let line = Line {
            at: UtcMicros::new(1_795_490_000_000_000),
            code: "7K3QF9M2XA".to_owned(),
            plate: "DH 8123 AB".to_owned(),
            product: "Pertamina Dex".to_owned(),
            volume: Millilitres::new(35_500),
            amount: Rupiah::new(516_525),
            is_doubtful: true,
        };
        let totals = vec![
            total("Pertamax", 12, 240_000, 3_276_000),
            total("Pertamina Dex", 1, 35_500, 516_525),
        ];
        vec![
            ("open", page(totals, vec![line], true)),
            ("empty", page(Vec::new(), Vec::new(), false)),
        ]
    }
}
