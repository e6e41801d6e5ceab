//! `/voucher/{id}`: one voucher with its QR, its link and what became of it.

use askama::Template;
use authz::Action;
use db::Access;
use web::axum::extract::{Path, State};
use web::{
    Answer, Locale, PageFrame, Samples, Site, Staff, SummaryList, Tag, Texts, WebError, fl, render,
};

use super::facts::{VoucherFacts, find_voucher, load_facts};
use super::qr::qr_svg;
use super::words::{doubts_text, end_text, grouped, kind_name, state_tag};
use crate::{VoucherId, VoucherKeys, VoucherState, texts};

/// A voucher as its agency sees it.
#[derive(Debug, Template)]
#[template(path = "fuel/voucher.html")]
pub(crate) struct VoucherPage {
    page: PageFrame,
    texts: Texts,
    tag: Tag,
    summary: SummaryList,
    redemption: Option<SummaryList>,
    /// QR, link and buttons, while it can be drawn.
    show: Option<Show>,
    base: String,
}

/// What hands the voucher to the driver.
#[derive(Debug)]
struct Show {
    qr: String,
    code: String,
    link: String,
    whatsapp: String,
    share_text: String,
}

pub(crate) async fn show(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VoucherId>,
) -> Answer {
    let facts = load(&staff, &site, id).await?;
    let keys = site.part::<VoucherKeys>()?;
    let texts = texts(staff.locale);
    let title = fl!(texts, "voucher-title", code = grouped(&facts.voucher.code));
    let page = staff
        .page(title)
        .about(facts.records())
        .crumb(fl!(texts, "vouchers"), "/voucher");
    let show = if facts.voucher.state_at(staff.now()) == VoucherState::Issued {
        Some(hand_out(&staff, &keys, texts, &page, &facts)?)
    } else {
        None
    };
    render(&voucher_page(page, texts, &facts, show))
}

/// A voucher's facts, for whoever may see it.
pub(crate) async fn load(
    staff: &Staff,
    site: &Site,
    id: VoucherId,
) -> Result<VoucherFacts, WebError> {
    let (tenant, actor) = (staff.tenant(), staff.actor().clone());
    let place = (tenant, staff.city().zone.date(staff.now()));
    let db = site.db()?;
    let loaded = db.read(tenant, Access::ReadOwn, move |tx| {
        let Some((voucher, vehicle)) = find_voucher(tx, place, &actor, id)? else {
            return Ok(None);
        };
        load_facts(tx, place, voucher, vehicle).map(Some)
    });
    loaded.await?.ok_or_else(WebError::not_found)
}

fn hand_out(
    staff: &Staff,
    keys: &VoucherKeys,
    texts: Texts,
    page: &PageFrame,
    facts: &VoucherFacts,
) -> Result<Show, WebError> {
    let voucher = &facts.voucher;
    let token = keys
        .token(staff.tenant(), voucher, &facts.vehicle_name)
        .map_err(WebError::failed)?;
    let link = format!(
        "{}/v/{}",
        staff.base_url(),
        keys.link(staff.tenant(), voucher)
    );
    let share_text = fl!(
        texts,
        "share-text",
        plate = page.marked(voucher.vehicle, &facts.vehicle_name),
        volume = voucher.volume.to_string(),
        product = facts.product.as_str(),
        until = end_text(page, voucher.valid_until),
        link = link.as_str()
    );
    Ok(Show {
        qr: qr_svg(&token, &fl!(texts, "qr-name"))?,
        code: grouped(&voucher.code),
        whatsapp: format!("https://wa.me/?text={}", percent_encoded(&share_text)),
        link,
        share_text,
    })
}

/// Percent-encodes a text for a query (RFC 3986, unreserved characters stay).
fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push_str(&base::to_hex(&[byte]).to_uppercase());
        }
        encoded
    })
}

fn voucher_page(
    page: PageFrame,
    texts: Texts,
    facts: &VoucherFacts,
    show: Option<Show>,
) -> VoucherPage {
    let voucher = &facts.voucher;
    let state = voucher.state_at(page.now);
    VoucherPage {
        tag: state_tag(texts, state),
        summary: summary(&page, texts, facts),
        redemption: redemption(&page, texts, facts),
        show,
        base: format!("/voucher/{}", voucher.id),
        texts,
        page,
    }
}

