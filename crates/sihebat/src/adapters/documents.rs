//! Official papers: runs the worker `sihebat-documents`, one process for each.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use oversight::{DocumentPrinter, NoDocument, Printing};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::Command;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

/// What the worker's file is called.
const WORKER: &str = "sihebat-documents";

/// What a paper may take.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Papers at once.
    at_once: usize,
    /// Waiting for others' papers.
    waiting: Duration,
    /// From the start of the process to its end.
    setting: Duration,
    /// The file, in bytes.
    bytes: u64,
}

const LIMITS: Limits = Limits {
    at_once: 2,
    waiting: Duration::from_secs(10),
    setting: Duration::from_secs(20),
    bytes: 32 << 20,
};

/// What the worker may say when it fails, in bytes; it goes into the log.
const COMPLAINT_BYTES: u64 = 4 << 10;

/// Where the worker is: as configured, or beside the running program.
pub(crate) fn worker_program(configured: Option<&Path>) -> PathBuf {
    if let Some(path) = configured {
        return path.to_owned();
    }
    let own = std::env::current_exe().unwrap_or_default();
    own.parent().unwrap_or(Path::new("")).join(WORKER)
}

/// Asks the worker to set its examples; the first line of what it says is its version.
///
/// # Errors
/// Why there is no working worker, for the operator.
pub(crate) fn check_worker(program: &Path) -> Result<String, String> {
    let output = std::process::Command::new(program)
        .arg("--check")
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{}: {}", output.status, said.trim()));
    }
    let said = String::from_utf8_lossy(&output.stdout);
    Ok(said.lines().next().unwrap_or_default().to_owned())
}

/// A bounded number of workers.
pub(crate) struct DocumentWorkers {
    program: PathBuf,
    limits: Limits,
    seats: Semaphore,
}

impl DocumentWorkers {
    /// Workers of this program; it need not exist yet.
    pub(crate) fn new(program: PathBuf) -> Self {
        Self::within(program, LIMITS)
    }

    fn within(program: PathBuf, limits: Limits) -> Self {
        let seats = Semaphore::new(limits.at_once);
        Self {
            program,
            limits,
            seats,
        }
    }

    async fn set(&self, request: &[u8]) -> Result<Vec<u8>, NoDocument> {
        let seat = timeout(self.limits.waiting, self.seats.acquire()).await;
        let Ok(Ok(_seat)) = seat else {
            return Err(NoDocument::Busy);
        };
        let began = Instant::now();
        let run = timeout(self.limits.setting, self.run(request)).await;
        let document = run.unwrap_or_else(|_| {
            tracing::error!(program = %self.program.display(), "the worker for documents took too long");
            Err(NoDocument::Failed)
        })?;
        let (bytes, took) = (document.len(), began.elapsed());
        tracing::debug!(bytes, took_ms = took.as_millis(), "document set");
        Ok(document)
    }

    /// One process from its start to its end; dropped halfway, it is killed.
    async fn run(&self, request: &[u8]) -> Result<Vec<u8>, NoDocument> {
        let mut child = Command::new(&self.program)
            .env_clear()
            // One thread: a paper must not take the pumps' core.
            .env("RAYON_NUM_THREADS", "1")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| self.not_started(&error))?;
        let (input, output, complaint) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let feed = async {
            if let Some(mut input) = input {
                // A worker that stops reading says why, and how it ended counts.
                let _ = input.write_all(request).await;
            }
        };
        let most = self.limits.bytes;
        let ((), document, complaint) = tokio::join!(
            feed,
            read_most(output, most.saturating_add(1)),
            read_most(complaint, COMPLAINT_BYTES)
        );
        let status = child.wait().await.map_err(|error| {
            tracing::error!(%error, "the worker for documents cannot be waited for");
            NoDocument::Failed
        })?;
        let fits = u64::try_from(document.len()).is_ok_and(|length| length <= most);
        if status.success() && fits && document.starts_with(b"%PDF-") {
            return Ok(document);
        }
        let said = String::from_utf8_lossy(&complaint);
        tracing::error!(%status, bytes = document.len(), said = said.trim(), "no document");
        Err(NoDocument::Failed)
    }

    fn not_started(&self, error: &std::io::Error) -> NoDocument {
        let program = self.program.display();
        tracing::error!(%program, %error, "the worker for documents cannot be started");
        match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::PermissionDenied => {
                NoDocument::Missing
            }
            _ => NoDocument::Failed,
        }
    }
}

