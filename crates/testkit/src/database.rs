//! A fresh database for one test.

use db::{Db, EngineKind, Location, Options, Step};
use tempfile::TempDir;

use crate::postgres;

/// A migrated database that goes away with the test.
pub struct TestDb {
    /// The handle under test.
    pub db: Db,
    location: Location,
    steps: Vec<Step>,
    guard: Guard,
}

enum Guard {
    Folder(TempDir),
    Postgres(postgres::Database),
}

impl TestDb {
    /// A SQLite file in a folder of its own.
    pub fn sqlite(steps: &[Step]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let location = Location::Sqlite(folder.path().join("test.db"));
        db::migrate(&location, steps, crate::morning()).expect("the steps run on SQLite");
        Self::open(location, steps, Guard::Folder(folder))
    }

    /// A PostgreSQL database made from a migrated template; `None` where no server is named.
    pub fn postgres(steps: &[Step]) -> Option<Self> {
        let Some(database) = postgres::Database::create(steps) else {
            eprintln!("skipped: SIHEBAT_TEST_POSTGRES names no PostgreSQL server");
            return None;
        };
        let location = Location::Postgres(database.url().to_owned());
        Some(Self::open(location, steps, Guard::Postgres(database)))
    }

    /// Either engine; PostgreSQL as [`Self::postgres`].
    pub fn on(kind: EngineKind, steps: &[Step]) -> Option<Self> {
        match kind {
            EngineKind::Sqlite => Some(Self::sqlite(steps)),
            EngineKind::Postgres => Self::postgres(steps),
        }
    }

    fn open(location: Location, steps: &[Step], guard: Guard) -> Self {
        let options = Options {
            readers: 2,
            writers: 4,
            ..Options::for_cores(2)
        };
        let db = Db::open(&location, &options).expect("the test database opens");
        Self {
            db,
            location,
            steps: steps.to_vec(),
            guard,
        }
    }

    /// Where the database is, to open it a second time.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// The steps it was made with.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Opens new workers and closes the old ones, as a restart of the program does.
    pub fn reopen(&mut self) {
        let options = Options {
            readers: 2,
            writers: 4,
            ..Options::for_cores(2)
        };
        let fresh = Db::open(&self.location, &options).expect("the test database opens again");
        std::mem::replace(&mut self.db, fresh).close();
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Guard::Postgres(database) = &self.guard {
            database.remove();
        }
        if let Guard::Folder(folder) = &self.guard {
            // The folder removes itself; naming it keeps it alive until here.
            let _ = folder.path();
        }
    }
}
