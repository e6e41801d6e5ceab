//! `sihebat demo`: the simulated city of `sim`, written through the areas' own actions.
//!
//! What the platform refuses by name (planted fraud, broken registers) is counted, not forced in.

mod city;
mod logins;
mod money;
mod posts;
mod pumps;
mod purchases;
mod vehicles;
mod world;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use sim::{City, Scale, Settings};

use crate::machine::{INSTALLATION, Machine, few_workers};
use crate::tenants::{self, NewTenant};
use crate::terminal::{end_progress, progress, say, words};
use world::World;

pub(crate) use logins::print as print_logins;

/// The short code of the simulated city.
const CODE: &str = "kupang";
/// Where the zone of Kupang is.
const ZONE: &str = "Asia/Makassar";

/// Makes the city where the database has none yet.
pub(crate) fn make(machine: &Machine, (seed, months): (u64, u32)) -> anyhow::Result<()> {
    let db = db::Db::open(&machine.config.location, &few_workers())?;
    if !tenants::list_blocking(&db)?.is_empty() {
        say(&words!(
            machine.language,
            "Kota simulasi sudah ada dan dilanjutkan.",
            "The simulated city is there already and goes on."
        ));
        db.close();
        return Ok(());
    }
    tell(
        machine,
        &words!(machine.language, "menyusun kota", "making up the city"),
    );
    machine.keys_or_new(false)?;
    let zone = base::Zone::named(ZONE)?;
    let today = zone.date(machine.clock.now());
    let end_on = today.yesterday()?;
    let city = City::generate(&Settings {
        seed,
        months,
        end_on,
        scale: Scale::City,
    });
    write_answers(&machine.config.data, &city)?;

    let id = base::TenantId::new(machine.stamp(INSTALLATION, "demo").next_id());
    let new = NewTenant {
        short_code: CODE.to_owned(),
        name: "Kota Kupang".to_owned(),
        zone: ZONE.to_owned(),
        simulated: true,
        hosts: Vec::new(),
    };
    tenants::create_blocking(&db, &machine.stamp(id, "demo"), &new)?;
    let mut world = World::new(machine, &db, id, &city.town)?;
    city::write(&mut world, &city.town)?;
    posts::write(&mut world, &city.town)?;
    pumps::write(&mut world, &city.town)?;
    vehicles::write(&mut world, &city.town)?;
    money::write(&mut world, &city.town)?;
    purchases::write(&mut world, &city)?;
    logins::write(&mut world, &city.town)?;
    end_progress();
    tell_refusals(machine, &world.refusals);
    db.close();
    Ok(())
}

/// Shows what is being done.
fn tell(machine: &Machine, what: &str) {
    progress(&words!(
        machine.language,
        "Kota simulasi: {what} …",
        "Simulated city: {what} …"
    ));
}

fn tell_refusals(machine: &Machine, refusals: &BTreeMap<String, usize>) {
    let count: usize = refusals.values().sum();
    if count > 0 {
        let named: Vec<String> = refusals
            .iter()
            .map(|(name, count)| format!("{name} {count}"))
            .collect();
        let named = named.join(", ");
        say(&words!(
            machine.language,
            "{count} catatan simulasi ditolak aturan, seperti seharusnya: {named}",
            "The rules refused {count} simulated records, as they should: {named}"
        ));
    }
}

/// What was planted lies in a file of its own, never in the database.
fn write_answers(data: &Path, city: &City) -> anyhow::Result<()> {
    let path = data.join("answers.json");
    let text = serde_json::to_string(city.answers())?;
    std::fs::write(&path, text).with_context(|| format!("write {}", path.display()))
}
