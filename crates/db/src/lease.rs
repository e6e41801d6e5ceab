//! Leases: one holder at a time for work that must not run twice, with a fence.

use base::UtcMicros;

use crate::{Failure, Tx};

/// How long a lease lasts unless renewed, in seconds; holders renew every five.
const LEASE_SECONDS: i64 = 15;

/// A held lease. Every write under it checks [`Lease::check`] in its own transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    name: String,
    holder: String,
    fence: i64,
}

impl Lease {
    /// Takes a free or run-out lease, or renews one's own; `None` while another holds it.
    pub fn take(
        tx: &mut Tx<'_>,
        name: &str,
        holder: &str,
        now: UtcMicros,
    ) -> Result<Option<Self>, Failure> {
        tx.execute_outside_journal(
            "INSERT INTO lease (name, holder, fence, until_at) VALUES ($1, '', 0, 0) \
             ON CONFLICT (name) DO NOTHING",
            crate::params![name],
        )?;
        // A new holder raises the fence, so that what the old one still sends is refused.
        let row = tx.query_opt(
            "UPDATE lease SET fence = CASE WHEN holder = $2 THEN fence ELSE fence + 1 END, \
             holder = $2, until_at = $3 \
             WHERE name = $1 AND (holder = $2 OR until_at < $4) RETURNING fence",
            crate::params![name, holder, now.plus_seconds(LEASE_SECONDS), now],
        )?;
        row.map(|row| {
            Ok(Self {
                name: name.to_owned(),
                holder: holder.to_owned(),
                fence: row.get("fence")?,
            })
        })
        .transpose()
    }

    /// Whether the lease is still held with the same fence; the row stays locked until COMMIT.
    pub fn check(&self, tx: &mut Tx<'_>) -> Result<bool, Failure> {
        let changed = tx.execute_outside_journal(
            "UPDATE lease SET until_at = until_at WHERE name = $1 AND holder = $2 AND fence = $3",
            crate::params![&self.name, &self.holder, self.fence],
        )?;
        Ok(changed == 1)
    }
}
