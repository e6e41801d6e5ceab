//! `sihebat admin key`: new keys, and what to do where keys were lost.

use anyhow::{Context as _, ensure};
use base::{PersonId, UtcMicros, Uuid};
use db::{ActionError, Command, Db};
use identity::{DataKey, reseal_secrets};

use super::super::quiet;
use crate::arguments::KeyAction;
use crate::keys::rotations::{NewKey, record_new_key, record_replaced};
use crate::keys::{FolderLock, KeyKind, KeyState, Keys, Rotation, data_secrets};
use crate::machine::{Machine, few_workers};
use crate::notes::{self, NoteFiles};
use crate::schema;
use crate::tenants::{self, Tenant};
use crate::terminal::{Language, say, tell, words};

pub(super) fn run(action: KeyAction, language: Language) -> anyhow::Result<()> {
    match action {
        KeyAction::List { place } => list(&quiet(&place, language)?),
        KeyAction::Rotate {
            place,
            kind,
            now,
            reason,
            withdraw,
        } => {
            let machine = quiet(&place, language)?;
            let wish = Wish {
                kind: kind.parse()?,
                now,
                reason: reason.map(|reason| reason.trim().to_owned()),
                withdraw,
            };
            rotate(&machine, &wish)
        }
        KeyAction::Reseal { place } => reseal(&quiet(&place, language)?),
        KeyAction::ReplaceLost { place } => replace_lost(&quiet(&place, language)?),
    }
}

fn list(machine: &Machine) -> anyhow::Result<()> {
    let (keys, now) = (machine.keys()?, machine.clock.now());
    for key in keys.all() {
        let state = match keys.state(key, now) {
            KeyState::Next => words!(machine.language, "berikut", "next"),
            KeyState::Current => words!(machine.language, "dipakai", "current"),
            KeyState::Retired => words!(machine.language, "lama", "retired"),
            KeyState::Withdrawn => words!(machine.language, "dicabut", "withdrawn"),
        };
        let (id, made, used) = (&key.id, key.created_at, key.used_from);
        tell(&format!(
            "{:<10}  {id}  {state:<9}  {made}  {used}",
            key.kind
        ));
    }
    tell_verifier(machine, &keys)
}

fn tell_verifier(machine: &Machine, keys: &Keys) -> anyhow::Result<()> {
    let trust = keys.signer(machine.clock.now())?.verifying_key();
    say(&words!(
        machine.language,
        "Kunci pemeriksa: {trust}",
        "Verifier key: {trust}"
    ));
    Ok(())
}

/// What the operator asks for.
struct Wish {
    kind: KeyKind,
    now: bool,
    reason: Option<String>,
    withdraw: bool,
}

impl Wish {
    fn used_from(&self, now: UtcMicros) -> UtcMicros {
        let lead = if self.now {
            0
        } else {
            self.kind.lead_seconds()
        };
        now.plus_seconds(lead)
    }
}

fn rotate(machine: &Machine, wish: &Wish) -> anyhow::Result<()> {
    let without_reason = wish.reason.as_deref().is_some_and(str::is_empty);
    ensure!(!without_reason, "the reason is empty");
    let db = open(machine)?;
    let lock = FolderLock::take(&machine.config.keys())?;
    let (keys, now) = (machine.keys()?, machine.clock.now());
    let kind = wish.kind;
    let rotation = Rotation {
        kind,
        used_from: wish.used_from(now),
        withdraw: wish.withdraw,
    };
    let old = keys.current(kind, now)?.clone();
    let (keys, key) = keys.with_new(rotation, now, &*machine.entropy)?;
    let new = NewKey::after(&old, &key, wish.withdraw)?;
    // The journal first: a key nobody can name afterwards would be worse than a name without a key.
    let cities = tenants::list_blocking(&db)?;
    for city in &cities {
        let (stamp, new, reason) = (
            machine.stamp(city.id, "terminal"),
            new.clone(),
            wish.reason.clone(),
        );
        let written = db.write_blocking(Command::by(&stamp), move |tx| {
            let reason = reason.as_deref();
            Ok::<_, ActionError<()>>(record_new_key(tx, &stamp.fresh(), &new, reason)?)
        });
        written.map_err(|error| anyhow::anyhow!("write the new key into the journal: {error}"))?;
    }
    keys.replace(&lock)?;
    hand_out(machine, &cities, new.note.as_deref())?;
    tell_rotated(machine, &key.id, (kind, key.used_from));
    if kind == KeyKind::Checkpoint {
        let trust = crate::keys::signer_of(&key).verifying_key();
        say(&words!(
            machine.language,
            "Kunci pemeriksa berikutnya: {trust}",
            "The next verifier key: {trust}"
        ));
    }
    Ok(())
}

