use ::testkit::both_databases;
use authz::{Action, Denied};
use base::{AgencyId, Millilitres, PageSize};
use fleet::*;

use super::*;

fn found(db: &Db, actor: &Actor, filter: VehicleFilter) -> Vec<VehicleId> {
    let reach = actor.reach(Action::FleetVehicleView);
    let page = look(db, move |tx| {
        list_vehicles(
            tx,
            (TENANT, today()),
            &reach,
            &filter,
            (None, PageSize::default()),
        )
    });
    page.items.into_iter().map(|vehicle| vehicle.id).collect()
}

fn words(words: &str) -> VehicleFilter {
    VehicleFilter {
        words: words.to_owned(),
        ..VehicleFilter::default()
    }
}

fn declare(db: &Db, new: NewStatus) -> Result<base::Uuid, FleetRefusal> {
    act(db, morning(), move |tx, stamp| {
        declare_status(tx, stamp, &keeper_of_all(), &new)
    })
}

both_databases! {
    steps: steps();

    fn chassis_and_engine_number_are_the_key(database) {
        let db = &database.db;
        let first = add(db, car().numbers("MHF-M1BA 001", "K3.12345"));
        let again = car().numbers("mhfm1ba001", "K3 12345").build();
        let refused = act(db, morning(), move |tx, stamp| add_vehicle(tx, stamp, &keeper_of_all(), &again));
        assert_eq!(refused, Err(FleetRefusal::SameNumbers { vehicle: first }));
        // One of the two alone may repeat: a typed error, shown as a possible duplicate.
        let twin = add(db, car().numbers("MHF M1BA 001", "another 9"));
        let known = vehicle(db, twin);
        let twins = look(db, move |tx| list_twins(tx, TENANT, &known));
        assert_eq!(twins, [Twin { vehicle: first, likeness: Likeness::Chassis }]);
    }

    fn the_steps_of_beginning_are_counted(database) {
        let db = &database.db;
        add(db, car().plate("DH 1 A"));
        let steps = || needed_steps().into_iter().chain(later_steps());
        let now = morning();
        let said = look(db, move |tx| {
            steps().map(|step| Ok(step.state(tx, TENANT, now, web::Locale::En)?.now)).collect::<Result<Vec<_>, _>>()
        });
        assert!(said[0].contains('1'), "{said:?}");
    }

    fn a_vehicle_without_numbers_is_incomplete_and_usable(database) {
        let db = &database.db;
        let (one, two) = (add(db, car().plate("DH 1 A")), add(db, car().numbers("-", "0000")));
        assert!(vehicle(db, one).is_incomplete() && vehicle(db, two).is_incomplete());
        assert!(vehicle(db, one).takes("pertamax"));
        let whole = add(db, car().numbers("MHFM1BA001", "K312345"));
        assert!(!vehicle(db, whole).is_incomplete());
        let incomplete = VehicleFilter { incomplete: true, ..VehicleFilter::default() };
        assert_eq!(found(db, &keeper_of_all(), incomplete), [one, two]);
    }

    fn an_edit_wants_the_revision_it_was_made_from(database) {
        let db = &database.db;
        let id = add(db, car().plate("DH 1234 A"));
        let known = vehicle(db, id);
        let edited = VehicleDetails { tank_ml: Some(Millilitres::new(40_000)), ..known.details() };
        let edit = move |revision| {
            let edited = edited.clone();
            act(db, morning(), move |tx, stamp| {
                edit_vehicle(tx, stamp, &keeper_of_all(), (id, revision), &edited)
            })
        };
        assert_eq!(edit(known.revision), Ok(()));
        assert_eq!(edit(known.revision), Err(FleetRefusal::Changed));
        let now = vehicle(db, id);
        assert_eq!(now.tank_ml, Some(Millilitres::new(40_000)));
        assert_eq!(now.plate.as_deref(), Some("DH 1234 A"));
    }

    fn an_officer_reaches_only_his_agency(database) {
        let db = &database.db;
        let other = AgencyId::new(base::Uuid::from_u128(9));
        let (own, foreign) = (add(db, car()), add(db, fleet::testkit::car(other)));
        let officer = officer(AGENCY);
        assert_eq!(found(db, &officer, VehicleFilter::default()), [own]);
        let moved = VehicleDetails { agency: other, ..vehicle(db, own).details() };
        for (id, details) in [(foreign, vehicle(db, foreign).details()), (own, moved)] {
            let officer = officer.clone();
            let refused = act(db, morning(), move |tx, stamp| {
                edit_vehicle(tx, stamp, &officer, (id, 0), &details)
            });
            assert_eq!(refused, Err(FleetRefusal::Denied(Denied::Hidden)));
        }
    }

    fn a_driver_sees_the_vehicles_he_drives_today(database) {
        let db = &database.db;
        let mine = add(db, car().driver(person(5)));
        add(db, car());
        let driver = Actor::person(TENANT, person(5), vec![Grant::new(Role::Driver, Scope::Own)]);
        assert_eq!(found(db, &driver, VehicleFilter::default()), [mine]);
        let stranger = Actor::person(TENANT, person(6), vec![Grant::new(Role::Driver, Scope::Own)]);
        assert_eq!(found(db, &stranger, VehicleFilter::default()), []);
    }

    fn drivers_are_listed_by_day_holders_first(database) {
        let db = &database.db;
        let id = add(db, car().driver(person(1)));
        let assign = move |person, duty, from: &str, until: Option<&str>| {
            let (from_on, until_on) = (day(from), until.map(day));
            let new = NewAssignment { vehicle: id, person, duty, from_on, until_on, decree_number: Some("SK 12/2026".to_owned()) };
            act(db, morning(), move |tx, stamp| assign_person(tx, stamp, &keeper_of_all(), &new))
        };
        assign(person(2), Duty::Holder, "2026-02-01", Some("2026-06-30")).unwrap();
        let second = assign(person(3), Duty::Holder, "2026-07-01", None).unwrap();
        let twice = assign(person(3), Duty::Holder, "2026-08-01", None);
        assert_eq!(twice, Err(FleetRefusal::AlreadyAssigned));
        let on = move |text: &str| {
            let on = day(text);
            look(db, move |tx| list_drivers_on(tx, TENANT, id, on))
        };
        assert_eq!(on("2026-01-15"), [person(1)]);
        assert_eq!(on("2026-06-30"), [person(2), person(1)]);
        assert_eq!(on("2026-07-01"), [person(3), person(1)]);
        act(db, morning(), move |tx, stamp| {
            end_assignment(tx, stamp, &keeper_of_all(), (second, 0), day("2026-10-31"))
        })
        .unwrap();
        assert_eq!(on("2026-11-01"), [person(1)]);
        assert_eq!(look(db, move |tx| list_vehicles_of(tx, TENANT, person(3), day("2026-10-01"))), [id]);
    }

    fn a_vehicle_in_the_workshop_gets_no_quota_until_it_is_back(database) {
        let db = &database.db;
        let id = add(db, car());
        let workshop = NewStatus {
            vehicle: id,
            state: VehicleState::Workshop,
            from_on: day("2026-11-23"),
            until_on: Some(day("2026-11-25")),
            reason: "ganti kopling".to_owned(),
            reference: Some("SPK 7".to_owned()),
        };
        declare(db, workshop.clone()).unwrap();
        let nameless = NewStatus { reason: " ".to_owned(), ..workshop };
        assert_eq!(declare(db, nameless), Err(FleetRefusal::ReasonMissing));
        assert_eq!(vehicle(db, id).state, VehicleState::Workshop);
        let in_workshop = VehicleFilter { state: Some(VehicleState::Workshop), ..VehicleFilter::default() };
        let active = VehicleFilter { state: Some(VehicleState::Active), ..VehicleFilter::default() };
        assert_eq!(found(db, &keeper_of_all(), in_workshop), [id]);
        assert_eq!(found(db, &keeper_of_all(), active), []);
        let days = look(db, move |tx| unavailable_days(tx, TENANT, id, day("2026-11-01"), day("2026-11-30")));
        assert_eq!(days, [day("2026-11-23"), day("2026-11-24"), day("2026-11-25")]);
        let later = look(db, move |tx| lookup_vehicle(tx, TENANT, id, day("2026-11-26"))).unwrap();
        assert_eq!(later.state, VehicleState::Active);
    }

    fn letters_hold_between_their_days_and_until_withdrawn(database) {
        let db = &database.db;
        let id = add(db, fleet::testkit::mower(AGENCY));
        let new = NewLetter {
            vehicle: id,
            kind: LetterKind::Recommendation,
            number: "500/12/DLHK/2026".to_owned(),
            issuer: "Dinas ESDM".to_owned(),
            product: "pertalite".to_owned(),
            from_on: day("2026-11-01"),
            until_on: day("2026-11-30"),
            volume_max: Some(Millilitres::new(200_000)),
        };
        let letter = act(db, morning(), move |tx, stamp| record_letter(tx, stamp, &keeper_of_all(), &new)).unwrap();
        let on = move |text: &str| {
            let on = day(text);
            look(db, move |tx| letters_on(tx, TENANT, id, on)).len()
        };
        assert_eq!((on("2026-10-31"), on("2026-11-01"), on("2026-11-30"), on("2026-12-01")), (0, 1, 1, 0));
        act(db, morning(), move |tx, stamp| withdraw_letter(tx, stamp, &keeper_of_all(), (letter, "salah ketik"))).unwrap();
        assert_eq!(on("2026-11-30"), 0);
        assert_eq!(look(db, move |tx| list_letters(tx, TENANT, id)).len(), 1);
    }

    fn the_list_is_searched_by_words_and_paged_by_plate(database) {
        let db = &database.db;
        let ten = add(db, car().plate("DH 10 A").numbers("MHFM1BA001", "K312345"));
        let nine = add(db, car().plate("DH 9 A"));
        let mower = add(db, fleet::testkit::mower(AGENCY));
        let keeper = keeper_of_all();
        assert_eq!(found(db, &keeper, VehicleFilter::default()), [nine, ten, mower]);
        assert_eq!(found(db, &keeper, words("dh 9 a")), [nine]);
        assert_eq!(found(db, &keeper, words("mhfm1")), [ten]);
        assert_eq!(found(db, &keeper, words("avanza toy")), [nine, ten]);
        assert_eq!(found(db, &keeper, words("honda")), [mower]);
        assert_eq!(found(db, &keeper, words("yamaha")), []);
        let reach = keeper.reach(Action::FleetVehicleView);
        let pages = look(db, move |tx| {
            let size = PageSize::clamped(2);
            let filter = VehicleFilter::default();
            let first = list_vehicles(tx, (TENANT, today()), &reach, &filter, (None, size))?;
            let cursor = base::Cursor::decode(first.next.as_deref().unwrap()).unwrap();
            let second = list_vehicles(tx, (TENANT, today()), &reach, &filter, (Some(&cursor), size))?;
            Ok((first.items.len(), second.items, second.next))
        });
        assert_eq!((pages.0, pages.1[0].id, pages.2), (2, mower, None));
    }

    fn merged_vehicles_keep_both_histories(database) {
        let db = &database.db;
        let kept = add(db, car().plate("DH 1234 A").numbers("MHFM1BA001", "K312345"));
        let dropped = add(db, car().plate("DH 77 B").numbers("MHFM1BA001", "K399999"));
        let merge = move |kept, dropped| {
            let merge = Merge { kept, dropped, reason: "satu kendaraan, dilihat di lapangan".to_owned() };
            act(db, morning(), move |tx, stamp| merge_vehicles(tx, stamp, &keeper_of_all(), &merge))
        };
        assert_eq!(merge(kept, kept), Err(FleetRefusal::SameVehicle));
        assert_eq!(merge(kept, dropped), Ok(()));
        assert_eq!(merge(kept, dropped), Err(FleetRefusal::Merged { kept }));
        assert_eq!(found(db, &keeper_of_all(), VehicleFilter::default()), [kept]);
        assert_eq!(vehicle(db, dropped).merged_into, Some(kept));
        assert_eq!(look(db, move |tx| list_merged(tx, TENANT, kept)), [kept, dropped]);
        let matched = look(db, |tx| match_plate(tx, TENANT, "dh77b", today()));
        assert_eq!(matched, PlateMatch::One(kept));
        let known = vehicle(db, kept);
        assert_eq!(look(db, move |tx| list_twins(tx, TENANT, &known)), []);
    }

    fn the_standard_classes_come_once(database) {
        let db = &database.db;
        let add = || act(db, morning(), |tx, stamp| add_standard_classes(tx, stamp, &keeper_of_all()));
        let count = u32::try_from(standard_classes().len()).unwrap();
        assert_eq!((add(), add()), (Ok(count), Ok(0)));
        let listed = look(db, |tx| list_classes(tx, TENANT));
        assert_eq!(listed, standard_classes());
    }
}
