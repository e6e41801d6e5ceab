//! Rows of quotas, vouchers and redemptions; nothing here decides.

mod newest;
mod quota;
mod reach;
mod redemption;
pub(crate) mod samples;
mod standing;
pub(crate) mod start;
mod totals;
mod voucher;

pub use quota::{
    DecreeId, DecreeState, NewRule, QuotaDecree, insert_decree, insert_rule, list_decrees,
    list_rules, list_rules_for, lookup_decree, lookup_decree_by_number, set_decree_state,
};
pub use redemption::{
    RedemptionFilter, RedemptionRow, count_photos, has_photo, list_hold_photos, list_redemptions,
    lookup_hold, lookup_redemption, lookup_redemption_by_hold,
};
pub(crate) use redemption::{insert_hold, insert_photo, insert_redemption};
pub use standing::{
    NewStanding, Standing, StandingFilter, StandingId, StandingState, list_standing,
    lookup_standing,
};
pub(crate) use standing::{
    claim_standing, clear_standing_refusal, end_standing_row, insert_standing, list_untried,
    note_standing_refusal,
};
pub use totals::{
    AgencyTotal, StationTotal, VehicleMonthLine, VehicleTotal, list_agency_totals,
    list_station_totals, list_vehicle_month, list_vehicle_totals,
};
pub use voucher::{
    VoucherFilter, VoucherRow, list_ended, list_vouchers, lookup_voucher, lookup_voucher_by_code,
};
pub(crate) use voucher::{
    authorise, insert_voucher, letter_volume, redeem, resequence, settle, settle_held,
};
