//! The one list of areas: their tables, their pages, what of them lies outside the journal.

use std::collections::HashSet;
use std::sync::Arc;

use db::{Db, Step};
use fleet::{FuelCatalogue, PlateFollower, PlateFollowers};
use identity::{PersonTrace, PersonTraces};
use purchases::PurchaseFollower;
use register::{
    AgencyHeads, AuditBook, AuditWords, ImportDesk, ImportTargets, PeopleAudit, RegisterAudit,
    RegisterMarks, RegisterSamples, SampleOwner, SampleOwners, StartStep, StartSteps,
};
use web::{Area, SampleMarks, SiteParts};

use crate::adapters::StationProducts;
use crate::machine::Machine;

/// The schema of the binary's own tables: cities, and keys that came after others.
const STEPS: [Step; 2] = [
    Step {
        area: "sihebat",
        number: 1,
        sql: include_str!("migrations/0001_tenant.sql"),
    },
    Step {
        area: "sihebat",
        number: 2,
        sql: include_str!("migrations/0002_key_rotation.sql"),
    },
];

/// All steps in the order in which areas stand on each other.
pub(crate) fn steps() -> Vec<Step> {
    let areas: [&[Step]; 12] = [
        &journal::STEPS,
        &STEPS,
        &ledger::STEPS,
        &identity::STEPS,
        &register::STEPS,
        &fleet::STEPS,
        &stations::STEPS,
        &purchases::STEPS,
        &budget::STEPS,
        &fuel::STEPS,
        &pump::STEPS,
        &witness::STEPS,
    ];
    areas.concat()
}

/// Tables that the journal does not prove.
pub(crate) fn outside_tables() -> HashSet<String> {
    let areas: [&[&str]; 10] = [
        &journal::OUTSIDE,
        &identity::OUTSIDE,
        &register::OUTSIDE,
        &fleet::OUTSIDE,
        &stations::OUTSIDE,
        &purchases::OUTSIDE,
        &budget::OUTSIDE,
        &fuel::OUTSIDE,
        &pump::OUTSIDE,
        &witness::OUTSIDE,
    ];
    areas.concat().into_iter().map(str::to_owned).collect()
}

/// Pages, menu and API of all areas.
pub(crate) fn areas() -> Vec<Area> {
    vec![
        oversight::area(),
        identity::area(),
        register::area(),
        fleet::area(),
        stations::area(),
        purchases::area(),
        budget::area(),
        fuel::area(),
        pump::area(),
        witness::area(),
        guides::area(),
    ]
}

/// Where imports of every area are done.
pub(crate) fn import_desk(db: &Db, machine: &Machine) -> ImportDesk {
    let sources = (Arc::clone(&machine.clock), Arc::clone(&machine.entropy));
    ImportDesk::new(db.clone(), import_targets(), sources)
}

/// The targets of all areas.
pub(crate) fn import_targets() -> ImportTargets {
    let mut targets = register::import_targets();
    targets.extend(fleet::import_targets());
    targets.extend(stations::import_targets());
    targets.extend(purchases::import_targets());
    targets.extend(fuel::import_targets());
    targets.push(Arc::new(budget::LineTarget::default()));
    ImportTargets::new(targets)
}

/// The words of every area in "Jejak audit".
pub(crate) fn audit_words() -> [Arc<dyn AuditWords>; 9] {
    [
        Arc::new(RegisterAudit),
        Arc::new(PeopleAudit),
        Arc::new(fleet::FleetAudit),
        Arc::new(stations::StationsAudit),
        Arc::new(budget::BudgetAudit),
        Arc::new(fuel::FuelAudit),
        Arc::new(pump::PumpAudit),
        Arc::new(purchases::PurchasesAudit),
        Arc::new(witness::WitnessAudit),
    ]
}

/// The first steps in the order of the shortest way to a first voucher, then those that may wait.
pub(crate) fn start_steps() -> Vec<Arc<dyn StartStep>> {
    [
        register::start_steps(),
        stations::start_steps(),
        fleet::needed_steps(),
        budget::start_steps(),
        stations::later_steps(),
        register::later_steps(),
        fleet::later_steps(),
        fuel::start_steps(),
        witness::start_steps(),
    ]
    .concat()
}

/// The owners of samples in the order of deleting: what stands on others first.
pub(crate) fn sample_owners() -> [Arc<dyn SampleOwner>; 7] {
    [
        Arc::new(pump::PumpSamples),
        Arc::new(fuel::FuelSamples),
        Arc::new(purchases::PurchaseSamples),
        Arc::new(budget::BudgetSamples),
        Arc::new(fleet::FleetSamples),
        Arc::new(stations::StationSamples),
        Arc::new(RegisterSamples),
    ]
}

/// Shared parts that the register's pages collect from all areas.
pub(crate) fn share(parts: SiteParts, desk: ImportDesk) -> SiteParts {
    let followers: [Arc<dyn PlateFollower>; 1] = [Arc::new(PurchaseFollower)];
    let traces: [Arc<dyn PersonTrace>; 1] = [Arc::new(AgencyHeads)];
    parts
        .share(desk)
        .share(PlateFollowers::new(followers))
        .share(PersonTraces::new(traces))
        .share(FuelCatalogue::new(StationProducts))
        .share(StartSteps::new(start_steps()))
        .share(AuditBook::new(audit_words()))
        .share(SampleOwners::new(sample_owners()))
        .share(SampleMarks::new(RegisterMarks))
}

#[cfg(test)]
#[path = "areas_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "samples_tests.rs"]
mod samples_tests;
