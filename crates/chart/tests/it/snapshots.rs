//! The exact output of one small chart of each kind. Read the difference before accepting it.

use chart::{Bars, Bullet, Bullets, Chart, Dots, Labels, Lines, Size, Sparkline, TableState};
use insta::assert_snapshot;

/// One element a line, so that differences can be read.
fn lines_of(html: &str) -> String {
    html.replace("><", ">\n<")
}

fn wide(chart: Chart) -> String {
    lines_of(&chart.size(Size::Wide).to_html(&Labels::indonesian()))
}

#[test]
fn vertical_bars_side_by_side_with_a_limit() {
    let bars = Bars::new(["Jan", "Feb"])
        .series("Dibuka", [Some(1_250), None])
        .series("Selesai", [980, -40])
        .limit(1_000.0, "Ambang");
    let chart = Chart::new("a", "Laporan", bars)
        .description("Februari belum lengkap.")
        .axis_labels("Bulan", "Laporan");
    assert_snapshot!(wide(chart));
}

#[test]
fn stacked_bars_with_totals() {
    let bars = Bars::new(["A"])
        .series("Biosolar", [100])
        .series("Pertalite", [50])
        .stacked();
    assert_snapshot!(wide(Chart::new("b", "BBM", bars)));
}

#[test]
fn horizontal_bars_with_money() {
    let bars = Bars::new(["Dinas Kesehatan"])
        .series("Rupiah", [1_234_567_i64])
        .horizontal();
    let chart = Chart::new("c", "Belanja", bars)
        .number(|rupiah| format!("Rp {}", Labels::indonesian().number(rupiah)));
    assert_snapshot!(wide(chart));
}

#[test]
fn lines_with_gap_band_and_event() {
    let lines = Lines::new(["1", "2", "3", "4"])
        .series("Nyata", [3.0, f64::NAN, 4.0, 5.0])
        .band([(2.0, 4.0), (2.5, 4.5), (f64::NAN, 1.0), (4.0, 6.0)])
        .event(2, "harga naik");
    assert_snapshot!(wide(Chart::new("d", "Liter", lines)));
}

#[test]
fn ceilings_within_and_beyond() {
    let bullets = Bullets::new("Terpakai", "Dipesan", "Pagu")
        .row(Bullet::new("DLH", 60, 10, 100))
        .row(Bullet::new("Satpol PP", 95, 10, 100));
    assert_snapshot!(wide(
        Chart::new("e", "Pagu", bullets).table(TableState::Open)
    ));
}

#[test]
fn dots_with_a_marked_one() {
    let dots = Dots::new()
        .group("Truk", [30.0, 31.0, 31.1, 45.0])
        .marked(45.0);
    assert_snapshot!(wide(
        Chart::new("f", "Konsumsi", dots).axis_labels("Golongan", "l/100 km")
    ));
}

#[test]
fn a_sparkline() {
    let spark = Sparkline::new("Liter", [Some(3.5), None, Some(4.0), Some(2.0)]);
    assert_snapshot!(lines_of(&spark.to_html(&Labels::english())));
}

#[test]
fn both_sizes_with_ids_of_their_own() {
    let bars = Bars::new(["A"]).series("Nilai", [1]);
    let html = Chart::new("x y\"z", "T", bars)
        .description("D")
        .to_html(&Labels::english());
    for id in [
        "x-y-z",
        "x-y-z-wide-title",
        "x-y-z-wide-desc",
        "x-y-z-compact-title",
        "x-y-z-compact-desc",
    ] {
        assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
    }
    assert_eq!(html.matches("role=\"img\"").count(), 2);
    assert!(html.contains("<summary>Show table</summary>"));
}

#[test]
fn limits_and_marked_values_are_also_said_in_words() {
    let bars = Bars::new(["A"])
        .series("Nilai", [1])
        .limit(150.0, "Kapasitas");
    let html = Chart::new("i", "T", bars)
        .description("D.")
        .to_html(&Labels::indonesian());
    assert!(
        html.contains("id=\"i-compact-desc\">D. Kapasitas: 150.</desc>"),
        "{html}"
    );
    let dots = Dots::new().group("Truk", [1.0]).marked(61.5);
    let html = Chart::new("i", "T", dots).to_html(&Labels::indonesian());
    assert!(
        html.contains("aria-describedby=\"i-wide-desc\"") && html.contains(">Truk: 61,5.</desc>")
    );
}

#[test]
fn no_values_gives_words_instead_of_an_empty_drawing() {
    let bars = Bars::new(["A", "B"]).series("Nilai", [None::<i64>, None]);
    let html = Chart::new("g", "Temuan", bars).to_html(&Labels::indonesian());
    assert!(html.contains("Belum ada data") && !html.contains("<svg"));
}

#[test]
fn the_table_holds_every_number_in_full() {
    let bars = Bars::new(["A", "B"]).series("Rupiah", [Some(8_000_123_456_i64), None]);
    let html = Chart::new("h", "Belanja", bars).to_html(&Labels::indonesian());
    assert!(html.contains("<td class=\"chart-number\">8.000.123.456</td>"));
    assert!(html.contains("<td class=\"chart-number\">tidak ada</td>"));
    let hidden = Bars::new(["A"]).series("Rupiah", [1]);
    let hidden = Chart::new("h", "Belanja", hidden).table(TableState::Hidden);
    assert!(!hidden.to_html(&Labels::indonesian()).contains("<table"));
}
