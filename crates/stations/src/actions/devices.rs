use authz::{Action, Actor, Denied, Resource};
use base::{DeviceId, Stamp, StationId};
use db::{ActionError, Tx};
use journal::Subject;
use serde::{Deserialize, Serialize};

use super::{authorise, refuse};
use crate::model::device::DeviceState;
use crate::model::shift::ShiftEnding;
use crate::store::{device as store, shift as shift_store, station::lookup_station};

/// A device to invite; its link is known to the one who invites, its digest to us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDevice {
    /// Where it stands.
    pub station: StationId,
    /// What the station calls it.
    pub name: String,
    /// SHA-256 of the link's random token.
    pub link_hash: [u8; 32],
}

/// A new link for a device, whose token ends at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDeviceLink {
    /// Which device.
    pub device: DeviceId,
    /// SHA-256 of the link's random token.
    pub link_hash: [u8; 32],
}

/// The opening of a link: it turns into the device's token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceEnrolment {
    /// SHA-256 of the link's random token.
    pub link_hash: [u8; 32],
    /// SHA-256 of the device's new random token.
    pub token_hash: [u8; 32],
}

/// Why a device is not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeviceRefusal {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such device or station, or it was withdrawn.
    #[error("no such device or station")]
    NotFound,
    /// Another device of the station has the name.
    #[error("another device has the name")]
    NameTaken,
    /// The link was opened before, is too old, or never was one.
    #[error("the link does not work any more")]
    LinkOver,
}

type Outcome<T> = Result<T, ActionError<DeviceRefusal>>;

/// Invites a device to a station: whoever opens its link within a day becomes that device.
pub fn invite_device(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &NewDevice,
) -> Outcome<DeviceId> {
    let action = Action::IdentityDeviceEnrol;
    authorise(
        actor,
        action,
        &Resource::tenant(stamp.tenant).station(input.station),
    )?;
    if lookup_station(tx, stamp.tenant, input.station)?.is_none() {
        return refuse(DeviceRefusal::NotFound);
    }
    let devices = store::list_devices(tx, stamp.tenant, input.station)?;
    let name = input.name.to_lowercase();
    let is_taken = devices
        .iter()
        .any(|other| other.state != DeviceState::Withdrawn && other.name.to_lowercase() == name);
    if is_taken {
        return refuse(DeviceRefusal::NameTaken);
    }
    let id = store::insert_device(tx, stamp, (input.station, &input.name), &input.link_hash)?;
    journal::record(tx, stamp, action.code(), Subject::new("device", id), None)?;
    Ok(id)
}

/// Gives a device a new link, for another phone in its place; the old phone is out at once.
pub fn renew_device_link(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &NewDeviceLink,
) -> Outcome<()> {
    let action = Action::IdentityDeviceEnrol;
    authorise_device(tx, stamp, actor, input.device)?;
    if !store::update_device_link(tx, stamp, input.device, &input.link_hash)? {
        return refuse(DeviceRefusal::NotFound);
    }
    end_open_shift(tx, stamp, input.device)?;
    journal::record(
        tx,
        stamp,
        action.code(),
        Subject::new("device", input.device),
        None,
    )?;
    Ok(())
}

/// Opens a link, once: the phone that asks becomes the device.
///
/// Nobody is signed in yet, so the link is the right; the entry names the device as the one who acts.
pub fn enrol_device(tx: &mut Tx<'_>, stamp: &Stamp, input: &DeviceEnrolment) -> Outcome<DeviceId> {
    let found = store::lookup_device_by_link(tx, stamp.tenant, &input.link_hash, stamp.at)?;
    let Some(device) = found else {
        return refuse(DeviceRefusal::LinkOver);
    };
    if !store::activate_device(tx, stamp, &input.link_hash, &input.token_hash)? {
        return refuse(DeviceRefusal::LinkOver);
    }
    store::mark_seen(tx, stamp.tenant, device.id, stamp.at)?;
    let mut by_device = stamp.clone();
    by_device.actor = device.id.into();
    let action = Action::IdentityDeviceEnrol;
    journal::record(
        tx,
        &by_device,
        action.code(),
        Subject::new("device", device.id),
        None,
    )?;
    Ok(device.id)
}

/// Withdraws a device: it is out at once, and its shift ends.
pub fn withdraw_device(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    device: DeviceId,
) -> Outcome<()> {
    let action = Action::IdentityDeviceEnrol;
    authorise_device(tx, stamp, actor, device)?;
    if !store::withdraw_device(tx, stamp, device)? {
        return refuse(DeviceRefusal::NotFound);
    }
    end_open_shift(tx, stamp, device)?;
    journal::record(
        tx,
        stamp,
        action.code(),
        Subject::new("device", device),
        None,
    )?;
    Ok(())
}

fn authorise_device(tx: &mut Tx<'_>, stamp: &Stamp, actor: &Actor, id: DeviceId) -> Outcome<()> {
    let Some(device) = store::lookup_device(tx, stamp.tenant, id)? else {
        return refuse(DeviceRefusal::NotFound);
    };
    let resource = Resource::tenant(stamp.tenant).station(device.station);
    authorise(actor, Action::IdentityDeviceEnrol, &resource)
}

fn end_open_shift(tx: &mut Tx<'_>, stamp: &Stamp, device: DeviceId) -> Outcome<()> {
    if let Some(shift) = shift_store::lookup_unclosed_shift(tx, stamp.tenant, device)? {
        let ending = if shift.is_open(stamp.at) {
            (stamp.at, ShiftEnding::DeviceWithdrawn)
        } else {
            (shift.ends_at, ShiftEnding::TimeOver)
        };
        shift_store::close_shift(tx, stamp.tenant, shift.id, ending)?;
    }
    Ok(())
}
