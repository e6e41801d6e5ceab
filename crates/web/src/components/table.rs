//! Tables of figures, which become cards on a phone.

use std::fmt::Display;

use askama::Template;

use crate::Tag;

/// The head of a column.
#[derive(Debug, Clone)]
pub struct Column {
    text: String,
    number: bool,
}

impl Column {
    /// A column of words.
    pub fn text(text: impl Display) -> Self {
        Self {
            text: text.to_string(),
            number: false,
        }
    }

    /// A column of figures, set to the right.
    pub fn number(text: impl Display) -> Self {
        Self {
            text: text.to_string(),
            number: true,
        }
    }
}

/// A cell of a table.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    text: String,
    href: String,
    below: String,
    tag: Option<Tag>,
    mark: Option<Tag>,
}

impl Cell {
    /// Words or a figure.
    pub fn text(text: impl Display) -> Self {
        Self {
            text: text.to_string(),
            ..Self::default()
        }
    }

    /// Words or a figure that lead to what stands behind them.
    pub fn link(text: impl Display, href: impl Display) -> Self {
        Self {
            href: href.to_string(),
            ..Self::text(text)
        }
    }

    /// A status.
    pub fn tag(tag: Tag) -> Self {
        Self {
            tag: Some(tag),
            ..Self::default()
        }
    }

    /// A word beside the name, such as "contoh".
    #[must_use]
    pub fn mark(mut self, mark: Option<Tag>) -> Self {
        self.mark = mark;
        self
    }

    /// A quieter second line.
    #[must_use]
    pub fn below(mut self, text: impl Display) -> Self {
        self.below = text.to_string();
        self
    }
}

impl<T: Display> From<T> for Cell {
    fn from(text: T) -> Self {
        Cell::text(text)
    }
}

/// A table with a caption; the first column names the row.
#[derive(Debug, Clone, Template)]
#[template(path = "components/table.html")]
pub struct DataTable {
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    total: Vec<Cell>,
}

super::html_safe!(DataTable);

impl DataTable {
    /// A table with these columns; the caption says what it shows, to screen readers too.
    pub fn new(caption: impl Display, columns: impl IntoIterator<Item = Column>) -> Self {
        Self {
            caption: caption.to_string(),
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            total: Vec::new(),
        }
    }

    /// Adds a row; it has a cell for each column.
    #[must_use]
    pub fn row(mut self, cells: impl IntoIterator<Item = Cell>) -> Self {
        self.rows.push(cells.into_iter().collect());
        self
    }

    /// Adds rows.
    #[must_use]
    pub fn rows<R: IntoIterator<Item = Cell>>(self, rows: impl IntoIterator<Item = R>) -> Self {
        rows.into_iter().fold(self, Self::row)
    }

    /// Sets the line of totals.
    #[must_use]
    pub fn total(mut self, cells: impl IntoIterator<Item = Cell>) -> Self {
        self.total = cells.into_iter().collect();
        self
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn cells<'a>(&'a self, row: &'a [Cell]) -> Vec<(&'a Column, &'a Cell)> {
        self.columns.iter().zip(row).collect()
    }
}
