//! The day's checkpoint leaves the house: into a folder outside the database, and by mail.

use std::path::Path;
use std::time::Duration;

use base::CivilDate;
use db::{Access, ActionError, Command, Db};
use witness::{Day, Letter};

use super::lease::Claim;
use super::{Beat, CityList};
use crate::adapters::MailServer;
use crate::keys::{KeyRing, rotations};
use crate::machine::Machine;
use crate::notes::{self, NoteFiles};
use crate::tenants::Tenant;

/// How often it is looked whether something has to leave.
const TICK: Duration = Duration::from_secs(5);
/// Letters of a city at a turn.
const LETTERS: i64 = 20;

/// Brings checkpoints to witnesses while it holds the lease.
pub(crate) struct Messenger {
    pub(crate) db: Db,
    pub(crate) machine: Machine,
    pub(crate) cities: CityList,
    pub(crate) ring: KeyRing,
    pub(crate) files: NoteFiles,
    /// Absent where the operator has set no mail server up.
    pub(crate) mail: Option<MailServer>,
}

impl Messenger {
    /// Works until the server ends.
    pub(crate) fn run(self, beat: &Beat) {
        let mut claim = Claim::new(self.db.clone(), self.machine.clone(), "witness");
        while beat.wait(TICK) {
            if claim.hold().is_none() {
                continue;
            }
            for tenant in self.cities.all() {
                if let Err(error) = self.serve(&tenant, beat) {
                    tracing::warn!(
                        tenant = tenant.short_code,
                        "a checkpoint could not leave: {error:#}"
                    );
                }
            }
        }
    }

    fn serve(&self, tenant: &Tenant, beat: &Beat) -> anyhow::Result<()> {
        let today = tenant.zone.date(self.machine.clock.now());
        if let Some(folder) = &self.machine.config.witness {
            self.copy(tenant, (folder, today))?;
        }
        let Some(mail) = &self.mail else {
            return Ok(());
        };
        self.write_letters(tenant, today)?;
        for letter in self.due(tenant)? {
            if !beat.wait(Duration::ZERO) {
                break;
            }
            self.send(tenant, mail, &letter)?;
        }
        Ok(())
    }

    /// A file a day, with all checkpoints until then; where it is, it stays.
    fn copy(&self, tenant: &Tenant, (folder, today): (&Path, CivilDate)) -> anyhow::Result<()> {
        let code = &tenant.short_code;
        let path = folder.join(format!("{code}-{today}.txt"));
        if path.is_file() {
            return Ok(());
        }
        let Some(day) = self.day(tenant, today)? else {
            return Ok(());
        };
        let mut text = std::fs::read_to_string(self.files.daily(code)).unwrap_or_default();
        for note in day.rotations.iter().chain([&day.checkpoint]) {
            if !text.contains(note.as_str()) {
                text = format!("{text}\n{note}\n");
            }
        }
        Ok(notes::put(&path, &text)?)
    }

    fn day(&self, tenant: &Tenant, today: CivilDate) -> anyhow::Result<Option<Day>> {
        let id = tenant.id;
        let (checkpoint, rotations) = self.db.read_blocking(id, Access::ReadOwn, move |tx| {
            Ok((
                journal::latest_checkpoint(tx, id)?,
                rotations::list_notes(tx, id)?,
            ))
        })?;
        let signer = self.ring.keys().signer(self.machine.clock.now())?;
        Ok(checkpoint.map(|checkpoint| Day {
            on: today,
            city: tenant.name.clone(),
            checkpoint,
            rotations,
            verifier: signer.verifying_key().to_string(),
        }))
    }

    fn write_letters(&self, tenant: &Tenant, today: CivilDate) -> anyhow::Result<()> {
        let (id, on) = (tenant.id, today.to_string());
        let missing = self.db.read_blocking(id, Access::ReadOwn, move |tx| {
            witness::has_unwritten(tx, id, &on)
        })?;
        if !missing {
            return Ok(());
        }
        let Some(day) = self.day(tenant, today)? else {
            return Ok(());
        };
        let stamp = self.machine.stamp(id, "witness");
        let written = self.db.write_blocking(Command::by(&stamp), move |tx| {
            let count = witness::queue_letters(tx, &stamp.fresh(), &day)?;
            Ok::<_, ActionError<()>>(u64::try_from(count).unwrap_or_default())
        });
        written.map_err(|error| anyhow::anyhow!("write the day's letters: {error}"))?;
        Ok(())
    }

    fn due(&self, tenant: &Tenant) -> anyhow::Result<Vec<Letter>> {
        let (id, now) = (tenant.id, self.machine.clock.now());
        let read = move |tx: &mut db::Tx<'_>| witness::list_due(tx, id, now, LETTERS);
        Ok(self.db.read_blocking(id, Access::ReadOwn, read)?)
    }

    fn send(&self, tenant: &Tenant, mail: &MailServer, letter: &Letter) -> anyhow::Result<()> {
        let problem = mail.send(letter).err().map(|error| format!("{error:#}"));
        let outcome = if problem.is_some() { "failed" } else { "sent" };
        metrics::counter!("sihebat_witness_letters_total", "outcome" => outcome).increment(1);
        if let Some(problem) = &problem {
            tracing::warn!(tenant = tenant.short_code, day = letter.day, %problem, "a witness was not reached");
        }
        let (id, letter) = (tenant.id, letter.clone());
        let stamp = self.machine.stamp(id, "witness");
        let noted = self.db.write_blocking(Command::by(&stamp), move |tx| {
            match &problem {
                Some(problem) => {
                    witness::record_failed(tx, id, &letter, (problem, stamp.at))?;
                }
                None => witness::record_sent(tx, id, &letter, stamp.at)?,
            }
            Ok::<_, ActionError<()>>(())
        });
        noted.map_err(|error| anyhow::anyhow!("note what became of a letter: {error}"))
    }
}
