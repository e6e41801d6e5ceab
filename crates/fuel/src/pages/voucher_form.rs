//! The form that issues a voucher: what it offers and how it is read.

use std::collections::BTreeMap;

use base::{
    CivilDate, Millilitres, MonthOfYear, PersonId, Rupiah, StationId, TenantId, UtcMicros, Zone,
};
use budget::{BudgetLine, BudgetLineId};
use db::{Failure, Tx};
use fleet::{Vehicle, VehicleId, VehicleKind};
use ledger::Unit;
use register::Settings;
use serde::{Deserialize, Serialize};
use stations::{Product, ProductVerdict};
use web::{FieldErrors, Texts, fl};

use super::facts::{StationFacts, list_contracted};
use crate::{IssueVoucher, QuotaState, explain_quota};

/// The most that a form takes: more than any tank of a city.
pub(crate) const VOLUME_MAX: Millilitres = Millilitres::new(2_000_000);

/// What is typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct VoucherForm {
    pub(crate) vehicle: String,
    pub(crate) line: String,
    pub(crate) product: String,
    pub(crate) litres: String,
    pub(crate) from: String,
    pub(crate) until: String,
    pub(crate) station: String,
    pub(crate) drawer: String,
    pub(crate) letter: String,
    pub(crate) purpose: String,
    pub(crate) substitutes: String,
}

/// A budget line that can pay, with what its month has left.
#[derive(Debug, Clone)]
pub(crate) struct LineChoice {
    pub(crate) line: BudgetLine,
    pub(crate) available: Rupiah,
}

impl LineChoice {
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.line.activity_code, self.line.activity_name)
    }
}

/// A product that the vehicle may take.
#[derive(Debug, Clone)]
pub(crate) struct ProductChoice {
    pub(crate) product: Product,
    pub(crate) price: Option<Rupiah>,
    /// The station whose price it is, where the province has none.
    pub(crate) only_at: Option<StationId>,
    /// What a rule says against it.
    pub(crate) advice: Option<String>,
}

/// All that the form for one vehicle offers.
#[derive(Debug, Clone)]
pub(crate) struct IssueDesk {
    pub(crate) vehicle: Vehicle,
    pub(crate) agency: String,
    pub(crate) lines: Vec<LineChoice>,
    pub(crate) products: Vec<ProductChoice>,
    /// Whether the vehicle is a sample; then the stations are, too.
    pub(crate) is_sample: bool,
    pub(crate) stations: Vec<(StationId, StationFacts)>,
    pub(crate) drivers: Vec<(PersonId, String)>,
    /// Numbers of recommendation letters that hold today.
    pub(crate) letters: Vec<String>,
    pub(crate) quota: Option<QuotaState>,
    pub(crate) last_day: CivilDate,
}

impl IssueDesk {
    /// Loads what the form for a vehicle offers.
    pub(crate) fn load(
        tx: &mut Tx<'_>,
        tenant: TenantId,
        vehicle: Vehicle,
        (now, zone): (UtcMicros, &Zone),
    ) -> Result<Self, Failure> {
        let settings = register::load_settings(tx, tenant)?;
        let today = zone.date(now);
        let month = zone.month(now);
        let drivers = fleet::list_drivers_on(tx, tenant, vehicle.id, today)?;
        let people = identity::list_people_by_ids(tx, tenant, &drivers)?;
        let letters = fleet::letters_on(tx, tenant, vehicle.id, today)?;
        let is_sample = register::is_sample(tx, tenant, "vehicle", vehicle.id)?;
        let stations = list_contracted(tx, tenant, today, is_sample)?;
        Ok(Self {
            agency: register::lookup_agency(tx, tenant, vehicle.agency)?
                .map_or_else(String::new, |agency| agency.short_name),
            lines: list_line_choices(tx, tenant, &vehicle, month)?,
            products: list_product_choices(
                tx,
                tenant,
                (&vehicle, &stations, is_sample),
                (now, today),
            )?,
            is_sample,
            stations,
            drivers: people
                .into_iter()
                .map(|person| (person.id, person.name))
                .collect(),
            letters: letters
                .into_iter()
                .filter(|letter| letter.kind == fleet::LetterKind::Recommendation)
                .map(|letter| letter.number)
                .collect(),
            quota: explain_quota(tx, tenant, &vehicle, month)?,
            last_day: last_valid_day(&settings, today),
            vehicle,
        })
    }

