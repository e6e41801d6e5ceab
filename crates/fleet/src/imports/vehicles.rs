//! Vehicles and machines from the asset card KIB B.

use authz::{Action, Actor};
use base::{AgencyId, Millilitres, Rupiah, Stamp, TenantId};
use db::{Failure, Tx};
use register::{ImportRow, ImportTarget, Repeat, RowError, RowOutcome, RowPreview, RowProblem};
use tabular::{Choice, Field, FieldKind, ImportKind, Measure, Record, Wording};
use web::Locale;

use super::cells::check_cells;
use super::{agency, optional, problem_text, refused, text_field, today};
use crate::model::number::numbers_differ;
use crate::store::vehicles::lookup_by_numbers;
use crate::{
    AssetCard, FuelKind, NewPlate, NewVehicle, Plate, PlateColour, PlateMatch, Vehicle,
    VehicleClass, VehicleDetails, edit_vehicle, list_classes, lookup_vehicle, match_plate,
    number_key,
};

/// Imports KIB B; a vehicle known by chassis and engine number, or by its plate, is brought up to date.
#[derive(Debug)]
pub struct VehicleTarget {
    kind: ImportKind,
}

impl VehicleTarget {
    pub(super) fn new() -> Self {
        let title = Wording::new(
            "Kendaraan dan mesin (KIB B)",
            "Vehicles and machines (KIB B)",
        );
        Self {
            kind: ImportKind::new("vehicles", title, fields()),
        }
    }
}

fn fields() -> Vec<Field> {
    let mut fields = own_fields();
    fields.extend(card_fields());
    fields
}

fn own_fields() -> Vec<Field> {
    let colours = vec![
        Choice::new("red", Wording::new("Merah", "Red")),
        Choice::new("black", Wording::new("Hitam", "Black")),
        Choice::new("white", Wording::new("Putih", "White")),
        Choice::new("yellow", Wording::new("Kuning", "Yellow")),
    ];
    let fuels = vec![
        Choice::new("petrol", Wording::new("Bensin", "Petrol")).also(&[
            "Premium",
            "Pertalite",
            "Pertamax",
        ]),
        Choice::new("diesel", Wording::new("Solar", "Diesel"))
            .also(&["Biosolar", "Dexlite", "Diesel"]),
        Choice::new("electric", Wording::new("Listrik", "Electric")),
    ];
    let volume = FieldKind::Quantity(Measure::Volume);
    vec![
        text_field("agency", 200, "OPD", "Agency")
            .required()
            .called(&[
                "SKPD",
                "Perangkat Daerah",
                "Unit",
                "Nama OPD",
                "Pengguna Barang",
                "Kode OPD",
            ])
            .examples("Dinas PUPR", "Dinas Perhubungan"),
        text_field("class", 60, "Kelas kendaraan", "Class")
            .required()
            .called(&["Kelas", "Jenis Kendaraan", "Jenis"])
            .examples("Mobil penumpang", "Truk sampah"),
        text_field("label", 120, "Nama barang", "Name")
            .called(&["Nama", "Jenis Barang / Nama Barang", "Nama/Jenis Barang"])
            .examples("Mini Bus", "Truk Arm Roll"),
        text_field("plate", 20, "Nomor polisi", "Plate")
            .called(&["No Polisi", "Nopol", "No. Polisi", "TNKB", "Plat"])
            .examples("DH 1234 A", "DH 8123 A"),
        Field::new(
            "plate_colour",
            FieldKind::Choice(colours),
            Wording::new("Warna plat", "Plate colour"),
        )
        .called(&["Warna TNKB"]),
        Field::new("tank", volume, Wording::new("Isi tangki", "Tank"))
            .called(&["Kapasitas Tangki"]),
        Field::new(
            "fuel",
            FieldKind::Choice(fuels),
            Wording::new("Bahan bakar", "Fuel"),
        )
        .called(&["BBM", "Jenis BBM"]),
    ]
}

