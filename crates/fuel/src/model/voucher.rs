//! Vouchers: what they promise, to whom, where and until when.

use base::{
    ActorId, AgencyId, Millilitres, MonthOfYear, PersonId, Rupiah, StationId, UtcMicros, Uuid, Zone,
};
use budget::BudgetLineId;
use fleet::VehicleId;
use ledger::{TransferId, Unit};

use super::HoldId;

db::ids! {
    /// Identifies a voucher.
    VoucherId
}

/// Whether a vehicle's tank or a container for a machine is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoucherKind {
    /// The tank of a vehicle.
    Vehicle,
    /// A container for a machine; names a recommendation letter.
    Container,
}

/// Where a voucher stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoucherState {
    /// It can be drawn.
    Issued,
    /// A station holds it, for minutes.
    Authorised,
    /// It was drawn.
    Redeemed,
    /// Its time ended before it was drawn.
    Expired,
    /// It was withdrawn.
    Cancelled,
}

macro_rules! words {
    ($type:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $type {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word in tables, addresses and the API.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::str::FromStr for $type {
            type Err = db::Failure;

            fn from_str(text: &str) -> Result<Self, db::Failure> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    other => Err(db::Failure::bug(format!(
                        "{other:?} is no {}", stringify!($type)
                    ))),
                }
            }
        }
    };
}
pub(crate) use words;

words! { VoucherKind { Vehicle = "vehicle", Container = "container" } }
words! {
    VoucherState {
        Issued = "issued",
        Authorised = "authorised",
        Redeemed = "redeemed",
        Expired = "expired",
        Cancelled = "cancelled",
    }
}

/// A voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher {
    /// The id.
    pub id: VoucherId,
    /// The code a person can type, ten characters with a check character.
    pub code: String,
    /// How often it was re-issued; only the last QR counts.
    pub sequence: u32,
    /// What is filled.
    pub kind: VoucherKind,
    /// The agency that pays.
    pub agency: AgencyId,
    /// The vehicle or machine.
    pub vehicle: VehicleId,
    /// The one who may draw; without one, any driver of the vehicle.
    pub drawer: Option<PersonId>,
    /// The product.
    pub product: String,
    /// Products that may be taken instead.
    pub substitutes: Vec<String>,
    /// The most that may be dispensed.
    pub volume: Millilitres,
    /// The price per litre at issue.
    pub price: Rupiah,
    /// What the budget holds back for it.
    pub amount: Rupiah,
    /// The month it counts in.
    pub period: MonthOfYear,
    /// The budget line that pays.
    pub line: BudgetLineId,
    /// The reservation on the line's month.
    pub budget_transfer: TransferId,
    /// The reservation on the quota, where there is one.
    pub quota_transfer: Option<TransferId>,
    /// What the quota counts.
    pub quota_unit: Option<Unit>,
    /// The one station it names; without one, any contracted station.
    pub station: Option<StationId>,
    /// Whether the named station may redeem it without a connection.
    pub offline: bool,
    /// The first instant it may be drawn.
    pub valid_from: UtcMicros,
    /// The instant from which it may no longer be drawn.
    pub valid_until: UtcMicros,
    /// The recommendation letter of a container voucher.
    pub letter_number: Option<String>,
    /// What the journey or work is.
    pub purpose: String,
    /// Where it stands.
    pub state: VoucherState,
    /// Who issued it.
    pub issued_by: ActorId,
    /// When it was issued.
    pub issued_at: UtcMicros,
    /// The issue for many vehicles it came from.
    pub batch: Option<Uuid>,
    /// The standing voucher it came from.
    pub standing: Option<Uuid>,
    /// The hold of the station that has it, or had it last.
    pub hold: Option<HoldId>,
    /// Until when that station holds it.
    pub hold_until: Option<UtcMicros>,
    /// When it was redeemed, expired or cancelled.
    pub settled_at: Option<UtcMicros>,
    /// Why it was cancelled.
    pub settle_reason: Option<String>,
    /// How often the record changed, for forms.
    pub revision: i64,
}

impl Voucher {
    /// Where it stands at an instant: a hold that ran out has returned it.
    pub fn state_at(&self, now: UtcMicros) -> VoucherState {
        match self.state {
            VoucherState::Authorised if self.hold_until.is_none_or(|until| until <= now) => {
                VoucherState::Issued
            }
            state => state,
        }
    }

    /// Whether it can be drawn at an instant, as far as its time goes.
    pub fn is_in_time(&self, now: UtcMicros) -> bool {
        self.valid_from <= now && now < self.valid_until
    }

    /// Whether a product may be taken for it.
    pub fn covers(&self, product: &str) -> bool {
        self.product == product
            || self
                .substitutes
                .iter()
                .any(|substitute| substitute == product)
    }
}

/// From when until when a voucher may be drawn, and the month it counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// The first instant.
    pub from: UtcMicros,
    /// The first instant no longer.
    pub until: UtcMicros,
    /// The month of the city both lie in.
    pub period: MonthOfYear,
}

/// Why a validity is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValidityRefusal {
    /// It ends before it begins, or has ended.
    Over,
    /// It does not lie within one month of the city.
    CrossesMonth,
}

impl Validity {
    /// Checks a validity: not over, within one calendar month of the city's zone.
    ///
    /// # Errors
    /// A [`ValidityRefusal`] that names what is wrong.
    pub fn check(
        from: UtcMicros,
        until: UtcMicros,
        now: UtcMicros,
        zone: &Zone,
    ) -> Result<Self, ValidityRefusal> {
        if until <= from || until <= now {
            return Err(ValidityRefusal::Over);
        }
        let period = zone.month(from);
        // The end is the first instant no longer: midnight after the last day is still this month.
        let last = UtcMicros::new(until.get().saturating_sub(1));
        if zone.month(last) == period {
            Ok(Self {
                from,
                until,
                period,
            })
        } else {
            Err(ValidityRefusal::CrossesMonth)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> UtcMicros {
        text.parse().unwrap()
    }

    fn check(from: &str, until: &str) -> Result<String, ValidityRefusal> {
        let zone = Zone::named("Asia/Makassar").unwrap();
        let now = at("2026-11-24T08:00:00+08:00");
        Validity::check(at(from), at(until), now, &zone).map(|validity| validity.period.to_string())
    }

    #[test]
    fn a_validity_lies_within_one_month_of_the_city() {
        let november = "2026-11-24T00:00:00+08:00";
        assert_eq!(
            check(november, "2026-12-01T00:00:00+08:00"),
            Ok("2026-11".to_owned())
        );
        assert_eq!(
            check(november, "2026-12-01T00:00:01+08:00"),
            Err(ValidityRefusal::CrossesMonth)
        );
        assert_eq!(
            check("2026-12-01T00:00:00+08:00", "2026-12-02T00:00:00+08:00"),
            Ok("2026-12".to_owned())
        );
    }

    #[test]
    fn a_validity_that_is_over_is_refused() {
        let over = Err(ValidityRefusal::Over);
        assert_eq!(
            check("2026-11-23T00:00:00+08:00", "2026-11-24T08:00:00+08:00"),
            over
        );
        assert_eq!(
            check("2026-11-25T00:00:00+08:00", "2026-11-25T00:00:00+08:00"),
            over
        );
    }
}
