//! Rows of a file become purchases: many at once, journaled together.

use std::collections::{BTreeSet, HashMap};

use authz::{Action, Actor};
use base::{Stamp, TenantId, UtcMicros};
use db::{Failure, Tx};
use journal::Subject;
use register::{ImportRow, RowAnswer, RowOutcome, RowPreview, RowProblem};
use tabular::Record;

use super::NON_FUEL;
use super::place::{note_plates, place_lines};
use super::row::read_line;
use crate::model::line::{Line, LineKind};
use crate::store::purchase::{Known, Origin, Placed, insert_purchase, list_known};
use crate::store::series::{Series, mark_series};

/// A line with what finds it again.
struct Keyed {
    /// Its place among the rows.
    place: usize,
    line: Line,
    content: String,
    source_key: String,
}

impl Keyed {
    fn new(place: usize, line: Line, occurrence: u32) -> Self {
        let content = line.content();
        let source_key = line.source_key(&content, occurrence);
        Self {
            place,
            line,
            content,
            source_key,
        }
    }

    const fn outcome(&self) -> RowOutcome {
        match self.line.kind {
            LineKind::Fuel => RowOutcome::Created,
            LineKind::NonFuel => NON_FUEL,
        }
    }
}

/// What is known of a line already: it is new, it was there, or it contradicts what is there.
fn repeat(
    keyed: &Keyed,
    known: &HashMap<String, Known>,
    run: Option<register::ImportRunId>,
) -> Option<RowAnswer> {
    let before = known.get(&keyed.source_key)?;
    Some(if before.content != keyed.content {
        Err(vec![RowProblem::of("reference", "reference_differs")])
    } else if Some(before.run) == run && keyed.line.reference.is_none() {
        // The same import has brought it, spelled otherwise: not counted twice, not dropped either.
        Err(vec![RowProblem::row("same_line")])
    } else {
        Ok(RowOutcome::Unchanged)
    })
}

/// What would become of rows.
pub(super) fn preview(
    tx: &mut Tx<'_>,
    (tenant, actor): (TenantId, &Actor),
    records: &[Record],
) -> Result<Vec<RowPreview>, Failure> {
    let zone = register::load_zone(tx, tenant)?;
    let lines: Vec<Result<Keyed, Vec<RowProblem>>> = records
        .iter()
        .enumerate()
        .map(|(place, record)| Ok(Keyed::new(place, read_line(record, &zone)?, 1)))
        .collect();
    let good: Vec<&Keyed> = lines.iter().flatten().collect();
    let keys: Vec<&str> = good.iter().map(|keyed| keyed.source_key.as_str()).collect();
    let known = list_known(tx, tenant, &keys)?;
    let places: Vec<&Line> = good.iter().map(|keyed| &keyed.line).collect();
    let now = UtcMicros::new(i64::MAX);
    let mut placed = place_lines(tx, (tenant, actor), now, &places)?.into_iter();
    let previews = lines.iter().map(|line| match line {
        Err(problems) => refused(problems),
        Ok(keyed) => match (placed.next(), repeat(keyed, &known, None)) {
            (Some(Err(problem)), _) => RowPreview::refused(problem),
            (_, Some(Err(problems))) => refused(&problems),
            (_, Some(Ok(outcome))) => RowPreview::fine(outcome),
            (_, None) => RowPreview::fine(keyed.outcome()),
        },
    });
    Ok(previews.collect())
}

fn refused(problems: &[RowProblem]) -> RowPreview {
    RowPreview {
        expected: RowOutcome::Unchanged,
        problems: problems.to_vec(),
    }
}

