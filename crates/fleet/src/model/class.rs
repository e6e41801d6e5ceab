//! Classes of vehicles, and the standard set with its start norms.

use stats::odometer::ClassNorm;

use crate::{Meter, VehicleKind};

/// A class of vehicles or machines: quotas, rules and norms name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VehicleClass {
    /// The stable code, such as `garbage_truck`.
    pub code: String,
    /// The name in Indonesian.
    pub name: String,
    /// The name in English.
    pub name_en: String,
    /// Vehicle or machine.
    pub kind: VehicleKind,
    /// What its members are usually measured by.
    pub meter: Meter,
    /// The usual consumption in millilitres per kilometre or engine hour, lowest and highest.
    pub norm_ml: Option<(i64, i64)>,
}

/// The standard deviations between the ends of a norm: about nine in ten lie inside.
const NORM_WIDTH: f64 = 3.29;

/// What the norm is wider by than its members, at least (log scale).
const NORM_SPREAD_MIN: f64 = 0.2;

impl VehicleClass {
    /// The norm as the statistics want it: geometric middle and log spread.
    pub fn norm(&self) -> Option<ClassNorm> {
        norm_of(self.norm_ml?)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "norms are far below 2^53 millilitres"
)]
pub(crate) fn norm_of((low, high): (i64, i64)) -> Option<ClassNorm> {
    (0 < low && low <= high).then(|| {
        let (low, high) = (low as f64, high as f64);
        ClassNorm {
            // Millilitres per unit are tenths of litres per 100 units.
            litres_per_100_km: (low * high).sqrt() / 10.0,
            log_spread: ((high / low).ln() / NORM_WIDTH).max(NORM_SPREAD_MIN),
        }
    })
}

/// Code, names, kind, meter and norm of a standard class.
type Standard = (
    &'static str,
    &'static str,
    &'static str,
    VehicleKind,
    Meter,
    Option<(i64, i64)>,
);

use Meter::{HourMeter, Odometer};
use VehicleKind::{Machine, Vehicle};

/// Start values, to be replaced by the city's measured medians. Allotments and user calculators of
/// Indonesian cities; the wide ranges say how little is known. Electric units burn nothing.
const STANDARD: [Standard; 19] = [
    (
        "car",
        "Mobil penumpang",
        "Passenger car",
        Vehicle,
        Odometer,
        Some((50, 125)),
    ),
    (
        "electric_car",
        "Mobil listrik",
        "Electric car",
        Vehicle,
        Odometer,
        None,
    ),
    (
        "pick_up",
        "Mobil pikap",
        "Pick-up",
        Vehicle,
        Odometer,
        Some((90, 130)),
    ),
    (
        "motorcycle",
        "Sepeda motor",
        "Motorcycle",
        Vehicle,
        Odometer,
        Some((20, 30)),
    ),
    (
        "three_wheeler",
        "Motor roda tiga",
        "Motor three-wheeler",
        Vehicle,
        Odometer,
        Some((50, 80)),
    ),
    (
        "electric_three_wheeler",
        "Motor roda tiga listrik",
        "Electric three-wheeler",
        Vehicle,
        Odometer,
        None,
    ),
    ("bus", "Bus", "Bus", Vehicle, Odometer, Some((250, 333))),
    (
        "ambulance",
        "Ambulans",
        "Ambulance",
        Vehicle,
        Odometer,
        Some((105, 145)),
    ),
    (
        "hearse",
        "Mobil jenazah",
        "Hearse",
        Vehicle,
        Odometer,
        Some((105, 145)),
    ),
    (
        "fire_engine",
        "Mobil pemadam",
        "Fire engine",
        Vehicle,
        Odometer,
        Some((300, 620)),
    ),
    (
        "garbage_truck",
        "Truk sampah",
        "Garbage truck",
        Vehicle,
        Odometer,
        Some((270, 700)),
    ),
    (
        "dump_truck",
        "Dump truck",
        "Dump truck",
        Vehicle,
        Odometer,
        Some((250, 380)),
    ),
    (
        "other_vehicle",
        "Kendaraan lain",
        "Other vehicle",
        Vehicle,
        Odometer,
        None,
    ),
    (
        "mower",
        "Mesin potong rumput",
        "Mower",
        Machine,
        Meter::None,
        None,
    ),
    (
        "pump",
        "Pompa air",
        "Water pump",
        Machine,
        Meter::None,
        None,
    ),
    ("generator", "Genset", "Generator", Machine, HourMeter, None),
    (
        "excavator",
        "Alat berat",
        "Heavy equipment",
        Machine,
        HourMeter,
        Some((7_000, 25_000)),
    ),
    (
        "chainsaw",
        "Gergaji mesin",
        "Chainsaw",
        Machine,
        Meter::None,
        None,
    ),
    (
        "machine",
        "Mesin lain",
        "Other machine",
        Machine,
        Meter::None,
        None,
    ),
];

/// The standard set, in the order of choice.
pub fn standard_classes() -> Vec<VehicleClass> {
    STANDARD
        .into_iter()
        .map(|(code, name, name_en, kind, meter, norm_ml)| VehicleClass {
            code: code.to_owned(),
            name: name.to_owned(),
            name_en: name_en.to_owned(),
            kind,
            meter,
            norm_ml,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_norm_of_millilitres_per_km_is_litres_per_100_km() {
        let norm = norm_of((100, 100)).unwrap();
        assert!((norm.litres_per_100_km - 10.0).abs() < 1e-9);
        assert!(norm_of((0, 10)).is_none());
    }

    #[test]
    fn codes_of_the_standard_set_are_distinct() {
        let mut codes: Vec<_> = standard_classes()
            .into_iter()
            .map(|class| class.code)
            .collect();
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }
}
