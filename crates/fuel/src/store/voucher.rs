//! Rows of vouchers.

use authz::Reach;
use base::{CivilDate, Cursor, Page, PageSize, TenantId, UtcMicros};
use db::{Failure, Row, Statement, Tx, Value, params};
use fleet::VehicleId;
use ledger::Unit;

use super::newest::{keep_reached, query_newest};
use super::reach::{Columns, ways_in};
use super::standing::StandingId;
use crate::model::{HoldId, Voucher, VoucherId, VoucherState};

const COLUMNS: &str = "v.id, v.code, v.sequence, v.kind, v.agency_id, v.vehicle_id, v.drawer_id, \
     v.product, v.substitutes, v.volume_ml, v.price, v.amount, v.period, v.line_id, \
     v.budget_transfer_id, v.quota_transfer_id, v.quota_unit, v.station_id, v.offline, \
     v.valid_from_at, v.valid_until_at, v.letter_number, v.purpose, v.state, v.issued_by_id, \
     v.issued_at, v.batch_id, v.standing_id, v.hold_id, v.hold_until_at, v.settled_at, v.settle_reason, v.revision";

/// A voucher by its id.
pub fn lookup_voucher(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: VoucherId,
) -> Result<Option<Voucher>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM voucher v WHERE v.tenant_id = $1 AND v.id = $2");
    tx.query_opt(&sql, params![tenant, id])?
        .as_ref()
        .map(read_voucher)
        .transpose()
}

/// A voucher by the code a person typed, normalised.
pub fn lookup_voucher_by_code(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    code: &str,
) -> Result<Option<Voucher>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM voucher v WHERE v.tenant_id = $1 AND v.code = $2");
    tx.query_opt(&sql, params![tenant, code])?
        .as_ref()
        .map(read_voucher)
        .transpose()
}

/// Which vouchers a list shows.
#[derive(Debug, Clone, Default)]
pub struct VoucherFilter {
    /// Only these states.
    pub state: Option<VoucherState>,
    /// Only this vehicle.
    pub vehicle: Option<VehicleId>,
    /// Only this agency.
    pub agency: Option<base::AgencyId>,
    /// Only issued from this instant.
    pub from: Option<UtcMicros>,
    /// Only issued before this instant.
    pub until: Option<UtcMicros>,
    /// Only the voucher with this code, normalised.
    pub code: Option<String>,
    /// Only those of this issue for many vehicles.
    pub batch: Option<base::Uuid>,
    /// Only those of this standing voucher.
    pub standing: Option<StandingId>,
    /// Only those whose validity ends before this instant.
    pub ends_before: Option<UtcMicros>,
}

impl VoucherFilter {
    /// Whether few vouchers at most are asked for, which an index finds.
    fn is_narrow(&self) -> bool {
        self.vehicle.is_some()
            || self.code.is_some()
            || self.batch.is_some()
            || self.standing.is_some()
    }
}

const PLACE: Columns = Columns {
    agency: "v.agency_id",
    station: "v.station_id",
    vehicle: "v.vehicle_id",
    person: "v.drawer_id",
};

/// A voucher as a list shows it.
pub type VoucherRow = Voucher;

/// Vouchers within a reach, newest first; a driver's own are those he may draw on the day.
pub fn list_vouchers(
    tx: &mut Tx<'_>,
    (tenant, on): (TenantId, CivilDate),
    reach: &Reach,
    filter: &VoucherFilter,
    (after, size): (Option<&Cursor>, PageSize),
) -> Result<Page<VoucherRow>, Failure> {
    let Source {
        from,
        conditions,
        alias,
        agency,
        is_small,
    } = Source::of(reach, filter);
    let place = Columns { agency, ..PLACE };
    let Some(mut ways) = ways_in(tx, (tenant, Some(on)), reach, place)? else {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    };
    let mut statement = Statement::new(
        format!("SELECT {COLUMNS} FROM {from} WHERE v.tenant_id = $1{conditions}"),
        params![tenant],
    );
    if is_small {
        keep_reached(&mut statement, &std::mem::take(&mut ways));
    }
    if let Some(state) = filter.state {
        // A bound value could not tell which partial index serves it.
        statement.push(&format!(" AND {alias}.state = '{}'", state.code()));
    }
    let issued = format!("{alias}.issued_at");
    statement.equal("v.vehicle_id", filter.vehicle.map(VehicleId::uuid));
    statement.equal(agency, filter.agency.map(base::AgencyId::uuid));
    statement.at_least(&issued, filter.from);
    statement.below(&issued, filter.until);
    statement.below("v.valid_until_at", filter.ends_before);
    statement.equal("v.code", filter.code.as_deref());
    statement.equal("v.batch_id", filter.batch);
    statement.equal(
        "v.standing_id",
        filter.standing.map(super::standing::StandingId::uuid),
    );
    statement.before(&issued, &format!("{alias}.id"), after)?;
    let order = (alias, "issued_at", size.limit());
    let rows = query_newest(tx, statement, &ways, order)?;
    let vouchers: Result<Vec<_>, Failure> = rows.iter().map(read_voucher).collect();
    Ok(Page::cut(vouchers?, size, |voucher| Cursor {
        key: voucher.issued_at.get().to_string(),
        id: voucher.id.uuid(),
    }))
}

