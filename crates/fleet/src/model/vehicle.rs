//! Vehicles and machines.

use std::ops::RangeInclusive;

use base::{AgencyId, Millilitres, Rupiah, UnitId};
use serde::{Deserialize, Serialize};

use super::number::number_key;
use crate::{NewPlate, VehicleId, VehicleState};

coded! {
    /// What a row of the register is.
    VehicleKind {
        /// Drives, and has its fuel filled into its tank.
        Vehicle "vehicle",
        /// Works, and has its fuel filled into a can.
        Machine "machine",
    }
}

coded! {
    /// What a vehicle burns.
    FuelKind {
        /// Petrol.
        Petrol "petrol",
        /// Diesel.
        Diesel "diesel",
        /// Nothing: it is charged.
        Electric "electric",
    }
}

coded! {
    /// What a meter counts.
    Meter {
        /// Whole kilometres.
        Odometer "odometer",
        /// Whole engine hours.
        HourMeter "hour_meter",
        /// Nothing is read.
        None "none",
    }
}

/// The columns of the asset card (KIB B, peralatan dan mesin), as written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AssetCard {
    /// Kode barang.
    pub asset_code: Option<String>,
    /// Nomor register.
    pub register_number: Option<String>,
    /// Merk.
    pub brand: Option<String>,
    /// Tipe.
    pub type_name: Option<String>,
    /// Ukuran / CC.
    pub size: Option<String>,
    /// Bahan.
    pub material: Option<String>,
    /// Tahun pembelian.
    pub bought_year: Option<i64>,
    /// Nomor pabrik.
    pub factory_number: Option<String>,
    /// Nomor rangka.
    pub chassis_number: Option<String>,
    /// Nomor mesin.
    pub engine_number: Option<String>,
    /// Nomor BPKB.
    pub bpkb_number: Option<String>,
    /// Asal-usul.
    pub origin: Option<String>,
    /// Harga.
    pub price: Option<Rupiah>,
    /// Kondisi.
    pub condition: Option<String>,
    /// Keterangan.
    pub remark: Option<String>,
}

impl AssetCard {
    /// The keys of chassis and engine, where they say something.
    pub fn keys(&self) -> (Option<String>, Option<String>) {
        let key = |number: &Option<String>| number.as_deref().and_then(number_key);
        (key(&self.chassis_number), key(&self.engine_number))
    }
}

/// Tanks and cans that can be true.
pub(crate) const TANK_RANGE: RangeInclusive<Millilitres> =
    Millilitres::new(100)..=Millilitres::new(2_000_000);

/// Prices of a vehicle that can be true: above have digits too many.
pub(crate) const PRICE_RANGE: RangeInclusive<Rupiah> =
    Rupiah::ZERO..=Rupiah::new(1_000_000_000_000);

/// Years from which a vehicle can come.
pub(crate) const YEAR_RANGE: RangeInclusive<i64> = 1945..=2100;

/// What can be changed of a vehicle, plates aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VehicleDetails {
    /// The agency that has it.
    pub agency: AgencyId,
    /// The unit inside the agency.
    pub unit: Option<UnitId>,
    /// Vehicle or machine.
    pub kind: VehicleKind,
    /// The code of its class.
    pub class: String,
    /// What people call it, such as `Toyota Avanza 1.3`.
    pub label: String,
    /// The asset card.
    pub asset: AssetCard,
    /// How much its tank, or its can, holds.
    pub tank_ml: Option<Millilitres>,
    /// What it burns.
    pub fuel_kind: FuelKind,
    /// The product it usually takes, by code.
    pub default_product: Option<String>,
    /// The products it may take, by code; empty means whatever the city's rules allow.
    pub products: Vec<String>,
    /// What its meter counts.
    pub meter: Meter,
    /// Whether its plate is kept out of public figures (operational secrecy).
    pub is_sensitive: bool,
    /// The days on which it works, as the register writes patterns; none means its unit's.
    pub work_pattern: Option<String>,
}

