//! What is typed about a vehicle.

use base::{AgencyId, CivilDate, Millilitres, UnitId};
use register::{Unit, WorkPattern};
use serde::Deserialize;
use web::{FieldErrors, Texts, fl};

use crate::model::vehicle::{PRICE_RANGE, TANK_RANGE, YEAR_RANGE};
use crate::{AssetCard, NewPlate, NewVehicle, Plate, PlateColour, Vehicle, VehicleDetails};

/// What is typed: strings only, so that it can be shown again as it was.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct VehicleForm {
    pub(super) opd: String,
    pub(super) jenis: String,
    pub(super) kelas: String,
    pub(super) nama: String,
    pub(super) plat: String,
    pub(super) warna: String,
    pub(super) plat_sejak: String,
    pub(super) tangki: String,
    pub(super) bahan_bakar: String,
    pub(super) produk: String,
    pub(super) produk_boleh: Vec<String>,
    pub(super) unit: String,
    pub(super) hari_kerja: String,
    pub(super) meter: String,
    pub(super) rahasia: String,
    pub(super) kode_barang: String,
    pub(super) register: String,
    pub(super) merk: String,
    pub(super) tipe: String,
    pub(super) ukuran: String,
    pub(super) bahan: String,
    pub(super) tahun: String,
    pub(super) nomor_pabrik: String,
    pub(super) rangka: String,
    pub(super) mesin: String,
    pub(super) bpkb: String,
    pub(super) asal: String,
    pub(super) harga: String,
    pub(super) kondisi: String,
    pub(super) keterangan: String,
    pub(super) revisi: String,
}

impl VehicleForm {
    /// A vehicle as it is, to be changed.
    pub(super) fn of(vehicle: &Vehicle) -> Self {
        let asset = vehicle.asset.clone();
        let volume = |tank: Millilitres| base::format_scaled(tank.get(), 3);
        Self {
            opd: vehicle.agency.to_string(),
            jenis: vehicle.kind.code().to_owned(),
            kelas: vehicle.class.clone(),
            nama: vehicle.label.clone(),
            tangki: vehicle.tank_ml.map(volume).unwrap_or_default(),
            bahan_bakar: vehicle.fuel_kind.code().to_owned(),
            produk: vehicle.default_product.clone().unwrap_or_default(),
            produk_boleh: vehicle.products.clone(),
            unit: vehicle
                .unit
                .map(|unit| unit.to_string())
                .unwrap_or_default(),
            hari_kerja: vehicle.work_pattern.clone().unwrap_or_default(),
            meter: vehicle.meter.code().to_owned(),
            rahasia: if vehicle.is_sensitive { "1" } else { "" }.to_owned(),
            kode_barang: asset.asset_code.unwrap_or_default(),
            register: asset.register_number.unwrap_or_default(),
            merk: asset.brand.unwrap_or_default(),
            tipe: asset.type_name.unwrap_or_default(),
            ukuran: asset.size.unwrap_or_default(),
            bahan: asset.material.unwrap_or_default(),
            tahun: asset
                .bought_year
                .map(|year| year.to_string())
                .unwrap_or_default(),
            nomor_pabrik: asset.factory_number.unwrap_or_default(),
            rangka: asset.chassis_number.unwrap_or_default(),
            mesin: asset.engine_number.unwrap_or_default(),
            bpkb: asset.bpkb_number.unwrap_or_default(),
            asal: asset.origin.unwrap_or_default(),
            harga: asset
                .price
                .map(|p| base::format_scaled(p.get(), 0))
                .unwrap_or_default(),
            kondisi: asset.condition.unwrap_or_default(),
            keterangan: asset.remark.unwrap_or_default(),
            revisi: vehicle.revision.to_string(),
            ..Self::default()
        }
    }

    /// Typed input, or errors beside the fields; `units` are those to choose from.
    pub(super) fn details(
        &self,
        texts: Texts,
        errors: &mut FieldErrors,
        units: &[Unit],
    ) -> Option<VehicleDetails> {
        // Every field is read before the first `?`, so that all errors are shown at once.
        let agency = errors.choice("opd", &fl!(texts, "agency-what"), &self.opd);
        let kind = errors.choice("jenis", &fl!(texts, "kind-what"), &self.jenis);
        let class = errors.text("kelas", &fl!(texts, "class-what"), &self.kelas, 60);
        let label = errors.text("nama", &fl!(texts, "label-what"), &self.nama, 120);
        let fuel_kind = errors.choice("bahan_bakar", &fl!(texts, "fuel-what"), &self.bahan_bakar);
        let meter = errors.choice("meter", &fl!(texts, "meter-what"), &self.meter);
        let tank_ml = self.tank(texts, errors);
        let asset = self.asset(texts, errors);
        // Without a list to tick, the codes are typed with commas.
        let products = self
            .produk_boleh
            .iter()
            .flat_map(|typed| typed.split([',', ';', ' ']));
        let unit = self.unit(texts, errors, (agency, units));
        let pattern = written(&self.hari_kerja);
        let is_pattern = |typed: &String| typed.parse::<WorkPattern>().is_ok();
        let work_pattern = errors.pick(
            "hari_kerja",
            &fl!(texts, "work-pattern"),
            Some(pattern.clone()).filter(|pattern| pattern.as_ref().is_none_or(is_pattern)),
        );
        Some(VehicleDetails {
            agency: agency?,
            unit: unit?,
            kind: kind?,
            class: class?,
            label: label?,
            asset: asset?,
            tank_ml: tank_ml?,
            fuel_kind: fuel_kind?,
            default_product: written(&self.produk).map(|code| code.to_lowercase()),
            products: products
                .map(str::trim)
                .filter(|code| !code.is_empty())
                .map(str::to_lowercase)
                .collect(),
            meter: meter?,
            is_sensitive: !self.rahasia.is_empty(),
            work_pattern: work_pattern?,
        })
    }

