//! A line of a list, read but not yet placed: what was bought, when, for which vehicle.

use base::{Millilitres, Rupiah, UtcMicros};
use fleet::plate_key;
use rust_decimal::{Decimal, RoundingStrategy};
use sha2::{Digest as _, Sha256};
use tabular::{Unit, normalise};

use super::doubt::{Doubt, Doubts};
use super::exact::Exact;
use super::purchase::MeterText;

/// Whether a line is fuel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Fuel: it has a volume.
    Fuel,
    /// A wash, oil, a fee, a discount: kept so that totals agree with the list.
    NonFuel,
}

impl LineKind {
    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fuel => "fuel",
            Self::NonFuel => "non_fuel",
        }
    }
}

impl std::str::FromStr for LineKind {
    type Err = super::doubt::UnknownDoubt;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "fuel" => Ok(Self::Fuel),
            "non_fuel" => Ok(Self::NonFuel),
            _ => Err(super::doubt::UnknownDoubt),
        }
    }
}

/// Words in the name of something bought that is no fuel, as lists of card issuers, treasurers and
/// stations use them.
const NON_FUEL_WORDS: [&str; 31] = [
    "oli",
    "pelumas",
    "gemuk",
    "cuci",
    "tol",
    "parkir",
    "ban",
    "angin",
    "tambal",
    "sparepart",
    "servis",
    "service",
    "biaya",
    "administrasi",
    "admin",
    "denda",
    "diskon",
    "potongan",
    "wash",
    "oil",
    "lubricant",
    "lube",
    "grease",
    "fee",
    "discount",
    "parking",
    "toll",
    "tire",
    "tyre",
    "repair",
    "maintenance",
];

/// Whether the name of a product says that it is no fuel.
pub(crate) fn is_named_non_fuel(product: &str) -> bool {
    normalise(product)
        .split(' ')
        .any(|word| NON_FUEL_WORDS.contains(&word))
}

/// A line as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) source: Option<String>,
    pub(crate) reference: Option<String>,
    pub(crate) kind: LineKind,
    pub(crate) vehicle_text: String,
    pub(crate) agency_text: Option<String>,
    pub(crate) bought_at: UtcMicros,
    pub(crate) bought_on: base::CivilDate,
    pub(crate) has_time: bool,
    pub(crate) station_text: Option<String>,
    pub(crate) product_text: String,
    pub(crate) quantity: Exact,
    /// The unit's code, or `item`.
    pub(crate) unit: &'static str,
    pub(crate) volume: Option<Millilitres>,
    pub(crate) unit_price: Option<Exact>,
    pub(crate) amount: Exact,
    pub(crate) net: Option<Exact>,
    pub(crate) currency: Unit,
    pub(crate) amount_rupiah: Option<Rupiah>,
    pub(crate) meter: Option<MeterText>,
}

/// What stands for the unit of a line that counts pieces.
pub(crate) const ITEM: &str = "item";

/// How far price times quantity may be from the amount: half a hundredth of it (rounding at pumps),
/// and never less than one unit of money in rupiah or two hundredths elsewhere.
fn tolerance(amount: Decimal, currency: Unit) -> Decimal {
    let least = if currency == Unit::Idr {
        Decimal::ONE_THOUSAND
    } else {
        Decimal::new(2, 2)
    };
    let share = amount.abs().checked_mul(Decimal::new(5, 3));
    share.unwrap_or(Decimal::MAX).max(least)
}

impl Line {
    /// Finds the line again: its number in the source, else what it says and the how-many-eth it is.
    pub(crate) fn source_key(&self, content: &str, occurrence: u32) -> String {
        match &self.reference {
            Some(reference) => {
                let source = self.source.as_deref().map(normalise).unwrap_or_default();
                format!("n:{source}:{}", reference.trim())
            }
            None => format!("c:{content}:{occurrence}"),
        }
    }

    /// Digest of what the line says, independent of the spelling of numbers and of its place.
    pub(crate) fn content(&self) -> String {
        let meter = self.meter.as_ref().map(|meter| {
            let number = meter.shown.decimal().normalize();
            format!("{number} {}", meter.unit)
        });
        let parts = [
            plate_key(&self.vehicle_text),
            self.bought_at.get().to_string(),
            normalise(&self.product_text),
            self.quantity.decimal().normalize().to_string(),
            self.unit.to_owned(),
            self.amount.decimal().normalize().to_string(),
            self.currency.code().to_owned(),
            meter.unwrap_or_default(),
        ];
        let digest = Sha256::digest(parts.join("\u{1f}"));
        let short: Vec<u8> = digest.iter().copied().take(16).collect();
        base::to_hex(&short)
    }

