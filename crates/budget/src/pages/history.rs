use askama::Template;
use authz::Action;
use base::{MonthOfYear, Rupiah, UtcMicros, Uuid};
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, EmptyState, Locale, PageFrame, QueryState, Site, Staff, Texts,
    fl, render,
};

use super::export::{self, FileQuery};
use super::found::{Found, find_line};
use super::list::sample_line;
use super::words::{document_text, signed};
use crate::{
    Allocation, BudgetLine, BudgetLineId, Document, DocumentKind, list_allocations, texts,
};

/// One document and what it changed.
struct Change {
    id: Uuid,
    document: Document,
    at: UtcMicros,
    months: Vec<(MonthOfYear, Rupiah)>,
}

#[derive(Template)]
#[template(path = "lines/history.html")]
pub(crate) struct HistoryPage {
    page: PageFrame,
    texts: Texts,
    line: BudgetLine,
    changes: Vec<Change>,
}

pub(crate) async fn list_changes(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<BudgetLineId>,
    QueryState(query): QueryState<FileQuery>,
) -> Answer {
    let texts = texts(staff.locale);
    let tenant = staff.tenant();
    let wanted = (id, Action::BudgetLineView);
    let found = find_line(&staff, &site, wanted, move |tx, line| {
        list_allocations(tx, tenant, line.id)
    });
    let Found { line, more, .. } = found.await?;
    if query.is_workbook() {
        return export::history_workbook(texts, &staff.page(""), (&line, &more));
    }
    render(&HistoryPage {
        page: staff
            .page(fl!(texts, "history"))
            .crumb(fl!(texts, "lines"), format!("/pagu?tahun={}", line.year))
            .crumb(&line.activity_name, format!("/pagu/{}", line.id)),
        texts,
        line,
        changes: group(more),
    })
}

/// Puts the months of each change together; the allocations of one change follow each other.
fn group(allocations: Vec<Allocation>) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for allocation in allocations {
        let month = (allocation.month, allocation.delta);
        match changes.last_mut() {
            Some(last) if last.id == allocation.change => last.months.push(month),
            _ => changes.push(Change {
                id: allocation.change,
                document: allocation.document,
                at: allocation.at,
                months: vec![month],
            }),
        }
    }
    changes
}

impl HistoryPage {
    fn title(&self, change: &Change) -> String {
        let kind = document_text(self.texts, change.document.kind);
        let number = change.document.number.as_str();
        fl!(self.texts, "history-document", kind = kind, number = number)
    }

    fn dated(&self, change: &Change) -> String {
        let date = self.page.date(change.document.on);
        let at = self.page.at(change.at);
        fl!(self.texts, "history-dated", date = date, at = at)
    }

    fn table(&self, change: &Change) -> DataTable {
        let texts = self.texts;
        let document = self.title(change);
        let caption = fl!(texts, "history-change", document = document);
        let columns = [
            Column::text(fl!(texts, "month")),
            Column::number(fl!(texts, "history-delta")),
        ];
        let months = change.months.iter();
        let sum = months.clone().map(|(_, delta)| delta.get());
        let sum = Rupiah::new(sum.fold(0, i64::saturating_add));
        DataTable::new(caption, columns)
            .rows(months.map(|(month, delta)| {
                [
                    Cell::text(self.page.month(month)),
                    Cell::text(signed(*delta)),
                ]
            }))
            .total([Cell::text(fl!(texts, "total")), Cell::text(signed(sum))])
    }

    fn empty(&self) -> EmptyState {
        let texts = self.texts;
        EmptyState::new(fl!(texts, "history-none"), fl!(texts, "history-none-text"))
    }
}

impl web::Samples for HistoryPage {
    const NAME: &'static str = "budget-history";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let allocation = |change: u128, month: i8, delta, kind| {
            let month = MonthOfYear::new(2026, month).ok()?;
            Some(Allocation {
                change: Uuid::from_u128(change),
                month,
                delta: Rupiah::new(delta),
                document: Document {
                    kind,
                    number: "900/17/2026".to_owned(),
                    on: base::CivilDate::constant(2026, 6, 10),
                    reason: Some("Pergeseran ke triwulan III".to_owned()),
                },
                at: UtcMicros::new(1_795_400_000_000_000),
            })
        };
        let allocations = [
            allocation(2, 6, -40_000_000, DocumentKind::Pergeseran),
            allocation(2, 7, 40_000_000, DocumentKind::Pergeseran),
            allocation(1, 1, 120_000_000, DocumentKind::Dpa),
            allocation(1, 2, 120_000_000, DocumentKind::Dpa),
        ];
        let page = |changes| Self {
            page: PageFrame::sample(locale, fl!(texts(locale), "history")),
            texts: texts(locale),
            line: sample_line(1),
            changes,
        };
        let filled = group(allocations.into_iter().flatten().collect());
        vec![("filled", page(filled)), ("empty", page(Vec::new()))]
    }
}
