//! Pages of the pump phone: enrolment and shifts.

use askama::Template;
use authz::Actor;
use base::{ActorId, DeviceId, PersonId, Stamp, Uuid};
use identity::{Identity, PinKind};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, Budget, FieldErrors, Flash, Form, FrameKind, Locale, PageFrame, Samples, Site, Texts,
    Visitor, WebError, fl, redirect, render, render_refused, token_hash,
};

use super::read;
use super::station::random_token;
use crate::actions::{
    DeviceEnrolment, NewShift, PinTry, close_shift, enrol_device, open_shift, reserve_pin_try,
};
use crate::model::device::Device;
use crate::model::shift::{Shift, is_attendant_pin};
use crate::model::station::Station;
use crate::sessions::acting_device;
use crate::store;
use crate::texts;

/// How long a phone keeps its cookie, in seconds: 400 days, the longest that browsers allow.
const DEVICE_SECONDS: i64 = 400 * 86_400;

/// Tries of links per address.
const LINK_TRIES: Budget = Budget {
    name: "pump_link",
    capacity: 20,
    per_seconds: 600,
};

/// Tries of PINs per device, whoever they are for.
const PIN_TRIES: Budget = Budget {
    name: "pump_pin",
    capacity: 15,
    per_seconds: 900,
};

/// The page behind an enrolment link, and what a phone sees that is not enrolled.
#[derive(Debug, Template)]
#[template(path = "pump/enrol.html")]
pub(crate) struct EnrolPage {
    page: PageFrame,
    texts: Texts,
    /// What the phone will be; absent where the link is over.
    lead: Option<String>,
    /// What to do instead.
    next: String,
}

fn enrol_page(page: PageFrame, lead: Option<String>, next: String) -> EnrolPage {
    EnrolPage {
        texts: texts(page.locale),
        page: page.kind(FrameKind::Bare).script("pump"),
        lead,
        next,
    }
}

fn link_over(visitor: &Visitor) -> EnrolPage {
    let texts = texts(visitor.locale);
    let page = visitor.page(fl!(texts, "pump-link-over"));
    enrol_page(page, None, fl!(texts, "refusal-link-over"))
}

fn not_enrolled(visitor: &Visitor) -> EnrolPage {
    let texts = texts(visitor.locale);
    let page = visitor.page(fl!(texts, "pump-not-enrolled"));
    enrol_page(page, None, fl!(texts, "pump-not-enrolled-next"))
}

/// Shows what the link is for; opening it takes a tap, so that a preview of the link uses nothing up.
pub(crate) async fn show_link(
    visitor: Visitor,
    State(site): State<Site>,
    Path(link): Path<String>,
) -> Answer {
    site.spend(LINK_TRIES, visitor.origin())?;
    let (tenant, now, hash) = (visitor.tenant(), site.now(), token_hash(&link));
    let found = read(&visitor, move |tx| {
        let Some(device) = store::device::lookup_device_by_link(tx, tenant, &hash, now)? else {
            return Ok(None);
        };
        let station = store::station::lookup_station(tx, tenant, device.station)?;
        Ok(station.map(|station| (device, station)))
    });
    let Some((device, station)) = found.await? else {
        return render_refused(&link_over(&visitor));
    };
    let texts = texts(visitor.locale);
    let page = visitor.page(fl!(texts, "pump-enrol"));
    let lead = fl!(
        texts,
        "pump-enrol-lead",
        device = device.name.as_str(),
        station = station.name.as_str()
    );
    render(&enrol_page(page, Some(lead), String::new()))
}

/// Nothing is typed: the button alone.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Tap {}

pub(crate) async fn enrol(
    visitor: Visitor,
    State(site): State<Site>,
    Path(link): Path<String>,
    _: Form<Tap>,
) -> Answer {
    site.spend(LINK_TRIES, visitor.origin())?;
    let token = random_token(&site);
    let input = DeviceEnrolment {
        link_hash: token_hash(&link),
        token_hash: token_hash(&token),
    };
    // The device is not known before; the action names it in the journal.
    let stamp = stamp_of(&visitor, &site, ActorId::new(Uuid::nil()));
    let done = site
        .db()?
        .write(db::Command::by(&stamp), move |tx| {
            enrol_device(tx, &stamp.fresh(), &input)
        })
        .await;
    match done {
        Ok(_) => {
            visitor.start_session(&token, DEVICE_SECONDS);
            visitor.flash(&Flash::success(fl!(texts(visitor.locale), "pump-enrolled")));
            Ok(redirect("/pompa/shift"))
        }
        Err(db::ActionError::Refused(_)) => render_refused(&link_over(&visitor)),
        Err(error) => Err(WebError::action(error, visitor.locale)),
    }
}

fn stamp_of(visitor: &Visitor, site: &Site, actor: ActorId) -> Stamp {
    Stamp::new(
        visitor.tenant(),
        actor,
        visitor.origin(),
        &*site.clock,
        &*site.entropy,
    )
}

