use std::collections::BTreeMap;

use jiff::civil::date;
use sim::{AgencyNo, City, FUEL_ACCOUNT, Settings};

use crate::honest;

fn year_2024() -> City {
    City::generate(&Settings {
        months: 12,
        end_on: date(2024, 12, 31),
        ..Settings::default()
    })
}

#[test]
fn the_budget_is_near_eight_billion_and_nearly_spent() {
    let city = year_2024();
    let ceiling: i64 = city
        .town
        .budget_lines
        .iter()
        .map(|line| line.ceiling_rupiah)
        .sum();
    let spent: i64 = city
        .redemptions
        .iter()
        .map(|redemption| redemption.amount_rupiah)
        .sum();
    // Reference A1: about Rp 8 bn a year for 43 agencies.
    assert!(
        (7_600_000_000..=8_600_000_000).contains(&ceiling),
        "ceiling {ceiling}"
    );
    let per_mille = spent * 1000 / ceiling;
    assert!(
        (900..=1000).contains(&per_mille),
        "{per_mille} per mille spent"
    );
}

#[test]
fn every_agency_has_a_line_whose_months_add_up() {
    let city = year_2024();
    assert_eq!(city.town.budget_lines.len(), 43);
    for line in &city.town.budget_lines {
        assert_eq!(line.account, FUEL_ACCOUNT);
        assert_eq!(line.monthly_rupiah.len(), 12);
        assert_eq!(line.monthly_rupiah.iter().sum::<i64>(), line.ceiling_rupiah);
    }
}

#[test]
fn honest_spending_never_passes_the_ceilings_so_far() {
    let city = year_2024();
    let mut spent = BTreeMap::<(AgencyNo, i8), i64>::new();
    for redemption in honest(&city) {
        let agency = city.vouchers[redemption.voucher.index()].agency;
        *spent.entry((agency, redemption.at.month())).or_default() += redemption.amount_rupiah;
    }
    for line in &city.town.budget_lines {
        let mut room = 0;
        for (month, ceiling) in (1..).zip(&line.monthly_rupiah) {
            room += ceiling - spent.get(&(line.agency, month)).copied().unwrap_or(0);
            assert!(room >= 0, "agency {:?} month {month}: {room}", line.agency);
        }
    }
}
