//! Refusals in words: what happened, with the numbers, and what to do next.

use web::axum::http::StatusCode;
use web::{Locale, Refusal, Texts, fl};

use crate::{
    AddPhotoRefusal, AuthoriseRefusal, CancelRefusal, CaptureRefusal, DecreeRefusal, IssueRefusal,
    ReissueRefusal, ReleaseRefusal, RetryRefusal, StandingRefusal, texts,
};

impl Refusal for IssueRefusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::VehicleUnknown => StatusCode::NOT_FOUND,
            Self::NotAllowed => StatusCode::FORBIDDEN,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::VehicleUnknown => "vehicle_unknown",
            Self::NotAllowed => "not_allowed",
            Self::VehicleOutOfService => "vehicle_out_of_service",
            Self::VehicleTakesNoFuel => "vehicle_takes_no_fuel",
            Self::ValidityOver => "validity_over",
            Self::ValidityCrossesMonth => "validity_crosses_month",
            Self::AfterYearEnd { .. } => "after_year_end",
            Self::ProductUnknown => "product_unknown",
            Self::ProductNotForVehicle => "product_not_for_vehicle",
            Self::ProductBarred { .. } => "product_barred",
            Self::VolumeNotPositive => "volume_not_positive",
            Self::AboveTank { .. } => "above_tank",
            Self::LetterMissing => "letter_missing",
            Self::LetterNotRecorded { .. } => "letter_not_recorded",
            Self::LetterNotInForce { .. } => "letter_not_in_force",
            Self::LetterWithdrawn { .. } => "letter_withdrawn",
            Self::LetterForOtherProduct { .. } => "letter_for_other_product",
            Self::LetterExhausted { .. } => "letter_exhausted",
            Self::RegistrationOver { .. } => "registration_over",
            Self::NoDriver => "no_driver",
            Self::DrawerNotDriver => "drawer_not_driver",
            Self::SampleMixed => "sample_mixed",
            Self::StationWithoutContract => "station_without_contract",
            Self::OfflineNeedsStation => "offline_needs_station",
            Self::NoPrice => "no_price",
            Self::LineUnknown => "line_unknown",
            Self::NoBudget => "no_budget",
            Self::BudgetExhausted { .. } => "budget_exhausted",
            Self::BudgetStopped => "budget_stopped",
            Self::QuotaExhausted { .. } => "quota_exhausted",
        }
    }

    fn text(&self, locale: Locale) -> String {
        let texts = texts(locale);
        match self {
            Self::VehicleUnknown => fl!(texts, "issue-vehicle-unknown"),
            Self::NotAllowed => fl!(texts, "issue-not-allowed"),
            Self::VehicleOutOfService => fl!(texts, "issue-out-of-service"),
            Self::VehicleTakesNoFuel => fl!(texts, "issue-takes-no-fuel"),
            Self::ValidityOver => fl!(texts, "issue-validity-over"),
            Self::ValidityCrossesMonth => fl!(texts, "issue-validity-month"),
            Self::AfterYearEnd { last } => {
                fl!(texts, "issue-after-year-end", last = day(*last))
            }
            Self::ProductUnknown => fl!(texts, "issue-product-unknown"),
            Self::ProductNotForVehicle => fl!(texts, "issue-product-not-for-vehicle"),
            Self::ProductBarred { reason } => {
                fl!(texts, "issue-product-barred", reason = reason.as_str())
            }
            Self::VolumeNotPositive => fl!(texts, "issue-volume"),
            Self::AboveTank { tank } => fl!(texts, "issue-above-tank", tank = tank.to_string()),
            Self::LetterMissing
            | Self::LetterNotRecorded { .. }
            | Self::LetterNotInForce { .. }
            | Self::LetterWithdrawn { .. }
            | Self::LetterForOtherProduct { .. }
            | Self::LetterExhausted { .. }
            | Self::RegistrationOver { .. } => paper_text(texts, self),
            Self::NoDriver => fl!(texts, "issue-no-driver"),
            Self::DrawerNotDriver => fl!(texts, "issue-drawer-not-driver"),
            Self::SampleMixed => fl!(texts, "issue-sample-mixed"),
            Self::StationWithoutContract => fl!(texts, "issue-station-contract"),
            Self::OfflineNeedsStation => fl!(texts, "issue-offline-station"),
            Self::NoPrice => fl!(texts, "issue-no-price"),
            Self::LineUnknown => fl!(texts, "issue-line-unknown"),
            Self::NoBudget => fl!(texts, "issue-no-budget"),
            Self::BudgetExhausted { available, wanted } => {
                let (available, wanted) = (available.to_string(), wanted.to_string());
                fl!(
                    texts,
                    "issue-budget-exhausted",
                    available = available,
                    wanted = wanted
                )
            }
            Self::BudgetStopped => fl!(texts, "issue-budget-stopped"),
            Self::QuotaExhausted { left, wanted } => {
                let (left, wanted) = (left.as_str(), wanted.as_str());
                fl!(texts, "issue-quota-exhausted", left = left, wanted = wanted)
            }
        }
    }
}

