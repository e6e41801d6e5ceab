//! Anyone with the paper may ask whether it agrees with the records.

use askama::Template;
use base::{AgencyId, Millilitres, MonthOfYear, Rupiah};
use db::Access;
use fleet::VehicleId;
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, Budget, FrameKind, Locale, PageFrame, QueryState, Site, Texts, Visitor, fl, render,
};

use super::card::load_card;
use super::recap::load_recap;
use crate::texts;

/// The digest printed on the paper.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CheckQuery {
    sidik: String,
}

/// Figures shown to someone who holds the paper.
#[derive(Debug, Clone)]
struct Agreed {
    name: String,
    month: MonthOfYear,
    count: i64,
    volume: Millilitres,
    amount: Rupiah,
}

#[derive(Template)]
#[template(path = "check.html")]
pub(crate) struct CheckPage {
    page: PageFrame,
    texts: Texts,
    agreed: Option<Agreed>,
}

/// Questions per address: enough for a desk, too few for guessing.
const QUESTIONS: Budget = Budget {
    name: "periksa",
    capacity: 30,
    per_seconds: 60,
};

pub(crate) async fn check_card(
    visitor: Visitor,
    State(site): State<Site>,
    Path((vehicle, month)): Path<(VehicleId, MonthOfYear)>,
    QueryState(query): QueryState<CheckQuery>,
) -> Answer {
    site.spend(QUESTIONS, visitor.origin())?;
    let (tenant, zone) = (visitor.tenant(), visitor.city().zone.clone());
    let agreed = site
        .db()?
        .read(tenant, Access::Report, move |tx| {
            let found = fleet::lookup_vehicle(tx, tenant, vehicle, month.last_day())?;
            let Some(vehicle) = found else {
                return Ok(None);
            };
            let card = load_card(tx, tenant, (vehicle, month), &zone)?;
            let (volume, amount) = card.totals();
            let count = i64::try_from(card.lines.len()).unwrap_or(i64::MAX);
            let name = card.vehicle.name().to_owned();
            // Nothing is shown to someone who does not have the paper.
            let agrees = card.digest() == query.sidik;
            Ok(agrees.then_some(Agreed {
                name,
                month,
                count,
                volume,
                amount,
            }))
        })
        .await?;
    answer(&visitor, agreed)
}

pub(crate) async fn check_recap(
    visitor: Visitor,
    State(site): State<Site>,
    Path((agency, month)): Path<(AgencyId, MonthOfYear)>,
    QueryState(query): QueryState<CheckQuery>,
) -> Answer {
    site.spend(QUESTIONS, visitor.origin())?;
    let tenant = visitor.tenant();
    let agreed = site
        .db()?
        .read(tenant, Access::Report, move |tx| {
            let Some(recap) = load_recap(tx, tenant, (agency, month))? else {
                return Ok(None);
            };
            let (count, volume, amount) = recap.totals();
            let name = recap.agency_name().to_owned();
            let agrees = recap.digest() == query.sidik;
            Ok(agrees.then_some(Agreed {
                name,
                month,
                count,
                volume,
                amount,
            }))
        })
        .await?;
    answer(&visitor, agreed)
}

fn answer(visitor: &Visitor, agreed: Option<Agreed>) -> Answer {
    let texts = texts(visitor.locale);
    let page = visitor.page(fl!(texts, "check")).kind(FrameKind::Plain);
    render(&CheckPage {
        page,
        texts,
        agreed,
    })
}

impl web::Samples for CheckPage {
    const NAME: &'static str = "check";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let page = |agreed| Self {
            page: PageFrame::sample(locale, fl!(texts, "check")).kind(FrameKind::Plain),
            texts,
            agreed,
        };
        let agreed = Agreed {
            name: "DH 1234 AB".to_owned(),
            month: super::redemption::sample_month(),
            count: 7,
            volume: Millilitres::new(120_000),
            amount: Rupiah::new(1_482_000),
        };
        vec![("agrees", page(Some(agreed))), ("differs", page(None))]
    }
}