    /// The product to propose: the usual one, or the first that has a price now.
    ///
    /// A product without a price is refused at issue, so it is proposed only where no other is left.
    fn proposed(&self) -> Option<&ProductChoice> {
        let usual = self.vehicle.default_product.as_deref();
        let is_usual = |choice: &&ProductChoice| Some(choice.product.code.as_str()) == usual;
        let priced = || self.products.iter().filter(|choice| choice.price.is_some());
        priced()
            .find(is_usual)
            .or_else(|| priced().next())
            .or_else(|| self.products.iter().find(is_usual))
            .or(self.products.first())
    }

    /// Whether there are products, and none of them has a price anywhere now.
    pub(crate) fn is_without_price(&self) -> bool {
        !self.products.is_empty() && self.products.iter().all(|choice| choice.price.is_none())
    }

    /// The form as it is first shown: two taps are enough for the usual voucher.
    pub(crate) fn first(&self) -> VoucherForm {
        let product = self.proposed();
        VoucherForm {
            vehicle: self.vehicle.id.to_string(),
            line: self
                .lines
                .first()
                .map_or_else(String::new, |choice| choice.line.id.to_string()),
            product: product.map_or_else(String::new, |choice| choice.product.code.clone()),
            litres: self.usual_volume().map_or_else(String::new, |volume| {
                base::format_scaled(volume.get(), 3).replace('.', "")
            }),
            until: self.last_day.to_string(),
            station: product
                .and_then(|choice| choice.only_at)
                .map_or_else(String::new, |station| station.to_string()),
            ..VoucherForm::default()
        }
    }

    /// A full tank, or what the quota has left of it in whole litres.
    fn usual_volume(&self) -> Option<Millilitres> {
        let left = self
            .quota
            .as_ref()
            .filter(|quota| quota.entitlement.rule.unit == Unit::Millilitres)
            .map(|quota| {
                quota
                    .entitlement
                    .left(quota.usage)
                    .div_euclid(1_000)
                    .saturating_mul(1_000)
            });
        let tank = self.vehicle.tank_ml.map(Millilitres::get);
        let volume = match (tank, left) {
            (Some(tank), Some(left)) => tank.min(left),
            (tank, left) => tank.or(left)?,
        };
        (volume > 0).then(|| Millilitres::new(volume))
    }

    pub(crate) fn is_machine(&self) -> bool {
        self.vehicle.kind == VehicleKind::Machine
    }
}

/// The last day of a voucher unless said otherwise: within its month and before the year's cut-off.
pub(crate) fn last_valid_day(settings: &Settings, today: CivilDate) -> CivilDate {
    let days = settings.voucher_valid_days.clamp(1, 31).saturating_sub(1);
    let wanted = today.saturating_add(jiff::Span::new().days(days));
    let month_end = MonthOfYear::of(today).last_day();
    let cutoff = settings.cutoff_in(today.year());
    let last = wanted.min(month_end);
    if today <= cutoff {
        last.min(cutoff)
    } else {
        last
    }
}

fn list_line_choices(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: &Vehicle,
    month: MonthOfYear,
) -> Result<Vec<LineChoice>, Failure> {
    let mut choices = Vec::new();
    for line in budget::pick_line(tx, tenant, vehicle.agency, month)? {
        let account = budget::find_month(tx, tenant, line.id, month)?;
        let available = Rupiah::new(account.map_or(0, |account| account.available()));
        choices.push(LineChoice { line, available });
    }
    Ok(choices)
}

fn list_product_choices(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (vehicle, stations, is_sample): (&Vehicle, &[(StationId, StationFacts)], bool),
    (now, today): (UtcMicros, CivilDate),
) -> Result<Vec<ProductChoice>, Failure> {
    let mut choices = Vec::new();
    for product in stations::list_products(tx, tenant)? {
        if !product.is_active || !takes(vehicle, &product) {
            continue;
        }
        let verdict = stations::product_verdict(tx, tenant, &vehicle.class, &product.code, today)?;
        let advice = match verdict {
            ProductVerdict::Allowed => None,
            ProductVerdict::Warn(ground) => Some(ground.reason),
            ProductVerdict::Refused(ground) if ground.is_lifted_by_letter => Some(ground.reason),
            ProductVerdict::Refused(_) => continue,
        };
        // Only the sample station has prices for samples.
        let mut price = if is_sample {
            None
        } else {
            stations::lookup_price(tx, tenant, &product.code, None, now)?
        };
        let mut only_at = None;
        for (station, _) in stations {
            if price.is_some() {
                break;
            }
            price = stations::lookup_price(tx, tenant, &product.code, Some(*station), now)?;
            only_at = price.map(|_| *station);
        }
        choices.push(ProductChoice {
            product,
            price,
            only_at,
            advice,
        });
    }
    Ok(choices)
}

