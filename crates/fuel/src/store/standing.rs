//! Rows of standing vouchers.

use authz::{Reach, ReachColumns};
use base::{
    AgencyId, CivilDate, Cursor, Millilitres, Page, PageSize, PersonId, StationId, TenantId,
};
use budget::BudgetLineId;
use db::{Failure, Row, Statement, Tx, Value, params};
use fleet::VehicleId;

use super::reach::reached_or_driven;

db::ids! {
    /// Identifies a standing voucher.
    StandingId
}

/// Whether a standing voucher goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandingState {
    /// It is issued on its days.
    Active,
    /// It is not issued any more.
    Ended,
}

crate::model::words! { StandingState { Active = "active", Ended = "ended" } }

/// What a standing voucher promises, and when.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewStanding {
    /// The vehicle or machine.
    pub vehicle: VehicleId,
    /// The one who may draw; `None` for any driver of the vehicle.
    pub drawer: Option<PersonId>,
    /// The product's code.
    pub product: String,
    /// The most that may be dispensed each time.
    pub volume: Millilitres,
    /// The budget line that pays.
    pub line: BudgetLineId,
    /// The one station; `None` for any contracted station.
    pub station: Option<StationId>,
    /// The weekdays on which it is issued: 1 is Monday, 7 Sunday.
    pub weekdays: Vec<i8>,
    /// The hour of the city's day from which it is issued, 0 to 23.
    pub hour: i64,
    /// How many days each voucher is valid, the first included.
    pub days_valid: i64,
    /// What the journey or work is.
    pub purpose: String,
    /// The first day.
    pub from_on: CivilDate,
    /// The last day, if there is one.
    pub until_on: Option<CivilDate>,
}

/// A standing voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The id.
    pub id: StandingId,
    /// The agency that pays.
    pub agency: AgencyId,
    /// What it promises.
    pub content: NewStanding,
    /// Whether it goes on.
    pub state: StandingState,
    /// The last day on which it was due and tried.
    pub last_issued_on: Option<CivilDate>,
    /// Why nothing was issued on that day: the refusal as JSON.
    pub last_refusal: Option<String>,
    /// How often the record changed, for forms.
    pub revision: i64,
}

impl std::ops::Deref for Standing {
    type Target = NewStanding;

    fn deref(&self) -> &NewStanding {
        &self.content
    }
}

impl Standing {
    /// Whether it is to be issued at a day and hour of the city.
    pub fn is_due(&self, on: CivilDate, hour: i64) -> bool {
        self.state == StandingState::Active
            && self.weekdays.contains(&on.weekday().to_monday_one_offset())
            && hour >= self.hour
            && on >= self.from_on
            && self.until_on.is_none_or(|until| on <= until)
            && self.last_issued_on.is_none_or(|last| last < on)
    }
}

const COLUMNS: &str = "s.id, s.agency_id, s.vehicle_id, s.drawer_id, s.product, s.volume_ml, \
     s.line_id, s.station_id, s.weekdays, s.hour, s.days_valid, s.purpose, s.from_on, s.until_on, \
     s.state, s.last_issued_on, s.last_refusal, s.revision";

pub(crate) fn insert_standing(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, agency): (StandingId, AgencyId),
    new: &NewStanding,
) -> Result<(), Failure> {
    let weekdays: Vec<String> = new.weekdays.iter().map(i8::to_string).collect();
    let until = new.until_on.map(|on| on.to_string());
    tx.change_exactly_one(
        "INSERT INTO voucher_standing (tenant_id, id, agency_id, vehicle_id, drawer_id, product, \
         volume_ml, line_id, station_id, weekdays, hour, days_valid, purpose, from_on, until_on, \
         state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'active')",
        params![
            tenant,
            id,
            agency,
            new.vehicle,
            Value::maybe_id(new.drawer),
            &new.product,
            new.volume,
            new.line,
            Value::maybe_id(new.station),
            &weekdays.join(","),
            new.hour,
            new.days_valid,
            &new.purpose,
            &new.from_on.to_string(),
            &until
        ],
    )
}

/// A standing voucher by its id.
pub fn lookup_standing(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: StandingId,
) -> Result<Option<Standing>, Failure> {
    let sql =
        format!("SELECT {COLUMNS} FROM voucher_standing s WHERE s.tenant_id = $1 AND s.id = $2");
    tx.query_opt(&sql, params![tenant, id])?
        .as_ref()
        .map(read)
        .transpose()
}

/// Which standing vouchers a list shows.
#[derive(Debug, Clone, Default)]
pub struct StandingFilter {
    /// Only these states.
    pub state: Option<StandingState>,
    /// Only this vehicle.
    pub vehicle: Option<VehicleId>,
    /// Only of this agency.
    pub agency: Option<AgencyId>,
    /// Only those that were refused the last time.
    pub refused: bool,
}

/// Standing vouchers that name nobody, of these vehicles.
const UNNAMED: &str = "(s.drawer_id IS NULL AND s.vehicle_id IN ({}))";

