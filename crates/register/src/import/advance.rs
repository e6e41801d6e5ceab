//! The state machine of a run, driven by the page, the worker or the command line.

use base::Stamp;
use db::Access;

use super::apply::apply_step;
use super::desk::{ImportDesk, ImportError};
use super::stage::stage;
use super::{ImportRun, ImportRunId, RunState, store};

/// Another hand has taken this step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lost;

/// What a step was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// It was taken.
    Worked,
    /// Another hand was faster; look again.
    Lost,
}

/// The stamp of work that changes no register.
pub(crate) fn system_stamp(desk: &ImportDesk, run: &ImportRun) -> Stamp {
    Stamp::new(
        run.tenant,
        run.actor,
        run.origin.as_str(),
        &*desk.clock,
        &*desk.entropy,
    )
}

impl ImportDesk {
    /// Works on a run until it waits for somebody, or about so many rows are done.
    ///
    /// Safe at any time, from any process, and again after a crash: a step is one command, and a step
    /// that was taken already changes nothing. Blocks; call it where blocking is allowed.
    ///
    /// # Errors
    /// Only where the world breaks; the run then stands where its last step left it.
    pub fn advance_run(
        &self,
        tenant: base::TenantId,
        id: ImportRunId,
        rows_max: usize,
    ) -> Result<ImportRun, ImportError> {
        let mut left = rows_max;
        let mut losses = 0;
        loop {
            let run = self.run_of(tenant, id)?;
            let done_before = run.done_count.saturating_add(run.staged_count);
            if left == 0 || !run.state.is_working() {
                return Ok(run);
            }
            let step = match run.state {
                RunState::Mapped => stage(self, run, left)?,
                _ => apply_step(self, &run)?,
            };
            if step == Step::Lost {
                losses += 1;
                if losses > 3 {
                    // Someone else works on it at full speed: leave it to him.
                    return self.run_of(tenant, id);
                }
                continue;
            }
            let run = self.run_of(tenant, id)?;
            let done = run
                .done_count
                .saturating_add(run.staged_count)
                .saturating_sub(done_before);
            left = left.saturating_sub(usize::try_from(done).unwrap_or(1).max(1));
        }
    }

    /// Works on every run of a city that waits for work, about so many rows of each; gives how many
    /// runs were worked on. The binary's worker calls it again and again.
    ///
    /// # Errors
    /// Only where the world breaks.
    pub fn advance_all(
        &self,
        tenant: base::TenantId,
        rows_max: usize,
    ) -> Result<usize, ImportError> {
        let waiting = self.db.read_blocking(tenant, Access::ReadOwn, move |tx| {
            store::list_working_runs(tx, tenant)
        })?;
        for id in &waiting {
            self.advance_run(tenant, *id, rows_max)?;
        }
        Ok(waiting.len())
    }

    /// Forgets files and rows of runs that ended before an instant; counts and sums stay.
    ///
    /// # Errors
    /// Only where the world breaks.
    pub fn purge(
        &self,
        tenant: base::TenantId,
        before: base::UtcMicros,
    ) -> Result<usize, ImportError> {
        let stale = self.db.read_blocking(tenant, Access::ReadOwn, move |tx| {
            store::list_stale_runs(tx, tenant, before)
        })?;
        for id in stale.iter().copied() {
            let run = self.run_of(tenant, id)?;
            loop {
                let command = db::Command::by(&system_stamp(self, &run));
                let is_done = self.db.write_blocking(command, move |tx| {
                    store::forget_rows(tx, tenant, id).map_err(db::ActionError::<Lost>::from)
                });
                if is_done.map_err(ImportError::failed)? {
                    break;
                }
            }
        }
        Ok(stale.len())
    }
}
