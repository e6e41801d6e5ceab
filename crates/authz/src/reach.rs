use std::collections::BTreeSet;

use base::{ActorId, AgencyId, StationId, UnitId, Uuid};

use crate::{Action, Actor, Scope};

/// Which rows of a list an actor may see or touch by one action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// No row.
    Nothing,
    /// Every row of the tenant.
    All,
    /// Rows that match at least one of these.
    Some {
        /// Rows of these agencies.
        agencies: BTreeSet<AgencyId>,
        /// Rows of these units.
        units: BTreeSet<UnitId>,
        /// Rows that concern these stations.
        stations: BTreeSet<StationId>,
        /// Rows that are this person's own.
        own: Option<ActorId>,
    },
}

/// The columns (or SQL expressions) of a statement that say where a row lies; absent ones match nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReachColumns<'a> {
    /// The agency's id.
    pub agency: Option<&'a str>,
    /// The unit's id.
    pub unit: Option<&'a str>,
    /// The station's id.
    pub station: Option<&'a str>,
    /// The id of the person whose own the row is.
    pub own: Option<&'a str>,
}

/// A reach as a store wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReachFilter<'a> {
    /// Answer with no rows and ask nothing.
    Never,
    /// No condition beyond the tenant.
    Always,
    /// `column IN (ids) OR …`; no list is empty.
    AnyOf(Vec<(&'a str, Vec<Uuid>)>),
}

impl<'a> ReachFilter<'a> {
    /// [`Self::conditions`], taken out.
    pub fn into_conditions(self) -> Option<Vec<(&'a str, Vec<Uuid>)>> {
        match self {
            Self::Never => None,
            Self::Always => Some(Vec::new()),
            Self::AnyOf(conditions) => Some(conditions),
        }
    }

    /// The columns with the ids they may have: `None` for no row, an empty list for every row.
    pub fn conditions(&self) -> Option<&[(&str, Vec<Uuid>)]> {
        match self {
            Self::Never => None,
            Self::Always => Some(&[]),
            Self::AnyOf(conditions) => Some(conditions),
        }
    }
}

impl Actor {
    /// The rows this actor reaches by an action; the list form of [`Actor::may`].
    pub fn reach(&self, action: Action) -> Reach {
        if self.barred(action) {
            return Reach::Nothing;
        }
        let (mut agencies, mut units, mut stations) = Default::default();
        let mut own = None;
        for grant in self.grants.iter().filter(|grant| grant.role.allows(action)) {
            match grant.scope {
                Scope::Tenant => return Reach::All,
                Scope::Agency(agency) => insert(&mut agencies, agency),
                Scope::Unit(unit) => insert(&mut units, unit),
                Scope::Station(station) => insert(&mut stations, station),
                Scope::Own => own = Some(self.id),
            }
        }
        if agencies.is_empty() && units.is_empty() && stations.is_empty() && own.is_none() {
            return Reach::Nothing;
        }
        Reach::Some {
            agencies,
            units,
            stations,
            own,
        }
    }
}

fn insert<T: Ord>(set: &mut BTreeSet<T>, id: T) {
    set.insert(id);
}

impl Reach {
    /// Whether no row can match.
    pub fn is_nothing(&self) -> bool {
        *self == Reach::Nothing
    }

    /// The conditions for a statement whose rows are placed by these columns.
    pub fn filter<'a>(&self, columns: ReachColumns<'a>) -> ReachFilter<'a> {
        let Reach::Some {
            agencies,
            units,
            stations,
            own,
        } = self
        else {
            return if self.is_nothing() {
                ReachFilter::Never
            } else {
                ReachFilter::Always
            };
        };
        let conditions: Vec<_> = [
            (columns.agency, ids(agencies)),
            (columns.unit, ids(units)),
            (columns.station, ids(stations)),
            (columns.own, own.iter().map(|id| id.uuid()).collect()),
        ]
        .into_iter()
        .filter_map(|(column, ids)| column.zip((!ids.is_empty()).then_some(ids)))
        .collect();
        if conditions.is_empty() {
            ReachFilter::Never
        } else {
            ReachFilter::AnyOf(conditions)
        }
    }
}

fn ids<T: Copy + Into<Uuid>>(set: &BTreeSet<T>) -> Vec<Uuid> {
    set.iter().map(|id| (*id).into()).collect()
}
