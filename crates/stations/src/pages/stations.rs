//! The list of stations.

use std::collections::HashMap;

use authz::Action;
use base::{CivilDate, Cursor, Page, PageSize, StationId, TenantId};
use db::{Failure, Tx};
use serde::Deserialize;
use tabular::{ListCell, ListColumn, ListFormat, ListWorkbook};
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, EmptyState, Filter, ListPage, PageFrame, Paging, QueryState,
    Site, Staff, StatusTone, Tag, WebError, fl, render,
};

use super::{read, seen_stations, workbook};
use crate::model::contract::Contract;
use crate::model::product::Product;
use crate::model::station::{Station, StockOut};
use crate::store::contract::lookup_active_contract;
use crate::store::product::list_products;
use crate::store::station::{StationFilter, list_open_stock_outs, list_stations_page};
use crate::{texts, words};

/// The filter in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StationQuery {
    cari: String,
    produk: String,
    format: String,
}

struct Listed {
    stations: Page<Station>,
    products: Vec<Product>,
    stock_outs: Vec<StockOut>,
    contracts: HashMap<StationId, Contract>,
}

fn load(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    filter: &StationFilter,
    on: CivilDate,
    (after, size): (Option<&Cursor>, PageSize),
) -> Result<Listed, Failure> {
    let stations = list_stations_page(tx, tenant, filter, after, size)?;
    let mut contracts = HashMap::new();
    for station in &stations.items {
        if let Some(contract) = lookup_active_contract(tx, tenant, station.id, on)? {
            contracts.insert(station.id, contract);
        }
    }
    Ok(Listed {
        stations,
        products: list_products(tx, tenant)?,
        stock_outs: list_open_stock_outs(tx, tenant)?,
        contracts,
    })
}

pub(crate) async fn list(
    staff: Staff,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<StationQuery>,
) -> Answer {
    staff.may_somewhere(Action::FuelStationView)?;
    let filter = StationFilter {
        search: query.cari.clone(),
        product: (!query.produk.is_empty()).then(|| query.produk.clone()),
        only: seen_stations(staff.actor()),
    };
    if query.format == "xlsx" {
        return export(&staff, &site, filter).await;
    }
    let (tenant, on) = (staff.tenant(), staff.city().zone.date(staff.now()));
    let listed = read(&staff, move |tx| {
        load(
            tx,
            tenant,
            &filter,
            on,
            (paging.after.as_ref(), paging.size),
        )
    })
    .await?;
    let page = staff.page(fl!(texts(staff.locale), "stations"));
    let next = listed.stations.next.clone();
    render(&list_page(page, &query, &listed).next(next))
}

fn list_page(page: PageFrame, query: &StationQuery, listed: &Listed) -> ListPage {
    let texts = texts(page.locale);
    let columns = [
        Column::text(fl!(texts, "station")),
        Column::text(fl!(texts, "station-number")),
        Column::text(fl!(texts, "station-products")),
        Column::text(fl!(texts, "contract")),
        Column::text(fl!(texts, "station-status")),
    ];
    let name = |code: &str| words::product_name(&listed.products, code);
    let rows = listed.stations.items.iter().map(|station| {
        let sold: Vec<String> = station.products.iter().map(|code| name(code)).collect();
        let out: Vec<String> = listed
            .stock_outs
            .iter()
            .filter(|out| out.station == station.id)
            .map(|out| name(&out.product))
            .collect();
        let status = if !station.is_active {
            Tag::new(fl!(texts, "station-inactive"), StatusTone::Quiet)
        } else if out.is_empty() {
            Tag::new(fl!(texts, "station-active"), StatusTone::Good)
        } else {
            Tag::new(
                fl!(texts, "stations-out", products = out.join(", ")),
                StatusTone::Warn,
            )
        };
        let contract = match listed.contracts.get(&station.id) {
            Some(contract) => {
                Cell::text(words::means_name(contract.means, texts)).below(&contract.number)
            }
            None => Cell::text(fl!(texts, "contract-none-now")),
        };
        [
            Cell::link(&station.name, format!("/spbu/{}", station.id))
                .mark(page.mark(station.id))
                .below(&station.address),
            Cell::text(&station.number),
            Cell::text(sold.join(", ")),
            contract,
            Cell::tag(status),
        ]
    });
    let table = DataTable::new(&page.title, columns).rows(rows);
    let filter = filter_fields(&page, query, &listed.products);
    let empty = EmptyState::new(
        fl!(texts, "stations-none"),
        fl!(texts, "stations-none-text"),
    );
    let may_add = page.may(Action::FuelStationEdit);
    let empty = if may_add {
        empty.step(fl!(texts, "station-new"), "/spbu/baru")
    } else {
        empty
    };
    let list = ListPage::new(page, table, empty).filter(filter).exports();
    if may_add {
        list.action(fl!(texts, "station-new"), "/spbu/baru")
    } else {
        list
    }
}

