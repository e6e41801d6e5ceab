use std::collections::BTreeSet;

use sim::{Case, City, RecordRef, Redemption, StatementLine};

use crate::year;

fn redemptions<'a>(city: &'a City, case: &'a Case) -> impl Iterator<Item = &'a Redemption> {
    case.records.iter().filter_map(|record| match record {
        RecordRef::Redemption(no) => city.redemption(*no),
        _ => None,
    })
}

fn line_of<'a>(city: &'a City, redemption: &Redemption) -> &'a StatementLine {
    let line = city
        .statement_lines
        .iter()
        .find(|line| line.voucher == Some(redemption.voucher));
    line.unwrap()
}

fn cases(city: &City, mode: u8) -> impl Iterator<Item = &Case> {
    city.answers()
        .cases
        .iter()
        .filter(move |case| case.mode == mode)
}

#[test]
fn a_year_holds_every_one_of_the_thirty_modes() {
    let city = year();
    let modes: BTreeSet<u8> = city.answers().cases.iter().map(|case| case.mode).collect();
    assert_eq!(modes, (1..=30).collect());
}

#[test]
fn fabricated_slips_have_no_line_at_the_station() {
    let city = year();
    let logged: BTreeSet<(&str, u64)> = city
        .statement_lines
        .iter()
        .map(|line| {
            let station = &city.town.stations[line.station.index()];
            (station.spbu_number.as_str(), line.transaction_no)
        })
        .collect();
    let operators: BTreeSet<&str> = city
        .town
        .attendants
        .iter()
        .map(|attendant| attendant.name.as_str())
        .collect();
    for case in cases(&city, 2) {
        for record in &case.records {
            let RecordRef::Slip(no) = record else {
                continue;
            };
            let slip = &city.slips[no.index()];
            assert_eq!(slip.redemption, None);
            assert!(
                !operators.contains(slip.operator.as_str()),
                "{}",
                slip.operator
            );
        }
    }
    // Honest slips, on the other hand, are all in the station's log.
    let honest = city.slips.iter().filter(|slip| slip.redemption.is_some());
    for slip in honest {
        let number = slip.transaction_no.unwrap();
        assert!(logged.contains(&(slip.spbu_number.as_str(), number)));
    }
}

#[test]
fn each_signal_of_a_changed_fill_is_there() {
    let city = year();
    for case in cases(&city, 8) {
        for redemption in redemptions(&city, case) {
            assert_ne!(line_of(&city, redemption).product, redemption.product);
        }
    }
    for case in cases(&city, 14) {
        for redemption in redemptions(&city, case) {
            let voucher = &city.vouchers[redemption.voucher.index()];
            assert_ne!(line_of(&city, redemption).plate, voucher.plate);
        }
    }
    for case in cases(&city, 20) {
        for redemption in redemptions(&city, case) {
            assert!(line_of(&city, redemption).volume_ml < redemption.volume_ml);
        }
    }
    for case in cases(&city, 21) {
        for redemption in redemptions(&city, case) {
            let no = redemption.vehicle.unwrap();
            assert!(redemption.volume_ml > city.answers().habits[no.index()].tank_ml);
        }
    }
}

#[test]
fn fuel_drawn_while_away_overlaps_the_record_that_proves_it() {
    let city = year();
    let evidence = &city.town.evidence;
    for mode in [10, 13, 15] {
        for case in cases(&city, mode) {
            let (from, until) = case
                .records
                .iter()
                .find_map(|record| match record {
                    RecordRef::Absence(no) => evidence
                        .absences
                        .get(no.index())
                        .map(|it| (it.from, it.until)),
                    RecordRef::WorkshopOrder(no) => evidence
                        .workshop_orders
                        .get(no.index())
                        .map(|it| (it.from, it.until)),
                    RecordRef::TravelOrder(no) => evidence
                        .travel_orders
                        .get(no.index())
                        .map(|it| (it.from, it.until)),
                    _ => None,
                })
                .unwrap();
            assert!(redemptions(&city, case).count() > 0);
            for redemption in redemptions(&city, case) {
                assert!(
                    (from..=until).contains(&redemption.at.date()),
                    "mode {mode}"
                );
            }
        }
    }
}

