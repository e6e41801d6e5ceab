//! Finding what has no plate by its short code.

use base::TenantId;
use db::{Failure, Tx, params};

use crate::{VehicleId, read_short_code, short_code};

/// Ids looked through: more than any city has vehicles and machines.
const IDS_MAX: i64 = 50_000;

/// The vehicle or machine with this code; nothing where several share it.
///
/// The code follows from the id and stands in no column: a city has some thousand ids, and the
/// question is asked by hand.
pub fn lookup_by_short_code(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    typed: &str,
) -> Result<Option<VehicleId>, Failure> {
    let Some(code) = read_short_code(typed) else {
        return Ok(None);
    };
    let rows = tx.query(
        "SELECT id FROM vehicle WHERE tenant_id = $1 ORDER BY id LIMIT $2",
        params![tenant, IDS_MAX],
    )?;
    let mut found = Vec::new();
    for row in rows {
        let id: VehicleId = row.get("id")?;
        if short_code(id) == code {
            found.push(id);
        }
    }
    Ok(match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    })
}
