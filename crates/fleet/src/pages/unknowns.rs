//! Plates of purchases that the register does not know: "Tidak ada di register".

use askama::Template;
use authz::Action;
use base::{AgencyId, Cursor, Page, PageSize, TenantId, Uuid};
use db::{Access, ActionError, Command, Failure, Tx};
use serde::Deserialize;
use tabular::{ListCell, ListColumn, ListFormat, ListWorkbook, WriteError};
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, EmptyState, FieldErrors, Flash, Form, ListPage, Locale,
    PageFrame, Paging, QueryState, Site, Staff, Tabs, Texts, WebError, fl, redirect, render,
    render_refused,
};

use super::export::answer;
use super::find::{class_name, today};
use super::words::{fuel_text, unknown_text};
use crate::{
    AssetCard, FleetRefusal, FuelKind, NewPlate, NewVehicle, Plate, PlateColour, PlateFollowers,
    PlateRecords, Resolution, Suggestion, UnknownState, UnknownVehicle, Vehicle, VehicleClass,
    VehicleDetails, VehicleFilter, VehicleId, texts,
};

/// Which state the list shows.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct UnknownQuery {
    keadaan: String,
    format: String,
}

pub(crate) async fn list_unknowns(
    staff: Staff,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<UnknownQuery>,
) -> Answer {
    staff.may_somewhere(Action::FleetUnknownResolve)?;
    let texts = texts(staff.locale);
    let state = query.keadaan.parse().unwrap_or(UnknownState::Open);
    let tenant = staff.tenant();
    let page = staff.page(fl!(texts, "unknowns"));
    if query.format == "xlsx" {
        let read = move |tx: &mut Tx<'_>| read_all(tx, tenant, state);
        let rows = site.db()?.read(tenant, Access::Report, read).await?;
        return answer("plat-tak-dikenal", write(texts, &page, &rows));
    }
    let read = move |tx: &mut Tx<'_>| {
        let place = (paging.after.as_ref(), paging.size);
        let listed = crate::list_unknowns(tx, tenant, state, place)?;
        let mut first = Vec::new();
        for unknown in &listed.items {
            let suggested = crate::suggest_vehicles(tx, tenant, &unknown.text)?;
            first.push(suggested.into_iter().next());
        }
        Ok((listed, first))
    };
    let (listed, first) = site.db()?.read(tenant, Access::ReadOwn, read).await?;
    render(&list_page(texts, page, state, (listed, first)))
}

fn list_page(
    texts: Texts,
    page: PageFrame,
    state: UnknownState,
    (listed, first): (Page<UnknownVehicle>, Vec<Option<Suggestion>>),
) -> ListPage {
    let columns = [
        Column::text(fl!(texts, "unknown-text")),
        Column::number(fl!(texts, "unknown-count")),
        Column::text(fl!(texts, "unknown-last")),
        Column::text(fl!(texts, "unknown-suggestion")),
    ];
    let rows = listed.items.iter().zip(&first).map(|(unknown, first)| {
        let address = format!("/plat-tak-dikenal/{}", unknown.id);
        let outcome = match (unknown.vehicle, &unknown.reason, first) {
            (Some(id), ..) => Cell::link(fl!(texts, "vehicle-open"), format!("/kendaraan/{id}")),
            (None, Some(reason), _) => Cell::text(reason),
            (None, None, Some(first)) => Cell::text(&first.plate),
            (None, None, None) => Cell::text("–"),
        };
        [
            Cell::link(&unknown.text, address),
            Cell::text(page.count(unknown.count)),
            Cell::text(page.ago(unknown.last_seen_at)),
            outcome,
        ]
    });
    let table = DataTable::new(&page.title, columns).rows(rows);
    let tabs = UnknownState::ALL
        .iter()
        .fold(Tabs::new(fl!(texts, "state")), |tabs, each| {
            tabs.tab(
                unknown_text(texts, *each),
                page.with("keadaan", each.code()),
                *each == state,
            )
        });
    let empty = EmptyState::new(
        fl!(texts, "unknowns-none"),
        fl!(texts, "unknowns-none-text"),
    );
    ListPage::new(page, table, empty)
        .lead(fl!(texts, "unknowns-lead"))
        .tabs(tabs)
        .next(listed.next)
        .exports()
}

