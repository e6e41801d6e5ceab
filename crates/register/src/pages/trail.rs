//! `/jejak/{kind}/{id}`: who changed what, when and from where, in plain words.

use std::collections::BTreeMap;

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
    staff.may(Action::JournalTrailView, &subject.resource)?;
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

/// Turns entries, newest first, into lines; a line compares with the last earlier image of its row.
pub(crate) fn timeline(
    page: &PageFrame,
    book: &AuditBook,
    names: &BTreeMap<Uuid, String>,
    (shown, older): (&[HistoryEntry], &[HistoryEntry]),
) -> Vec<TimelineEntry> {
    let words = texts(page.locale);
    let mut images: BTreeMap<RowKey, Columns> = BTreeMap::new();
    let mut lines = Vec::new();
    let oldest_first = older.iter().rev().chain(shown.iter().rev());
    let skip = older.len();
    for (index, entry) in oldest_first.enumerate() {
        let changes = describe(page.locale, book, entry, &mut images);
        if index < skip {
            continue;
        }
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
            Some(changes),
            entry.note.clone(),
            Some(format!("{from} · {place}")),
        ];
        let note: Vec<String> = parts
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect();
        lines.push(TimelineEntry {
            at: page.at(entry.at),
            title,
            who: [who, deputy].join(" ").trim().to_owned(),
            note: note.join(" · "),
        });
    }
    lines.reverse();
    lines
}

type Columns = BTreeMap<String, ImageValue>;
type RowKey = (String, Vec<Vec<u8>>);

/// Which row an image is of: its ids.
fn row_key(change: &RowChange, columns: &Columns) -> RowKey {
    let ids = columns.iter().filter_map(|(name, value)| match value {
        ImageValue::Bytes(bytes) if name == "id" => Some(bytes.clone()),
        _ => None,
    });
    (change.table.clone(), ids.collect())
}

fn describe(
    locale: Locale,
    book: &AuditBook,
    entry: &HistoryEntry,
    images: &mut BTreeMap<RowKey, Columns>,
) -> String {
    let words = texts(locale);
    let mut texts_of_rows = Vec::new();
    for change in &entry.changes {
        let Ok(columns) = change.columns() else {
            texts_of_rows.push(fl!(words, "trail-unreadable"));
            continue;
        };
        let key = row_key(change, &columns);
        if change.deleted {
            images.remove(&key);
            texts_of_rows.push(fl!(words, "trail-deleted"));
            continue;
        }
        let before = images.insert(key, columns.clone());
        let names: std::collections::BTreeSet<&String> = columns
            .keys()
            .chain(before.iter().flat_map(|before| before.keys()))
            .collect();
        for name in names {
            if SILENT.contains(&name.as_str()) {
                continue;
            }
            let new = columns.get(name);
            let old = before.as_ref().and_then(|before| before.get(name));
            let foreign = name.ends_with("_id") && matches!(new, Some(ImageValue::Bytes(_)));
            if new == old || foreign {
                continue;
            }
            let label = book
                .first(|words| words.field(locale, &change.table, name))
                .unwrap_or_else(|| name.clone());
            let value = |value: Option<&ImageValue>| match value {
                Some(value) => book
                    .first(|words| words.value(locale, &change.table, name, value))
                    .unwrap_or_else(|| plain(locale, value)),
                None => fl!(words, "trail-empty"),
            };
            texts_of_rows.push(match &before {
                Some(_) => fl!(
                    words,
                    "trail-changed",
                    field = label,
                    old = value(old),
                    new = value(new)
                ),
                None => fl!(words, "trail-set", field = label, new = value(new)),
            });
        }
    }
    texts_of_rows.join("; ")
}

fn plain(locale: Locale, value: &ImageValue) -> String {
    match value {
        ImageValue::Integer(number) => number.to_string(),
        ImageValue::Text(text) => text.chars().take(120).collect(),
        ImageValue::Bytes(bytes) => base::to_hex(bytes).chars().take(12).collect(),
        ImageValue::Personal(_) => fl!(texts(locale), "trail-personal"),
    }
}
