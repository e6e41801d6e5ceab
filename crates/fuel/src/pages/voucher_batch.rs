//! `/voucher/baru/banyak`: the same voucher for many vehicles, and what became of each.

use std::collections::BTreeMap;

use askama::Template;
use authz::Action;
use base::{AgencyId, Cursor, Millilitres, PageSize, Rupiah, TenantId, UnitId, UtcMicros, Zone};
use budget::BudgetLineId;
use db::{Access, Failure, Tx};
use fleet::{Vehicle, VehicleFilter, VehicleId};
use ledger::Unit;
use serde::{Deserialize, Serialize};
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, FieldErrors, Form, Locale, PageFrame, QueryState,
    Refusal as _, Samples, Site, Staff, Texts, WebError, fl, render, render_refused,
};

use super::voucher_form::{VOLUME_MAX, last_valid_day};
use super::words::{grouped, quota_left, warning_text};
use crate::{
    BatchOutcome, IssueBatch, IssueVoucher, QuotaState, VoucherKeys, explain_quota, issue_batch,
    texts,
};

/// Vehicles shown to choose from at once: as many as one issue takes.
const CHOICES_MAX: usize = IssueBatch::MOST;

/// Which vehicles are offered.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct BatchQuery {
    kelas: String,
    unit: String,
}

/// What is typed; vehicles are ids.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct BatchForm {
    vehicles: Vec<String>,
    by: String,
    litres: String,
    until: String,
    purpose: String,
    kelas: String,
    unit: String,
}

/// A vehicle that can be chosen.
#[derive(Debug, Clone)]
struct Choice {
    vehicle: Vehicle,
    line: Option<BudgetLineId>,
    quota: Option<QuotaState>,
}

impl Choice {
    /// The litres of a full tank, or what the quota has left where that is less.
    fn by_quota(&self) -> Option<Millilitres> {
        let quota = self.quota.as_ref()?;
        if quota.entitlement.rule.unit != Unit::Millilitres {
            return None;
        }
        let left = quota.entitlement.left(quota.usage);
        let most = self
            .vehicle
            .tank_ml
            .map_or(left, |tank| tank.get().min(left));
        (most > 0).then(|| Millilitres::new(most))
    }
}

/// All that the form offers.
#[derive(Debug, Clone, Default)]
pub(crate) struct BatchDesk {
    choices: Vec<Choice>,
    classes: Vec<(String, String)>,
    units: Vec<(UnitId, String)>,
    until: String,
    is_cut: bool,
}

/// The form.
#[derive(Debug, Template)]
#[template(path = "fuel/batch.html")]
pub(crate) struct BatchPage {
    page: PageFrame,
    texts: Texts,
    filters: Vec<String>,
    fields: Vec<String>,
    vehicles: String,
    is_empty: bool,
    cut: String,
    kelas: String,
    unit: String,
}

/// What became of each.
#[derive(Debug, Template)]
#[template(path = "fuel/batch_done.html")]
pub(crate) struct BatchDonePage {
    page: PageFrame,
    texts: Texts,
    lead: String,
    issued: DataTable,
    refused: DataTable,
    print: String,
    list: String,
    again: Option<BatchForm>,
}

pub(crate) async fn show(
    staff: Staff,
    State(site): State<Site>,
    QueryState(query): QueryState<BatchQuery>,
) -> Answer {
    staff.may_somewhere(Action::FuelVoucherIssue)?;
    let desk = load(&staff, &site, query.clone()).await?;
    let texts = texts(staff.locale);
    let form = BatchForm {
        by: "sama".to_owned(),
        until: desk.until.clone(),
        kelas: query.kelas,
        unit: query.unit,
        ..BatchForm::default()
    };
    let page = staff.page(fl!(texts, "voucher-batch"));
    render(&form_page(page, texts, &desk, &form))
}

async fn load(staff: &Staff, site: &Site, query: BatchQuery) -> Result<BatchDesk, WebError> {
    let (tenant, zone, now) = (staff.tenant(), staff.city().zone.clone(), staff.now());
    let (actor, locale) = (staff.actor().clone(), staff.locale);
    let db = site.db()?;
    let loaded = db.read(tenant, Access::ReadOwn, move |tx| {
        let reach = actor.reach(Action::FuelVoucherIssue);
        let unit = query.unit.parse::<UnitId>().ok();
        let filter = VehicleFilter {
            class: Some(query.kelas).filter(|class| !class.is_empty()),
            ..VehicleFilter::default()
        };
        let today = zone.date(now);
        let mut vehicles = Vec::new();
        let mut after: Option<Cursor> = None;
        loop {
            let place = (after.as_ref(), PageSize::clamped(PageSize::MAX));
            let page = fleet::list_vehicles(tx, (tenant, today), &reach, &filter, place)?;
            let fitting = |vehicle: &Vehicle| unit.is_none() || vehicle.unit == unit;
            vehicles.extend(page.items.into_iter().filter(fitting));
            after = page
                .next
                .as_deref()
                .and_then(|next| Cursor::decode(next).ok());
            if after.is_none() || vehicles.len() > CHOICES_MAX {
                break;
            }
        }
        desk_of(tx, tenant, vehicles, (now, &zone, locale))
    });
    Ok(loaded.await?)
}

