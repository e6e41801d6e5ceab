//! Everything a page or a command does with an import; nothing here knows HTTP.

use std::collections::BTreeMap;
use std::sync::Arc;

use authz::{Action, Actor, Denied, Resource};
use base::{Clock, Cursor, Entropy, Page, PageSize, Stamp, TenantId};
use db::{Access, ActionError, Command, Db, Failure};
use sha2::{Digest as _, Sha256};
use tabular::{ColumnProfile, Guess, Language, Mapping, MappingProblem, guess, profile};

use super::advance::Lost;
use super::rights::encode_rights;
use super::source::{UploadedTable, limits};
use super::store::{self, CHUNK_BYTES, Wanted};
use super::target::{ImportRemark, ImportTarget, ImportTargets, may_import};
use super::{ImportRun, ImportRunId, RunState, RunTallies};

/// Where imports are done: the database, the targets, time and randomness. Cheap to clone.
#[derive(Clone)]
pub struct ImportDesk {
    pub(crate) db: Db,
    pub(crate) targets: ImportTargets,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
}

/// Why an import cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// There is no such kind.
    #[error("there is no import of this kind")]
    UnknownKind,
    /// There is no such run, or it is another person's.
    #[error("there is no such import")]
    UnknownRun,
    /// The right is missing.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The file cannot be read, by the words of [`tabular::ReadError::code`] or `not_geojson`.
    #[error("the file cannot be read: {0}")]
    File(&'static str),
    /// The mapping does not fit.
    #[error("the mapping does not fit the file: {0:?}")]
    Mapping(Vec<MappingProblem>),
    /// The run is past this step, or someone changed it meanwhile.
    #[error("the import is not where this step begins")]
    WrongState,
    /// A file of rejected rows or a template could not be written.
    #[error("a file could not be written")]
    Write(#[from] tabular::WriteError),
    /// The world broke.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// What an import answers.
pub(crate) type Answer<T> = Result<T, ImportError>;

impl ImportError {
    pub(crate) fn failed(error: ActionError<Lost>) -> Self {
        match error {
            ActionError::Refused(Lost) => Self::WrongState,
            ActionError::KeyReused => Self::Failed(Failure::bug("an import used a key twice")),
            ActionError::Failed(failure) => Self::Failed(failure),
        }
    }
}

/// An uploaded file.
#[derive(Debug, Clone)]
pub struct UploadInput {
    /// The kind.
    pub kind: String,
    /// The name on the sender's machine.
    pub file_name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// The sheet, where it is not the first.
    pub sheet: Option<String>,
}

/// A first mapping with what people need to judge it.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The mapping: remembered, or guessed.
    pub mapping: Mapping,
    /// Whether it was used for such a file before.
    pub is_remembered: bool,
    /// Every column with its cells.
    pub columns: Vec<ProposedField>,
    /// The guess with its confidence.
    pub guess: Guess,
    /// The sheets of the workbook.
    pub sheets: Vec<String>,
}

/// A column of the file with what its cells look like.
#[derive(Debug, Clone)]
pub struct ProposedField {
    /// The name of the column.
    pub name: String,
    /// Its cells.
    pub profile: ColumnProfile,
}

/// Which rows a preview shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PreviewFilter {
    /// All rows.
    All,
    /// Only rows that are kept out.
    Problems,
}

/// A row of a preview.
#[derive(Debug, Clone)]
pub struct PreviewRow {
    /// The row as the spreadsheet counts it.
    pub number: i64,
    /// Its state: `ready`, `rejected`, `example`, or what became of it.
    pub state: String,
    /// What is expected to become of it.
    pub expected: Option<String>,
    /// Its cells in the order of the columns.
    pub cells: Vec<tabular::Cell>,
    /// What is wrong.
    pub problems: Vec<super::RowProblem>,
}

/// A page of a preview.
#[derive(Debug, Clone)]
pub struct PreviewPage {
    /// The rows.
    pub rows: Vec<PreviewRow>,
    /// The row number after which the next page starts.
    pub next: Option<i64>,
}

impl ImportDesk {
    /// A desk over these targets.
    pub fn new(
        db: Db,
        targets: ImportTargets,
        (clock, entropy): (Arc<dyn Clock>, Arc<dyn Entropy>),
    ) -> Self {
        Self {
            db,
            targets,
            clock,
            entropy,
        }
    }

    /// What can be imported.
    pub fn targets(&self) -> &ImportTargets {
        &self.targets
    }

