//! The two sizes of a drawing, and how wide text will be.

use crate::value::count;

/// One size of a drawing, in drawing units that are about CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Canvas {
    pub(crate) width: f64,
    pub(crate) font: f64,
    pub(crate) is_compact: bool,
}

/// For screens of 600 px or more, and for paper.
pub(crate) const WIDE: Canvas = Canvas {
    width: 560.0,
    font: 14.0,
    is_compact: false,
};

/// For phones: at 320 px with margins of 16 px the text is still over 12 px high.
pub(crate) const COMPACT: Canvas = Canvas {
    width: 300.0,
    font: 13.0,
    is_compact: true,
};

impl Canvas {
    /// How wide `text` will be, estimated generously for a system sans-serif.
    pub(crate) fn text_width(&self, text: &str) -> f64 {
        text.chars().map(character_width).sum::<f64>() * self.font
    }

    /// `text` cut to `width` with an ellipsis; the whole text stands in the table.
    pub(crate) fn fit(&self, text: &str, width: f64) -> String {
        if self.text_width(text) <= width {
            return text.to_owned();
        }
        let mut room = width / self.font - character_width('\u{2026}');
        let kept = text.chars().take_while(|character| {
            room -= character_width(*character);
            room >= 0.0
        });
        let kept: String = kept.collect();
        format!("{}\u{2026}", kept.trim_end())
    }

    /// The widest of several texts.
    pub(crate) fn widest<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> f64 {
        texts
            .into_iter()
            .map(|text| self.text_width(text))
            .fold(0.0, f64::max)
    }

    /// Parts joined by a middle dot, broken into lines that fit.
    pub(crate) fn lines_of(&self, parts: &[String], width: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for part in parts {
            match lines.last_mut() {
                Some(line)
                    if self.text_width(line) + self.text_width(part) + self.font <= width =>
                {
                    line.push_str(" \u{b7} ");
                    line.push_str(part);
                }
                _ => lines.push(self.fit(part, width)),
            }
        }
        lines
    }

    /// `text` as it is or broken at its best space, if every line then fits in `width`.
    pub(crate) fn in_two(&self, text: &str, width: f64) -> Option<Vec<String>> {
        if self.text_width(text) <= width {
            return Some(vec![text.to_owned()]);
        }
        let breaks = text.match_indices(' ').map(|(at, _)| text.split_at(at));
        let longer =
            |(a, b): &(&str, &str)| self.text_width(a).max(self.text_width(b.trim_start()));
        let (first, second) = breaks.min_by(|a, b| longer(a).total_cmp(&longer(b)))?;
        let lines = vec![first.to_owned(), second.trim_start().to_owned()];
        lines
            .iter()
            .all(|line| self.text_width(line) <= width)
            .then_some(lines)
    }

    /// Every how many labels of `widest` width can be shown `slot` apart.
    pub(crate) fn stride(&self, widest: f64, slot: f64) -> usize {
        let needed = ((widest + self.font * 0.6) / slot.max(f64::MIN_POSITIVE)).ceil();
        crate::value::steps(needed.clamp(1.0, count(usize::from(u16::MAX))))
    }
}

/// The advance of a character in ems; measured on common system fonts and rounded up.
fn character_width(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '\u{a0}' => 0.29,
        'f' | 'r' | 't' | '(' | ')' | '/' | '-' | '\u{b7}' => 0.38,
        'm' | 'w' | 'M' | 'W' | '%' | '\u{2026}' => 0.92,
        'A'..='Z' => 0.7,
        'a'..='z' | '0'..='9' | '\u{2212}' => 0.58,
        _ if character.is_ascii() => 0.6,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_with_an_ellipsis_and_short_text_is_not() {
        assert_eq!(WIDE.fit("Dinas", 200.0), "Dinas");
        let cut = WIDE.fit("Dinas Lingkungan Hidup dan Kebersihan", 100.0);
        assert!(cut.starts_with("Dinas") && cut.ends_with('\u{2026}'));
        assert!(WIDE.text_width(&cut) <= 100.0);
        assert_eq!(WIDE.fit("Dinas", 0.0), "\u{2026}");
    }

    #[test]
    fn parts_break_between_not_within() {
        let parts = ["Terpakai 120 jt", "Dipesan 4 jt", "Pagu 200 jt"].map(str::to_owned);
        assert_eq!(WIDE.lines_of(&parts, 500.0).len(), 1);
        assert_eq!(WIDE.lines_of(&parts, 160.0).len(), 3);
        assert_eq!(
            WIDE.in_two("Kelapa Lima", 60.0).unwrap(),
            ["Kelapa", "Lima"]
        );
        assert_eq!(WIDE.in_two("Maulafa", 20.0), None);
    }
}
