//! Budget lines with their ceilings from a DPA typed in a spreadsheet.

mod fields;
mod row;

use authz::{Action, Actor, Denied, Resource};
use base::{Stamp, TenantId};
use db::{ActionError, Failure, Tx};
use register::{
    ImportRow, ImportTarget, Repeat, RowError, RowOutcome, RowPreview, RowProblem,
    lookup_agency_by_code,
};
use tabular::{ImportKind, Record, Wording};
use web::{Locale, Refusal, fl};

use self::row::LineRow;
use crate::store::lines::lookup_same_line;
use crate::{
    BudgetLine, CeilingsRefusal, LineRefusal, LineWords, NewLine, SetCeilings, add_line, edit_line,
    list_months, lookup_line, set_ceilings, texts,
};

/// Imports budget lines; a known line is brought up to date.
#[derive(Debug)]
pub struct LineTarget {
    kind: ImportKind,
}

impl Default for LineTarget {
    fn default() -> Self {
        Self {
            kind: fields::kind(),
        }
    }
}

impl ImportTarget for LineTarget {
    fn kind(&self) -> &ImportKind {
        &self.kind
    }

    fn action(&self) -> Action {
        Action::BudgetLineEdit
    }

    fn purpose(&self) -> Wording {
        Wording::new(
            "Baris DPA untuk BBM dengan pagu tiap bulan. Baris yang sudah ada diperbarui.",
            "Fuel lines of the DPA with their monthly ceilings. Known lines are updated.",
        )
    }

    fn repeat(&self) -> Repeat {
        Repeat::ByContent
    }

    fn row_key(&self, record: &Record) -> Option<String> {
        let row = LineRow::read(record).ok()?;
        let words = &row.words;
        Some(format!(
            "{} {} {} {} {}",
            row.agency_code, row.year, words.activity_code, words.account_code, words.fund_source
        ))
    }

    fn preview(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        actor: &Actor,
        records: &[Record],
    ) -> Result<Vec<RowPreview>, Failure> {
        let mut previews = Vec::with_capacity(records.len());
        for record in records {
            previews.push(match expect(tx, tenant, actor, record) {
                Ok(expected) => RowPreview::fine(expected),
                Err(RowError::Rejected(problems)) => RowPreview {
                    expected: RowOutcome::Unchanged,
                    problems,
                },
                Err(RowError::Failed(failure)) => return Err(failure),
            });
        }
        Ok(previews)
    }

    fn apply(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        actor: &Actor,
        row: &ImportRow<'_>,
    ) -> Result<RowOutcome, RowError> {
        let (row, known) = find(tx, stamp.tenant, actor, row.record)?;
        let Some(line) = known.line else {
            let new = NewLine {
                agency: known.agency,
                year: row.year,
                words: row.words.clone(),
            };
            let id = add_line(tx, stamp, actor, &new).map_err(|error| refused(&row, error))?;
            if let Some(line) = lookup_line(tx, stamp.tenant, id)? {
                put_ceilings(tx, stamp, actor, (&row, &line))?;
            }
            return Ok(RowOutcome::Created);
        };
        let before = LineWords::of(&line);
        let after = row.merged(&before);
        let mut line = line;
        let mut outcome = RowOutcome::Unchanged;
        if after != before {
            edit_line(tx, stamp, actor, &line, &after).map_err(|error| refused(&row, error))?;
            outcome = RowOutcome::Updated;
            let changed = lookup_line(tx, stamp.tenant, line.id)?;
            line = changed.ok_or_else(|| Failure::bug("a line vanished"))?;
        }
        if put_ceilings(tx, stamp, actor, (&row, &line))? {
            outcome = RowOutcome::Updated;
        }
        Ok(outcome)
    }

    fn problem_text(&self, locale: Locale, problem: &RowProblem) -> Option<String> {
        let texts = texts(locale);
        Some(match problem.code.as_str() {
            "agency_unknown" => {
                let code = problem.argument("code");
                fl!(texts, "import-agency-unknown", code = code)
            }
            "activity_code_invalid" => fl!(texts, "line-form-activity-code-wrong"),
            "account_code_invalid" => fl!(texts, "line-form-account-code-wrong"),
            "year_invalid" => fl!(texts, "import-year-invalid"),
            "ceilings_missing" => fl!(texts, "import-ceilings-missing"),
            "ceilings_out_of_range" => fl!(texts, "import-ceilings-out-of-range"),
            "sum_differs" => {
                let (sum, annual) = (problem.argument("sum"), problem.argument("annual"));
                fl!(texts, "import-sum-differs", sum = sum, annual = annual)
            }
            "money_foreign" => fl!(texts, "import-money-foreign"),
            "reason_missing" => CeilingsRefusal::ReasonMissing.text(locale),
            "changed" => CeilingsRefusal::Changed.text(locale),
            _ => return None,
        })
    }
}

