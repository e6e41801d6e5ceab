//! Which city a request is for.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use base::{TenantId, Zone};

/// What pages need to know of a city (tenant).
#[derive(Debug, Clone)]
pub struct City {
    /// The tenant.
    pub tenant: TenantId,
    /// The name in the header, such as `Kota Kupang`.
    pub name: String,
    /// The zone in which times are shown.
    pub zone: Zone,
    /// Whether its data is made up: every page then says so.
    pub simulated: bool,
}

/// The cities this server answers for, by host name; replaced as a whole when settings change.
#[derive(Debug)]
pub struct Cities(RwLock<Table>);

#[derive(Debug)]
struct Table {
    by_host: BTreeMap<String, Arc<City>>,
    default: Option<Arc<City>>,
}

impl Cities {
    /// One city for any host.
    pub fn single(city: City) -> Self {
        Self(RwLock::new(Table {
            by_host: BTreeMap::new(),
            default: Some(Arc::new(city)),
        }))
    }

    /// Several cities by lower-case host name without port; `default` answers for other hosts.
    pub fn replace(&self, by_host: BTreeMap<String, City>, default: Option<City>) {
        let by_host = by_host
            .into_iter()
            .map(|(host, city)| (host, Arc::new(city)))
            .collect();
        let default = default.map(Arc::new);
        let table = Table { by_host, default };
        *self
            .0
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = table;
    }

    /// The city of a `Host` header.
    pub fn of_host(&self, host: &str) -> Option<Arc<City>> {
        let table = self
            .0
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let name = host
            .rsplit_once(':')
            .map_or(host, |(name, _)| name)
            .to_ascii_lowercase();
        table.by_host.get(&name).or(table.default.as_ref()).cloned()
    }
}
