//! What the cells of a vehicle may say: tanks, years, prices and plates that can be true.

use base::{CivilDate, Millilitres, Rupiah};
use register::{RowError, RowProblem};
use tabular::Record;

use crate::model::number::is_filler;
use crate::model::vehicle::{PRICE_RANGE, TANK_RANGE, YEAR_RANGE};
use crate::{Plate, VehicleKind};

/// Refuses a row by all of its cells that cannot be true.
pub(super) fn check_cells(
    record: &Record,
    kind: VehicleKind,
    on: CivilDate,
) -> Result<(), RowError> {
    let mut problems = Vec::new();
    let mut refuse = |field: &str, code: &str| problems.push(RowProblem::of(field, code));
    if let Some(tank) = record.integer("tank")
        && !TANK_RANGE.contains(&Millilitres::new(tank))
    {
        refuse("tank", "tank_implausible");
    }
    if let Some(year) = record.integer("bought_year")
        && (!YEAR_RANGE.contains(&year) || year > i64::from(on.year()).saturating_add(1))
    {
        refuse("bought_year", "year_implausible");
    }
    if record
        .number("price")
        .is_some_and(|price| !price.fract().is_zero())
    {
        refuse("price", "price_in_parts");
    } else if let Some(price) = record.integer("price")
        && !PRICE_RANGE.contains(&Rupiah::new(price))
    {
        refuse("price", "price_implausible");
    }
    if record
        .text("plate")
        .is_some_and(|written| is_unreadable(written, kind))
    {
        refuse("plate", "plate_unreadable");
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(RowError::Rejected(problems))
    }
}

/// A machine has no plate, and "-" and the like stand where there is none.
fn is_unreadable(written: &str, kind: VehicleKind) -> bool {
    Plate::read(written).is_none()
        && !is_filler(written)
        && (kind == VehicleKind::Vehicle || !written.chars().any(char::is_alphanumeric))
}
