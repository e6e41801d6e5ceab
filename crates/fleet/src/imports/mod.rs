//! What can be imported: vehicles from KIB B, and their holders and drivers.

mod cells;
mod holders;
mod vehicles;

use std::sync::Arc;

use base::{AgencyId, CivilDate, Stamp, TenantId};
use db::{ActionError, Failure, Tx};
use register::{ImportTarget, RowError, RowProblem};
use tabular::{Field, FieldKind, Record, Wording};
use web::{Locale, fl};

pub use holders::HolderTarget;
pub use vehicles::VehicleTarget;

use crate::{FleetRefusal, texts};

/// This area's targets, in the order of the page.
pub fn import_targets() -> Vec<Arc<dyn ImportTarget>> {
    vec![
        Arc::new(VehicleTarget::new()),
        Arc::new(HolderTarget::new()),
    ]
}

fn text_field(key: &'static str, length: usize, id: &'static str, en: &'static str) -> Field {
    Field::new(
        key,
        FieldKind::Text {
            max_characters: length,
        },
        Wording::new(id, en),
    )
}

/// The text of a field, or nothing where it is empty.
fn optional(record: &Record, key: &str) -> Option<String> {
    record.text(key).map(str::to_owned)
}

/// Today, by the zone of the city whose list it is.
fn today(tx: &mut Tx<'_>, stamp: &Stamp) -> Result<CivilDate, Failure> {
    Ok(register::load_zone(tx, stamp.tenant)?.date(stamp.at))
}

/// The agency that a cell names by code, short or full name.
fn agency(tx: &mut Tx<'_>, tenant: TenantId, record: &Record) -> Result<AgencyId, RowError> {
    let written = record
        .text("agency")
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let named = |name: &str| name.trim().to_lowercase() == written;
    register::list_agencies(tx, tenant)?
        .into_iter()
        .find(|agency| named(&agency.code) || named(&agency.short_name) || named(&agency.name))
        .map(|agency| agency.id)
        .ok_or_else(|| RowProblem::of("agency", "agency_unknown").into())
}

fn refused(error: ActionError<FleetRefusal>) -> RowError {
    match error {
        ActionError::Refused(FleetRefusal::Denied(_)) => RowProblem::row("denied").into(),
        ActionError::Refused(refusal) => RowProblem::row(refusal.code()).into(),
        ActionError::KeyReused => Failure::bug("an import used a key").into(),
        ActionError::Failed(failure) => failure.into(),
    }
}

fn problem_text(locale: Locale, problem: &RowProblem) -> Option<String> {
    let texts = texts(locale);
    Some(match problem.code.as_str() {
        "agency_unknown" => fl!(texts, "import-agency-unknown"),
        "class_unknown" => fl!(texts, "import-class-unknown"),
        "vehicle_unknown" => fl!(texts, "import-vehicle-unknown"),
        "vehicle_ambiguous" => fl!(texts, "import-vehicle-ambiguous"),
        "person_unknown" => fl!(texts, "import-person-unknown"),
        "person_unnamed" => fl!(texts, "import-person-unnamed"),
        "person_not_found" => fl!(texts, "import-person-not-found"),
        "person_ambiguous" => fl!(texts, "import-person-ambiguous"),
        "phone_unreadable" => fl!(texts, "import-phone-unreadable"),
        "plate_unreadable" => fl!(texts, "plate-unreadable"),
        "plate_of_another" => {
            let vehicle = problem.argument("vehicle");
            fl!(texts, "import-plate-of-another", vehicle = vehicle)
        }
        "duplicate_in_file" => {
            let row = problem.argument("row");
            fl!(texts, "import-same-vehicle", row = row)
        }
        "tank_implausible" => fl!(texts, "import-tank-implausible"),
        "year_implausible" => fl!(texts, "import-year-implausible"),
        "price_in_parts" => fl!(texts, "import-price-in-parts"),
        "price_implausible" => fl!(texts, "import-price-implausible"),
        "label_missing" => fl!(texts, "import-label-missing"),
        "same_numbers" => fl!(texts, "refusal-same-numbers"),
        "changed_meanwhile" => fl!(texts, "refusal-changed"),
        "vehicle_merged" => fl!(texts, "refusal-merged"),
        "already_assigned" => fl!(texts, "refusal-already-assigned"),
        "days_reversed" => fl!(texts, "refusal-days-reversed"),
        _ => return None,
    })
}
