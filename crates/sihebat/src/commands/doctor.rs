//! `sihebat doctor`: is this installation well, and what to do where it is not.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::ExitCode;

use base::UtcMicros;
use db::{Access, Db, params};

use crate::adapters::{check_worker, worker_program};
use crate::keys::{self, Keys};
use crate::machine::{INSTALLATION, Machine, few_workers};
use crate::tenants::Tenant;
use crate::terminal::{tell, words};
use crate::{schema, tenants};

/// Less free space than this is a finding: photos of a month in a city of a thousand vehicles.
const FREE_BYTES_MIN: u64 = 2 << 30;
/// No seal for so long while entries wait is a finding.
const SEAL_SECONDS_MAX: i64 = 300;
/// The day this program was written: a clock before it is wrong.
const WRITTEN_AT: UtcMicros = UtcMicros::new(1_764_000_000_000_000);

/// What was looked at, one line each.
struct Visit<'a> {
    machine: &'a Machine,
    findings: u32,
}

impl Visit<'_> {
    fn tell(&mut self, well: bool, text: &str) {
        self.findings += u32::from(!well);
        let mark = if well {
            words!(self.machine.language, "baik ", "well ")
        } else {
            words!(self.machine.language, "SALAH", "WRONG")
        };
        tell(&format!("{mark}  {text}"));
    }

    /// Something to be done that does not make the installation unwell.
    fn advise(&self, text: &str) {
        let mark = words!(self.machine.language, "saran", "hint ");
        tell(&format!("{mark}  {text}"));
    }
}