fn card_fields() -> Vec<Field> {
    let text = |key, id, en| text_field(key, 200, id, en);
    vec![
        text("asset_code", "Kode barang", "Asset code").called(&["Kode", "Nomor Kode Barang"]),
        text("register_number", "Nomor register", "Register number").called(&[
            "Register",
            "No Register",
            "NUP",
        ]),
        text("brand", "Merk", "Brand").called(&["Merek", "Merk/Type", "Merk / Tipe"]),
        text("type_name", "Tipe", "Type").called(&["Type"]),
        text("size", "Ukuran/CC", "Size/cc").called(&["Ukuran", "CC", "Isi Silinder"]),
        text("material", "Bahan", "Material"),
        Field::new(
            "bought_year",
            FieldKind::Integer,
            Wording::new("Tahun pembelian", "Year bought"),
        )
        .called(&["Tahun", "Tahun Perolehan"]),
        text("factory_number", "Nomor pabrik", "Factory number").called(&["No Pabrik", "Pabrik"]),
        text("chassis_number", "Nomor rangka", "Chassis number").called(&["No Rangka", "Rangka"]),
        text("engine_number", "Nomor mesin", "Engine number").called(&["No Mesin", "Mesin"]),
        text("bpkb_number", "Nomor BPKB", "BPKB number").called(&["BPKB", "No BPKB"]),
        text("origin", "Asal-usul", "Origin").called(&["Asal Usul", "Cara Perolehan"]),
        Field::new(
            "price",
            FieldKind::Quantity(Measure::Money),
            Wording::new("Harga", "Price"),
        )
        .called(&["Harga Perolehan", "Nilai Perolehan"]),
        text("condition", "Kondisi", "Condition").called(&["Keadaan Barang"]),
        text("remark", "Keterangan", "Remark").called(&["Ket"]),
    ]
}

/// The card as the row gives it, over what is known: an empty cell takes nothing away.
fn card(record: &Record, known: AssetCard) -> AssetCard {
    let text = |key: &str, known: Option<String>| optional(record, key).or(known);
    AssetCard {
        asset_code: text("asset_code", known.asset_code),
        register_number: text("register_number", known.register_number),
        brand: text("brand", known.brand),
        type_name: text("type_name", known.type_name),
        size: text("size", known.size),
        material: text("material", known.material),
        bought_year: record.integer("bought_year").or(known.bought_year),
        factory_number: text("factory_number", known.factory_number),
        chassis_number: text("chassis_number", known.chassis_number),
        engine_number: text("engine_number", known.engine_number),
        bpkb_number: text("bpkb_number", known.bpkb_number),
        origin: text("origin", known.origin),
        price: record.integer("price").map(Rupiah::new).or(known.price),
        condition: text("condition", known.condition),
        remark: text("remark", known.remark),
    }
}

fn class(record: &Record, classes: &[VehicleClass]) -> Result<VehicleClass, RowError> {
    let written = record
        .text("class")
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let named = |name: &str| name.to_lowercase() == written;
    classes
        .iter()
        .find(|class| named(&class.code) || named(&class.name) || named(&class.name_en))
        .cloned()
        .ok_or_else(|| RowProblem::of("class", "class_unknown").into())
}

/// The name of a new vehicle: as written, else brand and type.
fn label(record: &Record) -> Result<String, RowError> {
    let brand_and_type = || {
        let words: Vec<&str> = ["brand", "type_name"]
            .iter()
            .filter_map(|key| record.text(key))
            .collect();
        Some(words.join(" ")).filter(|text| !text.is_empty())
    };
    optional(record, "label")
        .or_else(brand_and_type)
        .or_else(|| optional(record, "plate"))
        .ok_or_else(|| RowProblem::of("label", "label_missing").into())
}

