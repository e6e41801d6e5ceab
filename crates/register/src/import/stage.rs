//! Staging: every row of the file is read, checked, previewed and kept.

use std::collections::{BTreeMap, BTreeSet};

use base::UtcMicros;
use db::{Access, ActionError, Command};
use tabular::{CheckedRow, Checker, Header, Summary, Verdict};

use super::advance::{Lost, Step, system_stamp};
use super::cells::encode_cells;
use super::desk::{ImportDesk, ImportError};
use super::rights::decode_rights;
use super::source::UploadedTable;
use super::store::{self, Progress, StagedRow};
use super::target::ImportTarget;
use super::{ImportRun, RowPreview, RowProblem, RunState};

/// Rows written by one command.
const STEP_ROWS: usize = 500;

/// Reads on from where the run stands, at most about so many rows.
pub(crate) fn stage(
    desk: &ImportDesk,
    mut run: ImportRun,
    rows_max: usize,
) -> Result<Step, ImportError> {
    let target = desk.target(&run.kind)?.clone();
    let (tenant, id) = (run.tenant, run.id);
    let read = desk.db.read_blocking(tenant, Access::ReadOwn, move |tx| {
        store::read_file(tx, tenant, id)
    });
    let table = match UploadedTable::open(target.shape(), read?, run.sheet.as_deref()) {
        Ok(table) => table,
        Err(problem) => return stop(desk, &run, problem),
    };
    let mapping = run.mapping.clone().ok_or(ImportError::WrongState)?;
    let mut checker =
        Checker::new(target.kind(), &mapping, &run.header).map_err(ImportError::Mapping)?;
    let mut batch: Vec<CheckedRow> = Vec::with_capacity(STEP_ROWS);
    let mut left = rows_max;
    let rows = match table.rows() {
        Ok(rows) => rows,
        Err(problem) => return stop(desk, &run, problem),
    };
    for row in rows {
        let row = match row {
            Ok(row) => row,
            Err(error) => return stop(desk, &run, super::problem::read_error_code(&error)),
        };
        let number = i64::try_from(row.number).unwrap_or(i64::MAX);
        // Rows staged before are checked again for their occurrence, and passed over.
        let checked = checker.check(row);
        if number <= run.last_row {
            continue;
        }
        batch.push(checked);
        if batch.len() == STEP_ROWS {
            match stage_batch(desk, &*target, &run, std::mem::take(&mut batch), false)? {
                Some(next) => run = next,
                None => return Ok(Step::Lost),
            }
            left = left.saturating_sub(STEP_ROWS);
            if left == 0 {
                return Ok(Step::Worked);
            }
        }
    }
    let last = stage_batch(desk, &*target, &run, batch, true)?;
    Ok(last.map_or(Step::Lost, |_| Step::Worked))
}

/// A file that breaks off is not imported in part: the run ends and says why.
fn stop(desk: &ImportDesk, run: &ImportRun, problem: &'static str) -> Result<Step, ImportError> {
    let (run, now) = (run.clone(), desk.clock.now());
    let command = Command::by(&system_stamp(desk, &run));
    let taken = desk.db.write_blocking(command, move |tx| {
        let progress = Progress {
            state: RunState::Withdrawn,
            staged_count: run.staged_count,
            done_count: 0,
            last_row: run.last_row,
            tallies: &run.tallies,
            trouble: Some(problem),
        };
        store::take_step(tx, &run, now, &progress).map_err(ActionError::<Lost>::from)
    });
    match taken {
        Ok(true) => Ok(Step::Worked),
        Ok(false) => Ok(Step::Lost),
        Err(error) => Err(ImportError::failed(error)),
    }
}

