//! Files that no row names: what a crash left between a change and its file.

use std::collections::HashSet;
use std::time::SystemTime;

use anyhow::Context as _;
use base::TenantId;
use blobs::{BlobHash, BlobStore};
use db::{Access, Db, Failure, Tx};

/// Files asked for at once.
const AT_ONCE: usize = 200;

/// Removes files that were put before `older_than` and that no row names; gives how many.
///
/// A file is put before the row that names it, and removed after the row is gone: what is younger may
/// be somebody's work.
pub(super) fn remove_orphans(
    db: &Db,
    store: &BlobStore,
    (tenant, older_than): (TenantId, SystemTime),
) -> anyhow::Result<usize> {
    let old = store.list_older(tenant, older_than).context("list files")?;
    let mut removed = 0;
    for some in old.chunks(AT_ONCE) {
        let asked = some.to_vec();
        let orphans =
            db.read_blocking(tenant, Access::Report, move |tx| unnamed(tx, tenant, asked))?;
        for hash in orphans {
            if store.remove_older(tenant, &hash, older_than)? {
                removed += 1;
            }
        }
    }
    Ok(removed)
}

/// Those of the files that no row names. Every table that names a file belongs here.
fn unnamed(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    files: Vec<BlobHash>,
) -> Result<Vec<BlobHash>, Failure> {
    let people: HashSet<[u8; 32]> = identity::list_photo_hashes(tx, tenant)?
        .into_iter()
        .collect();
    let mut unnamed = Vec::new();
    for hash in files {
        let is_named = people.contains(hash.bytes())
            || fuel::has_photo(tx, tenant, &hash.to_string())?
            || register::has_logo_file(tx, tenant, hash.bytes())?;
        if !is_named {
            unnamed.push(hash);
        }
    }
    Ok(unnamed)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use authz::{Actor, Grant, Role, Scope};
    use db::Command;
    use identity::testkit::TestPerson;
    use testkit::{TENANT, TestDb, morning, stamp_at};

    use super::*;

    #[test]
    fn only_old_files_that_nothing_names_go() {
        let test = TestDb::sqlite(&crate::areas::steps());
        let folder = tempfile::tempdir().unwrap();
        let store = BlobStore::open(folder.path()).unwrap();
        let put = |content: &[u8]| store.put(TENANT, content).unwrap();
        let (face, lost) = (put(b"a face"), put(b"left by a crash"));
        let person = TestPerson::named("Maria Nggadas").insert(&test.db, TENANT, morning());
        let stamp = stamp_at(morning());
        let hash = *face.bytes();
        test.db
            .write_blocking(Command::by(&stamp), move |tx| {
                let grant = Grant::new(Role::CityAdmin, Scope::Tenant);
                let admin = Actor::person(TENANT, person, vec![grant]);
                identity::set_photo(tx, &stamp.fresh(), &admin, (person, Some(&hash)))
            })
            .unwrap();
        let about = std::fs::metadata(store.path(TENANT, &lost)).unwrap();
        let written = about.modified().unwrap();
        let sweep = |older_than| remove_orphans(&test.db, &store, (TENANT, older_than)).unwrap();
        assert_eq!(sweep(written - Duration::from_secs(1)), 0);
        assert_eq!(store.list(TENANT).unwrap().len(), 2);
        assert_eq!(sweep(written + Duration::from_hours(1)), 1);
        assert_eq!(store.list(TENANT).unwrap(), vec![face]);
    }
}
