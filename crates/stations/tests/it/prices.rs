use base::{PageSize, Rupiah, UtcMicros};
use stations::testkit::{add_price, add_standards, add_station, admin, notice, run};
use stations::{
    NoticeWithdrawal, PriceFilter, PricePlace, PriceRefusal, accepted_prices, add_price_notice,
    list_price_notices, lookup_price, withdraw_price_notice,
};
use testkit::{TENANT, morning};

use crate::{read, refusal, steps};

fn instant(text: &str) -> UtcMicros {
    text.parse().unwrap()
}

/// The prices of 3 September 2022: 14:30 WIB, which is 15:30 in Kupang.
fn september() -> UtcMicros {
    instant("2022-09-03T14:30:00+07:00")
}

fn price_at(db: &db::Db, at: UtcMicros) -> Option<i64> {
    let price = read(db, move |tx| {
        lookup_price(tx, TENANT, "pertalite", None, at)
    });
    price.map(Rupiah::get)
}

testkit::both_databases! {
    steps: steps();

    fn the_price_changes_at_the_exact_instant_of_the_notice(test) {
        let db = &test.db;
        add_standards(db, morning());
        add_price(db, "pertalite", 7_650, instant("2022-04-01T00:00:00+08:00"));
        add_price(db, "pertalite", 10_000, september());
        let in_kupang = instant("2022-09-03T15:30:00+08:00");
        assert_eq!(september(), in_kupang);
        assert_eq!(price_at(db, instant("2022-03-31T23:59:59+08:00")), None);
        assert_eq!(price_at(db, UtcMicros::new(in_kupang.get() - 1)), Some(7_650));
        assert_eq!(price_at(db, in_kupang), Some(10_000));
    }

    fn either_price_is_accepted_around_a_change(test) {
        let db = &test.db;
        add_standards(db, morning());
        add_price(db, "pertalite", 7_650, instant("2022-04-01T00:00:00+08:00"));
        add_price(db, "pertalite", 10_000, september());
        let accepted = |seconds| {
            let at = september().plus_seconds(seconds);
            let prices = read(db, move |tx| accepted_prices(tx, TENANT, "pertalite", None, at));
            prices.into_iter().map(Rupiah::get).collect::<Vec<_>>()
        };
        assert_eq!(accepted(-3_601), [7_650]);
        assert_eq!(accepted(-60), [7_650, 10_000]);
        assert_eq!(accepted(3_599), [10_000, 7_650]);
        assert_eq!(accepted(3_600), [10_000]);
    }

    fn a_station_price_holds_within_its_own_validity_only(test) {
        let db = &test.db;
        add_standards(db, morning());
        let station = add_station(db, morning(), "54.851.02");
        let start = morning().plus_seconds(-100_000);
        add_price(db, "pertamax", 13_650, start);
        let mut own = notice("pertamax", 13_900, morning());
        own.place = PricePlace::Station(station);
        own.valid_until_at = Some(morning().plus_seconds(60));
        run(db, morning(), move |tx, stamp| add_price_notice(tx, stamp, &admin(), &own)).unwrap();
        let price = |seconds: i64| {
            let at = morning().plus_seconds(seconds);
            read(db, move |tx| lookup_price(tx, TENANT, "pertamax", Some(station), at)).unwrap().get()
        };
        assert_eq!(price(-1), 13_650);
        assert_eq!(price(0), 13_900);
        assert_eq!(price(60), 13_650);
        let accepted = read(db, move |tx| accepted_prices(tx, TENANT, "pertamax", Some(station), morning()));
        assert_eq!(accepted, [Rupiah::new(13_900), Rupiah::new(13_650)]);
    }

    fn a_late_notice_is_taken_and_marked(test) {
        let db = &test.db;
        add_standards(db, morning());
        let late = notice("pertamax", 13_650, morning().plus_seconds(-1));
        let in_time = notice("dexlite", 15_550, morning());
        for notice in [late, in_time] {
            run(db, morning(), move |tx, stamp| add_price_notice(tx, stamp, &admin(), &notice)).unwrap();
        }
        let notices = read(db, |tx| {
            list_price_notices(tx, TENANT, &PriceFilter::default(), None, PageSize::default())
        });
        let marks: Vec<_> = notices.items.iter().map(|notice| (notice.product.as_str(), notice.is_late)).collect();
        assert_eq!(marks, [("dexlite", false), ("pertamax", true)]);
    }

    fn the_same_instant_is_taken_unless_the_notice_replaces(test) {
        let db = &test.db;
        add_standards(db, morning());
        add_price(db, "pertalite", 10_000, morning());
        let add = |price, replaces| {
            let mut notice = notice("pertalite", price, morning());
            notice.replaces = replaces;
            run(db, morning().plus_seconds(5), move |tx, stamp| add_price_notice(tx, stamp, &admin(), &notice))
        };
        assert_eq!(refusal(add(10_000, true)), PriceRefusal::AlreadyKnown);
        let taken = PriceRefusal::InstantTaken { price: Some(Rupiah::new(10_000)) };
        assert_eq!(refusal(add(10_100, false)), taken);
        add(10_100, true).unwrap();
        assert_eq!(price_at(db, morning()), Some(10_100));
    }

    fn a_withdrawn_notice_gives_way_to_the_one_before(test) {
        let db = &test.db;
        add_standards(db, morning());
        add_price(db, "pertalite", 7_650, september());
        let wrong = add_price(db, "pertalite", 100_000, morning());
        let input = NoticeWithdrawal { notice: wrong, reason: "salah ketik".to_owned() };
        let withdraw = || {
            let input = input.clone();
            run(db, morning(), move |tx, stamp| withdraw_price_notice(tx, stamp, &admin(), &input))
        };
        withdraw().unwrap();
        assert_eq!(price_at(db, morning()), Some(7_650));
        assert_eq!(refusal(withdraw()), PriceRefusal::NotFound);
    }

    fn wrong_notices_are_refused_by_name(test) {
        let db = &test.db;
        add_standards(db, morning());
        let try_notice = |change: fn(&mut stations::NewPriceNotice)| {
            let mut notice = notice("pertalite", 10_000, morning());
            change(&mut notice);
            refusal(run(db, morning(), move |tx, stamp| add_price_notice(tx, stamp, &admin(), &notice)))
        };
        assert_eq!(try_notice(|n| n.price = None), PriceRefusal::PriceInvalid);
        assert_eq!(try_notice(|n| n.price = Some(Rupiah::ZERO)), PriceRefusal::PriceInvalid);
        assert_eq!(try_notice(|n| n.product = String::from("avtur")), PriceRefusal::ProductUnknown);
        assert_eq!(try_notice(|n| n.place = PricePlace::Province("NTT".to_owned())), PriceRefusal::ProvinceInvalid);
        assert_eq!(try_notice(|n| n.valid_until_at = Some(UtcMicros::MAX)), PriceRefusal::PeriodInvalid);
    }
}
