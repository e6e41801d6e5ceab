//! `/jejak/{kind}/{id}`: who changed what, when and from where, in plain words.

use std::collections::{BTreeMap, BTreeSet};

use authz::Action;
use base::{PersonId, Uuid};
use db::Access;
use journal::{HistoryEntry, ImageValue, RowChange};
use web::axum::extract::{Path, State};
use web::{
    Answer, EmptyState, Locale, PageFrame, Paging, Site, Staff, Timeline, TimelineEntry, WebError,
    fl, render,
};

use super::shape::DetailPage;
use crate::{AuditBook, texts};

/// Columns that say nothing to a reader.
const SILENT: [&str; 4] = ["tenant_id", "id", "revision", "holders_changed_at"];

/// The history of a record.
pub(crate) async fn show_trail(
    staff: Staff,
    State(site): State<Site>,
    Path((kind, id)): Path<(String, Uuid)>,
    paging: Paging,
) -> Answer {
    let words = texts(staff.locale);
    let book = site.part::<AuditBook>()?;
    let owner = book.of(&kind).cloned().ok_or_else(WebError::not_found)?;
    let tenant = staff.tenant();
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        let Some(subject) = owner.subject(tx, tenant, &kind, id)? else {
            return Ok(None);
        };
        // One more than shown: what a field was before stands in the entry before.
        let history = journal::list_history(tx, tenant, id, paging.after.as_ref(), paging.size)?;
        let older = match &history.next {
            Some(cursor) => {
                let cursor = base::Cursor::decode(cursor).ok();
                let size = base::PageSize::clamped(200);
                journal::list_history(tx, tenant, id, cursor.as_ref(), size)?.items
            }
            None => Vec::new(),
        };
        let mut people: Vec<PersonId> = history
            .items
            .iter()
            .map(|entry| PersonId::new(entry.actor.uuid()))
            .collect();
        people.sort_unstable();
        people.dedup();
        let people = identity::list_people_by_ids(tx, tenant, &people)?;
        Ok(Some((subject, history, older, people)))
    });
    let (subject, history, older, people) = read.await?.ok_or_else(WebError::not_found)?;
    let place = &subject.resource;
    // What belongs to no agency concerns everyone who may look at histories at all.
    if place.agency.is_none() && place.unit.is_none() && place.stations.is_empty() {
        staff.may_somewhere(Action::JournalTrailView)?;
    } else {
        staff.may(Action::JournalTrailView, place)?;
    }
    let title = fl!(words, "trail-of", name = subject.title.as_str());
    let page = staff
        .page(title.trim().to_owned())
        .crumb(fl!(words, "trail-back"), subject.href);
    let names: BTreeMap<Uuid, String> = people
        .into_iter()
        .map(|person| (person.id.uuid(), person.name))
        .collect();
    let entries = timeline(&page, &book, &names, (&history.items, &older));
    let pager = page.pager(history.next.as_deref()).to_string();
    render(&trail_page(page, entries, &pager))
}

pub(crate) fn trail_page(
    page: PageFrame,
    entries: Vec<TimelineEntry>,
    pager: &String,
) -> DetailPage {
    let words = texts(page.locale);
    let shown = DetailPage::new(page).lead(fl!(words, "trail-lead"));
    if entries.is_empty() {
        let empty = EmptyState::new(fl!(words, "trail-none"), fl!(words, "trail-none-text"));
        return shown.block(&empty);
    }
    shown.block(&Timeline::new(entries)).block(pager)
}

