//! The stream of redemptions, newest first.

use authz::{Action, Reach};
use base::{AgencyId, CivilDate, Cursor, Page, PageSize, TenantId, Zone};
use db::{Access, Failure, Tx};
use fuel::{Redemption, RedemptionFilter};
use serde::Deserialize;
use tabular::{ListCell, ListFormat};
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, EmptyState, Filter, ListPage, PageFrame, Paging, QueryState,
    Site, Staff, Texts, fl, render,
};

use super::export::Workbook;
use super::words::{doubts_tag, doubts_text};
use crate::reading::{Names, Wanted};
use crate::texts;

/// The most rows of a workbook.
const ROWS_MAX: usize = 20_000;

/// The filters of the list, as they stand in its address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StreamQuery {
    opd: String,
    kendaraan: String,
    spbu: String,
    dari: String,
    sampai: String,
    ragu: String,
    format: String,
}

impl StreamQuery {
    fn filter(&self, zone: &Zone) -> RedemptionFilter {
        let day = |text: &str| text.parse::<CivilDate>().ok();
        RedemptionFilter {
            agency: self.opd.parse().ok(),
            vehicle: self.kendaraan.parse().ok(),
            station: self.spbu.parse().ok(),
            from: day(&self.dari).and_then(|day| zone.start_of(day).ok()),
            until: day(&self.sampai).and_then(|day| zone.end_of(day).ok()),
            doubtful: !self.ragu.is_empty(),
        }
    }

    fn is_narrow(&self) -> bool {
        [
            &self.opd,
            &self.kendaraan,
            &self.spbu,
            &self.dari,
            &self.sampai,
            &self.ragu,
        ]
        .iter()
        .any(|value| !value.is_empty())
    }
}

/// Redemptions with the names of what they show.
struct Listed {
    page: Page<Redemption>,
    names: Names,
    agencies: Vec<(AgencyId, String)>,
}

fn names_of(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    redemptions: &[Redemption],
    on: CivilDate,
) -> Result<Names, Failure> {
    let wanted = Wanted {
        vehicles: redemptions.iter().map(|one| one.vehicle).collect(),
        people: redemptions.iter().filter_map(|one| one.driver).collect(),
    };
    Names::load(tx, tenant, &wanted, on)
}

pub(crate) async fn list_redemptions(
    staff: Staff,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<StreamQuery>,
) -> Answer {
    let texts = texts(staff.locale);
    staff.may_somewhere(Action::FuelRedemptionView)?;
    let reach = staff.actor().reach(Action::FuelRedemptionView);
    let zone = &staff.city().zone;
    let (filter, on) = (query.filter(zone), zone.date(staff.now()));
    let tenant = staff.tenant();
    let page = staff.page(fl!(texts, "redemptions"));
    if query.format == "xlsx" {
        let read = move |tx: &mut Tx<'_>| read_all(tx, tenant, &reach, (&filter, on));
        let (rows, names) = site.db()?.read(tenant, Access::Report, read).await?;
        return workbook(texts, &page, &rows, &names).answer();
    }
    let listed = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            let cut = (paging.after.as_ref(), paging.size);
            let page = fuel::list_redemptions(tx, tenant, &reach, &filter, cut)?;
            let names = names_of(tx, tenant, &page.items, on)?;
            let agencies = register::list_agencies_within(tx, tenant, &reach)?;
            Ok(Listed {
                page,
                names,
                agencies,
            })
        })
        .await?;
    render(&list_page(texts, page, &query, listed))
}

fn list_page(texts: Texts, page: PageFrame, query: &StreamQuery, listed: Listed) -> ListPage {
    let Listed {
        page: redemptions,
        names,
        agencies,
    } = listed;
    let columns = [
        Column::text(fl!(texts, "col-time")),
        Column::text(fl!(texts, "col-vehicle")),
        Column::text(fl!(texts, "col-station")),
        Column::text(fl!(texts, "col-product")),
        Column::number(fl!(texts, "col-volume")),
        Column::number(fl!(texts, "col-amount")),
        Column::text(fl!(texts, "col-doubts")),
    ];
    let rows = redemptions.items.iter().map(|one| {
        [
            Cell::link(page.at(one.dispensed_at), format!("/pengisian/{}", one.id)),
            Cell::text(names.vehicle(one.vehicle)).below(names.person(one.driver)),
            Cell::text(names.station(one.station)),
            Cell::text(names.product(&one.product)),
            Cell::text(one.volume),
            Cell::text(one.amount),
            Cell::tag(doubts_tag(texts, &one.doubts)),
        ]
    });
    let table = DataTable::new(fl!(texts, "redemptions-table"), columns).rows(rows);
    let filters = Filter::default();
    let filters = register::agency_filter(filters, &page, (&agencies, &query.opd))
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
            &page
                .checkbox("ragu", fl!(texts, "only-doubtful"))
                .value(&query.ragu),
        );
    let empty = if query.is_narrow() {
        EmptyState::new(
            fl!(texts, "redemptions-no-match"),
            fl!(texts, "redemptions-no-match-text"),
        )
    } else {
        EmptyState::new(
            fl!(texts, "redemptions-none"),
            fl!(texts, "redemptions-none-text"),
        )
    };
    ListPage::new(page, table, empty)
        .filter(filters)
        .next(redemptions.next)
        .exports()
}

fn read_all(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reach: &Reach,
    (filter, on): (&RedemptionFilter, CivilDate),
) -> Result<(Vec<Redemption>, Names), Failure> {
    let mut rows = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let cut = (after.as_ref(), PageSize::clamped(PageSize::MAX));
        let page = fuel::list_redemptions(tx, tenant, reach, filter, cut)?;
        rows.extend(page.items);
        let Some(next) = page.next.filter(|_| rows.len() < ROWS_MAX) else {
            break;
        };
        after = Some(Cursor::decode(&next).map_err(|error| Failure::other("read on", error))?);
    }
    let names = names_of(tx, tenant, &rows, on)?;
    Ok((rows, names))
}

fn workbook(texts: Texts, page: &PageFrame, rows: &[Redemption], names: &Names) -> Workbook {
    let columns = vec![
        (fl!(texts, "col-time"), ListFormat::Text),
        (fl!(texts, "col-vehicle"), ListFormat::Text),
        (fl!(texts, "col-driver"), ListFormat::Text),
        (fl!(texts, "col-station"), ListFormat::Text),
        (fl!(texts, "col-product"), ListFormat::Text),
        (fl!(texts, "col-volume"), ListFormat::Litres),
        (fl!(texts, "col-price"), ListFormat::Rupiah),
        (fl!(texts, "col-amount"), ListFormat::Rupiah),
        (fl!(texts, "col-meter"), ListFormat::Integer),
        (fl!(texts, "col-doubts"), ListFormat::Text),
    ];
    let rows = rows.iter().map(|one| {
        vec![
            ListCell::from(page.at(one.dispensed_at).as_str()),
            names.vehicle(one.vehicle).into(),
            names.person(one.driver).into(),
            names.station(one.station).into(),
            names.product(&one.product).into(),
            ListCell::Integer(one.volume.get()),
            ListCell::Integer(one.price.get()),
            ListCell::Integer(one.amount.get()),
            one.meter_value.map_or(ListCell::Empty, ListCell::Integer),
            doubts_text(texts, &one.doubts).as_str().into(),
        ]
    });
    Workbook {
        file: "pengisian".to_owned(),
        sheet: fl!(texts, "sheet-redemptions"),
        columns,
        notes: vec![(fl!(texts, "export-made"), page.at(page.now))],
        rows: rows.collect(),
    }
}
