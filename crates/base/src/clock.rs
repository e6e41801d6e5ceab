//! Where time and randomness come from: arguments, never globals.

use std::sync::atomic::{AtomicI64, Ordering};

use rand::Rng as _;

use crate::UtcMicros;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> UtcMicros;
}

/// The clock of the machine.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> UtcMicros {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the one place that reads the clock"
        )]
        let now = jiff::Timestamp::now();
        UtcMicros::new(now.as_microsecond())
    }
}

/// A clock that tests move by hand.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock standing at `at`.
    pub fn at(at: UtcMicros) -> Self {
        Self(AtomicI64::new(at.get()))
    }

    /// Moves the clock to `at`.
    pub fn set(&self, at: UtcMicros) {
        self.0.store(at.get(), Ordering::SeqCst);
    }

    /// Moves the clock forward by whole seconds.
    pub fn advance_seconds(&self, seconds: i64) {
        self.set(self.now().plus_seconds(seconds));
    }
}

impl Clock for ManualClock {
    fn now(&self) -> UtcMicros {
        UtcMicros::new(self.0.load(Ordering::SeqCst))
    }
}

/// Gives unpredictable bytes, for ids, tokens and salts.
pub trait Entropy: Send + Sync {
    /// Fills `bytes` with unpredictable data.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's randomness, through a per-thread generator.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}
