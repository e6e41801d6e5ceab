//! The form of a vehicle.

use askama::Template;
use authz::Action;
use base::AgencyId;
use db::{Access, ActionError, Command};
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, Flash, Form, Locale, PageFrame, Site, Staff, Texts, WebError, fl,
    redirect, render, render_refused,
};

use super::find::{class_name, find_vehicle, today};
use super::vehicle_form::VehicleForm;
use super::words::{colour_text, fuel_text, kind_text, meter_text};
use crate::{
    FleetRefusal, FuelCatalogue, FuelKind, Meter, PlateColour, Vehicle, VehicleClass, VehicleId,
    VehicleKind, texts,
};

#[derive(Template)]
#[template(path = "vehicles/form.html")]
pub(crate) struct VehicleFormPage {
    page: PageFrame,
    texts: Texts,
    vehicle: Option<VehicleId>,
    form: VehicleForm,
    choices: Choices,
}

/// What the form offers.
#[derive(Debug, Clone, Default)]
struct Choices {
    agencies: Vec<(AgencyId, String)>,
    classes: Vec<VehicleClass>,
    units: Vec<register::Unit>,
    /// Codes and names of the kinds of fuel.
    products: Vec<(String, String)>,
}

pub(crate) async fn new_vehicle(staff: Staff, State(site): State<Site>) -> Answer {
    staff.may_somewhere(Action::FleetVehicleEdit)?;
    let form = VehicleForm {
        warna: PlateColour::Red.code().to_owned(),
        jenis: VehicleKind::Vehicle.code().to_owned(),
        meter: Meter::Odometer.code().to_owned(),
        ..VehicleForm::default()
    };
    let choices = choices(&staff, &site).await?;
    render(&form_page(
        &staff,
        None,
        form,
        choices,
        FieldErrors::new(staff.locale),
    ))
}

pub(crate) async fn create_vehicle(
    staff: Staff,
    State(site): State<Site>,
    form: Form<VehicleForm>,
) -> Answer {
    staff.may_somewhere(Action::FleetVehicleEdit)?;
    let texts = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    let choices = choices(&staff, &site).await?;
    let typed = form.new_vehicle(texts, &mut errors, (today(&staff), &choices.units));
    if let Some(input) = typed {
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let command = Command::by(&stamp).keyed(form.key.as_str(), "fleet.vehicle.add", &input);
        let added = site
            .db()?
            .write(command, move |tx| {
                crate::add_vehicle(tx, &stamp.fresh(), &actor, &input)
            })
            .await;
        match added {
            Ok(id) => {
                staff.flash(&Flash::success(fl!(texts, "vehicle-saved")));
                return Ok(redirect(format!("/kendaraan/{id}")));
            }
            Err(error) => catch(&mut errors, error)?,
        }
    }
    render_refused(&form_page(&staff, None, form.input, choices, errors))
}

pub(crate) async fn edit_vehicle(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
) -> Answer {
    let wanted = (id, Action::FleetVehicleEdit);
    let (vehicle, ()) = find_vehicle(&staff, &site, wanted, |_, _| Ok(())).await?;
    let choices = choices(&staff, &site).await?;
    let form = VehicleForm::of(&vehicle);
    render(&form_page(
        &staff,
        Some(&vehicle),
        form,
        choices,
        FieldErrors::new(staff.locale),
    ))
}

pub(crate) async fn update_vehicle(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    form: Form<VehicleForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let wanted = (id, Action::FleetVehicleEdit);
    let (vehicle, ()) = find_vehicle(&staff, &site, wanted, |_, _| Ok(())).await?;
    let revision: i64 = form
        .revisi
        .parse()
        .map_err(|_| WebError::bad_request("form_unreadable"))?;
    let mut errors = FieldErrors::new(staff.locale);
    let choices = choices(&staff, &site).await?;
    if let Some(input) = form.details(texts, &mut errors, &choices.units) {
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let command = Command::by(&stamp)
            .keyed(form.key.as_str(), "fleet.vehicle.edit", &input)
            .ordered_by(id);
        let edited = site
            .db()?
            .write(command, move |tx| {
                crate::edit_vehicle(tx, &stamp.fresh(), &actor, (id, revision), &input)
            })
            .await;
        match edited {
            Ok(()) => {
                staff.flash(&Flash::success(fl!(texts, "vehicle-saved")));
                return Ok(redirect(format!("/kendaraan/{id}")));
            }
            Err(error) => catch(&mut errors, error)?,
        }
    }
    render_refused(&form_page(
        &staff,
        Some(&vehicle),
        form.input,
        choices,
        errors,
    ))
}

/// Puts a refusal beside the field it is about; rights end the request.
fn catch(errors: &mut FieldErrors, error: ActionError<FleetRefusal>) -> Result<(), WebError> {
    let field = match &error {
        ActionError::Refused(FleetRefusal::Denied(denied)) => return Err((*denied).into()),
        ActionError::Refused(FleetRefusal::SameNumbers { .. }) => "rangka",
        ActionError::Refused(FleetRefusal::PlateCarried { .. }) => "plat",
        ActionError::Refused(FleetRefusal::UnknownClass) => "kelas",
        _ => "",
    };
    errors.catch(field, error)
}

