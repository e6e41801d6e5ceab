//! What the pump noted about sample vouchers.

use base::{Stamp, TenantId};
use db::{Failure, Tx};
use register::{SampleOwner, record_deletion};
use web::{Locale, fl};

use crate::store::samples as store;
use crate::texts;

/// Why a driver's photo was compared instead of his PIN; the first of all owners to delete.
#[derive(Debug, Clone, Copy, Default)]
pub struct PumpSamples;

impl SampleOwner for PumpSamples {
    fn count(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        locale: Locale,
    ) -> Result<Vec<(String, i64)>, Failure> {
        let count = store::count_sample_exceptions(tx, tenant)?;
        Ok(vec![(fl!(texts(locale), "samples-exceptions"), count)])
    }

    fn delete(&self, tx: &mut Tx<'_>, stamp: &Stamp, most: i64) -> Result<i64, Failure> {
        let holds = store::list_sample_exceptions(tx, stamp.tenant, most)?;
        for (hold, voucher) in &holds {
            store::delete_exception(tx, stamp.tenant, *hold)?;
            record_deletion(tx, stamp, "voucher", *voucher)?;
        }
        Ok(i64::try_from(holds.len()).unwrap_or(i64::MAX))
    }
}
