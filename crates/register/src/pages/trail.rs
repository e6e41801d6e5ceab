//! `/jejak/{kind}/{id}`: who changed what, when and from where, in plain words.

use authz::{Action, Actor, Resource};
use base::Uuid;
use db::{Access, Failure, Tx};
use journal::HistoryEntry;
use web::axum::extract::{Path, State};
use web::{
    Answer, EmptyState, PageFrame, Paging, Site, Staff, Timeline, TimelineEntry, WebError, fl,
    render,
};

use super::shape::DetailPage;
use super::trail_names::Names;
use super::trail_words::timeline;
use crate::audit::AuditReader;
use crate::{AuditBook, AuditSubject, texts};

/// What the page was made from.
struct Read {
    subject: AuditSubject,
    shown: Vec<HistoryEntry>,
    /// Entries before those shown: what a field was before stands there.
    older: Vec<HistoryEntry>,
    next: Option<String>,
    names: Names,
}

/// The history of a record.
pub(crate) async fn show_trail(
    staff: Staff,
    State(site): State<Site>,
    Path((kind, id)): Path<(String, Uuid)>,
    paging: Paging,
) -> Answer {
    let words = texts(staff.locale);
    let book = site.part::<AuditBook>()?;
    let reader = AuditReader {
        tenant: staff.tenant(),
        now: staff.now(),
        zone: staff.city().zone.clone(),
        locale: staff.locale,
    };
    let (asked, actor) = (book.clone(), staff.actor().clone());
    let db = site.db()?;
    let read = db.read(staff.tenant(), Access::ReadOwn, move |tx| {
        read_trail(tx, (&reader, &actor), &asked, (&kind, id), &paging)
    });
    let read = read.await?.ok_or_else(WebError::not_found)?;
    let title = fl!(words, "trail-of", name = read.subject.title.as_str());
    let page = staff
        .page(title)
        .crumb(fl!(words, "trail-back"), read.subject.href);
    let entries = timeline(&page, &book, (id, &read.names), (&read.shown, &read.older));
    let pager = page.pager(read.next.as_deref()).to_string();
    render(&trail_page(page, entries, &pager))
}

fn read_trail(
    tx: &mut Tx<'_>,
    (reader, actor): (&AuditReader, &Actor),
    book: &AuditBook,
    (kind, id): (&str, Uuid),
    paging: &Paging,
) -> Result<Option<Read>, Failure> {
    let Some(owner) = book.of(kind) else {
        return Ok(None);
    };
    let Some(subject) = owner.subject(tx, reader, kind, id)? else {
        return Ok(None);
    };
    let rights = [subject.view, Action::JournalTrailView];
    if !rights
        .iter()
        .all(|right| sees(actor, *right, &subject.resource))
    {
        return Ok(None);
    }
    let tenant = reader.tenant;
    let history = journal::list_history(tx, tenant, id, paging.after.as_ref(), paging.size)?;
    let older = match &history.next {
        Some(cursor) => {
            let cursor = base::Cursor::decode(cursor).ok();
            let size = base::PageSize::clamped(200);
            journal::list_history(tx, tenant, id, cursor.as_ref(), size)?.items
        }
        None => Vec::new(),
    };
    let names = Names::read(tx, reader, book, history.items.iter().chain(&older))?;
    Ok(Some(Read {
        subject,
        shown: history.items,
        older,
        next: history.next,
        names,
    }))
}

/// What belongs to no agency and no station concerns everyone who has the right at all.
fn sees(actor: &Actor, right: Action, place: &Resource) -> bool {
    if place.agency.is_none() && place.unit.is_none() && place.stations.is_empty() {
        actor.may_somewhere(right)
    } else {
        actor.may(right, place).is_ok()
    }
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