/// What a row is about: its agency, and its line where there is one.
struct Known {
    agency: base::AgencyId,
    line: Option<BudgetLine>,
}

/// Reads a row and finds what it is about, if the person may change it.
fn find(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    actor: &Actor,
    record: &Record,
) -> Result<(LineRow, Known), RowError> {
    let row = LineRow::read(record)?;
    let agency = lookup_agency_by_code(tx, tenant, &row.agency_code)?;
    let resource = |id| Resource::tenant(tenant).agency(id);
    // An agency outside the person's reach does not exist for him.
    let agency = agency.filter(|agency| {
        actor.may(Action::BudgetLineEdit, &resource(agency.id)) != Err(Denied::Hidden)
    });
    let Some(agency) = agency else {
        let problem = RowProblem::of("agency", "agency_unknown");
        return Err(problem.with("code", &row.agency_code).into());
    };
    if actor
        .may(Action::BudgetLineEdit, &resource(agency.id))
        .is_err()
    {
        return Err(RowProblem::row("denied").into());
    }
    let place = (agency.id, row.year);
    let line = lookup_same_line(tx, tenant, place, &row.words)?;
    let known = Known {
        agency: agency.id,
        line,
    };
    Ok((row, known))
}

/// What would become of a row.
fn expect(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    actor: &Actor,
    record: &Record,
) -> Result<RowOutcome, RowError> {
    let (row, known) = find(tx, tenant, actor, record)?;
    let Some(line) = known.line else {
        return Ok(RowOutcome::Created);
    };
    let before = LineWords::of(&line);
    let months = list_months(tx, tenant, (line.id, line.year))?;
    let allocated = months.iter().map(|(_, account)| account.allocated);
    let ceilings = row.ceilings.months().iter().map(|month| month.get());
    if row.merged(&before) == before && allocated.eq(ceilings) {
        Ok(RowOutcome::Unchanged)
    } else {
        Ok(RowOutcome::Updated)
    }
}

/// Sets the ceilings of a row; `false` where they stand so already.
fn put_ceilings(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (row, line): (&LineRow, &BudgetLine),
) -> Result<bool, RowError> {
    let months = list_months(tx, stamp.tenant, (line.id, line.year))?;
    let allocated = months.iter().map(|(_, account)| account.allocated);
    if allocated.eq(row.ceilings.months().iter().map(|month| month.get())) {
        return Ok(false);
    }
    let input = SetCeilings {
        line: line.id,
        revision: line.revision,
        ceilings: row.ceilings,
        document: row.document.clone(),
    };
    match set_ceilings(tx, stamp, actor, &input) {
        Ok(_) => Ok(true),
        Err(ActionError::Refused(CeilingsRefusal::Denied(_))) => {
            Err(RowProblem::row("denied").into())
        }
        Err(ActionError::Refused(refusal)) => Err(RowProblem::row(refusal.code()).into()),
        Err(ActionError::KeyReused) => Err(Failure::bug("an import used a key").into()),
        Err(ActionError::Failed(failure)) => Err(failure.into()),
    }
}

fn refused(row: &LineRow, error: ActionError<LineRefusal>) -> RowError {
    match error {
        ActionError::Refused(LineRefusal::Denied(_)) => RowProblem::row("denied").into(),
        ActionError::Refused(LineRefusal::AgencyUnknown) => {
            let problem = RowProblem::of("agency", "agency_unknown");
            problem.with("code", &row.agency_code).into()
        }
        ActionError::Refused(LineRefusal::LineTaken { .. } | LineRefusal::Changed) => {
            RowProblem::row("changed").into()
        }
        ActionError::KeyReused => Failure::bug("an import used a key").into(),
        ActionError::Failed(failure) => failure.into(),
    }
}
