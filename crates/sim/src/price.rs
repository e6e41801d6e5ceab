//! Dated pump prices in East Nusa Tenggara, 2021 to 2026.
//!
//! Facts: the assigned prices and their jump of 3 September 2022 (14:30 WIB, 15:30 in Kupang), and
//! the December 2023 price list for NTT (reference A4). Everything else, the 2022 steps of Pertamax
//! included, is recalled or interpolated by month with a small wobble and marked as simulated. The
//! table does not depend on the seed.

use jiff::civil::{Date, DateTime, date};
use serde::Serialize;

use crate::dice::Dice;
use crate::product::Product;

/// Whether a price is known or made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Provenance {
    /// Reported in public sources.
    Fact,
    /// Interpolated by the simulation.
    Simulated,
}

/// A pump price that holds from an instant until the next one of its product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Price {
    /// Product.
    pub product: Product,
    /// Wall-clock time in WITA from which it holds.
    pub valid_from: DateTime,
    /// Rupiah per litre.
    pub rupiah_per_litre: i64,
    /// Known or simulated.
    pub provenance: Provenance,
}

/// The instant of the national price jump, in WITA.
pub const JUMP_AT: DateTime = date(2022, 9, 3).at(15, 30, 0, 0);

/// Last month with a price.
const LAST: Date = date(2026, 12, 1);

/// (first of month, Rupiah per litre, known).
type Anchor = (Date, i64, bool);

const PERTAMAX: &[Anchor] = &[
    (date(2021, 1, 1), 9_200, false),
    (date(2022, 3, 1), 9_200, false),
    (date(2022, 4, 1), 12_500, false),
    (date(2022, 9, 1), 12_500, false),
    (date(2022, 10, 1), 13_900, false),
    (date(2023, 12, 1), 13_650, true),
    (date(2025, 2, 1), 13_200, false),
    (date(2026, 1, 1), 12_650, false),
    (LAST, 12_900, false),
];

const PERTAMAX_TURBO: &[Anchor] = &[
    (date(2021, 1, 1), 10_050, false),
    (date(2022, 9, 1), 16_250, false),
    (date(2023, 12, 1), 15_350, true),
    (date(2026, 1, 1), 13_700, false),
    (LAST, 14_000, false),
];

const DEXLITE: &[Anchor] = &[
    (date(2021, 1, 1), 9_700, false),
    (date(2022, 9, 1), 17_450, false),
    (date(2023, 12, 1), 15_550, true),
    (date(2026, 1, 1), 13_800, false),
    (LAST, 14_150, false),
];

const PERTAMINA_DEX: &[Anchor] = &[
    (date(2021, 1, 1), 10_450, false),
    (date(2022, 9, 1), 17_750, false),
    (date(2023, 12, 1), 16_200, true),
    (date(2026, 1, 1), 13_900, false),
    (LAST, 14_350, false),
];

/// Anchors of the products that move monthly; the jump itself is added apart.
fn anchors(product: Product) -> &'static [Anchor] {
    match product {
        Product::Pertamax => PERTAMAX,
        Product::PertamaxTurbo => PERTAMAX_TURBO,
        Product::Dexlite => DEXLITE,
        Product::PertaminaDex => PERTAMINA_DEX,
        Product::Pertalite | Product::Biosolar => &[],
    }
}

/// All prices, ordered by product and time.
pub fn prices() -> Vec<Price> {
    let mut all = Vec::new();
    for product in Product::ALL {
        match product {
            Product::Pertalite => all.extend(assigned(product, 7_650, 10_000)),
            Product::Biosolar => all.extend(assigned(product, 5_150, 6_800)),
            _ => all.extend(monthly(product)),
        }
    }
    // Pertamax jumped too; its figures are recalled from Java, not confirmed for this province.
    all.push(Price {
        product: Product::Pertamax,
        valid_from: JUMP_AT,
        rupiah_per_litre: 14_500,
        provenance: Provenance::Simulated,
    });
    all.sort_by_key(|price| (price.product, price.valid_from));
    all
}

