//! The register's own samples: an agency with a unit and a post, and a fuel officer.

use authz::{Role, Scope};
use base::{AgencyId, PersonId, Stamp, TenantId, UnitId, Uuid};
use db::{ActionError, Failure, Tx};
use identity::{NewGrant, NewPerson, PersonDetails, Validity, add_person, grant_role};
use web::{Locale, fl};

use crate::actions::REGISTER;
use crate::samples::{SampleHand, SampleOwner, SampleRefusal, SampleTie, Samples, blocked};
use crate::store::sample_rows as rows;
use crate::store::samples as store;
use crate::{
    AgencyInput, Capacity, HolderInput, PostInput, PostKind, UnitInput, WorkPattern,
    appoint_holder, create_agency, create_post, create_unit, load_zone, lookup_agency, texts,
};

/// The code of the sample agency: no office of a city has it.
const CODE: &str = "CONTOH";
const AGENCY: &str = "Dinas Lontar";
const UNIT: &str = "Bidang Angkutan Lontar";
const OFFICER: &str = "Yohana Tefa";
/// An address in a domain that no mail reaches (RFC 2606).
const OFFICER_LOGIN: &str = "petugas@contoh.invalid";

/// Agencies, units, posts and people among the samples; the last of all owners to delete.
#[derive(Debug, Clone, Copy, Default)]
pub struct RegisterSamples;

impl SampleOwner for RegisterSamples {
    fn plan(&self, locale: Locale) -> Vec<String> {
        let words = texts(locale);
        vec![
            fl!(words, "samples-plan-agency", agency = AGENCY),
            fl!(
                words,
                "samples-plan-officer",
                name = OFFICER,
                login = OFFICER_LOGIN
            ),
        ]
    }

    fn area(&self) -> Option<&'static str> {
        Some(REGISTER)
    }

    fn fill(
        &self,
        tx: &mut Tx<'_>,
        hand: &SampleHand<'_>,
    ) -> Result<(), ActionError<SampleRefusal>> {
        let agency = fill_agency(tx, hand)?;
        let unit = UnitInput {
            agency,
            name: UNIT.to_owned(),
            work_pattern: WorkPattern::FiveDay,
            place_code: None,
            is_active: true,
        };
        let unit = create_unit(tx, hand.stamp, hand.actor, &unit).map_err(blocked("unit"))?;
        hand.mark(tx, "unit", unit)?;
        fill_officer(tx, hand, agency)
    }

    fn count(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        locale: Locale,
    ) -> Result<Vec<(String, i64)>, Failure> {
        let (words, samples) = (texts(locale), Samples::load(tx, tenant)?);
        let (posts, units) = rows::count_posts_and_units(tx, tenant)?;
        let number = |kind: &str| i64::try_from(samples.of(kind).count()).unwrap_or(i64::MAX);
        Ok(vec![
            (fl!(words, "agencies"), number("agency")),
            (fl!(words, "units"), units),
            (fl!(words, "posts"), posts),
            (fl!(words, "samples-people"), number("person")),
        ])
    }

    fn ties(
        &self,
        tx: &mut Tx<'_>,
        (stamp, locale): (&Stamp, Locale),
        samples: &Samples,
    ) -> Result<Vec<SampleTie>, Failure> {
        let mut ties = posts_held(tx, stamp, locale)?;
        for (kind, scope, name) in scopes(tx, stamp.tenant, samples)? {
            ties.extend(rights_within(
                tx,
                (stamp, locale),
                samples,
                (kind, scope, &name),
            )?);
        }
        Ok(ties)
    }

    fn delete(&self, tx: &mut Tx<'_>, stamp: &Stamp, most: i64) -> Result<i64, Failure> {
        for kind in ["post", "unit", "agency", "person"] {
            let records = store::list_samples(tx, stamp.tenant, kind, most)?;
            for record in &records {
                delete_one(tx, stamp, kind, *record)?;
            }
            if let Some(gone) = i64::try_from(records.len()).ok().filter(|gone| *gone > 0) {
                return Ok(gone);
            }
        }
        if store::delete_claims(tx, stamp.tenant)? > 0 {
            record_deletion(tx, stamp, "settings", stamp.tenant.uuid())?;
        }
        Ok(0)
    }
}

