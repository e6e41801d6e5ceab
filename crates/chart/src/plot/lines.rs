//! Lines over ordered categories, usually time, with gaps, bands, a limit and dated events.

use crate::Value;
use crate::axes::{Axes, Limit};
use crate::canvas::Canvas;
use crate::figure::Frame;
use crate::legend::{Key, Swatch, dashes, marker_path, series_class};
use crate::markup::{close, coordinate, element};
use crate::scale::Ticks;
use crate::table::Table;
use crate::value::{count, drawn};

/// Up to this many categories every point gets a marker.
const MARKERS_MAX: usize = 40;

/// Series over ordered categories. A missing value breaks the line: nothing is interpolated.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    categories: Vec<String>,
    series: Vec<Line>,
    limit: Option<Limit>,
    events: Vec<(usize, String)>,
    may_start_above_zero: bool,
}

#[derive(Debug, Clone)]
struct Line {
    name: String,
    values: Vec<Value>,
    /// Lower and upper bounds; empty if the series has no band.
    band: Vec<Option<(f64, f64)>>,
}

impl Lines {
    /// Lines over these categories.
    pub fn new<T: Into<String>>(categories: impl IntoIterator<Item = T>) -> Self {
        Self {
            categories: categories.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }

    /// Adds a series with one value per category; values without a category are left out.
    #[must_use]
    pub fn series<T: Into<Value>>(
        mut self,
        name: impl Into<String>,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let values = values
            .into_iter()
            .map(Into::into)
            .take(self.categories.len())
            .collect();
        self.series.push(Line {
            name: name.into(),
            values,
            band: Vec::new(),
        });
        self
    }

    /// Gives the latest series a band of uncertainty: a lower and an upper bound per category.
    #[must_use]
    pub fn band<T: Into<Value>>(mut self, bounds: impl IntoIterator<Item = (T, T)>) -> Self {
        let both = |(low, high): (T, T)| {
            let (low, high) = (low.into().number()?, high.into().number()?);
            Some((low.min(high), high.max(low)))
        };
        if let Some(line) = self.series.last_mut() {
            line.band = bounds
                .into_iter()
                .map(both)
                .take(self.categories.len())
                .collect();
        }
        self
    }

    /// Draws a dashed line at a limit or target.
    #[must_use]
    pub fn limit(mut self, value: f64, name: impl Into<String>) -> Self {
        self.limit = value.is_finite().then(|| Limit {
            value,
            name: name.into(),
        });
        self
    }

    /// Marks a category at which something happened, for example a change of price.
    #[must_use]
    pub fn event(mut self, category: usize, name: impl Into<String>) -> Self {
        if category < self.categories.len() {
            self.events.push((category, name.into()));
        }
        self
    }

    /// Lets the axis start above zero, for values whose zero means nothing.
    #[must_use]
    pub fn may_start_above_zero(mut self) -> Self {
        self.may_start_above_zero = true;
        self
    }

    fn ticks(&self, canvas: Canvas) -> Ticks {
        let values = self.series.iter().flat_map(|line| {
            let bounds = line
                .band
                .iter()
                .flatten()
                .flat_map(|(low, high)| [*low, *high]);
            line.values
                .iter()
                .filter_map(|value| value.number())
                .chain(bounds)
        });
        let limit = self.limit.iter().map(|limit| limit.value);
        let target = if canvas.is_compact { 4.0 } else { 5.0 };
        Ticks::around(values.chain(limit), !self.may_start_above_zero, target)
    }

    pub(crate) fn draw(&self, out: &mut String, frame: &Frame<'_>, canvas: Canvas) -> f64 {
        let headroom = 0.4 + 1.3 * count(self.events.len().min(3));
        let axes = Axes::new(
            frame,
            canvas,
            &self.ticks(canvas),
            headroom,
            self.limit.is_some(),
        );
        let inset = canvas.font * 0.7;
        let gaps = count(self.categories.len().saturating_sub(1));
        let step = if gaps > 0.0 {
            (axes.width() - 2.0 * inset) / gaps
        } else {
            0.0
        };
        let start = if gaps > 0.0 {
            axes.left + inset
        } else {
            f64::midpoint(axes.left, axes.right)
        };
        let x = |place: usize| start + step * count(place);
        axes.write_grid(out);
        self.write_events(out, &axes, &x);
        for (series, line) in self.series.iter().enumerate() {
            write_band(out, &axes, series, line, &x);
        }
        if let Some(limit) = &self.limit {
            axes.write_limit(out, limit);
        }
        for series in 0..self.series.len() {
            self.write_line(out, &axes, series, &x);
        }
        axes.write_categories(out, &self.categories, true, x);
        axes.height()
    }

    fn write_line(
        &self,
        out: &mut String,
        axes: &Axes<'_>,
        series: usize,
        x: &impl Fn(usize) -> f64,
    ) {
        let Some(line) = self.series.get(series) else {
            return;
        };
        element(out, "g")
            .class(&series_class(series))
            .attribute("fill", "currentColor")
            .open();
        let path = line_path(line, axes, x);
        element(out, "path")
            .attribute("d", &path)
            .attribute("fill", "none")
            .attribute("stroke", "currentColor")
            .attribute("stroke-width", "2.5")
            .attribute("stroke-linejoin", "round")
            .attribute("stroke-linecap", if series == 0 { "round" } else { "butt" })
            .attribute("stroke-dasharray", dashes(series))
            .empty();
        let is_known = |place: usize| line.values.get(place).is_some_and(|v| v.number().is_some());
        for (place, value) in line.values.iter().enumerate() {
            let Some(value) = value.number() else {
                continue;
            };
            let is_alone = !(is_known(place + 1) || place > 0 && is_known(place - 1));
            if self.categories.len() > MARKERS_MAX && !is_alone {
                continue;
            }
            let category = self.categories.get(place).map_or("", String::as_str);
            let hint = format!("{category}, {}: {}", line.name, (axes.frame.number)(value));
            let marker = marker_path(series, x(place), axes.scale.position(value));
            element(out, "path")
                .class("chart-marker")
                .attribute("d", &marker)
                .titled(&hint);
        }
        close(out, "g");
    }

    fn write_events(&self, out: &mut String, axes: &Axes<'_>, x: &impl Fn(usize) -> f64) {
        let canvas = axes.canvas;
        element(out, "g")
            .class("chart-event")
            .attribute("fill", "currentColor")
            .open();
        for (order, (category, name)) in self.events.iter().enumerate() {
            let x = x(*category);
            let row = axes.top - canvas.font * (0.6 + 1.3 * count(order % 3));
            let path = format!(
                "M{} {}V{}",
                coordinate(x),
                coordinate(row + 3.0),
                coordinate(axes.bottom)
            );
            element(out, "path")
                .attribute("d", &path)
                .attribute("stroke", "currentColor")
                .attribute("stroke-dasharray", "2 3")
                .empty();
            let text = canvas.fit(name, canvas.width);
            let half = canvas.text_width(&text) / 2.0;
            element(out, "text")
                .attribute("text-anchor", "middle")
                .at("x", x.clamp(half, (canvas.width - half).max(half)))
                .at("y", row)
                .text(&text);
        }
        close(out, "g");
    }

    pub(crate) fn table(&self, frame: &Frame<'_>) -> Table {
        let mut head = vec![frame.category_heading()];
        for line in &self.series {
            head.push(line.name.clone());
            if !line.band.is_empty() {
                head.push(format!("{} ({})", line.name, frame.labels.low));
                head.push(format!("{} ({})", line.name, frame.labels.high));
            }
        }
        let row = |(place, name): (usize, &String)| {
            let cells = self.series.iter().flat_map(|line| {
                let value = line.values.get(place).and_then(|value| value.number());
                let bounds = line.band.get(place).copied().flatten();
                let band = [bounds.map(|(low, _)| low), bounds.map(|(_, high)| high)];
                let band = if line.band.is_empty() {
                    Vec::new()
                } else {
                    band.to_vec()
                };
                std::iter::once(value).chain(band)
            });
            (
                self.label_with_events(place, name),
                cells.map(|value| frame.cell(value)).collect(),
            )
        };
        Table {
            head,
            rows: self.categories.iter().enumerate().map(row).collect(),
        }
    }

    fn label_with_events(&self, place: usize, name: &str) -> String {
        let events = self
            .events
            .iter()
            .filter(|(category, _)| *category == place);
        events.fold(name.to_owned(), |label, (_, event)| {
            format!("{label} ({event})")
        })
    }

    pub(crate) fn note(&self, frame: &Frame<'_>) -> String {
        self.limit
            .as_ref()
            .map_or_else(String::new, |limit| limit.note(frame))
    }

    pub(crate) fn keys(&self) -> Vec<Key> {
        let keys = self.series.iter().enumerate();
        let keys = keys.map(|(place, line)| Key {
            name: line.name.clone(),
            swatch: Swatch::Line(place),
        });
        if self.series.len() > 1 {
            keys.collect()
        } else {
            Vec::new()
        }
    }

    pub(crate) fn has_data(&self) -> bool {
        self.series
            .iter()
            .flat_map(|line| &line.values)
            .any(|value| value.number().is_some())
    }
}

fn line_path(line: &Line, axes: &Axes<'_>, x: &impl Fn(usize) -> f64) -> String {
    let mut path = String::new();
    let mut is_drawing = false;
    for (place, value) in line.values.iter().enumerate() {
        if let Some(value) = value.number() {
            path.push(if is_drawing { 'L' } else { 'M' });
            path.push_str(&coordinate(x(place)));
            path.push(' ');
            path.push_str(&coordinate(axes.scale.position(value)));
        }
        is_drawing = value.number().is_some();
    }
    path
}

fn write_band(
    out: &mut String,
    axes: &Axes<'_>,
    series: usize,
    line: &Line,
    x: &impl Fn(usize) -> f64,
) {
    let bounds: Vec<(usize, Option<(f64, f64)>)> = line.band.iter().copied().enumerate().collect();
    for run in bounds.chunk_by(|a, b| a.1.is_some() == b.1.is_some()) {
        let known: Vec<(f64, f64, f64)> = run
            .iter()
            .filter_map(|(place, bounds)| {
                bounds.map(|(low, high)| (x(*place), drawn(low), drawn(high)))
            })
            .collect();
        let forth = known.iter().map(|(x, _, high)| (*x, *high));
        let back = known.iter().rev().map(|(x, low, _)| (*x, *low));
        let points: Vec<String> = forth
            .chain(back)
            .map(|(x, value)| {
                format!(
                    "{},{}",
                    coordinate(x),
                    coordinate(axes.scale.position(value))
                )
            })
            .collect();
        if points.is_empty() {
            continue;
        }
        element(out, "polygon")
            .class(&format!("{} chart-band", series_class(series)))
            .attribute("fill", "currentColor")
            .attribute("fill-opacity", "0.18")
            .attribute("stroke", "currentColor")
            .attribute("stroke-opacity", "0.18")
            .attribute("points", &points.join(" "))
            .empty();
    }
}
