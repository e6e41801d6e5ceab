//! The columns of a DPA.

use tabular::{Choice, Field, FieldKind, ImportKind, Measure, Wording};

use crate::IMPORT_KIND;

/// The keys of the months, January first.
pub(super) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Names and short names of the months in both languages.
const MONTH_NAMES: [(&str, &str, [&str; 2]); 12] = [
    ("Januari", "January", ["Jan", "Bulan 1"]),
    ("Februari", "February", ["Feb", "Bulan 2"]),
    ("Maret", "March", ["Mar", "Bulan 3"]),
    ("April", "April", ["Apr", "Bulan 4"]),
    ("Mei", "May", ["Mei", "Bulan 5"]),
    ("Juni", "June", ["Jun", "Bulan 6"]),
    ("Juli", "July", ["Jul", "Bulan 7"]),
    ("Agustus", "August", ["Agu", "Bulan 8"]),
    ("September", "September", ["Sep", "Bulan 9"]),
    ("Oktober", "October", ["Okt", "Bulan 10"]),
    ("November", "November", ["Nov", "Bulan 11"]),
    ("Desember", "December", ["Des", "Bulan 12"]),
];

fn text(key: &'static str, max_characters: usize, id: &'static str, en: &'static str) -> Field {
    Field::new(
        key,
        FieldKind::Text { max_characters },
        Wording::new(id, en),
    )
}

fn money(key: &'static str, id: &'static str, en: &'static str) -> Field {
    let kind = FieldKind::Quantity(Measure::Money);
    Field::new(key, kind, Wording::new(id, en))
}

pub(super) fn kind() -> ImportKind {
    let mut fields = line_fields();
    let months = MONTHS.into_iter().zip(MONTH_NAMES);
    fields.extend(months.map(|(key, (id, en, also))| {
        money(key, id, en)
            .called(&also)
            .examples("120000000", "")
            .help(
                "Pagu bulan ini. Bulan yang kosong dihitung nol.",
                "The ceiling of this month. An empty month counts as zero.",
            )
    }));
    fields.push(
        money("annual", "Jumlah setahun", "Amount for the year")
            .called(&["Pagu", "Pagu Anggaran", "Jumlah", "Total", "Anggaran"])
            .examples("1440000000", "600000000")
            .help(
                "Tanpa pagu bulanan, jumlah ini dibagi dua belas ke bawah sampai ribuan; Desember menerima sisanya.",
                "Without monthly ceilings this is divided by twelve, down to whole thousands; December takes the rest.",
            ),
    );
    fields.extend(document_fields());
    let title = Wording::new("Pagu BBM (DPA)", "Budget lines (DPA)");
    ImportKind::new(IMPORT_KIND, title, fields)
}

fn line_fields() -> Vec<Field> {
    let funds = vec![
        Choice::new("apbd", Wording::new("APBD", "APBD")).also(&["PAD", "DAU"]),
        Choice::new("blud", Wording::new("BLUD", "BLUD")),
        Choice::new("btt", Wording::new("BTT", "BTT")).also(&["Belanja Tidak Terduga"]),
        Choice::new("dak", Wording::new("DAK", "DAK")).also(&["Dana Alokasi Khusus"]),
    ];
    vec![
        text("agency", 40, "Kode OPD", "Agency code")
            .required()
            .called(&["Kode SKPD", "Kode Perangkat Daerah", "Kode Unit"])
            .examples("1.03.0.00.0.00.01", "2.15.0.00.0.00.02"),
        Field::new(
            "year",
            FieldKind::Integer,
            Wording::new("Tahun anggaran", "Budget year"),
        )
        .required()
        .called(&["Tahun", "TA"])
        .examples("2026", "2026"),
        text(
            "activity_code",
            60,
            "Kode sub kegiatan",
            "Sub-activity code",
        )
        .required()
        .called(&["Kode Kegiatan", "Kode Sub Keg"])
        .examples("1.03.01.2.09.0002", "2.15.01.2.09.0002"),
        text("activity_name", 300, "Sub kegiatan", "Sub-activity")
            .required()
            .called(&["Nama Sub Kegiatan", "Nama Kegiatan", "Kegiatan"])
            .examples(
                "Penyediaan Jasa Pemeliharaan Kendaraan Dinas Operasional",
                "Penyediaan Jasa Pemeliharaan Kendaraan Dinas Operasional",
            ),
        text("account_code", 60, "Kode rekening", "Account code")
            .required()
            .called(&["Rekening", "Kode Akun"])
            .examples("5.1.02.01.01.0004", "5.1.02.01.01.0004"),
        text("account_name", 300, "Nama rekening", "Account name")
            .called(&["Uraian", "Uraian Rekening", "Nama Akun"])
            .examples("Belanja Bahan-Bahan Bakar dan Pelumas", ""),
        Field::new(
            "fund",
            FieldKind::Choice(funds),
            Wording::new("Sumber dana", "Source of funds"),
        )
        .called(&["Sumber Pendanaan"])
        .examples("apbd", "apbd")
        .help("APBD bila kosong.", "APBD where empty."),
    ]
}

fn document_fields() -> Vec<Field> {
    let kinds = vec![
        Choice::new("dpa", Wording::new("DPA", "DPA")),
        Choice::new(
            "provisional",
            Wording::new("Pagu sementara", "Provisional ceiling"),
        ),
        Choice::new("pergeseran", Wording::new("Pergeseran", "Shift")),
        Choice::new("dppa", Wording::new("DPPA", "Amended budget")).also(&["Perubahan"]),
        Choice::new("correction", Wording::new("Pembetulan", "Correction")),
    ];
    vec![
        Field::new(
            "document_kind",
            FieldKind::Choice(kinds),
            Wording::new("Jenis dokumen", "Kind of document"),
        )
        .examples("dpa", "dpa")
        .help("DPA bila kosong.", "DPA where empty."),
        text("document_number", 100, "Nomor dokumen", "Document number")
            .required()
            .called(&["Nomor DPA", "No DPA", "Nomor DPPA"])
            .examples("DPA/A.1/1.03.01/2026", "DPA/A.1/2.15.01/2026"),
        Field::new(
            "document_on",
            FieldKind::Date,
            Wording::new("Tanggal dokumen", "Document date"),
        )
        .required()
        .called(&["Tanggal DPA", "Tgl DPA", "Tanggal DPPA"])
        .examples("2026-01-02", "2026-01-02"),
        text("reason", 500, "Alasan", "Reason")
            .called(&["Keterangan"])
            .help("Wajib untuk pembetulan.", "Required for a correction."),
    ]
}
