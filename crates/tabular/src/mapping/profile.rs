//! What the cells of a column look like, with the evidence for its spelling.

use super::super::value::date::{DateOrder, DateProblem, parse_date, parse_moment, parse_time};
use super::super::value::number::{DecimalMark, NumberProblem, parse_decimal, split_unit};
use crate::read::cell::{Cell, Row};
use crate::read::header::Header;

/// A conclusion about a column and the cells it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence<T> {
    /// The conclusion; none if the cells contradict each other or leave it open.
    pub value: Option<T>,
    /// Cells that can only be read the one way.
    pub supporting: u64,
    /// Cells that can only be read the other way.
    pub contradicting: u64,
    /// Cells with two readings.
    pub undecided: u64,
    /// A cell that decides, or else one that is undecided.
    pub sample: Option<String>,
}

/// Counts of what the cells of one column are.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ColumnProfile {
    /// Cells with content.
    pub filled: u64,
    /// Cells that are numbers in some spelling.
    pub numbers: u64,
    /// Cells that are dates in some spelling, with or without time.
    pub dates: u64,
    /// Cells that are dates with a time.
    pub date_times: u64,
    /// Cells that are times of day.
    pub times: u64,
    /// Up to three first different contents.
    pub examples: Vec<String>,
    comma: Vote,
    point: Vote,
    either_mark: Vote,
    day_first: Vote,
    month_first: Vote,
    either_order: Vote,
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
struct Vote {
    count: u64,
    sample: Option<String>,
}

impl Vote {
    fn add(&mut self, text: &str) {
        self.count += 1;
        self.sample.get_or_insert_with(|| text.to_owned());
    }
}

/// The profiles of all columns over the given rows, usually [`TableFile::sample`].
///
/// [`TableFile::sample`]: crate::TableFile::sample
pub fn profile<'a>(header: &Header, rows: impl IntoIterator<Item = &'a Row>) -> Vec<ColumnProfile> {
    let mut profiles = vec![ColumnProfile::default(); header.columns.len()];
    for row in rows {
        for (column, profile) in header.columns.iter().zip(&mut profiles) {
            profile.observe(row.cell(column.index));
        }
    }
    profiles
}

impl ColumnProfile {
    /// Adds one cell.
    pub fn observe(&mut self, cell: &Cell) {
        let text = cell.shown().trim();
        if cell.is_blank() || text == "-" {
            return;
        }
        self.filled += 1;
        if self.examples.len() < 3 && !self.examples.iter().any(|known| known == text) {
            self.examples.push(text.to_owned());
        }
        match cell {
            Cell::Number { .. } => self.numbers += 1,
            Cell::Moment(_) => {
                self.dates += u64::from(parse_date(text, None).is_ok());
                self.date_times += u64::from(text.contains('T'));
                self.times += u64::from(parse_time(text).is_ok());
            }
            Cell::Text(_) if text.bytes().any(|byte| byte.is_ascii_digit()) && text.len() <= 60 => {
                self.observe_text(text);
            }
            _ => {}
        }
    }

    fn observe_text(&mut self, text: &str) {
        let (number, _) = split_unit(text);
        let (comma, point) = [DecimalMark::Comma, DecimalMark::Point]
            .map(|mark| parse_decimal(&number, Some(mark)))
            .into();
        if comma.is_ok() || point.is_ok() {
            self.numbers += 1;
            match parse_decimal(&number, None) {
                Err(NumberProblem::Ambiguous) => self.either_mark.add(text),
                Ok(_) if comma.is_ok() && point.is_ok() => {}
                Ok(_) if comma.is_ok() => self.comma.add(text),
                _ => self.point.add(text),
            }
            return;
        }
        if parse_time(text).is_ok() {
            self.times += 1;
            return;
        }
        let found = parse_date(text, None);
        if found.is_err() && found != Err(DateProblem::Ambiguous) {
            return;
        }
        self.dates += 1;
        let order = Some(DateOrder::DayMonthYear);
        self.date_times +=
            u64::from(parse_moment(text, order, None) == Err(DateProblem::ZoneMissing));
        if found.is_err() {
            self.either_order.add(text);
            return;
        }
        let [day, month] = [DateOrder::DayMonthYear, DateOrder::MonthDayYear]
            .map(|order| parse_date(text, Some(order)));
        match (day.is_ok(), month.is_ok()) {
            (true, false) => self.day_first.add(text),
            (false, true) => self.month_first.add(text),
            _ => {}
        }
    }

    /// The spelling of the column's numbers.
    pub fn decimal_mark(&self) -> Evidence<DecimalMark> {
        conclude(
            (DecimalMark::Comma, &self.comma),
            (DecimalMark::Point, &self.point),
            &self.either_mark,
        )
    }

    /// The order of day and month.
    pub fn date_order(&self) -> Evidence<DateOrder> {
        let day = (DateOrder::DayMonthYear, &self.day_first);
        conclude(
            day,
            (DateOrder::MonthDayYear, &self.month_first),
            &self.either_order,
        )
    }
}

fn conclude<T>(one: (T, &Vote), other: (T, &Vote), either: &Vote) -> Evidence<T> {
    let (stronger, weaker) = if one.1.count >= other.1.count {
        (one, other)
    } else {
        (other, one)
    };
    let is_clear = stronger.1.count > 0 && weaker.1.count == 0;
    Evidence {
        value: is_clear.then_some(stronger.0),
        supporting: stronger.1.count,
        contradicting: weaker.1.count,
        undecided: either.count,
        sample: stronger.1.sample.clone().or_else(|| either.sample.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[&str]) -> ColumnProfile {
        let mut profile = ColumnProfile::default();
        for text in texts {
            profile.observe(&Cell::Text((*text).to_owned()));
        }
        profile
    }

    #[test]
    fn one_clear_cell_decides_the_doubtful_ones() {
        let evidence = of(&["1.234", "2.500", "1.234,5", "7"]).decimal_mark();
        assert_eq!(evidence.value, Some(DecimalMark::Comma));
        assert_eq!((evidence.supporting, evidence.undecided), (1, 2));
        assert_eq!(evidence.sample.as_deref(), Some("1.234,5"));
    }

    #[test]
    fn contradiction_and_doubt_leave_it_open() {
        assert_eq!(of(&["12,5", "12.5"]).decimal_mark().value, None);
        let open = of(&["1.234", "2.345"]).decimal_mark();
        assert_eq!(
            (open.value, open.undecided, open.sample.as_deref()),
            (None, 2, Some("1.234"))
        );
    }

    #[test]
    fn dates_times_and_their_order_are_seen() {
        let dates = of(&["01/05/2017", "05/30/2017"]);
        assert_eq!(
            (dates.dates, dates.date_order().value),
            (2, Some(DateOrder::MonthDayYear))
        );
        assert_eq!(of(&["18:16:19", "18:16"]).times, 2);
        assert_eq!(of(&["31/12/2022 14:30", "2022-01-01"]).date_times, 1);
        assert_eq!(of(&["DH 1234 A", "abc"]).numbers, 0);
    }
}
