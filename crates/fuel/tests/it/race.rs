use std::sync::{Arc, Barrier};

use base::Rupiah;
use fuel::IssueRefusal;
use fuel::testkit::{add_car, found_city, set_ceiling, steps};
use identity::testkit::TestPerson;
use testkit::{TENANT, both_databases, morning};

use crate::{assert_journal_agrees, refusal};

both_databases! {
    steps: steps();

    fn of_64_at_once_25_find_room_and_39_are_refused_by_name(database) {
        let db = &database.db;
        let city = found_city(db);
        set_ceiling(db, city.line, Rupiah::new(25 * 136_500));
        // Four cars, so that the budget is the one thing they quarrel about.
        let cars: Vec<_> = (0..5)
            .map(|number| {
                let driver = TestPerson::named("Sopir").without_account().insert(db, TENANT, morning());
                add_car(db, city.agency, &format!("DH 900{number} A"), driver)
            })
            .collect();
        let start = Arc::new(Barrier::new(64));
        let outcomes: Vec<_> = std::thread::scope(|scope| {
            let clerks: Vec<_> = (0..64)
                .map(|clerk| {
                    let (city, start) = (city.clone(), Arc::clone(&start));
                    let vehicle = cars[clerk % cars.len()];
                    scope.spawn(move || {
                        let mut input = city.voucher();
                        input.vehicle = vehicle;
                        start.wait();
                        city.issue(db, &input)
                    })
                })
                .collect();
            clerks.into_iter().map(|clerk| clerk.join().unwrap()).collect()
        });
        let (issued, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
        assert_eq!((issued.len(), refused.len()), (25, 39));
        for outcome in refused {
            let expected = IssueRefusal::BudgetExhausted {
                available: Rupiah::ZERO,
                wanted: Rupiah::new(136_500),
            };
            assert_eq!(refusal(outcome), expected);
        }
        let budget = city.budget(db);
        assert_eq!((budget.pending, budget.available()), (25 * 136_500, 0));
        assert_journal_agrees(db);
    }
}
