//! The words of refusals, the same for pages and programs.

use authz::Denied;
use web::axum::http::StatusCode;
use web::{Locale, Refusal, fl};

use crate::{FleetRefusal, texts};

impl Refusal for FleetRefusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Denied(Denied::Hidden) | Self::NotThere => StatusCode::NOT_FOUND,
            Self::Denied(_) => StatusCode::FORBIDDEN,
            Self::Changed | Self::AlreadyResolved => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn code(&self) -> &'static str {
        self.code()
    }

    fn text(&self, locale: Locale) -> String {
        let texts = texts(locale);
        match self {
            Self::Denied(_) => fl!(texts, "refusal-denied"),
            Self::NotThere => fl!(texts, "refusal-not-there"),
            Self::Changed => fl!(texts, "refusal-changed"),
            Self::Merged { .. } => fl!(texts, "refusal-merged"),
            Self::SameNumbers { .. } => fl!(texts, "refusal-same-numbers"),
            Self::UnknownClass => fl!(texts, "refusal-unknown-class"),
            Self::ClassExists => fl!(texts, "refusal-class-exists"),
            Self::LabelMissing => fl!(texts, "refusal-label-missing"),
            Self::PlateCarried { .. } => fl!(texts, "refusal-plate-carried"),
            Self::PlateSame => fl!(texts, "refusal-plate-same"),
            Self::PlateMissing => fl!(texts, "refusal-plate-missing"),
            Self::DaysReversed => fl!(texts, "refusal-days-reversed"),
            Self::ReasonMissing => fl!(texts, "refusal-reason-missing"),
            Self::AlreadyAssigned => fl!(texts, "refusal-already-assigned"),
            Self::ReadingReplaced => fl!(texts, "refusal-reading-replaced"),
            Self::ReadingNegative => fl!(texts, "refusal-reading-negative"),
            Self::NotMetered => fl!(texts, "refusal-not-metered"),
            Self::OutageTooLong => fl!(texts, "refusal-outage-too-long"),
            Self::NotBroken => fl!(texts, "refusal-not-broken"),
            Self::AlreadyResolved => fl!(texts, "refusal-already-resolved"),
            Self::SameVehicle => fl!(texts, "refusal-same-vehicle"),
        }
    }
}