async fn choices(staff: &Staff, site: &Site) -> Result<Choices, WebError> {
    let (tenant, reach) = (
        staff.tenant(),
        staff.actor().reach(Action::FleetVehicleEdit),
    );
    let db = site.db()?;
    let catalogue = site.part::<FuelCatalogue>().unwrap_or_default();
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        let agencies = register::list_agencies_within(tx, tenant, &reach)?;
        // One agency's units for its officer, all for the city.
        let only = match agencies.as_slice() {
            [(only, _)] => Some(*only),
            _ => None,
        };
        Ok(Choices {
            units: register::list_units(tx, tenant, only)?,
            classes: crate::list_classes(tx, tenant)?,
            products: catalogue.list(tx, tenant)?,
            agencies,
        })
    });
    Ok(read.await?)
}

fn form_page(
    staff: &Staff,
    vehicle: Option<&Vehicle>,
    form: VehicleForm,
    choices: Choices,
    errors: FieldErrors,
) -> VehicleFormPage {
    let texts = texts(staff.locale);
    let title = match vehicle {
        Some(vehicle) => fl!(texts, "vehicle-edit", name = vehicle.name()),
        None => fl!(texts, "vehicle-new"),
    };
    VehicleFormPage {
        page: staff
            .page(title)
            .crumb(fl!(texts, "vehicles"), "/kendaraan")
            .errors(errors),
        texts,
        vehicle: vehicle.map(|vehicle| vehicle.id),
        form,
        choices,
    }
}

impl VehicleFormPage {
    fn action(&self) -> String {
        self.vehicle.map_or_else(
            || "/kendaraan".to_owned(),
            |id| format!("/kendaraan/{id}/ubah"),
        )
    }

    fn leave(&self) -> String {
        self.vehicle
            .map_or_else(|| "/kendaraan".to_owned(), |id| format!("/kendaraan/{id}"))
    }

    fn kinds(&self) -> Vec<(&'static str, String)> {
        VehicleKind::ALL
            .iter()
            .map(|kind| (kind.code(), kind_text(self.texts, *kind)))
            .collect()
    }

    fn fuels(&self) -> Vec<(&'static str, String)> {
        FuelKind::ALL
            .iter()
            .map(|fuel| (fuel.code(), fuel_text(self.texts, *fuel)))
            .collect()
    }

    fn meters(&self) -> Vec<(&'static str, String)> {
        Meter::ALL
            .iter()
            .map(|meter| (meter.code(), meter_text(self.texts, *meter)))
            .collect()
    }

    fn colours(&self) -> Vec<(&'static str, String)> {
        PlateColour::ALL
            .iter()
            .map(|c| (c.code(), colour_text(self.texts, *c)))
            .collect()
    }

    fn class_choices(&self) -> Vec<(String, String)> {
        let name = |class: &VehicleClass| class_name(class, self.page.locale).to_owned();
        self.choices
            .classes
            .iter()
            .map(|class| (class.code.clone(), name(class)))
            .collect()
    }

    /// Units with their agencies' names, where there is more than one agency.
    fn unit_choices(&self) -> Vec<(String, String)> {
        let agencies = &self.choices.agencies;
        let of = |unit: &register::Unit| {
            let agency = agencies.iter().find(|(id, _)| *id == unit.agency)?;
            let name = if agencies.len() > 1 {
                format!("{}: {}", agency.1, unit.name)
            } else {
                unit.name.clone()
            };
            Some((unit.id.to_string(), name))
        };
        self.choices.units.iter().filter_map(of).collect()
    }

    fn patterns(&self) -> Vec<(String, String)> {
        let text = |pattern| register::work_pattern_text(self.page.locale, pattern);
        let mut patterns: Vec<(String, String)> = register::WorkPattern::SIMPLE
            .iter()
            .map(|pattern| (pattern.to_string(), text(*pattern)))
            .collect();
        // A cycle is set elsewhere; here it can be kept.
        if let Ok(pattern @ register::WorkPattern::Shifts(Some(_))) = self.form.hari_kerja.parse() {
            patterns.push((self.form.hari_kerja.clone(), text(pattern)));
        }
        patterns
    }
}

impl web::Samples for VehicleFormPage {
    const NAME: &'static str = "vehicle-form";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let page = |form: VehicleForm, vehicle, errors| Self {
            page: PageFrame::sample(locale, fl!(texts, "vehicle-new")).errors(errors),
            texts,
            vehicle,
            form,
            choices: Choices {
                agencies: vec![(
                    AgencyId::new(base::Uuid::from_u128(1)),
                    "Dinas PUPR".to_owned(),
                )],
                classes: crate::standard_classes(),
                products: vec![("pertamax".to_owned(), "Pertamax".to_owned())],
                units: Vec::new(),
            },
        };
        let mut errors = FieldErrors::new(locale);
        let today = PageFrame::sample(locale, "")
            .city
            .zone
            .date(base::UtcMicros::default());
        let wrong = VehicleForm {
            plat: "-".to_owned(),
            tangki: "x".to_owned(),
            ..VehicleForm::default()
        };
        wrong.new_vehicle(texts, &mut errors, (today, &[]));
        let known = super::show_samples::sample_vehicle();
        vec![
            (
                "empty",
                page(VehicleForm::default(), None, FieldErrors::new(locale)),
            ),
            ("with-errors", page(wrong, None, errors)),
            (
                "edit",
                page(
                    VehicleForm::of(&known),
                    Some(known.id),
                    FieldErrors::new(locale),
                ),
            ),
        ]
    }
}
