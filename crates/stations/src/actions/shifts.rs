use authz::{Action, Actor, Denied, Resource};
use base::{DeviceId, PersonId, Stamp, UtcMicros};
use db::{ActionError, Tx};
use journal::Subject;
use serde::{Deserialize, Serialize};

use super::{authorise, refuse};
use crate::model::device::{Device, DeviceState};
use crate::model::shift::{ShiftEnding, ShiftId};
use crate::store::device::{list_attendants, lookup_device};
use crate::store::shift as store;

/// An attendant at a device, who typed a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinTry {
    /// At which device.
    pub device: DeviceId,
    /// Who he says he is.
    pub attendant: PersonId,
}

/// A shift to open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewShift {
    /// At which device.
    pub device: DeviceId,
    /// Whose.
    pub attendant: PersonId,
    /// Whether the PIN was right, as checked after [`reserve_pin_try`].
    pub pin_fits: bool,
}

/// Why a shift is not opened or closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShiftRefusal {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such device, or it does not work.
    #[error("no such device")]
    NotFound,
    /// The person does not work at this station.
    #[error("not an attendant of this station")]
    NotAttendant,
    /// The PIN is wrong.
    #[error("the PIN is wrong")]
    PinWrong,
    /// Too many wrong PINs.
    #[error("too many wrong PINs")]
    PinLocked {
        /// Until when the attendant has to wait.
        until: UtcMicros,
    },
    /// The device has an open shift.
    #[error("the device has an open shift")]
    AlreadyOpen {
        /// Whose.
        attendant: PersonId,
    },
    /// The device has no open shift.
    #[error("the device has no open shift")]
    NotOpen,
}

type Outcome<T> = Result<T, ActionError<ShiftRefusal>>;

/// Counts a try of a PIN, as its own command *before* the PIN is checked: tries side by side cannot
/// slip past the limit, and a wrong one stays counted. Refuses while the attendant has to wait.
pub fn reserve_pin_try(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &PinTry,
) -> Outcome<()> {
    find_device(tx, stamp, actor, input.device, input.attendant)?;
    identity::count_pin_try(tx, stamp.tenant, input.attendant, stamp.at)?.map_err(|locked| {
        let until = locked.0;
        ActionError::Refused(ShiftRefusal::PinLocked { until })
    })
}

/// Opens a shift at a device. A shift whose time is over is closed by the way.
pub fn open_shift(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &NewShift,
) -> Outcome<ShiftId> {
    let device = find_device(tx, stamp, actor, input.device, input.attendant)?;
    if !input.pin_fits {
        return refuse(ShiftRefusal::PinWrong);
    }
    if let Some(shift) = store::lookup_unclosed_shift(tx, stamp.tenant, device.id)? {
        if shift.is_open(stamp.at) {
            let attendant = shift.attendant;
            return refuse(ShiftRefusal::AlreadyOpen { attendant });
        }
        let ending = (shift.ends_at, ShiftEnding::TimeOver);
        store::close_shift(tx, stamp.tenant, shift.id, ending)?;
    }
    identity::forget_pin_tries(tx, stamp.tenant, input.attendant)?;
    let place = (device.id, device.station);
    let id = store::insert_shift(tx, stamp, place, input.attendant)?;
    let action = Action::FuelShiftOpen;
    journal::record(tx, stamp, action.code(), Subject::new("shift", id), None)?;
    Ok(id)
}

/// Closes the open shift of a device.
pub fn close_shift(tx: &mut Tx<'_>, stamp: &Stamp, actor: &Actor, device: DeviceId) -> Outcome<()> {
    let action = Action::FuelShiftOpen;
    let Some(device) = lookup_device(tx, stamp.tenant, device)? else {
        return refuse(ShiftRefusal::NotFound);
    };
    authorise(
        actor,
        action,
        &Resource::tenant(stamp.tenant).station(device.station),
    )?;
    let unclosed = store::lookup_unclosed_shift(tx, stamp.tenant, device.id)?;
    let Some(shift) = unclosed else {
        return refuse(ShiftRefusal::NotOpen);
    };
    let ending = if shift.is_open(stamp.at) {
        (stamp.at, ShiftEnding::Closed)
    } else {
        (shift.ends_at, ShiftEnding::TimeOver)
    };
    if !store::close_shift(tx, stamp.tenant, shift.id, ending)? {
        return refuse(ShiftRefusal::NotOpen);
    }
    journal::record(
        tx,
        stamp,
        action.code(),
        Subject::new("shift", shift.id),
        None,
    )?;
    Ok(())
}

fn find_device(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    id: DeviceId,
    attendant: PersonId,
) -> Outcome<Device> {
    let found = lookup_device(tx, stamp.tenant, id)?;
    let Some(device) = found.filter(|device| device.state == DeviceState::Active) else {
        return refuse(ShiftRefusal::NotFound);
    };
    let resource = Resource::tenant(stamp.tenant).station(device.station);
    authorise(actor, Action::FuelShiftOpen, &resource)?;
    let attendants = list_attendants(tx, stamp.tenant, device.station, stamp.at)?;
    if !attendants.contains(&attendant) {
        return refuse(ShiftRefusal::NotAttendant);
    }
    Ok(device)
}
