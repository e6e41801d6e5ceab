//! Standing vouchers: set once, issued on their days by the program itself.

use authz::{Action, Actor, Resource};
use base::Stamp;
use db::{ActionError, Failure, Tx};
use journal::Subject;
use serde::{Deserialize, Serialize};

use super::facts::{CityFacts, load_city};
use super::issue_voucher::{IssueRefusal, IssueVoucher, Issued, Origin, issue};
use crate::keys::VoucherKeys;
use crate::store::{self, NewStanding, Standing, StandingId};

/// Standing vouchers looked at in one transaction.
const STANDING_STEP: i64 = 100;

/// Why a standing voucher was not set or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StandingRefusal {
    /// The actor may not issue for this vehicle.
    #[error("not_allowed")]
    NotAllowed,
    /// There is no such vehicle.
    #[error("vehicle_unknown")]
    VehicleUnknown,
    /// No weekday was chosen.
    #[error("no_weekday")]
    NoWeekday,
    /// It ends before it begins.
    #[error("ends_before_begin")]
    EndsBeforeBegin,
    /// Hour, days or litres are outside what is possible.
    #[error("out_of_range")]
    OutOfRange,
    /// Somebody changed it meanwhile, or there is no such standing voucher.
    #[error("changed_meanwhile")]
    ChangedMeanwhile,
}

fn refused<T>(refusal: StandingRefusal) -> Result<T, ActionError<StandingRefusal>> {
    Err(ActionError::Refused(refusal))
}

/// Sets a standing voucher; it is first issued on its first day that is due.
pub fn set_standing(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &NewStanding,
) -> Result<StandingId, ActionError<StandingRefusal>> {
    let today = load_city(tx, stamp.tenant)?.zone.date(stamp.at);
    let Some(vehicle) = fleet::lookup_vehicle(tx, stamp.tenant, input.vehicle, today)? else {
        return refused(StandingRefusal::VehicleUnknown);
    };
    let resource = Resource::tenant(stamp.tenant)
        .agency(vehicle.agency)
        .unit(vehicle.unit);
    if actor.may(Action::FuelVoucherIssue, &resource).is_err() {
        return refused(StandingRefusal::NotAllowed);
    }
    if input.weekdays.is_empty() || input.weekdays.iter().any(|day| !(1..=7).contains(day)) {
        return refused(StandingRefusal::NoWeekday);
    }
    if input.until_on.is_some_and(|until| until < input.from_on) {
        return refused(StandingRefusal::EndsBeforeBegin);
    }
    let in_range = (0..=23).contains(&input.hour) && (1..=31).contains(&input.days_valid);
    if !in_range || !input.volume.is_positive() {
        return refused(StandingRefusal::OutOfRange);
    }
    let id = StandingId::new(stamp.next_id());
    store::insert_standing(tx, stamp.tenant, (id, vehicle.agency), input)?;
    let subject = Subject::new("voucher_standing", id);
    journal::record(tx, stamp, "fuel.standing.set", subject, None)?;
    Ok(id)
}

/// Ends a standing voucher; vouchers issued from it stay.
pub fn end_standing(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (id, revision): (StandingId, i64),
) -> Result<(), ActionError<StandingRefusal>> {
    let Some(standing) = store::lookup_standing(tx, stamp.tenant, id)? else {
        return refused(StandingRefusal::ChangedMeanwhile);
    };
    let resource = Resource::tenant(stamp.tenant).agency(standing.agency);
    if actor.may(Action::FuelVoucherIssue, &resource).is_err() {
        return refused(StandingRefusal::NotAllowed);
    }
    if !store::end_standing_row(tx, stamp.tenant, (id, revision))? {
        return refused(StandingRefusal::ChangedMeanwhile);
    }
    let subject = Subject::new("voucher_standing", id);
    journal::record(tx, stamp, "fuel.standing.end", subject, None)?;
    Ok(())
}

/// Why a refused day of a standing voucher was not made up for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RetryRefusal {
    /// It is unknown here, has ended, or its last day was issued.
    #[error("nothing_to_retry")]
    NothingToRetry,
    /// The voucher was refused again.
    #[error(transparent)]
    Issue(IssueRefusal),
}

/// Issues what was refused on the last day of a standing voucher, from now on.
pub fn retry_standing(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    keys: &VoucherKeys,
    id: StandingId,
) -> Result<Issued, ActionError<RetryRefusal>> {
    let nothing = || Err(ActionError::Refused(RetryRefusal::NothingToRetry));
    let Some(standing) = store::lookup_standing(tx, stamp.tenant, id)? else {
        return nothing();
    };
    if !store::clear_standing_refusal(tx, stamp.tenant, id)? {
        return nothing();
    }
    let subject = Subject::new("voucher_standing", id);
    journal::record(tx, stamp, "fuel.standing.retry", subject, None)?;
    let city = load_city(tx, stamp.tenant)?;
    let input = voucher_of(stamp, &city, &standing)?;
    let origin = Origin {
        batch: None,
        standing: Some(id.uuid()),
    };
    issue(tx, (stamp, actor, keys), &city, (&input, origin))
        .map_err(|error| error.map(RetryRefusal::Issue))
}

