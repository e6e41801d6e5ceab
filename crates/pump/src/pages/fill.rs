//! At the nozzle: the numbers as the pump shows them, then the redemption is recorded.

use askama::Template;
use base::{Millilitres, Rupiah, UtcMicros};
use db::{Access, ActionError, Failure, Tx};
use fleet::{Expectation, Vehicle};
use fuel::{
    CaptureRedemption, CaptureRefusal, Hold, HoldId, PhotoSubject, RedemptionId, ReleaseHold,
    ReleaseRefusal, Typed,
};
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, Flash, Form, FrameKind, Locale, PageFrame, QueryState, Samples, Site,
    Texts, Upload, WebError, fl, redirect, render, render_refused,
};

use super::check::meter_words;
use super::fill_form::{FillForm, MeterQuestion, ask_amount, ask_meter};
use super::parts::{PhotoField, SingleFlight, VehicleLine, product_name};
use super::photos::{keep_photo, photo_field};
use super::words::photo_label;
use crate::actions::{FinishFilling, finish_filling};
use crate::gate::{AtPump, Bar};
use crate::model::{Doubt, Limits, is_photo_wanted};
use crate::texts;

/// Photos that can be taken here: of the vehicle before, of what was dispensed after.
const SUBJECTS: [PhotoSubject; 3] = [PhotoSubject::Plate, PhotoSubject::Pump, PhotoSubject::Slip];

/// A hold with all its page needs.
struct Filling {
    hold: Hold,
    vehicle: Vehicle,
    product: String,
    expected: Option<Expectation>,
    has_photos: bool,
}

impl Filling {
    fn limits(&self) -> Limits {
        Limits {
            tank: self.vehicle.tank_ml,
            volume: self.hold.volume,
            amount: self.hold.amount,
        }
    }
}

enum Found {
    Open(Box<Filling>),
    Captured(RedemptionId),
    Nothing,
}

fn find(tx: &mut Tx<'_>, pump: &AtPump, id: HoldId) -> Result<Found, Failure> {
    let (tenant, now) = (pump.tenant(), pump.now());
    let hold = fuel::lookup_hold(tx, tenant, id)?;
    let Some(hold) = hold.filter(|hold| hold.station == pump.shift.station) else {
        return Ok(Found::Nothing);
    };
    if let Some(redemption) = fuel::lookup_redemption_by_hold(tx, tenant, id)? {
        return Ok(Found::Captured(redemption.id));
    }
    let Some(voucher) = fuel::lookup_voucher(tx, tenant, hold.voucher)? else {
        return Ok(Found::Nothing);
    };
    let today = pump.city().zone.date(now);
    let Some(vehicle) = fleet::lookup_vehicle(tx, tenant, voucher.vehicle, today)? else {
        return Ok(Found::Nothing);
    };
    let products = stations::list_products(tx, tenant)?;
    Ok(Found::Open(Box::new(Filling {
        product: product_name(&products, &hold.product),
        expected: fleet::expected_reading(tx, tenant, vehicle.id, now)?,
        has_photos: fuel::count_photos(tx, tenant, id)? > 0,
        vehicle,
        hold,
    })))
}

async fn load(pump: &AtPump, site: &Site, id: HoldId) -> Result<Found, WebError> {
    let (database, at_pump) = (site.db()?, pump.clone());
    let read = database.read(pump.tenant(), Access::ReadOwn, move |tx| {
        find(tx, &at_pump, id)
    });
    Ok(read.await?)
}

/// The numbers as the pump shows them.
#[derive(Debug, Template)]
#[template(path = "pump/fill.html")]
pub(crate) struct FillPage {
    page: PageFrame,
    texts: Texts,
    bar: Bar,
    flight: SingleFlight,
    id: HoldId,
    vehicle: VehicleLine,
    product: String,
    price: Rupiah,
    volume: Millilitres,
    amount: Rupiah,
    tank: Option<Millilitres>,
    /// Until when the hold stands; past it the form still works.
    until: UtcMicros,
    is_late: bool,
    /// The photo that is asked for, where none is there.
    wanted: Option<PhotoField>,
    wanted_hint: String,
    photos: Vec<PhotoField>,
    meter: Option<(String, String)>,
    meter_given: bool,
    question: Option<MeterQuestion>,
    questions: Vec<(Doubt, String)>,
    form: FillForm,
}

