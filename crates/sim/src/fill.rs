//! One fill with its whole paper trail, before numbers are given.

use jiff::civil::DateTime;

use crate::civil::Month;
use crate::number::StationNo;
use crate::odometer::WrongMeter;
use crate::paper::{Slip, StatementLine};
use crate::voucher::{Redemption, Voucher};

/// What a supplier's invoice asks for a fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Station that is to be paid.
    pub station: StationNo,
    /// Month of the invoice.
    pub month: Month,
    /// Millilitres asked for.
    pub volume_ml: i64,
    /// Rupiah asked for.
    pub amount_rupiah: i64,
}

/// A fill and the papers about it; fraud shows as papers that are missing or disagree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fill {
    /// The voucher.
    pub voucher: Option<Voucher>,
    /// The redemption, absent when the voucher expired.
    pub redemption: Option<Redemption>,
    /// The slip filed as evidence.
    pub slip: Option<Slip>,
    /// The station's own line.
    pub statement: Option<StatementLine>,
    /// The line of the invoice.
    pub claim: Option<Claim>,
    /// Truth about the typed meter; an answer, not data.
    pub wrong_meter: Option<WrongMeter>,
}

impl Fill {
    /// When it happened, as far as the papers tell; orders the records.
    pub fn at(&self) -> DateTime {
        let redeemed = self.redemption.as_ref().map(|redemption| redemption.at);
        let printed = self.slip.as_ref().map(|slip| slip.printed_at);
        let issued = self.voucher.as_ref().map(|voucher| voucher.issued_at);
        redeemed.or(printed).or(issued).unwrap_or(DateTime::MIN)
    }

    /// Rupiah of the redemption, else of the claim.
    pub fn amount_rupiah(&self) -> i64 {
        let redeemed = self
            .redemption
            .as_ref()
            .map(|redemption| redemption.amount_rupiah);
        redeemed
            .or(self.claim.as_ref().map(|claim| claim.amount_rupiah))
            .unwrap_or(0)
    }
}
