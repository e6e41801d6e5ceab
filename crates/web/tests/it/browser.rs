//! A city with a few pages, and a browser that keeps its cookies.

use std::collections::BTreeMap;
use std::sync::Arc;

use authz::{Action, Actor, Denied, Grant, Resource, Role, Scope};
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use base::{ActorId, AgencyId, Cursor, ManualClock, TenantId, UtcMicros, Uuid, Zone};
use serde::Deserialize;
use tower::ServiceExt as _;
use web::{
    Answer, ApiActor, ApiJson, Area, Budget, Cities, City, CursorPage, Failure, Flash, Form,
    Locale, Looking, NavGroup, NavItem, PageFrame, Paging, Refusal, Session, SessionSource,
    SigningKey, Site, SiteParts, Staff, TokenSource, Upload, Visitor, WebError, redirect,
    token_hash,
};

pub(crate) const SESSION: &str = "a-session-token";
pub(crate) const TOKEN: &str = "an-api-token";

pub(crate) fn tenant() -> TenantId {
    TenantId::new(Uuid::from_u128(1))
}

fn agency() -> AgencyId {
    AgencyId::new(Uuid::from_u128(10))
}

fn officer() -> Actor {
    let grant = Grant::new(Role::FuelOfficer, Scope::Agency(agency()));
    Actor::person(tenant(), ActorId::new(Uuid::from_u128(100)), vec![grant])
}

struct OneSession;

impl SessionSource for OneSession {
    fn lookup(
        &self,
        _: TenantId,
        hash: [u8; 32],
        _: UtcMicros,
    ) -> Looking<'_, Result<Option<Session>, Failure>> {
        let found = if hash == token_hash("broken") {
            Err("secret text of the database".into())
        } else {
            Ok((hash == token_hash(SESSION)).then(|| Session {
                id: Uuid::from_u128(5),
                actor: officer(),
                person_name: "Maria <Nggadas>".to_owned(),
                locale: Some(Locale::En),
                csrf_secret: [9; 32],
            }))
        };
        Box::pin(std::future::ready(found))
    }
}

struct OneToken;

impl TokenSource for OneToken {
    fn lookup(
        &self,
        _: TenantId,
        hash: [u8; 32],
        _: UtcMicros,
    ) -> Looking<'_, Result<Option<Actor>, Failure>> {
        let found = (hash == token_hash(TOKEN)).then(officer);
        Box::pin(std::future::ready(Ok(found)))
    }
}

struct NoMoney;

impl Refusal for NoMoney {
    fn code(&self) -> &'static str {
        "budget_exhausted"
    }

    fn text(&self, _: Locale) -> String {
        "Pagu habis".to_owned()
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    litres: String,
    stations: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Body1 {
    litres: i64,
}

/// A page with nothing but the frame.
fn framed(page: &PageFrame) -> String {
    let guard = page.guard();
    format!(
        "{}<form method=\"post\">{guard}</form>{}",
        page.top(),
        page.bottom()
    )
}

async fn show_open(visitor: Visitor) -> axum::response::Html<String> {
    axum::response::Html(framed(&visitor.page("Terbuka")))
}

async fn show_inside(staff: Staff) -> Answer {
    staff.may(
        Action::FuelVoucherIssue,
        &Resource::tenant(staff.tenant()).agency(agency()),
    )?;
    Ok(axum::response::IntoResponse::into_response(
        axum::response::Html(framed(&staff.page("Dalam"))),
    ))
}

async fn echo(visitor: Visitor, form: Form<Typed>) -> Answer {
    visitor.flash(&Flash::success(format!("Tersimpan {} & <b>", form.litres)));
    let stations = form.stations.join("+");
    Ok(redirect(format!(
        "/hasil?liter={}&spbu={stations}&kunci={}",
        form.litres,
        form.key.as_str()
    )))
}

async fn take_file(upload: Upload<Typed>) -> Answer {
    let size = upload.file("berkas").map_or(0, |file| file.bytes.len());
    Ok(redirect(format!(
        "/hasil?liter={}&ukuran={size}",
        upload.litres
    )))
}

async fn limited(State(site): State<Site>, visitor: Visitor) -> Answer {
    site.spend(
        Budget {
            name: "test",
            capacity: 1,
            per_seconds: 60,
        },
        visitor.origin(),
    )?;
    Ok(redirect("/"))
}

async fn list(caller: ApiActor, paging: Paging) -> Result<Json<CursorPage<String>>, WebError> {
    caller.may(
        Action::FuelVoucherView,
        &Resource::tenant(caller.tenant()).agency(agency()),
    )?;
    let after = paging
        .after
        .map_or_else(|| "-".to_owned(), |cursor| cursor.key);
    let next = Some(
        Cursor {
            key: "2".to_owned(),
            id: Uuid::nil(),
        }
        .encode(),
    );
    Ok(Json(CursorPage {
        items: vec![after],
        next,
    }))
}

async fn create(caller: ApiActor, ApiJson(body): ApiJson<Body1>) -> Result<Json<String>, WebError> {
    let key = caller.required_key()?;
    Ok(Json(format!("{} {}", key.as_str(), body.litres)))
}

fn pages() -> Router<Site> {
    Router::new()
        .route("/", get(show_open))
        .route("/dalam", get(show_inside))
        .route("/kirim", post(echo))
        .route("/berkas", post(take_file).layer(Upload::<()>::limit(1024)))
        .route("/sering", get(limited))
        .route(
            "/ditolak",
            get(async || WebError::refused(&NoMoney, Locale::Id)),
        )
        .route(
            "/gagal",
            get(async || WebError::failed("secret text of the database")),
        )
        .route("/rusak", get(panicking))
        .route("/tanpa-akhir", get(std::future::pending::<String>))
        .route("/sama", get(async || WebError::from(Denied::SameHand)))
        .route(
            "/sibuk",
            get(async || WebError::from(db::Failure::new(db::FailureKind::Overloaded, "queue"))),
        )
        .route(
            "/kunci",
            get(async || WebError::action(db::ActionError::<NoMoney>::KeyReused, Locale::Id)),
        )
        .route(
            "/nomor/{id}",
            get(async |Path(id): Path<Uuid>| id.to_string()),
        )
}

#[expect(clippy::panic, reason = "a bug on purpose")]
async fn panicking() -> &'static str {
    panic!("secret text of a panic")
}

