//! Vouchers and redemptions, issued, authorised and captured at the instants they happened.

use authz::{Actor, Grant, Role, Scope};
use base::{Millilitres, MonthOfYear, PersonId, Rupiah, Stamp, TenantId, UtcMicros};
use db::{ActionError, Failure, Tx};
use fuel::{AuthoriseRedemption, CaptureRedemption, DriverCheck, IssueVoucher, Typed, VoucherKeys};
use sim::{City, Entered, Redemption, Voucher, utc_micros};
use stations::NewShift;

use super::pumps::product_code;
use super::world::{Outlet, World};
use super::{CODE, tell};
use crate::keys::voucher_secrets;
use crate::terminal::words;

/// Redemptions between two messages.
const TOLD: usize = 500;

/// Why a simulated purchase did not go in, by name.
type Refusal = String;

fn named<R: std::fmt::Display>(error: ActionError<R>) -> ActionError<Refusal> {
    error.map(|refusal| refusal.to_string())
}

/// A voucher with what was drawn on it.
struct Purchase {
    officer: Actor,
    issue: IssueVoucher,
    issued: Stamp,
    drawn: Option<Draw>,
}

/// A redemption.
struct Draw {
    outlet: Outlet,
    actor: Actor,
    attendant: PersonId,
    driver: PersonId,
    product: String,
    typed: Typed,
    meter: Option<i64>,
    shift: Stamp,
    authorised: Stamp,
    captured: Stamp,
}

pub(super) fn write(world: &mut World, city: &City) -> anyhow::Result<()> {
    let keys = keys(world)?;
    let whole = city.redemptions.len();
    let mut drawn = std::collections::BTreeMap::new();
    for redemption in &city.redemptions {
        drawn.insert(redemption.voucher, redemption);
    }
    let mut order: Vec<&Voucher> = city.vouchers.iter().collect();
    order.sort_by_key(|voucher| {
        drawn
            .get(&voucher.no)
            .map_or(voucher.issued_at, |drawn| drawn.at)
    });
    let mut done = 0;
    for part in order.chunks(TOLD) {
        let purchases: Vec<Purchase> = part
            .iter()
            .filter_map(|voucher| purchase(world, voucher, drawn.get(&voucher.no).copied()))
            .collect();
        let keys = keys.clone();
        let at = world.began_at()?;
        world.each(at, purchases, move |tx, _, purchase| {
            enter(tx, purchase, &keys)
        })?;
        done += part.len();
        let what = words!(
            world.machine.language,
            "{done} voucher, {whole} pengisian",
            "{done} vouchers, {whole} redemptions"
        );
        tell(&world.machine, &what);
    }
    Ok(())
}

/// The keys with which the server will sign and link the same vouchers.
pub(super) fn keys(world: &World) -> anyhow::Result<VoucherKeys> {
    let (keys, now) = (world.machine.keys()?, world.machine.clock.now());
    let city = (world.tenant, CODE.to_owned());
    Ok(VoucherKeys::new(voucher_secrets(
        &keys,
        (vec![city], now),
    )?)?)
}

/// An agency's fuel officer.
pub(super) fn officer(world: &World, agency: base::AgencyId) -> Actor {
    let grant = Grant::new(Role::FuelOfficer, Scope::Agency(agency));
    world.actor(crate::machine::NOBODY, grant)
}

fn purchase(world: &World, voucher: &Voucher, drawn: Option<&Redemption>) -> Option<Purchase> {
    let agency = *world.agencies.get(&voucher.agency)?;
    let valid_from = UtcMicros::new(utc_micros(voucher.issued_at));
    let issue = IssueVoucher {
        vehicle: *world.vehicles.get(&voucher.vehicle?)?,
        product: product_code(voucher.product),
        substitutes: Vec::new(),
        volume: Millilitres::new(voucher.max_ml),
        line: *world
            .lines
            .get(&(voucher.agency, voucher.issued_at.year()))?,
        station: None,
        offline: false,
        valid_from,
        valid_until: within_month(world, voucher)?,
        drawer: None,
        letter_number: voucher.letter.clone(),
        purpose: "Tugas dinas".to_owned(),
    };
    Some(Purchase {
        officer: officer(world, agency),
        issue,
        issued: world.stamp(valid_from),
        drawn: drawn.and_then(|drawn| draw(world, voucher, drawn)),
    })
}

