//! Naming a witness, and taking one back.

use authz::{Action, Actor, Denied, Resource};
use base::Stamp;
use db::{ActionError, Tx};
use journal::Subject;
use serde::Serialize;
use web::{Locale, Refusal, fl};

use crate::store::{
    self, Address, AddressId, count_addresses, delete_waiting, is_kept, lookup_address,
};
use crate::texts;

/// The journal's code of naming a witness.
const ADD_WITNESS: &str = "witness.address.add";
/// The journal's code of taking a witness back.
const REMOVE_WITNESS: &str = "witness.address.remove";

/// Addresses a city has at most.
const ADDRESSES_MAX: i64 = 20;

/// A witness to be named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AddAddress {
    /// The office, such as `Inspektorat`.
    pub office: String,
    /// Its mail address, in lower case.
    pub email: String,
}

/// Why addresses stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressRefusal {
    /// The actor may not.
    Denied(Denied),
    /// The address is one already.
    Known,
    /// There are twenty.
    TooMany,
    /// There is no such address.
    Unknown,
}

impl Refusal for AddressRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Known => "address_known",
            Self::TooMany => "too_many_addresses",
            Self::Unknown => "unknown_address",
        }
    }

    fn text(&self, locale: Locale) -> String {
        let texts = texts(locale);
        match self {
            Self::Denied(_) => fl!(texts, "refusal-denied"),
            Self::Known => fl!(texts, "refusal-known"),
            Self::TooMany => fl!(texts, "refusal-too-many", most = ADDRESSES_MAX.to_string()),
            Self::Unknown => fl!(texts, "refusal-unknown"),
        }
    }
}

fn authorise(actor: &Actor) -> Result<(), ActionError<AddressRefusal>> {
    let city = Resource::tenant(actor.tenant);
    actor
        .may(Action::RegisterSettingsEdit, &city)
        .map_err(|denied| ActionError::Refused(AddressRefusal::Denied(denied)))
}

/// Names a witness: from now on a letter is sent there every day.
pub fn add_address(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &AddAddress,
) -> Result<AddressId, ActionError<AddressRefusal>> {
    authorise(actor)?;
    if is_kept(tx, stamp.tenant, &input.email)? {
        return Err(ActionError::Refused(AddressRefusal::Known));
    }
    if count_addresses(tx, stamp.tenant)? >= ADDRESSES_MAX {
        return Err(ActionError::Refused(AddressRefusal::TooMany));
    }
    let id = AddressId::new(stamp.next_id());
    let address = Address {
        id,
        office: input.office.clone(),
        email: input.email.clone(),
    };
    store::insert_address(tx, stamp.tenant, &address, stamp.at)?;
    let subject = Subject::new("witness_address", id);
    journal::record(tx, stamp, ADD_WITNESS, subject, None)?;
    Ok(id)
}

/// Takes a witness back; letters that wait for him are not sent.
pub fn remove_address(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    id: AddressId,
) -> Result<String, ActionError<AddressRefusal>> {
    authorise(actor)?;
    let unknown = ActionError::Refused(AddressRefusal::Unknown);
    let Some(address) = lookup_address(tx, stamp.tenant, id)? else {
        return Err(unknown);
    };
    if !store::delete_address(tx, stamp.tenant, id)? {
        return Err(unknown);
    }
    delete_waiting(tx, stamp.tenant, &address.email)?;
    let subject = Subject::new("witness_address", id);
    journal::record(tx, stamp, REMOVE_WITNESS, subject, None)?;
    Ok(address.email)
}
