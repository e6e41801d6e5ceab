//! One station: what it sells, its contracts, its pump phones, its attendants.

use askama::Template;
use authz::{Action, Resource};
use base::{DeviceId, PersonId, Rupiah, StationId, UtcMicros};
use fast_qr::ECL;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::qr::QRBuilder;
use identity::Person;
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, Flash, Form, Locale, PageFrame, Samples, Site, Staff, StatusTone, Tag,
    Texts, WebError, fl, redirect, render, token_hash,
};

use super::shapes::{DetailPage, Item, ItemButton, Section, SmallForm};
use super::station_shifts::{latest_shifts, shift_section};
use super::{read, seen_stations, submit, trail};
use crate::actions::{
    NewDevice, NewDeviceLink, StockReport, invite_device, renew_device_link, report_stock_back,
    report_stock_out, withdraw_device,
};
use crate::model::contract::Contract;
use crate::model::device::{Device, DeviceState, LINK_SECONDS};
use crate::model::product::Product;
use crate::model::shift::Shift;
use crate::model::station::{Station, StockOut};
use crate::store;
use crate::{texts, words};

/// Everything the page shows.
struct Known {
    station: Station,
    place: Option<String>,
    products: Vec<Product>,
    prices: Vec<Option<Rupiah>>,
    stock_outs: Vec<StockOut>,
    contracts: Vec<Contract>,
    devices: Vec<Device>,
    attendants: Vec<Person>,
    /// The latest first, each with the attendant's name.
    shifts: Vec<(Shift, String)>,
}

async fn load(staff: &Staff, id: StationId) -> Result<Known, WebError> {
    let (tenant, now) = (staff.tenant(), staff.now());
    if seen_stations(staff.actor()).is_some_and(|seen| !seen.contains(&id)) {
        return Err(WebError::not_found());
    }
    let known = read(staff, move |tx| {
        let Some(station) = store::station::lookup_station(tx, tenant, id)? else {
            return Ok(None);
        };
        let mut prices = Vec::with_capacity(station.products.len());
        for product in &station.products {
            prices.push(store::price::lookup_price(
                tx,
                tenant,
                product,
                Some(id),
                now,
            )?);
        }
        let place = match &station.place_code {
            Some(code) => register::lookup_place_by_code(tx, tenant, code)?,
            None => None,
        };
        let people: Vec<PersonId> = store::device::list_attendants(tx, tenant, id, now)?;
        let mut attendants = identity::list_people_by_ids(tx, tenant, &people)?;
        attendants.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Some(Known {
            place: place.map(|place| place.name),
            products: store::product::list_products(tx, tenant)?,
            prices,
            stock_outs: store::station::list_stock_outs(tx, tenant, id)?,
            contracts: store::contract::list_contracts(tx, tenant, id)?,
            devices: store::device::list_devices(tx, tenant, id)?,
            attendants,
            shifts: latest_shifts(tx, tenant, id)?,
            station,
        }))
    });
    known.await?.ok_or_else(WebError::not_found)
}

pub(crate) async fn show(staff: Staff, Path(id): Path<StationId>) -> Answer {
    staff.may_somewhere(Action::FuelStationView)?;
    let known = load(&staff, id).await?;
    render(&detail(&staff, &known, FieldErrors::new(staff.locale)))
}

fn detail(staff: &Staff, known: &Known, errors: FieldErrors) -> DetailPage {
    let texts = texts(staff.locale);
    let station = &known.station;
    let page = staff
        .page(station.name.clone())
        .about([station.id])
        .crumb(fl!(texts, "stations"), "/spbu")
        .errors(errors);
    let here = format!("/spbu/{}", station.id);
    let mut links = Vec::new();
    if page.may(Action::FuelStationEdit) {
        links.push((fl!(texts, "station-edit"), format!("{here}/ubah")));
    }
    if let Some(place) = station.coordinates {
        let (latitude, longitude) = (
            crate::Coordinates::degrees(place.latitude),
            crate::Coordinates::degrees(place.longitude),
        );
        let map = format!(
            "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
        );
        links.push((fl!(texts, "station-map"), map));
    }
    if page.may(Action::JournalTrailView) {
        links.push((
            fl!(texts, "audit-trail"),
            format!("/jejak/station/{}", station.id),
        ));
    }
    let mut sections = vec![
        stock_section(staff, &page, known),
        contract_section(staff, &page, known),
    ];
    if page.may(Action::IdentityDeviceEnrol) {
        sections.push(device_section(&page, known));
        sections.push(attendant_section(&page, known));
        sections.push(shift_section(&page, &known.shifts));
    }
    DetailPage {
        summary: summary(&page, known),
        page,
        links,
        sections,
    }
}

