//! Queries of runs, staged rows and remembered mappings; all tables lie outside the journal.

use std::collections::{BTreeMap, BTreeSet};

use base::{ActorId, Cursor, Page, PageSize, TenantId, UtcMicros};
use db::{Failure, Row, Statement, Tx, Value, params};
use tabular::Mapping;

use super::run::{decode_header, encode_header};
use super::{ImportRun, ImportRunId, RowProblem, RunState, RunTallies};

const COLUMNS: &str = "SELECT tenant_id, id, kind, state, file_name, file_hash, sheet, header, \
    mapping, actor_id, rights, origin, created_at, changed_at, step, staged_count, done_count, \
    last_row, tallies, trouble FROM import_run WHERE tenant_id = $1";

/// Bytes of one part of an uploaded file.
pub(crate) const CHUNK_BYTES: usize = 1 << 20;

fn run(row: &Row) -> Result<ImportRun, Failure> {
    let unreadable = |error: serde_json::Error| Failure::other("read an import run", error);
    let mapping: Option<String> = row.get("mapping")?;
    let mapping = mapping
        .map(|text| Mapping::from_toml(&text))
        .transpose()
        .map_err(|error| Failure::other("read the mapping of a run", error))?;
    Ok(ImportRun {
        tenant: row.get("tenant_id")?,
        id: row.get("id")?,
        kind: row.get("kind")?,
        state: row.parse("state")?,
        file_name: row.get("file_name")?,
        file_hash: row.get("file_hash")?,
        sheet: row.get("sheet")?,
        header: decode_header(&row.get::<String>("header")?).map_err(unreadable)?,
        mapping,
        actor: row.get("actor_id")?,
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
        staged_count: row.get("staged_count")?,
        done_count: row.get("done_count")?,
        tallies: serde_json::from_str(&row.get::<String>("tallies")?).map_err(unreadable)?,
        trouble: row.get("trouble")?,
        rights: row.get("rights")?,
        origin: row.get("origin")?,
        step: row.get("step")?,
        last_row: row.get("last_row")?,
    })
}

pub(crate) fn lookup_run(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: ImportRunId,
) -> Result<Option<ImportRun>, Failure> {
    let row = tx.query_opt(&format!("{COLUMNS} AND id = $2"), params![tenant, id])?;
    row.as_ref().map(run).transpose()
}

/// Runs, the latest first; of one person where `actor` is given.
pub(crate) fn list_runs(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (kind, actor): (Option<&str>, Option<ActorId>),
    (after, size): (Option<&Cursor>, PageSize),
) -> Result<Page<ImportRun>, Failure> {
    let mut statement = Statement::new(COLUMNS, params![tenant]);
    if let Some(kind) = kind {
        let place = statement.place(kind);
        statement.push(&format!(" AND kind = {place}"));
    }
    if let Some(actor) = actor {
        let place = statement.place(actor);
        statement.push(&format!(" AND actor_id = {place}"));
    }
    if let Some(cursor) = after {
        let number = cursor
            .number()
            .map_err(|error| Failure::other("read a cursor", error))?;
        let (at, id) = (statement.place(number), statement.place(cursor.id));
        statement.push(&format!(
            " AND (created_at < {at} OR (created_at = {at} AND id < {id}))"
        ));
    }
    let limit = statement.place(size.limit());
    statement.push(&format!(" ORDER BY created_at DESC, id DESC LIMIT {limit}"));
    let rows = tx.query(&statement.sql, &statement.params)?;
    let runs: Result<Vec<ImportRun>, Failure> = rows.iter().map(run).collect();
    Ok(Page::cut(runs?, size, |run| Cursor {
        key: run.created_at.get().to_string(),
        id: run.id.uuid(),
    }))
}