pub(super) fn run(machine: &Machine) -> anyhow::Result<ExitCode> {
    let mut visit = Visit {
        machine,
        findings: 0,
    };
    look_at_folder(&mut visit);
    look_at_keys(&mut visit);
    look_at_clock(&mut visit);
    look_at_assets(&mut visit);
    look_at_documents(&mut visit);
    if let Some(db) = look_at_database(&mut visit) {
        for tenant in tenants::list_blocking(&db)? {
            look_at_seal(&mut visit, &db, &tenant)?;
            look_at_witnesses(&mut visit, &db, &tenant)?;
        }
    }
    Ok(if visit.findings == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

fn look_at_folder(visit: &mut Visit<'_>) {
    let language = visit.machine.language;
    let folder = visit.machine.config.data.clone();
    let shown = folder.display();
    let Ok(about) = std::fs::metadata(&folder) else {
        let text = words!(
            language,
            "folder {shown} tidak ada: jalankan `sihebat init`",
            "there is no folder {shown}: run `sihebat init`"
        );
        return visit.tell(false, &text);
    };
    let open = about.permissions().mode() & 0o002 != 0;
    let text = if open {
        words!(
            language,
            "folder {shown} dapat diubah siapa saja: chmod 750 {shown}",
            "anyone may change the folder {shown}: chmod 750 {shown}"
        )
    } else {
        words!(language, "folder {shown}", "folder {shown}")
    };
    visit.tell(!open, &text);
    if let Some(free) = free_bytes(&folder) {
        let gib = free >> 30;
        let text = words!(
            language,
            "ruang kosong {gib} GiB",
            "{gib} GiB of free space"
        );
        visit.tell(free >= FREE_BYTES_MIN, &text);
    }
}

fn free_bytes(folder: &Path) -> Option<u64> {
    let about = rustix::fs::statvfs(folder).ok()?;
    Some(about.f_bavail.saturating_mul(about.f_frsize))
}

fn look_at_keys(visit: &mut Visit<'_>) {
    let language = visit.machine.language;
    let folder = visit.machine.config.keys();
    let shown = folder.display();
    if keys::are_exposed(&folder) {
        let text = words!(
            language,
            "kunci terbaca pengguna lain: chmod 600 {shown}/keys.toml, lalu ganti (`sihebat admin key rotate`)",
            "other users may read the keys: chmod 600 {shown}/keys.toml, then replace them (`sihebat admin key rotate`)"
        );
        return visit.tell(false, &text);
    }
    match Keys::load(&folder) {
        Ok(Some(keys)) => {
            let count = keys.all().len();
            visit.tell(true, &words!(language, "{count} kunci", "{count} keys"));
        }
        Ok(None) => {
            let text = words!(
                language,
                "belum ada kunci di {shown}: `sihebat serve` membuatnya, atau pulihkan dari cadangan",
                "there are no keys in {shown}: `sihebat serve` makes them, or restore them"
            );
            visit.tell(false, &text);
        }
        Err(error) => {
            let text = words!(
                language,
                "kunci tidak terbaca ({error:#}): pulihkan dari cadangan",
                "the keys cannot be read ({error:#}): restore them from a backup"
            );
            visit.tell(false, &text);
        }
    }
}

fn look_at_clock(visit: &mut Visit<'_>) {
    let now = visit.machine.clock.now();
    let language = visit.machine.language;
    let text = words!(
        language,
        "jam {now}; nyalakan NTP bila berbeda dari jam dinding",
        "the clock says {now}; turn NTP on where the wall clock differs"
    );
    visit.tell(now > WRITTEN_AT, &text);
}

fn look_at_assets(visit: &mut Visit<'_>) {
    let built = web::Assets::embedded().are_built();
    let language = visit.machine.language;
    let text = if built {
        words!(
            language,
            "skrip dan gaya ada di dalam program",
            "scripts and styles are built in"
        )
    } else {
        words!(
            language,
            "program dibangun tanpa skrip dan gaya: pakai rilis resmi",
            "this program was built without scripts and styles: use an official release"
        )
    };
    visit.tell(built, &text);
}

/// Without the worker there are pages and workbooks, but no PDF.
fn look_at_documents(visit: &mut Visit<'_>) {
    let language = visit.machine.language;
    let program = worker_program(visit.machine.config.documents.as_deref());
    let shown = program.display();
    let checked = check_worker(&program);
    let own = concat!("sihebat-documents ", env!("CARGO_PKG_VERSION"));
    let text = match &checked {
        Ok(version) if version == own => words!(
            language,
            "PDF dibuat oleh {shown}",
            "PDFs are made by {shown}"
        ),
        Ok(version) => words!(
            language,
            "{shown} adalah {version}: pasang {own}",
            "{shown} is {version}: install {own}"
        ),
        Err(reason) => words!(
            language,
            "PDF tidak dapat dibuat oleh {shown} ({reason}): pasang {own} di sana",
            "no PDF can be made by {shown} ({reason}): install {own} there"
        ),
    };
    visit.tell(checked.as_deref() == Ok(own), &text);
}

fn look_at_database(visit: &mut Visit<'_>) -> Option<Db> {
    let language = visit.machine.language;
    let name = visit.machine.config.database_name();
    let opened = visit.machine.open_database(&few_workers());
    let db = match opened {
        Ok(db) => db,
        Err(error) => {
            let text = words!(
                language,
                "basis data {name} tidak dapat dibuka: {error:#}",
                "the database {name} cannot be opened: {error:#}"
            );
            visit.tell(false, &text);
            return None;
        }
    };
    let engine = schema::engine_name(db.engine_kind());
    match schema::state(visit.machine) {
        Ok(state) => {
            let state_text = schema::describe(visit.machine, &state);
            let well = state == db::SchemaState::Current;
            visit.tell(well, &format!("{engine} {name}: {state_text}"));
            well.then_some(db)
        }
        Err(error) => {
            visit.tell(false, &format!("{engine} {name}: {error:#}"));
            None
        }
    }
}

fn look_at_seal(visit: &mut Visit<'_>, db: &Db, tenant: &Tenant) -> anyhow::Result<()> {
    let id = tenant.id;
    let oldest = db.read_blocking(INSTALLATION, Access::ReadOwn, move |tx| {
        tx.query_one(
            "SELECT MIN(e.at) AS oldest FROM journal_pending p \
             JOIN journal_entry e ON e.tenant_id = p.tenant_id AND e.id = p.entry_id \
             WHERE p.tenant_id = $1",
            params![id],
        )?
        .get::<Option<UtcMicros>>("oldest")
    })?;
    let lag = oldest.map_or(0, |at| visit.machine.clock.now().since(at) / 1_000_000);
    let (language, name) = (visit.machine.language, &tenant.name);
    let text = if lag > SEAL_SECONDS_MAX {
        words!(
            language,
            "{name}: catatan menunggu segel sejak {lag} detik: jalankan `sihebat serve`",
            "{name}: entries have waited {lag} seconds for their seal: run `sihebat serve`"
        )
    } else {
        words!(
            language,
            "{name}: jurnal tersegel",
            "{name}: the journal is sealed"
        )
    };
    visit.tell(lag <= SEAL_SECONDS_MAX, &text);
    Ok(())
}

/// Without witnesses whoever holds this machine can rewrite history unnoticed.
fn look_at_witnesses(visit: &mut Visit<'_>, db: &Db, tenant: &Tenant) -> anyhow::Result<()> {
    let (id, name, language) = (tenant.id, &tenant.name, visit.machine.language);
    let lines = db.read_blocking(id, Access::ReadOwn, move |tx| {
        witness::list_addresses(tx, id)
    })?;
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    if count < witness::WITNESSES_MIN || visit.machine.config.mail.is_none() {
        visit.advise(&words!(
            language,
            "{name}: {count} saksi di luar; isi [mail] di config.toml dan tunjuk dua di /saksi",
            "{name}: {count} outside witnesses; fill in [mail] in config.toml and name two at /saksi"
        ));
        return Ok(());
    }
    let stuck = lines.iter().find(|line| line.problem.is_some());
    let text = match stuck.map(|line| (&line.address.email, line.problem.as_deref())) {
        Some((email, problem)) => {
            let problem = problem.unwrap_or_default();
            words!(
                language,
                "{name}: surat untuk saksi {email} belum sampai: {problem}",
                "{name}: the letter to the witness {email} does not arrive: {problem}"
            )
        }
        None => words!(
            language,
            "{name}: {count} saksi di luar",
            "{name}: {count} outside witnesses"
        ),
    };
    visit.tell(stuck.is_none(), &text);
    Ok(())
}
