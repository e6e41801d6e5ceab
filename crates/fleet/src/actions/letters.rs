//! Letters of vehicles and machines.

use authz::{Action, Actor};
use base::{Stamp, Uuid};
use db::Tx;
use journal::Subject;

use super::{Answer, admit, in_order, reason, refuse};
use crate::store::letters::{insert_letter, lookup_letter, withdraw_letter as set_withdrawn};
use crate::{FleetRefusal, NewLetter};

/// Records a recommendation letter or a registration with Subsidi Tepat.
pub fn record_letter(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    new: &NewLetter,
) -> Answer<Uuid> {
    admit(tx, stamp, actor, (Action::FleetLetterEdit, new.vehicle))?;
    in_order(new.from_on, Some(new.until_on))?;
    let id = stamp.next_id();
    insert_letter(tx, (stamp.tenant, id, stamp.at), new)?;
    let subject = Subject::new("vehicle", new.vehicle);
    journal::record(tx, stamp, Action::FleetLetterEdit.code(), subject, None)?;
    Ok(id)
}

/// Withdraws a letter: it counts no more from now on, and stays to be seen.
pub fn withdraw_letter(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (id, why): (Uuid, &str),
) -> Answer<()> {
    let why = reason(why)?;
    let Some(letter) = lookup_letter(tx, stamp.tenant, id)? else {
        return refuse(FleetRefusal::NotThere);
    };
    admit(tx, stamp, actor, (Action::FleetLetterEdit, letter.vehicle))?;
    if !set_withdrawn(tx, stamp.tenant, id, stamp.at)? {
        return refuse(FleetRefusal::Changed);
    }
    let subject = Subject::new("vehicle", letter.vehicle);
    Ok(journal::record(
        tx,
        stamp,
        Action::FleetLetterEdit.code(),
        subject,
        Some(why),
    )?)
}
