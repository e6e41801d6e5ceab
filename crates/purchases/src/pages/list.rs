//! `/pembelian`: purchases of the past with their totals, units and currencies never mixed.

use authz::{Action, Reach};
use base::{AgencyId, CivilDate, MonthOfYear, PageSize, TenantId, Zone};
use db::{Access, Failure, Tx};
use fleet::{VehicleFilter, VehicleId};
use serde::Deserialize;
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, EmptyState, Figure, Figures, Filter, ListPage, Locale,
    PageFrame, Paging, QueryState, Site, Staff, Texts, fl, render,
};

use super::export;
use super::names::Names;
use super::words::{
    bought_text, currency_label, derived_text, doubt_name, doubts_tag, in_currency, in_unit,
    money_text, quantity_text, unit_label,
};
use crate::store::list::latest_purchase_at;
use crate::{
    Doubt, LineKind, Purchase, PurchaseFilter, Totals, list_purchases, purchase_totals, texts,
};

/// The filters as the URL has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct ListQuery {
    kendaraan: String,
    plat: String,
    opd: String,
    produk: String,
    jenis: String,
    register: String,
    ragu: String,
    impor: String,
    dari: String,
    sampai: String,
    masa: String,
    format: String,
}

impl ListQuery {
    /// Whether a period is to be chosen for the reader: nothing else narrows the list.
    fn wants_month(&self) -> bool {
        let parts = [
            &self.kendaraan,
            &self.plat,
            &self.impor,
            &self.dari,
            &self.sampai,
            &self.masa,
        ];
        parts.iter().all(|text| text.is_empty())
    }

    /// The filter; `None` where it names a vehicle that nothing was bought for.
    fn read(
        &self,
        tx: &mut Tx<'_>,
        (tenant, zone, today): (TenantId, &Zone, CivilDate),
        (reach, vehicles): (&Reach, &Reach),
    ) -> Result<(PurchaseFilter, Option<MonthOfYear>), Failure> {
        let day = |text: &str| text.parse::<CivilDate>().ok();
        let mut filter = PurchaseFilter {
            from: day(&self.dari).and_then(|on| zone.start_of(on).ok()),
            until: day(&self.sampai).and_then(|on| zone.end_of(on).ok()),
            unknown: self.plat.parse().ok(),
            agency: self.opd.parse::<AgencyId>().ok(),
            product: Some(self.produk.trim().to_owned()).filter(|text| !text.is_empty()),
            kind: self.jenis.parse().ok(),
            is_known: match self.register.as_str() {
                "ya" => Some(true),
                "tidak" => Some(false),
                _ => None,
            },
            in_doubt: self.ragu == "ya",
            doubt: self.ragu.parse::<Doubt>().ok(),
            run: self.impor.parse().ok(),
            ..PurchaseFilter::default()
        };
        let words = self.kendaraan.trim();
        if let Ok(vehicle) = words.parse::<VehicleId>() {
            filter.vehicle = Some(vehicle);
        } else if !words.is_empty() {
            let wanted = VehicleFilter {
                words: words.to_owned(),
                ..VehicleFilter::default()
            };
            let one = (None, PageSize::clamped(1));
            let found = fleet::list_vehicles(tx, (tenant, today), vehicles, &wanted, one)?;
            match found.items.first() {
                Some(vehicle) => filter.vehicle = Some(vehicle.id),
                None => filter.vehicle_text = Some(words.to_owned()),
            }
        }
        let mut month = None;
        if self.wants_month()
            && let Some(latest) = latest_purchase_at(tx, tenant, reach)?
        {
            let of = zone.month(latest);
            filter.from = zone.start_of(of.first_day()).ok();
            filter.until = zone.end_of(of.last_day()).ok();
            month = Some(of);
        }
        Ok((filter, month))
    }
}

/// What the page shows.
#[derive(Debug, Clone, Default)]
struct Listed {
    purchases: Vec<Purchase>,
    next: Option<String>,
    totals: Totals,
    names: Names,
    /// Agencies to choose from.
    agencies: Vec<(AgencyId, String)>,
    /// The month that was chosen for the reader.
    month: Option<MonthOfYear>,
}

