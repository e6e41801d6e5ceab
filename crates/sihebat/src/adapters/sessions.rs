//! Asks several sources of sessions in turn: people, then pump devices.

use std::sync::Arc;

use base::{TenantId, UtcMicros};
use web::{Failure, Looking, Session, SessionSource};

/// The first source that knows the token.
pub(crate) struct FirstSession(pub(crate) Vec<Arc<dyn SessionSource>>);

impl SessionSource for FirstSession {
    fn lookup(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        now: UtcMicros,
    ) -> Looking<'_, Result<Option<Session>, Failure>> {
        Box::pin(async move {
            for source in &self.0 {
                if let Some(session) = source.lookup(tenant, token_hash, now).await? {
                    return Ok(Some(session));
                }
            }
            Ok(None)
        })
    }
}
