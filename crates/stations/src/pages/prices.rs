//! Prices: today's, their history, and the form for a notice.

use askama::Template;
use authz::Action;
use base::{CivilDate, Cursor, MonthOfYear, Page, PageSize, Rupiah, StationId, UtcMicros, Zone};
use chart::{Chart, Labels, Lines};
use db::{Failure, Tx};
use serde::Deserialize;
use tabular::{ListCell, ListColumn, ListFormat, ListWorkbook};
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, EmptyState, Locale, PageFrame, Paging, QueryState, Samples,
    Site, Staff, StatusTone, Tag, Texts, WebError, fl, render,
};

use super::{read, workbook};
use crate::model::price::{PriceNotice, PricePlace, PriceTimeline};
use crate::model::product::Product;
use crate::store::price::{PriceFilter, list_price_notices, load_home_province, lookup_price};
use crate::store::{product::list_products, station::list_stations};
use crate::{texts, words};

/// Months the chart goes back.
const CHART_MONTHS: usize = 24;

/// Prices now, their history and a chart.
#[derive(Debug, Template)]
#[template(path = "prices.html")]
pub(crate) struct PricesPage {
    page: PageFrame,
    texts: Texts,
    lead: String,
    may_edit: bool,
    current: DataTable,
    chart: String,
    filters: Vec<String>,
    history: DataTable,
    empty: EmptyState,
    next: Option<String>,
}

/// The filter in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PriceQuery {
    produk: String,
    tempat: String,
    format: String,
}

impl PriceQuery {
    fn filter(&self) -> PriceFilter {
        PriceFilter {
            product: (!self.produk.is_empty()).then(|| self.produk.clone()),
            station: self.tempat.parse().ok(),
            of_provinces: self.tempat == "provinsi",
        }
    }
}

/// What the page shows.
struct Known {
    products: Vec<Product>,
    stations: Vec<(StationId, String)>,
    province: Option<String>,
    /// Price now per product.
    now: Vec<(String, Option<Rupiah>)>,
    /// Notices of the province, for the chart.
    recent: Vec<PriceNotice>,
    notices: Page<PriceNotice>,
}

pub(crate) async fn list(
    staff: Staff,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<PriceQuery>,
) -> Answer {
    staff.may_somewhere(Action::FuelPriceView)?;
    if query.format == "xlsx" {
        return export(&staff, &site, query.filter()).await;
    }
    let (tenant, now, filter) = (staff.tenant(), staff.now(), query.filter());
    let known = read(&staff, move |tx| {
        let products = list_products(tx, tenant)?;
        let mut prices = Vec::with_capacity(products.len());
        for product in products.iter().filter(|product| product.is_active) {
            let price = lookup_price(tx, tenant, &product.code, None, now)?;
            prices.push((product.code.clone(), price));
        }
        let chosen = PriceFilter {
            of_provinces: true,
            product: filter.product.clone(),
            station: None,
        };
        let recent =
            list_price_notices(tx, tenant, &chosen, None, PageSize::clamped(PageSize::MAX))?;
        Ok(Known {
            stations: station_names(tx, tenant)?,
            province: load_home_province(tx, tenant)?,
            now: prices,
            recent: recent.items,
            notices: list_price_notices(tx, tenant, &filter, paging.after.as_ref(), paging.size)?,
            products,
        })
    })
    .await?;
    let page = staff.page(fl!(texts(staff.locale), "prices"));
    render(&prices_page(page, &query, known))
}

pub(super) fn station_names(
    tx: &mut Tx<'_>,
    tenant: base::TenantId,
) -> Result<Vec<(StationId, String)>, Failure> {
    let stations = list_stations(tx, tenant)?;
    Ok(stations
        .into_iter()
        .map(|station| (station.id, station.details.name))
        .collect())
}

