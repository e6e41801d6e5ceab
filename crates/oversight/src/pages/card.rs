//! Kartu kendali BBM: a vehicle's month as the treasurer files it.

use std::fmt::Write as _;

use askama::Template;
use authz::{Action, Actor, Denied, Resource};
use base::{CivilDate, Millilitres, MonthOfYear, PersonId, Rupiah, TenantId, Zone, to_hex};
use db::{Access, Failure, Tx};
use fleet::{Meter, Vehicle, VehicleId};
use fuel::{QuotaState, VehicleMonthLine};
use register::Agency;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use tabular::{ListCell, ListFormat};
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, Locale, PageFrame, QueryState, Site, Staff, Texts, fl, render,
};

use super::export::Workbook;
use super::paper::{Paper, Signature, card_signatures, grouped, letterhead};
use super::words::{doubt_codes_text, quota_sentence};
use crate::documents;
use crate::office::Office;
use crate::reading::{Names, Wanted};
use crate::texts;

/// What a card says.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(super) vehicle: Vehicle,
    pub(super) agency: Option<Agency>,
    pub(super) month: MonthOfYear,
    pub(super) lines: Vec<VehicleMonthLine>,
    pub(super) quota: Option<QuotaState>,
    litres_per_100: Option<f64>,
    pub(super) names: Names,
    pub(super) checkpoint: Option<String>,
}

/// The form in which a card is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CardQuery {
    format: String,
}

#[derive(Template)]
#[template(path = "card.html")]
pub(crate) struct CardPage {
    page: PageFrame,
    texts: Texts,
    card: Card,
    office: Office,
    check_url: String,
}

pub(crate) async fn show_card(
    staff: Staff,
    State(site): State<Site>,
    Path((vehicle, month)): Path<(VehicleId, MonthOfYear)>,
    QueryState(query): QueryState<CardQuery>,
) -> Answer {
    let (tenant, actor, zone) = (
        staff.tenant(),
        staff.actor().clone(),
        staff.city().zone.clone(),
    );
    let (card, office) = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            find_card(tx, (tenant, &zone), &actor, (vehicle, month))
        })
        .await??;
    let texts = texts(staff.locale);
    let title = fl!(texts, "card", plate = card.vehicle.name());
    let page = staff
        .page(title)
        .about([card.vehicle.id])
        .crumb(fl!(texts, "cards"), "/kartu");
    if query.format == "xlsx" {
        let check_url = card.check_url(&staff.base_url());
        return workbook(texts, &page, (&card, &office, &check_url)).answer();
    }
    if query.format == "pdf" {
        let logo = documents::logo_of(&site, tenant, office.logo.as_ref()).await?;
        let request = card_request((page, logo), &staff.base_url(), (&card, &office));
        return documents::answer(&site, (staff.origin(), staff.locale), &request).await;
    }
    let check_url = card.check_url(&staff.base_url());
    render(&CardPage {
        page,
        texts,
        card,
        office,
        check_url,
    })
}

/// A card with its office, for who may see it.
pub(crate) fn find_card(
    tx: &mut Tx<'_>,
    (tenant, zone): (TenantId, &Zone),
    actor: &Actor,
    (vehicle, month): (VehicleId, MonthOfYear),
) -> Result<Result<(Card, Office), Denied>, Failure> {
    let on = month.last_day();
    let Some(vehicle) = fleet::lookup_vehicle(tx, tenant, vehicle, on)? else {
        return Ok(Err(Denied::Hidden));
    };
    let mut resource = Resource::tenant(tenant)
        .agency(vehicle.agency)
        .unit(vehicle.unit);
    for driver in fleet::list_drivers_on(tx, tenant, vehicle.id, on)? {
        resource = resource.owner(driver);
    }
    if actor.may(Action::FuelCardView, &resource).is_err() {
        return Ok(Err(Denied::Hidden));
    }
    let card = load_card(tx, tenant, (vehicle, month), zone)?;
    let office = match &card.agency {
        Some(agency) => Office::load(tx, tenant, (agency, on), card.only_driver())?,
        None => Office::default(),
    };
    Ok(Ok((card, office)))
}

