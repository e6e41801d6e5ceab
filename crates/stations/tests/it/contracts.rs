use base::{Rupiah, StationId};
use stations::testkit::{add_standards, add_station, admin, run};
use stations::{
    ContractEnding, ContractRefusal, MeansOfPayment, NewContract, add_contract, end_contract,
    list_contracts, lookup_active_contract,
};
use testkit::{TENANT, morning};

use crate::{read, refusal, steps};

fn contract(station: StationId, number: &str, from: &str, until: &str) -> NewContract {
    NewContract {
        station,
        number: number.to_owned(),
        from_on: from.parse().unwrap(),
        until_on: until.parse().unwrap(),
        means: MeansOfPayment::OnAccount,
        deposit: None,
    }
}

testkit::both_databases! {
    steps: steps();

    fn an_overlapping_contract_is_refused(test) {
        let db = &test.db;
        add_standards(db, morning());
        let station = add_station(db, morning(), "54.851.02");
        let add = |contract: NewContract| {
            run(db, morning(), move |tx, stamp| add_contract(tx, stamp, &admin(), &contract))
        };
        add(contract(station, "K-1", "2026-01-01", "2026-06-30")).unwrap();
        let overlap = add(contract(station, "K-2", "2026-06-30", "2026-12-31"));
        assert_eq!(refusal(overlap), ContractRefusal::Overlaps { number: "K-1".to_owned() });
        add(contract(station, "K-2", "2026-07-01", "2026-12-31")).unwrap();
        let on = |day: &str| {
            let on = day.parse().unwrap();
            let found = read(db, move |tx| lookup_active_contract(tx, TENANT, station, on));
            found.map(|contract| contract.number.clone())
        };
        assert_eq!(on("2026-06-30").as_deref(), Some("K-1"));
        assert_eq!(on("2026-07-01").as_deref(), Some("K-2"));
        assert_eq!(on("2027-01-01"), None);
    }

    fn a_contract_ended_early_makes_room(test) {
        let db = &test.db;
        add_standards(db, morning());
        let station = add_station(db, morning(), "54.851.02");
        let first = contract(station, "K-1", "2026-01-01", "2026-12-31");
        let id = run(db, morning(), move |tx, stamp| add_contract(tx, stamp, &admin(), &first)).unwrap();
        let end = |day: &str| {
            let ending = ContractEnding {
                contract: id,
                revision: 0,
                until_on: day.parse().unwrap(),
                reason: "izin SPBU dicabut".to_owned(),
            };
            run(db, morning(), move |tx, stamp| end_contract(tx, stamp, &admin(), &ending))
        };
        assert_eq!(refusal(end("2027-01-01")), ContractRefusal::PeriodInvalid);
        end("2026-03-31").unwrap();
        assert_eq!(refusal(end("2026-03-30")), ContractRefusal::ChangedMeanwhile);
        let second = contract(station, "K-2", "2026-04-01", "2026-12-31");
        run(db, morning(), move |tx, stamp| add_contract(tx, stamp, &admin(), &second)).unwrap();
        assert_eq!(read(db, move |tx| list_contracts(tx, TENANT, station)).len(), 2);
    }

    fn only_a_prepaid_contract_has_a_deposit(test) {
        let db = &test.db;
        add_standards(db, morning());
        let station = add_station(db, morning(), "54.851.02");
        let outcome = |means, deposit: Option<i64>| {
            let mut contract = contract(station, "K-1", "2026-01-01", "2026-12-31");
            (contract.means, contract.deposit) = (means, deposit.map(Rupiah::new));
            run(db, morning(), move |tx, stamp| add_contract(tx, stamp, &admin(), &contract))
        };
        for (means, deposit) in [
            (MeansOfPayment::OnAccount, Some(1)),
            (MeansOfPayment::Prepaid, None),
            (MeansOfPayment::Prepaid, Some(0)),
        ] {
            assert_eq!(refusal(outcome(means, deposit)), ContractRefusal::DepositUnfit);
        }
        outcome(MeansOfPayment::Prepaid, Some(50_000_000)).unwrap();
    }
}
