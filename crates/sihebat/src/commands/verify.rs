//! `sihebat verify`: nothing was altered behind the program's back, or what was.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use db::{Access, Db};
use journal::{CheckpointKeyRotation, Evidence, Report, VerifyingKey};

use super::findings::{describe, last_writer};
use crate::arguments::Verify;
use crate::config::Config;
use crate::keys::{Keys, rotations};
use crate::machine::{Machine, few_workers};
use crate::tenants::{self, Tenant};
use crate::terminal::{Language, end_progress, progress, say, tell, words};
use crate::{areas, bundle, notes, schema};

/// Findings told one by one; the rest is counted.
const TOLD: usize = 20;

pub(super) fn run(verify: &Verify, machine: &Machine) -> anyhow::Result<ExitCode> {
    let evidence = evidence(verify, machine)?;
    let clean = match &verify.bundle {
        None => {
            let db = machine.open_database(&few_workers())?;
            schema::require_current(machine)?;
            prove(&db, &evidence, machine.language)?
        }
        Some(file) => prove_bundle(file, &evidence, machine)?,
    };
    Ok(if clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// Reads a backup into a database of its own, which goes away afterwards.
fn prove_bundle(file: &Path, evidence: &Evidence, machine: &Machine) -> anyhow::Result<bool> {
    let folder = tempfile::tempdir()?;
    let config = Config {
        data: folder.path().to_owned(),
        location: db::Location::Sqlite(folder.path().join("sihebat.db")),
        ..machine.config.clone()
    };
    let machine = Machine {
        config,
        ..machine.clone()
    };
    bundle::read(file, &machine, None)?;
    let db = machine.open_database(&few_workers())?;
    prove(&db, evidence, machine.language)
}

fn evidence(verify: &Verify, machine: &Machine) -> anyhow::Result<Evidence> {
    let mut evidence = Evidence {
        trusted: trusted(verify, machine)?,
        outside_tables: areas::outside_tables(),
        ..Evidence::default()
    };
    for given in &verify.checkpoint {
        let path = Path::new(given);
        if path.is_file() {
            let text = std::fs::read_to_string(path).with_context(|| format!("read {given}"))?;
            let (rotations, outside): (Vec<_>, Vec<_>) = notes::split(&text)
                .into_iter()
                .partition(|note| CheckpointKeyRotation::is_one(note));
            evidence.rotations.extend(rotations);
            evidence.outside.extend(outside);
        } else if !is_code(given) {
            // A mistyped path must not look like an altered log.
            anyhow::bail!(words!(
                machine.language,
                "{given} bukan berkas yang ada dan bukan kode checkpoint",
                "{given} is neither a file that is there nor a checkpoint's code"
            ));
        } else {
            evidence.codes.push(given.clone());
        }
    }
    Ok(evidence)
}

/// Whether it looks like a checkpoint's short code: four groups of four hexadecimal digits.
fn is_code(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let is_group = |group: &&str| group.len() == 4 && base::from_hex(group).is_some();
    groups.len() == 4 && groups.iter().all(is_group)
}

fn trusted(verify: &Verify, machine: &Machine) -> anyhow::Result<Vec<VerifyingKey>> {
    if let Some(given) = &verify.trust {
        let text = match std::fs::read_to_string(given) {
            Ok(text) => text,
            Err(_) => given.clone(),
        };
        let key = text
            .trim()
            .parse()
            .context("the key of --trust cannot be read")?;
        return Ok(vec![key]);
    }
    say(&words!(
        machine.language,
        "Tanpa --trust: kunci milik server ini sendiri yang dipercaya.",
        "Without --trust: this server's own keys are trusted."
    ));
    let keys = Keys::load(&machine.config.keys())?;
    Ok(keys.map(|keys| keys.verifiers()).unwrap_or_default())
}

/// Proves every city; whether all is as the log says.
pub(super) fn prove(db: &Db, evidence: &Evidence, language: Language) -> anyhow::Result<bool> {
    let mut clean = true;
    for tenant in tenants::list_blocking(db)? {
        let (id, mut evidence) = (tenant.id, evidence.clone());
        evidence.rotations.extend(rotation_notes(db, id)?);
        let report = db.read_blocking(id, Access::Report, move |tx| {
            journal::verify(tx, id, &evidence, &mut |count| {
                progress(&words!(language, "{count} diperiksa", "{count} checked"));
            })
        })?;
        end_progress();
        tell_verdict(db, &tenant, &report, language);
        clean &= report.is_clean();
    }
    Ok(clean)
}

fn rotation_notes(db: &Db, id: base::TenantId) -> anyhow::Result<Vec<String>> {
    let read = move |tx: &mut db::Tx<'_>| rotations::list_notes(tx, id);
    Ok(db.read_blocking(id, Access::ReadOwn, read)?)
}

fn tell_verdict(db: &Db, tenant: &Tenant, report: &Report, language: Language) {
    let Report {
        entries,
        rows,
        checkpoints,
        finding_count,
        ..
    } = report;
    let name = &tenant.name;
    if report.is_clean() {
        tell(&words!(
            language,
            "{name}: UTUH. {entries} catatan, {rows} baris dan {checkpoints} tanda cocok.",
            "{name}: INTACT. {entries} entries, {rows} rows and {checkpoints} checkpoints agree."
        ));
        return;
    }
    tell(&words!(
        language,
        "{name}: BERUBAH. {finding_count} temuan pada {entries} catatan dan {rows} baris.",
        "{name}: ALTERED. {finding_count} findings in {entries} entries and {rows} rows."
    ));
    for finding in report.findings.iter().take(TOLD) {
        tell(&format!("- {}", describe(finding, tenant, language)));
        if let Some(writer) = last_writer(db, tenant, finding) {
            let super::findings::Writer {
                place,
                at,
                action,
                by,
            } = writer;
            tell(&words!(
                language,
                "  terakhir ditulis sah: {at}, {action}, oleh {by} (catatan ke-{place})",
                "  last written rightly: {at}, {action}, by {by} (entry {place})"
            ));
        }
    }
}
