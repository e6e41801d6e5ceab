//! A line the size of a word, for table cells and figures.

use crate::markup::{close, coordinate, element};
use crate::scale::Scale;
use crate::value::count;
use crate::{Labels, Value};

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 28.0;
const INSET: f64 = 4.0;

/// A small line without axes. Its numbers are read out as its name, so it needs no table.
#[derive(Debug, Clone)]
pub struct Sparkline {
    title: String,
    values: Vec<Value>,
}

impl Sparkline {
    /// A sparkline; the title says what it shows.
    pub fn new<T: Into<Value>>(
        title: impl Into<String>,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        Self {
            title: title.into(),
            values: values.into_iter().map(Into::into).collect(),
        }
    }

    /// One `<svg>`; empty data gives the title alone and no line.
    pub fn to_html(&self, labels: &Labels) -> String {
        let known = || self.values.iter().filter_map(|value| value.drawn());
        let low = known().fold(f64::INFINITY, f64::min);
        let high = known().fold(f64::NEG_INFINITY, f64::max);
        // A flat line runs through the middle.
        let (low, high) = if high > low {
            (low, high)
        } else {
            (low - 1.0, low + 1.0)
        };
        let scale = Scale {
            low,
            high,
            from: HEIGHT - INSET,
            to: INSET,
        };
        let gaps = count(self.values.len().saturating_sub(1)).max(1.0);
        let x = |place: usize| INSET + (WIDTH - 2.0 * INSET) * count(place) / gaps;
        let words = self.values.iter().map(|value| match value.number() {
            Some(number) => labels.short_number(number),
            None => labels.missing.clone(),
        });
        let name = format!("{}: {}", self.title, words.collect::<Vec<_>>().join("; "));
        let mut out = String::with_capacity(512);
        element(&mut out, "svg")
            .class("chart-spark chart-series-1")
            .attribute("role", "img")
            .attribute("aria-label", &name)
            .attribute("viewBox", "0 0 120 28")
            .at("width", WIDTH)
            .at("height", HEIGHT)
            .attribute("fill", "currentColor")
            .open();
        element(&mut out, "title").text(&name);
        let path = self.path(&scale, &x);
        element(&mut out, "path")
            .attribute("d", &path)
            .attribute("fill", "none")
            .attribute("stroke", "currentColor")
            .attribute("stroke-width", "2")
            .attribute("stroke-linejoin", "round")
            .attribute("stroke-linecap", "round")
            .empty();
        let mut last = self.values.iter().enumerate().rev();
        if let Some((place, value)) = last.find_map(|(i, v)| v.drawn().map(|v| (i, v))) {
            let circle = element(&mut out, "circle").at("cx", x(place));
            circle.at("cy", scale.position(value)).at("r", 3.0).empty();
        }
        close(&mut out, "svg");
        out
    }

    fn path(&self, scale: &Scale, x: &impl Fn(usize) -> f64) -> String {
        let mut path = String::new();
        let mut is_drawing = false;
        for (place, value) in self.values.iter().enumerate() {
            if let Some(value) = value.drawn() {
                path.push(if is_drawing { 'L' } else { 'M' });
                path.push_str(&coordinate(x(place)));
                path.push(' ');
                path.push_str(&coordinate(scale.position(value)));
            }
            is_drawing = value.drawn().is_some();
        }
        path
    }
}
