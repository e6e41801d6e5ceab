//! The area as a browser and as a program see it.

use std::collections::BTreeMap;
use std::sync::Arc;

use authz::Actor;
use base::{ManualClock, UtcMicros, Uuid, Zone};
use http_body_util::BodyExt as _;
use testkit::{TENANT, TestDb, morning};
use tower::ServiceExt as _;
use web::axum::Router;
use web::axum::body::Body;
use web::axum::http::{HeaderMap, Method, Request, StatusCode};
use web::{
    Cities, City, Failure, Locale, Looking, Session, SessionSource, SigningKey, SiteParts,
    TokenSource, token_hash,
};

/// People by their token.
struct People(Vec<(&'static str, Actor)>);

impl People {
    fn find(&self, hash: [u8; 32]) -> Option<Actor> {
        let mut people = self.0.iter();
        people
            .find(|(token, _)| token_hash(token) == hash)
            .map(|(_, actor)| actor.clone())
    }
}

impl SessionSource for People {
    fn lookup(
        &self,
        _: base::TenantId,
        hash: [u8; 32],
        _: UtcMicros,
    ) -> Looking<'_, Result<Option<Session>, Failure>> {
        let session = self.find(hash).map(|actor| Session {
            id: Uuid::from_u128(5),
            actor,
            person_name: "Maria Nggadas".to_owned(),
            locale: Some(Locale::Id),
            csrf_secret: [9; 32],
        });
        Box::pin(std::future::ready(Ok(session)))
    }
}

impl TokenSource for People {
    fn lookup(
        &self,
        _: base::TenantId,
        hash: [u8; 32],
        _: UtcMicros,
    ) -> Looking<'_, Result<Option<Actor>, Failure>> {
        Box::pin(std::future::ready(Ok(self.find(hash))))
    }
}

pub(crate) struct Site {
    router: Router,
    runtime: tokio::runtime::Runtime,
}

pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
    pub(crate) text: String,
}

impl Page {
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// The value of a hidden field.
    fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let rest = self.text.split(&start).nth(1).expect("the field is there");
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).expect("the answer is JSON")
    }
}

impl Site {
    /// The site with these people, known by their tokens.
    pub(crate) fn new(db: &TestDb, people: Vec<(&'static str, Actor)>) -> Self {
        let city = City {
            tenant: TENANT,
            name: "Kota Kupang".to_owned(),
            zone: Zone::named("Asia/Makassar").unwrap(),
            simulated: true,
        };
        let people = Arc::new(People(people));
        let mut parts = SiteParts::new(Cities::single(city), SigningKey::new([3; 32]));
        parts.clock = Arc::new(ManualClock::at(morning()));
        parts.sessions = Arc::clone(&people) as _;
        parts.tokens = people;
        Self {
            router: web::compose(vec![budget::area()], parts.share(db.db.clone())),
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap(),
        }
    }

    pub(crate) fn get(&self, person: &str, path: &str) -> Page {
        self.ask(Method::GET, path, (person, &[]), String::new())
    }

    /// Opens the form at a path, types into it and sends it to another.
    pub(crate) fn send(
        &self,
        person: &str,
        (form, to): (&str, &str),
        typed: &[(&str, &str)],
    ) -> Page {
        let form = self.get(person, form);
        assert_eq!(form.status, StatusCode::OK, "{}", form.text);
        let mut fields: BTreeMap<&str, String> = BTreeMap::new();
        for name in ["_csrf", "_kunci", "revisi"] {
            if form.text.contains(&format!("name=\"{name}\"")) {
                fields.insert(name, form.field(name));
            }
        }
        for (name, value) in typed {
            fields.insert(name, (*value).to_owned());
        }
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        self.ask(Method::POST, to, (person, &headers), body.join("&"))
    }

    pub(crate) fn call(&self, person: &str, (method, path): (Method, &str), body: &str) -> Page {
        let bearer = format!("Bearer {person}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", "k-1"),
        ];
        self.ask(method, path, ("", &headers), body.to_owned())
    }

    fn ask(
        &self,
        method: Method,
        path: &str,
        (person, headers): (&str, &[(&str, &str)]),
        body: String,
    ) -> Page {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "bbm.test");
        if !person.is_empty() {
            request = request.header("cookie", format!("sesi={person}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).unwrap();
        let router = self.router.clone();
        self.runtime.block_on(async {
            let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
            let bytes = body.collect().await.unwrap().to_bytes().to_vec();
            Page {
                status: parts.status,
                headers: parts.headers,
                text: String::from_utf8_lossy(&bytes).into_owned(),
                bytes,
            }
        })
    }
}

fn encode(text: &str) -> String {
    let byte = |byte: u8| {
        if byte.is_ascii_alphanumeric() {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(byte).collect()
}
