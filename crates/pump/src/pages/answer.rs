//! The one answer an attendant waits for when a voucher is not served: reason, remedy, whom to call.

use askama::Template;
use base::UtcMicros;
use fuel::AuthoriseRefusal;
use web::axum::http::StatusCode;
use web::{Answer, FrameKind, Locale, PageFrame, Samples, Texts, fl, render};

use super::parts::VehicleLine;
use crate::gate::{AtPump, Bar};
use crate::texts;

/// A voucher that is not served now.
#[derive(Debug, Template)]
#[template(path = "pump/answer.html")]
pub(crate) struct AnswerPage {
    page: PageFrame,
    texts: Texts,
    bar: Bar,
    tone: &'static str,
    reason: String,
    remedy: String,
    vehicle: Option<VehicleLine>,
    contact: Option<String>,
}

impl AnswerPage {
    /// The answer of a refusal; `vehicle` where the voucher is known.
    pub(crate) fn of(
        pump: &AtPump,
        refusal: &AuthoriseRefusal,
        vehicle: Option<VehicleLine>,
    ) -> Self {
        let frame = pump.frame(String::new());
        let contact = pump.settings.help_contact.clone();
        Self::made(frame, pump.bar(), refusal, (vehicle, contact))
    }

    fn made(
        mut page: PageFrame,
        bar: Bar,
        refusal: &AuthoriseRefusal,
        (vehicle, contact): (Option<VehicleLine>, Option<String>),
    ) -> Self {
        let texts = texts(page.locale);
        let (title, reason, remedy) = words_of(&page, texts, refusal);
        page.title = title;
        Self {
            page,
            texts,
            bar,
            tone: tone_of(refusal),
            reason,
            remedy,
            vehicle,
            contact,
        }
    }
}

/// Shows the answer with a status that programs understand too.
pub(crate) fn answer(page: &AnswerPage) -> Answer {
    let mut response = render(page)?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

/// Yellow where waiting or another pump helps, red where this voucher is over.
fn tone_of(refusal: &AuthoriseRefusal) -> &'static str {
    use AuthoriseRefusal as No;
    match refusal {
        No::Unknown | No::Superseded | No::Expired | No::Cancelled | No::Redeemed { .. } => "bad",
        No::NoShift
        | No::NotYet { .. }
        | No::HeldByOther { .. }
        | No::OtherStation
        | No::SampleMixed
        | No::StationWithoutContract
        | No::ProductNotCovered
        | No::DriverNotNamed
        | No::NoPrice => "warn",
    }
}

/// What happened, why, and what to do now.
fn words_of(
    page: &PageFrame,
    texts: Texts,
    refusal: &AuthoriseRefusal,
) -> (String, String, String) {
    use AuthoriseRefusal as No;
    let when = |at: Option<UtcMicros>| at.map_or_else(|| "–".to_owned(), |at| page.at(at));
    macro_rules! words {
        ($word:literal, $why:literal, $remedy:literal $(, $name:ident = $value:expr)?) => {
            (fl!(texts, $word), fl!(texts, $why $(, $name = $value)?), fl!(texts, $remedy))
        };
    }
    match refusal {
        No::Unknown => words!("no-unknown", "no-unknown-why", "no-unknown-do"),
        No::Superseded => words!("no-superseded", "no-superseded-why", "no-superseded-do"),
        No::NoShift => words!("no-shift", "no-shift-why", "no-shift-do"),
        No::NotYet { from } => {
            words!(
                "no-not-yet",
                "no-not-yet-why",
                "no-not-yet-do",
                from = page.at(*from)
            )
        }
        No::Expired => words!("no-expired", "no-expired-why", "no-expired-do"),
        No::Cancelled => words!("no-cancelled", "no-cancelled-why", "no-cancelled-do"),
        No::Redeemed { at } => {
            words!(
                "no-redeemed",
                "no-redeemed-why",
                "no-redeemed-do",
                at = when(*at)
            )
        }
        No::HeldByOther { until } => {
            words!("no-held", "no-held-why", "no-held-do", until = when(*until))
        }
        No::OtherStation => words!(
            "no-other-station",
            "no-other-station-why",
            "no-other-station-do"
        ),
        No::SampleMixed => words!("no-sample", "no-sample-why", "no-sample-do"),
        No::StationWithoutContract => {
            words!("no-contract", "no-contract-why", "no-contract-do")
        }
        No::ProductNotCovered => words!("no-product", "no-product-why", "no-product-do"),
        No::DriverNotNamed => words!("no-driver", "no-driver-why", "no-driver-do"),
        No::NoPrice => words!("no-price", "no-price-why", "no-price-do"),
    }
}

impl Samples for AnswerPage {
    const NAME: &'static str = "pump-answer";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |refusal| {
            let frame = PageFrame::sample(locale, "")
                .kind(FrameKind::Bare)
                .script("pump");
            let vehicle = VehicleLine {
                plate: "DH 8123 AB".to_owned(),
                label: "Dump truck Hino 300".to_owned(),
            };
            let contact = "Bagian Umum, 0812-3456-7890".to_owned();
            Self::made(
                frame,
                Bar::sample(locale),
                &refusal,
                (Some(vehicle), Some(contact)),
            )
        };
        let at = Some(UtcMicros::new(1_795_490_000_000_000));
        vec![
            ("redeemed", page(AuthoriseRefusal::Redeemed { at })),
            ("held", page(AuthoriseRefusal::HeldByOther { until: at })),
        ]
    }
}
