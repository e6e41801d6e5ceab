//! The city while fraud is planted: fills without numbers, and marks on invoices to come.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};

use crate::civil::{Month, days_between, plus_days, plus_minutes};
use crate::dice::Dice;
use crate::fill::{Claim, Fill};
use crate::number::{AgencyNo, VehicleNo};
use crate::paper::{LineKind, Supplier, Writer};
use crate::price::PriceTable;
use crate::product::Product;
use crate::town::Town;
use crate::vehicle::Vehicle;
use crate::voucher::amount_rupiah;

/// Which invoice.
pub(crate) type InvoiceKey = (Month, AgencyNo, Supplier);

/// A line added to an invoice without a fill.
#[derive(Clone, Debug)]
pub(crate) struct ExtraLine {
    pub(crate) invoice: InvoiceKey,
    pub(crate) kind: LineKind,
    pub(crate) volume_ml: i64,
    pub(crate) amount_rupiah: i64,
}

/// What is unusual about an invoice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InvoiceMark {
    pub(crate) writer: Writer,
    pub(crate) is_confirmed: bool,
    pub(crate) is_unpaid: bool,
}

impl Default for InvoiceMark {
    fn default() -> Self {
        Self {
            writer: Writer::Supplier,
            is_confirmed: true,
            is_unpaid: false,
        }
    }
}

/// A planted case while records have no numbers yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct CaseDraft {
    /// Places in [`Draft::fills`].
    pub(crate) fills: Vec<usize>,
    pub(crate) invoices: Vec<InvoiceKey>,
    pub(crate) sheets: Vec<(VehicleNo, Date)>,
    pub(crate) others: Vec<crate::answers::RecordRef>,
    pub(crate) amount_rupiah: i64,
}

/// The city in the making.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) town: Town,
    pub(crate) fills: Vec<Fill>,
    pub(crate) extras: Vec<ExtraLine>,
    pub(crate) marks: BTreeMap<InvoiceKey, InvoiceMark>,
    pub(crate) cases: Vec<(u8, &'static str, CaseDraft)>,
    pub(crate) dice: Dice,
    pub(crate) prices: PriceTable,
    /// Redeemed fills of each registered vehicle.
    by_vehicle: BTreeMap<VehicleNo, Vec<usize>>,
    used_vehicles: BTreeSet<VehicleNo>,
    used_fills: BTreeSet<usize>,
}

impl Draft {
    pub(crate) fn new(town: Town, fills: Vec<Fill>) -> Self {
        let dice = Dice::new(town.settings.seed, "fraud", 0);
        let prices = town.price_table();
        let mut draft = Self {
            town,
            fills,
            extras: Vec::new(),
            marks: BTreeMap::new(),
            cases: Vec::new(),
            dice,
            prices,
            by_vehicle: BTreeMap::new(),
            used_vehicles: BTreeSet::new(),
            used_fills: BTreeSet::new(),
        };
        draft.index();
        draft
    }

    /// Indexes the redeemed fills by vehicle.
    pub(crate) fn index(&mut self) {
        self.by_vehicle.clear();
        for (index, fill) in self.fills.iter().enumerate() {
            if let Some(vehicle) = fill.redemption.as_ref().and_then(|it| it.vehicle) {
                self.by_vehicle.entry(vehicle).or_default().push(index);
            }
        }
    }

    /// A vehicle no case has used yet, with at least `least` redemptions.
    pub(crate) fn take_vehicle(
        &mut self,
        least: usize,
        fits: impl Fn(&Vehicle) -> bool,
    ) -> Option<VehicleNo> {
        let fitting: Vec<VehicleNo> = self
            .town
            .vehicles
            .iter()
            .filter(|vehicle| fits(vehicle) && !self.used_vehicles.contains(&vehicle.no))
            .filter(|vehicle| self.fills_of(vehicle.no).len() >= least)
            .map(|vehicle| vehicle.no)
            .collect();
        let chosen = *self.dice.pick(&fitting)?;
        self.used_vehicles.insert(chosen);
        Some(chosen)
    }

    /// A vehicle of the register.
    pub(crate) fn vehicle(&self, no: VehicleNo) -> Option<&Vehicle> {
        self.town.vehicles.get(no.index())
    }