pub(crate) async fn show(
    staff: Staff,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<ListQuery>,
) -> Answer {
    staff.may_somewhere(Action::PurchaseHistoryView)?;
    let texts = texts(staff.locale);
    let (tenant, zone) = (staff.tenant(), staff.city().zone.clone());
    let today = zone.date(staff.now());
    let actor = staff.actor();
    let wanted = query.clone();
    let reach = actor.reach(Action::PurchaseHistoryView);
    let vehicles = actor.reach(Action::FleetVehicleView);
    let db = site.db()?;
    if query.format == "xlsx" {
        let within = reach.clone();
        let filter = db.read(tenant, Access::ReadOwn, move |tx| {
            let wanted = wanted.read(tx, (tenant, &zone, today), (&within, &vehicles))?;
            Ok(wanted.0)
        });
        return export::answer(&staff, &site, texts, (reach, filter.await?)).await;
    }
    let read = move |tx: &mut Tx<'_>| {
        let (filter, month) = wanted.read(tx, (tenant, &zone, today), (&reach, &vehicles))?;
        let place = (paging.after.as_ref(), paging.size);
        let purchases = list_purchases(tx, tenant, &reach, &filter, place)?;
        Ok(Listed {
            totals: purchase_totals(tx, tenant, &reach, &filter)?,
            names: Names::load(tx, (tenant, today), &purchases.items)?,
            agencies: register::list_agencies_within(tx, tenant, &reach)?,
            purchases: purchases.items,
            next: purchases.next,
            month,
        })
    };
    let listed = db.read(tenant, Access::ReadOwn, read).await?;
    let page = staff.page(fl!(texts, "purchases"));
    render(&list_page(page, texts, &query, listed))
}

fn list_page(page: PageFrame, texts: Texts, query: &ListQuery, listed: Listed) -> ListPage {
    let table = table(&page, texts, &listed);
    let is_found = listed.totals.lines > 0;
    // No month could be chosen: nothing was ever bought.
    let is_bare = !is_found && query.wants_month() && listed.month.is_none();
    let figures = is_found.then(|| figures(&page, texts, &listed.totals));
    let filter = if is_bare {
        Filter::default()
    } else {
        filters(&page, texts, query, &listed)
    };
    let may_import = page.may(Action::PurchaseHistoryImport) && page.may(Action::RegisterImportRun);
    let import = (fl!(texts, "import"), "/impor/baru/purchases");
    let empty = match (is_bare, may_import) {
        (true, true) => EmptyState::new(
            fl!(texts, "purchases-none"),
            fl!(texts, "purchases-none-import"),
        )
        .step(&import.0, import.1),
        (true, false) => EmptyState::new(
            fl!(texts, "purchases-none"),
            fl!(texts, "purchases-none-ask"),
        ),
        (false, _) => EmptyState::new(
            fl!(texts, "purchases-none-found"),
            fl!(texts, "purchases-none-found-text"),
        )
        .step(fl!(texts, "purchases-all"), "/pembelian?masa=semua"),
    };
    let lead = match listed.month {
        Some(month) => fl!(texts, "purchases-lead-month", month = page.month(month)),
        None => fl!(texts, "purchases-lead"),
    };
    let all = listed.month.map(|_| page.with("masa", "semua"));
    let mut list = ListPage::new(page, table, empty)
        .lead(lead)
        .filter(filter)
        .next(listed.next)
        .exports();
    list.figures = figures;
    if may_import && !is_bare {
        list = list.action(import.0, import.1);
    }
    match all {
        Some(all) => list.action(fl!(texts, "purchases-all"), all),
        None => list,
    }
}

fn table(page: &PageFrame, texts: Texts, listed: &Listed) -> DataTable {
    let columns = [
        Column::text(fl!(texts, "bought-at")),
        Column::text(fl!(texts, "vehicle")),
        Column::text(fl!(texts, "product")),
        Column::number(fl!(texts, "quantity")),
        Column::number(fl!(texts, "amount")),
        Column::number(fl!(texts, "meter")),
        Column::text(fl!(texts, "doubts")),
    ];
    let names = &listed.names;
    let rows = listed.purchases.iter().map(|purchase| {
        let href = format!("/pembelian/{}", purchase.id);
        let vehicle = match (purchase.vehicle, purchase.unknown) {
            (Some(id), _) => Cell::link(names.vehicle(purchase), format!("/kendaraan/{id}"))
                .below(names.agency(purchase)),
            (None, _) => Cell::text(&purchase.vehicle_text).below(fl!(texts, "not-in-register")),
        };
        let meter = purchase.meter.as_ref().map_or_else(String::new, |meter| {
            in_unit(texts, meter.shown.decimal(), &meter.unit)
        });
        let kind = match purchase.kind {
            LineKind::Fuel => String::new(),
            LineKind::NonFuel => fl!(texts, "non-fuel"),
        };
        let doubts = doubts_tag(texts, purchase).map_or_else(|| Cell::text(""), Cell::tag);
        [
            Cell::link(bought_text(page, purchase), href).below(names.station(purchase)),
            vehicle,
            Cell::text(names.product(purchase)).below(kind),
            Cell::text(quantity_text(texts, purchase)).below(derived_text(purchase)),
            Cell::text(money_text(purchase, purchase.amount)),
            Cell::text(meter),
            doubts,
        ]
    });
    DataTable::new(&page.title, columns).rows(rows)
}

