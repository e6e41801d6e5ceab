//! The names and words of refusals, the same for pages and programs.

use authz::Denied;
use web::axum::http::StatusCode;
use web::{Locale, Refusal, fl};

use crate::{CeilingsRefusal, FreezeRefusal, LineRefusal, texts};

fn denied_status(denied: Denied) -> StatusCode {
    match denied {
        Denied::Hidden => StatusCode::NOT_FOUND,
        Denied::Forbidden | Denied::SameHand => StatusCode::FORBIDDEN,
    }
}

impl Refusal for LineRefusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Denied(denied) => denied_status(*denied),
            Self::Changed => StatusCode::CONFLICT,
            Self::AgencyUnknown | Self::LineTaken { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::AgencyUnknown => "agency_unknown",
            Self::LineTaken { .. } => "line_taken",
            Self::Changed => "changed",
        }
    }

    fn text(&self, locale: Locale) -> String {
        let texts = texts(locale);
        match self {
            Self::Denied(_) => fl!(texts, "refusal-denied"),
            Self::AgencyUnknown => fl!(texts, "refusal-agency-unknown"),
            Self::LineTaken { .. } => fl!(texts, "refusal-line-taken"),
            Self::Changed => fl!(texts, "refusal-changed"),
        }
    }
}

impl Refusal for CeilingsRefusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Denied(denied) => denied_status(*denied),
            Self::Changed => StatusCode::CONFLICT,
            Self::NothingChanges | Self::ReasonMissing => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Changed => "changed",
            Self::NothingChanges => "nothing_changes",
            Self::ReasonMissing => "reason_missing",
        }
    }

    fn text(&self, locale: Locale) -> String {
        let texts = texts(locale);
        match self {
            Self::Denied(_) => fl!(texts, "refusal-denied"),
            Self::Changed => fl!(texts, "refusal-changed"),
            Self::NothingChanges => fl!(texts, "refusal-nothing-changes"),
            Self::ReasonMissing => fl!(texts, "refusal-reason-missing"),
        }
    }
}

impl Refusal for FreezeRefusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Denied(denied) => denied_status(*denied),
            Self::AlreadyFrozen | Self::NotFrozen => StatusCode::CONFLICT,
            Self::MonthUnknown => StatusCode::NOT_FOUND,
            Self::ReasonMissing => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::MonthUnknown => "month_unknown",
            Self::ReasonMissing => "reason_missing",
            Self::AlreadyFrozen => "already_frozen",
            Self::NotFrozen => "not_frozen",
        }
    }

    fn text(&self, locale: Locale) -> String {
        let texts = texts(locale);
        match self {
            Self::Denied(_) => fl!(texts, "refusal-denied"),
            Self::MonthUnknown => fl!(texts, "refusal-month-unknown"),
            Self::ReasonMissing => fl!(texts, "refusal-reason-missing"),
            Self::AlreadyFrozen => fl!(texts, "refusal-already-frozen"),
            Self::NotFrozen => fl!(texts, "refusal-not-frozen"),
        }
    }
}
