use base::{Cursor, DeviceId, Page, PageSize, PersonId, Stamp, StationId, TenantId, UtcMicros};
use db::{Failure, Row, Tx, params};

use crate::model::shift::{SHIFT_SECONDS, Shift, ShiftEnding, ShiftId};

fn read(row: &Row) -> Result<Shift, Failure> {
    let ending: Option<String> = row.get("ending")?;
    let ending = ending
        .map(|word| word.parse::<ShiftEnding>())
        .transpose()
        .map_err(|error| Failure::other("read how a shift ended", error))?;
    Ok(Shift {
        id: row.get("id")?,
        device: row.get("device_id")?,
        station: row.get("station_id")?,
        attendant: row.get("person_id")?,
        opened_at: row.get("opened_at")?,
        ends_at: row.get("ends_at")?,
        closed_at: row.get("closed_at")?,
        ending,
    })
}

/// The shift that is open at a device at an instant: a shift whose time is over is not.
pub fn lookup_open_shift(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    device: DeviceId,
    at: UtcMicros,
) -> Result<Option<Shift>, Failure> {
    let shift = lookup_unclosed_shift(tx, tenant, device)?;
    Ok(shift.filter(|shift| shift.is_open(at)))
}

/// The shift of a device that nobody has closed, its time over or not.
pub(crate) fn lookup_unclosed_shift(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    device: DeviceId,
) -> Result<Option<Shift>, Failure> {
    tx.query_opt(
        "SELECT id, device_id, station_id, person_id, opened_at, ends_at, closed_at, ending FROM shift \
         WHERE tenant_id = $1 AND device_id = $2 AND closed_at IS NULL",
        params![tenant, device],
    )?
    .as_ref()
    .map(read)
    .transpose()
}

/// A shift.
pub fn lookup_shift(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: ShiftId,
) -> Result<Option<Shift>, Failure> {
    tx.query_opt(
        "SELECT id, device_id, station_id, person_id, opened_at, ends_at, closed_at, ending FROM shift \
         WHERE tenant_id = $1 AND id = $2",
        params![tenant, id],
    )?
    .as_ref()
    .map(read)
    .transpose()
}

/// The shifts of a station, the latest first.
pub fn list_shifts(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    station: StationId,
    after: Option<&Cursor>,
    size: PageSize,
) -> Result<Page<Shift>, Failure> {
    let (at, id) = super::before(after)?;
    let rows = tx.query(
        "SELECT id, device_id, station_id, person_id, opened_at, ends_at, closed_at, ending FROM shift \
         WHERE tenant_id = $1 AND station_id = $2 AND (opened_at < $3 OR (opened_at = $3 AND id < $4)) \
         ORDER BY opened_at DESC, id DESC LIMIT $5",
        params![tenant, station, at, id, size.limit()],
    )?;
    let shifts: Result<Vec<_>, _> = rows.iter().map(read).collect();
    Ok(Page::cut(shifts?, size, |shift| Cursor {
        key: shift.opened_at.get().to_string(),
        id: shift.id.uuid(),
    }))
}

pub(crate) fn insert_shift(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (device, station): (DeviceId, StationId),
    attendant: PersonId,
) -> Result<ShiftId, Failure> {
    let id = ShiftId::new(stamp.next_id());
    tx.change_exactly_one(
        "INSERT INTO shift (tenant_id, id, device_id, station_id, person_id, opened_at, ends_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            stamp.tenant,
            id,
            device,
            station,
            attendant,
            stamp.at,
            stamp.at.plus_seconds(SHIFT_SECONDS)
        ],
    )?;
    Ok(id)
}

/// Whether the shift was still without an end.
pub(crate) fn close_shift(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: ShiftId,
    (closed_at, ending): (UtcMicros, ShiftEnding),
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE shift SET closed_at = $3, ending = $4 \
         WHERE tenant_id = $1 AND id = $2 AND closed_at IS NULL",
        params![tenant, id, closed_at, ending.word()],
    )
}
