//! Writing a backup: one snapshot of all rows, then blobs, then keys.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use base::TenantId;
use blobs::BlobStore;
use db::{Access, Db, Failure, Table, Tx, params};

use super::frame::{Frame, FrameWriter, Header};
use super::{OWN_TABLES, Totals, order, seal};
use crate::machine::{INSTALLATION, Machine};
use crate::tenants::Tenant;
use crate::terminal::{end_progress, progress, say, words};
use crate::{areas, tenants};

/// Rows in one frame.
const ROWS: usize = 500;

/// What was written.
#[derive(Debug)]
pub(crate) struct Written {
    /// Rows by table.
    pub(crate) totals: Totals,
    /// Files.
    pub(crate) blobs: u64,
}

/// Writes a backup beside `file` and renames it when it is whole.
pub(crate) fn write(
    file: &Path,
    (db, machine): (&Db, &Machine),
    passphrase: Option<&str>,
) -> anyhow::Result<Written> {
    ensure!(!file.exists(), "{} exists already", file.display());
    let beside = PathBuf::from(format!("{}.unfinished", file.display()));
    let outcome = write_beside(&beside, (db, machine), passphrase);
    if outcome.is_err() {
        // An unfinished backup is of no use to anyone.
        let _ = fs::remove_file(&beside);
    }
    let written = outcome?;
    fs::rename(&beside, file)?;
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(written)
}

fn write_beside(
    beside: &Path,
    (db, machine): (&Db, &Machine),
    passphrase: Option<&str>,
) -> anyhow::Result<Written> {
    let created = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(beside);
    let created = created.with_context(|| format!("write {}", beside.display()))?;
    let keys = machine.keys()?;
    let trust = keys
        .signer(machine.clock.now())?
        .verifying_key()
        .to_string();
    // Sealed first: a passphrase that is too short ends the work before it begins.
    let sealed = passphrase
        .map(|passphrase| seal::seal(&keys.to_text()?, passphrase, &*machine.entropy))
        .transpose()?;

    let snapshot = Snapshot {
        machine: machine.clone(),
        writer: FrameWriter::new(created)?,
        trust,
    };
    let (mut writer, tenants, totals) =
        db.read_blocking(INSTALLATION, Access::Report, move |tx| snapshot.write(tx))?;
    let blobs = write_blobs(&mut writer, machine, &tenants)?;
    if let Some(sealed) = sealed {
        writer.write(&Frame::Keys(sealed))?;
    }
    writer.finish()?.sync_all()?;
    Ok(Written { totals, blobs })
}

/// All rows as one transaction sees them.
struct Snapshot {
    machine: Machine,
    writer: FrameWriter,
    trust: String,
}

impl Snapshot {
    fn write(mut self, tx: &mut Tx<'_>) -> Result<(FrameWriter, Vec<Tenant>, Totals), Failure> {
        let tenants = tenants::list(tx)?;
        let header = Header {
            at: self.machine.clock.now().get(),
            program: format!("sihebat {}", env!("CARGO_PKG_VERSION")),
            trust: self.trust.clone(),
            steps: steps_run(tx)?,
        };
        self.put(&Frame::Header(header))?;
        let mut totals = Totals::new();
        for table in tables(tx)? {
            let mut count = 0;
            self.begin(&table)?;
            for tenant in &tenants {
                count += self.rows(tx, &table, tenant.id)?;
            }
            self.put(&Frame::End(count))?;
            totals.insert(table.name, count);
        }
        end_progress();
        Ok((self.writer, tenants, totals))
    }

    fn put(&mut self, frame: &Frame) -> Result<(), Failure> {
        self.writer
            .write(frame)
            .map_err(|error| Failure::other("write the backup", error))
    }

    fn begin(&mut self, table: &Table) -> Result<(), Failure> {
        let name = &table.name;
        progress(&words!(
            self.machine.language,
            "tabel {name}",
            "table {name}"
        ));
        let columns = table.columns.iter().map(|(name, _)| name.clone()).collect();
        self.put(&Frame::Table {
            name: name.clone(),
            columns,
        })
    }

    fn rows(&mut self, tx: &mut Tx<'_>, table: &Table, tenant: TenantId) -> Result<u64, Failure> {
        let sql = format!(
            "SELECT * FROM {} WHERE tenant_id = $1 ORDER BY {}",
            table.name,
            table.key.join(", ")
        );
        let mut count = 0;
        let mut rows = Vec::with_capacity(ROWS);
        tx.each(&sql, params![tenant], |row| {
            rows.push(row.columns().map(|(_, value)| value.clone()).collect());
            count += 1;
            if rows.len() == ROWS {
                self.put(&Frame::Rows(std::mem::take(&mut rows)))?;
            }
            Ok(())
        })?;
        if !rows.is_empty() {
            self.put(&Frame::Rows(rows))?;
        }
        Ok(count)
    }
}

/// The tables of a backup, each after those it refers to.
fn tables(tx: &mut Tx<'_>) -> Result<Vec<Table>, Failure> {
    let tables = db::tables(tx)?;
    let kept = |table: &&Table| !OWN_TABLES.contains(&table.name.as_str());
    let names = tables
        .iter()
        .filter(kept)
        .map(|table| table.name.clone())
        .collect();
    let names = order::in_order(names, &areas::steps());
    Ok(names
        .into_iter()
        .filter_map(|name| tables.iter().find(|table| table.name == name).cloned())
        .collect())
}

/// The migrations that ran on this database.
pub(super) fn steps_run(tx: &mut Tx<'_>) -> Result<Vec<(String, i64, String)>, Failure> {
    tx.query(
        "SELECT area, step, sha256 FROM schema_step ORDER BY area, step",
        &[],
    )?
    .iter()
    .map(|row| Ok((row.get("area")?, row.get("step")?, row.get("sha256")?)))
    .collect()
}

/// Every row's blobs were there before the row: what the snapshot names is on the disk now.
fn write_blobs(
    writer: &mut FrameWriter,
    machine: &Machine,
    tenants: &[Tenant],
) -> anyhow::Result<u64> {
    let store = BlobStore::open(machine.config.blobs())?;
    let mut count = 0;
    for tenant in tenants {
        for hash in store.list(tenant.id)? {
            let content = match store.read(tenant.id, &hash) {
                Ok(Some(content)) => content,
                Ok(None) => continue,
                Err(error) => {
                    say(&words!(
                        machine.language,
                        "Foto rusak, tidak ikut dicadangkan: {error}",
                        "A damaged file is left out: {error}"
                    ));
                    continue;
                }
            };
            let tenant = *tenant.id.uuid().as_bytes();
            writer.write(&Frame::Blob {
                tenant,
                hash: *hash.bytes(),
                content,
            })?;
            count += 1;
            if count % 100 == 0 {
                progress(&words!(machine.language, "{count} foto", "{count} files"));
            }
        }
    }
    end_progress();
    Ok(count)
}
