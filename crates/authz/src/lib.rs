//! Who may do what: one table of rights.
//!
//! The table is shaped like a Cedar policy (principal, action, resource): everything is denied unless a
//! role allows it, and a forbidding role wins over every allowing one. The crate is pure: `identity` loads
//! an [`Actor`] with its [`Grant`]s, actions ask [`Actor::may`], and list pages ask [`Actor::reach`].

mod action;
mod actor;
mod duties;
mod reach;
mod role;

pub use action::Action;
pub use actor::{Actor, ActorKind, Denied, Grant, Resource, Scope};
pub use duties::{Hands, SameHand, keep_apart};
pub use reach::{Reach, ReachColumns, ReachFilter};
pub use role::Role;
