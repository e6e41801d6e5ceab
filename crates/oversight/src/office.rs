//! What a paper needs beside its figures: the government it speaks for, and who signs.

use base::{CivilDate, PersonId, TenantId};
use db::{Failure, Tx};
use register::{Agency, Capacity, Logo, PostKind};

/// One who signs; all empty where the register does not say, and the paper leaves room.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Signatory {
    pub(crate) post: String,
    pub(crate) name: String,
    pub(crate) nip: String,
}

/// The office that a paper comes from: whoever held its posts when the paper's period ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Office {
    /// The first line of the letterhead, such as `Pemerintah Kota Kupang`.
    pub(crate) government: String,
    /// Where papers are signed, such as `Kupang`.
    pub(crate) place: String,
    /// The picture of the letterhead: the agency's, or else the city's.
    pub(crate) logo: Option<Logo>,
    /// The head of the agency.
    pub(crate) head: Signatory,
    /// Pejabat Pelaksana Teknis Kegiatan.
    pub(crate) activity: Signatory,
    /// Pengelola BBM.
    pub(crate) fuel: Signatory,
    /// The driver, where a card has only one.
    pub(crate) driver: Signatory,
}

impl Office {
    /// Reads who held the posts on a day.
    pub(crate) fn load(
        tx: &mut Tx<'_>,
        tenant: TenantId,
        (agency, on): (&Agency, CivilDate),
        driver: Option<PersonId>,
    ) -> Result<Self, Failure> {
        let settings = register::load_settings(tx, tenant)?;
        let mut of = |kind| holder_of(tx, tenant, (agency, on), kind);
        let (head, activity, fuel) = (
            of(PostKind::AgencyHead)?,
            of(PostKind::ActivityOfficer)?,
            of(PostKind::FuelOfficer)?,
        );
        let driver = driver
            .map(|driver| signatory(tx, tenant, String::new(), driver))
            .transpose()?;
        Ok(Self {
            place: place_of(&settings.city_name),
            government: settings.government_name,
            logo: register::lookup_letterhead_logo(tx, tenant, agency.id)?,
            head: head.unwrap_or_else(|| head_of(agency)),
            activity: activity.unwrap_or_default(),
            fuel: fuel.unwrap_or_default(),
            driver: driver.unwrap_or_default(),
        })
    }
}

/// `Kota Kupang` signs in Kupang.
fn place_of(city: &str) -> String {
    let kinds = ["Kota Administrasi ", "Kota ", "Kabupaten "];
    let bare = kinds.iter().find_map(|kind| city.strip_prefix(kind));
    bare.unwrap_or(city).to_owned()
}

/// The head as the agency's letterhead names him, where no post says more.
fn head_of(agency: &Agency) -> Signatory {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Signatory {
        post: text(&agency.head_title),
        name: text(&agency.head_name),
        nip: text(&agency.head_nip),
    }
}

/// The holder of the only post of this kind. Of several the paper names none: a name too many is
/// worse than a line to write on.
fn holder_of(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (agency, on): (&Agency, CivilDate),
    kind: PostKind,
) -> Result<Option<Signatory>, Failure> {
    let mut posts = register::list_posts_for(tx, tenant, agency.id, kind)?;
    if posts.len() > 1 {
        posts.retain(|post| post.unit.is_none());
    }
    let [post] = posts.as_slice() else {
        return Ok(None);
    };
    let Some(holder) = register::lookup_holder_on(tx, tenant, post.id, on)? else {
        return Ok(None);
    };
    let capacity = match holder.capacity {
        Capacity::Definitive => "",
        Capacity::Acting => "Plt. ",
        Capacity::Daily => "Plh. ",
    };
    signatory(
        tx,
        tenant,
        format!("{capacity}{}", post.name),
        holder.person,
    )
    .map(Some)
}

fn signatory(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    post: String,
    person: PersonId,
) -> Result<Signatory, Failure> {
    let people = identity::list_people_by_ids(tx, tenant, &[person])?;
    let person = people.into_iter().next();
    Ok(person.map_or_else(Signatory::default, |person| Signatory {
        post,
        name: person.name,
        nip: person.nip.unwrap_or_default(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_signs_in_the_place_it_is_named_after() {
        assert_eq!(place_of("Kota Kupang"), "Kupang");
        assert_eq!(
            place_of("Kabupaten Timor Tengah Selatan"),
            "Timor Tengah Selatan"
        );
        assert_eq!(place_of("Kupang"), "Kupang");
    }
}
