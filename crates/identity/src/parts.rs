//! What the pages of this area need beside the database.

use std::sync::Arc;

use base::{AgencyId, PostId, StationId, TenantId, UnitId};
use db::{Failure, Tx};

use crate::hashing::Hasher;
use crate::secrets::DataKey;

/// Agencies, units, stations and posts to choose from when a role is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScopeList {
    /// Agencies by name.
    pub agencies: Vec<(AgencyId, String)>,
    /// Units, each named with its agency.
    pub units: Vec<(UnitId, String)>,
    /// Stations by name.
    pub stations: Vec<(StationId, String)>,
    /// Posts with a deputy's need, each named with its agency.
    pub posts: Vec<(PostId, String)>,
}

/// Knows where roles can be held; implemented in `sihebat` over `register` and `stations`.
pub trait ScopeChoices: Send + Sync {
    /// All choices of a city.
    fn list(&self, tx: &mut Tx<'_>, tenant: TenantId) -> Result<ScopeList, Failure>;
}

/// A city without agencies and stations.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoScopes;

impl ScopeChoices for NoScopes {
    fn list(&self, _: &mut Tx<'_>, _: TenantId) -> Result<ScopeList, Failure> {
        Ok(ScopeList::default())
    }
}

/// The shared part of this area: give it to `SiteParts::share`.
#[derive(Clone)]
pub struct Identity {
    /// Hashes passwords.
    pub hasher: Hasher,
    /// Seals secrets of the second factor.
    pub data_key: DataKey,
    /// The code the server printed at its first start; `/mulai` asks for it. Absent: the page is closed.
    pub setup_code: Option<Arc<str>>,
    /// Where roles can be held.
    pub scopes: Arc<dyn ScopeChoices>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Identity")
    }
}

impl Identity {
    /// The part without a setup code and without scopes.
    pub fn new(hasher: Hasher, data_key: DataKey) -> Self {
        Self {
            hasher,
            data_key,
            setup_code: None,
            scopes: Arc::new(NoScopes),
        }
    }

    /// Sets the code for the first admin.
    #[must_use]
    pub fn setup_code(mut self, code: impl Into<Arc<str>>) -> Self {
        self.setup_code = Some(code.into());
        self
    }

    /// Sets where roles can be held.
    #[must_use]
    pub fn scopes(mut self, scopes: Arc<dyn ScopeChoices>) -> Self {
        self.scopes = scopes;
        self
    }
}
