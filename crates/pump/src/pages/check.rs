//! Before the nozzle: whose vehicle, who draws, what, how much; photos; then the voucher is held.

use askama::Template;
use base::{CivilDate, Millilitres, PersonId, Rupiah, Stamp, TenantId};
use db::{Access, ActionError, Failure, Tx};
use fleet::{Expectation, Meter, Vehicle};
use fuel::{AuthoriseRedemption, AuthoriseRefusal, DriverCheck, PhotoSubject, Voucher, VoucherId};
use identity::Person;
use register::PhotoPolicy;
use voucher_token::ShortCode;
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, FrameKind, Locale, PageFrame, QueryState, Samples, Site, Texts, Upload,
    WebError, fl, redirect, render, render_refused,
};

use super::answer::{AnswerPage, answer};
use super::check_form::{CheckForm, Checked, check_driver};
use super::fill_form::{MeterQuestion, ask_meter};
use super::parts::{PhotoField, SingleFlight, VehicleLine, product_name};
use super::photos::{keep_photo, photo_field};
use super::words::{exception_text, photo_label};
use crate::actions::{Rehearsal, StartFilling, rehearse_filling, start_filling};
use crate::gate::{AtPump, Bar};
use crate::model::{CheckException, KeptPhoto};
use crate::texts;

/// Photos taken away from the nozzle.
const SUBJECTS: [PhotoSubject; 2] = [PhotoSubject::Plate, PhotoSubject::Meter];

/// Someone who may draw.
#[derive(Debug, Clone)]
pub(crate) struct Drawer {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    /// Where the small photo is; empty where there is none.
    pub(crate) photo: String,
    pub(crate) has_pin: bool,
}

/// What is known of a voucher before anything is held.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub(crate) voucher: Voucher,
    pub(crate) vehicle: Vehicle,
    pub(crate) drawers: Vec<Drawer>,
    /// Code and text of each product that may be taken here and has a price.
    products: Vec<(String, String)>,
    pub(crate) expected: Option<Expectation>,
}

impl Prepared {
    /// What is dispensed: as chosen, else the first that this station sells.
    fn product<'a>(&'a self, chosen: &str) -> &'a str {
        let found = self.products.iter().find(|(code, _)| code == chosen);
        let found = found.or(self.products.first());
        found.map_or(&self.voucher.product, |(code, _)| code)
    }
}

