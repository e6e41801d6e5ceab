use base::{ActorId, AgencyId, PostId, StationId, TenantId, UnitId};

use crate::{Action, Role};

/// How far a grant reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Everything of the city.
    Tenant,
    /// One agency with its units.
    Agency(AgencyId),
    /// One unit.
    Unit(UnitId),
    /// One station.
    Station(StationId),
    /// What is the actor's own: his vehicles, vouchers, account.
    Own,
}

/// A role within a scope, perhaps held as deputy of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Where it holds.
    pub scope: Scope,
    /// The post in whose name a deputy (Plt/Plh) acts; `identity` loads only deputies of today.
    pub acting_for: Option<PostId>,
}

impl Grant {
    /// A grant held in one's own name.
    pub const fn new(role: Role, scope: Scope) -> Self {
        Self {
            role,
            scope,
            acting_for: None,
        }
    }
}

/// What kind of thing acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActorKind {
    /// A person who signed in.
    Person,
    /// An enrolled pump device with an open shift.
    Device,
    /// Another program with a token.
    Integration,
    /// Sihebat itself.
    System,
}

/// Who acts, with every right he has at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The city.
    pub tenant: TenantId,
    /// Who it is; for a person the same UUID as the `PersonId`.
    pub id: ActorId,
    /// What kind of thing.
    pub kind: ActorKind,
    /// Roles and where they hold.
    pub grants: Vec<Grant>,
}

/// What an action is about: where it lies and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// The city.
    pub tenant: TenantId,
    /// The agency it belongs to.
    pub agency: Option<AgencyId>,
    /// The unit it belongs to.
    pub unit: Option<UnitId>,
    /// The stations it concerns: a voucher may name several.
    pub stations: Vec<StationId>,
    /// The people whose own it is: drivers of the vehicle, holder, the person himself.
    pub owners: Vec<ActorId>,
}

impl Resource {
    /// Something of the whole city.
    pub const fn tenant(tenant: TenantId) -> Self {
        Self {
            tenant,
            agency: None,
            unit: None,
            stations: Vec::new(),
            owners: Vec::new(),
        }
    }

    /// Belongs to an agency.
    #[must_use]
    pub fn agency(mut self, agency: impl Into<Option<AgencyId>>) -> Self {
        self.agency = agency.into();
        self
    }

    /// Belongs to a unit.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<Option<UnitId>>) -> Self {
        self.unit = unit.into();
        self
    }

    /// Concerns a station.
    #[must_use]
    pub fn station(mut self, station: impl Into<Option<StationId>>) -> Self {
        self.stations.extend(station.into());
        self
    }

    /// Is a person's own.
    #[must_use]
    pub fn owner(mut self, owner: impl Into<ActorId>) -> Self {
        self.owners.push(owner.into());
        self
    }
}

/// Why the answer is no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Nothing of the actor reaches the thing: to him it does not exist (404).
    #[error("the resource is outside everything the actor may reach")]
    Hidden,
    /// He may know the thing but not do this (403).
    #[error("no role of the actor allows this action here")]
    Forbidden,
    /// He proposed or receives it, so another person must decide (403).
    #[error("nobody approves what he proposed or receives")]
    SameHand,
}

impl Denied {
    /// The stable code for the API and the texts.
    pub const fn code(self) -> &'static str {
        match self {
            Denied::Hidden => "not_found",
            Denied::Forbidden => "forbidden",
            Denied::SameHand => "same_hand",
        }
    }
}

impl Actor {
    /// A person with his grants.
    pub fn person(tenant: TenantId, id: impl Into<ActorId>, grants: Vec<Grant>) -> Self {
        Self {
            tenant,
            id: id.into(),
            kind: ActorKind::Person,
            grants,
        }
    }

    /// Sihebat itself, for jobs: only what the table gives to [`Role::System`].
    pub fn system(tenant: TenantId) -> Self {
        Self {
            tenant,
            id: ActorId::new(base::Uuid::nil()),
            kind: ActorKind::System,
            grants: vec![Grant::new(Role::System, Scope::Tenant)],
        }
    }

    /// Whether the actor may do this to that.
    ///
    /// # Errors
    /// [`Denied::Hidden`] where none of his scopes covers the resource, else [`Denied::Forbidden`].
    pub fn may(&self, action: Action, resource: &Resource) -> Result<(), Denied> {
        if self.tenant != resource.tenant {
            return Err(Denied::Hidden);
        }
        let mut covering = self
            .grants
            .iter()
            .filter(|grant| self.covers(grant, resource));
        if covering.clone().next().is_none() {
            return Err(Denied::Hidden);
        }
        if !self.barred(action) && covering.any(|grant| grant.role.allows(action)) {
            return Ok(());
        }
        Err(Denied::Forbidden)
    }

    /// Whether the actor may do this somewhere: for menus and buttons, never as the check itself.
    pub fn may_somewhere(&self, action: Action) -> bool {
        !self.reach(action).is_nothing()
    }

    /// The grant by which he may do it: says in whose name a deputy acts.
    pub fn grant_for(&self, action: Action, resource: &Resource) -> Option<Grant> {
        self.may(action, resource).ok()?;
        let mut fitting = self
            .grants
            .iter()
            .filter(|grant| grant.role.allows(action) && self.covers(grant, resource));
        let first = fitting.clone().next().copied();
        // In his own name where he can, as a deputy only where he must.
        fitting
            .find(|grant| grant.acting_for.is_none())
            .copied()
            .or(first)
    }

    /// Whether he holds a role in any scope.
    pub fn holds(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether the kind of actor or one of his roles forbids the action altogether.
    pub(crate) fn barred(&self, action: Action) -> bool {
        let unsuited = match self.kind {
            ActorKind::Person => false,
            ActorKind::Device => !action.suits_device(),
            ActorKind::Integration => !action.suits_integration(),
            ActorKind::System => action.approves(),
        };
        unsuited || self.grants.iter().any(|grant| grant.role.forbids(action))
    }

    fn covers(&self, grant: &Grant, resource: &Resource) -> bool {
        match grant.scope {
            Scope::Tenant => true,
            Scope::Agency(agency) => resource.agency == Some(agency),
            Scope::Unit(unit) => resource.unit == Some(unit),
            Scope::Station(station) => resource.stations.contains(&station),
            Scope::Own => resource.owners.contains(&self.id),
        }
    }
}
