//! The paper around a redemption: station slips, statement lines, invoices.

use jiff::civil::{Date, DateTime};
use serde::Serialize;

use crate::civil::Month;
use crate::number::{
    AgencyNo, InvoiceNo, PersonNo, RedemptionNo, SlipNo, StatementLineNo, StationNo, VoucherNo,
};
use crate::product::Product;

/// The slip filed in the evidence set (SPJ).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Slip {
    /// Number.
    pub no: SlipNo,
    /// Agency that filed it.
    pub agency: AgencyNo,
    /// The redemption it proves, if any.
    pub redemption: Option<RedemptionNo>,
    /// SPBU number as printed.
    pub spbu_number: String,
    /// Transaction number as printed; `None` on manual notes.
    pub transaction_no: Option<u64>,
    /// Time as printed.
    pub printed_at: DateTime,
    /// Pump as printed.
    pub pump: Option<i64>,
    /// Operator as printed; empty on manual notes.
    pub operator: String,
    /// Product as printed.
    pub product: Product,
    /// Price as printed.
    pub rupiah_per_litre: i64,
    /// Volume as printed.
    pub volume_ml: i64,
    /// Amount as printed.
    pub amount_rupiah: i64,
    /// Number of the layout; a station's true slips have its own.
    pub layout: u64,
    /// Content of the scanned image.
    pub fingerprint: u64,
    /// Whether it is a hand-written note.
    pub is_manual: bool,
    /// Whether it bears the station's stamp.
    pub is_stamped: bool,
    /// When it was filed.
    pub filed_at: DateTime,
    /// Who filed it.
    pub filed_by: PersonNo,
}

/// A line of the station's own statement: the independent record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatementLine {
    /// Number.
    pub no: StatementLineNo,
    /// Station.
    pub station: StationNo,
    /// Transaction number.
    pub transaction_no: u64,
    /// Time.
    pub at: DateTime,
    /// Pump.
    pub pump: i64,
    /// Operator.
    pub operator: String,
    /// Product.
    pub product: Product,
    /// Price.
    pub rupiah_per_litre: i64,
    /// Volume.
    pub volume_ml: i64,
    /// Amount.
    pub amount_rupiah: i64,
    /// Plate the station noted; empty for cans.
    pub plate: String,
    /// The voucher shown, if any.
    pub voucher: Option<VoucherNo>,
}

/// What an invoice line asks money for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum LineKind {
    /// Fuel.
    Fuel,
    /// Printing of coupons.
    Printing,
    /// A debt of an earlier period.
    OldDebt,
    /// Fuel in bulk.
    Bulk,
}

/// A line of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InvoiceLine {
    /// What it is for.
    pub kind: LineKind,
    /// Day of the fill, or of the invoice.
    pub on: Date,
    /// The voucher, if any.
    pub voucher: Option<VoucherNo>,
    /// The redemption, if any.
    pub redemption: Option<RedemptionNo>,
    /// The slip, if any.
    pub slip: Option<SlipNo>,
    /// Millilitres.
    pub volume_ml: i64,
    /// Rupiah.
    pub amount_rupiah: i64,
}

/// Who asks for the money.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Supplier {
    /// A contracted station.
    Station(StationNo),
    /// Another firm.
    Firm(String),
}

/// Who wrote the invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Writer {
    /// The supplier.
    Supplier,
    /// The PPTK of the agency.
    Pptk,
}

/// An invoice for an agency's month at a supplier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Invoice {
    /// Number.
    pub no: InvoiceNo,
    /// Agency.
    pub agency: AgencyNo,
    /// Supplier.
    pub supplier: Supplier,
    /// Month it is for.
    pub month: Month,
    /// Day it was issued.
    pub issued_on: Date,
    /// Who wrote it.
    pub writer: Writer,
    /// Whether the station confirmed it against its own log.
    pub is_confirmed: bool,
    /// Delivery note, for bulk.
    pub delivery_note: Option<String>,
    /// Lines.
    pub lines: Vec<InvoiceLine>,
    /// Sum of the lines in Rupiah.
    pub total_rupiah: i64,
    /// Day it was paid.
    pub paid_on: Option<Date>,
}