/// Takes the rows of a step; where one of them breaks it, each by itself.
pub(super) fn take_together(
    tx: &mut Tx<'_>,
    (stamp, actor): (&Stamp, &Actor),
    rows: &[ImportRow<'_>],
) -> Result<Vec<RowAnswer>, Failure> {
    let together = tx.savepoint(|tx| take(tx, (stamp, actor), rows));
    match together {
        Err(failure) if !failure.kind().is_transient() => {
            tracing::warn!(%failure, "rows of purchases are taken one by one");
        }
        other => return other,
    }
    let mut answers = Vec::with_capacity(rows.len());
    for row in rows {
        let one = std::slice::from_ref(row);
        let alone: Result<_, Failure> = tx.savepoint(|tx| take(tx, (stamp, actor), one));
        match alone {
            Ok(answer) => answers.extend(answer),
            Err(failure) if failure.kind().is_transient() => return Err(failure),
            Err(failure) => {
                tracing::error!(row = row.number, %failure, "a purchase failed");
                answers.push(Err(vec![RowProblem::row("internal")]));
            }
        }
    }
    Ok(answers)
}

/// Takes rows and journals them as one entry of their import.
pub(super) fn take(
    tx: &mut Tx<'_>,
    (stamp, actor): (&Stamp, &Actor),
    rows: &[ImportRow<'_>],
) -> Result<Vec<RowAnswer>, Failure> {
    let Some(run) = rows.first().map(|row| row.run) else {
        return Ok(Vec::new());
    };
    let mut answers: Vec<RowAnswer> = vec![Ok(RowOutcome::Unchanged); rows.len()];
    let mut answer = |place: usize, found: RowAnswer| {
        if let Some(answer) = answers.get_mut(place) {
            *answer = found;
        }
    };
    let zone = register::load_zone(tx, stamp.tenant)?;
    let mut read = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        match read_line(row.record, &zone) {
            Ok(line) => read.push(Keyed::new(place, line, row.occurrence)),
            Err(problems) => answer(place, Err(problems)),
        }
    }
    let keys: Vec<&str> = read.iter().map(|keyed| keyed.source_key.as_str()).collect();
    let mut known = list_known(tx, stamp.tenant, &keys)?;
    let mut fresh = Vec::with_capacity(read.len());
    for keyed in &read {
        if let Some(found) = repeat(keyed, &known, Some(run)) {
            answer(keyed.place, found);
            continue;
        }
        let content = keyed.content.clone();
        known.insert(keyed.source_key.clone(), Known { content, run });
        fresh.push(keyed);
    }
    let lines: Vec<&Line> = fresh.iter().map(|keyed| &keyed.line).collect();
    let placed = place_lines(tx, (stamp.tenant, actor), stamp.at, &lines)?;
    let mut taken: Vec<&Keyed> = Vec::with_capacity(fresh.len());
    let mut belongings: Vec<(&Line, Placed)> = Vec::with_capacity(fresh.len());
    for (keyed, placed) in fresh.into_iter().zip(placed) {
        match placed {
            Ok(placed) => {
                answer(keyed.place, Ok(keyed.outcome()));
                taken.push(keyed);
                belongings.push((&keyed.line, placed));
            }
            Err(problem) => answer(keyed.place, Err(vec![problem])),
        }
    }
    note_plates(tx, stamp, &mut belongings)?;
    for (keyed, (line, placed)) in taken.iter().zip(&belongings) {
        let number = rows.get(keyed.place).map_or(0, |row| row.number);
        let origin = Origin {
            source_key: &keyed.source_key,
            content: &keyed.content,
            run,
            row_number: number,
        };
        insert_purchase(tx, stamp, origin, (line, placed))?;
    }
    finish(tx, stamp, run, &belongings)?;
    Ok(answers)
}

/// Puts the meters that were read on the list of work, and journals.
fn finish(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    run: register::ImportRunId,
    belongings: &[(&Line, Placed)],
) -> Result<(), Failure> {
    if belongings.is_empty() {
        return Ok(());
    }
    let series = |(line, placed): &(&Line, Placed)| {
        line.meter.as_ref()?.value?;
        match placed.vehicle {
            Some(vehicle) => Some((true, vehicle.uuid())),
            None => Some((false, placed.unknown?)),
        }
    };
    let touched: BTreeSet<(bool, base::Uuid)> = belongings.iter().filter_map(series).collect();
    for (is_vehicle, id) in touched {
        let series = if is_vehicle {
            Series::Vehicle(id.into())
        } else {
            Series::Unknown(id)
        };
        mark_series(tx, stamp.tenant, series)?;
    }
    let action = Action::PurchaseHistoryImport.code();
    journal::record(tx, stamp, action, Subject::new("import_run", run), None)
}