fn desk_of(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    mut vehicles: Vec<Vehicle>,
    (now, zone, locale): (UtcMicros, &Zone, Locale),
) -> Result<BatchDesk, Failure> {
    let is_cut = vehicles.len() > CHOICES_MAX;
    vehicles.truncate(CHOICES_MAX);
    let (today, month) = (zone.date(now), zone.month(now));
    let mut lines: BTreeMap<AgencyId, Option<BudgetLineId>> = BTreeMap::new();
    let mut units = Vec::new();
    let mut choices = Vec::new();
    for vehicle in vehicles {
        let line = if let Some(line) = lines.get(&vehicle.agency) {
            *line
        } else {
            let found = budget::pick_line(tx, tenant, vehicle.agency, month)?;
            let line = found.first().map(|line| line.id);
            for unit in register::list_units(tx, tenant, Some(vehicle.agency))? {
                units.push((unit.id, unit.name));
            }
            lines.insert(vehicle.agency, line);
            line
        };
        let quota = explain_quota(tx, tenant, &vehicle, month)?;
        choices.push(Choice {
            vehicle,
            line,
            quota,
        });
    }
    let settings = register::load_settings(tx, tenant)?;
    let classes = fleet::list_classes(tx, tenant)?;
    let name = |class: fleet::VehicleClass| match locale {
        Locale::Id => (class.code, class.name),
        Locale::En => (class.code, class.name_en),
    };
    Ok(BatchDesk {
        choices,
        classes: classes.into_iter().map(name).collect(),
        units,
        until: last_valid_day(&settings, today).to_string(),
        is_cut,
    })
}

pub(crate) async fn create(
    staff: Staff,
    State(site): State<Site>,
    form: Form<BatchForm>,
) -> Answer {
    staff.may_somewhere(Action::FuelVoucherIssue)?;
    let texts = texts(staff.locale);
    let query = BatchQuery {
        kelas: form.kelas.clone(),
        unit: form.unit.clone(),
    };
    let desk = load(&staff, &site, query).await?;
    let mut errors = FieldErrors::new(staff.locale);
    let place = (staff.now(), &staff.city().zone);
    if let Some((input, chosen)) = read(&form, texts, &mut errors, &desk, place) {
        let keys = site.part::<VoucherKeys>()?;
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let command = db::Command::by(&stamp)
            .keyed(form.key.as_str(), "fuel.voucher.issue_batch", &form.input)
            .ordered_by(
                input
                    .vouchers
                    .first()
                    .map_or(tenant_order(&staff), |one| one.line.uuid()),
            );
        let db = site.db()?;
        let issued = db.write(command, move |tx| {
            issue_batch(tx, &stamp.fresh(), &actor, &keys, &input)
        });
        match issued.await {
            Ok(outcome) => {
                let page = staff.page(fl!(texts, "batch-done"));
                return render(&done_page(page, texts, (&chosen, &outcome), &form.input));
            }
            Err(error) => errors.catch("", error)?,
        }
    }
    let page = staff.page(fl!(texts, "voucher-batch")).errors(errors);
    render_refused(&form_page(page, texts, &desk, &form.input))
}

fn tenant_order(staff: &Staff) -> base::Uuid {
    staff.tenant().uuid()
}

