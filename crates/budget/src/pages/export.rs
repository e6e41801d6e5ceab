//! The list as a workbook, with exactly the filter that is shown.

use authz::Reach;
use base::{AgencyId, Cursor, MonthOfYear, PageSize, Rupiah, TenantId};
use db::{Failure, Tx};
use ledger::Account;
use tabular::{ListCell, ListColumn, ListFormat, ListWorkbook, WriteError};
use web::{Answer, PageFrame, Texts, WebError, fl};

use super::found::agency_name;
use super::words::{document_text, fund_text, line_words};
use crate::{Allocation, BudgetLine, LineBalance, LineFilter, list_line_balances};

/// The most rows of a workbook.
const ROWS_MAX: usize = 20_000;

/// All rows of a filter with the names of their agencies.
pub(super) fn read_rows(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reach: &Reach,
    filter: &LineFilter,
) -> Result<Vec<(String, LineBalance)>, Failure> {
    let mut names = std::collections::BTreeMap::<AgencyId, String>::new();
    let mut rows = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let paging = (after.as_ref(), PageSize::clamped(PageSize::MAX));
        let page = list_line_balances(tx, tenant, reach, filter, paging)?;
        for row in page.items {
            let id = row.line.agency;
            let name = match names.get(&id) {
                Some(name) => name.clone(),
                None => agency_name(tx, tenant, id)?,
            };
            names.insert(id, name.clone());
            rows.push((name, row));
        }
        let next = page.next.filter(|_| rows.len() < ROWS_MAX);
        let Some(next) = next else { return Ok(rows) };
        let next = Cursor::decode(&next).map_err(|error| Failure::other("read on", error))?;
        after = Some(next);
    }
}

/// Answers with the workbook.
pub(super) fn workbook(
    texts: Texts,
    page: &PageFrame,
    filter: &LineFilter,
    rows: &[(String, LineBalance)],
) -> Answer {
    let bytes = write(texts, page, filter, rows).map_err(WebError::failed)?;
    Ok(web::xlsx(&format!("pagu-bbm-{}", filter.year), bytes))
}

fn write(
    texts: Texts,
    page: &PageFrame,
    filter: &LineFilter,
    rows: &[(String, LineBalance)],
) -> Result<Vec<u8>, WriteError> {
    let mut list = ListWorkbook::new(&fl!(texts, "lines-export-sheet"), &columns(texts))?;
    list.note(fl!(texts, "year"), filter.year.to_string());
    let month = filter.month.map(|month| page.month(month));
    let months = month.unwrap_or_else(|| fl!(texts, "months-all"));
    list.note(fl!(texts, "month"), months);
    if !filter.search.is_empty() {
        list.note(fl!(texts, "export-filter"), filter.search.as_str());
    }
    list.note(fl!(texts, "export-made"), page.at(page.now));
    list.note(
        fl!(texts, "export-meaning"),
        fl!(texts, "export-meaning-text"),
    );
    for (agency, row) in rows {
        list.push(&cells(texts, agency, row))?;
    }
    list.finish()
}

fn columns(texts: Texts) -> Vec<ListColumn> {
    let text = |heading| ListColumn::new(heading, ListFormat::Text);
    let rupiah = |heading| ListColumn::new(heading, ListFormat::Rupiah);
    vec![
        text(fl!(texts, "agency")),
        text(fl!(texts, "line-activity-code")),
        text(fl!(texts, "line-activity-name")),
        text(fl!(texts, "line-account-code")),
        text(fl!(texts, "line-account-name")),
        text(fl!(texts, "line-fund")),
        rupiah(fl!(texts, "allocated")),
        rupiah(fl!(texts, "pending")),
        rupiah(fl!(texts, "posted")),
        rupiah(fl!(texts, "available")),
        text(fl!(texts, "status")),
    ]
}

