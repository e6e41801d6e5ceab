//! `/voucher`: the vouchers one may see.

use std::collections::BTreeMap;

use authz::{Action, Reach};
use base::{AgencyId, CivilDate, Cursor, Page, PageSize, TenantId, UtcMicros, Zone};
use db::{Access, Failure, Tx};
use fleet::{Vehicle, VehicleFilter, VehicleId};
use serde::{Deserialize, Serialize};
use tabular::{ListCell, ListColumn, ListFormat, ListWorkbook};
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, EmptyState, Filter, ListPage, PageFrame, Paging, QueryState,
    STEP_ROWS, Site, Staff, Texts, WebError, fl, render, write_in_steps,
};

use super::export::ROWS_MAX;
use super::words::{end_short, grouped, state_name, state_tag};
use crate::{Voucher, VoucherFilter, VoucherState, list_vouchers, texts};

/// The filters as the URL has them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ListQuery {
    status: String,
    opd: String,
    kendaraan: String,
    dari: String,
    sampai: String,
    kode: String,
    berkas: String,
    berulang: String,
    format: String,
}

impl ListQuery {
    /// The filter; `None` where it names something that does not exist.
    fn read(
        &self,
        tx: &mut Tx<'_>,
        (tenant, zone, today): (TenantId, &Zone, CivilDate),
        reach: &Reach,
    ) -> Result<Option<VoucherFilter>, Failure> {
        let day = |text: &str| text.parse::<CivilDate>().ok();
        let mut filter = VoucherFilter {
            state: self.status.parse::<VoucherState>().ok(),
            agency: self.opd.parse::<AgencyId>().ok(),
            from: day(&self.dari).and_then(|on| zone.start_of(on).ok()),
            until: day(&self.sampai).and_then(|on| zone.end_of(on).ok()),
            batch: self.berkas.parse().ok(),
            standing: self.berulang.parse().ok(),
            ..VoucherFilter::default()
        };
        if !self.kode.trim().is_empty() {
            let Ok(code) = self.kode.parse::<voucher_token::ShortCode>() else {
                return Ok(None);
            };
            filter.code = Some(code.as_stored());
        }
        if let Ok(vehicle) = self.kendaraan.parse::<VehicleId>() {
            filter.vehicle = Some(vehicle);
        } else if !self.kendaraan.trim().is_empty() {
            filter.vehicle = find_by_words(tx, (tenant, today), reach, &self.kendaraan)?;
            if filter.vehicle.is_none() {
                return Ok(None);
            }
        }
        Ok(Some(filter))
    }
}

/// The first vehicle that a plate or words find.
pub(crate) fn find_by_words(
    tx: &mut Tx<'_>,
    place: (TenantId, CivilDate),
    reach: &Reach,
    words: &str,
) -> Result<Option<VehicleId>, Failure> {
    let words = VehicleFilter {
        words: words.to_owned(),
        ..VehicleFilter::default()
    };
    let size = PageSize::clamped(1);
    let found = fleet::list_vehicles(tx, place, reach, &words, (None, size))?;
    Ok(found.items.first().map(|vehicle| vehicle.id))
}

/// A row with the names it shows.
#[derive(Debug, Clone)]
pub(crate) struct ListRow {
    voucher: Voucher,
    vehicle: String,
    agency: String,
    product: String,
}

/// Names vouchers refer to, looked up once each.
pub(crate) struct Names {
    vehicles: BTreeMap<VehicleId, Vehicle>,
    agencies: BTreeMap<AgencyId, String>,
    products: BTreeMap<String, String>,
}

impl Names {
    pub(crate) fn load(
        tx: &mut Tx<'_>,
        (tenant, today): (TenantId, CivilDate),
        vehicles: &[VehicleId],
    ) -> Result<Self, Failure> {
        let found = fleet::list_vehicles_by_ids(tx, tenant, vehicles, today)?;
        let agencies = register::list_agencies(tx, tenant)?;
        let products = stations::list_products(tx, tenant)?;
        Ok(Self {
            vehicles: found
                .into_iter()
                .map(|vehicle| (vehicle.id, vehicle))
                .collect(),
            agencies: agencies
                .into_iter()
                .map(|agency| (agency.id, agency.short_name))
                .collect(),
            products: products
                .into_iter()
                .map(|product| (product.code.clone(), product.details.name))
                .collect(),
        })
    }

    pub(crate) fn vehicle(&self, id: VehicleId) -> String {
        self.vehicles
            .get(&id)
            .map_or_else(String::new, |vehicle| vehicle.name().to_owned())
    }

    pub(crate) fn agency(&self, id: AgencyId) -> String {
        self.agencies.get(&id).cloned().unwrap_or_default()
    }

    pub(crate) fn product(&self, code: &str) -> String {
        self.products
            .get(code)
            .cloned()
            .unwrap_or_else(|| code.to_owned())
    }
}

impl ListRow {
    /// The word "contoh" for a voucher of a sample vehicle, or that a sample line pays.
    fn mark(&self, page: &PageFrame) -> Option<web::Tag> {
        let voucher = &self.voucher;
        page.mark(voucher.vehicle)
            .or_else(|| page.mark(voucher.line.uuid()))
    }
}

