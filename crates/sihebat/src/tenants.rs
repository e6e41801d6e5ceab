//! The cities of an installation.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use base::{Stamp, TenantId, UtcMicros, Zone};
use db::{Access, ActionError, Command, Db, Failure, Tx, params};
use journal::Subject;
use web::City;

use crate::machine::INSTALLATION;

/// Cities one installation serves at most.
const CITIES_MAX: i64 = 1_000;

/// The journal's code of founding a city.
const CREATE_CITY: &str = "sihebat.city.create";

/// A city as this installation knows it.
#[derive(Debug, Clone)]
pub(crate) struct Tenant {
    /// The id.
    pub(crate) id: TenantId,
    /// Its short code in vouchers and links.
    pub(crate) short_code: String,
    /// Its name in daily use.
    pub(crate) name: String,
    /// Its zone in daily use.
    pub(crate) zone: Zone,
    /// Whether its data is made up.
    pub(crate) simulated: bool,
    /// Host names, in lower case.
    pub(crate) hosts: Vec<String>,
}

/// A city to be founded.
#[derive(Debug, Clone)]
pub(crate) struct NewTenant {
    pub(crate) short_code: String,
    pub(crate) name: String,
    pub(crate) zone: String,
    pub(crate) simulated: bool,
    pub(crate) hosts: Vec<String>,
}

/// Whether a short code can stand in vouchers: 2 to 16 of a-z, 0-9 and hyphen.
pub(crate) fn is_short_code(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (2..=16).contains(&text.len()) && text.bytes().all(allowed)
}

/// All cities, the oldest first.
pub(crate) fn list(tx: &mut Tx<'_>) -> Result<Vec<Tenant>, Failure> {
    let rows = tx.query(
        "SELECT tenant_id, short_code, name, zone, simulated FROM tenant \
         ORDER BY created_at, tenant_id LIMIT $1",
        params![CITIES_MAX],
    )?;
    let mut tenants = Vec::with_capacity(rows.len());
    for row in rows {
        let id: TenantId = row.get("tenant_id")?;
        let settings = register::load_settings(tx, id)?;
        let (mut name, mut zone): (String, String) = (row.get("name")?, row.get("zone")?);
        if settings.revision >= 0 {
            (name, zone) = (settings.city_name, settings.zone);
        }
        let zone = Zone::named(&zone).map_err(|error| Failure::other("a city's zone", error))?;
        let hosts = tx.query(
            "SELECT host FROM tenant_host WHERE tenant_id = $1 ORDER BY host LIMIT 100",
            params![id],
        )?;
        let hosts: Result<_, Failure> = hosts.iter().map(|row| row.get("host")).collect();
        tenants.push(Tenant {
            id,
            short_code: row.get("short_code")?,
            name,
            zone,
            simulated: row.get("simulated")?,
            hosts: hosts?,
        });
    }
    Ok(tenants)
}

/// All cities, from a thread without a runtime.
pub(crate) fn list_blocking(db: &Db) -> Result<Vec<Tenant>, Failure> {
    db.read_blocking(INSTALLATION, Access::ReadOwn, list)
}

/// The city a command of the terminal is for: the named one, or the only one.
pub(crate) fn choose(db: &Db, code: Option<&str>) -> anyhow::Result<Tenant> {
    let tenants = list_blocking(db)?;
    match code {
        Some(code) => tenants
            .into_iter()
            .find(|tenant| tenant.short_code == code)
            .with_context(|| format!("there is no city with the code “{code}”")),
        None if tenants.len() > 1 => bail!("there are several cities: name one with --city CODE"),
        None => tenants
            .into_iter()
            .next()
            .context("there is no city yet: run `sihebat init`"),
    }
}

/// Founds a city, under the stamp's tenant.
pub(crate) fn create(tx: &mut Tx<'_>, stamp: &Stamp, new: &NewTenant) -> Result<(), Failure> {
    insert(tx, stamp.tenant, new, stamp.at)?;
    journal::record(
        tx,
        stamp,
        CREATE_CITY,
        Subject::new("city", stamp.tenant),
        None,
    )
}

fn insert(tx: &mut Tx<'_>, id: TenantId, new: &NewTenant, at: UtcMicros) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO tenant (tenant_id, short_code, name, zone, simulated, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![id, &new.short_code, &new.name, &new.zone, new.simulated, at],
    )?;
    for host in &new.hosts {
        tx.change_exactly_one(
            "INSERT INTO tenant_host (tenant_id, host) VALUES ($1, $2)",
            params![id, &host.to_ascii_lowercase()],
        )?;
    }
    Ok(())
}

/// The same from a thread without a runtime.
pub(crate) fn create_blocking(db: &Db, stamp: &Stamp, new: &NewTenant) -> anyhow::Result<()> {
    let (stamp, new) = (stamp.clone(), new.clone());
    let command = Command::by(&stamp);
    let written = db.write_blocking(command, move |tx| {
        Ok::<_, ActionError<()>>(create(tx, &stamp.fresh(), &new)?)
    });
    written.map_err(|error| anyhow::anyhow!("found the city: {error}"))
}

/// What the web layer needs: cities by host, and the one that answers for any host.
pub(crate) fn by_host(tenants: &[Tenant]) -> (BTreeMap<String, City>, Option<City>) {
    let city = |tenant: &Tenant| City {
        tenant: tenant.id,
        name: tenant.name.clone(),
        zone: tenant.zone.clone(),
        simulated: tenant.simulated,
    };
    let named = tenants
        .iter()
        .flat_map(|tenant| {
            tenant
                .hosts
                .iter()
                .map(move |host| (host.clone(), city(tenant)))
        })
        .collect();
    let only = match tenants {
        [tenant] => Some(city(tenant)),
        _ => None,
    };
    (named, only)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_codes_are_what_vouchers_can_carry() {
        for good in ["kupang", "kp", "kota-kupang-2"] {
            assert!(is_short_code(good), "{good}");
        }
        for bad in [
            "",
            "k",
            "Kupang",
            "kota kupang",
            "abcdefghijklmnopq",
            "kota.kupang",
        ] {
            assert!(!is_short_code(bad), "{bad}");
        }
    }

    #[test]
    fn one_city_answers_any_host_and_several_only_their_own() {
        let tenant = |number: u128, host: &str| Tenant {
            id: TenantId::new(base::Uuid::from_u128(number)),
            short_code: "kp".to_owned(),
            name: "Kota".to_owned(),
            zone: Zone::named("Asia/Makassar").unwrap(),
            simulated: false,
            hosts: vec![host.to_owned()],
        };
        let (named, only) = by_host(&[tenant(1, "a.id")]);
        assert!(named.contains_key("a.id") && only.is_some());
        let (named, only) = by_host(&[tenant(1, "a.id"), tenant(2, "b.id")]);
        assert!(named.len() == 2 && only.is_none());
    }
}