impl DocumentPrinter for DocumentWorkers {
    fn print(&self, request: Vec<u8>) -> Printing<'_> {
        Box::pin(async move { self.set(&request).await })
    }
}

/// What comes out of a pipe, at most so many bytes; the rest finds the pipe closed.
async fn read_most(pipe: Option<impl AsyncRead + Unpin>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        // What was read before a broken pipe is judged by how the worker ended.
        let _ = pipe.take(most).read_to_end(&mut bytes).await;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    const TIGHT: Limits = Limits {
        at_once: 1,
        waiting: Duration::from_millis(50),
        setting: Duration::from_millis(400),
        bytes: 100,
    };

    /// A worker that is a shell script.
    fn script(folder: &Path, lines: &str) -> PathBuf {
        let path = folder.join(WORKER);
        std::fs::write(&path, format!("#!/bin/sh\nPATH=/usr/bin:/bin\n{lines}\n")).unwrap();
        let runnable = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&path, runnable).unwrap();
        path
    }

    fn printed(lines: &str, limits: Limits) -> Result<Vec<u8>, NoDocument> {
        let folder = tempfile::tempdir().unwrap();
        let workers = DocumentWorkers::within(script(folder.path(), lines), limits);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(workers.set(b"{\"template\":\"x\"}"))
    }

    #[test]
    fn hands_the_request_over_and_takes_the_document_back() {
        let document = printed("printf '%%PDF-1.7 '; cat", LIMITS).unwrap();
        assert_eq!(document, b"%PDF-1.7 {\"template\":\"x\"}");
    }

    #[test]
    fn the_worker_sees_nothing_of_the_servers_environment() {
        let seen = printed("printf '%%PDF-'; /usr/bin/env", LIMITS).unwrap();
        let seen = String::from_utf8(seen).unwrap();
        assert!(seen.contains("RAYON_NUM_THREADS=1"), "{seen}");
        assert!(!seen.contains("HOME=") && !seen.contains("CARGO"), "{seen}");
    }

    #[test]
    fn a_worker_that_breaks_stalls_or_floods_costs_one_paper() {
        for lines in [
            "exit 1",
            "printf '%%PDF-1.7'; exit 3",
            "kill -9 $$",
            "echo 'not a document'",
            "exec sleep 30",
            "printf '%%PDF-'; while :; do echo flood; done",
        ] {
            let began = std::time::Instant::now();
            assert_eq!(printed(lines, TIGHT), Err(NoDocument::Failed), "{lines}");
            assert!(began.elapsed() < Duration::from_secs(10), "{lines}");
        }
    }

    #[test]
    fn says_that_the_worker_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("nothing-here");
        assert!(check_worker(&program).unwrap_err().contains("No such file"));
        let workers = DocumentWorkers::new(program);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let print = workers.print(Vec::new());
        assert_eq!(runtime.block_on(print), Err(NoDocument::Missing));
    }

    #[test]
    fn who_waits_too_long_for_others_is_told_so() {
        let folder = tempfile::tempdir().unwrap();
        let workers = DocumentWorkers::within(script(folder.path(), "exec sleep 30"), TIGHT);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let both = async { tokio::join!(workers.set(b"{}"), workers.set(b"{}")) };
        let (first, second) = runtime.block_on(both);
        assert_eq!(first, Err(NoDocument::Failed));
        assert_eq!(second, Err(NoDocument::Busy));
    }

    #[test]
    fn looks_beside_the_program_unless_told_otherwise() {
        let told = Path::new("/opt/papers");
        assert_eq!(worker_program(Some(told)), told);
        let own = std::env::current_exe().unwrap();
        assert_eq!(worker_program(None), own.with_file_name(WORKER));
    }

    #[test]
    fn the_operator_hears_what_a_broken_worker_said() {
        let folder = tempfile::tempdir().unwrap();
        let broken = script(folder.path(), "echo 'a font is missing' >&2; exit 1");
        assert!(
            check_worker(&broken)
                .unwrap_err()
                .contains("a font is missing")
        );
        let well = script(folder.path(), "echo sihebat-documents 9.9; echo more");
        assert_eq!(check_worker(&well).unwrap(), "sihebat-documents 9.9");
    }
}