/// The most rows of a workbook.
const ROWS_MAX: usize = 50_000;

fn read_all(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    state: UnknownState,
) -> Result<Vec<UnknownVehicle>, Failure> {
    let mut rows = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let place = (after.as_ref(), PageSize::clamped(PageSize::MAX));
        let page = crate::list_unknowns(tx, tenant, state, place)?;
        rows.extend(page.items);
        let next = page.next.filter(|_| rows.len() < ROWS_MAX);
        let Some(next) = next else { return Ok(rows) };
        after = Some(Cursor::decode(&next).map_err(|error| Failure::other("read on", error))?);
    }
}

fn write(texts: Texts, page: &PageFrame, rows: &[UnknownVehicle]) -> Result<Vec<u8>, WriteError> {
    let columns = [
        ListColumn::new(fl!(texts, "unknown-text"), ListFormat::Text),
        ListColumn::new(fl!(texts, "unknown-count"), ListFormat::Integer),
        ListColumn::new(fl!(texts, "unknown-first"), ListFormat::DateTime),
        ListColumn::new(fl!(texts, "unknown-last"), ListFormat::DateTime),
        ListColumn::new(fl!(texts, "state"), ListFormat::Text),
        ListColumn::new(fl!(texts, "reason"), ListFormat::Text),
    ];
    let mut list = ListWorkbook::new(&fl!(texts, "unknowns"), &columns)?;
    list.note(fl!(texts, "export-made"), page.at(page.now));
    for unknown in rows {
        let local = |at| ListCell::DateTime(page.city.zone.local(at));
        list.push(&[
            unknown.text.as_str().into(),
            ListCell::Integer(unknown.count),
            local(unknown.first_seen_at),
            local(unknown.last_seen_at),
            unknown_text(texts, unknown.state).as_str().into(),
            unknown.reason.as_deref().unwrap_or_default().into(),
        ])?;
    }
    list.finish()
}

/// What is typed to resolve a plate.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct UnknownForm {
    tindakan: String,
    kendaraan: String,
    plat: String,
    opd: String,
    kelas: String,
    nama: String,
    bahan_bakar: String,
    alasan: String,
    revisi: String,
}

/// What the page of a plate knows.
#[derive(Debug, Clone)]
struct Known {
    unknown: UnknownVehicle,
    suggested: Vec<(Suggestion, Vehicle)>,
    /// What else is kept of this plate, such as purchases.
    records: Vec<PlateRecords>,
    agencies: Vec<(AgencyId, String)>,
    classes: Vec<VehicleClass>,
}

#[derive(Template)]
#[template(path = "unknowns/show.html")]
pub(crate) struct UnknownPage {
    page: PageFrame,
    texts: Texts,
    known: Known,
    form: UnknownForm,
}

pub(crate) async fn show_unknown(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<Uuid>,
) -> Answer {
    let known = find(&staff, &site, id).await?;
    let errors = FieldErrors::new(staff.locale);
    render(&unknown_page(&staff, known, UnknownForm::default(), errors))
}

async fn find(staff: &Staff, site: &Site, id: Uuid) -> Result<Known, WebError> {
    staff.may_somewhere(Action::FleetUnknownResolve)?;
    let (tenant, on) = (staff.tenant(), today(staff));
    let reach = staff.actor().reach(Action::FleetUnknownResolve);
    let followers = followers(site);
    let read = move |tx: &mut Tx<'_>| {
        let Some(unknown) = crate::lookup_unknown(tx, tenant, id)? else {
            return Ok(None);
        };
        let suggested = crate::suggest_vehicles(tx, tenant, &unknown.text)?;
        let ids: Vec<VehicleId> = suggested
            .iter()
            .map(|suggestion| suggestion.vehicle)
            .collect();
        let vehicles = crate::list_vehicles_by_ids(tx, tenant, &ids, on)?;
        let suggested = suggested.into_iter().filter_map(|suggestion| {
            let vehicle = vehicles
                .iter()
                .find(|vehicle| vehicle.id == suggestion.vehicle)?;
            Some((suggestion, vehicle.clone()))
        });
        Ok(Some(Known {
            suggested: suggested.collect(),
            records: followers.waiting(tx, tenant, id)?,
            unknown,
            agencies: register::list_agencies_within(tx, tenant, &reach)?,
            classes: crate::list_classes(tx, tenant)?,
        }))
    };
    let found = site.db()?.read(tenant, Access::ReadOwn, read).await?;
    Ok(found.ok_or(authz::Denied::Hidden)?)
}

