//! What the operator's terminal does in a city's name: people, roles, tokens.

use anyhow::{Context as _, bail};
use authz::{Actor, Grant, Role, Scope};
use base::{Entropy, TenantId};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::{Access, Db};
use identity::{PersonDetails, ScopeKind, read_email, read_nip, scope_kind_of};

use crate::arguments::RoleChoice;
use crate::machine::NOBODY;

/// The operator has the rights of the city's admin; the journal names the terminal as origin.
pub(crate) fn actor(tenant: TenantId) -> Actor {
    Actor::person(
        tenant,
        NOBODY,
        vec![Grant::new(Role::CityAdmin, Scope::Tenant)],
    )
}

/// Whoever imports at the terminal: lists of budget lines are the city treasury's, not the admin's.
pub(crate) fn importer(tenant: TenantId) -> Actor {
    let mut importer = actor(tenant);
    let treasury = Grant::new(Role::CityTreasury, Scope::Tenant);
    importer.grants.push(treasury);
    importer
}

/// A person by name and what he signs in with.
pub(crate) fn details(name: &str, login: &str) -> anyhow::Result<PersonDetails> {
    let mut details = PersonDetails::named(name.trim());
    if details.name.is_empty() {
        bail!("a person has a name");
    }
    details.nip = read_nip(login);
    details.email = read_email(login);
    if details.nip.is_none() && details.email.is_none() {
        bail!("“{login}” is neither a NIP of 18 digits nor an e-mail address");
    }
    Ok(details)
}

/// A role and its scope as given on the command line.
pub(crate) fn role(
    db: &Db,
    tenant: TenantId,
    choice: &RoleChoice,
) -> anyhow::Result<(Role, Scope)> {
    let codes = || {
        Role::ALL
            .iter()
            .map(|role| role.code())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let role = Role::from_code(&choice.role)
        .with_context(|| format!("there is no role “{}”; there are: {}", choice.role, codes()))?;
    let scope = match (&choice.agency, scope_kind_of(role)) {
        (None, ScopeKind::Tenant) => Scope::Tenant,
        (None, ScopeKind::Own) => Scope::Own,
        (Some(code), ScopeKind::Agency) => {
            let wanted = code.clone();
            let found = db.read_blocking(tenant, Access::ReadOwn, move |tx| {
                register::lookup_agency_by_code(tx, tenant, &wanted)
            })?;
            Scope::Agency(
                found
                    .with_context(|| format!("there is no agency “{code}”"))?
                    .id,
            )
        }
        (None, ScopeKind::Agency) => bail!("{} holds in an agency: name it", role.code()),
        (None, ScopeKind::Station) => bail!("{} is given on the station's page", role.code()),
        (Some(_), _) => bail!("{} does not hold in an agency", role.code()),
    };
    Ok((role, scope))
}

/// A password to be read aloud once: four groups of four, 80 bits.
pub(crate) fn draw_password(entropy: &dyn Entropy) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    let letter =
        |byte: &u8| char::from(LETTERS.get(usize::from(byte & 31)).copied().unwrap_or(b'a'));
    let groups: Vec<String> = bytes
        .chunks(4)
        .map(|group| group.iter().map(letter).collect())
        .collect();
    groups.join("-")
}

/// A token of 256 bits.
pub(crate) fn draw_token(prefix: &str, entropy: &dyn Entropy) -> String {
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes);
    format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_a_nip_or_an_address() {
        let by_nip = details("Maria", "198001012005012001").unwrap();
        assert!(by_nip.nip.is_some() && by_nip.email.is_none());
        assert!(
            details("Maria", "Maria@Kupang.go.id")
                .unwrap()
                .email
                .is_some()
        );
        assert!(details("Maria", "maria").is_err());
        assert!(details("  ", "maria@kupang.go.id").is_err());
    }

    #[test]
    fn the_terminal_imports_every_kind() {
        let importer = importer(TenantId::new(base::Uuid::from_u128(1)));
        let targets = crate::areas::import_targets();
        assert_eq!(targets.of(&importer).count(), targets.iter().count());
    }

    #[test]
    fn passwords_are_long_and_differ() {
        let password = draw_password(&base::SystemEntropy);
        assert_eq!(password.len(), 19);
        assert_ne!(password, draw_password(&base::SystemEntropy));
        identity::check_password(&password, &PersonDetails::named("Maria")).unwrap();
    }
}
