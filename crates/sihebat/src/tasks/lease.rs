//! Holding a lease: one process does the work, another takes over when it is gone.

use std::sync::{Arc, Mutex, PoisonError};

use base::{UtcMicros, to_hex};
use db::{ActionError, Command, Db, Lease};

use crate::machine::{INSTALLATION, Machine};

/// A lease lasts 15 seconds; it is renewed this often.
const RENEW_SECONDS: i64 = 5;

/// One process's claim on a lease.
pub(crate) struct Claim {
    db: Db,
    machine: Machine,
    name: &'static str,
    holder: String,
    held: Option<(Lease, UtcMicros)>,
}

impl Claim {
    pub(crate) fn new(db: Db, machine: Machine, name: &'static str) -> Self {
        let holder = format!("{}-{}", std::process::id(), to_hex(&machine.random::<8>()));
        Self {
            db,
            machine,
            name,
            holder,
            held: None,
        }
    }

    /// The lease, taken or renewed where that is due; `None` while another process holds it.
    pub(crate) fn hold(&mut self) -> Option<Lease> {
        let now = self.machine.clock.now();
        if let Some((lease, taken_at)) = &self.held
            && now.since(*taken_at) < RENEW_SECONDS * 1_000_000
        {
            return Some(lease.clone());
        }
        self.held = match self.take(now) {
            Ok(lease) => lease.map(|lease| (lease, now)),
            Err(error) => {
                tracing::warn!(lease = self.name, %error, "a lease could not be taken");
                None
            }
        };
        self.held.as_ref().map(|(lease, _)| lease.clone())
    }

    fn take(&self, now: UtcMicros) -> Result<Option<Lease>, ActionError<()>> {
        let (name, holder) = (self.name, self.holder.clone());
        // A lease is no answer that can be kept for replay: it leaves through a slot.
        let slot = Arc::new(Mutex::new(None));
        let taken = Arc::clone(&slot);
        let stamp = self.machine.stamp(INSTALLATION, "lease");
        self.db.write_blocking(Command::by(&stamp), move |tx| {
            let lease = Lease::take(tx, name, &holder, now)?;
            *taken.lock().unwrap_or_else(PoisonError::into_inner) = lease;
            Ok(())
        })?;
        let lease = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        Ok(lease)
    }
}