/// The vouchers to issue with the names of their vehicles, or errors beside the fields.
fn read(
    form: &BatchForm,
    texts: Texts,
    errors: &mut FieldErrors,
    desk: &BatchDesk,
    (now, zone): (UtcMicros, &Zone),
) -> Option<(IssueBatch, Vec<(VehicleId, String)>)> {
    let same = form.by != "kuota";
    let volume = if same {
        let range = Millilitres::new(1)..=VOLUME_MAX;
        errors
            .litres("litres", &fl!(texts, "litres-what"), &form.litres, range)
            .map(Some)
    } else {
        Some(None)
    };
    let until = errors.date("until", &fl!(texts, "until-what"), &form.until);
    let purpose = errors.optional_text("purpose", &fl!(texts, "purpose-what"), &form.purpose, 200);
    let wanted: Vec<VehicleId> = form
        .vehicles
        .iter()
        .filter_map(|id| id.parse().ok())
        .collect();
    let chosen: Vec<&Choice> = desk
        .choices
        .iter()
        .filter(|choice| wanted.contains(&choice.vehicle.id))
        .collect();
    if chosen.is_empty() {
        errors.add("vehicles", fl!(texts, "batch-choose"));
        return None;
    }
    let (volume, until, purpose) = (volume?, zone.end_of(until?).ok()?, purpose?);
    let nil = BudgetLineId::new(base::Uuid::nil());
    let vouchers = chosen
        .iter()
        .map(|choice| IssueVoucher {
            vehicle: choice.vehicle.id,
            product: choice.vehicle.default_product.clone().unwrap_or_default(),
            substitutes: Vec::new(),
            // Nothing left of a quota is refused by name, with its numbers.
            volume: volume
                .or_else(|| choice.by_quota())
                .unwrap_or(Millilitres::ZERO),
            line: choice.line.unwrap_or(nil),
            station: None,
            offline: false,
            valid_from: now,
            valid_until: until,
            drawer: None,
            // The letter that is in force is found at issue.
            letter_number: None,
            purpose: purpose.clone().unwrap_or_default(),
        })
        .collect();
    let name = |choice: &&Choice| (choice.vehicle.id, choice.vehicle.name().to_owned());
    Some((IssueBatch { vouchers }, chosen.iter().map(name).collect()))
}

/// What is left of a vehicle's quota; before it the state, where nothing is issued today.
fn hint(locale: Locale, choice: &Choice) -> String {
    let texts = texts(locale);
    let left = choice.quota.as_ref().map_or_else(
        || fl!(texts, "without-quota"),
        |quota| fl!(texts, "quota-left-of", left = quota_left(quota)),
    );
    let state = choice.vehicle.state;
    if state.draws_fuel() {
        return left;
    }
    format!("{}. {left}", fleet::state_name(locale, state))
}

fn form_page(page: PageFrame, texts: Texts, desk: &BatchDesk, form: &BatchForm) -> BatchPage {
    let any = fl!(texts, "any");
    let filters = vec![
        page.select("kelas", fl!(texts, "vehicle-class"))
            .option("", &any)
            .options(&desk.classes)
            .value(&form.kelas)
            .to_string(),
        page.select("unit", fl!(texts, "unit"))
            .option("", &any)
            .options(&desk.units)
            .value(&form.unit)
            .to_string(),
    ];
    let boxes = page.checkboxes("vehicles", fl!(texts, "vehicles"));
    let boxes = desk.choices.iter().fold(boxes, |boxes, choice| {
        let vehicle = &choice.vehicle;
        let plate = page.marked(vehicle.id, vehicle.name());
        let name = format!("{plate} – {}", vehicle.label);
        boxes.option_with_hint(vehicle.id, name, hint(page.locale, choice))
    });
    let fields = vec![
        page.radios("by", fl!(texts, "batch-by"))
            .option_with_hint(
                "sama",
                fl!(texts, "batch-same"),
                fl!(texts, "batch-same-hint"),
            )
            .option_with_hint(
                "kuota",
                fl!(texts, "batch-quota"),
                fl!(texts, "batch-quota-hint"),
            )
            .value(&form.by)
            .to_string(),
        page.decimal("litres", fl!(texts, "litres"))
            .after(fl!(texts, "litre-unit"))
            .value(&form.litres)
            .to_string(),
        page.date_field("until", fl!(texts, "valid-until-day"))
            .value(&form.until)
            .to_string(),
        page.text_field("purpose", fl!(texts, "purpose"))
            .optional()
            .value(&form.purpose)
            .to_string(),
    ];
    let cut = if desk.is_cut {
        fl!(texts, "batch-cut", most = CHOICES_MAX.to_string())
    } else {
        String::new()
    };
    BatchPage {
        filters,
        fields,
        vehicles: boxes.values(&form.vehicles).to_string(),
        is_empty: desk.choices.is_empty(),
        cut,
        kelas: form.kelas.clone(),
        unit: form.unit.clone(),
        texts,
        page: page.crumb(fl!(texts, "vouchers"), "/voucher"),
    }
}

