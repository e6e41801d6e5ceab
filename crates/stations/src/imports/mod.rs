//! What can be imported: stations, and price notices.

mod prices;
mod stations;

use std::sync::Arc;

use register::ImportTarget;

use crate::model::product::Product;

pub use prices::PriceTarget;
pub use stations::StationTarget;

/// What this area can import.
pub fn import_targets() -> Vec<Arc<dyn ImportTarget>> {
    vec![
        Arc::new(StationTarget::default()),
        Arc::new(PriceTarget::default()),
    ]
}

/// The product that a cell names by code or name.
fn find_product<'a>(products: &'a [Product], text: &str) -> Option<&'a Product> {
    let wanted = text.trim().to_lowercase();
    products
        .iter()
        .find(|product| product.code == wanted || product.name.to_lowercase() == wanted)
}
