//! A browser and a program, as far as tests need them.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use base::PersonId;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use web::axum::body::Body;
use web::axum::extract::ConnectInfo;
use web::axum::http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, SET_COOKIE, USER_AGENT,
};
use web::axum::http::{HeaderMap, Method, Request};

use super::answer::Answer;
use super::city::Running;

/// The host that tests ask.
const HOST_NAME: &str = "bbm.uji";

/// A browser with its cookies. Forms are sent as a page of ours would send them.
pub struct Client {
    running: Arc<Running>,
    person: Option<PersonId>,
    cookies: BTreeMap<String, String>,
    host: String,
    address: IpAddr,
    claimed: Option<String>,
    last: Option<Answer>,
    keys: u32,
}

impl Client {
    pub(crate) fn new(running: &Arc<Running>, person: Option<PersonId>) -> Self {
        Self {
            running: Arc::clone(running),
            person,
            cookies: BTreeMap::new(),
            host: HOST_NAME.to_owned(),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            claimed: None,
            last: None,
            keys: 0,
        }
    }

    /// Who is signed in, where the city made this client for a person.
    pub fn person(&self) -> PersonId {
        self.person.expect("this client was made for a person")
    }

    /// Speaks from another address.
    pub fn set_address(&mut self, address: impl Into<IpAddr>) {
        self.address = address.into();
    }

    /// Claims an address by `X-Forwarded-For`, as a proxy does and a liar.
    pub fn claim_address(&mut self, address: &str) {
        self.claimed = Some(address.to_owned());
    }

    /// Asks another host, say another city's.
    pub fn set_host(&mut self, host: &str) {
        host.clone_into(&mut self.host);
    }

    /// Sets a cookie.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// A cookie the site set.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Asks for a page.
    pub fn get(&mut self, path: &str) -> Answer {
        let request = self.request(Method::GET, path, "text/html", Body::empty());
        self.send(request)
    }

