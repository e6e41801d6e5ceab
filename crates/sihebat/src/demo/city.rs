//! Settings, agencies, units, places, calendar, people.

use std::collections::BTreeMap;

use authz::{Role, Scope};
use base::PersonId;
use db::ActionError;
use identity::{PersonDetails, SeedPerson, seed_person};
use register::{
    AgencyInput, CalendarDayInput, DayKind, DriverCheck, PlaceInput, Settings, UnitInput,
    WorkPattern,
};
use sim::{AgencyNo, HolidayKind, PersonNo, Town};

use super::tell;
use super::world::World;
use crate::terminal::words;

/// The code of Nusa Tenggara Timur.
pub(super) const PROVINCE: &str = "53";

pub(super) fn write(world: &mut World, town: &Town) -> anyhow::Result<()> {
    tell(
        &world.machine,
        &words!(world.machine.language, "register", "registers"),
    );
    settings(world)?;
    agencies(world, town)?;
    units(world, town)?;
    places(world, town)?;
    calendar(world, town)?;
    people(world, town)
}

fn settings(world: &World) -> anyhow::Result<()> {
    let settings = Settings {
        city_name: "Kota Kupang".to_owned(),
        government_name: "Pemerintah Kota Kupang".to_owned(),
        city_code: sim::CITY_CODE.to_owned(),
        province_name: "Nusa Tenggara Timur".to_owned(),
        zone: super::ZONE.to_owned(),
        driver_check: DriverCheck::Pin,
        // A demo is looked at in the last days of a year too.
        year_end_cutoff: "12-31"
            .parse()
            .map_err(|_| anyhow::anyhow!("a day of the year"))?,
        ..Settings::default()
    };
    let admin = world.admin();
    world.act(world.began_at()?, move |tx, stamp| {
        register::update_settings(tx, stamp, &admin, &settings)
    })
}

fn agencies(world: &mut World, town: &Town) -> anyhow::Result<()> {
    let inputs: Vec<(AgencyInput, [u8; 16])> = town
        .agencies
        .iter()
        .map(|agency| {
            let input = AgencyInput {
                code: format!("SIM.{:02}", agency.no.index() + 1),
                name: agency.name.clone(),
                short_name: agency.short.clone(),
                address: Some("Kota Kupang, Nusa Tenggara Timur".to_owned()),
                is_active: true,
                ..AgencyInput::default()
            };
            (input, world.machine.random())
        })
        .collect();
    let admin = world.admin();
    let ids = world.each(
        world.began_at()?,
        inputs,
        move |tx, stamp, (input, salt)| register::create_agency(tx, stamp, &admin, (input, salt)),
    )?;
    let known = town.agencies.iter().zip(ids);
    world.agencies = known
        .filter_map(|(agency, id)| Some((agency.no, id?)))
        .collect();
    Ok(())
}

fn units(world: &mut World, town: &Town) -> anyhow::Result<()> {
    let (numbers, inputs): (Vec<_>, Vec<_>) = town
        .units
        .iter()
        .filter_map(|unit| {
            let input = UnitInput {
                agency: *world.agencies.get(&unit.agency)?,
                name: unit.name.clone(),
                work_pattern: WorkPattern::FiveDay,
                place_code: None,
                is_active: true,
            };
            Some((unit.no, input))
        })
        .unzip();
    let admin = world.admin();
    let ids = world.each(world.began_at()?, inputs, move |tx, stamp, input| {
        register::create_unit(tx, stamp, &admin, input)
    })?;
    world.units = numbers
        .into_iter()
        .zip(ids)
        .filter_map(|(no, id)| Some((no, id?)))
        .collect();
    Ok(())
}

fn places(world: &mut World, town: &Town) -> anyhow::Result<()> {
    let districts = town
        .kecamatan
        .iter()
        .map(|place| (&place.code, &place.name));
    let villages = town
        .kelurahan
        .iter()
        .map(|place| (&place.code, &place.name));
    let inputs: Vec<PlaceInput> = districts
        .chain(villages)
        .map(|(code, name)| PlaceInput {
            code: code.clone(),
            name: name.clone(),
            postal_code: None,
            is_active: true,
        })
        .collect();
    let admin = world.admin();
    world.each(world.began_at()?, inputs, move |tx, stamp, input| {
        register::create_place(tx, stamp, &admin, input)
    })?;
    Ok(())
}

