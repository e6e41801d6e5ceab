//! `/v/{link}`: the driver's page, without login.
//!
//! Whoever has the link sees plate, product, litres, place and time, and no name of anybody.

use askama::Template;
use base::UtcMicros;
use db::Access;
use web::axum::extract::{Path, State};
use web::axum::http::HeaderValue;
use web::axum::http::header::{CACHE_CONTROL, REFERRER_POLICY};
use web::{
    Answer, Budget, FrameKind, Locale, PageFrame, Samples, Site, Texts, Visitor, WebError, fl,
    render,
};

use super::facts::{StationFacts, VoucherFacts, list_contracted, load_facts};
use super::qr::qr_svg;
use super::words::{end_text, grouped};
use crate::{LinkFit, Voucher, VoucherKeys, VoucherState, lookup_voucher, texts};

/// Looking at one's voucher is cheap; guessing links is not: both per address.
const LOOKS: Budget = Budget {
    name: "driver_look",
    capacity: 60,
    per_seconds: 60,
};
const WRONG_LINKS: Budget = Budget {
    name: "driver_wrong_link",
    capacity: 10,
    per_seconds: 600,
};

/// Stations shown where the voucher names none.
const STATIONS_SHOWN: usize = 8;

/// The voucher as the driver sees it.
#[derive(Debug, Template)]
#[template(path = "fuel/driver.html")]
pub(crate) struct DriverPage {
    page: PageFrame,
    texts: Texts,
    plate: String,
    /// Why it cannot be drawn, if it cannot.
    notice: Option<Notice>,
    qr: Option<(String, String)>,
    volume: String,
    product: String,
    until: String,
    /// Who may draw, without a name: the link needs no login.
    drawer: String,
    stations: Vec<(String, String)>,
    subsidised: bool,
    simulated: bool,
    /// The word "contoh".
    mark: Option<web::Tag>,
}

/// What to say in place of the QR.
#[derive(Debug)]
struct Notice {
    title: String,
    text: String,
}

pub(crate) async fn show(
    visitor: Visitor,
    State(site): State<Site>,
    Path(link): Path<String>,
) -> Answer {
    site.spend(LOOKS, visitor.origin())?;
    let keys = site.part::<VoucherKeys>()?;
    let loaded = load(&visitor, &site, &keys, link).await?;
    let Some((facts, stations, fits)) = loaded else {
        site.spend(WRONG_LINKS, visitor.origin())?;
        return Err(WebError::not_found());
    };
    let texts = texts(visitor.locale);
    let page = visitor
        .page(fl!(texts, "driver-title"))
        .kind(FrameKind::Bare)
        .script("driver");
    let token = keys
        .token(visitor.tenant(), &facts.voucher, &facts.vehicle_name)
        .map_err(WebError::failed)?;
    let mut answer = render(&driver_page(page, texts, &facts, (stations, fits), &token)?)?;
    let headers = answer.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // The link is the secret: no other site may learn it.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    Ok(answer)
}

type Loaded = (VoucherFacts, Vec<StationFacts>, LinkFit);

async fn load(
    visitor: &Visitor,
    site: &Site,
    keys: &VoucherKeys,
    link: String,
) -> Result<Option<Loaded>, WebError> {
    let Some(id) = VoucherKeys::voucher_of_link(&link) else {
        return Ok(None);
    };
    let (tenant, today) = (visitor.tenant(), visitor.city().zone.date(site.now()));
    let keys = keys.clone();
    let db = site.db()?;
    let loaded = db.read(tenant, Access::ReadOwn, move |tx| {
        let Some(voucher) = lookup_voucher(tx, tenant, id)? else {
            return Ok(None);
        };
        let fits = keys.fit(tenant, &voucher, &link);
        if fits == LinkFit::Never {
            return Ok(None);
        }
        let vehicle = fleet::lookup_vehicle(tx, tenant, voucher.vehicle, today)?;
        let facts = load_facts(tx, (tenant, today), voucher, vehicle)?;
        let is_sample = crate::store::samples::load_marks(
            tx,
            tenant,
            (facts.voucher.vehicle, facts.voucher.line),
            None,
        )?
        .is_voucher();
        let stations = match &facts.station {
            Some(station) => vec![station.clone()],
            None => list_contracted(tx, tenant, today, is_sample)?
                .into_iter()
                .map(|(_, station)| station)
                .take(STATIONS_SHOWN)
                .collect(),
        };
        Ok(Some((facts, stations, fits)))
    });
    Ok(loaded.await?)
}

