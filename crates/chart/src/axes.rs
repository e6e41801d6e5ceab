//! What vertical bars and lines share: value axis, grid, category labels, limit.

use crate::canvas::Canvas;
use crate::figure::Frame;
use crate::markup::{close, element};
use crate::scale::{Scale, Ticks};
use crate::value::count;

/// The rectangle inside the axes, its value axis, and the height of the whole drawing.
pub(crate) struct Axes<'a> {
    pub(crate) frame: &'a Frame<'a>,
    pub(crate) canvas: Canvas,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) scale: Scale,
    /// Room for a second row of category labels, in ems.
    second_row: f64,
    ticks: Vec<(f64, String)>,
}

/// A horizontal line at a limit, with its name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Limit {
    pub(crate) value: f64,
    pub(crate) name: String,
}

impl Limit {
    /// The limit in words, for those who do not see the line.
    pub(crate) fn note(&self, frame: &Frame<'_>) -> String {
        format!("{}: {}.", self.name, (frame.number)(self.value))
    }
}

impl<'a> Axes<'a> {
    /// Lays out axes around `ticks`, with `headroom` lines of text above the highest one.
    ///
    /// A line is added for the name of the value axis and of the limit, if there is either.
    pub(crate) fn new(
        frame: &'a Frame<'a>,
        canvas: Canvas,
        ticks: &Ticks,
        headroom: f64,
        has_limit: bool,
    ) -> Self {
        let has_title = has_limit || !frame.value_label.is_empty();
        let named: Vec<(f64, String)> = ticks
            .values
            .iter()
            .map(|value| (*value, (frame.axis_number)(*value)))
            .collect();
        let margin = canvas.widest(named.iter().map(|(_, name)| name.as_str()));
        let title = if has_title { 2.1 } else { 0.6 };
        let top = canvas.font * (title + headroom);
        let bottom = top + if canvas.is_compact { 170.0 } else { 220.0 };
        let scale = Scale {
            low: ticks.low,
            high: ticks.high,
            from: bottom,
            to: top,
        };
        let left = (margin + canvas.font * 0.6).min(canvas.width * 0.4);
        Self {
            frame,
            canvas,
            left,
            right: canvas.width - 2.0,
            top,
            bottom,
            scale,
            second_row: 0.0,
            ticks: named,
        }
    }

    /// Makes room for a second row of category labels where they need one.
    pub(crate) fn with_categories(mut self, names: &[String]) -> Self {
        let needs_two = self
            .category_labels(names, false)
            .iter()
            .any(|label| label.row > 0);
        self.second_row = if needs_two { 1.15 } else { 0.0 };
        self
    }

    /// The width of the rectangle.
    pub(crate) fn width(&self) -> f64 {
        self.right - self.left
    }

    /// The height of the drawing, labels below included.
    pub(crate) fn height(&self) -> f64 {
        let lines = if self.frame.category_label.is_empty() {
            1.8
        } else {
            3.25
        };
        self.bottom + self.canvas.font * (lines + self.second_row)
    }

    /// Writes grid lines, tick labels and the names of both axes.
    pub(crate) fn write_grid(&self, out: &mut String) {
        element(out, "g")
            .class("chart-grid")
            .attribute("stroke", "currentColor")
            .open();
        for (value, _) in &self.ticks {
            let y = self.scale.position(*value);
            element(out, "path")
                .attribute("d", &horizontal(self.left, self.right, y))
                .class(if *value == 0.0 {
                    "chart-zero"
                } else {
                    "chart-rule"
                })
                .empty();
        }
        close(out, "g");
        element(out, "g")
            .class("chart-muted")
            .attribute("text-anchor", "end")
            .open();
        for (value, name) in &self.ticks {
            let y = self.scale.position(*value) + self.canvas.font * 0.35;
            element(out, "text")
                .at("x", self.left - self.canvas.font * 0.5)
                .at("y", y)
                .text(name);
        }
        close(out, "g");
        let (font, frame) = (self.canvas.font, self.frame);
        if !frame.value_label.is_empty() {
            let name = self.canvas.fit(frame.value_label, self.canvas.width);
            element(out, "text")
                .class("chart-muted")
                .at("x", 0.0)
                .at("y", font)
                .text(&name);
        }
        if !frame.category_label.is_empty() {
            let name = self.canvas.fit(frame.category_label, self.canvas.width);
            element(out, "text")
                .class("chart-muted")
                .attribute("text-anchor", "end")
                .at("x", self.right)
                .at("y", self.bottom + font * (2.8 + self.second_row))
                .text(&name);
        }
    }

