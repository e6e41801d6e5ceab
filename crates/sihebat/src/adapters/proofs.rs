//! What `/bukti` shows: the daily checkpoints that lie in files.

use base::{TenantId, UtcMicros};
use db::Access;
use journal::{Trust, VerifyingKey};
use web::{Failure, Looking};
use witness::{Proof, ProofDay, Proofs};

use crate::keys::KeyRing;
use crate::machine::Machine;
use crate::notes::{self, NoteFiles};
use crate::tasks::CityList;

/// The files of checkpoints, and the keys that signed them.
pub(crate) struct KeptProofs {
    pub(crate) db: db::Db,
    pub(crate) machine: Machine,
    pub(crate) cities: CityList,
    pub(crate) ring: KeyRing,
    pub(crate) files: NoteFiles,
}

impl KeptProofs {
    async fn read(&self, tenant: TenantId) -> Result<Proof, Failure> {
        let keys = self.ring.keys();
        let signer = keys.signer(self.machine.clock.now())?;
        let city = self.cities.find(tenant);
        let mut text = String::new();
        if let Some(city) = city {
            let read = tokio::fs::read_to_string(self.files.daily(&city.short_code));
            text = read.await.unwrap_or_default();
        }
        let latest = move |tx: &mut db::Tx<'_>| journal::latest_checkpoint(tx, tenant);
        let latest = self.db.read(tenant, Access::ReadOwn, latest).await?;
        let mut kept = notes::split(&text);
        kept.extend(latest);
        Ok(Proof {
            verifier: signer.verifying_key().to_string(),
            days: days(&kept, &keys.verifiers()),
        })
    }
}

/// Checkpoints that our keys signed, the latest first; notes about keys are none.
fn days(kept: &[String], keys: &[VerifyingKey]) -> Vec<ProofDay> {
    let Some(trust) = Trust::of(keys, &[]) else {
        return Vec::new();
    };
    let mut days: Vec<ProofDay> = kept
        .iter()
        .filter_map(|note| {
            let point = trust.open(note).ok()?;
            Some(ProofDay {
                at: point.at,
                size: point.size,
                code: journal::short_code(note),
            })
        })
        .collect();
    days.sort_by_key(|day| std::cmp::Reverse::<UtcMicros>(day.at));
    days.dedup();
    days
}

impl Proofs for KeptProofs {
    fn of(&self, tenant: TenantId) -> Looking<'_, Result<Proof, Failure>> {
        Box::pin(self.read(tenant))
    }
}
