//! Times reading and checking 100,000 rows of a CSV and of an XLSX.
//!
//! `cargo run --release -p tabular --example hundred_thousand`
#![expect(clippy::print_stdout, reason = "an example speaks to a terminal")]

use std::error::Error;
use std::time::Instant;

use tabular::{
    Checker, DecimalMark, DelimitedWriter, Dialect, Field, FieldKind, FieldMapping, ImportKind,
    Limits, ListCell, ListColumn, ListFormat, ListWorkbook, Mapping, Measure, TableFile, Unit,
    Verdict, Wording,
};

const ROWS: i64 = 100_000;
const NAMES: [&str; 6] = ["Nomor", "Tanggal", "Plat", "SPBU", "Liter", "Rupiah"];

fn main() -> Result<(), Box<dyn Error>> {
    time("csv", delimited()?)?;
    time("xlsx", workbook()?)
}

fn time(name: &str, bytes: Vec<u8>) -> Result<(), Box<dyn Error>> {
    let size = bytes.len();
    let start = Instant::now();
    let file = TableFile::open(bytes, Limits::default())?;
    let opened = start.elapsed();
    let checker = Checker::new(&kind(), &mapping(), file.header())
        .map_err(|problems| format!("{problems:?}"))?;
    let mut accepted = 0;
    for row in checker.check_all(file.rows()?) {
        accepted += i64::from(row?.verdict == Verdict::Accepted);
    }
    println!(
        "{name}: {size} bytes, opened after {opened:?}, {accepted} rows accepted after {:?}",
        start.elapsed()
    );
    Ok(())
}

fn kind() -> ImportKind {
    let field = |key: &'static str, kind| Field::new(key, kind, Wording::new(key, key)).required();
    let text = || FieldKind::Text { max_characters: 60 };
    let fields = [
        field("number", text()),
        field("bought_on", FieldKind::Date),
        field("plate", text()),
        field("station", text()),
        field("volume", FieldKind::Quantity(Measure::Volume)),
        field("amount", FieldKind::Quantity(Measure::Money)),
    ];
    ImportKind::new("purchases", Wording::new("Pembelian", "Purchases"), fields)
}

fn mapping() -> Mapping {
    let keys = [
        "number",
        "bought_on",
        "plate",
        "station",
        "volume",
        "amount",
    ];
    let mut mapping = Mapping {
        kind: "purchases".to_owned(),
        decimal_mark: Some(DecimalMark::Comma),
        ..Mapping::default()
    };
    for (key, name) in keys.into_iter().zip(NAMES) {
        let unit = match key {
            "volume" => Some(Unit::Litre),
            "amount" => Some(Unit::Idr),
            _ => None,
        };
        mapping.fields.insert(
            key.to_owned(),
            FieldMapping {
                unit,
                ..FieldMapping::column(name)
            },
        );
    }
    mapping
}

fn delimited() -> Result<Vec<u8>, Box<dyn Error>> {
    let mut out = Vec::new();
    let mut writer = DelimitedWriter::new(&mut out, Dialect::INDONESIAN_EXCEL)?;
    writer.write_row(NAMES)?;
    for row in 0..ROWS {
        let cells = [
            format!("T{row:08}"),
            format!("{:02}/12/2022", 13 + row % 18),
            format!("DH {} A", row % 1_008),
            "Oesapa, Kupang".to_owned(),
            format!("{},{:02}", 5 + row % 40, row % 100),
            format!("Rp {}.000", 100 + row % 900),
        ];
        writer.write_row(cells.iter().map(String::as_str))?;
    }
    writer.finish()?;
    Ok(out)
}

fn workbook() -> Result<Vec<u8>, Box<dyn Error>> {
    let formats = [
        ListFormat::Text,
        ListFormat::Date,
        ListFormat::Text,
        ListFormat::Text,
        ListFormat::Litres,
        ListFormat::Rupiah,
    ];
    let columns: Vec<ListColumn> = NAMES
        .into_iter()
        .zip(formats)
        .map(|(name, format)| ListColumn::new(name, format))
        .collect();
    let mut list = ListWorkbook::new("Data", &columns)?;
    for row in 0..ROWS {
        list.push(&[
            ListCell::Text(format!("T{row:08}")),
            ListCell::Date(jiff::civil::Date::new(
                2022,
                12,
                i8::try_from(1 + row % 31)?,
            )?),
            ListCell::Text(format!("DH {} A", row % 1_008)),
            "Oesapa, Kupang".into(),
            ListCell::Integer(5_000 + row % 40_000),
            ListCell::Integer(100_000 + row),
        ])?;
    }
    Ok(list.finish()?)
}
