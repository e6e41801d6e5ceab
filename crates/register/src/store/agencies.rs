use authz::{Reach, ReachColumns};
use base::{AgencyId, Cursor, Page, PageSize, TenantId};
use db::{Failure, Row, Statement, Tx, like_pattern, params};

use crate::{Agency, AgencyInput};

const COLUMNS: &str = "SELECT a.id, a.code, a.name, a.short_name, a.address, a.contact, \
    a.head_title, a.is_active, a.revision, h.name AS head_name, h.nip AS head_nip \
    FROM agency a LEFT JOIN agency_head h ON h.tenant_id = a.tenant_id AND h.agency_id = a.id \
    WHERE a.tenant_id = $1";

/// The most agencies a city may have in one list; a province has about fifty.
const AGENCIES_MAX: i64 = 1_000;

fn agency(row: &Row) -> Result<Agency, Failure> {
    Ok(Agency {
        id: row.get("id")?,
        code: row.get("code")?,
        name: row.get("name")?,
        short_name: row.get("short_name")?,
        address: row.get("address")?,
        contact: row.get("contact")?,
        head_title: row.get("head_title")?,
        head_name: row.get("head_name")?,
        head_nip: row.get("head_nip")?,
        is_active: row.get("is_active")?,
        revision: row.get("revision")?,
    })
}

/// The agency with this id, closed ones too.
pub fn lookup_agency(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: AgencyId,
) -> Result<Option<Agency>, Failure> {
    let row = tx.query_opt(&format!("{COLUMNS} AND a.id = $2"), params![tenant, id])?;
    row.as_ref().map(agency).transpose()
}

/// The agency with this code, closed ones too.
pub fn lookup_agency_by_code(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    code: &str,
) -> Result<Option<Agency>, Failure> {
    let row = tx.query_opt(&format!("{COLUMNS} AND a.code = $2"), params![tenant, code])?;
    row.as_ref().map(agency).transpose()
}

/// The agencies that exist, in the order of their codes.
pub fn list_agencies(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<Agency>, Failure> {
    let rows = tx.query(
        &format!("{COLUMNS} AND a.is_active = TRUE ORDER BY a.code LIMIT $2"),
        params![tenant, AGENCIES_MAX],
    )?;
    rows.iter().map(agency).collect()
}

/// The agencies a person reaches, with their short names and in the order of these.
pub fn list_agencies_within(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reach: &Reach,
) -> Result<Vec<(AgencyId, String)>, Failure> {
    let reaches = |id: AgencyId| match reach {
        Reach::Nothing => false,
        Reach::All => true,
        Reach::Some { agencies, .. } => agencies.contains(&id),
    };
    let mut agencies: Vec<(AgencyId, String)> = list_agencies(tx, tenant)?
        .into_iter()
        .filter(|agency| reaches(agency.id))
        .map(|agency| (agency.id, agency.short_name))
        .collect();
    agencies.sort_by(|(_, a), (_, b)| a.cmp(b));
    Ok(agencies)
}

/// Which agencies a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct AgencyFilter {
    pub(crate) search: String,
    pub(crate) with_closed: bool,
}

pub(crate) fn list_agencies_page(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reach: &Reach,
    filter: &AgencyFilter,
    (after, size): (Option<&Cursor>, PageSize),
) -> Result<Page<Agency>, Failure> {
    let pattern = like_pattern(&filter.search);
    let mut statement = Statement::new(COLUMNS, params![tenant]);
    let columns = ReachColumns {
        agency: Some("a.id"),
        ..ReachColumns::default()
    };
    if !statement.within(reach.filter(columns).conditions()) {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    }
    if !filter.with_closed {
        statement.push(" AND a.is_active = TRUE");
    }
    statement.matching("a.name", pattern.as_deref());
    statement.after("a.name", "a.id", after);
    let limit = statement.place(size.limit());
    statement.push(&format!(" ORDER BY a.name, a.id LIMIT {limit}"));
    let rows = tx.query(&statement.sql, &statement.params)?;
    let agencies: Result<Vec<Agency>, Failure> = rows.iter().map(agency).collect();
    let cursor = |agency: &Agency| Cursor {
        key: agency.name.clone(),
        id: agency.id.uuid(),
    };
    Ok(Page::cut(agencies?, size, cursor))
}

pub(crate) fn insert_agency(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: AgencyId,
    input: &AgencyInput,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO agency (tenant_id, id, code, name, short_name, address, contact, head_title, \
         is_active) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            tenant,
            id,
            &input.code,
            &input.name,
            &input.short_name,
            &input.address,
            &input.contact,
            &input.head_title,
            input.is_active
        ],
    )
}

/// Changes an agency whose revision is still the expected one; `false` where it is not.
pub(crate) fn update_agency(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, revision): (AgencyId, i64),
    input: &AgencyInput,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE agency SET code = $4, name = $5, short_name = $6, address = $7, contact = $8, \
         head_title = $9, is_active = $10 WHERE tenant_id = $1 AND id = $2 AND revision = $3",
        params![
            tenant,
            id,
            revision,
            &input.code,
            &input.name,
            &input.short_name,
            &input.address,
            &input.contact,
            &input.head_title,
            input.is_active
        ],
    )
}

/// Who signs for an agency on letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AgencyHead {
    pub(crate) agency: AgencyId,
    pub(crate) name: Option<String>,
    pub(crate) nip: Option<String>,
}

/// The heads of all agencies.
pub(crate) fn list_agency_heads(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<Vec<AgencyHead>, Failure> {
    let rows = tx.query(
        "SELECT agency_id, name, nip FROM agency_head WHERE tenant_id = $1 ORDER BY agency_id LIMIT $2",
        params![tenant, AGENCIES_MAX],
    )?;
    let head = |row: &Row| {
        Ok(AgencyHead {
            agency: row.get("agency_id")?,
            name: row.get("name")?,
            nip: row.get("nip")?,
        })
    };
    rows.iter().map(head).collect()
}

/// Takes name, NIP and salt of an agency's head away.
pub(crate) fn erase_agency_head(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: AgencyId,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "UPDATE agency_head SET name = NULL, nip = NULL, privacy_salt = NULL \
         WHERE tenant_id = $1 AND agency_id = $2",
        params![tenant, id],
    )
}

/// Sets the name and NIP of an agency's head; each change gets a salt of its own.
pub(crate) fn set_agency_head(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: AgencyId,
    (input, salt): (&AgencyInput, &[u8; 16]),
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO agency_head (tenant_id, agency_id, name, nip, privacy_salt) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, agency_id) \
         DO UPDATE SET name = $3, nip = $4, privacy_salt = $5",
        params![tenant, id, &input.head_name, &input.head_nip, salt],
    )
}
