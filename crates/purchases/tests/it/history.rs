use std::fmt::Write as _;

use base::UtcMicros;
use fleet::testkit::{AGENCY, car};
use fleet::{ReadingSource, VehicleId};
use purchases::{Doubt, PurchaseFilter};
use testkit::{TENANT, both_databases};

use crate::support::*;

const HEADER: &str =
    "No Transaksi;Waktu transaksi;No Polisi;Jenis BBM;Jumlah liter;Total;Kilometer\n";

/// Weekly fills of a car that needs ten litres for a hundred kilometres, the latest first as issuers
/// export them; the fourth reading lacks a digit.
fn weeks(count: i64) -> String {
    let mut lines = HEADER.to_owned();
    for week in (0..count).rev() {
        let on = jiff::civil::date(2022, 1, 3)
            .checked_add(jiff::Span::new().weeks(week))
            .unwrap();
        let shown = 20_000 + week * 400;
        let shown = if week == 3 { shown / 10 } else { shown };
        let _ = writeln!(
            lines,
            "T{week};{on} 08:00;DH 1234 A;Pertalite;40;306000;{shown}"
        );
    }
    lines
}

fn series(db: &db::Db, id: VehicleId) -> fleet::MeterSeries {
    let on = base::CivilDate::constant(2022, 6, 1);
    read(db, move |tx| {
        let vehicle = fleet::lookup_vehicle(tx, TENANT, id, on)?.unwrap();
        let all = (UtcMicros::new(0), UtcMicros::new(i64::MAX));
        fleet::meter_series(tx, TENANT, &vehicle, all)
    })
}

both_databases! {
    steps: steps();

    fn a_known_vehicle_gets_a_history_of_its_meter(database) {
        let db = &database.db;
        let id = act(db, |tx, stamp| car(AGENCY).plate("DH 1234 A").add(tx, stamp));
        let run = import(&desk(db), ("kartu.csv", &weeks(12), ""));
        assert_eq!(outcomes(&run), "created 12");
        let found = all(db);
        assert!(found.iter().all(|p| p.vehicle == Some(id) && p.agency == Some(AGENCY) && p.unknown.is_none()));
        let doubtful: Vec<(usize, String)> = found
            .iter()
            .enumerate()
            .filter(|(_, p)| !p.doubts.is_empty())
            .map(|(place, p)| (place, p.doubts.to_string()))
            .collect();
        assert_eq!(doubtful, [(3, " backwards ".to_owned())]);
        let series = series(db, id);
        assert_eq!(series.points.len(), 12);
        assert!(series.points.iter().all(|point| point.reading.source == ReadingSource::Import));
        let usable = series.points.iter().filter(|point| point.reading.verdict.is_usable()).count();
        assert_eq!(usable, 11);
        // And again: the readings are there once.
        let again = import(&desk(db), ("kartu.csv", &weeks(12), ""));
        assert_eq!(outcomes(&again), "unchanged 12");
        assert_eq!(count(db, "meter_reading"), 12);
        // A longer list adds only what is new, judged with what was there.
        let longer = import(&desk(db), ("kartu.csv", &weeks(14), ""));
        assert_eq!(outcomes(&longer), "created 2 unchanged 12");
        assert_eq!(count(db, "meter_reading"), 14);
        assert!(all(db)[13].doubts.is_empty());
        assert_journal_agrees(db);
    }

    fn an_unknown_vehicle_is_judged_by_its_own_purchases(database) {
        let db = &database.db;
        import(&desk(db), ("kartu.csv", &weeks(12), ""));
        let found = all(db);
        assert!(found.iter().all(|p| p.vehicle.is_none() && p.unknown.is_some()));
        let backwards = PurchaseFilter { doubt: Some(Doubt::MeterBackwards), ..PurchaseFilter::default() };
        assert_eq!(totals(db, admin(), backwards).lines, 1);
        let jumps = PurchaseFilter { doubt: Some(Doubt::MeterJump), ..PurchaseFilter::default() };
        assert_eq!(totals(db, admin(), jumps).lines, 0);
        assert_eq!(found[3].doubts.to_string(), " backwards ");
        assert_eq!(count(db, "meter_reading"), 0);
        assert_eq!(count(db, "purchase_series"), 0, "nothing is left to judge");
    }

    fn more_than_a_piece_of_work_is_settled_in_pieces(database) {
        let db = &database.db;
        let id = act(db, |tx, stamp| car(AGENCY).plate("DH 1234 A").add(tx, stamp));
        let mut list = HEADER.to_owned();
        for fill in 0..1_203_i64 {
            let at = jiff::civil::date(2020, 1, 1).at(8, 0, 0, 0);
            let at = at.checked_add(jiff::Span::new().hours(fill * 12)).unwrap();
            let when = at.strftime("%d/%m/%Y %H:%M");
            let shown = 10_000 + fill * 100;
            let _ = writeln!(list, "T{fill};{when};DH 1234 A;Pertalite;10;76500;{shown}");
        }
        let run = import(&desk(db), ("kartu.csv", &list, ""));
        assert_eq!(outcomes(&run), "created 1203");
        assert_eq!(count(db, "meter_reading"), 1_203);
        assert_eq!(count(db, "purchase_series"), 0);
        assert!(series(db, id).points.iter().all(|point| point.verdict.is_usable()));
    }
}
