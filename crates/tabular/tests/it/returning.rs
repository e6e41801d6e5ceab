use rust_xlsxwriter::{ExcelDateTime, Format as Style, Workbook};
use tabular::{Checker, Limits, RejectedWriter, TableFile, Verdict, guess, profile};

use crate::kinds::vehicles;

/// Checks a file and returns its rejected rows as a file.
fn returned(file: &TableFile) -> Vec<u8> {
    let guess = guess(
        &vehicles(),
        file.header(),
        &profile(file.header(), file.sample()),
    );
    let checker = Checker::new(&vehicles(), &guess.mapping, file.header()).unwrap();
    let mut out = Vec::new();
    let mut writer = RejectedWriter::new(file, &mut out).unwrap();
    for row in checker.check_all(file.rows().unwrap()) {
        let row = row.unwrap();
        if row.verdict == Verdict::Rejected {
            writer
                .write_checked(&row, &|problem| {
                    format!("={}: {}", problem.field, problem.code.as_str())
                })
                .unwrap();
        }
    }
    writer.finish().unwrap();
    out
}

fn open(bytes: &[u8]) -> TableFile {
    TableFile::open(bytes.to_vec(), Limits::default()).unwrap()
}

#[test]
fn csv_comes_back_in_its_own_dialect_with_cells_unchanged() {
    let original = b"sep=;\r\nDaftar \xe9\r\nplat;jenis;tahun\r\n =DH 1;\"Ka;\"\"pal\";007\r\nDH 2;Mobil;2019\r\nDH 3;Kapal;1;lebih\r\n";
    let expected = b"sep=;\r\nDaftar \xe9\r\nplat;jenis;tahun;masalah\r\n =DH 1;\"Ka;\"\"pal\";007;'=class: unknown_choice\r\nDH 3;Kapal;1;'=class: unknown_choice;lebih\r\n";
    let out = returned(&open(original));
    assert_eq!(
        String::from_utf8_lossy(&out),
        String::from_utf8_lossy(expected)
    );
    assert_eq!(out, expected);
}

#[test]
fn a_corrected_file_keeps_its_fingerprint_and_one_problem_column() {
    let original = open(b"plat,jenis\nDH 1,Kapal\n");
    let first = returned(&original);
    let second = open(&first);
    assert_eq!(
        second.header().fingerprint(),
        original.header().fingerprint()
    );
    assert_eq!(returned(&second), first);
}

#[test]
fn a_workbook_comes_back_with_types_unchanged() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "KARTU INVENTARIS").unwrap();
    for (column, text) in ["plat", "jenis", "tahun", "tgl perolehan"]
        .iter()
        .enumerate()
    {
        sheet
            .write_string(1, u16::try_from(column).unwrap(), *text)
            .unwrap();
    }
    sheet.write_string(2, 0, "DH 1").unwrap();
    sheet.write_string(2, 1, "Kapal").unwrap();
    sheet.write_number(2, 2, 0.1 + 0.2).unwrap();
    let date = ExcelDateTime::from_ymd(2022, 12, 31).unwrap();
    sheet
        .write_datetime_with_format(2, 3, date, &Style::new().set_num_format("d mmm yyyy"))
        .unwrap();
    let file = open(&book.save_to_buffer().unwrap());
    let again = open(&returned(&file));
    assert_eq!(again.preamble()[0], file.preamble()[0]);
    assert_eq!(again.header().columns.last().unwrap().name, "masalah");
    assert_eq!(again.sample()[0].cells[..4], file.sample()[0].cells[..]);
    assert_eq!(
        again.sample()[0].cell(4).stored(),
        "=year: not_whole; =class: unknown_choice"
    );
}
