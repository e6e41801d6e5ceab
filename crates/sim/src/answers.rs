//! What was planted: the answer file, kept apart from the city's data.

use serde::Serialize;

use crate::dirt::Dirt;
use crate::number::{
    AbsenceNo, InvoiceNo, RedemptionNo, SlipNo, StatementLineNo, StationNo, TravelOrderNo,
    TripSheetNo, VehicleNo, VoucherNo, WorkshopOrderNo,
};
use crate::odometer::WrongMeter;
use crate::vehicle::Habit;

/// A record a planted case touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum RecordRef {
    /// A voucher.
    Voucher(VoucherNo),
    /// A redemption.
    Redemption(RedemptionNo),
    /// A slip.
    Slip(SlipNo),
    /// A line of a station's statement.
    StatementLine(StatementLineNo),
    /// An invoice.
    Invoice(InvoiceNo),
    /// An absence.
    Absence(AbsenceNo),
    /// A workshop order.
    WorkshopOrder(WorkshopOrderNo),
    /// A travel order.
    TravelOrder(TravelOrderNo),
    /// A trip sheet.
    TripSheet(TripSheetNo),
    /// A vehicle whose work records are missing.
    Vehicle(VehicleNo),
    /// A station.
    Station(StationNo),
}

/// A planted case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Case {
    /// Mode of reference C, 1 to 30.
    pub mode: u8,
    /// The mode in a few words.
    pub name: &'static str,
    /// Records it touches.
    pub records: Vec<RecordRef>,
    /// Rupiah wrongly spent or claimed.
    pub amount_rupiah: i64,
}

/// A reading typed wrong without ill intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WrongReading {
    /// The redemption.
    pub redemption: RedemptionNo,
    /// How it is wrong.
    pub kind: WrongMeter,
}

/// All answers of a simulated city.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Answers {
    /// Planted fraud and mis-spending.
    pub cases: Vec<Case>,
    /// Planted faults of the register.
    pub dirt: Vec<Dirt>,
    /// Honest typing errors.
    pub wrong_readings: Vec<WrongReading>,
    /// True behaviour of each vehicle, registered ones first.
    pub habits: Vec<Habit>,
}
