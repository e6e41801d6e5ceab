//! Row by row: typed values, named problems, a fingerprint.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use super::cells::{Reading, choice_words};
use super::problem::{CellProblem, ProblemCode};
use super::{FieldMapping, Mapping, Origin};
use crate::kind::{Field, FieldKind, ImportKind};
use crate::read::cell::{Cell, Row};
use crate::read::error::ReadError;
use crate::read::header::Header;
use crate::value::Record;
use crate::words::normalise;
use crate::write::template::EXAMPLE_COLUMN;

/// Why a mapping does not fit a kind and a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingProblem {
    /// The mapping was made for another kind.
    #[error("the mapping is for {0}")]
    WrongKind(String),
    /// The kind has no such field.
    #[error("there is no field {0}")]
    UnknownField(String),
    /// The file has no such column.
    #[error("field {field}: the file has no column {column}")]
    UnknownColumn {
        /// Key of the field.
        field: String,
        /// Name of the column.
        column: String,
    },
    /// A required field comes from nowhere.
    #[error("field {0} is required")]
    RequiredUnmapped(String),
    /// A quantity without unit.
    #[error("field {0} needs a unit")]
    UnitMissing(String),
    /// A unit that does not measure the field, or a unit on a field without.
    #[error("field {0} cannot have this unit")]
    UnitMismatch(String),
    /// No zone of this name.
    #[error("there is no zone {0}")]
    UnknownZone(String),
    /// The constant cannot be read as the field.
    #[error("field {field}: the constant is refused with {}", code.as_str())]
    BadConstant {
        /// Key of the field.
        field: String,
        /// Why.
        code: ProblemCode,
    },
}

impl MappingProblem {
    /// A stable word: code of the API and key of the translation.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongKind(_) => "wrong_kind",
            Self::UnknownField(_) => "unknown_field",
            Self::UnknownColumn { .. } => "unknown_column",
            Self::RequiredUnmapped(_) => "required_unmapped",
            Self::UnitMissing(_) => "unit_missing",
            Self::UnitMismatch(_) => "unit_mismatch",
            Self::UnknownZone(_) => "unknown_zone",
            Self::BadConstant { .. } => "bad_constant",
        }
    }
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every field could be read.
    Accepted,
    /// At least one cell has a problem.
    Rejected,
    /// An example row of a template; neither imported nor counted as wrong.
    Example,
}

/// A row with everything that was found out about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedRow {
    /// The row as read.
    pub row: Row,
    /// What became of it.
    pub verdict: Verdict,
    /// The values that could be read, also of a rejected row.
    pub record: Record,
    /// Problems; none if accepted.
    pub problems: Vec<CellProblem>,
    /// Remarks that do not reject, such as a rounded float.
    pub notes: Vec<CellProblem>,
    /// Hash over the mapped cells as written and the constants, by field key.
    ///
    /// Independent of column order, file format, units and spelling chosen in the mapping.
    pub fingerprint: [u8; 16],
    /// 1 for the first row with this fingerprint in the file, 2 for the second, and so on.
    pub occurrence: u32,
}

enum Place {
    Nowhere,
    Columns(Vec<usize>),
    Constant(Cell),
}

struct Bound {
    key: Cow<'static, str>,
    is_required: bool,
    column: Option<String>,
    place: Place,
    reading: Reading,
}

