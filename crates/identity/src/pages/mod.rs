//! Pages of this area.

pub(crate) mod account;
pub(crate) mod back;
pub(crate) mod device;
pub(crate) mod grants;
pub(crate) mod integrations;
pub(crate) mod login;
pub(crate) mod new_password;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod person_form;
pub(crate) mod person_photo;
pub(crate) mod person_secrets;
pub(crate) mod refusals;
pub(crate) mod roles;
pub(crate) mod second_factor;
pub(crate) mod setup;
pub(crate) mod shape;
pub(crate) mod ticket;