/// Checks a batch against the tables and writes it; the run as it stands then, or nothing where
/// another hand was faster.
fn stage_batch(
    desk: &ImportDesk,
    target: &dyn ImportTarget,
    run: &ImportRun,
    batch: Vec<CheckedRow>,
    is_last: bool,
) -> Result<Option<ImportRun>, ImportError> {
    let previews = preview(desk, run, &batch)?;
    let header = &run.header;
    let mut rows: Vec<StagedRow> = Vec::with_capacity(batch.len());
    let mut checked_by_row: Vec<CheckedRow> = Vec::with_capacity(batch.len());
    let mut previews = previews.into_iter();
    for checked in batch {
        let preview = (checked.verdict == Verdict::Accepted)
            .then(|| previews.next())
            .flatten();
        rows.push(staged_row(target, header, &checked, preview));
        checked_by_row.push(checked);
    }
    let before = run.clone();
    let adding = desk.target(&run.kind)?.clone();
    let now = desk.clock.now();
    let command = Command::by(&system_stamp(desk, run));
    let written = desk.db.write_blocking(command, move |tx| {
        let mut rows = rows.clone();
        refuse_duplicates(tx, &before, &mut rows)?;
        let after = counted(&*adding, &before, (&rows, &checked_by_row), (now, is_last));
        let progress = Progress {
            state: after.state,
            staged_count: after.staged_count,
            done_count: 0,
            last_row: after.last_row,
            tallies: &after.tallies,
            trouble: None,
        };
        if !store::take_step(tx, &before, now, &progress)? {
            return Err(ActionError::Refused(Lost));
        }
        store::insert_rows(tx, (before.tenant, before.id), &rows)?;
        Ok(RunAfter {
            staged_count: after.staged_count,
            last_row: after.last_row,
            tallies: after.tallies,
        })
    });
    match written {
        Ok(after) => Ok(Some(ImportRun {
            staged_count: after.staged_count,
            last_row: after.last_row,
            tallies: after.tallies,
            step: run.step.saturating_add(1),
            state: if is_last {
                RunState::Previewed
            } else {
                run.state
            },
            ..run.clone()
        })),
        Err(ActionError::Refused(Lost)) => Ok(None),
        Err(error) => Err(ImportError::failed(error)),
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
struct RunAfter {
    staged_count: i64,
    last_row: i64,
    tallies: super::RunTallies,
}

fn preview(
    desk: &ImportDesk,
    run: &ImportRun,
    batch: &[CheckedRow],
) -> Result<Vec<RowPreview>, ImportError> {
    let accepted = batch.iter().filter(|row| row.verdict == Verdict::Accepted);
    let records: Vec<tabular::Record> = accepted.map(|row| row.record.clone()).collect();
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let target = desk.target(&run.kind)?.clone();
    let (tenant, wanted) = (run.tenant, records.len());
    let actor = decode_rights(run.tenant, run.actor, &run.rights);
    let previews = desk.db.read_blocking(tenant, Access::ReadOwn, move |tx| {
        target.preview(tx, tenant, &actor, &records)
    })?;
    if previews.len() != wanted {
        return Err(db::Failure::bug("a preview has not one answer per row").into());
    }
    Ok(previews)
}

fn staged_row(
    target: &dyn ImportTarget,
    header: &Header,
    checked: &CheckedRow,
    preview: Option<RowPreview>,
) -> StagedRow {
    let column = |name: &Option<String>| {
        name.as_deref()
            .and_then(|name| header.column(name))
            .map(|column| column.index)
    };
    let mut problems: Vec<RowProblem> = checked
        .problems
        .iter()
        .map(|problem| RowProblem::of_cell(problem, column(&problem.column)))
        .collect();
    let expected = preview
        .as_ref()
        .map(|preview| preview.expected.code().to_owned());
    problems.extend(preview.into_iter().flat_map(|preview| preview.problems));
    let state = match checked.verdict {
        Verdict::Example => "example",
        Verdict::Accepted if problems.is_empty() => "ready",
        Verdict::Accepted | Verdict::Rejected => "rejected",
    };
    StagedRow {
        number: i64::try_from(checked.row.number).unwrap_or(i64::MAX),
        state: state.to_owned(),
        cells: encode_cells(&checked.row.cells),
        fingerprint: checked.fingerprint.to_vec(),
        occurrence: checked.occurrence,
        key: (state == "ready")
            .then(|| target.row_key(&checked.record))
            .flatten(),
        expected: expected.filter(|_| state == "ready"),
        problems: if state == "example" {
            Vec::new()
        } else {
            problems
        },
    }
}

/// A second row with the same key is kept out and says which row was first.
fn refuse_duplicates(
    tx: &mut db::Tx<'_>,
    run: &ImportRun,
    rows: &mut [StagedRow],
) -> Result<(), db::Failure> {
    let keys: BTreeSet<&str> = rows.iter().filter_map(|row| row.key.as_deref()).collect();
    let mut first: BTreeMap<String, i64> = store::taken_keys(tx, (run.tenant, run.id), &keys)?;
    for row in rows {
        let Some(key) = row.key.clone() else {
            continue;
        };
        match first.get(&key) {
            Some(number) => {
                row.problems
                    .push(RowProblem::row("duplicate_in_file").with("row", number));
                "rejected".clone_into(&mut row.state);
                (row.key, row.expected) = (None, None);
            }
            None => {
                first.insert(key, row.number);
            }
        }
    }
    Ok(())
}

fn counted(
    target: &dyn ImportTarget,
    run: &ImportRun,
    (rows, checked): (&[StagedRow], &[CheckedRow]),
    (now, is_last): (UtcMicros, bool),
) -> ImportRun {
    let mut summary = Summary::default();
    for (row, checked) in rows.iter().zip(checked) {
        summary.add(&row.state, checked);
    }
    let mut after = run.clone();
    after.tallies.add(&summary, target);
    let more = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    after.staged_count = after.staged_count.saturating_add(more);
    after.last_row = rows.last().map_or(run.last_row, |row| row.number);
    after.changed_at = now;
    if is_last {
        after.state = RunState::Previewed;
    }
    after
}
