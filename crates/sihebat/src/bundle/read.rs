//! Reading a backup into an empty database of either engine.

use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use base::{TenantId, UtcMicros, Uuid, to_hex};
use blobs::{BlobHash, BlobStore};
use db::{Access, Db, SchemaState, Step, Table};
use sha2::{Digest as _, Sha256};

use super::frame::{Frame, FrameReader, Header};
use super::load::Loader;
use super::{Totals, seal};
use crate::keys::Keys;
use crate::machine::{INSTALLATION, Machine, few_workers};
use crate::terminal::{end_progress, progress, words};
use crate::{areas, schema, tenants};

/// What was restored.
#[derive(Debug)]
pub(crate) struct Restored {
    /// When the snapshot was taken.
    pub(crate) at: UtcMicros,
    /// The verifier key of the installation it was taken from.
    pub(crate) trust: String,
    /// Rows by table.
    pub(crate) totals: Totals,
    /// Files.
    pub(crate) blobs: u64,
    /// Whether keys were in it and opened.
    pub(crate) keys: bool,
}

/// Reads a backup into the machine's database, which must be empty.
pub(crate) fn read(
    file: &Path,
    machine: &Machine,
    passphrase: Option<&str>,
) -> anyhow::Result<Restored> {
    // Read twice: nothing of a damaged file ever reaches the database.
    FrameReader::check(file)?;
    let mut frames = FrameReader::open(file)?;
    let Some(Frame::Header(header)) = frames.next()? else {
        bail!("the backup has no header")
    };
    let steps = steps_of(&header)?;
    std::fs::create_dir_all(&machine.config.data)?;
    require_empty(machine)?;
    db::migrate(&machine.config.location, &steps, machine.clock.now())?;
    let db = Db::open(&machine.config.location, &few_workers())?;
    let mut reading = Reading {
        tables: db.read_blocking(INSTALLATION, Access::ReadOwn, db::tables)?,
        store: BlobStore::open(machine.config.blobs())?,
        db,
        machine,
        passphrase,
        loader: None,
        restored: Restored {
            at: UtcMicros::new(header.at),
            trust: header.trust,
            totals: Totals::new(),
            blobs: 0,
            keys: false,
        },
    };
    while let Some(frame) = frames.next()? {
        reading.take(frame)?;
    }
    end_progress();
    let Reading { db, restored, .. } = reading;
    count_again(&db, &restored.totals)?;
    db.close();
    // A backup of an older program is brought to this one's schema once its rows are in.
    schema::migrate(machine)?;
    Ok(restored)
}

/// The steps of this program that had run where the backup was made.
fn steps_of(header: &Header) -> anyhow::Result<Vec<Step>> {
    let steps = areas::steps();
    for (area, number, digest) in header.steps.iter().filter(|(area, ..)| area != "db") {
        let known = steps
            .iter()
            .find(|step| step.area == area && i64::from(step.number) == *number)
            .with_context(|| format!("step {number} of {area} is from a newer program"))?;
        ensure!(
            to_hex(&Sha256::digest(known.sql)) == *digest,
            "step {number} of {area} differs from the one of the backup"
        );
    }
    let ran = |step: &Step| {
        header
            .steps
            .iter()
            .any(|(area, number, _)| step.area == area && i64::from(step.number) == *number)
    };
    Ok(steps.into_iter().filter(ran).collect())
}

fn require_empty(machine: &Machine) -> anyhow::Result<()> {
    if machine.config.database_is_missing() {
        return Ok(());
    }
    let state = schema::state(machine)?;
    // No step of any area ran: there may be the foundation of `db`, but no table of ours.
    if matches!(state, SchemaState::Behind(count) if count + 1 >= schema::step_count()) {
        return Ok(());
    }
    let name = machine.config.database_name();
    ensure!(state == SchemaState::Current, "{name} is not empty");
    let db = Db::open(&machine.config.location, &few_workers())?;
    let tenants = tenants::list_blocking(&db)?;
    db.close();
    ensure!(tenants.is_empty(), "{name} is not empty: it has a city");
    Ok(())
}

/// A backup on its way into the database.
struct Reading<'a> {
    db: Db,
    machine: &'a Machine,
    passphrase: Option<&'a str>,
    tables: Vec<Table>,
    store: BlobStore,
    loader: Option<(String, Loader)>,
    restored: Restored,
}

impl Reading<'_> {
    fn take(&mut self, frame: Frame) -> anyhow::Result<()> {
        match frame {
            Frame::Header(_) => bail!("the backup has two headers"),
            Frame::Table { name, columns } => {
                progress(&words!(
                    self.machine.language,
                    "tabel {name}",
                    "table {name}"
                ));
                let table = self.tables.iter().find(|table| table.name == name);
                let table = table.with_context(|| format!("there is no table {name}"))?;
                let loader = Loader::new((&self.db, self.machine), table, &columns)?;
                self.loader = Some((name, loader));
            }
            Frame::Rows(rows) => {
                let (_, loader) = self.loader.as_mut().context("rows without a table")?;
                loader.rows(rows)?;
            }
            Frame::End(count) => {
                let (name, loader) = self.loader.take().context("an end without a table")?;
                let loaded = loader.finish()?;
                ensure!(
                    loaded == count,
                    "{name} has {loaded} rows, the backup {count}"
                );
                self.restored.totals.insert(name, loaded);
            }
            Frame::Blob {
                tenant,
                hash,
                content,
            } => {
                let tenant = TenantId::new(Uuid::from_bytes(tenant));
                let fits = self.store.put(tenant, &content)? == BlobHash::new(hash);
                ensure!(fits, "a file of the backup is not what its hash says");
                self.restored.blobs += 1;
            }
            Frame::Keys(sealed) => self.take_keys(&sealed)?,
            Frame::Sum(_) => {}
        }
        Ok(())
    }

    fn take_keys(&mut self, sealed: &[u8]) -> anyhow::Result<()> {
        let Some(passphrase) = self.passphrase else {
            return Ok(());
        };
        let keys = Keys::from_text(&seal::open(sealed, passphrase)?)?;
        let folder = self.machine.config.keys();
        ensure!(
            keys.create(&folder)?,
            "{} has keys already",
            folder.display()
        );
        self.restored.keys = true;
        Ok(())
    }
}

/// Counts in the database what the backup says it has.
fn count_again(db: &Db, totals: &Totals) -> anyhow::Result<()> {
    for (table, expected) in totals {
        let name = table.clone();
        let count = db.read_blocking(INSTALLATION, Access::ReadOwn, move |tx| {
            // tidy: across tenants: the backup holds all cities, and so does what it is compared with.
            let sql = format!("SELECT COUNT(*) AS count FROM {name}");
            tx.query_one(&sql, &[])?.get::<u64>("count")
        })?;
        ensure!(
            count == *expected,
            "{table} has {count} rows, the backup {expected}"
        );
    }
    Ok(())
}