/// Where a list finds its vouchers first.
struct Source {
    /// The tables: `v` gives the columns, `o` stands for the index that is read first.
    from: &'static str,
    /// What keeps the two together; `$1` is the tenant.
    conditions: &'static str,
    /// The table whose index gives the order.
    alias: &'static str,
    /// The agency's column.
    agency: &'static str,
    /// Whether it is a small part of all vouchers, in which an OR may be asked.
    is_small: bool,
}

const ALL: Source = Source {
    from: "voucher v",
    conditions: "",
    alias: "v",
    agency: "v.agency_id",
    is_small: false,
};

const OPEN: Source = Source {
    from: "voucher o CROSS JOIN voucher v",
    conditions: " AND v.id = o.id AND o.tenant_id = $1 AND o.valid_until_at > 0 \
                 AND o.state IN ('issued', 'authorised')",
    alias: "v",
    agency: "v.agency_id",
    is_small: true,
};

const UNUSED: Source = Source {
    from: "voucher o CROSS JOIN voucher v",
    conditions: " AND v.id = o.id AND o.tenant_id = $1 AND o.state IN ('expired', 'cancelled')",
    alias: "o",
    // The index holds the agency, so that a small one's are found among all.
    agency: "o.agency_id",
    is_small: true,
};

impl Source {
    /// Vouchers that are open or ended unused are few: they are taken from their own index, and
    /// only what fits is looked up. Of the others an index by agency, station or vehicle is walked.
    ///
    /// SQLite would rather walk the years of an agency in the order of the list than sort some
    /// rows; CROSS JOIN fixes the order there, PostgreSQL knows by itself.
    fn of(reach: &Reach, filter: &VoucherFilter) -> Self {
        match filter.state {
            _ if filter.is_narrow() => ALL,
            Some(VoucherState::Issued | VoucherState::Authorised) => OPEN,
            Some(VoucherState::Expired | VoucherState::Cancelled) if is_by_agency(reach) => UNUSED,
            Some(_) | None => ALL,
        }
    }
}

fn is_by_agency(reach: &Reach) -> bool {
    match reach {
        Reach::Nothing | Reach::All => true,
        Reach::Some {
            units,
            stations,
            own,
            ..
        } => units.is_empty() && stations.is_empty() && own.is_none(),
    }
}

/// Vouchers whose time has ended and that no station holds any more, a step's worth.
pub fn list_ended(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    now: UtcMicros,
    limit: i64,
) -> Result<Vec<VoucherId>, Failure> {
    let rows = tx.query(
        "SELECT id FROM voucher WHERE tenant_id = $1 AND valid_until_at <= $2 \
         AND state IN ('issued', 'authorised') \
         AND (state = 'issued' OR (state = 'authorised' AND hold_until_at <= $2)) \
         ORDER BY valid_until_at LIMIT $3",
        params![tenant, now, limit],
    )?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// How much was promised or drawn under a recommendation letter of a machine.
pub(crate) fn letter_volume(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
    number: &str,
) -> Result<base::Millilitres, Failure> {
    let row = tx.query_opt(
        "SELECT CAST(COALESCE(SUM(COALESCE(r.volume_ml, v.volume_ml)), 0) AS BIGINT) AS volume_ml \
         FROM voucher v LEFT JOIN redemption r ON r.tenant_id = v.tenant_id \
         AND r.hold_id = v.hold_id WHERE v.tenant_id = $1 AND v.vehicle_id = $2 \
         AND v.letter_number = $3 AND v.state IN ('issued', 'authorised', 'redeemed')",
        params![tenant, vehicle, number],
    )?;
    row.map_or(Ok(base::Millilitres::new(0)), |row| row.get("volume_ml"))
}

pub(crate) fn insert_voucher(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    voucher: &Voucher,
) -> Result<bool, Failure> {
    let substitutes = voucher.substitutes.join(",");
    let period = voucher.period.to_string();
    tx.change_one(
        "INSERT INTO voucher (tenant_id, id, code, sequence, kind, agency_id, vehicle_id, \
         drawer_id, product, substitutes, volume_ml, price, amount, period, line_id, \
         budget_transfer_id, quota_transfer_id, quota_unit, station_id, offline, valid_from_at, \
         valid_until_at, letter_number, purpose, state, issued_by_id, issued_at, batch_id, \
         standing_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
         $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29) \
         ON CONFLICT (tenant_id, code) DO NOTHING",
        params![
            tenant,
            voucher.id,
            &voucher.code,
            voucher.sequence,
            voucher.kind.code(),
            voucher.agency,
            voucher.vehicle,
            Value::maybe_id(voucher.drawer),
            &voucher.product,
            &substitutes,
            voucher.volume,
            voucher.price,
            voucher.amount,
            &period,
            voucher.line,
            voucher.budget_transfer,
            Value::maybe_id(voucher.quota_transfer),
            voucher.quota_unit.map(Unit::code),
            Value::maybe_id(voucher.station),
            voucher.offline,
            voucher.valid_from,
            voucher.valid_until,
            &voucher.letter_number,
            &voucher.purpose,
            voucher.state.code(),
            voucher.issued_by,
            voucher.issued_at,
            Value::maybe_id(voucher.batch),
            Value::maybe_id(voucher.standing),
        ],
    )
}