/// The vehicle of a row, by numbers before plate.
fn find(
    tx: &mut Tx<'_>,
    (tenant, agency): (TenantId, AgencyId),
    record: &Record,
    on: base::CivilDate,
) -> Result<Option<Vehicle>, RowError> {
    let key = |field| record.text(field).and_then(number_key);
    let (chassis, engine) = (key("chassis_number"), key("engine_number"));
    if let (Some(chassis), Some(engine)) = (&chassis, &engine)
        && let Some(id) = lookup_by_numbers(tx, tenant, (chassis, engine))?
    {
        return Ok(lookup_vehicle(tx, tenant, id, on)?);
    }
    let Some(plate) = record.text("plate") else {
        return Ok(None);
    };
    let id = match match_plate(tx, tenant, plate, on)? {
        PlateMatch::One(id) => id,
        PlateMatch::Several(_) => return Err(RowProblem::of("plate", "vehicle_ambiguous").into()),
        PlateMatch::NotOurs | PlateMatch::Unknown => return Ok(None),
    };
    let Some(known) = lookup_vehicle(tx, tenant, id, on)? else {
        return Ok(None);
    };
    let theirs = known.asset.keys();
    let are_others = |ours: &Option<String>, theirs: &Option<String>| {
        ours.is_some() && theirs.is_some() && ours != theirs
    };
    // The same plate on other numbers is another vehicle: kept, and shown as a possible duplicate.
    if are_others(&chassis, &theirs.0) && are_others(&engine, &theirs.1) {
        return Ok(None);
    }
    let is_same = |ours: &Option<String>, theirs: &Option<String>| ours.is_some() && ours == theirs;
    let shares_number = is_same(&chassis, &theirs.0) || is_same(&engine, &theirs.1);
    // A plate alone does not make two vehicles one: what else the row says must not speak against it.
    if !shares_number && (known.agency != agency || contradicts(record, &known.asset)) {
        let problem = RowProblem::of("plate", "plate_of_another");
        return Err(problem.with("vehicle", &known.label).into());
    }
    Ok(Some(known))
}

/// Whether the row has another chassis or engine number than the card, however short.
fn contradicts(record: &Record, card: &AssetCard) -> bool {
    let differs = |field, theirs: &Option<String>| {
        record
            .text(field)
            .zip(theirs.as_deref())
            .is_some_and(|(ours, theirs)| numbers_differ(ours, theirs))
    };
    differs("chassis_number", &card.chassis_number) || differs("engine_number", &card.engine_number)
}

fn new_vehicle(
    record: &Record,
    (agency, class): (AgencyId, &VehicleClass),
    on: base::CivilDate,
) -> Result<NewVehicle, RowError> {
    let is_electric = class.code.starts_with("electric");
    let usual = if is_electric {
        FuelKind::Electric
    } else {
        FuelKind::Petrol
    };
    let details = VehicleDetails {
        agency,
        unit: None,
        kind: class.kind,
        class: class.code.clone(),
        label: label(record)?,
        asset: card(record, AssetCard::default()),
        tank_ml: record.integer("tank").map(Millilitres::new),
        fuel_kind: record
            .text("fuel")
            .and_then(|code| code.parse().ok())
            .unwrap_or(usual),
        default_product: None,
        products: Vec::new(),
        meter: class.meter,
        is_sensitive: false,
        work_pattern: None,
    };
    let plate = record.text("plate").and_then(Plate::read).map(|plate| {
        let colour = record
            .text("plate_colour")
            .and_then(|code| code.parse().ok());
        NewPlate {
            plate,
            colour: colour.unwrap_or(PlateColour::Unknown),
            from_on: since(record, on),
            reason: None,
        }
    });
    Ok(NewVehicle { details, plate })
}

/// KIB B says no day: the plate is taken as carried since the year of purchase.
fn since(record: &Record, on: base::CivilDate) -> base::CivilDate {
    let year = record
        .integer("bought_year")
        .and_then(|year| i16::try_from(year).ok());
    let first = year.and_then(|year| base::CivilDate::new(year, 1, 1).ok());
    first.filter(|first| *first <= on).unwrap_or(on)
}

/// What the row says over what is known.
fn merged(
    known: &Vehicle,
    record: &Record,
    agency: AgencyId,
    class: &VehicleClass,
) -> VehicleDetails {
    let before = known.details();
    let tank = record.integer("tank").map(Millilitres::new);
    VehicleDetails {
        agency,
        unit: before.unit.filter(|_| before.agency == agency),
        kind: class.kind,
        class: class.code.clone(),
        label: optional(record, "label").unwrap_or(before.label),
        asset: card(record, before.asset),
        tank_ml: tank.or(before.tank_ml),
        fuel_kind: record
            .text("fuel")
            .and_then(|code| code.parse().ok())
            .unwrap_or(before.fuel_kind),
        ..before
    }
}

