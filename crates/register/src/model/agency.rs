//! Agencies (OPD) and their units.

use base::{AgencyId, UnitId};
use serde::Serialize;

use crate::WorkPattern;

/// An agency of the city with what its letterhead needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Its id.
    pub id: AgencyId,
    /// The official code, such as `1.03.01`.
    pub code: String,
    /// The full name.
    pub name: String,
    /// The name for lists, such as `Dinas PUPR`.
    pub short_name: String,
    /// The address of the letterhead.
    pub address: Option<String>,
    /// Telephone, e-mail and site of the letterhead, as printed.
    pub contact: Option<String>,
    /// The title under which its head signs, such as `Kepala Dinas`.
    pub head_title: Option<String>,
    /// The head's name with titles; absent after erasure.
    pub head_name: Option<String>,
    /// The head's NIP.
    pub head_nip: Option<String>,
    /// Whether it still exists; closed agencies keep their history.
    pub is_active: bool,
    /// Raised by each change: an edit form sends it back.
    pub revision: i64,
}

/// What a new or changed agency says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct AgencyInput {
    /// The official code.
    pub code: String,
    /// The full name.
    pub name: String,
    /// The name for lists.
    pub short_name: String,
    /// The address of the letterhead.
    pub address: Option<String>,
    /// Telephone, e-mail and site of the letterhead.
    pub contact: Option<String>,
    /// The title of its head.
    pub head_title: Option<String>,
    /// The head's name with titles.
    pub head_name: Option<String>,
    /// The head's NIP.
    pub head_nip: Option<String>,
    /// Whether it exists.
    pub is_active: bool,
}

impl AgencyInput {
    /// What an agency says now, to be changed.
    pub fn of(agency: &Agency) -> Self {
        Self {
            code: agency.code.clone(),
            name: agency.name.clone(),
            short_name: agency.short_name.clone(),
            address: agency.address.clone(),
            contact: agency.contact.clone(),
            head_title: agency.head_title.clone(),
            head_name: agency.head_name.clone(),
            head_nip: agency.head_nip.clone(),
            is_active: agency.is_active,
        }
    }
}

/// A unit inside an agency: a UPTD, a bidang, a kelurahan office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// The agency it belongs to.
    pub agency: AgencyId,
    /// Its name, unique within the agency.
    pub name: String,
    /// The days on which it works.
    pub work_pattern: WorkPattern,
    /// The Kemendagri code of the place it serves, for kelurahan and kecamatan offices.
    pub place_code: Option<String>,
    /// Whether it still exists.
    pub is_active: bool,
    /// Raised by each change.
    pub revision: i64,
}

/// What a new or changed unit says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitInput {
    /// The agency.
    pub agency: AgencyId,
    /// Its name.
    pub name: String,
    /// The days on which it works.
    pub work_pattern: WorkPattern,
    /// The place it serves.
    pub place_code: Option<String>,
    /// Whether it exists.
    pub is_active: bool,
}