fn fill_agency(
    tx: &mut Tx<'_>,
    hand: &SampleHand<'_>,
) -> Result<AgencyId, ActionError<SampleRefusal>> {
    let input = AgencyInput {
        code: CODE.to_owned(),
        name: AGENCY.to_owned(),
        short_name: AGENCY.to_owned(),
        is_active: true,
        ..AgencyInput::default()
    };
    let salt = hand.secrets.salt(2);
    let agency = create_agency(tx, hand.stamp, hand.actor, (&input, &salt));
    let agency = agency.map_err(blocked("agency"))?;
    hand.mark(tx, "agency", agency)?;
    Ok(agency)
}

/// A fuel officer with an account that opens by a one-time link, and the post he holds.
fn fill_officer(
    tx: &mut Tx<'_>,
    hand: &SampleHand<'_>,
    agency: AgencyId,
) -> Result<(), ActionError<SampleRefusal>> {
    let mut details = PersonDetails::named(OFFICER);
    details.email = Some(OFFICER_LOGIN.to_owned());
    let scope = Scope::Agency(agency);
    let officer = add_sample_person(tx, hand, (details, true, 3), (Role::FuelOfficer, scope))?;
    let post = PostInput {
        agency,
        unit: None,
        name: "Pengelola BBM".to_owned(),
        kind: PostKind::FuelOfficer,
        is_active: true,
    };
    let post = create_post(tx, hand.stamp, hand.actor, &post).map_err(blocked("post"))?;
    hand.mark(tx, "post", post)?;
    let holder = HolderInput {
        post,
        person: officer,
        capacity: Capacity::Definitive,
        from_on: load_zone(tx, hand.stamp.tenant)?.date(hand.stamp.at),
        until_on: None,
        decree_number: None,
        decree_on: None,
    };
    appoint_holder(tx, hand.stamp, hand.actor, &holder).map_err(blocked("post"))?;
    Ok(())
}

/// Adds a person with a role and marks him; other areas' samples need a driver and an attendant.
///
/// # Errors
/// A refusal where the city's own data is in the way, or a failure.
pub fn add_sample_person(
    tx: &mut Tx<'_>,
    hand: &SampleHand<'_>,
    (details, with_account, salt): (PersonDetails, bool, usize),
    (role, scope): (Role, Scope),
) -> Result<PersonId, ActionError<SampleRefusal>> {
    let new = NewPerson {
        details,
        with_account,
        salt: hand.secrets.salt(salt),
    };
    let person = add_person(tx, hand.stamp, hand.actor, &new).map_err(blocked("person"))?;
    let grant = NewGrant {
        person,
        role,
        scope,
        validity: Validity::from(hand.stamp.at),
        acting_for: None,
        decree: None,
    };
    grant_role(tx, hand.stamp, hand.actor, &grant).map_err(blocked("person"))?;
    hand.mark(tx, "person", person)?;
    Ok(person)
}

fn delete_one(tx: &mut Tx<'_>, stamp: &Stamp, kind: &str, record: Uuid) -> Result<(), Failure> {
    let tenant = stamp.tenant;
    match kind {
        "agency" => {
            for unit in rows::list_unit_ids(tx, tenant, record)? {
                identity::delete_grants_within(tx, tenant, unit)?;
            }
            rows::delete_posts_and_units(tx, tenant, record)?;
            identity::delete_grants_within(tx, tenant, record)?;
        }
        "unit" => {
            identity::delete_grants_within(tx, tenant, record)?;
        }
        _ => {}
    }
    rows::delete_sample_rows(tx, tenant, kind, record)?;
    if kind == "person" {
        identity::delete_sample_person(tx, tenant, PersonId::new(record))?;
    }
    store::unmark_sample(tx, tenant, kind, record)?;
    record_deletion(tx, stamp, kind, record)
}

