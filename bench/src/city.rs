//! The simulated city under measurement: made by the program itself, then filled through the actions.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use authz::{Actor, Grant, Role, Scope};
use base::{
    ActorId, CivilDate, Rupiah, Stamp, SystemClock, SystemEntropy, TenantId, UtcMicros, Uuid, Zone,
};
use budget::CeilingsRefusal;
use db::{Access, ActionError, Command, Db, Failure, Location, Options, Tx, params};
use identity::{NewIntegration, NewToken};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::server::Server;

/// Where Kupang is.
const ZONE: &str = "Asia/Makassar";

/// A simulated city on disk, with its database open.
pub(crate) struct City {
    pub(crate) place: Place,
    pub(crate) db: Db,
    pub(crate) tenant: TenantId,
    pub(crate) zone: Zone,
}

/// Where a city lies: what `--data` and `--database` say.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) data: PathBuf,
    pub(crate) database: Option<String>,
}

impl Place {
    fn location(&self) -> Result<Location> {
        Ok(match &self.database {
            Some(url) => url.parse()?,
            None => Location::Sqlite(self.data.join("sihebat.db")),
        })
    }

    /// Whether a city was made there before.
    pub(crate) fn is_made(&self) -> bool {
        self.data.join("demo.json").exists()
    }

    /// A command of the program on this city.
    pub(crate) fn program(&self, command: &str) -> Result<tokio::process::Command> {
        let mut program = tokio::process::Command::new(sibling("sihebat")?);
        program.arg(command).arg("--data").arg(&self.data);
        if let Some(url) = &self.database {
            program.args(["--database", url]);
        }
        program.env("RUST_LOG", "warn");
        Ok(program)
    }

    /// The program serving this city.
    pub(crate) async fn serve(&self) -> Result<Server> {
        Server::start(self.program("serve")?.args(["--listen", "127.0.0.1:0"])).await
    }
}

/// A program that was built beside this one.
pub(crate) fn sibling(name: &str) -> Result<PathBuf> {
    let here = std::env::current_exe()?;
    Ok(here.parent().context("a folder")?.join(name))
}

/// Makes a city of `months` months through `sihebat demo`.
pub(crate) async fn make(data: &Path, database: Option<&str>, months: u32) -> Result<City> {
    let place = Place {
        data: data.to_owned(),
        database: database.map(str::to_owned),
    };
    let months = months.to_string();
    let listen = [
        "--seed",
        "1",
        "--months",
        &months,
        "--listen",
        "127.0.0.1:0",
    ];
    let server = Server::start(place.program("demo")?.args(listen)).await?;
    server.stop().await?;
    open(place)
}

/// Opens a city that was made before.
pub(crate) fn open(place: Place) -> Result<City> {
    let location = place.location()?;
    let opened = tokio::task::block_in_place(|| Db::open(&location, &Options::for_cores(2)));
    let db = opened?;
    let read = |tx: &mut Tx<'_>| {
        tx.query_one("SELECT tenant_id FROM tenant LIMIT 2", params![])?
            .get("tenant_id")
    };
    let installation = TenantId::new(Uuid::nil());
    let tenant =
        tokio::task::block_in_place(|| db.read_blocking(installation, Access::ReadOwn, read))?;
    Ok(City {
        place,
        db,
        tenant,
        zone: Zone::named(ZONE)?,
    })
}

/// The time.
pub(crate) fn now() -> UtcMicros {
    use base::Clock as _;
    SystemClock.now()
}

impl City {
    pub(crate) fn today(&self) -> CivilDate {
        self.zone.date(now())
    }

    pub(crate) fn stamp(&self) -> Stamp {
        let nobody = ActorId::new(Uuid::nil());
        Stamp::new(self.tenant, nobody, "bench", &SystemClock, &SystemEntropy)
    }

    /// Somebody with a role.
    pub(crate) fn actor(&self, role: Role, scope: Scope) -> Actor {
        Actor::person(
            self.tenant,
            ActorId::new(Uuid::nil()),
            vec![Grant::new(role, scope)],
        )
    }

    pub(crate) fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Tx<'_>, TenantId) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T> {
        let tenant = self.tenant;
        let read = || {
            self.db
                .read_blocking(tenant, Access::ReadOwn, move |tx| f(tx, tenant))
        };
        Ok(tokio::task::block_in_place(read)?)
    }

    pub(crate) fn write<T, R>(
        &self,
        f: impl Fn(&mut Tx<'_>, &Stamp) -> Result<T, ActionError<R>> + Send + 'static,
    ) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        R: std::fmt::Debug + Send + 'static,
    {
        let stamp = self.stamp();
        let command = Command::by(&stamp);
        let write = || {
            self.db
                .write_blocking(command, move |tx| f(tx, &stamp.fresh()))
        };
        tokio::task::block_in_place(write).map_err(|error| anyhow!("{error}"))
    }

    /// How many rows a table has.
    pub(crate) fn count(&self, table: &'static str) -> Result<i64> {
        self.read(move |tx, tenant| {
            let sql = format!("SELECT COUNT(*) AS count FROM {table} WHERE tenant_id = $1");
            tx.query_one(&sql, params![tenant])?.get("count")
        })
    }

    /// Waits until a server has sealed everything.
    pub(crate) async fn until_sealed(&self) -> Result<()> {
        while self.count("journal_pending")? > 0 {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        Ok(())
    }

    /// Raises this year's ceilings so far that budgets never end a measurement.
    pub(crate) fn raise_ceilings(&self) -> Result<()> {
        let (today, treasury) = (self.today(), self.actor(Role::CityTreasury, Scope::Tenant));
        let year = i64::from(today.year());
        let lines: Vec<budget::BudgetLineId> = self.read(move |tx, tenant| {
            let sql = "SELECT id FROM budget_line WHERE tenant_id = $1 AND year = $2";
            tx.query(sql, params![tenant, year])?
                .iter()
                .map(|row| row.get("id"))
                .collect()
        })?;
        let ceilings = budget::Ceilings::new([Rupiah::new(900_000_000_000); 12])?;
        self.write(move |tx, stamp| {
            for id in &lines {
                let line = budget::lookup_line(tx, stamp.tenant, *id)?;
                let input = budget::SetCeilings {
                    line: *id,
                    revision: line.map_or(0, |line| line.revision),
                    ceilings,
                    document: budget::Document {
                        kind: budget::DocumentKind::Dppa,
                        number: "DPPA/bench".to_owned(),
                        on: today,
                        reason: None,
                    },
                };
                match budget::set_ceilings(tx, stamp, &treasury, &input) {
                    // A city that was kept has them already.
                    Ok(_) | Err(ActionError::Refused(CeilingsRefusal::NothingChanges)) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        })
    }

    /// A token of a program with a role, for the API.
    pub(crate) fn token(&self, role: Role, scope: Scope) -> Result<String> {
        let text = format!("bench-{}", self.stamp().next_id());
        let (hash, admin) = (
            web::token_hash(&text),
            self.actor(Role::CityAdmin, Scope::Tenant),
        );
        let expires_at = now().plus_seconds(86_400);
        self.write(move |tx, stamp| {
            let new = NewIntegration {
                name: "bench".to_owned(),
                purpose: "measurement".to_owned(),
                role,
                scope,
            };
            let integration = identity::make_integration(tx, stamp, &admin, &new)?;
            let token = NewToken {
                integration,
                token_hash: hash,
                hint: "tion".to_owned(),
                expires_at,
            };
            identity::make_token(tx, stamp, &admin, &token)
        })?;
        Ok(text)
    }
}