    /// Redeemed fills of a vehicle, in order of time.
    pub(crate) fn fills_of(&self, vehicle: VehicleNo) -> &[usize] {
        self.by_vehicle.get(&vehicle).map_or(&[], Vec::as_slice)
    }

    /// Redeemed fills of a vehicle within days.
    pub(crate) fn fills_within(&self, vehicle: VehicleNo, from: Date, until: Date) -> Vec<usize> {
        let is_inside = |index: &&usize| {
            self.fills
                .get(**index)
                .is_some_and(|fill| (from..=until).contains(&fill.at().date()))
        };
        self.fills_of(vehicle)
            .iter()
            .filter(is_inside)
            .copied()
            .collect()
    }

    /// Up to `count` fills of one random agency, in order of time, that no case has used.
    pub(crate) fn take_fills(&mut self, count: usize, fits: impl Fn(&Fill) -> bool) -> Vec<usize> {
        let start = self.dice.index(self.fills.len());
        let mut agency = None;
        let mut taken = Vec::new();
        for index in (start..self.fills.len()).chain(0..start) {
            if taken.len() == count {
                break;
            }
            let Some(fill) = self.fills.get(index) else {
                continue;
            };
            let Some(voucher) = &fill.voucher else {
                continue;
            };
            let is_free = voucher
                .vehicle
                .is_some_and(|no| !self.used_vehicles.contains(&no))
                && !self.used_fills.contains(&index);
            if is_free && agency.is_none_or(|it| it == voucher.agency) && fits(fill) {
                agency = Some(voucher.agency);
                self.used_fills.insert(index);
                taken.push(index);
            }
        }
        taken
    }

    /// A random stretch of `days` within the period of a vehicle's fills.
    pub(crate) fn stretch(&mut self, vehicle: VehicleNo, days: i64) -> Option<(Date, Date)> {
        let fills = self.fills_of(vehicle);
        let first = self.fills.get(*fills.first()?)?.at().date();
        let last = self.fills.get(*fills.last()?)?.at().date();
        let slack = days_between(first, last) - days;
        let from = plus_days(first, self.dice.between(0, slack.max(0)));
        Some((from, plus_days(from, days - 1)))
    }

    /// Adds a fill and returns its place.
    pub(crate) fn add(&mut self, fill: Fill) -> usize {
        self.fills.push(fill);
        self.fills.len() - 1
    }

    /// A forged fill after the pattern of a true one: slip and claim only.
    pub(crate) fn forged(&mut self, after: usize) -> Option<Fill> {
        let pattern = self.fills.get(after)?;
        let mut slip = pattern.slip.clone()?;
        let claim = pattern.claim.clone()?;
        let later = self.dice.between(40, 600);
        slip.redemption = None;
        slip.printed_at = plus_minutes(slip.printed_at, later);
        slip.filed_at = plus_minutes(slip.printed_at, self.dice.between(60, 900));
        slip.transaction_no = slip.transaction_no.map(|no| no + self.dice.bits() % 9 + 1);
        slip.fingerprint = self.dice.bits();
        let claim = Claim {
            month: Month::of(slip.printed_at.date()),
            ..claim
        };
        Some(Fill {
            slip: Some(slip),
            claim: Some(claim),
            ..Fill::default()
        })
    }

    /// A full second fill like a true one at another time, its meter unchanged.
    pub(crate) fn twin(&mut self, of: usize, at: DateTime, volume_ml: i64) -> Option<Fill> {
        let mut fill = self.fills.get(of)?.clone();
        let price = self
            .prices
            .rupiah_per_litre(fill.redemption.as_ref()?.product, at);
        let shift = plus_minutes(at, -self.dice.between(25, 90));
        if let Some(voucher) = &mut fill.voucher {
            voucher.issued_at = shift;
            voucher.valid_until = plus_minutes(shift, 7 * 24 * 60);
            voucher.max_ml = 0;
        }
        if let Some(redemption) = &mut fill.redemption {
            redemption.at = at;
            redemption.rupiah_per_litre = price;
            redemption.transaction_no = 0;
        }
        if let Some(line) = &mut fill.statement {
            line.at = at;
            line.rupiah_per_litre = price;
            line.transaction_no = 0;
        }
        if let Some(slip) = &mut fill.slip {
            slip.printed_at = at;
            slip.filed_at = plus_minutes(at, 300);
            slip.rupiah_per_litre = price;
            slip.fingerprint = self.dice.bits();
            slip.transaction_no = Some(0);
        }
        if let Some(claim) = &mut fill.claim {
            claim.month = Month::of(at.date());
        }
        fill.wrong_meter = None;
        rescale(&mut fill, volume_ml);
        Some(fill)
    }

