use authz::{Action, Actor, Denied, Resource};
use base::{Stamp, Zone};
use db::{ActionError, Tx};
use journal::Subject;

use crate::Settings;
use crate::store::settings as store;

/// Why the settings are not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsRefusal {
    /// The right is missing.
    Denied(Denied),
    /// There is no such zone.
    ZoneUnknown {
        /// The name.
        zone: String,
    },
    /// Someone changed them meanwhile.
    Changed,
}

/// Changes the city's settings; `wanted.revision` is that of the settings the person saw.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn update_settings(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    wanted: &Settings,
) -> Result<(), ActionError<SettingsRefusal>> {
    actor
        .may(
            Action::RegisterSettingsEdit,
            &Resource::tenant(stamp.tenant),
        )
        .map_err(|denied| ActionError::Refused(SettingsRefusal::Denied(denied)))?;
    if Zone::named(&wanted.zone).is_err() {
        let zone = wanted.zone.clone();
        return Err(ActionError::Refused(SettingsRefusal::ZoneUnknown { zone }));
    }
    let written = if wanted.revision < 0 {
        store::insert_settings(tx, stamp.tenant, wanted)?
    } else {
        store::update_settings(tx, stamp.tenant, wanted)?
    };
    if !written {
        return Err(ActionError::Refused(SettingsRefusal::Changed));
    }
    let subject = Subject::new("settings", stamp.tenant);
    journal::record(
        tx,
        stamp,
        Action::RegisterSettingsEdit.code(),
        subject,
        None,
    )?;
    Ok(())
}
