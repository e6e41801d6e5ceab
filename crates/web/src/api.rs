//! JSON for other programs: tokens, idempotency keys, cursors.

use authz::{Action, Actor, Denied, Resource};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use base::{Page, Stamp, TenantId, UtcMicros};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};

use crate::conversation::{self, header};
use crate::session::Looking;
use crate::{Budget, Failure, IdempotencyKey, Locale, Site, WebError, token_hash};

/// Finds API tokens and device credentials; implemented by `identity`.
pub trait TokenSource: Send + Sync {
    /// The actor whose token has this hash.
    ///
    /// Answers [`Failure`] only where the database cannot be asked.
    fn lookup(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        now: UtcMicros,
    ) -> Looking<'_, Result<Option<Actor>, Failure>>;
}

/// Knows no token.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct NoTokens;

impl TokenSource for NoTokens {
    fn lookup(
        &self,
        _: TenantId,
        _: [u8; 32],
        _: UtcMicros,
    ) -> Looking<'_, Result<Option<Actor>, Failure>> {
        Box::pin(std::future::ready(Ok(None)))
    }
}

/// The token of an `Authorization: Bearer` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Bearer {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        header(&parts.headers, AUTHORIZATION.as_str())
            .and_then(|value| value.strip_prefix("Bearer "))
            .map(|token| Self(token.trim().to_owned()))
            .ok_or_else(WebError::token_missing)
    }
}

/// Guessing tokens: this many wrong ones per address and minute.
const WRONG_TOKENS: Budget = Budget {
    name: "api_wrong_token",
    capacity: 30,
    per_seconds: 60,
};

/// A program or device that showed a valid token.
#[derive(Debug, Clone)]
pub struct ApiActor {
    /// What every handler shares.
    pub site: Site,
    /// Who acts.
    pub actor: Actor,
    /// The language of sentences in the answer.
    pub locale: Locale,
    /// The key of a command, where one was sent.
    pub key: Option<IdempotencyKey>,
    origin: String,
}

impl ApiActor {
    /// Whether the actor may do this.
    ///
    /// # Errors
    /// [`Denied`], which turns into 404 or 403.
    pub fn may(&self, action: Action, resource: &Resource) -> Result<(), Denied> {
        self.actor.may(action, resource)
    }

    /// The city.
    pub fn tenant(&self) -> TenantId {
        self.actor.tenant
    }

    /// Who, when, from where: for an action.
    pub fn stamp(&self) -> Stamp {
        let site = &self.site;
        let origin = self.origin.as_str();
        Stamp::new(
            self.actor.tenant,
            self.actor.id,
            origin,
            &*site.clock,
            &*site.entropy,
        )
    }

    /// The key that a command must carry.
    ///
    /// # Errors
    /// [`WebError::bad_request`] `idempotency_key_missing`.
    pub fn required_key(&self) -> Result<IdempotencyKey, WebError> {
        self.key
            .clone()
            .ok_or_else(|| WebError::bad_request("idempotency_key_missing"))
    }
}

impl<S> FromRequestParts<S> for ApiActor
where
    S: Send + Sync,
    Site: FromRef<S>,
{
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let site = Site::from_ref(state);
        let conversation = conversation::of(&parts.extensions)?;
        let Bearer(token) = Bearer::from_request_parts(parts, state).await?;
        let tenant = conversation.city.tenant;
        let found = site
            .tokens
            .lookup(tenant, token_hash(&token), site.now())
            .await;
        let Some(actor) = found.map_err(WebError::failed)? else {
            site.spend(WRONG_TOKENS, &conversation.origin)?;
            return Err(WebError::token_missing());
        };
        Ok(Self {
            actor,
            locale: conversation.locale,
            key: IdempotencyKey::of_headers(&parts.headers)?,
            origin: conversation.origin.clone(),
            site,
        })
    }
}

/// A page of a list in the API.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CursorPage<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Send it as `after` to read on; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> From<Page<T>> for CursorPage<T> {
    fn from(page: Page<T>) -> Self {
        Self {
            items: page.items,
            next: page.next,
        }
    }
}

/// Completes the description of the API.
pub(crate) fn describe(mut description: OpenApi) -> OpenApi {
    "Sihebat".clone_into(&mut description.info.title);
    env!("CARGO_PKG_VERSION").clone_into(&mut description.info.version);
    description.info.description = None;
    description.info.license = None;
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    let components = description.components.get_or_insert_with(Default::default);
    components.add_security_scheme("token", bearer);
    description
}
