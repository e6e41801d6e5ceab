use authz::{Action, Actor, Denied, Resource};
use base::{Stamp, StationId};
use db::{ActionError, Tx};
use journal::Subject;
use serde::{Deserialize, Serialize};

use super::prices::is_province_code;
use super::{authorise, refuse};
use crate::model::station::StationDetails;
use crate::store::{product::list_products, station as store};

/// A change of a station.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationChange {
    /// Which station.
    pub station: StationId,
    /// The revision that was seen.
    pub revision: i64,
    /// How it is to be.
    pub details: StationDetails,
}

/// Why a station is not added or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StationRefusal {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such station.
    #[error("no such station")]
    NotFound,
    /// Another station has the number.
    #[error("another station has the number")]
    NumberTaken {
        /// Its name.
        name: String,
    },
    /// The province's code is not two digits.
    #[error("not the code of a province")]
    ProvinceInvalid,
    /// A product it sells is not known.
    #[error("no product {0}")]
    ProductUnknown(String),
    /// Someone else changed the station meanwhile.
    #[error("the station was changed meanwhile")]
    ChangedMeanwhile,
}

type Outcome<T> = Result<T, ActionError<StationRefusal>>;

/// Adds a station.
pub fn add_station(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &StationDetails,
) -> Outcome<StationId> {
    let action = Action::FuelStationEdit;
    authorise(actor, action, &Resource::tenant(stamp.tenant))?;
    check_details(tx, stamp, input, None)?;
    let id = store::insert_station(tx, stamp, input)?;
    journal::record(tx, stamp, action.code(), Subject::new("station", id), None)?;
    Ok(id)
}

/// Changes a station.
pub fn change_station(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &StationChange,
) -> Outcome<()> {
    let action = Action::FuelStationEdit;
    authorise(actor, action, &Resource::tenant(stamp.tenant))?;
    let Some(old) = store::lookup_station(tx, stamp.tenant, input.station)? else {
        return refuse(StationRefusal::NotFound);
    };
    check_details(tx, stamp, &input.details, Some(input.station))?;
    if old.revision != input.revision
        || !store::update_station(tx, stamp.tenant, &old, &input.details)?
    {
        return refuse(StationRefusal::ChangedMeanwhile);
    }
    journal::record(
        tx,
        stamp,
        action.code(),
        Subject::new("station", input.station),
        None,
    )?;
    Ok(())
}

fn check_details(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    details: &StationDetails,
    itself: Option<StationId>,
) -> Outcome<()> {
    if !is_province_code(&details.province) {
        return refuse(StationRefusal::ProvinceInvalid);
    }
    let namesake = store::lookup_station_by_number(tx, stamp.tenant, &details.number)?;
    if let Some(other) = namesake.filter(|other| Some(other.id) != itself) {
        let name = other.details.name;
        return refuse(StationRefusal::NumberTaken { name });
    }
    let known = list_products(tx, stamp.tenant)?;
    let unknown = details
        .products
        .iter()
        .find(|code| !known.iter().any(|product| product.code == **code));
    match unknown {
        Some(code) => refuse(StationRefusal::ProductUnknown(code.clone())),
        None => Ok(()),
    }
}
