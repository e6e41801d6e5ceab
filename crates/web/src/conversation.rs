//! One request and its answer: language, cookies, request id, errors turned into pages.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, HOST, LOCATION,
    SET_COOKIE, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::CookieJar;
use base::Uuid;
use tokio::sync::OnceCell;
use tracing::Instrument as _;

use crate::address::client_address;
use crate::cookies::{CookieName, set_cookie};
use crate::error::ErrorNote;
use crate::marks::MarkedIds;
use crate::{City, Flash, Locale, Session, Site, WebError, headers};

/// What is known of the request, and what the answer must carry.
#[derive(Debug)]
pub(crate) struct Conversation {
    pub(crate) request_id: Uuid,
    pub(crate) city: Arc<City>,
    pub(crate) locale: Locale,
    /// Whether the language was chosen by URL or cookie, which outranks the account's.
    pub(crate) locale_chosen: bool,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) origin: String,
    pub(crate) host: String,
    pub(crate) wants_json: bool,
    cookies: HashMap<String, String>,
    pub(crate) session: OnceCell<Option<Arc<Session>>>,
    pub(crate) marks: OnceCell<MarkedIds>,
    outgoing: Mutex<Outgoing>,
}

#[derive(Debug, Default)]
struct Outgoing {
    set_cookies: Vec<String>,
    flash_shown: bool,
    visit_seed: Option<[u8; 16]>,
}

impl Conversation {
    fn begin(site: &Site, request: &Request) -> Option<Self> {
        let headers = request.headers();
        let host = header(headers, HOST.as_str())
            .or(request.uri().host())
            .unwrap_or_default();
        let city = site.cities.of_host(host)?;
        let cookies: HashMap<_, _> = CookieJar::from_headers(headers)
            .iter()
            .map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned()))
            .collect();
        let by_url = query_value(request.uri(), "lang").and_then(|code| Locale::from_code(&code));
        let by_cookie = cookies
            .get(CookieName::Language.text(site.https))
            .and_then(|code| Locale::from_code(code));
        let by_header = || Locale::from_accept_language(header(headers, ACCEPT_LANGUAGE.as_str())?);
        let chosen = by_url.or(by_cookie);
        let conversation = Self {
            request_id: site.new_id(),
            city,
            locale: chosen.or_else(by_header).unwrap_or_default(),
            locale_chosen: chosen.is_some(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().map(ToOwned::to_owned),
            origin: client_address(headers, request.extensions(), &site.proxies),
            host: host.to_owned(),
            wants_json: wants_json(request),
            cookies,
            session: OnceCell::new(),
            marks: OnceCell::new(),
            outgoing: Mutex::default(),
        };
        if let Some(locale) = by_url.filter(|locale| Some(*locale) != by_cookie) {
            let year = Some(31_536_000);
            let code = locale.code().to_owned();
            conversation.set_cookie(set_cookie(CookieName::Language, code, site.https, year));
        }
        Some(conversation)
    }

    pub(crate) fn cookie(&self, name: CookieName, https: bool) -> Option<&str> {
        self.cookies.get(name.text(https)).map(String::as_str)
    }

    pub(crate) fn set_cookie(&self, cookie: String) {
        self.outgoing().set_cookies.push(cookie);
    }

    /// The seed of form tokens for a visitor without a session; made and sent where there is none.
    pub(crate) fn visit_seed(&self, site: &Site) -> [u8; 16] {
        if let Some(seed) = self.known_visit_seed(site) {
            return seed;
        }
        *self
            .outgoing()
            .visit_seed
            .get_or_insert_with(|| site.random())
    }

    /// The seed that the visitor's cookie proves.
    pub(crate) fn known_visit_seed(&self, site: &Site) -> Option<[u8; 16]> {
        let sealed = self.cookie(CookieName::Visit, site.https)?;
        site.key.open("visit", sealed)?.try_into().ok()
    }

    /// The message left by the action before; it is deleted once a page showed it.
    pub(crate) fn take_flash(&self, site: &Site) -> Option<Flash> {
        let sealed = self.cookie(CookieName::Flash, site.https)?;
        self.outgoing().flash_shown = true;
        Flash::from_bytes(&site.key.open("flash", sealed)?)
    }

    fn outgoing(&self) -> MutexGuard<'_, Outgoing> {
        self.outgoing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn finish(&self, site: &Site, response: &mut Response) {
        let outgoing = std::mem::take(&mut *self.outgoing());
        let mut cookies = outgoing.set_cookies;
        if let Some(seed) = outgoing.visit_seed {
            let sealed = site.key.seal("visit", &seed);
            cookies.push(set_cookie(CookieName::Visit, sealed, site.https, None));
        }
        if outgoing.flash_shown {
            let gone = String::new();
            cookies.insert(0, set_cookie(CookieName::Flash, gone, site.https, Some(0)));
        }
        let answer = response.headers_mut();
        for cookie in cookies {
            if let Ok(value) = HeaderValue::from_str(&cookie) {
                answer.append(SET_COOKIE, value);
            }
        }
        if let Ok(id) = HeaderValue::from_str(&self.request_id.to_string()) {
            answer.insert("x-request-id", id);
        }
        if !answer.contains_key(CACHE_CONTROL) {
            answer.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            answer.insert(
                VARY,
                HeaderValue::from_static("Cookie, Accept-Language, Accept"),
            );
            answer.insert(
                CONTENT_LANGUAGE,
                HeaderValue::from_static(self.locale.code()),
            );
        }
    }
}

