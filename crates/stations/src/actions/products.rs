use authz::{Action, Actor, Denied, Resource};
use base::{Stamp, Uuid};
use db::{ActionError, Tx};
use journal::Subject;
use serde::{Deserialize, Serialize};

use super::{authorise, refuse};
use crate::model::product::{Product, ProductDetails, is_product_code, standard_products};
use crate::store::product as store;

/// A product to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewProduct {
    /// The stable code; it cannot change later.
    pub code: String,
    /// Everything else.
    pub details: ProductDetails,
}

/// A change of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductChange {
    /// The product's code.
    pub code: String,
    /// The revision that was seen.
    pub revision: i64,
    /// How it is to be.
    pub details: ProductDetails,
}

/// Why a product is not added or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProductRefusal {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such product.
    #[error("no such product")]
    NotFound,
    /// The code is not 2 to 30 lower-case letters, digits and `_`.
    #[error("not a product code")]
    CodeInvalid,
    /// Another product has the code.
    #[error("another product has the code")]
    CodeTaken,
    /// A substitute is no product, the product itself, or for another engine.
    #[error("{0} cannot be a substitute")]
    SubstituteUnfit(String),
    /// Someone else changed the product meanwhile.
    #[error("the product was changed meanwhile")]
    ChangedMeanwhile,
}

type Outcome<T> = Result<T, ActionError<ProductRefusal>>;

/// Adds a product.
pub fn add_product(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &NewProduct,
) -> Outcome<Uuid> {
    let action = Action::FuelRuleEdit;
    authorise(actor, action, &Resource::tenant(stamp.tenant))?;
    if !is_product_code(&input.code) {
        return refuse(ProductRefusal::CodeInvalid);
    }
    let known = store::list_products(tx, stamp.tenant)?;
    if known.iter().any(|product| product.code == input.code) {
        return refuse(ProductRefusal::CodeTaken);
    }
    check_substitutes(&known, &input.code, &input.details)?;
    let id = store::insert_product(tx, stamp, &input.code, &input.details)?;
    journal::record(tx, stamp, action.code(), Subject::new("product", id), None)?;
    Ok(id)
}

/// Changes a product; its code stays.
pub fn change_product(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &ProductChange,
) -> Outcome<()> {
    let action = Action::FuelRuleEdit;
    authorise(actor, action, &Resource::tenant(stamp.tenant))?;
    let known = store::list_products(tx, stamp.tenant)?;
    let Some(product) = known.iter().find(|product| product.code == input.code) else {
        return refuse(ProductRefusal::NotFound);
    };
    check_substitutes(&known, &input.code, &input.details)?;
    let change = (input.revision, &input.details);
    if !store::update_product(tx, stamp.tenant, &input.code, change)? {
        return refuse(ProductRefusal::ChangedMeanwhile);
    }
    journal::record(
        tx,
        stamp,
        action.code(),
        Subject::new("product", product.id),
        None,
    )?;
    Ok(())
}

/// Adds the products sold today whose codes are not there yet; gives how many.
pub fn add_standard_products(tx: &mut Tx<'_>, stamp: &Stamp, actor: &Actor) -> Outcome<usize> {
    let action = Action::FuelRuleEdit;
    authorise(actor, action, &Resource::tenant(stamp.tenant))?;
    let known = store::list_products(tx, stamp.tenant)?;
    let mut count = 0;
    for (code, details) in standard_products() {
        if known.iter().any(|product| product.code == code) {
            continue;
        }
        let id = store::insert_product(tx, stamp, code, &details)?;
        journal::record(tx, stamp, action.code(), Subject::new("product", id), None)?;
        count += 1;
    }
    Ok(count)
}

fn check_substitutes(known: &[Product], code: &str, details: &ProductDetails) -> Outcome<()> {
    let unfit = details.substitutes.iter().find(|substitute| {
        let found = known.iter().find(|product| product.code == **substitute);
        *substitute == code || found.is_none_or(|product| product.kind != details.kind)
    });
    match unfit {
        Some(substitute) => refuse(ProductRefusal::SubstituteUnfit(substitute.clone())),
        None => Ok(()),
    }
}
