use ::testkit::both_databases;
use fleet::*;

use super::*;

fn change(
    db: &Db,
    vehicle: VehicleId,
    plate: &str,
    from: &str,
    takes_over: bool,
) -> Result<(), FleetRefusal> {
    let new = NewPlate {
        plate: Plate::read(plate).unwrap(),
        colour: PlateColour::Red,
        from_on: day(from),
        reason: Some("STNK baru".to_owned()),
    };
    let change = PlateChange {
        vehicle,
        new,
        takes_over,
    };
    act(db, morning(), move |tx, stamp| {
        change_plate(tx, stamp, &keeper_of_all(), &change)
    })
}

fn carrier(db: &Db, plate: &'static str, on: &'static str) -> PlateMatch {
    look(db, move |tx| match_plate(tx, TENANT, plate, day(on)))
}

both_databases! {
    steps: steps();

    fn a_new_plate_leaves_the_old_one_its_days(database) {
        let db = &database.db;
        let id = add(db, car().plate("DH 1234 A"));
        change(db, id, "DH 5678 AB", "2026-03-01", false).unwrap();
        assert_eq!(carrier(db, "dh-1234-a", "2026-02-28"), PlateMatch::One(id));
        assert_eq!(carrier(db, "dh-1234-a", "2026-03-01"), PlateMatch::Unknown);
        assert_eq!(carrier(db, "DH5678AB", "2026-03-01"), PlateMatch::One(id));
        assert_eq!(vehicle(db, id).plate.as_deref(), Some("DH 5678 AB"));
        let spans = look(db, move |tx| list_plates(tx, TENANT, id));
        assert_eq!(spans.len(), 2);
        assert_eq!(spans[1].until_on, Some(day("2026-02-28")));
        assert_eq!(change(db, id, "DH 5678 AB", "2026-04-01", false), Err(FleetRefusal::PlateSame));
        assert_eq!(change(db, id, "DH 9 C", "2026-02-01", false), Err(FleetRefusal::DaysReversed));
    }

    fn a_vehicle_is_found_by_a_plate_it_no_longer_carries(database) {
        let db = &database.db;
        let id = add(db, car().plate("DH 1234 A"));
        change(db, id, "DH 5678 AB", "2026-03-01", false).unwrap();
        let reach = keeper_of_all().reach(authz::Action::FleetVehicleView);
        let filter = VehicleFilter { words: "DH 1234 A".to_owned(), ..VehicleFilter::default() };
        let page = look(db, move |tx| {
            list_vehicles(tx, (TENANT, today()), &reach, &filter, (None, base::PageSize::default()))
        });
        assert_eq!(page.items[0].id, id);
    }

    fn swapped_plates_keep_both_histories(database) {
        let db = &database.db;
        let (one, other) = (add(db, car().plate("DH 1 A")), add(db, car().plate("DH 2 B")));
        let swap = PlateSwap { one, other, from_on: day("2026-06-01"), reason: "tertukar".to_owned() };
        act(db, morning(), move |tx, stamp| swap_plates(tx, stamp, &keeper_of_all(), &swap)).unwrap();
        assert_eq!(carrier(db, "DH 1 A", "2026-05-31"), PlateMatch::One(one));
        assert_eq!(carrier(db, "DH 1 A", "2026-06-01"), PlateMatch::One(other));
        assert_eq!(carrier(db, "DH 2 B", "2026-06-01"), PlateMatch::One(one));
        assert_eq!(vehicle(db, one).plate.as_deref(), Some("DH 2 B"));
        assert_eq!(vehicle(db, other).plate.as_deref(), Some("DH 1 A"));
    }

    fn a_carried_plate_is_taken_over_only_on_purpose(database) {
        let db = &database.db;
        let (old, new) = (add(db, car().plate("DH 1 A")), add(db, car()));
        let refused = change(db, new, "DH 1 A", "2026-06-01", false);
        assert_eq!(refused, Err(FleetRefusal::PlateCarried { vehicle: old }));
        change(db, new, "DH 1 A", "2026-06-01", true).unwrap();
        assert_eq!(carrier(db, "DH 1 A", "2026-06-01"), PlateMatch::One(new));
        assert_eq!(vehicle(db, old).plate, None);
    }
}