/// The page of a device's shift.
#[derive(Debug, Template)]
#[template(path = "pump/shift.html")]
pub(crate) struct ShiftPage {
    page: PageFrame,
    texts: Texts,
    station: String,
    device: String,
    open: Option<OpenShift>,
    attendants: Vec<(PersonId, String)>,
    chosen: String,
}

/// Who has the shift, and from when to when.
#[derive(Debug)]
pub(crate) struct OpenShift {
    name: String,
    times: String,
}

impl ShiftPage {
    fn pin_error(&self) -> Option<&str> {
        self.page.errors.of("pin")
    }
}

/// What is known of a device and its people.
struct Known {
    device: Device,
    station: Station,
    shift: Option<Shift>,
    attendants: Vec<(PersonId, String)>,
}

async fn load(visitor: &Visitor, id: DeviceId) -> Result<Known, WebError> {
    let (tenant, now) = (visitor.tenant(), visitor.site.now());
    let known = read(visitor, move |tx| {
        let Some(device) = store::device::lookup_device(tx, tenant, id)? else {
            return Ok(None);
        };
        let Some(station) = store::station::lookup_station(tx, tenant, device.station)? else {
            return Ok(None);
        };
        let people = store::device::list_attendants(tx, tenant, device.station, now)?;
        let shift = store::shift::lookup_open_shift(tx, tenant, id, now)?;
        let mut wanted = people.clone();
        wanted.extend(shift.map(|shift| shift.attendant));
        let mut attendants: Vec<_> = identity::list_people_by_ids(tx, tenant, &wanted)?
            .into_iter()
            .map(|person| (person.id, person.name))
            .collect();
        attendants.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(Some(Known {
            device,
            station,
            shift,
            attendants,
        }))
    });
    known.await?.ok_or_else(WebError::not_found)
}

fn shift_page(page: PageFrame, known: Known, chosen: String) -> ShiftPage {
    let texts = texts(page.locale);
    let open = known.shift.map(|shift| {
        let found = known
            .attendants
            .iter()
            .find(|(id, _)| *id == shift.attendant);
        OpenShift {
            name: found.map(|(_, name)| name.clone()).unwrap_or_default(),
            times: fl!(
                texts,
                "pump-shift-since",
                since = page.time(shift.opened_at),
                until = page.time(shift.ends_at)
            ),
        }
    });
    ShiftPage {
        texts,
        station: known.station.details.name,
        device: known.device.name,
        open,
        attendants: known.attendants,
        chosen,
        page: page.kind(FrameKind::Bare).script("pump"),
    }
}

fn title(known: &Known, texts: Texts) -> String {
    match known.shift {
        Some(_) => fl!(texts, "pump-shift-now"),
        None if known.attendants.is_empty() => fl!(texts, "pump-nobody"),
        None => fl!(texts, "pump-shift-open"),
    }
}

/// The device that asks, with its rights.
fn device_of(visitor: &Visitor) -> Option<(DeviceId, Actor)> {
    let actor = visitor.actor()?;
    Some((acting_device(actor)?, actor.clone()))
}

pub(crate) async fn show_shift(visitor: Visitor) -> Answer {
    let Some((id, _)) = device_of(&visitor) else {
        return render_refused(&not_enrolled(&visitor));
    };
    let known = load(&visitor, id).await?;
    let page = visitor.page(title(&known, texts(visitor.locale)));
    render(&shift_page(page, known, String::new()))
}

/// Who opens a shift, and with which PIN.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ShiftForm {
    attendant: String,
    pin: String,
}

pub(crate) async fn open(
    visitor: Visitor,
    State(site): State<Site>,
    form: Form<ShiftForm>,
) -> Answer {
    let Some((id, actor)) = device_of(&visitor) else {
        return render_refused(&not_enrolled(&visitor));
    };
    let texts = texts(visitor.locale);
    let mut errors = FieldErrors::new(visitor.locale);
    let what = fl!(texts, "pump-shift-who-what");
    let attendant = errors.choice::<PersonId>("attendant", &what, &form.attendant);
    let pin = form.pin.trim();
    if !is_attendant_pin(pin) {
        errors.add("pin", fl!(texts, "pump-pin-wrong-form"));
    }
    if let Some(attendant) = attendant.filter(|_| errors.is_empty()) {
        site.spend(PIN_TRIES, &id.to_string())?;
        let asked = PinTry {
            device: id,
            attendant,
        };
        match open_with_pin(&visitor, &site, (&actor, asked), (pin, form.key.as_str())).await {
            Ok(()) => {
                let known = load(&visitor, id).await?;
                let found = known
                    .attendants
                    .into_iter()
                    .find(|(known, _)| *known == attendant);
                let name = found.map(|(_, name)| name).unwrap_or_default();
                visitor.flash(&Flash::success(fl!(
                    texts,
                    "pump-shift-opened",
                    name = name
                )));
                return Ok(redirect("/pompa/shift"));
            }
            Err(ShiftEnd::Refused(refusal)) => errors.refuse("pin", &refusal),
            Err(ShiftEnd::Failed(error)) => return Err(error),
        }
    }
    let known = load(&visitor, id).await?;
    let page = visitor.page(title(&known, texts)).errors(errors);
    render_refused(&shift_page(page, known, form.attendant.clone()))
}