    /// The target of a kind.
    ///
    /// # Errors
    /// [`ImportError::UnknownKind`].
    pub fn target(&self, kind: &str) -> Answer<&Arc<dyn ImportTarget>> {
        self.targets.get(kind).ok_or(ImportError::UnknownKind)
    }

    fn authorised(&self, actor: &Actor, kind: &str) -> Answer<&Arc<dyn ImportTarget>> {
        let target = self.target(kind)?;
        if !may_import(actor, &**target) {
            return Err(Denied::Forbidden.into());
        }
        Ok(target)
    }

    /// The blank workbook of a kind, with two example rows and drop-down lists.
    ///
    /// # Errors
    /// Where there is no such kind, or the workbook cannot be written.
    pub fn template(&self, kind: &str, language: Language) -> Answer<Vec<u8>> {
        Ok(tabular::template(self.target(kind)?.kind(), language)?)
    }

    /// Takes an uploaded file in: kept, its columns read, nothing imported yet.
    ///
    /// # Errors
    /// Where the right is missing or the file cannot be read.
    pub fn open_run(&self, actor: &Actor, origin: &str, input: UploadInput) -> Answer<ImportRunId> {
        let target = self.authorised(actor, &input.kind)?;
        let table =
            UploadedTable::open(target.shape(), input.bytes.clone(), input.sheet.as_deref())
                .map_err(ImportError::File)?;
        let stamp = self.stamp(actor, origin);
        let id = ImportRunId::new(stamp.next_id());
        let run = ImportRun {
            tenant: actor.tenant,
            id,
            kind: input.kind,
            state: RunState::Uploaded,
            file_name: input.file_name,
            file_hash: Sha256::digest(&input.bytes).to_vec(),
            sheet: table.sheet().map(str::to_owned),
            header: table.header().clone(),
            mapping: None,
            actor: actor.id,
            created_at: stamp.at,
            changed_at: stamp.at,
            staged_count: 0,
            done_count: 0,
            tallies: RunTallies::default(),
            trouble: None,
            rights: encode_rights(actor),
            origin: origin.to_owned(),
            step: 0,
            last_row: 0,
        };
        // Parts of the file first: a run that is there has its whole file.
        for (number, chunk) in (0_i64..).zip(input.bytes.chunks(CHUNK_BYTES)) {
            let (tenant, chunk) = (actor.tenant, chunk.to_vec());
            self.write(&stamp, move |tx| {
                store::insert_chunk(tx, tenant, id, (number, &chunk))
            })?;
        }
        let byte_count = i64::try_from(input.bytes.len()).unwrap_or(i64::MAX);
        self.write(&stamp, move |tx| store::insert_run(tx, &run, byte_count))?;
        Ok(id)
    }

    /// A first mapping of a run with sample cells: remembered for these columns, else guessed.
    ///
    /// # Errors
    /// Where the file cannot be read any more.
    pub fn propose_mapping(&self, run: &ImportRun) -> Answer<Proposal> {
        let target = self.target(&run.kind)?;
        let table = self.open_table(run)?;
        let profiles = profile(table.header(), table.sample());
        let guess = guess(target.kind(), table.header(), &profiles);
        let (tenant, kind, header) = (run.tenant, run.kind.clone(), run.header.fingerprint());
        let remembered = self.db.read_blocking(tenant, Access::ReadOwn, move |tx| {
            store::lookup_mapping(tx, tenant, &kind, &header)
        })?;
        let remembered = remembered.and_then(|text| Mapping::from_toml(&text).ok());
        let columns = table.header().columns.iter().zip(profiles);
        Ok(Proposal {
            is_remembered: remembered.is_some(),
            mapping: run
                .mapping
                .clone()
                .or(remembered)
                .unwrap_or_else(|| guess.mapping.clone()),
            columns: columns
                .map(|(column, profile)| ProposedField {
                    name: column.name.clone(),
                    profile,
                })
                .collect(),
            guess,
            sheets: table.sheets().to_vec(),
        })
    }

    pub(crate) fn open_table(&self, run: &ImportRun) -> Answer<UploadedTable> {
        let target = self.target(&run.kind)?;
        let bytes = self.file_of(run)?;
        UploadedTable::open(target.shape(), bytes, run.sheet.as_deref()).map_err(ImportError::File)
    }

