//! Finding people as lists and clerks name them.

use base::TenantId;
use db::{Failure, Tx, Value};

use super::people::{COLUMNS, person};
use crate::model::person::{Person, name_key, read_nip, read_phone};

/// The most people that one name or number may stand for; more is as unclear as that many.
const FOUND_MAX: i64 = 10;

/// The people in service whom typed words name: a NIP, a telephone number, a full name, or name and
/// number with a comma between them, of which both must fit.
///
/// Contract drivers have no NIP; name and telephone number together tell them apart.
pub fn find_people(tx: &mut Tx<'_>, tenant: TenantId, typed: &str) -> Result<Vec<Person>, Failure> {
    if let Some(nip) = read_nip(typed) {
        return find_by(tx, tenant, "p.nip = $2", &[&nip]);
    }
    if let Some(phone) = read_phone(typed) {
        return find_by(tx, tenant, "p.phone = $2", &[&phone]);
    }
    if let Some((name, number)) = typed.rsplit_once(',')
        && let Some(phone) = read_phone(number)
    {
        return find_people_by_name_and_phone(tx, tenant, name, &phone);
    }
    find_by(tx, tenant, "p.name_key = $2", &[&name_key(typed)])
}

/// The people in service with this name and this telephone number (`+62…`).
pub fn find_people_by_name_and_phone(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    name: &str,
    phone: &str,
) -> Result<Vec<Person>, Failure> {
    let filter = "p.name_key = $2 AND p.phone = $3";
    find_by(tx, tenant, filter, &[&name_key(name), phone])
}

fn find_by(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    filter: &'static str,
    values: &[&str],
) -> Result<Vec<Person>, Failure> {
    let sql = format!(
        "SELECT {COLUMNS} FROM person p WHERE p.tenant_id = $1 AND {filter} \
         AND p.closed_at IS NULL ORDER BY p.name_key, p.id LIMIT {FOUND_MAX}"
    );
    let mut wanted: Vec<Value<'_>> = vec![tenant.into()];
    wanted.extend(values.iter().map(|value| Value::from(*value)));
    tx.query(&sql, &wanted)?.iter().map(person).collect()
}