impl FillPage {
    /// The meter's value as people read it: `87.587`.
    fn meter_shown(&self) -> String {
        let digits: String = self
            .form
            .meter
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        digits
            .parse::<i64>()
            .map_or_else(|_| self.form.meter.clone(), |value| self.page.count(value))
    }

    /// The words that confirm all open questions at once.
    fn all_doubts(&self) -> String {
        let words: Vec<_> = self
            .questions
            .iter()
            .map(|(doubt, _)| doubt.word())
            .collect();
        words.join(",")
    }
}

pub(crate) async fn show_hold(
    pump: AtPump,
    State(site): State<Site>,
    Path(id): Path<HoldId>,
    QueryState(form): QueryState<FillForm>,
) -> Answer {
    match load(&pump, &site, id).await? {
        Found::Nothing => Err(WebError::not_found()),
        Found::Captured(redemption) => Ok(redirect(format!("/pompa/struk/{redemption}"))),
        Found::Open(filling) => {
            let wanted = is_photo_wanted(&pump.settings, id, false);
            let errors = FieldErrors::new(pump.locale);
            render(&fill_page(
                &pump,
                &filling,
                form,
                (errors, Asked::default(), wanted),
            ))
        }
    }
}

/// What is asked back.
#[derive(Debug, Default)]
struct Asked {
    amount: Vec<(Doubt, String)>,
    meter: Option<MeterQuestion>,
}

pub(crate) async fn create_redemption(
    pump: AtPump,
    State(site): State<Site>,
    Path(id): Path<HoldId>,
    upload: Upload<FillForm>,
) -> Answer {
    let filling = match load(&pump, &site, id).await? {
        Found::Nothing => return Err(WebError::not_found()),
        // Pressed twice, or sent again: the same receipt.
        Found::Captured(redemption) => return Ok(redirect(format!("/pompa/struk/{redemption}"))),
        Found::Open(filling) => filling,
    };
    let mut form = upload.input.clone();
    let mut photos = Vec::new();
    for subject in SUBJECTS {
        if let Some(photo) = keep_photo(&pump, &upload, subject, form.notes(subject)).await? {
            form.keep(subject, &photo);
            photos.push((subject, photo));
        }
    }
    let texts = pump.texts();
    let mut errors = FieldErrors::new(pump.locale);
    let typed = form.typed(texts, &mut errors);
    let slip_amount = form.slip(texts, &mut errors);
    let meter = ask_meter(
        &pump,
        filling.expected.as_ref(),
        (&form.meter, &form.meter_ditanya, &form.alasan_meter),
        (&mut errors, true),
    );
    let (questions, is_amount_doubtful) = match typed {
        Some(typed) => ask_amount(texts, &form, (typed, filling.hold.price), filling.limits()),
        None => (Vec::new(), false),
    };
    for (_, question) in &questions {
        errors.add("yakin", question.clone());
    }
    let is_doubtful = is_amount_doubtful || meter.is_doubtful;
    let photo_wanted = is_photo_wanted(&pump.settings, id, is_doubtful);
    let Some(typed) = typed.filter(|_| errors.is_empty()) else {
        let asked = Asked {
            amount: questions,
            meter: meter.question(),
        };
        let page = fill_page(&pump, &filling, form, (errors, asked, photo_wanted));
        return render_refused(&page);
    };
    let finish = FinishFilling {
        capture: CaptureRedemption {
            hold: id,
            typed,
            slip_amount: slip_amount.filter(|_| matches!(typed, Typed::Litres(_))),
            meter_value: meter.value,
            meter_note: meter.reason.map(|reason| reason.code().to_owned()),
            dispensed_at: None,
            photo_wanted,
        },
        photos,
    };
    capture(
        &pump,
        &site,
        (upload.form.key.as_str(), finish),
        (form, &filling),
    )
    .await
}

