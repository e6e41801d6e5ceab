//! Dirt planted in the register on purpose: what a real asset list looks like (reference A1, E2).

use serde::Serialize;

use crate::dice::Dice;
use crate::fleet::Fleet;
use crate::number::VehicleNo;
use crate::vehicle::PlateBase;

/// What is wrong with an entry of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum DirtKind {
    /// The same vehicle is entered twice.
    Duplicate {
        /// The first entry.
        of: VehicleNo,
    },
    /// The engine number is missing.
    MissingEngineNumber,
    /// The plate was swapped from red to black.
    PlateSwap,
    /// In use, but not in the register.
    Unregistered,
}

/// An entry with a known fault; part of the answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dirt {
    /// The entry; numbers past the register's end are unregistered vehicles.
    pub vehicle: VehicleNo,
    /// The plate, as far as there is one.
    pub plate: String,
    /// The fault.
    pub kind: DirtKind,
}

/// Duplicates, per mille of the register (assumption).
const DUPLICATE_PER_MILLE: usize = 8;

/// Missing engine numbers, per mille of the register (assumption).
const MISSING_ENGINE_PER_MILLE: i64 = 40;

/// Soils the register and returns what was done.
pub(crate) fn soil(fleet: &mut Fleet, seed: u64) -> Vec<Dirt> {
    let mut dice = Dice::new(seed, "dirt", 0);
    let mut dirt = Vec::new();
    let registered = fleet.registered;
    let is_large = registered > 100;
    // An entry is overwritten by a copy of a neighbour of the same class, so the count stays.
    let mut originals = Vec::new();
    for _ in 0..registered * DUPLICATE_PER_MILLE / 1000 {
        let copy = dice.index(registered);
        if originals.contains(&copy) {
            continue;
        }
        if let Some(of) = duplicate(fleet, copy, &mut dice) {
            originals.push(of.index());
            dirt.push(entry(fleet, copy, DirtKind::Duplicate { of }));
        }
    }
    let doubled: Vec<usize> = dirt.iter().map(|entry| entry.vehicle.index()).collect();
    for index in 0..fleet.vehicles.len() {
        let is_missing = is_large && dice.chance(MISSING_ENGINE_PER_MILLE);
        let Some(vehicle) = fleet.vehicles.get_mut(index) else {
            continue;
        };
        let is_swapped = vehicle
            .plates
            .iter()
            .any(|plate| plate.base == PlateBase::Black);
        if index >= registered {
            // One plate is enough to be unknown by.
            vehicle.plates.truncate(1);
            if let Some(plate) = vehicle.plates.first_mut() {
                plate.until = None;
            }
            dirt.push(entry(fleet, index, DirtKind::Unregistered));
        } else if is_missing && !doubled.contains(&index) {
            vehicle.engine_no = None;
            dirt.push(entry(fleet, index, DirtKind::MissingEngineNumber));
        } else if is_swapped && !doubled.contains(&index) {
            dirt.push(entry(fleet, index, DirtKind::PlateSwap));
        }
    }
    dirt
}

/// Turns entry `copy` into a second entry of its neighbour, idle and differently spelt.
fn duplicate(fleet: &mut Fleet, copy: usize, dice: &mut Dice) -> Option<VehicleNo> {
    let of = copy.checked_sub(1 + dice.index(2))?;
    let original = fleet.vehicles.get(of)?.clone();
    let target = fleet.vehicles.get_mut(copy)?;
    let is_first = fleet.habits.get(of)?.work > 0 && fleet.habits.get(copy)?.work > 0;
    if target.class != original.class || original.plates.len() != 1 || !is_first {
        return None;
    }
    target.chassis_no = original.chassis_no.to_lowercase();
    target.engine_no = original.engine_no;
    target.plates = original.plates;
    for plate in &mut target.plates {
        plate.text = plate.text.replace(' ', "");
    }
    fleet.habits.get_mut(copy)?.work = 0;
    Some(VehicleNo::at(of))
}

fn entry(fleet: &Fleet, index: usize, kind: DirtKind) -> Dirt {
    let plate = fleet
        .vehicles
        .get(index)
        .and_then(|vehicle| vehicle.plates.last())
        .map(|plate| plate.text.clone())
        .unwrap_or_default();
    Dirt {
        vehicle: VehicleNo::at(index),
        plate,
        kind,
    }
}