fn place_name(place: &PricePlace, stations: &[(StationId, String)], texts: Texts) -> String {
    match place {
        PricePlace::Province(code) => fl!(texts, "price-province", code = code.as_str()),
        PricePlace::Station(id) => {
            let found = stations.iter().find(|(known, _)| known == id);
            found.map_or_else(|| id.to_string(), |(_, name)| name.clone())
        }
    }
}

pub(super) fn price_text(price: Option<Rupiah>, texts: Texts) -> String {
    price.map_or_else(|| fl!(texts, "price-follows"), |price| price.to_string())
}

fn prices_page(page: PageFrame, query: &PriceQuery, known: Known) -> PricesPage {
    let texts = texts(page.locale);
    let lead = match &known.province {
        Some(code) => fl!(texts, "prices-lead", province = code.as_str()),
        None => fl!(texts, "prices-no-province"),
    };
    let priced: Vec<_> = known
        .now
        .iter()
        .filter_map(|(code, price)| Some((code, (*price)?)))
        .collect();
    let columns = [
        Column::text(fl!(texts, "price-product")),
        Column::text(fl!(texts, "product-class")),
        Column::number(fl!(texts, "price-amount")),
    ];
    let current = DataTable::new(fl!(texts, "prices-now"), columns).rows(priced.iter().map(
        |(code, price)| {
            let product = known.products.iter().find(|product| product.code == **code);
            let class = product.map(|product| words::class_name(product.subsidy_class, texts));
            [
                Cell::link(
                    words::product_name(&known.products, code),
                    page.with("produk", code),
                ),
                Cell::text(class.unwrap_or_default()),
                Cell::text(price),
            ]
        },
    ));
    let may_edit = page.may(Action::FuelPriceEdit);
    let empty = EmptyState::new(fl!(texts, "prices-none"), fl!(texts, "prices-none-text"));
    PricesPage {
        lead,
        may_edit,
        current,
        chart: chart_html(&page, &known),
        filters: filters(&page, query, &known),
        history: history_table(&page, &known, may_edit),
        empty: if may_edit {
            empty.step(fl!(texts, "price-new"), "/harga/baru")
        } else {
            empty
        },
        next: known.notices.next,
        texts,
        page,
    }
}

fn filters(page: &PageFrame, query: &PriceQuery, known: &Known) -> Vec<String> {
    let texts = texts(page.locale);
    let all = || std::iter::once((String::new(), fl!(texts, "all")));
    let products = known
        .products
        .iter()
        .map(|product| (product.code.clone(), product.name.clone()));
    let province = known.province.clone().unwrap_or_default();
    let of_province = (
        "provinsi".to_owned(),
        fl!(texts, "price-province", code = province),
    );
    let stations = known
        .stations
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone()));
    vec![
        page.select("produk", fl!(texts, "price-product"))
            .options(all().chain(products))
            .value(&query.produk)
            .to_string(),
        page.select("tempat", fl!(texts, "price-place"))
            .options(all().chain([of_province]).chain(stations))
            .value(&query.tempat)
            .to_string(),
    ]
}

fn state_tag(notice: &PriceNotice, texts: Texts) -> Tag {
    if notice.withdrawn_at.is_some() {
        Tag::new(fl!(texts, "price-withdrawn"), StatusTone::Quiet)
    } else if notice.is_late {
        Tag::new(fl!(texts, "price-late"), StatusTone::Warn)
    } else {
        Tag::new(fl!(texts, "price-valid"), StatusTone::Good)
    }
}

