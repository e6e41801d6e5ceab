//! Lying bars, each with its value written at its end.

use std::fmt::Write as _;

use super::{Bar, Bars};
use crate::canvas::Canvas;
use crate::figure::Frame;
use crate::legend::{series_class, write_hatch};
use crate::markup::{End, Rectangle, close, coordinate, element};
use crate::scale::Scale;
use crate::value::count;

/// Where everything lies.
struct Layout {
    canvas: Canvas,
    /// Names stand over their bars instead of beside them.
    is_over: bool,
    row: f64,
    lane: f64,
    thickness: f64,
    top: f64,
    bottom: f64,
    name_width: f64,
    scale: Scale,
}

impl Layout {
    fn new(bars: &Bars, all: &[Bar], frame: &Frame<'_>, canvas: Canvas) -> Self {
        // Names are set in a heavier weight, which runs wider.
        let longest = canvas.widest(bars.categories.iter().map(String::as_str)) * 1.08;
        let is_over = canvas.is_compact || longest > canvas.width * 0.32;
        let name_width = if is_over {
            0.0
        } else {
            longest + canvas.font * 0.8
        };
        let texts: Vec<String> = bars
            .totals(all)
            .iter()
            .map(|bar| (frame.axis_number)(bar.value))
            .collect();
        let margin = canvas.widest(texts.iter().map(String::as_str)) * 1.08 + canvas.font * 0.7;
        let has_negative = all.iter().any(|bar| bar.to < 0.0);
        let limit = bars.limit.as_ref().map_or(0.0, |limit| limit.value);
        let high = all.iter().map(|bar| bar.to).fold(limit.max(0.0), f64::max);
        let low = all.iter().map(|bar| bar.to).fold(limit.min(0.0), f64::min);
        let high = if high > low { high } else { 1.0 };
        let from = name_width + if has_negative { margin } else { 1.0 };
        let scale = Scale {
            low,
            high,
            from,
            to: (canvas.width - margin).max(from + 10.0),
        };
        let lanes = count(bars.lanes());
        let thickness = if lanes > 1.0 {
            canvas.font
        } else {
            canvas.font * 1.3
        };
        let lane = thickness + 2.0;
        let names = if is_over { canvas.font * 1.45 } else { 0.0 };
        let row = names + lane * lanes + canvas.font * 0.9;
        let top = if bars.limit.is_some() {
            canvas.font * 1.7
        } else {
            2.0
        };
        let bottom = top + row * count(bars.categories.len());
        Self {
            canvas,
            is_over,
            row,
            lane,
            thickness,
            top,
            bottom,
            name_width,
            scale,
        }
    }

    fn row_top(&self, category: usize) -> f64 {
        self.top + self.row * count(category)
    }

    fn bar_top(&self, bar: &Bar) -> f64 {
        let names = if self.is_over {
            self.canvas.font * 1.45
        } else {
            0.0
        };
        self.row_top(bar.category) + names + self.lane * count(bar.lane)
    }
}

pub(super) fn draw(bars: &Bars, out: &mut String, frame: &Frame<'_>, canvas: Canvas) -> f64 {
    let all = bars.bars();
    let layout = Layout::new(bars, &all, frame, canvas);
    write_names(bars, out, &layout);
    for series in 0..bars.series.len() {
        element(out, "g")
            .class(&series_class(series))
            .attribute("fill", "currentColor")
            .open();
        let mut outline = String::new();
        for bar in all.iter().filter(|bar| bar.series == series) {
            let path = shape(bars, &layout, bar);
            element(out, "path")
                .attribute("d", &path)
                .titled(&bars.hint(frame, bar));
            outline.push_str(&path);
        }
        close(out, "g");
        write_hatch(out, frame.id, series, &outline);
    }
    write_zero(bars, out, &layout);
    write_values(out, frame, &layout, &bars.totals(&all));
    write_limit(bars, out, frame, &layout);
    layout.bottom
}

