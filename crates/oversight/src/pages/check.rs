//! Anyone with the paper may ask whether it agrees with the records.

use askama::Template;
use base::{AgencyId, Millilitres, MonthOfYear, Rupiah, TenantId};
use db::{Access, Failure, Tx};
use fleet::{PlateMatch, VehicleId};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, Budget, FieldErrors, FrameKind, Locale, PageFrame, QueryState, Site, Texts, Visitor,
    fl, redirect, render,
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

/// What is typed from a paper by someone without a camera.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FindQuery {
    /// A plate, the short code of a machine without one, or the code of an agency.
    objek: String,
    bulan: String,
    sidik: String,
}

/// Figures shown to someone who holds the paper.
#[derive(Debug, Clone)]
struct Agreed {
    kind: Kind,
    name: String,
    month: MonthOfYear,
    count: i64,
    volume: Millilitres,
    amount: Rupiah,
    checkpoint: Option<String>,
}

/// Which paper it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Card,
    Recap,
}

#[derive(Template)]
#[template(path = "check.html")]
pub(crate) struct CheckPage {
    page: PageFrame,
    texts: Texts,
    agreed: Option<Agreed>,
}

#[derive(Template)]
#[template(path = "find.html")]
pub(crate) struct FindPage {
    page: PageFrame,
    texts: Texts,
    query: FindQuery,
}

/// Questions per address: enough for a desk, too few for guessing.
const QUESTIONS: Budget = Budget {
    name: "periksa",
    capacity: 30,
    per_seconds: 60,
};

/// A paper that somebody found by what is printed on it.
#[derive(Debug, Clone, Copy)]
enum Found {
    Card(VehicleId),
    Recap(AgencyId),
}

/// Asks what a paper says of itself, and leads to its check.
pub(crate) async fn find_document(
    visitor: Visitor,
    State(site): State<Site>,
    QueryState(query): QueryState<FindQuery>,
) -> Answer {
    let texts = texts(visitor.locale);
    let mut errors = FieldErrors::new(visitor.locale);
    if !(query.objek.is_empty() && query.sidik.is_empty()) {
        site.spend(QUESTIONS, visitor.origin())?;
        let object = errors.text("objek", &fl!(texts, "find-object-what"), &query.objek, 60);
        let digest = errors.text("sidik", &fl!(texts, "find-digest-what"), &query.sidik, 30);
        let month: Option<MonthOfYear> = query.bulan.parse().ok();
        if month.is_none() {
            errors.add("bulan", fl!(texts, "find-month-wrong"));
        }
        if let (Some(object), Some(digest), Some(month)) = (object, digest, month) {
            let tenant = visitor.tenant();
            let read = move |tx: &mut Tx<'_>| find(tx, tenant, &object, month);
            let found = site.db()?.read(tenant, Access::Report, read).await?;
            let sidik = normalised(&digest);
            return match found {
                Some(Found::Card(id)) => Ok(redirect(format!(
                    "/periksa/kartu/{id}/{month}?sidik={sidik}"
                ))),
                Some(Found::Recap(id)) => Ok(redirect(format!(
                    "/periksa/rekap/{id}/{month}?sidik={sidik}"
                ))),
                // The same answer as to a wrong digest: plates are not to be tried out here.
                None => answer(&visitor, None),
            };
        }
    }
    let page = visitor.page(fl!(texts, "check")).kind(FrameKind::Plain);
    render(&FindPage {
        page: page.errors(errors),
        texts,
        query,
    })
}

fn find(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    object: &str,
    month: MonthOfYear,
) -> Result<Option<Found>, Failure> {
    let object = object.trim();
    if let Some(agency) = register::lookup_agency_by_code(tx, tenant, object)? {
        return Ok(Some(Found::Recap(agency.id)));
    }
    Ok(
        match fleet::match_plate(tx, tenant, object, month.last_day())? {
            PlateMatch::One(vehicle) => Some(Found::Card(vehicle)),
            _ => fleet::lookup_by_short_code(tx, tenant, object)?.map(Found::Card),
        },
    )
}

/// A digest as it was typed: groups, blanks and capitals do not matter.
fn normalised(digest: &str) -> String {
    let signs = digest.chars().filter(char::is_ascii_alphanumeric);
    signs.map(|sign| sign.to_ascii_lowercase()).collect()
}

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
            let agrees = card.digest() == normalised(&query.sidik);
            Ok(agrees.then_some(Agreed {
                kind: Kind::Card,
                name,
                month,
                count,
                volume,
                amount,
                checkpoint: card.checkpoint,
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
            let agrees = recap.digest() == normalised(&query.sidik);
            Ok(agrees.then_some(Agreed {
                kind: Kind::Recap,
                name,
                month,
                count,
                volume,
                amount,
                checkpoint: recap.checkpoint,
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

impl CheckPage {
    fn kind(&self, found: &Agreed) -> String {
        match found.kind {
            Kind::Card => fl!(self.texts, "card-title"),
            Kind::Recap => fl!(self.texts, "recap-title"),
        }
    }
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
            kind: Kind::Card,
            name: "DH 1234 AB".to_owned(),
            checkpoint: Some("0A1B-2C3D-4E5F-6071".to_owned()),
            month: super::redemption::sample_month(),
            count: 7,
            volume: Millilitres::new(120_000),
            amount: Rupiah::new(1_482_000),
        };
        vec![("agrees", page(Some(agreed))), ("differs", page(None))]
    }
}

impl web::Samples for FindPage {
    const NAME: &'static str = "find-document";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let page = |errors, query| Self {
            page: PageFrame::sample(locale, fl!(texts, "check"))
                .kind(FrameKind::Plain)
                .errors(errors),
            texts,
            query,
        };
        let mut errors = FieldErrors::new(locale);
        errors.add("bulan", fl!(texts, "find-month-wrong"));
        let typed = FindQuery {
            objek: "DH 1234 AB".to_owned(),
            bulan: String::new(),
            sidik: "3f9a-01c7-88d2-5e40".to_owned(),
        };
        vec![
            (
                "empty",
                page(FieldErrors::new(locale), FindQuery::default()),
            ),
            ("with-errors", page(errors, typed)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_the_same_however_it_is_typed() {
        assert_eq!(normalised(" 3F9A-01c7 88d2-5E40"), "3f9a01c788d25e40");
    }
}
