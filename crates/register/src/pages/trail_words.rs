//! Journal entries as sentences: each row's changed fields against the image before.

use std::collections::{BTreeMap, BTreeSet};

use base::{Millilitres, Rupiah, UtcMicros, Uuid};
use journal::{HistoryEntry, ImageValue, RowChange};
use web::{PageFrame, TimelineEntry, fl};

use super::trail_names::{Names, counts_litres};
use crate::audit::{AuditRow, AuditWords, Shape};
use crate::{AuditBook, texts};

/// Columns that tell rows of one table apart, beside ids, where a row has no id of its own.
const KEYS: [&str; 5] = ["month", "kind", "product", "code", "code_hash"];

/// What a line needs beside its entry.
struct Line<'a> {
    page: &'a PageFrame,
    book: &'a AuditBook,
    /// The record whose history this is.
    subject: Uuid,
    names: &'a Names,
    images: Images,
}

/// Turns entries, newest first, into lines; a line compares with the image before of its row.
pub(crate) fn timeline(
    page: &PageFrame,
    book: &AuditBook,
    (subject, names): (Uuid, &Names),
    (shown, older): (&[HistoryEntry], &[HistoryEntry]),
) -> Vec<TimelineEntry> {
    let mut images = Images::default();
    for entry in shown.iter().chain(older) {
        images.learn(entry);
    }
    // Entries of one instant stand in the order of the row's revisions.
    let mut shown: Vec<&HistoryEntry> = shown.iter().collect();
    shown.sort_by_key(|entry| std::cmp::Reverse((entry.at, latest_revision(entry))));
    let line = Line {
        page,
        book,
        subject,
        names,
        images,
    };
    shown.iter().map(|entry| line.of(entry)).collect()
}

fn latest_revision(entry: &HistoryEntry) -> i64 {
    let columns = entry
        .changes
        .iter()
        .filter_map(|change| change.columns().ok());
    columns
        .map(|columns| revision_of(&columns))
        .max()
        .unwrap_or_default()
}

