//! Guides and what is found in them.

mod guide;
mod markdown;
mod search;

pub use guide::{Guide, Section, guide, guides};
pub use search::find_sections;
