//! An installation in a folder of its own, and the program running on it.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use base::{TenantId, Uuid};
use db::{Access, Db, Location, Options};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::http;

/// An installation with a city, an admin and a token.
pub(crate) struct House {
    folder: TempDir,
    pub(crate) database: Option<String>,
    pub(crate) token: String,
}

impl House {
    /// On SQLite.
    pub(crate) fn sqlite() -> Self {
        Self::new(None)
    }

    /// On a database by URL.
    pub(crate) fn new(database: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut house = Self {
            folder,
            database,
            token: String::new(),
        };
        let password = house.write("password", "kerbau naik lontar");
        house.succeed(&[
            "init",
            "--name",
            "Kota Uji",
            "--code",
            "uji",
            "--zone",
            "Asia/Makassar",
            "--admin-name",
            "Maria",
            "--admin-login",
            "maria@uji.test",
            "--admin-password-file",
            password.to_str().unwrap(),
        ]);
        let token = house.succeed(&[
            "admin",
            "token",
            "add",
            "--name",
            "Uji",
            "--purpose",
            "uji",
            "--role",
            "city_admin",
        ]);
        token.trim().clone_into(&mut house.token);
        house.add_products();
        house
    }

    fn add_products(&self) {
        let db = self.open();
        let tenant = tenant(&db);
        let stamp = base::Stamp::new(
            tenant,
            testkit::SOMEBODY,
            "test",
            &base::SystemClock,
            &base::SystemEntropy,
        );
        let grant = authz::Grant::new(authz::Role::CityAdmin, authz::Scope::Tenant);
        let admin = authz::Actor::person(tenant, testkit::SOMEBODY, vec![grant]);
        db.write_blocking(db::Command::by(&stamp), move |tx| {
            stations::add_standard_products(tx, &stamp.fresh(), &admin)
        })
        .unwrap();
        db.close();
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn location(&self) -> Location {
        match &self.database {
            Some(url) => Location::Postgres(url.clone()),
            None => Location::Sqlite(self.data().join("sihebat.db")),
        }
    }

    /// The database, beside whatever process has it open.
    pub(crate) fn open(&self) -> Db {
        self.try_open().unwrap()
    }

    /// As [`Self::open`], where the database may be away for the moment.
    pub(crate) fn try_open(&self) -> Result<Db, db::Failure> {
        let options = Options {
            readers: 1,
            writers: 1,
            ..Options::for_cores(1)
        };
        Db::open(&self.location(), &options)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.args(arguments).arg("--data").arg(self.data());
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a command that must succeed; gives its standard output.
    pub(crate) fn succeed(&self, arguments: &[&str]) -> String {
        succeeded(self.run(arguments), arguments)
    }

    pub(crate) fn serve(&self) -> Running {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        Running::start(&mut command)
    }

    /// Serves with a log of warnings and errors in a file.
    pub(crate) fn serve_with_log(&self, log: &Path) -> Running {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        Running::start_logging(&mut command, std::fs::File::create(log).unwrap().into())
    }

    /// Serves with files whose size can be limited from outside: a write past the limit fails
    /// then, as on a full disk, and no signal ends the program.
    #[cfg(target_os = "linux")]
    pub(crate) fn serve_on_a_disk_that_may_fill(&self) -> Running {
        let serve = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]);
        command.arg(serve.get_program()).args(serve.get_args());
        command.env("RUST_LOG", "off");
        Running::start(&mut command)
    }

    /// How often each number was written.
    pub(crate) fn notices(&self) -> Vec<String> {
        notices_of(&self.open())
    }
}

pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sihebat"));
    command.args(["--lang", "en"]).env("RUST_LOG", "warn");
    command
}

pub(crate) fn succeeded(output: Output, arguments: &[&str]) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{arguments:?}: {told}{errors}");
    told
}

/// The only city.
pub(crate) fn tenant(db: &Db) -> TenantId {
    db.read_blocking(TenantId::new(Uuid::nil()), Access::ReadOwn, |tx| {
        tx.query_one("SELECT tenant_id FROM tenant", &[])?
            .get("tenant_id")
    })
    .unwrap()
}

pub(crate) fn notices_of(db: &Db) -> Vec<String> {
    let tenant = tenant(db);
    db.read_blocking(tenant, Access::ReadOwn, move |tx| {
        let sql =
            "SELECT source_number FROM price_notice WHERE tenant_id = $1 ORDER BY source_number";
        tx.query(sql, db::params![tenant])?
            .iter()
            .map(|row| row.get("source_number"))
            .collect()
    })
    .unwrap()
}