/// Turns entries, newest first, into lines; a line compares with the image before of its row.
pub(crate) fn timeline(
    page: &PageFrame,
    book: &AuditBook,
    names: &BTreeMap<Uuid, String>,
    (shown, older): (&[HistoryEntry], &[HistoryEntry]),
) -> Vec<TimelineEntry> {
    let mut images = Images::default();
    for entry in shown.iter().chain(older) {
        images.learn(entry);
    }
    // Entries of one instant stand in the order of the row's revisions.
    let mut shown: Vec<&HistoryEntry> = shown.iter().collect();
    shown.sort_by_key(|entry| std::cmp::Reverse((entry.at, latest_revision(entry))));
    shown
        .iter()
        .map(|entry| line(page, book, names, (entry, &images)))
        .collect()
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

fn line(
    page: &PageFrame,
    book: &AuditBook,
    names: &BTreeMap<Uuid, String>,
    (entry, images): (&HistoryEntry, &Images),
) -> TimelineEntry {
    let words = texts(page.locale);
    let title = book
        .first(|words| words.action(page.locale, &entry.action))
        .unwrap_or_else(|| entry.action.clone());
    let who = names.get(&entry.actor.uuid()).cloned().unwrap_or_else(|| {
        if entry.actor.uuid().is_nil() {
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
    let parts = [
        Some(describe(page.locale, book, entry, images)),
        entry.note.clone(),
        Some(format!("{from} · {place}")),
    ];
    let note: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    TimelineEntry {
        at: page.at(entry.at),
        title,
        who: [who, deputy].join(" ").trim().to_owned(),
        note: note.join(" · "),
    }
}

type Columns = BTreeMap<String, ImageValue>;
type RowKey = (String, Vec<u8>);

/// Every known image of every row, by its revision.
#[derive(Default)]
struct Images(BTreeMap<RowKey, BTreeMap<i64, Columns>>);

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
    fn before(&self, change: &RowChange, columns: &Columns) -> Option<&Columns> {
        let of_row = self.0.get(&row_key(change, columns))?;
        of_row
            .range(..revision_of(columns))
            .next_back()
            .map(|(_, columns)| columns)
    }
}

fn revision_of(columns: &Columns) -> i64 {
    match columns.get("revision") {
        Some(ImageValue::Integer(revision)) => *revision,
        _ => 0,
    }
}

/// Which row an image is of: its own id, where it has one beside the record's.
fn row_key(change: &RowChange, columns: &Columns) -> RowKey {
    let id = match columns.get("id") {
        Some(ImageValue::Bytes(bytes)) => bytes.clone(),
        _ => Vec::new(),
    };
    (change.table.clone(), id)
}

fn describe(locale: Locale, book: &AuditBook, entry: &HistoryEntry, images: &Images) -> String {
    let words = texts(locale);
    let mut rows = Vec::new();
    for change in &entry.changes {
        match change.columns() {
            Err(_) => rows.push(fl!(words, "trail-unreadable")),
            Ok(_) if change.deleted => rows.push(fl!(words, "trail-deleted")),
            Ok(columns) => {
                let before = images.before(change, &columns);
                describe_row(locale, book, &change.table, (before, &columns), &mut rows);
            }
        }
    }
    rows.join("; ")
}

fn describe_row(
    locale: Locale,
    book: &AuditBook,
    table: &str,
    (before, columns): (Option<&Columns>, &Columns),
    rows: &mut Vec<String>,
) {
    let words = texts(locale);
    let old_names = before.into_iter().flat_map(BTreeMap::keys);
    let names: BTreeSet<&String> = columns.keys().chain(old_names).collect();
    for name in names {
        let (old, new) = (
            before.and_then(|before| before.get(name)),
            columns.get(name),
        );
        let is_reference = name.ends_with("_id") && matches!(new, Some(ImageValue::Bytes(_)));
        if new == old || is_reference || SILENT.contains(&name.as_str()) {
            continue;
        }
        let label = book
            .first(|words| words.field(locale, table, name))
            .unwrap_or_else(|| name.clone());
        let value = |value: Option<&ImageValue>| match value {
            Some(value) => book
                .first(|words| words.value(locale, table, name, value))
                .unwrap_or_else(|| plain(locale, value)),
            None => fl!(words, "trail-empty"),
        };
        rows.push(match before {
            Some(_) => {
                fl!(
                    words,
                    "trail-changed",
                    field = label,
                    old = value(old),
                    new = value(new)
                )
            }
            None => fl!(words, "trail-set", field = label, new = value(new)),
        });
    }
}

fn plain(locale: Locale, value: &ImageValue) -> String {
    match value {
        ImageValue::Integer(number) => number.to_string(),
        ImageValue::Text(text) => text.chars().take(120).collect(),
        ImageValue::Bytes(bytes) => base::to_hex(bytes).chars().take(12).collect(),
        ImageValue::Personal(_) => fl!(texts(locale), "trail-personal"),
    }
}
