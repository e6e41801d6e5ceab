//! Reads a fuel-card export, guesses its columns, checks every row and prints exact totals.
//!
//! `cargo run -p tabular --example fuel_card -- EXPORT.csv`
#![expect(clippy::print_stdout, reason = "an example speaks to a terminal")]

use std::error::Error;
use std::path::PathBuf;

use tabular::{
    Checker, Field, FieldKind, ImportKind, Limits, Measure, Summary, TableFile, Unit, Verdict,
    Wording, guess, profile,
};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("name a file")?;
    let kind = purchases();
    let file = TableFile::open(PathBuf::from(path), Limits::default())?;
    let guess = guess(&kind, file.header(), &profile(file.header(), file.sample()));
    let mut mapping = guess.mapping;
    mapping.zone = Some("America/Chicago".to_owned());
    for field in mapping.fields.values_mut() {
        field.unit = field.unit.map(|unit| match unit.measure() {
            Measure::Volume => Unit::GallonUs,
            Measure::Distance => Unit::Mile,
            Measure::Money => Unit::Usd,
        });
    }
    println!("{}\n", mapping.to_toml()?);
    let checker =
        Checker::new(&kind, &mapping, file.header()).map_err(|problems| format!("{problems:?}"))?;
    let mut summary = Summary::default();
    let mut repeated = 0;
    for checked in checker.check_all(file.rows()?) {
        let checked = checked?;
        repeated += u64::from(checked.occurrence > 1);
        let outcome = match (checked.verdict, checked.record.text("product_class")) {
            (Verdict::Accepted, Some("Service" | "Non-Fuel")) => "non_fuel",
            (Verdict::Accepted, _) => "imported",
            (Verdict::Rejected, _) => "rejected",
            (Verdict::Example, _) => "example",
        };
        for problem in &checked.problems {
            println!(
                "row {}: {} {}",
                checked.row.number,
                problem.field,
                problem.code.as_str()
            );
        }
        summary.add(outcome, &checked);
    }
    for (outcome, tally) in &summary.outcomes {
        println!("{outcome}: {} rows", tally.rows);
        for (field, sum) in &tally.sums {
            println!(
                "  {field}: {:?} {:?}, base {:?}",
                sum.total.map(|total| total.to_string()),
                sum.unit,
                sum.base
            );
        }
    }
    println!("all: {} rows, {repeated} repeated", summary.rows());
    Ok(())
}

fn purchases() -> ImportKind {
    let text = || FieldKind::Text {
        max_characters: 120,
    };
    let money = || FieldKind::Quantity(Measure::Money);
    let field = |key: &'static str, kind, english: &'static str| {
        Field::new(key, kind, Wording::new(english, english))
    };
    ImportKind::new(
        "purchases",
        Wording::new("Riwayat pembelian", "History of purchases"),
        vec![
            field("transaction", text(), "Transaction Id").required(),
            field("drawn_at", FieldKind::Instant, "Transaction Date").required(),
            field("vehicle", text(), "Vehicle ID").required(),
            field("card", text(), "Card Number ID"),
            field("driver", text(), "Emboss Line 2 ID"),
            field("merchant", text(), "Merchant Name"),
            field("product_class", text(), "Product Class"),
            field("product", text(), "Product").required(),
            field("volume", FieldKind::Quantity(Measure::Volume), "Units").required(),
            field("unit_cost", money(), "Unit Cost"),
            field("fuel_cost", money(), "Total Fuel Cost").required(),
            field("gross_cost", money(), "Gross Cost"),
            field("net_cost", money(), "Net Cost"),
            field(
                "odometer",
                FieldKind::Quantity(Measure::Distance),
                "Current Odometer",
            ),
        ],
    )
}
