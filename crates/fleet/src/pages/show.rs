//! The page of a vehicle, in tabs.

use askama::Template;
use authz::Action;
use base::{CivilDate, TenantId, UtcMicros};
use db::{Failure, Tx};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, Figure, Figures, PageFrame, QueryState, Site, Staff, StatusTone,
    SummaryList, Tabs, Texts, WebError, fl, render,
};

use super::command::{CommandForm, Rights};
use super::find::{agency_name, class_name, find_vehicle, names, resource, today};
use super::words::{fuel_text, kind_text, meter_text, state_text, unit_text};
use crate::catalogue::{FuelCatalogue, product_name};
use crate::{
    Assignment, Expectation, Letter, Likeness, Meter, MeterSeries, Outage, PlateFollowers,
    PlateRecords, PlateSpan, StatusSpan, Vehicle, VehicleClass, VehicleId, VehicleState, texts,
};

/// A view of the vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tab {
    #[default]
    Summary,
    Plates,
    People,
    Meter,
    Letters,
}

impl Tab {
    const ALL: [Self; 5] = [
        Self::Summary,
        Self::Plates,
        Self::People,
        Self::Meter,
        Self::Letters,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Summary => "ringkasan",
            Self::Plates => "plat",
            Self::People => "orang",
            Self::Meter => "meter",
            Self::Letters => "surat",
        }
    }

    /// The address of this view of a vehicle.
    pub(crate) fn href(self, id: VehicleId) -> String {
        match self {
            Self::Summary => format!("/kendaraan/{id}"),
            other => format!("/kendaraan/{id}?tab={}", other.code()),
        }
    }

    fn text(self, texts: Texts) -> String {
        match self {
            Self::Summary => fl!(texts, "tab-summary"),
            Self::Plates => fl!(texts, "tab-plates"),
            Self::People => fl!(texts, "tab-people"),
            Self::Meter => fl!(texts, "tab-meter"),
            Self::Letters => fl!(texts, "tab-letters"),
        }
    }
}

/// What the page knows besides the vehicle.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) agency: String,
    pub(super) class: Option<VehicleClass>,
    pub(super) statuses: Vec<StatusSpan>,
    pub(super) twins: Vec<(Vehicle, Likeness)>,
    pub(super) merged: Vec<Vehicle>,
    pub(super) plates: Vec<PlateSpan>,
    pub(super) people: Vec<(Assignment, String)>,
    pub(super) letters: Vec<Letter>,
    pub(super) outages: Vec<Outage>,
    pub(super) expected: Option<Expectation>,
    /// Only for the tab that shows it.
    pub(super) series: Option<MeterSeries>,
    pub(super) rights: Rights,
    /// What other areas keep of the vehicle: its purchases.
    pub(super) records: Vec<PlateRecords>,
    pub(super) unit: Option<String>,
    /// Codes and names of the kinds of fuel.
    pub(super) products: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "vehicles/show.html")]
pub(crate) struct VehiclePage {
    pub(super) page: PageFrame,
    pub(super) texts: Texts,
    pub(super) vehicle: Vehicle,
    pub(super) facts: Facts,
    pub(super) tab: Tab,
    pub(super) open: &'static str,
    pub(super) form: CommandForm,
    pub(super) today: CivilDate,
}

/// Which tab the address names.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ShowQuery {
    tab: String,
}

pub(crate) async fn show_vehicle(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    QueryState(query): QueryState<ShowQuery>,
) -> Answer {
    let tab = Tab::ALL
        .into_iter()
        .find(|tab| tab.code() == query.tab)
        .unwrap_or_default();
    let typed = (CommandForm::default(), FieldErrors::new(staff.locale));
    render(&vehicle_page(&staff, &site, (id, tab, ""), typed).await?)
}

