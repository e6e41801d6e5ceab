//! The area as the binary composes it.

use web::Area;

/// People, accounts and roles: pages, menu, rights.
pub fn area() -> Area {
    Area::new("identity")
}
