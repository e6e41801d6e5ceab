//! `sihebat backup`.

use std::process::ExitCode;

use super::first_line;
use crate::arguments::Backup;
use crate::bundle::{self, Written};
use crate::machine::{Machine, few_workers};
use crate::schema;
use crate::terminal::{say, words};

pub(super) fn run(backup: &Backup, machine: &Machine) -> anyhow::Result<ExitCode> {
    let passphrase = backup.with_keys.as_deref().map(first_line).transpose()?;
    let db = machine.open_database(&few_workers())?;
    schema::require_current(machine)?;
    let written = bundle::write(&backup.file, (&db, machine), passphrase.as_deref())?;
    let Written { totals, blobs } = &written;
    let (tables, rows) = (totals.len(), totals.values().sum::<u64>());
    let file = backup.file.display();
    say(&words!(
        machine.language,
        "{file}: {rows} baris dari {tables} tabel, {blobs} foto.",
        "{file}: {rows} rows of {tables} tables, {blobs} files."
    ));
    if passphrase.is_none() {
        say(&words!(
            machine.language,
            "Kunci tidak ikut (pakai --with-keys): simpan salinan folder kunci di tempat terpisah.",
            "The keys are not in it (use --with-keys): keep a copy of their folder elsewhere."
        ));
    }
    Ok(ExitCode::SUCCESS)
}