fn name_rows(
    tx: &mut Tx<'_>,
    place: (TenantId, CivilDate),
    vouchers: Vec<Voucher>,
) -> Result<Vec<ListRow>, Failure> {
    let mut ids: Vec<VehicleId> = vouchers.iter().map(|voucher| voucher.vehicle).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = Names::load(tx, place, &ids)?;
    let rows = vouchers.into_iter().map(|voucher| ListRow {
        vehicle: names.vehicle(voucher.vehicle),
        agency: names.agency(voucher.agency),
        product: names.product(&voucher.product),
        voucher,
    });
    Ok(rows.collect())
}

pub(crate) async fn show(
    staff: Staff,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<ListQuery>,
) -> Answer {
    staff.may_somewhere(Action::FuelVoucherView)?;
    let texts = texts(staff.locale);
    let (tenant, zone) = (staff.tenant(), staff.city().zone.clone());
    let today = zone.date(staff.now());
    let actor = staff.actor().clone();
    let reach = actor.reach(Action::FuelVoucherView);
    let vehicles = actor.reach(Action::FleetVehicleView);
    let (db, wanted) = (site.db()?, query.clone());
    if query.format == "xlsx" {
        let read = move |tx: &mut Tx<'_>| wanted.read(tx, (tenant, &zone, today), &vehicles);
        let filter = db.read(tenant, Access::ReadOwn, read).await?;
        return export(&staff, &site, texts, filter.map(|filter| (reach, filter))).await;
    }
    let loaded = db.read(tenant, Access::ReadOwn, move |tx| {
        let agencies = register::list_agencies_within(tx, tenant, &reach)?;
        let Some(filter) = wanted.read(tx, (tenant, &zone, today), &vehicles)? else {
            return Ok((
                Page {
                    items: Vec::new(),
                    next: None,
                },
                agencies,
            ));
        };
        let place = (paging.after.as_ref(), paging.size);
        let page = list_vouchers(tx, (tenant, today), &reach, &filter, place)?;
        let next = page.next;
        let items = name_rows(tx, (tenant, today), page.items)?;
        Ok((Page { items, next }, agencies))
    });
    let (rows, agencies) = loaded.await?;
    let page = staff.page(fl!(texts, "vouchers"));
    render(&list_page(page, texts, &query, rows, &agencies))
}

fn list_page(
    page: PageFrame,
    texts: Texts,
    query: &ListQuery,
    rows: Page<ListRow>,
    agencies: &[(AgencyId, String)],
) -> ListPage {
    let columns = [
        Column::text(fl!(texts, "voucher-code")),
        Column::text(fl!(texts, "vehicle")),
        Column::text(fl!(texts, "agency")),
        Column::number(fl!(texts, "volume")),
        Column::number(fl!(texts, "amount")),
        Column::text(fl!(texts, "valid-until")),
        Column::text(fl!(texts, "status")),
    ];
    let now = page.now;
    let table = DataTable::new(&page.title, columns).rows(rows.items.iter().map(|row| {
        let voucher = &row.voucher;
        [
            Cell::link(grouped(&voucher.code), format!("/voucher/{}", voucher.id))
                .mark(row.mark(&page))
                .below(page.at(voucher.issued_at)),
            Cell::text(&row.vehicle),
            Cell::text(&row.agency),
            Cell::text(voucher.volume).below(&row.product),
            Cell::text(voucher.amount),
            Cell::text(end_short(&page, voucher.valid_until)),
            Cell::tag(state_tag(texts, voucher.state_at(now))),
        ]
    }));
    let filter = filters(&page, texts, query, agencies);
    let may_issue = page.may(Action::FuelVoucherIssue);
    let mut empty = EmptyState::new(
        fl!(texts, "vouchers-none"),
        fl!(texts, "vouchers-none-text"),
    );
    if may_issue {
        empty = empty.step(fl!(texts, "voucher-new"), "/voucher/baru");
    }
    let mut list = ListPage::new(page, table, empty)
        .filter(filter)
        .next(rows.next)
        .exports();
    if may_issue {
        list = list
            .action(fl!(texts, "voucher-new"), "/voucher/baru")
            .action(fl!(texts, "voucher-batch"), "/voucher/baru/banyak")
            .action(fl!(texts, "standing"), "/voucher/berulang");
    }
    list
}

fn filters(
    page: &PageFrame,
    texts: Texts,
    query: &ListQuery,
    agencies: &[(AgencyId, String)],
) -> Filter {
    let states = VoucherState::ALL
        .iter()
        .map(|state| (state.code(), state_name(texts, *state)));
    let filter = Filter::default()
        .field(
            &page
                .search("kendaraan", fl!(texts, "plate-or-name"))
                .value(&query.kendaraan),
        )
        .field(
            &page
                .search("kode", fl!(texts, "voucher-code"))
                .value(&query.kode),
        )
        .field(
            &page
                .select("status", fl!(texts, "status"))
                .option("", fl!(texts, "any"))
                .options(states.collect::<Vec<_>>())
                .value(&query.status),
        );
    register::agency_filter(filter, page, (agencies, &query.opd))
        .field(
            &page
                .date_field("dari", fl!(texts, "issued-from"))
                .value(&query.dari),
        )
        .field(
            &page
                .date_field("sampai", fl!(texts, "issued-until"))
                .value(&query.sampai),
        )
}

