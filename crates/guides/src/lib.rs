//! The guides of `docs/guides` as pages, with a search over their headings.
//!
//! Architecture invariants: guides are compiled in, and hold nothing about the city.
#![warn(missing_docs)]

mod model;
mod pages;

web::area_texts!("guides");

pub use model::{Guide, Section, find_sections, guide, guides};
pub use pages::area;
