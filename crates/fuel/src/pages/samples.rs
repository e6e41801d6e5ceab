//! Made-up values for samples of pages.

use base::{ActorId, AgencyId, Millilitres, MonthOfYear, Rupiah, UtcMicros, Uuid};
use budget::BudgetLineId;
use fleet::{AssetCard, FuelKind, Meter, Vehicle, VehicleId, VehicleKind, VehicleState};
use ledger::{TransferId, Unit};

use super::facts::StationFacts;
use super::voucher_form::{IssueDesk, LineChoice, ProductChoice};
use crate::{
    Entitlement, NewStanding, Per, QuotaRule, QuotaRuleId, QuotaState, QuotaTarget, Standing,
    StandingId, StandingState, Usage, Voucher, VoucherId, VoucherKind, VoucherState,
};

/// 24 November 2026, 14:05 WITA: the instant of sample frames.
const NOW: UtcMicros = UtcMicros::new(1_795_500_300_000_000);

/// A voucher that was just issued.
pub(crate) fn voucher() -> Voucher {
    Voucher {
        id: VoucherId::new(Uuid::from_u128(1)),
        code: "7K3QF9M2XA".to_owned(),
        sequence: 0,
        kind: VoucherKind::Vehicle,
        agency: AgencyId::new(Uuid::from_u128(2)),
        vehicle: VehicleId::new(Uuid::from_u128(3)),
        drawer: None,
        product: "pertamax".to_owned(),
        substitutes: Vec::new(),
        volume: Millilitres::new(35_500),
        price: Rupiah::new(13_650),
        amount: Rupiah::new(484_575),
        period: MonthOfYear::of("2026-11-24".parse().unwrap_or_default()),
        line: BudgetLineId::new(Uuid::from_u128(4)),
        budget_transfer: TransferId::new(Uuid::from_u128(5)),
        quota_transfer: None,
        quota_unit: None,
        station: None,
        offline: false,
        valid_from: NOW,
        valid_until: NOW.plus_seconds(5 * 86_400),
        letter_number: None,
        purpose: "Pengawasan jalan Oesapa".to_owned(),
        state: VoucherState::Issued,
        issued_by: ActorId::new(Uuid::from_u128(6)),
        issued_at: NOW,
        batch: None,
        standing: None,
        hold: None,
        hold_until: None,
        settled_at: None,
        settle_reason: None,
        revision: 0,
    }
}

/// 7 litres on 21 working days, of which 120 are used and 10 promised.
pub(crate) fn quota() -> QuotaState {
    let rule = QuotaRule {
        id: QuotaRuleId::new(Uuid::from_u128(7)),
        decree_number: "12/KEP/2026".to_owned(),
        valid_from: "2026-01-01".parse().unwrap_or_default(),
        target: QuotaTarget::Class("operational_car".to_owned()),
        unit: Unit::Millilitres,
        amount: 7_000,
        per: Per::WorkingDay,
        carry_over: false,
    };
    let entitlement = Entitlement {
        rule,
        count: 21,
        carried: 0,
        total: 147_000,
    };
    QuotaState {
        entitlement,
        usage: Usage {
            posted: 120_000,
            pending: 10_000,
        },
    }
}

/// A car with a tank of 60 litres.
pub(crate) fn vehicle() -> Vehicle {
    Vehicle {
        id: VehicleId::new(Uuid::from_u128(3)),
        agency: AgencyId::new(Uuid::from_u128(2)),
        unit: None,
        kind: VehicleKind::Vehicle,
        class: "car".to_owned(),
        label: "Toyota Hilux 2.4".to_owned(),
        asset: AssetCard::default(),
        plate: Some("DH 8123 AB".to_owned()),
        tank_ml: Some(Millilitres::new(60_000)),
        fuel_kind: FuelKind::Petrol,
        default_product: Some("pertamax".to_owned()),
        products: Vec::new(),
        meter: Meter::Odometer,
        is_sensitive: false,
        work_pattern: None,
        state: VehicleState::Active,
        merged_into: None,
        revision: 0,
    }
}

/// A standing voucher for every Monday, with how its last day ended.
pub(crate) fn standing(last_refusal: Option<String>) -> Standing {
    let content = NewStanding {
        vehicle: VehicleId::new(Uuid::from_u128(3)),
        drawer: None,
        product: "pertamax".to_owned(),
        volume: Millilitres::new(20_000),
        line: BudgetLineId::new(Uuid::from_u128(4)),
        station: None,
        weekdays: vec![1, 4],
        hour: 6,
        days_valid: 3,
        purpose: String::new(),
        from_on: "2026-01-05".parse().unwrap_or_default(),
        until_on: None,
    };
    Standing {
        id: StandingId::new(Uuid::from_u128(8)),
        agency: AgencyId::new(Uuid::from_u128(2)),
        content,
        state: StandingState::Active,
        last_issued_on: "2026-11-23".parse().ok(),
        last_refusal,
        revision: 0,
    }
}

/// What the form for the car offers.
pub(crate) fn desk() -> IssueDesk {
    let line = budget::BudgetLine {
        id: BudgetLineId::new(Uuid::from_u128(4)),
        agency: AgencyId::new(Uuid::from_u128(2)),
        year: 2026,
        activity_code: "1.03.01.2.06.0009".to_owned(),
        activity_name: "Penyelenggaraan rapat dan perjalanan dinas".to_owned(),
        account_code: "5.1.02.01.01.0004".to_owned(),
        account_name: "Bahan bakar dan pelumas".to_owned(),
        fund_source: budget::FundSource::Apbd,
        state: budget::LineState::Open,
        revision: 0,
    };
    let products = stations::standard_products()
        .into_iter()
        .take(2)
        .map(|(code, details)| ProductChoice {
            product: stations::Product {
                id: Uuid::from_u128(10),
                code: code.to_owned(),
                details,
                revision: 0,
            },
            price: Some(Rupiah::new(13_650)),
            only_at: None,
            advice: (code == "pertalite").then(|| "Mobil dinas memakai BBM umum".to_owned()),
        })
        .collect();
    let station = StationFacts {
        name: "SPBU Oesapa 54.851.07".to_owned(),
        address: "Jl. Timor Raya, Oesapa".to_owned(),
        hours: stations::DayHours::AllDay,
    };
    IssueDesk {
        vehicle: vehicle(),
        agency: "Dinas PUPR".to_owned(),
        lines: vec![LineChoice {
            line,
            available: Rupiah::new(4_250_000),
        }],
        products,
        is_sample: false,
        stations: vec![(base::StationId::new(Uuid::from_u128(11)), station)],
        drivers: vec![(
            base::PersonId::new(Uuid::from_u128(12)),
            "Yohanes Bria".to_owned(),
        )],
        letters: Vec::new(),
        quota: Some(quota()),
        last_day: "2026-11-30".parse().unwrap_or_default(),
    }
}
