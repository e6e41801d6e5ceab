//! Prints a summary of a simulated city: `cargo run -p sim --example describe [seed] [months]`.

#![expect(clippy::print_stdout, reason = "this program's job is to print")]

use std::collections::BTreeMap;

use sim::{City, Noise, Settings, VehicleClass};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |standard: u64| {
        arguments
            .next()
            .and_then(|text| text.parse().ok())
            .unwrap_or(standard)
    };
    let seed = number(1);
    let months = u32::try_from(number(36)).unwrap_or(36);
    let settings = Settings {
        seed,
        months,
        ..Settings::default()
    };
    let city = City::generate(&settings);
    println!(
        "Kota simulasi, benih {seed}, {} s.d. {}",
        settings.start_on(),
        settings.end_on
    );
    counts(&city);
    money(&city);
    classes(&city);
    noise(&city);
    cases(&city);
}

fn counts(city: &City) {
    let town = &city.town;
    for (name, count) in [
        ("agencies", town.agencies.len()),
        ("units", town.units.len()),
        ("posts", town.posts.len()),
        ("people", town.people.len()),
        ("vehicles and machines", town.vehicles.len()),
        ("stations", town.stations.len()),
        ("attendants", town.attendants.len()),
        ("prices", town.prices.len()),
        ("vouchers", city.vouchers.len()),
        ("redemptions", city.redemptions.len()),
        ("slips", city.slips.len()),
        ("statement lines", city.statement_lines.len()),
        ("invoices", city.invoices.len()),
        ("trip sheets", town.evidence.trip_sheets.len()),
        ("weighbridge entries", town.evidence.weighbridge.len()),
        ("faults of the register", city.answers().dirt.len()),
    ] {
        println!("{name:<24}{count:>9}");
    }
}

fn money(city: &City) {
    println!("\nyear      ceiling Rp m    spent Rp m   litres k");
    let mut years = BTreeMap::<i16, (i64, i64, i64)>::new();
    for line in &city.town.budget_lines {
        years.entry(line.year).or_default().0 += line.ceiling_rupiah;
    }
    for redemption in &city.redemptions {
        let year = years.entry(redemption.at.year()).or_default();
        year.1 += redemption.amount_rupiah;
        year.2 += redemption.volume_ml;
    }
    for (year, (ceiling, spent, volume)) in years {
        let (ceiling, spent) = (ceiling / 1_000_000, spent / 1_000_000);
        println!(
            "{year:<10}{ceiling:>12}{spent:>14}{:>11}",
            volume / 1_000_000
        );
    }
}

fn classes(city: &City) {
    println!("\nclass                   units   fills  litres/unit/month");
    for class in VehicleClass::ALL {
        let of = |no: sim::VehicleNo| {
            city.town
                .vehicles
                .get(no.index())
                .is_some_and(|vehicle| vehicle.class == class)
        };
        let units = city
            .town
            .vehicles
            .iter()
            .filter(|vehicle| vehicle.class == class)
            .count();
        let fills: Vec<i64> = city
            .redemptions
            .iter()
            .filter(|redemption| redemption.vehicle.is_some_and(of))
            .map(|redemption| redemption.volume_ml)
            .collect();
        let months = i64::from(city.town.settings.months) * i64::try_from(units).unwrap_or(1);
        let monthly = fills
            .iter()
            .sum::<i64>()
            .checked_div(months * 1000)
            .unwrap_or(0);
        println!(
            "{:<22}{units:>7}{:>8}{monthly:>12}",
            class.name(),
            fills.len()
        );
    }
}

fn noise(city: &City) {
    let noise = Noise::measure(city);
    println!("\nodometers: {} pairs, per 10,000:", noise.pairs);
    for (name, part, target) in [
        ("backwards", noise.backwards, 630),
        ("unchanged", noise.unchanged, 90),
        ("jumps", noise.jumps, 370),
        ("wrong in all", noise.wrong(), 1090),
        ("odd intervals", noise.odd, 2400),
    ] {
        println!(
            "{name:<16}{:>6}  (measured elsewhere {target})",
            noise.per_myriad(part)
        );
    }
    let unknown = city
        .redemptions
        .iter()
        .filter(|it| it.vehicle.is_none())
        .count();
    println!("lines of plates not in the register: {unknown}");
}

fn cases(city: &City) {
    println!("\nplanted cases (never part of the data)");
    for case in &city.answers().cases {
        println!(
            "{:>3}  {:<45}{:>5} records {:>12} Rp",
            case.mode,
            case.name,
            case.records.len(),
            case.amount_rupiah
        );
    }
}
