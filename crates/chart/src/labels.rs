//! The words and number habits of a language.

/// What a chart says by itself. Callers may build their own from their translation files.
#[derive(Debug, Clone, PartialEq)]
pub struct Labels {
    /// The summary that opens the table.
    pub show_table: String,
    /// Stands in a table cell without a value.
    pub missing: String,
    /// Stands in place of a drawing without any value.
    pub no_data: String,
    /// Heads the first column when the chart has no category label.
    pub category: String,
    /// The total of a stack.
    pub total: String,
    /// The lower end of an uncertainty band.
    pub low: String,
    /// The upper end of an uncertainty band.
    pub high: String,
    /// How many values a distribution has.
    pub count: String,
    /// The smallest value of a distribution.
    pub minimum: String,
    /// The median of a distribution.
    pub median: String,
    /// The largest value of a distribution.
    pub maximum: String,
    /// Between whole and fraction.
    pub decimal_mark: char,
    /// Between groups of three digits.
    pub group_mark: char,
    /// Short names of thousand, million, billion (10^9) and trillion (10^12).
    pub magnitudes: [String; 4],
}

impl Labels {
    /// Bahasa Indonesia.
    pub fn indonesian() -> Self {
        Self {
            show_table: "Tampilkan tabel".to_owned(),
            missing: "tidak ada".to_owned(),
            no_data: "Belum ada data".to_owned(),
            category: "Kategori".to_owned(),
            total: "Jumlah".to_owned(),
            low: "batas bawah".to_owned(),
            high: "batas atas".to_owned(),
            count: "Banyaknya".to_owned(),
            minimum: "Terkecil".to_owned(),
            median: "Median".to_owned(),
            maximum: "Terbesar".to_owned(),
            decimal_mark: ',',
            group_mark: '.',
            magnitudes: ["rb", "jt", "M", "T"].map(str::to_owned),
        }
    }

    /// English.
    pub fn english() -> Self {
        Self {
            show_table: "Show table".to_owned(),
            missing: "none".to_owned(),
            no_data: "No data yet".to_owned(),
            category: "Category".to_owned(),
            total: "Total".to_owned(),
            low: "lower bound".to_owned(),
            high: "upper bound".to_owned(),
            count: "Count".to_owned(),
            minimum: "Smallest".to_owned(),
            median: "Median".to_owned(),
            maximum: "Largest".to_owned(),
            // As in Indonesia: one page does not write its numbers in two ways.
            decimal_mark: ',',
            group_mark: '.',
            magnitudes: ["k", "m", "bn", "tn"].map(str::to_owned),
        }
    }

    /// A number in full with at most two decimals: `1.234,5`.
    pub fn number(&self, value: f64) -> String {
        self.with_decimals(value, 2)
    }

    /// A number for axes and tight places, three digits at most: `1,25 jt`.
    pub fn short_number(&self, value: f64) -> String {
        let scales = [1e3, 1e6, 1e9, 1e12];
        let size = value.abs();
        let named = scales
            .iter()
            .zip(&self.magnitudes)
            .rev()
            .find(|(scale, _)| size >= **scale);
        match named {
            Some((scale, name)) => {
                format!(
                    "{}\u{a0}{name}",
                    self.with_decimals(value / scale, digits_after(size / scale))
                )
            }
            None => self.with_decimals(value, digits_after(size)),
        }
    }

    /// A share as a whole percentage: `62%`.
    pub fn percent(&self, share: f64) -> String {
        format!("{}%", self.with_decimals(share * 100.0, 0))
    }

    fn with_decimals(&self, value: f64, decimals: usize) -> String {
        if value.abs() >= 1e15 {
            return format!("{value:e}").replace('.', &self.decimal_mark.to_string());
        }
        let plain = format!("{:.decimals$}", value.abs());
        let (integer, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let fraction = fraction.trim_end_matches('0');
        let mut text = String::with_capacity(plain.len() + 6);
        if value < 0.0 && plain.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
            text.push('\u{2212}');
        }
        for (place, digit) in integer.chars().enumerate() {
            if place > 0 && (integer.len() - place) % 3 == 0 {
                text.push(self.group_mark);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(self.decimal_mark);
            text.push_str(fraction);
        }
        text
    }
}

/// How many decimals leave about three digits in all.
fn digits_after(size: f64) -> usize {
    match size {
        _ if size >= 100.0 => 0,
        _ if size >= 10.0 => 1,
        _ if size >= 0.1 => 2,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_numbers_as_in_indonesia() {
        let labels = Labels::indonesian();
        assert_eq!(labels.number(1_234_567.0), "1.234.567");
        assert_eq!(labels.number(12.5), "12,5");
        assert_eq!(labels.number(-0.001), "0");
        assert_eq!(labels.number(-1_000.0), "\u{2212}1.000");
        assert_eq!(labels.percent(0.616), "62%");
    }

    #[test]
    fn shortens_with_the_words_of_the_language() {
        assert_eq!(
            Labels::indonesian().short_number(1_250_000.0),
            "1,25\u{a0}jt"
        );
        assert_eq!(Labels::indonesian().short_number(8e9), "8\u{a0}M");
        assert_eq!(
            Labels::english().short_number(-45_600.0),
            "\u{2212}45,6\u{a0}k"
        );
        assert_eq!(Labels::english().short_number(0.05), "0,05");
    }

    #[test]
    fn absurd_sizes_stay_short() {
        assert_eq!(Labels::indonesian().number(1.5e300), "1,5e300");
    }
}