/// A process that serves.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: SocketAddr,
    output: BufReader<std::process::ChildStdout>,
}

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        Self::start_logging(command, Stdio::inherit())
    }

    fn start_logging(command: &mut Command, log: Stdio) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let address = line
            .trim()
            .strip_prefix("ready http://")
            .expect("the first line is ready");
        Self {
            address: address.parse().unwrap(),
            child,
            output,
        }
    }

    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        http::get(self.address, path).expect("an answer")
    }

    /// Lets no file grow past so many bytes, or past nothing again.
    #[cfg(target_os = "linux")]
    pub(crate) fn limit_files(&self, most: Option<u64>) {
        use rustix::process::{Resource, Rlimit, prlimit};
        let limit = Rlimit {
            current: most,
            maximum: None,
        };
        let pid = Some(Pid::from_child(&self.child));
        prlimit(pid, Resource::Fsize, limit).unwrap();
    }

    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn ask_to_end(&self) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, Signal::TERM).unwrap();
    }

    /// Waits for the end; gives what was printed after the first line, and whether all went well.
    pub(crate) fn wait(mut self) -> (String, bool) {
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut self.output, &mut rest).unwrap();
        (rest, self.child.wait().unwrap().success())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A failed test leaves no process behind; an ended one cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Clients that write without rest, and what was acknowledged to them.
pub(crate) struct Load {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
    pub(crate) acknowledged: Arc<Mutex<Vec<u64>>>,
    pub(crate) unanswered: Arc<Mutex<Vec<u64>>>,
    /// Answers that had begun and broke off.
    pub(crate) cut: Arc<AtomicU64>,
}

impl Load {
    pub(crate) fn start(address: SocketAddr, token: &str, next: &Arc<AtomicU64>) -> Self {
        let mut load = Self {
            stop: Arc::default(),
            threads: Vec::new(),
            acknowledged: Arc::default(),
            unanswered: Arc::default(),
            cut: Arc::default(),
        };
        for _ in 0..4 {
            let (stop, next, token) = (load.stop.clone(), next.clone(), token.to_owned());
            let (done, lost) = (load.acknowledged.clone(), load.unanswered.clone());
            let cut = load.cut.clone();
            load.threads.push(std::thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    match http::post_notice(address, &token, number) {
                        Ok((201, _)) => done.lock().unwrap().push(number),
                        Ok((503, _)) => lost.lock().unwrap().push(number),
                        Ok((status, body)) => panic!("{status}: {body}"),
                        Err(how) => {
                            if how == http::Lost::Cut {
                                cut.fetch_add(1, Ordering::Relaxed);
                            }
                            lost.lock().unwrap().push(number);
                            // The server is gone: what follows cannot be answered either.
                            return;
                        }
                    }
                }
            }));
        }
        load
    }

    /// Waits until so many were acknowledged.
    pub(crate) fn wait_for(&self, count: usize) {
        let waiting = std::time::Instant::now();
        while self.acknowledged.lock().unwrap().len() < count {
            assert!(
                waiting.elapsed().as_secs() < 60,
                "the load does not get through"
            );
            std::thread::park_timeout(std::time::Duration::from_millis(5));
        }
    }

    pub(crate) fn end(self) -> (Vec<u64>, Vec<u64>) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            thread.join().expect("a client saw only whole answers");
        }
        let done = std::mem::take(&mut *self.acknowledged.lock().unwrap());
        let lost = std::mem::take(&mut *self.unanswered.lock().unwrap());
        (done, lost)
    }
}

/// Every acknowledged number is there once, and nothing is there twice.
pub(crate) fn assert_kept(written: &[String], acknowledged: &[u64]) {
    let mut once: Vec<&String> = written.iter().collect();
    once.dedup();
    assert_eq!(once.len(), written.len(), "a notice was written twice");
    for number in acknowledged {
        let name = format!("n{number}");
        assert!(
            written.contains(&name),
            "{name} was acknowledged and is gone"
        );
    }
}

/// A PostgreSQL database without any city; `None` where the run has no server.
pub(crate) fn empty_postgres() -> Option<(testkit::TestDb, String)> {
    let test = testkit::TestDb::postgres(&[])?;
    let Location::Postgres(url) = test.location().clone() else {
        return None;
    };
    Some((test, url))
}

pub(crate) fn folder_of(path: &Path) -> &str {
    path.to_str().unwrap()
}
