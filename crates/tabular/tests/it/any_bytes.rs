use proptest::prelude::*;
use tabular::{
    DelimitedWriter, Dialect, Format, Limits, Row, TableFile, TextEncoding, parse_date,
    parse_decimal, parse_moment, parse_time,
};

fn read_all(bytes: Vec<u8>) {
    let limits = Limits {
        unpacked_bytes: 1 << 20,
        ..Limits::default()
    };
    if let Ok(file) = TableFile::open(bytes, limits)
        && let Ok(rows) = file.rows()
    {
        rows.for_each(drop);
    }
}

/// A small real workbook to damage.
fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, column, text) in [
        (0, 0, "plat"),
        (0, 1, "liter"),
        (1, 0, "DH 1"),
        (1, 1, "10"),
    ] {
        sheet.write_string(row, column, text).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn cells() -> impl Strategy<Value = Vec<Vec<String>>> {
    let cell = prop_oneof![
        "[ -~]{0,8}",
        "[\u{a0}-\u{ff}\n\r\t,;|\"']{0,6}",
        "[0-9.,]{1,9}"
    ];
    prop::collection::vec(prop::collection::vec(cell, 2..6), 1..12)
}

/// In Windows-1252 the last letter alone is no valid UTF-8: without it, `Â¡` and `¡` would be the
/// same bytes in two encodings and no reader could tell.
const HEADING: &str = "satué";

fn written(rows: &[Vec<String>], dialect: Dialect) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = DelimitedWriter::new(&mut out, dialect).unwrap();
    writer
        .write_row([HEADING, "dua", "tiga", "empat", "lima", "enam"])
        .unwrap();
    for row in rows {
        writer.write_row(row.iter().map(String::as_str)).unwrap();
    }
    writer.finish().unwrap();
    out
}

fn texts(rows: &[Row]) -> Vec<Vec<String>> {
    rows.iter()
        .map(|row| {
            row.cells
                .iter()
                .map(|cell| cell.stored().to_owned())
                .collect()
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        read_all(bytes);
    }

    #[test]
    fn a_damaged_workbook_is_read_or_refused(at in 0_usize..6_000, with in any::<u8>(), cut in 0_usize..6_000) {
        let mut bytes = workbook();
        let length = bytes.len();
        bytes[at % length] = with;
        read_all(bytes.clone());
        bytes.truncate(cut % length);
        read_all(bytes);
    }

    #[test]
    fn what_is_written_is_read_back_identical(rows in cells(), delimiter in prop::sample::select(b",;\t|".to_vec()), encoding in 0_usize..3, has_crlf: bool) {
        let encoding = [TextEncoding::UTF_8, TextEncoding::UTF_8_WITH_MARK, TextEncoding::WINDOWS_1252][encoding];
        // The hint line settles the delimiter, which few cells of noise cannot.
        let dialect = Dialect { delimiter, encoding, has_crlf, has_separator_line: true };
        let bytes = written(&rows, dialect);
        let file = TableFile::open(bytes.clone(), Limits::default()).unwrap();
        let Format::Csv(found) = file.format() else { panic!("not a CSV") };
        prop_assert_eq!(found.delimiter, delimiter);
        // A row 1, 2, 3 under the header counts its columns and is no data.
        prop_assume!(file.preamble().len() == 1);
        let is_blank = |row: &Vec<String>| row.iter().all(|cell| cell.trim().is_empty());
        let kept: Vec<Vec<String>> = rows.iter().filter(|row| !is_blank(row)).cloned().collect();
        let read: Vec<Row> = file.rows().unwrap().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(&texts(&read), &kept);
        let again = TableFile::open(written(&texts(&read), found), Limits::default()).unwrap();
        let second: Vec<Row> = again.rows().unwrap().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(texts(&second), texts(&read));
        if kept.len() == rows.len() && encoding != TextEncoding::UTF_8 {
            prop_assert_eq!(written(&texts(&read), dialect), bytes);
        }
    }

    #[test]
    fn any_text_is_a_value_or_refused(text in "\\PC{0,24}|[0-9.,:/ TZ+-]{0,24}") {
        for mark in [None, Some(tabular::DecimalMark::Comma), Some(tabular::DecimalMark::Point)] {
            let _ = parse_decimal(&text, mark);
        }
        for order in [None, Some(tabular::DateOrder::DayMonthYear), Some(tabular::DateOrder::MonthDayYear)] {
            let _ = parse_date(&text, order);
            let _ = parse_moment(&text, order, Some(&jiff::tz::TimeZone::UTC));
        }
        let _ = parse_time(&text);
        let _ = tabular::normalise(&text);
    }

    #[test]
    fn a_written_number_is_read_in_both_spellings(mantissa in -1_000_000_000_000_i64..1_000_000_000_000, scale in 0_u32..6) {
        let number = rust_decimal::Decimal::new(mantissa, scale);
        let (whole, fraction) = { let text = number.abs().to_string(); text.split_once('.').map_or((text.clone(), String::new()), |(w, f)| (w.to_owned(), f.to_owned())) };
        for (mark, group, point) in [(tabular::DecimalMark::Comma, '.', ','), (tabular::DecimalMark::Point, ',', '.')] {
            let mut grouped = String::new();
            for (at, digit) in whole.chars().enumerate() {
                if at > 0 && (whole.len() - at) % 3 == 0 { grouped.push(group); }
                grouped.push(digit);
            }
            let sign = if number.is_sign_negative() { "-" } else { "" };
            let text = if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}{point}{fraction}") };
            prop_assert_eq!(parse_decimal(&text, Some(mark)), Ok(number));
        }
    }
}
