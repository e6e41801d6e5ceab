//! Applying: the good rows go in, step by step, each row in a savepoint of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use authz::Actor;
use base::Stamp;
use db::{Access, ActionError, Command, Failure, Tx};
use serde::{Deserialize, Serialize};
use tabular::{CheckedRow, Checker, Row, Summary};

use super::advance::{Lost, Step};
use super::cells::decode_cells;
use super::desk::{ImportDesk, ImportError};
use super::rights::decode_rights;
use super::store::{self, AppliedKey, Progress, StagedRow, Wanted};
use super::target::{ImportRow, ImportTarget, Repeat, RowAnswer, RowOutcome};
use super::{ImportRun, RunState, RunTallies};

/// Rows applied by one command.
const STEP_ROWS: i64 = 250;

/// A row made ready outside the transaction.
struct Prepared {
    checked: CheckedRow,
    fingerprint: [u8; 16],
    occurrence: u32,
    privacy_salt: [u8; 16],
}

impl Prepared {
    fn key(&self) -> AppliedKey {
        (self.fingerprint.to_vec(), self.occurrence)
    }

    fn number(&self) -> i64 {
        i64::try_from(self.checked.row.number).unwrap_or(i64::MAX)
    }
}

/// What a step did, for the answer of its command.
#[derive(Serialize, Deserialize)]
struct Applied {
    tallies: RunTallies,
}

/// Takes one step of a run that is being applied.
pub(crate) fn apply_step(desk: &ImportDesk, run: &ImportRun) -> Result<Step, ImportError> {
    let target = Arc::clone(desk.target(&run.kind)?);
    let (tenant, id, last) = (run.tenant, run.id, run.last_row);
    let staged = desk.db.read_blocking(tenant, Access::ReadOwn, move |tx| {
        store::list_rows(tx, (tenant, id), Wanted::State("ready"), (last, STEP_ROWS))
    })?;
    let is_last = i64::try_from(staged.len()).unwrap_or(i64::MAX) < STEP_ROWS;
    let rows = prepare(desk, &*target, run, &staged)?;
    let actor = decode_rights(run.tenant, run.actor, &run.rights);
    let origin = run.origin.as_str();
    let stamp = Stamp::new(run.tenant, run.actor, origin, &*desk.clock, &*desk.entropy);
    let command = Command::by(&stamp);
    let before = run.clone();
    let written = desk.db.write_blocking(command, move |tx| {
        let step = ApplyStep {
            target: &*target,
            stamp: &stamp.fresh(),
            actor: &actor,
            run: &before,
        };
        step.take(tx, &rows, is_last)
    });
    match written {
        Ok(_) => Ok(Step::Worked),
        Err(ActionError::Refused(Lost)) => Ok(Step::Lost),
        Err(error) => Err(ImportError::failed(error)),
    }
}

/// Reads staged rows again into typed records.
fn prepare(
    desk: &ImportDesk,
    target: &dyn ImportTarget,
    run: &ImportRun,
    staged: &[StagedRow],
) -> Result<Vec<Prepared>, ImportError> {
    let mapping = run.mapping.as_ref().ok_or(ImportError::WrongState)?;
    let mut checker =
        Checker::new(target.kind(), mapping, &run.header).map_err(ImportError::Mapping)?;
    let mut rows = Vec::with_capacity(staged.len());
    for row in staged {
        let checked = checker.check(Row {
            number: u64::try_from(row.number).unwrap_or_default(),
            cells: decode_cells(&row.cells)?,
        });
        let mut privacy_salt = [0; 16];
        desk.entropy.fill(&mut privacy_salt);
        rows.push(Prepared {
            fingerprint: checked.fingerprint,
            occurrence: row.occurrence,
            privacy_salt,
            checked,
        });
    }
    Ok(rows)
}

struct ApplyStep<'a> {
    target: &'a dyn ImportTarget,
    stamp: &'a Stamp,
    actor: &'a Actor,
    run: &'a ImportRun,
}

impl ApplyStep<'_> {
    fn take(
        &self,
        tx: &mut Tx<'_>,
        rows: &[Prepared],
        is_last: bool,
    ) -> Result<Applied, ActionError<Lost>> {
        let run = self.run;
        let place = (run.tenant, run.id);
        if !store::hold_step(tx, run, self.stamp.at)? {
            return Err(ActionError::Refused(Lost));
        }
        let by_fingerprint = self.target.repeat() == Repeat::ByFingerprint;
        let keys: Vec<AppliedKey> = rows.iter().map(Prepared::key).collect();
        let before = if by_fingerprint {
            store::applied_before(tx, run.tenant, &run.kind, &keys)?
        } else {
            BTreeSet::new()
        };
        let new: Vec<&Prepared> = rows
            .iter()
            .filter(|row| !before.contains(&row.key()))
            .collect();
        let mut answers = self.apply(tx, &new)?.into_iter();
        let mut summary = Summary::default();
        let mut states: BTreeMap<&'static str, Vec<i64>> = BTreeMap::new();
        let mut fresh: Vec<AppliedKey> = Vec::new();
        for row in rows {
            let is_new = !before.contains(&row.key());
            let answer = if is_new { answers.next() } else { None };
            match answer.unwrap_or(Ok(RowOutcome::Unchanged)) {
                Ok(outcome) => {
                    summary.add(outcome.code(), &row.checked);
                    states.entry(outcome.code()).or_default().push(row.number());
                    if by_fingerprint && is_new {
                        fresh.push(row.key());
                    }
                }
                Err(problems) => {
                    summary.add("refused", &row.checked);
                    store::refuse_row(tx, place, row.number(), &problems)?;
                }
            }
        }
        for (state, numbers) in &states {
            store::set_states(tx, place, state, numbers)?;
        }
        store::insert_applied(tx, run.tenant, (&run.kind, run.id), &fresh)?;
        let mut tallies = run.tallies.clone();
        tallies.add(&summary, self.target);
        let more = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let is_settled = is_last && self.target.settle(tx, self.stamp, run.id)?;
        if tx.has_unjournaled_changes() {
            return Err(Failure::bug("an import was settled without a journal entry").into());
        }
        let progress = Progress {
            state: if is_settled {
                RunState::Done
            } else {
                RunState::Applying
            },
            staged_count: run.staged_count,
            done_count: run.done_count.saturating_add(more),
            last_row: rows.last().map_or(run.last_row, Prepared::number),
            tallies: &tallies,
            trouble: None,
        };
        if !store::take_step(tx, run, self.stamp.at, &progress)? {
            return Err(ActionError::Refused(Lost));
        }
        Ok(Applied { tallies })
    }

    /// Applies the rows that were not applied before, one answer for each.
    fn apply(&self, tx: &mut Tx<'_>, rows: &[&Prepared]) -> Result<Vec<RowAnswer>, Failure> {
        let import_rows: Vec<ImportRow<'_>> = rows
            .iter()
            .map(|row| ImportRow {
                run: self.run.id,
                file_name: &self.run.file_name,
                number: row.checked.row.number,
                record: &row.checked.record,
                cells: &row.checked.row,
                fingerprint: row.fingerprint,
                occurrence: row.occurrence,
                privacy_salt: row.privacy_salt,
            })
            .collect();
        let answers = self
            .target
            .apply_rows(tx, self.stamp, self.actor, &import_rows)?;
        if answers.len() != rows.len() {
            return Err(Failure::bug("an import has not one answer per row"));
        }
        if tx.has_unjournaled_changes() {
            return Err(Failure::bug("imported rows were not journaled"));
        }
        Ok(answers)
    }
}
