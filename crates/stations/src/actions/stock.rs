use authz::{Action, Actor, Denied, Resource};
use base::{Stamp, StationId};
use db::{ActionError, Tx};
use journal::Subject;
use serde::{Deserialize, Serialize};

use super::{authorise, refuse};
use crate::model::station::StockOutId;
use crate::store::station as store;

/// A report on a product at a station.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockReport {
    /// Where.
    pub station: StationId,
    /// The product's code.
    pub product: String,
}

/// Why a report is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StockRefusal {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such station.
    #[error("no such station")]
    NotFound,
    /// The station does not sell the product.
    #[error("the station does not sell this")]
    NotOffered,
    /// It is reported as run out already.
    #[error("it is reported already")]
    AlreadyOut,
    /// Nobody has reported it as run out.
    #[error("it is not reported as run out")]
    NotOut,
}

type Outcome<T> = Result<T, ActionError<StockRefusal>>;

/// Reports that a product has run out at a station: "BBM kosong".
pub fn report_stock_out(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &StockReport,
) -> Outcome<StockOutId> {
    let action = Action::FuelStockReport;
    authorise(
        actor,
        action,
        &Resource::tenant(stamp.tenant).station(input.station),
    )?;
    let Some(station) = store::lookup_station(tx, stamp.tenant, input.station)? else {
        return refuse(StockRefusal::NotFound);
    };
    if !station.products.contains(&input.product) {
        return refuse(StockRefusal::NotOffered);
    }
    if store::lookup_open_stock_out(tx, stamp.tenant, input.station, &input.product)?.is_some() {
        return refuse(StockRefusal::AlreadyOut);
    }
    let id = store::insert_stock_out(tx, stamp, input.station, &input.product)?;
    journal::record(
        tx,
        stamp,
        action.code(),
        Subject::new("station", input.station),
        None,
    )?;
    Ok(id)
}

/// Reports that a product is there again.
pub fn report_stock_back(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &StockReport,
) -> Outcome<()> {
    let action = Action::FuelStockReport;
    authorise(
        actor,
        action,
        &Resource::tenant(stamp.tenant).station(input.station),
    )?;
    let found = store::lookup_open_stock_out(tx, stamp.tenant, input.station, &input.product)?;
    let Some(report) = found else {
        return refuse(StockRefusal::NotOut);
    };
    if !store::close_stock_out(tx, stamp, report.id)? {
        return refuse(StockRefusal::NotOut);
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