async fn capture(
    pump: &AtPump,
    site: &Site,
    (key, finish): (&str, FinishFilling),
    (form, filling): (FillForm, &Filling),
) -> Answer {
    let (stamp, actor, id) = (pump.stamp(), pump.actor().clone(), finish.capture.hold);
    let photo_wanted = finish.capture.photo_wanted;
    // A photo that failed to be kept must not make a repeat another request.
    let command = db::Command::by(&stamp).keyed(key, "fuel.redemption.capture", &finish.capture);
    let captured = site
        .db()?
        .write(command, move |tx| {
            finish_filling(tx, &stamp.fresh(), &actor, &finish)
        })
        .await;
    let refusal = match captured {
        Ok(receipt) => return Ok(redirect(format!("/pompa/struk/{}", receipt.id))),
        Err(ActionError::Failed(failure)) => return Err(failure.into()),
        Err(ActionError::KeyReused) => return Err(key_reused(pump.locale)),
        Err(ActionError::Refused(refusal)) => refusal,
    };
    // Someone was quicker under another key: the same receipt.
    if refusal == CaptureRefusal::AlreadyCaptured
        && let Found::Captured(redemption) = load(pump, site, id).await?
    {
        return Ok(redirect(format!("/pompa/struk/{redemption}")));
    }
    let texts = pump.texts();
    let mut errors = FieldErrors::new(pump.locale);
    match refusal {
        CaptureRefusal::NothingDispensed => errors.add("rupiah", fl!(texts, "capture-nothing")),
        CaptureRefusal::VolumeImpossible => {
            errors.add("rupiah", fl!(texts, "capture-impossible"));
        }
        CaptureRefusal::MeterNegative => errors.add("meter", fl!(texts, "capture-meter")),
        CaptureRefusal::TimeImpossible => errors.add("", fl!(texts, "capture-time")),
        CaptureRefusal::HoldUnknown | CaptureRefusal::AlreadyCaptured => {
            return Err(WebError::not_found());
        }
    }
    render_refused(&fill_page(
        pump,
        filling,
        form,
        (errors, Asked::default(), photo_wanted),
    ))
}

fn fill_page(
    pump: &AtPump,
    filling: &Filling,
    form: FillForm,
    (errors, asked, photo_wanted): (FieldErrors, Asked, bool),
) -> FillPage {
    let texts = pump.texts();
    // A meter that was accepted before the nozzle is not asked for again.
    let meter_given =
        !form.meter.is_empty() && asked.meter.is_none() && errors.of("meter").is_none();
    let wanted =
        (photo_wanted && !filling.has_photos && !form.has_photo()).then(|| wanted_subject(&asked));
    let page = pump.frame(fl!(texts, "fill")).errors(errors);
    FillPage {
        bar: pump.bar(),
        flight: SingleFlight::of(pump.locale),
        id: filling.hold.id,
        vehicle: VehicleLine::on(&page, &filling.vehicle),
        product: filling.product.clone(),
        price: filling.hold.price,
        volume: filling.hold.volume,
        amount: filling.hold.amount,
        tank: filling.vehicle.tank_ml,
        until: filling.hold.until,
        is_late: filling.hold.until <= pump.now(),
        wanted: wanted.map(|subject| photo_of(texts, &form, subject)),
        wanted_hint: wanted_hint(texts, wanted),
        photos: other_photos(texts, &form, wanted),
        meter: meter_words(texts, &page, filling.expected.as_ref()),
        meter_given,
        question: asked.meter,
        questions: asked.amount,
        form,
        page,
        texts,
    }
}

/// The vehicle before anything was filled; the pump's numbers where they are odd.
fn wanted_subject(asked: &Asked) -> PhotoSubject {
    if asked.amount.is_empty() {
        PhotoSubject::Plate
    } else {
        PhotoSubject::Pump
    }
}

fn wanted_hint(texts: Texts, wanted: Option<PhotoSubject>) -> String {
    match wanted {
        Some(PhotoSubject::Plate) => fl!(texts, "photos-away"),
        _ => String::new(),
    }
}

fn photo_of(texts: Texts, form: &FillForm, subject: PhotoSubject) -> PhotoField {
    PhotoField::new(texts, photo_field(subject), photo_label(texts, subject))
        .kept(form.notes(subject).kept)
}

fn other_photos(texts: Texts, form: &FillForm, wanted: Option<PhotoSubject>) -> Vec<PhotoField> {
    let others = SUBJECTS
        .into_iter()
        .filter(|subject| Some(*subject) != wanted);
    others
        .map(|subject| photo_of(texts, form, subject))
        .collect()
}

/// Nothing more than a key.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct ReleaseForm {}

