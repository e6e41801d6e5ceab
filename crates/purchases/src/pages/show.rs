//! `/pembelian/{id}`: one line as it was written, what follows from it, and where it came from.

use askama::Template;
use authz::{Action, Denied, Resource};
use base::{ActorId, Millilitres, Rupiah, UtcMicros, Uuid};
use db::{Access, Tx};
use fleet::VehicleId;
use register::ImportRunId;
use rust_decimal::Decimal;
use web::axum::extract::{Path, State};
use web::{Answer, Locale, PageFrame, Site, Staff, SummaryList, Texts, fl, render};

use super::names::Names;
use super::words::{bought_text, doubt_name, doubt_text, in_unit, money_text, quantity_text};
use crate::{
    Doubt, Doubts, Exact, LineKind, MeterText, Purchase, PurchaseId, Totals, UnitTotal,
    lookup_purchase, texts,
};

#[derive(Template)]
#[template(path = "show.html")]
pub(crate) struct PurchasePage {
    page: PageFrame,
    texts: Texts,
    purchase: Purchase,
    names: Names,
    doubts: Vec<(String, String)>,
    links: Vec<(String, String)>,
}

pub(crate) async fn show(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PurchaseId>,
) -> Answer {
    staff.may_somewhere(Action::PurchaseHistoryView)?;
    let tenant = staff.tenant();
    let today = staff.city().zone.date(staff.now());
    let read = move |tx: &mut Tx<'_>| {
        let Some(purchase) = lookup_purchase(tx, tenant, id)? else {
            return Ok(None);
        };
        let names = Names::load(tx, (tenant, today), std::slice::from_ref(&purchase))?;
        Ok(Some((purchase, names)))
    };
    let found = site.db()?.read(tenant, Access::ReadOwn, read).await?;
    let (purchase, names) = found.ok_or(Denied::Hidden)?;
    let resource = Resource::tenant(tenant).agency(purchase.agency);
    staff.may(Action::PurchaseHistoryView, &resource)?;
    let page = staff
        .page(title(texts(staff.locale), &purchase))
        .crumb(fl!(texts(staff.locale), "purchases"), "/pembelian");
    render(&purchase_page(page, purchase, names))
}

fn title(texts: Texts, purchase: &Purchase) -> String {
    let quantity = quantity_text(texts, purchase);
    let (vehicle, product) = (&purchase.vehicle_text, &purchase.product_text);
    format!("{vehicle} · {quantity} {product}")
}

fn purchase_page(page: PageFrame, purchase: Purchase, names: Names) -> PurchasePage {
    let texts = texts(page.locale);
    let doubts = purchase
        .doubts
        .iter()
        .map(|doubt| (doubt_name(texts, doubt), doubt_text(texts, doubt)))
        .collect();
    let mut links = Vec::new();
    match (purchase.vehicle, purchase.unknown) {
        (Some(vehicle), _) => {
            links.push((fl!(texts, "vehicle-open"), format!("/kendaraan/{vehicle}")));
            links.push((
                fl!(texts, "vehicle-purchases"),
                format!("/pembelian?kendaraan={vehicle}"),
            ));
        }
        (None, Some(unknown)) => {
            if page.may(Action::FleetUnknownResolve) {
                links.push((
                    fl!(texts, "unknown-resolve"),
                    format!("/plat-tak-dikenal/{unknown}"),
                ));
            }
            links.push((
                fl!(texts, "vehicle-purchases"),
                format!("/pembelian?plat={unknown}"),
            ));
        }
        (None, None) => {}
    }
    links.push((
        fl!(texts, "import-purchases"),
        format!("/pembelian?impor={}", purchase.run),
    ));
    if page.may(Action::RegisterImportRun) {
        let href = format!("/impor/proses/{}", purchase.run);
        links.push((fl!(texts, "import-open"), href));
    }
    PurchasePage {
        page,
        texts,
        purchase,
        names,
        doubts,
        links,
    }
}

impl PurchasePage {
    /// What the list says.
    fn written(&self) -> SummaryList {
        let (texts, purchase) = (self.texts, &self.purchase);
        let mut list = self
            .page
            .summary()
            .row(fl!(texts, "bought-at"), bought_text(&self.page, purchase))
            .row(fl!(texts, "vehicle-text"), &purchase.vehicle_text)
            .row(fl!(texts, "product"), &purchase.product_text)
            .row(fl!(texts, "quantity"), quantity_text(texts, purchase));
        if let Some(price) = purchase.unit_price {
            list = list.row(fl!(texts, "unit-price"), money_text(purchase, price));
        }
        list = list.row(fl!(texts, "amount"), money_text(purchase, purchase.amount));
        if let Some(net) = purchase.net {
            list = list.row(fl!(texts, "net-amount"), money_text(purchase, net));
        }
        if let Some(meter) = &purchase.meter {
            let shown = in_unit(texts, meter.shown.decimal(), &meter.unit);
            list = list.row(fl!(texts, "meter"), shown);
        }
        if let Some(station) = &purchase.station_text {
            list = list.row(fl!(texts, "station"), station);
        }
        if let Some(reference) = &purchase.reference {
            list = list.row(fl!(texts, "reference"), reference);
        }
        if let Some(source) = &purchase.source {
            list = list.row(fl!(texts, "source"), source);
        }
        list
    }

