//! A city put together from areas over a test database.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use authz::{Role, Scope};
use base::{ManualClock, PersonId, SystemEntropy, TenantId, UtcMicros, Zone};
use testkit::{TENANT, TestDb};
use tokio::runtime::{Builder, Runtime};
use web::axum::Router;
use web::{Area, Cities, Failure, Looking, Session, SessionSource, SigningKey, SiteParts, compose};

use super::client::{ApiClient, Client};
use super::people::{self, TestPerson, sign_in};
use crate::{Cost, DataKey, Hasher, Identity, ScopeChoices, Sources};

/// The setup code of a test city.
pub const TEST_SETUP_CODE: &str = "kode-uji-1234";

/// What a test city will consist of.
pub struct CityPlan {
    database: TestDb,
    areas: Vec<Area>,
    parts: SiteParts,
    clock: Arc<ManualClock>,
    scopes: Option<Arc<dyn ScopeChoices>>,
    devices: Option<Arc<dyn SessionSource>>,
}

/// Asks for the sessions of people first, then for those of devices.
struct PeopleThenDevices(Sources, Arc<dyn SessionSource>);

impl SessionSource for PeopleThenDevices {
    fn lookup(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        now: UtcMicros,
    ) -> Looking<'_, Result<Option<Session>, Failure>> {
        Box::pin(async move {
            match self.0.lookup(tenant, token_hash, now).await? {
                Some(session) => Ok(Some(session)),
                None => self.1.lookup(tenant, token_hash, now).await,
            }
        })
    }
}

/// A composed city over a test database: routes, clock, people, clients.
///
/// Time stands at [`testkit::morning`] until a test moves [`City::clock`].
pub struct City {
    /// The clock of the site.
    pub clock: Arc<ManualClock>,
    // Before the database, which goes away when it is dropped.
    inner: Arc<Running>,
    sources: Sources,
    database: TestDb,
    count: AtomicU32,
}

/// What clients share.
pub(crate) struct Running {
    pub(crate) router: Router,
    pub(crate) runtime: Runtime,
}

impl CityPlan {
    /// Adds an area; `identity::area()` is there already.
    #[must_use]
    pub fn area(mut self, area: Area) -> Self {
        self.areas.push(area);
        self
    }

    /// Shares a part that an area finds with `Site::part`.
    #[must_use]
    pub fn share<T: Clone + Send + Sync + 'static>(mut self, part: T) -> Self {
        self.parts = self.parts.share(part);
        self
    }

    /// Where roles can be held, for the pages that give them.
    #[must_use]
    pub fn scopes(mut self, scopes: impl ScopeChoices + 'static) -> Self {
        self.scopes = Some(Arc::new(scopes));
        self
    }

    /// Knows sessions of enrolled devices, too.
    #[must_use]
    pub fn devices(mut self, sessions: impl SessionSource + 'static) -> Self {
        self.devices = Some(Arc::new(sessions));
        self
    }

    /// Changes the parts of the site directly.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut SiteParts)) -> Self {
        change(&mut self.parts);
        self
    }

    /// Puts the city together.
    pub fn open(self) -> City {
        let sources = Sources::start(self.database.db.clone()).expect("a thread");
        let hasher = Hasher::start(1, Cost::Test, &SystemEntropy).expect("a thread");
        let mut identity = Identity::new(hasher, DataKey::new([5; 32])).setup_code(TEST_SETUP_CODE);
        if let Some(scopes) = self.scopes {
            identity = identity.scopes(scopes);
        }
        let mut parts = self.parts.share(self.database.db.clone()).share(identity);
        parts.sessions = match self.devices {
            Some(devices) => Arc::new(PeopleThenDevices(sources.clone(), devices)),
            None => Arc::new(sources.clone()),
        };
        parts.tokens = Arc::new(sources.clone());
        let mut areas = vec![crate::area()];
        areas.extend(self.areas);
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        City {
            clock: self.clock,
            inner: Arc::new(Running {
                router: compose(areas, parts),
                runtime,
            }),
            sources,
            database: self.database,
            count: AtomicU32::new(0),
        }
    }
}

impl City {
    /// A plan over a database whose steps include those of `journal`, `identity` and the areas.
    pub fn of(database: TestDb) -> CityPlan {
        let clock = Arc::new(ManualClock::at(testkit::morning()));
        let city = web::City {
            tenant: TENANT,
            name: "Kota Kupang".to_owned(),
            zone: Zone::named("Asia/Makassar").expect("the zone is bundled"),
            simulated: false,
        };
        let mut parts = SiteParts::new(Cities::single(city), SigningKey::new([3; 32]));
        parts.clock = Arc::<ManualClock>::clone(&clock);
        CityPlan {
            database,
            areas: Vec::new(),
            parts,
            clock,
            scopes: None,
            devices: None,
        }
    }

    /// The database.
    pub fn db(&self) -> &db::Db {
        &self.database.db
    }

    /// The instant the clock shows.
    pub fn now(&self) -> UtcMicros {
        base::Clock::now(&*self.clock)
    }

    /// Someone who is not signed in.
    pub fn visitor(&self) -> Client {
        Client::new(&self.inner, None)
    }

    /// A new person with one role, signed in.
    pub fn client_as(&self, role: Role, scope: Scope) -> Client {
        self.client_with(&[(role, scope)])
    }

    /// A new person with roles, signed in.
    pub fn client_with(&self, roles: &[(Role, Scope)]) -> Client {
        let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let person = TestPerson::named(format!("Orang {number}"));
        let person = roles
            .iter()
            .fold(person, |person, (role, scope)| person.role(*role, *scope));
        self.client_of(self.add(person))
    }

    /// Adds a person.
    pub fn add(&self, person: TestPerson) -> PersonId {
        person.insert(self.db(), TENANT, self.now())
    }

    /// Signs a person in who has an account.
    pub fn client_of(&self, person: PersonId) -> Client {
        let token = sign_in(self.db(), TENANT, person, self.now());
        let mut client = Client::new(&self.inner, Some(person));
        client.set_cookie("sesi", &token);
        client
    }

    /// A program with a role and a token that ends in a month.
    pub fn api_as(&self, role: Role, scope: Scope) -> ApiClient {
        let token = people::make_api_token(self.db(), TENANT, (role, scope), self.now());
        ApiClient::new(&self.inner, token)
    }

    /// Serves the city at an address until the program is told to end, for looking at it.
    ///
    /// # Errors
    /// Where the address cannot be used.
    pub fn serve(&self, address: &str) -> std::io::Result<()> {
        self.inner.runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind(address).await?;
            web::serve(listener, self.inner.router.clone(), web::shutdown_signal()).await
        })
    }

    /// Waits until last uses of sessions and tokens are written; none are written afterwards.
    pub fn settle(&self) {
        self.sources.finish();
    }
}
