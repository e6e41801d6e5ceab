//! `/kunci-voucher`: the public keys of the city's vouchers, signed, for whoever wants to check one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fuel::{SealedKeySet, VoucherKeys};
use serde::Serialize;
use web::axum::Json;
use web::axum::extract::State;
use web::axum::http::header::CACHE_CONTROL;
use web::axum::response::IntoResponse as _;
use web::{Answer, Site, Visitor, WebError};

/// Where the set is served.
pub(crate) const PATH: &str = "/kunci-voucher";

/// How long a browser may keep the answer; a withdrawn key is then known within ten minutes.
const CACHED: &str = "public, max-age=600";

/// The set and the key that sealed it, both base64url without padding.
#[derive(Debug, Serialize)]
struct KeySetView {
    root_key: String,
    key_set: String,
}

impl KeySetView {
    fn of(sealed: &SealedKeySet) -> Self {
        Self {
            root_key: text_of(&sealed.root_key),
            key_set: text_of(&sealed.bytes),
        }
    }
}

fn text_of(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn sealed(visitor: &Visitor, site: &Site) -> Result<SealedKeySet, WebError> {
    let keys = site.part::<VoucherKeys>()?;
    let now_s = site.now().seconds();
    keys.key_set(visitor.tenant(), now_s)
        .map_err(WebError::failed)
}

/// The key that a phone trusts, as the page hands it over.
pub(crate) fn root_key(visitor: &Visitor, site: &Site) -> Result<String, WebError> {
    Ok(text_of(&sealed(visitor, site)?.root_key))
}

pub(crate) async fn show_key_set(visitor: Visitor, State(site): State<Site>) -> Answer {
    let view = KeySetView::of(&sealed(&visitor, &site)?);
    Ok(([(CACHE_CONTROL, CACHED)], Json(view)).into_response())
}