/// Everything the attendant looks at before the nozzle.
#[derive(Debug, Template)]
#[template(path = "pump/check.html")]
pub(crate) struct CheckPage {
    page: PageFrame,
    texts: Texts,
    bar: Bar,
    flight: SingleFlight,
    id: VoucherId,
    vehicle: VehicleLine,
    is_container: bool,
    product: String,
    volume: Millilitres,
    amount: Rupiah,
    rows: Vec<(String, String)>,
    drawers: Vec<Drawer>,
    products: Vec<(String, String)>,
    asks_pin: bool,
    reasons: Vec<(&'static str, String)>,
    photos: Vec<PhotoField>,
    photos_open: bool,
    meter: Option<(String, String)>,
    question: Option<MeterQuestion>,
    form: CheckForm,
}

impl CheckPage {
    /// The product to begin with: the voucher's own.
    fn chosen_product(&self) -> &str {
        let own = self.products.first().map_or("", |(code, _)| code.as_str());
        if self.form.produk.is_empty() {
            own
        } else {
            &self.form.produk
        }
    }
}

/// The people who may draw a voucher on a day.
pub(crate) fn list_drawers(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    voucher: &Voucher,
    on: CivilDate,
) -> Result<Vec<Person>, Failure> {
    let ids = match voucher.drawer {
        Some(drawer) => vec![drawer],
        None => fleet::list_drivers_on(tx, tenant, voucher.vehicle, on)?,
    };
    let mut people = identity::list_people_by_ids(tx, tenant, &ids)?;
    // The holder first, as the vehicle's list has it.
    people.sort_by_key(|person| ids.iter().position(|id| *id == person.id));
    people.retain(Person::is_active);
    Ok(people)
}

fn prepare(tx: &mut Tx<'_>, pump: &AtPump, id: VoucherId) -> Result<Option<Prepared>, Failure> {
    let (tenant, now) = (pump.tenant(), pump.now());
    let today = pump.city().zone.date(now);
    let Some(voucher) = fuel::lookup_voucher(tx, tenant, id)? else {
        return Ok(None);
    };
    let Some(vehicle) = fleet::lookup_vehicle(tx, tenant, voucher.vehicle, today)? else {
        return Ok(None);
    };
    let mut drawers = Vec::new();
    for person in list_drawers(tx, tenant, &voucher, today)? {
        let photo = person
            .photo_hash
            .map(|_| format!("/pompa/voucher/{id}/pengemudi/{}", person.id));
        let pin = identity::lookup_pin(tx, tenant, person.id, identity::PinKind::Driver)?;
        drawers.push(Drawer {
            id: person.id,
            name: person.name,
            photo: photo.unwrap_or_default(),
            has_pin: pin.is_some(),
        });
    }
    let names = stations::list_products(tx, tenant)?;
    let mut products = Vec::new();
    let codes = std::iter::once(&voucher.product).chain(&voucher.substitutes);
    for code in codes.filter(|code| pump.station.products.contains(code)) {
        let station = Some(pump.shift.station);
        if let Some(price) = stations::lookup_price(tx, tenant, code, station, now)? {
            products.push((
                code.clone(),
                format!("{} · {price}", product_name(&names, code)),
            ));
        }
    }
    let expected = fleet::expected_reading(tx, tenant, voucher.vehicle, now)?;
    Ok(Some(Prepared {
        voucher,
        vehicle,
        drawers,
        products,
        expected,
    }))
}

async fn load(pump: &AtPump, site: &Site, id: VoucherId) -> Result<Option<Prepared>, WebError> {
    let (database, at_pump) = (site.db()?, pump.clone());
    let read = database.read(pump.tenant(), Access::ReadOwn, move |tx| {
        prepare(tx, &at_pump, id)
    });
    Ok(read.await?)
}

/// What an authorisation would answer now, for the first who may draw.
async fn rehearse(
    pump: &AtPump,
    site: &Site,
    prepared: &Prepared,
    form: &CheckForm,
) -> Result<Rehearsal, WebError> {
    let Some(first) = prepared.drawers.first() else {
        return Ok(Rehearsal::Refused(AuthoriseRefusal::DriverNotNamed));
    };
    let input = AuthoriseRedemption {
        voucher: prepared.voucher.id,
        sequence: form.urutan.parse().ok(),
        product: prepared.product(&form.produk).to_owned(),
        driver: first.id,
        driver_check: DriverCheck::Photo,
    };
    let (stamp, actor, shift) = (pump.stamp(), pump.actor().clone(), pump.shift);
    let command = db::Command::by(&stamp);
    let rehearsed: Result<(), _> = site
        .db()?
        .write(command, move |tx| {
            rehearse_filling(tx, &stamp.fresh(), (&actor, &shift), &input)
        })
        .await;
    match rehearsed {
        Err(ActionError::Refused(rehearsal)) => Ok(rehearsal),
        Err(ActionError::Failed(failure)) => Err(failure.into()),
        Ok(()) | Err(ActionError::KeyReused) => {
            Err(WebError::bug("a rehearsal was kept".to_owned()))
        }
    }
}

pub(crate) async fn show_voucher(
    pump: AtPump,
    State(site): State<Site>,
    Path(id): Path<VoucherId>,
    QueryState(form): QueryState<CheckForm>,
) -> Answer {
    let Some(prepared) = load(&pump, &site, id).await? else {
        return answer(&AnswerPage::of(&pump, &AuthoriseRefusal::Unknown, None));
    };
    show(
        &pump,
        &site,
        &prepared,
        (form, FieldErrors::new(pump.locale), None),
    )
    .await
}

/// The form with its errors, or the refusal that makes it pointless.
async fn show(
    pump: &AtPump,
    site: &Site,
    prepared: &Prepared,
    (form, errors, question): (CheckForm, FieldErrors, Option<MeterQuestion>),
) -> Answer {
    match rehearse(pump, site, prepared, &form).await? {
        Rehearsal::Refused(refusal) => {
            let vehicle = Some(VehicleLine::from(&prepared.vehicle));
            answer(&AnswerPage::of(pump, &refusal, vehicle))
        }
        Rehearsal::Fits(given) => {
            let is_wrong = !errors.is_empty();
            let texts = pump.texts();
            let page = pump.frame(fl!(texts, "check")).errors(errors);
            let limits = (given.volume, given.amount);
            let page = check_page(page, (pump, prepared), limits, (form, question));
            if is_wrong {
                render_refused(&page)
            } else {
                render(&page)
            }
        }
    }
}

pub(crate) async fn create_hold(
    pump: AtPump,
    State(site): State<Site>,
    Path(id): Path<VoucherId>,
    upload: Upload<CheckForm>,
) -> Answer {
    let Some(prepared) = load(&pump, &site, id).await? else {
        return answer(&AnswerPage::of(&pump, &AuthoriseRefusal::Unknown, None));
    };
    let mut form = upload.input.clone();
    let mut photos = Vec::new();
    for subject in SUBJECTS {
        if let Some(photo) = keep_photo(&pump, &upload, subject, form.notes(subject)).await? {
            form.keep(subject, &photo);
            photos.push((subject, photo));
        }
    }
    let mut errors = FieldErrors::new(pump.locale);
    // Read every field before the PIN is tried: a try is counted.
    let meter = ask_meter(
        &pump,
        prepared.expected.as_ref(),
        (&form.meter, &form.meter_ditanya, &form.alasan_meter),
        (&mut errors, false),
    );
    let driver = form.driver(&pump, &prepared, &mut errors);
    let checked = match driver.filter(|_| errors.is_empty()) {
        Some(driver) => check_driver(&pump, &site, (&form, driver), &mut errors).await?,
        None => None,
    };
    let Some(checked) = checked else {
        let question = meter.question();
        return show(&pump, &site, &prepared, (form, errors, question)).await;
    };
    let start = start_of(&prepared, &form, checked, photos);
    let key = upload.form.key.as_str();
    hold(&pump, &site, (key, start, &prepared), &meter.query()).await
}

fn start_of(
    prepared: &Prepared,
    form: &CheckForm,
    checked: Checked,
    photos: Vec<(PhotoSubject, KeptPhoto)>,
) -> StartFilling {
    StartFilling {
        authorise: AuthoriseRedemption {
            voucher: prepared.voucher.id,
            sequence: form.urutan.parse().ok(),
            product: prepared.product(&form.produk).to_owned(),
            driver: checked.driver,
            driver_check: checked.check,
        },
        exception: checked.exception,
        photos,
    }
}

async fn hold(
    pump: &AtPump,
    site: &Site,
    (key, start, prepared): (&str, StartFilling, &Prepared),
    query: &str,
) -> Answer {
    let stamp: Stamp = pump.stamp();
    let (actor, shift) = (pump.actor().clone(), pump.shift);
    // A photo that failed to be kept must not make a repeat another request.
    let command = db::Command::by(&stamp).keyed(key, "fuel.redemption.authorise", &start.authorise);
    let held = site
        .db()?
        .write(command, move |tx| {
            start_filling(tx, &stamp.fresh(), (&actor, &shift), &start)
        })
        .await;
    match held {
        Ok(given) => Ok(redirect(format!("/pompa/isi/{}{query}", given.hold))),
        Err(ActionError::Refused(refusal)) => {
            let vehicle = Some(VehicleLine::from(&prepared.vehicle));
            answer(&AnswerPage::of(pump, &refusal, vehicle))
        }
        Err(ActionError::KeyReused) => Err(super::fill::key_reused(pump.locale)),
        Err(ActionError::Failed(failure)) => Err(failure.into()),
    }
}

fn check_page(
    page: PageFrame,
    (pump, prepared): (&AtPump, &Prepared),
    (volume, amount): (Millilitres, Rupiah),
    (form, question): (CheckForm, Option<MeterQuestion>),
) -> CheckPage {
    let texts = pump.texts();
    let voucher = &prepared.voucher;
    let asks_pin = pump.settings.driver_check == register::DriverCheck::Pin;
    let has_photos = !form.foto_plat_ada.is_empty() || !form.foto_meter_ada.is_empty();
    let code = prepared.product(&form.produk);
    let product = prepared.products.iter().find(|(other, _)| other == code);
    CheckPage {
        bar: pump.bar(),
        flight: SingleFlight::of(pump.locale),
        id: voucher.id,
        vehicle: VehicleLine::on(&page, &prepared.vehicle),
        is_container: voucher.kind == fuel::VoucherKind::Container,
        product: product.map_or_else(|| code.to_owned(), |(_, text)| text.clone()),
        volume,
        amount,
        rows: rows_of(&page, texts, voucher),
        drawers: prepared.drawers.clone(),
        products: prepared.products.clone(),
        asks_pin,
        reasons: CheckException::ALL
            .map(|reason| (reason.code(), exception_text(texts, reason)))
            .to_vec(),
        photos: SUBJECTS
            .map(|subject| {
                let field =
                    PhotoField::new(texts, photo_field(subject), photo_label(texts, subject));
                field.kept(form.notes(subject).kept)
            })
            .to_vec(),
        photos_open: pump.settings.photo_policy == PhotoPolicy::Always || has_photos,
        meter: meter_words(texts, &page, prepared.expected.as_ref()),
        question,
        form,
        page,
        texts,
    }
}

fn rows_of(page: &PageFrame, texts: Texts, voucher: &Voucher) -> Vec<(String, String)> {
    let code = voucher.code.parse::<ShortCode>();
    let code = code.map_or_else(|_| voucher.code.clone(), |code| code.to_string());
    let mut rows = vec![
        (fl!(texts, "code"), code),
        // The end is the first instant no longer: midnight is still the day before.
        (
            fl!(texts, "valid-until"),
            page.at(voucher.valid_until.plus_seconds(-1)),
        ),
    ];
    if let Some(letter) = &voucher.letter_number {
        rows.push((fl!(texts, "letter"), letter.clone()));
    }
    rows
}

/// Label and hint of the meter's field, where the vehicle's meter is to be read.
pub(crate) fn meter_words(
    texts: Texts,
    page: &PageFrame,
    expected: Option<&Expectation>,
) -> Option<(String, String)> {
    let expected = expected.filter(|expected| expected.wants_reading())?;
    let label = match expected.meter {
        Meter::HourMeter => fl!(texts, "meter-hours"),
        Meter::Odometer | Meter::None => fl!(texts, "meter-odometer"),
    };
    let hint = match expected.last_good {
        Some((value, at)) => {
            let (value, ago) = (page.count(value), page.ago(at));
            fl!(texts, "meter-last", value = value, ago = ago)
        }
        None => fl!(texts, "meter-first"),
    };
    Some((label, hint))
}

impl Samples for CheckPage {
    const NAME: &'static str = "pump-check";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let drawer = |number: u128, name: &str, has_pin| Drawer {
            id: PersonId::new(base::Uuid::from_u128(number)),
            name: name.to_owned(),
            photo: String::new(),
            has_pin,
        };
        let page = |asks_pin, drawers, question: Option<MeterQuestion>| {
            let mut errors = FieldErrors::new(locale);
            if let Some(question) = &question {
                errors.add("alasan_meter", question.text.clone());
            }
            let field =
                |subject| PhotoField::new(texts, photo_field(subject), photo_label(texts, subject));
            Self {
                page: PageFrame::sample(locale, fl!(texts, "check"))
                    .kind(FrameKind::Bare)
                    .script("pump")
                    .errors(errors),
                texts,
                bar: Bar::sample(locale),
                flight: SingleFlight::of(locale),
                id: VoucherId::new(base::Uuid::from_u128(1)),
                vehicle: VehicleLine {
                    plate: "DH 8123 AB".to_owned(),
                    label: "Dump truck Hino 300".to_owned(),
                },
                is_container: false,
                product: "Pertamina Dex · Rp\u{a0}14.550".to_owned(),
                volume: Millilitres::new(35_500),
                amount: Rupiah::new(516_525),
                rows: vec![(fl!(texts, "code"), "7K3QF-9M2XA".to_owned())],
                drawers,
                products: vec![("pertamina_dex".to_owned(), "Pertamina Dex".to_owned())],
                asks_pin,
                reasons: CheckException::ALL
                    .map(|reason| (reason.code(), exception_text(texts, reason)))
                    .to_vec(),
                photos: SUBJECTS.map(field).to_vec(),
                photos_open: true,
                meter: Some((fl!(texts, "meter-odometer"), fl!(texts, "meter-first"))),
                question,
                form: CheckForm::default(),
            }
        };
        vec![
            (
                "photo",
                page(false, vec![drawer(1, "Yohanes Bere", false)], None),
            ),
            (
                "pin",
                page(
                    true,
                    vec![
                        drawer(1, "Yohanes Bere", true),
                        drawer(2, "Maria Nggadas", false),
                    ],
                    None,
                ),
            ),
            (
                "odd-meter",
                page(
                    true,
                    vec![drawer(1, "Yohanes Bere", true)],
                    Some(MeterQuestion::sample(locale)),
                ),
            ),
        ]
    }
}
