//! A first mapping from headers and cells; people confirm it.

use std::collections::{BTreeMap, BTreeSet};

use super::profile::ColumnProfile;
use super::{FieldMapping, Mapping, Origin};
use crate::kind::{Field, FieldKind, ImportKind, Language};
use crate::read::header::{Column, Header};
use crate::value::unit::{Measure, Unit};
use crate::words::{bracket_words, header_words};

const LEAST_CONFIDENCE: u8 = 60;

/// A guessed mapping with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The mapping, ready to be corrected.
    pub mapping: Mapping,
    /// Confidence by field key.
    pub fields: BTreeMap<String, FieldGuess>,
    /// Names of the columns that no field uses.
    pub unused: Vec<String>,
}

/// Why a field was mapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldGuess {
    /// 60 to 100; 100 is a header known by name with fitting cells.
    pub confidence: u8,
    /// Whether header or cells name the unit, rather than habit.
    pub is_unit_named: bool,
}

/// Guesses which column is which field: by known headings, similar words and fitting cells.
///
/// One column serves at most one field; an instant may take a column of dates and one of times.
pub fn guess(kind: &ImportKind, header: &Header, profiles: &[ColumnProfile]) -> Guess {
    let columns: Vec<(&Column, &ColumnProfile)> = header.columns.iter().zip(profiles).collect();
    let mut candidates: Vec<(u8, usize, usize)> = Vec::new();
    for (field_at, field) in kind.fields.iter().enumerate() {
        for (column_at, (column, profile)) in columns.iter().enumerate() {
            let confidence = confidence(field, column, profile);
            if confidence >= LEAST_CONFIDENCE {
                candidates.push((confidence, field_at, column_at));
            }
        }
    }
    candidates.sort_by_key(|(confidence, field, column)| (u8::MAX - confidence, *field, *column));
    let (mut taken, mut mapped) = (BTreeSet::new(), BTreeMap::new());
    for (confidence, field, column) in candidates {
        if !mapped.contains_key(&field) && taken.insert(column) {
            mapped.insert(field, (column, confidence));
        }
    }
    let mut mapping = Mapping {
        kind: kind.key.to_string(),
        header: Some(header.fingerprint()),
        ..Mapping::default()
    };
    let mut fields = BTreeMap::new();
    for (field_at, (column_at, confidence)) in &mapped {
        let (Some(field), Some((column, profile))) =
            (kind.fields.get(*field_at), columns.get(*column_at))
        else {
            continue;
        };
        let mut names = vec![column.name.clone()];
        if field.kind == FieldKind::Instant
            && profile.date_times == 0
            && let Some(time_at) = column_of_times(column, &columns, &taken)
        {
            taken.insert(time_at);
            names.extend(columns.get(time_at).map(|(column, _)| column.name.clone()));
        }
        let mut chosen = FieldMapping::new(Origin::Columns(names));
        // The cells of a column of units say more than a heading.
        let named = units_of(field, kind, &mapped)
            .and_then(|at| unit_in_cells(field, columns.get(at)?.1))
            .or_else(|| named_unit(field, column, profile));
        if let FieldKind::Quantity(measure) = field.kind {
            chosen.unit = Some(named.unwrap_or_else(|| Unit::usual(measure)));
        }
        if is_numeric(&field.kind) {
            chosen.decimal_mark = profile.decimal_mark().value;
        } else if matches!(field.kind, FieldKind::Date | FieldKind::Instant) {
            chosen.date_order = profile.date_order().value;
        }
        mapping.fields.insert(field.key.to_string(), chosen);
        fields.insert(
            field.key.to_string(),
            FieldGuess {
                confidence: *confidence,
                is_unit_named: named.is_some(),
            },
        );
    }
    lift_common_spelling(&mut mapping);
    let unused = columns
        .iter()
        .enumerate()
        .filter(|(at, _)| !taken.contains(at))
        .map(|(_, (column, _))| column.name.clone());
    Guess {
        unused: unused.collect(),
        mapping,
        fields,
    }
}

/// What all decided fields agree on holds for the undecided ones too.
fn lift_common_spelling(mapping: &mut Mapping) {
    mapping.decimal_mark = common(
        mapping
            .fields
            .values()
            .filter_map(|field| field.decimal_mark),
    );
    mapping.date_order = common(mapping.fields.values().filter_map(|field| field.date_order));
    for field in mapping.fields.values_mut() {
        field.decimal_mark = field
            .decimal_mark
            .filter(|mark| mapping.decimal_mark != Some(*mark));
        field.date_order = field
            .date_order
            .filter(|order| mapping.date_order != Some(*order));
    }
}

fn common<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

fn is_numeric(kind: &FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Integer | FieldKind::Decimal | FieldKind::Quantity(_)
    )
}