fn history_table(page: &PageFrame, known: &Known, may_edit: bool) -> DataTable {
    let texts = texts(page.locale);
    let mut columns = vec![
        Column::text(fl!(texts, "price-product")),
        Column::number(fl!(texts, "price-amount")),
        Column::text(fl!(texts, "price-from")),
        Column::text(fl!(texts, "price-place")),
        Column::text(fl!(texts, "price-source")),
        Column::text(fl!(texts, "status")),
        Column::text(fl!(texts, "audit-trail")),
    ];
    if may_edit {
        columns.push(Column::text(fl!(texts, "price-withdraw-short")));
    }
    let rows = known.notices.items.iter().map(|notice| {
        let until = notice.valid_until_at.map(|until| page.at(until));
        let until = until.map(|until| format!("{} {until}", fl!(texts, "price-until")));
        let mut cells = vec![
            Cell::text(words::product_name(&known.products, &notice.product)),
            Cell::text(price_text(notice.price, texts)),
            Cell::text(page.at(notice.valid_from_at)).below(until.unwrap_or_default()),
            Cell::text(place_name(&notice.place, &known.stations, texts)),
            Cell::text(&notice.source_number)
                .below(notice.source_on.map(|on| page.date(on)).unwrap_or_default()),
            Cell::tag(state_tag(notice, texts)),
            super::trail_cell(page, "price_notice", notice.id.uuid()),
        ];
        if may_edit {
            cells.push(if notice.withdrawn_at.is_none() {
                Cell::link(
                    fl!(texts, "price-withdraw-short"),
                    format!("/harga/{}/batal", notice.id),
                )
            } else {
                Cell::text("–")
            });
        }
        cells
    });
    DataTable::new(fl!(texts, "prices-history"), columns).rows(rows)
}

/// Lines per product over the ends of the last months.
fn chart_html(page: &PageFrame, known: &Known) -> String {
    let texts = texts(page.locale);
    let months = last_months(&page.city.zone, page.now);
    let names: Vec<String> = months.iter().map(|month| page.month(*month)).collect();
    let mut lines = Lines::new(names).may_start_above_zero();
    let mut drawn = 0;
    for product in &known.products {
        let of_product = known
            .recent
            .iter()
            .filter(|notice| notice.product == product.code);
        let timeline = PriceTimeline {
            province: of_product
                .filter(|notice| {
                    Some(&notice.place) == known.province.clone().map(PricePlace::Province).as_ref()
                })
                .cloned()
                .collect(),
            station: Vec::new(),
        };
        let prices: Vec<Option<i64>> = months
            .iter()
            .map(|month| {
                let end = page.city.zone.end_of(month.last_day()).unwrap_or(page.now);
                let at = UtcMicros::new(end.get().saturating_sub(1)).min(page.now);
                timeline.at(at).map(Rupiah::get)
            })
            .collect();
        if prices.iter().any(Option::is_some) {
            lines = lines.series(product.name.clone(), prices);
            drawn += 1;
        }
    }
    if drawn == 0 {
        return String::new();
    }
    let labels = match page.locale {
        Locale::Id => Labels::indonesian(),
        Locale::En => Labels::english(),
    };
    Chart::new("harga", fl!(texts, "price-chart"), lines)
        .description(fl!(texts, "price-chart-lead"))
        .axis_labels(
            fl!(texts, "price-chart-month"),
            fl!(texts, "price-chart-rupiah"),
        )
        .number(|price| Rupiah::new(chart::whole(price)).to_string())
        .to_html(&labels)
}

fn last_months(zone: &Zone, now: UtcMicros) -> Vec<MonthOfYear> {
    let newest = zone.month(now);
    let mut months: Vec<_> = std::iter::successors(Some(newest), |month| Some(month.previous()))
        .take(CHART_MONTHS)
        .collect();
    months.reverse();
    months
}

