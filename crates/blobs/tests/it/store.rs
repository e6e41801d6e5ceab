use std::time::{Duration, SystemTime};

use base::{TenantId, Uuid};
use blobs::{BlobHash, BlobStore, is_blob_name};

const TENANT: TenantId = TenantId::new(Uuid::from_u128(1));

fn store() -> (tempfile::TempDir, BlobStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = BlobStore::open(folder.path().join("blobs")).unwrap();
    (folder, store)
}

#[test]
fn the_same_bytes_have_the_same_hash_and_lie_there_once() {
    let (_folder, store) = store();
    let first = store.put(TENANT, b"slip").unwrap();
    assert_eq!(store.put(TENANT, b"slip").unwrap(), first);
    assert_ne!(store.put(TENANT, b"other").unwrap(), first);
    assert_eq!(store.list(TENANT).unwrap().len(), 2);
    assert_eq!(
        store.read(TENANT, &first).unwrap().as_deref(),
        Some(&b"slip"[..])
    );
}

#[test]
fn a_tenant_does_not_see_another_ones_blobs() {
    let (_folder, store) = store();
    let hash = store.put(TENANT, b"slip").unwrap();
    let other = TenantId::new(Uuid::from_u128(2));
    assert_eq!(store.read(other, &hash).unwrap(), None);
    assert_eq!(store.list(other).unwrap(), Vec::<BlobHash>::new());
}

#[test]
fn a_file_that_is_put_again_is_young_again() {
    let (_folder, store) = store();
    let hash = store.put(TENANT, b"slip").unwrap();
    let path = store.path(TENANT, &hash);
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
    let age = || {
        let file = std::fs::File::options().append(true).open(&path).unwrap();
        file.set_modified(long_ago).unwrap();
    };
    let limit = long_ago + Duration::from_secs(1);
    age();
    assert_eq!(store.list_older(TENANT, limit).unwrap(), vec![hash]);
    store.put(TENANT, b"slip").unwrap();
    assert!(store.list_older(TENANT, limit).unwrap().is_empty());
    assert!(!store.remove_older(TENANT, &hash, limit).unwrap());
    age();
    assert!(store.remove_older(TENANT, &hash, limit).unwrap());
    assert!(!store.remove_older(TENANT, &hash, limit).unwrap());
}

#[test]
fn a_damaged_file_is_never_handed_out() {
    let (_folder, store) = store();
    let hash = store.put(TENANT, b"slip").unwrap();
    std::fs::write(store.path(TENANT, &hash), b"slap").unwrap();
    assert!(store.read(TENANT, &hash).is_err());
}

#[test]
fn what_a_crash_left_is_no_blob_and_is_swept_when_old() {
    let (_folder, store) = store();
    let hash = store.put(TENANT, b"slip").unwrap();
    let folder = store.path(TENANT, &hash).parent().unwrap().to_owned();
    let left = folder.join(".unfinished-77-0");
    std::fs::write(&left, b"sl").unwrap();
    assert_eq!(is_blob_name(left.file_name().unwrap()), None);
    assert_eq!(store.list(TENANT).unwrap(), vec![hash]);

    let written = std::fs::metadata(&left).unwrap().modified().unwrap();
    assert_eq!(store.sweep(TENANT, SystemTime::UNIX_EPOCH).unwrap(), 0);
    assert_eq!(
        store
            .sweep(TENANT, written + Duration::from_secs(1))
            .unwrap(),
        1
    );
    assert!(!left.exists());
    assert_eq!(store.list(TENANT).unwrap(), vec![hash]);
}

#[test]
fn nothing_unfinished_stays_behind_when_all_goes_well() {
    let (_folder, store) = store();
    let hash = store.put(TENANT, b"slip").unwrap();
    let folder = store.path(TENANT, &hash).parent().unwrap().to_owned();
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);
}
