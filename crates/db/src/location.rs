//! Where the database is.

use std::path::PathBuf;

/// The place of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// An embedded SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL server, by URL.
    Postgres(String),
}

/// The text named no database this program can use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a database address: use postgres://… or sqlite:FILE")]
pub struct LocationError;

impl std::str::FromStr for Location {
    type Err = LocationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite:").filter(|path| !path.is_empty());
        path.map(|path| Self::Sqlite(path.into()))
            .ok_or(LocationError)
    }
}
