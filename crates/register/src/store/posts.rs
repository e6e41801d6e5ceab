use authz::{Reach, ReachColumns};
use base::{
    AgencyId, CivilDate, Cursor, Page, PageSize, PersonId, PostId, TenantId, UtcMicros, Uuid,
};
use db::{Failure, Row, Statement, Tx, like_pattern, params};

use crate::{Holder, HolderInput, Post, PostInput, PostKind};

const COLUMNS: &str = "SELECT id, agency_id, unit_id, name, kind, is_active, revision \
    FROM post WHERE tenant_id = $1";
const HOLDER_COLUMNS: &str = "SELECT id, post_id, person_id, capacity, from_on, until_on, \
    decree_number, decree_on, revision FROM post_holder WHERE tenant_id = $1";

/// The most times of holding shown for a post: two centuries of yearly change.
const HOLDERS_MAX: i64 = 200;
/// The most posts for one thing that an agency has: the largest has some fifty activities.
const POSTS_MAX: i64 = 200;

fn post(row: &Row) -> Result<Post, Failure> {
    Ok(Post {
        id: row.get("id")?,
        agency: row.get("agency_id")?,
        unit: row.get("unit_id")?,
        name: row.get("name")?,
        kind: row.parse("kind")?,
        is_active: row.get("is_active")?,
        revision: row.get("revision")?,
    })
}

fn holder(row: &Row) -> Result<Holder, Failure> {
    Ok(Holder {
        id: row.get("id")?,
        post: row.get("post_id")?,
        person: row.get("person_id")?,
        capacity: row.parse("capacity")?,
        from_on: row.get("from_on")?,
        until_on: row.get("until_on")?,
        decree_number: row.get("decree_number")?,
        decree_on: row.get("decree_on")?,
        revision: row.get("revision")?,
    })
}

/// The post with this id, closed ones too.
pub fn lookup_post(tx: &mut Tx<'_>, tenant: TenantId, id: PostId) -> Result<Option<Post>, Failure> {
    let row = tx.query_opt(&format!("{COLUMNS} AND id = $2"), params![tenant, id])?;
    row.as_ref().map(post).transpose()
}

/// The post of an agency with this name, closed ones too.
pub fn lookup_post_by_name(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    agency: AgencyId,
    name: &str,
) -> Result<Option<Post>, Failure> {
    let sql = format!("{COLUMNS} AND agency_id = $2 AND name = $3");
    let row = tx.query_opt(&sql, params![tenant, agency, name])?;
    row.as_ref().map(post).transpose()
}

/// The open posts of an agency that are for one thing, by name; those of its units too.
pub fn list_posts_for(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    agency: AgencyId,
    kind: PostKind,
) -> Result<Vec<Post>, Failure> {
    let sql = format!(
        "{COLUMNS} AND agency_id = $2 AND kind = $3 AND is_active = TRUE \
         ORDER BY name, id LIMIT $4"
    );
    tx.query(&sql, params![tenant, agency, kind.code(), POSTS_MAX])?
        .iter()
        .map(post)
        .collect()
}

/// Which posts a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct PostFilter {
    pub(crate) search: String,
    pub(crate) agency: Option<AgencyId>,
}

pub(crate) fn list_posts_page(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reach: &Reach,
    filter: &PostFilter,
    (after, size): (Option<&Cursor>, PageSize),
) -> Result<Page<Post>, Failure> {
    let pattern = like_pattern(&filter.search);
    let mut statement = Statement::new(COLUMNS, params![tenant]);
    let columns = ReachColumns {
        agency: Some("agency_id"),
        unit: Some("unit_id"),
        ..ReachColumns::default()
    };
    if !statement.within(reach.filter(columns).conditions()) {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    }
    if let Some(agency) = filter.agency {
        let place = statement.place(agency);
        statement.push(&format!(" AND agency_id = {place}"));
    }
    statement.matching("name", pattern.as_deref());
    statement.after("name", "id", after);
    let limit = statement.place(size.limit());
    statement.push(&format!(" ORDER BY name, id LIMIT {limit}"));
    let rows = tx.query(&statement.sql, &statement.params)?;
    let posts: Result<Vec<Post>, Failure> = rows.iter().map(post).collect();
    let cursor = |post: &Post| Cursor {
        key: post.name.clone(),
        id: post.id.uuid(),
    };
    Ok(Page::cut(posts?, size, cursor))
}

