//! The names behind ids and codes in a history, looked up once for a whole page.

use std::collections::BTreeMap;

use base::Uuid;
use db::{Failure, Tx};
use journal::{HistoryEntry, ImageValue};

use crate::AuditBook;
use crate::audit::{AuditReader, AuditRow, Shape};

/// The most names looked up for a page; what is beyond stands as it is.
const NAMES_MAX: usize = 500;

/// Names by id, by code, and of whoever did something.
#[derive(Debug, Default)]
pub(crate) struct Names {
    records: BTreeMap<(&'static str, Uuid), String>,
    codes: BTreeMap<(&'static str, String), String>,
    actors: BTreeMap<Uuid, String>,
}

impl Names {
    /// Looks up every name that these entries need.
    pub(crate) fn read<'a>(
        tx: &mut Tx<'_>,
        reader: &AuditReader,
        book: &AuditBook,
        entries: impl Iterator<Item = &'a HistoryEntry>,
    ) -> Result<Self, Failure> {
        let mut names = Self::default();
        for entry in entries {
            names.learn_actor(tx, reader, book, entry.actor.uuid())?;
            for change in &entry.changes {
                let (Some(words), Ok(row)) = (book.of_table(&change.table), change.columns())
                else {
                    continue;
                };
                for (column, value) in &row {
                    let shape = words.shape(&change.table, column, &row);
                    names.learn(tx, reader, book, (shape, value))?;
                }
            }
        }
        Ok(names)
    }

    fn is_full(&self) -> bool {
        self.records.len().saturating_add(self.codes.len()) >= NAMES_MAX
    }

    fn learn(
        &mut self,
        tx: &mut Tx<'_>,
        reader: &AuditReader,
        book: &AuditBook,
        (shape, value): (Shape, &ImageValue),
    ) -> Result<(), Failure> {
        if self.is_full() {
            return Ok(());
        }
        match (shape, value) {
            (Shape::Record(kind), ImageValue::Bytes(bytes)) => {
                let Ok(id) = Uuid::from_slice(bytes) else {
                    return Ok(());
                };
                if !self.records.contains_key(&(kind, id))
                    && let Some(name) = book.record_name(tx, reader, (kind, id))?
                {
                    self.records.insert((kind, id), name);
                }
            }
            (Shape::Codes(kind), ImageValue::Text(text)) => {
                for code in text.split(',').filter(|code| !code.is_empty()) {
                    let key = (kind, code.to_owned());
                    if !self.codes.contains_key(&key)
                        && let Some(name) = book.code_name(tx, reader, (kind, code))?
                    {
                        self.codes.insert(key, name);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A person, an enrolled device, or another program.
    fn learn_actor(
        &mut self,
        tx: &mut Tx<'_>,
        reader: &AuditReader,
        book: &AuditBook,
        actor: Uuid,
    ) -> Result<(), Failure> {
        if actor.is_nil() || self.actors.contains_key(&actor) {
            return Ok(());
        }
        for kind in ["person", "device", "integration"] {
            if let Some(name) = book.record_name(tx, reader, (kind, actor))? {
                self.actors.insert(actor, name);
                break;
            }
        }
        Ok(())
    }

    /// Who this actor is.
    pub(crate) fn actor(&self, actor: Uuid) -> Option<&String> {
        self.actors.get(&actor)
    }

    /// The record's name.
    pub(crate) fn record(&self, kind: &'static str, bytes: &[u8]) -> Option<&String> {
        let id = Uuid::from_slice(bytes).ok()?;
        self.records.get(&(kind, id))
    }

    /// The names of codes between commas; a code without a name stands as it is.
    pub(crate) fn codes(&self, kind: &'static str, text: &str) -> String {
        let name = |code: &str| {
            let known = self.codes.get(&(kind, code.to_owned()));
            known.cloned().unwrap_or_else(|| code.to_owned())
        };
        let names: Vec<String> = text
            .split(',')
            .filter(|code| !code.is_empty())
            .map(name)
            .collect();
        names.join(", ")
    }
}

/// The unit of a row that says whether its amounts are litres.
pub(crate) fn counts_litres(row: &AuditRow) -> bool {
    matches!(row.get("unit"), Some(ImageValue::Text(unit)) if unit == "millilitres")
}
