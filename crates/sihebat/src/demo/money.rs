//! Budget lines with their monthly ceilings, and quota decrees.

use authz::Role;
use base::{CivilDate, Rupiah};
use budget::{Ceilings, Document, DocumentKind, FundSource, LineState, LineWords, NewLine};
use fuel::{NewDecree, NewDecreeRule, Per, QuotaTarget};
use ledger::Unit;
use sim::{BudgetLine, Decree, QuotaLine, QuotaPeriod, Town};

use super::tell;
use super::vehicles::class_code;
use super::world::World;
use crate::terminal::words;

pub(super) fn write(world: &mut World, town: &Town) -> anyhow::Result<()> {
    tell(
        &world.machine,
        &words!(
            world.machine.language,
            "pagu dan kuota",
            "budgets and quotas"
        ),
    );
    lines(world, town)?;
    for (place, decree) in town.decrees.iter().enumerate() {
        let next = town.decrees.get(place + 1).map(|next| next.valid_from);
        adopt(world, town, (decree, next))?;
    }
    Ok(())
}

fn lines(world: &mut World, town: &Town) -> anyhow::Result<()> {
    let at = world.began_at()?;
    let last_year = town.settings.end_on.tomorrow()?.year();
    let mut wanted: Vec<&BudgetLine> = town.budget_lines.iter().collect();
    // A demo on the first days of a year still issues vouchers.
    wanted.retain(|line| line.year <= last_year);
    let (keys, inputs): (Vec<_>, Vec<_>) = wanted
        .iter()
        .filter_map(|line| {
            let agency = *world.agencies.get(&line.agency)?;
            let words = LineWords {
                activity_code: format!("1.01.01.2.06.{:04}", line.agency.index() + 1),
                activity_name: "Penyediaan jasa pemeliharaan kendaraan dinas".to_owned(),
                account_code: line.account.to_owned(),
                account_name: "Belanja bahan bakar dan pelumas".to_owned(),
                fund_source: FundSource::Apbd,
                state: LineState::Open,
            };
            Some((
                *line,
                NewLine {
                    agency,
                    year: line.year,
                    words,
                },
            ))
        })
        .unzip();
    let treasury = world.tenant_wide(Role::CityTreasury);
    let ids = world.each(at, inputs, move |tx, stamp, input| {
        budget::add_line(tx, stamp, &treasury, input)
    })?;
    let mut ceilings = Vec::new();
    for (line, id) in keys.into_iter().zip(ids) {
        let Some(id) = id else { continue };
        world.lines.insert((line.agency, line.year), id);
        let document = Document {
            kind: DocumentKind::Dpa,
            number: format!("DPA/{}/{}", line.agency.index() + 1, line.year),
            on: CivilDate::new(line.year, 1, 2)?,
            reason: None,
        };
        ceilings.push((id, months(line)?, document));
    }
    let treasury = world.tenant_wide(Role::CityTreasury);
    world.each(at, ceilings, move |tx, stamp, (id, ceilings, document)| {
        let revision = budget::lookup_line(tx, stamp.tenant, *id)?.map_or(0, |line| line.revision);
        let input = budget::SetCeilings {
            line: *id,
            revision,
            ceilings: *ceilings,
            document: document.clone(),
        };
        budget::set_ceilings(tx, stamp, &treasury, &input).map(|_| ())
    })?;
    Ok(())
}

fn months(line: &BudgetLine) -> anyhow::Result<Ceilings> {
    let mut months = [Rupiah::ZERO; 12];
    for (month, amount) in months.iter_mut().zip(&line.monthly_rupiah) {
        *month = Rupiah::new(*amount);
    }
    Ok(Ceilings::new(months)?)
}

fn adopt(
    world: &World,
    town: &Town,
    (decree, next): (&Decree, Option<CivilDate>),
) -> anyhow::Result<()> {
    let rules: Vec<NewDecreeRule> = decree
        .lines
        .iter()
        .flat_map(|line| rules_of(world, town, line))
        .collect();
    let decree = NewDecree {
        number: decree.number.clone(),
        title: "Standar pemakaian BBM kendaraan dinas".to_owned(),
        valid_from: decree.valid_from,
        valid_until: next.and_then(|next| next.yesterday().ok()),
        rules,
    };
    let admin = world.admin();
    world.act(world.began_at()?, move |tx, stamp| {
        fuel::adopt_decree(tx, stamp, &admin, &decree)
    })?;
    Ok(())
}

/// A line for a class, or one rule for the car of each head of agency.
fn rules_of(world: &World, town: &Town, line: &QuotaLine) -> Vec<NewDecreeRule> {
    let rule = |target| NewDecreeRule {
        target,
        unit: Unit::Millilitres,
        amount: line.amount_ml,
        per: match line.period {
            QuotaPeriod::WorkingDay => Per::WorkingDay,
            QuotaPeriod::Month => Per::Month,
        },
        carry_over: false,
    };
    if !line.for_head_of_agency {
        return vec![rule(QuotaTarget::Class(class_code(line.class).to_owned()))];
    }
    let heads = town
        .vehicles
        .iter()
        .filter(|vehicle| vehicle.is_head_of_agency && vehicle.class == line.class);
    heads
        .filter_map(|vehicle| world.vehicles.get(&vehicle.no))
        .map(|id| rule(QuotaTarget::Vehicle(*id)))
        .collect()
}