fn calendar(world: &mut World, town: &Town) -> anyhow::Result<()> {
    let days: BTreeMap<_, _> = town
        .holidays
        .iter()
        .map(|holiday| {
            let kind = match holiday.kind {
                HolidayKind::JointLeave => DayKind::JointLeave,
                HolidayKind::National => DayKind::Holiday,
            };
            let input = CalendarDayInput {
                on: holiday.on,
                kind,
                name: holiday.name.clone(),
                source: Some("simulasi".to_owned()),
            };
            (holiday.on, input)
        })
        .collect();
    let admin = world.admin();
    let inputs = days.into_values().collect();
    world.each(world.began_at()?, inputs, move |tx, stamp, input| {
        register::set_calendar_day(tx, stamp, &admin, input, None)
    })?;
    Ok(())
}

/// Everyone who holds a vehicle or a post; attendants come with their stations.
fn people(world: &mut World, town: &Town) -> anyhow::Result<()> {
    tell(
        &world.machine,
        &words!(world.machine.language, "pegawai", "people"),
    );
    let mut roles: BTreeMap<PersonNo, Vec<(Role, Scope)>> = BTreeMap::new();
    for holding in town
        .holdings
        .iter()
        .filter(|holding| holding.until.is_none())
    {
        let post = town.posts.iter().find(|post| post.no == holding.post);
        if let Some(post) = post
            && let Some(role) = role(world, post.role, post.agency)
        {
            roles.entry(holding.person).or_default().push(role);
        }
    }
    let drivers = town.vehicles.iter().flat_map(|vehicle| &vehicle.drivers);
    let holders = town.vehicles.iter().map(|vehicle| &vehicle.holder);
    for person in drivers.chain(holders) {
        let held = roles.entry(*person).or_default();
        if held.is_empty() {
            held.push((Role::Driver, Scope::Own));
        }
    }
    let (numbers, seeds): (Vec<_>, Vec<_>) = town
        .people
        .iter()
        .filter_map(|person| {
            let mut details = PersonDetails::named(&person.name);
            details.nip = person.nip.as_deref().and_then(identity::read_nip);
            let seed = SeedPerson {
                details,
                password_hash: None,
                roles: roles.remove(&person.no)?,
                salt: world.machine.random(),
            };
            Some((person.no, seed))
        })
        .unzip();
    let ids: Vec<Option<PersonId>> = world.each(world.began_at()?, seeds, |tx, stamp, seed| {
        Ok::<_, ActionError<()>>(seed_person(tx, stamp, seed)?)
    })?;
    world.people = numbers
        .into_iter()
        .zip(ids)
        .filter_map(|(no, id)| Some((no, id?)))
        .collect();
    Ok(())
}

/// A post's role on the platform.
fn role(world: &World, role: sim::Role, agency: Option<AgencyNo>) -> Option<(Role, Scope)> {
    let wide = match role {
        sim::Role::Mayor => Some(Role::Mayor),
        sim::Role::CityAdmin => Some(Role::CityAdmin),
        sim::Role::Inspector => Some(Role::Inspector),
        sim::Role::Verifier => Some(Role::Verifier),
        _ => None,
    };
    if let Some(wide) = wide {
        return Some((wide, Scope::Tenant));
    }
    let scope = Scope::Agency(*world.agencies.get(&agency?)?);
    let role = match role {
        sim::Role::BudgetUser => Role::BudgetUser,
        sim::Role::BudgetProxy => Role::DelegatedBudgetUser,
        sim::Role::Pptk => Role::ActivityOfficer,
        sim::Role::FinanceVerifier => Role::FinanceOfficer,
        sim::Role::Treasurer => Role::Treasurer,
        _ => Role::FuelOfficer,
    };
    Some((role, scope))
}
