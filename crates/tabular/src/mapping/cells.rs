//! From a cell to the typed value of its field.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::problem::ProblemCode;
use crate::kind::{Choice, FieldKind, Language};
use crate::read::cell::Cell;
use crate::value::Value;
use crate::value::date::{
    DateOrder, date_from_serial, parse_date, parse_moment, parse_moment_or_day, parse_time,
};
use crate::value::flag::parse_flag;
use crate::value::number::{DecimalMark, parse_decimal, split_unit};
use crate::value::unit::Unit;
use crate::words::normalise;

/// How the cells of one field are read.
pub(crate) struct Reading {
    pub(crate) kind: FieldKind,
    pub(crate) unit: Option<Unit>,
    pub(crate) date_order: Option<DateOrder>,
    pub(crate) decimal_mark: Option<DecimalMark>,
    pub(crate) zone: Option<TimeZone>,
    /// Whether a date without a time is the beginning of that day.
    pub(crate) starts_day: bool,
    pub(crate) counts_from_1904: bool,
    /// Meanings of the file's own words, and for choices all known spellings, by normal form.
    pub(crate) words: HashMap<String, String>,
}

/// What is wrong, with arguments for the translation.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) code: ProblemCode,
    pub(crate) arguments: Vec<(&'static str, String)>,
}

impl<T: Into<ProblemCode>> From<T> for Trouble {
    fn from(code: T) -> Self {
        Self {
            code: code.into(),
            arguments: Vec::new(),
        }
    }
}

/// The normal forms of the spellings of all choices.
pub(crate) fn choice_words(choices: &[Choice]) -> HashMap<String, String> {
    let mut words = HashMap::new();
    for choice in choices {
        let labels =
            [Language::Indonesian, Language::English].map(|language| choice.label.get(language));
        let synonyms = choice.synonyms.iter().map(AsRef::as_ref);
        for word in labels
            .into_iter()
            .chain(synonyms)
            .chain([choice.key.as_ref()])
        {
            words.insert(normalise(word), choice.key.to_string());
        }
    }
    words
}

impl Reading {
    /// The value of a cell that is not blank.
    pub(crate) fn read(&self, cell: &Cell) -> Result<Value, Trouble> {
        if matches!(cell, Cell::Error(_)) {
            return Err(ProblemCode::FormulaError.into());
        }
        let translated = self
            .words
            .get(&self.word_key(cell))
            .map(|word| Cell::Text(word.clone()));
        let cell = translated.as_ref().unwrap_or(cell);
        let text = cell.shown().trim();
        match &self.kind {
            FieldKind::Text { max_characters } => read_text(cell, *max_characters).map(Value::Text),
            FieldKind::Integer => {
                let number = self.number(cell, text)?;
                if !number.fract().is_zero() {
                    return Err(ProblemCode::NotWhole.into());
                }
                number
                    .trunc()
                    .try_into()
                    .map(Value::Integer)
                    .map_err(|_| ProblemCode::OutOfRange.into())
            }
            FieldKind::Decimal => self.number(cell, text).map(Value::Decimal),
            FieldKind::Quantity(_) => self.quantity(cell, text),
            FieldKind::Date => self.date(cell, text).map(Value::Date),
            FieldKind::Time => Ok(Value::Time(parse_time(text)?)),
            FieldKind::Instant => {
                let parse = if self.starts_day {
                    parse_moment_or_day
                } else {
                    parse_moment
                };
                let moment = parse(text, self.date_order, self.zone.as_ref())?;
                Ok(Value::Instant(moment))
            }
            FieldKind::Choice(choices) => {
                let is_known = choices.iter().any(|choice| choice.key == text);
                is_known
                    .then(|| Value::Choice(text.to_owned()))
                    .ok_or_else(|| unknown_choice(choices))
            }
            FieldKind::Bool => match cell {
                Cell::Bool(value) => Ok(Value::Bool(*value)),
                _ => parse_flag(text)
                    .map(Value::Bool)
                    .ok_or_else(|| ProblemCode::NotYesNo.into()),
            },
        }
    }

    /// Most fields have no words: then nothing is normalised.
    fn word_key(&self, cell: &Cell) -> String {
        if self.words.is_empty() {
            String::new()
        } else {
            normalise(cell.shown())
        }
    }

    fn number(&self, cell: &Cell, text: &str) -> Result<Decimal, Trouble> {
        match cell {
            Cell::Number { .. } => Ok(parse_decimal(text, Some(DecimalMark::Point))?),
            Cell::Text(_) => Ok(parse_decimal(text, self.decimal_mark)?),
            _ => Err(ProblemCode::NotANumber.into()),
        }
    }

    fn quantity(&self, cell: &Cell, text: &str) -> Result<Value, Trouble> {
        let expected = self.unit.ok_or(ProblemCode::UnitDiffers)?;
        let (number, found) = split_unit(text);
        if let Some(found) = found.filter(|found| *found != expected) {
            let arguments = vec![
                ("found", found.code().to_owned()),
                ("expected", expected.code().to_owned()),
            ];
            return Err(Trouble {
                code: ProblemCode::UnitDiffers,
                arguments,
            });
        }
        let amount = self.number(cell, &number)?;
        let base = expected.to_base(amount);
        if base.is_none() && expected != Unit::Usd {
            return Err(ProblemCode::OutOfRange.into());
        }
        Ok(Value::Quantity {
            amount,
            unit: expected,
            base,
        })
    }

    fn date(&self, cell: &Cell, text: &str) -> Result<Date, Trouble> {
        match cell {
            Cell::Number { .. } => date_from_serial(text, self.counts_from_1904)
                .ok_or_else(|| ProblemCode::NotADate.into()),
            _ => Ok(parse_date(text, self.date_order)?),
        }
    }
}

fn read_text(cell: &Cell, limit: usize) -> Result<String, Trouble> {
    let text = cell.shown().trim();
    if let Cell::Number { .. } = cell {
        let whole = text.split('.').next().unwrap_or_default();
        if whole.trim_start_matches('-').len() > 15 {
            return Err(ProblemCode::DigitsLost.into());
        }
    } else if parse_decimal(text, None) == Err(crate::value::number::NumberProblem::Scientific)
        && text.contains('+')
    {
        return Err(ProblemCode::Shortened.into());
    }
    if text.chars().count() > limit {
        return Err(Trouble {
            code: ProblemCode::TextTooLong,
            arguments: vec![("limit", limit.to_string())],
        });
    }
    Ok(text.to_owned())
}

fn unknown_choice(choices: &[Choice]) -> Trouble {
    let keys: Vec<&str> = choices.iter().map(|choice| choice.key.as_ref()).collect();
    Trouble {
        code: ProblemCode::UnknownChoice,
        arguments: vec![("choices", keys.join(", "))],
    }
}