/// The same notices as a workbook.
async fn export(staff: &Staff, site: &Site, filter: PriceFilter) -> Answer {
    let tenant = staff.tenant();
    let texts = texts(staff.locale);
    let columns = [
        ListColumn::new(fl!(texts, "price-product"), ListFormat::Text),
        ListColumn::new(fl!(texts, "price-amount"), ListFormat::Rupiah),
        ListColumn::new(fl!(texts, "price-from"), ListFormat::DateTime),
        ListColumn::new(fl!(texts, "price-until"), ListFormat::DateTime),
        ListColumn::new(fl!(texts, "price-place"), ListFormat::Text),
        ListColumn::new(fl!(texts, "price-source-number"), ListFormat::Text),
        ListColumn::new(fl!(texts, "price-source-on"), ListFormat::Date),
        ListColumn::new(fl!(texts, "status"), ListFormat::Text),
    ];
    let mut book = ListWorkbook::new(&fl!(texts, "prices"), &columns).map_err(WebError::failed)?;
    let (products, stations) = read(staff, move |tx| {
        Ok((list_products(tx, tenant)?, station_names(tx, tenant)?))
    })
    .await?;
    let zone = &staff.city().zone;
    let mut after: Option<Cursor> = None;
    for _ in 0..workbook::PAGES_MAX {
        let (filter, from) = (filter.clone(), after.take());
        let size = PageSize::clamped(PageSize::MAX);
        let load =
            move |tx: &mut Tx<'_>| list_price_notices(tx, tenant, &filter, from.as_ref(), size);
        let notices = site.db()?.read(tenant, db::Access::Report, load).await?;
        for notice in &notices.items {
            let date = |on: Option<CivilDate>| on.map_or(ListCell::Empty, ListCell::Date);
            let local = |at: UtcMicros| ListCell::DateTime(zone.local(at));
            let state = if notice.withdrawn_at.is_some() {
                fl!(texts, "price-withdrawn")
            } else if notice.is_late {
                fl!(texts, "price-late")
            } else {
                fl!(texts, "price-valid")
            };
            let cells = [
                ListCell::from(words::product_name(&products, &notice.product).as_str()),
                notice
                    .price
                    .map_or(ListCell::Empty, |price| ListCell::Integer(price.get())),
                local(notice.valid_from_at),
                notice.valid_until_at.map_or(ListCell::Empty, local),
                ListCell::from(place_name(&notice.place, &stations, texts).as_str()),
                ListCell::from(notice.source_number.as_str()),
                date(notice.source_on),
                ListCell::from(state.as_str()),
            ];
            book.push(&cells).map_err(WebError::failed)?;
        }
        after = notices
            .next
            .as_deref()
            .and_then(|next| Cursor::decode(next).ok());
        if after.is_none() {
            break;
        }
    }
    workbook::answer(book, &fl!(texts, "export-file-prices"))
}

impl Samples for PricesPage {
    const NAME: &'static str = "stations-prices";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = || PageFrame::sample(locale, fl!(texts(locale), "prices"));
        let products = || -> Vec<Product> {
            let standard = crate::model::product::standard_products();
            let product = |(code, details): (&str, _)| Product {
                id: base::Uuid::from_u128(1),
                code: code.to_owned(),
                details,
                revision: 0,
            };
            standard.into_iter().map(product).collect()
        };
        let notice = |price, days: i64| PriceNotice {
            id: crate::PriceNoticeId::new(base::Uuid::from_u128(2)),
            product: "pertamax".to_owned(),
            place: PricePlace::Province("53".to_owned()),
            price: Some(Rupiah::new(price)),
            valid_from_at: page().now.plus_seconds(-days * 86_400),
            valid_until_at: None,
            source_number: "Pengumuman 11/2026".to_owned(),
            source_on: None,
            is_late: days > 30,
            entered_at: page().now,
            entered_by: base::ActorId::new(base::Uuid::nil()),
            withdrawn_at: None,
        };
        let filled = Known {
            products: products(),
            stations: Vec::new(),
            province: Some("53".to_owned()),
            now: vec![("pertamax".to_owned(), Some(Rupiah::new(13_650)))],
            recent: vec![notice(13_650, 10), notice(13_900, 400)],
            notices: Page {
                items: vec![notice(13_650, 10), notice(13_900, 400)],
                next: None,
            },
        };
        let bare = Known {
            products: products(),
            stations: Vec::new(),
            province: None,
            now: Vec::new(),
            recent: Vec::new(),
            notices: Page {
                items: Vec::new(),
                next: None,
            },
        };
        let query = PriceQuery::default();
        vec![
            ("filled", prices_page(page(), &query, filled)),
            ("empty", prices_page(page(), &query, bare)),
        ]
    }
}
