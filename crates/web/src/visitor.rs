//! Who is asking: extractors for handlers.

use std::sync::Arc;

use askama::Template;
use authz::{Action, Actor, Denied, Resource};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base::{Stamp, TenantId, UtcMicros};

use crate::conversation::{self, Conversation};
use crate::cookies::{CookieName, set_cookie};
use crate::marks::{self, MarkedIds};
use crate::{
    Answer, City, Failure, Flash, Locale, PageFrame, Session, Site, WebError, signing, token_hash,
};

/// Anyone who asks for a page: signed in or not.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// What every handler shares.
    pub site: Site,
    /// The language of the answer.
    pub locale: Locale,
    pub(crate) conversation: Arc<Conversation>,
    pub(crate) session: Option<Arc<Session>>,
    pub(crate) marks: MarkedIds,
}

impl Visitor {
    pub(crate) async fn of(site: &Site, conversation: Arc<Conversation>) -> Result<Self, WebError> {
        let find = || find_session(site, &conversation);
        let session = conversation.session.get_or_try_init(find).await?.clone();
        let of_account = session.as_ref().and_then(|session| session.locale);
        let locale = of_account
            .filter(|_| !conversation.locale_chosen)
            .unwrap_or(conversation.locale);
        let tenant = conversation.city.tenant;
        let load = || marks::load(site, tenant);
        let marks = Arc::clone(conversation.marks.get_or_try_init(load).await?);
        Ok(Self {
            site: site.clone(),
            locale,
            conversation,
            session,
            marks,
        })
    }

    /// A visitor nobody knows, for error pages when the sessions cannot be asked.
    pub(crate) fn unknown(site: &Site, conversation: Arc<Conversation>) -> Self {
        Self {
            site: site.clone(),
            locale: conversation.locale,
            conversation,
            session: None,
            marks: MarkedIds::default(),
        }
    }

    /// The session, where someone is signed in.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_deref()
    }

    /// Who is signed in, if anyone.
    pub fn actor(&self) -> Option<&Actor> {
        self.session.as_ref().map(|session| &session.actor)
    }

    /// The city asked for.
    pub fn city(&self) -> &City {
        &self.conversation.city
    }

    /// The city's tenant.
    pub fn tenant(&self) -> TenantId {
        self.conversation.city.tenant
    }

    /// The client's address, for limits and the journal.
    pub fn origin(&self) -> &str {
        &self.conversation.origin
    }

    /// Path and query of this request, to come back to.
    pub fn here(&self) -> String {
        match &self.conversation.query {
            Some(query) => format!("{}?{query}", self.conversation.path),
            None => self.conversation.path.clone(),
        }
    }

    /// The address of this site as the person sees it, such as `https://bbm.kupangkota.go.id`.
    pub fn base_url(&self) -> String {
        let scheme = if self.site.https { "https" } else { "http" };
        format!("{scheme}://{}", self.conversation.host)
    }

    /// A frame for a page with this title; shows the message left by the action before.
    pub fn page(&self, title: impl Into<String>) -> PageFrame {
        PageFrame::of(self, title.into())
    }

    /// Leaves a message for the next page.
    pub fn flash(&self, flash: &Flash) {
        let sealed = self.site.key.seal("flash", &flash.to_bytes());
        let cookie = set_cookie(CookieName::Flash, sealed, self.site.https, Some(300));
        self.conversation.set_cookie(cookie);
    }

    /// Gives the browser the token of a new login session, for so many seconds.
    pub fn start_session(&self, token: &str, seconds: i64) {
        let value = token.to_owned();
        let cookie = set_cookie(CookieName::Session, value, self.site.https, Some(seconds));
        self.conversation.set_cookie(cookie);
    }

    /// Takes the login session's token from the browser.
    pub fn end_session(&self) {
        let cookie = set_cookie(CookieName::Session, String::new(), self.site.https, Some(0));
        self.conversation.set_cookie(cookie);
    }

    /// A token for a form of this visitor.
    pub(crate) fn form_token(&self) -> String {
        let pad = self.site.random();
        if let Some(session) = &self.session {
            return signing::form_token(&self.site.key, &session.csrf_secret, pad);
        }
        let seed = self.conversation.visit_seed(&self.site);
        signing::form_token(&self.site.key, &seed, pad)
    }

    /// Whether a form was made for this visitor.
    pub(crate) fn form_token_fits(&self, token: &str) -> bool {
        let fits = |secret: &[u8]| signing::form_token_fits(&self.site.key, secret, token);
        match &self.session {
            Some(session) => fits(&session.csrf_secret),
            None => self
                .conversation
                .known_visit_seed(&self.site)
                .is_some_and(|seed| fits(&seed)),
        }
    }
}