/// Runs on which work waits, the oldest first.
pub(crate) fn list_working_runs(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<Vec<ImportRunId>, Failure> {
    let rows = tx.query(
        "SELECT id FROM import_run WHERE tenant_id = $1 AND state IN ('mapped', 'applying') \
         ORDER BY created_at LIMIT 20",
        params![tenant],
    )?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Writes a new run; its fields say everything.
pub(crate) fn insert_run(tx: &mut Tx<'_>, run: &ImportRun, byte_count: i64) -> Result<(), Failure> {
    tx.execute_outside_journal(
        "INSERT INTO import_run (tenant_id, id, kind, state, file_name, file_hash, \
         file_byte_count, sheet, header, header_fingerprint, actor_id, rights, origin, created_at, \
         changed_at, step, staged_count, done_count, last_row, tallies) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, 0, 0, 0, 0, '{}')",
        params![
            run.tenant,
            run.id,
            &run.kind,
            run.state.code(),
            &run.file_name,
            &run.file_hash,
            byte_count,
            &run.sheet,
            &encode_header(&run.header),
            &run.header.fingerprint(),
            run.actor,
            &run.rights,
            &run.origin,
            run.created_at
        ],
    )?;
    Ok(())
}

pub(crate) fn insert_chunk(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    run: ImportRunId,
    (number, bytes): (i64, &[u8]),
) -> Result<(), Failure> {
    tx.execute_outside_journal(
        "INSERT INTO import_chunk (tenant_id, run_id, number, bytes) VALUES ($1, $2, $3, $4)",
        params![tenant, run, number, bytes],
    )?;
    Ok(())
}

/// The uploaded file.
pub(crate) fn read_file(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    run: ImportRunId,
) -> Result<Vec<u8>, Failure> {
    let mut file = Vec::new();
    tx.each(
        "SELECT bytes FROM import_chunk WHERE tenant_id = $1 AND run_id = $2 ORDER BY number",
        params![tenant, run],
        |row| {
            file.extend(row.get::<Vec<u8>>("bytes")?);
            Ok(())
        },
    )?;
    Ok(file)
}

/// What a step changes in its run.
pub(crate) struct Progress<'a> {
    pub(crate) state: RunState,
    pub(crate) staged_count: i64,
    pub(crate) done_count: i64,
    pub(crate) last_row: i64,
    pub(crate) tallies: &'a RunTallies,
    pub(crate) trouble: Option<&'a str>,
}

/// Takes the next step of a run; `false` where another hand has taken it already.
pub(crate) fn take_step(
    tx: &mut Tx<'_>,
    run: &ImportRun,
    now: UtcMicros,
    progress: &Progress<'_>,
) -> Result<bool, Failure> {
    let tallies = serde_json::to_string(progress.tallies)
        .map_err(|error| Failure::other("write the tallies of a run", error))?;
    let changed = tx.execute_outside_journal(
        "UPDATE import_run SET step = step + 1, state = $5, staged_count = $6, done_count = $7, \
         last_row = $8, tallies = $9, trouble = $10, changed_at = $11 \
         WHERE tenant_id = $1 AND id = $2 AND step = $3 AND state = $4",
        params![
            run.tenant,
            run.id,
            run.step,
            run.state.code(),
            progress.state.code(),
            progress.staged_count,
            progress.done_count,
            progress.last_row,
            &tallies,
            progress.trouble,
            now
        ],
    )?;
    Ok(changed == 1)
}

/// Holds a run for the step that follows in this transaction; `false` where it was taken already.
pub(crate) fn hold_step(tx: &mut Tx<'_>, run: &ImportRun, now: UtcMicros) -> Result<bool, Failure> {
    let changed = tx.execute_outside_journal(
        "UPDATE import_run SET changed_at = $5 \
         WHERE tenant_id = $1 AND id = $2 AND step = $3 AND state = $4",
        params![run.tenant, run.id, run.step, run.state.code(), now],
    )?;
    Ok(changed == 1)
}

/// Sets mapping and actor of a run and begins again with its rows.
pub(crate) fn set_mapping(
    tx: &mut Tx<'_>,
    run: &ImportRun,
    now: UtcMicros,
    (mapping, rights): (&str, &str),
) -> Result<bool, Failure> {
    let changed = tx.execute_outside_journal(
        "UPDATE import_run SET step = step + 1, state = 'mapped', mapping = $4, rights = $5, \
         staged_count = 0, last_row = 0, tallies = '{}', trouble = NULL, changed_at = $6 \
         WHERE tenant_id = $1 AND id = $2 AND step = $3 \
         AND state IN ('uploaded', 'mapped', 'previewed')",
        params![run.tenant, run.id, run.step, mapping, rights, now],
    )?;
    if changed == 1 {
        unstage(tx, run)?;
    }
    Ok(changed == 1)
}

/// Reads another sheet of a run's file; what was mapped and staged is forgotten.
pub(crate) fn set_sheet(
    tx: &mut Tx<'_>,
    run: &ImportRun,
    now: UtcMicros,
    (sheet, header): (&str, &tabular::Header),
) -> Result<bool, Failure> {
    let changed = tx.execute_outside_journal(
        "UPDATE import_run SET step = step + 1, state = 'uploaded', sheet = $4, header = $5, \
         header_fingerprint = $6, mapping = NULL, staged_count = 0, last_row = 0, tallies = '{}', \
         trouble = NULL, changed_at = $7 WHERE tenant_id = $1 AND id = $2 AND step = $3 \
         AND state IN ('uploaded', 'mapped', 'previewed')",
        params![
            run.tenant,
            run.id,
            run.step,
            sheet,
            &encode_header(header),
            &header.fingerprint(),
            now
        ],
    )?;
    if changed == 1 {
        unstage(tx, run)?;
    }
    Ok(changed == 1)
}

/// Deletes what was staged of a run.
fn unstage(tx: &mut Tx<'_>, run: &ImportRun) -> Result<(), Failure> {
    tx.execute_outside_journal(
        "DELETE FROM import_row WHERE tenant_id = $1 AND run_id = $2",
        params![run.tenant, run.id],
    )?;
    Ok(())
}

/// Hands a previewed run over to be applied with these rights.
pub(crate) fn commit_run(
    tx: &mut Tx<'_>,
    run: &ImportRun,
    now: UtcMicros,
    (actor, rights, origin): (ActorId, &str, &str),
) -> Result<bool, Failure> {
    let changed = tx.execute_outside_journal(
        "UPDATE import_run SET step = step + 1, state = 'applying', actor_id = $4, rights = $5, \
         origin = $6, last_row = 0, changed_at = $7 \
         WHERE tenant_id = $1 AND id = $2 AND step = $3 AND state = 'previewed'",
        params![run.tenant, run.id, run.step, actor, rights, origin, now],
    )?;
    Ok(changed == 1)
}

/// The mapping remembered for files of a kind with these columns.
pub(crate) fn lookup_mapping(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    kind: &str,
    header: &str,
) -> Result<Option<String>, Failure> {
    let row = tx.query_opt(
        "SELECT mapping FROM import_mapping \
         WHERE tenant_id = $1 AND kind = $2 AND header_fingerprint = $3",
        params![tenant, kind, header],
    )?;
    row.map(|row| row.get("mapping")).transpose()
}

pub(crate) fn remember_mapping(
    tx: &mut Tx<'_>,
    (tenant, now): (TenantId, UtcMicros),
    (kind, header): (&str, &str),
    mapping: &str,
) -> Result<(), Failure> {
    tx.execute_outside_journal(
        "INSERT INTO import_mapping (tenant_id, kind, header_fingerprint, mapping, used_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, kind, header_fingerprint) \
         DO UPDATE SET mapping = $4, used_at = $5",
        params![tenant, kind, header, mapping, now],
    )?;
    Ok(())
}

/// A row on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StagedRow {
    pub(crate) number: i64,
    pub(crate) state: String,
    pub(crate) cells: String,
    pub(crate) fingerprint: Vec<u8>,
    pub(crate) occurrence: u32,
    pub(crate) key: Option<String>,
    pub(crate) expected: Option<String>,
    pub(crate) problems: Vec<RowProblem>,
}

