//! Forms: size limit, CSRF check, idempotency key, then serde.

use std::ops::Deref;

use axum::body::to_bytes;
use axum::extract::{FromRef, FromRequest, FromRequestParts as _, Request};
use axum::http::header::{CONTENT_TYPE, ORIGIN};
use axum::http::{HeaderMap, Method};
use base::Uuid;
use serde::de::DeserializeOwned;

use crate::conversation::header;
use crate::{Site, Visitor, WebError};

/// The field in which a form carries its token.
pub(crate) const TOKEN_FIELD: &str = "_csrf";
/// The field in which a form carries its idempotency key.
pub(crate) const KEY_FIELD: &str = "_kunci";
/// The most bytes of a form without files.
pub(crate) const FORM_BYTES_MAX: usize = 1024 * 1024;

/// A key under which a command runs once, at most 64 visible ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// The most characters of a key.
    pub const CHARS_MAX: usize = 64;

    /// Reads a key; `None` where it is empty, too long or not visible ASCII.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=Self::CHARS_MAX).contains(&text.len());
        (fits && text.bytes().all(|byte| byte.is_ascii_graphic())).then(|| Self(text.to_owned()))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key of an `Idempotency-Key` header.
    ///
    /// # Errors
    /// [`WebError::bad_request`] where there is a header that is no key.
    pub(crate) fn of_headers(headers: &HeaderMap) -> Result<Option<Self>, WebError> {
        let Some(value) = headers.get("idempotency-key") else {
            return Ok(None);
        };
        let key = value.to_str().ok().and_then(Self::parse);
        key.map(Some)
            .ok_or_else(|| WebError::bad_request("idempotency_key_invalid"))
    }
}

impl From<Uuid> for IdempotencyKey {
    fn from(id: Uuid) -> Self {
        Self(id.to_string())
    }
}

/// A form of one of our own pages, checked and read.
///
/// Give `T` string fields and `#[serde(default)]`, so that whatever was typed can be shown again; turn it
/// into typed input with [`crate::FieldErrors`].
#[derive(Debug, Clone)]
pub struct Form<T> {
    /// What was typed.
    pub input: T,
    /// Runs the command once, also when the button is pressed twice.
    pub key: IdempotencyKey,
}

impl<T> Deref for Form<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.input
    }
}

impl<S, T> FromRequest<S> for Form<T>
where
    S: Send + Sync,
    Site: FromRef<S>,
    T: DeserializeOwned,
{
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, state).await?;
        let kind = header(&parts.headers, CONTENT_TYPE.as_str()).unwrap_or_default();
        if parts.method == Method::GET || !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(WebError::bad_request("form_expected"));
        }
        let bytes = to_bytes(body, FORM_BYTES_MAX)
            .await
            .map_err(|_| WebError::too_large())?;
        let pairs: Vec<(String, String)> = serde_html_form::from_bytes(&bytes)
            .map_err(|_| WebError::bad_request("form_unreadable"))?;
        check(&visitor, &parts.headers, &pairs)?;
        read(&parts.headers, &pairs, &visitor.site)
    }
}

/// Refuses a form that was not made for this visitor on this site.
pub(crate) fn check(
    visitor: &Visitor,
    headers: &HeaderMap,
    pairs: &[(String, String)],
) -> Result<(), WebError> {
    let foreign = match header(headers, "sec-fetch-site") {
        Some(site) => !matches!(site, "same-origin" | "none"),
        None => header(headers, ORIGIN.as_str())
            .and_then(|origin| origin.split_once("://"))
            .is_some_and(|(_, host)| host != visitor.conversation.host),
    };
    let token = value(pairs, TOKEN_FIELD).unwrap_or_default();
    if foreign || !visitor.form_token_fits(token) {
        return Err(WebError::form_expired());
    }
    Ok(())
}

/// Reads the fields of a checked form.
pub(crate) fn read<T: DeserializeOwned>(
    headers: &HeaderMap,
    pairs: &[(String, String)],
    site: &Site,
) -> Result<Form<T>, WebError> {
    let content: Vec<_> = pairs
        .iter()
        .filter(|(name, _)| name != TOKEN_FIELD && name != KEY_FIELD)
        .collect();
    let encoded = serde_html_form::to_string(&content)
        .map_err(|_| WebError::bad_request("form_unreadable"))?;
    let input = serde_html_form::from_str(&encoded).map_err(|error| {
        tracing::debug!(%error, "a form does not fit its type");
        WebError::bad_request("form_unreadable")
    })?;
    let key = match IdempotencyKey::of_headers(headers)? {
        Some(key) => key,
        None => value(pairs, KEY_FIELD)
            .and_then(IdempotencyKey::parse)
            .unwrap_or_else(|| site.new_id().into()),
    };
    Ok(Form { input, key })
}

fn value<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}
