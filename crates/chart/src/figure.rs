//! The chart as a whole: builder and `<figure>`.

use std::fmt;

use crate::Labels;
use crate::canvas::{COMPACT, Canvas, WIDE};
use crate::legend::{write_legend, write_patterns};
use crate::markup::{close, element};
use crate::plot::Plot;

type Formatter = Box<dyn Fn(f64) -> String + Send + Sync>;

/// Which drawings the figure holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// Both; the style sheet shows the one that fits the screen.
    #[default]
    Both,
    /// Only the one for wide screens and paper.
    Wide,
    /// Only the one for phones and narrow columns.
    Compact,
}

/// How the table comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TableState {
    /// Folded in `<details>`; opens on a tap, and on paper where the browser can.
    #[default]
    Folded,
    /// Laid open, for pages made to be printed.
    Open,
    /// Left out, because the same numbers stand beside the chart on the page.
    Hidden,
}

/// A chart with everything needed to draw and to describe it.
pub struct Chart {
    id: String,
    title: String,
    description: String,
    category_label: String,
    value_label: String,
    number: Option<Formatter>,
    axis_number: Option<Formatter>,
    size: Size,
    table: TableState,
    plot: Plot,
}

impl fmt::Debug for Chart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Chart")
            .field("id", &self.id)
            .field("plot", &self.plot)
            .finish_non_exhaustive()
    }
}

/// What plots need to know of the chart they are in.
pub(crate) struct Frame<'a> {
    pub(crate) id: &'a str,
    pub(crate) labels: &'a Labels,
    pub(crate) number: &'a dyn Fn(f64) -> String,
    pub(crate) axis_number: &'a dyn Fn(f64) -> String,
    pub(crate) category_label: &'a str,
    pub(crate) value_label: &'a str,
}

impl Frame<'_> {
    /// A value in full, or the word for a missing one.
    pub(crate) fn cell(&self, value: Option<f64>) -> String {
        value.map_or_else(|| self.labels.missing.clone(), self.number)
    }

    /// The heading of the first column.
    pub(crate) fn category_heading(&self) -> String {
        let given = Some(self.category_label).filter(|label| !label.is_empty());
        given.unwrap_or(&self.labels.category).to_owned()
    }
}

impl Chart {
    /// A chart; `id` is unique on its page and `title` says what is shown.
    ///
    /// Characters of `id` other than ASCII letters, digits, `-` and `_` become `-`.
    pub fn new(id: &str, title: impl Into<String>, plot: impl Into<Plot>) -> Self {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        Self {
            id: id
                .chars()
                .map(|c| if is_plain(c) { c } else { '-' })
                .collect(),
            title: title.into(),
            description: String::new(),
            category_label: String::new(),
            value_label: String::new(),
            number: None,
            axis_number: None,
            size: Size::default(),
            table: TableState::default(),
            plot: plot.into(),
        }
    }

