//! Posts of the agencies and who holds them: the names under official papers.

use register::{Capacity, HolderInput, PostInput, PostKind};
use sim::{Holding, PostNo, Role, Town};

use super::tell;
use super::world::World;
use crate::terminal::words;

pub(super) fn write(world: &mut World, town: &Town) -> anyhow::Result<()> {
    tell(
        &world.machine,
        &words!(world.machine.language, "jabatan", "posts"),
    );
    let (numbers, inputs): (Vec<PostNo>, Vec<PostInput>) = town
        .posts
        .iter()
        .filter_map(|post| {
            let input = PostInput {
                agency: *world.agencies.get(&post.agency?)?,
                unit: None,
                name: post.title.clone(),
                kind: kind(post.role),
                is_active: true,
            };
            Some((post.no, input))
        })
        .unzip();
    let admin = world.admin();
    let ids = world.each(world.began_at()?, inputs, move |tx, stamp, input| {
        register::create_post(tx, stamp, &admin, input)
    })?;
    let holders: Vec<HolderInput> = town
        .holdings
        .iter()
        .filter_map(|holding| {
            let place = numbers.iter().position(|no| *no == holding.post)?;
            let post = (*ids.get(place)?)?;
            holder(world, holding, post)
        })
        .collect();
    let admin = world.admin();
    world.each(world.began_at()?, holders, move |tx, stamp, input| {
        register::appoint_holder(tx, stamp, &admin, input)
    })?;
    Ok(())
}

/// Someone in a post; nobody where he left the city before it was written.
fn holder(world: &World, holding: &Holding, post: base::PostId) -> Option<HolderInput> {
    let number = format!("SIM.821/{}", holding.post.index() + 1);
    Some(HolderInput {
        post,
        person: *world.people.get(&holding.person)?,
        capacity: if holding.is_deputy {
            Capacity::Acting
        } else {
            Capacity::Definitive
        },
        from_on: holding.from,
        until_on: holding.until,
        decree_number: Some(number),
        decree_on: Some(holding.from),
    })
}

const fn kind(role: Role) -> PostKind {
    match role {
        Role::BudgetUser => PostKind::AgencyHead,
        Role::BudgetProxy => PostKind::DelegatedBudgetUser,
        Role::Pptk => PostKind::ActivityOfficer,
        Role::FinanceVerifier => PostKind::FinanceOfficer,
        Role::Treasurer => PostKind::Treasurer,
        Role::FuelOfficer => PostKind::FuelOfficer,
        Role::Mayor | Role::CityAdmin | Role::Inspector | Role::Verifier => PostKind::Other,
    }
}
