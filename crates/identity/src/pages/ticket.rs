//! What is proved between the steps of a login, carried by the form itself and signed by us.

use base::{PersonId, TenantId, UtcMicros, to_hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use web::{SigningKey, Site};

use crate::store::accounts::Account;

/// How long a step may take.
const TICKET_SECONDS: i64 = 600;

/// What the person still has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Step {
    /// Give the code of the second factor.
    SecondFactor,
    /// Choose a new password.
    NewPassword,
}

/// A person whose password was right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ticket {
    pub(crate) tenant: TenantId,
    pub(crate) person: PersonId,
    pub(crate) step: Step,
    pub(crate) at: UtcMicros,
    /// The login name that was typed, whose failed tries are forgotten in the end.
    pub(crate) name: String,
    /// Where to go afterwards.
    pub(crate) back: String,
    /// Digest of the password's hash: a new password makes the ticket worthless.
    pub(crate) proof: String,
}

impl Ticket {
    /// A ticket for the next step of this account.
    pub(crate) fn of(account: &Account, tenant: TenantId, at: UtcMicros) -> Self {
        Self {
            tenant,
            person: account.person,
            step: Step::SecondFactor,
            at,
            name: String::new(),
            back: "/".to_owned(),
            proof: proof(account),
        }
    }

    /// The signed text for the form.
    pub(crate) fn seal(&self, key: &SigningKey) -> String {
        let content = serde_json::to_vec(self).unwrap_or_default();
        key.seal("masuk", &content)
    }

    /// Reads a ticket of ours for this step that is neither altered nor old.
    pub(crate) fn open(site: &Site, tenant: TenantId, step: Step, sealed: &str) -> Option<Self> {
        let content = site.key.open("masuk", sealed)?;
        let ticket: Self = serde_json::from_slice(&content).ok()?;
        let fresh = site.now() < ticket.at.plus_seconds(TICKET_SECONDS);
        (fresh && ticket.step == step && ticket.tenant == tenant).then_some(ticket)
    }

    /// Whether the account is still as it was when the password was checked.
    pub(crate) fn fits(&self, account: &Account) -> bool {
        !account.closed && account.person == self.person && proof(account) == self.proof
    }
}

fn proof(account: &Account) -> String {
    let hash = account.password_hash.as_deref().unwrap_or_default();
    to_hex(&Sha256::digest(hash))
}