/// What a refusal of the framework means: an address that holds no id, a body of another kind.
///
/// Its extractors answer in English and plain text, which no handler of ours does.
fn rejected(response: &Response) -> Option<WebError> {
    let kind = response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    if !response.status().is_client_error() || !kind.starts_with("text/plain") {
        return None;
    }
    Some(match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::too_large(),
        StatusCode::BAD_REQUEST => WebError::not_found(),
        _ => WebError::bad_request("request_unreadable"),
    })
}

/// Wraps every request: the outermost of our own layers.
pub(crate) async fn converse(
    State(site): State<Site>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(conversation) = Conversation::begin(&site, &request).map(Arc::new) else {
        let mut response = axum::http::StatusCode::MISDIRECTED_REQUEST.into_response();
        headers::secure(response.headers_mut(), site.https);
        return response;
    };
    let span = tracing::info_span!(
        "request",
        id = %conversation.request_id,
        method = %request.method(),
        path = %conversation.path,
        status = tracing::field::Empty,
    );
    request.extensions_mut().insert(Arc::clone(&conversation));
    let by_script = request.headers().contains_key("x-sihebat-fetch");
    let work = async {
        let late = |_| {
            tracing::error!(limit = ?site.request_limit, "request took too long");
            WebError::busy(5).into_response()
        };
        let answer = tokio::time::timeout(site.request_limit, next.run(request)).await;
        let mut response = answer.unwrap_or_else(late);
        if let Some(note) = response.extensions_mut().remove::<ErrorNote>() {
            response = crate::error::explain(&site, &conversation, &note.0).await;
        } else if let Some(error) = rejected(&response) {
            response = crate::error::explain(&site, &conversation, &error).await;
        }
        response
    };
    let mut response = work.instrument(span.clone()).await;
    if by_script {
        name_target(&mut response);
    }
    span.record("status", response.status().as_u16());
    conversation.finish(&site, &mut response);
    headers::secure(response.headers_mut(), site.https);
    response
}

/// Tells a script where to go instead of redirecting it, so that the page is fetched once and its message is
/// seen (`web/README.md`, "Sending once").
fn name_target(response: &mut Response) {
    if response.status() == StatusCode::SEE_OTHER
        && let Some(target) = response.headers_mut().remove(LOCATION)
    {
        *response.status_mut() = StatusCode::OK;
        response.headers_mut().insert("x-sihebat-location", target);
    }
}

/// The conversation of a request.
///
/// # Errors
/// A bug where the router was not put together by [`crate::compose`].
pub(crate) fn of(extensions: &axum::http::Extensions) -> Result<Arc<Conversation>, WebError> {
    extensions
        .get::<Arc<Conversation>>()
        .cloned()
        .ok_or_else(|| WebError::bug("the router was not composed by web::compose".to_owned()))
}

pub(crate) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn query_value(uri: &Uri, name: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(uri.query()?).ok()?;
    pairs
        .into_iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value)
}

fn wants_json(request: &Request) -> bool {
    let accept = header(request.headers(), ACCEPT.as_str()).unwrap_or_default();
    request.uri().path().starts_with("/api/")
        || (accept.contains("json") && !accept.contains("text/html"))
}
