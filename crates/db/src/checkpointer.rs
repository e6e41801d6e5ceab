//! Moves SQLite's log into its file beside the writer, which would otherwise stop for it.
//!
//! A checkpoint syncs the file: tens of milliseconds in which every waiting command would stand. The
//! writer still does it by itself where the log has grown past [`LOG_PAGES`]: only while nobody writes
//! can all of the log be moved and begin anew.

use std::path::Path;
use std::thread::JoinHandle;
use std::time::Duration;

use flume::{Receiver, Sender};

use crate::Failure;
use crate::engine::{LOG_PAGES, Sqlite};
use crate::pool::start;

/// How long commits gather before they are moved.
const PAUSE: Duration = Duration::from_millis(250);

/// Wakes the thread that moves the log; the thread ends with it.
pub(crate) struct Checkpointer(Sender<()>);

impl Checkpointer {
    /// Starts the thread for a database file that exists.
    pub(crate) fn start(path: &Path) -> Result<(Self, JoinHandle<()>), Failure> {
        let (wake, woken) = flume::bounded(1);
        let connection = Sqlite::open_checkpointer(path)?;
        let thread = start("db-checkpoint".to_owned(), move || run(connection, &woken))?;
        Ok((Self(wake), thread))
    }

    /// Says that something was committed.
    pub(crate) fn wake(&self) {
        // Full means that it is awake already.
        let _ = self.0.try_send(());
    }
}

fn run(mut connection: Sqlite, woken: &Receiver<()>) {
    let mut is_long = false;
    while woken.recv().is_ok() {
        std::thread::park_timeout(PAUSE);
        if std::mem::take(&mut is_long) {
            // One checkpoint at a time: this one leaves the turn to the writer's.
            continue;
        }
        match connection.checkpoint() {
            Ok(pages) => is_long = pages > LOG_PAGES,
            Err(failure) => tracing::debug!(%failure, "the log was not moved"),
        }
    }
}
