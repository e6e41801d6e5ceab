//! The quota of a vehicle: worked out from decree, calendar and meter, kept in the ledger.

use base::{CivilDate, Millilitres, MonthOfYear, Rupiah, Stamp, TenantId};
use db::{ActionError, Failure, Tx};
use fleet::Vehicle;
use ledger::{Account, LedgerRefusal, NewAccount, TransferId, Unit};
use register::WorkPattern;

use super::facts::{CityFacts, holder_post, load_city};
use super::issue_voucher::IssueRefusal;
use crate::model::{Entitlement, Per, Usage, Validity, VoucherId, choose_rule};
use crate::store;

/// A vehicle's quota in a month and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaState {
    /// What the decree grants.
    pub entitlement: Entitlement,
    /// What is used and promised.
    pub usage: Usage,
}

/// What a decree grants a vehicle in a month, and what became of it; `None` without a rule.
pub fn explain_quota(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: &Vehicle,
    month: MonthOfYear,
) -> Result<Option<QuotaState>, Failure> {
    let Some(entitlement) = entitle(tx, tenant, vehicle, month)? else {
        return Ok(None);
    };
    let period = entitlement.rule.per.period(month);
    let account = ledger::find_account(
        tx,
        tenant,
        vehicle.id.uuid(),
        &period,
        entitlement.rule.unit,
    )?;
    let usage = account.map_or(Usage::default(), |account| Usage {
        posted: account.posted,
        pending: account.pending,
    });
    Ok(Some(QuotaState { entitlement, usage }))
}

/// Works out what the rule in force on the month's last day grants.
fn entitle(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: &Vehicle,
    month: MonthOfYear,
) -> Result<Option<Entitlement>, Failure> {
    let on = month.last_day();
    let post = holder_post(tx, tenant, vehicle.id, on)?;
    let rules = store::list_rules_for(tx, tenant, (vehicle.id, &vehicle.class, post), on)?;
    let Some(rule) = choose_rule(rules) else {
        return Ok(None);
    };
    let count = count_units(tx, tenant, vehicle, (rule.per, month))?;
    let carried = if rule.carry_over {
        left_before(tx, tenant, vehicle, (rule.per, month, rule.unit))?
    } else {
        0
    };
    Ok(Some(Entitlement::of(rule, count, carried)?))
}

/// How many working days, weeks, kilometres or hours count for a month.
fn count_units(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: &Vehicle,
    (per, month): (Per, MonthOfYear),
) -> Result<i64, Failure> {
    let (first, last) = (month.first_day(), month.last_day());
    let count =
        |length: usize| i64::try_from(length).map_err(|error| Failure::other("count days", error));
    match per {
        Per::Month | Per::Year => Ok(1),
        // A week counts in the month in which its Sunday lies.
        Per::Week => count(sundays(first, last)),
        Per::WorkingDay => {
            let pattern = work_pattern(tx, tenant, vehicle)?;
            let days = register::working_days(tx, tenant, pattern, first, last)?;
            let away = fleet::unavailable_days(tx, tenant, vehicle.id, first, last)?;
            count(days.iter().filter(|day| !away.contains(day)).count())
        }
        Per::Kilometre | Per::Hour => metered_in(tx, tenant, vehicle, month),
    }
}

/// The days on which a vehicle works: its own pattern, its unit's, or five days a week.
fn work_pattern(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: &Vehicle,
) -> Result<WorkPattern, Failure> {
    if let Some(own) = &vehicle.work_pattern {
        return own
            .parse()
            .map_err(|_| Failure::bug(format!("unknown work pattern {own}")));
    }
    let unit = match vehicle.unit {
        Some(unit) => register::lookup_unit(tx, tenant, unit)?,
        None => None,
    };
    Ok(unit.map_or(WorkPattern::FiveDay, |unit| unit.work_pattern))
}

