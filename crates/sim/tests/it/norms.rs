use std::collections::BTreeMap;

use jiff::civil::date;
use sim::{
    City, DirtKind, EFFICIENCY_FROM, Month, Product, Settings, VehicleClass, VehicleNo, is_allowed,
    monthly_quota_ml,
};

use crate::{honest, year};

fn class_of(city: &City, no: Option<VehicleNo>) -> Option<VehicleClass> {
    no.and_then(|no| city.town.vehicles.get(no.index()))
        .map(|vehicle| vehicle.class)
}

/// Litres a unit and month of a class.
fn monthly_litres(city: &City, class: VehicleClass) -> i64 {
    let units = city
        .town
        .vehicles
        .iter()
        .filter(|vehicle| vehicle.class == class)
        .count();
    let drawn: i64 = city
        .redemptions
        .iter()
        .filter(|redemption| class_of(city, redemption.vehicle) == Some(class))
        .map(|redemption| redemption.volume_ml)
        .sum();
    drawn / 1000 / i64::try_from(units).unwrap() / i64::from(city.town.settings.months)
}

#[test]
fn litres_per_unit_and_month_follow_the_norms() {
    let city = year();
    // Reference A1: 50 l a unit and month over all; E4: garbage trucks 15 to 25 l a day,
    // motorcycles below 30 l a month, three-wheelers at most 3 l a day.
    for (class, low, high) in [
        (VehicleClass::GarbageTruck, 400, 750),
        (VehicleClass::Motorcycle, 8, 30),
        (VehicleClass::ThreeWheeler, 25, 75),
        (VehicleClass::Car, 40, 147),
        (VehicleClass::Mower, 12, 50),
        (VehicleClass::ElectricThreeWheeler, 0, 0),
        (VehicleClass::ElectricCar, 0, 0),
    ] {
        let litres = monthly_litres(&city, class);
        assert!(
            (low..=high).contains(&litres),
            "{}: {litres} l",
            class.name()
        );
    }
    let all: i64 = city
        .redemptions
        .iter()
        .map(|redemption| redemption.volume_ml)
        .sum();
    let mean = all / 1000 / 1008 / 12;
    assert!((40..=75).contains(&mean), "{mean} l a unit and month");
}

#[test]
fn honest_fills_fit_tank_quota_price_hours_and_product_rule() {
    let city = year();
    let (calendar, prices) = (city.town.calendar(), city.town.price_table());
    let mut monthly = BTreeMap::<(VehicleNo, Month), i64>::new();
    for redemption in honest(&city) {
        let price = prices.rupiah_per_litre(redemption.product, redemption.at);
        assert_eq!(price, redemption.rupiah_per_litre);
        let computed = sim::amount_rupiah(redemption.volume_ml, price);
        // When Rupiah were typed the volume is rounded to the millilitre.
        assert!((computed - redemption.amount_rupiah).abs() <= price / 2000 + 1);
        assert!(city.town.stations[redemption.station.index()].is_open(redemption.at));
        let voucher = &city.vouchers[redemption.voucher.index()];
        assert!(redemption.volume_ml <= voucher.max_ml && redemption.volume_ml > 0);
        assert!(redemption.amount_rupiah <= voucher.reserved_rupiah);
        let Some(no) = redemption.vehicle else {
            continue;
        };
        assert!(redemption.volume_ml <= city.answers().habits[no.index()].tank_ml);
        let vehicle = &city.town.vehicles[no.index()];
        let on = redemption.at.date();
        assert!(is_allowed(
            &city.town.product_rules,
            vehicle.class,
            redemption.product,
            on
        ));
        *monthly.entry((no, Month::of(on))).or_default() += redemption.volume_ml;
    }
    for ((no, month), drawn) in monthly {
        let vehicle = &city.town.vehicles[no.index()];
        let quota = monthly_quota_ml(&city.town.decrees, &calendar, vehicle, month);
        assert!(
            drawn <= quota,
            "{}: {drawn} of {quota} ml",
            vehicle.class.name()
        );
    }
}

#[test]
fn only_exempt_classes_take_subsidised_diesel() {
    let city = year();
    for redemption in city
        .redemptions
        .iter()
        .filter(|it| it.product == Product::Biosolar)
    {
        let class = class_of(&city, redemption.vehicle).unwrap();
        assert!(matches!(
            class,
            VehicleClass::GarbageTruck | VehicleClass::Ambulance | VehicleClass::FireEngine
        ));
    }
}

#[test]
fn the_efficiency_decree_lowers_litres_by_about_six_per_cent() {
    let settings = Settings {
        months: 22,
        end_on: date(2025, 12, 31),
        ..Settings::default()
    };
    let city = City::generate(&settings);
    assert_eq!(EFFICIENCY_FROM, date(2025, 3, 1));
    let litres = |year: i16| -> i64 {
        city.redemptions
            .iter()
            .filter(|it| it.at.year() == year && it.at.month() >= 3)
            .filter(|it| class_of(&city, it.vehicle) == Some(VehicleClass::GarbageTruck))
            .map(|it| it.volume_ml / 1000)
            .sum()
    };
    let per_mille = litres(2025) * 1000 / litres(2024);
    assert!((910..=965).contains(&per_mille), "{per_mille} per mille");
}

#[test]
fn the_register_is_dirty_as_planned() {
    let city = City::generate(&Settings {
        months: 1,
        ..Settings::default()
    });
    let count = |wanted: fn(&DirtKind) -> bool| {
        city.answers()
            .dirt
            .iter()
            .filter(|dirt| wanted(&dirt.kind))
            .count()
    };
    assert!(count(|kind| matches!(kind, DirtKind::Duplicate { .. })) >= 4);
    assert!((20..=60).contains(&count(|kind| *kind == DirtKind::MissingEngineNumber)));
    assert!(count(|kind| *kind == DirtKind::PlateSwap) >= 10);
    assert_eq!(count(|kind| *kind == DirtKind::Unregistered), 15);
    for dirt in &city.answers().dirt {
        let vehicle = city.town.vehicles.get(dirt.vehicle.index());
        match dirt.kind {
            DirtKind::MissingEngineNumber => assert_eq!(vehicle.unwrap().engine_no, None),
            DirtKind::PlateSwap => assert_eq!(vehicle.unwrap().plates.len(), 2),
            DirtKind::Unregistered => assert!(vehicle.is_none()),
            DirtKind::Duplicate { of } => {
                let first = &city.town.vehicles[of.index()];
                let copy = vehicle.unwrap();
                assert_eq!(
                    copy.chassis_no.to_uppercase(),
                    first.chassis_no.to_uppercase()
                );
                assert_eq!(city.redemptions_of(copy.no).count(), 0);
            }
        }
    }
}
