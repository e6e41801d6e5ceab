//! What has been written so far, and how actions are run at instants of the past.

use std::collections::BTreeMap;
use std::fmt::Debug;

use anyhow::anyhow;
use authz::{Actor, Grant, Role, Scope};
use base::{
    ActorId, AgencyId, CivilDate, DeviceId, ManualClock, PersonId, Stamp, StationId, TenantId,
    UnitId, UtcMicros, Zone,
};
use budget::BudgetLineId;
use db::{ActionError, Command, Db, Failure, Tx};
use fleet::VehicleId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sim::{AgencyNo, AttendantNo, PersonNo, StationNo, Town, UnitNo, VehicleNo};

use crate::machine::{Machine, NOBODY};

/// Actions in one transaction.
const STEP: usize = 20;

/// A station's device with its attendants' shifts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outlet {
    pub(super) station: StationId,
    pub(super) device: DeviceId,
}

/// The simulated city on its way into the database.
pub(super) struct World {
    pub(super) machine: Machine,
    db: Db,
    pub(super) tenant: TenantId,
    /// The day before the first purchase.
    pub(super) began_on: CivilDate,
    pub(super) zone: Zone,
    pub(super) agencies: BTreeMap<AgencyNo, AgencyId>,
    pub(super) units: BTreeMap<UnitNo, UnitId>,
    pub(super) people: BTreeMap<PersonNo, PersonId>,
    pub(super) attendants: BTreeMap<AttendantNo, PersonNo>,
    pub(super) outlets: BTreeMap<StationNo, Outlet>,
    pub(super) vehicles: BTreeMap<VehicleNo, VehicleId>,
    pub(super) lines: BTreeMap<(AgencyNo, i16), BudgetLineId>,
    /// Refusals by name.
    pub(super) refusals: BTreeMap<String, usize>,
}

impl World {
    pub(super) fn new(
        machine: &Machine,
        db: &Db,
        tenant: TenantId,
        town: &Town,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            machine: machine.clone(),
            db: db.clone(),
            tenant,
            began_on: town.settings.start_on().yesterday()?,
            zone: Zone::named(super::ZONE)?,
            agencies: BTreeMap::new(),
            units: BTreeMap::new(),
            people: BTreeMap::new(),
            attendants: town
                .attendants
                .iter()
                .map(|each| (each.no, each.person))
                .collect(),
            outlets: BTreeMap::new(),
            vehicles: BTreeMap::new(),
            lines: BTreeMap::new(),
            refusals: BTreeMap::new(),
        })
    }

    /// When the registers were set up: eight in the morning of the day before.
    pub(super) fn began_at(&self) -> anyhow::Result<UtcMicros> {
        Ok(self.zone.start_of(self.began_on)?.plus_seconds(8 * 3_600))
    }

    /// The city's admin.
    pub(super) fn admin(&self) -> Actor {
        self.tenant_wide(Role::CityAdmin)
    }

    /// Somebody with a role in the whole city.
    pub(super) fn tenant_wide(&self, role: Role) -> Actor {
        self.actor(NOBODY, Grant::new(role, Scope::Tenant))
    }

    pub(super) fn actor(&self, id: impl Into<ActorId>, grant: Grant) -> Actor {
        Actor::person(self.tenant, id, vec![grant])
    }

    /// A stamp for an instant of the past.
    pub(super) fn stamp(&self, at: UtcMicros) -> Stamp {
        let clock = ManualClock::at(at);
        Stamp::new(self.tenant, NOBODY, "demo", &clock, &*self.machine.entropy)
    }

    /// Runs one action that must succeed.
    pub(super) fn act<T, R>(
        &self,
        at: UtcMicros,
        action: impl Fn(&mut Tx<'_>, &Stamp) -> Result<T, ActionError<R>> + Send + 'static,
    ) -> anyhow::Result<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        R: Debug + Send + 'static,
    {
        let stamp = self.stamp(at);
        let done = self
            .db
            .write_blocking(Command::by(&stamp), move |tx| action(tx, &stamp.fresh()));
        done.map_err(|error| anyhow!("the simulated city: {error}"))
    }

    /// Runs an action for each item; a refusal is counted and leaves `None`.
    pub(super) fn each<I, T, R>(
        &mut self,
        at: UtcMicros,
        items: Vec<I>,
        action: impl Fn(&mut Tx<'_>, &Stamp, &I) -> Result<T, ActionError<R>> + Send + Clone + 'static,
    ) -> anyhow::Result<Vec<Option<T>>>
    where
        I: Send + 'static,
        T: Serialize + DeserializeOwned + Send + 'static,
        R: Debug + Send + 'static,
    {
        let mut done = Vec::with_capacity(items.len());
        let mut items = items.into_iter().peekable();
        while items.peek().is_some() {
            let step: Vec<I> = items.by_ref().take(STEP).collect();
            let (stamp, action) = (self.stamp(at), action.clone());
            let outcomes = self.db.write_blocking(Command::by(&stamp), move |tx| {
                let stamp = stamp.fresh();
                let run = |item: &I| run_one(tx, &stamp, item, &action);
                let outcomes: Result<Vec<_>, Failure> = step.iter().map(run).collect();
                Ok::<_, ActionError<()>>(outcomes?)
            });
            let outcomes = outcomes.map_err(|error| anyhow!("the simulated city: {error}"))?;
            done.extend(outcomes.into_iter().map(|outcome| self.count(outcome)));
        }
        Ok(done)
    }

    fn count<T>(&mut self, outcome: Result<T, String>) -> Option<T> {
        outcome
            .map_err(|refusal| {
                let plain = refusal.trim_start_matches('"').chars();
                let name: String = plain
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                *self.refusals.entry(name).or_default() += 1;
            })
            .ok()
    }
}

fn run_one<I, T, R: Debug>(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    item: &I,
    action: &impl Fn(&mut Tx<'_>, &Stamp, &I) -> Result<T, ActionError<R>>,
) -> Result<Result<T, String>, Failure> {
    match tx.savepoint(|tx| action(tx, stamp, item)) {
        Ok(value) => Ok(Ok(value)),
        Err(ActionError::Refused(refusal)) => Ok(Err(format!("{refusal:?}"))),
        Err(ActionError::KeyReused) => Ok(Err("KeyReused".to_owned())),
        Err(ActionError::Failed(failure)) => Err(failure),
    }
}
