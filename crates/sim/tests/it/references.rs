use std::collections::BTreeSet;

use sim::{City, DirtKind, RecordRef, Settings};

use crate::year;

fn exists(city: &City, record: RecordRef) -> bool {
    let evidence = &city.town.evidence;
    match record {
        RecordRef::Voucher(no) => city.vouchers.get(no.index()).is_some_and(|it| it.no == no),
        RecordRef::Redemption(no) => city.redemption(no).is_some_and(|it| it.no == no),
        RecordRef::Slip(no) => city.slips.get(no.index()).is_some_and(|it| it.no == no),
        RecordRef::StatementLine(no) => city
            .statement_lines
            .get(no.index())
            .is_some_and(|it| it.no == no),
        RecordRef::Invoice(no) => city.invoices.get(no.index()).is_some_and(|it| it.no == no),
        RecordRef::Absence(no) => evidence
            .absences
            .get(no.index())
            .is_some_and(|it| it.no == no),
        RecordRef::WorkshopOrder(no) => evidence
            .workshop_orders
            .get(no.index())
            .is_some_and(|it| it.no == no),
        RecordRef::TravelOrder(no) => evidence
            .travel_orders
            .get(no.index())
            .is_some_and(|it| it.no == no),
        RecordRef::TripSheet(no) => evidence
            .trip_sheets
            .get(no.index())
            .is_some_and(|it| it.no == no),
        RecordRef::Vehicle(no) => no.index() < city.town.vehicles.len(),
        RecordRef::Station(no) => no.index() < city.town.stations.len(),
    }
}

#[test]
fn every_planted_case_names_existing_records() {
    let city = year();
    for case in &city.answers().cases {
        assert!(!case.records.is_empty(), "mode {} names nothing", case.mode);
        assert!(
            case.amount_rupiah > 0,
            "mode {} is worth nothing",
            case.mode
        );
        for record in &case.records {
            assert!(exists(&city, *record), "mode {}: {record:?}", case.mode);
        }
    }
    for reading in &city.answers().wrong_readings {
        assert!(
            city.redemption(reading.redemption)
                .is_some_and(|it| it.meter.is_some())
        );
    }
}

#[test]
fn papers_point_at_each_other() {
    let city = year();
    for redemption in &city.redemptions {
        let voucher = &city.vouchers[redemption.voucher.index()];
        assert_eq!(voucher.vehicle, redemption.vehicle);
        assert!(voucher.issued_at <= redemption.at && redemption.at <= voucher.valid_until);
        let attendant = &city.town.attendants[redemption.attendant.index()];
        assert_eq!(attendant.station, redemption.station);
    }
    for invoice in &city.invoices {
        let sum: i64 = invoice.lines.iter().map(|line| line.amount_rupiah).sum();
        assert_eq!(sum, invoice.total_rupiah);
        for line in &invoice.lines {
            assert!(
                line.voucher
                    .is_none_or(|no| exists(&city, RecordRef::Voucher(no)))
            );
            assert!(
                line.redemption
                    .is_none_or(|no| exists(&city, RecordRef::Redemption(no)))
            );
            assert!(
                line.slip
                    .is_none_or(|no| exists(&city, RecordRef::Slip(no)))
            );
        }
    }
}

#[test]
fn records_are_numbered_in_order_of_time() {
    let city = year();
    assert!(
        city.redemptions
            .is_sorted_by_key(|redemption| redemption.at)
    );
    let mut last = vec![0; city.town.stations.len()];
    for line in &city.statement_lines {
        assert!(
            line.transaction_no > last[line.station.index()],
            "station {:?}",
            line.station
        );
        last[line.station.index()] = line.transaction_no;
    }
}

#[test]
fn no_plate_is_unknown_unless_it_was_planted() {
    let city = year();
    let squeeze = |plate: &str| plate.replace(' ', "");
    let mut known: BTreeSet<String> = city
        .town
        .vehicles
        .iter()
        .flat_map(|vehicle| vehicle.plates.iter().map(|plate| squeeze(&plate.text)))
        .collect();
    let strays = city
        .answers()
        .dirt
        .iter()
        .filter(|dirt| dirt.kind == DirtKind::Unregistered);
    let strays: BTreeSet<String> = strays.map(|dirt| squeeze(&dirt.plate)).collect();
    assert!(!strays.is_empty() && strays.is_disjoint(&known));
    known.insert(String::new());
    let planted: BTreeSet<RecordRef> = city
        .answers()
        .cases
        .iter()
        .filter(|case| case.mode == 14)
        .flat_map(|case| case.records.iter().copied())
        .collect();
    let mut stray_lines = 0;
    for line in &city.statement_lines {
        let plate = squeeze(&line.plate);
        let is_stray = strays.contains(&plate);
        stray_lines += usize::from(is_stray);
        let is_planted = planted.contains(&RecordRef::StatementLine(line.no));
        assert!(known.contains(&plate) || is_stray || is_planted, "{plate}");
    }
    // 1.5 % of the fleet is not in the register.
    let per_mille = stray_lines * 1000 / city.statement_lines.len();
    assert!((8..=25).contains(&per_mille), "{per_mille} per mille");
}

#[test]
fn people_have_distinct_nip_of_the_right_shape() {
    let city = City::generate(&Settings {
        months: 1,
        ..Settings::default()
    });
    let mut seen = BTreeSet::new();
    for nip in city
        .town
        .people
        .iter()
        .filter_map(|person| person.nip.as_deref())
    {
        assert_eq!(nip.len(), 18, "{nip}");
        assert!(nip.bytes().all(|byte| byte.is_ascii_digit()), "{nip}");
        let born = jiff::civil::Date::strptime("%Y%m%d", &nip[..8]).unwrap();
        let appointed: i16 = nip[8..12].parse().unwrap();
        assert!((17..=36).contains(&(appointed - born.year())), "{nip}");
        assert!(matches!(&nip[14..15], "1" | "2"), "{nip}");
        assert!(seen.insert(nip.to_owned()), "{nip} twice");
    }
    assert!(seen.len() > 500);
}
