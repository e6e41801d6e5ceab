//! What can be done with people, accounts, roles, PINs and tokens: one use case per file.

pub(crate) mod add_person;
pub(crate) mod change_password;
pub(crate) mod choose_locale;
pub(crate) mod close_person;
pub(crate) mod create_first_admin;
pub(crate) mod edit_person;
pub(crate) mod erase_person;
pub(crate) mod grant_role;
pub(crate) mod make_integration;
pub(crate) mod make_reset_link;
pub(crate) mod person_traces;
pub(crate) mod reseal_secrets;
pub(crate) mod second_factor;
pub(crate) mod seed_person;
pub(crate) mod set_photo;
pub(crate) mod set_pin;
pub(crate) mod sign_in;
pub(crate) mod use_reset_link;

use authz::{Action, Actor, Denied, Resource};
use db::ActionError;

/// Refuses where the actor may not do this in the whole city: people belong to no agency.
pub(crate) fn authorise<R>(
    actor: &Actor,
    action: Action,
    refusal: impl FnOnce(Denied) -> R,
) -> Result<(), ActionError<R>> {
    actor
        .may(action, &Resource::tenant(actor.tenant))
        .map_err(|denied| ActionError::Refused(refusal(denied)))
}

/// A refusal as an action's end.
pub(crate) fn refuse<T, R>(refusal: R) -> Result<T, ActionError<R>> {
    Err(ActionError::Refused(refusal))
}