fn done_page(
    page: PageFrame,
    texts: Texts,
    (chosen, outcome): (&[(VehicleId, String)], &BatchOutcome),
    form: &BatchForm,
) -> BatchDonePage {
    let locale = page.locale;
    let name = |place: usize| chosen.get(place).map_or("", |(_, name)| name.as_str());
    let columns = [
        Column::text(fl!(texts, "vehicle")),
        Column::text(fl!(texts, "voucher-code")),
        Column::number(fl!(texts, "amount")),
        Column::text(fl!(texts, "note")),
    ];
    let issued = DataTable::new(fl!(texts, "batch-issued"), columns).rows(
        outcome.issued.iter().map(|(place, issued)| {
            let warnings: Vec<String> = issued
                .warnings
                .iter()
                .map(|warning| warning_text(texts, warning))
                .collect();
            [
                Cell::text(name(*place)),
                Cell::link(grouped(&issued.code), format!("/voucher/{}", issued.id)),
                Cell::text(issued.amount),
                Cell::text(warnings.join(" ")),
            ]
        }),
    );
    let columns = [
        Column::text(fl!(texts, "vehicle")),
        Column::text(fl!(texts, "reason")),
    ];
    let refused = DataTable::new(fl!(texts, "batch-refused"), columns).rows(
        outcome
            .refused
            .iter()
            .map(|(place, refusal)| [Cell::text(name(*place)), Cell::text(refusal.text(locale))]),
    );
    let total: i64 = outcome
        .issued
        .iter()
        .map(|(_, issued)| issued.amount.get())
        .sum();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let again = refused_again(chosen, outcome, form);
    BatchDonePage {
        lead: fl!(
            texts,
            "batch-lead",
            issued = count(outcome.issued.len()),
            refused = count(outcome.refused.len()),
            amount = Rupiah::new(total).to_string()
        ),
        print: if outcome.issued.is_empty() {
            String::new()
        } else {
            format!("/voucher/cetak?berkas={}", outcome.id)
        },
        list: format!("/voucher?berkas={}", outcome.id),
        issued,
        refused,
        again,
        texts,
        page: page.crumb(fl!(texts, "vouchers"), "/voucher"),
    }
}

/// The same form with only the vehicles that were refused.
fn refused_again(
    chosen: &[(VehicleId, String)],
    outcome: &BatchOutcome,
    form: &BatchForm,
) -> Option<BatchForm> {
    let vehicles: Vec<String> = outcome
        .refused
        .iter()
        .filter_map(|(place, _)| chosen.get(*place).map(|(id, _)| id.to_string()))
        .collect();
    (!vehicles.is_empty()).then(|| BatchForm {
        vehicles,
        ..form.clone()
    })
}

impl Samples for BatchPage {
    const NAME: &'static str = "voucher-batch";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let page = || PageFrame::sample(locale, fl!(texts, "voucher-batch"));
        let mut errors = FieldErrors::new(locale);
        errors.add("vehicles", fl!(texts, "batch-choose"));
        let desk = BatchDesk {
            choices: vec![Choice {
                vehicle: super::samples::vehicle(),
                line: None,
                quota: Some(super::samples::quota()),
            }],
            until: "2026-11-30".to_owned(),
            is_cut: true,
            ..BatchDesk::default()
        };
        let form = BatchForm {
            by: "sama".to_owned(),
            ..BatchForm::default()
        };
        vec![
            ("usual", form_page(page(), texts, &desk, &form)),
            (
                "with-errors",
                form_page(page().errors(errors), texts, &desk, &form),
            ),
            (
                "empty",
                form_page(page(), texts, &BatchDesk::default(), &form),
            ),
        ]
    }
}

impl Samples for BatchDonePage {
    const NAME: &'static str = "voucher-batch-done";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let issued = crate::Issued {
            id: crate::VoucherId::new(base::Uuid::from_u128(1)),
            code: "7K3QF9M2XA".to_owned(),
            amount: Rupiah::new(484_575),
            warnings: vec![crate::Warning::BringSubsidyQr],
        };
        let refusal = crate::IssueRefusal::BudgetExhausted {
            available: Rupiah::new(100_000),
            wanted: Rupiah::new(484_575),
        };
        let outcome = BatchOutcome {
            id: base::Uuid::from_u128(9),
            issued: vec![(0, issued)],
            refused: vec![(1, refusal)],
        };
        let id = VehicleId::new(base::Uuid::from_u128(3));
        let names = [(id, "DH 8123 AB".to_owned()), (id, "DH 8124 AB".to_owned())];
        let form = BatchForm {
            by: "sama".to_owned(),
            ..BatchForm::default()
        };
        let page = PageFrame::sample(locale, fl!(texts, "batch-done"));
        vec![("mixed", done_page(page, texts, (&names, &outcome), &form))]
    }
}