#[test]
fn the_unpaid_station_serves_nobody_after_it_stopped() {
    let city = year();
    let station = city
        .town
        .stations
        .iter()
        .find(|station| station.suspended_from.is_some());
    let station = station.unwrap();
    let stopped = station.suspended_from.unwrap();
    let later = city
        .redemptions
        .iter()
        .filter(|it| it.station == station.no && it.at.date() >= stopped)
        .count();
    assert_eq!(later, 0);
}

#[test]
fn trucks_without_work_have_fills_but_no_weighed_load() {
    let city = year();
    for case in cases(&city, 16) {
        let fills: Vec<&Redemption> = redemptions(&city, case).collect();
        let vehicle = fills[0].vehicle.unwrap();
        for redemption in fills {
            let on = redemption.at.date();
            let weighed = &city.town.evidence.weighbridge;
            assert!(
                !weighed
                    .iter()
                    .any(|it| it.vehicle == vehicle && it.at.date() == on)
            );
        }
    }
}

#[test]
fn cashed_vouchers_bunch_at_one_attendant_within_minutes() {
    let city = year();
    for case in cases(&city, 18) {
        let drawn: Vec<&Redemption> = redemptions(&city, case).collect();
        let attendants: BTreeSet<_> = drawn.iter().map(|it| it.attendant).collect();
        assert_eq!(attendants.len(), 1);
        let (first, last) = (drawn[0].at, drawn[drawn.len() - 1].at);
        assert!(last <= first.saturating_add(jiff::Span::new().minutes(20)));
    }
}

#[test]
fn vouchers_billed_in_december_are_drawn_in_january() {
    let city = year();
    for case in cases(&city, 25) {
        let drawn: BTreeSet<_> = redemptions(&city, case).map(|it| it.no).collect();
        let lines = city
            .invoices
            .iter()
            .flat_map(|invoice| invoice.lines.iter().map(move |line| (invoice.month, line)));
        for (month, line) in lines {
            if line.redemption.is_some_and(|no| drawn.contains(&no)) {
                assert_eq!((month.month, line.on.month()), (12, 1));
            }
        }
    }
}

#[test]
fn a_month_above_the_decree_exceeds_the_quota() {
    let city = year();
    let calendar = city.town.calendar();
    for case in cases(&city, 22) {
        let extra: Vec<&Redemption> = redemptions(&city, case).collect();
        let no = extra[0].vehicle.unwrap();
        let month = sim::Month::of(extra[0].at.date());
        let drawn: i64 = city
            .redemptions_of(no)
            .filter(|it| sim::Month::of(it.at.date()) == month)
            .map(|it| it.volume_ml)
            .sum();
        let vehicle = &city.town.vehicles[no.index()];
        let quota = sim::monthly_quota_ml(&city.town.decrees, &calendar, vehicle, month);
        assert!(drawn > quota, "{drawn} of {quota} ml");
    }
}

#[test]
fn invoices_exceed_their_redemptions_only_where_planted() {
    let city = year();
    let planted: BTreeSet<RecordRef> = city
        .answers()
        .cases
        .iter()
        .flat_map(|case| case.records.iter().copied())
        .collect();
    for invoice in &city.invoices {
        for line in &invoice.lines {
            let drawn = line.redemption.and_then(|no| city.redemption(no));
            let agrees = drawn.is_some_and(|it| it.amount_rupiah == line.amount_rupiah);
            let papers = [
                Some(RecordRef::Invoice(invoice.no)),
                line.voucher.map(RecordRef::Voucher),
                line.slip.map(RecordRef::Slip),
            ];
            let is_planted = papers
                .iter()
                .flatten()
                .any(|record| planted.contains(record));
            assert!(agrees || is_planted, "invoice {:?}: {line:?}", invoice.no);
        }
    }
}
