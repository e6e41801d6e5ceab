//! What one area needs of another, put together here because only the binary knows both.

mod audit;
mod scopes;
mod sessions;

pub(crate) use audit::FuelAudit;
pub(crate) use scopes::CityScopes;
pub(crate) use sessions::FirstSession;
