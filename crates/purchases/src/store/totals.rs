//! Totals of purchases: exact, each unit and each currency by itself.

use std::collections::BTreeMap;

use authz::Reach;
use base::{Millilitres, Rupiah, TenantId};
use db::{Failure, Statement, Tx, params};
use rust_decimal::Decimal;

use super::list::narrow;
use crate::model::purchase::PurchaseFilter;

/// The sum in one unit or currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitTotal {
    /// The unit's or currency's code; `item` for pieces.
    pub unit: String,
    /// The exact sum.
    pub total: Decimal,
}

/// Totals of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// All lines.
    pub lines: i64,
    /// Lines that are fuel.
    pub fuel_lines: i64,
    /// Quantities as written, by unit; never mixed.
    pub quantities: Vec<UnitTotal>,
    /// Amounts as written, by currency; never mixed.
    pub amounts: Vec<UnitTotal>,
    /// The derived volume of fuel.
    pub volume: Millilitres,
    /// The amount in whole rupiah, of the lines in rupiah.
    pub rupiah: Rupiah,
}

/// Adds up what a list shows, on all its pages.
///
/// The database adds whole numbers of one scale; the few sums of different scales are added here.
///
/// # Errors
/// Only where the world breaks, or a sum no longer fits.
pub fn purchase_totals(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reach: &Reach,
    filter: &PurchaseFilter,
) -> Result<Totals, Failure> {
    let mut statement = Statement::new(
        "SELECT kind, quantity_unit, quantity_scale, currency, amount_scale, \
         COUNT(*) AS lines, CAST(SUM(quantity_digits) AS BIGINT) AS quantity, \
         CAST(SUM(amount_digits) AS BIGINT) AS amount, \
         CAST(COALESCE(SUM(volume_ml), 0) AS BIGINT) AS volume, \
         CAST(COALESCE(SUM(amount_rupiah), 0) AS BIGINT) AS rupiah \
         FROM purchase WHERE tenant_id = $1",
        params![tenant],
    );
    let mut totals = Totals::default();
    if !narrow(&mut statement, reach, filter) {
        return Ok(totals);
    }
    statement.push(" GROUP BY kind, quantity_unit, quantity_scale, currency, amount_scale");
    let mut quantities = Sums::default();
    let mut amounts = Sums::default();
    for row in tx.query(&statement.sql, &statement.params)? {
        let lines: i64 = row.get("lines")?;
        totals.lines = totals.lines.saturating_add(lines);
        if row.get::<String>("kind")? == "fuel" {
            totals.fuel_lines = totals.fuel_lines.saturating_add(lines);
        }
        quantities.add(
            row.get("quantity_unit")?,
            (row.get("quantity")?, row.get("quantity_scale")?),
        )?;
        amounts.add(
            row.get("currency")?,
            (row.get("amount")?, row.get("amount_scale")?),
        )?;
        totals.volume = totals.volume.plus(row.get("volume")?)?;
        totals.rupiah = totals.rupiah.plus(row.get("rupiah")?)?;
    }
    totals.quantities = quantities.into_totals();
    totals.amounts = amounts.into_totals();
    Ok(totals)
}

#[derive(Default)]
struct Sums(BTreeMap<String, Decimal>);

impl Sums {
    fn add(&mut self, unit: String, (digits, scale): (i64, u32)) -> Result<(), Failure> {
        let sum = self.0.entry(unit).or_default();
        *sum = sum
            .checked_add(Decimal::new(digits, scale.min(28)))
            .ok_or_else(|| Failure::bug("a sum of purchases does not fit"))?;
        Ok(())
    }

    fn into_totals(self) -> Vec<UnitTotal> {
        self.0
            .into_iter()
            .map(|(unit, total)| UnitTotal { unit, total })
            .collect()
    }
}
