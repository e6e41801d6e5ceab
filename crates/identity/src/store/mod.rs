//! Statements over the tables of people, accounts, grants, sessions, PINs, links and tokens.

pub(crate) mod accounts;
pub(crate) mod find_people;
pub(crate) mod grants;
pub(crate) mod integrations;
pub(crate) mod links;
pub(crate) mod locks;
pub(crate) mod people;
pub(crate) mod pins;
pub(crate) mod sessions;
pub(crate) mod within;
