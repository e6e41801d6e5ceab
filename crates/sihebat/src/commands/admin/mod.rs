//! `sihebat admin`: people, tokens, checkpoints and keys from the server's own terminal.

mod keys;

use std::process::ExitCode;

use anyhow::Context as _;
use base::TenantId;
use db::{Access, ActionError, Command, Db};
use identity::{
    Cost, NewIntegration, NewToken, SeedPerson, hash_now, make_integration, make_reset_link,
    make_token, seed_person,
};

use super::quiet;
use crate::arguments::{Admin, CheckpointAction, CityPlace, RoleChoice, TokenAction, UserAction};
use crate::machine::{Machine, few_workers};
use crate::operator::{self, draw_password, draw_token};
use crate::schema;
use crate::tenants::{self, Tenant};
use crate::terminal::{Language, say, tell, words};

pub(super) fn run(action: Admin, language: Language) -> anyhow::Result<ExitCode> {
    match action {
        Admin::User {
            action:
                UserAction::Add {
                    at,
                    name,
                    login,
                    role,
                },
        } => {
            Desk::open(&at, language)?.add_user((&name, &login), &role)?;
        }
        Admin::User {
            action: UserAction::Reset { at, login },
        } => {
            Desk::open(&at, language)?.reset_user(&login)?;
        }
        Admin::Token {
            action:
                TokenAction::Add {
                    at,
                    name,
                    purpose,
                    role,
                    days,
                },
        } => {
            Desk::open(&at, language)?.add_token((name, purpose), &role, days)?;
        }
        Admin::Checkpoint {
            action: CheckpointAction::Show { at },
        } => {
            Desk::open(&at, language)?.show_checkpoint()?;
        }
        Admin::Key { action } => keys::run(action, language)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A city's database open in the terminal.
struct Desk {
    machine: Machine,
    db: Db,
    tenant: Tenant,
}

impl Desk {
    fn open(at: &CityPlace, language: Language) -> anyhow::Result<Self> {
        let machine = quiet(&at.place, language)?;
        let db = machine.open_database(&few_workers())?;
        schema::require_current(&machine)?;
        let tenant = tenants::choose(&db, at.city.as_deref())?;
        Ok(Self {
            machine,
            db,
            tenant,
        })
    }

    fn add_user(&self, (name, login): (&str, &str), role: &RoleChoice) -> anyhow::Result<()> {
        let id = self.tenant.id;
        let password = draw_password(&*self.machine.entropy);
        let seed = SeedPerson {
            details: operator::details(name, login)?,
            password_hash: Some(hash_now(&password, &self.machine.random(), Cost::Password)?),
            roles: vec![operator::role(&self.db, id, role)?],
            salt: self.machine.random(),
        };
        let stamp = self.machine.stamp(id, "terminal");
        let added = self.db.write_blocking(Command::by(&stamp), move |tx| {
            Ok::<_, ActionError<()>>(seed_person(tx, &stamp.fresh(), &seed)?)
        });
        added.map_err(|error| anyhow::anyhow!("add the person (is the login taken?): {error}"))?;
        say(&words!(
            self.machine.language,
            "{name} ditambahkan. Kata sandi, tampil sekali ini saja:",
            "{name} was added. The password, shown this once:"
        ));
        tell(&password);
        Ok(())
    }

    fn reset_user(&self, login: &str) -> anyhow::Result<()> {
        let id = self.tenant.id;
        let person = self.find_person(login)?;
        let token = draw_token("", &*self.machine.entropy);
        let hash = web::token_hash(&token);
        let stamp = self.machine.stamp(id, "terminal");
        let made = self.db.write_blocking(Command::by(&stamp), move |tx| {
            make_reset_link(tx, &stamp.fresh(), &operator::actor(id), (person, &hash))
        });
        made.map_err(|error| anyhow::anyhow!("make the link: {error}"))?;
        say(&words!(
            self.machine.language,
            "Tautan sekali pakai, berlaku 24 jam, di belakang alamat server Anda:",
            "One-time link, valid for 24 hours, behind your server's address:"
        ));
        tell(&format!("/tautan/{token}"));
        Ok(())
    }

    fn find_person(&self, login: &str) -> anyhow::Result<base::PersonId> {
        let (id, wanted) = (self.tenant.id, login.to_owned());
        let found = self.db.read_blocking(id, Access::ReadOwn, move |tx| {
            identity::lookup_person_by_login(tx, id, &wanted)
        })?;
        let person = found.with_context(|| format!("nobody signs in as {login}"))?;
        Ok(person.id)
    }

    fn add_token(
        &self,
        (name, purpose): (String, String),
        role: &RoleChoice,
        days: i64,
    ) -> anyhow::Result<()> {
        let id: TenantId = self.tenant.id;
        let token = draw_token("sh_", &*self.machine.entropy);
        let (hash, hint) = (
            web::token_hash(&token),
            token.get(token.len() - 4..).unwrap_or_default().to_owned(),
        );
        let (role, scope) = operator::role(&self.db, id, role)?;
        let stamp = self.machine.stamp(id, "terminal");
        let made = self.db.write_blocking(Command::by(&stamp), move |tx| {
            let (stamp, actor) = (stamp.fresh(), operator::actor(id));
            let new = NewIntegration {
                name: name.clone(),
                purpose: purpose.clone(),
                role,
                scope,
            };
            let integration = make_integration(tx, &stamp, &actor, &new)?;
            let expires_at = stamp.at.plus_seconds(days * 86_400);
            let new = NewToken {
                integration,
                token_hash: hash,
                hint: hint.clone(),
                expires_at,
            };
            make_token(tx, &stamp, &actor, &new)
        });
        made.map_err(|error| anyhow::anyhow!("make the token: {error}"))?;
        say(&words!(
            self.machine.language,
            "Token, tampil sekali ini saja:",
            "The token, shown this once:"
        ));
        tell(&token);
        Ok(())
    }

    fn show_checkpoint(&self) -> anyhow::Result<()> {
        let id = self.tenant.id;
        let read = move |tx: &mut db::Tx<'_>| journal::latest_checkpoint(tx, id);
        let note = self.db.read_blocking(id, Access::ReadOwn, read)?;
        let note = note.context("nothing was sealed yet: start the server once")?;
        tell(&note);
        let code = journal::short_code(&note);
        let now = self.machine.clock.now();
        let trust = self.machine.keys()?.signer(now)?.verifying_key();
        say(&words!(
            self.machine.language,
            "Kode: {code}\nKunci pemeriksa: {trust}",
            "Code: {code}\nVerifier key: {trust}"
        ));
        Ok(())
    }
}