/// The vouchers of a filter as XLSX; none where the filter names something that does not exist.
async fn export(
    staff: &Staff,
    site: &Site,
    texts: Texts,
    wanted: Option<(Reach, VoucherFilter)>,
) -> Answer {
    let page = staff.page("");
    let (zone, now) = (staff.city().zone.clone(), staff.now());
    let name = format!("voucher-{}", zone.date(now));
    let book = ListWorkbook::new(&name, &export_columns(texts)).map_err(WebError::failed)?;
    let (tenant, today) = (staff.tenant(), zone.date(now));
    let read = move |tx: &mut Tx<'_>, after: Option<&Cursor>| {
        let Some((reach, filter)) = &wanted else {
            return Ok((Vec::new(), None));
        };
        let (found, next) = Page::read_on(after, STEP_ROWS, |after, size| {
            list_vouchers(tx, (tenant, today), reach, filter, (after, size))
        })?;
        Ok((name_rows(tx, (tenant, today), found)?, next))
    };
    let write = move |book: &mut ListWorkbook, rows: Vec<ListRow>| {
        let mut cells = rows
            .iter()
            .map(|row| export_row((texts, &page), (&zone, now), row));
        cells.try_for_each(|cells| book.push(&cells))
    };
    let place = (site.db()?, tenant, ROWS_MAX);
    let finished = write_in_steps(place, book, read, (write, ListWorkbook::finish)).await?;
    Ok(web::xlsx(&name, finished))
}

fn export_columns(texts: Texts) -> Vec<ListColumn> {
    vec![
        ListColumn::new(fl!(texts, "voucher-code"), ListFormat::Text),
        ListColumn::new(fl!(texts, "issued-at"), ListFormat::DateTime),
        ListColumn::new(fl!(texts, "vehicle"), ListFormat::Text),
        ListColumn::new(fl!(texts, "agency"), ListFormat::Text),
        ListColumn::new(fl!(texts, "product"), ListFormat::Text),
        ListColumn::new(fl!(texts, "volume-litres"), ListFormat::Litres),
        ListColumn::new(fl!(texts, "price"), ListFormat::Rupiah),
        ListColumn::new(fl!(texts, "amount"), ListFormat::Rupiah),
        ListColumn::new(fl!(texts, "valid-from"), ListFormat::DateTime),
        ListColumn::new(fl!(texts, "valid-until"), ListFormat::DateTime),
        ListColumn::new(fl!(texts, "status"), ListFormat::Text),
        ListColumn::new(fl!(texts, "purpose"), ListFormat::Text),
    ]
}

fn export_row(
    (texts, page): (Texts, &PageFrame),
    (zone, now): (&Zone, UtcMicros),
    row: &ListRow,
) -> Vec<ListCell> {
    let voucher = &row.voucher;
    vec![
        ListCell::from(grouped(&voucher.code).as_str()),
        ListCell::DateTime(zone.local(voucher.issued_at)),
        ListCell::from(page.marked(voucher.vehicle, &row.vehicle).as_str()),
        ListCell::from(row.agency.as_str()),
        ListCell::from(row.product.as_str()),
        ListCell::Integer(voucher.volume.get()),
        ListCell::Integer(voucher.price.get()),
        ListCell::Integer(voucher.amount.get()),
        ListCell::DateTime(zone.local(voucher.valid_from)),
        ListCell::DateTime(zone.local(voucher.valid_until)),
        ListCell::from(state_name(texts, voucher.state_at(now)).as_str()),
        ListCell::from(voucher.purpose.as_str()),
    ]
}

/// The list as it looks, for samples.
pub(crate) fn sample(locale: web::Locale) -> Vec<web::Sample> {
    use askama::Template as _;
    let texts = texts(locale);
    let voucher = super::samples::voucher();
    let row = ListRow {
        voucher,
        vehicle: "DH 8123 AB".to_owned(),
        agency: "Dinas PUPR".to_owned(),
        product: "Pertamax".to_owned(),
    };
    let page = || PageFrame::sample(locale, fl!(texts, "vouchers"));
    let filled = Page {
        items: vec![row],
        next: Some("00".to_owned()),
    };
    let bare = Page {
        items: Vec::new(),
        next: None,
    };
    let query = ListQuery::default();
    [("filled", filled), ("empty", bare)]
        .into_iter()
        .map(|(case, rows)| {
            let page = list_page(page(), texts, &query, rows, &[]);
            let html = page.render().unwrap_or_else(|error| error.to_string());
            web::Sample {
                name: format!("voucher-list/{case}"),
                html,
            }
        })
        .collect()
}
