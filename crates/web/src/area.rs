//! An area of the city's work, and how areas become one program.

use authz::{Action, Actor};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa_axum::router::OpenApiRouter;

use crate::form::FORM_BYTES_MAX;
use crate::{Locale, NavLink, Sample, Site, SiteParts, WebError, assets, conversation};

/// A part of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NavGroup {
    /// What is done each day.
    Work,
    /// Registers: agencies, vehicles, stations, prices.
    Register,
    /// Figures, findings, evidence.
    Oversight,
    /// People, settings, devices.
    Setup,
}

/// An entry of the menu.
#[derive(Debug, Clone, Copy)]
pub struct NavItem {
    /// The words in a language.
    pub text: fn(Locale) -> String,
    /// The address; pages under it mark the entry as current.
    pub href: &'static str,
    /// The part of the menu.
    pub group: NavGroup,
    /// Shown to who may do this somewhere; `None` for everyone signed in.
    pub action: Option<Action>,
}

impl NavItem {
    pub(crate) fn is_for(&self, actor: Option<&Actor>) -> bool {
        actor.is_some_and(|actor| self.action.is_none_or(|action| actor.may_somewhere(action)))
    }

    pub(crate) fn link(&self, locale: Locale, path: &str) -> NavLink {
        let under = path.strip_prefix(self.href);
        NavLink {
            text: (self.text)(locale),
            href: self.href.to_owned(),
            group: self.group,
            current: under.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        }
    }
}

/// An area: its pages, its API, its menu, its rights.
pub struct Area {
    /// The name, also the prefix of its rights and the schema of its tables.
    pub name: &'static str,
    /// Pages and forms.
    pub pages: Router<Site>,
    /// JSON endpoints below `/api/v1`, with their descriptions.
    pub api: OpenApiRouter<Site>,
    /// Entries of the menu, in order.
    pub nav: Vec<NavItem>,
    /// Rights it asks for.
    pub actions: Vec<Action>,
    /// Steps of its tables' schema.
    pub steps: &'static [db::Step],
    /// One instance or more of each page, for tests and pictures.
    pub samples: fn(Locale) -> Vec<Sample>,
}

impl Area {
    /// An area without pages yet.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            pages: Router::new(),
            api: OpenApiRouter::new(),
            nav: Vec::new(),
            actions: Vec::new(),
            steps: &[],
            samples: |_| Vec::new(),
        }
    }

    /// Sets the pages.
    #[must_use]
    pub fn pages(mut self, pages: Router<Site>) -> Self {
        self.pages = pages;
        self
    }

    /// Sets the JSON endpoints.
    #[must_use]
    pub fn api(mut self, api: OpenApiRouter<Site>) -> Self {
        self.api = api;
        self
    }

    /// Sets the menu.
    #[must_use]
    pub fn nav(mut self, nav: impl IntoIterator<Item = NavItem>) -> Self {
        self.nav = nav.into_iter().collect();
        self
    }

    /// Names the rights.
    #[must_use]
    pub fn actions(mut self, actions: impl IntoIterator<Item = Action>) -> Self {
        self.actions = actions.into_iter().collect();
        self
    }

    /// Sets the steps of its tables' schema.
    #[must_use]
    pub fn steps(mut self, steps: &'static [db::Step]) -> Self {
        self.steps = steps;
        self
    }

    /// Sets the samples of its pages.
    #[must_use]
    pub fn samples(mut self, samples: fn(Locale) -> Vec<Sample>) -> Self {
        self.samples = samples;
        self
    }
}

/// Puts areas together to one program: menu, pages, API with its description, assets, errors, headers.
pub fn compose(areas: Vec<Area>, mut parts: SiteParts) -> Router {
    let mut pages = Router::new();
    let mut api = OpenApiRouter::new();
    for area in areas {
        pages = pages.merge(area.pages);
        api = api.merge(area.api);
        parts.nav.extend(area.nav);
    }
    parts.nav.sort_by_key(|item| item.group);
    let site = Site::new(parts);
    let (api, description) = OpenApiRouter::new().nest("/api/v1", api).split_for_parts();
    let description = crate::api::describe(description);
    let layers = ServiceBuilder::new()
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(
            site.clone(),
            conversation::converse,
        ))
        .layer(CatchPanicLayer::custom(explain_panic))
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX));
    pages
        .merge(api)
        .merge(assets::routes())
        .route(
            "/api/openapi.json",
            get(async move || axum::Json(description)),
        )
        .fallback(async || WebError::not_found())
        .method_not_allowed_fallback(async || WebError::not_found())
        .layer(layers)
        .with_state(site)
}

/// A bug ends its own request only; the panic's text goes to the log.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer hands the panic over"
)]
fn explain_panic(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let text = panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    WebError::bug(text.unwrap_or_else(|| "panic without a text".to_owned())).into_response()
}