fn day(on: base::CivilDate) -> String {
    on.strftime("%d/%m/%Y").to_string()
}

/// What is wrong with a letter or registration.
fn paper_text(texts: Texts, refusal: &IssueRefusal) -> String {
    match refusal {
        IssueRefusal::LetterNotRecorded { number } => {
            fl!(texts, "issue-letter-not-recorded", number = number.as_str())
        }
        IssueRefusal::LetterNotInForce {
            number,
            from,
            until,
        } => {
            let (from, until) = (day(*from), day(*until));
            fl!(
                texts,
                "issue-letter-not-in-force",
                number = number.as_str(),
                from = from,
                until = until
            )
        }
        IssueRefusal::LetterWithdrawn { number } => {
            fl!(texts, "issue-letter-withdrawn", number = number.as_str())
        }
        IssueRefusal::LetterForOtherProduct { number } => {
            fl!(
                texts,
                "issue-letter-other-product",
                number = number.as_str()
            )
        }
        IssueRefusal::LetterExhausted { left, wanted } => {
            let (left, wanted) = (left.to_string(), wanted.to_string());
            fl!(
                texts,
                "issue-letter-exhausted",
                left = left,
                wanted = wanted
            )
        }
        IssueRefusal::RegistrationOver { last: Some(last) } => {
            fl!(texts, "issue-registration-over", last = day(*last))
        }
        IssueRefusal::RegistrationOver { last: None } => {
            fl!(texts, "issue-registration-withdrawn")
        }
        _ => fl!(texts, "issue-letter-missing"),
    }
}

impl Refusal for CancelRefusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::Settled | Self::Held => StatusCode::CONFLICT,
            Self::ReasonMissing => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "voucher_unknown",
            Self::NotAllowed => "not_allowed",
            Self::Settled => "voucher_settled",
            Self::Held => "held_by_station",
            Self::ReasonMissing => "reason_missing",
        }
    }

    fn text(&self, locale: Locale) -> String {
        let texts = texts(locale);
        match self {
            Self::Unknown => fl!(texts, "voucher-unknown"),
            Self::NotAllowed => fl!(texts, "voucher-not-allowed"),
            Self::Settled => fl!(texts, "voucher-settled"),
            Self::Held => fl!(texts, "voucher-held"),
            Self::ReasonMissing => fl!(texts, "voucher-reason-missing"),
        }
    }
}

impl Refusal for ReissueRefusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::Settled | Self::Held | Self::Meanwhile => StatusCode::CONFLICT,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "voucher_unknown",
            Self::NotAllowed => "not_allowed",
            Self::Settled => "voucher_settled",
            Self::Held => "held_by_station",
            Self::Meanwhile => "reissued_meanwhile",
        }
    }

    fn text(&self, locale: Locale) -> String {
        let texts = texts(locale);
        match self {
            Self::Unknown => fl!(texts, "voucher-unknown"),
            Self::NotAllowed => fl!(texts, "voucher-not-allowed"),
            Self::Settled => fl!(texts, "voucher-settled"),
            Self::Held => fl!(texts, "voucher-held"),
            Self::Meanwhile => fl!(texts, "voucher-reissued-meanwhile"),
        }
    }
}

impl Refusal for DecreeRefusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::NumberTaken | Self::ChangedMeanwhile => StatusCode::CONFLICT,
            Self::EndsBeforeBegin | Self::NoRules => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed => "not_allowed",
            Self::NumberTaken => "number_taken",
            Self::EndsBeforeBegin => "ends_before_begin",
            Self::NoRules => "no_rules",
            Self::ChangedMeanwhile => "changed_meanwhile",
        }
    }

    fn text(&self, locale: Locale) -> String {
        let texts = texts(locale);
        match self {
            Self::NotAllowed => fl!(texts, "decree-not-allowed"),
            Self::NumberTaken => fl!(texts, "decree-number-taken"),
            Self::EndsBeforeBegin => fl!(texts, "decree-ends-before-begin"),
            Self::NoRules => fl!(texts, "decree-no-rules"),
            Self::ChangedMeanwhile => fl!(texts, "decree-changed"),
        }
    }
}

impl Refusal for RetryRefusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::NothingToRetry => StatusCode::CONFLICT,
            Self::Issue(refusal) => refusal.status(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NothingToRetry => "nothing_to_retry",
            Self::Issue(refusal) => refusal.code(),
        }
    }

    fn text(&self, locale: Locale) -> String {
        match self {
            Self::NothingToRetry => fl!(texts(locale), "standing-nothing-to-retry"),
            Self::Issue(refusal) => refusal.text(locale),
        }
    }
}

