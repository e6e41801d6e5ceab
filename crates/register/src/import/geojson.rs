//! A `GeoJSON` collection as a table: a feature is a row, a property a column.

use serde_json::Value;
use tabular::{Cell, Column, Header, Row};

/// The column that holds the geometry as JSON.
pub(crate) const GEOMETRY: &str = "geometry";

/// The most features of a file: every village of the country has a hundred thousand.
const FEATURES_MAX: usize = 100_000;

/// Reads features; `None` where the text is no `GeoJSON` collection.
pub(crate) fn read_features(bytes: &[u8]) -> Option<(Header, Vec<Row>)> {
    let collection: Value = serde_json::from_slice(bytes).ok()?;
    let features = collection.get("features")?.as_array()?;
    if features.is_empty() || features.len() > FEATURES_MAX {
        return None;
    }
    let mut names: Vec<String> = Vec::new();
    let properties = |feature: &Value| {
        feature
            .get("properties")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default()
    };
    for (name, value) in features.iter().flat_map(properties) {
        let is_plain = value.is_string() || value.is_number() || value.is_boolean();
        if is_plain && name != GEOMETRY && !names.contains(&name) {
            names.push(name);
        }
    }
    names.push(GEOMETRY.to_owned());
    let rows = features.iter().zip(1_u64..).map(|(feature, number)| {
        let properties = properties(feature);
        let cells = names.iter().map(|name| {
            if name == GEOMETRY {
                let geometry = feature.get(GEOMETRY).filter(|value| !value.is_null());
                return geometry.map_or(Cell::Empty, |value| Cell::Text(value.to_string()));
            }
            match properties.get(name) {
                Some(Value::String(text)) => Cell::Text(text.clone()),
                Some(Value::Number(number)) => Cell::Number {
                    stored: number.to_string(),
                    shown: None,
                },
                Some(Value::Bool(flag)) => Cell::Bool(*flag),
                _ => Cell::Empty,
            }
        });
        Row {
            number,
            cells: cells.collect(),
        }
    });
    let rows: Vec<Row> = rows.collect();
    let columns = names.into_iter().enumerate();
    let header = Header {
        row: 0,
        columns: columns
            .map(|(index, name)| Column { index, name })
            .collect(),
        counts_from_1904: false,
    };
    Some((header, rows))
}

/// The features of some rows with a property `masalah`, to be corrected and imported again.
pub(crate) fn write_rejected(bytes: &[u8], rejected: &[(u64, String)]) -> Option<Vec<u8>> {
    let mut collection: Value = serde_json::from_slice(bytes).ok()?;
    let features = collection.get_mut("features")?.as_array_mut()?;
    let all = std::mem::take(features);
    for (number, mut feature) in (1_u64..).zip(all) {
        let Some((_, problem)) = rejected.iter().find(|(row, _)| *row == number) else {
            continue;
        };
        if let Some(properties) = feature.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert(
                tabular::PROBLEM_COLUMN.to_owned(),
                Value::String(problem.clone()),
            );
        }
        features.push(feature);
    }
    serde_json::to_vec(&collection).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"kode":"53.71.01.1001","luas":2.5,"centroid":[1,2]},"geometry":{"type":"Point","coordinates":[1,2]}},
        {"type":"Feature","properties":{"nama":"Oepura"},"geometry":null}]}"#;

    #[test]
    fn plain_properties_become_columns() {
        let (header, rows) = read_features(FILE.as_bytes()).unwrap();
        let names: Vec<&str> = header
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        assert_eq!(names, ["kode", "luas", "nama", "geometry"]);
        assert_eq!(rows[0].cell(1).stored(), "2.5");
        assert!(rows[1].cell(3).is_blank() && !rows[0].cell(3).is_blank());
        assert!(read_features(b"kode,nama\n1,2\n").is_none());
    }

    #[test]
    fn only_rejected_features_return() {
        let bytes = write_rejected(FILE.as_bytes(), &[(2, "kode kosong".to_owned())]).unwrap();
        let (header, rows) = read_features(&bytes).unwrap();
        assert_eq!(rows.len(), 1);
        let column = header.column("masalah").unwrap().index;
        assert_eq!(rows[0].cell(column).stored(), "kode kosong");
    }
}
