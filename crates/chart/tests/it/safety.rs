//! For any data: finite coordinates inside the drawing, balanced and escaped markup, no inline style.

use chart::{Bars, Bullet, Bullets, CSS, Chart, Dots, Labels, Lines, Sparkline};
use proptest::prelude::*;

fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -1e6..1e6_f64,
        2 => prop::num::f64::ANY,
        1 => Just(0.0),
        1 => Just(f64::MAX),
        1 => Just(f64::MIN_POSITIVE),
        1 => Just(-1e15),
    ]
}

fn series() -> impl Strategy<Value = (Vec<String>, Vec<Vec<f64>>)> {
    (0..30_usize).prop_flat_map(|length| {
        let names = prop::collection::vec("\\PC{0,40}", length);
        let values = prop::collection::vec(prop::collection::vec(any_value(), length), 0..8);
        (names, values)
    })
}

/// Everything a browser or a strict policy could stumble over.
#[track_caller]
fn check(html: &str) {
    assert_eq!(html, html.trim());
    let mut open: Vec<&str> = Vec::new();
    for piece in html.split('<').skip(1) {
        let tag = piece.split_once('>').map_or(piece, |(tag, _)| tag);
        let name = tag
            .split([' ', '/'])
            .find(|part| !part.is_empty())
            .unwrap_or_default();
        if let Some(end) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(end), "in {html}");
        } else if !tag.ends_with('/') {
            open.push(name);
        }
        for attribute in ["style", "onload", "onclick", "href"] {
            assert!(!tag.contains(&format!(" {attribute}=")), "{tag}");
        }
        for name in [
            "d",
            "points",
            "x",
            "y",
            "cx",
            "cy",
            "r",
            "width",
            "height",
            "viewBox",
            "font-size",
        ] {
            if let Some((_, rest)) = tag.split_once(&format!(" {name}=\"")) {
                let value = rest.split_once('"').map_or(rest, |(value, _)| value);
                numbers_are_sane(value);
            }
        }
    }
    assert!(open.is_empty(), "{open:?} in {html}");
}

#[track_caller]
fn numbers_are_sane(value: &str) {
    let words = value.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-' || c == 'e'));
    assert!(!value.contains("NaN") && !value.contains("inf"), "{value}");
    for word in words.filter(|word| !word.is_empty()) {
        let number: f64 = word.parse().unwrap_or(f64::NAN);
        assert!(
            number.is_finite() && number.abs() < 20_000.0,
            "{word} in {value}"
        );
    }
}

fn html(chart: Chart) -> String {
    chart
        .axis_labels("Sumbu", "Nilai")
        .description("<b>&")
        .to_html(&Labels::indonesian())
}

proptest! {
    #[test]
    fn any_bars_are_drawn_sanely(
        (names, all) in series(), stacked: bool, horizontal: bool, limit in any_value()
    ) {
        let mut bars = Bars::new(names).limit(limit, "Ambang <");
        for values in all {
            bars = bars.series("Seri & co", values);
        }
        if stacked {
            bars = bars.stacked();
        }
        if horizontal {
            bars = bars.horizontal();
        }
        check(&html(Chart::new("a", "\"Judul\" <script>", bars)));
    }

    #[test]
    fn any_lines_are_drawn_sanely(
        (names, all) in series(), from_zero: bool, event in 0..40_usize, limit in any_value()
    ) {
        let mut lines = Lines::new(names).event(event, "\u{0}Kejadian").limit(limit, "Ambang");
        for values in all {
            let band: Vec<(f64, f64)> = values.iter().rev().copied().zip(values.clone()).collect();
            lines = lines.series("Seri", values).band(band);
        }
        if !from_zero {
            lines = lines.may_start_above_zero();
        }
        check(&html(Chart::new("a", "Judul", lines)));
    }

    #[test]
    fn any_ceilings_are_drawn_sanely(
        rows in prop::collection::vec(("\\PC{0,60}", any_value(), any_value(), any_value()), 0..12)
    ) {
        let rows = rows.into_iter().map(|(name, a, b, c)| Bullet::new(name, a, b, c));
        check(&html(Chart::new("a", "Judul", Bullets::new("T", "D", "P").rows(rows))));
    }

    #[test]
    fn any_dots_are_drawn_sanely((names, all) in series(), marked in any_value()) {
        let dots = names.into_iter().zip(all).fold(Dots::new(), |dots, (name, values)| {
            dots.group(name, values).marked(marked)
        });
        check(&html(Chart::new("a", "Judul", dots)));
    }

    #[test]
    fn any_sparkline_is_drawn_sanely(values in prop::collection::vec(any_value(), 0..50)) {
        check(&Sparkline::new("Judul <", values).to_html(&Labels::english()));
    }

    #[test]
    fn the_same_data_gives_the_same_bytes((names, all) in series()) {
        let make = || {
            let bars = all.iter().fold(Bars::new(names.clone()), |b, v| b.series("S", v.clone()));
            html(Chart::new("a", "Judul", bars))
        };
        prop_assert_eq!(make(), make());
    }
}

#[test]
fn the_style_sheet_is_small_and_names_every_class_of_the_drawings() {
    assert!(CSS.len() < 8_192, "{}", CSS.len());
    for class in [
        "chart-series-6",
        "chart-hatch",
        "chart-wide",
        "chart-compact",
        "chart-over",
        "chart-halo",
    ] {
        assert!(CSS.contains(&format!(".{class}")), "{class}");
    }
    assert!(CSS.contains("@media print") && CSS.contains("prefers-color-scheme: dark"));
}