    /// Sends a form with token and a new idempotency key; the token is the last page's.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let key = self.new_key();
        self.post_keyed(path, fields, &key)
    }

    /// The same under an idempotency key, to press a button twice.
    pub fn post_keyed(&mut self, path: &str, fields: &[(&str, &str)], key: &str) -> Answer {
        let token = self.form_token();
        let mut pairs = vec![("_csrf", token.as_str()), ("_kunci", key)];
        pairs.extend_from_slice(fields);
        let body: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{}={}", percent(name), percent(value)))
            .collect();
        let mut request = self.request(Method::POST, path, "text/html", Body::from(body.join("&")));
        let kind = "application/x-www-form-urlencoded";
        set(request.headers_mut(), CONTENT_TYPE.as_str(), kind);
        self.send(request)
    }

    /// Sends a form with one file.
    pub fn post_file(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        (field, name, bytes): (&str, &str, &[u8]),
    ) -> Answer {
        const BOUNDARY: &str = "batas-bagian-uji";
        let (token, key) = (self.form_token(), self.new_key());
        let mut body = Vec::new();
        let mut pairs = vec![("_csrf", token.as_str()), ("_kunci", key.as_str())];
        pairs.extend_from_slice(fields);
        for (name, value) in pairs {
            body.extend_from_slice(
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .as_bytes(),
            );
        }
        body.extend_from_slice(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let mut request = self.request(Method::POST, path, "text/html", Body::from(body));
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        set(request.headers_mut(), CONTENT_TYPE.as_str(), &kind);
        self.send(request)
    }

    /// Goes where an answer sends the browser.
    #[track_caller]
    pub fn follow(&mut self, answer: &Answer) -> Answer {
        answer.assert_status(303);
        let target = answer
            .header("location")
            .expect("a redirect names its target")
            .to_owned();
        self.get(&target)
    }

    /// The token of the last page, or of the login page where there is none yet.
    fn form_token(&mut self) -> String {
        let of_last = self.last.as_ref().and_then(|page| page.hidden("_csrf"));
        of_last.unwrap_or_else(|| {
            let path = if self.person.is_some() {
                "/akun"
            } else {
                "/masuk"
            };
            self.get(path).hidden("_csrf").expect("the page has a form")
        })
    }

    fn new_key(&mut self) -> String {
        self.keys += 1;
        let who = self
            .person
            .map(|person| person.to_string())
            .unwrap_or_default();
        format!("{}-{}", who.get(..23).unwrap_or("tamu"), self.keys)
    }

    fn request(&self, method: Method, path: &str, accept: &str, body: Body) -> Request<Body> {
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = path.parse().expect("the path is an address");
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let headers = request.headers_mut();
        set(headers, HOST.as_str(), &self.host);
        set(headers, ACCEPT.as_str(), accept);
        set(
            headers,
            USER_AGENT.as_str(),
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        );
        if let Some(claimed) = &self.claimed {
            set(headers, "x-forwarded-for", claimed);
        }
        if !cookies.is_empty() {
            set(headers, COOKIE.as_str(), &cookies.join("; "));
        }
        let peer = ConnectInfo(SocketAddr::new(self.address, 50_000));
        request.extensions_mut().insert(peer);
        request
    }

    fn send(&mut self, request: Request<Body>) -> Answer {
        let answer = send(&self.running, request);
        for cookie in answer.headers.get_all(SET_COOKIE) {
            let text = cookie.to_str().unwrap_or_default();
            let pair = text.split(';').next().unwrap_or_default();
            let Some((name, value)) = pair.split_once('=') else {
                continue;
            };
            if text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let is_page = answer
            .header("content-type")
            .is_some_and(|kind| kind.starts_with("text/html"));
        if is_page && answer.hidden("_csrf").is_some() {
            self.last = Some(answer.clone());
        }
        answer
    }
}

/// A program with a token.
pub struct ApiClient {
    running: Arc<Running>,
    token: String,
    host: String,
}

impl ApiClient {
    pub(crate) fn new(running: &Arc<Running>, token: String) -> Self {
        Self {
            running: Arc::clone(running),
            token,
            host: HOST_NAME.to_owned(),
        }
    }

    /// A program with another token, say of a device.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self::new(&self.running, token.to_owned())
    }

    /// Asks another host, say another city's.
    pub fn set_host(&mut self, host: &str) {
        host.clone_into(&mut self.host);
    }

    /// Reads, such as `/api/v1/vouchers`.
    pub fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None, None)
    }

    /// Sends JSON, with an idempotency key where the command needs one.
    pub fn post(&self, path: &str, key: Option<&str>, json: &str) -> Answer {
        self.call(Method::POST, path, key, Some(json))
    }

    /// Any method.
    pub fn call(
        &self,
        method: Method,
        path: &str,
        key: Option<&str>,
        json: Option<&str>,
    ) -> Answer {
        let mut request = Request::new(Body::from(json.unwrap_or_default().to_owned()));
        *request.method_mut() = method;
        *request.uri_mut() = path.parse().expect("the path is an address");
        let headers = request.headers_mut();
        set(headers, HOST.as_str(), &self.host);
        set(headers, ACCEPT.as_str(), "application/json");
        set(
            headers,
            AUTHORIZATION.as_str(),
            &format!("Bearer {}", self.token),
        );
        if json.is_some() {
            set(headers, CONTENT_TYPE.as_str(), "application/json");
        }
        if let Some(key) = key {
            set(headers, "idempotency-key", key);
        }
        send(&self.running, request)
    }
}

fn set(headers: &mut HeaderMap, name: &str, value: &str) {
    let name: web::axum::http::HeaderName = name.parse().expect("a header's name");
    headers.insert(name, value.parse().expect("a header's value"));
}

fn send(running: &Running, request: Request<Body>) -> Answer {
    let asked = format!("{} {}", request.method(), request.uri());
    running.runtime.block_on(async {
        let response = running
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router answers");
        let (parts, body) = response.into_parts();
        let bytes = body
            .collect()
            .await
            .expect("the body is read")
            .to_bytes()
            .to_vec();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            bytes,
            asked,
        }
    })
}

/// Percent-encodes a name or value of a form.
fn percent(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push_str(&base::to_hex(&[byte]).to_uppercase());
        }
    }
    encoded
}