pub(crate) struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    pub(crate) clock: Arc<ManualClock>,
}

pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Page {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The value of a hidden field.
    pub(crate) fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let rest = self.text.split(&start).nth(1).unwrap_or_default();
        rest.split('"').next().unwrap_or_default().to_owned()
    }
}

impl Browser {
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    pub(crate) fn with(change: impl FnOnce(&mut SiteParts)) -> Self {
        let city = City {
            tenant: tenant(),
            name: "Kota Kupang".to_owned(),
            zone: Zone::named("Asia/Makassar").unwrap(),
            simulated: true,
        };
        let clock = Arc::new(ManualClock::at(UtcMicros::new(1_795_500_300_000_000)));
        let mut parts = SiteParts::new(Cities::single(city), SigningKey::new([3; 32]));
        parts.clock = Arc::clone(&clock) as _;
        parts.sessions = Arc::new(OneSession);
        parts.tokens = Arc::new(OneToken);
        change(&mut parts);
        let nav = |href, action| NavItem {
            text: |_| "Butir".to_owned(),
            href,
            group: NavGroup::Work,
            action,
        };
        let api =
            utoipa_axum::router::OpenApiRouter::new().route("/vouchers", get(list).post(create));
        let area = Area::new("test").pages(pages()).api(api).nav([
            nav("/boleh", Some(Action::FuelVoucherIssue)),
            nav("/terlarang", Some(Action::IdentityUserEdit)),
        ]);
        Self {
            router: web::compose(vec![area], parts),
            cookies: BTreeMap::new(),
            clock,
        }
    }

    pub(crate) fn signed_in() -> Self {
        let mut browser = Self::new();
        browser.set_cookie("sesi", SESSION);
        browser
    }

    pub(crate) fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&String> {
        self.cookies.get(name)
    }

    pub(crate) async fn get(&mut self, path: &str) -> Page {
        self.ask(Method::GET, path, &[], String::new()).await
    }

    pub(crate) async fn post(&mut self, path: &str, headers: &[(&str, &str)], body: &str) -> Page {
        let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
        all.extend_from_slice(headers);
        self.ask(Method::POST, path, &all, body.to_owned()).await
    }

    pub(crate) async fn ask(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Page {
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "bbm.test");
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self
            .router
            .clone()
            .oneshot(request.body(Body::from(body)).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all("set-cookie") {
            let text = cookie.to_str().unwrap();
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            if text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = to_bytes(body, 1 << 22).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Page {
            status: parts.status,
            headers: parts.headers,
            text,
        }
    }
}
