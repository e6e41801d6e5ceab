//! Series: their classes, hatching, dashes, markers, and the legend.

use crate::markup::{close, coordinate, element};

/// How many series look different; more of them start again.
const STYLES: usize = 6;

/// The class that gives a series its colour.
pub(crate) fn series_class(series: usize) -> String {
    format!("chart-series-{}", series % STYLES + 1)
}

/// The dashes of a line; the first is solid.
pub(crate) fn dashes(series: usize) -> &'static str {
    ["none", "7 4", "2 3", "9 3 2 3", "4 2", "1 4"]
        .get(series % STYLES)
        .copied()
        .unwrap_or("none")
}

/// The `fill` of a series' hatching; the first has none.
pub(crate) fn hatch_fill(id: &str, series: usize) -> Option<String> {
    let style = series % STYLES;
    (style > 0).then(|| format!("url(#{id}-hatch-{})", style + 1))
}

/// The patterns that `keys` and their series refer to, if any.
///
/// They lie in a drawing of their own: patterns in a hidden drawing are not found.
pub(crate) fn write_patterns(out: &mut String, id: &str, keys: &[Key]) {
    let needed = keys.iter().map(|key| match key.swatch {
        Swatch::Bar(series) => series + 1,
        Swatch::Reserved => 2,
        Swatch::Line(_) | Swatch::Ceiling => 0,
    });
    let series = needed.max().unwrap_or(0);
    if series < 2 {
        return;
    }
    let shapes = [
        "M-1 7L7 -1M-1 1L1 -1M5 7L7 5",
        "M1.5 3h3M3 1.5v3",
        "M-1 -1L7 7M5 -1L7 1M-1 5L1 7",
        "M0 0L6 6M6 0L0 6",
        "M0 3h6",
    ];
    element(out, "svg")
        .class("chart-patterns")
        .attribute("width", "0")
        .attribute("height", "0")
        .attribute("aria-hidden", "true")
        .attribute("focusable", "false")
        .open();
    out.push_str("<defs>");
    for (place, shape) in shapes.iter().enumerate().take(series - 1) {
        element(out, "pattern")
            .attribute("id", &format!("{id}-hatch-{}", place + 2))
            .attribute("width", "6")
            .attribute("height", "6")
            .attribute("patternUnits", "userSpaceOnUse")
            .open();
        element(out, "path")
            .class("chart-hatch-line")
            .attribute("d", shape)
            .attribute("stroke", "#fff")
            .attribute("stroke-width", "1.5")
            .attribute("fill", "none")
            .empty();
        close(out, "pattern");
    }
    out.push_str("</defs></svg>");
}

/// How a series is shown in the legend.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) swatch: Swatch,
}

/// The small picture of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Swatch {
    /// A bar of this series.
    Bar(usize),
    /// A line of this series, with marker.
    Line(usize),
    /// Reserved: a light, always hatched bar of the first series.
    Reserved,
    /// The ceiling: an empty bar.
    Ceiling,
}

/// Writes the legend as a list that wraps with the page.
pub(crate) fn write_legend(out: &mut String, id: &str, keys: &[Key]) {
    if keys.is_empty() {
        return;
    }
    element(out, "ul").class("chart-legend").open();
    for key in keys {
        out.push_str("<li>");
        element(out, "svg")
            .class("chart-swatch")
            .attribute("viewBox", "0 0 22 12")
            .attribute("width", "22")
            .attribute("height", "12")
            .attribute("fill", "currentColor")
            .attribute("aria-hidden", "true")
            .attribute("focusable", "false")
            .open();
        write_swatch(out, id, key.swatch);
        close(out, "svg");
        element(out, "span").text(&key.name);
        close(out, "li");
    }
    close(out, "ul");
}

fn write_swatch(out: &mut String, id: &str, swatch: Swatch) {
    let bar = "M3 0H19A3 3 0 0 1 22 3V9A3 3 0 0 1 19 12H3A3 3 0 0 1 0 9V3A3 3 0 0 1 3 0Z";
    match swatch {
        Swatch::Bar(series) => {
            element(out, "path")
                .class(&series_class(series))
                .attribute("d", bar)
                .empty();
            write_hatch(out, id, series, bar);
        }
        Swatch::Line(series) => {
            element(out, "g").class(&series_class(series)).open();
            element(out, "path")
                .attribute("d", "M0 6H22")
                .attribute("stroke", "currentColor")
                .attribute("stroke-width", "2.5")
                .attribute("stroke-dasharray", dashes(series))
                .empty();
            write_marker(out, series, 11.0, 6.0);
            close(out, "g");
        }
        Swatch::Reserved => {
            element(out, "path")
                .class("chart-reserved")
                .attribute("d", bar)
                .empty();
            let fill = format!("url(#{id}-hatch-2)");
            element(out, "path")
                .class("chart-mark")
                .attribute("fill", &fill)
                .attribute("d", bar)
                .empty();
        }
        Swatch::Ceiling => {
            element(out, "path")
                .class("chart-track")
                .attribute("d", bar)
                .empty();
        }
    }
}

/// Lays the hatching of a series over shapes already drawn.
pub(crate) fn write_hatch(out: &mut String, id: &str, series: usize, path: &str) {
    if let Some(fill) = hatch_fill(id, series).filter(|_| !path.is_empty()) {
        element(out, "path")
            .class("chart-hatch")
            .attribute("fill", &fill)
            .attribute("d", path)
            .empty();
    }
}

/// The path of a series' marker: circle, square, diamond, triangle, in turn.
pub(crate) fn marker_path(series: usize, x: f64, y: f64) -> String {
    let at = coordinate;
    match series % 4 {
        0 => format!(
            "M{} {}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0Z",
            at(x - 3.5),
            at(y)
        ),
        1 => format!("M{} {}h6.4v6.4h-6.4Z", at(x - 3.2), at(y - 3.2)),
        2 => format!("M{} {}l4.4 4.4l-4.4 4.4l-4.4 -4.4Z", at(x), at(y - 4.4)),
        _ => format!("M{} {}l4.3 7.4h-8.6Z", at(x), at(y - 4.6)),
    }
}

/// Writes a series' marker without a title.
pub(crate) fn write_marker(out: &mut String, series: usize, x: f64, y: f64) {
    element(out, "path")
        .attribute("d", &marker_path(series, x, y))
        .empty();
}