    /// A unit of the chosen agency, or none.
    #[expect(clippy::option_option, reason = "not readable, or read and absent")]
    fn unit(
        &self,
        texts: Texts,
        errors: &mut FieldErrors,
        (agency, units): (Option<AgencyId>, &[Unit]),
    ) -> Option<Option<UnitId>> {
        if self.unit.is_empty() {
            return Some(None);
        }
        let id: UnitId = errors.choice("unit", &fl!(texts, "unit-what"), &self.unit)?;
        let fits = units
            .iter()
            .any(|unit| unit.id == id && Some(unit.agency) == agency);
        if !fits {
            errors.add("unit", fl!(texts, "unit-of-other-agency"));
        }
        fits.then_some(Some(id))
    }

    #[expect(clippy::option_option, reason = "not readable, or read and absent")]
    fn tank(&self, texts: Texts, errors: &mut FieldErrors) -> Option<Option<Millilitres>> {
        if self.tangki.trim().is_empty() {
            return Some(None);
        }
        errors
            .litres("tangki", &fl!(texts, "tank-what"), &self.tangki, TANK_RANGE)
            .map(Some)
    }

    fn asset(&self, texts: Texts, errors: &mut FieldErrors) -> Option<AssetCard> {
        let year = if self.tahun.trim().is_empty() {
            Some(None)
        } else {
            errors
                .whole(
                    "tahun",
                    &fl!(texts, "bought-year-what"),
                    &self.tahun,
                    YEAR_RANGE,
                )
                .map(Some)
        };
        let price = if self.harga.trim().is_empty() {
            Some(None)
        } else {
            errors
                .rupiah("harga", &fl!(texts, "price-what"), &self.harga, PRICE_RANGE)
                .map(Some)
        };
        Some(AssetCard {
            asset_code: written(&self.kode_barang),
            register_number: written(&self.register),
            brand: written(&self.merk),
            type_name: written(&self.tipe),
            size: written(&self.ukuran),
            material: written(&self.bahan),
            bought_year: year?,
            factory_number: written(&self.nomor_pabrik),
            chassis_number: written(&self.rangka),
            engine_number: written(&self.mesin),
            bpkb_number: written(&self.bpkb),
            origin: written(&self.asal),
            price: price?,
            condition: written(&self.kondisi),
            remark: written(&self.keterangan),
        })
    }

    /// A new vehicle with its plate.
    pub(super) fn new_vehicle(
        &self,
        texts: Texts,
        errors: &mut FieldErrors,
        (today, units): (CivilDate, &[Unit]),
    ) -> Option<NewVehicle> {
        let details = self.details(texts, errors, units);
        let plate = if self.plat.trim().is_empty() {
            Some(None)
        } else {
            new_plate(
                texts,
                errors,
                (&self.plat, &self.warna, &self.plat_sejak),
                today,
            )
            .map(Some)
        };
        Some(NewVehicle {
            details: details?,
            plate: plate?,
        })
    }
}

/// The longest text of a column of the asset card that is kept.
const TEXT_MAX: usize = 200;

/// What was written, cut to what a column holds.
fn written(typed: &str) -> Option<String> {
    let text: String = typed.trim().chars().take(TEXT_MAX).collect();
    Some(text).filter(|text| !text.is_empty())
}

/// A plate with colour and first day, today where none was typed.
pub(super) fn new_plate(
    texts: Texts,
    errors: &mut FieldErrors,
    (plate, colour, since): (&str, &str, &str),
    today: CivilDate,
) -> Option<NewPlate> {
    let read = Plate::read(plate);
    if read.is_none() {
        errors.add("plat", fl!(texts, "plate-unreadable"));
    }
    let from_on = if since.trim().is_empty() {
        Some(today)
    } else {
        errors.date("plat_sejak", &fl!(texts, "plate-since-what"), since)
    };
    let from_on = from_on.filter(|from_on| {
        let is_past = *from_on <= today;
        if !is_past {
            errors.add("plat_sejak", fl!(texts, "plate-in-future"));
        }
        is_past
    });
    let colour = colour.parse().unwrap_or(PlateColour::Unknown);
    Some(NewPlate {
        plate: read?,
        colour,
        from_on: from_on?,
        reason: None,
    })
}
