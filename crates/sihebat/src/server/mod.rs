//! The running server: put together, answering, ending without dropping anyone.

mod checkpoints;
mod health;
mod measures;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use blobs::{BlobStore, Blobs};
use db::{Db, Options};
use identity::{Cost, FirstOf, Hasher, Identity, Sources};
use oversight::Documents;
use tokio::net::TcpListener;
use tower::ServiceExt as _;
use web::axum::Router;
use web::axum::body::Body;
use web::axum::http::Request;
use web::{Cities, City, SigningKey, SiteParts};
use witness::{Mailroom, Shelf};

use crate::adapters::{
    CityScopes, DocumentWorkers, FirstSession, KeptProofs, MailServer, worker_program,
};
use crate::areas;
use crate::keys::{KeyKind, KeyRing};
use crate::machine::Machine;
use crate::notes::NoteFiles;
use crate::tasks::{
    Background, CityList, Messenger, SealStatus, Sealer, drive_imports, expire, issue_standing,
    keep_cities, purge,
};
use crate::tenants::{self, NewTenant};
use crate::terminal::{say, tell, words};

/// A server ready to answer.
pub(crate) struct Server {
    machine: Machine,
    db: Db,
    router: Router,
    sources: Sources,
    background: Background,
}

/// How many cores this machine has for us.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

impl Server {
    /// Puts the server together; the schema is this program's already.
    pub(crate) fn open(machine: &Machine) -> anyhow::Result<Self> {
        let db = machine.open_database(&Options::for_cores(cores()))?;
        let has_city = !tenants::list_blocking(&db)?.is_empty();
        let keys = machine.keys_or_new(has_city)?;
        ensure_city(machine, &db)?;
        let cities = CityList::new(tenants::list_blocking(&db)?);
        let known = (&*cities.all(), machine.clock.now());
        let ring = KeyRing::new(machine.config.keys(), keys, known)?;
        let sources = Sources::start(db.clone())?;
        let store = BlobStore::open(machine.config.blobs())?;
        let status = SealStatus::default();
        let router = router(
            machine,
            (&db, &ring),
            (&cities, &sources),
            (&store, &status),
        )?;
        let background = background(machine, (&db, &ring), &cities, (store, status))?;
        Ok(Self {
            machine: machine.clone(),
            db,
            router,
            sources,
            background,
        })
    }

    /// Answers until the operating system asks to end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(cores().clamp(2, 8))
            .enable_all()
            .build()?;
        let Self {
            machine,
            db,
            router,
            sources,
            background,
        } = self;
        let served = runtime.block_on(answer(&machine, &db, router));
        tracing::info!("ending: what is in flight was finished");
        background.end();
        sources.finish();
        drop(sources);
        runtime.shutdown_timeout(Duration::from_secs(5));
        if !db.close() {
            tracing::debug!("the database was still in somebody's hands");
        }
        served
    }
}

async fn answer(machine: &Machine, db: &Db, router: Router) -> anyhow::Result<()> {
    let listen = machine.config.listen;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("listen on {listen}"))?;
    let address = listener.local_addr()?;
    // The server asks itself first: what says “ready” has answered, database included.
    let host = address.to_string();
    let request = Request::get("/checkpoint")
        .header("host", host)
        .body(Body::empty())?;
    let answer = router.clone().oneshot(request).await?;
    anyhow::ensure!(
        !answer.status().is_server_error(),
        "the server does not answer itself: {}",
        answer.status()
    );
    tell_setup_code(machine, db, &address.to_string()).await?;
    tell(&format!("ready http://{address}"));
    tracing::info!(%address, version = env!("CARGO_PKG_VERSION"), "ready");
    let stop = async {
        web::shutdown_signal().await;
        tracing::info!("asked to end");
    };
    Ok(web::serve(listener, router, stop).await?)
}

/// The code for the first admin: the same from a start to the next, and as long as the cookie key is.
fn setup_code(key: &SigningKey) -> String {
    let code = base::to_hex(
        key.sign("setup", b"first admin")
            .get(..5)
            .unwrap_or_default(),
    );
    code.to_uppercase()
}

async fn tell_setup_code(machine: &Machine, db: &Db, address: &str) -> anyhow::Result<()> {
    let tenants = db
        .read(
            crate::machine::INSTALLATION,
            db::Access::ReadOwn,
            tenants::list,
        )
        .await?;
    for tenant in tenants {
        let id = tenant.id;
        let read = move |tx: &mut db::Tx<'_>| identity::has_any_account(tx, id);
        if !db.read(id, db::Access::ReadOwn, read).await? {
            let key = machine
                .keys()?
                .current(KeyKind::Cookie, machine.clock.now())?
                .secret;
            let code = setup_code(&SigningKey::new(key));
            let name = tenant.name;
            say(&words!(
                machine.language,
                "{name} belum punya admin. Buka http://{address}/mulai dan masukkan kode {code}",
                "{name} has no admin yet. Open http://{address}/mulai and enter the code {code}"
            ));
        }
    }
    Ok(())
}