fn summary(page: &PageFrame, known: &Known) -> web::SummaryList {
    let texts = texts(page.locale);
    let station = &known.station;
    let status = if station.is_active {
        fl!(texts, "station-active")
    } else {
        fl!(texts, "station-inactive")
    };
    let address = match &known.place {
        Some(place) => format!("{}, {place}", station.address),
        None => station.address.clone(),
    };
    let mut summary = page
        .summary()
        .row(fl!(texts, "station-number"), &station.number)
        .row(
            fl!(texts, "ownership"),
            words::ownership_name(station.number.ownership(), texts),
        )
        .row(fl!(texts, "station-address"), address)
        .row(
            fl!(texts, "station-hours"),
            words::hours_text(&station.hours, page.locale),
        );
    if let Some(phone) = &station.phone {
        summary = summary.row(fl!(texts, "station-phone"), phone);
    }
    if let Some(owner) = &station.owner_company {
        summary = summary.row(fl!(texts, "station-owner"), owner);
    }
    summary.row(fl!(texts, "station-status"), status)
}

fn stock_section(staff: &Staff, page: &PageFrame, known: &Known) -> Section {
    let texts = texts(page.locale);
    let station = &known.station;
    let place = Resource::tenant(staff.tenant()).station(station.id);
    let may_report = staff.may(Action::FuelStockReport, &place).is_ok();
    let item = |(code, price): (&String, &Option<Rupiah>)| {
        let out = known
            .stock_outs
            .iter()
            .find(|out| out.product == *code && out.back_at.is_none());
        let tag = match out {
            Some(out) => Tag::new(
                fl!(texts, "stock-out", since = page.at(out.out_at)),
                StatusTone::Warn,
            ),
            None => Tag::new(fl!(texts, "stock-in"), StatusTone::Good),
        };
        let (text, word) = match out {
            Some(_) => (fl!(texts, "stock-report-back"), "ada"),
            None => (fl!(texts, "stock-report-out"), "kosong"),
        };
        let button = ItemButton {
            text,
            action: format!("/spbu/{}/stok", station.id),
            hidden: vec![("product", code.clone()), ("keadaan", word.to_owned())],
        };
        Item {
            title: words::product_name(&known.products, code),
            text: price.map_or_else(|| fl!(texts, "price-none"), |price| price.to_string()),
            tag: Some(tag),
            buttons: if may_report { vec![button] } else { Vec::new() },
            links: Vec::new(),
        }
    };
    Section {
        title: fl!(texts, "today"),
        lead: fl!(texts, "today-lead"),
        items: station
            .products
            .iter()
            .zip(&known.prices)
            .map(item)
            .collect(),
        ..Section::default()
    }
}

fn contract_section(staff: &Staff, page: &PageFrame, known: &Known) -> Section {
    let texts = texts(page.locale);
    let today = staff.city().zone.date(staff.now());
    // A contract is the city's: someone who may edit within one agency may not edit it.
    let city = Resource::tenant(staff.tenant()).station(known.station.id);
    let may_edit = staff.may(Action::FuelContractEdit, &city).is_ok();
    let item = |contract: &Contract| {
        let tag = if contract.holds_on(today) {
            Tag::new(fl!(texts, "contract-active"), StatusTone::Good)
        } else if contract.until_on < today {
            Tag::new(fl!(texts, "contract-over"), StatusTone::Quiet)
        } else {
            Tag::new(fl!(texts, "contract-ahead"), StatusTone::Going)
        };
        let period = format!(
            "{} – {}",
            page.date(contract.from_on),
            page.date(contract.until_on)
        );
        let mut text = format!("{period} · {}", words::means_name(contract.means, texts));
        if let Some(deposit) = contract.deposit {
            text = format!("{text} · {deposit}");
        }
        let can_end = may_edit && contract.until_on >= today;
        let end = (
            fl!(texts, "contract-end-short"),
            format!("/kontrak-spbu/{}/akhiri", contract.id),
        );
        Item {
            title: contract.number.clone(),
            text,
            tag: Some(tag),
            buttons: Vec::new(),
            links: can_end
                .then_some(end)
                .into_iter()
                .chain(trail(page, "contract", contract.id.uuid()))
                .collect(),
        }
    };
    let new = (
        fl!(texts, "contract-new"),
        format!("/spbu/{}/kontrak/baru", known.station.id),
    );
    let lead = if known.contracts.is_empty() {
        fl!(texts, "contracts-none")
    } else {
        String::new()
    };
    Section {
        title: fl!(texts, "contracts"),
        lead,
        items: known.contracts.iter().map(item).collect(),
        form: None,
        links: if may_edit { vec![new] } else { Vec::new() },
    }
}

