//! One redemption with everything that speaks for or against it.

use askama::Template;
use authz::{Action, Denied, Resource};
use base::{TenantId, UtcMicros, Uuid};
use db::{Access, Failure, Tx};
use fuel::{Hold, Photo, Redemption, RedemptionId, Voucher};
use web::axum::extract::{Path, State};
use web::{Answer, Locale, PageFrame, Site, Staff, Texts, fl, render};

use super::words::{check_text, doubts_tag, photo_text};
use crate::reading::{Names, Wanted};
use crate::texts;

/// A redemption with its voucher, hold and photos.
#[derive(Debug, Clone)]
struct Found {
    redemption: Redemption,
    voucher: Voucher,
    hold: Hold,
    photos: Vec<Photo>,
    agency: String,
    names: Names,
}

#[derive(Template)]
#[template(path = "redemption.html")]
pub(crate) struct RedemptionPage {
    page: PageFrame,
    texts: Texts,
    found: Found,
}

pub(crate) async fn show_redemption(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<RedemptionId>,
) -> Answer {
    let (tenant, actor) = (staff.tenant(), staff.actor().clone());
    let on = staff.city().zone.date(staff.now());
    let found = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            let Some(redemption) = fuel::lookup_redemption(tx, tenant, id)? else {
                return Ok(Err(Denied::Hidden));
            };
            let mut resource = Resource::tenant(tenant)
                .agency(redemption.agency)
                .station(redemption.station);
            if let Some(driver) = redemption.driver {
                resource = resource.owner(driver);
            }
            if actor.may(Action::FuelRedemptionView, &resource).is_err() {
                return Ok(Err(Denied::Hidden));
            }
            find(tx, tenant, redemption, on).map(Ok)
        })
        .await??;
    let texts = texts(staff.locale);
    let title = fl!(
        texts,
        "redemption",
        plate = found.names.vehicle(found.redemption.vehicle)
    );
    let page = staff
        .page(title)
        .about([found.redemption.vehicle])
        .crumb(fl!(texts, "redemptions"), "/pengisian");
    render(&RedemptionPage { page, texts, found })
}

fn find(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    redemption: Redemption,
    on: base::CivilDate,
) -> Result<Found, Failure> {
    let lost = || Failure::bug("a redemption without its voucher or hold");
    let voucher = fuel::lookup_voucher(tx, tenant, redemption.voucher)?.ok_or_else(lost)?;
    let hold = fuel::lookup_hold(tx, tenant, redemption.hold)?.ok_or_else(lost)?;
    let photos = fuel::list_hold_photos(tx, tenant, redemption.hold)?;
    let agency = register::lookup_agency(tx, tenant, redemption.agency)?;
    let people = [redemption.driver, Some(redemption.attendant)];
    let wanted = Wanted {
        vehicles: [redemption.vehicle].into(),
        people: people.into_iter().flatten().collect(),
    };
    let names = Names::load(tx, tenant, &wanted, on)?;
    let agency = agency.map_or_else(|| "–".to_owned(), |agency| agency.name);
    Ok(Found {
        redemption,
        voucher,
        hold,
        photos,
        agency,
        names,
    })
}

impl RedemptionPage {
    /// Name and value of each line, with an address where there are records behind it.
    fn rows(&self) -> Vec<(String, String, String)> {
        let (texts, page) = (self.texts, &self.page);
        let Found {
            redemption,
            voucher,
            hold,
            agency,
            names,
            ..
        } = &self.found;
        let plain = |name: String, value: String| (name, value, String::new());
        let mut rows = vec![
            (
                fl!(texts, "voucher"),
                fuel::grouped(&voucher.code),
                format!("/voucher/{}", voucher.id),
            ),
            (
                fl!(texts, "col-vehicle"),
                names.vehicle(redemption.vehicle).to_owned(),
                format!("/kendaraan/{}", redemption.vehicle),
            ),
            plain(fl!(texts, "agency-field"), agency.clone()),
            plain(
                fl!(texts, "product"),
                names.product(&redemption.product).to_owned(),
            ),
            plain(fl!(texts, "volume"), redemption.volume.to_string()),
            plain(fl!(texts, "price"), redemption.price.to_string()),
            plain(fl!(texts, "amount"), redemption.amount.to_string()),
        ];
        if let Some(slip) = redemption.slip_amount {
            rows.push(plain(fl!(texts, "slip-amount"), slip.to_string()));
        }
        if let Some(value) = redemption.meter_value {
            let href = format!("/kendaraan/{}?tab=meter", redemption.vehicle);
            rows.push((fl!(texts, "meter"), page.count(value), href));
        }
        rows.extend([
            plain(
                fl!(texts, "station"),
                names.station(redemption.station).to_owned(),
            ),
            plain(
                fl!(texts, "attendant"),
                names.person(Some(redemption.attendant)).to_owned(),
            ),
            plain(
                fl!(texts, "driver"),
                names.person(redemption.driver).to_owned(),
            ),
            plain(
                fl!(texts, "driver-check"),
                check_text(texts, hold.driver_check),
            ),
            plain(fl!(texts, "dispensed-at"), page.at(redemption.dispensed_at)),
            plain(fl!(texts, "recorded-at"), page.at(redemption.recorded_at)),
            plain(fl!(texts, "period"), page.month(redemption.period)),
        ]);
        // A station sees what it dispensed, not the office's records behind it.
        if !page.may(Action::FleetVehicleView) {
            for (_, _, href) in &mut rows {
                href.clear();
            }
        }
        rows
    }