impl StagedRow {
    fn problems_json(&self) -> Option<String> {
        (!self.problems.is_empty())
            .then(|| serde_json::to_string(&self.problems).unwrap_or_default())
    }
}

/// Writes staged rows in one statement.
pub(crate) fn insert_rows(
    tx: &mut Tx<'_>,
    (tenant, run): (TenantId, ImportRunId),
    rows: &[StagedRow],
) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(());
    }
    let problems: Vec<Option<String>> = rows.iter().map(StagedRow::problems_json).collect();
    let mut values: Vec<Value<'_>> = params![tenant, run].to_vec();
    let mut groups = Vec::with_capacity(rows.len());
    for (row, problems) in rows.iter().zip(&problems) {
        let first = values.len();
        values.extend_from_slice(params![
            row.number,
            row.state.as_str(),
            &row.cells,
            &row.fingerprint,
            row.occurrence,
            &row.key,
            &row.expected,
            problems
        ]);
        let places: Vec<String> = (first..values.len())
            .map(|at| format!("${}", at + 1))
            .collect();
        groups.push(format!("($1, $2, {})", places.join(", ")));
    }
    let sql = format!(
        "INSERT INTO import_row (tenant_id, run_id, row_number, state, cells, fingerprint, \
         occurrence, row_key, expected, problems) VALUES {}",
        groups.join(", ")
    );
    tx.execute_outside_journal(&sql, &values)?;
    Ok(())
}

