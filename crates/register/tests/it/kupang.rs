//! The real boundaries of Kota Kupang; skipped where the data is not at hand.

use std::path::PathBuf;

use register::{PlaceLevel, Placement, Point, RunState, list_places, lookup_place_at};
use testkit::TENANT;

use crate::support::{STEPS, count, counts, desk, import, read};

/// A file of the evaluation data, whose folder `SIHEBAT_TEST_DATA` names.
fn data(name: &str) -> Option<Vec<u8>> {
    let folder = PathBuf::from(std::env::var_os("SIHEBAT_TEST_DATA")?);
    std::fs::read(folder.join("kupang").join(name)).ok()
}

testkit::both_databases! {
    steps: STEPS;

    fn the_51_kelurahan_of_kupang_are_imported_and_found(db) {
        let (Some(boundaries), Some(places)) = (data("kupang_kel.geojson"), data("kupang_wilayah.csv")) else {
            return;
        };
        let desk = desk(&db.db);
        let run = import(&desk, "boundaries", "kupang_kel.geojson", &boundaries);
        assert_eq!((run.state, counts(&run)), (RunState::Done, vec![("created", 51), ("ready", 51)]));
        assert_eq!(count(&db.db, "place_boundary"), 51);
        assert_eq!(read(&db.db, |tx| list_places(tx, TENANT, PlaceLevel::Kecamatan)).len(), 6);
        let again = import(&desk, "boundaries", "kupang_kel.geojson", &boundaries);
        assert_eq!(again.tallies.rows("unchanged"), 51);
        let run = import(&desk, "places", "kupang_wilayah.csv", &places);
        assert_eq!(counts(&run), [("ready", 51), ("updated", 51)]);
        // Every centroid of the list lies where the list says.
        let text = String::from_utf8(places).unwrap();
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let point = Point::from_degrees(cells[5].parse().unwrap(), cells[6].parse().unwrap()).unwrap();
            let found = read(&db.db, move |tx| lookup_place_at(tx, TENANT, PlaceLevel::Kelurahan, point));
            let (place, placement) = found.expect(line);
            assert_eq!((place.name.as_str(), placement), (cells[1], Placement::Inside), "{line}");
            assert_eq!(place.postal_code.as_deref(), Some(cells[4]));
        }
        let sea = Point::from_degrees(123.50, -10.00).unwrap();
        assert_eq!(read(&db.db, move |tx| lookup_place_at(tx, TENANT, PlaceLevel::Kelurahan, sea)), None);
    }
}
