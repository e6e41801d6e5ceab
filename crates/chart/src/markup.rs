//! Writing elements: escaped text, short coordinates, no inline style.

use std::fmt::Write as _;

/// Appends `text` with the five characters of markup escaped and control characters left out.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(' '),
            _ if character.is_control() => {}
            _ => out.push(character),
        }
    }
}

/// A coordinate with at most two decimals; what is not finite becomes 0 and never reaches the page.
pub(crate) fn coordinate(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{value:.2}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" {
        "0".to_owned()
    } else {
        short.to_owned()
    }
}

/// An element being written.
pub(crate) struct Element<'a> {
    out: &'a mut String,
    tag: &'static str,
}

/// Starts an element.
pub(crate) fn element<'a>(out: &'a mut String, tag: &'static str) -> Element<'a> {
    out.push('<');
    out.push_str(tag);
    Element { out, tag }
}

impl Element<'_> {
    /// Adds an attribute with escaped text.
    pub(crate) fn attribute(self, name: &str, value: &str) -> Self {
        let _ = write!(self.out, " {name}=\"");
        push_escaped(self.out, value);
        self.out.push('"');
        self
    }

    /// Adds a class attribute.
    pub(crate) fn class(self, value: &str) -> Self {
        self.attribute("class", value)
    }

    /// Adds an attribute with a number.
    pub(crate) fn at(self, name: &str, value: f64) -> Self {
        let _ = write!(self.out, " {name}=\"{}\"", coordinate(value));
        self
    }

    /// Ends an element without content.
    pub(crate) fn empty(self) {
        self.out.push_str("/>");
    }

    /// Ends the start tag; the caller writes the content and calls [`close`].
    pub(crate) fn open(self) {
        self.out.push('>');
    }

    /// Writes escaped text as the whole content.
    pub(crate) fn text(self, text: &str) {
        self.out.push('>');
        push_escaped(self.out, text);
        close(self.out, self.tag);
    }

    /// Writes a `<title>`, which browsers show on hovering, as the whole content.
    pub(crate) fn titled(self, text: &str) {
        self.out.push_str("><title>");
        push_escaped(self.out, text);
        self.out.push_str("</title>");
        close(self.out, self.tag);
    }
}

/// Writes an end tag.
pub(crate) fn close(out: &mut String, tag: &str) {
    let _ = write!(out, "</{tag}>");
}

/// A rectangle, in drawing units.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rectangle {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// The side of a bar on which its value ends; its corners are rounded there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    None,
    Top,
    Bottom,
    Left,
    Right,
}

impl Rectangle {
    /// Path data with the corners at `end` rounded by at most `radius`.
    pub(crate) fn path(self, end: End, radius: f64) -> String {
        let radius = radius.min(self.width / 2.0).min(self.height / 2.0).max(0.0);
        let on = |ends: [End; 2]| if ends.contains(&end) { radius } else { 0.0 };
        let (right, bottom) = (self.x + self.width, self.y + self.height);
        let corners = [
            (on([End::Top, End::Left]), self.x, self.y, 0.0, -1.0),
            (on([End::Top, End::Right]), right, self.y, 1.0, 0.0),
            (on([End::Bottom, End::Right]), right, bottom, 0.0, 1.0),
            (on([End::Bottom, End::Left]), self.x, bottom, -1.0, 0.0),
        ];
        let mut path = String::new();
        for (place, (r, x, y, dx, dy)) in corners.into_iter().enumerate() {
            let letter = if place == 0 { 'M' } else { 'L' };
            // Clockwise: come to the corner along (dx, dy), leave it turned right by 90 degrees.
            let (from_x, from_y) = (x - dx * r, y - dy * r);
            let (to_x, to_y) = (x - dy * r, y + dx * r);
            let _ = write!(
                path,
                "{letter}{} {}",
                coordinate(from_x),
                coordinate(from_y)
            );
            if r > 0.0 {
                let (end_x, end_y, r) = (coordinate(to_x), coordinate(to_y), coordinate(r));
                let _ = write!(path, "A{r} {r} 0 0 1 {end_x} {end_y}");
            }
        }
        path.push('Z');
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_markup_and_drops_control_characters() {
        let mut out = String::new();
        push_escaped(&mut out, "<a href=\"x\">'&\u{0}\u{1b}\n");
        assert_eq!(out, "&lt;a href=&quot;x&quot;&gt;&#39;&amp; ");
    }

    #[test]
    fn coordinates_are_short_and_always_finite() {
        let text = [1.0, 1.254_9, -0.001, f64::NAN, f64::INFINITY].map(coordinate);
        assert_eq!(text, ["1", "1.25", "0", "0", "0"]);
    }

    #[test]
    fn a_square_bar_has_four_corners_and_a_rounded_one_two_arcs() {
        let bar = Rectangle {
            x: 1.0,
            y: 2.0,
            width: 10.0,
            height: 20.0,
        };
        assert_eq!(bar.path(End::None, 3.0), "M1 2L11 2L11 22L1 22Z");
        let top = bar.path(End::Top, 3.0);
        assert_eq!(top, "M1 5A3 3 0 0 1 4 2L8 2A3 3 0 0 1 11 5L11 22L1 22Z");
    }
}