/// What one step of issuing standing vouchers did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StandingStep {
    /// How many vouchers were issued.
    pub issued: u32,
    /// How many were refused; the reasons stand with the standing vouchers.
    pub refused: u32,
    /// Where the next step begins; `None` once all were looked at.
    pub next: Option<StandingId>,
}

/// Issues the standing vouchers that are due, a step's worth after `after`.
///
/// Called by the program itself, every few minutes, from [`StandingId`] nil on until `next` is
/// `None`. Each day of a standing voucher is tried once, whichever process comes first; what is
/// refused stays visible with its reason.
pub fn issue_due_standing(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    keys: &VoucherKeys,
    after: StandingId,
) -> Result<StandingStep, ActionError<std::convert::Infallible>> {
    let city = load_city(tx, stamp.tenant)?;
    let local = city.zone.local(stamp.at);
    let (today, hour) = (local.date(), i64::from(local.hour()));
    let untried = store::list_untried(tx, stamp.tenant, (today, after), STANDING_STEP)?;
    let full = i64::try_from(untried.len()).is_ok_and(|count| count >= STANDING_STEP);
    let mut step = StandingStep {
        next: untried.last().map(|last| last.id).filter(|_| full),
        ..StandingStep::default()
    };
    for standing in untried
        .iter()
        .filter(|standing| standing.is_due(today, hour))
    {
        if !store::claim_standing(tx, stamp.tenant, (standing.id, today))? {
            continue;
        }
        let subject = Subject::new("voucher_standing", standing.id);
        journal::record(tx, stamp, "fuel.standing.run", subject, None)?;
        match issue_one(tx, stamp, (&city, keys), standing)? {
            None => step.issued = step.issued.saturating_add(1),
            Some(refusal) => {
                keep_refusal(tx, stamp, standing.id, &refusal)?;
                step.refused = step.refused.saturating_add(1);
            }
        }
    }
    Ok(step)
}

fn issue_one(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (city, keys): (&CityFacts, &VoucherKeys),
    standing: &Standing,
) -> Result<Option<IssueRefusal>, Failure> {
    let actor = Actor::system(stamp.tenant);
    let input = voucher_of(stamp, city, standing)?;
    let origin = Origin {
        batch: None,
        standing: Some(standing.id.uuid()),
    };
    let tried = tx.savepoint(|tx| issue(tx, (stamp, &actor, keys), city, (&input, origin)));
    match tried {
        Ok(_) => Ok(None),
        Err(ActionError::Refused(refusal)) => Ok(Some(refusal)),
        Err(ActionError::Failed(failure)) => Err(failure),
        Err(ActionError::KeyReused) => Err(Failure::bug("an inner command has no key")),
    }
}

/// The voucher of a day: valid so many days, but within the month and the year's cut-off.
fn voucher_of(
    stamp: &Stamp,
    city: &CityFacts,
    standing: &Standing,
) -> Result<IssueVoucher, Failure> {
    let today = city.zone.date(stamp.at);
    let days = standing.days_valid.clamp(1, 31).saturating_sub(1);
    let month_end = base::MonthOfYear::of(today).last_day();
    let cutoff = city.settings.cutoff_in(today.year());
    let last = today
        .saturating_add(jiff::Span::new().days(days))
        .min(month_end);
    let last = if today <= cutoff {
        last.min(cutoff)
    } else {
        last
    };
    let until = city
        .zone
        .end_of(last)
        .map_err(|error| Failure::other("the end of a day", error))?;
    Ok(IssueVoucher {
        vehicle: standing.vehicle,
        product: standing.product.clone(),
        substitutes: Vec::new(),
        volume: standing.volume,
        line: standing.line,
        station: standing.station,
        offline: false,
        valid_from: stamp.at,
        valid_until: until,
        drawer: standing.drawer,
        // The letter that is in force on the day is found at issue.
        letter_number: None,
        purpose: standing.purpose.clone(),
    })
}

fn keep_refusal(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    id: StandingId,
    refusal: &IssueRefusal,
) -> Result<(), Failure> {
    let kept =
        serde_json::to_string(refusal).map_err(|error| Failure::other("write a refusal", error))?;
    store::note_standing_refusal(tx, stamp.tenant, id, &kept)?;
    let subject = Subject::new("voucher_standing", id);
    journal::record(
        tx,
        stamp,
        "fuel.standing.refuse",
        subject,
        Some(&refusal.to_string()),
    )?;
    Ok(())
}
