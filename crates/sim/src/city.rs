//! The whole city: town, purchases, papers, and the answers kept apart.

use serde::Serialize;

use crate::answers::Answers;
use crate::assembly::assemble;
use crate::draft::Draft;
use crate::fraud;
use crate::number::{RedemptionNo, VehicleNo};
use crate::paper::{Invoice, Slip, StatementLine};
use crate::purchases::Days;
use crate::settings::Settings;
use crate::town::Town;
use crate::voucher::{Redemption, Voucher};

/// A simulated city. Serialising it never writes the answers.
#[derive(Clone, Debug, Serialize)]
pub struct City {
    /// Register, rules, prices, plans and evidence.
    pub town: Town,
    /// Vouchers in order of time.
    pub vouchers: Vec<Voucher>,
    /// Redemptions in order of time.
    pub redemptions: Vec<Redemption>,
    /// Slips filed.
    pub slips: Vec<Slip>,
    /// Statement lines of all stations.
    pub statement_lines: Vec<StatementLine>,
    /// Invoices.
    pub invoices: Vec<Invoice>,
    #[serde(skip)]
    pub(crate) answers: Answers,
}

impl City {
    /// Generates the city of these settings; the same settings give the same bytes everywhere.
    pub fn generate(settings: &Settings) -> Self {
        let mut town = Town::build(settings);
        let mut fills = Vec::new();
        let mut trip_sheets = Vec::new();
        let mut weighbridge = Vec::new();
        for day in Days::new(&town) {
            fills.extend(day.fills);
            trip_sheets.extend(day.trip_sheets);
            weighbridge.extend(day.weighbridge);
        }
        town.evidence.trip_sheets = trip_sheets;
        town.evidence.weighbridge = weighbridge;
        let mut draft = Draft::new(town, fills);
        fraud::plant_all(&mut draft);
        assemble(draft)
    }

    /// What was planted; never part of the city's data.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The redemptions of a vehicle, in order of time.
    pub fn redemptions_of(&self, vehicle: VehicleNo) -> impl Iterator<Item = &Redemption> {
        self.redemptions
            .iter()
            .filter(move |redemption| redemption.vehicle == Some(vehicle))
    }

    /// A redemption by its number.
    pub fn redemption(&self, no: RedemptionNo) -> Option<&Redemption> {
        self.redemptions.get(no.index())
    }
}