/// A voucher counts in the month of its issue.
fn within_month(world: &World, voucher: &Voucher) -> Option<UtcMicros> {
    let month = MonthOfYear::of(voucher.issued_at.date());
    let end = world.zone.end_of(month.last_day()).ok()?;
    Some(UtcMicros::new(utc_micros(voucher.valid_until)).min(end))
}

fn draw(world: &World, voucher: &Voucher, drawn: &Redemption) -> Option<Draw> {
    let outlet = *world.outlets.get(&drawn.station)?;
    let at = UtcMicros::new(utc_micros(drawn.at));
    let typed = match drawn.entered {
        Entered::Rupiah => Typed::Rupiah(Rupiah::new(drawn.amount_rupiah)),
        Entered::Litres => Typed::Litres(Millilitres::new(drawn.volume_ml)),
    };
    Some(Draw {
        outlet,
        actor: stations::device_actor(world.tenant, outlet.device, outlet.station),
        attendant: *world.people.get(&attendant(world, drawn)?)?,
        driver: *world.people.get(&voucher.driver?)?,
        product: product_code(drawn.product),
        typed,
        meter: drawn.meter,
        shift: world.stamp(at.plus_seconds(-60)),
        authorised: world.stamp(at),
        captured: world.stamp(at.plus_seconds(120)),
    })
}

fn attendant(world: &World, drawn: &Redemption) -> Option<sim::PersonNo> {
    world.attendants.get(&drawn.attendant).copied()
}

/// Issues, and draws where it was drawn; an unused voucher stays as it is.
fn enter(
    tx: &mut Tx<'_>,
    purchase: &Purchase,
    keys: &VoucherKeys,
) -> Result<(), ActionError<Refusal>> {
    let stamp = purchase.issued.fresh();
    let issued =
        fuel::issue_voucher(tx, &stamp, &purchase.officer, keys, &purchase.issue).map_err(named)?;
    let Some(draw) = &purchase.drawn else {
        return Ok(());
    };
    let stamp = draw.authorised.fresh();
    let shift = shift(tx, stamp.tenant, draw)?;
    let presented = AuthoriseRedemption {
        voucher: issued.id,
        sequence: Some(0),
        product: draw.product.clone(),
        driver: draw.driver,
        driver_check: DriverCheck::Photo,
    };
    let authorised =
        fuel::authorise_redemption(tx, &stamp, &draw.actor, &shift, &presented).map_err(named)?;
    let capture = CaptureRedemption {
        hold: authorised.hold,
        typed: draw.typed,
        slip_amount: None,
        meter_value: draw.meter,
        meter_note: None,
        dispensed_at: None,
        photo_wanted: false,
    };
    let stamp = draw.captured.fresh();
    fuel::capture_redemption(tx, &stamp, &draw.actor, &capture).map_err(named)?;
    Ok(())
}

/// The attendant's open shift, opened where another one's stands or none.
fn shift(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    draw: &Draw,
) -> Result<stations::Shift, ActionError<Refusal>> {
    let stamp = draw.shift.fresh();
    let device = draw.outlet.device;
    if let Some(open) = stations::lookup_open_shift(tx, tenant, device, stamp.at)? {
        if open.attendant == draw.attendant && open.is_open(draw.captured.at) {
            return Ok(open);
        }
        stations::close_shift(tx, &stamp, &draw.actor, device).map_err(named)?;
    }
    let new = NewShift {
        device,
        attendant: draw.attendant,
        pin_fits: true,
    };
    let id = stations::open_shift(tx, &stamp, &draw.actor, &new).map_err(named)?;
    let opened = stations::lookup_shift(tx, tenant, id)?;
    Ok(opened.ok_or_else(|| Failure::bug("a shift was opened and is not there"))?)
}
