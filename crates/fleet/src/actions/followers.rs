//! What goes along when an unknown plate is resolved.

use std::sync::Arc;

use base::{Stamp, TenantId, Uuid};
use db::{Failure, Tx};

use crate::VehicleId;

/// Keeps records of plates that the register did not know, such as purchases; it implements this so
/// that one click resolves the plate and attaches them.
pub trait PlateFollower: Send + Sync {
    /// How many records wait behind an unknown plate, and the page that lists them.
    ///
    /// # Errors
    /// Only where the world breaks.
    fn waiting(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        unknown: Uuid,
    ) -> Result<Option<PlateRecords>, Failure>;

    /// How many records are kept of a vehicle of the register, and the page that lists them.
    ///
    /// # Errors
    /// Only where the world breaks.
    fn kept(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        vehicle: VehicleId,
    ) -> Result<Option<PlateRecords>, Failure>;

    /// Goes along with the plate's resolution, in its transaction, and journals what it changes.
    ///
    /// # Errors
    /// Only where the world breaks; the resolution is undone then.
    fn follow(&self, tx: &mut Tx<'_>, stamp: &Stamp, unknown: Uuid) -> Result<(), Failure>;
}

/// Records that wait behind an unknown plate, or are kept of a vehicle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlateRecords {
    /// How many.
    pub count: i64,
    /// Where they are listed.
    pub href: String,
}

/// All followers; the binary shares them with the pages.
#[derive(Clone, Default)]
pub struct PlateFollowers(Arc<[Arc<dyn PlateFollower>]>);

impl PlateFollowers {
    /// These followers.
    pub fn new(followers: impl IntoIterator<Item = Arc<dyn PlateFollower>>) -> Self {
        Self(followers.into_iter().collect())
    }

    /// What waits behind an unknown plate.
    ///
    /// # Errors
    /// Only where the world breaks.
    pub fn waiting(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        unknown: Uuid,
    ) -> Result<Vec<PlateRecords>, Failure> {
        let mut found = Vec::new();
        for follower in &*self.0 {
            found.extend(follower.waiting(tx, tenant, unknown)?);
        }
        Ok(found)
    }

    /// What is kept of a vehicle of the register.
    ///
    /// # Errors
    /// Only where the world breaks.
    pub fn kept(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        vehicle: VehicleId,
    ) -> Result<Vec<PlateRecords>, Failure> {
        let mut found = Vec::new();
        for follower in &*self.0 {
            found.extend(follower.kept(tx, tenant, vehicle)?);
        }
        Ok(found)
    }

    /// Lets all go along with a resolution.
    ///
    /// # Errors
    /// Only where the world breaks.
    pub fn follow(&self, tx: &mut Tx<'_>, stamp: &Stamp, unknown: Uuid) -> Result<(), Failure> {
        for follower in &*self.0 {
            follower.follow(tx, stamp, unknown)?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for PlateFollowers {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "PlateFollowers({})", self.0.len())
    }
}
