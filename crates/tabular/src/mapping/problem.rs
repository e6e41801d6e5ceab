use crate::value::date::DateProblem;
use crate::value::number::NumberProblem;

/// What is wrong with a cell; the word is the key of the translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemCode {
    /// A required field is empty.
    Missing,
    /// The text is longer than the field; arguments `limit`.
    TextTooLong,
    /// A long number was stored as a float: its last digits are gone.
    DigitsLost,
    /// The text is a number that a spreadsheet has shortened (`8,00E+09`).
    Shortened,
    /// The formula of the cell failed.
    FormulaError,
    /// Not a number.
    NotANumber,
    /// A number with two readings.
    NumberAmbiguous,
    /// A number in the other spelling than its column.
    NumberAgainstConvention,
    /// More digits than can be kept exactly.
    NumberTooLong,
    /// A fraction where a whole number belongs.
    NotWhole,
    /// A unit or currency other than the column's; arguments `found`, `expected`.
    UnitDiffers,
    /// Beyond what can be stored.
    OutOfRange,
    /// Not a date.
    NotADate,
    /// Not a time of day.
    NotATime,
    /// A date whose day and month could be swapped.
    DateAmbiguous,
    /// A date in the other order than its column.
    DateAgainstOrder,
    /// A date without the time that is needed.
    TimeMissing,
    /// A local time that never happened.
    TimeInGap,
    /// A time without known zone.
    ZoneMissing,
    /// Not one of the list; arguments `choices`.
    UnknownChoice,
    /// Neither yes nor no.
    NotYesNo,
    /// Note on an accepted cell: the binary fraction stored by the workbook was read as shown.
    FloatRounded,
}

impl ProblemCode {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TextTooLong => "text_too_long",
            Self::DigitsLost => "digits_lost",
            Self::Shortened => "shortened",
            Self::FormulaError => "formula_error",
            Self::NotANumber => "not_a_number",
            Self::NumberAmbiguous => "number_ambiguous",
            Self::NumberAgainstConvention => "number_against_convention",
            Self::NumberTooLong => "number_too_long",
            Self::NotWhole => "not_whole",
            Self::UnitDiffers => "unit_differs",
            Self::OutOfRange => "out_of_range",
            Self::NotADate => "not_a_date",
            Self::NotATime => "not_a_time",
            Self::DateAmbiguous => "date_ambiguous",
            Self::DateAgainstOrder => "date_against_order",
            Self::TimeMissing => "time_missing",
            Self::TimeInGap => "time_in_gap",
            Self::ZoneMissing => "zone_missing",
            Self::UnknownChoice => "unknown_choice",
            Self::NotYesNo => "not_yes_no",
            Self::FloatRounded => "float_rounded",
        }
    }
}

impl From<NumberProblem> for ProblemCode {
    fn from(problem: NumberProblem) -> Self {
        match problem {
            NumberProblem::NotANumber => Self::NotANumber,
            NumberProblem::Ambiguous => Self::NumberAmbiguous,
            NumberProblem::AgainstConvention => Self::NumberAgainstConvention,
            NumberProblem::Scientific => Self::Shortened,
            NumberProblem::TooLong => Self::NumberTooLong,
        }
    }
}

impl From<DateProblem> for ProblemCode {
    fn from(problem: DateProblem) -> Self {
        match problem {
            DateProblem::NotADate => Self::NotADate,
            DateProblem::NotATime => Self::NotATime,
            DateProblem::Ambiguous => Self::DateAmbiguous,
            DateProblem::AgainstOrder => Self::DateAgainstOrder,
            DateProblem::TimeMissing => Self::TimeMissing,
            DateProblem::InGap => Self::TimeInGap,
            DateProblem::ZoneMissing => Self::ZoneMissing,
            DateProblem::OutOfRange => Self::OutOfRange,
        }
    }
}

/// A problem of one cell, for the preview and the returned file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellProblem {
    /// Name of the column; none for a constant of the mapping or an unmapped field.
    pub column: Option<String>,
    /// Key of the field.
    pub field: String,
    /// What is wrong.
    pub code: ProblemCode,
    /// Words for the translation; always contains `text`, what the cell holds.
    pub arguments: Vec<(&'static str, String)>,
}

impl CellProblem {
    /// An argument by name.
    pub fn argument(&self, name: &str) -> Option<&str> {
        self.arguments
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, text)| text.as_str())
    }
}
