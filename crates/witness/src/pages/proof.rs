//! `/bukti`: what anybody can keep, and how it proves that nothing was rewritten.

use std::sync::Arc;

use askama::Template;
use base::{TenantId, UtcMicros};
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, EmptyState, Failure, FrameKind, Locale, Looking, PageFrame,
    Samples, Site, Texts, Visitor, WebError, fl, render,
};

use crate::texts;

/// Days shown; the file for download has all.
const DAYS_SHOWN: usize = 60;

/// A day's checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofDay {
    /// When it was signed.
    pub at: UtcMicros,
    /// How many entries the journal had.
    pub size: u64,
    /// The code that documents of that day show.
    pub code: String,
}

/// What a city shows of its journal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proof {
    /// The verifier key of today, as `--trust` takes it.
    pub verifier: String,
    /// The days, the latest first.
    pub days: Vec<ProofDay>,
}

/// Finds a city's checkpoints; implemented in `sihebat` over the files it keeps.
pub trait Proofs: Send + Sync {
    /// What a city shows.
    fn of(&self, tenant: TenantId) -> Looking<'_, Result<Proof, Failure>>;
}

/// The shared part of the site that knows the checkpoints.
#[derive(Clone)]
pub struct Shelf(pub Arc<dyn Proofs>);

impl std::fmt::Debug for Shelf {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Shelf")
    }
}

/// The page for everybody.
#[derive(Debug, Template)]
#[template(path = "witness/proof.html")]
pub(crate) struct ProofPage {
    page: PageFrame,
    texts: Texts,
    verifier: String,
    days: DataTable,
    empty: Option<EmptyState>,
}

impl ProofPage {
    fn new(page: PageFrame, proof: &Proof) -> Self {
        let texts = texts(page.locale);
        let columns = [
            Column::text(fl!(texts, "proof-signed")),
            Column::number(fl!(texts, "proof-size")),
            Column::text(fl!(texts, "proof-code")),
        ];
        let rows = proof.days.iter().take(DAYS_SHOWN).map(|day| {
            [
                Cell::text(page.at(day.at)),
                Cell::text(page.count(i64::try_from(day.size).unwrap_or(i64::MAX))),
                Cell::text(&day.code),
            ]
        });
        let days = DataTable::new(fl!(texts, "proof-days"), columns).rows(rows);
        let none = || EmptyState::new(fl!(texts, "proof-none"), fl!(texts, "proof-none-text"));
        Self {
            verifier: proof.verifier.clone(),
            empty: proof.days.is_empty().then(none),
            days,
            page,
            texts,
        }
    }
}

pub(crate) async fn show(visitor: Visitor, State(site): State<Site>) -> Answer {
    let proofs = site.part::<Shelf>()?.0;
    let proof = proofs
        .of(visitor.tenant())
        .await
        .map_err(WebError::failed)?;
    let page = visitor
        .page(fl!(texts(visitor.locale), "proof"))
        .kind(FrameKind::Plain);
    render(&ProofPage::new(page, &proof))
}

impl Samples for ProofPage {
    const NAME: &'static str = "witness-proof";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame =
            || PageFrame::sample(locale, fl!(texts(locale), "proof")).kind(FrameKind::Plain);
        let now = frame().now;
        let day = |number: i64| ProofDay {
            at: now.plus_seconds(-number * 86_400),
            size: 1_234_567_u64.saturating_sub(number.unsigned_abs() * 1_187),
            code: format!("9F2C-44A1-0B7D-{:04X}", number * 4_711),
        };
        let proof = Proof {
            verifier: "sihebat-1f2e3d4c+0a1b2c3d+AY8sKXyQ3n2v0y0Qb3l0bGxvd29ybGQhISEhISEhISE="
                .to_owned(),
            days: (0..5).map(day).collect(),
        };
        let fresh = Proof {
            days: Vec::new(),
            ..proof.clone()
        };
        vec![
            ("usual", Self::new(frame(), &proof)),
            ("empty", Self::new(frame(), &fresh)),
        ]
    }
}
