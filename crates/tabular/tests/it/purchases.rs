use rust_decimal::Decimal;
use tabular::{
    Checker, DateOrder, DecimalMark, Limits, Mapping, ProblemCode, Summary, TableFile, Unit,
    Verdict, guess, profile,
};

use crate::kinds::purchases;

const FIXTURE: &[u8] = include_bytes!("fixtures/purchases.csv");

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn guessed(file: &TableFile) -> Mapping {
    guess(
        &purchases(),
        file.header(),
        &profile(file.header(), file.sample()),
    )
    .mapping
}

fn mapping(file: &TableFile) -> Mapping {
    let mut mapping = guessed(file);
    mapping.zone = Some("America/Chicago".to_owned());
    for (field, unit) in [
        ("volume", Unit::GallonUs),
        ("unit_cost", Unit::Usd),
        ("fuel_cost", Unit::Usd),
        ("net_cost", Unit::Usd),
        ("odometer", Unit::Mile),
    ] {
        mapping.fields.get_mut(field).unwrap().unit = Some(unit);
    }
    mapping
}

#[test]
fn a_fuel_card_export_is_guessed_whole() {
    let file = TableFile::open(FIXTURE.to_vec(), Limits::default()).unwrap();
    let mapping = guessed(&file);
    let column = |field: &str| mapping.fields[field].columns().join("+");
    assert_eq!(column("drawn_at"), "Transaction Date+Transaction Time");
    for (field, name) in [
        ("transaction", "Transaction Id"),
        ("vehicle", "Vehicle ID"),
        ("driver", "Emboss Line 2 ID"),
        ("merchant", "Merchant Name"),
        ("product_class", "Product Class"),
        ("product", "Product"),
        ("volume", "Units"),
        ("unit_cost", "Unit Cost"),
        ("fuel_cost", "Total Fuel Cost"),
        ("net_cost", "Net Cost"),
        ("odometer", "Current Odometer"),
    ] {
        assert_eq!(column(field), name);
    }
    assert_eq!(mapping.date_order, Some(DateOrder::MonthDayYear));
    assert_eq!(mapping.decimal_mark, Some(DecimalMark::Point));
}

#[test]
fn totals_and_problems_of_a_fuel_card_export_are_exact() {
    let file = TableFile::open(FIXTURE.to_vec(), Limits::default()).unwrap();
    let checker = Checker::new(&purchases(), &mapping(&file), file.header()).unwrap();
    let rows: Vec<_> = checker
        .check_all(file.rows().unwrap())
        .collect::<Result<_, _>>()
        .unwrap();
    let mut summary = Summary::default();
    for row in &rows {
        let outcome = match (row.verdict, row.record.text("product_class")) {
            (Verdict::Accepted, Some("Service")) => "non_fuel",
            (Verdict::Accepted, _) => "imported",
            _ => "rejected",
        };
        summary.add(outcome, row);
    }
    let imported = summary.tally("imported").unwrap();
    assert_eq!((imported.rows, summary.rows()), (2, 6));
    assert_eq!(imported.sums["volume"].total, Some(number("32.54")));
    assert_eq!(imported.sums["volume"].base, Some(39_747 + 83_430));
    assert_eq!(imported.sums["fuel_cost"].total, Some(number("86.98")));
    assert_eq!(imported.sums["fuel_cost"].base, None);
    assert_eq!(
        summary.tally("rejected").unwrap().sums["volume"].total,
        Some(number("38.7"))
    );

    // 02:30 on the night when clocks were put forward, and a missing vehicle.
    let problems: Vec<_> = rows
        .iter()
        .flat_map(|row| &row.problems)
        .map(|p| (p.field.as_str(), p.code))
        .collect();
    assert_eq!(
        problems,
        [
            ("drawn_at", ProblemCode::TimeInGap),
            ("vehicle", ProblemCode::Missing)
        ]
    );
    assert_eq!(rows[3].fingerprint, rows[4].fingerprint);
    assert_eq!((rows[3].occurrence, rows[4].occurrence), (1, 2));
    assert_eq!(rows[0].record.integer("odometer"), Some(72_613_601));
    assert_eq!(rows[0].row.number, 2);
}

#[test]
fn fingerprints_do_not_depend_on_column_order_or_units() {
    let prints = |text: &str, swap: bool| -> Vec<[u8; 16]> {
        let file = TableFile::open(text.as_bytes().to_vec(), Limits::default()).unwrap();
        let mut mapping = mapping(&file);
        if swap {
            mapping.fields.get_mut("volume").unwrap().unit = Some(Unit::Litre);
        }
        let checker = Checker::new(&purchases(), &mapping, file.header()).unwrap();
        checker
            .check_all(file.rows().unwrap())
            .map(|row| row.unwrap().fingerprint)
            .collect()
    };
    let text = String::from_utf8(FIXTURE.to_vec()).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut reversed = csv::Writer::from_writer(Vec::new());
    let headers: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .rev()
        .map(str::to_owned)
        .collect();
    reversed.write_record(&headers).unwrap();
    for record in reader.records() {
        reversed
            .write_record(record.unwrap().iter().collect::<Vec<_>>().into_iter().rev())
            .unwrap();
    }
    let reversed = String::from_utf8(reversed.into_inner().unwrap()).unwrap();
    assert_eq!(prints(&text, false), prints(&reversed, true));
}
