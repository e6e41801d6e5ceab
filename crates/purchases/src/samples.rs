//! Purchases are facts from real lists: where one was attached to a sample, it stops the deletion.

use base::{Stamp, TenantId};
use db::{Failure, Tx};
use register::{SampleOwner, SampleTie, Samples};
use web::{Locale, fl};

use crate::store::samples as store;
use crate::texts;

/// Owns nothing; names the purchases that stand on samples.
#[derive(Debug, Clone, Copy, Default)]
pub struct PurchaseSamples;

impl SampleOwner for PurchaseSamples {
    fn count(&self, _: &mut Tx<'_>, _: TenantId, _: Locale) -> Result<Vec<(String, i64)>, Failure> {
        Ok(Vec::new())
    }

    fn ties(
        &self,
        tx: &mut Tx<'_>,
        (stamp, locale): (&Stamp, Locale),
        _: &Samples,
    ) -> Result<Vec<SampleTie>, Failure> {
        let words = texts(locale);
        let tied = store::list_tied_purchases(tx, stamp.tenant)?;
        let tie = |tied: store::TiedPurchase| SampleTie {
            record: fl!(
                words,
                "samples-tie-purchase",
                vehicle = tied.vehicle.as_str()
            ),
            href: format!("/pembelian/{}", tied.id),
            sample: tied.sample,
            sample_name: tied.vehicle,
            advice: fl!(words, "samples-tie-purchase-advice"),
        };
        Ok(tied.into_iter().map(tie).collect())
    }

    fn delete(&self, _: &mut Tx<'_>, _: &Stamp, _: i64) -> Result<i64, Failure> {
        Ok(0)
    }
}