/// A card as a paper.
pub(crate) fn card_request(
    (page, logo): (PageFrame, Option<String>),
    base_url: &str,
    (card, office): (&Card, &Office),
) -> documents::Request {
    let check_url = card.check_url(base_url);
    documents::Request {
        file: card.file_name(),
        content: Paper::new(page, office, &check_url)
            .with_logo(logo)
            .card(card),
    }
}

/// Reads what a card says; who may see it was asked before.
pub(super) fn load_card(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (vehicle, month): (Vehicle, MonthOfYear),
    zone: &Zone,
) -> Result<Card, Failure> {
    let edge = |day: CivilDate| {
        zone.start_of(day)
            .map_err(|error| Failure::other("a month's edge", error))
    };
    let between = (edge(month.first_day())?, edge(month.next().first_day())?);
    let lines = fuel::list_vehicle_month(tx, tenant, vehicle.id, month)?;
    let quota = fuel::explain_quota(tx, tenant, &vehicle, month)?;
    let consumption = fleet::meter_series(tx, tenant, &vehicle, between)?.consumption;
    let wanted = Wanted {
        vehicles: [vehicle.id].into(),
        people: lines.iter().filter_map(|line| line.driver).collect(),
    };
    let names = Names::load(tx, tenant, &wanted, month.last_day())?;
    let agency = register::lookup_agency(tx, tenant, vehicle.agency)?;
    let checkpoint = journal::latest_checkpoint(tx, tenant)?;
    Ok(Card {
        vehicle,
        agency,
        month,
        lines,
        quota,
        litres_per_100: consumption.litres_per_100,
        names,
        checkpoint: checkpoint.map(|note| journal::short_code(&note)),
    })
}

impl Card {
    pub(super) fn totals(&self) -> (Millilitres, Rupiah) {
        let volume = self.lines.iter().map(|line| line.volume.get()).sum();
        let amount = self.lines.iter().map(|line| line.amount.get()).sum();
        (Millilitres::new(volume), Rupiah::new(amount))
    }

    /// The one who drew all of the month's fuel, where it was one.
    fn only_driver(&self) -> Option<PersonId> {
        let mut drivers = self.lines.iter().map(|line| line.driver);
        let first = drivers.next().flatten()?;
        drivers.all(|driver| driver == Some(first)).then_some(first)
    }

    /// Where anyone checks the card.
    fn check_url(&self, base_url: &str) -> String {
        let (vehicle, month, digest) = (self.vehicle.id, self.month, self.digest());
        format!("{base_url}/periksa/kartu/{vehicle}/{month}?sidik={digest}")
    }

    /// What the card's files are called, without the ending.
    fn file_name(&self) -> String {
        let signs = self.vehicle.name().chars();
        let name: String = signs.filter(char::is_ascii_alphanumeric).collect();
        format!("kartu-kendali-{name}-{}", self.month)
    }

    /// Kilometres or engine hours: what a litre lasts.
    pub(super) fn consumption(&self, texts: Texts) -> String {
        let Some(litres) = self.litres_per_100 else {
            return fl!(texts, "card-consumption-unknown");
        };
        let hours = self.vehicle.meter == Meter::HourMeter;
        let value = if hours { litres / 100.0 } else { litres };
        let value = format!("{value:.1}").replace('.', ",");
        if hours {
            fl!(texts, "card-per-hour", value = value)
        } else {
            fl!(texts, "card-per-100-km", value = value)
        }
    }

    /// A short digest over everything the card's lines say; changes when any of them does.
    pub(super) fn digest(&self) -> String {
        let mut text = format!("kartu {} {}\n", self.vehicle.id, self.month);
        for line in &self.lines {
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "{} {} {} {} {}",
                line.redemption,
                line.dispensed_at.get(),
                line.volume.get(),
                line.price.get(),
                line.amount.get()
            );
        }
        short_digest(&text)
    }
}

/// Sixteen hexadecimal digits of a text's SHA-256.
pub(super) fn short_digest(text: &str) -> String {
    to_hex(Sha256::digest(text).first_chunk::<8>().unwrap_or(&[0; 8]))
}