/// Gives a voucher that nobody holds (any more) to a hold.
pub(crate) fn authorise(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: VoucherId,
    (hold, until): (HoldId, UtcMicros),
    now: UtcMicros,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE voucher SET state = 'authorised', hold_id = $3, hold_until_at = $4 \
         WHERE tenant_id = $1 AND id = $2 \
         AND (state = 'issued' OR (state = 'authorised' AND hold_until_at <= $5))",
        params![tenant, id, hold, until, now],
    )
}

/// Marks a voucher as drawn under the hold it was last given to.
pub(crate) fn redeem(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: VoucherId,
    hold: HoldId,
    at: UtcMicros,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE voucher SET state = 'redeemed', settled_at = $4 \
         WHERE tenant_id = $1 AND id = $2 AND hold_id = $3 AND state IN ('authorised', 'issued')",
        params![tenant, id, hold, at],
    )
}

/// Ends a voucher that nobody holds (any more).
pub(crate) fn settle(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: VoucherId,
    (state, reason): (VoucherState, Option<&str>),
    now: UtcMicros,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE voucher SET state = $3, settled_at = $4, settle_reason = $5 \
         WHERE tenant_id = $1 AND id = $2 \
         AND (state = 'issued' OR (state = 'authorised' AND hold_until_at <= $4))",
        params![tenant, id, state.code(), now, reason],
    )
}

/// Returns a voucher that a station gives back before anything was dispensed.
pub(crate) fn settle_held(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: VoucherId,
    hold: HoldId,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE voucher SET state = 'issued', hold_until_at = NULL \
         WHERE tenant_id = $1 AND id = $2 AND hold_id = $3 AND state = 'authorised'",
        params![tenant, id, hold],
    )
}

/// Raises the sequence, which makes every earlier QR and link void.
pub(crate) fn resequence(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, code): (VoucherId, &str),
    sequence: u32,
    now: UtcMicros,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE voucher SET sequence = $3 + 1, code = $4 \
         WHERE tenant_id = $1 AND id = $2 AND sequence = $3 \
         AND (state = 'issued' OR (state = 'authorised' AND hold_until_at <= $5))",
        params![tenant, id, sequence, code, now],
    )
}

fn read_voucher(row: &Row) -> Result<Voucher, Failure> {
    let substitutes: String = row.get("substitutes")?;
    let quota_unit: Option<String> = row.get("quota_unit")?;
    Ok(Voucher {
        id: row.get("id")?,
        code: row.get("code")?,
        sequence: row.get("sequence")?,
        kind: row.parse("kind")?,
        agency: row.get("agency_id")?,
        vehicle: row.get("vehicle_id")?,
        drawer: row.get("drawer_id")?,
        product: row.get("product")?,
        substitutes: list(&substitutes),
        volume: row.get("volume_ml")?,
        price: row.get("price")?,
        amount: row.get("amount")?,
        period: row.get("period")?,
        line: row.get("line_id")?,
        budget_transfer: row.get("budget_transfer_id")?,
        quota_transfer: row.get("quota_transfer_id")?,
        quota_unit: quota_unit.map(|unit| unit.parse()).transpose()?,
        station: row.get("station_id")?,
        offline: row.get("offline")?,
        valid_from: row.get("valid_from_at")?,
        valid_until: row.get("valid_until_at")?,
        letter_number: row.get("letter_number")?,
        purpose: row.get("purpose")?,
        state: row.parse("state")?,
        issued_by: row.get("issued_by_id")?,
        issued_at: row.get("issued_at")?,
        batch: row.get("batch_id")?,
        standing: row.get("standing_id")?,
        hold: row.get("hold_id")?,
        hold_until: row.get("hold_until_at")?,
        settled_at: row.get("settled_at")?,
        settle_reason: row.get("settle_reason")?,
        revision: row.get("revision")?,
    })
}

/// Splits a list of codes kept with commas.
pub(super) fn list(text: &str) -> Vec<String> {
    text.split(',')
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect()
}
