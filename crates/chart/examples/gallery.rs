//! Writes a page with every kind of chart: `cargo run -p chart --example gallery -- PATH`.

use chart::{Bars, Bullet, Bullets, CSS, Chart, Dots, Labels, Lines, Size, Sparkline, TableState};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
];

fn main() -> std::io::Result<()> {
    let path = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "gallery.html".to_owned());
    let labels = Labels::indonesian();
    let charts = bars()
        .into_iter()
        .chain(horizontal_bars())
        .chain(lines())
        .chain(others());
    let body: String = charts.map(|chart| chart.to_html(&labels)).collect();
    let spark = Sparkline::new("Liter per bulan", [310, 290, 350, 280, 260, 255, 262, 240]);
    let page = format!(
        "<!doctype html><html lang=\"id\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>Galeri grafik</title>\
         <link rel=\"stylesheet\" href=\"chart.css\"><body><main><h1>Galeri grafik</h1>\
         <p>DH 8123 A {}</p>{body}</main></body></html>",
        spark.to_html(&labels)
    );
    let page_style = "body{margin:0;font-family:system-ui,sans-serif;line-height:1.5;color:#17202a;\
        background:var(--chart-paper)}main{padding:1rem;max-width:46rem;margin:auto}\
        @media(prefers-color-scheme:dark){body{color:#e8edf2}}";
    let style = std::path::Path::new(&path).with_file_name("chart.css");
    std::fs::write(style, format!("{CSS}\n{page_style}"))?;
    std::fs::write(path, page)
}

fn bars() -> Vec<Chart> {
    let monthly = [
        41_200, 38_900, 42_750, 40_100, 39_800, 37_650, 36_900, 35_200,
    ];
    vec![
        Chart::new(
            "liter-bulanan",
            "Pemakaian BBM per bulan",
            Bars::new(MONTHS).series("Liter", monthly),
        )
        .description("Turun 15% sejak Januari. September dan sesudahnya belum berjalan.")
        .axis_labels("Bulan 2022", "Liter"),
        Chart::new(
            "jenis",
            "Pemakaian menurut jenis BBM",
            Bars::new(["Sem I 2021", "Sem II 2021", "Sem I 2022", "Sem II 2022"])
                .series("Biosolar", [120_500, 118_000, 109_000, 101_000])
                .series("Pertalite", [64_000, 66_500, 58_200, 51_900])
                .series("Pertamax", [12_000, 9_800, 8_100, 7_700])
                .stacked(),
        )
        .axis_labels("Semester", "Liter"),
        Chart::new(
            "kecamatan",
            "Laporan dibuka dan diselesaikan",
            Bars::new([
                "Alak",
                "Kelapa Lima",
                "Kota Lama",
                "Kota Raja",
                "Maulafa",
                "Oebobo",
            ])
            .series("Dibuka", [84, 121, 66, 59, 138, 172])
            .series("Selesai", [71, 118, 60, 22, 101, 165])
            .limit(150.0, "Kapasitas"),
        )
        .axis_labels("Kecamatan", "Laporan"),
    ]
}

fn horizontal_bars() -> Vec<Chart> {
    let agencies = [
        "Dinas Lingkungan Hidup dan Kebersihan",
        "Dinas Pekerjaan Umum dan Penataan Ruang",
        "Satuan Polisi Pamong Praja",
        "Dinas Kesehatan",
        "Kecamatan Oebobo",
    ];
    vec![
        Chart::new(
            "opd",
            "Lima OPD dengan belanja BBM terbesar",
            Bars::new(agencies)
                .series(
                    "Rupiah",
                    [
                        2_431_500_000_i64,
                        1_204_750_000,
                        612_000_000,
                        488_250_000,
                        96_400_000,
                    ],
                )
                .horizontal(),
        )
        .number(|rupiah| format!("Rp {}", Labels::indonesian().number(rupiah)))
        .axis_number(|rupiah| format!("Rp {}", Labels::indonesian().short_number(rupiah))),
        Chart::new(
            "selisih",
            "Selisih terhadap norma",
            Bars::new([
                "Truk sampah",
                "Ambulans",
                "Pemadam",
                "Sepeda motor",
                "Pikap",
            ])
            .series(
                "Liter per bulan",
                [Some(-412.5), Some(35.0), None, Some(120.0), Some(-60.0)],
            )
            .horizontal(),
        )
        .description("Nilai minus berarti lebih hemat daripada norma."),
    ]
}

