//! The register's own samples.

use base::{Stamp, Uuid};
use db::{Failure, FailureKind, Tx};

use crate::SampleOwner;
use crate::store::sample_rows::delete_sample_rows;

/// Deletes sample posts, units, agencies, days and places on which nothing real stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct RegisterSamples;

impl SampleOwner for RegisterSamples {
    fn kinds(&self) -> &[&'static str] {
        &["post", "unit", "agency", "calendar_day", "place"]
    }

    fn delete(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        kind: &str,
        record: Uuid,
    ) -> Result<bool, Failure> {
        let gone = tx.savepoint(|tx| delete_sample_rows(tx, stamp.tenant, kind, record));
        match gone {
            Ok(()) => Ok(true),
            // Something real stands on it: a unit, a vehicle, a budget line.
            Err(failure) if failure.kind() == FailureKind::ForeignKey => Ok(false),
            Err(failure) => Err(failure),
        }
    }
}