    pub(crate) fn file_of(&self, run: &ImportRun) -> Answer<Vec<u8>> {
        let (tenant, id) = (run.tenant, run.id);
        let read = move |tx: &mut db::Tx<'_>| store::read_file(tx, tenant, id);
        Ok(self.db.read_blocking(tenant, Access::ReadOwn, read)?)
    }

    /// Reads another sheet of the workbook, whose columns are mapped anew.
    ///
    /// # Errors
    /// Where there is no such sheet, or the rows go in already.
    pub fn choose_sheet(&self, actor: &Actor, run: &ImportRun, sheet: &str) -> Answer<()> {
        let target = self.authorised(actor, &run.kind)?;
        let table = UploadedTable::open(target.shape(), self.file_of(run)?, Some(sheet))
            .map_err(ImportError::File)?;
        let stamp = self.stamp(actor, &run.origin);
        let (run, sheet, now) = (run.clone(), sheet.to_owned(), stamp.at);
        let header = table.header().clone();
        let done = self.write(&stamp, move |tx| {
            store::set_sheet(tx, &run, now, (&sheet, &header))
        })?;
        done.then_some(()).ok_or(ImportError::WrongState)
    }

    /// Sets the mapping, remembers it for such files, and lets the rows be checked.
    ///
    /// # Errors
    /// [`ImportError::Mapping`] with everything that does not fit.
    pub fn set_mapping(&self, actor: &Actor, run: &ImportRun, mapping: &Mapping) -> Answer<()> {
        let target = self.authorised(actor, &run.kind)?;
        tabular::Checker::new(target.kind(), mapping, &run.header).map_err(ImportError::Mapping)?;
        let text = mapping
            .to_toml()
            .map_err(|error| Failure::other("write a mapping", error))?;
        let stamp = self.stamp(actor, &run.origin);
        let (run, rights, now) = (run.clone(), encode_rights(actor), stamp.at);
        let header = run.header.fingerprint();
        let done = self.write(&stamp, move |tx| {
            if !store::set_mapping(tx, &run, now, (&text, &rights))? {
                return Ok(false);
            }
            store::remember_mapping(tx, (run.tenant, now), (&run.kind, &header), &text)?;
            Ok(true)
        })?;
        done.then_some(()).ok_or(ImportError::WrongState)
    }

    /// Lets the good rows of a previewed run go in, in this person's name.
    ///
    /// # Errors
    /// [`ImportError::WrongState`] where it is not previewed (any more).
    pub fn commit_run(&self, actor: &Actor, origin: &str, run: &ImportRun) -> Answer<()> {
        self.authorised(actor, &run.kind)?;
        let stamp = self.stamp(actor, origin);
        let (run, now, id) = (run.clone(), stamp.at, actor.id);
        let (rights, origin) = (encode_rights(actor), origin.to_owned());
        let done = self.write(&stamp, move |tx| {
            store::commit_run(tx, &run, now, (id, &rights, &origin))
        })?;
        done.then_some(()).ok_or(ImportError::WrongState)
    }

    /// Takes a run back before anything went in.
    ///
    /// # Errors
    /// [`ImportError::WrongState`] where rows are going in already.
    pub fn withdraw_run(&self, actor: &Actor, run: &ImportRun) -> Answer<()> {
        self.authorised(actor, &run.kind)?;
        if !run.state.is_open() {
            return Err(ImportError::WrongState);
        }
        let stamp = self.stamp(actor, &run.origin);
        let (run, now) = (run.clone(), stamp.at);
        let done = self.write(&stamp, move |tx| {
            let progress = store::Progress {
                state: RunState::Withdrawn,
                staged_count: run.staged_count,
                done_count: 0,
                last_row: run.last_row,
                tallies: &run.tallies,
                trouble: None,
            };
            store::take_step(tx, &run, now, &progress)
        })?;
        done.then_some(()).ok_or(ImportError::WrongState)
    }

    /// A run that this person may see: his own, or any with the right over the whole city.
    ///
    /// # Errors
    /// [`ImportError::UnknownRun`].
    pub fn lookup_run(&self, actor: &Actor, id: ImportRunId) -> Answer<ImportRun> {
        let run = self.run_of(actor.tenant, id)?;
        self.authorised(actor, &run.kind)?;
        if run.actor != actor.id && !oversees(actor) {
            return Err(ImportError::UnknownRun);
        }
        Ok(run)
    }

