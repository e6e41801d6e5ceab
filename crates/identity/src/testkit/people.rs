//! People of tests.

use authz::{Action, Actor, Grant, Role, Scope};
use base::{ManualClock, PersonId, Stamp, SystemEntropy, TenantId, UtcMicros};
use db::{ActionError, Command, Db};
use testkit::SOMEBODY;
use web::token_hash;

use crate::actions::make_integration::{NewIntegration, NewToken, make_integration, make_token};
use crate::actions::sign_in::finish_sign_in;
use crate::hashing::random;
use crate::model::totp::TotpSecret;
use crate::secrets::draw_token;
use crate::store::sessions::NewSession;
use crate::{Cost, PersonDetails, SeedPerson, hash_now, seed_person};

/// A person to be added, with defaults for all but the name.
#[derive(Debug, Clone)]
pub struct TestPerson {
    details: PersonDetails,
    roles: Vec<(Role, Scope)>,
    password: Option<String>,
    account: bool,
}

impl TestPerson {
    /// Someone with an account that has no role and no known password.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            details: PersonDetails::named(name),
            roles: Vec::new(),
            password: None,
            account: true,
        }
    }

    /// With a NIP.
    #[must_use]
    pub fn nip(mut self, nip: &str) -> Self {
        self.details.nip = Some(nip.to_owned());
        self
    }

    /// With an e-mail address.
    #[must_use]
    pub fn email(mut self, email: &str) -> Self {
        self.details.email = Some(email.to_owned());
        self
    }

    /// With a telephone number.
    #[must_use]
    pub fn phone(mut self, phone: &str) -> Self {
        self.details.phone = Some(phone.to_owned());
        self
    }

    /// With a role, one more each time.
    #[must_use]
    pub fn role(mut self, role: Role, scope: Scope) -> Self {
        self.roles.push((role, scope));
        self
    }

    /// With a known password, to sign in through the page.
    #[must_use]
    pub fn password(mut self, password: &str) -> Self {
        self.password = Some(password.to_owned());
        self
    }

    /// Without an account: a driver, an attendant.
    #[must_use]
    pub fn without_account(mut self) -> Self {
        self.account = false;
        self
    }

    /// Writes the person.
    pub fn insert(self, db: &Db, tenant: TenantId, at: UtcMicros) -> PersonId {
        let password = self
            .password
            .unwrap_or_else(|| "tidak diketahui".to_owned());
        let hash = hash_now(&password, &random(&SystemEntropy), Cost::Test).expect("a hash");
        let seed = SeedPerson {
            details: self.details,
            password_hash: self.account.then_some(hash),
            roles: self.roles,
            salt: random(&SystemEntropy),
        };
        let stamp = stamp(tenant, at);
        db.write_blocking(Command::by(&stamp), move |tx| {
            Ok::<_, ActionError<()>>(seed_person(tx, &stamp.fresh(), &seed)?)
        })
        .expect("the person is written")
    }
}

fn stamp(tenant: TenantId, at: UtcMicros) -> Stamp {
    Stamp::new(
        tenant,
        SOMEBODY,
        "test",
        &ManualClock::at(at),
        &SystemEntropy,
    )
}

/// Opens a session for a person who has an account; gives the value of the cookie `sesi`.
pub fn sign_in(db: &Db, tenant: TenantId, person: PersonId, at: UtcMicros) -> String {
    let token = draw_token("", &SystemEntropy);
    let stamp = stamp(tenant, at);
    let session = NewSession {
        id: stamp.next_id(),
        person,
        token_hash: token_hash(&token),
        csrf_secret: random(&SystemEntropy),
        device: "Firefox, Linux".to_owned(),
        origin: "test".to_owned(),
    };
    db.write_blocking(Command::by(&stamp), move |tx| {
        Ok::<_, ActionError<()>>(finish_sign_in(tx, &stamp.fresh(), None, &session)?)
    })
    .expect("the session is written");
    token
}

/// Lets a program in and gives its token.
pub(crate) fn make_api_token(
    db: &Db,
    tenant: TenantId,
    (role, scope): (Role, Scope),
    at: UtcMicros,
) -> String {
    let token = draw_token("sh_", &SystemEntropy);
    let hash = token_hash(&token);
    let stamp = stamp(tenant, at);
    let admin = Actor::person(
        tenant,
        SOMEBODY,
        vec![Grant::new(Role::CityAdmin, Scope::Tenant)],
    );
    assert!(
        admin.holds(Role::CityAdmin) && Role::CityAdmin.allows(Action::IdentityIntegrationEdit)
    );
    db.write_blocking(Command::by(&stamp), move |tx| {
        let stamp = stamp.fresh();
        let new = NewIntegration {
            name: format!("Program {}", role.code()),
            purpose: "test".to_owned(),
            role,
            scope,
        };
        let integration = make_integration(tx, &stamp, &admin, &new)?;
        let new = NewToken {
            integration,
            token_hash: hash,
            hint: "uji".to_owned(),
            expires_at: at.plus_seconds(30 * 86_400),
        };
        make_token(tx, &stamp, &admin, &new)?;
        Ok::<_, ActionError<_>>(())
    })
    .expect("the token is written");
    token
}

/// The code an authenticator app shows at an instant, for the key a person typed into it.
pub fn second_factor_code(typed_key: &str, at: UtcMicros) -> String {
    let secret = TotpSecret::of_typed(typed_key).expect("the key is base32");
    secret.code_at(at).expect("a code")
}