/// Of these keys those that a row of the run has already, with its number.
pub(crate) fn taken_keys(
    tx: &mut Tx<'_>,
    (tenant, run): (TenantId, ImportRunId),
    keys: &BTreeSet<&str>,
) -> Result<BTreeMap<String, i64>, Failure> {
    if keys.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut statement = Statement::new(
        "SELECT row_key, MIN(row_number) AS first FROM import_row \
         WHERE tenant_id = $1 AND run_id = $2 AND row_key IN (",
        params![tenant, run],
    );
    let places: Vec<String> = keys.iter().map(|key| statement.place(*key)).collect();
    statement.push(&format!("{}) GROUP BY row_key", places.join(", ")));
    let rows = tx.query(&statement.sql, &statement.params)?;
    rows.iter()
        .map(|row| Ok((row.get("row_key")?, row.get("first")?)))
        .collect()
}

/// Which rows of a run are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All.
    All,
    /// Those kept out, with reasons.
    Problems,
    /// Those in a state.
    State(&'static str),
}

/// Rows of a run in the order of the file, after a row's number.
pub(crate) fn list_rows(
    tx: &mut Tx<'_>,
    (tenant, run): (TenantId, ImportRunId),
    wanted: Wanted,
    (after, limit): (i64, i64),
) -> Result<Vec<StagedRow>, Failure> {
    let condition = match wanted {
        Wanted::All => String::new(),
        Wanted::Problems => " AND state IN ('rejected', 'refused')".to_owned(),
        Wanted::State(state) => format!(" AND state = '{state}'"),
    };
    let sql = format!(
        "SELECT row_number, state, cells, fingerprint, occurrence, row_key, expected, problems \
         FROM import_row WHERE tenant_id = $1 AND run_id = $2 AND row_number > $3{condition} \
         ORDER BY row_number LIMIT $4"
    );
    tx.query(&sql, params![tenant, run, after, limit])?
        .iter()
        .map(staged)
        .collect()
}

fn staged(row: &Row) -> Result<StagedRow, Failure> {
    let problems: Option<String> = row.get("problems")?;
    let problems = problems.map_or_else(|| Ok(Vec::new()), |text| serde_json::from_str(&text));
    Ok(StagedRow {
        number: row.get("row_number")?,
        state: row.get("state")?,
        cells: row.get("cells")?,
        fingerprint: row.get("fingerprint")?,
        occurrence: row.get("occurrence")?,
        key: row.get("row_key")?,
        expected: row.get("expected")?,
        problems: problems.map_err(|error| Failure::other("read a row's problems", error))?,
    })
}