fn confidence(field: &Field, column: &Column, profile: &ColumnProfile) -> u8 {
    let heading = header_words(&column.name);
    let labels =
        [Language::Indonesian, Language::English].map(|language| field.label.get(language));
    let key = field.key.replace('_', " ");
    let names = field
        .synonyms
        .iter()
        .map(AsRef::as_ref)
        .chain(labels)
        .chain([key.as_str()]);
    let by_name = names
        .map(|name| likeness(&header_words(name), &heading))
        .max()
        .unwrap_or(0);
    let percent = u32::from(by_name) * fit(&field.kind, profile) / 100;
    u8::try_from(percent).unwrap_or(100)
}

/// 0 to 100: the same words, the same in another order, contained, or spelled alike.
fn likeness(name: &[String], heading: &[String]) -> u8 {
    if name.is_empty() || heading.is_empty() {
        return 0;
    }
    if name == heading {
        return 100;
    }
    let (one, other): (BTreeSet<&String>, BTreeSet<&String>) =
        (name.iter().collect(), heading.iter().collect());
    if one == other {
        return 97;
    }
    let shared = one.intersection(&other).count();
    let says_something = one.intersection(&other).any(|word| !is_filler(word));
    let contained = if says_something && shared == one.len().min(other.len()) {
        u8::try_from(62 + 30 * shared / one.len().max(other.len())).unwrap_or(0)
    } else {
        0
    };
    contained.max(spelled_alike(&name.join(" "), &heading.join(" ")))
}

/// Words that many headings share and that name nothing by themselves.
fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "no" | "id" | "kode" | "code" | "nama" | "name" | "jumlah" | "total" | "of" | "dan" | "and"
    )
}

/// Spelling mistakes: Jaro-Winkler from 0.9 on, scaled to at most 90.
fn spelled_alike(one: &str, other: &str) -> u8 {
    match strsim::jaro_winkler(one, other) {
        likeness if likeness >= 0.97 => 90,
        likeness if likeness >= 0.94 => 80,
        likeness if likeness >= 0.9 => 70,
        _ => 0,
    }
}

/// 100 if the cells fit the field, less if many do not; an empty column fits a little less.
fn fit(kind: &FieldKind, profile: &ColumnProfile) -> u32 {
    let fitting = match kind {
        kind if is_numeric(kind) => profile.numbers,
        FieldKind::Date | FieldKind::Instant => {
            profile.dates.max(profile.numbers.min(profile.filled / 2))
        }
        FieldKind::Time => profile.times + profile.date_times,
        _ => profile.filled,
    };
    match (fitting.saturating_mul(100)).checked_div(profile.filled) {
        None => 95,
        Some(90..) => 100,
        Some(50..) => 80,
        Some(_) => 30,
    }
}

/// The column of times that goes with a column of dates: the free one with the likest heading.
fn column_of_times(
    dates: &Column,
    columns: &[(&Column, &ColumnProfile)],
    taken: &BTreeSet<usize>,
) -> Option<usize> {
    let heading = header_words(&dates.name);
    let free = columns.iter().enumerate().filter(|(at, (_, profile))| {
        !taken.contains(at) && profile.times > 0 && profile.times * 10 >= profile.filled * 9
    });
    free.max_by_key(|(at, (column, _))| {
        let shared = header_words(&column.name)
            .iter()
            .filter(|word| heading.contains(word))
            .count();
        (shared, usize::MAX - at.abs_diff(dates.index))
    })
    .map(|(at, _)| at)
}

/// The column that names the units of a field.
fn units_of(
    field: &Field,
    kind: &ImportKind,
    mapped: &BTreeMap<usize, (usize, u8)>,
) -> Option<usize> {
    let wanted = field.unit_field?;
    let at = kind.fields.iter().position(|field| field.key == wanted)?;
    Some(mapped.get(&at)?.0)
}

/// The first unit of the field's measure that a column of units names.
fn unit_in_cells(field: &Field, units: &ColumnProfile) -> Option<Unit> {
    let FieldKind::Quantity(measure) = field.kind else {
        return None;
    };
    let mut named = units
        .examples
        .iter()
        .filter_map(|word| Unit::from_word(word));
    named.find(|unit| unit.measure() == measure)
}

fn named_unit(field: &Field, column: &Column, profile: &ColumnProfile) -> Option<Unit> {
    let FieldKind::Quantity(measure) = field.kind else {
        return None;
    };
    let fits = |unit: &Unit| unit.measure() == measure;
    let in_header = bracket_words(&column.name)
        .into_iter()
        .chain(header_words(&column.name));
    let is_plain_us = |word: &String| measure == Measure::Money && word == "us";
    let by_header = in_header
        .filter(|word| !is_plain_us(word))
        .filter_map(|word| Unit::from_word(&word))
        .find(fits);
    let by_cells = || {
        profile
            .examples
            .iter()
            .filter_map(|text| crate::value::number::split_unit(text).1)
            .find(fits)
    };
    by_header.or_else(by_cells)
}
