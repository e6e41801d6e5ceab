//! Distributions as strips of dots, with the median and one marked value.

use crate::Value;
use crate::canvas::Canvas;
use crate::figure::Frame;
use crate::legend::series_class;
use crate::markup::{close, coordinate, element};
use crate::scale::{Scale, Ticks};
use crate::table::Table;
use crate::value::{count, drawn};

/// Of larger groups evenly spaced order statistics are drawn; the table counts all.
const DOTS_MAX: usize = 300;
const RADIUS: f64 = 3.5;

/// Groups of values on one axis.
#[derive(Debug, Clone, Default)]
pub struct Dots {
    groups: Vec<Group>,
}

#[derive(Debug, Clone)]
struct Group {
    name: String,
    /// Finite and ascending.
    values: Vec<f64>,
    marked: Option<f64>,
}

impl Group {
    fn median(&self) -> Option<f64> {
        let last = self.values.len().checked_sub(1)?;
        let (low, high) = (
            self.values.get(last / 2)?,
            self.values.get(last.div_ceil(2))?,
        );
        Some(f64::midpoint(*low, *high))
    }

    fn drawn_values(&self) -> impl Iterator<Item = f64> {
        let stride = self.values.len().div_ceil(DOTS_MAX).max(1);
        self.values.iter().copied().step_by(stride)
    }
}

impl Dots {
    /// No groups yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a group.
    #[must_use]
    pub fn group<T: Into<Value>>(
        mut self,
        name: impl Into<String>,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let mut values: Vec<f64> = values
            .into_iter()
            .filter_map(|value| value.into().number())
            .collect();
        values.sort_by(f64::total_cmp);
        self.groups.push(Group {
            name: name.into(),
            values,
            marked: None,
        });
        self
    }

    /// Marks one value in the latest group, for example "this vehicle".
    #[must_use]
    pub fn marked(mut self, value: impl Into<Value>) -> Self {
        if let Some(group) = self.groups.last_mut() {
            group.marked = value.into().number();
        }
        self
    }

    pub(crate) fn draw(&self, out: &mut String, frame: &Frame<'_>, canvas: Canvas) -> f64 {
        let target = if canvas.is_compact { 4.0 } else { 7.0 };
        let all = self
            .groups
            .iter()
            .flat_map(|group| group.values.iter().chain(&group.marked));
        let ticks = Ticks::around(all.copied(), false, target);
        let inset = canvas.font * 1.2;
        let scale = Scale {
            low: ticks.low,
            high: ticks.high,
            from: inset,
            to: canvas.width - inset,
        };
        let band = if canvas.is_compact { 44.0 } else { 52.0 };
        let row = canvas.font * 1.6 + band;
        let bottom = row * count(self.groups.len());
        write_axis(out, frame, canvas, &ticks, (&scale, bottom));
        for (place, group) in self.groups.iter().enumerate() {
            let top = row * count(place);
            let name = canvas.fit(&group.name, canvas.width);
            element(out, "text")
                .class("chart-name chart-halo")
                .at("x", 0.0)
                .at("y", top + canvas.font * 1.1)
                .text(&name);
            write_group(
                out,
                frame,
                group,
                &scale,
                (top + canvas.font * 1.6 + band / 2.0, band / 2.0),
            );
        }
        let lines = if frame.value_label.is_empty() {
            1.8
        } else {
            3.25
        };
        bottom + canvas.font * lines
    }

    pub(crate) fn table(&self, frame: &Frame<'_>) -> Table {
        let labels = frame.labels;
        let words = [
            &labels.count,
            &labels.minimum,
            &labels.median,
            &labels.maximum,
        ];
        let mut head = vec![frame.category_heading()];
        head.extend(words.into_iter().cloned());
        let row = |group: &Group| {
            let ends = [
                group.values.first().copied(),
                group.median(),
                group.values.last().copied(),
            ];
            let mut cells = vec![labels.number(count(group.values.len()))];
            cells.extend(ends.map(|value| frame.cell(value)));
            (group.name.clone(), cells)
        };
        Table {
            head,
            rows: self.groups.iter().map(row).collect(),
        }
    }