fn filter_fields(page: &PageFrame, query: &StationQuery, products: &[Product]) -> Filter {
    let texts = texts(page.locale);
    let all = std::iter::once((String::new(), fl!(texts, "all")));
    let products = products
        .iter()
        .map(|product| (product.code.clone(), product.name.clone()));
    Filter::default()
        .field(
            &page
                .search("cari", fl!(texts, "stations-search"))
                .value(&query.cari),
        )
        .field(
            &page
                .select("produk", fl!(texts, "price-product"))
                .options(all.chain(products))
                .value(&query.produk),
        )
}

/// The same stations as a workbook.
async fn export(staff: &Staff, site: &Site, filter: StationFilter) -> Answer {
    let (locale, tenant) = (staff.locale, staff.tenant());
    let texts = texts(locale);
    let on = staff.city().zone.date(staff.now());
    let headings = [
        fl!(texts, "station-number"),
        fl!(texts, "station-name"),
        fl!(texts, "station-address"),
        fl!(texts, "station-coordinates"),
        fl!(texts, "station-hours"),
        fl!(texts, "station-phone"),
        fl!(texts, "station-owner"),
        fl!(texts, "station-products"),
        fl!(texts, "contract"),
        fl!(texts, "contract-means"),
    ];
    let columns = headings.map(|heading| ListColumn::new(heading, ListFormat::Text));
    let mut book =
        ListWorkbook::new(&fl!(texts, "stations"), &columns).map_err(WebError::failed)?;
    let mut after: Option<Cursor> = None;
    for _ in 0..workbook::PAGES_MAX {
        let (filter, from) = (filter.clone(), after.take());
        let size = PageSize::clamped(PageSize::MAX);
        let listed = site
            .db()?
            .read(tenant, db::Access::Report, move |tx| {
                load(tx, tenant, &filter, on, (from.as_ref(), size))
            })
            .await?;
        for station in &listed.stations.items {
            let sold = station.products.iter();
            let sold: Vec<_> = sold
                .map(|code| words::product_name(&listed.products, code))
                .collect();
            let place = station.coordinates.map(|place| place.to_string());
            let contract = listed.contracts.get(&station.id);
            let means = contract.map(|contract| words::means_name(contract.means, texts));
            let cells = [
                Some(station.number.to_string()),
                Some(station.name.clone()),
                Some(station.address.clone()),
                place,
                Some(words::hours_text(&station.hours, locale)),
                station.phone.clone(),
                station.owner_company.clone(),
                Some(sold.join(", ")),
                contract.map(|contract| contract.number.clone()),
                means,
            ];
            let cells = cells.map(|text| ListCell::from(text.unwrap_or_default().as_str()));
            book.push(&cells).map_err(WebError::failed)?;
        }
        let next = listed.stations.next.as_deref();
        after = next.and_then(|next| Cursor::decode(next).ok());
        if after.is_none() {
            break;
        }
    }
    workbook::answer(book, &fl!(texts, "export-file-stations"))
}
