use std::collections::BTreeMap;

use base::{CivilDate, TenantId, Uuid};
use db::{Failure, Row, Tx, params};

use crate::{CalendarDay, CalendarDayInput, DayKind, WorkPattern};

const COLUMNS: &str =
    "SELECT id, day_on, kind, name, source, revision FROM calendar_day WHERE tenant_id = $1";

/// More days than any span that is asked for: eleven years of nothing but special days.
const DAYS_MAX: i64 = 4_100;

fn day(row: &Row) -> Result<CalendarDay, Failure> {
    Ok(CalendarDay {
        id: row.get("id")?,
        on: row.get("day_on")?,
        kind: row.parse("kind")?,
        name: row.get("name")?,
        source: row.get("source")?,
        revision: row.get("revision")?,
    })
}

/// The days of the official calendar between two days, both included.
pub fn list_calendar(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    from: CivilDate,
    to: CivilDate,
) -> Result<Vec<CalendarDay>, Failure> {
    let sql = format!("{COLUMNS} AND day_on >= $2 AND day_on <= $3 ORDER BY day_on LIMIT $4");
    let (from, to) = (from.to_string(), to.to_string());
    tx.query(&sql, params![tenant, &from, &to, DAYS_MAX])?
        .iter()
        .map(day)
        .collect()
}

/// What the official calendar says about one day.
pub fn lookup_day(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    on: CivilDate,
) -> Result<Option<CalendarDay>, Failure> {
    let row = tx.query_opt(
        &format!("{COLUMNS} AND day_on = $2"),
        params![tenant, &on.to_string()],
    )?;
    row.as_ref().map(day).transpose()
}

pub(crate) fn lookup_day_by_id(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: Uuid,
) -> Result<Option<CalendarDay>, Failure> {
    let row = tx.query_opt(&format!("{COLUMNS} AND id = $2"), params![tenant, id])?;
    row.as_ref().map(day).transpose()
}

/// How many days of a year the calendar says something about.
pub(crate) fn count_special_days(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    year: i16,
) -> Result<i64, Failure> {
    tx.query_one(
        "SELECT COUNT(*) AS number FROM calendar_day \
         WHERE tenant_id = $1 AND day_on >= $2 AND day_on <= $3 AND kind <> 'ordinary'",
        params![tenant, &format!("{year}-01-01"), &format!("{year}-12-31")],
    )?
    .get("number")
}

/// The days on which a pattern works, both ends included; at most eleven years.
pub fn working_days(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    pattern: WorkPattern,
    from: CivilDate,
    to: CivilDate,
) -> Result<Vec<CivilDate>, Failure> {
    let days = list_calendar(tx, tenant, from, to)?;
    let special: BTreeMap<CivilDate, DayKind> =
        days.into_iter().map(|day| (day.on, day.kind)).collect();
    Ok(pattern.days_between(from, to, &special))
}

pub(crate) fn insert_day(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: Uuid,
    input: &CalendarDayInput,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO calendar_day (tenant_id, id, day_on, kind, name, source) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            tenant,
            id,
            &input.on.to_string(),
            input.kind.code(),
            &input.name,
            &input.source
        ],
    )
}

pub(crate) fn update_day(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, revision): (Uuid, i64),
    input: &CalendarDayInput,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE calendar_day SET kind = $4, name = $5, source = $6 \
         WHERE tenant_id = $1 AND id = $2 AND revision = $3",
        params![
            tenant,
            id,
            revision,
            input.kind.code(),
            &input.name,
            &input.source
        ],
    )
}