/// The page with what was typed into one of its forms.
pub(super) async fn vehicle_page(
    staff: &Staff,
    site: &Site,
    (id, tab, open): (VehicleId, Tab, &'static str),
    (form, errors): (CommandForm, FieldErrors),
) -> Result<VehiclePage, WebError> {
    let (tenant, now, on) = (staff.tenant(), staff.now(), today(staff));
    let actor = staff.actor().clone();
    let catalogue = site.part::<FuelCatalogue>().unwrap_or_default();
    let followers = site.part::<PlateFollowers>().unwrap_or_default();
    let wanted = (id, Action::FleetVehicleView);
    let found = find_vehicle(staff, site, wanted, move |tx, vehicle| {
        let place = resource(tx, tenant, vehicle, on)?;
        let mut facts = read_facts(tx, (tenant, now, on), vehicle)?;
        facts.rights = Rights::of(&actor, &place);
        if facts.rights.purchases {
            facts.records = followers.kept(tx, tenant, vehicle.id)?;
        }
        facts.products = catalogue.list(tx, tenant)?;
        if tab == Tab::Meter {
            let whole = (UtcMicros::default(), UtcMicros::MAX);
            facts.series = Some(crate::meter_series(tx, tenant, vehicle, whole)?);
        }
        Ok(facts)
    });
    let (vehicle, facts) = found.await?;
    let texts = texts(staff.locale);
    let page = staff
        .page(vehicle.name())
        .about([vehicle.id])
        .crumb(fl!(texts, "vehicles"), "/kendaraan")
        .errors(errors);
    Ok(VehiclePage {
        page,
        texts,
        vehicle,
        facts,
        tab,
        open,
        form,
        today: on,
    })
}

fn read_facts(
    tx: &mut Tx<'_>,
    (tenant, now, on): (TenantId, UtcMicros, CivilDate),
    vehicle: &Vehicle,
) -> Result<Facts, Failure> {
    let id = vehicle.id;
    let twins = crate::list_twins(tx, tenant, vehicle)?;
    let others: Vec<VehicleId> = twins.iter().map(|twin| twin.vehicle).collect();
    let others = crate::list_vehicles_by_ids(tx, tenant, &others, on)?;
    let twins = twins.into_iter().filter_map(|twin| {
        let other = others.iter().find(|other| other.id == twin.vehicle)?;
        Some((other.clone(), twin.likeness))
    });
    let merged = crate::list_merged(tx, tenant, id)?;
    let assignments = crate::list_assignments(tx, tenant, id)?;
    let people: Vec<_> = assignments
        .iter()
        .map(|assignment| assignment.person)
        .collect();
    let people = names(tx, tenant, &people)?;
    let named = |assignment: Assignment| {
        let name = people
            .get(&assignment.person)
            .cloned()
            .unwrap_or_else(|| "–".to_owned());
        (assignment, name)
    };
    Ok(Facts {
        agency: agency_name(tx, tenant, vehicle.agency)?,
        class: crate::lookup_class(tx, tenant, &vehicle.class)?,
        statuses: crate::list_statuses(tx, tenant, id)?,
        twins: twins.collect(),
        merged: crate::list_vehicles_by_ids(tx, tenant, merged.get(1..).unwrap_or_default(), on)?,
        plates: crate::list_plates(tx, tenant, id)?,
        people: assignments.into_iter().map(named).collect(),
        letters: crate::list_letters(tx, tenant, id)?,
        outages: crate::list_outages(tx, tenant, id)?,
        expected: crate::expected_reading(tx, tenant, id, now)?,
        series: None,
        rights: Rights::default(),
        records: Vec::new(),
        unit: match vehicle.unit {
            Some(unit) => register::lookup_unit(tx, tenant, unit)?.map(|unit| unit.name),
            None => None,
        },
        products: Vec::new(),
    })
}

impl VehiclePage {
    fn tabs(&self) -> Tabs {
        let tabs = Tabs::new(fl!(self.texts, "tabs-name"));
        Tab::ALL.into_iter().fold(tabs, |tabs, tab| {
            tabs.tab(
                tab.text(self.texts),
                tab.href(self.vehicle.id),
                tab == self.tab,
            )
        })
    }

    fn records_text(&self, records: &PlateRecords) -> String {
        let count = self.page.count(records.count);
        fl!(self.texts, "vehicle-records", count = count)
    }

    fn is(&self, tab: &str) -> bool {
        self.tab.code() == tab
    }

    fn is_open(&self, form: &str) -> bool {
        self.open == form
    }

    fn figures(&self) -> Figures {
        let texts = self.texts;
        let dash = || "–".to_owned();
        let drivers = self.current_people().count();
        let tank = self
            .vehicle
            .tank_ml
            .map_or_else(dash, |tank| tank.to_string());
        let meter = self
            .facts
            .expected
            .as_ref()
            .and_then(|expected| expected.last_good);
        let unit = unit_text(texts, self.vehicle.meter);
        let meter_value = meter.map_or_else(dash, |(value, _)| {
            format!("{} {unit}", self.page.count(value))
        });
        let state = self.vehicle.state;
        let tone = if state == VehicleState::Active {
            StatusTone::Quiet
        } else {
            StatusTone::Warn
        };
        let href = |tab: Tab| tab.href(self.vehicle.id);
        let mut last = Figure::new(meter_text(texts, self.vehicle.meter), meter_value);
        if let Some((_, at)) = meter {
            last = last.note(self.page.ago(at)).href(href(Tab::Meter));
        }
        let people = self.page.count(i64::try_from(drivers).unwrap_or(i64::MAX));
        Figures::new([
            Figure::new(fl!(texts, "state"), state_text(texts, state)).tone(tone),
            Figure::new(fl!(texts, "people-now"), people).href(href(Tab::People)),
            Figure::new(fl!(texts, "tank"), tank),
            last,
        ])
    }

    fn summary(&self) -> SummaryList {
        let (texts, vehicle) = (self.texts, &self.vehicle);
        let class = self.facts.class.as_ref();
        let class = class.map_or(vehicle.class.as_str(), |c| class_name(c, self.page.locale));
        let products = if vehicle.products.is_empty() {
            fl!(texts, "products-any")
        } else {
            let names = vehicle.products.iter().map(|code| self.product(code));
            names.collect::<Vec<_>>().join(", ")
        };
        let list = self
            .page
            .summary()
            .row(fl!(texts, "label"), &vehicle.label)
            .row(fl!(texts, "agency"), &self.facts.agency);
        let list = match &self.facts.unit {
            Some(unit) => list.row(fl!(texts, "unit"), unit),
            None => list,
        };
        let pattern = vehicle
            .work_pattern
            .as_deref()
            .and_then(|pattern| pattern.parse().ok());
        let list = match pattern {
            Some(pattern) => list.row(
                fl!(texts, "work-pattern"),
                register::work_pattern_text(self.page.locale, pattern),
            ),
            None => list,
        };
        let list = list
            .row(fl!(texts, "kind"), kind_text(texts, vehicle.kind))
            .row(fl!(texts, "class"), class)
            .row(fl!(texts, "fuel"), fuel_text(texts, vehicle.fuel_kind));
        let list = match &vehicle.default_product {
            Some(product) => list.row(fl!(texts, "product"), self.product(product)),
            None => list,
        };
        list.row(fl!(texts, "products-allowed"), products)
            .row(fl!(texts, "meter"), meter_text(texts, vehicle.meter))
    }

    /// The name of a kind of fuel.
    pub(super) fn product<'a>(&'a self, code: &'a str) -> &'a str {
        product_name(&self.facts.products, code)
    }

    fn asset(&self) -> SummaryList {
        let (texts, asset) = (self.texts, &self.vehicle.asset);
        let year = asset.bought_year.map(|year| year.to_string());
        let price = asset.price.map(|price| price.to_string());
        let rows = [
            (fl!(texts, "chassis-number"), &asset.chassis_number),
            (fl!(texts, "engine-number"), &asset.engine_number),
            (fl!(texts, "asset-code"), &asset.asset_code),
            (fl!(texts, "register-number"), &asset.register_number),
            (fl!(texts, "brand"), &asset.brand),
            (fl!(texts, "type-name"), &asset.type_name),
            (fl!(texts, "size"), &asset.size),
            (fl!(texts, "material"), &asset.material),
            (fl!(texts, "bought-year"), &year),
            (fl!(texts, "factory-number"), &asset.factory_number),
            (fl!(texts, "bpkb-number"), &asset.bpkb_number),
            (fl!(texts, "origin"), &asset.origin),
            (fl!(texts, "price"), &price),
            (fl!(texts, "condition"), &asset.condition),
            (fl!(texts, "remark"), &asset.remark),
        ];
        rows.into_iter()
            .fold(self.page.summary(), |list, (name, value)| match value {
                Some(value) => list.row(name, value),
                None => list,
            })
    }

    /// What the number on the plate says against the class, as a hint.
    fn plate_hint(&self) -> Option<String> {
        let plate = self.vehicle.plate.as_deref().and_then(crate::Plate::read)?;
        let odd = !plate.block()?.suits(&self.vehicle.class);
        odd.then(|| fl!(self.texts, "plate-block-odd"))
    }

    pub(super) fn span(&self, from: CivilDate, until: Option<CivilDate>) -> String {
        let from = self.page.date(from);
        match until {
            Some(until) => {
                fl!(
                    self.texts,
                    "span",
                    from = from,
                    until = self.page.date(until)
                )
            }
            None => fl!(self.texts, "span-open", from = from),
        }
    }

    pub(super) fn current_people(&self) -> impl Iterator<Item = &(Assignment, String)> {
        let on = self.today;
        self.facts.people.iter().filter(move |(assignment, _)| {
            assignment.from_on <= on && assignment.until_on.is_none_or(|until| on <= until)
        })
    }

    pub(super) fn is_metered(&self) -> bool {
        self.vehicle.meter != Meter::None
    }

    pub(super) fn unit(&self) -> String {
        unit_text(self.texts, self.vehicle.meter)
    }
}