/// The driver keeps his voucher: wrong pump, queue, out of fuel.
pub(crate) async fn release_hold(
    pump: AtPump,
    State(site): State<Site>,
    Path(id): Path<HoldId>,
    form: Form<ReleaseForm>,
) -> Answer {
    let texts = pump.texts();
    match load(&pump, &site, id).await? {
        Found::Nothing => return Err(WebError::not_found()),
        Found::Captured(redemption) => return Ok(redirect(format!("/pompa/struk/{redemption}"))),
        Found::Open(_) => {}
    }
    let input = ReleaseHold { hold: id };
    let (stamp, actor) = (pump.stamp(), pump.actor().clone());
    let command =
        db::Command::by(&stamp).keyed(form.key.as_str(), "fuel.redemption.release", &input);
    let released: Result<(), _> = site
        .db()?
        .write(command, move |tx| {
            fuel::release_hold(tx, &stamp.fresh(), &actor, &input)
        })
        .await;
    let flash = match released {
        Ok(()) => Flash::success(fl!(texts, "released")),
        // It went back already, by itself or by an earlier press.
        Err(ActionError::Refused(ReleaseRefusal::Over)) => {
            Flash::success(fl!(texts, "released-before"))
        }
        Err(ActionError::Refused(ReleaseRefusal::Unknown)) => return Err(WebError::not_found()),
        Err(ActionError::KeyReused) => return Err(key_reused(pump.locale)),
        Err(ActionError::Failed(failure)) => return Err(failure.into()),
    };
    pump.flash(&flash);
    Ok(redirect("/pompa"))
}

/// The form's key was used with other content.
pub(crate) fn key_reused(locale: Locale) -> WebError {
    WebError::action(ActionError::<Never>::KeyReused, locale)
}

/// A domain that never says no.
enum Never {}

impl web::Refusal for Never {
    fn code(&self) -> &'static str {
        match *self {}
    }

    fn text(&self, _: Locale) -> String {
        match *self {}
    }
}

impl Samples for FillPage {
    const NAME: &'static str = "pump-fill";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let page = |form: FillForm, asked: Asked, wanted: bool| {
            let mut errors = FieldErrors::new(locale);
            for (_, question) in &asked.amount {
                errors.add("yakin", question.clone());
            }
            if let Some(question) = &asked.meter {
                errors.add("alasan_meter", question.text.clone());
            }
            let frame = PageFrame::sample(locale, fl!(texts, "fill"));
            let wanted = wanted.then(|| wanted_subject(&asked));
            Self {
                until: frame.now.plus_seconds(600),
                page: frame.kind(FrameKind::Bare).script("pump").errors(errors),
                texts,
                bar: Bar::sample(locale),
                flight: SingleFlight::of(locale),
                id: HoldId::new(base::Uuid::from_u128(1)),
                vehicle: VehicleLine {
                    plate: "DH 1234 AB".to_owned(),
                    label: "Toyota Avanza 1.3".to_owned(),
                },
                product: "Pertamax".to_owned(),
                price: Rupiah::new(13_650),
                volume: Millilitres::new(20_000),
                amount: Rupiah::new(273_000),
                tank: Some(Millilitres::new(45_000)),
                is_late: false,
                wanted: wanted.map(|subject| photo_of(texts, &form, subject)),
                wanted_hint: wanted_hint(texts, wanted),
                photos: other_photos(texts, &form, wanted),
                meter: Some((fl!(texts, "meter-odometer"), fl!(texts, "meter-first"))),
                meter_given: !form.meter.is_empty() && asked.meter.is_none(),
                question: asked.meter,
                questions: asked.amount,
                form,
            }
        };
        let form = |litres: &str, meter: &str| FillForm {
            litres: litres.to_owned(),
            meter: meter.to_owned(),
            ..FillForm::default()
        };
        let limits = Limits {
            tank: Some(Millilitres::new(45_000)),
            volume: Millilitres::new(20_000),
            amount: Rupiah::new(273_000),
        };
        let typed = Typed::Litres(Millilitres::new(350_000));
        let asked = Asked {
            amount: ask_amount(
                texts,
                &FillForm::default(),
                (typed, Rupiah::new(13_650)),
                limits,
            )
            .0,
            meter: Some(MeterQuestion::sample(locale)),
        };
        vec![
            ("first", page(form("", ""), Asked::default(), false)),
            (
                "photo-wanted",
                page(form("", "123456"), Asked::default(), true),
            ),
            ("asked", page(form("350", "223456"), asked, true)),
        ]
    }
}