    /// Pump price of a product.
    pub(crate) fn price(&self, product: Product, at: DateTime) -> i64 {
        self.prices.rupiah_per_litre(product, at)
    }

    /// Sum of the amounts of fills.
    pub(crate) fn amount(&self, fills: &[usize]) -> i64 {
        fills
            .iter()
            .filter_map(|index| self.fills.get(*index))
            .map(Fill::amount_rupiah)
            .sum()
    }

    /// A random invoice that will exist: agency, station and month of a random redemption.
    pub(crate) fn random_invoice(&mut self) -> Option<InvoiceKey> {
        let index = *self.take_fills(1, |fill| fill.claim.is_some()).first()?;
        self.invoice_of(index)
    }

    /// The invoice a fill will be on.
    pub(crate) fn invoice_of(&self, index: usize) -> Option<InvoiceKey> {
        let fill = self.fills.get(index)?;
        invoice_key(fill)
    }

    /// The mark of an invoice.
    pub(crate) fn mark(&mut self, key: InvoiceKey) -> &mut InvoiceMark {
        self.marks.entry(key).or_default()
    }

    /// Moves the papers of a fill to another station and attendant.
    pub(crate) fn move_to(fill: &mut Fill, other: &Fill) {
        let (Some(to), Some(from_line)) = (&other.redemption, &other.statement) else {
            return;
        };
        if let Some(redemption) = &mut fill.redemption {
            redemption.station = to.station;
            redemption.attendant = to.attendant;
        }
        if let Some(line) = &mut fill.statement {
            line.station = to.station;
            line.operator.clone_from(&from_line.operator);
            line.pump = from_line.pump;
        }
        if let (Some(slip), Some(model)) = (&mut fill.slip, &other.slip) {
            slip.spbu_number.clone_from(&model.spbu_number);
            slip.operator.clone_from(&from_line.operator);
            slip.pump = Some(from_line.pump);
            slip.layout = model.layout;
        }
        if let Some(claim) = &mut fill.claim {
            claim.station = to.station;
        }
    }
}

/// The invoice a fill's claim belongs to.
pub(crate) fn invoice_key(fill: &Fill) -> Option<InvoiceKey> {
    let claim = fill.claim.as_ref()?;
    let by_voucher = fill.voucher.as_ref().map(|voucher| voucher.agency);
    let agency = by_voucher.or(fill.slip.as_ref().map(|slip| slip.agency))?;
    Some((claim.month, agency, Supplier::Station(claim.station)))
}

/// Sets the volume on every paper of a fill, and its amount at the price on it.
pub(crate) fn rescale(fill: &mut Fill, volume_ml: i64) {
    let price = fill
        .redemption
        .as_ref()
        .map_or(0, |redemption| redemption.rupiah_per_litre);
    if let Some(voucher) = &mut fill.voucher {
        voucher.max_ml = voucher.max_ml.max((volume_ml + 999) / 1000 * 1000);
        voucher.reserved_rupiah = amount_rupiah(voucher.max_ml, price);
    }
    if let Some(redemption) = &mut fill.redemption {
        redemption.volume_ml = volume_ml;
        redemption.amount_rupiah = amount_rupiah(volume_ml, price);
    }
    if let Some(line) = &mut fill.statement {
        line.volume_ml = volume_ml;
        line.amount_rupiah = amount_rupiah(volume_ml, price);
    }
    claim_more(fill, volume_ml);
}

/// Sets the volume on slip and claim only; the station's line keeps the truth.
pub(crate) fn claim_more(fill: &mut Fill, volume_ml: i64) {
    let Some(slip) = &mut fill.slip else { return };
    slip.volume_ml = volume_ml;
    slip.amount_rupiah = amount_rupiah(volume_ml, slip.rupiah_per_litre);
    if let Some(claim) = &mut fill.claim {
        claim.volume_ml = volume_ml;
        claim.amount_rupiah = slip.amount_rupiah;
    }
}