fn device_section(page: &PageFrame, known: &Known) -> Section {
    let texts = texts(page.locale);
    let item = |device: &Device| {
        let is_late = device
            .link_expires_at
            .is_some_and(|until| until <= page.now);
        let text = match (device.state, device.link_expires_at, device.seen_at) {
            (DeviceState::Invited, Some(until), _) => {
                fl!(texts, "device-link-until", until = page.at(until))
            }
            (DeviceState::Active, _, Some(seen)) => {
                fl!(texts, "device-seen", ago = page.ago(seen))
            }
            _ => String::new(),
        };
        let button = |text, verb: &str| ItemButton {
            text,
            action: format!("/perangkat/{}/{verb}", device.id),
            hidden: Vec::new(),
        };
        let buttons = if device.state == DeviceState::Withdrawn {
            Vec::new()
        } else {
            vec![
                button(fl!(texts, "device-renew"), "tautan"),
                button(fl!(texts, "device-withdraw"), "cabut"),
            ]
        };
        Item {
            title: device.name.clone(),
            text,
            tag: Some(words::device_tag(device.state, is_late, texts)),
            buttons,
            links: trail(page, "device", device.id.uuid())
                .into_iter()
                .collect(),
        }
    };
    let name = page
        .text_field("name", fl!(texts, "device-name"))
        .hint(fl!(texts, "device-name-hint"));
    let form = SmallForm {
        action: format!("/spbu/{}/perangkat", known.station.id),
        fields: vec![name.to_string()],
        button: fl!(texts, "device-invite"),
    };
    Section {
        title: fl!(texts, "devices"),
        lead: fl!(texts, "devices-lead"),
        items: known.devices.iter().map(item).collect(),
        form: Some(form),
        links: Vec::new(),
    }
}

fn attendant_section(page: &PageFrame, known: &Known) -> Section {
    let texts = texts(page.locale);
    let may_open = page.may(Action::IdentityUserView);
    let item = |person: &Person| Item {
        title: person.name.clone(),
        links: may_open
            .then(|| {
                let href = format!("/pengguna/{}", person.id);
                (fl!(texts, "attendant-open"), href)
            })
            .into_iter()
            .collect(),
        ..Item::default()
    };
    let lead = if known.attendants.is_empty() {
        fl!(texts, "attendants-none")
    } else {
        fl!(texts, "attendants-lead")
    };
    Section {
        title: fl!(texts, "attendants"),
        lead,
        items: known.attendants.iter().map(item).collect(),
        form: None,
        links: may_open
            .then(|| (fl!(texts, "attendants-open"), "/pengguna".to_owned()))
            .into_iter()
            .collect(),
    }
}

/// One tap: run out, or there again.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StockForm {
    product: String,
    keadaan: String,
}

pub(crate) async fn report_stock(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<StationId>,
    form: Form<StockForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let is_out = form.keadaan == "kosong";
    let report = StockReport {
        station: id,
        product: form.product.clone(),
    };
    let command = db::Command::by(&staff.stamp()).keyed(
        form.key.as_str(),
        "fuel.stock.report",
        &(&report, is_out),
    );
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    site.db()?
        .write(command, move |tx| {
            let stamp = stamp.fresh();
            if is_out {
                report_stock_out(tx, &stamp, &actor, &report).map(|_| ())
            } else {
                report_stock_back(tx, &stamp, &actor, &report)
            }
        })
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    let tenant = staff.tenant();
    let products = read(&staff, move |tx| store::product::list_products(tx, tenant)).await?;
    let product = words::product_name(&products, &form.product);
    staff.flash(&Flash::success(if is_out {
        fl!(texts, "stock-reported-out", product = product)
    } else {
        fl!(texts, "stock-reported-back", product = product)
    }));
    Ok(redirect(format!("/spbu/{id}")))
}

/// The name of a new pump phone.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DeviceForm {
    name: String,
}

