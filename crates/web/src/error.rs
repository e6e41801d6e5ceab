//! Errors at the edge: every one becomes a page or JSON, by what was asked for.

use std::sync::Arc;

use authz::Denied;
use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::conversation::Conversation;
use crate::text_values::encode_query;
use crate::visitor::{redirect, render_with};
use crate::{FieldErrors, Locale, Problem, Site, Visitor};

/// The world broke: opaque, for the log only.
pub type Failure = Box<dyn std::error::Error + Send + Sync + 'static>;

/// What handlers return.
pub type Answer = Result<Response, WebError>;

/// A domain's no: implement it beside the handlers for each action's refusal enum, in one `match`.
pub trait Refusal {
    /// 409 for a lost race, 422 for something to correct, and so on.
    fn status(&self) -> StatusCode {
        StatusCode::UNPROCESSABLE_ENTITY
    }

    /// The stable name: API code, text key, test assertion.
    fn code(&self) -> &'static str;

    /// What happened and what to do next, in the reader's language.
    fn text(&self, locale: Locale) -> String;
}

/// Why a request ends without what was asked for.
#[derive(Debug)]
pub struct WebError(Box<Cause>);

#[derive(Debug)]
pub(crate) enum Cause {
    NotFound,
    Forbidden(&'static str),
    SignIn {
        back: String,
    },
    TokenMissing,
    BadRequest(&'static str),
    FormExpired,
    TooLarge,
    Refused {
        status: StatusCode,
        code: &'static str,
        text: String,
    },
    KeyReused,
    Invalid(FieldErrors),
    TooMany {
        retry_after_seconds: u32,
    },
    Busy {
        retry_after_seconds: u32,
    },
    Failed(Failure),
    Bug(String),
}

impl WebError {
    /// There is no such thing, or not for this person (404).
    pub fn not_found() -> Self {
        Self(Box::new(Cause::NotFound))
    }

    /// The request cannot be understood (400); `code` names what is wrong with it.
    pub fn bad_request(code: &'static str) -> Self {
        Self(Box::new(Cause::BadRequest(code)))
    }

    /// The form is older than the session, or comes from another site (403).
    pub(crate) fn form_expired() -> Self {
        Self(Box::new(Cause::FormExpired))
    }

    /// More was sent than allowed (413).
    pub fn too_large() -> Self {
        Self(Box::new(Cause::TooLarge))
    }

    /// A person must sign in first and comes back afterwards.
    pub(crate) fn sign_in(back: String) -> Self {
        Self(Box::new(Cause::SignIn { back }))
    }

    /// A program must show a token (401).
    pub(crate) fn token_missing() -> Self {
        Self(Box::new(Cause::TokenMissing))
    }

    /// The domain said no and there is no form to show it in.
    pub fn refused(refusal: &impl Refusal, locale: Locale) -> Self {
        Self(Box::new(Cause::Refused {
            status: refusal.status(),
            code: refusal.code(),
            text: refusal.text(locale),
        }))
    }

    /// An action ended without success and there is no form to show it in: for the API and for buttons.
    pub fn action<R: Refusal>(error: db::ActionError<R>, locale: Locale) -> Self {
        match error {
            db::ActionError::Refused(refusal) => Self::refused(&refusal, locale),
            db::ActionError::KeyReused => Self(Box::new(Cause::KeyReused)),
            db::ActionError::Failed(failure) => failure.into(),
        }
    }

    /// Fields of an API request are wrong (422).
    pub fn invalid(errors: FieldErrors) -> Self {
        Self(Box::new(Cause::Invalid(errors)))
    }

    /// Too often; try again in so many seconds (429).
    pub fn too_many(retry_after_seconds: u32) -> Self {
        Self(Box::new(Cause::TooMany {
            retry_after_seconds,
        }))
    }

    /// Too much at once; try again in so many seconds (503).
    pub fn busy(retry_after_seconds: u32) -> Self {
        Self(Box::new(Cause::Busy {
            retry_after_seconds,
        }))
    }

    /// The world broke (500); logged once, told to nobody. A database that is only away for the
    /// moment is [`busy`](Self::busy), also where the failure came in a box.
    pub fn failed(failure: impl Into<Failure>) -> Self {
        match failure.into().downcast::<db::Failure>() {
            Ok(failure) => Self::from(*failure),
            Err(failure) => Self(Box::new(Cause::Failed(failure))),
        }
    }

    /// We broke (500).
    pub fn bug(what: String) -> Self {
        Self(Box::new(Cause::Bug(what)))
    }

    /// The status the answer will have.
    pub fn status(&self) -> StatusCode {
        match &*self.0 {
            Cause::NotFound => StatusCode::NOT_FOUND,
            Cause::Forbidden(_) | Cause::FormExpired => StatusCode::FORBIDDEN,
            Cause::SignIn { .. } | Cause::TokenMissing => StatusCode::UNAUTHORIZED,
            Cause::BadRequest(_) => StatusCode::BAD_REQUEST,
            Cause::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Cause::Refused { status, .. } => *status,
            Cause::KeyReused => StatusCode::CONFLICT,
            Cause::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Cause::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Cause::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Cause::Failed(_) | Cause::Bug(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match &*self.0 {
            Cause::NotFound => "not_found",
            Cause::Forbidden(code) | Cause::BadRequest(code) | Cause::Refused { code, .. } => code,
            Cause::FormExpired => "form_expired",
            Cause::SignIn { .. } | Cause::TokenMissing => "sign_in_required",
            Cause::TooLarge => "too_large",
            Cause::KeyReused => "key_reused",
            Cause::Invalid(_) => "invalid_fields",
            Cause::TooMany { .. } => "too_many_requests",
            Cause::Busy { .. } => "busy",
            Cause::Failed(_) | Cause::Bug(_) => "internal",
        }
    }

    pub(crate) fn cause(&self) -> &Cause {
        &self.0
    }
}

impl From<Denied> for WebError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Hidden => Self::not_found(),
            Denied::Forbidden | Denied::SameHand => Self(Box::new(Cause::Forbidden(denied.code()))),
        }
    }
}

impl From<db::Failure> for WebError {
    fn from(failure: db::Failure) -> Self {
        use db::FailureKind;
        match failure.kind() {
            FailureKind::Overloaded | FailureKind::Busy | FailureKind::LostConnection => {
                tracing::warn!(%failure, "the database is busy");
                Self::busy(2)
            }
            _ => Self(Box::new(Cause::Failed(failure.into()))),
        }
    }
}

/// Carries the error out of the handler to [`explain`], where language and session are known.
#[derive(Debug, Clone)]
pub(crate) struct ErrorNote(pub(crate) Arc<WebError>);

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(ErrorNote(Arc::new(self)));
        response
    }
}

