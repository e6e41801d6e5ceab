//! Ceilings with what is spent and what is reserved of them.

use crate::canvas::Canvas;
use crate::figure::Frame;
use crate::legend::{Key, Swatch, series_class};
use crate::markup::{End, Rectangle, close, coordinate, element};
use crate::scale::Scale;
use crate::table::Table;
use crate::value::drawn;

/// One ceiling.
#[derive(Debug, Clone, PartialEq)]
pub struct Bullet {
    label: String,
    spent: f64,
    reserved: f64,
    ceiling: f64,
}

impl Bullet {
    /// A ceiling with its parts; what is negative or not finite counts as zero.
    pub fn new(
        label: impl Into<String>,
        spent: impl Into<crate::Value>,
        reserved: impl Into<crate::Value>,
        ceiling: impl Into<crate::Value>,
    ) -> Self {
        let amount = |value: crate::Value| value.number().unwrap_or(0.0).max(0.0);
        Self {
            label: label.into(),
            spent: amount(spent.into()),
            reserved: amount(reserved.into()),
            ceiling: amount(ceiling.into()),
        }
    }

    fn used(&self) -> f64 {
        drawn(self.spent) + drawn(self.reserved)
    }
}

/// Ceilings under each other, each drawn as the share of itself.
#[derive(Debug, Clone)]
pub struct Bullets {
    /// The words for spent, reserved and ceiling.
    names: [String; 3],
    rows: Vec<Bullet>,
}

impl Bullets {
    /// Ceilings with the words for what is spent, what is reserved, and the ceiling itself.
    pub fn new(
        spent: impl Into<String>,
        reserved: impl Into<String>,
        ceiling: impl Into<String>,
    ) -> Self {
        Self {
            names: [spent.into(), reserved.into(), ceiling.into()],
            rows: Vec::new(),
        }
    }

    /// Adds a ceiling.
    #[must_use]
    pub fn row(mut self, row: Bullet) -> Self {
        self.rows.push(row);
        self
    }

    /// Adds several ceilings.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Bullet>) -> Self {
        self.rows.extend(rows);
        self
    }

    pub(crate) fn draw(&self, out: &mut String, frame: &Frame<'_>, canvas: Canvas) -> f64 {
        let drawing = Drawing {
            names: &self.names,
            frame,
            canvas,
        };
        let rows = self.rows.iter().enumerate();
        let end = rows.fold(0.0, |top, (place, row)| {
            drawing.write_row(out, place, row, top)
        });
        end - canvas.font * 0.6
    }

    pub(crate) fn table(&self, frame: &Frame<'_>) -> Table {
        let mut head = vec![frame.category_heading()];
        head.extend(self.names.iter().cloned());
        head.push("%".to_owned());
        let row = |row: &Bullet| {
            let mut cells: Vec<String> = [row.spent, row.reserved, row.ceiling]
                .map(frame.number)
                .to_vec();
            cells.push(share_text(row, frame));
            (row.label.clone(), cells)
        };
        Table {
            head,
            rows: self.rows.iter().map(row).collect(),
        }
    }

    pub(crate) fn keys(&self) -> Vec<Key> {
        let swatches = [Swatch::Bar(0), Swatch::Reserved, Swatch::Ceiling];
        let pairs = self.names.iter().zip(swatches);
        pairs
            .map(|(name, swatch)| Key {
                name: name.clone(),
                swatch,
            })
            .collect()
    }

    pub(crate) fn has_data(&self) -> bool {
        !self.rows.is_empty()
    }
}

fn share_text(row: &Bullet, frame: &Frame<'_>) -> String {
    let ceiling = drawn(row.ceiling);
    if ceiling > 0.0 {
        frame.labels.percent(row.used() / ceiling)
    } else {
        "\u{2013}".to_owned()
    }
}

/// What all rows share.
struct Drawing<'a> {
    names: &'a [String; 3],
    frame: &'a Frame<'a>,
    canvas: Canvas,
}

