//! `/saksi` for the city admin, `/bukti` for everybody.

mod addresses;
mod proof;

use authz::Action;
use web::axum::Router;
use web::axum::routing::{get, post};
use web::{Area, NavGroup, NavItem, fl, sample};

pub use proof::{Proof, ProofDay, Proofs, Shelf};

use crate::{STEPS, texts};

/// How letters leave: a shared part of the site.
#[derive(Debug, Clone, Default)]
pub struct Mailroom {
    /// The sender's address, where the operator has set a mail server up.
    pub sender: Option<String>,
}

/// Witnesses and proof; the site shares [`Mailroom`] and [`Shelf`].
pub fn area() -> Area {
    let pages = Router::new()
        .route("/bukti", get(proof::show))
        .route("/saksi", get(addresses::list).post(addresses::create))
        .route("/saksi/{id}/hapus", post(addresses::delete));
    let item = NavItem {
        text: |locale| fl!(texts(locale), "witnesses"),
        href: "/saksi",
        group: NavGroup::Setup,
        action: Some(Action::RegisterSettingsEdit),
    };
    Area::new("witness")
        .pages(pages)
        .nav([item])
        .actions([Action::RegisterSettingsEdit])
        .steps(&STEPS)
        .samples(|locale| {
            [
                sample::<addresses::AddressesPage>(locale),
                sample::<proof::ProofPage>(locale),
            ]
            .concat()
        })
}
