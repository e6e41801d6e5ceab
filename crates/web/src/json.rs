//! JSON bodies of the API.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

use crate::WebError;

/// A JSON body; one that does not fit is refused as a [`crate::Problem`].
#[derive(Debug, Clone)]
pub struct ApiJson<T>(pub T);

impl<S, T> FromRequest<S> for ApiJson<T>
where
    S: Send + Sync,
    T: DeserializeOwned,
{
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        let Json(input) = Json::<T>::from_request(request, state)
            .await
            .map_err(|rejection| refuse(&rejection))?;
        Ok(Self(input))
    }
}

fn refuse(rejection: &JsonRejection) -> WebError {
    tracing::debug!(%rejection, "a JSON body was refused");
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::too_large(),
        StatusCode::UNPROCESSABLE_ENTITY => WebError::bad_request("json_does_not_fit"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => WebError::bad_request("json_expected"),
        _ => WebError::bad_request("json_unreadable"),
    }
}
