//! What one area needs of another, put together here because only the binary knows both.

mod scopes;
mod sessions;

pub(crate) use scopes::CityScopes;
pub(crate) use sessions::FirstSession;
