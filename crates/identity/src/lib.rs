//! People, accounts, login sessions, roles, PINs and API tokens.
//!
//! The binary gives [`Sources`] to the web layer, shares an [`Identity`] and composes [`area`].
//! Other areas read people through [`lookup_person`] and check PINs with [`check_pin`]; their tests
//! sign in through `testkit::City` (feature `testkit`).
#![warn(missing_docs)]

mod actions;
mod area;
mod audit;
mod hashing;
mod known_tokens;
mod model;
mod pages;
mod parts;
mod secrets;
mod sources;
mod store;
#[cfg(feature = "testkit")]
pub mod testkit;

pub use actions::add_person::{NewPerson, PersonRefusal, add_account, add_person};
pub use actions::change_password::{CHANGE_PASSWORD, ChangePasswordRefusal, change_password};
pub use actions::choose_locale::{CHOOSE_LOCALE, choose_locale};
pub use actions::close_person::{ClosePersonRefusal, close_person, reopen_person};
pub use actions::create_first_admin::{
    CREATE_FIRST_ADMIN, FirstAdmin, FirstAdminRefusal, create_first_admin,
};
pub use actions::edit_person::{PersonEdit, edit_person};
pub use actions::erase_person::{ERASED_NAME, ErasePersonRefusal, erase_person};
pub use actions::grant_role::{GrantRefusal, grant_role, withdraw_grant};
pub use actions::make_integration::{
    IntegrationRefusal, NewIntegration, NewToken, TOKEN_DAYS_MAX, close_integration,
    make_integration, make_token, revoke_token, suits_integration,
};
pub use actions::make_reset_link::{LinkRefusal, make_reset_link};
pub use actions::person_traces::{PersonTrace, PersonTraces};
pub use actions::reseal_secrets::{RESEAL_SECOND_FACTOR, ResealStep, reseal_secrets};
pub use actions::second_factor::{
    ENROL_SECOND_FACTOR, NewSecondFactor, REMOVE_SECOND_FACTOR, SecondFactorRefusal,
    USE_RECOVERY_CODE, enrol_second_factor, remove_second_factor,
};
pub use actions::seed_person::{SEED_PERSON, SeedPerson, seed_person};
pub use actions::set_photo::set_photo;
pub use actions::set_pin::{NewPin, SetPinRefusal, set_pin};
pub use actions::sign_in::{RevokeSessionRefusal, revoke_session, revoke_sessions};
pub use actions::use_reset_link::{SET_PASSWORD_BY_LINK, UseLinkRefusal, use_reset_link};
pub use area::area;
pub use audit::{AUDIT_TABLES, audit_action, audit_field, audit_note, audit_row, audit_value};
pub use hashing::{Cost, HashError, Hasher, check_pin, hash_now};
pub use model::grant::{
    GrantId, HeldGrant, NewGrant, ScopeKind, Validity, role_fits_scope, scope_kind_of,
    scope_of_parts, scope_parts,
};
pub use model::lockout::LockedUntil;
pub use model::password::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, PasswordFault, check_password};
pub use model::person::{
    NAME_CHARS_MAX, Person, PersonDetails, name_key, read_email, read_nip, read_phone,
};
pub use model::pin::{PinKind, draw_pin};
pub use pages::roles::role_name;
pub use parts::{Identity, NoScopes, ScopeChoices, ScopeList};
pub use secrets::DataKey;
pub use sources::{FirstOf, Sources};
pub use store::accounts::has_any_account;
pub use store::find_people::{find_people, find_people_by_name_and_phone};
pub use store::grants::{list_grants, list_grants_at, list_holders};
pub use store::integrations::{
    ApiTokenId, ApiTokenLine, Integration, IntegrationId, lookup_integration,
};
pub use store::people::{
    PeopleFilter, PersonLine, list_people, list_people_by_ids, list_photo_hashes, lookup_person,
    lookup_person_by_login, lookup_person_by_nip,
};
pub use store::pins::{Pin, count_pin_try, forget_pin_tries, lookup_pin};
pub use store::sessions::{SessionLine, list_sessions, purge_outside_journal};
pub use store::within::{
    delete_grants_within, delete_sample_person, list_holders_within, list_integrations_within,
};

use db::Step;

web::area_texts!("identity");

/// The schema of this area.
pub const STEPS: [Step; 1] = [Step {
    area: "identity",
    number: 1,
    sql: include_str!("migrations/0001_identity.sql"),
}];

/// Tables of this area outside the journal.
pub const OUTSIDE: [&str; 4] = [
    "login_session",     // who is signed in where
    "guess_lock",        // failed tries
    "second_factor_use", // the last step of each second factor
    "api_token_use",     // last use of tokens
];