fn lines() -> Vec<Chart> {
    let spent = [
        610.0,
        598.0,
        640.0,
        622.0,
        615.0,
        f64::NAN,
        604.0,
        590.0,
        741.0,
        752.0,
        738.0,
        730.0,
    ];
    let expected: Vec<f64> = (0..12)
        .map(|month| 640.0 + f64::from(month) * 2.0 + if month > 7 { 190.0 } else { 0.0 })
        .collect();
    let band: Vec<(f64, f64)> = expected
        .iter()
        .map(|value| (value - 38.0, value + 38.0))
        .collect();
    vec![
        Chart::new(
            "belanja",
            "Belanja BBM dibandingkan perkiraan",
            Lines::new(MONTHS)
                .series("Nyata", spent)
                .series("Perkiraan tanpa program", expected)
                .band(band)
                .event(8, "3 Sep: harga naik"),
        )
        .description("Pita menunjukkan selang kepercayaan 90%. Data Juni tidak lengkap.")
        .axis_labels("2022", "Rp juta"),
        Chart::new(
            "aktif",
            "Pelapor aktif per minggu",
            Lines::new((1..=52).map(|week| format!("M{week}")))
                .series(
                    "Pelapor",
                    (1..=52).map(|week| 900.0 / (1.0 + f64::from(week) / 9.0)),
                )
                .limit(250.0, "Ambang"),
        )
        .axis_labels("Minggu", "Orang"),
    ]
}

fn others() -> Vec<Chart> {
    let liters = |centre: f64, spread: f64, n: i32| {
        (0..n).map(move |i| {
            centre + spread * f64::from((i * 37) % 101 - 50) * f64::from((i * 53) % 97) / 1_600.0
        })
    };
    vec![
        Chart::new(
            "pagu",
            "Pagu, terpakai, dan dipesan",
            Bullets::new("Terpakai", "Dipesan", "Pagu")
                .row(Bullet::new(
                    "Dinas Lingkungan Hidup",
                    1_240_000_000_i64,
                    85_000_000_i64,
                    2_400_000_000_i64,
                ))
                .row(Bullet::new(
                    "Dinas Kesehatan",
                    402_000_000_i64,
                    61_000_000_i64,
                    488_000_000_i64,
                ))
                .row(Bullet::new(
                    "Satuan Polisi Pamong Praja",
                    598_000_000_i64,
                    40_000_000_i64,
                    612_000_000_i64,
                ))
                .row(Bullet::new("Kelurahan Alak", 0, 0, 0)),
        )
        .number(|rupiah| format!("Rp {}", Labels::indonesian().number(rupiah)))
        .axis_number(|rupiah| format!("Rp {}", Labels::indonesian().short_number(rupiah))),
        Chart::new(
            "konsumsi",
            "Konsumsi per kendaraan",
            Dots::new()
                .group("Truk sampah", liters(38.0, 9.0, 58))
                .marked(61.0)
                .group("Minibus", liters(11.5, 2.5, 120))
                .group("Sepeda motor", liters(2.6, 0.7, 400)),
        )
        .description("Garis tegak ialah median; belah ketupat ialah kendaraan ini.")
        .axis_labels("Golongan", "l/100 km"),
        Chart::new(
            "kosong",
            "Temuan bulan ini",
            Bars::new(MONTHS).series("Temuan", [None::<i64>; 12]),
        ),
        Chart::new(
            "kecil",
            "Kolom sempit, tabel terbuka",
            Bars::new(["A", "B"]).series("Nilai", [3, 5]),
        )
        .size(Size::Compact)
        .table(TableState::Open),
    ]
}
