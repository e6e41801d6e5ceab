//! State of lists in the URL: filters and pages.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use base::{Cursor, PageSize};
use serde::de::DeserializeOwned;

use crate::WebError;
use crate::text_values::encode_query;

/// The query name of the place after which a page starts.
pub(crate) const AFTER: &str = "setelah";

/// Which page of a list is asked for.
#[derive(Debug, Clone, Default)]
pub struct Paging {
    /// The last row of the page before.
    pub after: Option<Cursor>,
    /// Rows per page.
    pub size: PageSize,
}

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        let pairs = pairs(parts);
        let value = |name: &str| {
            let found = pairs.iter().find(|(key, _)| key == name);
            found
                .map(|(_, value)| value.as_str())
                .filter(|value| !value.is_empty())
        };
        let after = value(AFTER)
            .or(value("after"))
            .map(Cursor::decode)
            .transpose()
            .map_err(|_| WebError::bad_request("cursor_invalid"))?;
        let size = value("jumlah")
            .or(value("limit"))
            .and_then(|text| text.parse().ok());
        Ok(Self {
            after,
            size: size.map_or_else(PageSize::default, PageSize::clamped),
        })
    }
}

/// The filters of a list, read from the query; give `T` string fields and `#[serde(default)]`.
#[derive(Debug, Clone, Default)]
pub struct QueryState<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for QueryState<T> {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        serde_html_form::from_str(parts.uri.query().unwrap_or_default())
            .map(Self)
            .map_err(|_| WebError::bad_request("query_unreadable"))
    }
}

fn pairs(parts: &Parts) -> Vec<(String, String)> {
    serde_html_form::from_str(parts.uri.query().unwrap_or_default()).unwrap_or_default()
}

/// An address with one query value set (or removed where empty), the others kept.
pub(crate) fn with_query(path: &str, query: Option<&str>, name: &str, value: &str) -> String {
    let mut pairs: Vec<(String, String)> =
        serde_html_form::from_str(query.unwrap_or_default()).unwrap_or_default();
    pairs.retain(|(key, old)| key != name && !old.is_empty());
    if !value.is_empty() {
        pairs.push((name.to_owned(), value.to_owned()));
    }
    let query: Vec<_> = pairs
        .iter()
        .map(|(key, value)| format!("{}={}", encode_query(key), encode_query(value)))
        .collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_changes_and_the_others_stay() {
        let query = Some("cari=DH%201&setelah=old&status=");
        assert_eq!(
            with_query("/v", query, AFTER, "new"),
            "/v?cari=DH%201&setelah=new"
        );
        assert_eq!(with_query("/v", query, AFTER, ""), "/v?cari=DH%201");
        assert_eq!(with_query("/v", None, AFTER, ""), "/v");
    }
}
