//! Parts that several pages of the journey print.

use askama::Template;
use base::{CivilDate, PersonId, TenantId};
use db::{Failure, Tx};
use fleet::{Vehicle, VehicleId};
use stations::Product;
use web::{Locale, PageFrame, Texts, fl};

use crate::texts;

/// The attributes of a form that is sent once.
#[derive(Debug, Clone, Copy, Template)]
#[template(path = "pump/single_flight.html")]
pub(crate) struct SingleFlight(Texts);

/// The field of a photo; what was taken on an earlier try is kept.
#[derive(Debug, Clone, Template)]
#[template(path = "pump/photo_field.html")]
pub(crate) struct PhotoField {
    texts: Texts,
    name: &'static str,
    label: String,
    kept: String,
}

impl askama::filters::HtmlSafe for SingleFlight {}
impl askama::filters::HtmlSafe for PhotoField {}

impl SingleFlight {
    /// In a language.
    pub(crate) fn of(locale: Locale) -> Self {
        Self(texts(locale))
    }
}

impl PhotoField {
    /// A photo that may be left out.
    pub(crate) fn new(texts: Texts, name: &'static str, label: String) -> Self {
        Self {
            texts,
            name,
            label,
            kept: String::new(),
        }
    }

    /// What was taken already, as [`crate::model::KeptPhoto`] writes it.
    pub(crate) fn kept(mut self, kept: &str) -> Self {
        kept.clone_into(&mut self.kept);
        self
    }
}

/// A vehicle as every page names it.
#[derive(Debug, Clone)]
pub(crate) struct VehicleLine {
    /// The plate, or the label where there is none.
    pub(crate) plate: String,
    /// What people call it; empty where that is its name already.
    pub(crate) label: String,
}

impl VehicleLine {
    /// The vehicle's names on a page, with the word "contoh" where it is a sample.
    pub(crate) fn on(page: &PageFrame, vehicle: &Vehicle) -> Self {
        let line = Self::from(vehicle);
        Self {
            plate: page.marked(vehicle.id, line.plate),
            ..line
        }
    }
}

impl From<&Vehicle> for VehicleLine {
    fn from(vehicle: &Vehicle) -> Self {
        let label = vehicle.plate.as_ref().map(|_| vehicle.label.clone());
        Self {
            plate: vehicle.name().to_owned(),
            label: label.unwrap_or_default(),
        }
    }
}

/// The names of vehicles.
pub(crate) fn vehicle_names(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    ids: &[VehicleId],
    on: CivilDate,
) -> Result<Vec<(VehicleId, String)>, Failure> {
    let vehicles = fleet::list_vehicles_by_ids(tx, tenant, ids, on)?;
    Ok(vehicles
        .iter()
        .map(|vehicle| (vehicle.id, vehicle.name().to_owned()))
        .collect())
}

/// The name of a person, or a dash.
pub(crate) fn person_name(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: Option<PersonId>,
) -> Result<String, Failure> {
    let Some(person) = person else {
        return Ok("–".to_owned());
    };
    let person = identity::lookup_person(tx, tenant, person)?;
    Ok(person.map_or_else(|| "–".to_owned(), |person| person.name))
}

/// The name of a product at the pump, or its code where it is not in the list.
pub(crate) fn product_name(products: &[Product], code: &str) -> String {
    let found = products.iter().find(|product| product.code == code);
    found.map_or_else(|| code.to_owned(), |product| product.name.clone())
}

/// A found name, or a dash.
pub(crate) fn name_of<I: PartialEq>(names: &[(I, String)], id: &I) -> String {
    let found = names.iter().find(|(other, _)| other == id);
    found.map_or_else(|| "–".to_owned(), |(_, name)| name.clone())
}
