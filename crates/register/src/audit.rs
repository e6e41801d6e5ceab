//! "Jejak audit": what the page needs from the area that owns a record.

mod people;
mod register;
mod shape;

use std::collections::BTreeMap;
use std::sync::Arc;

use authz::{Action, Resource};
use base::{CivilDate, TenantId, UtcMicros, Uuid, Zone};
use db::{Failure, Tx};
use journal::ImageValue;
use web::Locale;

pub use people::PeopleAudit;
pub use register::RegisterAudit;
pub use shape::Shape;

/// The columns of a row, as its image in the journal has them.
pub type AuditRow = BTreeMap<String, ImageValue>;

/// Who reads a history, where and when.
#[derive(Debug, Clone)]
pub struct AuditReader {
    /// The city.
    pub tenant: TenantId,
    /// The instant of the page.
    pub now: UtcMicros,
    /// The city's zone.
    pub zone: Zone,
    /// The reader's language.
    pub locale: Locale,
}

impl AuditReader {
    /// The day of the page in the city's zone.
    pub fn today(&self) -> CivilDate {
        self.zone.date(self.now)
    }
}

/// A record whose history is asked for, or whose name stands in another's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditSubject {
    /// Its name, such as `Dinas PUPR`.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Where it lies: decides who may see its history.
    pub resource: Resource,
    /// The right to see the record itself; without it there is no history either.
    pub view: Action,
}

/// Knows how the records and fields of an area are called.
pub trait AuditWords: Send + Sync {
    /// The kinds of records it owns, as in [`journal::Subject`].
    fn kinds(&self) -> &[&'static str];

    /// The journaled tables it owns.
    fn tables(&self) -> &[&'static str];

    /// The record, if it exists or existed.
    ///
    /// # Errors
    /// Only where the world breaks.
    fn subject(
        &self,
        tx: &mut Tx<'_>,
        reader: &AuditReader,
        kind: &str,
        id: Uuid,
    ) -> Result<Option<AuditSubject>, Failure>;

    /// What an action is called: "OPD ditambah atau diubah".
    fn action(&self, locale: Locale, code: &str) -> Option<String>;

    /// What a row is called that hangs on a record, such as "Pelat"; nothing for the record itself.
    fn row(&self, locale: Locale, table: &str) -> Option<String> {
        let _ = (locale, table);
        None
    }

    /// What a column is called. Every column that is not [`Shape::Hidden`] has a name.
    fn field(&self, locale: Locale, table: &str, column: &str) -> Option<String>;

    /// What a column holds; most columns say it by their name.
    fn shape(&self, table: &str, column: &str, row: &AuditRow) -> Shape {
        let _ = (table, row);
        Shape::of_name(column)
    }

    /// A value in words, such as "Ditutup" for `is_active = 0`; comes before the shape.
    fn value(
        &self,
        locale: Locale,
        table: &str,
        column: &str,
        value: &ImageValue,
    ) -> Option<String> {
        let _ = (locale, table, column, value);
        None
    }

    /// The name behind a code of [`Shape::Codes`], such as "Pertamax" for `pertamax`.
    ///
    /// # Errors
    /// Only where the world breaks.
    fn code_name(
        &self,
        tx: &mut Tx<'_>,
        reader: &AuditReader,
        kind: &str,
        code: &str,
    ) -> Result<Option<String>, Failure> {
        let _ = (tx, reader, kind, code);
        Ok(None)
    }

    /// The words of a remark that the program wrote as a code.
    fn note(&self, locale: Locale, action: &str, note: &str) -> Option<String> {
        let _ = (locale, action, note);
        None
    }
}

/// The words of all areas: a shared part of the site.
#[derive(Clone, Default)]
pub struct AuditBook(Arc<[Arc<dyn AuditWords>]>);

impl AuditBook {
    /// These words.
    pub fn new(words: impl IntoIterator<Item = Arc<dyn AuditWords>>) -> Self {
        Self(words.into_iter().collect())
    }

    /// Who knows a kind of record.
    pub fn of(&self, kind: &str) -> Option<&Arc<dyn AuditWords>> {
        self.0.iter().find(|words| words.kinds().contains(&kind))
    }

    /// Who knows a table.
    pub fn of_table(&self, table: &str) -> Option<&Arc<dyn AuditWords>> {
        self.0.iter().find(|words| words.tables().contains(&table))
    }

    /// What an action is called.
    pub fn action(&self, locale: Locale, code: &str) -> Option<String> {
        self.0.iter().find_map(|words| words.action(locale, code))
    }

    /// The words of a remark: the area's, or as it was written.
    pub(crate) fn note(&self, locale: Locale, action: &str, note: &str) -> String {
        let known = self
            .0
            .iter()
            .find_map(|words| words.note(locale, action, note));
        known.unwrap_or_else(|| note.to_owned())
    }

    /// The name of a record of a kind, if it can be found.
    pub(crate) fn record_name(
        &self,
        tx: &mut Tx<'_>,
        reader: &AuditReader,
        (kind, id): (&str, Uuid),
    ) -> Result<Option<String>, Failure> {
        let Some(words) = self.of(kind) else {
            return Ok(None);
        };
        let found = words.subject(tx, reader, kind, id)?;
        Ok(found.map(|found| found.title))
    }

    /// The name behind a code, if an area knows it.
    pub(crate) fn code_name(
        &self,
        tx: &mut Tx<'_>,
        reader: &AuditReader,
        (kind, code): (&str, &str),
    ) -> Result<Option<String>, Failure> {
        for words in self.0.iter() {
            if let Some(name) = words.code_name(tx, reader, kind, code)? {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }
}
