//! The keys of a running server, read again while it runs.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::Context as _;
use base::{TenantId, UtcMicros};
use fuel::{DatedSecret, VoucherKeys, VoucherSecrets};
use identity::DataKey;
use web::SigningKey;

use super::{Key, KeyKind, Keys};
use crate::tenants::Tenant;

/// The keys as last read, and the parts of the site that work with them.
#[derive(Clone)]
pub(crate) struct KeyRing {
    folder: PathBuf,
    keys: Arc<RwLock<Keys>>,
    /// Signs vouchers, makes links.
    pub(crate) vouchers: VoucherKeys,
    /// Seals secrets in the database.
    pub(crate) data: DataKey,
    /// Signs cookies and form tokens.
    pub(crate) cookies: SigningKey,
}

impl KeyRing {
    /// These keys, for these cities.
    pub(crate) fn new(
        folder: PathBuf,
        keys: Keys,
        (cities, now): (&[Tenant], UtcMicros),
    ) -> anyhow::Result<Self> {
        let data = DataKey::ring(data_secrets(&keys, now)?).context("there is no data key")?;
        Ok(Self {
            folder,
            vouchers: VoucherKeys::new(voucher_secrets(&keys, (codes(cities), now))?)?,
            data,
            cookies: SigningKey::new(keys.current(KeyKind::Cookie, now)?.secret),
            keys: Arc::new(RwLock::new(keys)),
        })
    }

    /// The keys as last read.
    pub(crate) fn keys(&self) -> Keys {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.clone()
    }

    /// Reads the file again and lets time pass: a key may have come, or its turn.
    ///
    /// Keys that vanished or cannot be read change nothing: those in memory go on.
    pub(crate) fn refresh(&self, (cities, now): (&[Tenant], UtcMicros)) -> anyhow::Result<()> {
        let keys = Keys::load(&self.folder)?.context("the keys vanished")?;
        self.vouchers
            .replace(voucher_secrets(&keys, (codes(cities), now))?)?;
        self.data.replace(data_secrets(&keys, now)?);
        let cookies = keys.current(KeyKind::Cookie, now)?.secret;
        self.cookies.replace(cookies);
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        Ok(())
    }
}

fn codes(cities: &[Tenant]) -> Vec<(TenantId, String)> {
    let code = |city: &Tenant| (city.id, city.short_code.clone());
    cities.iter().map(code).collect()
}

fn dated(keys: &[&Key]) -> Vec<DatedSecret> {
    let dated = |key: &&Key| DatedSecret {
        used_from_s: key.used_from.seconds(),
        secret: key.secret,
    };
    keys.iter().map(dated).collect()
}

/// What `fuel` needs to sign and to link.
pub(crate) fn voucher_secrets(
    keys: &Keys,
    (cities, now): (Vec<(TenantId, String)>, UtcMicros),
) -> anyhow::Result<VoucherSecrets> {
    let root = keys.current(KeyKind::Checkpoint, now)?;
    Ok(VoucherSecrets {
        signing: dated(&keys.usable(KeyKind::Voucher)),
        links: dated(&keys.usable(KeyKind::Link)),
        root: root.secret,
        cities,
    })
}

/// The data keys, the one to seal with at an instant first.
pub(crate) fn data_secrets(keys: &Keys, now: UtcMicros) -> anyhow::Result<Vec<[u8; 32]>> {
    let current = keys.current(KeyKind::Data, now)?;
    let others = keys.usable(KeyKind::Data).into_iter().rev();
    let others = others.filter(|key| key.id != current.id);
    Ok(std::iter::once(current)
        .chain(others)
        .map(|key| key.secret)
        .collect())
}

#[cfg(test)]
mod tests {
    use base::{ManualClock, SystemEntropy};

    use super::*;
    use crate::keys::{FolderLock, Rotation};

    #[test]
    fn a_running_server_takes_a_new_cookie_key() {
        let folder = tempfile::tempdir().unwrap();
        let at = UtcMicros::new(1_795_500_000_000_000);
        let keys = Keys::open(folder.path(), &ManualClock::at(at), &SystemEntropy).unwrap();
        let ring = KeyRing::new(folder.path().to_owned(), keys.clone(), (&[], at)).unwrap();
        // What the site was given at the start.
        let site = ring.cookies.clone();
        let sealed = site.seal("visit", b"maria");
        ring.refresh((&[], at)).unwrap();
        assert_eq!(site.open("visit", &sealed), Some(b"maria".to_vec()));
        let rotation = Rotation {
            kind: KeyKind::Cookie,
            used_from: at.plus_seconds(1),
            withdraw: false,
        };
        let (keys, _) = keys
            .with_new(rotation, at.plus_seconds(1), &SystemEntropy)
            .unwrap();
        keys.replace(&FolderLock::take(folder.path()).unwrap())
            .unwrap();
        ring.refresh((&[], at.plus_seconds(1))).unwrap();
        assert_eq!(site.open("visit", &sealed), None);
    }
}