async fn find_session(
    site: &Site,
    conversation: &Conversation,
) -> Result<Option<Arc<Session>>, WebError> {
    let Some(token) = conversation.cookie(CookieName::Session, site.https) else {
        return Ok(None);
    };
    let tenant = conversation.city.tenant;
    let found = site
        .sessions
        .lookup(tenant, token_hash(token), site.now())
        .await;
    Ok(found.map_err(WebError::failed)?.map(Arc::new))
}

impl<S> FromRequestParts<S> for Visitor
where
    S: Send + Sync,
    Site: FromRef<S>,
{
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let conversation = conversation::of(&parts.extensions)?;
        Visitor::of(&Site::from_ref(state), conversation).await
    }
}

/// A person who signed in; others are sent to the login and come back.
#[derive(Debug, Clone)]
pub struct Staff {
    visitor: Visitor,
    session: Arc<Session>,
}

impl std::ops::Deref for Staff {
    type Target = Visitor;

    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

impl Staff {
    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.session.actor
    }

    /// The login session.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Refuses the page early where the right is missing; actions check again.
    ///
    /// # Errors
    /// [`Denied`], which turns into 404 or 403.
    pub fn may(&self, action: Action, resource: &Resource) -> Result<(), Denied> {
        self.actor().may(action, resource)
    }

    /// Refuses where the person may do this nowhere: for list pages, which then filter by reach.
    ///
    /// # Errors
    /// [`Denied::Forbidden`].
    pub fn may_somewhere(&self, action: Action) -> Result<(), Denied> {
        if self.actor().may_somewhere(action) {
            Ok(())
        } else {
            Err(Denied::Forbidden)
        }
    }

    /// Who, when, from where: for an action.
    pub fn stamp(&self) -> Stamp {
        let site = &self.site;
        Stamp::new(
            self.tenant(),
            self.actor().id,
            self.origin(),
            &*site.clock,
            &*site.entropy,
        )
    }

    /// The instant of the request.
    pub fn now(&self) -> UtcMicros {
        self.site.now()
    }
}

impl<S> FromRequestParts<S> for Staff
where
    S: Send + Sync,
    Site: FromRef<S>,
{
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        let Some(session) = visitor.session.clone() else {
            return Err(WebError::sign_in(visitor.here()));
        };
        Ok(Self { visitor, session })
    }
}

/// Renders a page.
///
/// # Errors
/// A failure where the template cannot be rendered.
pub fn render(page: &impl Template) -> Answer {
    render_with(StatusCode::OK, page)
}

/// Renders a form again, with its errors (422).
///
/// # Errors
/// A failure where the template cannot be rendered.
pub fn render_refused(page: &impl Template) -> Answer {
    render_with(StatusCode::UNPROCESSABLE_ENTITY, page)
}

pub(crate) fn render_with(status: StatusCode, page: &impl Template) -> Answer {
    let html = page
        .render()
        .map_err(|error| WebError::failed(Failure::from(error)))?;
    let mut response = (status, html).into_response();
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    Ok(response)
}

/// Sends the browser to another page after a POST (303).
pub fn redirect(path: impl AsRef<str>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let target = HeaderValue::from_str(path.as_ref()).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(LOCATION, target);
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