/// Totals of all pages: one figure per unit and per currency.
fn figures(page: &PageFrame, texts: Texts, totals: &Totals) -> Figures {
    let lines = Figure::new(fl!(texts, "lines"), page.count(totals.lines)).note(fl!(
        texts,
        "lines-fuel",
        count = page.count(totals.fuel_lines)
    ));
    let quantities = totals.quantities.iter().map(|total| {
        let value = in_unit(texts, total.total, &total.unit);
        Figure::new(unit_label(texts, total), value)
    });
    let is_converted = totals
        .quantities
        .iter()
        .any(|total| !matches!(total.unit.as_str(), "litre" | "item"));
    let derived = is_converted.then(|| Figure::new(fl!(texts, "derived"), totals.volume));
    let amounts = totals.amounts.iter().map(|total| {
        let value = in_currency(total.total, &total.unit);
        Figure::new(currency_label(texts, total), value)
    });
    let figures = std::iter::once(lines)
        .chain(quantities)
        .chain(derived)
        .chain(amounts);
    Figures::new(figures)
}

fn filters(page: &PageFrame, texts: Texts, query: &ListQuery, listed: &Listed) -> Filter {
    let any = fl!(texts, "any");
    let doubts = Doubt::ALL
        .iter()
        .map(|doubt| (doubt.code(), doubt_name(texts, *doubt)));
    let vehicle = page.search("kendaraan", fl!(texts, "plate-or-number"));
    let product = page.select("produk", fl!(texts, "product"));
    let kind = page.select("jenis", fl!(texts, "kind"));
    let register = page.select("register", fl!(texts, "in-register"));
    let doubt = page.select("ragu", fl!(texts, "doubts"));
    let mut products = listed.names.products();
    if !query.produk.is_empty() && !products.iter().any(|(code, _)| *code == query.produk) {
        products.push((query.produk.clone(), query.produk.clone()));
    }
    let filter = Filter::default().field(&vehicle.value(&query.kendaraan));
    register::agency_filter(filter, page, (&listed.agencies, &query.opd))
        .field(
            &page
                .date_field("dari", fl!(texts, "from"))
                .value(&query.dari),
        )
        .field(
            &page
                .date_field("sampai", fl!(texts, "until"))
                .value(&query.sampai),
        )
        .field(
            &product
                .option("", &any)
                .options(&products)
                .value(&query.produk),
        )
        .field(
            &kind
                .option("", &any)
                .option("fuel", fl!(texts, "fuel"))
                .option("non_fuel", fl!(texts, "non-fuel"))
                .value(&query.jenis),
        )
        .field(
            &register
                .option("", &any)
                .option("ya", fl!(texts, "known"))
                .option("tidak", fl!(texts, "not-in-register"))
                .value(&query.register),
        )
        .field(
            &doubt
                .option("", &any)
                .option("ya", fl!(texts, "any-doubt"))
                .options(doubts.collect::<Vec<_>>())
                .value(&query.ragu),
        )
}

/// The list as it looks, for samples.
pub(crate) fn sample(locale: Locale) -> Vec<web::Sample> {
    use askama::Template as _;
    let texts = texts(locale);
    let page = || PageFrame::sample(locale, fl!(texts, "purchases"));
    let now = page().now;
    let (known, foreign) = super::show::sample_purchases(now);
    let filled = Listed {
        purchases: vec![known, foreign],
        next: Some("00".to_owned()),
        totals: super::show::sample_totals(),
        month: Some(page().city.zone.month(now)),
        ..Listed::default()
    };
    let narrowed = ListQuery {
        kendaraan: "DH 9 Z".to_owned(),
        ..ListQuery::default()
    };
    let any = ListQuery::default();
    [
        ("filled", &any, filled),
        ("empty", &any, Listed::default()),
        ("none-found", &narrowed, Listed::default()),
    ]
    .into_iter()
    .map(|(case, query, listed)| {
        let page = list_page(page(), texts, query, listed);
        web::Sample {
            name: format!("purchase-list/{case}"),
            html: page.render().unwrap_or_else(|error| error.to_string()),
        }
    })
    .collect()
}