impl Refusal for StandingRefusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::ChangedMeanwhile => StatusCode::CONFLICT,
            Self::VehicleUnknown => StatusCode::NOT_FOUND,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed => "not_allowed",
            Self::VehicleUnknown => "vehicle_unknown",
            Self::NoWeekday => "no_weekday",
            Self::EndsBeforeBegin => "ends_before_begin",
            Self::OutOfRange => "out_of_range",
            Self::ChangedMeanwhile => "changed_meanwhile",
        }
    }

    fn text(&self, locale: Locale) -> String {
        let texts = texts(locale);
        match self {
            Self::NotAllowed => fl!(texts, "issue-not-allowed"),
            Self::VehicleUnknown => fl!(texts, "issue-vehicle-unknown"),
            Self::NoWeekday => fl!(texts, "standing-no-weekday"),
            Self::EndsBeforeBegin => fl!(texts, "decree-ends-before-begin"),
            Self::OutOfRange => fl!(texts, "standing-out-of-range"),
            Self::ChangedMeanwhile => fl!(texts, "standing-changed"),
        }
    }
}

impl Refusal for AuthoriseRefusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::HeldByOther { .. } | Self::Redeemed { .. } => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "voucher_unknown",
            Self::Superseded => "voucher_superseded",
            Self::NoShift => "no_open_shift",
            Self::NotYet { .. } => "voucher_not_yet",
            Self::Expired => "voucher_expired",
            Self::Cancelled => "voucher_cancelled",
            Self::Redeemed { .. } => "voucher_redeemed",
            Self::HeldByOther { .. } => "held_by_other",
            Self::OtherStation => "other_station",
            Self::SampleMixed => "sample_mixed",
            Self::StationWithoutContract => "station_without_contract",
            Self::ProductNotCovered => "product_not_covered",
            Self::DriverNotNamed => "driver_not_named",
            Self::NoPrice => "no_price",
        }
    }

    fn text(&self, locale: Locale) -> String {
        let texts = texts(locale);
        match self {
            Self::Unknown => fl!(texts, "authorise-unknown"),
            Self::Superseded => fl!(texts, "authorise-superseded"),
            Self::NoShift => fl!(texts, "authorise-no-shift"),
            Self::NotYet { .. } => fl!(texts, "authorise-not-yet"),
            Self::Expired => fl!(texts, "authorise-expired"),
            Self::Cancelled => fl!(texts, "authorise-cancelled"),
            Self::Redeemed { .. } => fl!(texts, "authorise-redeemed"),
            Self::HeldByOther { .. } => fl!(texts, "authorise-held"),
            Self::OtherStation => fl!(texts, "authorise-other-station"),
            Self::SampleMixed => fl!(texts, "authorise-sample-mixed"),
            Self::StationWithoutContract => fl!(texts, "authorise-contract"),
            Self::ProductNotCovered => fl!(texts, "authorise-product"),
            Self::DriverNotNamed => fl!(texts, "authorise-driver"),
            Self::NoPrice => fl!(texts, "authorise-no-price"),
        }
    }
}

impl Refusal for CaptureRefusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::HoldUnknown => StatusCode::NOT_FOUND,
            Self::AlreadyCaptured => StatusCode::CONFLICT,
            Self::NothingDispensed
            | Self::VolumeImpossible
            | Self::TimeImpossible
            | Self::MeterNegative => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::HoldUnknown => "hold_unknown",
            Self::AlreadyCaptured => "already_captured",
            Self::NothingDispensed => "nothing_dispensed",
            Self::VolumeImpossible => "volume_impossible",
            Self::TimeImpossible => "time_impossible",
            Self::MeterNegative => "meter_negative",
        }
    }

    fn text(&self, locale: Locale) -> String {
        let texts = texts(locale);
        match self {
            Self::HoldUnknown => fl!(texts, "hold-unknown"),
            Self::AlreadyCaptured => fl!(texts, "capture-already"),
            Self::NothingDispensed => fl!(texts, "capture-nothing"),
            Self::VolumeImpossible => fl!(texts, "capture-impossible"),
            Self::TimeImpossible => fl!(texts, "capture-time"),
            Self::MeterNegative => fl!(texts, "capture-meter-negative"),
        }
    }
}

impl Refusal for ReleaseRefusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::Over => StatusCode::CONFLICT,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "hold_unknown",
            Self::Over => "hold_over",
        }
    }

    fn text(&self, locale: Locale) -> String {
        match self {
            Self::Unknown => fl!(texts(locale), "hold-unknown"),
            Self::Over => fl!(texts(locale), "hold-over"),
        }
    }
}

impl Refusal for AddPhotoRefusal {
    fn status(&self) -> StatusCode {
        StatusCode::NOT_FOUND
    }

    fn code(&self) -> &'static str {
        "hold_unknown"
    }

    fn text(&self, locale: Locale) -> String {
        fl!(texts(locale), "hold-unknown")
    }
}
