//! What is wrong with a row, as stored and in words.

use serde::{Deserialize, Serialize};
use tabular::{CellProblem, ImportKind, Language, MappingProblem, ReadError};
use web::{Locale, fl};

use crate::texts;

/// A reason for keeping a row out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// A stable word.
    pub code: String,
    /// The key of the field it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The column of the file, by its place counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// Words for the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<(String, String)>,
}

impl RowProblem {
    /// A problem of a field.
    pub fn of(field: &str, code: &str) -> Self {
        Self {
            code: code.to_owned(),
            field: Some(field.to_owned()),
            column: None,
            arguments: Vec::new(),
        }
    }

    /// A problem of the whole row.
    pub fn row(code: &str) -> Self {
        Self {
            field: None,
            ..Self::of("", code)
        }
    }

    /// Adds a word for the text.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.arguments.push((name.to_owned(), value.to_string()));
        self
    }

    /// A word by name; empty where it is absent.
    pub fn argument(&self, name: &str) -> &str {
        self.arguments
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, text)| text)
    }

    pub(crate) fn of_cell(problem: &CellProblem, column: Option<usize>) -> Self {
        let own = |(name, value): &(&'static str, String)| ((*name).to_owned(), value.clone());
        Self {
            code: problem.code.as_str().to_owned(),
            field: Some(problem.field.clone()),
            column,
            arguments: problem.arguments.iter().map(own).collect(),
        }
    }
}

pub(crate) fn language(locale: Locale) -> Language {
    match locale {
        Locale::Id => Language::Indonesian,
        Locale::En => Language::English,
    }
}

/// A problem found by the framework or by `tabular`, in words that say what to do.
pub(crate) fn framework_problem_text(
    locale: Locale,
    kind: &ImportKind,
    problem: &RowProblem,
) -> String {
    let words = texts(locale);
    let text = problem.argument("text");
    let field = problem.field.as_deref().and_then(|key| kind.field(key));
    let label = field.map_or("", |field| field.label.get(language(locale)));
    match problem.code.as_str() {
        "missing" => fl!(words, "cell-missing", field = label),
        "text_too_long" => {
            let limit = problem.argument("limit");
            fl!(words, "cell-text-too-long", field = label, limit = limit)
        }
        "digits_lost" => fl!(words, "cell-digits-lost", text = text),
        "shortened" => fl!(words, "cell-shortened", text = text),
        "formula_error" => fl!(words, "cell-formula-error", text = text),
        "not_a_number" | "number_too_long" => fl!(words, "cell-not-a-number", text = text),
        "number_ambiguous" | "number_against_convention" => {
            fl!(words, "cell-number-ambiguous", text = text)
        }
        "not_whole" => fl!(words, "cell-not-whole", text = text),
        "unit_differs" => {
            let (found, expected) = (problem.argument("found"), problem.argument("expected"));
            fl!(
                words,
                "cell-unit-differs",
                found = found,
                expected = expected
            )
        }
        "out_of_range" => fl!(words, "cell-out-of-range", text = text),
        "not_a_date" => fl!(words, "cell-not-a-date", text = text),
        "not_a_time" | "time_in_gap" => fl!(words, "cell-not-a-time", text = text),
        "date_ambiguous" | "date_against_order" => fl!(words, "cell-date-ambiguous", text = text),
        "time_missing" => fl!(words, "cell-time-missing", text = text),
        "zone_missing" => fl!(words, "cell-zone-missing"),
        "unknown_choice" => {
            let choices = choice_labels(kind, problem, locale);
            fl!(words, "cell-unknown-choice", text = text, choices = choices)
        }
        "not_yes_no" => fl!(words, "cell-not-yes-no", text = text),
        "duplicate_in_file" => {
            fl!(
                words,
                "row-duplicate-in-file",
                row = problem.argument("row")
            )
        }
        "internal" => fl!(words, "row-internal"),
        "denied" => fl!(words, "row-denied"),
        other => fl!(words, "row-other", code = other),
    }
}

fn choice_labels(kind: &ImportKind, problem: &RowProblem, locale: Locale) -> String {
    let field = problem.field.as_deref().and_then(|key| kind.field(key));
    let Some(tabular::FieldKind::Choice(choices)) = field.map(|field| &field.kind) else {
        return problem.argument("choices").to_owned();
    };
    let label = |choice: &tabular::Choice| choice.label.get(language(locale)).to_owned();
    choices.iter().map(label).collect::<Vec<_>>().join(", ")
}

/// A problem of the mapping in words.
pub(crate) fn mapping_problem_text(
    locale: Locale,
    kind: &ImportKind,
    problem: &MappingProblem,
) -> String {
    let words = texts(locale);
    let label = |key: &str| {
        kind.field(key)
            .map_or(key, |field| field.label.get(language(locale)))
            .to_owned()
    };
    match problem {
        MappingProblem::WrongKind(other) => fl!(words, "mapping-wrong-kind", kind = other.as_str()),
        MappingProblem::UnknownField(field) => {
            fl!(words, "mapping-unknown-field", field = field.as_str())
        }
        MappingProblem::UnknownColumn { field, column } => {
            fl!(
                words,
                "mapping-unknown-column",
                field = label(field),
                column = column.as_str()
            )
        }
        MappingProblem::RequiredUnmapped(field) => {
            fl!(words, "mapping-required", field = label(field))
        }
        MappingProblem::UnitMissing(field) | MappingProblem::UnitMismatch(field) => {
            fl!(words, "mapping-unit", field = label(field))
        }
        MappingProblem::UnknownZone(zone) => fl!(words, "mapping-zone", zone = zone.as_str()),
        MappingProblem::BadConstant { field, .. } => {
            fl!(words, "mapping-constant", field = label(field))
        }
    }
}

/// A file that cannot be read, in words that say what to do.
pub(crate) fn read_error_text(locale: Locale, code: &str) -> String {
    let words = texts(locale);
    match code {
        "empty" => fl!(words, "file-empty"),
        "web_page" => fl!(words, "file-web-page"),
        "binary_workbook" => fl!(words, "file-binary-workbook"),
        "password_protected" => fl!(words, "file-password"),
        "broken_encoding" => fl!(words, "file-encoding"),
        "no_header" => fl!(words, "file-no-header"),
        "no_such_sheet" => fl!(words, "file-no-sheet"),
        "file_too_large" | "unpacked_too_large" => fl!(words, "file-too-large"),
        "too_many_rows" | "too_many_columns" => fl!(words, "file-too-many"),
        "cell_too_long" => fl!(words, "file-cell-too-long"),
        "not_geojson" => fl!(words, "file-not-geojson"),
        "damaged" | "io" => fl!(words, "file-damaged"),
        _ => fl!(words, "file-not-a-table"),
    }
}

/// The stable word of a read error.
pub(crate) fn read_error_code(error: &ReadError) -> &'static str {
    error.code()
}
