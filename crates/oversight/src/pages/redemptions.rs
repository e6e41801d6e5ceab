//! The stream of redemptions, newest first.

use authz::{Action, Reach};
use base::{AgencyId, CivilDate, Cursor, Page, TenantId, Zone};
use db::{Access, Failure, Tx};
use fuel::{Redemption, RedemptionFilter};
use serde::Deserialize;
use tabular::{ListCell, ListColumn, ListFormat, ListWorkbook};
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, EmptyState, Filter, ListPage, PageFrame, Paging, QueryState,
    STEP_ROWS, Site, Staff, Texts, WebError, fl, render, write_in_steps,
};

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
        return export(&staff, &site, texts, (reach, filter)).await;
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
            Cell::text(names.vehicle(one.vehicle))
                .mark(page.mark(one.vehicle))
                .below(names.person(one.driver)),
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

/// The redemptions of a filter as XLSX.
async fn export(
    staff: &Staff,
    site: &Site,
    texts: Texts,
    (reach, filter): (Reach, RedemptionFilter),
) -> Answer {
    let page = staff.page(fl!(texts, "redemptions"));
    let mut book = ListWorkbook::new(&fl!(texts, "sheet-redemptions"), &export_columns(texts))
        .map_err(WebError::failed)?;
    book.note(fl!(texts, "export-made"), page.at(page.now));
    let (tenant, on) = (staff.tenant(), staff.city().zone.date(staff.now()));
    let read = move |tx: &mut Tx<'_>, after: Option<&Cursor>| {
        let (found, next) = Page::read_on(after, STEP_ROWS, |after, size| {
            fuel::list_redemptions(tx, tenant, &reach, &filter, (after, size))
        })?;
        let names = names_of(tx, tenant, &found, on)?;
        Ok(((found, names), next))
    };
    let write = move |book: &mut ListWorkbook, (found, names): (Vec<Redemption>, Names)| {
        let mut cells = found
            .iter()
            .map(|one| export_row((texts, &page), &names, one));
        cells.try_for_each(|cells| book.push(&cells))
    };
    let place = (site.db()?, tenant, ROWS_MAX);
    let finished = write_in_steps(place, book, read, (write, ListWorkbook::finish)).await?;
    Ok(web::xlsx("pengisian", finished))
}

fn export_columns(texts: Texts) -> Vec<ListColumn> {
    vec![
        ListColumn::new(fl!(texts, "col-time"), ListFormat::Text),
        ListColumn::new(fl!(texts, "col-vehicle"), ListFormat::Text),
        ListColumn::new(fl!(texts, "col-driver"), ListFormat::Text),
        ListColumn::new(fl!(texts, "col-station"), ListFormat::Text),
        ListColumn::new(fl!(texts, "col-product"), ListFormat::Text),
        ListColumn::new(fl!(texts, "col-volume"), ListFormat::Litres),
        ListColumn::new(fl!(texts, "col-price"), ListFormat::Rupiah),
        ListColumn::new(fl!(texts, "col-amount"), ListFormat::Rupiah),
        ListColumn::new(fl!(texts, "col-meter"), ListFormat::Integer),
        ListColumn::new(fl!(texts, "col-doubts"), ListFormat::Text),
    ]
}

fn export_row(
    (texts, page): (Texts, &PageFrame),
    names: &Names,
    one: &Redemption,
) -> Vec<ListCell> {
    vec![
        ListCell::from(page.at(one.dispensed_at).as_str()),
        page.marked(one.vehicle, names.vehicle(one.vehicle))
            .as_str()
            .into(),
        names.person(one.driver).into(),
        names.station(one.station).into(),
        names.product(&one.product).into(),
        ListCell::Integer(one.volume.get()),
        ListCell::Integer(one.price.get()),
        ListCell::Integer(one.amount.get()),
        one.meter_value.map_or(ListCell::Empty, ListCell::Integer),
        doubts_text(texts, &one.doubts).as_str().into(),
    ]
}
