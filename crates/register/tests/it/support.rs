//! What the tests of the register share.

use std::sync::Arc;

use authz::{Action, Actor, Grant, Role, Scope};
use base::{AgencyId, ManualClock, PersonId, Stamp, SystemEntropy, Uuid};
use db::{Access, ActionError, Command, Db, Failure, Step, Tx, params};
use register::{
    AgencyInput, ImportDesk, ImportRow, ImportRun, ImportRunId, ImportTarget, ImportTargets,
    RowError, RowOutcome, UploadInput, create_agency, import_targets,
};
use tabular::{Field, FieldKind, ImportKind, Measure, Record, Wording};
use testkit::{TENANT, morning, stamp_at};

/// A table of facts, to which rows are only added.
const FACTS: Step = Step {
    area: "example",
    number: 1,
    sql: "CREATE TABLE fact (
        tenant_id ID NOT NULL, id ID NOT NULL, plate TEXT NOT NULL, volume_ml BIGINT NOT NULL,
        revision BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (tenant_id, id)
    ) STRICT;",
};

pub(crate) const STEPS: [Step; 7] = [
    journal::STEPS[0],
    identity::STEPS[0],
    register::STEPS[0],
    register::STEPS[1],
    register::STEPS[2],
    register::STEPS[3],
    FACTS,
];

pub(crate) fn admin() -> Actor {
    actor(Role::CityAdmin, Scope::Tenant)
}

pub(crate) fn actor(role: Role, scope: Scope) -> Actor {
    let person = PersonId::new(Uuid::from_u128(0xa0));
    Actor::person(TENANT, person, vec![Grant::new(role, scope)])
}

/// Runs an action as one command.
pub(crate) fn act<T, R>(
    db: &Db,
    f: impl Fn(&mut Tx<'_>, &Stamp) -> Result<T, ActionError<R>> + Send + 'static,
) -> Result<T, ActionError<R>>
where
    T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
    R: Send + 'static,
{
    let stamp = stamp_at(morning());
    db.write_blocking(Command::by(&stamp), move |tx| f(tx, &stamp.fresh()))
}

pub(crate) fn read<T: Send + 'static>(
    db: &Db,
    f: impl FnOnce(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
) -> T {
    db.read_blocking(TENANT, Access::ReadOwn, f).unwrap()
}

pub(crate) fn count(db: &Db, table: &'static str) -> i64 {
    read(db, move |tx| {
        let sql = format!("SELECT COUNT(*) AS number FROM {table} WHERE tenant_id = $1");
        tx.query_one(&sql, params![TENANT])?.get("number")
    })
}

pub(crate) fn agency_input(code: &str, name: &str) -> AgencyInput {
    AgencyInput {
        code: code.to_owned(),
        name: name.to_owned(),
        short_name: name.to_owned(),
        is_active: true,
        ..AgencyInput::default()
    }
}

pub(crate) fn add_agency(db: &Db, code: &'static str, name: &'static str) -> AgencyId {
    act(db, move |tx, stamp| {
        create_agency(tx, stamp, &admin(), (&agency_input(code, name), &[7; 16]))
    })
    .unwrap()
}

/// Purchases in small: a plate and a volume, added and never changed.
pub(crate) struct FactTarget(ImportKind);

impl Default for FactTarget {
    fn default() -> Self {
        let word = |text: &'static str| Wording::new(text, text);
        let plate = FieldKind::Text { max_characters: 20 };
        let fields = vec![
            Field::new("plate", plate, word("Plat"))
                .required()
                .called(&["Nopol"]),
            Field::new(
                "volume",
                FieldKind::Quantity(Measure::Volume),
                word("Liter"),
            )
            .required(),
        ];
        Self(ImportKind::new("facts", word("Fakta"), fields))
    }
}

impl ImportTarget for FactTarget {
    fn kind(&self) -> &ImportKind {
        &self.0
    }

    fn action(&self) -> Action {
        Action::RegisterImportRun
    }

    fn purpose(&self) -> Wording {
        Wording::new("Uji", "Test")
    }

    fn apply(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        _: &Actor,
        row: &ImportRow<'_>,
    ) -> Result<RowOutcome, RowError> {
        let plate = row.record.text("plate").unwrap_or_default();
        match plate {
            "TIDAK" => return Err(register::RowProblem::of("plate", "plate_refused").into()),
            "BUKAN" => return Ok(RowOutcome::Other("non_fuel")),
            "RUSAK" => return Err(Failure::bug("on purpose").into()),
            _ => {}
        }
        let id = stamp.next_id();
        tx.change_exactly_one(
            "INSERT INTO fact (tenant_id, id, plate, volume_ml) VALUES ($1, $2, $3, $4)",
            params![stamp.tenant, id, plate, row.record.integer("volume")],
        )?;
        if plate != "LUPA" {
            journal::record(
                tx,
                stamp,
                "example.fact",
                journal::Subject::new("fact", id),
                None,
            )?;
        }
        Ok(RowOutcome::Created)
    }

    fn row_key(&self, _: &Record) -> Option<String> {
        None
    }
}

pub(crate) fn desk(db: &Db) -> ImportDesk {
    let facts: Arc<dyn ImportTarget> = Arc::new(FactTarget::default());
    let targets = ImportTargets::new(import_targets().into_iter().chain([facts]));
    let clock = Arc::new(ManualClock::at(morning()));
    ImportDesk::new(db.clone(), targets, (clock, Arc::new(SystemEntropy)))
}

pub(crate) fn upload(desk: &ImportDesk, kind: &str, name: &str, bytes: &[u8]) -> ImportRunId {
    let input = UploadInput {
        kind: kind.to_owned(),
        file_name: name.to_owned(),
        bytes: bytes.to_vec(),
        sheet: None,
    };
    desk.open_run(&admin(), "test", input).unwrap()
}

/// Uploads, maps as guessed, and lets every row be checked.
pub(crate) fn stage(desk: &ImportDesk, kind: &str, name: &str, bytes: &[u8]) -> ImportRun {
    let id = upload(desk, kind, name, bytes);
    let run = desk.lookup_run(&admin(), id).unwrap();
    let proposal = desk.propose_mapping(&run).unwrap();
    desk.set_mapping(&admin(), &run, &proposal.mapping).unwrap();
    desk.advance_run(TENANT, id, usize::MAX).unwrap()
}

/// The whole way.
pub(crate) fn import(desk: &ImportDesk, kind: &str, name: &str, bytes: &[u8]) -> ImportRun {
    let run = stage(desk, kind, name, bytes);
    desk.commit_run(&admin(), "test", &run).unwrap();
    desk.advance_run(TENANT, run.id, usize::MAX).unwrap()
}

/// Counts by outcome, for one comparison.
pub(crate) fn counts(run: &ImportRun) -> Vec<(&str, i64)> {
    run.tallies
        .0
        .iter()
        .map(|(outcome, tally)| (outcome.as_str(), tally.rows))
        .collect()
}
