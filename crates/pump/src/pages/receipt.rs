//! The receipt on the screen, for attendant and driver.

use askama::Template;
use authz::{Action, Resource};
use db::{Access, Failure, Tx};
use fuel::{Redemption, RedemptionId, VoucherId};
use voucher_token::ShortCode;
use web::axum::extract::{Path, State};
use web::{
    Answer, FrameKind, Locale, PageFrame, Samples, Site, Staff, SummaryList, Texts, WebError, fl,
    render,
};

use super::parts::{person_name, product_name};
use super::words::doubt_text;
use crate::texts;

/// What was dispensed, as everyone at the pump reads it.
#[derive(Debug, Template)]
#[template(path = "pump/receipt.html")]
pub(crate) struct ReceiptPage {
    page: PageFrame,
    texts: Texts,
    plate: String,
    volume: String,
    amount: String,
    summary: SummaryList,
    doubts: Vec<String>,
    is_at_pump: bool,
    voucher: VoucherId,
}

struct Facts {
    redemption: Redemption,
    plate: String,
    product: String,
    station: String,
    attendant: String,
    driver: String,
    code: String,
    meter_unit_hours: bool,
}

fn find(tx: &mut Tx<'_>, staff: &Staff, id: RedemptionId) -> Result<Option<Facts>, Failure> {
    let tenant = staff.tenant();
    let Some(redemption) = fuel::lookup_redemption(tx, tenant, id)? else {
        return Ok(None);
    };
    let resource = Resource::tenant(tenant)
        .agency(redemption.agency)
        .station(redemption.station)
        .owner(redemption.driver.unwrap_or(redemption.attendant));
    if staff.may(Action::FuelRedemptionView, &resource).is_err() {
        return Ok(None);
    }
    let on = staff.city().zone.date(redemption.dispensed_at);
    let vehicle = fleet::lookup_vehicle(tx, tenant, redemption.vehicle, on)?;
    let voucher = fuel::lookup_voucher(tx, tenant, redemption.voucher)?;
    let code = voucher.map(|voucher| voucher.code).unwrap_or_default();
    let station = stations::lookup_station(tx, tenant, redemption.station)?;
    let products = stations::list_products(tx, tenant)?;
    Ok(Some(Facts {
        plate: vehicle
            .as_ref()
            .map_or("–", |vehicle| vehicle.name())
            .to_owned(),
        meter_unit_hours: vehicle
            .as_ref()
            .is_some_and(|vehicle| vehicle.meter == fleet::Meter::HourMeter),
        product: product_name(&products, &redemption.product),
        station: station
            .map(|station| station.name.clone())
            .unwrap_or_default(),
        attendant: person_name(tx, tenant, Some(redemption.attendant))?,
        driver: person_name(tx, tenant, redemption.driver)?,
        code: code
            .parse::<ShortCode>()
            .map_or_else(|_| code.clone(), |code| code.to_string()),
        redemption,
    }))
}

pub(crate) async fn show_receipt(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<RedemptionId>,
) -> Answer {
    staff.may_somewhere(Action::FuelRedemptionView)?;
    let asking = staff.clone();
    let facts = site
        .db()?
        .read(staff.tenant(), Access::ReadOwn, move |tx| {
            find(tx, &asking, id)
        })
        .await?
        .ok_or_else(WebError::not_found)?;
    let texts = texts(staff.locale);
    let page = staff
        .page(fl!(texts, "receipt"))
        .kind(FrameKind::Bare)
        .script("pump");
    let is_at_pump = stations::acting_device(staff.actor()).is_some();
    render(&receipt_page(page, texts, &facts, is_at_pump))
}

fn receipt_page(page: PageFrame, texts: Texts, facts: &Facts, is_at_pump: bool) -> ReceiptPage {
    let redemption = &facts.redemption;
    let mut summary = page
        .summary()
        .row(fl!(texts, "receipt-code"), &facts.code)
        .row(fl!(texts, "product"), &facts.product)
        .row(
            fl!(texts, "price"),
            fl!(texts, "per-litre", price = redemption.price.to_string()),
        )
        .row(fl!(texts, "time"), page.at(redemption.dispensed_at))
        .row(fl!(texts, "station"), &facts.station)
        .row(fl!(texts, "attendant"), &facts.attendant)
        .row(fl!(texts, "driver-name"), &facts.driver);
    if let Some(slip) = redemption
        .slip_amount
        .filter(|slip| *slip != redemption.amount)
    {
        summary = summary.row(fl!(texts, "slip"), slip);
    }
    if let Some(value) = redemption.meter_value {
        let unit = if facts.meter_unit_hours {
            fl!(texts, "meter-unit-hours")
        } else {
            fl!(texts, "meter-unit-km")
        };
        summary = summary.row(fl!(texts, "meter"), format!("{} {unit}", page.count(value)));
    }
    ReceiptPage {
        plate: page.marked(redemption.vehicle.uuid(), &facts.plate),
        volume: redemption.volume.to_string(),
        amount: redemption.amount.to_string(),
        summary,
        doubts: redemption
            .doubts
            .iter()
            .map(|doubt| doubt_text(texts, *doubt))
            .collect(),
        is_at_pump,
        voucher: redemption.voucher,
        page,
        texts,
    }
}

impl Samples for ReceiptPage {
    const NAME: &'static str = "pump-receipt";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        use base::{Millilitres, Rupiah, Uuid};
        let texts = texts(locale);
        let page = |doubts| {
            let frame = PageFrame::sample(locale, fl!(texts, "receipt"));
            let frame = frame.kind(FrameKind::Bare).script("pump");
            let id = Uuid::from_u128(1);
            let redemption = Redemption {
                id: id.into(),
                voucher: id.into(),
                hold: id.into(),
                vehicle: id.into(),
                agency: id.into(),
                station: id.into(),
                attendant: id.into(),
                driver: None,
                product: "pertamax".to_owned(),
                price: Rupiah::new(13_650),
                volume: Millilitres::new(20_000),
                amount: Rupiah::new(273_000),
                slip_amount: Some(Rupiah::new(273_000)),
                period: frame.city.zone.month(frame.now),
                dispensed_at: frame.now,
                recorded_at: frame.now,
                reading: None,
                meter_value: Some(123_456),
                doubts,
            };
            let facts = Facts {
                redemption,
                plate: "DH 1234 AB".to_owned(),
                product: "Pertamax".to_owned(),
                station: "SPBU Oebobo 54.851.07".to_owned(),
                attendant: "Yosef Lay".to_owned(),
                driver: "Yohanes Bere".to_owned(),
                code: "7K3QF-9M2XA".to_owned(),
                meter_unit_hours: false,
            };
            receipt_page(frame, texts, &facts, true)
        };
        vec![
            ("clean", page(Vec::new())),
            ("doubtful", page(fuel::Doubt::ALL.to_vec())),
        ]
    }
}
