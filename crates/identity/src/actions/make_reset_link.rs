//! A one-time link to set a password.

use authz::{Action, Actor, Denied};
use base::{PersonId, Stamp, UtcMicros};
use db::{ActionError, Tx};
use journal::Subject;

use crate::actions::{authorise, refuse};
use crate::store::{accounts, links};

/// How long a link works.
pub(crate) const LINK_SECONDS: i64 = 24 * 3_600;

/// Why there is no link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkRefusal {
    /// The actor may not.
    Denied(Denied),
    /// There is no such account, or it is closed.
    NotFound,
}

/// Makes a link from the digest of its token; older links of the person stop working.
///
/// Gives the instant at which the link ends. The token itself is shown once and never stored.
pub fn make_reset_link(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (person, token_hash): (PersonId, &[u8; 32]),
) -> Result<UtcMicros, ActionError<LinkRefusal>> {
    authorise(actor, Action::IdentityUserReset, LinkRefusal::Denied)?;
    let account = accounts::lookup_account(tx, stamp.tenant, person)?;
    if account.is_none_or(|account| account.closed) {
        return refuse(LinkRefusal::NotFound);
    }
    let expires_at = stamp.at.plus_seconds(LINK_SECONDS);
    let id = stamp.next_id();
    let made = (stamp.actor, stamp.at);
    links::insert_link(
        tx,
        stamp.tenant,
        (id, person),
        (token_hash, expires_at),
        made,
    )?;
    let code = Action::IdentityUserReset.code();
    journal::record(tx, stamp, code, Subject::new("person", person), None)?;
    Ok(expires_at)
}