/// What a row will do.
enum Plan {
    Add(Box<NewVehicle>),
    Edit(Box<Vehicle>, Box<VehicleDetails>),
    Nothing,
}

impl VehicleTarget {
    fn plan(
        tx: &mut Tx<'_>,
        (tenant, on): (TenantId, base::CivilDate),
        record: &Record,
    ) -> Result<Plan, RowError> {
        let agency = agency(tx, tenant, record)?;
        let class = class(record, &list_classes(tx, tenant)?)?;
        check_cells(record, class.kind, on)?;
        let Some(known) = find(tx, (tenant, agency), record, on)? else {
            return Ok(Plan::Add(Box::new(new_vehicle(
                record,
                (agency, &class),
                on,
            )?)));
        };
        let after = merged(&known, record, agency, &class);
        if after == known.details() {
            return Ok(Plan::Nothing);
        }
        Ok(Plan::Edit(Box::new(known), Box::new(after)))
    }
}

impl ImportTarget for VehicleTarget {
    fn kind(&self) -> &ImportKind {
        &self.kind
    }

    fn action(&self) -> Action {
        Action::FleetVehicleEdit
    }

    fn purpose(&self) -> Wording {
        Wording::new(
            "Kendaraan dan mesin dari KIB B. Yang sudah ada dikenali dari nomor rangka dan mesin, atau platnya.",
            "Vehicles and machines from KIB B. Known ones are found by chassis and engine number, or plate.",
        )
    }

    fn repeat(&self) -> Repeat {
        Repeat::ByContent
    }

    fn row_key(&self, record: &Record) -> Option<String> {
        let key = |field| record.text(field).and_then(number_key);
        match key("chassis_number").zip(key("engine_number")) {
            Some((chassis, engine)) => Some(format!("{chassis}/{engine}")),
            // Without both numbers the plate is all that tells the row from the others.
            None => record
                .text("plate")
                .and_then(Plate::read)
                .map(|plate| plate.key()),
        }
    }

    fn preview(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        _: &Actor,
        records: &[Record],
    ) -> Result<Vec<RowPreview>, Failure> {
        let mut previews = Vec::with_capacity(records.len());
        for record in records {
            // The day only matters to plates that changed, which an import does not touch.
            let plan = Self::plan(tx, (tenant, base::CivilDate::MAX), record);
            previews.push(match plan {
                Ok(Plan::Add(_)) => RowPreview::fine(RowOutcome::Created),
                Ok(Plan::Edit(..)) => RowPreview::fine(RowOutcome::Updated),
                Ok(Plan::Nothing) => RowPreview::fine(RowOutcome::Unchanged),
                Err(RowError::Rejected(problems)) => RowPreview {
                    expected: RowOutcome::Unchanged,
                    problems,
                },
                Err(RowError::Failed(failure)) => return Err(failure),
            });
        }
        Ok(previews)
    }

    fn apply(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        actor: &Actor,
        row: &ImportRow<'_>,
    ) -> Result<RowOutcome, RowError> {
        let on = today(tx, stamp)?;
        match Self::plan(tx, (stamp.tenant, on), row.record)? {
            Plan::Add(new) => {
                crate::actions::vehicles::add_imported(tx, stamp, actor, &new).map_err(refused)?;
                Ok(RowOutcome::Created)
            }
            Plan::Edit(known, after) => {
                let version = (known.id, known.revision);
                edit_vehicle(tx, stamp, actor, version, &after).map_err(refused)?;
                Ok(RowOutcome::Updated)
            }
            Plan::Nothing => Ok(RowOutcome::Unchanged),
        }
    }

    fn problem_text(&self, locale: Locale, problem: &RowProblem) -> Option<String> {
        problem_text(locale, problem)
    }
}