/// Journals the deletion of a sample with all that went with it.
///
/// # Errors
/// Only where the world breaks.
pub fn record_deletion(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    kind: &str,
    record: Uuid,
) -> Result<(), Failure> {
    let subject = journal::Subject::new(kind, record);
    let code = authz::Action::RegisterSampleDelete.code();
    journal::record(tx, stamp, code, subject, None)
}

/// Real posts that sample people hold today.
fn posts_held(tx: &mut Tx<'_>, stamp: &Stamp, locale: Locale) -> Result<Vec<SampleTie>, Failure> {
    let words = texts(locale);
    let today = load_zone(tx, stamp.tenant)?.date(stamp.at);
    let held = rows::list_posts_held_by_samples(tx, stamp.tenant, today)?;
    let mut ties = Vec::with_capacity(held.len());
    for (post, name, person) in held {
        ties.push(SampleTie {
            record: fl!(words, "samples-tie-post", name = name),
            href: format!("/jabatan/{post}"),
            sample: ("person", person.uuid()),
            sample_name: sample_person_name(tx, stamp.tenant, person)?,
            advice: fl!(words, "samples-tie-post-advice"),
        });
    }
    Ok(ties)
}

/// The name of a person among the samples.
///
/// # Errors
/// Only where the world breaks.
pub fn sample_person_name(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
) -> Result<String, Failure> {
    let found = identity::lookup_person(tx, tenant, person)?;
    Ok(found.map_or_else(|| "–".to_owned(), |found| found.name))
}

/// Agencies, units and stations among the samples, with a name.
fn scopes(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    samples: &Samples,
) -> Result<Vec<(&'static str, Uuid, String)>, Failure> {
    let mut scopes = Vec::new();
    for agency in samples.of("agency").map(AgencyId::new) {
        let found = lookup_agency(tx, tenant, agency)?;
        let name = found.map_or_else(String::new, |found| found.name);
        for unit in rows::list_unit_ids(tx, tenant, agency.uuid())? {
            scopes.push(("agency", unit, name.clone()));
        }
        scopes.push(("agency", agency.uuid(), name));
    }
    for unit in samples.of("unit").map(UnitId::new) {
        if let Some(found) = crate::lookup_unit(tx, tenant, unit)?
            && !samples.has("agency", found.agency)
        {
            scopes.push(("unit", unit.uuid(), found.name));
        }
    }
    scopes.extend(
        samples
            .of("station")
            .map(|id| ("station", id, String::new())),
    );
    Ok(scopes)
}

/// Real people and programs whose rights hold within a sample.
fn rights_within(
    tx: &mut Tx<'_>,
    (stamp, locale): (&Stamp, Locale),
    samples: &Samples,
    (kind, scope, name): (&'static str, Uuid, &str),
) -> Result<Vec<SampleTie>, Failure> {
    let (words, tenant) = (texts(locale), stamp.tenant);
    let sample = samples.of(kind).find(|id| *id == scope);
    let sample = sample.or_else(|| samples.of(kind).next()).unwrap_or(scope);
    let name = if name.is_empty() {
        fl!(words, "samples-station")
    } else {
        name.to_owned()
    };
    let mut ties = Vec::new();
    for (person, role) in identity::list_holders_within(tx, tenant, scope, stamp.at)? {
        if samples.has("person", person) {
            continue;
        }
        let role = role.map_or_else(String::new, |role| identity::role_name(role, locale));
        let who = sample_person_name(tx, tenant, person)?;
        ties.push(SampleTie {
            record: fl!(words, "samples-tie-role", name = who, role = role),
            href: format!("/pengguna/{person}"),
            sample: (kind, sample),
            sample_name: name.clone(),
            advice: fl!(words, "samples-tie-role-advice"),
        });
    }
    for (integration, title) in identity::list_integrations_within(tx, tenant, scope)? {
        ties.push(SampleTie {
            record: fl!(words, "samples-tie-integration", name = title),
            href: format!("/integrasi/{integration}"),
            sample: (kind, sample),
            sample_name: name.clone(),
            advice: fl!(words, "samples-tie-integration-advice"),
        });
    }
    Ok(ties)
}
