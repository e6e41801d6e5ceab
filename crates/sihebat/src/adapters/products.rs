//! The kinds of fuel, for the pages of vehicles.

use base::TenantId;
use db::{Failure, Tx};
use fleet::FuelProducts;

/// The kinds of fuel that the area of stations keeps.
pub(crate) struct StationProducts;

impl FuelProducts for StationProducts {
    fn list(&self, tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<(String, String)>, Failure> {
        let products = stations::list_products(tx, tenant)?;
        Ok(products
            .into_iter()
            .map(|product| (product.code.clone(), product.details.name))
            .collect())
    }
}
