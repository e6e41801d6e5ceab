//! The who, when and from where of one command.

use std::cell::Cell;

use uuid::Uuid;

use crate::{ActorId, Clock, Entropy, PostId, TenantId, UtcMicros};

/// Who does something, for whom, when and from where; made once, before a command is queued.
///
/// A command may run more than once (its transaction was retried), so everything that must be the
/// same each time stands here. [`Stamp::fresh`] gives a run its own copy.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// The city.
    pub tenant: TenantId,
    /// Who acts.
    pub actor: ActorId,
    /// The post in whose name the actor acts as a deputy, if any.
    pub acting_for: Option<PostId>,
    /// When the command was given.
    pub at: UtcMicros,
    /// From where: an address or a command name; never a secret.
    pub origin: String,
    /// The ids this command may use.
    pub ids: IdSequence,
}

impl Stamp {
    /// A stamp for a command given now.
    pub fn new(
        tenant: TenantId,
        actor: ActorId,
        origin: impl Into<String>,
        clock: &dyn Clock,
        entropy: &dyn Entropy,
    ) -> Self {
        let at = clock.now();
        let ids = IdSequence::new(at, entropy);
        Self {
            tenant,
            actor,
            acting_for: None,
            at,
            origin: origin.into(),
            ids,
        }
    }

    /// A copy whose ids start again from the first.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self {
            ids: self.ids.restarted(),
            ..self.clone()
        }
    }

    /// The next id of this command.
    pub fn next_id(&self) -> Uuid {
        self.ids.next_id()
    }
}

/// A repeatable sequence of UUIDv7 (RFC 9562): random once, then counted.
#[derive(Debug, Clone)]
pub struct IdSequence {
    millis: u64,
    seed: [u8; 10],
    given: Cell<u32>,
}

impl IdSequence {
    /// A new sequence at an instant.
    pub fn new(at: UtcMicros, entropy: &dyn Entropy) -> Self {
        let mut seed = [0; 10];
        entropy.fill(&mut seed);
        let millis = u64::try_from(at.millis()).unwrap_or_default();
        Self {
            millis,
            seed,
            given: Cell::new(0),
        }
    }

    /// The next id; counting keeps the ids of one command in order of creation.
    pub fn next_id(&self) -> Uuid {
        let number = self.given.get();
        self.given.set(number.wrapping_add(1));
        // 12 bits of rand_a and the first bits of rand_b hold the counter, the rest the seed.
        let mut random = self.seed;
        let [a, b, c, d] = number.to_be_bytes();
        random[0] = (random[0] & 0xf0) | (a & 0x0f);
        random[1] = b;
        random[2] = (random[2] & 0xc0) | (c >> 2);
        random[3] = (c << 6) | (d >> 2);
        random[4] = (d << 6) | (random[4] & 0x3f);
        uuid::Builder::from_unix_timestamp_millis(self.millis, &random).into_uuid()
    }

    /// The same sequence from its first id.
    #[must_use]
    fn restarted(&self) -> Self {
        Self {
            given: Cell::new(0),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ManualClock, SystemEntropy};

    fn stamp() -> Stamp {
        let nobody = Uuid::nil();
        let clock = ManualClock::at(UtcMicros::new(1_700_000_000_000_000));
        Stamp::new(
            TenantId::new(nobody),
            ActorId::new(nobody),
            "test",
            &clock,
            &SystemEntropy,
        )
    }

    #[test]
    fn a_second_run_gets_the_same_ids() {
        let stamp = stamp();
        let first: Vec<_> = (0..70_000).map(|_| stamp.next_id()).collect();
        let again = stamp.fresh();
        assert!(first.iter().all(|id| *id == again.next_id()));
    }

    #[test]
    fn ids_are_version_7_distinct_and_in_order() {
        let stamp = stamp();
        let ids: Vec<_> = (0..70_000).map(|_| stamp.next_id()).collect();
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
