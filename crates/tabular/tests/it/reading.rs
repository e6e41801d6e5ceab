use rust_xlsxwriter::{ExcelDateTime, Format as Style, Workbook};
use tabular::{Cell, Format, Limits, ReadError, TableFile, TextEncoding};

fn open(bytes: impl Into<Vec<u8>>) -> Result<TableFile, ReadError> {
    TableFile::open(bytes.into(), Limits::default())
}

fn columns(file: &TableFile) -> Vec<&str> {
    file.header()
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect()
}

fn refusal(bytes: impl Into<Vec<u8>>, limits: Limits) -> &'static str {
    let opened = TableFile::open(bytes.into(), limits);
    match opened.and_then(|file| file.rows()?.try_for_each(|row| row.map(drop))) {
        Ok(()) => "read",
        Err(error) => error.code(),
    }
}

#[test]
fn a_semicolon_file_of_indonesian_excel_is_read() {
    let file =
        open(b"Rekap BBM;;\r\n;;\r\nNo. Polisi;Liter;Caf\xe9\r\nDH 1;12,5;x\r\n;;\r\n".to_vec())
            .unwrap();
    let Format::Csv(dialect) = file.format() else {
        panic!("not a CSV")
    };
    assert_eq!((dialect.delimiter, dialect.has_crlf), (b';', true));
    assert_eq!(dialect.encoding, TextEncoding::WINDOWS_1252);
    assert_eq!(columns(&file), ["No. Polisi", "Liter", "Café"]);
    let rows: Vec<_> = file.rows().unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].number, rows[0].cell(1).stored()), (4, "12,5"));
}

#[test]
fn rows_are_numbered_as_an_editor_counts_lines() {
    for end in ["\n", "\r\n"] {
        let text = [
            "plat,catatan",
            "",
            "DH 1,x",
            "DH 2,\"dua",
            "baris\"",
            ",",
            "DH 3,y",
        ]
        .join(end);
        for tail in ["", end] {
            let file = open(format!("{text}{tail}")).unwrap();
            let numbers: Vec<u64> = file
                .rows()
                .unwrap()
                .map(|row| row.unwrap().number)
                .collect();
            assert_eq!((file.header().row, numbers), (1, vec![3, 4, 7]), "{end:?}");
        }
    }
}

#[test]
fn a_workbook_with_titles_merged_cells_dates_and_floats_is_read() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .merge_range(0, 0, 0, 3, "REKAPITULASI BBM", &Style::new())
        .unwrap();
    for (column, text) in ["Tanggal", "Jam", "Liter", "NIP"].iter().enumerate() {
        sheet
            .write_string(2, u16::try_from(column).unwrap(), *text)
            .unwrap();
    }
    let date = ExcelDateTime::from_ymd(2022, 12, 31).unwrap();
    sheet
        .write_datetime_with_format(3, 0, date, &Style::new().set_num_format("dd/mm/yyyy"))
        .unwrap();
    let time = ExcelDateTime::from_hms(18, 16, 19.0).unwrap();
    sheet
        .write_datetime_with_format(3, 1, time, &Style::new().set_num_format("hh:mm:ss"))
        .unwrap();
    sheet.write_number(3, 2, 0.1 + 0.2).unwrap();
    sheet.write_number(3, 3, 198_503_122_010_011_001.0).unwrap();
    book.add_worksheet().set_name("Lain").unwrap();
    let file = open(book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(
        (file.format(), file.sheets().len(), file.header().row),
        (Format::Xlsx, 2, 3)
    );
    assert_eq!(columns(&file), ["Tanggal", "Jam", "Liter", "NIP"]);
    let row = &file.sample()[0];
    assert_eq!(row.cell(0), &Cell::Moment("2022-12-31".to_owned()));
    assert_eq!(row.cell(1), &Cell::Moment("18:16:19".to_owned()));
    assert_eq!(
        (row.cell(2).stored(), row.cell(2).shown()),
        ("0.30000000000000004", "0.3")
    );
    assert_eq!(row.number, 4);
}

#[test]
fn what_is_no_table_is_refused_by_name() {
    let limits = Limits::default();
    assert_eq!(refusal(b"".to_vec(), limits), "empty");
    assert_eq!(refusal(b"\n\n;;\n".to_vec(), limits), "empty");
    assert_eq!(refusal(b"%PDF-1.7 ...".to_vec(), limits), "not_a_table");
    assert_eq!(
        refusal(b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(), limits),
        "not_a_table"
    );
    assert_eq!(
        refusal(b"<html><table><tr><td>1</td></tr></table>".to_vec(), limits),
        "web_page"
    );
    assert_eq!(refusal(b"PK\x03\x04 broken".to_vec(), limits), "damaged");
    assert_eq!(
        refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken".to_vec(), limits),
        "damaged"
    );
    assert_eq!(refusal(b"1,2\n3,4\n".to_vec(), limits), "no_header");
    let mut book = Workbook::new();
    book.add_worksheet();
    let empty = book.save_to_buffer().unwrap();
    assert_eq!(refusal(empty.clone(), limits), "empty");
    let missing = TableFile::open_sheet(empty, Some("Data"), limits).unwrap_err();
    assert_eq!(missing.code(), "no_such_sheet");
}

#[test]
fn every_limit_has_a_name() {
    let text = "plat,liter\nDH 1,10\nDH 2,20\nDH 3,30\n";
    let with = |change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        refusal(text, limits)
    };
    assert_eq!(with(|_| {}), "read");
    assert_eq!(with(|limits| limits.file_bytes = 10), "file_too_large");
    assert_eq!(with(|limits| limits.rows = 3), "too_many_rows");
    assert_eq!(with(|limits| limits.columns = 1), "too_many_columns");
    assert_eq!(with(|limits| limits.cell_characters = 3), "cell_too_long");

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "plat").unwrap();
    sheet.write_string(0, 40, "liter").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(
        refusal(
            bytes.clone(),
            Limits {
                columns: 40,
                ..Limits::default()
            }
        ),
        "too_many_columns"
    );
    assert_eq!(
        refusal(
            bytes,
            Limits {
                unpacked_bytes: 1_000,
                ..Limits::default()
            }
        ),
        "unpacked_too_large"
    );
}

#[test]
fn a_file_on_disk_is_read_like_an_upload() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("bbm.csv");
    std::fs::write(&path, "plat;liter\nDH 1;10\n").unwrap();
    let file = TableFile::open(path, Limits::default()).unwrap();
    assert_eq!(file.sample().len(), 1);
    assert_eq!(
        TableFile::open(directory.path().join("tiada"), Limits::default())
            .unwrap_err()
            .code(),
        "io"
    );
}

#[test]
fn rows_can_be_left_half_way() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "plat").unwrap();
    sheet.write_string(0, 1, "liter").unwrap();
    for row in 1..20_000 {
        sheet.write_string(row, 0, format!("DH {row}")).unwrap();
        sheet.write_number(row, 1, row).unwrap();
    }
    let file = open(book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(file.rows().unwrap().take(5).count(), 5);
    assert_eq!(file.rows().unwrap().count(), 19_999);
    assert_eq!(file.sample().len(), 200);
}