fn driver_page(
    page: PageFrame,
    texts: Texts,
    facts: &VoucherFacts,
    (stations, fits): (Vec<StationFacts>, LinkFit),
    token: &str,
) -> Result<DriverPage, WebError> {
    let notice = notice(&page, texts, facts, fits);
    let qr = if notice.is_none() {
        let code = grouped(&facts.voucher.code);
        Some((qr_svg(token, &fl!(texts, "qr-name"))?, code))
    } else {
        None
    };
    let product = std::iter::once(facts.product.as_str())
        .chain(facts.substitutes.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join(" / ");
    Ok(DriverPage {
        plate: facts.vehicle_name.clone(),
        notice,
        qr,
        volume: facts.voucher.volume.to_string(),
        product,
        until: end_text(&page, facts.voucher.valid_until),
        drawer: if facts.voucher.drawer.is_some() {
            fl!(texts, "driver-drawer-named")
        } else {
            fl!(texts, "drawer-any")
        },
        stations: stations
            .iter()
            .map(|station| place(texts, station))
            .collect(),
        subsidised: facts.subsidised,
        simulated: page.city.simulated,
        mark: facts.records().into_iter().find_map(|id| page.mark(id)),
        texts,
        page,
    })
}

fn place(texts: Texts, station: &StationFacts) -> (String, String) {
    let hours = match station.hours {
        stations::DayHours::AllDay => fl!(texts, "open-all-day"),
        stations::DayHours::Closed => fl!(texts, "closed-today"),
        hours @ stations::DayHours::Between(..) => {
            fl!(texts, "open-today", hours = hours.to_string())
        }
    };
    (
        station.name.clone(),
        format!("{}. {hours}", station.address),
    )
}

/// Why the voucher cannot be drawn now, in the driver's words.
fn notice(page: &PageFrame, texts: Texts, facts: &VoucherFacts, fits: LinkFit) -> Option<Notice> {
    let voucher = &facts.voucher;
    let now: UtcMicros = page.now;
    let say = |title: String, text: String| Some(Notice { title, text });
    if fits == LinkFit::Replaced {
        return say(
            fl!(texts, "driver-replaced"),
            fl!(texts, "driver-replaced-text"),
        );
    }
    match voucher.state_at(now) {
        VoucherState::Redeemed => {
            let nowhere = || fl!(texts, "a-station");
            let station = facts.redeemed_at_station.clone().unwrap_or_else(nowhere);
            let at = facts
                .redemption
                .as_ref()
                .map(|redemption| redemption.dispensed_at);
            let at = page.at(at.or(voucher.settled_at).unwrap_or(now));
            let text = fl!(texts, "driver-used-text", at = at, station = station);
            say(fl!(texts, "driver-used"), text)
        }
        VoucherState::Cancelled => say(
            fl!(texts, "driver-cancelled"),
            fl!(texts, "driver-cancelled-text"),
        ),
        VoucherState::Expired => Some(expired(page, texts, voucher)),
        VoucherState::Authorised => say(fl!(texts, "driver-held"), fl!(texts, "driver-held-text")),
        VoucherState::Issued if now >= voucher.valid_until => Some(expired(page, texts, voucher)),
        VoucherState::Issued if now < voucher.valid_from => {
            let from = page.at(voucher.valid_from);
            say(
                fl!(texts, "driver-not-yet"),
                fl!(texts, "driver-not-yet-text", from = from),
            )
        }
        VoucherState::Issued => None,
    }
}

fn expired(page: &PageFrame, texts: Texts, voucher: &Voucher) -> Notice {
    let until = end_text(page, voucher.valid_until);
    Notice {
        title: fl!(texts, "driver-expired"),
        text: fl!(texts, "driver-expired-text", until = until),
    }
}

impl Samples for DriverPage {
    const NAME: &'static str = "driver";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let facts = super::voucher::sample_facts();
        let station = StationFacts {
            name: "SPBU Oesapa 54.851.07".to_owned(),
            address: "Jl. Timor Raya, Oesapa".to_owned(),
            hours: stations::DayHours::Between(360, 1_320),
        };
        let token = "SH1:".to_owned() + &"6BF590B20PFWJG-".repeat(27);
        let with = |change: &dyn Fn(&mut Voucher), fits: LinkFit| {
            let mut facts = facts.clone();
            change(&mut facts.voucher);
            let page = PageFrame::sample(locale, fl!(texts, "driver-title"))
                .kind(FrameKind::Bare)
                .script("driver");
            driver_page(page, texts, &facts, (vec![station.clone()], fits), &token).ok()
        };
        let far = facts.voucher.valid_until;
        [
            ("usual", with(&|_| {}, LinkFit::Current)),
            (
                "used",
                with(
                    &|voucher| voucher.state = VoucherState::Redeemed,
                    LinkFit::Current,
                ),
            ),
            (
                "cancelled",
                with(
                    &|voucher| voucher.state = VoucherState::Cancelled,
                    LinkFit::Current,
                ),
            ),
            (
                "expired",
                with(
                    &|voucher| voucher.state = VoucherState::Expired,
                    LinkFit::Current,
                ),
            ),
            (
                "not-yet",
                with(&|voucher| voucher.valid_from = far, LinkFit::Current),
            ),
            ("replaced", with(&|_| {}, LinkFit::Replaced)),
        ]
        .into_iter()
        .filter_map(|(case, page)| page.map(|page| (case, page)))
        .collect()
    }
}
