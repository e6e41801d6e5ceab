use std::sync::Arc;

use authz::{Role, Scope};
use base::{CivilDate, PersonId, PostId, Uuid};
use db::ActionError;
use identity::testkit::{City, TestPerson};
use identity::{PersonTrace, PersonTraces};
use register::{
    AgencyHeads, AgencyRefusal, CalendarDayInput, Capacity, DayKind, HolderClash, HolderInput,
    HolderRefusal, PlaceInput, PlaceLevel, PostInput, PostKind, Settings, SettingsRefusal,
    UnitInput, UnitRefusal, WorkPattern, appoint_holder, create_agency, create_place, create_post,
    create_unit, end_holder, list_agencies, list_holders, list_posts_for, load_settings,
    lookup_agency, lookup_holder_on, set_calendar_day, update_agency, update_settings,
    working_days,
};
use testkit::TENANT;

use crate::support::{STEPS, act, actor, add_agency, admin, agency_input, count, read};

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn person(number: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(number))
}

fn holder(post: PostId, number: u128, capacity: Capacity, from: &str) -> HolderInput {
    HolderInput {
        post,
        person: person(number),
        capacity,
        from_on: day(from),
        until_on: None,
        decree_number: Some("821/1".to_owned()),
        decree_on: None,
    }
}

