//! A row of a DPA as typed values.

use base::Rupiah;
use register::{RowError, RowProblem};
use tabular::Record;

use super::fields::MONTHS;
use crate::{
    Ceilings, Document, DocumentKind, FundSource, LineState, LineWords, YEARS, read_account_code,
    read_activity_code,
};

/// The name of the account where the file gives none.
const ACCOUNT_NAME: &str = "Belanja Bahan-Bahan Bakar dan Pelumas";

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineRow {
    pub(super) agency_code: String,
    pub(super) year: i16,
    pub(super) words: LineWords,
    pub(super) ceilings: Ceilings,
    pub(super) document: Document,
    names_account: bool,
}

impl LineRow {
    pub(super) fn read(record: &Record) -> Result<Self, RowError> {
        let required = |key: &str| {
            let text = record.text(key).map(str::to_owned);
            text.ok_or_else(|| RowError::from(RowProblem::of(key, "missing")))
        };
        let invalid = |key: &str, code: &str| RowError::from(RowProblem::of(key, code));
        let year = record
            .integer("year")
            .and_then(|year| i16::try_from(year).ok());
        let year = year.filter(|year| YEARS.contains(year));
        let activity_code = read_activity_code(&required("activity_code")?);
        let account_code = read_account_code(&required("account_code")?);
        let account_name = record.text("account_name");
        Ok(Self {
            agency_code: required("agency")?,
            year: year.ok_or_else(|| invalid("year", "year_invalid"))?,
            words: LineWords {
                activity_code: activity_code
                    .ok_or_else(|| invalid("activity_code", "activity_code_invalid"))?,
                activity_name: required("activity_name")?,
                account_code: account_code
                    .ok_or_else(|| invalid("account_code", "account_code_invalid"))?,
                account_name: account_name.unwrap_or(ACCOUNT_NAME).to_owned(),
                fund_source: choice(record, "fund", FundSource::Apbd)?,
                state: LineState::Open,
            },
            ceilings: ceilings(record)?,
            document: Document {
                kind: choice(record, "document_kind", DocumentKind::Dpa)?,
                number: required("document_number")?,
                on: record
                    .date("document_on")
                    .ok_or_else(|| invalid("document_on", "missing"))?,
                reason: record.text("reason").map(str::to_owned),
            },
            names_account: account_name.is_some(),
        })
    }

    /// What the row says over what is known: it neither opens nor closes a line.
    pub(super) fn merged(&self, known: &LineWords) -> LineWords {
        let account_name = if self.names_account {
            self.words.account_name.clone()
        } else {
            known.account_name.clone()
        };
        LineWords {
            account_name,
            state: known.state,
            ..self.words.clone()
        }
    }
}

fn choice<T: std::str::FromStr>(record: &Record, key: &str, usual: T) -> Result<T, RowError> {
    match record.text(key) {
        None => Ok(usual),
        Some(word) => word.parse().map_err(|_| {
            RowProblem::of(key, "unknown_choice")
                .with("text", word)
                .into()
        }),
    }
}

/// An amount of the file; foreign money is no ceiling.
fn amount(record: &Record, key: &str) -> Result<Option<Rupiah>, RowError> {
    match (record.get(key), record.integer(key)) {
        (None, _) => Ok(None),
        (Some(_), Some(amount)) => Ok(Some(Rupiah::new(amount))),
        (Some(_), None) => Err(RowProblem::of(key, "money_foreign").into()),
    }
}

/// Twelve months, or the year's amount spread; where both are there they must agree.
fn ceilings(record: &Record) -> Result<Ceilings, RowError> {
    let out_of_range = |_| RowError::from(RowProblem::row("ceilings_out_of_range"));
    let annual = amount(record, "annual")?;
    let mut months = [Rupiah::ZERO; 12];
    let mut any = false;
    for (place, key) in months.iter_mut().zip(MONTHS) {
        if let Some(amount) = amount(record, key)? {
            *place = amount;
            any = true;
        }
    }
    match (any, annual) {
        (false, None) => Err(RowProblem::row("ceilings_missing").into()),
        (false, Some(annual)) => Ceilings::spread(annual).map_err(out_of_range),
        (true, None) => Ceilings::new(months).map_err(out_of_range),
        (true, Some(annual)) => {
            let ceilings = Ceilings::new(months).map_err(out_of_range)?;
            if ceilings.total() == annual {
                return Ok(ceilings);
            }
            let problem = RowProblem::of("annual", "sum_differs");
            let problem = problem.with("sum", ceilings.total()).with("annual", annual);
            Err(problem.into())
        }
    }
}
