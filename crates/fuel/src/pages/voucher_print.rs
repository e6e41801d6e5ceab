//! `/voucher/cetak`: an A4 sheet of eight vouchers with lines to cut along.

use askama::Template;
use authz::Action;
use base::{PageSize, Uuid};
use db::Access;
use serde::{Deserialize, Serialize};
use web::axum::extract::State;
use web::{
    Answer, EmptyState, FrameKind, Locale, PageFrame, QueryState, Samples, Site, Staff, Texts,
    WebError, fl, render,
};

use super::facts::{VoucherFacts, find_voucher, load_facts};
use super::qr::qr_svg;
use super::words::{end_short, grouped};
use crate::{VoucherFilter, VoucherId, VoucherKeys, VoucherState, list_vouchers, texts};

/// The most vouchers of one print, so that a sheet is never forgotten in a queue of hundreds.
const PRINT_MAX: usize = 200;

/// Which vouchers: their ids between commas, or an issue for many vehicles.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct PrintQuery {
    ids: String,
    berkas: String,
}

/// The sheet.
#[derive(Debug, Template)]
#[template(path = "fuel/sheet.html")]
pub(crate) struct SheetPage {
    page: PageFrame,
    texts: Texts,
    slips: Vec<Slip>,
    /// How many were asked for but cannot be drawn any more.
    left_out: String,
    empty: EmptyState,
}

/// One voucher on paper.
#[derive(Debug)]
struct Slip {
    qr: String,
    plate: String,
    what: String,
    station: String,
    until: String,
    /// The one who may draw, or any driver of the vehicle.
    drawer: String,
    /// City and agency: whose voucher a lost slip is.
    issuer: String,
    code: String,
    subsidised: bool,
    /// The word "contoh".
    mark: Option<web::Tag>,
}

pub(crate) async fn show(
    staff: Staff,
    State(site): State<Site>,
    QueryState(query): QueryState<PrintQuery>,
) -> Answer {
    staff.may_somewhere(Action::FuelVoucherView)?;
    let texts = texts(staff.locale);
    let keys = site.part::<VoucherKeys>()?;
    let facts = load(&staff, &site, query).await?;
    let page = staff.page(fl!(texts, "print-title")).kind(FrameKind::Print);
    let now = staff.now();
    let asked = facts.len();
    let mut slips = Vec::new();
    for facts in facts
        .iter()
        .filter(|facts| facts.voucher.state_at(now) == VoucherState::Issued)
    {
        let token = keys
            .token(staff.tenant(), &facts.voucher, &facts.vehicle_name)
            .map_err(WebError::failed)?;
        slips.push(slip(&page, texts, facts, &token)?);
    }
    let left_out = asked.saturating_sub(slips.len());
    render(&sheet(page, texts, slips, left_out))
}

async fn load(
    staff: &Staff,
    site: &Site,
    query: PrintQuery,
) -> Result<Vec<VoucherFacts>, WebError> {
    let (tenant, actor) = (staff.tenant(), staff.actor().clone());
    let place = (tenant, staff.city().zone.date(staff.now()));
    let db = site.db()?;
    let loaded = db.read(tenant, Access::ReadOwn, move |tx| {
        let mut ids: Vec<VoucherId> = query
            .ids
            .split(',')
            .filter_map(|id| id.trim().parse().ok())
            .take(PRINT_MAX)
            .collect();
        if let Ok(batch) = query.berkas.parse::<Uuid>() {
            let filter = VoucherFilter {
                batch: Some(batch),
                ..VoucherFilter::default()
            };
            let reach = actor.reach(Action::FuelVoucherView);
            let size = PageSize::clamped(PageSize::MAX);
            let page = list_vouchers(tx, place, &reach, &filter, (None, size))?;
            ids.extend(page.items.iter().map(|voucher| voucher.id));
        }
        let mut found = Vec::new();
        for id in ids {
            if let Some((voucher, vehicle)) = find_voucher(tx, place, &actor, id)? {
                found.push(load_facts(tx, place, voucher, vehicle)?);
            }
        }
        Ok(found)
    });
    Ok(loaded.await?)
}

fn slip(
    page: &PageFrame,
    texts: Texts,
    facts: &VoucherFacts,
    token: &str,
) -> Result<Slip, WebError> {
    let voucher = &facts.voucher;
    let code = grouped(&voucher.code);
    let station = facts.station.as_ref().map(|station| station.name.clone());
    let until = end_short(page, voucher.valid_until);
    let drawer = match &facts.drawer {
        Some(name) => fl!(texts, "print-drawer", name = name.as_str()),
        None => fl!(texts, "print-drawer-any"),
    };
    Ok(Slip {
        qr: qr_svg(token, &fl!(texts, "qr-of", code = code.as_str()))?,
        plate: facts.vehicle_name.clone(),
        what: format!("{} {}", voucher.volume, facts.product),
        station: station.unwrap_or_else(|| fl!(texts, "station-any")),
        until: fl!(texts, "until-time", time = until),
        drawer,
        issuer: format!("{} · {}", page.city.name, facts.agency),
        code,
        subsidised: facts.subsidised,
        mark: facts.records().into_iter().find_map(|id| page.mark(id)),
    })
}

fn sheet(page: PageFrame, texts: Texts, slips: Vec<Slip>, left_out: usize) -> SheetPage {
    let left_out = if left_out > 0 {
        let count = i64::try_from(left_out).unwrap_or(i64::MAX);
        fl!(texts, "print-left-out", count = count)
    } else {
        String::new()
    };
    let empty = EmptyState::new(fl!(texts, "print-none"), fl!(texts, "print-none-text"))
        .step(fl!(texts, "vouchers"), "/voucher");
    SheetPage {
        page,
        texts,
        slips,
        left_out,
        empty,
    }
}

impl Samples for SheetPage {
    const NAME: &'static str = "voucher-sheet";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let title = fl!(texts, "print-title");
        let page = || PageFrame::sample(locale, title.clone()).kind(FrameKind::Print);
        let facts = super::voucher::sample_facts();
        let slips = (0..8)
            .filter_map(|_| slip(&page(), texts, &facts, "SH1:6BF590B20PFWJG").ok())
            .collect();
        vec![
            ("eight", sheet(page(), texts, slips, 1)),
            ("empty", sheet(page(), texts, Vec::new(), 0)),
        ]
    }
}