/// A new installation has one city, which is named in the first steps.
fn ensure_city(machine: &Machine, db: &Db) -> anyhow::Result<()> {
    if !tenants::list_blocking(db)?.is_empty() {
        return Ok(());
    }
    let id = base::TenantId::new(
        machine
            .stamp(crate::machine::INSTALLATION, "serve")
            .next_id(),
    );
    let new = NewTenant {
        short_code: "kota".to_owned(),
        name: "Kota".to_owned(),
        zone: "Asia/Makassar".to_owned(),
        simulated: false,
        hosts: Vec::new(),
    };
    let created = tenants::create_blocking(db, &machine.stamp(id, "serve"), &new);
    // Two servers may begin at once on one database: the other one founded it.
    if created.is_err() && !tenants::list_blocking(db)?.is_empty() {
        return Ok(());
    }
    created
}

fn router(
    machine: &Machine,
    (db, ring): (&Db, &KeyRing),
    (cities, sources): (&CityList, &Sources),
    (store, status): (&BlobStore, &SealStatus),
) -> anyhow::Result<Router> {
    let (by_host, only) = tenants::by_host(&cities.all());
    let first = only.clone().or_else(|| by_host.values().next().cloned());
    let first: City = first.context("there is no city")?;
    let served = Cities::single(first);
    served.replace(by_host, only);

    let half = cores().div_ceil(2);
    let hasher = Hasher::start(half, Cost::Password, &*machine.entropy)?;
    let cookies = ring.cookies.clone();
    let identity = Identity::new(hasher, ring.data.clone())
        .setup_code(setup_code(&cookies))
        .scopes(Arc::new(CityScopes));
    let mut parts = SiteParts::new(served, cookies)
        .share(db.clone())
        .share(Blobs::start(store.clone(), half)?)
        .share(identity)
        .share(ring.vouchers.clone())
        .share(cities.clone())
        .share(NoteFiles::new(machine.config.checkpoints()))
        .share(mailroom(machine))
        .share(shelf(machine, db, cities, ring))
        .share(papers(machine));
    parts.clock = Arc::clone(&machine.clock);
    parts.entropy = Arc::clone(&machine.entropy);
    parts = areas::share(parts, areas::import_desk(db, machine));
    parts.https = machine.config.https;
    parts.proxies.clone_from(&machine.config.proxies);
    let pumps = stations::DeviceSessions::new(db.clone());
    parts.sessions = Arc::new(FirstSession(vec![
        Arc::new(sources.clone()),
        Arc::new(pumps),
    ]));
    parts.tokens = Arc::new(FirstOf(vec![Arc::new(sources.clone())]));
    if !parts.assets.are_built() {
        tracing::warn!("scripts and styles were not built into this program");
    }
    let mut areas = areas::areas();
    areas.push(checkpoints::area());
    let pages = web::compose(areas, parts);
    let health = health::Health::new(machine, db, cities, status);
    Ok(measures::measured(pages, health::routes(health)))
}

/// How letters to witnesses leave.
fn mailroom(machine: &Machine) -> Mailroom {
    let mail = machine.config.mail.as_ref();
    Mailroom {
        sender: mail.map(|mail| mail.sender.clone()),
    }
}

/// What everybody may see of the journals.
fn shelf(machine: &Machine, db: &Db, cities: &CityList, ring: &KeyRing) -> Shelf {
    Shelf(Arc::new(KeptProofs {
        db: db.clone(),
        machine: machine.clone(),
        cities: cities.clone(),
        ring: ring.clone(),
        files: NoteFiles::new(machine.config.checkpoints()),
    }))
}

/// Where official papers are printed.
fn papers(machine: &Machine) -> Documents {
    let program = worker_program(machine.config.documents.as_deref());
    if !program.is_file() {
        let program = program.display();
        tracing::warn!(%program, "the worker for documents is missing: there will be no PDF");
    }
    Documents::new(Arc::new(DocumentWorkers::new(program)))
}

fn background(
    machine: &Machine,
    (db, ring): (&Db, &KeyRing),
    cities: &CityList,
    (store, status): (BlobStore, SealStatus),
) -> anyhow::Result<Background> {
    let mut background = Background::new();
    let sealer = Sealer::new((db, machine), cities.clone(), ring.clone(), status);
    background.start("sealer", move |beat| sealer.run(&beat))?;
    let (list, reading, clock) = (cities.clone(), db.clone(), Arc::clone(&machine.clock));
    let fresh = ring.clone();
    background.start("cities", move |beat| {
        keep_cities((&reading, &*clock), &list, &fresh, &beat);
    })?;
    let (list, desk) = (cities.clone(), areas::import_desk(db, machine));
    let (writing, with) = (db.clone(), machine.clone());
    background.start("imports", move |beat| {
        drive_imports((&writing, &with), &desk, &list, &beat);
    })?;
    let (list, writing, with) = (cities.clone(), db.clone(), machine.clone());
    background.start("expiry", move |beat| expire(&writing, &with, &list, &beat))?;
    let messenger = Messenger {
        db: db.clone(),
        machine: machine.clone(),
        cities: cities.clone(),
        ring: ring.clone(),
        files: NoteFiles::new(machine.config.checkpoints()),
        mail: machine
            .config
            .mail
            .as_ref()
            .map(MailServer::open)
            .transpose()?,
    };
    background.start("witness", move |beat| messenger.run(&beat))?;
    let signing = ring.vouchers.clone();
    let (list, writing, with) = (cities.clone(), db.clone(), machine.clone());
    background.start("standing", move |beat| {
        issue_standing((&writing, &with), &signing, &list, &beat);
    })?;
    let (list, writing, machine) = (cities.clone(), db.clone(), machine.clone());
    background.start("purge", move |beat| {
        purge((&writing, &machine), &list, &store, &beat);
    })?;
    Ok(background)
}
