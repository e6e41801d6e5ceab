//! The rights of whoever committed a run, kept with it: the work goes on in his name after he has
//! left the page, with exactly the rights he had when he committed.

use authz::{Actor, ActorKind, Grant, Role, Scope};
use base::{ActorId, TenantId, Uuid};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Stored {
    kind: String,
    grants: Vec<StoredGrant>,
}

#[derive(Serialize, Deserialize)]
struct StoredGrant {
    role: String,
    scope: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    acting_for: Option<Uuid>,
}

pub(crate) fn encode_rights(actor: &Actor) -> String {
    let grants = actor.grants.iter().map(|grant| {
        let (scope, id) = match grant.scope {
            Scope::Tenant => ("tenant", None),
            Scope::Agency(id) => ("agency", Some(id.uuid())),
            Scope::Unit(id) => ("unit", Some(id.uuid())),
            Scope::Station(id) => ("station", Some(id.uuid())),
            Scope::Own => ("own", None),
        };
        StoredGrant {
            role: grant.role.code().to_owned(),
            scope: scope.to_owned(),
            id,
            acting_for: grant.acting_for.map(base::PostId::uuid),
        }
    });
    let kind = match actor.kind {
        ActorKind::Person => "person",
        ActorKind::Device => "device",
        ActorKind::Integration => "integration",
        ActorKind::System => "system",
    };
    let stored = Stored {
        kind: kind.to_owned(),
        grants: grants.collect(),
    };
    // Texts and ids can always be written as JSON.
    serde_json::to_string(&stored).unwrap_or_default()
}

/// The actor with his rights; an unknown word gives no right.
pub(crate) fn decode_rights(tenant: TenantId, id: ActorId, text: &str) -> Actor {
    let stored = serde_json::from_str(text).unwrap_or(Stored {
        kind: "integration".to_owned(),
        grants: Vec::new(),
    });
    let kind = match stored.kind.as_str() {
        "person" => ActorKind::Person,
        "device" => ActorKind::Device,
        "system" => ActorKind::System,
        _ => ActorKind::Integration,
    };
    let grants = stored.grants.iter().filter_map(|grant| {
        let scope = match (grant.scope.as_str(), grant.id) {
            ("tenant", _) => Scope::Tenant,
            ("own", _) => Scope::Own,
            ("agency", Some(id)) => Scope::Agency(base::AgencyId::new(id)),
            ("unit", Some(id)) => Scope::Unit(base::UnitId::new(id)),
            ("station", Some(id)) => Scope::Station(base::StationId::new(id)),
            _ => return None,
        };
        Some(Grant {
            role: Role::from_code(&grant.role)?,
            scope,
            acting_for: grant.acting_for.map(base::PostId::new),
        })
    });
    Actor {
        tenant,
        id,
        kind,
        grants: grants.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_come_back_exactly() {
        let tenant = TenantId::new(Uuid::from_u128(1));
        let person = base::PersonId::new(Uuid::from_u128(2));
        let agency = Scope::Agency(base::AgencyId::new(Uuid::from_u128(3)));
        let mut deputy = Grant::new(Role::AssetKeeper, agency);
        deputy.acting_for = Some(base::PostId::new(Uuid::from_u128(4)));
        let grants = vec![Grant::new(Role::CityAdmin, Scope::Tenant), deputy];
        let actor = Actor::person(tenant, person, grants);
        assert_eq!(
            decode_rights(tenant, actor.id, &encode_rights(&actor)),
            actor
        );
        assert!(decode_rights(tenant, actor.id, "broken").grants.is_empty());
    }
}
