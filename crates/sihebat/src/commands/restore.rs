//! `sihebat restore`.

use std::process::ExitCode;

use db::SchemaState;
use journal::Evidence;

use super::{first_line, verify};
use crate::arguments::Restore;
use crate::bundle::{self, Restored};
use crate::machine::{Machine, few_workers};
use crate::terminal::{say, words};
use crate::{areas, schema};

pub(super) fn run(restore: &Restore, machine: &Machine) -> anyhow::Result<ExitCode> {
    let passphrase = restore.with_keys.as_deref().map(first_line).transpose()?;
    let restored = bundle::read(&restore.file, machine, passphrase.as_deref())?;
    let Restored {
        at,
        trust,
        totals,
        blobs,
        keys,
    } = &restored;
    let (tables, rows) = (totals.len(), totals.values().sum::<u64>());
    say(&words!(
        machine.language,
        "Dipulihkan keadaan {at}: {rows} baris dari {tables} tabel, {blobs} foto.",
        "Restored as of {at}: {rows} rows of {tables} tables, {blobs} files."
    ));
    if !keys {
        say(&words!(
            machine.language,
            "Tanpa kunci: salin folder kunci lama sebelum `sihebat serve`.",
            "Without keys: copy the old folder of keys before `sihebat serve`."
        ));
    }
    debug_assert_eq!(schema::state(machine).ok(), Some(SchemaState::Current));
    let evidence = Evidence {
        trusted: vec![trust.parse()?],
        outside_tables: areas::outside_tables(),
        ..Evidence::default()
    };
    let db = machine.open_database(&few_workers())?;
    let clean = verify::prove(&db, &evidence, machine.language)?;
    Ok(if clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}
