//! The sealer: gives journal entries their place in the log and signs its head.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use base::{CivilDate, UtcMicros};
use db::{Access, ActionError, Command, Db, Failure, Lease};
use journal::SEAL_STEP;

use super::lease::Claim;
use super::{Beat, CityList};
use crate::keys::KeyRing;
use crate::machine::Machine;
use crate::notes::{self, NoteFiles};
use crate::tenants::Tenant;

/// How often waiting entries are looked for.
const TICK: Duration = Duration::from_millis(250);
/// How often the head is signed while the log grows.
const CHECKPOINT_SECONDS: i64 = 60;

/// When this process last found nothing left to seal; 0 where it does not hold the lease.
#[derive(Debug, Clone, Default)]
pub(crate) struct SealStatus(Arc<AtomicI64>);

impl SealStatus {
    /// When everything was sealed last, by this process.
    pub(crate) fn done_at(&self) -> Option<UtcMicros> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            micros => Some(UtcMicros::new(micros)),
        }
    }

    fn set(&self, at: Option<UtcMicros>) {
        self.0
            .store(at.map_or(0, UtcMicros::get), Ordering::Relaxed);
    }
}

/// Seals the journals of all cities while it holds the lease.
pub(crate) struct Sealer {
    db: Db,
    machine: Machine,
    cities: CityList,
    ring: KeyRing,
    files: NoteFiles,
    status: SealStatus,
    claim: Claim,
    signed: Option<(UtcMicros, CivilDate)>,
}

impl Sealer {
    pub(crate) fn new(
        (db, machine): (&Db, &Machine),
        cities: CityList,
        ring: KeyRing,
        status: SealStatus,
    ) -> Self {
        Self {
            db: db.clone(),
            machine: machine.clone(),
            cities,
            ring,
            files: NoteFiles::new(machine.config.checkpoints()),
            status,
            claim: Claim::new(db.clone(), machine.clone(), "sealer"),
            signed: None,
        }
    }

    /// Seals until the server ends, then once more.
    pub(crate) fn run(mut self, beat: &Beat) {
        while beat.wait(TICK) {
            self.turn();
        }
        self.signed = None;
        self.turn();
    }

    fn turn(&mut self) {
        let Some(lease) = self.claim.hold() else {
            self.status.set(None);
            return;
        };
        let mut whole = true;
        for tenant in self.cities.all() {
            if let Err(error) = self.seal(&tenant, &lease) {
                tracing::error!(tenant = tenant.short_code, %error, "the journal could not be sealed");
                whole = false;
            }
        }
        let now = self.machine.clock.now();
        if whole {
            self.status.set(Some(now));
        }
        self.sign_all(now);
    }

    fn seal(&self, tenant: &Tenant, lease: &Lease) -> Result<(), ActionError<()>> {
        let id = tenant.id;
        loop {
            let waiting = self
                .db
                .read_blocking(id, Access::ReadOwn, move |tx| journal::list_waiting(tx, id))?;
            if waiting.is_empty() {
                return Ok(());
            }
            let stamp = self.machine.stamp(id, "sealer");
            let lease = lease.clone();
            let count = self.db.write_blocking(Command::by(&stamp), move |tx| {
                Ok::<_, ActionError<()>>(journal::seal_waiting(tx, id, &lease, &waiting)?)
            })?;
            metrics::counter!("sihebat_journal_sealed_total").increment(count as u64);
            if count < SEAL_STEP {
                return Ok(());
            }
        }
    }

    /// Signs the heads each minute, and at the first turn of a new day for the day that ended.
    fn sign_all(&mut self, now: UtcMicros) {
        let tenants = self.cities.all();
        let Some(today) = tenants.first().map(|tenant| tenant.zone.date(now)) else {
            return;
        };
        let new_day = self.signed.is_none_or(|(_, day)| day != today);
        let due = |at: &UtcMicros| now.since(*at) >= CHECKPOINT_SECONDS * 1_000_000;
        if !new_day && !self.signed.as_ref().is_some_and(|(at, _)| due(at)) {
            return;
        }
        for tenant in &tenants {
            let signed = self.sign(tenant, now, new_day);
            if let Err(error) = signed {
                tracing::error!(tenant = tenant.short_code, %error, "no checkpoint could be kept");
            }
        }
        self.signed = Some((now, today));
    }

    fn sign(&self, tenant: &Tenant, now: UtcMicros, new_day: bool) -> anyhow::Result<()> {
        let id = tenant.id;
        if new_day && let Some(note) = self.latest(tenant)? {
            // After a crash between COMMIT and the file this also closes the gap.
            notes::append(&self.files.all(&tenant.short_code), &note)?;
            notes::append(&self.files.daily(&tenant.short_code), &note)?;
        }
        let stamp = self.machine.stamp(id, "sealer");
        let signer = self.ring.keys().signer(now)?;
        let note = self
            .db
            .write_blocking(Command::by(&stamp), move |tx| {
                Ok::<_, ActionError<()>>(journal::checkpoint(tx, id, now, &signer)?)
            })
            .map_err(|error| anyhow::anyhow!("sign the head: {error}"))?;
        if let Some(note) = note {
            notes::append(&self.files.all(&tenant.short_code), &note)?;
        }
        Ok(())
    }

    fn latest(&self, tenant: &Tenant) -> Result<Option<String>, Failure> {
        let id = tenant.id;
        self.db.read_blocking(id, Access::ReadOwn, move |tx| {
            journal::latest_checkpoint(tx, id)
        })
    }
}