pub(crate) async fn invite(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<StationId>,
    form: Form<DeviceForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(name) = errors.text("name", &fl!(texts, "device-name-what"), &form.name, 40) {
        let link = random_token(&site);
        let input = NewDevice {
            station: id,
            name: name.clone(),
            link_hash: token_hash(&link),
        };
        // Without a key: a second tap is refused by its name and cannot show a link that never worked.
        let (command, actor) = (db::Command::by(&staff.stamp()), staff.actor().clone());
        let done = submit((&staff, &site), command, &mut errors, move |tx, stamp| {
            invite_device(tx, stamp, &actor, &input)
        });
        if done.await?.is_some() {
            return show_link(&staff, id, (&name, &link)).await;
        }
    }
    let known = load(&staff, id).await?;
    web::render_refused(&detail(&staff, &known, errors))
}

pub(crate) async fn renew_link(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<DeviceId>,
    _: Form<DeviceForm>,
) -> Answer {
    let device = find_device(&staff, id).await?;
    let link = random_token(&site);
    let input = NewDeviceLink {
        device: id,
        link_hash: token_hash(&link),
    };
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    site.db()?
        .write(db::Command::by(&stamp), move |tx| {
            renew_device_link(tx, &stamp.fresh(), &actor, &input)
        })
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    show_link(&staff, device.station, (&device.name, &link)).await
}

pub(crate) async fn withdraw(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<DeviceId>,
    form: Form<DeviceForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let device = find_device(&staff, id).await?;
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command = db::Command::by(&stamp).keyed(form.key.as_str(), "identity.device.enrol", &id);
    site.db()?
        .write(command, move |tx| {
            withdraw_device(tx, &stamp.fresh(), &actor, id)
        })
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    staff.flash(&Flash::success(fl!(
        texts,
        "device-withdrawn-now",
        name = device.name
    )));
    Ok(redirect(format!("/spbu/{}", device.station)))
}

async fn find_device(staff: &Staff, id: DeviceId) -> Result<Device, WebError> {
    staff.may_somewhere(Action::IdentityDeviceEnrol)?;
    let tenant = staff.tenant();
    let found = read(staff, move |tx| {
        store::device::lookup_device(tx, tenant, id)
    });
    found.await?.ok_or_else(WebError::not_found)
}

/// 32 random bytes as text that stands in an address.
pub(crate) fn random_token(site: &Site) -> String {
    let mut bytes = [0; 32];
    site.entropy.fill(&mut bytes);
    base::to_hex(&bytes)
}

/// The link as QR and text, once.
#[derive(Debug, Template)]
#[template(path = "link.html")]
pub(crate) struct LinkPage {
    page: PageFrame,
    texts: Texts,
    lead: String,
    once: String,
    qr: String,
    address: String,
    back: String,
}

async fn show_link(staff: &Staff, station: StationId, (name, link): (&str, &str)) -> Answer {
    let tenant = staff.tenant();
    let found = read(staff, move |tx| {
        store::station::lookup_station(tx, tenant, station)
    })
    .await?;
    let place = found.ok_or_else(WebError::not_found)?.details.name;
    let address = format!("{}/pompa/daftar/{link}", staff.base_url());
    let title = fl!(texts(staff.locale), "link-title", name = name);
    let page = staff
        .page(title)
        .crumb(fl!(texts(staff.locale), "stations"), "/spbu")
        .crumb(place.clone(), format!("/spbu/{station}"));
    render(&link_page(page, (station, &place), address))
}

fn link_page(page: PageFrame, (station, place): (StationId, &str), address: String) -> LinkPage {
    let texts = texts(page.locale);
    let until: UtcMicros = page.now.plus_seconds(LINK_SECONDS);
    LinkPage {
        lead: fl!(texts, "link-lead", station = place),
        once: fl!(texts, "link-once", until = page.at(until)),
        qr: qr_svg(&address),
        address,
        back: format!("/spbu/{station}"),
        texts,
        page,
    }
}

fn qr_svg(content: &str) -> String {
    let made = QRBuilder::new(content).ecl(ECL::M).build();
    made.map_or_else(
        |_| String::new(),
        |code| SvgBuilder::default().to_str(&code),
    )
}

impl Samples for LinkPage {
    const NAME: &'static str = "stations-link";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = PageFrame::sample(locale, fl!(texts(locale), "link-title", name = "Pulau 1"));
        let station = StationId::new(base::Uuid::from_u128(1));
        let address = format!("https://bbm.example/pompa/daftar/{}", "0a".repeat(32));
        vec![("usual", link_page(page, (station, "SPBU Oebobo"), address))]
    }
}
