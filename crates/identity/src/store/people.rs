//! People.

use std::fmt::Write as _;

use base::{Cursor, Page, PageSize, PersonId, TenantId, UtcMicros};
use db::{Failure, Row, Tx, Value, params};

use crate::model::login_name::LoginName;
use crate::model::person::{Person, PersonDetails, name_key, read_email};

pub(super) const COLUMNS: &str = "p.id, p.name, p.name_key, p.nip, p.email, p.phone, p.photo_hash, p.closed_at, \
     CASE WHEN p.privacy_salt IS NULL THEN 1 ELSE 0 END AS is_erased, p.revision";

pub(super) fn person(row: &Row) -> Result<Person, Failure> {
    let photo: Option<Vec<u8>> = row.get("photo_hash")?;
    Ok(Person {
        id: row.get("id")?,
        name: row.get("name")?,
        nip: row.get("nip")?,
        email: row.get("email")?,
        phone: row.get("phone")?,
        photo_hash: photo.and_then(|hash| hash.try_into().ok()),
        closed_at: row.get("closed_at")?,
        is_erased: row.get::<i64>("is_erased")? == 1,
        revision: row.get("revision")?,
    })
}

/// The person with this id.
pub fn lookup_person(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: PersonId,
) -> Result<Option<Person>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM person p WHERE p.tenant_id = $1 AND p.id = $2");
    let row = tx.query_opt(&sql, params![tenant, id])?;
    row.as_ref().map(person).transpose()
}

/// The people with these ids, in no particular order; unknown ids give nobody.
pub fn list_people_by_ids(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    ids: &[PersonId],
) -> Result<Vec<Person>, Failure> {
    // Statements of a fixed length keep the cache of prepared statements small.
    const CHUNK: usize = 50;
    let places: Vec<_> = (0..CHUNK).map(|place| format!("${}", place + 2)).collect();
    let sql = format!(
        "SELECT {COLUMNS} FROM person p WHERE p.tenant_id = $1 AND p.id IN ({})",
        places.join(", ")
    );
    let mut wanted: Vec<PersonId> = ids.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let mut people = Vec::with_capacity(wanted.len());
    for chunk in wanted.chunks(CHUNK) {
        let mut values: Vec<Value<'_>> = vec![tenant.into()];
        let filler = chunk.iter().cycle().take(CHUNK);
        values.extend(filler.map(|id| Value::from(*id)));
        for row in tx.query(&sql, &values)? {
            people.push(person(&row)?);
        }
    }
    Ok(people)
}

/// The person with this NIP, closed or not.
pub fn lookup_person_by_nip(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    nip: &str,
) -> Result<Option<Person>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM person p WHERE p.tenant_id = $1 AND p.nip = $2");
    let row = tx.query_opt(&sql, params![tenant, nip])?;
    row.as_ref().map(person).transpose()
}

/// The person who signs in with this NIP or e-mail address, closed or not.
///
/// `None` also where the text is neither.
pub fn lookup_person_by_login(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    login: &str,
) -> Result<Option<Person>, Failure> {
    let name = LoginName::read(login);
    let column = match &name {
        LoginName::Nip(_) => "p.nip",
        LoginName::Email(_) => "p.email",
        LoginName::Other(_) => return Ok(None),
    };
    let sql = format!("SELECT {COLUMNS} FROM person p WHERE p.tenant_id = $1 AND {column} = $2");
    let row = tx.query_opt(&sql, params![tenant, name.as_str()])?;
    row.as_ref().map(person).transpose()
}

/// Whether another person has this NIP or address.
pub(crate) fn is_taken(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    but: PersonId,
    details: &PersonDetails,
) -> Result<Taken, Failure> {
    let nip = tx.query_opt(
        "SELECT id FROM person WHERE tenant_id = $1 AND nip = $2 AND id <> $3",
        params![tenant, &details.nip, but],
    )?;
    let email = tx.query_opt(
        "SELECT id FROM person WHERE tenant_id = $1 AND email = $2 AND id <> $3",
        params![tenant, &details.email, but],
    )?;
    Ok(Taken {
        nip: nip.is_some(),
        email: email.is_some(),
    })
}

/// Which of the unique numbers another person has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) nip: bool,
    pub(crate) email: bool,
}

pub(crate) fn insert_person(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: PersonId,
    details: &PersonDetails,
    (salt, at): (&[u8; 16], UtcMicros),
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO person (tenant_id, id, name, name_key, nip, email, phone, created_at, privacy_salt) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            tenant,
            id,
            &details.name,
            &name_key(&details.name),
            &details.nip,
            &details.email,
            &details.phone,
            at,
            salt
        ],
    )
}

