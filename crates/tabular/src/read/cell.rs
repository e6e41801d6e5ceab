/// One cell with the text as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text; every cell of a CSV file is text.
    Text(String),
    /// A number of a spreadsheet, which stores binary floats.
    Number {
        /// Shortest decimal that names the stored float exactly.
        stored: String,
        /// The 15 digits that Excel shows, where they differ from `stored`
        /// (`0.30000000000000004` is shown as `0.3`).
        shown: Option<String>,
    },
    /// A date, a time, or both, in ISO 8601 without zone.
    Moment(String),
    /// A logical value.
    Bool(bool),
    /// A formula that failed, such as `#REF!`.
    Error(String),
}

impl Cell {
    /// A number cell from the float a workbook stores.
    pub fn from_float(value: f64) -> Self {
        let stored = value.to_string();
        let digits = stored.bytes().filter(u8::is_ascii_digit).count();
        if digits <= 15 {
            return Self::Number {
                stored,
                shown: None,
            };
        }
        let shown = format!("{value:.14e}")
            .parse::<f64>()
            .map_or_else(|_| stored.clone(), |v| v.to_string());
        let shown = (shown != stored).then_some(shown);
        Self::Number { stored, shown }
    }

    /// The text as stored, unchanged.
    pub fn stored(&self) -> &str {
        match self {
            Self::Empty => "",
            Self::Text(text) | Self::Moment(text) | Self::Error(text) => text,
            Self::Number { stored, .. } => stored,
            Self::Bool(true) => "TRUE",
            Self::Bool(false) => "FALSE",
        }
    }

    /// The text as the person sees it: numbers with at most 15 significant digits.
    pub fn shown(&self) -> &str {
        match self {
            Self::Number {
                shown: Some(shown), ..
            } => shown,
            other => other.stored(),
        }
    }

    /// Whether the cell holds nothing but white space.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// One row of a table that holds at least one cell.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Row {
    /// Row as the spreadsheet counts it from 1, or line of a text file.
    pub number: u64,
    /// The cells from the first column on; short rows end early.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of a column counted from 0; beyond the end it is empty.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// Whether no cell holds anything.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn float_artefacts_are_kept_and_seen_through() {
        let cell = Cell::from_float(0.1 + 0.2);
        assert_eq!(
            (cell.stored(), cell.shown()),
            ("0.30000000000000004", "0.3")
        );
        let cell = Cell::from_float("27.449999999999999".parse().unwrap());
        assert_eq!((cell.stored(), cell.shown()), ("27.45", "27.45"));
        assert_eq!(Cell::from_float(8_001_520_550.0).shown(), "8001520550");
        assert_eq!(
            Cell::from_float(198_503_122_010_011_001.0).shown(),
            "198503122010011000"
        );
        assert_eq!(Cell::from_float(-12.5).shown(), "-12.5");
    }
}