impl Line<'_> {
    fn of(&self, entry: &HistoryEntry) -> TimelineEntry {
        let (page, book) = (self.page, self.book);
        let words = texts(page.locale);
        let title = book
            .action(page.locale, &entry.action)
            .unwrap_or_else(|| entry.action.clone());
        let actor = entry.actor.uuid();
        let who = self.names.actor(actor).cloned().unwrap_or_else(|| {
            if actor.is_nil() {
                fl!(words, "trail-system")
            } else {
                fl!(words, "trail-unknown")
            }
        });
        let deputy = entry
            .acting_for
            .map(|_| fl!(words, "trail-deputy"))
            .unwrap_or_default();
        let place = match entry.leaf_index {
            Some(index) => fl!(words, "trail-sealed", number = page.count(index)),
            None => fl!(words, "trail-unsealed"),
        };
        let from = fl!(words, "trail-from", origin = entry.origin.as_str());
        let remark = entry.note.as_deref();
        let remark = remark.map(|note| book.note(page.locale, &entry.action, note));
        let mut note = self.rows(entry);
        note.extend(remark);
        note.push(format!("{from} · {place}"));
        note.retain(|part| !part.is_empty());
        TimelineEntry {
            at: page.at(entry.at),
            title,
            who: [who, deputy].join(" ").trim().to_owned(),
            note: note.join(" · "),
        }
    }

    /// One sentence for each changed row that says something.
    fn rows(&self, entry: &HistoryEntry) -> Vec<String> {
        let words = texts(self.page.locale);
        let mut rows = Vec::new();
        for change in &entry.changes {
            let Some(area) = self.book.of_table(&change.table) else {
                continue;
            };
            let name = area.row(self.page.locale, &change.table);
            let said = match change.columns() {
                Err(_) => fl!(words, "trail-unreadable"),
                Ok(_) if change.deleted => fl!(words, "trail-deleted"),
                Ok(columns) => self.row(&**area, change, &columns).join("; "),
            };
            rows.push(match name {
                _ if said.is_empty() => said,
                Some(name) => fl!(words, "trail-row", row = name, said = said),
                None => said,
            });
        }
        rows
    }

    fn row(&self, area: &dyn AuditWords, change: &RowChange, columns: &AuditRow) -> Vec<String> {
        let (words, table) = (texts(self.page.locale), change.table.as_str());
        let before = self.images.before(change, columns);
        // Between the two images others may have changed the row: then only what is now is told.
        let follows = before
            .is_some_and(|before| revision_of(before).saturating_add(1) == revision_of(columns));
        let old_names = before.into_iter().flat_map(BTreeMap::keys);
        let names: BTreeSet<&String> = columns.keys().chain(old_names).collect();
        let mut said = Vec::new();
        for name in names {
            let (old, new) = (
                before.and_then(|row| said_in(row, name)),
                said_in(columns, name),
            );
            let shape = area.shape(table, name, columns);
            if new == old || shape == Shape::Hidden || self.is_subject(new) {
                continue;
            }
            let label = area
                .field(self.page.locale, table, name)
                .unwrap_or_else(|| name.clone());
            let value = |value: Option<&ImageValue>| match value {
                Some(value) => area
                    .value(self.page.locale, table, name, value)
                    .unwrap_or_else(|| self.shaped(shape, value, columns)),
                None => fl!(words, "trail-empty"),
            };
            let is_personal = matches!(new.or(old), Some(ImageValue::Personal(_)));
            said.push(
                if follows && is_personal && old.is_some() && new.is_some() {
                    fl!(words, "trail-personal-changed", field = label)
                } else if follows {
                    let (old, new) = (value(old), value(new));
                    fl!(words, "trail-changed", field = label, old = old, new = new)
                } else {
                    fl!(words, "trail-set", field = label, new = value(new))
                },
            );
        }
        said
    }

    /// Whether a value is the id of the record itself: its own history need not name it.
    fn is_subject(&self, value: Option<&ImageValue>) -> bool {
        matches!(value, Some(ImageValue::Bytes(bytes)) if bytes == self.subject.as_bytes())
    }

    fn shaped(&self, shape: Shape, value: &ImageValue, row: &AuditRow) -> String {
        let page = self.page;
        match (shape, value) {
            (Shape::Litres, ImageValue::Integer(number)) => Millilitres::new(*number).to_string(),
            (Shape::Measure, ImageValue::Integer(number)) if counts_litres(row) => {
                Millilitres::new(*number).to_string()
            }
            (Shape::Rupiah | Shape::Measure, ImageValue::Integer(number)) => {
                Rupiah::new(*number).to_string()
            }
            (Shape::Instant, ImageValue::Integer(number)) => page.at(UtcMicros::new(*number)),
            (Shape::Date, ImageValue::Text(text)) => text
                .parse::<base::CivilDate>()
                .map_or_else(|_| text.clone(), |on| page.date(on)),
            (Shape::Month, ImageValue::Text(text)) => text
                .parse::<base::MonthOfYear>()
                .map_or_else(|_| text.clone(), |month| page.month(month)),
            (Shape::Flag, ImageValue::Integer(flag)) => self.flag(*flag != 0),
            (Shape::Record(kind), ImageValue::Bytes(bytes)) => self
                .names
                .record(kind, bytes)
                .cloned()
                .unwrap_or_else(|| fl!(texts(page.locale), "trail-no-name")),
            (Shape::Codes(kind), ImageValue::Text(text)) => self.names.codes(kind, text),
            (_, ImageValue::Integer(number)) => number.to_string(),
            (_, ImageValue::Text(text)) => text.chars().take(120).collect(),
            (_, ImageValue::Bytes(bytes)) => base::to_hex(bytes).chars().take(12).collect(),
            (_, ImageValue::Personal(_)) => fl!(texts(page.locale), "trail-personal"),
        }
    }

    fn flag(&self, is_set: bool) -> String {
        let words = texts(self.page.locale);
        if is_set {
            fl!(words, "trail-yes")
        } else {
            fl!(words, "trail-no")
        }
    }
}

/// A column's value; an empty text says as little as none.
fn said_in<'a>(row: &'a AuditRow, name: &str) -> Option<&'a ImageValue> {
    row.get(name)
        .filter(|value| !matches!(value, ImageValue::Text(text) if text.is_empty()))
}

type RowKey = (String, Vec<String>);

/// Every known image of every row, by its revision.
#[derive(Default)]
struct Images(BTreeMap<RowKey, BTreeMap<i64, AuditRow>>);

impl Images {
    fn learn(&mut self, entry: &HistoryEntry) {
        for change in entry.changes.iter().filter(|change| !change.deleted) {
            if let Ok(columns) = change.columns() {
                let of_row = self.0.entry(row_key(change, &columns)).or_default();
                of_row.insert(revision_of(&columns), columns);
            }
        }
    }

    /// The row as it was before this image.
    fn before(&self, change: &RowChange, columns: &AuditRow) -> Option<&AuditRow> {
        let of_row = self.0.get(&row_key(change, columns))?;
        of_row
            .range(..revision_of(columns))
            .next_back()
            .map(|(_, columns)| columns)
    }
}

fn revision_of(columns: &AuditRow) -> i64 {
    match columns.get("revision") {
        Some(ImageValue::Integer(revision)) => *revision,
        _ => 0,
    }
}

/// Which row an image is of: its own id, or what tells it apart from its sisters.
fn row_key(change: &RowChange, columns: &AuditRow) -> RowKey {
    let key = match columns.get("id") {
        Some(id) => vec![format!("{id:?}")],
        None => columns
            .iter()
            .filter(|(name, _)| name.ends_with("_id") || KEYS.contains(&name.as_str()))
            .map(|(_, value)| format!("{value:?}"))
            .collect(),
    };
    (change.table.clone(), key)
}
