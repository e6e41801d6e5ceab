//! Work in the background: threads that end when the server ends.

mod cities;
mod city_work;
mod lease;
mod orphans;
mod purge;
mod sealer;
mod witness;

use std::thread::JoinHandle;
use std::time::Duration;

use flume::{Receiver, RecvTimeoutError, Sender};

pub(crate) use cities::{CityList, keep_cities};
pub(crate) use city_work::{drive_imports, expire, issue_standing};
pub(crate) use purge::purge;
pub(crate) use sealer::{SealStatus, Sealer};
pub(crate) use witness::Messenger;

/// The threads of a running server.
pub(crate) struct Background {
    stop: Sender<()>,
    beat: Beat,
    threads: Vec<JoinHandle<()>>,
}

/// Tells a thread when its next turn is, and when to end.
#[derive(Clone)]
pub(crate) struct Beat(Receiver<()>);

impl Beat {
    /// Waits so long; `false` where the server ends.
    pub(crate) fn wait(&self, pause: Duration) -> bool {
        matches!(self.0.recv_timeout(pause), Err(RecvTimeoutError::Timeout))
    }
}

impl Background {
    pub(crate) fn new() -> Self {
        let (stop, beat) = flume::bounded(0);
        Self {
            stop,
            beat: Beat(beat),
            threads: Vec::new(),
        }
    }

    /// Starts a thread.
    pub(crate) fn start(
        &mut self,
        name: &str,
        body: impl FnOnce(Beat) + Send + 'static,
    ) -> std::io::Result<()> {
        let beat = self.beat.clone();
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || body(beat))?;
        self.threads.push(thread);
        Ok(())
    }

    /// Ends all threads after what they are doing.
    pub(crate) fn end(self) {
        drop(self.stop);
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a thread in the background had panicked");
            }
        }
    }
}