/// A vehicle or machine of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vehicle {
    /// Its id.
    pub id: VehicleId,
    /// The agency that has it.
    pub agency: AgencyId,
    /// The unit inside the agency.
    pub unit: Option<UnitId>,
    /// Vehicle or machine.
    pub kind: VehicleKind,
    /// The code of its class.
    pub class: String,
    /// What people call it.
    pub label: String,
    /// The asset card.
    pub asset: AssetCard,
    /// The plate it carries, as `DH 1234 A`.
    pub plate: Option<String>,
    /// How much its tank, or its can, holds.
    pub tank_ml: Option<Millilitres>,
    /// What it burns.
    pub fuel_kind: FuelKind,
    /// The product it usually takes, by code.
    pub default_product: Option<String>,
    /// The products it may take, by code; empty means whatever the city's rules allow.
    pub products: Vec<String>,
    /// What its meter counts.
    pub meter: Meter,
    /// Whether its plate is kept out of public figures.
    pub is_sensitive: bool,
    /// The days on which it works; none means its unit's.
    pub work_pattern: Option<String>,
    /// Its state on the day asked for.
    pub state: VehicleState,
    /// The vehicle it was found to be the same as.
    pub merged_into: Option<VehicleId>,
    /// Raised by each change: an edit form sends it back.
    pub revision: i64,
}

impl Vehicle {
    /// Whether chassis or engine number is missing: usable, with a warning.
    pub fn is_incomplete(&self) -> bool {
        let (chassis, engine) = self.asset.keys();
        self.kind == VehicleKind::Vehicle && (chassis.is_none() || engine.is_none())
    }

    /// The plate, or the label where there is none.
    pub fn name(&self) -> &str {
        self.plate.as_deref().unwrap_or(&self.label)
    }

    /// Whether it may be filled with a product as far as the vehicle itself is concerned.
    pub fn takes(&self, product: &str) -> bool {
        self.fuel_kind != FuelKind::Electric
            && (self.products.is_empty() || self.products.iter().any(|allowed| allowed == product))
    }

    /// What can be changed, as it is now.
    pub fn details(&self) -> VehicleDetails {
        VehicleDetails {
            agency: self.agency,
            unit: self.unit,
            kind: self.kind,
            class: self.class.clone(),
            label: self.label.clone(),
            asset: self.asset.clone(),
            tank_ml: self.tank_ml,
            fuel_kind: self.fuel_kind,
            default_product: self.default_product.clone(),
            products: self.products.clone(),
            meter: self.meter,
            is_sensitive: self.is_sensitive,
            work_pattern: self.work_pattern.clone(),
        }
    }
}

/// A vehicle to be added, with the plate it carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewVehicle {
    /// All but the plate.
    pub details: VehicleDetails,
    /// The plate.
    pub plate: Option<NewPlate>,
}

impl VehicleDetails {
    /// Words to find it by: of the label, brand, type, asset code, chassis and engine.
    pub(crate) fn words(&self) -> Vec<String> {
        let (chassis, engine) = self.asset.keys();
        let asset = &self.asset;
        let texts = [
            Some(&self.label),
            asset.brand.as_ref(),
            asset.type_name.as_ref(),
            asset.asset_code.as_ref(),
            asset.bpkb_number.as_ref(),
        ];
        let mut words: Vec<String> = texts
            .into_iter()
            .flatten()
            .flat_map(|text| search_words(text))
            .collect();
        words.extend(
            [chassis, engine]
                .into_iter()
                .flatten()
                .map(|key| key.to_lowercase()),
        );
        words
    }

    /// What lists are sorted by where there is no plate: after all plates of civil form.
    pub(crate) fn list_key(&self) -> String {
        format!("zz {}", search_words(&self.label).join(" "))
    }
}

/// The words of a text as they are looked for: letters and digits, in small letters.
pub(crate) fn search_words(text: &str) -> Vec<String> {
    text.split(|sign: char| !sign.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect()
}
