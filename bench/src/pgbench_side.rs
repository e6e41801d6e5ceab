//! pgbench as one side of the comparison: the statements of a capture, without the program.

use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use base::SystemEntropy;
use db::{ActionError, Value, params};
use tokio::process::Command;

use crate::city::{City, now};
use crate::holds::Held;

/// What a capture sends, in pgbench's notation.
const SCRIPT: &str = include_str!("../capture.pgbench");

/// Rows in one INSERT.
const ROWS: usize = 200;

/// Holds that pgbench captures, one after another.
pub(crate) struct Pgbench {
    url: String,
    tenant: String,
    /// An entry of the journal as long as a capture's, as PostgreSQL reads bytes.
    bytes: String,
    script: PathBuf,
    next: usize,
    _folder: tempfile::TempDir,
}

/// What a run measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    /// Transactions a second.
    pub(crate) rate: f64,
    /// Processor seconds of pgbench itself.
    pub(crate) processor: f64,
}

impl Pgbench {
    /// Writes the holds, with the ids that each capture makes, into a table of its own.
    pub(crate) fn start(city: &City, url: &str, held: &[Held]) -> Result<Self> {
        city.write(|tx, _| {
            tx.execute_outside_journal("DROP TABLE IF EXISTS bench_capture", params![])?;
            tx.execute_outside_journal(
                "CREATE TABLE bench_capture (n BIGINT PRIMARY KEY, hold UUID NOT NULL, \
                 meter BIGINT NOT NULL, redemption UUID NOT NULL, reading UUID NOT NULL, \
                 entry UUID NOT NULL, key UUID NOT NULL)",
                params![],
            )?;
            Ok::<_, ActionError<()>>(())
        })?;
        for (held, first) in held.chunks(ROWS).zip((0..).step_by(ROWS)) {
            let held = held.to_vec();
            city.write(move |tx, _| {
                let ids = base::IdSequence::new(now(), &SystemEntropy);
                let (mut places, mut values) = (Vec::new(), Vec::<Value<'_>>::new());
                for (held, number) in held.iter().zip(first..) {
                    let at = values.len();
                    let row: Vec<String> = (1..=7).map(|n| format!("${}", at + n)).collect();
                    places.push(format!("({})", row.join(", ")));
                    // pgbench knows no NULL: a machine without a meter gets a reading too.
                    let meter = held.meter.unwrap_or(1);
                    values.extend_from_slice(params![number, held.hold, meter]);
                    values.extend((0..4).map(|_| Value::Id(ids.next_id())));
                }
                let sql = format!("INSERT INTO bench_capture VALUES {}", places.join(", "));
                tx.execute_outside_journal(&sql, &values)?;
                Ok::<_, ActionError<()>>(())
            })?;
        }
        let length: i64 = city.read(|tx, tenant| {
            let sql = "SELECT CAST(COALESCE(AVG(LENGTH(bytes)), 2000) AS BIGINT) AS length \
                       FROM journal_entry WHERE tenant_id = $1 AND action = $2";
            let captures = params![tenant, "fuel.redemption.capture"];
            tx.query_one(sql, captures)?.get("length")
        })?;
        let folder = tempfile::tempdir()?;
        let script = folder.path().join("capture.pgbench");
        std::fs::write(&script, SCRIPT)?;
        Ok(Self {
            url: url.to_owned(),
            tenant: city.tenant.to_string(),
            bytes: format!("\\x{}", "5a".repeat(usize::try_from(length)?)),
            script,
            next: 0,
            _folder: folder,
        })
    }

    /// Captures as many holds as clients times requests.
    pub(crate) async fn capture(&mut self, clients: usize, requests: usize) -> Result<Measured> {
        let before = children_seconds()?;
        let mut program = Command::new("pgbench");
        program
            .args([
                "--no-vacuum",
                "--protocol=prepared",
                "--jobs=2",
                "--max-tries=5",
            ])
            .arg(format!("--client={clients}"))
            .arg(format!("--transactions={requests}"))
            .arg(format!("--define=tenant={}", self.tenant))
            .arg(format!("--define=first={}", self.next))
            .arg(format!("--define=requests={requests}"))
            .arg("--define=i=-1")
            .arg(format!("--define=now={}", now().get()))
            .arg(format!("--define=bytes={}", self.bytes))
            .arg(format!("--file={}", self.script.display()))
            .arg(&self.url);
        let ended = program
            .output()
            .await
            .context("start pgbench, of PostgreSQL's package")?;
        self.next += clients * requests;
        let said = String::from_utf8_lossy(&ended.stdout).into_owned();
        let wrong = String::from_utf8_lossy(&ended.stderr).into_owned();
        ensure!(ended.status.success(), "pgbench failed: {wrong}");
        let all = clients * requests;
        ensure!(
            said.contains(&format!("actually processed: {all}/{all}")),
            "pgbench left some out: {said} {wrong}"
        );
        let rate = said
            .lines()
            .find_map(|line| line.strip_prefix("tps = "))
            .and_then(|rest| rest.split_whitespace().next())
            .and_then(|number| number.parse().ok())
            .context("a rate")?;
        Ok(Measured {
            rate,
            processor: children_seconds()? - before,
        })
    }
}

/// Processor seconds of the programs that ran from here and have ended.
fn children_seconds() -> Result<f64> {
    Ok(ticks("self", 13)? + ticks("self", 14)?)
}

/// Processor seconds of the whole PostgreSQL server, where it runs on this machine.
pub(crate) fn server_seconds(city: &City) -> Result<f64> {
    let backend: i64 = city.read(|tx, _| {
        let sql = "SELECT CAST(pg_backend_pid() AS BIGINT) AS id";
        tx.query_one(sql, params![])?.get("id")
    })?;
    let master = field(&backend.to_string(), 1)?;
    let mut seconds = 0.0;
    for place in 11..=14 {
        // Its own, and what the backends that ended had used.
        seconds += ticks(&master, place)?;
    }
    for entry in std::fs::read_dir("/proc")? {
        let id = entry?.file_name().to_string_lossy().into_owned();
        if id.bytes().all(|b| b.is_ascii_digit())
            && field(&id, 1).is_ok_and(|parent| parent == master)
        {
            seconds += ticks(&id, 11)? + ticks(&id, 12)?;
        }
    }
    Ok(seconds)
}

fn ticks(process: &str, place: usize) -> Result<f64> {
    Ok(f64::from(field(process, place)?.parse::<u32>()?) / 100.0)
}

/// A field of a process's `stat`, counted from its state on.
fn field(process: &str, place: usize) -> Result<String> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let field = fields.split_whitespace().nth(place).context("a field")?;
    Ok(field.to_owned())
}
