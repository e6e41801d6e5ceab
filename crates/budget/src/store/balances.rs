use std::collections::BTreeMap;

use authz::{Reach, ReachColumns};
use base::{AgencyId, Cursor, MonthOfYear, Page, PageSize, Rupiah, TenantId};
use db::{Failure, Row, Statement, Tx, like_pattern, params};

use super::lines::{COLUMNS, read_line};
use crate::{Balance, BudgetLine, BudgetLineId};

/// Which lines a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineFilter {
    /// The budget year.
    pub year: i16,
    /// Only this agency.
    pub agency: Option<AgencyId>,
    /// Only this month's figures; the whole year otherwise.
    pub month: Option<MonthOfYear>,
    /// Words in the names or codes.
    pub search: String,
    /// Closed lines too.
    pub with_closed: bool,
}

/// A line with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineBalance {
    /// The line.
    pub line: BudgetLine,
    /// Its figures.
    pub balance: Balance,
}

const SUMS: &str = "CAST(SUM(a.allocated) AS BIGINT) AS allocated, \
    CAST(SUM(a.pending) AS BIGINT) AS pending, CAST(SUM(a.posted) AS BIGINT) AS posted, \
    CAST(SUM(a.overdrawn) AS BIGINT) AS overdrawn, \
    CAST(SUM(CASE WHEN a.frozen OR a.overdrawn > 0 THEN 0 \
    ELSE a.allocated - a.pending - a.posted END) AS BIGINT) AS available, \
    CAST(SUM(CASE WHEN a.frozen THEN 1 ELSE 0 END) AS BIGINT) AS frozen_count";

/// The most agencies in one answer.
const AGENCIES_MAX: i64 = 1_000;

fn read_balance(row: &Row) -> Result<Balance, Failure> {
    let amount = |column| row.get(column).map(Rupiah::new);
    Ok(Balance {
        allocated: amount("allocated")?,
        pending: amount("pending")?,
        posted: amount("posted")?,
        available: amount("available")?,
        overdrawn: amount("overdrawn")?,
        frozen_count: row.get("frozen_count")?,
    })
}

/// One page of the lines a person reaches, in the order of their codes, with their figures.
pub fn list_line_balances(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reach: &Reach,
    filter: &LineFilter,
    (after, size): (Option<&Cursor>, PageSize),
) -> Result<Page<LineBalance>, Failure> {
    let pattern = like_pattern(&filter.search);
    let begin = format!("SELECT {COLUMNS} FROM budget_line l WHERE l.tenant_id = $1");
    let mut statement = Statement::new(begin, params![tenant]);
    if !narrow(&mut statement, reach, filter, pattern.as_deref()) {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    }
    statement.after("l.activity_code", "l.id", after);
    let limit = statement.place(size.limit());
    statement.push(&format!(" ORDER BY l.activity_code, l.id LIMIT {limit}"));
    let rows = tx.query(&statement.sql, &statement.params)?;
    let lines: Result<Vec<BudgetLine>, Failure> = rows.iter().map(read_line).collect();
    let page = Page::cut(lines?, size, |line| Cursor {
        key: line.activity_code.clone(),
        id: line.id.uuid(),
    });
    let ids: Vec<BudgetLineId> = page.items.iter().map(|line| line.id).collect();
    let balances = balances_of(tx, tenant, &ids, filter.month)?;
    Ok(page.map(|line| LineBalance {
        balance: balances.get(&line.id).copied().unwrap_or_default(),
        line,
    }))
}

fn balances_of(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    lines: &[BudgetLineId],
    month: Option<MonthOfYear>,
) -> Result<BTreeMap<BudgetLineId, Balance>, Failure> {
    if lines.is_empty() {
        return Ok(BTreeMap::new());
    }
    let period = month.map(String::from);
    let begin = format!(
        "SELECT a.owner_id, {SUMS} FROM ledger_account a \
         WHERE a.tenant_id = $1 AND a.unit = 'rupiah'"
    );
    let mut statement = Statement::new(begin, params![tenant]);
    let owners = statement.ids(lines.iter().map(|line| line.uuid()));
    statement.push(&format!(" AND a.owner_id IN ({owners})"));
    if let Some(period) = &period {
        let place = statement.place(period);
        statement.push(&format!(" AND a.period = {place}"));
    }
    statement.push(" GROUP BY a.owner_id");
    let rows = tx.query(&statement.sql, &statement.params)?;
    rows.iter()
        .map(|row| Ok((row.get("owner_id")?, read_balance(row)?)))
        .collect()
}

/// The figures of each agency over the lines a person reaches; their sum is the list's total.
pub fn list_agency_balances(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reach: &Reach,
    filter: &LineFilter,
) -> Result<Vec<(AgencyId, Balance)>, Failure> {
    let pattern = like_pattern(&filter.search);
    let (first, last) = periods(filter);
    let begin = format!(
        "SELECT l.agency_id, {SUMS} FROM budget_line l JOIN ledger_account a \
         ON a.tenant_id = l.tenant_id AND a.owner_id = l.id AND a.unit = 'rupiah' \
         WHERE l.tenant_id = $1"
    );
    let mut statement = Statement::new(begin, params![tenant]);
    if !narrow(&mut statement, reach, filter, pattern.as_deref()) {
        return Ok(Vec::new());
    }
    // The range keeps SQLite on the index of owner and period, also before statistics exist.
    let (from, to) = (statement.place(&first), statement.place(&last));
    statement.push(&format!(" AND a.period >= {from} AND a.period <= {to}"));
    let limit = statement.place(AGENCIES_MAX);
    statement.push(&format!(
        " GROUP BY l.agency_id ORDER BY l.agency_id LIMIT {limit}"
    ));
    let rows = tx.query(&statement.sql, &statement.params)?;
    rows.iter()
        .map(|row| Ok((row.get("agency_id")?, read_balance(row)?)))
        .collect()
}

/// The first and last period of the figures asked for.
fn periods(filter: &LineFilter) -> (String, String) {
    match filter.month {
        Some(month) => (month.to_string(), month.to_string()),
        None => (
            format!("{:04}-01", filter.year),
            format!("{:04}-12", filter.year),
        ),
    }
}

/// Adds the conditions of a filter; `false` where no row can match.
fn narrow<'a>(
    statement: &mut Statement<'a>,
    reach: &Reach,
    filter: &LineFilter,
    pattern: Option<&'a str>,
) -> bool {
    let year = statement.place(i32::from(filter.year));
    statement.push(&format!(" AND l.year = {year}"));
    let columns = ReachColumns {
        agency: Some("l.agency_id"),
        ..ReachColumns::default()
    };
    if !statement.within(reach.filter(columns).conditions()) {
        return false;
    }
    if let Some(agency) = filter.agency {
        let place = statement.place(agency);
        statement.push(&format!(" AND l.agency_id = {place}"));
    }
    if let Some(pattern) = pattern {
        let place = statement.place(pattern);
        statement.push(&format!(
            " AND (LOWER(l.activity_name) LIKE {place} OR LOWER(l.activity_code) LIKE {place} \
             OR LOWER(l.account_name) LIKE {place} OR l.account_code LIKE {place})"
        ));
    }
    if !filter.with_closed {
        statement.push(" AND l.state = 'open'");
    }
    true
}
