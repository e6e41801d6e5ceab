//! What one area needs of another, put together here because only the binary knows both.

mod documents;
mod mail;
mod products;
mod proofs;
mod scopes;
mod sessions;

pub(crate) use documents::{DocumentWorkers, check_worker, worker_program};
pub(crate) use mail::{MailServer, MailSettings};
pub(crate) use products::StationProducts;
pub(crate) use proofs::KeptProofs;
pub(crate) use scopes::CityScopes;
pub(crate) use sessions::FirstSession;
