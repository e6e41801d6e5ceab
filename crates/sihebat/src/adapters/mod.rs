//! What one area needs of another, put together here because only the binary knows both.

mod documents;
mod products;
mod scopes;
mod sessions;

pub(crate) use documents::{DocumentWorkers, check_worker, worker_program};
pub(crate) use products::StationProducts;
pub(crate) use scopes::CityScopes;
pub(crate) use sessions::FirstSession;
