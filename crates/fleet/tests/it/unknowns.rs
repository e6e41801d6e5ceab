use ::testkit::both_databases;
use base::Uuid;
use fleet::*;

use super::*;

pub(crate) fn note(db: &Db, written: &'static str, minutes: i64) -> Uuid {
    let at = morning().plus_seconds(60 * minutes);
    act(db, at, move |tx, stamp| {
        let id = note_unknown_plate(tx, stamp, written, at)?;
        let subject = journal::Subject::new("unknown_vehicle", id);
        journal::record(tx, stamp, "fuel.purchase.record", subject, None)?;
        Ok(id)
    })
    .unwrap()
}

fn resolve(db: &Db, id: Uuid, resolution: Resolution) -> Result<Option<VehicleId>, FleetRefusal> {
    let revision = look(db, move |tx| lookup_unknown(tx, TENANT, id))
        .unwrap()
        .revision;
    act(db, morning(), move |tx, stamp| {
        resolve_unknown(tx, stamp, &keeper_of_all(), (id, revision), &resolution)
    })
}

fn matched(db: &Db, written: &'static str) -> PlateMatch {
    look(db, move |tx| match_plate(tx, TENANT, written, today()))
}

both_databases! {
    steps: steps();

    fn an_unknown_plate_is_kept_and_counted_once_per_spelling(database) {
        let db = &database.db;
        let id = note(db, "dh 4321 x", 0);
        assert_eq!(note(db, "DH-4321-X", 5), id);
        let known = look(db, move |tx| lookup_unknown(tx, TENANT, id)).unwrap();
        assert_eq!((known.count, known.text.as_str(), known.state), (2, "dh 4321 x", UnknownState::Open));
        assert_eq!(known.last_seen_at.since(known.first_seen_at), 300_000_000);
        let listed = look(db, |tx| {
            list_unknowns(tx, TENANT, UnknownState::Open, (None, base::PageSize::default()))
        });
        assert_eq!(listed.items, [known]);
        assert_eq!(look(db, |tx| count_open_unknowns(tx, TENANT)), 1);
    }

    fn a_linked_spelling_is_known_from_then_on(database) {
        let db = &database.db;
        let vehicle = add(db, car().plate("DH 1234 A"));
        let id = note(db, "DH 1243 A", 0);
        let suggested = look(db, |tx| suggest_vehicles(tx, TENANT, "DH 1243 A"));
        assert_eq!(suggested, [Suggestion { vehicle, plate: "DH 1234 A".to_owned(), distance: 1 }]);
        assert_eq!(matched(db, "DH 1243 A"), PlateMatch::Unknown);
        assert_eq!(resolve(db, id, Resolution::Link(vehicle)), Ok(Some(vehicle)));
        assert_eq!(matched(db, "DH 1243 A"), PlateMatch::One(vehicle));
        assert_eq!(resolve(db, id, Resolution::Link(vehicle)), Err(FleetRefusal::AlreadyResolved));
    }

    fn a_plate_that_is_not_ours_stays_with_its_reason(database) {
        let db = &database.db;
        let id = note(db, "B 1 XYZ", 0);
        let nameless = Resolution::NotOurs(String::new());
        assert_eq!(resolve(db, id, nameless), Err(FleetRefusal::ReasonMissing));
        let ours = Resolution::NotOurs("kendaraan pribadi".to_owned());
        assert_eq!(resolve(db, id, ours), Ok(None));
        assert_eq!(matched(db, "B1XYZ"), PlateMatch::NotOurs);
        assert_eq!(look(db, |tx| count_open_unknowns(tx, TENANT)), 0);
    }

    fn an_unknown_plate_becomes_a_vehicle(database) {
        let db = &database.db;
        add(db, car());
        let id = note(db, "DH 55 K", 0);
        let new = Box::new(car().plate("DH 55 K").build());
        let added = resolve(db, id, Resolution::Add(new)).unwrap().unwrap();
        assert_eq!(vehicle(db, added).plate.as_deref(), Some("DH 55 K"));
        assert_eq!(matched(db, "DH 55 K"), PlateMatch::One(added));
    }

    fn a_plate_of_two_vehicles_is_no_answer(database) {
        let db = &database.db;
        let one = add(db, car().plate("DH 1 A"));
        let id = note(db, "DH 1 AA", 0);
        let new = Box::new(car().plate("DH 1 A").build());
        let two = resolve(db, id, Resolution::Add(new)).unwrap().unwrap();
        let PlateMatch::Several(mut found) = matched(db, "DH 1 A") else { panic!("one answer") };
        found.sort_unstable();
        let mut expected = vec![one, two];
        expected.sort_unstable();
        assert_eq!(found, expected);
    }
}