/// Checks the rows of one file.
pub struct Checker {
    fields: Vec<Bound>,
    /// Indexes of `fields` in the order of their keys: the order of the fingerprint.
    hashed: Vec<usize>,
    keys: Arc<[Cow<'static, str>]>,
    example_column: Option<usize>,
    seen: HashMap<[u8; 16], u32>,
}

impl Checker {
    /// Binds a mapping to the columns of a file; all problems are reported at once.
    pub fn new(
        kind: &ImportKind,
        mapping: &Mapping,
        header: &Header,
    ) -> Result<Self, Vec<MappingProblem>> {
        let mut problems = Vec::new();
        if mapping.kind != kind.key {
            problems.push(MappingProblem::WrongKind(mapping.kind.clone()));
        }
        let unknown = mapping
            .fields
            .keys()
            .filter(|key| kind.field(key).is_none());
        problems.extend(unknown.map(|key| MappingProblem::UnknownField(key.clone())));
        let zone = mapping.zone.as_deref().and_then(|name| {
            let zone = TimeZone::get(name).ok();
            if zone.is_none() {
                problems.push(MappingProblem::UnknownZone(name.to_owned()));
            }
            zone
        });
        let fields: Vec<Bound> = kind
            .fields
            .iter()
            .map(|field| bind(field, mapping, header, zone.as_ref(), &mut problems))
            .collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut hashed: Vec<usize> = (0..fields.len()).collect();
        hashed.sort_by_key(|index| fields.get(*index).map(|field| field.key.clone()));
        let example = header
            .columns
            .iter()
            .find(|column| normalise(&column.name) == EXAMPLE_COLUMN);
        Ok(Self {
            keys: fields.iter().map(|field| field.key.clone()).collect(),
            hashed,
            fields,
            example_column: example.map(|column| column.index),
            seen: HashMap::new(),
        })
    }

    /// Checks one row; occurrences count the rows checked so far.
    pub fn check(&mut self, row: Row) -> CheckedRow {
        let mut problems = Vec::new();
        let mut notes = Vec::new();
        let mut values = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            let cell = field.cell(&row);
            let is_none = cell.is_blank() || cell.shown().trim() == "-";
            let value = match (is_none, matches!(field.place, Place::Nowhere)) {
                (_, true) | (true, _) if !field.is_required => None,
                (true, _) | (_, true) => {
                    problems.push(field.problem(&cell, ProblemCode::Missing, Vec::new()));
                    None
                }
                (false, false) => match field.reading.read(&cell) {
                    Ok(value) => Some(value),
                    Err(trouble) => {
                        problems.push(field.problem(&cell, trouble.code, trouble.arguments));
                        None
                    }
                },
            };
            if value.is_some() && matches!(&*cell, Cell::Number { shown: Some(_), .. }) {
                notes.push(field.problem(&cell, ProblemCode::FloatRounded, Vec::new()));
            }
            values.push(value);
        }
        let verdict = if self.is_example(&row) {
            Verdict::Example
        } else if problems.is_empty() {
            Verdict::Accepted
        } else {
            Verdict::Rejected
        };
        let fingerprint = self.fingerprint(&row);
        let seen = self.seen.entry(fingerprint).or_insert(0);
        *seen = seen.saturating_add(1);
        let occurrence = *seen;
        let record = Record {
            keys: Arc::clone(&self.keys),
            values,
        };
        CheckedRow {
            row,
            verdict,
            record,
            problems,
            notes,
            fingerprint,
            occurrence,
        }
    }

    /// Checks rows as they are read.
    pub fn check_all<I: Iterator<Item = Result<Row, ReadError>>>(self, rows: I) -> CheckedRows<I> {
        CheckedRows {
            checker: self,
            rows,
        }
    }

    fn is_example(&self, row: &Row) -> bool {
        self.example_column.is_some_and(|column| {
            let text = row.cell(column).shown().trim().to_uppercase();
            text.starts_with("CONTOH") || text.starts_with("EXAMPLE")
        })
    }

    fn fingerprint(&self, row: &Row) -> [u8; 16] {
        let mut hash = Sha256::new();
        hash.update(b"tabular row 1");
        for field in self
            .hashed
            .iter()
            .filter_map(|index| self.fields.get(*index))
        {
            let mut add = |cell: &Cell| {
                let text = cell.shown().trim();
                hash.update([0x1f]);
                hash.update(u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
                hash.update(text);
            };
            match &field.place {
                Place::Nowhere => continue,
                Place::Columns(columns) => columns.iter().for_each(|column| add(row.cell(*column))),
                Place::Constant(cell) => add(cell),
            }
            hash.update([0x1e]);
            hash.update(field.key.as_bytes());
        }
        let mut short = [0_u8; 16];
        short
            .iter_mut()
            .zip(hash.finalize())
            .for_each(|(to, from)| *to = from);
        short
    }
}

/// Rows as they are checked; see [`Checker::check_all`].
pub struct CheckedRows<I> {
    checker: Checker,
    rows: I,
}

impl<I: Iterator<Item = Result<Row, ReadError>>> Iterator for CheckedRows<I> {
    type Item = Result<CheckedRow, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.rows.next()?;
        Some(row.map(|row| self.checker.check(row)))
    }
}