/// A QR code as SVG without any style, black on white.
pub(super) fn qr_svg(text: &str) -> String {
    let Ok(code) = fast_qr::QRBuilder::new(text).build() else {
        return String::new();
    };
    let size = code.size;
    let mut path = String::new();
    for row in 0..size {
        for (column, module) in code[row].iter().enumerate() {
            if module.value() {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{} {}h1v1h-1z", column + 4, row + 4);
            }
        }
    }
    let whole = size + 8;
    format!(
        "<svg class=\"qr\" viewBox=\"0 0 {whole} {whole}\" width=\"132\" height=\"132\" \
         aria-hidden=\"true\" focusable=\"false\"><path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/>\
         <path d=\"{path}\"/></svg>"
    )
}

impl CardPage {
    fn quota(&self) -> String {
        quota_sentence(self.texts, self.card.quota.as_ref())
    }

    fn signatures(&self) -> Vec<Signature> {
        card_signatures(self.texts, &self.office)
    }

    fn letterhead(&self) -> (&str, &str) {
        let agency = self.card.agency.as_ref();
        agency.map_or(("–", ""), |agency| {
            (
                agency.name.as_str(),
                agency.address.as_deref().unwrap_or(""),
            )
        })
    }

    /// By what a card is found at `/periksa` where the plate is missing.
    fn machine_code(&self) -> Option<String> {
        let vehicle = &self.card.vehicle;
        vehicle
            .plate
            .is_none()
            .then(|| fleet::short_code(vehicle.id))
    }

    fn sealed(&self) -> String {
        self.card
            .checkpoint
            .clone()
            .unwrap_or_else(|| fl!(self.texts, "card-sealed-none"))
    }

    fn qr(&self) -> String {
        qr_svg(&self.check_url)
    }

    fn table(&self) -> DataTable {
        let (texts, page, card) = (self.texts, &self.page, &self.card);
        let columns = [
            Column::text(fl!(texts, "col-time")),
            Column::text(fl!(texts, "col-code")),
            Column::text(fl!(texts, "col-station")),
            Column::text(fl!(texts, "col-product")),
            Column::number(fl!(texts, "col-meter")),
            Column::number(fl!(texts, "col-volume")),
            Column::number(fl!(texts, "col-price")),
            Column::number(fl!(texts, "col-amount")),
            Column::text(fl!(texts, "col-doubts")),
        ];
        let rows = card.lines.iter().map(|line| {
            [
                if page.may(Action::FuelRedemptionView) {
                    Cell::link(
                        page.at(line.dispensed_at),
                        format!("/pengisian/{}", line.redemption),
                    )
                } else {
                    Cell::text(page.at(line.dispensed_at))
                },
                Cell::text(fuel::grouped(&line.code)).below(card.names.person(line.driver)),
                Cell::text(card.names.station(line.station)),
                Cell::text(card.names.product(&line.product)),
                Cell::text(
                    line.meter_value
                        .map_or_else(|| "–".to_owned(), |value| page.count(value)),
                ),
                Cell::text(line.volume),
                Cell::text(line.price),
                Cell::text(line.amount),
                Cell::text(doubt_codes_text(texts, &line.doubts)),
            ]
        });
        let (volume, amount) = card.totals();
        let blank = || Cell::text("");
        let caption = format!("{}, {}", fl!(texts, "redemptions"), page.month(card.month));
        DataTable::new(caption, columns).rows(rows).total([
            Cell::text(fl!(texts, "card-total")),
            blank(),
            blank(),
            blank(),
            blank(),
            Cell::text(volume),
            blank(),
            Cell::text(amount),
            blank(),
        ])
    }
}

