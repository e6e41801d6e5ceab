//! What an area contributes to be importable.

use std::sync::Arc;

use authz::{Action, Actor};
use base::{Stamp, TenantId};
use db::{Failure, Tx};
use tabular::{ImportKind, Record, Row, Wording};
use web::Locale;

use super::{ImportRunId, RowProblem};

/// What kind of file a target takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileShape {
    /// A table: XLSX, XLS, ODS or CSV.
    Table,
    /// A `GeoJSON` collection: properties become columns, the geometry the column `geometry`.
    GeoJson,
}

/// How a target makes sure that a repeated import changes nothing twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// Rows add facts (purchases): a row that was applied before, in any run, is left out.
    ByFingerprint,
    /// Rows describe a register: the target compares with what is there and says "unchanged".
    ByContent,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowOutcome {
    /// A record was added.
    Created,
    /// A record was changed.
    Updated,
    /// Everything was there already.
    Unchanged,
    /// Accounted for in another way, by a word of the target such as `non_fuel`.
    Other(&'static str),
}

impl RowOutcome {
    /// The stable word, also the row's state.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Other(code) => code,
        }
    }
}

/// What a preview says about a row that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowPreview {
    /// What would become of it.
    pub expected: RowOutcome,
    /// Why it cannot be applied: unknown references, contradictions, duplicates.
    pub problems: Vec<RowProblem>,
}

impl RowPreview {
    /// A row that can be applied.
    pub const fn fine(expected: RowOutcome) -> Self {
        Self {
            expected,
            problems: Vec::new(),
        }
    }

    /// A row that cannot be applied.
    pub fn refused(problem: RowProblem) -> Self {
        Self {
            expected: RowOutcome::Unchanged,
            problems: vec![problem],
        }
    }
}

/// Why a row was not applied.
#[derive(Debug)]
pub enum RowError {
    /// It is kept with these reasons.
    Rejected(Vec<RowProblem>),
    /// The world broke.
    Failed(Failure),
}

impl From<Failure> for RowError {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<RowProblem> for RowError {
    fn from(problem: RowProblem) -> Self {
        Self::Rejected(vec![problem])
    }
}

/// What became of a row, or why it stays out.
pub type RowAnswer = Result<RowOutcome, Vec<RowProblem>>;

/// A sentence about a run that is done, and the page to go on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRemark {
    /// The sentence.
    pub text: String,
    /// Where to look.
    pub href: String,
}

/// A row to be applied.
#[derive(Debug)]
pub struct ImportRow<'a> {
    /// The run.
    pub run: ImportRunId,
    /// The name of the file, as evidence of origin.
    pub file_name: &'a str,
    /// The row as the spreadsheet counts it, or the line of the text file.
    pub number: u64,
    /// The typed values by field key.
    pub record: &'a Record,
    /// The cells as they stand in the file.
    pub cells: &'a Row,
    /// Hash over the mapped cells, see [`tabular::CheckedRow::fingerprint`].
    pub fingerprint: [u8; 16],
    /// 1 for the first row of the file with this fingerprint.
    pub occurrence: u32,
    /// Random bytes for a table of personal data.
    pub privacy_salt: [u8; 16],
}

/// Something that can be imported from files.
///
/// `apply` runs inside a command, in a savepoint of its own: it checks the right on the very thing the
/// row is about, writes, and journals; an error undoes only this row.
pub trait ImportTarget: Send + Sync {
    /// Fields, headings and examples; its key is the word of addresses and of the command line.
    fn kind(&self) -> &ImportKind;

    /// The right without which the kind is not offered, beside `register.import.run`.
    fn action(&self) -> Action;

    /// One sentence: what the file is for.
    fn purpose(&self) -> Wording;

    /// The kind of file.
    fn shape(&self) -> FileShape {
        FileShape::Table
    }

    /// How repeated imports are made harmless.
    fn repeat(&self) -> Repeat {
        Repeat::ByFingerprint
    }

