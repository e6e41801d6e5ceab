//! Bars: vertical or horizontal, side by side or stacked.

mod horizontal;
mod vertical;

use crate::Value;
use crate::axes::Limit;
use crate::canvas::Canvas;
use crate::figure::Frame;
use crate::legend::{Key, Swatch};
use crate::scale::Ticks;
use crate::table::Table;

/// Values by category in one or more series.
#[derive(Debug, Clone, Default)]
pub struct Bars {
    categories: Vec<String>,
    series: Vec<(String, Vec<Value>)>,
    is_stacked: bool,
    is_horizontal: bool,
    limit: Option<Limit>,
}

/// One bar: from where to where on the value axis.
#[derive(Debug, Clone, Copy)]
struct Bar {
    category: usize,
    series: usize,
    /// Place beside the other bars of the category.
    lane: usize,
    from: f64,
    to: f64,
    value: f64,
}

impl Bars {
    /// Vertical bars for these categories.
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
        self.series.push((name.into(), values));
        self
    }

    /// Puts the series on top of each other; negative values go the other way from zero.
    #[must_use]
    pub fn stacked(mut self) -> Self {
        self.is_stacked = true;
        self
    }

    /// Lays the bars down: for long names, and for more categories than fit side by side.
    #[must_use]
    pub fn horizontal(mut self) -> Self {
        self.is_horizontal = true;
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

    fn value(&self, series: usize, category: usize) -> Option<f64> {
        self.series.get(series)?.1.get(category).copied()?.number()
    }

    fn lanes(&self) -> usize {
        if self.is_stacked {
            1
        } else {
            self.series.len().max(1)
        }
    }

    fn bars(&self) -> Vec<Bar> {
        let mut bars = Vec::new();
        for category in 0..self.categories.len() {
            let (mut above, mut below) = (0.0, 0.0);
            for series in 0..self.series.len() {
                let Some(value) = self.value(series, category) else {
                    continue;
                };
                let size = crate::value::drawn(value);
                let base = if size < 0.0 { &mut below } else { &mut above };
                let from = if self.is_stacked { *base } else { 0.0 };
                *base = from + size;
                let lane = if self.is_stacked { 0 } else { series };
                bars.push(Bar {
                    category,
                    series,
                    lane,
                    from,
                    to: from + size,
                    value,
                });
            }
        }
        bars
    }

    /// What is written at the end of each bar or stack: category, lane, position, value.
    fn totals(&self, bars: &[Bar]) -> Vec<Bar> {
        if !self.is_stacked {
            return bars.to_vec();
        }
        let whole = |group: &[Bar]| {
            let first = group.first()?;
            let to = group.iter().map(|bar| bar.to).fold(0.0, f64::max);
            Some(Bar {
                to,
                value: group.iter().map(|bar| bar.value).sum(),
                ..*first
            })
        };
        bars.chunk_by(|a, b| a.category == b.category)
            .filter_map(whole)
            .collect()
    }

    fn ticks(&self, bars: &[Bar], canvas: Canvas) -> Ticks {
        let limit = self.limit.iter().map(|limit| limit.value);
        let target = if canvas.is_compact { 4.0 } else { 5.0 };
        Ticks::around(bars.iter().map(|bar| bar.to).chain(limit), true, target)
    }

    fn hint(&self, frame: &Frame<'_>, bar: &Bar) -> String {
        let category = self.categories.get(bar.category).map_or("", String::as_str);
        let value = (frame.number)(bar.value);
        match self.series.get(bar.series) {
            Some((name, _)) if self.series.len() > 1 => format!("{category}, {name}: {value}"),
            _ => format!("{category}: {value}"),
        }
    }

    pub(crate) fn draw(&self, out: &mut String, frame: &Frame<'_>, canvas: Canvas) -> f64 {
        if self.is_horizontal {
            horizontal::draw(self, out, frame, canvas)
        } else {
            vertical::draw(self, out, frame, canvas)
        }
    }

    pub(crate) fn table(&self, frame: &Frame<'_>) -> Table {
        let mut head = vec![frame.category_heading()];
        head.extend(self.series.iter().map(|(name, _)| name.clone()));
        let with_total = self.is_stacked && self.series.len() > 1;
        if with_total {
            head.push(frame.labels.total.clone());
        }
        let row = |(category, name): (usize, &String)| {
            let values: Vec<Option<f64>> = (0..self.series.len())
                .map(|series| self.value(series, category))
                .collect();
            let mut cells: Vec<String> = values.iter().map(|value| frame.cell(*value)).collect();
            if with_total {
                let known: Vec<f64> = values.into_iter().flatten().collect();
                cells.push(frame.cell((!known.is_empty()).then(|| known.iter().sum())));
            }
            (name.clone(), cells)
        };
        Table {
            head,
            rows: self.categories.iter().enumerate().map(row).collect(),
        }
    }

    pub(crate) fn note(&self, frame: &Frame<'_>) -> String {
        self.limit
            .as_ref()
            .map_or_else(String::new, |limit| limit.note(frame))
    }

    pub(crate) fn keys(&self) -> Vec<Key> {
        let keys = self.series.iter().enumerate();
        let keys = keys.map(|(place, (name, _))| Key {
            name: name.clone(),
            swatch: Swatch::Bar(place),
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
            .flat_map(|(_, values)| values)
            .any(|value| value.number().is_some())
    }
}
