//! Standing bars.

use super::{Bar, Bars};
use crate::axes::Axes;
use crate::canvas::Canvas;
use crate::figure::Frame;
use crate::legend::{series_class, write_hatch};
use crate::markup::{End, Rectangle, close, element};
use crate::value::count;

/// Bars grow no wider than this.
const WIDTH_MAX: f64 = 48.0;

pub(super) fn draw(bars: &Bars, out: &mut String, frame: &Frame<'_>, canvas: Canvas) -> f64 {
    let all = bars.bars();
    let ticks = bars.ticks(&all, canvas);
    let axes = Axes::new(frame, canvas, &ticks, 1.0, bars.limit.is_some());
    let axes = axes.with_categories(&bars.categories);
    let slot = axes.width() / count(bars.categories.len().max(1));
    let lanes = count(bars.lanes());
    let width = (slot * 0.74 / lanes).min(WIDTH_MAX);
    let centre = |category: usize| axes.left + slot * (count(category) + 0.5);
    let left = |bar: &Bar| centre(bar.category) + width * (count(bar.lane) - lanes / 2.0);
    let gap = if width > 6.0 && lanes > 1.0 { 1.5 } else { 0.0 };
    axes.write_grid(out);
    for series in 0..bars.series.len() {
        element(out, "g")
            .class(&series_class(series))
            .attribute("fill", "currentColor")
            .open();
        let mut outline = String::new();
        for bar in all.iter().filter(|bar| bar.series == series) {
            let (a, b) = (axes.scale.position(bar.from), axes.scale.position(bar.to));
            let edge = if bars.is_stacked && bar.from != 0.0 {
                1.0_f64.min((a - b).abs())
            } else {
                0.0
            };
            let y = if b > a { a + edge } else { b };
            let shape = Rectangle {
                x: left(bar),
                y,
                width: width - gap,
                height: (a - b).abs() - edge,
            };
            let end = match bar.to < 0.0 {
                _ if bars.is_stacked => End::None,
                true => End::Bottom,
                false => End::Top,
            };
            let path = shape.path(end, 3.0);
            element(out, "path")
                .attribute("d", &path)
                .titled(&bars.hint(frame, bar));
            outline.push_str(&path);
        }
        close(out, "g");
        write_hatch(out, frame.id, series, &outline);
    }
    write_totals(bars, out, &axes, &bars.totals(&all), &left);
    if let Some(limit) = &bars.limit {
        axes.write_limit(out, limit);
    }
    axes.write_categories(out, &bars.categories, false, centre);
    axes.height()
}

/// Writes values over the bars where each has room: one lane, and no text wider than its slot.
fn write_totals(
    bars: &Bars,
    out: &mut String,
    axes: &Axes<'_>,
    totals: &[Bar],
    left: &impl Fn(&Bar) -> f64,
) {
    let canvas = axes.canvas;
    let slot = axes.width() / count(bars.categories.len().max(1));
    let texts: Vec<String> = totals
        .iter()
        .map(|bar| (axes.frame.axis_number)(bar.value))
        .collect();
    if bars.lanes() > 1 || canvas.widest(texts.iter().map(String::as_str)) > slot - 2.0 {
        return;
    }
    let half = (slot * 0.74).min(WIDTH_MAX) / 2.0;
    element(out, "g")
        .class("chart-value chart-halo")
        .attribute("text-anchor", "middle")
        .open();
    for (bar, text) in totals.iter().zip(&texts) {
        let y = axes.scale.position(bar.to);
        let y = if bar.to < 0.0 {
            y + canvas.font * 1.05
        } else {
            y - canvas.font * 0.35
        };
        element(out, "text")
            .at("x", left(bar) + half)
            .at("y", y)
            .text(text);
    }
    close(out, "g");
}
