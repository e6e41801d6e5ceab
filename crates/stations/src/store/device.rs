use authz::{Role, Scope};
use base::{DeviceId, PersonId, Stamp, StationId, TenantId, UtcMicros};
use db::{Failure, Row, Tx, params};

use crate::model::device::{Device, LINK_SECONDS};

/// More devices than one station ever has.
const ROWS_MAX: i64 = 500;

/// A device is written down as seen again after so many seconds.
pub(crate) const SEEN_SECONDS: i64 = 300;

fn read(row: &Row) -> Result<Device, Failure> {
    Ok(Device {
        id: row.get("id")?,
        station: row.get("station_id")?,
        name: row.get("name")?,
        state: row.parse("state")?,
        link_expires_at: row.get("link_expires_at")?,
        enrolled_at: row.get("enrolled_at")?,
        seen_at: row.get("seen_at")?,
    })
}

/// The devices of a station by name, withdrawn ones too.
pub fn list_devices(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    station: StationId,
) -> Result<Vec<Device>, Failure> {
    let rows = tx.query(
        "SELECT d.id, d.station_id, d.name, d.state, d.link_expires_at, d.enrolled_at, s.seen_at FROM device d \
         LEFT JOIN device_seen s ON s.tenant_id = d.tenant_id AND s.device_id = d.id \
         WHERE d.tenant_id = $1 AND d.station_id = $2 ORDER BY d.name, d.id LIMIT $3",
        params![tenant, station, ROWS_MAX],
    )?;
    rows.iter().map(read).collect()
}

/// A device.
pub fn lookup_device(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: DeviceId,
) -> Result<Option<Device>, Failure> {
    tx.query_opt(
        "SELECT d.id, d.station_id, d.name, d.state, d.link_expires_at, d.enrolled_at, s.seen_at FROM device d \
         LEFT JOIN device_seen s ON s.tenant_id = d.tenant_id AND s.device_id = d.id \
         WHERE d.tenant_id = $1 AND d.id = $2",
        params![tenant, id],
    )?
    .as_ref()
    .map(read)
    .transpose()
}

/// The active device whose token has this digest.
pub fn lookup_device_by_token(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    token_hash: &[u8; 32],
) -> Result<Option<Device>, Failure> {
    tx.query_opt(
        "SELECT d.id, d.station_id, d.name, d.state, d.link_expires_at, d.enrolled_at, s.seen_at FROM device d \
         LEFT JOIN device_seen s ON s.tenant_id = d.tenant_id AND s.device_id = d.id \
         WHERE d.tenant_id = $1 AND d.token_hash = $2 AND d.state = 'active'",
        params![tenant, token_hash],
    )?
    .as_ref()
    .map(read)
    .transpose()
}

/// The invited device whose link has this digest and still works.
pub fn lookup_device_by_link(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    link_hash: &[u8; 32],
    at: UtcMicros,
) -> Result<Option<Device>, Failure> {
    tx.query_opt(
        "SELECT d.id, d.station_id, d.name, d.state, d.link_expires_at, d.enrolled_at, s.seen_at FROM device d \
         LEFT JOIN device_seen s ON s.tenant_id = d.tenant_id AND s.device_id = d.id \
         WHERE d.tenant_id = $1 AND d.link_hash = $2 AND d.state = 'invited' AND d.link_expires_at > $3",
        params![tenant, link_hash, at],
    )?
    .as_ref()
    .map(read)
    .transpose()
}

pub(crate) fn insert_device(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (station, name): (StationId, &str),
    link_hash: &[u8; 32],
) -> Result<DeviceId, Failure> {
    let id = DeviceId::new(stamp.next_id());
    tx.change_exactly_one(
        "INSERT INTO device (tenant_id, id, station_id, name, state, link_hash, link_expires_at, created_at) \
         VALUES ($1, $2, $3, $4, 'invited', $5, $6, $7)",
        params![
            stamp.tenant,
            id,
            station,
            name,
            link_hash,
            stamp.at.plus_seconds(LINK_SECONDS),
            stamp.at
        ],
    )?;
    Ok(id)
}

/// Gives a device a new link and takes its token; whether it was there and not withdrawn.
pub(crate) fn update_device_link(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    id: DeviceId,
    link_hash: &[u8; 32],
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE device SET state = 'invited', link_hash = $3, link_expires_at = $4, token_hash = NULL \
         WHERE tenant_id = $1 AND id = $2 AND state <> 'withdrawn'",
        params![stamp.tenant, id, link_hash, stamp.at.plus_seconds(LINK_SECONDS)],
    )
}

/// Turns an invited device's link into its token; whether the link still worked.
pub(crate) fn activate_device(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    link_hash: &[u8; 32],
    token_hash: &[u8; 32],
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE device SET state = 'active', token_hash = $3, enrolled_at = $4, link_hash = NULL, \
         link_expires_at = NULL WHERE tenant_id = $1 AND link_hash = $2 AND state = 'invited' \
         AND link_expires_at > $4",
        params![stamp.tenant, link_hash, token_hash, stamp.at],
    )
}

/// Whether the device was there and not yet withdrawn.
pub(crate) fn withdraw_device(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    id: DeviceId,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE device SET state = 'withdrawn', withdrawn_at = $3, link_hash = NULL, link_expires_at = NULL, \
         token_hash = NULL WHERE tenant_id = $1 AND id = $2 AND state <> 'withdrawn'",
        params![stamp.tenant, id, stamp.at],
    )
}

/// Writes down that a device was seen.
pub(crate) fn mark_seen(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: DeviceId,
    at: UtcMicros,
) -> Result<(), Failure> {
    tx.execute_outside_journal(
        "INSERT INTO device_seen (tenant_id, device_id, seen_at) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, device_id) DO UPDATE SET seen_at = EXCLUDED.seen_at",
        params![tenant, id, at],
    )?;
    Ok(())
}

/// Who works at a station at an instant: the holders of the role of attendant there.
pub fn list_attendants(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    station: StationId,
    at: UtcMicros,
) -> Result<Vec<PersonId>, Failure> {
    let holders = identity::list_holders(tx, tenant, Role::Attendant, at)?;
    let mut people: Vec<PersonId> = holders
        .into_iter()
        .filter(|(_, grant)| grant.scope == Scope::Station(station))
        .map(|(person, _)| person)
        .collect();
    people.dedup();
    Ok(people)
}