    /// What the reader should see in it, in one or two sentences; shown under the title.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = text.into();
        self
    }

    /// The names of the category axis and the value axis (with its unit).
    #[must_use]
    pub fn axis_labels(mut self, category: impl Into<String>, value: impl Into<String>) -> Self {
        self.category_label = category.into();
        self.value_label = value.into();
        self
    }

    /// How values are written in the table and on hovering; the labels' numbers if not given.
    #[must_use]
    pub fn number(mut self, format: impl Fn(f64) -> String + Send + Sync + 'static) -> Self {
        self.number = Some(Box::new(format));
        self
    }

    /// How values are written on axes and bars; the labels' short numbers if not given.
    #[must_use]
    pub fn axis_number(mut self, format: impl Fn(f64) -> String + Send + Sync + 'static) -> Self {
        self.axis_number = Some(Box::new(format));
        self
    }

    /// Which drawings to include.
    #[must_use]
    pub fn size(mut self, size: Size) -> Self {
        self.size = size;
        self
    }

    /// How the table comes.
    #[must_use]
    pub fn table(mut self, table: TableState) -> Self {
        self.table = table;
        self
    }

    /// The whole figure.
    pub fn to_html(&self, labels: &Labels) -> String {
        let number = |value: f64| {
            self.number
                .as_ref()
                .map_or_else(|| labels.number(value), |f| f(value))
        };
        let axis_number = |value: f64| {
            self.axis_number
                .as_ref()
                .map_or_else(|| labels.short_number(value), |f| f(value))
        };
        let frame = Frame {
            id: &self.id,
            labels,
            number: &number,
            axis_number: &axis_number,
            category_label: &self.category_label,
            value_label: &self.value_label,
        };
        let mut out = String::with_capacity(8 * 1024);
        element(&mut out, "figure")
            .class("chart")
            .attribute("id", &self.id)
            .open();
        self.write_caption(&mut out);
        if self.plot.has_data() {
            let keys = self.plot.keys();
            write_patterns(&mut out, &self.id, &keys);
            write_legend(&mut out, &self.id, &keys);
            if self.size != Size::Compact {
                self.write_drawing(&mut out, &frame, WIDE);
            }
            if self.size != Size::Wide {
                self.write_drawing(&mut out, &frame, COMPACT);
            }
            self.write_table(&mut out, &frame);
        } else {
            element(&mut out, "p")
                .class("chart-empty")
                .text(&labels.no_data);
        }
        close(&mut out, "figure");
        out
    }

    fn write_caption(&self, out: &mut String) {
        element(out, "figcaption").open();
        element(out, "span").class("chart-title").text(&self.title);
        if !self.description.is_empty() {
            out.push(' ');
            element(out, "span")
                .class("chart-description")
                .text(&self.description);
        }
        close(out, "figcaption");
    }

    fn write_drawing(&self, out: &mut String, frame: &Frame<'_>, canvas: Canvas) {
        let mut body = String::with_capacity(4 * 1024);
        let note = self.plot.note(frame);
        let words = [self.description.as_str(), &note]
            .join(" ")
            .trim()
            .to_owned();
        let height = self.plot.draw(&mut body, frame, canvas);
        let kind = match (self.size, canvas.is_compact) {
            (Size::Both, true) => "chart-drawing chart-compact",
            (Size::Both, false) => "chart-drawing chart-wide",
            (_, true) => "chart-drawing chart-compact-only",
            (_, false) => "chart-drawing",
        };
        let suffix = if canvas.is_compact { "compact" } else { "wide" };
        let (title, desc) = (
            format!("{}-{suffix}-title", self.id),
            format!("{}-{suffix}-desc", self.id),
        );
        let view = format!(
            "0 0 {} {}",
            canvas.width,
            crate::markup::coordinate(height.ceil())
        );
        let svg = element(out, "svg")
            .class(kind)
            .attribute("role", "img")
            .attribute("aria-labelledby", &title);
        let svg = if words.is_empty() {
            svg
        } else {
            svg.attribute("aria-describedby", &desc)
        };
        svg.attribute("viewBox", &view)
            .at("width", canvas.width)
            .at("height", height.ceil())
            .at("font-size", canvas.font)
            .attribute("fill", "currentColor")
            .open();
        element(out, "title")
            .attribute("id", &title)
            .text(&self.title);
        if !words.is_empty() {
            element(out, "desc").attribute("id", &desc).text(&words);
        }
        out.push_str(&body);
        close(out, "svg");
    }

    fn write_table(&self, out: &mut String, frame: &Frame<'_>) {
        if self.table == TableState::Hidden {
            return;
        }
        let details = element(out, "details").class("chart-data");
        let details = if self.table == TableState::Open {
            details.attribute("open", "")
        } else {
            details
        };
        details.open();
        element(out, "summary").text(&frame.labels.show_table);
        element(out, "div")
            .class("chart-scroll")
            .attribute("role", "region")
            .attribute("aria-label", &self.title)
            .attribute("tabindex", "0")
            .open();
        self.plot.table(frame).write(out, &self.title);
        close(out, "div");
        close(out, "details");
    }
}