/// Who keeps records of unknown plates; nobody, where the binary shares none.
fn followers(site: &Site) -> PlateFollowers {
    site.part::<PlateFollowers>().unwrap_or_default()
}

/// The one vehicle that typed words name; none where no or several do.
async fn find_vehicle(
    staff: &Staff,
    site: &Site,
    words: &str,
) -> Result<Option<VehicleId>, WebError> {
    let (tenant, on) = (staff.tenant(), today(staff));
    let reach = staff.actor().reach(Action::FleetUnknownResolve);
    let filter = VehicleFilter {
        words: words.to_owned(),
        ..VehicleFilter::default()
    };
    let read = move |tx: &mut Tx<'_>| {
        let place = (None, PageSize::clamped(2));
        let found = crate::list_vehicles(tx, (tenant, on), &reach, &filter, place)?;
        Ok(match found.items.as_slice() {
            [one] => Some(one.id),
            _ => None,
        })
    };
    Ok(site.db()?.read(tenant, Access::ReadOwn, read).await?)
}

pub(crate) async fn resolve(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<Uuid>,
    form: Form<UnknownForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let known = find(&staff, &site, id).await?;
    let revision: i64 = form
        .revisi
        .parse()
        .map_err(|_| WebError::bad_request("form_unreadable"))?;
    let mut errors = FieldErrors::new(staff.locale);
    let plate = new_plate(&known.unknown, &staff);
    let named = match form.plat.trim() {
        "" => None,
        words => find_vehicle(&staff, &site, words).await?,
    };
    let followers = followers(&site);
    if let Some(input) = form.resolution(texts, &mut errors, (&known, plate, named)) {
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let command = Command::by(&stamp).keyed(form.key.as_str(), "fleet.unknown.resolve", &input);
        let resolved = site
            .db()?
            .write(command, move |tx| {
                let stamp = stamp.fresh();
                let resolved = crate::resolve_unknown(tx, &stamp, &actor, (id, revision), &input)?;
                followers.follow(tx, &stamp, id)?;
                Ok(resolved)
            })
            .await;
        match resolved {
            Ok(vehicle) => {
                staff.flash(&Flash::success(fl!(texts, "unknown-resolved")));
                let added = vehicle.filter(|_| form.tindakan == "tambah");
                let target = added.map(|id| format!("/kendaraan/{id}/ubah"));
                return Ok(redirect(
                    target.unwrap_or_else(|| "/plat-tak-dikenal".to_owned()),
                ));
            }
            Err(ActionError::Refused(FleetRefusal::Denied(denied))) => return Err(denied.into()),
            Err(error) => errors.catch("", error)?,
        }
    }
    render_refused(&unknown_page(&staff, known, form.input, errors))
}

/// The plate as the purchases show it, carried since it was met first.
fn new_plate(unknown: &UnknownVehicle, staff: &Staff) -> Option<NewPlate> {
    let from_on = staff.city().zone.date(unknown.first_seen_at);
    let plate = Plate::read(&unknown.text)?;
    Some(NewPlate {
        plate,
        colour: PlateColour::Unknown,
        from_on,
        reason: None,
    })
}

impl UnknownForm {
    fn resolution(
        &self,
        texts: Texts,
        errors: &mut FieldErrors,
        (known, plate, named): (&Known, Option<NewPlate>, Option<VehicleId>),
    ) -> Option<Resolution> {
        match self.tindakan.as_str() {
            "hubungkan" if self.kendaraan.is_empty() => {
                let what = fl!(texts, "unknown-other-what");
                errors.pick("plat", &what, named).map(Resolution::Link)
            }
            "hubungkan" => {
                let what = fl!(texts, "vehicle-what");
                errors
                    .choice("kendaraan", &what, &self.kendaraan)
                    .map(Resolution::Link)
            }
            "tambah" => {
                let details = self.details(texts, errors, &known.classes)?;
                Some(Resolution::Add(Box::new(NewVehicle { details, plate })))
            }
            _ => {
                let what = fl!(texts, "reason-what");
                errors
                    .text("alasan", &what, &self.alasan, 300)
                    .map(Resolution::NotOurs)
            }
        }
    }