    /// What is odd about it at first sight; the meter is judged with the others of its vehicle.
    pub(crate) fn doubts(&self, tank: Option<Millilitres>, now: UtcMicros) -> Doubts {
        let mut doubts = Doubts::default();
        if self.bought_at > now {
            doubts.add(Doubt::InFuture);
        }
        if self.kind == LineKind::NonFuel {
            return doubts;
        }
        if !self.quantity.is_positive() || !self.amount.is_positive() {
            doubts.add(Doubt::NotPositive);
        }
        let volume = self.volume.unwrap_or_default();
        if tank.is_some_and(|tank| volume > tank) {
            doubts.add(Doubt::AboveTank);
        }
        let amount = self.amount.decimal();
        let product = self
            .unit_price
            .and_then(|price| price.decimal().checked_mul(self.quantity.decimal()));
        let differs = |product: Decimal| {
            let by = product.checked_sub(amount).map(|by| by.abs());
            // The price of a list is itself rounded: one unit in its last place, times the quantity.
            let rounding = self
                .unit_price
                .and_then(|price| {
                    Decimal::new(1, price.scale()).checked_mul(self.quantity.decimal().abs())
                })
                .unwrap_or_default();
            let allowed = tolerance(amount, self.currency).checked_add(rounding);
            by.zip(allowed).is_none_or(|(by, allowed)| by > allowed)
        };
        if product.is_some_and(differs) {
            doubts.add(Doubt::AmountDiffers);
        }
        doubts
    }
}

/// Whole kilometres of metres, or whole hours of hours, half up.
pub(crate) fn whole(number: Decimal) -> Option<i64> {
    number
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
        .try_into()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::of(text.parse().unwrap()).unwrap()
    }

    fn line() -> Line {
        Line {
            source: None,
            reference: None,
            kind: LineKind::Fuel,
            vehicle_text: "DH 1234 A".to_owned(),
            agency_text: None,
            bought_at: UtcMicros::new(1_000),
            bought_on: base::CivilDate::constant(2022, 1, 3),
            has_time: true,
            station_text: None,
            product_text: "Pertalite".to_owned(),
            quantity: exact("12.6"),
            unit: "gallon_us",
            volume: Some(Millilitres::new(47_696)),
            unit_price: Some(exact("2.18")),
            amount: exact("27.45"),
            net: None,
            currency: Unit::Usd,
            amount_rupiah: None,
            meter: None,
        }
    }

    fn codes(line: &Line, tank_ml: i64) -> String {
        let tank = Some(Millilitres::new(tank_ml));
        line.doubts(tank, UtcMicros::new(2_000)).to_string()
    }

    #[test]
    fn odd_lines_carry_their_doubts() {
        assert_eq!(codes(&line(), 50_000), "");
        assert_eq!(codes(&line(), 45_000), " above_tank ");
        let mut wrong = line();
        wrong.amount = exact("72.45");
        assert_eq!(codes(&wrong, 50_000), " amount_differs ");
        let mut reversed = line();
        (reversed.quantity, reversed.amount) = (exact("-12.6"), exact("-27.45"));
        assert_eq!(codes(&reversed, 50_000), " not_positive ");
        let mut later = line();
        later.bought_at = UtcMicros::new(3_000);
        assert_eq!(codes(&later, 50_000), " in_future ");
        let mut wash = wrong;
        wash.kind = LineKind::NonFuel;
        assert_eq!(
            codes(&wash, 1),
            "",
            "what is no fuel has no tank and no price per litre"
        );
    }

    #[test]
    fn spelling_does_not_make_another_line_but_content_does() {
        let mut spelled = line();
        (spelled.vehicle_text, spelled.quantity) = ("dh-1234-a".to_owned(), exact("12.600"));
        assert_eq!(spelled.content(), line().content());
        let mut other = line();
        other.amount = exact("27.46");
        assert_ne!(other.content(), line().content());
    }

    #[test]
    fn a_number_of_the_source_is_the_key_where_there_is_one() {
        let mut numbered = line();
        let content = numbered.content();
        assert_eq!(numbered.source_key(&content, 2), format!("c:{content}:2"));
        (numbered.reference, numbered.source) =
            (Some("77 1".to_owned()), Some("Kartu A".to_owned()));
        assert_eq!(numbered.source_key(&content, 2), "n:kartu a:77 1");
    }

    #[test]
    fn names_of_washes_and_fees_are_no_fuel() {
        for name in ["Car Wash", "Oli mesin", "Discount 1", "BIAYA ADMIN"] {
            assert!(is_named_non_fuel(name), "{name}");
        }
        for name in ["Pertalite", "Solar", "Diesel 1", "Unleaded Premium", "BIOD"] {
            assert!(!is_named_non_fuel(name), "{name}");
        }
    }
}
