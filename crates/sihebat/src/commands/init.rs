//! `sihebat init`: the first run, guided in the terminal or given in flags.

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use base::{TenantId, Zone};
use db::{Command, Db};
use identity::{Cost, FirstAdmin, PersonDetails, check_password, create_first_admin, hash_now};

use super::first_line;
use crate::arguments::Init;
use crate::machine::{INSTALLATION, Machine, few_workers};
use crate::tenants::{self, NewTenant, is_short_code};
use crate::terminal::{Language, ask, is_attended, say, words};
use crate::{operator, schema};

pub(super) fn run(init: &Init, machine: &Machine) -> anyhow::Result<ExitCode> {
    let language = machine.language;
    let city = city(init, language)?;
    let (details, password) = admin(init, language)?;

    super::make_folder(&machine.config.data)?;
    schema::migrate(machine)?;
    let db = db::Db::open(&machine.config.location, &few_workers())?;
    let code = &city.short_code;
    let there = tenants::list_blocking(&db)?;
    let keys = machine.keys_or_new(!there.is_empty())?;
    let taken = there.iter().any(|tenant| tenant.short_code == *code);
    anyhow::ensure!(!taken, "there is a city with the code “{code}” already");
    let id = TenantId::new(machine.stamp(INSTALLATION, "init").next_id());
    tenants::create_blocking(&db, &machine.stamp(id, "init"), &city)?;
    write_settings(&db, machine, id, &city)?;
    write_admin(&db, machine, id, (&details, &password))?;
    db.close();

    let name = &city.name;
    let data = machine.config.data.display();
    let trust = keys.signer(machine.clock.now())?.verifying_key();
    say(&words!(
        language,
        "{name} siap. Jalankan: sihebat serve --data {data}\n\
         Simpan kunci pemeriksa ini di luar server (Inspektorat, BPK):\n{trust}",
        "{name} is ready. Run: sihebat serve --data {data}\n\
         Keep this verifier key outside the server (inspectorate, auditors):\n{trust}"
    ));
    Ok(ExitCode::SUCCESS)
}

/// A given answer, or one typed by whoever sits there.
fn given(flag: Option<&String>, question: &str, default: &str) -> anyhow::Result<String> {
    match flag {
        Some(text) => Ok(text.trim().to_owned()),
        None if is_attended() => ask(question, default),
        None if default.is_empty() => {
            bail!("nobody is there to answer “{question}”: use the flags")
        }
        None => Ok(default.to_owned()),
    }
}

fn city(init: &Init, language: Language) -> anyhow::Result<NewTenant> {
    let question = words!(language, "Nama kota", "Name of the city");
    let name = given(init.name.as_ref(), &question, "")?;
    if name.is_empty() {
        bail!("a city has a name");
    }
    let proposed = propose_code(&name);
    let question = words!(language, "Kode singkat (a-z, 0-9)", "Short code (a-z, 0-9)");
    let short_code = given(init.code.as_ref(), &question, &proposed)?;
    if !is_short_code(&short_code) {
        bail!("“{short_code}” is no short code: 2 to 16 of a-z, 0-9 and hyphen");
    }
    let question = words!(language, "Zona waktu", "Time zone");
    let zone = given(init.zone.as_ref(), &question, "Asia/Makassar")?;
    Zone::named(&zone).with_context(|| format!("there is no time zone “{zone}”"))?;
    Ok(NewTenant {
        short_code,
        name,
        zone,
        simulated: false,
        hosts: init.hosts.clone(),
    })
}

/// `Kota Kupang` becomes `kupang`.
fn propose_code(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let named = words
        .iter()
        .filter(|word| !["kota", "kabupaten"].contains(&word.as_str()));
    let code: String = named.map(String::as_str).collect::<Vec<_>>().join("-");
    let code: String = code.chars().take(16).collect();
    if is_short_code(&code) {
        code
    } else {
        "kota".to_owned()
    }
}

fn admin(init: &Init, language: Language) -> anyhow::Result<(PersonDetails, String)> {
    let question = words!(language, "Nama admin pertama", "Name of the first admin");
    let name = given(init.admin_name.as_ref(), &question, "")?;
    let question = words!(
        language,
        "NIP atau surel admin",
        "NIP or e-mail of the admin"
    );
    let login = given(init.admin_login.as_ref(), &question, "")?;
    let details = operator::details(&name, &login)?;
    let password = match &init.admin_password_file {
        Some(path) => first_line(path)?,
        None if is_attended() => {
            let question = words!(language, "Kata sandi", "Password");
            let password = rpassword::prompt_password(format!("{question}: "))?;
            let question = words!(language, "Sekali lagi", "Once more");
            if rpassword::prompt_password(format!("{question}: "))? != password {
                bail!("the two passwords differ");
            }
            password
        }
        None => bail!("nobody is there to type a password: use --admin-password-file"),
    };
    if let Err(fault) = check_password(&password, &details) {
        bail!("this password cannot be used: {}", fault.code());
    }
    Ok((details, password))
}

fn write_settings(
    db: &Db,
    machine: &Machine,
    id: TenantId,
    city: &NewTenant,
) -> anyhow::Result<()> {
    let settings = register::Settings {
        city_name: city.name.clone(),
        zone: city.zone.clone(),
        government_name: format!("Pemerintah {}", city.name),
        ..register::Settings::default()
    };
    let stamp = machine.stamp(id, "init");
    db.write_blocking(Command::by(&stamp), move |tx| {
        let actor = operator::actor(id);
        register::update_settings(tx, &stamp.fresh(), &actor, &settings)
    })
    .map_err(|error| anyhow::anyhow!("write the settings: {error}"))
}

fn write_admin(
    db: &Db,
    machine: &Machine,
    id: TenantId,
    (details, password): (&PersonDetails, &str),
) -> anyhow::Result<()> {
    let admin = FirstAdmin {
        details: details.clone(),
        password_hash: hash_now(password, &machine.random(), Cost::Password)?,
        salt: machine.random(),
    };
    let stamp = machine.stamp(id, "init");
    let written = db.write_blocking(Command::by(&stamp), move |tx| {
        create_first_admin(tx, &stamp.fresh(), &admin)
    });
    written.map_err(|error| anyhow::anyhow!("write the admin: {error}"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_proposed_from_the_name() {
        assert_eq!(propose_code("Kota Kupang"), "kupang");
        assert_eq!(
            propose_code("Kabupaten Timor Tengah Selatan"),
            "timor-tengah-sel"
        );
        assert_eq!(propose_code("Kota Ñ"), "kota");
    }
}
