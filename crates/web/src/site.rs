//! What every handler shares.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::http::Extensions;
use base::{Clock, Entropy, IdSequence, SystemClock, SystemEntropy, UtcMicros, Uuid};

use crate::session::NoSessions;
use crate::{
    Assets, Budget, Cities, NavItem, RateLimiter, SessionSource, SigningKey, TokenSource, WebError,
};

/// The parts of a site, put together once by the binary or a test.
pub struct SiteParts {
    /// The cities served.
    pub cities: Cities,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness for request ids, keys and tokens.
    pub entropy: Arc<dyn Entropy>,
    /// Signs cookies and form tokens.
    pub key: SigningKey,
    /// Finds login sessions.
    pub sessions: Arc<dyn SessionSource>,
    /// Finds API tokens.
    pub tokens: Arc<dyn TokenSource>,
    /// Built scripts and styles.
    pub assets: Assets,
    /// Whether people reach us over HTTPS: cookies become `__Host-` and HSTS is sent.
    pub https: bool,
    /// The proxies whose `X-Forwarded-For` is believed; nobody else's is.
    pub proxies: Vec<IpAddr>,
    /// The longest a request may take before it is answered with 503; pages aim at 60 ms.
    pub request_limit: Duration,
    /// The menu; filled from the areas by [`crate::compose`].
    pub nav: Vec<NavItem>,
    /// Other shared parts by type: the database, blob stores, settings of areas.
    pub shared: Extensions,
}

impl SiteParts {
    /// The parts of a site with the machine's clock and randomness and nobody signed in.
    pub fn new(cities: Cities, key: SigningKey) -> Self {
        Self {
            cities,
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            key,
            sessions: Arc::new(NoSessions),
            tokens: Arc::new(crate::api::NoTokens),
            assets: Assets::embedded(),
            https: false,
            proxies: Vec::new(),
            request_limit: Duration::from_secs(30),
            nav: Vec::new(),
            shared: Extensions::new(),
        }
    }

    /// Adds a shared part, found again by its type with [`Site::part`].
    #[must_use]
    pub fn share<T: Clone + Send + Sync + 'static>(mut self, part: T) -> Self {
        self.shared.insert(part);
        self
    }
}

/// What every handler shares; cheap to clone.
#[derive(Clone)]
pub struct Site {
    parts: Arc<SiteParts>,
    limiter: Arc<RateLimiter>,
}

impl std::fmt::Debug for Site {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Site")
    }
}

impl std::ops::Deref for Site {
    type Target = SiteParts;

    fn deref(&self) -> &SiteParts {
        &self.parts
    }
}

impl Site {
    /// A site of these parts.
    pub fn new(parts: SiteParts) -> Self {
        Self {
            parts: Arc::new(parts),
            limiter: Arc::new(RateLimiter::default()),
        }
    }

    /// The time now.
    pub fn now(&self) -> UtcMicros {
        self.clock.now()
    }

    /// A new id (UUIDv7) for a request or a form; ids of records come from `base::Stamp`.
    pub fn new_id(&self) -> Uuid {
        IdSequence::new(self.now(), &*self.entropy).next_id()
    }

    /// Unpredictable bytes.
    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    /// A shared part of this type.
    ///
    /// # Errors
    /// A failure (500) where the binary did not share one: a mistake in its composition.
    pub fn part<T: Clone + Send + Sync + 'static>(&self) -> Result<T, WebError> {
        let missing = || WebError::bug(format!("no {} is shared", std::any::type_name::<T>()));
        self.shared.get::<T>().cloned().ok_or_else(missing)
    }

    /// The database.
    ///
    /// # Errors
    /// A failure (500) where the binary did not share one.
    pub fn db(&self) -> Result<db::Db, WebError> {
        self.part::<db::Db>()
    }

    /// Takes one try from a budget, such as logins per address.
    ///
    /// # Errors
    /// [`WebError::too_many`] (429 with Retry-After) where the budget is used up.
    pub fn spend(&self, budget: Budget, key: &str) -> Result<(), WebError> {
        self.limiter
            .take(budget, key, self.now())
            .map_err(WebError::too_many)
    }
}
