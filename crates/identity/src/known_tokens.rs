//! Tokens seen within the last second, so that a busy program does not ask the database each time.
//!
//! The price: a token that is revoked, or whose program is closed, is accepted up to a second longer
//! (`docs/decisions/0120`).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use authz::Actor;
use base::{TenantId, UtcMicros};

/// How long a token is known, in microseconds.
const KNOWN_FOR: i64 = 1_000_000;

/// Programs of a province are hundreds; more than this means that somebody makes tokens up.
const MOST: usize = 4_096;

type Key = (TenantId, [u8; 32]);

/// Actors by token, each with the instant it was read.
#[derive(Debug, Default)]
pub(crate) struct KnownTokens(Mutex<HashMap<Key, (UtcMicros, Actor)>>);

impl KnownTokens {
    /// The actor of a token that was read less than a second ago.
    pub(crate) fn recall(&self, key: &Key, now: UtcMicros) -> Option<Actor> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (read_at, actor) = known.get(key)?;
        (0..KNOWN_FOR)
            .contains(&now.since(*read_at))
            .then(|| actor.clone())
    }

    /// Keeps what was read.
    pub(crate) fn remember(&self, key: Key, now: UtcMicros, actor: &Actor) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(key, (now, actor.clone()));
    }
}

#[cfg(test)]
mod tests {
    use authz::{Grant, Role, Scope};
    use base::{ActorId, Uuid};

    use super::*;

    #[test]
    fn a_token_is_forgotten_after_a_second() {
        let tenant = TenantId::new(Uuid::from_u128(1));
        let grants = vec![Grant::new(Role::CityAdmin, Scope::Tenant)];
        let actor = Actor::person(tenant, ActorId::new(Uuid::from_u128(2)), grants);
        let (known, key) = (KnownTokens::default(), (tenant, [7; 32]));
        let at = UtcMicros::new(5_000_000);
        assert_eq!(known.recall(&key, at), None);
        known.remember(key, at, &actor);
        assert_eq!(known.recall(&key, at), Some(actor.clone()));
        let other = (TenantId::new(Uuid::from_u128(3)), [7; 32]);
        assert_eq!(known.recall(&other, at), None);
        assert_eq!(known.recall(&key, at.plus_seconds(1)), None);
        // A clock that went back proves nothing.
        assert_eq!(known.recall(&key, at.plus_seconds(-1)), None);
    }
}
