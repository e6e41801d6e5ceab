//! What a command works with: settings, clock, randomness, the database.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use base::{ActorId, Clock, Entropy, Stamp, SystemClock, SystemEntropy, TenantId, Uuid};
use db::{Db, Options};

use crate::config::Config;
use crate::keys::Keys;
use crate::terminal::{Language, words};

/// Whoever acts where the operator's terminal or the program itself does.
pub(crate) const NOBODY: ActorId = ActorId::new(Uuid::nil());

/// The tenant of work that concerns the whole installation (leases).
pub(crate) const INSTALLATION: TenantId = TenantId::new(Uuid::nil());

/// Settings, clock and randomness of this run.
#[derive(Clone)]
pub(crate) struct Machine {
    /// The settings.
    pub(crate) config: Config,
    /// The language of messages.
    pub(crate) language: Language,
    /// The time.
    pub(crate) clock: Arc<dyn Clock>,
    /// Randomness.
    pub(crate) entropy: Arc<dyn Entropy>,
}

impl Machine {
    pub(crate) fn new(config: Config, language: Language) -> Self {
        let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
        Self {
            config,
            language,
            clock,
            entropy,
        }
    }

    /// Unpredictable bytes.
    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    /// A stamp for something the program or its operator does in a city.
    pub(crate) fn stamp(&self, tenant: TenantId, origin: &str) -> Stamp {
        Stamp::new(tenant, NOBODY, origin, &*self.clock, &*self.entropy)
    }

    /// The keys of an installation that has some.
    pub(crate) fn keys(&self) -> anyhow::Result<Keys> {
        let folder = self.config.keys();
        Keys::load(&folder)?.with_context(|| self.missing_keys())
    }

    /// The keys, made where neither they nor a city are there.
    ///
    /// A city whose keys are gone gets no new ones by the way: its vouchers, checkpoints and sealed
    /// secrets were made with the old.
    pub(crate) fn keys_or_new(&self, has_city: bool) -> anyhow::Result<Keys> {
        if has_city {
            return self.keys();
        }
        Keys::open(&self.config.keys(), &*self.clock, &*self.entropy).context("open the keys")
    }

    fn missing_keys(&self) -> String {
        let folder = self.config.keys();
        let folder = folder.display();
        words!(
            self.language,
            "tidak ada kunci di {folder}, padahal basis data sudah berisi kota: salin folder kunci yang lama, \
             pulihkan dari cadangan, atau, bila kunci hilang selamanya, `sihebat admin key replace-lost`",
            "there are no keys in {folder}, yet the database has a city: copy the old folder of keys, \
             restore them from a backup, or, where they are lost for good, `sihebat admin key replace-lost`"
        )
    }

    /// Opens a database that exists, for the server or for a command of the terminal.
    pub(crate) fn open_database(&self, options: &Options) -> anyhow::Result<Db> {
        if self.config.database_is_missing() {
            bail!("there is no database at {}", self.config.database_name());
        }
        Db::open(&self.config.location, options)
            .with_context(|| format!("open the database {}", self.config.database_name()))
    }
}

/// A small pool for a command of the terminal.
pub(crate) fn few_workers() -> Options {
    Options {
        readers: 1,
        writers: 1,
        ..Options::for_cores(1)
    }
}
