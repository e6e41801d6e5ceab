//! What the actions' refusals say.

use authz::Denied;
use web::axum::http::StatusCode;
use web::{Locale, Refusal, fl};

use crate::texts;
use crate::{
    ClosePersonRefusal, ErasePersonRefusal, GrantRefusal, IntegrationRefusal, LinkRefusal,
    PersonRefusal, RevokeSessionRefusal, SecondFactorRefusal, SetPinRefusal,
};

fn denied_status(denied: Denied) -> StatusCode {
    match denied {
        Denied::Hidden => StatusCode::NOT_FOUND,
        Denied::Forbidden | Denied::SameHand => StatusCode::FORBIDDEN,
    }
}

/// Each refusal with status, code and text in one place.
macro_rules! refusals {
    ($($refusal:ty { $($variant:ident $status:ident $code:literal $key:literal;)* })+) => {$(
        impl Refusal for $refusal {
            fn status(&self) -> StatusCode {
                match self {
                    Self::Denied(denied) => denied_status(*denied),
                    $(Self::$variant => StatusCode::$status,)*
                }
            }

            fn code(&self) -> &'static str {
                match self {
                    Self::Denied(denied) => denied.code(),
                    $(Self::$variant => $code,)*
                }
            }

            fn text(&self, locale: Locale) -> String {
                let texts = texts(locale);
                match self {
                    Self::Denied(_) => fl!(texts, "refusal-denied"),
                    $(Self::$variant => fl!(texts, $key),)*
                }
            }
        }
    )+};
}

refusals! {
    PersonRefusal {
        NotFound NOT_FOUND "not_found" "refusal-person-not-found";
        NipTaken UNPROCESSABLE_ENTITY "nip_taken" "refusal-nip-taken";
        EmailTaken UNPROCESSABLE_ENTITY "email_taken" "refusal-email-taken";
        LoginMissing UNPROCESSABLE_ENTITY "login_missing" "login-missing";
        ChangedMeanwhile CONFLICT "changed_meanwhile" "refusal-changed-meanwhile";
    }
    ClosePersonRefusal {
        NotFound NOT_FOUND "not_found" "refusal-person-not-found";
        OwnAccount UNPROCESSABLE_ENTITY "own_account" "refusal-own-account";
        LastAdmin UNPROCESSABLE_ENTITY "last_admin" "refusal-last-admin";
    }
    ErasePersonRefusal {
        NotFound NOT_FOUND "not_found" "refusal-person-not-found";
        StillActive UNPROCESSABLE_ENTITY "still_active" "refusal-still-active";
        AlreadyErased CONFLICT "already_erased" "refusal-already-erased";
    }
    GrantRefusal {
        NotFound NOT_FOUND "not_found" "refusal-person-not-found";
        PersonClosed UNPROCESSABLE_ENTITY "person_closed" "refusal-person-closed";
        OwnGrant UNPROCESSABLE_ENTITY "own_grant" "refusal-own-grant";
        ScopeUnfit UNPROCESSABLE_ENTITY "scope_unfit" "refusal-scope-unfit";
        DatesCrossed UNPROCESSABLE_ENTITY "dates_crossed" "refusal-dates-crossed";
        DeputyIncomplete UNPROCESSABLE_ENTITY "deputy_incomplete" "refusal-deputy-incomplete";
        LastAdmin UNPROCESSABLE_ENTITY "last_admin" "refusal-last-admin";
    }
    LinkRefusal {
        NotFound NOT_FOUND "not_found" "refusal-person-not-found";
    }
    SecondFactorRefusal {
        AsWanted CONFLICT "as_wanted" "refusal-changed-meanwhile";
    }
    SetPinRefusal {
        NotFound NOT_FOUND "not_found" "refusal-person-not-found";
    }
    RevokeSessionRefusal {
        NotFound NOT_FOUND "not_found" "refusal-session-not-found";
    }
    IntegrationRefusal {
        NotFound NOT_FOUND "not_found" "refusal-integration-not-found";
        RoleUnfit UNPROCESSABLE_ENTITY "role_unfit" "refusal-scope-unfit";
        EndUnfit UNPROCESSABLE_ENTITY "end_unfit" "refusal-end-unfit";
    }
}