fn shape(bars: &Bars, layout: &Layout, bar: &Bar) -> String {
    let (a, b) = (
        layout.scale.position(bar.from),
        layout.scale.position(bar.to),
    );
    let edge = if bars.is_stacked && bar.from != 0.0 {
        1.0_f64.min((a - b).abs())
    } else {
        0.0
    };
    let x = if b < a { b } else { a + edge };
    let width = (a - b).abs() - edge;
    let end = match bar.to < 0.0 {
        _ if bars.is_stacked => End::None,
        true => End::Left,
        false => End::Right,
    };
    Rectangle {
        x,
        y: layout.bar_top(bar),
        width,
        height: layout.thickness,
    }
    .path(end, 3.0)
}

fn write_names(bars: &Bars, out: &mut String, layout: &Layout) {
    let canvas = layout.canvas;
    let anchor = if layout.is_over { "start" } else { "end" };
    element(out, "g")
        .class("chart-name")
        .attribute("text-anchor", anchor)
        .open();
    for (category, name) in bars.categories.iter().enumerate() {
        let top = layout.row_top(category);
        let (x, y) = if layout.is_over {
            (0.0, top + canvas.font)
        } else {
            let middle = top + layout.lane * count(bars.lanes()) / 2.0;
            (
                layout.name_width - canvas.font * 0.8,
                middle + canvas.font * 0.32,
            )
        };
        let width = if layout.is_over {
            canvas.width
        } else {
            layout.name_width
        };
        element(out, "text")
            .at("x", x)
            .at("y", y)
            .text(&canvas.fit(name, width));
    }
    close(out, "g");
}

fn write_values(out: &mut String, frame: &Frame<'_>, layout: &Layout, totals: &[Bar]) {
    element(out, "g").class("chart-value chart-halo").open();
    for bar in totals {
        let x = layout.scale.position(bar.to);
        let y = layout.bar_top(bar) + layout.thickness / 2.0 + layout.canvas.font * 0.35;
        let (x, anchor) = if bar.to < 0.0 {
            (x - 5.0, "end")
        } else {
            (x + 5.0, "start")
        };
        let text = element(out, "text").attribute("text-anchor", anchor);
        text.at("x", x)
            .at("y", y)
            .text(&(frame.axis_number)(bar.value));
    }
    close(out, "g");
}

fn write_limit(bars: &Bars, out: &mut String, frame: &Frame<'_>, layout: &Layout) {
    let Some(limit) = &bars.limit else { return };
    let (canvas, x) = (layout.canvas, layout.scale.position(limit.value));
    element(out, "g")
        .class("chart-limit")
        .attribute("fill", "currentColor")
        .open();
    let path = format!(
        "M{} {}V{}",
        coordinate(x),
        coordinate(layout.top - 3.0),
        coordinate(layout.bottom)
    );
    element(out, "path")
        .attribute("d", &path)
        .attribute("stroke", "currentColor")
        .attribute("stroke-width", "1.5")
        .attribute("stroke-dasharray", "6 4")
        .empty();
    let text = format!("{} {}", limit.name, (frame.axis_number)(limit.value));
    let text = canvas.fit(&text, canvas.width);
    let half = canvas.text_width(&text) / 2.0;
    element(out, "text")
        .attribute("text-anchor", "middle")
        .at("x", x.clamp(half, (canvas.width - half).max(half)))
        .at("y", canvas.font)
        .text(&text);
    close(out, "g");
}

/// Draws the zero line beside the bars, leaving the names over them free.
fn write_zero(bars: &Bars, out: &mut String, layout: &Layout) {
    let x = coordinate(layout.scale.position(0.0));
    let height = layout.lane * count(bars.lanes()) + 2.0;
    let mut path = String::new();
    for category in 0..bars.categories.len() {
        let names = if layout.is_over {
            layout.canvas.font * 1.45
        } else {
            0.0
        };
        let top = layout.row_top(category) + names - 2.0;
        let _ = write!(path, "M{x} {}v{}", coordinate(top), coordinate(height));
    }
    element(out, "path")
        .class("chart-zero")
        .attribute("stroke", "currentColor")
        .attribute("d", &path)
        .empty();
}
