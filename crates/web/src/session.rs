//! Login sessions, as the web layer sees them; `identity` keeps and finds them.

use std::future::Future;
use std::pin::Pin;

use authz::Actor;
use base::{TenantId, UtcMicros, Uuid};
use sha2::{Digest as _, Sha256};

use crate::{Failure, Locale};

/// A pending answer of a source.
pub type Looking<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A person's login session.
#[derive(Debug, Clone)]
pub struct Session {
    /// The session's id, for the list of sessions.
    pub id: Uuid,
    /// Who acts, with his rights of this moment.
    pub actor: Actor,
    /// His name, for the header.
    pub person_name: String,
    /// The language he chose in his account.
    pub locale: Option<Locale>,
    /// Secret of this session to which form tokens are bound.
    pub csrf_secret: [u8; 32],
}

/// Finds sessions; implemented by `identity`.
pub trait SessionSource: Send + Sync {
    /// The living session whose token has this hash.
    ///
    /// Answers [`Failure`] only where the database cannot be asked.
    fn lookup(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        now: UtcMicros,
    ) -> Looking<'_, Result<Option<Session>, Failure>>;
}

/// What stands in the table instead of a token: SHA-256 of the random token.
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Knows no session: for tests and for pages without a login.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct NoSessions;

impl SessionSource for NoSessions {
    fn lookup(
        &self,
        _: TenantId,
        _: [u8; 32],
        _: UtcMicros,
    ) -> Looking<'_, Result<Option<Session>, Failure>> {
        Box::pin(std::future::ready(Ok(None)))
    }
}
