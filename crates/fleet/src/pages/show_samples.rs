//! Made-up vehicles for pictures and tests.

use base::{AgencyId, Millilitres, PersonId, Rupiah, UtcMicros, Uuid};
use web::{FieldErrors, Locale, PageFrame};

use super::command::{CommandForm, Rights};
use super::show::{Facts, Tab, VehiclePage};
use crate::{
    AssetCard, Assignment, ConsumptionSummary, Duty, Expectation, FuelKind, Letter, LetterKind,
    Likeness, Meter, MeterSeries, PlateColour, PlateRecords, PlateSpan, Reading, ReadingId,
    ReadingSource, ReadingVerdict, SeriesPoint, StatusSpan, Vehicle, VehicleId, VehicleKind,
    VehicleState, texts,
};

/// A garbage truck with a full asset card.
pub(super) fn sample_vehicle() -> Vehicle {
    let text = |text: &str| Some(text.to_owned());
    Vehicle {
        id: VehicleId::new(Uuid::from_u128(7)),
        agency: AgencyId::new(Uuid::from_u128(1)),
        unit: None,
        kind: VehicleKind::Vehicle,
        class: "garbage_truck".to_owned(),
        label: "Isuzu Elf NMR 71 arm roll".to_owned(),
        asset: AssetCard {
            asset_code: text("1.3.2.02.01.03.002"),
            register_number: text("0007"),
            brand: text("Isuzu"),
            type_name: text("Elf NMR 71"),
            size: text("4.778 cc"),
            bought_year: Some(2019),
            chassis_number: text("MHCNMR71HKJ012345"),
            engine_number: text("B012345"),
            bpkb_number: text("P-01234567"),
            price: Some(Rupiah::new(612_500_000)),
            condition: text("Baik"),
            ..AssetCard::default()
        },
        plate: text("DH 8123 A"),
        tank_ml: Some(Millilitres::new(100_000)),
        fuel_kind: FuelKind::Diesel,
        default_product: text("biosolar"),
        products: Vec::new(),
        meter: Meter::Odometer,
        is_sensitive: false,
        work_pattern: None,
        state: VehicleState::Active,
        merged_into: None,
        revision: 3,
    }
}

fn series(now: UtcMicros) -> MeterSeries {
    let point = |number: u32, value: i64, verdict| SeriesPoint {
        reading: Reading {
            id: ReadingId::new(Uuid::from_u128(u128::from(number))),
            vehicle: VehicleId::new(Uuid::from_u128(7)),
            at: now.plus_seconds(86_400 * (i64::from(number) - 9)),
            value,
            total: value,
            source: ReadingSource::Redemption,
            source_id: None,
            filled: Some(Millilitres::new(62_500)),
            verdict,
            expected: Some((84_000, 84_400)),
            replaces: None,
            reason: None,
            recorded_at: now,
            recorded_by: base::ActorId::new(Uuid::from_u128(5)),
        },
        verdict,
        replaced_by: None,
    };
    let good = ReadingVerdict::Plausible;
    MeterSeries {
        points: vec![
            point(1, 83_700, good),
            point(2, 83_860, good),
            point(3, 38_010, ReadingVerdict::Backwards),
            point(4, 84_170, good),
        ],
        consumption: ConsumptionSummary {
            distance: 470,
            millilitres: 187_500,
            litres_per_100: Some(39.9),
            coverage: Some(0.75),
            points: vec![(now, 39.1), (now.plus_seconds(86_400), 40.3)],
        },
    }
}

fn letter(vehicle: &Vehicle, on: base::CivilDate) -> Letter {
    Letter {
        id: Uuid::from_u128(1),
        vehicle: vehicle.id,
        kind: LetterKind::SubsidyRegistration,
        number: "ST-5371-000123".to_owned(),
        issuer: "Pertamina Patra Niaga".to_owned(),
        product: "biosolar".to_owned(),
        from_on: on,
        until_on: on,
        volume_max: Some(Millilitres::new(200_000)),
        withdrawn_at: None,
    }
}

fn facts(frame: &PageFrame) -> Facts {
    let on = frame.city.zone.date(frame.now);
    let vehicle = sample_vehicle();
    let text = |text: &str| Some(text.to_owned());
    let twin = Vehicle {
        id: VehicleId::new(Uuid::from_u128(8)),
        plate: None,
        ..sample_vehicle()
    };
    Facts {
        agency: "Dinas Lingkungan Hidup dan Kebersihan".to_owned(),
        class: crate::standard_classes()
            .into_iter()
            .find(|class| class.code == vehicle.class),
        statuses: vec![StatusSpan {
            id: Uuid::from_u128(1),
            state: VehicleState::Workshop,
            from_on: on,
            until_on: None,
            reason: "Ganti kopling".to_owned(),
            reference: text("SPK 12/2026"),
            recorded_at: frame.now,
            revision: 0,
        }],
        twins: vec![(twin, Likeness::Chassis)],
        merged: Vec::new(),
        plates: vec![PlateSpan {
            id: Uuid::from_u128(1),
            vehicle: vehicle.id,
            plate: "DH 8123 A".to_owned(),
            colour: PlateColour::Red,
            from_on: on,
            until_on: None,
            reason: text("STNK baru"),
        }],
        people: vec![(
            Assignment {
                id: Uuid::from_u128(1),
                vehicle: vehicle.id,
                person: PersonId::new(Uuid::from_u128(1)),
                duty: Duty::Driver,
                from_on: on,
                until_on: None,
                decree_number: text("SK 800/45/2026"),
                revision: 0,
            },
            "Yohanes Bria".to_owned(),
        )],
        letters: vec![letter(&vehicle, on)],
        outages: Vec::new(),
        expected: Some(Expectation {
            meter: Meter::Odometer,
            last_good: Some((84_170, frame.now)),
            range: Some(84_171..=84_600),
            broken_until: None,
        }),
        series: Some(series(frame.now)),
        rights: Rights::ALL,
        records: vec![PlateRecords {
            count: 12,
            href: "/pembelian?kendaraan=1".to_owned(),
        }],
        unit: Some("UPTD Alat Berat".to_owned()),
        products: vec![("biosolar".to_owned(), "Biosolar".to_owned())],
    }
}

impl web::Samples for VehiclePage {
    const NAME: &'static str = "vehicle";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |tab, facts: fn(Facts) -> Facts| {
            let page = PageFrame::sample(locale, "DH 8123 A").errors(FieldErrors::new(locale));
            let today = page.city.zone.date(page.now);
            let facts = facts(self::facts(&page));
            let form = CommandForm::default();
            let texts = texts(locale);
            let vehicle = sample_vehicle();
            Self {
                page,
                texts,
                vehicle,
                facts,
                tab,
                open: "",
                form,
                today,
            }
        };
        let bare = |facts: Facts| Facts {
            plates: Vec::new(),
            people: Vec::new(),
            letters: Vec::new(),
            twins: Vec::new(),
            series: None,
            expected: None,
            rights: Rights::default(),
            records: Vec::new(),
            unit: None,
            products: Vec::new(),
            ..facts
        };
        let same = |facts| facts;
        vec![
            ("summary", page(Tab::Summary, same)),
            ("plates", page(Tab::Plates, same)),
            ("people", page(Tab::People, same)),
            ("meter", page(Tab::Meter, same)),
            ("letters", page(Tab::Letters, same)),
            ("people-none", page(Tab::People, bare)),
            ("meter-none", page(Tab::Meter, bare)),
            ("letters-none", page(Tab::Letters, bare)),
        ]
    }
}
