//! Purchases follow an unknown plate when it is resolved.

use base::{Stamp, TenantId, UtcMicros, Uuid};
use db::{Failure, Tx};
use fleet::{PlateFollower, PlateRecords, VehicleId};

use crate::settle::settle_series;
use crate::store::purchase::{count_of_vehicle, count_waiting};
use crate::store::series::{Series, Waiting, mark_series};

/// Attaches the purchases of a plate to the vehicle it turned out to be.
#[derive(Debug, Clone, Copy, Default)]
pub struct PurchaseFollower;

impl PlateFollower for PurchaseFollower {
    fn waiting(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        unknown: Uuid,
    ) -> Result<Option<PlateRecords>, Failure> {
        let count = count_waiting(tx, tenant, unknown)?;
        Ok((count > 0).then(|| PlateRecords {
            count,
            href: format!("/pembelian?plat={unknown}"),
        }))
    }

    fn kept(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        vehicle: VehicleId,
    ) -> Result<Option<PlateRecords>, Failure> {
        let count = count_of_vehicle(tx, tenant, vehicle)?;
        Ok((count > 0).then(|| PlateRecords {
            count,
            href: format!("/pembelian?kendaraan={vehicle}"),
        }))
    }

    fn follow(&self, tx: &mut Tx<'_>, stamp: &Stamp, unknown: Uuid) -> Result<(), Failure> {
        let plate = fleet::lookup_unknown(tx, stamp.tenant, unknown)?;
        let Some(vehicle) = plate.and_then(|plate| plate.vehicle) else {
            return Ok(());
        };
        mark_series(tx, stamp.tenant, Series::Unknown(unknown))?;
        let start = (UtcMicros::new(i64::MIN), Uuid::nil());
        let series = [Series::Unknown(unknown), Series::Vehicle(vehicle)];
        // One piece of each here; what is left of a long history is done by the worker.
        for series in series {
            let waiting = Waiting {
                series,
                after: start,
            };
            settle_series(tx, stamp, waiting)?;
        }
        Ok(())
    }
}