    pub(crate) fn note(&self, frame: &Frame<'_>) -> String {
        let marked = self.groups.iter().filter_map(|group| {
            group
                .marked
                .map(|value| format!("{}: {}.", group.name, (frame.number)(value)))
        });
        marked.collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn has_data(&self) -> bool {
        self.groups.iter().any(|group| !group.values.is_empty())
    }
}

fn write_axis(
    out: &mut String,
    frame: &Frame<'_>,
    canvas: Canvas,
    ticks: &Ticks,
    (scale, bottom): (&Scale, f64),
) {
    element(out, "g")
        .class("chart-grid")
        .attribute("stroke", "currentColor")
        .open();
    for value in &ticks.values {
        let x = coordinate(scale.position(*value));
        let path = format!(
            "M{x} {}V{}",
            coordinate(canvas.font * 1.6),
            coordinate(bottom)
        );
        element(out, "path")
            .class("chart-rule")
            .attribute("d", &path)
            .empty();
    }
    close(out, "g");
    let texts: Vec<String> = ticks
        .values
        .iter()
        .map(|value| (frame.axis_number)(*value))
        .collect();
    let slot = (scale.to - scale.from) / count(texts.len().saturating_sub(1).max(1));
    let stride = canvas.stride(canvas.widest(texts.iter().map(String::as_str)), slot);
    element(out, "g")
        .class("chart-muted")
        .attribute("text-anchor", "middle")
        .open();
    for (value, text) in ticks.values.iter().zip(&texts).step_by(stride) {
        let half = canvas.text_width(text) / 2.0;
        let x = scale
            .position(*value)
            .clamp(half, (canvas.width - half).max(half));
        element(out, "text")
            .at("x", x)
            .at("y", bottom + canvas.font * 1.35)
            .text(text);
    }
    close(out, "g");
    if !frame.value_label.is_empty() {
        element(out, "text")
            .class("chart-muted")
            .attribute("text-anchor", "end")
            .at("x", canvas.width)
            .at("y", bottom + canvas.font * 2.8)
            .text(&canvas.fit(frame.value_label, canvas.width));
    }
}

/// Dots that would lie on each other are set aside, above and below the middle in turn.
fn write_group(
    out: &mut String,
    frame: &Frame<'_>,
    group: &Group,
    scale: &Scale,
    (middle, half): (f64, f64),
) {
    element(out, "g")
        .class(&series_class(0))
        .attribute("fill", "currentColor")
        .attribute("fill-opacity", "0.55")
        .open();
    let (mut column, mut in_column) = (f64::NEG_INFINITY, 0_usize);
    let room = half - RADIUS;
    for value in group.drawn_values() {
        let x = scale.position(value);
        if x - column > RADIUS * 1.4 {
            (column, in_column) = (x, 0);
        }
        let side = if in_column % 2 == 0 { 1.0 } else { -1.0 };
        let aside = count(in_column.div_ceil(2)) * RADIUS * 1.9;
        in_column += 1;
        element(out, "circle")
            .at("cx", x)
            .at("cy", middle + side * (aside % room.max(1.0)))
            .at("r", RADIUS)
            .titled(&(frame.number)(value));
    }
    close(out, "g");
    if let Some(median) = group.median() {
        let x = coordinate(scale.position(median));
        let path = format!(
            "M{x} {}V{}",
            coordinate(middle - half),
            coordinate(middle + half)
        );
        let hint = format!("{}: {}", frame.labels.median, (frame.number)(median));
        element(out, "path")
            .class("chart-median")
            .attribute("stroke", "currentColor")
            .attribute("stroke-width", "2")
            .attribute("d", &path)
            .titled(&hint);
    }
    if let Some(marked) = group.marked {
        let (x, y) = (scale.position(drawn(marked)), middle);
        let path = format!("M{} {}l7 7l-7 7l-7 -7Z", coordinate(x), coordinate(y - 7.0));
        element(out, "path")
            .class("chart-over chart-halo")
            .attribute("d", &path)
            .titled(&(frame.number)(marked));
    }
}