impl Drawing<'_> {
    /// Writes one row from `top` and returns where the next begins.
    fn write_row(&self, out: &mut String, place: usize, row: &Bullet, top: f64) -> f64 {
        let Self {
            names,
            frame,
            canvas,
        } = *self;
        let share = share_text(row, frame);
        let room = canvas.width - canvas.text_width(&share) - canvas.font;
        element(out, "text")
            .class("chart-name")
            .at("x", 0.0)
            .at("y", top + canvas.font)
            .text(&canvas.fit(&row.label, room));
        let is_over = row.used() > drawn(row.ceiling);
        element(out, "text")
            .class(if is_over {
                "chart-share chart-over"
            } else {
                "chart-share"
            })
            .attribute("text-anchor", "end")
            .at("x", canvas.width)
            .at("y", top + canvas.font)
            .text(&share);
        let track = Rectangle {
            x: 0.0,
            y: top + canvas.font * 1.5,
            width: canvas.width,
            height: canvas.font,
        };
        self.write_bar(out, place, row, track);
        let values = [row.spent, row.reserved, row.ceiling];
        let parts = names.iter().zip(values);
        let parts = parts.map(|(name, value)| format!("{name} {}", (frame.axis_number)(value)));
        let mut y = track.y + track.height + canvas.font * 1.25;
        for line in canvas.lines_of(&parts.collect::<Vec<_>>(), canvas.width) {
            element(out, "text")
                .class("chart-muted")
                .at("x", 0.0)
                .at("y", y)
                .text(&line);
            y += canvas.font * 1.3;
        }
        y + canvas.font * 0.3
    }

    fn write_bar(&self, out: &mut String, place: usize, row: &Bullet, track: Rectangle) {
        let frame = self.frame;
        let suffix = if self.canvas.is_compact {
            "compact"
        } else {
            "wide"
        };
        let clip = format!("{}-{suffix}-row-{place}", frame.id);
        let (spent, used, ceiling) = (drawn(row.spent), row.used(), drawn(row.ceiling));
        let end = used.max(ceiling);
        let high = if end > 0.0 { end } else { 1.0 };
        let scale = Scale {
            low: 0.0,
            high,
            from: track.x,
            to: track.x + track.width,
        };
        let part = |from: f64, to: f64| {
            let x = scale.position(from);
            Rectangle {
                x,
                width: scale.position(to) - x,
                ..track
            }
            .path(End::None, 0.0)
        };
        write_clip(out, &clip, track);
        element(out, "g")
            .attribute("clip-path", &format!("url(#{clip})"))
            .open();
        element(out, "path")
            .class("chart-track")
            .attribute("d", &part(0.0, high))
            .empty();
        let own = element(out, "path")
            .class(&series_class(0))
            .attribute("d", &part(0.0, spent));
        own.titled(&(frame.number)(row.spent));
        let reserved = part(spent, used);
        let light = element(out, "path")
            .class("chart-reserved")
            .attribute("d", &reserved);
        light.titled(&(frame.number)(row.reserved));
        let hatch = format!("url(#{}-hatch-2)", frame.id);
        let mark = element(out, "path")
            .class("chart-mark")
            .attribute("fill", &hatch);
        mark.attribute("d", &reserved).empty();
        if used > ceiling {
            let over = part(ceiling, used);
            element(out, "path")
                .class("chart-over")
                .attribute("d", &over)
                .empty();
        }
        close(out, "g");
        if used > ceiling {
            write_tick(out, scale.position(ceiling), track);
        }
    }
}

fn write_clip(out: &mut String, id: &str, track: Rectangle) {
    element(out, "clipPath").attribute("id", id).open();
    element(out, "rect")
        .at("x", track.x)
        .at("y", track.y)
        .at("width", track.width)
        .at("height", track.height)
        .at("rx", 3.0)
        .empty();
    close(out, "clipPath");
}

/// Marks where the ceiling was, on a bar that goes beyond it.
fn write_tick(out: &mut String, x: f64, track: Rectangle) {
    let (top, length) = (coordinate(track.y - 3.0), coordinate(track.height + 6.0));
    element(out, "path")
        .attribute("d", &format!("M{} {top}v{length}", coordinate(x)))
        .attribute("stroke", "currentColor")
        .attribute("stroke-width", "2")
        .empty();
}
