//! Rate limits per process: a token bucket for each key.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base::UtcMicros;

/// How often something may happen: `capacity` at once, refilled evenly over `per_seconds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Name of the limit, part of the key.
    pub name: &'static str,
    /// Tries that are possible at once.
    pub capacity: u32,
    /// Seconds in which an empty budget fills again.
    pub per_seconds: u32,
}

/// Token buckets by key, with a bounded number of keys.
#[derive(Debug, Default)]
pub struct RateLimiter(Mutex<HashMap<(&'static str, String), Bucket>>);

#[derive(Debug, Clone, Copy)]
struct Bucket {
    /// When the bucket will be full again.
    full_at: i64,
}

const KEYS_MAX: usize = 100_000;

impl RateLimiter {
    /// Takes one try.
    ///
    /// # Errors
    /// The whole seconds to wait where none is left.
    pub fn take(&self, budget: Budget, key: &str, now: UtcMicros) -> Result<(), u32> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = now.get();
        let cost = i64::from(budget.per_seconds) * 1_000_000 / i64::from(budget.capacity.max(1));
        let room = cost * i64::from(budget.capacity.saturating_sub(1));
        if buckets.len() >= KEYS_MAX {
            buckets.retain(|_, bucket| bucket.full_at > now);
            if buckets.len() >= KEYS_MAX {
                // Under a flood of keys forgetting is better than growing without end.
                buckets.clear();
            }
        }
        let bucket = buckets
            .entry((budget.name, key.to_owned()))
            .or_insert(Bucket { full_at: now });
        let missing = (bucket.full_at - now).max(0);
        if missing > room {
            let wait = (missing - room + 999_999) / 1_000_000;
            return Err(u32::try_from(wait).unwrap_or(u32::MAX).max(1));
        }
        bucket.full_at = now + missing + cost;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOGIN: Budget = Budget {
        name: "login",
        capacity: 3,
        per_seconds: 60,
    };

    #[test]
    fn refuses_the_fourth_try_and_says_when_to_come_back() {
        let limiter = RateLimiter::default();
        let at = UtcMicros::new(0);
        for _ in 0..3 {
            assert_eq!(limiter.take(LOGIN, "a", at), Ok(()));
        }
        assert_eq!(limiter.take(LOGIN, "a", at), Err(20));
        assert_eq!(limiter.take(LOGIN, "b", at), Ok(()));
        assert_eq!(limiter.take(LOGIN, "a", at.plus_seconds(19)), Err(1));
        assert_eq!(limiter.take(LOGIN, "a", at.plus_seconds(20)), Ok(()));
        assert_eq!(limiter.take(LOGIN, "a", at.plus_seconds(20)), Err(20));
    }
}
