use authz::{Actor, Denied, Grant, Role, Scope};
use base::{ActorId, PageSize, StationId, Uuid};
use stations::testkit::{add_standards, add_station, admin, details, run};
use stations::{
    NewProduct, ProductRefusal, StationChange, StationFilter, StationRefusal, StockRefusal,
    StockReport, add_product, add_standard_products, change_station, list_open_stock_outs,
    list_stations_page, lookup_product, lookup_station, report_stock_back, report_stock_out,
};
use testkit::{TENANT, morning};

use crate::{read, refusal, steps};

fn attendant(station: StationId) -> Actor {
    let grants = vec![Grant::new(Role::Attendant, Scope::Station(station))];
    Actor::person(TENANT, ActorId::new(Uuid::from_u128(77)), grants)
}

testkit::both_databases! {
    steps: steps();

    fn one_number_is_one_station(test) {
        let db = &test.db;
        add_standards(db, morning());
        add_station(db, morning(), "54.851.02");
        let again = details("54-85102");
        let outcome = run(db, morning(), move |tx, stamp| stations::add_station(tx, stamp, &admin(), &again));
        assert_eq!(refusal(outcome), StationRefusal::NumberTaken { name: "SPBU 54.851.02".to_owned() });
    }

    fn a_change_needs_the_revision_that_was_seen(test) {
        let db = &test.db;
        add_standards(db, morning());
        let station = add_station(db, morning(), "54.851.02");
        let change = || {
            let mut details = details("54.851.02");
            details.products = vec!["dexlite".to_owned(), "pertamax".to_owned()];
            let change = StationChange { station, revision: 0, details };
            run(db, morning(), move |tx, stamp| change_station(tx, stamp, &admin(), &change))
        };
        change().unwrap();
        let found = read(db, move |tx| lookup_station(tx, TENANT, station)).unwrap();
        assert_eq!(found.products, ["pertamax", "dexlite"]);
        assert_eq!(refusal(change()), StationRefusal::ChangedMeanwhile);
    }

    fn stations_are_paged_by_name_and_found_by_number(test) {
        let db = &test.db;
        add_standards(db, morning());
        for number in ["54.851.03", "54.851.01", "54.851.02"] {
            add_station(db, morning(), number);
        }
        let page = |filter: StationFilter, after: Option<String>| {
            let size = PageSize::clamped(2);
            read(db, move |tx| {
                let after = after.map(|text| base::Cursor::decode(&text).unwrap());
                list_stations_page(tx, TENANT, &filter, after.as_ref(), size)
            })
        };
        let first = page(StationFilter::default(), None);
        let second = page(StationFilter::default(), first.next.clone());
        let numbers: Vec<_> = first.items.iter().chain(&second.items).map(|s| s.number.to_string()).collect();
        assert_eq!(numbers, ["54.851.01", "54.851.02", "54.851.03"]);
        assert_eq!(first.items[0].products.len(), 7);
        let found = page(StationFilter { search: "54-85103".to_owned(), ..Default::default() }, None);
        assert_eq!(found.items.len(), 1);
        let none = page(StationFilter { search: "100%".to_owned(), ..Default::default() }, None);
        assert!(none.items.is_empty());
        let only = page(StationFilter { only: Some(vec![first.items[1].id]), ..Default::default() }, None);
        assert_eq!(only.items.len(), 1);
    }

    fn what_has_run_out_is_reported_once_and_comes_back(test) {
        let db = &test.db;
        add_standards(db, morning());
        let station = add_station(db, morning(), "54.851.02");
        let report = StockReport { station, product: "pertamax".to_owned() };
        let (out, back) = (report.clone(), report);
        let report_out = || {
            let out = out.clone();
            run(db, morning(), move |tx, stamp| report_stock_out(tx, stamp, &attendant(station), &out))
        };
        report_out().unwrap();
        assert_eq!(refusal(report_out()), StockRefusal::AlreadyOut);
        assert_eq!(read(db, |tx| list_open_stock_outs(tx, TENANT)).len(), 1);
        let report_back = || {
            let back = back.clone();
            run(db, morning().plus_seconds(60), move |tx, stamp| {
                report_stock_back(tx, stamp, &attendant(station), &back)
            })
        };
        report_back().unwrap();
        assert_eq!(refusal(report_back()), StockRefusal::NotOut);
        assert!(read(db, |tx| list_open_stock_outs(tx, TENANT)).is_empty());
        report_out().unwrap();
    }

    fn an_attendant_reports_for_his_own_station_only(test) {
        let db = &test.db;
        add_standards(db, morning());
        let (own, other) = (add_station(db, morning(), "54.851.01"), add_station(db, morning(), "54.851.02"));
        let report = StockReport { station: other, product: "pertamax".to_owned() };
        let outcome = run(db, morning(), move |tx, stamp| report_stock_out(tx, stamp, &attendant(own), &report));
        assert_eq!(refusal(outcome), StockRefusal::Denied(Denied::Hidden));
    }

    fn standard_products_do_not_touch_what_the_city_changed(test) {
        let db = &test.db;
        add_standards(db, morning());
        let pertamax = read(db, |tx| lookup_product(tx, TENANT, "pertamax")).unwrap();
        let mut details = pertamax.details.clone();
        details.name = String::from("Pertamax 92");
        let change = stations::ProductChange { code: "pertamax".to_owned(), revision: 0, details };
        run(db, morning(), move |tx, stamp| stations::change_product(tx, stamp, &admin(), &change)).unwrap();
        let added = run(db, morning(), |tx, stamp| add_standard_products(tx, stamp, &admin())).unwrap();
        assert_eq!(added, 0);
        assert_eq!(read(db, |tx| lookup_product(tx, TENANT, "pertamax")).unwrap().name, "Pertamax 92");
    }

    fn a_substitute_takes_the_same_engine(test) {
        let db = &test.db;
        add_standards(db, morning());
        let pertamax = read(db, |tx| lookup_product(tx, TENANT, "pertamax")).unwrap();
        let mut details = pertamax.details.clone();
        details.substitutes = vec!["dexlite".to_owned()];
        let new = NewProduct { code: "super_92".to_owned(), details };
        let outcome = run(db, morning(), move |tx, stamp| add_product(tx, stamp, &admin(), &new));
        assert_eq!(refusal(outcome), ProductRefusal::SubstituteUnfit("dexlite".to_owned()));
    }
}