    fn tag(&self) -> web::Tag {
        doubts_tag(self.texts, &self.found.redemption.doubts)
    }

    fn photos(&self) -> Vec<(String, String, String)> {
        let words = |photo: &Photo| {
            let at = photo.taken_at.unwrap_or(photo.at);
            (
                photo.hash.clone(),
                photo_text(self.texts, photo.subject),
                self.page.at(at),
            )
        };
        self.found.photos.iter().map(words).collect()
    }
}

/// A made-up redemption for samples.
pub(super) fn sample_redemption() -> Redemption {
    let id = |number: u128| Uuid::from_u128(number);
    Redemption {
        id: RedemptionId::new(id(1)),
        voucher: fuel::VoucherId::new(id(2)),
        hold: fuel::HoldId::new(id(3)),
        vehicle: fleet::VehicleId::new(id(4)),
        agency: base::AgencyId::new(id(5)),
        station: base::StationId::new(id(6)),
        attendant: base::PersonId::new(id(7)),
        driver: Some(base::PersonId::new(id(8))),
        product: "pertamax".to_owned(),
        price: base::Rupiah::new(12_350),
        volume: base::Millilitres::new(20_000),
        amount: base::Rupiah::new(247_000),
        slip_amount: Some(base::Rupiah::new(247_000)),
        period: sample_month(),
        dispensed_at: UtcMicros::new(1_795_500_000_000_000),
        recorded_at: UtcMicros::new(1_795_500_000_000_000),
        reading: None,
        meter_value: Some(48_211),
        doubts: vec![fuel::Doubt::Meter],
    }
}

/// The month of samples.
pub(super) fn sample_month() -> base::MonthOfYear {
    base::MonthOfYear::of(base::CivilDate::constant(2026, 11, 1))
}

impl web::Samples for RedemptionPage {
    const NAME: &'static str = "redemption";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let redemption = sample_redemption();
        let at = redemption.dispensed_at;
        let voucher = Voucher {
            id: redemption.voucher,
            code: "7K3QPX9RT2".to_owned(),
            sequence: 0,
            kind: fuel::VoucherKind::Vehicle,
            agency: redemption.agency,
            vehicle: redemption.vehicle,
            drawer: redemption.driver,
            product: redemption.product.clone(),
            substitutes: Vec::new(),
            volume: redemption.volume,
            price: redemption.price,
            amount: redemption.amount,
            period: redemption.period,
            line: budget::BudgetLineId::new(Uuid::from_u128(9)),
            budget_transfer: ledger::TransferId::new(Uuid::from_u128(10)),
            quota_transfer: None,
            quota_unit: None,
            station: None,
            offline: false,
            valid_from: at,
            valid_until: at.plus_seconds(86_400),
            letter_number: None,
            purpose: "Dinas luar".to_owned(),
            state: fuel::VoucherState::Redeemed,
            issued_by: base::ActorId::new(Uuid::from_u128(11)),
            issued_at: at,
            batch: None,
            standing: None,
            hold: Some(redemption.hold),
            hold_until: None,
            settled_at: Some(at),
            settle_reason: None,
            revision: 2,
        };
        let hold = Hold {
            id: redemption.hold,
            voucher: voucher.id,
            station: redemption.station,
            device: base::DeviceId::new(Uuid::from_u128(12)),
            shift: Uuid::from_u128(13),
            attendant: redemption.attendant,
            driver: redemption.driver,
            driver_check: fuel::DriverCheck::Pin,
            product: redemption.product.clone(),
            price: redemption.price,
            volume: redemption.volume,
            amount: redemption.amount,
            at,
            until: at.plus_seconds(900),
        };
        let found = Found {
            redemption,
            voucher,
            hold,
            photos: Vec::new(),
            agency: "Dinas Kesehatan".to_owned(),
            names: Names::default(),
        };
        let page = PageFrame::sample(locale, fl!(texts, "redemption", plate = "DH 1234 AB"));
        vec![("filled", Self { page, texts, found })]
    }
}