    /// A vehicle of which little is known yet: its form opens next.
    fn details(
        &self,
        texts: Texts,
        errors: &mut FieldErrors,
        classes: &[VehicleClass],
    ) -> Option<VehicleDetails> {
        let agency = errors.choice("opd", &fl!(texts, "agency-what"), &self.opd);
        let class = classes.iter().find(|class| class.code == self.kelas);
        let class = errors.pick("kelas", &fl!(texts, "class-what"), class);
        let label = errors.text("nama", &fl!(texts, "label-what"), &self.nama, 120);
        let fuel = errors.choice("bahan_bakar", &fl!(texts, "fuel-what"), &self.bahan_bakar);
        let class = class?;
        Some(VehicleDetails {
            agency: agency?,
            unit: None,
            kind: class.kind,
            class: class.code.clone(),
            label: label?,
            asset: AssetCard::default(),
            tank_ml: None,
            fuel_kind: fuel?,
            default_product: None,
            products: Vec::new(),
            meter: class.meter,
            is_sensitive: false,
            work_pattern: None,
        })
    }
}

fn unknown_page(
    staff: &Staff,
    known: Known,
    form: UnknownForm,
    errors: FieldErrors,
) -> UnknownPage {
    let texts = texts(staff.locale);
    let page = staff
        .page(known.unknown.text.clone())
        .crumb(fl!(texts, "unknowns"), "/plat-tak-dikenal")
        .errors(errors);
    UnknownPage {
        page,
        texts,
        known,
        form,
    }
}

impl UnknownPage {
    fn is_open(&self) -> bool {
        self.known.unknown.vehicle.is_none()
    }

    fn lead(&self) -> String {
        let unknown = &self.known.unknown;
        let (count, last) = (
            self.page.count(unknown.count),
            self.page.at(unknown.last_seen_at),
        );
        let first = self.page.at(unknown.first_seen_at);
        fl!(
            self.texts,
            "unknown-lead",
            count = count,
            first = first,
            last = last
        )
    }

    fn records_text(&self, records: &PlateRecords) -> String {
        let count = self.page.count(records.count);
        fl!(self.texts, "unknown-records", count = count)
    }

    fn fuels(&self) -> Vec<(&'static str, String)> {
        FuelKind::ALL
            .iter()
            .map(|fuel| (fuel.code(), fuel_text(self.texts, *fuel)))
            .collect()
    }

    fn class_choices(&self) -> Vec<(String, String)> {
        let name = |class: &VehicleClass| class_name(class, self.page.locale).to_owned();
        self.known
            .classes
            .iter()
            .map(|class| (class.code.clone(), name(class)))
            .collect()
    }
}

impl web::Samples for UnknownPage {
    const NAME: &'static str = "unknown-plate";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let page = |suggested, errors| {
            let page = PageFrame::sample(locale, "DH 8132 A").errors(errors);
            let unknown = UnknownVehicle {
                id: Uuid::from_u128(1),
                text: "DH 8132 A".to_owned(),
                plate_key: "DH8132A".to_owned(),
                count: 12,
                first_seen_at: page.now.plus_seconds(-5_000_000),
                last_seen_at: page.now.plus_seconds(-90_000),
                state: UnknownState::Open,
                vehicle: None,
                reason: None,
                revision: 0,
            };
            let agencies = vec![(AgencyId::new(Uuid::from_u128(1)), "Dinas PUPR".to_owned())];
            let classes = crate::standard_classes();
            let known = Known {
                unknown,
                suggested,
                records: vec![PlateRecords {
                    count: 12,
                    href: "/pembelian".to_owned(),
                }],
                agencies,
                classes,
            };
            Self {
                page,
                texts,
                known,
                form: UnknownForm::default(),
            }
        };
        let vehicle = super::show_samples::sample_vehicle();
        let suggestion = Suggestion {
            vehicle: vehicle.id,
            plate: "DH 8123 A".to_owned(),
            distance: 1,
        };
        let mut errors = FieldErrors::new(locale);
        errors.text("alasan", &fl!(texts, "reason-what"), "", 300);
        vec![
            (
                "suggested",
                page(vec![(suggestion, vehicle)], FieldErrors::new(locale)),
            ),
            ("nothing-alike", page(Vec::new(), errors)),
        ]
    }
}
