use tabular::{
    Checker, DecimalMark, FieldMapping, Limits, Mapping, MappingProblem, ProblemCode, TableFile,
    Unit, Verdict, guess, profile,
};

use crate::kinds::{purchases, vehicles};

fn open(text: &str) -> TableFile {
    TableFile::open(text.as_bytes().to_vec(), Limits::default()).unwrap()
}

#[test]
fn indonesian_headings_with_slips_are_understood() {
    let file = open(
        "No;Tgl. Transaksi;No.Polisi;Jenis BBM;Jumlah Liter;Total Harga (Rp);Kilometr;No. Transaksi\n\
         1;31/12/2022 14.30;DH 1 A;Pertalite;12,5;125.000;45.210;T1\n",
    );
    let guess = guess(
        &purchases(),
        file.header(),
        &profile(file.header(), file.sample()),
    );
    let column = |field: &str| guess.mapping.fields[field].columns().join("+");
    assert_eq!(column("drawn_at"), "Tgl. Transaksi");
    assert_eq!(column("vehicle"), "No.Polisi");
    assert_eq!(column("volume"), "Jumlah Liter");
    assert_eq!(column("fuel_cost"), "Total Harga (Rp)");
    assert_eq!(column("odometer"), "Kilometr");
    assert_eq!(column("transaction"), "No. Transaksi");
    assert_eq!(guess.unused, ["No"]);
    assert_eq!(guess.mapping.decimal_mark, Some(DecimalMark::Comma));
    assert_eq!(guess.mapping.fields["fuel_cost"].unit, Some(Unit::Idr));
    assert!(guess.fields["fuel_cost"].is_unit_named && guess.fields["vehicle"].confidence == 100);
    assert!(guess.fields["odometer"].confidence < 100);

    let mut mapping = guess.mapping;
    mapping.zone = Some("Asia/Makassar".to_owned());
    let mut checker = Checker::new(&purchases(), &mapping, file.header()).unwrap();
    let row = checker.check(file.sample()[0].clone());
    assert_eq!((row.verdict, row.problems), (Verdict::Accepted, vec![]));
    assert_eq!(row.record.integer("volume"), Some(12_500));
    assert_eq!(row.record.integer("fuel_cost"), Some(125_000));
    assert_eq!(row.record.integer("odometer"), Some(45_210_000));
}

#[test]
fn a_heading_whose_cells_do_not_fit_is_left_alone() {
    let file = open("Plat,Liter,Tanggal\nDH 1,banyak,kemarin\nDH 2,sedikit,besok\n");
    let guess = guess(
        &purchases(),
        file.header(),
        &profile(file.header(), file.sample()),
    );
    assert_eq!(guess.mapping.fields.keys().collect::<Vec<_>>(), ["vehicle"]);
    assert_eq!(guess.unused, ["Liter", "Tanggal"]);
}

#[test]
fn mapping_and_file_that_do_not_fit_are_named_all_at_once() {
    let file = open("plat,jenis\nDH 1,Mobil\n");
    let mut mapping = Mapping {
        kind: "vehicles".to_owned(),
        zone: Some("Mars/Olympus".to_owned()),
        ..Mapping::default()
    };
    mapping
        .fields
        .insert("plate".to_owned(), FieldMapping::column("nopol"));
    mapping
        .fields
        .insert("year".to_owned(), FieldMapping::constant("tahun lalu"));
    mapping.fields.insert(
        "wings".to_owned(),
        FieldMapping::column("plat").in_unit(Unit::Km),
    );
    let problems = Checker::new(&vehicles(), &mapping, file.header())
        .err()
        .unwrap();
    let codes: Vec<_> = problems.iter().map(MappingProblem::code).collect();
    assert_eq!(
        codes,
        [
            "unknown_field",
            "unknown_zone",
            "unknown_column",
            "bad_constant",
            "required_unmapped"
        ]
    );
}

#[test]
fn each_cell_problem_has_its_own_word() {
    let file = open(
        "plat;rangka;tahun;tgl perolehan;jenis;kendaraan bersama\n\
         DH 1;8,00E+09;2019;31/12/2019;Motor;ya\n\
         DH 2;-;2.019;05/04/2019;Kapal;mungkin\n\
         DH 3;X1;2019,5;2019;R4;\n\
         ;X2;1e3;12/31/2019;r2;x\n\
         DH 1234567890123456;X3;\"12.5\";31/02/2019;Mobil;0\n",
    );
    let mut guess = guess(
        &vehicles(),
        file.header(),
        &profile(file.header(), file.sample()),
    );
    let year = guess.mapping.fields.get_mut("year").unwrap();
    year.decimal_mark = Some(DecimalMark::Comma);
    let checker = Checker::new(&vehicles(), &guess.mapping, file.header()).unwrap();
    let codes: Vec<Vec<&str>> = checker
        .check_all(file.rows().unwrap())
        .map(|row| {
            row.unwrap()
                .problems
                .iter()
                .map(|problem| problem.code.as_str())
                .collect()
        })
        .collect();
    assert_eq!(codes[0], ["shortened"]);
    assert_eq!(codes[1], ["date_ambiguous", "unknown_choice", "not_yes_no"]);
    assert_eq!(codes[2], ["not_whole", "not_a_date"]);
    assert_eq!(codes[3], ["missing", "shortened"]);
    assert_eq!(
        codes[4],
        ["text_too_long", "number_against_convention", "not_a_date"]
    );
}

#[test]
fn words_of_the_file_are_translated_by_the_mapping() {
    let file = open("plat,jenis\nDH 1,KR-2\n");
    let mut mapping = Mapping {
        kind: "vehicles".to_owned(),
        ..Mapping::default()
    };
    mapping
        .fields
        .insert("plate".to_owned(), FieldMapping::column("plat"));
    let mut class = FieldMapping::column("Jenis");
    class
        .values
        .insert("kr 2".to_owned(), "motorcycle".to_owned());
    mapping.fields.insert("class".to_owned(), class);
    let mut checker = Checker::new(&vehicles(), &mapping, file.header()).unwrap();
    let row = checker.check(file.sample()[0].clone());
    assert_eq!(row.record.text("class"), Some("motorcycle"));
}

#[test]
fn a_problem_names_column_field_and_text() {
    let file = open("plat,jenis\nDH 1,Kapal\n");
    let guess = guess(
        &vehicles(),
        file.header(),
        &profile(file.header(), file.sample()),
    );
    let mut checker = Checker::new(&vehicles(), &guess.mapping, file.header()).unwrap();
    let problem = checker.check(file.sample()[0].clone()).problems.remove(0);
    assert_eq!(
        (problem.column.as_deref(), problem.field.as_str()),
        (Some("jenis"), "class")
    );
    assert_eq!(problem.code, ProblemCode::UnknownChoice);
    assert_eq!(
        (problem.argument("text"), problem.argument("choices")),
        (Some("Kapal"), Some("motorcycle, car"))
    );
}
