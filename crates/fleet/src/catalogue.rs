//! The kinds of fuel by name, which another area keeps.

use std::sync::Arc;

use base::TenantId;
use db::{Failure, Tx};

/// Knows the kinds of fuel that are sold; the area of stations implements it in the binary.
pub trait FuelProducts: Send + Sync {
    /// Codes and names, in the order of lists.
    ///
    /// # Errors
    /// Only where the world breaks.
    fn list(&self, tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<(String, String)>, Failure>;
}

/// The kinds of fuel to choose from; the binary shares it with the pages.
#[derive(Clone, Default)]
pub struct FuelCatalogue(Option<Arc<dyn FuelProducts>>);

impl FuelCatalogue {
    /// The kinds that somebody knows.
    pub fn new(products: impl FuelProducts + 'static) -> Self {
        Self(Some(Arc::new(products)))
    }

    /// Codes and names; empty where nobody knows any.
    ///
    /// # Errors
    /// Only where the world breaks.
    pub fn list(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
    ) -> Result<Vec<(String, String)>, Failure> {
        self.0
            .as_ref()
            .map_or_else(|| Ok(Vec::new()), |known| known.list(tx, tenant))
    }
}

/// The name of a kind of fuel; its code where it has none.
pub(crate) fn product_name<'a>(products: &'a [(String, String)], code: &'a str) -> &'a str {
    products
        .iter()
        .find(|(known, _)| known == code)
        .map_or(code, |(_, name)| name)
}