/// Writes new details over a version of the row; `false` where it was changed meanwhile.
pub(crate) fn update_person(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, revision): (PersonId, i64),
    details: &PersonDetails,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE person SET name = $3, name_key = $4, nip = $5, email = $6, phone = $7 \
         WHERE tenant_id = $1 AND id = $2 AND revision = $8 AND privacy_salt IS NOT NULL",
        params![
            tenant,
            id,
            &details.name,
            &name_key(&details.name),
            &details.nip,
            &details.email,
            &details.phone,
            revision
        ],
    )
}

pub(crate) fn update_photo(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: PersonId,
    hash: Option<&[u8; 32]>,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE person SET photo_hash = $3 WHERE tenant_id = $1 AND id = $2 AND privacy_salt IS NOT NULL",
        params![tenant, id, hash.map(<[u8; 32]>::as_slice)],
    )
}

pub(crate) fn update_person_closed(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: PersonId,
    closed_at: Option<UtcMicros>,
) -> Result<bool, Failure> {
    let sql = if closed_at.is_some() {
        "UPDATE person SET closed_at = $3 WHERE tenant_id = $1 AND id = $2 AND closed_at IS NULL"
    } else {
        "UPDATE person SET closed_at = $3 WHERE tenant_id = $1 AND id = $2 AND closed_at IS NOT NULL \
         AND privacy_salt IS NOT NULL"
    };
    tx.change_one(sql, params![tenant, id, closed_at])
}

/// Takes everything personal from a closed person's row, the salt with it; `false` where it is
/// gone already.
pub(crate) fn erase_person(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: PersonId,
    neutral: &str,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE person SET name = $3, name_key = $4, nip = NULL, email = NULL, phone = NULL, \
         photo_hash = NULL, privacy_salt = NULL WHERE tenant_id = $1 AND id = $2 \
         AND closed_at IS NOT NULL AND privacy_salt IS NOT NULL",
        params![tenant, id, neutral, &name_key(neutral)],
    )
}

/// Deletes how a person signed in and what he typed at the pump.
pub(crate) fn delete_secrets(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: PersonId,
) -> Result<(), Failure> {
    for sql in [
        "DELETE FROM recovery_code WHERE tenant_id = $1 AND person_id = $2",
        "DELETE FROM reset_link WHERE tenant_id = $1 AND person_id = $2",
        "DELETE FROM account WHERE tenant_id = $1 AND person_id = $2",
        "DELETE FROM pin WHERE tenant_id = $1 AND person_id = $2",
    ] {
        tx.change(sql, params![tenant, id])?;
    }
    tx.execute_outside_journal(
        "DELETE FROM second_factor_use WHERE tenant_id = $1 AND person_id = $2",
        params![tenant, id],
    )?;
    Ok(())
}

/// The photos of all people, by which their files are known.
pub fn list_photo_hashes(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<[u8; 32]>, Failure> {
    /// More than any city has people with photos.
    const PHOTOS_MAX: i64 = 100_000;
    let rows = tx.query(
        "SELECT photo_hash FROM person WHERE tenant_id = $1 AND photo_hash IS NOT NULL \
         ORDER BY id LIMIT $2",
        params![tenant, PHOTOS_MAX],
    )?;
    let mut hashes = Vec::with_capacity(rows.len());
    for row in rows {
        let hash: Vec<u8> = row.get("photo_hash")?;
        hashes.extend(<[u8; 32]>::try_from(hash));
    }
    Ok(hashes)
}

/// Whether some person has this photo.
pub(crate) fn has_photo(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    hash: &[u8; 32],
) -> Result<bool, Failure> {
    let row = tx.query_opt(
        "SELECT id FROM person WHERE tenant_id = $1 AND photo_hash = $2 LIMIT 1",
        params![tenant, hash.as_slice()],
    )?;
    Ok(row.is_some())
}

/// Which people a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleFilter {
    /// A part of the name, or the beginning of a NIP or an address.
    pub words: String,
    /// Only those who hold this role now.
    pub role: Option<authz::Role>,
    /// Those who left instead of those who are there.
    pub closed: bool,
}

/// A line of the list of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLine {
    /// The person.
    pub person: Person,
    /// Whether he has an account that is open.
    pub has_account: bool,
    /// Whether the account asks for a second factor.
    pub has_second_factor: bool,
    /// The roles held now, by code.
    pub roles: Vec<String>,
}