/// The two prices of an assigned product: before and after the jump.
fn assigned(product: Product, before: i64, after: i64) -> [Price; 2] {
    let start = date(2021, 1, 1).at(0, 0, 0, 0);
    [(start, before), (JUMP_AT, after)].map(|(valid_from, rupiah_per_litre)| Price {
        product,
        valid_from,
        rupiah_per_litre,
        provenance: Provenance::Fact,
    })
}

/// One price per month between the anchors, in steps of Rp 50 as on the pump lists.
fn monthly(product: Product) -> Vec<Price> {
    let mut prices = Vec::new();
    for pair in anchors(product).windows(2) {
        let [(from, low, known), (to, high, _)] = pair else {
            continue;
        };
        let span = months_between(*from, *to);
        for step in 0..span {
            let index = prices.len();
            let mut dice = Dice::new(0, product.name(), u64::try_from(index).unwrap_or(0));
            let known = step == 0 && *known;
            let flat = low == high || step == 0;
            let wobble = if flat { 0 } else { dice.between(-3, 3) * 50 };
            let straight = low + (high - low) * step / span;
            prices.push(Price {
                product,
                valid_from: add_months(*from, step).at(0, 0, 0, 0),
                rupiah_per_litre: straight / 50 * 50 + wobble,
                provenance: if known {
                    Provenance::Fact
                } else {
                    Provenance::Simulated
                },
            });
        }
    }
    if let Some((from, rupiah, _)) = anchors(product).last() {
        prices.push(Price {
            product,
            valid_from: from.at(0, 0, 0, 0),
            rupiah_per_litre: *rupiah,
            provenance: Provenance::Simulated,
        });
    }
    prices
}

fn months_between(from: Date, to: Date) -> i64 {
    (i64::from(to.year()) - i64::from(from.year())) * 12 + i64::from(to.month())
        - i64::from(from.month())
}

fn add_months(from: Date, months: i64) -> Date {
    from.checked_add(jiff::Span::new().months(months))
        .unwrap_or(from)
}

/// The price table, searched by product and time.
#[derive(Clone, Debug)]
pub struct PriceTable(Vec<Price>);

impl PriceTable {
    /// A table of prices ordered as [`prices`] gives them.
    pub fn new(prices: Vec<Price>) -> Self {
        Self(prices)
    }

    /// Rupiah per litre of `product` at `at`; the earliest price before the table begins.
    pub fn rupiah_per_litre(&self, product: Product, at: DateTime) -> i64 {
        let end = self
            .0
            .partition_point(|price| (price.product, price.valid_from) <= (product, at));
        let before = end.checked_sub(1).and_then(|index| self.0.get(index));
        before
            .filter(|price| price.product == product)
            .or_else(|| self.0.iter().find(|price| price.product == product))
            .map_or(0, |price| price.rupiah_per_litre)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_jump_of_september_2022_comes_in_the_afternoon() {
        let table = PriceTable::new(prices());
        let before = date(2022, 9, 3).at(15, 29, 59, 0);
        for (product, low, high) in [
            (Product::Pertalite, 7_650, 10_000),
            (Product::Biosolar, 5_150, 6_800),
            (Product::Pertamax, 12_500, 14_500),
        ] {
            assert_eq!(table.rupiah_per_litre(product, before), low);
            assert_eq!(table.rupiah_per_litre(product, JUMP_AT), high);
        }
    }

    #[test]
    fn the_december_2023_list_of_ntt_is_kept() {
        let table = PriceTable::new(prices());
        let at = date(2023, 12, 15).at(12, 0, 0, 0);
        for (product, rupiah) in [
            (Product::Pertamax, 13_650),
            (Product::PertamaxTurbo, 15_350),
            (Product::Dexlite, 15_550),
            (Product::PertaminaDex, 16_200),
        ] {
            assert_eq!(
                table.rupiah_per_litre(product, at),
                rupiah,
                "{}",
                product.name()
            );
        }
    }

    #[test]
    fn every_month_has_a_price_of_each_moving_product() {
        let prices = prices();
        for product in [Product::Pertamax, Product::Dexlite] {
            let of: Vec<&Price> = prices
                .iter()
                .filter(|price| price.product == product)
                .collect();
            assert!(of.len() >= 72, "{} has {}", product.name(), of.len());
            assert!(
                of.iter()
                    .all(|price| (9_000..=18_500).contains(&price.rupiah_per_litre))
            );
        }
    }
}
