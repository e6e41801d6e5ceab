use base::{AgencyId, MonthOfYear, Stamp, TenantId};
use db::{Failure, Row, Tx, params};

use crate::{BudgetLine, BudgetLineId, LineWords, NewLine};

pub(crate) const COLUMNS: &str = "l.id, l.agency_id, l.year, l.activity_code, l.activity_name, \
    l.account_code, l.account_name, l.fund_source, l.state, l.revision";

/// The most lines one agency may have in a year.
const LINES_MAX: i64 = 1_000;

pub(crate) fn read_line(row: &Row) -> Result<BudgetLine, Failure> {
    let year: i64 = row.get("year")?;
    Ok(BudgetLine {
        id: row.get("id")?,
        agency: row.get("agency_id")?,
        year: i16::try_from(year).map_err(|error| Failure::other("read a year", error))?,
        activity_code: row.get("activity_code")?,
        activity_name: row.get("activity_name")?,
        account_code: row.get("account_code")?,
        account_name: row.get("account_name")?,
        fund_source: row.parse("fund_source")?,
        state: row.parse("state")?,
        revision: row.get("revision")?,
    })
}

fn read_lines(rows: &[Row]) -> Result<Vec<BudgetLine>, Failure> {
    rows.iter().map(read_line).collect()
}

/// The budget line with this id, closed ones too.
pub fn lookup_line(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: BudgetLineId,
) -> Result<Option<BudgetLine>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM budget_line l WHERE l.tenant_id = $1 AND l.id = $2");
    let row = tx.query_opt(&sql, params![tenant, id])?;
    row.as_ref().map(read_line).transpose()
}

/// The lines of an agency in a year, closed ones too, in the order of their codes.
pub fn list_lines_of(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    agency: AgencyId,
    year: i16,
) -> Result<Vec<BudgetLine>, Failure> {
    let sql = format!(
        "SELECT {COLUMNS} FROM budget_line l \
         WHERE l.tenant_id = $1 AND l.agency_id = $2 AND l.year = $3 \
         ORDER BY l.activity_code, l.id LIMIT $4"
    );
    let rows = tx.query(&sql, params![tenant, agency, i32::from(year), LINES_MAX])?;
    read_lines(&rows)
}

/// The lines of an agency that can pay for fuel in a month, the first choice first.
///
/// These are its open lines of that year. Those with something available in that month come before
/// those without, and money for emergencies (BTT) comes last.
pub fn pick_line(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    agency: AgencyId,
    month: MonthOfYear,
) -> Result<Vec<BudgetLine>, Failure> {
    let sql = format!(
        "SELECT {COLUMNS} FROM budget_line l JOIN ledger_account a \
         ON a.tenant_id = l.tenant_id AND a.owner_id = l.id AND a.period = $4 \
         AND a.unit = 'rupiah' \
         WHERE l.tenant_id = $1 AND l.agency_id = $2 AND l.year = $3 AND l.state = 'open' \
         ORDER BY CASE WHEN l.fund_source = 'btt' THEN 1 ELSE 0 END, \
         CASE WHEN NOT a.frozen AND a.overdrawn = 0 AND a.pending + a.posted < a.allocated \
         THEN 0 ELSE 1 END, l.activity_code, l.id LIMIT $5"
    );
    let period = month.to_string();
    let year = i32::from(month.year());
    let rows = tx.query(&sql, params![tenant, agency, year, &period, LINES_MAX])?;
    read_lines(&rows)
}

/// The line that has these words in an agency's year.
pub(crate) fn lookup_same_line(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (agency, year): (AgencyId, i16),
    words: &LineWords,
) -> Result<Option<BudgetLine>, Failure> {
    let sql = format!(
        "SELECT {COLUMNS} FROM budget_line l WHERE l.tenant_id = $1 AND l.agency_id = $2 \
         AND l.year = $3 AND l.activity_code = $4 AND l.account_code = $5 AND l.fund_source = $6"
    );
    let row = tx.query_opt(
        &sql,
        params![
            tenant,
            agency,
            i32::from(year),
            &words.activity_code,
            &words.account_code,
            words.fund_source.code()
        ],
    )?;
    row.as_ref().map(read_line).transpose()
}

/// Adds a line unless the agency has it for this year; `false` where it has.
pub(crate) fn insert_line(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    id: BudgetLineId,
    new: &NewLine,
) -> Result<bool, Failure> {
    let words = &new.words;
    tx.change_one(
        "INSERT INTO budget_line (tenant_id, id, agency_id, year, activity_code, activity_name, \
         account_code, account_name, fund_source, state, ceilings_changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT \
         (tenant_id, agency_id, year, activity_code, account_code, fund_source) DO NOTHING",
        params![
            stamp.tenant,
            id,
            new.agency,
            i32::from(new.year),
            &words.activity_code,
            &words.activity_name,
            &words.account_code,
            &words.account_name,
            words.fund_source.code(),
            words.state.code(),
            stamp.at
        ],
    )
}

/// Changes the words of a line whose revision is still the expected one; `false` where it is not.
pub(crate) fn update_line(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, revision): (BudgetLineId, i64),
    words: &LineWords,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE budget_line SET activity_code = $4, activity_name = $5, account_code = $6, \
         account_name = $7, fund_source = $8, state = $9 \
         WHERE tenant_id = $1 AND id = $2 AND revision = $3",
        params![
            tenant,
            id,
            revision,
            &words.activity_code,
            &words.activity_name,
            &words.account_code,
            &words.account_name,
            words.fund_source.code(),
            words.state.code()
        ],
    )
}

/// Takes the turn to change a line's ceilings; `false` where the line changed meanwhile.
pub(crate) fn touch_ceilings(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (id, revision): (BudgetLineId, i64),
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE budget_line SET ceilings_changed_at = $4 \
         WHERE tenant_id = $1 AND id = $2 AND revision = $3",
        params![stamp.tenant, id, revision, stamp.at],
    )
}
