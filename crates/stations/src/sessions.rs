//! Who a pump device is to the rest: a session whose actor is the device.

use authz::{Actor, ActorKind, Grant, Role, Scope};
use base::{ActorId, DeviceId, StationId, TenantId, UtcMicros, Uuid};
use db::{ActionError, Command, Db, Failure};
use sha2::{Digest as _, Sha256};
use web::{Looking, Session, SessionSource};

use crate::model::device::Device;
use crate::store::device::{SEEN_SECONDS, lookup_device_by_token, mark_seen};
use crate::store::station::lookup_station;

/// The device as it acts: an attendant at its station, and nowhere else.
///
/// What needs an open shift asks [`crate::lookup_open_shift`].
pub fn device_actor(tenant: TenantId, device: DeviceId, station: StationId) -> Actor {
    Actor {
        tenant,
        id: device.into(),
        kind: ActorKind::Device,
        grants: vec![Grant::new(Role::Attendant, Scope::Station(station))],
    }
}

/// The device that an actor is.
pub fn acting_device(actor: &Actor) -> Option<DeviceId> {
    (actor.kind == ActorKind::Device).then(|| DeviceId::new(actor.id.uuid()))
}

/// Finds the sessions of pump devices; the binary asks it after the sessions of people.
#[derive(Clone)]
pub struct DeviceSessions(Db);

impl DeviceSessions {
    /// Sessions of the devices in a database.
    pub fn new(db: Db) -> Self {
        Self(db)
    }

    async fn find(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        now: UtcMicros,
    ) -> Result<Option<Session>, Failure> {
        let found = self.0.read(tenant, db::Access::ReadOwn, move |tx| {
            let Some(device) = lookup_device_by_token(tx, tenant, &token_hash)? else {
                return Ok(None);
            };
            let station = lookup_station(tx, tenant, device.station)?;
            Ok(station.map(|station| (device, station)))
        });
        let Some((device, station)) = found.await? else {
            return Ok(None);
        };
        self.see(tenant, &device, now).await;
        Ok(Some(Session {
            id: device.id.uuid(),
            actor: device_actor(tenant, device.id, device.station),
            person_name: format!("{} · {}", station.name, device.name),
            locale: None,
            csrf_secret: form_secret(&token_hash),
        }))
    }

    /// Writes down, now and then, that a device was seen; a page does not fail for it.
    async fn see(&self, tenant: TenantId, device: &Device, now: UtcMicros) {
        let id = device.id;
        let is_fresh = device
            .seen_at
            .is_some_and(|seen| now < seen.plus_seconds(SEEN_SECONDS));
        if is_fresh {
            return;
        }
        let command = Command {
            tenant,
            actor: ActorId::new(Uuid::nil()),
            at: now,
            key: None,
            request_hash: [0; 32],
            order_by: 0,
        };
        let written: Result<(), ActionError<()>> = self
            .0
            .write(command, move |tx| Ok(mark_seen(tx, tenant, id, now)?))
            .await;
        if let Err(error) = written {
            tracing::warn!(device = %id, error = ?error, "a device's sighting was not written");
        }
    }
}

/// The secret of a device's forms: nobody without the token can make it.
fn form_secret(token_hash: &[u8; 32]) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"device forms")
        .chain_update(token_hash)
        .finalize()
        .into()
}

impl SessionSource for DeviceSessions {
    fn lookup(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        now: UtcMicros,
    ) -> Looking<'_, Result<Option<Session>, web::Failure>> {
        Box::pin(async move { Ok(self.find(tenant, token_hash, now).await?) })
    }
}
