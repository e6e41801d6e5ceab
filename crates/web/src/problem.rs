//! What people and programs are told when something does not work.

use std::collections::BTreeMap;

use askama::Template;
use serde::Serialize;

use crate::conversation::Conversation;
use crate::error::Cause;
use crate::texts::words;
use crate::{FrameKind, Locale, PageFrame, Visitor, WebError, fl};

/// A problem for programs (RFC 9457), sent as `application/problem+json`.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// The stable name of the problem.
    pub code: &'static str,
    /// One sentence for people.
    pub title: String,
    /// What to do next.
    pub detail: String,
    /// What is wrong, by field.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// Name this to the operator.
    pub request_id: String,
}

impl Problem {
    pub(crate) fn of(error: &WebError, conversation: &Conversation) -> Self {
        let (title, detail) = sentences(error, conversation.locale);
        let fields = match error.cause() {
            Cause::Invalid(errors) => errors
                .iter()
                .map(|error| (error.field.clone(), error.text.clone()))
                .collect(),
            _ => BTreeMap::new(),
        };
        Self {
            status: error.status().as_u16(),
            code: error.code(),
            title,
            detail,
            fields,
            request_id: conversation.request_id.to_string(),
        }
    }
}

/// What happened, and what to do next.
fn sentences(error: &WebError, locale: Locale) -> (String, String) {
    let words = words(locale);
    match error.cause() {
        Cause::NotFound => (
            fl!(words, "error-not-found"),
            fl!(words, "error-not-found-next"),
        ),
        Cause::Forbidden("same_hand") => (
            fl!(words, "error-same-hand"),
            fl!(words, "error-same-hand-next"),
        ),
        Cause::Forbidden(_) => (
            fl!(words, "error-forbidden"),
            fl!(words, "error-forbidden-next"),
        ),
        Cause::SignIn { .. } => (
            fl!(words, "error-sign-in"),
            fl!(words, "error-sign-in-next"),
        ),
        Cause::TokenMissing => (fl!(words, "error-token"), fl!(words, "error-token-next")),
        Cause::BadRequest(_) => (fl!(words, "error-bad"), fl!(words, "error-bad-next")),
        Cause::FormExpired => (
            fl!(words, "error-expired"),
            fl!(words, "error-expired-next"),
        ),
        Cause::TooLarge => (fl!(words, "error-large"), fl!(words, "error-large-next")),
        Cause::Refused { text, .. } => (text.clone(), fl!(words, "error-refused-next")),
        Cause::KeyReused => (fl!(words, "error-reused"), fl!(words, "error-reused-next")),
        Cause::Invalid(_) => (
            fl!(words, "error-invalid"),
            fl!(words, "error-invalid-next"),
        ),
        Cause::TooMany {
            retry_after_seconds: seconds,
        } => {
            let seconds = i64::from(*seconds);
            (
                fl!(words, "error-often"),
                fl!(words, "error-often-next", seconds = seconds),
            )
        }
        Cause::Busy { .. } => (fl!(words, "error-busy"), fl!(words, "error-busy-next")),
        Cause::Failed(_) | Cause::Bug(_) => (
            fl!(words, "error-internal"),
            fl!(words, "error-internal-next"),
        ),
    }
}

/// A page that says what happened and what to do next.
#[derive(Debug, Template)]
#[template(path = "error.html")]
pub(crate) struct ErrorPage {
    page: PageFrame,
    detail: String,
    request_id: String,
    status: u16,
    back: String,
    /// Whether trying the same again may help.
    again: bool,
}

impl ErrorPage {
    pub(crate) fn of(visitor: &Visitor, error: &WebError) -> Self {
        let (title, detail) = sentences(error, visitor.locale);
        let status = error.status();
        Self {
            page: visitor.page(title).kind(FrameKind::Plain),
            detail,
            request_id: visitor.conversation.request_id.to_string(),
            status: status.as_u16(),
            back: visitor.here(),
            again: status.is_server_error() || status.as_u16() == 429,
        }
    }
}