    /// What follows from it here.
    fn derived(&self) -> SummaryList {
        let (texts, purchase) = (self.texts, &self.purchase);
        let kind = match purchase.kind {
            LineKind::Fuel => fl!(texts, "fuel"),
            LineKind::NonFuel => fl!(texts, "non-fuel"),
        };
        let vehicle = if purchase.vehicle.is_some() {
            self.names.vehicle(purchase).to_owned()
        } else {
            fl!(texts, "not-in-register")
        };
        let mut list = self
            .page
            .summary()
            .row(fl!(texts, "kind"), kind)
            .row(fl!(texts, "vehicle"), vehicle);
        if purchase.agency.is_some() {
            list = list.row(fl!(texts, "agency"), self.names.agency(purchase));
        }
        if let Some(volume) = purchase.volume {
            list = list.row(fl!(texts, "derived"), volume);
        }
        if let Some(amount) = purchase.amount_rupiah {
            list = list.row(fl!(texts, "amount-rupiah"), amount);
        }
        if let Some((value, unit)) = self.meter_value() {
            let shown = in_unit(texts, Decimal::from(value), unit);
            list = list.row(fl!(texts, "meter-value"), shown);
        }
        if purchase.product.is_some() {
            list = list.row(fl!(texts, "product-known"), self.names.product(purchase));
        }
        if purchase.station.is_some() {
            list = list.row(fl!(texts, "station-known"), self.names.station(purchase));
        }
        let number = purchase.row_number.to_string();
        let imported = fl!(
            texts,
            "imported-row",
            at = self.page.at(purchase.imported_at),
            row = number
        );
        list.row(fl!(texts, "imported"), imported)
    }

    fn meter_value(&self) -> Option<(i64, &'static str)> {
        let meter = self.purchase.meter.as_ref()?;
        let unit = if meter.unit == "hour" { "hour" } else { "km" };
        Some((meter.value?, unit))
    }
}

/// One purchase of a known vehicle in rupiah, and one of an unknown one in another currency.
pub(super) fn sample_purchases(now: UtcMicros) -> (Purchase, Purchase) {
    let known = Purchase {
        id: PurchaseId::new(Uuid::from_u128(1)),
        source: None,
        reference: Some("2026-0001".to_owned()),
        run: ImportRunId::new(Uuid::from_u128(2)),
        row_number: 2,
        kind: LineKind::Fuel,
        vehicle_text: "DH 1234 A".to_owned(),
        vehicle: Some(VehicleId::new(Uuid::from_u128(3))),
        unknown: None,
        agency: None,
        bought_at: now,
        has_time: false,
        station_text: Some("54.851.02".to_owned()),
        station: None,
        product_text: "Pertamax".to_owned(),
        product: Some("pertamax".to_owned()),
        quantity: Exact::stored(355, 1),
        unit: "litre".to_owned(),
        volume: Some(Millilitres::new(35_500)),
        unit_price: Some(Exact::stored(12_600, 0)),
        amount: Exact::stored(447_300, 0),
        net: None,
        currency: "idr".to_owned(),
        amount_rupiah: Some(Rupiah::new(447_300)),
        meter: Some(MeterText {
            shown: Exact::stored(45_210, 0),
            unit: "km".to_owned(),
            value: Some(45_210),
        }),
        doubts: Doubts::default(),
        imported_at: now,
        imported_by: ActorId::new(Uuid::from_u128(4)),
    };
    let foreign = Purchase {
        id: PurchaseId::new(Uuid::from_u128(5)),
        source: Some("Kartu A".to_owned()),
        vehicle: None,
        unknown: Some(Uuid::from_u128(6)),
        vehicle_text: "17".to_owned(),
        has_time: true,
        product_text: "Unleaded".to_owned(),
        product: None,
        quantity: Exact::stored(1260, 2),
        unit: "gallon_us".to_owned(),
        volume: Some(Millilitres::new(47_696)),
        unit_price: Some(Exact::stored(218, 2)),
        amount: Exact::stored(2745, 2),
        net: Some(Exact::stored(2343, 2)),
        currency: "usd".to_owned(),
        amount_rupiah: None,
        meter: Some(MeterText {
            shown: Exact::stored(65_611, 0),
            unit: "mile".to_owned(),
            value: Some(105_591),
        }),
        doubts: [Doubt::MeterJump, Doubt::AmountDiffers]
            .into_iter()
            .collect(),
        ..known.clone()
    };
    (known, foreign)
}

/// Totals of both.
pub(super) fn sample_totals() -> Totals {
    let total = |unit: &str, total| UnitTotal {
        unit: unit.to_owned(),
        total,
    };
    Totals {
        lines: 2,
        fuel_lines: 2,
        quantities: vec![
            total("gallon_us", Decimal::new(1260, 2)),
            total("litre", Decimal::new(355, 1)),
        ],
        amounts: vec![
            total("idr", Decimal::from(447_300)),
            total("usd", Decimal::new(2745, 2)),
        ],
        volume: Millilitres::new(83_196),
        rupiah: Rupiah::new(447_300),
    }
}

impl web::Samples for PurchasePage {
    const NAME: &'static str = "purchase";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = || PageFrame::sample(locale, "DH 1234 A");
        let (known, foreign) = sample_purchases(page().now);
        let show = |purchase| purchase_page(page(), purchase, Names::default());
        vec![
            ("known", show(known)),
            ("unknown-and-doubtful", show(foreign)),
        ]
    }
}
