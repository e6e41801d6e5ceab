//! Cells of a staged row as JSON, so that a rejected row goes back exactly as it came.

use std::borrow::Cow;

use db::Failure;
use serde::{Deserialize, Serialize};
use tabular::Cell;

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum StoredCell<'a> {
    Empty(()),
    Bool(bool),
    Text(Cow<'a, str>),
    Number {
        n: Cow<'a, str>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        s: Option<Cow<'a, str>>,
    },
    Moment {
        m: Cow<'a, str>,
    },
    Error {
        e: Cow<'a, str>,
    },
}

/// The cells as JSON; empty ones at the end are left out.
pub(crate) fn encode_cells(cells: &[Cell]) -> String {
    let filled = cells
        .iter()
        .rposition(|cell| *cell != Cell::Empty)
        .map_or(0, |last| last.saturating_add(1));
    let stored: Vec<StoredCell<'_>> = cells
        .iter()
        .take(filled)
        .map(|cell| match cell {
            Cell::Empty => StoredCell::Empty(()),
            Cell::Bool(flag) => StoredCell::Bool(*flag),
            Cell::Text(text) => StoredCell::Text(text.into()),
            Cell::Number { stored, shown } => StoredCell::Number {
                n: stored.into(),
                s: shown.as_deref().map(Cow::Borrowed),
            },
            Cell::Moment(text) => StoredCell::Moment { m: text.into() },
            Cell::Error(text) => StoredCell::Error { e: text.into() },
        })
        .collect();
    // Texts and flags can always be written as JSON.
    serde_json::to_string(&stored).unwrap_or_default()
}

/// The cells of a staged row.
pub(crate) fn decode_cells(text: &str) -> Result<Vec<Cell>, Failure> {
    let stored: Vec<StoredCell<'_>> = serde_json::from_str(text)
        .map_err(|error| Failure::other("read the cells of a staged row", error))?;
    Ok(stored
        .into_iter()
        .map(|cell| match cell {
            StoredCell::Empty(()) => Cell::Empty,
            StoredCell::Bool(flag) => Cell::Bool(flag),
            StoredCell::Text(text) => Cell::Text(text.into_owned()),
            StoredCell::Number { n, s } => Cell::Number {
                stored: n.into_owned(),
                shown: s.map(Cow::into_owned),
            },
            StoredCell::Moment { m } => Cell::Moment(m.into_owned()),
            StoredCell::Error { e } => Cell::Error(e.into_owned()),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_went() {
        let cells = vec![
            Cell::Text("Jl. \"El Tari\"\n12".to_owned()),
            Cell::Empty,
            Cell::Bool(false),
            Cell::from_float(0.1 + 0.2),
            Cell::from_float(12.5),
            Cell::Moment("2022-09-03T14:30:00".to_owned()),
            Cell::Error("#REF!".to_owned()),
            Cell::Text(String::new()),
        ];
        let mut with_tail = cells.clone();
        with_tail.push(Cell::Empty);
        assert_eq!(decode_cells(&encode_cells(&with_tail)).unwrap(), cells);
    }
}