testkit::both_databases! {
    steps: STEPS;

    fn posts_are_found_by_what_they_are_for(db) {
        let agency = add_agency(&db.db, "1.03", "Dinas PUPR");
        let other = add_agency(&db.db, "1.04", "Dinas Perhubungan");
        let add = |agency, name: &str, kind, is_active| {
            let input = PostInput { agency, unit: None, name: name.to_owned(), kind, is_active };
            act(&db.db, move |tx, stamp| create_post(tx, stamp, &admin(), &input)).unwrap()
        };
        add(agency, "PPTK Jalan", PostKind::ActivityOfficer, true);
        add(agency, "PPTK Air", PostKind::ActivityOfficer, true);
        add(agency, "PPTK lama", PostKind::ActivityOfficer, false);
        add(agency, "Kepala Dinas", PostKind::AgencyHead, true);
        add(other, "PPTK Terminal", PostKind::ActivityOfficer, true);
        let found = read(&db.db, move |tx| list_posts_for(tx, TENANT, agency, PostKind::ActivityOfficer));
        let names: Vec<&str> = found.iter().map(|post| post.name.as_str()).collect();
        assert_eq!(names, ["PPTK Air", "PPTK Jalan"]);
    }

    fn an_agency_is_added_changed_and_journaled(db) {
        let id = add_agency(&db.db, "1.03", "Dinas PUPR");
        let agency = read(&db.db, move |tx| lookup_agency(tx, TENANT, id)).unwrap();
        let mut input = register::AgencyInput::of(&agency);
        input.head_name = Some("Maria Contoh".to_owned());
        let before = agency.clone();
        let changed = input.clone();
        act(&db.db, move |tx, stamp| update_agency(tx, stamp, &admin(), &before, (&changed, &[1; 16]))).unwrap();
        let after = read(&db.db, move |tx| lookup_agency(tx, TENANT, id)).unwrap();
        assert_eq!(after.head_name.as_deref(), Some("Maria Contoh"));
        assert_eq!(after.revision, agency.revision + 1);
        // Whoever still sees the old one is told so.
        let late = act(&db.db, move |tx, stamp| update_agency(tx, stamp, &admin(), &agency, (&input, &[1; 16])));
        assert!(matches!(late, Err(ActionError::Refused(AgencyRefusal::Changed))));
        assert_eq!(count(&db.db, "journal_entry"), 2);
        let bytes: Vec<Vec<u8>> = read(&db.db, |tx| {
            let rows = tx.query("SELECT bytes FROM journal_entry WHERE tenant_id = $1", db::params![TENANT])?;
            rows.iter().map(|row| row.get("bytes")).collect()
        });
        let leaks = bytes.iter().any(|entry| entry.windows(5).any(|window| window == b"Maria"));
        assert!(!leaks, "a person's name stands in the journal");
    }

    fn a_code_is_given_once_and_rights_are_asked(db) {
        add_agency(&db.db, "1.03", "Dinas PUPR");
        let again = act(&db.db, |tx, stamp| {
            create_agency(tx, stamp, &admin(), (&agency_input("1.03", "Lain"), &[1; 16]))
        });
        assert!(matches!(again, Err(ActionError::Refused(AgencyRefusal::CodeTaken { .. }))));
        let officer = act(&db.db, |tx, stamp| {
            let actor = actor(Role::FuelOfficer, Scope::Tenant);
            create_agency(tx, stamp, &actor, (&agency_input("1.04", "Lain"), &[1; 16]))
        });
        assert!(matches!(officer, Err(ActionError::Refused(AgencyRefusal::Denied(_)))));
        assert_eq!(read(&db.db, |tx| list_agencies(tx, TENANT)).len(), 1);
    }

    fn a_unit_lies_in_an_agency_and_a_known_place(db) {
        let agency = add_agency(&db.db, "7.01", "Kecamatan Alak");
        let input = UnitInput {
            agency,
            name: "Kelurahan Namosain".to_owned(),
            work_pattern: WorkPattern::SixDay,
            place_code: Some("53.71.01.1001".to_owned()),
            is_active: true,
        };
        let wanted = input.clone();
        let unknown = act(&db.db, move |tx, stamp| create_unit(tx, stamp, &admin(), &wanted));
        assert!(matches!(unknown, Err(ActionError::Refused(UnitRefusal::PlaceUnknown { .. }))));
        let place = PlaceInput {
            code: "53.71.01.1001".to_owned(),
            name: "Namosain".to_owned(),
            postal_code: None,
            is_active: true,
        };
        act(&db.db, move |tx, stamp| create_place(tx, stamp, &admin(), &place)).unwrap();
        let wanted = input.clone();
        let id = act(&db.db, move |tx, stamp| create_unit(tx, stamp, &admin(), &wanted)).unwrap();
        let unit = read(&db.db, move |tx| register::lookup_unit(tx, TENANT, id)).unwrap();
        assert_eq!(unit.work_pattern, WorkPattern::SixDay);
        let again = act(&db.db, move |tx, stamp| create_unit(tx, stamp, &admin(), &input));
        assert!(matches!(again, Err(ActionError::Refused(UnitRefusal::NameTaken { .. }))));
        assert_eq!(read(&db.db, |tx| register::list_places(tx, TENANT, PlaceLevel::Kelurahan)).len(), 1);
    }

    fn holders_follow_each_other_and_deputies_act_first(db) {
        let agency = add_agency(&db.db, "1.03", "Dinas PUPR");
        let input = PostInput { agency, unit: None, name: "Kepala Dinas".to_owned(), kind: PostKind::AgencyHead, is_active: true };
        let post = act(&db.db, move |tx, stamp| create_post(tx, stamp, &admin(), &input)).unwrap();
        let appoint = |input: HolderInput| act(&db.db, move |tx, stamp| appoint_holder(tx, stamp, &admin(), &input));
        appoint(holder(post, 1, Capacity::Definitive, "2022-01-01")).unwrap();
        let second = appoint(holder(post, 2, Capacity::Definitive, "2023-01-01"));
        assert!(matches!(
            second,
            Err(ActionError::Refused(HolderRefusal::Clash(HolderClash::Overlaps { .. })))
        ));
        appoint(holder(post, 3, Capacity::Daily, "2022-06-01")).unwrap();
        let on = |text: &str| {
            let on = day(text);
            read(&db.db, move |tx| lookup_holder_on(tx, TENANT, post, on)).map(|found| found.person)
        };
        assert_eq!(on("2022-05-31"), Some(person(1)));
        assert_eq!(on("2022-06-01"), Some(person(3)));
        let all = read(&db.db, move |tx| list_holders(tx, TENANT, post));
        for before in all {
            act(&db.db, move |tx, stamp| end_holder(tx, stamp, &admin(), &before, day("2022-12-31"))).unwrap();
        }
        assert_eq!(on("2023-01-01"), None);
        appoint(holder(post, 2, Capacity::Definitive, "2023-01-01")).unwrap();
        assert_eq!(on("2023-01-01"), Some(person(2)));
    }

    fn the_calendar_decides_what_a_working_day_is(db) {
        let set = |on: &str, kind, revision: Option<i64>| {
            let input = CalendarDayInput { on: day(on), kind, name: "Hari".to_owned(), source: None };
            act(&db.db, move |tx, stamp| set_calendar_day(tx, stamp, &admin(), &input, revision))
        };
        let days = || {
            read(&db.db, |tx| {
                working_days(tx, TENANT, WorkPattern::FiveDay, day("2026-08-01"), day("2026-08-31"))
            })
        };
        assert_eq!(days().len(), 21);
        let id = set("2026-08-17", DayKind::Holiday, None).unwrap();
        assert_eq!(days().len(), 20);
        assert!(!days().contains(&day("2026-08-17")));
        // The same day keeps its entry; taking it back leaves it there as an ordinary day.
        assert_eq!(set("2026-08-17", DayKind::Ordinary, Some(0)).unwrap(), id);
        assert_eq!(days().len(), 21);
        assert!(set("2026-08-17", DayKind::Holiday, Some(0)).is_err());
    }

    fn settings_begin_with_defaults_and_are_changed_once(db) {
        let defaults = read(&db.db, |tx| load_settings(tx, TENANT));
        assert_eq!(defaults, Settings::default());
        let mut wanted = defaults;
        "Kota Kupang".clone_into(&mut wanted.city_name);
        wanted.year_end_cutoff = "12-18".parse().unwrap();
        let first = wanted.clone();
        act(&db.db, move |tx, stamp| update_settings(tx, stamp, &admin(), &first)).unwrap();
        let stored = read(&db.db, |tx| load_settings(tx, TENANT));
        assert_eq!((stored.city_name.as_str(), stored.revision), ("Kota Kupang", 0));
        assert_eq!(stored.cutoff_in(2026), day("2026-12-18"));
        let again = act(&db.db, move |tx, stamp| update_settings(tx, stamp, &admin(), &wanted));
        assert!(matches!(again, Err(ActionError::Refused(SettingsRefusal::Changed))));
        let bad = Settings { zone: "Asia/Nowhere".to_owned(), ..stored };
        let bad = act(&db.db, move |tx, stamp| update_settings(tx, stamp, &admin(), &bad));
        assert!(matches!(bad, Err(ActionError::Refused(SettingsRefusal::ZoneUnknown { .. }))));
    }

    fn erasing_a_person_reaches_the_letterhead(db) {
        let nip = "197001011995031001";
        let mut input = agency_input("1.03", "Dinas PUPR");
        input.head_name = Some("Drs. Yosef Lado".to_owned());
        input.head_nip = Some(nip.to_owned());
        input.head_title = Some("Kepala Dinas".to_owned());
        let added = act(&db.db, move |tx, stamp| create_agency(tx, stamp, &admin(), (&input, &[1; 16])));
        let agency = added.unwrap();
        let traces = PersonTraces::new([Arc::new(AgencyHeads) as Arc<dyn PersonTrace>]);
        let city = City::of(db).share(traces).open();
        let person = city.add(TestPerson::named("Yosef Lado").nip(nip).without_account());
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let page = format!("/pengguna/{person}");
        admin.post(&format!("{page}/tutup"), &[]).assert_status(303);
        let shown = |db: &db::Db| read(db, move |tx| lookup_agency(tx, TENANT, agency)).unwrap();
        assert_eq!(shown(city.db()).head_nip.as_deref(), Some(nip));
        admin.post(&format!("{page}/hapus"), &[]).assert_status(303);
        let after = shown(city.db());
        assert_eq!((after.head_name, after.head_nip), (None, None));
        assert_eq!(after.head_title.as_deref(), Some("Kepala Dinas"));
        assert_eq!(count(city.db(), "agency_head"), 1);
    }
}
