//! Throwing away what is over: answers for replay, sessions, tries, files a crash left unfinished.

use std::time::{Duration, SystemTime};

use base::{TenantId, UtcMicros};
use blobs::BlobStore;
use db::{ActionError, Command, Db, Failure, Tx, params};

use super::lease::Claim;
use super::orphans::remove_orphans;
use super::{Beat, CityList};
use crate::machine::Machine;
use crate::tenants::Tenant;

/// How often it is looked for.
const TICK: Duration = Duration::from_mins(10);
/// How long answers are kept for replay, in seconds: 90 days.
const ANSWER_SECONDS: i64 = 90 * 86_400;
/// How long an unfinished file may be somebody's work.
const UNFINISHED: Duration = Duration::from_hours(1);
/// How long a file may lie that no row names.
const UNNAMED: Duration = Duration::from_hours(24);
/// How often files without a row are looked for, in seconds: once a day.
const UNNAMED_SECONDS: i64 = 86_400;

/// One step of a purge: at most 500 rows, gives how many.
type PurgeStep = fn(&mut Tx<'_>, TenantId, UtcMicros) -> Result<u64, Failure>;

const STEPS: [PurgeStep; 3] = [
    purge_answers,
    identity::purge_outside_journal,
    witness::purge_letters,
];

/// Purges under its lease until the server ends.
pub(crate) fn purge(
    (db, machine): (&Db, &Machine),
    cities: &CityList,
    store: &BlobStore,
    beat: &Beat,
) {
    let mut claim = Claim::new(db.clone(), machine.clone(), "purge");
    let mut looked_at: Option<UtcMicros> = None;
    while beat.wait(TICK) {
        if claim.hold().is_none() {
            continue;
        }
        let at = machine.clock.now();
        let is_due = looked_at.is_none_or(|last| last.plus_seconds(UNNAMED_SECONDS) <= at);
        for tenant in cities.all() {
            for step in STEPS {
                if let Err(error) = run(db, machine, tenant.id, step) {
                    tracing::warn!(tenant = tenant.short_code, %error, "a purge failed");
                }
            }
            let micros = u64::try_from(at.get()).unwrap_or_default();
            let now = SystemTime::UNIX_EPOCH + Duration::from_micros(micros);
            if let Err(error) = store.sweep(tenant.id, now - UNFINISHED) {
                tracing::warn!(tenant = tenant.short_code, %error, "unfinished files stay");
            }
            if is_due {
                tidy_files(db, store, &tenant, now - UNNAMED);
            }
        }
        if is_due {
            looked_at = Some(at);
        }
    }
}

/// Removes what no row names, and says so: such a file is the mark of a crash.
fn tidy_files(db: &Db, store: &BlobStore, tenant: &Tenant, older_than: SystemTime) {
    let short_code = &tenant.short_code;
    match remove_orphans(db, store, (tenant.id, older_than)) {
        Ok(0) => {}
        Ok(count) => tracing::info!(tenant = short_code, count, "files without a row removed"),
        Err(error) => tracing::warn!(tenant = short_code, %error, "files without a row stay"),
    }
}

/// Repeats a step until nothing is left.
fn run(db: &Db, machine: &Machine, id: TenantId, step: PurgeStep) -> Result<(), ActionError<()>> {
    loop {
        let stamp = machine.stamp(id, "purge");
        let count = db.write_blocking(Command::by(&stamp), move |tx| {
            Ok::<_, ActionError<()>>(step(tx, id, stamp.at)?)
        })?;
        if count == 0 {
            return Ok(());
        }
    }
}

fn purge_answers(tx: &mut Tx<'_>, tenant: TenantId, now: UtcMicros) -> Result<u64, Failure> {
    tx.execute_outside_journal(
        "DELETE FROM idempotency WHERE tenant_id = $1 AND (actor_id, key) IN \
         (SELECT actor_id, key FROM idempotency WHERE tenant_id = $1 AND at < $2 \
         ORDER BY at LIMIT 500)",
        params![tenant, now.plus_seconds(-ANSWER_SECONDS)],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use db::Access;
    use testkit::{TENANT, TestDb, morning, stamp_at};

    #[test]
    fn answers_go_after_ninety_days_and_not_before() {
        let test = TestDb::sqlite(&[]);
        for (key, days) in [("old", 91), ("young", 89)] {
            let stamp = stamp_at(morning().plus_seconds(-days * 86_400));
            let command = Command::by(&stamp).keyed(key, "test", &());
            test.db
                .write_blocking(command, |_| Ok::<_, ActionError<()>>(7))
                .unwrap();
        }
        let stamp = stamp_at(morning());
        let purged = test.db.write_blocking(Command::by(&stamp), |tx| {
            Ok::<_, ActionError<()>>(purge_answers(tx, TENANT, morning())?)
        });
        assert_eq!(purged.unwrap(), 1);
        let left = test.db.read_blocking(TENANT, Access::ReadOwn, |tx| {
            tx.query_one(
                "SELECT key FROM idempotency WHERE tenant_id = $1",
                params![TENANT],
            )?
            .get::<String>("key")
        });
        assert_eq!(left.unwrap(), "young");
    }
}
