//! The list of vehicles.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use authz::{Action, Reach};
use base::{AgencyId, CivilDate, Page, TenantId};
use db::{Access, Failure, Tx};
use serde::Deserialize;
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, EmptyState, Filter, ListPage, PageFrame, Paging, QueryState,
    Site, Staff, StatusTone, Tag, Texts, fl, render,
};

use super::export;
use super::find::{agency_name, class_name, today};
use super::words::{kind_text, state_tag, state_text};
use crate::{Vehicle, VehicleClass, VehicleFilter, VehicleKind, VehicleState, texts};

/// The filters of the list, as they stand in its address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ListQuery {
    cari: String,
    opd: String,
    jenis: String,
    kelas: String,
    keadaan: String,
    kurang: String,
    format: String,
}

impl ListQuery {
    fn filter(&self) -> VehicleFilter {
        VehicleFilter {
            agency: self.opd.parse().ok(),
            kind: self.jenis.parse().ok(),
            class: Some(self.kelas.clone()).filter(|code| !code.is_empty()),
            state: self.keadaan.parse().ok(),
            incomplete: !self.kurang.is_empty(),
            words: self.cari.chars().take(100).collect(),
        }
    }

    fn is_narrow(&self) -> bool {
        [
            &self.cari,
            &self.opd,
            &self.jenis,
            &self.kelas,
            &self.keadaan,
            &self.kurang,
        ]
        .iter()
        .any(|value| !value.is_empty())
    }
}

struct Listed {
    vehicles: Page<Vehicle>,
    agencies: Vec<(AgencyId, String)>,
    names: BTreeMap<AgencyId, String>,
    classes: Vec<VehicleClass>,
}

pub(crate) async fn list_vehicles(
    staff: Staff,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<ListQuery>,
) -> Answer {
    let texts = texts(staff.locale);
    staff.may_somewhere(Action::FleetVehicleView)?;
    let reach = staff.actor().reach(Action::FleetVehicleView);
    let (tenant, on, wanted) = (staff.tenant(), today(&staff), query.filter());
    let page = staff.page(fl!(texts, "vehicles"));
    if query.format == "xlsx" {
        let rows = site
            .db()?
            .read(tenant, Access::Report, move |tx| {
                export::read_rows(tx, (tenant, on), &reach, &wanted)
            })
            .await?;
        return export::workbook(texts, &page, &query.cari, &rows);
    }
    let listed = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            read(tx, (tenant, on), &reach, &wanted, &paging)
        })
        .await?;
    render(&list_page(texts, page, &query, listed))
}

fn read(
    tx: &mut Tx<'_>,
    (tenant, on): (TenantId, CivilDate),
    reach: &Reach,
    filter: &VehicleFilter,
    paging: &Paging,
) -> Result<Listed, Failure> {
    let place = (paging.after.as_ref(), paging.size);
    let vehicles = crate::list_vehicles(tx, (tenant, on), reach, filter, place)?;
    let agencies = register::list_agencies_within(tx, tenant, reach)?;
    let mut names: BTreeMap<AgencyId, String> = agencies.iter().cloned().collect();
    for vehicle in &vehicles.items {
        if let Entry::Vacant(entry) = names.entry(vehicle.agency) {
            entry.insert(agency_name(tx, tenant, vehicle.agency)?);
        }
    }
    Ok(Listed {
        vehicles,
        agencies,
        names,
        classes: crate::list_classes(tx, tenant)?,
    })
}

fn list_page(texts: Texts, page: PageFrame, query: &ListQuery, listed: Listed) -> ListPage {
    let columns = [
        Column::text(fl!(texts, "vehicle")),
        Column::text(fl!(texts, "class")),
        Column::text(fl!(texts, "agency")),
        Column::number(fl!(texts, "tank")),
        Column::text(fl!(texts, "state")),
    ];
    let rows = listed.vehicles.items.iter();
    let table = DataTable::new(&page.title, columns)
        .rows(rows.map(|vehicle| row(texts, &page, vehicle, &listed)));
    let filter = filters(texts, &page, query, &listed);
    let may_edit = page.may(Action::FleetVehicleEdit);
    let empty = if query.is_narrow() {
        EmptyState::new(
            fl!(texts, "vehicles-no-match"),
            fl!(texts, "vehicles-no-match-text"),
        )
    } else {
        let empty = EmptyState::new(
            fl!(texts, "vehicles-none"),
            fl!(texts, "vehicles-none-text"),
        );
        if may_edit {
            empty.step(fl!(texts, "vehicles-import"), "/impor/baru/vehicles")
        } else {
            empty
        }
    };
    let next = listed.vehicles.next;
    let list = ListPage::new(page, table, empty)
        .filter(filter)
        .next(next)
        .exports();
    let list = if may_edit {
        list.action(fl!(texts, "vehicle-new"), "/kendaraan/baru")
            .action(fl!(texts, "duplicates"), "/kendaraan/ganda")
    } else {
        list
    };
    list.action(fl!(texts, "classes"), "/kendaraan/kelas")
}

fn row(texts: Texts, page: &PageFrame, vehicle: &Vehicle, listed: &Listed) -> [Cell; 5] {
    let name = Cell::link(vehicle.name(), format!("/kendaraan/{}", vehicle.id));
    let below = if vehicle.plate.is_some() {
        vehicle.label.as_str()
    } else {
        ""
    };
    let class = listed
        .classes
        .iter()
        .find(|class| class.code == vehicle.class);
    let class = class.map_or(vehicle.class.as_str(), |class| {
        class_name(class, page.locale)
    });
    let state = if vehicle.is_incomplete() && vehicle.state == VehicleState::Active {
        Tag::new(fl!(texts, "incomplete"), StatusTone::Warn)
    } else {
        state_tag(texts, vehicle.state)
    };
    [
        name.mark(page.mark(vehicle.id)).below(below),
        Cell::text(class),
        Cell::text(
            listed
                .names
                .get(&vehicle.agency)
                .map_or("–", String::as_str),
        ),
        Cell::text(
            vehicle
                .tank_ml
                .map_or_else(|| "–".to_owned(), |tank| tank.to_string()),
        ),
        Cell::tag(state),
    ]
}

fn filters(texts: Texts, page: &PageFrame, query: &ListQuery, listed: &Listed) -> Filter {
    let any = fl!(texts, "any");
    let search = page
        .search("cari", fl!(texts, "vehicles-search"))
        .hint(fl!(texts, "vehicles-search-hint"))
        .value(&query.cari);
    let kinds = VehicleKind::ALL
        .iter()
        .map(|kind| (kind.code(), kind_text(texts, *kind)));
    let states = VehicleState::ALL
        .iter()
        .map(|state| (state.code(), state_text(texts, *state)));
    let classes = listed
        .classes
        .iter()
        .map(|class| (&class.code, class_name(class, page.locale)));
    let filter = Filter::default().field(&search);
    let filter = register::agency_filter(filter, page, (&listed.agencies, &query.opd));
    let select = |name: &'static str, label: String| page.select(name, label).option("", &any);
    filter
        .field(
            &select("jenis", fl!(texts, "kind"))
                .options(kinds)
                .value(&query.jenis),
        )
        .field(
            &select("kelas", fl!(texts, "class"))
                .options(classes)
                .value(&query.kelas),
        )
        .field(
            &select("keadaan", fl!(texts, "state"))
                .options(states)
                .value(&query.keadaan),
        )
        .field(
            &select("kurang", fl!(texts, "completeness"))
                .option("1", fl!(texts, "incomplete-only"))
                .value(&query.kurang),
        )
}
