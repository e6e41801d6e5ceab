//! Choosing an agency and a month: each vehicle's card and the recap.

use std::collections::BTreeMap;

use authz::Action;
use base::{AgencyId, MonthOfYear, Uuid};
use db::Access;
use fleet::{Vehicle, VehicleId};
use fuel::VehicleTotal;
use serde::Deserialize;
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, EmptyState, Filter, ListPage, PageFrame, QueryState, Site,
    Staff, StatusTone, Tag, Texts, fl, render,
};

use crate::texts;

/// Which agency and month.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CardsQuery {
    opd: String,
    bulan: String,
}

struct Listed {
    agencies: Vec<(AgencyId, String)>,
    agency: Option<AgencyId>,
    totals: Vec<VehicleTotal>,
    vehicles: BTreeMap<VehicleId, Vehicle>,
}

pub(crate) async fn list_cards(
    staff: Staff,
    State(site): State<Site>,
    QueryState(query): QueryState<CardsQuery>,
) -> Answer {
    let texts = texts(staff.locale);
    staff.may_somewhere(Action::FuelCardView)?;
    let reach = staff.actor().reach(Action::FuelCardView);
    let today = staff.city().zone.date(staff.now());
    let month: MonthOfYear = query
        .bulan
        .parse()
        .unwrap_or_else(|_| MonthOfYear::of(today));
    let (tenant, wanted) = (staff.tenant(), query.opd.parse::<AgencyId>().ok());
    let listed = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            let agencies = register::list_agencies_within(tx, tenant, &reach)?;
            let known = |id: &AgencyId| agencies.iter().any(|(agency, _)| agency == id);
            let agency = wanted.filter(known).or(agencies.first().map(|(id, _)| *id));
            let totals = match agency {
                Some(agency) => fuel::list_vehicle_totals(tx, tenant, agency, month)?,
                None => Vec::new(),
            };
            let ids: Vec<VehicleId> = totals.iter().map(|total| total.vehicle).collect();
            let vehicles = fleet::list_vehicles_by_ids(tx, tenant, &ids, today)?;
            let vehicles = vehicles
                .into_iter()
                .map(|vehicle| (vehicle.id, vehicle))
                .collect();
            Ok(Listed {
                agencies,
                agency,
                totals,
                vehicles,
            })
        })
        .await?;
    let page = staff.page(fl!(texts, "cards")).about(listed.agency);
    render(&list_page(texts, page, month, &listed))
}

fn list_page(texts: Texts, page: PageFrame, month: MonthOfYear, listed: &Listed) -> ListPage {
    let shown = page.month(month);
    let columns = [
        Column::text(fl!(texts, "col-vehicle")),
        Column::number(fl!(texts, "col-count")),
        Column::number(fl!(texts, "col-volume")),
        Column::number(fl!(texts, "col-amount")),
        Column::text(fl!(texts, "col-doubts")),
    ];
    let caption = fl!(texts, "cards-table", month = shown.as_str());
    let rows = listed
        .totals
        .iter()
        .map(|total| listed.row(texts, &page, (month, total)));
    let table = DataTable::new(caption, columns).rows(rows);
    let agency = listed.agency.map_or(Uuid::nil(), AgencyId::uuid);
    let mut filters = Filter::default();
    // One agency at a time is shown, so there is no choice of all.
    if listed.agencies.len() > 1 {
        let agencies = page
            .select("opd", fl!(texts, "agency"))
            .options(&listed.agencies);
        filters = filters.field(&agencies.value(agency));
    }
    let filters = filters.field(&page.month_field("bulan", fl!(texts, "month")).value(month));
    let none = fl!(texts, "cards-none", month = shown.as_str());
    let empty = EmptyState::new(none, fl!(texts, "cards-none-text"));
    let recap = format!("/rekap/{agency}/{month}");
    let list = ListPage::new(page, table, empty)
        .lead(fl!(texts, "cards-lead"))
        .filter(filters);
    match listed.agency {
        Some(_) => list.action(fl!(texts, "recap-open"), recap),
        None => list,
    }
}

impl Listed {
    fn row(
        &self,
        texts: Texts,
        page: &PageFrame,
        (month, total): (MonthOfYear, &VehicleTotal),
    ) -> [Cell; 5] {
        let vehicle = self.vehicles.get(&total.vehicle);
        let name = vehicle.map_or("–", Vehicle::name);
        let label = vehicle.map_or("", |vehicle| vehicle.label.as_str());
        let tag = match total.doubtful {
            0 => Tag::new(fl!(texts, "fine"), StatusTone::Good),
            count => Tag::new(count, StatusTone::Warn),
        };
        [
            Cell::link(name, format!("/kartu/{}/{month}", total.vehicle))
                .mark(page.mark(total.vehicle))
                .below(label),
            Cell::text(page.count(total.count)),
            Cell::text(total.volume),
            Cell::text(total.amount),
            Cell::tag(tag),
        ]
    }
}
