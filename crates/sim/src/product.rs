//! Fuel products, their subsidy class and the dated rules on who may take them.

use jiff::civil::{Date, date};
use serde::Serialize;

use crate::class::VehicleClass;

/// A product sold at the pump.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Product {
    /// RON 90 petrol, assigned.
    Pertalite,
    /// RON 92 petrol.
    Pertamax,
    /// RON 98 petrol.
    PertamaxTurbo,
    /// Subsidised diesel.
    Biosolar,
    /// Diesel, cetane 51.
    Dexlite,
    /// Diesel, cetane 53.
    PertaminaDex,
}

/// Which state support a product carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum SubsidyClass {
    /// Jenis BBM Tertentu: subsidised.
    Jbt,
    /// Jenis BBM Khusus Penugasan: assigned.
    Jbkp,
    /// Jenis BBM Umum: market price.
    Jbu,
}

impl Product {
    /// Every product.
    pub const ALL: [Self; 6] = [
        Self::Pertalite,
        Self::Pertamax,
        Self::PertamaxTurbo,
        Self::Biosolar,
        Self::Dexlite,
        Self::PertaminaDex,
    ];

    /// Name on the pump.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pertalite => "Pertalite",
            Self::Pertamax => "Pertamax",
            Self::PertamaxTurbo => "Pertamax Turbo",
            Self::Biosolar => "Biosolar",
            Self::Dexlite => "Dexlite",
            Self::PertaminaDex => "Pertamina Dex",
        }
    }

    /// Subsidy class (reference A4).
    pub fn subsidy_class(self) -> SubsidyClass {
        match self {
            Self::Biosolar => SubsidyClass::Jbt,
            Self::Pertalite => SubsidyClass::Jbkp,
            _ => SubsidyClass::Jbu,
        }
    }
}

/// What a rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum RuleEffect {
    /// Allowed without limit.
    Allow,
    /// Allowed up to this volume per vehicle and day.
    AllowPerDay {
        /// Most millilitres a day.
        max_ml: i64,
    },
    /// Not allowed.
    Forbid,
}

/// A dated rule: may this class of official vehicle take this product?
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProductRule {
    /// Vehicle class; `None` means every class without its own rule.
    pub class: Option<VehicleClass>,
    /// Product.
    pub product: Product,
    /// What the rule says.
    pub effect: RuleEffect,
    /// First day of validity.
    pub valid_from: Date,
    /// Where it comes from.
    pub basis: &'static str,
    /// Whether the basis is a confirmed fact; otherwise the rule is an assumption of the simulation.
    pub is_fact: bool,
}

/// The dated product rules (reference A3).
pub fn product_rules() -> Vec<ProductRule> {
    let start = date(2021, 1, 1);
    let mut rules = vec![
        ProductRule {
            class: None,
            product: Product::Biosolar,
            effect: RuleEffect::Forbid,
            valid_from: start,
            basis: "Perpres 191/2014: kendaraan dinas tidak berhak atas solar bersubsidi",
            is_fact: true,
        },
        ProductRule {
            class: None,
            product: Product::Pertalite,
            effect: RuleEffect::Allow,
            valid_from: start,
            basis: "Tidak ada larangan nasional yang jelas untuk pelat merah; hanya imbauan",
            is_fact: false,
        },
        ProductRule {
            class: None,
            product: Product::Pertalite,
            effect: RuleEffect::AllowPerDay { max_ml: 120_000 },
            valid_from: date(2022, 9, 1),
            basis: "Batas sistem bawaan 120 liter per kendaraan roda empat per hari",
            is_fact: true,
        },
    ];
    let exempt = [
        VehicleClass::GarbageTruck,
        VehicleClass::Ambulance,
        VehicleClass::FireEngine,
    ];
    rules.extend(exempt.map(|class| ProductRule {
        class: Some(class),
        product: Product::Biosolar,
        effect: RuleEffect::AllowPerDay { max_ml: 200_000 },
        valid_from: start,
        basis: "Perpres 191/2014: dikecualikan; SK BPH Migas 04/2020: batas harian",
        is_fact: true,
    }));
    rules
}

/// Whether `class` may take `product` on `day`: the latest rule of the class, else of all classes.
pub fn is_allowed(rules: &[ProductRule], class: VehicleClass, product: Product, day: Date) -> bool {
    let latest = |wanted: Option<VehicleClass>| {
        rules
            .iter()
            .filter(|rule| {
                rule.class == wanted && rule.product == product && rule.valid_from <= day
            })
            .max_by_key(|rule| rule.valid_from)
    };
    let rule = latest(Some(class)).or_else(|| latest(None));
    rule.is_none_or(|rule| rule.effect != RuleEffect::Forbid)
}