fn summary(page: &PageFrame, texts: Texts, facts: &VoucherFacts) -> SummaryList {
    let voucher = &facts.voucher;
    let product = if facts.substitutes.is_empty() {
        facts.product.clone()
    } else {
        let others = facts.substitutes.join(", ");
        fl!(
            texts,
            "product-or",
            product = facts.product.as_str(),
            others = others
        )
    };
    let station = facts.station.as_ref().map_or_else(
        || fl!(texts, "station-any"),
        |station| format!("{}, {}", station.name, station.address),
    );
    let mut summary = page
        .summary()
        .row(
            fl!(texts, "vehicle"),
            format!("{} – {}", facts.vehicle_name, facts.vehicle_label),
        )
        .row(fl!(texts, "agency"), &facts.agency)
        .row(fl!(texts, "voucher-kind"), kind_name(texts, voucher.kind))
        .row(
            fl!(texts, "at-most"),
            format!("{} {product}", voucher.volume),
        )
        .row(
            fl!(texts, "amount-held"),
            fl!(
                texts,
                "amount-at-price",
                amount = voucher.amount.to_string(),
                price = voucher.price.to_string()
            ),
        )
        .row(
            fl!(texts, "drawer"),
            facts
                .drawer
                .clone()
                .unwrap_or_else(|| fl!(texts, "drawer-any")),
        )
        .row(fl!(texts, "station"), station)
        .row(fl!(texts, "valid-from"), page.at(voucher.valid_from))
        .row(
            fl!(texts, "valid-until"),
            end_text(page, voucher.valid_until),
        )
        .row(fl!(texts, "issued-at"), page.at(voucher.issued_at));
    if let Some(line) = &facts.line {
        let line = format!("{} {}", line.activity_code, line.activity_name);
        summary = summary.row(fl!(texts, "budget-line"), line);
    }
    if let Some(letter) = &voucher.letter_number {
        summary = summary.row(fl!(texts, "letter"), letter);
    }
    if !voucher.purpose.is_empty() {
        summary = summary.row(fl!(texts, "purpose"), &voucher.purpose);
    }
    if let Some(reason) = &voucher.settle_reason {
        summary = summary.row(fl!(texts, "reason"), reason);
    }
    summary
}

fn redemption(page: &PageFrame, texts: Texts, facts: &VoucherFacts) -> Option<SummaryList> {
    let redemption = facts.redemption.as_ref()?;
    let mut rows = page
        .summary()
        .row(fl!(texts, "dispensed-at"), page.at(redemption.dispensed_at))
        .row(
            fl!(texts, "station"),
            facts.redeemed_at_station.clone().unwrap_or_default(),
        )
        .row(fl!(texts, "volume"), redemption.volume)
        .row(
            fl!(texts, "amount"),
            fl!(
                texts,
                "amount-at-price",
                amount = redemption.amount.to_string(),
                price = redemption.price.to_string()
            ),
        );
    if let Some(driver) = &facts.redeemed_by {
        rows = rows.row(fl!(texts, "drawn-by"), driver);
    }
    if let Some(meter) = redemption.meter_value {
        rows = rows.row(fl!(texts, "meter"), page.count(meter));
    }
    if !redemption.doubts.is_empty() {
        rows = rows.row(fl!(texts, "doubts"), doubts_text(texts, &redemption.doubts));
    }
    Some(rows)
}

impl VoucherPage {
    fn may_cancel(&self) -> bool {
        self.show.is_some() && self.page.may(Action::FuelVoucherCancel)
    }

    fn may_reissue(&self) -> bool {
        self.show.is_some() && self.page.may(Action::FuelVoucherReissue)
    }

    fn may_see_trail(&self) -> bool {
        self.page.may(Action::JournalTrailView)
    }

    fn id(&self) -> &str {
        self.base.rsplit('/').next().unwrap_or_default()
    }
}

/// Facts of a made-up voucher.
pub(crate) fn sample_facts() -> VoucherFacts {
    VoucherFacts {
        voucher: super::samples::voucher(),
        vehicle_name: "DH 8123 AB".to_owned(),
        vehicle_label: "Toyota Hilux 2.4".to_owned(),
        agency: "Dinas PUPR".to_owned(),
        product: "Pertamax".to_owned(),
        substitutes: vec!["Pertamax Turbo".to_owned()],
        subsidised: true,
        station: None,
        drawer: Some("Yohanes Bria".to_owned()),
        line: None,
        redemption: None,
        redeemed_at_station: None,
        redeemed_by: None,
    }
}

impl Samples for VoucherPage {
    const NAME: &'static str = "voucher";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let facts = sample_facts();
        let title = fl!(texts, "voucher-title", code = grouped(&facts.voucher.code));
        let page = || PageFrame::sample(locale, title.clone());
        let show = qr_svg("SH1:6BF590B20PFWJG", "QR").ok().map(|qr| Show {
            qr,
            code: grouped(&facts.voucher.code),
            link: "https://bbm.kupangkota.go.id/v/00".to_owned(),
            whatsapp: "https://wa.me/?text=voucher".to_owned(),
            share_text: "voucher".to_owned(),
        });
        let mut cancelled = facts.clone();
        cancelled.voucher.state = VoucherState::Cancelled;
        cancelled.voucher.settle_reason = Some("Salah kendaraan".to_owned());
        vec![
            ("issued", voucher_page(page(), texts, &facts, show)),
            ("cancelled", voucher_page(page(), texts, &cancelled, None)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_for_whatsapp_is_percent_encoded() {
        assert_eq!(percent_encoded("12,5 l & é"), "12%2C5%20l%20%26%20%C3%A9");
    }
}