/// Turns an error into what the person or program can read, and logs a failure once.
pub(crate) async fn explain(
    site: &Site,
    conversation: &Arc<Conversation>,
    error: &WebError,
) -> Response {
    match error.cause() {
        Cause::Failed(failure) => {
            tracing::error!(code = "internal", failure = %chain(failure.as_ref()), "request failed");
        }
        Cause::Bug(what) => tracing::error!(code = "internal", bug = %what, "request failed"),
        _ => tracing::debug!(code = error.code(), "request refused"),
    }
    let mut response = if conversation.wants_json {
        let problem = Problem::of(error, conversation);
        let mut response = (error.status(), Json(problem)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(CONTENT_TYPE, kind);
        if error.status() == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(WWW_AUTHENTICATE, bearer);
        }
        response
    } else if let Cause::SignIn { back } = error.cause() {
        redirect(format!("/masuk?kembali={}", encode_query(back)))
    } else {
        let visitor = Visitor::of(site, Arc::clone(conversation))
            .await
            .unwrap_or_else(|_| Visitor::unknown(site, Arc::clone(conversation)));
        let page = crate::problem::ErrorPage::of(&visitor, error);
        render_with(error.status(), &page).unwrap_or_else(|_| error.status().into_response())
    };
    if let Cause::TooMany {
        retry_after_seconds,
    }
    | Cause::Busy {
        retry_after_seconds,
    } = error.cause()
    {
        let seconds = HeaderValue::from(*retry_after_seconds);
        response.headers_mut().insert(RETRY_AFTER, seconds);
    }
    response
}

/// A failure with all its causes, for the log.
fn chain(failure: &dyn std::error::Error) -> String {
    let mut text = failure.to_string();
    let mut source = failure.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_is_away_for_the_moment_is_busy_also_in_a_box() {
        let away = db::Failure::new(db::FailureKind::LostConnection, "closed");
        let boxed: Failure = Box::new(away);
        assert_eq!(WebError::failed(boxed).status().as_u16(), 503);
        let broken: Failure = Box::new(db::Failure::bug("two rows"));
        assert_eq!(WebError::failed(broken).status().as_u16(), 500);
    }
}