fn cells(texts: Texts, agency: &str, LineBalance { line, balance }: &LineBalance) -> Vec<ListCell> {
    let amount = |amount: Rupiah| ListCell::Integer(amount.get());
    vec![
        agency.into(),
        line.activity_code.as_str().into(),
        line.activity_name.as_str().into(),
        line.account_code.as_str().into(),
        line.account_name.as_str().into(),
        fund_text(texts, line.fund_source).as_str().into(),
        amount(balance.allocated),
        amount(balance.pending),
        amount(balance.posted),
        amount(balance.available),
        line_words(texts, line, balance).0.as_str().into(),
    ]
}

/// Which file is asked for.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct FileQuery {
    format: String,
}

impl FileQuery {
    /// Whether a workbook is asked for instead of the page.
    pub(super) fn is_workbook(&self) -> bool {
        self.format == "xlsx"
    }
}

/// A workbook of one line, with what the line is as notes.
fn line_book(
    texts: Texts,
    page: &PageFrame,
    (line, sheet): (&BudgetLine, &str),
    columns: &[ListColumn],
) -> Result<ListWorkbook, WriteError> {
    let mut book = ListWorkbook::new(sheet, columns)?;
    let name = format!("{} {}", line.activity_code, line.activity_name);
    book.note(fl!(texts, "line-activity-name"), name);
    book.note(fl!(texts, "year"), line.year.to_string());
    book.note(fl!(texts, "export-made"), page.at(page.now));
    Ok(book)
}

/// The months of a line with their figures.
pub(super) fn months_workbook(
    texts: Texts,
    page: &PageFrame,
    (line, agency): (&BudgetLine, &str),
    months: &[(MonthOfYear, Account)],
) -> Answer {
    let rupiah = |heading| ListColumn::new(heading, ListFormat::Rupiah);
    let columns = [
        ListColumn::new(fl!(texts, "month"), ListFormat::Text),
        rupiah(fl!(texts, "allocated")),
        rupiah(fl!(texts, "pending")),
        rupiah(fl!(texts, "posted")),
        rupiah(fl!(texts, "available")),
    ];
    let write = || {
        let sheet = fl!(texts, "line-months");
        let mut book = line_book(texts, page, (line, &sheet), &columns)?;
        book.note(fl!(texts, "agency"), agency);
        for (month, account) in months {
            let balance = crate::Balance::of(account);
            let amount = |amount: Rupiah| ListCell::Integer(amount.get());
            book.push(&[
                month.to_string().as_str().into(),
                amount(balance.allocated),
                amount(balance.pending),
                amount(balance.posted),
                amount(balance.available),
            ])?;
        }
        book.finish()
    };
    let bytes = write().map_err(|error: WriteError| WebError::failed(error))?;
    Ok(web::xlsx(&format!("pagu-{}", line.year), bytes))
}

/// Every change of a line's months with its document.
pub(super) fn history_workbook(
    texts: Texts,
    page: &PageFrame,
    (line, allocations): (&BudgetLine, &[Allocation]),
) -> Answer {
    let text = |heading| ListColumn::new(heading, ListFormat::Text);
    let columns = [
        ListColumn::new(fl!(texts, "document-on"), ListFormat::Date),
        text(fl!(texts, "document-kind")),
        text(fl!(texts, "document-number")),
        text(fl!(texts, "month")),
        ListColumn::new(fl!(texts, "history-delta"), ListFormat::Rupiah),
    ];
    let write = || {
        let sheet = fl!(texts, "history");
        let mut book = line_book(texts, page, (line, &sheet), &columns)?;
        for one in allocations {
            book.push(&[
                ListCell::Date(one.document.on),
                document_text(texts, one.document.kind).as_str().into(),
                one.document.number.as_str().into(),
                one.month.to_string().as_str().into(),
                ListCell::Integer(one.delta.get()),
            ])?;
        }
        book.finish()
    };
    let bytes = write().map_err(|error: WriteError| WebError::failed(error))?;
    Ok(web::xlsx(&format!("riwayat-pagu-{}", line.year), bytes))
}