/// People by name, a page at a time.
pub fn list_people(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    filter: &PeopleFilter,
    now: UtcMicros,
    (after, size): (Option<&Cursor>, PageSize),
) -> Result<Page<PersonLine>, Failure> {
    let (key, id) = after.map_or(("", base::Uuid::nil()), |cursor| {
        (cursor.key.as_str(), cursor.id)
    });
    let text = PeopleText::of(filter);
    let mut values = params![tenant, key, id, size.limit()].to_vec();
    let mut conditions = String::from(if filter.closed {
        "AND p.closed_at IS NOT NULL"
    } else {
        "AND p.closed_at IS NULL"
    });
    text.narrow(&mut conditions, &mut values);
    // Few people have a number or an address: an expression keeps the index of names out of their way.
    let order = if text.is_selective() {
        "(p.name_key || '')"
    } else {
        "p.name_key"
    };
    if let Some(role) = filter.role {
        values.extend_from_slice(params![role.code(), now]);
        let (role, now) = (values.len() - 1, values.len());
        let _ = write!(
            conditions,
            " AND EXISTS (SELECT 1 FROM role_grant g WHERE g.tenant_id = p.tenant_id AND g.person_id = p.id \
             AND g.role = ${role} AND g.withdrawn_at IS NULL AND g.valid_from_at <= ${now} \
             AND (g.valid_until_at IS NULL OR g.valid_until_at > ${now}))"
        );
    }
    let sql = format!(
        "SELECT {COLUMNS}, CASE WHEN a.person_id IS NOT NULL THEN 1 ELSE 0 END AS has_account, \
         CASE WHEN a.totp_secret IS NOT NULL THEN 1 ELSE 0 END AS has_second_factor \
         FROM person p LEFT JOIN account a ON a.tenant_id = p.tenant_id AND a.person_id = p.id \
         WHERE p.tenant_id = $1 AND ({order} > $2 OR ({order} = $2 AND p.id > $3)) {conditions} \
         ORDER BY {order}, p.id LIMIT $4"
    );
    let mut lines = Vec::new();
    for row in tx.query(&sql, &values)? {
        let person = person(&row)?;
        let roles = roles_now(tx, tenant, person.id, now)?;
        lines.push(PersonLine {
            has_account: row.get::<i64>("has_account")? == 1,
            has_second_factor: row.get::<i64>("has_second_factor")? == 1,
            roles,
            person,
        });
    }
    Ok(Page::cut(lines, size, |line| Cursor {
        key: name_key(&line.person.name),
        id: line.person.id.uuid(),
    }))
}

fn roles_now(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    now: UtcMicros,
) -> Result<Vec<String>, Failure> {
    let rows = tx.query(
        "SELECT DISTINCT role FROM role_grant WHERE tenant_id = $1 AND person_id = $2 \
         AND withdrawn_at IS NULL AND valid_from_at <= $3 \
         AND (valid_until_at IS NULL OR valid_until_at > $3) ORDER BY role",
        params![tenant, person, now],
    )?;
    rows.iter().map(|row| row.get("role")).collect()
}

/// What the search words mean.
enum PeopleText {
    Everyone,
    /// A part of the name, as a pattern.
    Name(String),
    /// The least and the greatest NIP that begin so.
    Nip(String, String),
    /// A whole address.
    Email(String),
    /// The beginning of an address, as a pattern.
    EmailBeginning(String),
}

impl PeopleText {
    fn of(filter: &PeopleFilter) -> Self {
        let words = filter.words.trim().to_lowercase();
        let digits: String = words.chars().filter(|c| !c.is_whitespace()).collect();
        let all_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if words.is_empty() {
            Self::Everyone
        } else if all_digits && digits.len() <= 18 {
            Self::Nip(format!("{digits:0<18}"), format!("{digits:9<18}"))
        } else if let Some(address) = read_email(&words) {
            Self::Email(address)
        } else if words.contains('@') {
            Self::EmailBeginning(format!("{}%", escaped(&words)))
        } else {
            Self::Name(format!("%{}%", escaped(&name_key(&words))))
        }
    }

    /// Whether an index finds the few people at once.
    const fn is_selective(&self) -> bool {
        matches!(self, Self::Nip(..) | Self::Email(_))
    }

    /// Adds the condition and its values to a statement.
    fn narrow<'a>(&'a self, conditions: &mut String, values: &mut Vec<Value<'a>>) {
        let next = values.len() + 1;
        let _ = match self {
            Self::Everyone => return,
            Self::Name(pattern) => {
                values.push(pattern.into());
                write!(conditions, " AND p.name_key LIKE ${next} ESCAPE '!'")
            }
            Self::Email(address) => {
                values.push(address.into());
                write!(conditions, " AND p.email = ${next}")
            }
            Self::EmailBeginning(pattern) => {
                values.push(pattern.into());
                write!(conditions, " AND p.email LIKE ${next} ESCAPE '!'")
            }
            Self::Nip(low, high) => {
                values.extend_from_slice(params![low, high]);
                write!(
                    conditions,
                    " AND p.nip >= ${next} AND p.nip <= ${}",
                    next + 1
                )
            }
        };
    }
}

/// The text with the signs of LIKE taken literally.
fn escaped(text: &str) -> String {
    text.replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_")
}