/// The note on a new checkpoint key leaves with the checkpoints.
fn hand_out(machine: &Machine, cities: &[Tenant], note: Option<&str>) -> anyhow::Result<()> {
    let files = NoteFiles::new(machine.config.checkpoints());
    for city in cities {
        let Some(note) = note else { continue };
        notes::append(&files.all(&city.short_code), note)?;
        notes::append(&files.daily(&city.short_code), note)?;
    }
    Ok(())
}

fn tell_rotated(machine: &Machine, id: &str, (kind, from): (KeyKind, UtcMicros)) {
    let language = machine.language;
    say(&words!(
        language,
        "Kunci {kind} baru: {id}, dipakai mulai {from}.",
        "New {kind} key: {id}, used from {from}."
    ));
    let then = match kind {
        KeyKind::Cookie => words!(
            language,
            "Server yang berjalan mengambilnya sendiri dalam sepuluh detik; formulir yang setengah terisi harus dimuat ulang.",
            "Running servers take it by themselves within ten seconds; half-filled forms must be loaded anew."
        ),
        KeyKind::Data => words!(
            language,
            "Setelah itu jalankan `sihebat admin key reseal`.",
            "After that run `sihebat admin key reseal`."
        ),
        _ => words!(
            language,
            "Server yang berjalan mengambilnya sendiri dalam sepuluh detik.",
            "Running servers take it by themselves within ten seconds."
        ),
    };
    say(&then);
}

fn open(machine: &Machine) -> anyhow::Result<Db> {
    let db = machine.open_database(&few_workers())?;
    schema::require_current(machine)?;
    Ok(db)
}

fn reseal(machine: &Machine) -> anyhow::Result<()> {
    let db = open(machine)?;
    let secrets = data_secrets(&machine.keys()?, machine.clock.now())?;
    let key = DataKey::ring(secrets).context("there is no data key")?;
    let (mut resealed, mut unreadable) = (0, 0);
    for city in tenants::list_blocking(&db)? {
        let mut after = Some(PersonId::new(Uuid::nil()));
        while let Some(person) = after {
            let stamp = machine.stamp(city.id, "terminal");
            let (key, entropy) = (key.clone(), machine.entropy.clone());
            let step = db.write_blocking(Command::by(&stamp), move |tx| {
                let step = reseal_secrets(tx, &stamp.fresh(), (&key, &*entropy), person)?;
                Ok::<_, ActionError<std::convert::Infallible>>((
                    step.resealed,
                    step.unreadable,
                    step.next,
                ))
            });
            let (done, lost, next) = step.map_err(|error| anyhow::anyhow!("seal anew: {error}"))?;
            resealed += done;
            unreadable += lost;
            after = next;
        }
    }
    say(&words!(
        machine.language,
        "{resealed} rahasia disegel ulang, {unreadable} tidak terbaca.",
        "{resealed} secrets were sealed anew, {unreadable} cannot be read."
    ));
    Ok(())
}

fn replace_lost(machine: &Machine) -> anyhow::Result<()> {
    let db = open(machine)?;
    let folder = machine.config.keys();
    let shown = folder.display();
    ensure!(
        Keys::load(&folder)?.is_none(),
        "there are keys in {shown}: use `sihebat admin key rotate`"
    );
    let keys = Keys::fresh(machine.clock.now(), &*machine.entropy);
    let made: Vec<NewKey> = keys.all().iter().map(NewKey::for_lost).collect();
    for city in tenants::list_blocking(&db)? {
        let (stamp, made) = (machine.stamp(city.id, "terminal"), made.clone());
        let written = db.write_blocking(Command::by(&stamp), move |tx| {
            Ok::<_, ActionError<()>>(record_replaced(tx, &stamp.fresh(), &made)?)
        });
        written.map_err(|error| anyhow::anyhow!("write it into the journal: {error}"))?;
    }
    ensure!(keys.create(&folder)?, "somebody else made keys meanwhile");
    say(&words!(
        machine.language,
        "Kunci baru dibuat. Tautan dan QR yang sudah dibagikan tidak berlaku lagi: bagikan tautan baru.\n\
         Kode langkah kedua setiap akun harus didaftarkan ulang. Tanda jurnal yang lama hanya cocok\n\
         dengan kunci pemeriksa yang lama: bagikan kunci pemeriksa ini kepada para saksi.",
        "New keys were made. Links and QR codes handed out before are void: share the links again.\n\
         Every account's second factor must be enrolled again. Old checkpoints fit the old verifier\n\
         key only: hand this verifier key to the witnesses."
    ));
    tell_verifier(machine, &keys)
}