/// How opening a shift ended when it did not succeed.
enum ShiftEnd {
    Refused(crate::ShiftRefusal),
    Failed(WebError),
}

impl From<WebError> for ShiftEnd {
    fn from(error: WebError) -> Self {
        Self::Failed(error)
    }
}

/// Counts the try, checks the PIN outside every transaction, and opens the shift.
async fn open_with_pin(
    visitor: &Visitor,
    site: &Site,
    (actor, asked): (&Actor, PinTry),
    (pin, key): (&str, &str),
) -> Result<(), ShiftEnd> {
    let end = |error: db::ActionError<crate::ShiftRefusal>| match error {
        db::ActionError::Refused(refusal) => ShiftEnd::Refused(refusal),
        other => ShiftEnd::Failed(WebError::action(other, visitor.locale)),
    };
    let db = site.db()?;
    let stamp = stamp_of(visitor, site, actor.id);
    let by = actor.clone();
    let reserving = stamp.clone();
    db.write(db::Command::by(&stamp), move |tx| {
        reserve_pin_try(tx, &reserving.fresh(), &by, &asked)
    })
    .await
    .map_err(end)?;
    let tenant = visitor.tenant();
    let kept = read(visitor, move |tx| {
        identity::lookup_pin(tx, tenant, asked.attendant, PinKind::Attendant)
    });
    let hash = kept.await?.map(|kept| kept.hash);
    let hasher = site.part::<Identity>()?.hasher;
    let pin_fits = hasher
        .verify(hash, pin.to_owned())
        .await
        .map_err(WebError::from)?;
    let opening = NewShift {
        device: asked.device,
        attendant: asked.attendant,
        pin_fits,
    };
    let command = db::Command::by(&stamp).keyed(key, "fuel.shift.open", &opening);
    let by = actor.clone();
    db.write(command, move |tx| {
        open_shift(tx, &stamp.fresh(), &by, &opening)
    })
    .await
    .map_err(end)?;
    Ok(())
}

pub(crate) async fn close(visitor: Visitor, State(site): State<Site>, form: Form<Tap>) -> Answer {
    let Some((id, actor)) = device_of(&visitor) else {
        return render_refused(&not_enrolled(&visitor));
    };
    let stamp = stamp_of(&visitor, &site, actor.id);
    let command = db::Command::by(&stamp).keyed(form.key.as_str(), "fuel.shift.close", &id);
    site.db()?
        .write(command, move |tx| {
            close_shift(tx, &stamp.fresh(), &actor, id)
        })
        .await
        .map_err(|error| WebError::action(error, visitor.locale))?;
    visitor.flash(&Flash::success(fl!(
        texts(visitor.locale),
        "pump-shift-closed"
    )));
    Ok(redirect("/pompa/shift"))
}

impl Samples for EnrolPage {
    const NAME: &'static str = "pump-enrol";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let lead = fl!(
            texts,
            "pump-enrol-lead",
            device = "Pulau 1",
            station = "SPBU Oebobo"
        );
        let page = PageFrame::sample(locale, fl!(texts, "pump-enrol"));
        let over = PageFrame::sample(locale, fl!(texts, "pump-link-over"));
        vec![
            ("usual", enrol_page(page, Some(lead), String::new())),
            (
                "over",
                enrol_page(over, None, fl!(texts, "refusal-link-over")),
            ),
        ]
    }
}

impl Samples for ShiftPage {
    const NAME: &'static str = "pump-shift";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let yosef = PersonId::new(Uuid::from_u128(5));
        let make = |open: bool, attendants: Vec<(PersonId, String)>, errors: FieldErrors| {
            let page = PageFrame::sample(locale, fl!(texts, "pump-shift-open")).errors(errors);
            let times = fl!(
                texts,
                "pump-shift-since",
                since = page.time(page.now),
                until = page.time(page.now.plus_seconds(crate::SHIFT_SECONDS))
            );
            let open = open.then(|| OpenShift {
                name: "Yosef Bria".to_owned(),
                times,
            });
            Self {
                page: page.kind(FrameKind::Bare),
                texts,
                station: "SPBU Oebobo".to_owned(),
                device: "Pulau 1".to_owned(),
                open,
                attendants,
                chosen: yosef.to_string(),
            }
        };
        let people = || vec![(yosef, "Yosef Bria".to_owned())];
        let mut wrong = FieldErrors::new(locale);
        wrong.add("pin", fl!(texts, "refusal-pin-wrong"));
        let fine = || FieldErrors::new(locale);
        vec![
            ("closed", make(false, people(), fine())),
            ("wrong-pin", make(false, people(), wrong)),
            ("open", make(true, people(), fine())),
            ("nobody", make(false, Vec::new(), fine())),
        ]
    }
}
