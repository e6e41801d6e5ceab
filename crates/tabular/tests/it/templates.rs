use tabular::{Checker, Language, Limits, TableFile, Verdict, guess, profile, template};

use crate::kinds::{purchases, vehicles};

#[test]
fn a_template_is_guessed_fully_and_its_examples_are_valid_but_not_imported() {
    for kind in [purchases(), vehicles()] {
        for language in [Language::Indonesian, Language::English] {
            let file =
                TableFile::open(template(&kind, language).unwrap(), Limits::default()).unwrap();
            let guess = guess(&kind, file.header(), &profile(file.header(), file.sample()));
            assert_eq!(guess.unused, ["Tanda"], "{} {language:?}", kind.key);
            let mut mapping = guess.mapping;
            mapping.zone = Some("Asia/Makassar".to_owned());
            let checker = Checker::new(&kind, &mapping, file.header()).unwrap();
            let rows: Vec<_> = checker
                .check_all(file.rows().unwrap())
                .map(Result::unwrap)
                .collect();
            assert_eq!(rows.len(), 2);
            for row in rows {
                assert_eq!((row.verdict, row.problems), (Verdict::Example, vec![]));
            }
        }
    }
}

#[test]
fn a_template_has_help_and_hidden_lists() {
    let bytes = template(&vehicles(), Language::Indonesian).unwrap();
    let file = TableFile::open(bytes.clone(), Limits::default()).unwrap();
    assert_eq!(file.sheets(), ["Data", "Petunjuk"]);
    let help = TableFile::open_sheet(bytes.clone(), Some("Petunjuk"), Limits::default()).unwrap();
    let names: Vec<_> = help
        .header()
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(names, ["Kolom", "Wajib", "Isi", "Keterangan", "Contoh"]);
    assert_eq!(help.sample()[4].cell(2).stored(), "Sepeda motor / Mobil");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut sheet = String::new();
    std::io::Read::read_to_string(
        &mut archive.by_name("xl/worksheets/sheet1.xml").unwrap(),
        &mut sheet,
    )
    .unwrap();
    assert!(
        sheet.contains("<formula1>Pilihan!$F$1:$F$2</formula1>"),
        "class is column F"
    );
}