    /// Writes category labels, centred on their places and inside the drawing.
    ///
    /// Ordered categories that do not fit are thinned, others first get two lines or two rows.
    pub(crate) fn write_categories(
        &self,
        out: &mut String,
        names: &[String],
        is_ordered: bool,
        at: impl Fn(usize) -> f64,
    ) {
        let canvas = self.canvas;
        let labels = self.category_labels(names, is_ordered);
        element(out, "g")
            .class("chart-muted")
            .attribute("text-anchor", "middle")
            .open();
        for label in labels {
            let half = canvas.text_width(&label.text) / 2.0;
            let x = at(label.place).clamp(half, (canvas.width - half).max(half));
            let y = self.bottom + canvas.font * (1.35 + 1.15 * count(label.row));
            element(out, "text").at("x", x).at("y", y).text(&label.text);
        }
        close(out, "g");
    }

    fn category_labels(&self, names: &[String], is_ordered: bool) -> Vec<Label> {
        let canvas = self.canvas;
        let slot = self.width() / count(names.len().max(1));
        let gap = canvas.font * 0.5;
        let longest = canvas.widest(names.iter().map(String::as_str));
        let named = || names.iter().enumerate();
        if !is_ordered && longest + gap > slot {
            let split = |name: &String| canvas.in_two(name, slot - gap);
            if let Some(pairs) = names.iter().map(split).collect::<Option<Vec<_>>>() {
                let lines = pairs.into_iter().enumerate().flat_map(|(place, lines)| {
                    lines
                        .into_iter()
                        .enumerate()
                        .map(move |(row, text)| Label { place, row, text })
                });
                return lines.collect();
            }
            if names.len() <= STAGGERED_MAX && longest + gap <= slot * 2.0 {
                let rows = named().map(|(place, name)| Label {
                    place,
                    row: place % 2,
                    text: name.clone(),
                });
                return rows.collect();
            }
        }
        let room = longest.min(self.width() / 3.0);
        let thinned = named().step_by(canvas.stride(room, slot));
        thinned
            .map(|(place, name)| Label {
                place,
                row: 0,
                text: canvas.fit(name, room),
            })
            .collect()
    }

    /// Writes the line of a limit; its name stands above the plot, where nothing collides with it.
    pub(crate) fn write_limit(&self, out: &mut String, limit: &Limit) {
        let (canvas, y) = (self.canvas, self.scale.position(limit.value));
        let used = canvas.text_width(self.frame.value_label) + canvas.font * 3.0;
        let text = format!("{} {}", limit.name, (self.frame.axis_number)(limit.value));
        let text = canvas.fit(&text, (canvas.width - used).max(canvas.width * 0.4));
        let sample = self.right - canvas.text_width(&text) - canvas.font * 0.5;
        element(out, "g")
            .class("chart-limit")
            .attribute("fill", "currentColor")
            .open();
        for (from, to, y) in [
            (self.left, self.right, y),
            (sample - 20.0, sample, canvas.font * 0.65),
        ] {
            element(out, "path")
                .attribute("d", &horizontal(from, to, y))
                .attribute("stroke", "currentColor")
                .attribute("stroke-width", "1.5")
                .attribute("stroke-dasharray", "6 4")
                .empty();
        }
        element(out, "text")
            .attribute("text-anchor", "end")
            .at("x", self.right)
            .at("y", canvas.font)
            .text(&text);
        close(out, "g");
    }
}

/// Up to this many labels may stand in two rows, one up, one down.
const STAGGERED_MAX: usize = 8;

/// One line of a category label.
struct Label {
    place: usize,
    row: usize,
    text: String,
}

fn horizontal(from: f64, to: f64, y: f64) -> String {
    use crate::markup::coordinate;
    format!("M{} {}H{}", coordinate(from), coordinate(y), coordinate(to))
}