/// Sets the state of many rows.
pub(crate) fn set_states(
    tx: &mut Tx<'_>,
    (tenant, run): (TenantId, ImportRunId),
    state: &str,
    numbers: &[i64],
) -> Result<(), Failure> {
    let mut statement = Statement::new(
        "UPDATE import_row SET state = $3 WHERE tenant_id = $1 AND run_id = $2 AND row_number IN (",
        params![tenant, run, state],
    );
    let places: Vec<String> = numbers
        .iter()
        .map(|number| statement.place(*number))
        .collect();
    statement.push(&format!("{})", places.join(", ")));
    tx.execute_outside_journal(&statement.sql, &statement.params)?;
    Ok(())
}

/// Keeps a row out for reasons that only showed when it was applied.
pub(crate) fn refuse_row(
    tx: &mut Tx<'_>,
    (tenant, run): (TenantId, ImportRunId),
    number: i64,
    problems: &[RowProblem],
) -> Result<(), Failure> {
    let problems = serde_json::to_string(problems)
        .map_err(|error| Failure::other("write a row's problems", error))?;
    tx.execute_outside_journal(
        "UPDATE import_row SET state = 'refused', problems = $4 \
         WHERE tenant_id = $1 AND run_id = $2 AND row_number = $3",
        params![tenant, run, number, &problems],
    )?;
    Ok(())
}

/// A row's identity across runs.
pub(crate) type AppliedKey = (Vec<u8>, u32);

/// Of these rows those that a run of this kind applied before.
pub(crate) fn applied_before(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    kind: &str,
    rows: &[AppliedKey],
) -> Result<BTreeSet<AppliedKey>, Failure> {
    if rows.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut statement = Statement::new(
        "SELECT fingerprint, occurrence FROM import_applied \
         WHERE tenant_id = $1 AND kind = $2 AND fingerprint IN (",
        params![tenant, kind],
    );
    let places: Vec<String> = rows
        .iter()
        .map(|(fingerprint, _)| statement.place(fingerprint))
        .collect();
    statement.push(&format!("{})", places.join(", ")));
    let found = tx.query(&statement.sql, &statement.params)?;
    found
        .iter()
        .map(|row| Ok((row.get("fingerprint")?, row.get("occurrence")?)))
        .collect()
}

/// Remembers that these rows were applied.
pub(crate) fn insert_applied(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (kind, run): (&str, ImportRunId),
    rows: &[AppliedKey],
) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut statement = Statement::new(
        "INSERT INTO import_applied (tenant_id, kind, run_id, fingerprint, occurrence) VALUES ",
        params![tenant, kind, run],
    );
    let groups: Vec<String> = rows
        .iter()
        .map(|(fingerprint, occurrence)| {
            let (one, two) = (statement.place(fingerprint), statement.place(*occurrence));
            format!("($1, $2, $3, {one}, {two})")
        })
        .collect();
    statement.push(&groups.join(", "));
    tx.execute_outside_journal(&statement.sql, &statement.params)?;
    Ok(())
}

/// Runs that ended before an instant and still hold their file.
pub(crate) fn list_stale_runs(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    before: UtcMicros,
) -> Result<Vec<ImportRunId>, Failure> {
    let rows = tx.query(
        "SELECT r.id FROM import_run r WHERE r.tenant_id = $1 AND r.changed_at < $2 \
         AND r.state <> 'applying' AND EXISTS (SELECT 1 FROM import_chunk c \
         WHERE c.tenant_id = r.tenant_id AND c.run_id = r.id) ORDER BY r.created_at LIMIT 10",
        params![tenant, before],
    )?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Forgets the file and up to 5,000 rows of a run; `true` once nothing is left.
pub(crate) fn forget_rows(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    run: ImportRunId,
) -> Result<bool, Failure> {
    let removed = tx.execute_outside_journal(
        "DELETE FROM import_row WHERE tenant_id = $1 AND run_id = $2 AND row_number IN \
         (SELECT row_number FROM import_row WHERE tenant_id = $1 AND run_id = $2 LIMIT 5000)",
        params![tenant, run],
    )?;
    if removed > 0 {
        return Ok(false);
    }
    tx.execute_outside_journal(
        "DELETE FROM import_chunk WHERE tenant_id = $1 AND run_id = $2",
        params![tenant, run],
    )?;
    Ok(true)
}
