//! What the program does in a city's name: ends vouchers, drives imports.

use std::time::Duration;

use base::{TenantId, Uuid};
use db::{Access, ActionError, Command, Db};
use fuel::{StandingId, VoucherKeys};
use register::ImportDesk;

use super::lease::Claim;
use super::{Beat, CityList};
use crate::machine::Machine;

/// How often ended vouchers are looked for.
const EXPIRY_TICK: Duration = Duration::from_secs(30);
/// How often standing vouchers are looked at.
const STANDING_TICK: Duration = Duration::from_mins(2);
/// How often waiting imports are looked for.
const IMPORT_TICK: Duration = Duration::from_millis(500);
/// Rows of each import at a turn, so that none waits for another.
const IMPORT_ROWS: usize = 2_000;

/// Ends vouchers whose time is over and gives back what they held, under a lease.
pub(crate) fn expire(db: &Db, machine: &Machine, cities: &CityList, beat: &Beat) {
    let mut claim = Claim::new(db.clone(), machine.clone(), "expiry");
    while beat.wait(EXPIRY_TICK) {
        if claim.hold().is_none() {
            continue;
        }
        for tenant in cities.all() {
            if let Err(error) = expire_all(db, machine, tenant.id, beat) {
                tracing::warn!(tenant = tenant.short_code, %error, "vouchers could not be ended");
            }
        }
    }
}

fn expire_all(
    db: &Db,
    machine: &Machine,
    id: TenantId,
    beat: &Beat,
) -> Result<(), ActionError<std::convert::Infallible>> {
    loop {
        let stamp = machine.stamp(id, "expiry");
        let count = db.write_blocking(Command::by(&stamp), move |tx| {
            fuel::expire_vouchers(tx, &stamp.fresh())
        })?;
        if count == 0 || !beat.wait(Duration::ZERO) {
            return Ok(());
        }
        metrics::counter!("sihebat_vouchers_expired_total").increment(count as u64);
    }
}

/// Issues standing vouchers that are due, under a lease.
pub(crate) fn issue_standing(
    (db, machine): (&Db, &Machine),
    keys: &VoucherKeys,
    cities: &CityList,
    beat: &Beat,
) {
    let mut claim = Claim::new(db.clone(), machine.clone(), "standing");
    while beat.wait(STANDING_TICK) {
        if claim.hold().is_none() {
            continue;
        }
        for tenant in cities.all() {
            if let Err(error) = issue_all(db, machine, (tenant.id, keys), beat) {
                tracing::warn!(tenant = tenant.short_code, %error, "standing vouchers wait");
            }
        }
    }
}

fn issue_all(
    db: &Db,
    machine: &Machine,
    (id, keys): (TenantId, &VoucherKeys),
    beat: &Beat,
) -> Result<(), ActionError<std::convert::Infallible>> {
    let mut after = StandingId::new(Uuid::nil());
    loop {
        let (stamp, keys) = (machine.stamp(id, "standing"), keys.clone());
        let step = db.write_blocking(Command::by(&stamp), move |tx| {
            fuel::issue_due_standing(tx, &stamp.fresh(), &keys, after)
        })?;
        metrics::counter!("sihebat_standing_vouchers_total").increment(u64::from(step.issued));
        match step.next {
            Some(next) if beat.wait(Duration::ZERO) => after = next,
            _ => return Ok(()),
        }
    }
}

/// Works on imports that wait, and on what purchases leave behind; each step is taken once, whoever
/// takes it.
pub(crate) fn drive_imports(
    (db, machine): (&Db, &Machine),
    desk: &ImportDesk,
    cities: &CityList,
    beat: &Beat,
) {
    while beat.wait(IMPORT_TICK) {
        for tenant in cities.all() {
            if let Err(error) = desk.advance_all(tenant.id, IMPORT_ROWS) {
                tracing::warn!(tenant = tenant.short_code, %error, "an import stands still");
            }
            if let Err(error) = settle_purchases(db, machine, tenant.id, beat) {
                tracing::warn!(tenant = tenant.short_code, %error, "purchases wait to be judged");
            }
        }
    }
}

/// Judges meters of purchases that wait, such as those of a plate that was resolved just now.
fn settle_purchases(
    db: &Db,
    machine: &Machine,
    id: TenantId,
    beat: &Beat,
) -> Result<(), ActionError<std::convert::Infallible>> {
    let waits = db.read_blocking(id, Access::ReadOwn, move |tx| {
        purchases::has_waiting(tx, id)
    })?;
    let mut is_done = !waits;
    while !is_done && beat.wait(Duration::ZERO) {
        let stamp = machine.stamp(id, "purchases");
        is_done = db.write_blocking(Command::by(&stamp), move |tx| {
            Ok(purchases::settle_waiting(tx, &stamp.fresh())?)
        })?;
    }
    Ok(())
}