pub(crate) fn insert_post(
    tx: &mut Tx<'_>,
    (tenant, now): (TenantId, UtcMicros),
    id: PostId,
    input: &PostInput,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO post (tenant_id, id, agency_id, unit_id, name, kind, is_active, \
         holders_changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            tenant,
            id,
            input.agency,
            input.unit.map(base::UnitId::uuid),
            &input.name,
            input.kind.code(),
            input.is_active,
            now
        ],
    )
}

/// Changes a post whose revision is still the expected one; a post never moves to another agency.
pub(crate) fn update_post(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, revision): (PostId, i64),
    input: &PostInput,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE post SET unit_id = $4, name = $5, kind = $6, is_active = $7 \
         WHERE tenant_id = $1 AND id = $2 AND revision = $3 AND agency_id = $8",
        params![
            tenant,
            id,
            revision,
            input.unit.map(base::UnitId::uuid),
            &input.name,
            input.kind.code(),
            input.is_active,
            input.agency
        ],
    )
}

/// Locks a post against other changes of its holders; `false` where there is no such open post.
pub(crate) fn lock_holders(
    tx: &mut Tx<'_>,
    (tenant, now): (TenantId, UtcMicros),
    id: PostId,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE post SET holders_changed_at = $3 \
         WHERE tenant_id = $1 AND id = $2 AND is_active = TRUE",
        params![tenant, id, now],
    )
}

/// Who held a post over time, the latest first.
pub fn list_holders(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    post: PostId,
) -> Result<Vec<Holder>, Failure> {
    let sql = format!("{HOLDER_COLUMNS} AND post_id = $2 ORDER BY from_on DESC, id DESC LIMIT $3");
    tx.query(&sql, params![tenant, post, HOLDERS_MAX])?
        .iter()
        .map(holder)
        .collect()
}

/// Who acts for a post on a day: a deputy where there is one, else the definitive holder.
pub fn lookup_holder_on(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    post: PostId,
    on: CivilDate,
) -> Result<Option<Holder>, Failure> {
    let serving: Vec<Holder> = list_holders(tx, tenant, post)?
        .into_iter()
        .filter(|holder| holder.is_on(on))
        .collect();
    let deputy = serving.iter().find(|holder| holder.capacity.is_deputy());
    Ok(deputy.or(serving.first()).cloned())
}

/// The posts a person holds on a day, as holder or deputy.
pub fn list_posts_of(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    on: CivilDate,
) -> Result<Vec<Holder>, Failure> {
    let sql = format!(
        "{HOLDER_COLUMNS} AND person_id = $2 AND from_on <= $3 \
         AND (until_on IS NULL OR until_on >= $3) ORDER BY from_on, id LIMIT $4"
    );
    let on = on.to_string();
    tx.query(&sql, params![tenant, person, &on, HOLDERS_MAX])?
        .iter()
        .map(holder)
        .collect()
}

pub(crate) fn lookup_holder(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: Uuid,
) -> Result<Option<Holder>, Failure> {
    let row = tx.query_opt(
        &format!("{HOLDER_COLUMNS} AND id = $2"),
        params![tenant, id],
    )?;
    row.as_ref().map(holder).transpose()
}

pub(crate) fn insert_holder(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: Uuid,
    input: &HolderInput,
) -> Result<(), Failure> {
    let text = |on: Option<CivilDate>| on.map(|on| on.to_string());
    tx.change_exactly_one(
        "INSERT INTO post_holder (tenant_id, id, post_id, person_id, capacity, from_on, until_on, \
         decree_number, decree_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            tenant,
            id,
            input.post,
            input.person,
            input.capacity.code(),
            &input.from_on.to_string(),
            &text(input.until_on),
            &input.decree_number,
            &text(input.decree_on)
        ],
    )
}

pub(crate) fn end_holder(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, revision): (Uuid, i64),
    until_on: CivilDate,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE post_holder SET until_on = $4 WHERE tenant_id = $1 AND id = $2 AND revision = $3",
        params![tenant, id, revision, &until_on.to_string()],
    )
}
