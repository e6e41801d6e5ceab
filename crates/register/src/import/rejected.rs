//! Rejected rows as a file of the same kind, with a column `masalah`.

use tabular::RejectedWriter;
use web::Locale;

use super::desk::{Answer, ImportDesk};
use super::geojson::write_rejected;
use super::source::UploadedTable;
use super::store::{self, Wanted};
use super::{ImportRun, RowProblem, framework_problem_text};

/// Rows read from the table at once.
const BATCH_ROWS: i64 = 2_000;

/// A file to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// A name for it.
    pub file_name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl ImportDesk {
    /// What is wrong with a row, in words.
    pub fn problem_text(&self, locale: Locale, run: &ImportRun, problem: &RowProblem) -> String {
        let Some(target) = self.targets().get(&run.kind) else {
            return problem.code.clone();
        };
        target
            .problem_text(locale, problem)
            .unwrap_or_else(|| framework_problem_text(locale, target.kind(), problem))
    }

    /// The rows that were kept out, as the same kind of file with a column `masalah`.
    ///
    /// # Errors
    /// Where the file cannot be read any more, or not be written.
    pub fn rejected_file(&self, run: &ImportRun, locale: Locale) -> Answer<Download> {
        let table = self.open_table(run)?;
        let stem = run
            .file_name
            .rsplit_once('.')
            .map_or(&*run.file_name, |(stem, _)| stem);
        let words = |problems: &[RowProblem]| {
            let texts = problems
                .iter()
                .map(|problem| self.problem_text(locale, run, problem));
            texts.collect::<Vec<_>>().join("; ")
        };
        let UploadedTable::Table(file) = &table else {
            let mut rejected = Vec::new();
            self.each_rejected(run, |number, _, problems| {
                rejected.push((number, words(problems)));
                Ok(())
            })?;
            let bytes = write_rejected(&self.file_of(run)?, &rejected)
                .ok_or(super::ImportError::File("not_geojson"))?;
            return Ok(Download {
                file_name: format!("{stem}-masalah.geojson"),
                media_type: "application/geo+json",
                bytes,
            });
        };
        let mut bytes = Vec::new();
        let mut writer = RejectedWriter::new(file, &mut bytes)?;
        self.each_rejected(run, |number, cells, problems| {
            let row = tabular::Row { number, cells };
            Ok(writer.write(&row, &words(problems))?)
        })?;
        writer.finish()?;
        let is_text = matches!(file.format(), tabular::Format::Csv(_));
        let (ending, media_type) = if is_text {
            ("csv", "text/csv")
        } else {
            (
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            )
        };
        Ok(Download {
            file_name: format!("{stem}-masalah.{ending}"),
            media_type,
            bytes,
        })
    }

    fn each_rejected(
        &self,
        run: &ImportRun,
        mut f: impl FnMut(u64, Vec<tabular::Cell>, &[RowProblem]) -> Answer<()>,
    ) -> Answer<()> {
        let (tenant, id) = (run.tenant, run.id);
        let mut after = 0;
        loop {
            let rows = self
                .db
                .read_blocking(tenant, db::Access::ReadOwn, move |tx| {
                    store::list_rows(tx, (tenant, id), Wanted::Problems, (after, BATCH_ROWS))
                })?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = last.number;
            for row in &rows {
                let number = u64::try_from(row.number).unwrap_or_default();
                f(
                    number,
                    super::cells::decode_cells(&row.cells)?,
                    &row.problems,
                )?;
            }
        }
    }
}
