//! Kinds of fuel that are sold.

use base::Uuid;
use serde::{Deserialize, Serialize};

use super::words;

words! {
    /// Which engine takes it.
    FuelKind {
        /// Petrol.
        Petrol = "petrol",
        /// Diesel.
        Diesel = "diesel",
    }
}

words! {
    /// What the state pays of it (Perpres 191/2014): the classes of the price notices.
    SubsidyClass {
        /// Jenis BBM Tertentu: subsidised.
        Subsidised = "JBT",
        /// Jenis BBM Khusus Penugasan: assigned, at a price the state sets.
        Assigned = "JBKP",
        /// Jenis BBM Umum: sold at the market's price.
        Market = "JBU",
    }
}

/// A kind of fuel as the city sells it to its vehicles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// The record's id, for its history.
    pub id: Uuid,
    /// The stable code, such as `pertamax`.
    pub code: String,
    /// What stands in [`ProductDetails`].
    pub details: ProductDetails,
    /// Raised with each change; a form sends it back.
    pub revision: i64,
}

impl std::ops::Deref for Product {
    type Target = ProductDetails;

    fn deref(&self) -> &ProductDetails {
        &self.details
    }
}

/// What may change of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductDetails {
    /// The name at the pump, such as `Pertamax`.
    pub name: String,
    /// Which engine takes it.
    pub kind: FuelKind,
    /// What the state pays of it.
    pub subsidy_class: SubsidyClass,
    /// Octane or cetane number as written at the pump, such as `RON 92`.
    pub grade: String,
    /// Codes of products that may be taken in its place, the preferred first.
    pub substitutes: Vec<String>,
    /// The place in lists.
    pub position: i64,
    /// Whether it is sold still.
    pub is_active: bool,
}

/// A product's code: 2 to 30 lower-case letters, digits and `_`, beginning with a letter.
pub fn is_product_code(text: &str) -> bool {
    (2..=30).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The products of Indonesian stations as they are sold today, to begin with; the city edits them.
///
/// Classes after Perpres 191/2014 and the price notices of 2023 to 2026; RON and CN as the
/// products are labelled.
pub fn standard_products() -> Vec<(&'static str, ProductDetails)> {
    STANDARD
        .iter()
        .zip(1_i64..)
        .map(|(standard, position)| {
            let substitutes = standard.substitutes.iter();
            let details = ProductDetails {
                name: standard.name.to_owned(),
                kind: standard.kind,
                subsidy_class: standard.class,
                grade: standard.grade.to_owned(),
                substitutes: substitutes.map(|&code| code.to_owned()).collect(),
                position,
                is_active: true,
            };
            (standard.code, details)
        })
        .collect()
}

struct Standard {
    code: &'static str,
    name: &'static str,
    kind: FuelKind,
    class: SubsidyClass,
    grade: &'static str,
    substitutes: &'static [&'static str],
}

const fn petrol(
    (code, name): (&'static str, &'static str),
    class: SubsidyClass,
    grade: &'static str,
    substitutes: &'static [&'static str],
) -> Standard {
    Standard {
        code,
        name,
        kind: FuelKind::Petrol,
        class,
        grade,
        substitutes,
    }
}

const fn diesel(
    names: (&'static str, &'static str),
    class: SubsidyClass,
    grade: &'static str,
    substitutes: &'static [&'static str],
) -> Standard {
    Standard {
        kind: FuelKind::Diesel,
        ..petrol(names, class, grade, substitutes)
    }
}

const STANDARD: [Standard; 7] = {
    use SubsidyClass::{Assigned, Market, Subsidised};
    [
        petrol(
            ("pertalite", "Pertalite"),
            Assigned,
            "RON 90",
            &["pertamax"],
        ),
        petrol(
            ("pertamax", "Pertamax"),
            Market,
            "RON 92",
            &["pertamax_green", "pertamax_turbo"],
        ),
        petrol(
            ("pertamax_green", "Pertamax Green 95"),
            Market,
            "RON 95",
            &["pertamax", "pertamax_turbo"],
        ),
        petrol(
            ("pertamax_turbo", "Pertamax Turbo"),
            Market,
            "RON 98",
            &["pertamax"],
        ),
        diesel(("biosolar", "Biosolar"), Subsidised, "CN 48", &["dexlite"]),
        diesel(("dexlite", "Dexlite"), Market, "CN 51", &["pertamina_dex"]),
        diesel(
            ("pertamina_dex", "Pertamina Dex"),
            Market,
            "CN 53",
            &["dexlite"],
        ),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_codes_are_codes_and_their_substitutes_take_the_same_engine() {
        let products = standard_products();
        for (code, details) in &products {
            assert!(is_product_code(code), "{code}");
            for substitute in &details.substitutes {
                let found = products.iter().find(|(code, _)| code == substitute);
                assert_eq!(
                    found.map(|(_, other)| other.kind),
                    Some(details.kind),
                    "{code}"
                );
            }
        }
    }

    #[test]
    fn a_code_is_plain() {
        for wrong in ["", "a", "Pertamax", "1dex", "pertamax green", "dex;"] {
            assert!(!is_product_code(wrong), "{wrong}");
        }
    }
}
