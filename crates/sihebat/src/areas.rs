//! The one list of areas: their tables, their pages, what of them lies outside the journal.

use std::collections::HashSet;

use db::Step;
use web::Area;

/// The schema of the binary's own tables: the cities.
const STEPS: [Step; 1] = [Step {
    area: "sihebat",
    number: 1,
    sql: include_str!("migrations/0001_tenant.sql"),
}];

/// All steps in the order in which areas stand on each other.
pub(crate) fn steps() -> Vec<Step> {
    let areas: [&[Step]; 6] = [
        &journal::STEPS,
        &STEPS,
        &ledger::STEPS,
        &identity::STEPS,
        &register::STEPS,
        &budget::STEPS,
    ];
    areas.concat()
}

/// Tables that the journal does not prove.
pub(crate) fn outside_tables() -> HashSet<String> {
    let areas: [&[&str]; 4] = [
        &journal::OUTSIDE,
        &identity::OUTSIDE,
        &register::OUTSIDE,
        &budget::OUTSIDE,
    ];
    areas.concat().into_iter().map(str::to_owned).collect()
}

/// Pages, menu and API of all areas.
pub(crate) fn areas() -> Vec<Area> {
    vec![identity::area()]
}
