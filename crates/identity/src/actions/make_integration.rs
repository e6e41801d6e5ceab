//! Other programs and their tokens.

use authz::{Action, Actor, Denied, Grant, Role, Scope};
use base::{Stamp, UtcMicros};
use db::{ActionError, Tx};
use journal::Subject;
use serde::{Deserialize, Serialize};

use crate::actions::{authorise, refuse};
use crate::model::grant::{ScopeKind, role_fits_scope, scope_kind_of};
use crate::store::integrations::{self, ApiTokenId, Integration, IntegrationId};

/// The longest life of a token: a year.
pub const TOKEN_DAYS_MAX: i64 = 366;

/// Another program to be let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIntegration {
    /// Its name.
    pub name: String,
    /// What it is for and who answers for it.
    pub purpose: String,
    /// Its role.
    pub role: Role,
    /// Where the role holds.
    pub scope: Scope,
}

/// A token to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewToken {
    /// For which program.
    pub integration: IntegrationId,
    /// SHA-256 of the token, which is shown once and never stored.
    pub token_hash: [u8; 32],
    /// Its last four characters.
    pub hint: String,
    /// When it ends.
    pub expires_at: UtcMicros,
}

/// Why an integration or token is not made or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntegrationRefusal {
    /// The actor may not.
    Denied(Denied),
    /// There is no such integration or token, or it is closed already.
    NotFound,
    /// The role cannot be held by a program, or not in that scope.
    RoleUnfit,
    /// The end lies in the past or more than a year ahead.
    EndUnfit,
}

const CODE: Action = Action::IdentityIntegrationEdit;

/// Lets another program in, with one role.
pub fn make_integration(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    new: &NewIntegration,
) -> Result<IntegrationId, ActionError<IntegrationRefusal>> {
    authorise(actor, CODE, IntegrationRefusal::Denied)?;
    if !suits_integration(new.role) || !role_fits_scope(new.role, new.scope) {
        return refuse(IntegrationRefusal::RoleUnfit);
    }
    let id = IntegrationId::new(stamp.next_id());
    let integration = Integration {
        id,
        name: new.name.clone(),
        purpose: new.purpose.clone(),
        grant: Grant::new(new.role, new.scope),
        closed_at: None,
    };
    integrations::insert_integration(tx, stamp.tenant, &integration, stamp.at)?;
    record(tx, stamp, id)?;
    Ok(id)
}

/// Whether a program may hold a role: not the system's, not one that is a person's own.
pub fn suits_integration(role: Role) -> bool {
    role != Role::System && scope_kind_of(role) != ScopeKind::Own
}

/// Ends an integration with all its tokens.
pub fn close_integration(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    id: IntegrationId,
) -> Result<(), ActionError<IntegrationRefusal>> {
    authorise(actor, CODE, IntegrationRefusal::Denied)?;
    if !integrations::close_integration(tx, stamp.tenant, id, stamp.at)? {
        return refuse(IntegrationRefusal::NotFound);
    }
    Ok(record(tx, stamp, id)?)
}

/// Makes a token from its digest.
pub fn make_token(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    new: &NewToken,
) -> Result<ApiTokenId, ActionError<IntegrationRefusal>> {
    authorise(actor, CODE, IntegrationRefusal::Denied)?;
    let last = stamp.at.plus_seconds(TOKEN_DAYS_MAX * 86_400);
    if new.expires_at <= stamp.at || new.expires_at > last {
        return refuse(IntegrationRefusal::EndUnfit);
    }
    let found = integrations::lookup_integration(tx, stamp.tenant, new.integration)?;
    if found.is_none_or(|integration| integration.closed_at.is_some()) {
        return refuse(IntegrationRefusal::NotFound);
    }
    let id = ApiTokenId::new(stamp.next_id());
    let token = (&new.token_hash, new.hint.as_str(), new.expires_at);
    let made = (stamp.actor, stamp.at);
    integrations::insert_token(tx, stamp.tenant, (id, new.integration), token, made)?;
    record(tx, stamp, new.integration)?;
    Ok(id)
}

/// Takes a token back at once.
pub fn revoke_token(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (integration, id): (IntegrationId, ApiTokenId),
) -> Result<(), ActionError<IntegrationRefusal>> {
    authorise(actor, CODE, IntegrationRefusal::Denied)?;
    if !integrations::revoke_token(tx, stamp.tenant, (integration, id), stamp.at)? {
        return refuse(IntegrationRefusal::NotFound);
    }
    Ok(record(tx, stamp, integration)?)
}

fn record(tx: &mut Tx<'_>, stamp: &Stamp, id: IntegrationId) -> Result<(), db::Failure> {
    journal::record(
        tx,
        stamp,
        CODE.code(),
        Subject::new("integration", id),
        None,
    )
}