    pub(crate) fn run_of(&self, tenant: TenantId, id: ImportRunId) -> Answer<ImportRun> {
        let read = move |tx: &mut db::Tx<'_>| store::lookup_run(tx, tenant, id);
        let found = self.db.read_blocking(tenant, Access::ReadOwn, read)?;
        found.ok_or(ImportError::UnknownRun)
    }

    /// Runs this person may see, the latest first.
    ///
    /// # Errors
    /// Only where the world breaks.
    pub fn list_runs(
        &self,
        actor: &Actor,
        kind: Option<&str>,
        (after, size): (Option<Cursor>, PageSize),
    ) -> Answer<Page<ImportRun>> {
        let (tenant, kind) = (actor.tenant, kind.map(str::to_owned));
        let own = (!oversees(actor)).then_some(actor.id);
        let page = self.db.read_blocking(tenant, Access::ReadOwn, move |tx| {
            store::list_runs(tx, tenant, (kind.as_deref(), own), (after.as_ref(), size))
        })?;
        Ok(page)
    }

    /// Staged rows of a run in the order of the file.
    ///
    /// # Errors
    /// Only where the world breaks.
    pub fn preview(
        &self,
        run: &ImportRun,
        filter: PreviewFilter,
        (after, rows_max): (i64, i64),
    ) -> Answer<PreviewPage> {
        let wanted = match filter {
            PreviewFilter::All => Wanted::All,
            PreviewFilter::Problems => Wanted::Problems,
        };
        let (tenant, id) = (run.tenant, run.id);
        let limit = rows_max.saturating_add(1);
        let mut staged = self.db.read_blocking(tenant, Access::ReadOwn, move |tx| {
            store::list_rows(tx, (tenant, id), wanted, (after, limit))
        })?;
        let shown = usize::try_from(rows_max).unwrap_or(usize::MAX);
        let more = staged.len() > shown;
        staged.truncate(shown);
        let next = staged.last().filter(|_| more).map(|row| row.number);
        let rows: Result<Vec<PreviewRow>, Failure> = staged
            .into_iter()
            .map(|row| {
                Ok(PreviewRow {
                    number: row.number,
                    cells: super::cells::decode_cells(&row.cells)?,
                    state: row.state,
                    expected: row.expected,
                    problems: row.problems,
                })
            })
            .collect();
        Ok(PreviewPage { rows: rows?, next })
    }

    /// What a person should know of a run that is done, in words; nothing before.
    ///
    /// # Errors
    /// Only where the world breaks.
    pub fn remarks(&self, run: &ImportRun, locale: web::Locale) -> Answer<Vec<ImportRemark>> {
        if run.state != RunState::Done {
            return Ok(Vec::new());
        }
        let target = Arc::clone(self.target(&run.kind)?);
        let (tenant, id) = (run.tenant, run.id);
        let read = move |tx: &mut db::Tx<'_>| target.remarks(tx, tenant, id, locale);
        Ok(self.db.read_blocking(tenant, Access::ReadOwn, read)?)
    }

    /// The most bytes of a file.
    pub fn file_bytes_max() -> usize {
        usize::try_from(limits().file_bytes).unwrap_or(usize::MAX)
    }

    fn stamp(&self, actor: &Actor, origin: &str) -> Stamp {
        Stamp::new(actor.tenant, actor.id, origin, &*self.clock, &*self.entropy)
    }

    fn write<T>(
        &self,
        stamp: &Stamp,
        f: impl Fn(&mut db::Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Answer<T>
    where
        T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
    {
        let act = move |tx: &mut db::Tx<'_>| f(tx).map_err(ActionError::<Lost>::from);
        self.db
            .write_blocking(Command::by(stamp), act)
            .map_err(ImportError::failed)
    }
}

/// Whether a person sees the runs of others.
fn oversees(actor: &Actor) -> bool {
    actor
        .may(Action::RegisterImportRun, &Resource::tenant(actor.tenant))
        .is_ok()
}

/// The columns of a proposal by name.
impl Proposal {
    /// What the cells of a column look like.
    pub fn profile(&self, column: &str) -> Option<&ColumnProfile> {
        let found = self.columns.iter().find(|field| field.name == column);
        found.map(|field| &field.profile)
    }

    /// Example cells by column.
    pub fn examples(&self) -> BTreeMap<&str, &[String]> {
        let columns = self.columns.iter();
        columns
            .map(|field| (field.name.as_str(), field.profile.examples.as_slice()))
            .collect()
    }
}