/// What the meter counted in a month, from the last reading to build on before it.
fn metered_in(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: &Vehicle,
    month: MonthOfYear,
) -> Result<i64, Failure> {
    let zone = load_city(tx, tenant)?.zone;
    let edge = |date| {
        zone.start_of(date)
            .map_err(|error| Failure::other("a month's edge", error))
    };
    let (begin, end) = (edge(month.first_day())?, edge(month.next().first_day())?);
    // A vehicle that stood still for a year starts anew.
    let earlier = begin.plus_seconds(-366 * 86_400);
    let series = fleet::meter_series(tx, tenant, vehicle, (earlier, end))?;
    let usable = series
        .points
        .iter()
        .filter(|point| point.verdict.is_usable() && point.replaced_by.is_none())
        .map(|point| (point.reading.at, point.reading.total));
    let before = usable.clone().take_while(|(at, _)| *at < begin).last();
    let mut within = usable.skip_while(|(at, _)| *at < begin);
    let first = before.or_else(|| within.next());
    let last = within.last().or(first);
    Ok(match (first, last) {
        (Some((_, first)), Some((_, last))) => last.saturating_sub(first).max(0),
        _ => 0,
    })
}

fn sundays(first: CivilDate, last: CivilDate) -> usize {
    first
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day <= last)
        .filter(|day| day.weekday() == jiff::civil::Weekday::Sunday)
        .count()
}

/// What was left over in the period before.
fn left_before(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: &Vehicle,
    (per, month, unit): (Per, MonthOfYear, Unit),
) -> Result<i64, Failure> {
    let before = match per {
        Per::Year => format!("{:04}", month.year().saturating_sub(1)),
        _ => month.previous().to_string(),
    };
    let account = ledger::find_account(tx, tenant, vehicle.id.uuid(), &before, unit)?;
    Ok(account.map_or(0, |account| account.available()))
}

/// Reserves a voucher's share of the vehicle's quota; `None` where no rule concerns it.
pub(super) fn reserve_quota(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    _city: &CityFacts,
    (vehicle, validity): (&Vehicle, &Validity),
    (voucher, volume, amount): (VoucherId, Millilitres, Rupiah),
) -> Result<Option<(TransferId, Unit)>, ActionError<IssueRefusal>> {
    let Some(entitlement) = entitle(tx, stamp.tenant, vehicle, validity.period)? else {
        return Ok(None);
    };
    let unit = entitlement.rule.unit;
    let account = quota_account(tx, stamp, vehicle, (&entitlement, validity.period))?;
    let wanted = match unit {
        Unit::Millilitres => volume.get(),
        Unit::Rupiah => amount.get(),
    };
    let transfer = ledger::reserve(tx, stamp, account.id, voucher.uuid(), wanted);
    transfer
        .map(|transfer| Some((transfer, unit)))
        .map_err(|error| {
            error.map(|refusal| match refusal {
                LedgerRefusal::NotEnough {
                    available, wanted, ..
                } => IssueRefusal::QuotaExhausted {
                    left: entitlement.write(available),
                    wanted: entitlement.write(wanted),
                },
                _ => IssueRefusal::QuotaExhausted {
                    left: entitlement.write(0),
                    wanted: entitlement.write(wanted),
                },
            })
        })
}

/// The ledger account of a quota's period, brought to what the decree grants today.
fn quota_account(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    vehicle: &Vehicle,
    (entitlement, month): (&Entitlement, MonthOfYear),
) -> Result<Account, ActionError<IssueRefusal>> {
    let period = entitlement.rule.per.period(month);
    let unit = entitlement.rule.unit;
    let owner = vehicle.id.uuid();
    let found = ledger::find_account(tx, stamp.tenant, owner, &period, unit)?;
    let account = if let Some(account) = found {
        account
    } else {
        let new = NewAccount {
            owner,
            period: &period,
            unit,
            allocated: entitlement.total,
        };
        ledger::open_account(tx, stamp, &new)?;
        ledger::find_account(tx, stamp.tenant, owner, &period, unit)?
            .ok_or_else(|| Failure::bug("a quota's account vanished"))?
    };
    if account.allocated != entitlement.total {
        ledger::reallocate(tx, stamp.tenant, account.id, entitlement.total)
            .map_err(|error| Failure::bug(format!("a quota was not reallocated: {error}")))?;
    }
    Ok(account)
}