fn workbook(
    texts: Texts,
    page: &PageFrame,
    (card, office, check_url): (&Card, &Office, &str),
) -> Workbook {
    let (volume, amount) = card.totals();
    let subject = page.marked(card.vehicle.id, card.vehicle.name());
    let agency = card
        .agency
        .as_ref()
        .map_or("", |agency| agency.name.as_str());
    let rows = card.lines.iter().map(|line| {
        vec![
            ListCell::DateTime(page.city.zone.local(line.dispensed_at)),
            fuel::grouped(&line.code).as_str().into(),
            card.names.person(line.driver).into(),
            card.names.station(line.station).into(),
            card.names.product(&line.product).into(),
            line.meter_value.map_or(ListCell::Empty, ListCell::Integer),
            ListCell::Integer(line.volume.get()),
            ListCell::Integer(line.price.get()),
            ListCell::Integer(line.amount.get()),
            doubt_codes_text(texts, &line.doubts).as_str().into(),
        ]
    });
    Workbook {
        file: card.file_name(),
        sheet: fl!(texts, "sheet-card"),
        letterhead: letterhead(
            (texts, page, office),
            (agency, format!("{}, {subject}", fl!(texts, "card-title"))),
            card.month,
            (card.digest(), card.checkpoint.as_ref(), check_url),
        ),
        columns: vec![
            (
                format!("{} ({})", fl!(texts, "col-time"), page.city.zone.label()),
                ListFormat::DateTime,
            ),
            (fl!(texts, "col-code"), ListFormat::Text),
            (fl!(texts, "col-driver"), ListFormat::Text),
            (fl!(texts, "col-station"), ListFormat::Text),
            (fl!(texts, "col-product"), ListFormat::Text),
            (fl!(texts, "col-meter"), ListFormat::Integer),
            (fl!(texts, "col-volume"), ListFormat::Litres),
            (fl!(texts, "col-price"), ListFormat::Rupiah),
            (fl!(texts, "col-amount"), ListFormat::Rupiah),
            (fl!(texts, "col-doubts"), ListFormat::Text),
        ],
        notes: vec![
            (
                fl!(texts, "card-vehicle"),
                page.marked(card.vehicle.id, card.vehicle.name()),
            ),
            (fl!(texts, "card-month"), page.month(card.month)),
            (
                fl!(texts, "card-quota"),
                quota_sentence(texts, card.quota.as_ref()),
            ),
            (fl!(texts, "card-digest"), grouped(card.digest())),
            (fl!(texts, "export-made"), page.at(page.now)),
        ],
        rows: rows.collect(),
        total: vec![
            fl!(texts, "card-total").as_str().into(),
            ListCell::Empty,
            ListCell::Empty,
            ListCell::Empty,
            ListCell::Empty,
            ListCell::Empty,
            ListCell::Integer(volume.get()),
            ListCell::Empty,
            ListCell::Integer(amount.get()),
        ],
    }
}

/// A made-up vehicle for samples.
pub(super) fn sample_vehicle() -> Vehicle {
    Vehicle {
        id: VehicleId::new(base::Uuid::from_u128(4)),
        agency: base::AgencyId::new(base::Uuid::from_u128(5)),
        unit: None,
        kind: fleet::VehicleKind::Vehicle,
        class: "car".to_owned(),
        label: "Toyota Avanza 1.3".to_owned(),
        asset: fleet::AssetCard::default(),
        plate: Some("DH 1234 AB".to_owned()),
        tank_ml: Some(Millilitres::new(45_000)),
        fuel_kind: fleet::FuelKind::Petrol,
        default_product: None,
        products: Vec::new(),
        meter: Meter::Odometer,
        is_sensitive: false,
        work_pattern: None,
        state: fleet::VehicleState::Active,
        merged_into: None,
        revision: 0,
    }
}

impl web::Samples for CardPage {
    const NAME: &'static str = "card";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let redemption = super::redemption::sample_redemption();
        let line = VehicleMonthLine {
            redemption: redemption.id,
            code: "7K3QPX9RT2".to_owned(),
            dispensed_at: redemption.dispensed_at,
            station: redemption.station,
            driver: redemption.driver,
            product: redemption.product,
            volume: redemption.volume,
            price: redemption.price,
            amount: redemption.amount,
            meter_value: redemption.meter_value,
            doubts: "meter".to_owned(),
        };
        let page = |lines| Self {
            page: PageFrame::sample(locale, fl!(texts, "card", plate = "DH 1234 AB")),
            texts,
            card: Card {
                vehicle: sample_vehicle(),
                agency: None,
                month: super::redemption::sample_month(),
                lines,
                quota: None,
                litres_per_100: Some(9.4),
                names: Names::default(),
                checkpoint: Some("0A1B-2C3D-4E5F-6071".to_owned()),
            },
            office: Office::default(),
            check_url: "https://bbm.example/periksa/kartu/x".to_owned(),
        };
        vec![("filled", page(vec![line])), ("empty", page(Vec::new()))]
    }
}
