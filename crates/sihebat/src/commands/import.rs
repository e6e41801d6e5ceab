//! `sihebat import`: the same steps as the page, from the terminal.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use authz::Actor;
use register::{ImportDesk, ImportError, ImportRun, RunState, UploadInput};
use tabular::{Mapping, Unit};
use web::Locale;

use crate::arguments::Import;
use crate::machine::{Machine, few_workers};
use crate::terminal::{Language, end_progress, progress, say, tell, words};
use crate::{areas, operator, schema, tenants};

/// Rows between two messages.
const STEP: usize = 2_000;

pub(super) fn run(import: &Import, machine: &Machine) -> anyhow::Result<ExitCode> {
    let db = machine.open_database(&few_workers())?;
    schema::require_current(machine)?;
    let tenant = tenants::choose(&db, import.city.as_deref())?;
    let desk = areas::import_desk(&db, machine);
    let Some(file) = &import.file else {
        list_kinds(&desk);
        return Ok(ExitCode::SUCCESS);
    };
    let actor = operator::importer(tenant.id);
    let zone = tenant.zone.name();
    let run = open(&desk, &actor, (import, file, zone))?;
    let run = work(&desk, run, machine.language)?;
    if import.dry_run {
        report(&run, machine.language);
        desk.withdraw_run(&actor, &run).map_err(explain)?;
        return write_rejected(&desk, &run, (file, machine.language));
    }
    desk.commit_run(&actor, "terminal", &run).map_err(explain)?;
    let run = work(&desk, lookup(&desk, &actor, &run)?, machine.language)?;
    report(&run, machine.language);
    remark(&desk, &run, machine.language)?;
    write_rejected(&desk, &run, (file, machine.language))
}

fn list_kinds(desk: &ImportDesk) {
    for target in desk.targets().iter() {
        let kind = target.kind();
        tell(&kind.key);
    }
}

fn open(
    desk: &ImportDesk,
    actor: &Actor,
    (import, file, zone): (&Import, &Path, &str),
) -> anyhow::Result<ImportRun> {
    let bytes = std::fs::read(file).with_context(|| format!("read {}", file.display()))?;
    let name = file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mapping = import.map.as_deref().map(read_mapping).transpose()?;
    let input = UploadInput {
        kind: import.kind.clone(),
        file_name: name,
        bytes,
        sheet: None,
    };
    let id = desk.open_run(actor, "terminal", input).map_err(explain)?;
    let run = desk.lookup_run(actor, id).map_err(explain)?;
    let mut mapping = match mapping {
        Some(mapping) => mapping,
        None => desk.propose_mapping(&run).map_err(explain)?.mapping,
    };
    // Times without a zone are the city's, as on the page.
    mapping.zone.get_or_insert_with(|| zone.to_owned());
    desk.set_mapping(actor, &run, &mapping).map_err(explain)?;
    lookup(desk, actor, &run)
}

fn read_mapping(path: &Path) -> anyhow::Result<Mapping> {
    let text = std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
    Mapping::from_toml(&text).with_context(|| format!("read {}", path.display()))
}

fn lookup(desk: &ImportDesk, actor: &Actor, run: &ImportRun) -> anyhow::Result<ImportRun> {
    desk.lookup_run(actor, run.id).map_err(explain)
}

/// Works until the run waits for somebody.
fn work(desk: &ImportDesk, mut run: ImportRun, language: Language) -> anyhow::Result<ImportRun> {
    while run.state.is_working() {
        run = desk
            .advance_run(run.tenant, run.id, STEP)
            .map_err(explain)?;
        let (staged, done) = (run.staged_count, run.done_count);
        progress(&words!(
            language,
            "{staged} baris diperiksa, {done} dimasukkan",
            "{staged} rows checked, {done} taken in"
        ));
    }
    end_progress();
    if run.state == RunState::Withdrawn {
        bail!(
            "the file breaks off: {}",
            run.trouble.as_deref().unwrap_or("unreadable")
        );
    }
    Ok(run)
}

fn report(run: &ImportRun, language: Language) {
    let count = run.staged_count;
    tell(&words!(
        language,
        "{count} baris dibaca",
        "{count} rows read"
    ));
    // What was ready has become something else once the run is done.
    let is_end = |outcome: &str| outcome != "ready" || run.state != RunState::Done;
    for (outcome, tally) in run.tallies.0.iter().filter(|(outcome, _)| is_end(outcome)) {
        tell(&format!("  {outcome}: {}", tally.rows));
        for (field, sum) in &tally.sums {
            let total = sum.total.as_deref().unwrap_or("?");
            let unit = sum.unit.map_or("", Unit::code);
            let derived = derived(sum);
            tell(&format!(
                "    {field}: {total} {unit}{derived} ({} cells)",
                sum.cells
            ));
        }
    }
}

/// The sum in our own units, where the file has others.
fn derived(sum: &register::FieldSum) -> String {
    match (sum.unit, sum.base) {
        (Some(Unit::GallonUs | Unit::Millilitre), Some(base)) => format!(" = {base} ml"),
        (Some(Unit::Mile), Some(base)) => format!(" = {base} m"),
        _ => String::new(),
    }
}

/// What a person should know of a run that is done.
fn remark(desk: &ImportDesk, run: &ImportRun, language: Language) -> anyhow::Result<()> {
    for remark in desk.remarks(run, locale(language)).map_err(explain)? {
        say(&format!("{} ({})", remark.text, remark.href));
    }
    Ok(())
}

fn locale(language: Language) -> Locale {
    match language {
        Language::Indonesian => Locale::Id,
        Language::English => Locale::En,
    }
}

/// Writes the rows that were kept out, with their reasons, beside the file.
fn write_rejected(
    desk: &ImportDesk,
    run: &ImportRun,
    (file, language): (&Path, Language),
) -> anyhow::Result<ExitCode> {
    if run.tallies.rows("rejected") == 0 && run.tallies.rows("refused") == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    let download = desk.rejected_file(run, locale(language)).map_err(explain)?;
    let beside = file.with_file_name(&download.file_name);
    std::fs::write(&beside, &download.bytes)
        .with_context(|| format!("write {}", beside.display()))?;
    let shown = beside.display();
    say(&words!(
        language,
        "Baris yang tidak masuk beserta masalahnya: {shown}",
        "Rows that were kept out, with their problems: {shown}"
    ));
    Ok(ExitCode::from(1))
}

fn explain(error: ImportError) -> anyhow::Error {
    anyhow::Error::new(error)
}
