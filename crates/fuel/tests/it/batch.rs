use base::Rupiah;
use fuel::testkit::{add_car, found_city, set_ceiling, steps};
use fuel::{IssueRefusal, VoucherFilter, list_vouchers};
use identity::testkit::TestPerson;
use testkit::{TENANT, both_databases, morning};

use crate::assert_journal_agrees;

both_databases! {
    steps: steps();

    fn each_voucher_of_a_batch_stands_or_falls_by_itself(database) {
        let db = &database.db;
        let city = found_city(db);
        set_ceiling(db, city.line, Rupiah::new(2 * 136_500 + 100));
        let mut vouchers = vec![city.voucher(), city.voucher()];
        vouchers[1].product = "avtur".to_owned();
        for number in 0..2 {
            let driver = TestPerson::named("Sopir").without_account().insert(db, TENANT, morning());
            let mut voucher = city.voucher();
            voucher.vehicle = add_car(db, city.agency, &format!("DH 910{number} A"), driver);
            vouchers.push(voucher);
        }
        let outcome = city.issue_batch(db, vouchers);
        let places: Vec<usize> = outcome.issued.iter().map(|(place, _)| *place).collect();
        assert_eq!(places, [0, 2]);
        let exhausted = IssueRefusal::BudgetExhausted {
            available: Rupiah::new(100),
            wanted: Rupiah::new(136_500),
        };
        assert_eq!(outcome.refused, [(1, IssueRefusal::ProductUnknown), (3, exhausted)]);
        assert_eq!(city.budget(db).pending, 2 * 136_500);
        let reach = city.officer.reach(authz::Action::FuelVoucherView);
        let filter = VoucherFilter { batch: Some(outcome.id), ..VoucherFilter::default() };
        let found = db
            .read_blocking(TENANT, db::Access::ReadOwn, move |tx| {
                list_vouchers(tx, (TENANT, "2026-11-24".parse().unwrap()), &reach, &filter, (None, base::PageSize::default()))
            })
            .unwrap();
        assert_eq!(found.items.len(), 2);
        assert_journal_agrees(db);
    }
}
