//! Typed numbers of simulated records: the position of a record in its list.

use serde::Serialize;

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The number of the record at `index` of its list.
            pub fn at(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// The place of the record in its list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

numbers! {
    /// Number of an agency (OPD).
    AgencyNo,
    /// Number of a unit of an agency.
    UnitNo,
    /// Number of a post.
    PostNo,
    /// Number of a person.
    PersonNo,
    /// Number of a vehicle or machine.
    VehicleNo,
    /// Number of a fuel station.
    StationNo,
    /// Number of a pump attendant.
    AttendantNo,
    /// Number of a voucher.
    VoucherNo,
    /// Number of a redemption.
    RedemptionNo,
    /// Number of a filed paper slip.
    SlipNo,
    /// Number of a line of a station's statement.
    StatementLineNo,
    /// Number of an invoice.
    InvoiceNo,
    /// Number of an absence.
    AbsenceNo,
    /// Number of a workshop order.
    WorkshopOrderNo,
    /// Number of a travel order.
    TravelOrderNo,
    /// Number of a day's trip sheet.
    TripSheetNo,
}