/// Whether product and engine fit each other, and the vehicle's record lists it.
fn takes(vehicle: &Vehicle, product: &Product) -> bool {
    vehicle.takes(&product.code) && vehicle.fuel_kind.code() == product.kind.word()
}

/// The products that may stand in for another, of those the vehicle may take.
pub(crate) fn substitutes_of(products: &[ProductChoice], code: &str) -> Vec<String> {
    let by_code: BTreeMap<&str, &ProductChoice> = products
        .iter()
        .map(|choice| (choice.product.code.as_str(), choice))
        .collect();
    let Some(chosen) = by_code.get(code) else {
        return Vec::new();
    };
    let fits = |code: &&String| {
        by_code
            .get(code.as_str())
            .is_some_and(|one| one.advice.is_none())
    };
    chosen
        .product
        .substitutes
        .iter()
        .filter(fits)
        .cloned()
        .collect()
}

impl VoucherForm {
    /// Typed input, or errors beside the fields.
    pub(crate) fn read(
        &self,
        texts: Texts,
        errors: &mut FieldErrors,
        products: &[ProductChoice],
        (now, zone): (UtcMicros, &Zone),
    ) -> Option<IssueVoucher> {
        let vehicle =
            errors.choice::<VehicleId>("vehicle", &fl!(texts, "vehicle-what"), &self.vehicle);
        let line = errors.choice::<BudgetLineId>("line", &fl!(texts, "line-what"), &self.line);
        let product = errors.text("product", &fl!(texts, "product-what"), &self.product, 30);
        let range = Millilitres::new(1)..=VOLUME_MAX;
        let volume = errors.litres("litres", &fl!(texts, "litres-what"), &self.litres, range);
        let until = errors.date("until", &fl!(texts, "until-what"), &self.until);
        let from = if self.from.trim().is_empty() {
            Some(None)
        } else {
            errors
                .date("from", &fl!(texts, "from-what"), &self.from)
                .map(Some)
        };
        let station = optional_choice::<StationId>(errors, "station", texts, &self.station);
        let drawer = optional_choice::<PersonId>(errors, "drawer", texts, &self.drawer);
        let letter = errors.optional_text("letter", &fl!(texts, "letter-what"), &self.letter, 80);
        let purpose =
            errors.optional_text("purpose", &fl!(texts, "purpose-what"), &self.purpose, 200);
        let product = product?;
        let from = match from? {
            Some(on) => zone.start_of(on).ok()?.max(now),
            None => now,
        };
        let substitutes = if self.substitutes.is_empty() {
            Vec::new()
        } else {
            substitutes_of(products, &product)
        };
        Some(IssueVoucher {
            vehicle: vehicle?,
            product,
            substitutes,
            volume: volume?,
            line: line?,
            station: station?,
            offline: false,
            valid_from: from,
            valid_until: zone.end_of(until?).ok()?,
            drawer: drawer?,
            letter_number: letter?,
            purpose: purpose?.unwrap_or_default(),
        })
    }
}

/// A choice that may be left open: nothing where it is wrong, nothing chosen where it is empty.
#[expect(clippy::option_option, reason = "wrong and left open are two things")]
pub(crate) fn optional_choice<T: std::str::FromStr>(
    errors: &mut FieldErrors,
    field: &str,
    texts: Texts,
    typed: &str,
) -> Option<Option<T>> {
    if typed.trim().is_empty() {
        return Some(None);
    }
    errors
        .choice(field, &fl!(texts, "one-of-the-list"), typed)
        .map(Some)
}

#[cfg(test)]
mod tests {
    use super::super::samples::desk;
    use super::*;

    #[test]
    fn a_product_without_a_price_is_proposed_last() {
        let mut desk = desk();
        let codes: Vec<String> = desk
            .products
            .iter()
            .map(|choice| choice.product.code.clone())
            .collect();
        let [first, second] = codes.as_slice() else {
            panic!("two products");
        };
        desk.vehicle.default_product = Some(second.clone());
        assert_eq!(&desk.first().product, second);
        desk.products[1].price = None;
        assert_eq!(&desk.first().product, first);
        assert!(!desk.is_without_price());
        desk.products[0].price = None;
        assert_eq!(&desk.first().product, second);
        assert!(desk.is_without_price());
    }

    #[test]
    fn a_validity_ends_with_the_month_and_the_year() {
        let settings = Settings::default();
        let last = |today: &str| last_valid_day(&settings, today.parse().unwrap()).to_string();
        assert_eq!(last("2026-11-02"), "2026-11-08");
        assert_eq!(last("2026-11-27"), "2026-11-30");
        assert_eq!(last("2026-12-18"), "2026-12-20");
    }
}
