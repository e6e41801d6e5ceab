//! Refusals in words.

use authz::Denied;
use web::axum::http::StatusCode;
use web::{Locale, Refusal, fl};

use crate::{
    AgencyRefusal, BoundaryProblem, CalendarRefusal, HolderClash, HolderRefusal, LogoRefusal,
    PlaceRefusal, PostRefusal, SampleRefusal, SettingsRefusal, UnitRefusal, texts, words,
};

fn denied_status(denied: Denied) -> StatusCode {
    match denied {
        Denied::Hidden => StatusCode::NOT_FOUND,
        Denied::Forbidden | Denied::SameHand => StatusCode::FORBIDDEN,
    }
}

/// A refusal's status, stable name and words in one match; `Denied` is the same for all.
macro_rules! refusal {
    ($name:ident, $words:ident, { $($pattern:pat => ($status:ident, $code:literal, $text:expr),)+ }) => {
        impl $name {
            fn parts(&self, locale: Locale) -> (StatusCode, &'static str, String) {
                let $words = texts(locale);
                match self {
                    Self::Denied(denied) => {
                        (denied_status(*denied), denied.code(), fl!($words, "row-denied"))
                    }
                    $($pattern => (StatusCode::$status, $code, $text),)+
                }
            }
        }

        impl Refusal for $name {
            fn status(&self) -> StatusCode {
                self.parts(Locale::Id).0
            }

            fn code(&self) -> &'static str {
                self.parts(Locale::Id).1
            }

            fn text(&self, locale: Locale) -> String {
                self.parts(locale).2
            }
        }
    };
}

refusal!(AgencyRefusal, own, {
    Self::CodeTaken { code } => (UNPROCESSABLE_ENTITY, "code_taken", fl!(own, "agency-code-taken", code = code.as_str())),
    Self::Changed => (CONFLICT, "changed_meanwhile", fl!(own, "changed-meanwhile")),
});

refusal!(LogoRefusal, words, {
    Self::NotFound => (NOT_FOUND, "not_found", fl!(words, "agencies-none")),
});

refusal!(UnitRefusal, own, {
    Self::AgencyUnknown => (UNPROCESSABLE_ENTITY, "agency_unknown", fl!(own, "agency-choose")),
    Self::NameTaken { name } => (UNPROCESSABLE_ENTITY, "name_taken", fl!(own, "name-taken", name = name.as_str())),
    Self::PlaceUnknown { code } => (UNPROCESSABLE_ENTITY, "place_unknown", fl!(own, "place-unknown", code = code.as_str())),
    Self::Changed => (CONFLICT, "changed_meanwhile", fl!(own, "changed-meanwhile")),
});

refusal!(PostRefusal, own, {
    Self::AgencyUnknown => (UNPROCESSABLE_ENTITY, "agency_unknown", fl!(own, "agency-choose")),
    Self::UnitUnknown => (UNPROCESSABLE_ENTITY, "unit_unknown", fl!(own, "unit-of-agency")),
    Self::NameTaken { name } => (UNPROCESSABLE_ENTITY, "name_taken", fl!(own, "name-taken", name = name.as_str())),
    Self::Changed => (CONFLICT, "changed_meanwhile", fl!(own, "changed-meanwhile")),
});

refusal!(HolderRefusal, own, {
    Self::PostUnknown => (UNPROCESSABLE_ENTITY, "post_unknown", fl!(own, "post-closed")),
    Self::Clash(HolderClash::EndsBeforeStart) => (UNPROCESSABLE_ENTITY, "ends_before_start", fl!(own, "holder-ends-before-start")),
    Self::Clash(HolderClash::DecreeMissing) => (UNPROCESSABLE_ENTITY, "decree_missing", fl!(own, "holder-decree-missing")),
    Self::Clash(HolderClash::Overlaps { capacity, from_on, .. }) => (
        UNPROCESSABLE_ENTITY,
        "holder_overlaps",
        fl!(own, "holder-overlaps", capacity = words::capacity(own, *capacity), from = from_on.to_string())
    ),
    Self::Changed => (CONFLICT, "changed_meanwhile", fl!(own, "changed-meanwhile")),
});

refusal!(PlaceRefusal, own, {
    Self::CodeMalformed { code } => (UNPROCESSABLE_ENTITY, "place_code_malformed", fl!(own, "place-code-malformed", text = code.as_str())),
    Self::CodeTaken { code } => (UNPROCESSABLE_ENTITY, "code_taken", fl!(own, "place-code-taken", code = code.as_str())),
    Self::Boundary(BoundaryProblem::NotJson | BoundaryProblem::NotAPolygon) => (UNPROCESSABLE_ENTITY, "boundary_not_polygon", fl!(own, "boundary-not-polygon")),
    Self::Boundary(BoundaryProblem::OpenRing) => (UNPROCESSABLE_ENTITY, "boundary_open_ring", fl!(own, "boundary-open-ring")),
    Self::Boundary(BoundaryProblem::NotDegrees) => (UNPROCESSABLE_ENTITY, "boundary_not_degrees", fl!(own, "boundary-not-degrees")),
    Self::Boundary(BoundaryProblem::NoArea) => (UNPROCESSABLE_ENTITY, "boundary_no_area", fl!(own, "boundary-no-area")),
    Self::Changed => (CONFLICT, "changed_meanwhile", fl!(own, "changed-meanwhile")),
});

refusal!(CalendarRefusal, own, {
    Self::Changed => (CONFLICT, "changed_meanwhile", fl!(own, "changed-meanwhile")),
});

refusal!(SettingsRefusal, own, {
    Self::ZoneUnknown { zone } => (UNPROCESSABLE_ENTITY, "zone_unknown", fl!(own, "mapping-zone", zone = zone.as_str())),
    Self::Changed => (CONFLICT, "changed_meanwhile", fl!(own, "changed-meanwhile")),
});

refusal!(SampleRefusal, own, {
    Self::Blocked { what, why } => (CONFLICT, "samples_blocked", fl!(own, "samples-blocked", what = what.to_string(), why = why.as_str())),
    Self::Tied { count } => (CONFLICT, "samples_tied", fl!(own, "samples-tied", count = count.to_string())),
    Self::NotFound => (NOT_FOUND, "no_sample", fl!(own, "samples-not-one")),
});

/// The import is past the step a person asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RunMovedOn;

impl Refusal for RunMovedOn {
    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }

    fn code(&self) -> &'static str {
        "import_moved_on"
    }

    fn text(&self, locale: Locale) -> String {
        fl!(texts(locale), "import-moved-on")
    }
}