    /// The kind of record under which the journal keeps what a run brought, where it is the run
    /// itself; other targets journal each row under the record it became.
    fn trail(&self) -> Option<&'static str> {
        None
    }

    /// Whether the values of a field can be added up over the rows of an outcome.
    fn adds_up(&self, outcome: &str, field: &str) -> bool {
        let _ = outcome;
        self.kind()
            .field(field)
            .is_some_and(tabular::Field::adds_up)
    }

    /// What must be unique within a file; a second row with the same key is refused.
    fn row_key(&self, record: &Record) -> Option<String> {
        let _ = record;
        None
    }

    /// Looks rows up that could be read, one answer per row: what would become of each.
    ///
    /// # Errors
    /// Only where the world breaks.
    fn preview(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        actor: &Actor,
        records: &[Record],
    ) -> Result<Vec<RowPreview>, Failure> {
        let _ = (tx, tenant, actor);
        Ok(records
            .iter()
            .map(|_| RowPreview::fine(RowOutcome::Created))
            .collect())
    }

    /// Applies one row and journals it.
    ///
    /// # Errors
    /// Reasons for keeping the row out, or a failure.
    fn apply(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        actor: &Actor,
        row: &ImportRow<'_>,
    ) -> Result<RowOutcome, RowError>;

    /// Applies the rows of one step, one answer per row; each row alone unless a target knows better.
    ///
    /// A target that takes many rows at once looks things up once for all of them and journals them
    /// together; a row it keeps out must leave nothing behind.
    ///
    /// # Errors
    /// Only where the world breaks; the whole step is then taken again.
    fn apply_rows(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        actor: &Actor,
        rows: &[ImportRow<'_>],
    ) -> Result<Vec<RowAnswer>, Failure> {
        rows.iter()
            .map(|row| {
                let place = (self.kind().key.as_ref(), row.number);
                apply_alone(tx, place, |tx| self.apply(tx, stamp, actor, row))
            })
            .collect()
    }

    /// What is left to do over all that a run brought, once its last row is in: a piece of it, in
    /// the transaction of a step. The run ends when this says that nothing is left.
    ///
    /// # Errors
    /// Only where the world breaks; the run then stays where it is.
    fn settle(&self, tx: &mut Tx<'_>, stamp: &Stamp, run: ImportRunId) -> Result<bool, Failure> {
        let _ = (tx, stamp, run);
        Ok(true)
    }

    /// What a person should know of a run that is done, such as what waits for a decision.
    ///
    /// # Errors
    /// Only where the world breaks.
    fn remarks(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        run: ImportRunId,
        locale: Locale,
    ) -> Result<Vec<ImportRemark>, Failure> {
        let _ = (tx, tenant, run, locale);
        Ok(Vec::new())
    }

    /// Its own problems in words; codes it does not know are the framework's.
    fn problem_text(&self, locale: Locale, problem: &RowProblem) -> Option<String> {
        let _ = (locale, problem);
        None
    }

    /// Its own outcomes in words, such as `non_fuel`.
    fn outcome_text(&self, locale: Locale, code: &str) -> Option<String> {
        let _ = (locale, code);
        None
    }
}

/// Applies one row in a savepoint of its own; a failure of the row alone becomes its problem.
fn apply_alone(
    tx: &mut Tx<'_>,
    (kind, number): (&str, u64),
    apply: impl FnOnce(&mut Tx<'_>) -> Result<RowOutcome, RowError>,
) -> Result<RowAnswer, Failure> {
    let applied = tx.savepoint(|tx| {
        let outcome = apply(tx)?;
        if tx.has_unjournaled_changes() {
            return Err(Failure::bug("an imported row was not journaled").into());
        }
        Ok(outcome)
    });
    match applied {
        Ok(outcome) => Ok(Ok(outcome)),
        Err(RowError::Rejected(problems)) => Ok(Err(problems)),
        Err(RowError::Failed(failure)) if failure.kind().is_transient() => Err(failure),
        Err(RowError::Failed(failure)) => {
            // One row must not hold up the others for ever; it is kept with its file.
            tracing::error!(kind, row = number, %failure, "an imported row failed");
            Ok(Err(vec![RowProblem::row("internal")]))
        }
    }
}

/// All that can be imported, in the order of the page.
#[derive(Clone)]
pub struct ImportTargets(Arc<[Arc<dyn ImportTarget>]>);

impl ImportTargets {
    /// These targets.
    pub fn new(targets: impl IntoIterator<Item = Arc<dyn ImportTarget>>) -> Self {
        Self(targets.into_iter().collect())
    }

    /// The target of a kind.
    pub fn get(&self, kind: &str) -> Option<&Arc<dyn ImportTarget>> {
        self.0.iter().find(|target| target.kind().key == kind)
    }

    /// All targets.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn ImportTarget>> {
        self.0.iter()
    }

    /// The targets a person may use.
    pub fn of<'a>(&'a self, actor: &'a Actor) -> impl Iterator<Item = &'a Arc<dyn ImportTarget>> {
        self.iter().filter(|target| may_import(actor, &***target))
    }
}

impl std::fmt::Debug for ImportTargets {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kinds = self.iter().map(|target| target.kind().key.as_ref());
        formatter.debug_list().entries(kinds).finish()
    }
}

/// Whether a person may import a kind at all; each row is checked again when it is applied.
pub(crate) fn may_import(actor: &Actor, target: &dyn ImportTarget) -> bool {
    actor.may_somewhere(Action::RegisterImportRun) && actor.may_somewhere(target.action())
}
