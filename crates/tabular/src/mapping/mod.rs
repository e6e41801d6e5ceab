//! Which column is which field, in which unit and spelling.

pub(crate) mod cells;
pub(crate) mod check;
pub(crate) mod guess;
pub(crate) mod problem;
pub(crate) mod profile;
pub(crate) mod summary;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::value::date::DateOrder;
use crate::value::number::DecimalMark;
use crate::value::unit::Unit;

/// How the columns of one kind of file become fields; remembered by callers, a file for the
/// command line.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Key of the import kind.
    pub kind: String,
    /// Fingerprint of the header this mapping was made for; information only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// IANA name of the zone of all times without one, such as `Asia/Makassar`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Order of day and month where a field does not say otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// Spelling of numbers where a field does not say otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal_mark: Option<DecimalMark>,
    /// The fields that the file gives.
    #[serde(default)]
    pub fields: BTreeMap<String, FieldMapping>,
}

/// Where a field comes from and how it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "FieldMappingFile", into = "FieldMappingFile")]
pub struct FieldMapping {
    /// Column, columns or constant.
    pub origin: Origin,
    /// Unit or currency of a quantity.
    pub unit: Option<Unit>,
    /// Order of day and month of this field.
    pub date_order: Option<DateOrder>,
    /// Spelling of numbers of this field.
    pub decimal_mark: Option<DecimalMark>,
    /// What the file's own words mean, such as `UNL = "pertalite"`.
    pub values: BTreeMap<String, String>,
}

/// Where the content of a field comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Columns by header name; several are joined with a space, as date and time.
    Columns(Vec<String>),
    /// The same text for every row.
    Constant(String),
}

impl FieldMapping {
    /// A field from one column.
    pub fn column(name: impl Into<String>) -> Self {
        Self::new(Origin::Columns(vec![name.into()]))
    }

    /// A field with the same content in every row.
    pub fn constant(text: impl Into<String>) -> Self {
        Self::new(Origin::Constant(text.into()))
    }

    /// A field from anywhere, without unit and spelling.
    pub fn new(origin: Origin) -> Self {
        Self {
            origin,
            unit: None,
            date_order: None,
            decimal_mark: None,
            values: BTreeMap::new(),
        }
    }

    /// Sets the unit or currency.
    #[must_use]
    pub fn in_unit(mut self, unit: Unit) -> Self {
        self.unit = Some(unit);
        self
    }

    /// Names of the columns; none for a constant.
    pub fn columns(&self) -> &[String] {
        match &self.origin {
            Origin::Columns(names) => names,
            Origin::Constant(_) => &[],
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldMappingFile {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    columns: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    constant: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date_order: Option<DateOrder>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decimal_mark: Option<DecimalMark>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    values: BTreeMap<String, String>,
}

impl TryFrom<FieldMappingFile> for FieldMapping {
    type Error = &'static str;

    fn try_from(file: FieldMappingFile) -> Result<Self, Self::Error> {
        let origin = match (file.column, file.columns, file.constant) {
            (Some(name), many, None) if many.is_empty() => Origin::Columns(vec![name]),
            (None, many, None) if !many.is_empty() => Origin::Columns(many),
            (None, many, Some(text)) if many.is_empty() => Origin::Constant(text),
            _ => return Err("a field needs exactly one of column, columns and constant"),
        };
        let FieldMappingFile {
            unit,
            date_order,
            decimal_mark,
            values,
            ..
        } = file;
        Ok(Self {
            origin,
            unit,
            date_order,
            decimal_mark,
            values,
        })
    }
}

impl From<FieldMapping> for FieldMappingFile {
    fn from(field: FieldMapping) -> Self {
        let FieldMapping {
            origin,
            unit,
            date_order,
            decimal_mark,
            values,
        } = field;
        let mut file = Self {
            column: None,
            columns: Vec::new(),
            constant: None,
            unit,
            date_order,
            decimal_mark,
            values,
        };
        match origin {
            Origin::Columns(mut names) if names.len() == 1 => file.column = names.pop(),
            Origin::Columns(names) => file.columns = names,
            Origin::Constant(text) => file.constant = Some(text),
        }
        file
    }
}

/// A mapping file that cannot be read; the text names line and key.
#[derive(Debug, thiserror::Error)]
#[error("the mapping file cannot be read: {0}")]
pub struct MappingFileError(String);

impl Mapping {
    /// Reads a mapping file.
    pub fn from_toml(text: &str) -> Result<Self, MappingFileError> {
        toml::from_str(text).map_err(|error| MappingFileError(error.to_string()))
    }

    /// Writes a mapping file.
    pub fn to_toml(&self) -> Result<String, MappingFileError> {
        toml::to_string_pretty(self).map_err(|error| MappingFileError(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
kind = "purchases"
zone = "America/Chicago"
date_order = "month_day_year"
decimal_mark = "point"

[fields.drawn_at]
columns = ["Transaction Date", "Transaction Time"]

[fields.product]
column = "Product"
values = { UNL = "pertalite" }

[fields.agency]
constant = "Dinas PU"

[fields.volume]
column = "Units"
unit = "gallon_us"
"#;

    #[test]
    fn a_mapping_survives_its_file() {
        let mapping = Mapping::from_toml(FILE).unwrap();
        assert_eq!(mapping.fields["volume"].unit, Some(Unit::GallonUs));
        assert_eq!(mapping.fields["drawn_at"].columns().len(), 2);
        assert_eq!(
            mapping.fields["agency"].origin,
            Origin::Constant("Dinas PU".to_owned())
        );
        assert_eq!(
            Mapping::from_toml(&mapping.to_toml().unwrap()).unwrap(),
            mapping
        );
    }

    #[test]
    fn slips_in_the_file_are_named() {
        for (text, word) in [
            ("kind = \"x\"\nzne = \"y\"", "zne"),
            (
                "kind = \"x\"\n[fields.a]\ncolumn = \"a\"\nconstant = \"b\"",
                "exactly one",
            ),
            (
                "kind = \"x\"\n[fields.a]\ncolumn = \"a\"\nunit = \"pint\"",
                "pint",
            ),
        ] {
            assert!(
                Mapping::from_toml(text)
                    .unwrap_err()
                    .to_string()
                    .contains(word),
                "{word}"
            );
        }
    }
}