/// Standing vouchers within a reach, the newest first.
pub fn list_standing(
    tx: &mut Tx<'_>,
    (tenant, on): (TenantId, CivilDate),
    reach: &Reach,
    filter: &StandingFilter,
    (after, size): (Option<&Cursor>, PageSize),
) -> Result<Page<Standing>, Failure> {
    let columns = ReachColumns {
        agency: Some("s.agency_id"),
        own: Some("s.drawer_id"),
        ..ReachColumns::default()
    };
    let place = (columns, "s.vehicle_id", UNNAMED);
    let any_of = reached_or_driven(tx, (tenant, on), reach, place)?;
    let mut statement = Statement::new(
        format!("SELECT {COLUMNS} FROM voucher_standing s WHERE s.tenant_id = $1"),
        params![tenant],
    );
    if !statement.within(any_of.as_deref()) {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    }
    statement.equal("s.state", filter.state.map(StandingState::code));
    statement.equal("s.vehicle_id", filter.vehicle.map(VehicleId::uuid));
    statement.equal("s.agency_id", filter.agency.map(AgencyId::uuid));
    if filter.refused {
        statement.push(" AND s.state = 'active' AND s.last_refusal IS NOT NULL");
    }
    statement.below("s.id", after.map(|cursor| cursor.id));
    let limit = statement.place(size.limit());
    statement.push(&format!(" ORDER BY s.id DESC LIMIT {limit}"));
    let rows = tx.query(&statement.sql, &statement.params)?;
    let standing: Result<Vec<_>, Failure> = rows.iter().map(read).collect();
    Ok(Page::cut(standing?, size, |standing| Cursor {
        key: String::new(),
        id: standing.id.uuid(),
    }))
}

/// Active ones that were not tried yet on a day, a step's worth after an id.
pub(crate) fn list_untried(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (on, after): (CivilDate, StandingId),
    limit: i64,
) -> Result<Vec<Standing>, Failure> {
    let sql = format!(
        "SELECT {COLUMNS} FROM voucher_standing s WHERE s.tenant_id = $1 AND s.state = 'active' \
         AND s.from_on <= $2 AND (s.until_on IS NULL OR s.until_on >= $2) \
         AND (s.last_issued_on IS NULL OR s.last_issued_on < $2) AND s.id > $3 \
         ORDER BY s.id LIMIT $4"
    );
    tx.query(&sql, params![tenant, &on.to_string(), after, limit])?
        .iter()
        .map(read)
        .collect()
}

/// Takes a day of a standing voucher; `false` where another hand has taken it.
pub(crate) fn claim_standing(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, on): (StandingId, CivilDate),
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE voucher_standing SET last_issued_on = $3, last_refusal = NULL \
         WHERE tenant_id = $1 AND id = $2 AND state = 'active' \
         AND (last_issued_on IS NULL OR last_issued_on < $3)",
        params![tenant, id, &on.to_string()],
    )
}

/// Keeps why nothing was issued.
pub(crate) fn note_standing_refusal(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: StandingId,
    refusal: &str,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "UPDATE voucher_standing SET last_refusal = $3 WHERE tenant_id = $1 AND id = $2",
        params![tenant, id, refusal],
    )
}

/// Forgets the refusal of the last day; `false` where there is none or the voucher has ended.
pub(crate) fn clear_standing_refusal(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: StandingId,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE voucher_standing SET last_refusal = NULL WHERE tenant_id = $1 AND id = $2 \
         AND state = 'active' AND last_refusal IS NOT NULL",
        params![tenant, id],
    )
}

/// Ends a standing voucher; `false` where the record changed meanwhile.
pub(crate) fn end_standing_row(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, revision): (StandingId, i64),
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE voucher_standing SET state = 'ended' \
         WHERE tenant_id = $1 AND id = $2 AND revision = $3 AND state = 'active'",
        params![tenant, id, revision],
    )
}

fn read(row: &Row) -> Result<Standing, Failure> {
    let weekdays: String = row.get("weekdays")?;
    let weekdays: Result<Vec<i8>, _> = super::voucher::list(&weekdays)
        .iter()
        .map(|day| day.parse())
        .collect();
    Ok(Standing {
        id: row.get("id")?,
        agency: row.get("agency_id")?,
        content: NewStanding {
            vehicle: row.get("vehicle_id")?,
            drawer: row.get("drawer_id")?,
            product: row.get("product")?,
            volume: row.get("volume_ml")?,
            line: row.get("line_id")?,
            station: row.get("station_id")?,
            weekdays: weekdays.map_err(|error| Failure::other("read weekdays", error))?,
            hour: row.get("hour")?,
            days_valid: row.get("days_valid")?,
            purpose: row.get("purpose")?,
            from_on: row.get("from_on")?,
            until_on: row.get("until_on")?,
        },
        state: row.parse("state")?,
        last_issued_on: row.get("last_issued_on")?,
        last_refusal: row.get("last_refusal")?,
        revision: row.get("revision")?,
    })
}
