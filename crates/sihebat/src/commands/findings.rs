//! Findings of the verifier in words.

use base::{ActorId, TenantId, UtcMicros, Uuid};
use db::{Access, Db, params};
use journal::Finding;

use crate::tenants::Tenant;
use crate::terminal::{Language, words};

/// A finding as a person reads it.
pub(super) fn describe(finding: &Finding, tenant: &Tenant, language: Language) -> String {
    let clock = |at: UtcMicros| local(tenant, at);
    match finding {
        Finding::LeafMissing { leaf_index } => words!(
            language,
            "Catatan ke-{leaf_index} hilang dari urutan jurnal",
            "Entry {leaf_index} is missing from the journal's order"
        ),
        Finding::EntryMissing { leaf_index, entry } => words!(
            language,
            "Isi catatan ke-{leaf_index} ({entry}) dihapus",
            "The content of entry {leaf_index} ({entry}) was deleted"
        ),
        Finding::EntryAltered { leaf_index, entry } => words!(
            language,
            "Isi catatan ke-{leaf_index} ({entry}) diubah",
            "The content of entry {leaf_index} ({entry}) was altered"
        ),
        Finding::EntryInconsistent { entry } => words!(
            language,
            "Catatan {entry} tidak cocok dengan kolom di sekitarnya",
            "Entry {entry} does not agree with the columns around it"
        ),
        Finding::EntryUnsealed { entry } => words!(
            language,
            "Catatan {entry} dikeluarkan dari urutan jurnal",
            "Entry {entry} was taken out of the journal's order"
        ),
        Finding::HeadDiffers => words!(
            language,
            "Kepala jurnal tidak sesuai dengan isinya",
            "The journal's head is not what its entries give"
        ),
        Finding::TableUnprovable { table } => words!(
            language,
            "Tabel {table} tidak dapat dibuktikan oleh jurnal",
            "Table {table} cannot be proved by the journal"
        ),
        other => describe_row(other, language)
            .unwrap_or_else(|| describe_checkpoint(other, &clock, language)),
    }
}

fn describe_row(finding: &Finding, language: Language) -> Option<String> {
    Some(match finding {
        Finding::RowAltered { table, key, .. } => words!(
            language,
            "Baris {key} pada tabel {table} diubah di luar program",
            "Row {key} of table {table} was altered behind the program's back"
        ),
        Finding::RowMissing { table, key, .. } => words!(
            language,
            "Baris {key} pada tabel {table} dihapus di luar program",
            "Row {key} of table {table} was deleted behind the program's back"
        ),
        Finding::RowUnknown { table, key } => words!(
            language,
            "Baris {key} pada tabel {table} tidak pernah ditulis oleh program",
            "Row {key} of table {table} was never written by the program"
        ),
        _ => return None,
    })
}

fn describe_checkpoint(
    finding: &Finding,
    clock: &dyn Fn(UtcMicros) -> String,
    language: Language,
) -> String {
    match finding {
        Finding::CheckpointDiffers { size, at } => {
            let at = clock(*at);
            words!(
                language,
                "Tanda kepala jurnal pada {size} catatan ({at}) tidak sah atau tidak cocok",
                "The checkpoint at {size} entries ({at}) is not signed by this key or differs"
            )
        }
        Finding::Truncated {
            outside_size,
            size,
            at,
        } => {
            let at = clock(*at);
            words!(
                language,
                "Jurnal dipotong: pada {at} ada {outside_size} catatan, kini {size}",
                "The journal was cut: on {at} it had {outside_size} entries, now {size}"
            )
        }
        Finding::Rewritten { after, before } => {
            let before = clock(*before);
            match after.map(clock) {
                Some(after) => words!(
                    language,
                    "Jurnal ditulis ulang: isi setelah {after} berbeda dari yang disaksikan pada {before}",
                    "The journal was rewritten: what follows {after} is not what was witnessed on {before}"
                ),
                None => words!(
                    language,
                    "Jurnal ditulis ulang: isinya berbeda dari yang disaksikan pada {before}",
                    "The journal was rewritten: it is not what was witnessed on {before}"
                ),
            }
        }
        Finding::CodeUnknown { code } => words!(
            language,
            "Kode {code} pada dokumen tidak dikenal jurnal ini",
            "This journal does not know the code {code} of the document"
        ),
        _ => words!(
            language,
            "Tanda dari luar tidak terbaca atau ditandatangani kunci lain",
            "The outside checkpoint cannot be read or was signed by another key"
        ),
    }
}

/// An instant in the city's zone.
pub(super) fn local(tenant: &Tenant, at: UtcMicros) -> String {
    let local = tenant.zone.local(at);
    format!(
        "{} {}",
        local.strftime("%d-%m-%Y %H:%M"),
        tenant.zone.label()
    )
}

/// Who wrote last what a finding is about, where the log still knows.
pub(super) fn last_writer(db: &Db, tenant: &Tenant, finding: &Finding) -> Option<Writer> {
    let place = match finding {
        Finding::RowAltered { leaf_index, .. } | Finding::RowMissing { leaf_index, .. } => {
            (*leaf_index)?
        }
        _ => return None,
    };
    let id: TenantId = tenant.id;
    let found = db.read_blocking(id, Access::ReadOwn, move |tx| {
        let row = tx.query_opt(
            "SELECT e.at, e.action, e.actor_id FROM journal_leaf l \
             JOIN journal_entry e ON e.tenant_id = l.tenant_id AND e.id = l.entry_id \
             WHERE l.tenant_id = $1 AND l.leaf_index = $2",
            params![id, place],
        )?;
        row.map(|row| Ok((row.get("at")?, row.get("action")?, row.get("actor_id")?)))
            .transpose()
    });
    let (at, action, actor): (UtcMicros, String, ActorId) = found.ok()??;
    let person = base::PersonId::new(actor.uuid());
    let name = db.read_blocking(id, Access::ReadOwn, move |tx| {
        Ok(identity::lookup_person(tx, id, person)?.map(|person| person.name))
    });
    let by = match name.ok().flatten() {
        Some(name) => name,
        None if actor.uuid() == Uuid::nil() => "sihebat".to_owned(),
        None => actor.to_string(),
    };
    Some(Writer {
        place,
        at: local(tenant, at),
        action,
        by,
    })
}

/// The last writer the log knows.
pub(super) struct Writer {
    pub(super) place: i64,
    pub(super) at: String,
    pub(super) action: String,
    pub(super) by: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_journal_is_told_with_both_sizes_and_the_citys_time() {
        let tenant = Tenant {
            id: TenantId::new(Uuid::nil()),
            short_code: "kp".to_owned(),
            name: "Kota Kupang".to_owned(),
            zone: base::Zone::named("Asia/Makassar").unwrap(),
            simulated: false,
            hosts: Vec::new(),
        };
        let at = "2026-11-24T00:00:00Z".parse().unwrap();
        let finding = Finding::Truncated {
            outside_size: 12,
            size: 9,
            at,
        };
        assert_eq!(
            describe(&finding, &tenant, Language::Indonesian),
            "Jurnal dipotong: pada 24-11-2026 08:00 WITA ada 12 catatan, kini 9"
        );
        assert_eq!(
            describe(&finding, &tenant, Language::English),
            "The journal was cut: on 24-11-2026 08:00 WITA it had 12 entries, now 9"
        );
    }
}
