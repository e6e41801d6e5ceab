//! Keeping cities and keys fresh: names, zones, hosts and keys may change while the server runs.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use base::Clock;
use db::Db;
use web::Site;

use super::Beat;
use crate::keys::KeyRing;
use crate::tenants::{self, Tenant};

/// How often settings are read again.
const REFRESH: Duration = Duration::from_secs(10);

/// The cities as last read, shared by all threads.
#[derive(Clone, Default)]
pub(crate) struct CityList {
    tenants: Arc<RwLock<Vec<Tenant>>>,
    site: Arc<OnceLock<Site>>,
}

impl CityList {
    pub(crate) fn new(tenants: Vec<Tenant>) -> Self {
        Self {
            tenants: Arc::new(RwLock::new(tenants)),
            site: Arc::default(),
        }
    }

    /// All cities.
    pub(crate) fn all(&self) -> Vec<Tenant> {
        self.tenants
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The city with an id.
    pub(crate) fn find(&self, id: base::TenantId) -> Option<Tenant> {
        self.all().into_iter().find(|tenant| tenant.id == id)
    }

    /// Learns the site whose cities are to be kept fresh; the first one stays.
    pub(crate) fn learn_site(&self, site: &Site) {
        self.site.get_or_init(|| site.clone());
    }

    fn replace(&self, tenants: Vec<Tenant>) {
        if let Some(site) = self.site.get() {
            let (by_host, only) = tenants::by_host(&tenants);
            site.cities.replace(by_host, only);
        }
        *self.tenants.write().unwrap_or_else(PoisonError::into_inner) = tenants;
    }
}

/// Reads cities and keys again and again.
pub(crate) fn keep_cities(
    (db, clock): (&Db, &dyn Clock),
    list: &CityList,
    ring: &KeyRing,
    beat: &Beat,
) {
    while beat.wait(REFRESH) {
        match tenants::list_blocking(db) {
            Ok(tenants) => list.replace(tenants),
            Err(error) => tracing::warn!(%error, "the cities could not be read again"),
        }
        if let Err(error) = ring.refresh((&list.all(), clock.now())) {
            tracing::error!("the keys could not be read again: {error:#}");
        }
    }
}
