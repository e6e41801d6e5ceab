//! What the parts of the first page need, within the reach of one person.

use std::collections::{BTreeMap, BTreeSet};

use authz::{Action, Actor, Reach, Role};
use base::{AgencyId, CivilDate, MonthOfYear, PageSize, PersonId, TenantId, UtcMicros};
use budget::{Balance, LineBalance, LineFilter};
use db::{Failure, Tx};
use fleet::Vehicle;
use fuel::{
    AgencyTotal, Photo, QuotaState, Redemption, RedemptionFilter, StandingFilter, Voucher,
    VoucherFilter, VoucherState,
};

use super::duty::{Duty, Section};
use crate::reading::{Names, Wanted};

/// Rows counted for "needs attention"; past it the page says "more than".
pub(super) const COUNTED: u16 = 200;

/// Rows shown of each list.
const SHOWN: u16 = 12;

/// Doubtful redemptions shown with their photos.
const DOUBTS_SHOWN: u16 = 6;

/// When the page is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub(super) today: CivilDate,
    pub(super) month: MonthOfYear,
    /// The first instant of the month.
    pub(super) from: Option<UtcMicros>,
    /// The first instant after today.
    pub(super) tomorrow: Option<UtcMicros>,
}

/// How things stand within the reach of one person.
#[derive(Debug, Clone, Default)]
pub(super) struct Standing {
    pub(super) agencies: BTreeMap<AgencyId, String>,
    pub(super) balances: Vec<(AgencyId, Balance)>,
    pub(super) totals: Vec<AgencyTotal>,
    pub(super) doubtful: usize,
    pub(super) vouchers: usize,
    pub(super) unknown_plates: i64,
    pub(super) refused_schedules: usize,
    pub(super) lines: Vec<LineBalance>,
    pub(super) ending: Vec<Voucher>,
    pub(super) doubts: Vec<(Redemption, Vec<Photo>)>,
    pub(super) own: Vec<Voucher>,
    pub(super) driven: Vec<(Vehicle, Option<QuotaState>)>,
    pub(super) names: Names,
}

/// Reads what the parts of a person's page show.
pub(super) fn read_standing(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    actor: &Actor,
    moment: &Moment,
) -> Result<Standing, Failure> {
    let sections = Duty::of(actor).sections();
    let mut standing = Standing::default();
    read_money(tx, tenant, actor, (moment, sections), &mut standing)?;
    read_fuel(tx, tenant, actor, (moment, sections), &mut standing)?;
    if actor.holds(Role::Driver) {
        read_own(tx, tenant, actor, moment, &mut standing)?;
    }
    if actor.reach(Action::FleetUnknownResolve) != Reach::Nothing {
        standing.unknown_plates = fleet::count_open_unknowns(tx, tenant)?;
    }
    let vouchers = standing.own.iter().chain(&standing.ending);
    let mut wanted = Wanted {
        vehicles: vouchers.map(|voucher| voucher.vehicle).collect(),
        people: BTreeSet::new(),
    };
    for (redemption, _) in &standing.doubts {
        wanted.vehicles.insert(redemption.vehicle);
        wanted.people.extend(redemption.driver);
    }
    standing.names = Names::load(tx, tenant, &wanted, moment.today)?;
    Ok(standing)
}

fn read_money(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    actor: &Actor,
    (moment, sections): (&Moment, &[Section]),
    standing: &mut Standing,
) -> Result<(), Failure> {
    let money = actor.reach(Action::BudgetLineView);
    if money == Reach::Nothing {
        return Ok(());
    }
    let filter = LineFilter {
        year: moment.month.year(),
        agency: None,
        month: None,
        search: String::new(),
        with_closed: false,
    };
    standing.balances = budget::list_agency_balances(tx, tenant, &money, &filter)?;
    let agencies = register::list_agencies_within(tx, tenant, &money)?;
    standing.agencies = agencies.into_iter().collect();
    if sections.contains(&Section::Lines) {
        let filter = LineFilter {
            month: Some(moment.month),
            ..filter
        };
        let place = (None, PageSize::clamped(SHOWN));
        standing.lines = budget::list_line_balances(tx, tenant, &money, &filter, place)?.items;
    }
    Ok(())
}

fn read_fuel(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    actor: &Actor,
    (moment, sections): (&Moment, &[Section]),
    standing: &mut Standing,
) -> Result<(), Failure> {
    let (drawn, seen) = (
        actor.reach(Action::FuelRedemptionView),
        actor.reach(Action::FuelVoucherView),
    );
    if drawn == Reach::Nothing || !sections.contains(&Section::Month) {
        return Ok(());
    }
    let all = (None, PageSize::clamped(COUNTED));
    standing.totals = fuel::list_agency_totals(tx, tenant, &drawn, moment.month)?;
    let doubtful = RedemptionFilter {
        from: moment.from,
        doubtful: true,
        ..RedemptionFilter::default()
    };
    let doubts = fuel::list_redemptions(tx, tenant, &drawn, &doubtful, all)?.items;
    standing.doubtful = doubts.len();
    if sections.contains(&Section::Doubts) {
        for redemption in doubts.into_iter().take(DOUBTS_SHOWN.into()) {
            let photos = fuel::list_hold_photos(tx, tenant, redemption.hold)?;
            standing.doubts.push((redemption, photos));
        }
    }
    let day = (tenant, moment.today);
    let issued = VoucherFilter {
        state: Some(VoucherState::Issued),
        ..VoucherFilter::default()
    };
    standing.vouchers = fuel::list_vouchers(tx, day, &seen, &issued, all)?
        .items
        .len();
    if sections.contains(&Section::Ending) {
        let ending = VoucherFilter {
            ends_before: moment.tomorrow,
            ..issued
        };
        let place = (None, PageSize::clamped(SHOWN));
        standing.ending = fuel::list_vouchers(tx, day, &seen, &ending, place)?.items;
        let refused = StandingFilter {
            refused: true,
            ..StandingFilter::default()
        };
        standing.refused_schedules = fuel::list_standing(tx, day, &seen, &refused, all)?
            .items
            .len();
    }
    Ok(())
}

/// The vouchers a driver may draw, and the quotas of his vehicles.
fn read_own(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    actor: &Actor,
    moment: &Moment,
    standing: &mut Standing,
) -> Result<(), Failure> {
    let own = Reach::Some {
        agencies: BTreeSet::new(),
        units: BTreeSet::new(),
        stations: BTreeSet::new(),
        own: Some(actor.id),
    };
    let issued = VoucherFilter {
        state: Some(VoucherState::Issued),
        ..VoucherFilter::default()
    };
    let place = (None, PageSize::clamped(SHOWN));
    let day = (tenant, moment.today);
    standing.own = fuel::list_vouchers(tx, day, &own, &issued, place)?.items;
    let person = PersonId::new(actor.id.uuid());
    let driven = fleet::list_vehicles_of(tx, tenant, person, moment.today)?;
    let driven = driven
        .get(..driven.len().min(SHOWN.into()))
        .unwrap_or_default();
    for vehicle in fleet::list_vehicles_by_ids(tx, tenant, driven, moment.today)? {
        let quota = fuel::explain_quota(tx, tenant, &vehicle, moment.month)?;
        standing.driven.push((vehicle, quota));
    }
    Ok(())
}