impl Bound {
    fn cell<'a>(&'a self, row: &'a Row) -> Cow<'a, Cell> {
        match &self.place {
            Place::Nowhere => Cow::Owned(Cell::Empty),
            Place::Constant(cell) => Cow::Borrowed(cell),
            Place::Columns(columns) => match columns.as_slice() {
                [column] => Cow::Borrowed(row.cell(*column)),
                many => {
                    let texts = many.iter().map(|column| row.cell(*column).shown().trim());
                    let joined = texts
                        .filter(|text| !text.is_empty())
                        .collect::<Vec<_>>()
                        .join(" ");
                    Cow::Owned(Cell::Text(joined))
                }
            },
        }
    }

    fn problem(
        &self,
        cell: &Cell,
        code: ProblemCode,
        mut arguments: Vec<(&'static str, String)>,
    ) -> CellProblem {
        arguments.push(("text", cell.stored().to_owned()));
        CellProblem {
            column: self.column.clone(),
            field: self.key.to_string(),
            code,
            arguments,
        }
    }
}

fn bind(
    field: &Field,
    mapping: &Mapping,
    header: &Header,
    zone: Option<&TimeZone>,
    problems: &mut Vec<MappingProblem>,
) -> Bound {
    let mapped = mapping.fields.get(field.key.as_ref());
    let key = || field.key.to_string();
    let place = match mapped.map(|mapped| &mapped.origin) {
        None if field.is_required => {
            problems.push(MappingProblem::RequiredUnmapped(key()));
            Place::Nowhere
        }
        None => Place::Nowhere,
        Some(Origin::Constant(text)) => Place::Constant(Cell::Text(text.clone())),
        Some(Origin::Columns(names)) => {
            let found = names.iter().filter_map(|name| {
                let column = header.column(name);
                if column.is_none() {
                    problems.push(MappingProblem::UnknownColumn {
                        field: key(),
                        column: name.clone(),
                    });
                }
                column.map(|column| column.index)
            });
            Place::Columns(found.collect())
        }
    };
    if let Some(mapped) = mapped {
        check_unit(field, mapped, problems);
    }
    let reading = reading(field, mapped, mapping, zone, header.counts_from_1904);
    if let Place::Constant(cell) = &place
        && let Err(trouble) = reading.read(cell)
    {
        problems.push(MappingProblem::BadConstant {
            field: key(),
            code: trouble.code,
        });
    }
    let column = mapped.and_then(|mapped| mapped.columns().first().cloned());
    Bound {
        key: field.key.clone(),
        is_required: field.is_required,
        column,
        place,
        reading,
    }
}

fn check_unit(field: &Field, mapped: &FieldMapping, problems: &mut Vec<MappingProblem>) {
    match (&field.kind, mapped.unit) {
        (FieldKind::Quantity(_), None) => {
            problems.push(MappingProblem::UnitMissing(field.key.to_string()));
        }
        (FieldKind::Quantity(measure), Some(unit)) if unit.measure() == *measure => {}
        (_, Some(_)) => problems.push(MappingProblem::UnitMismatch(field.key.to_string())),
        (_, None) => {}
    }
}

fn reading(
    field: &Field,
    mapped: Option<&FieldMapping>,
    mapping: &Mapping,
    zone: Option<&TimeZone>,
    counts_from_1904: bool,
) -> Reading {
    let mut words = match &field.kind {
        FieldKind::Choice(choices) => choice_words(choices),
        _ => HashMap::new(),
    };
    for (word, meaning) in mapped.iter().flat_map(|mapped| &mapped.values) {
        words.insert(normalise(word), meaning.clone());
    }
    Reading {
        kind: field.kind.clone(),
        unit: mapped.and_then(|mapped| mapped.unit),
        date_order: mapped
            .and_then(|mapped| mapped.date_order)
            .or(mapping.date_order),
        decimal_mark: mapped
            .and_then(|mapped| mapped.decimal_mark)
            .or(mapping.decimal_mark),
        zone: zone.cloned(),
        starts_day: field.starts_day,
        counts_from_1904,
        words,
    }
}
