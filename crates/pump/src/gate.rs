//! Who stands at the pump: an enrolled device with an open shift.

use askama::Template;
use base::{TenantId, UtcMicros};
use db::{Access, Failure, Tx};
use register::Settings;
use stations::{Device, Shift, Station};
use web::axum::extract::{FromRef, FromRequestParts};
use web::axum::http::StatusCode;
use web::axum::http::request::Parts;
use web::axum::response::{IntoResponse as _, Response};
use web::{FrameKind, Locale, PageFrame, Samples, Site, Staff, Texts, Visitor, WebError, fl};

use crate::texts;

/// A pump device whose attendant has opened a shift; others are told what to do first.
#[derive(Debug, Clone)]
pub(crate) struct AtPump {
    /// The request and the device as it acts.
    pub(crate) staff: Staff,
    /// The open shift.
    pub(crate) shift: Shift,
    /// The station.
    pub(crate) station: Station,
    /// The attendant's name.
    pub(crate) attendant: String,
    /// How the city wants it.
    pub(crate) settings: Settings,
}

impl std::ops::Deref for AtPump {
    type Target = Staff;

    fn deref(&self) -> &Staff {
        &self.staff
    }
}

impl AtPump {
    /// The texts in the reader's language.
    pub(crate) fn texts(&self) -> Texts {
        texts(self.locale)
    }

    /// A frame without header and menu, with the attendant's scripts.
    pub(crate) fn frame(&self, title: String) -> PageFrame {
        self.staff.page(title).kind(FrameKind::Bare).script("pump")
    }

    /// The bar above every page: where, and whose shift.
    pub(crate) fn bar(&self) -> Bar {
        Bar {
            texts: self.texts(),
            station: self.station.name.clone(),
            attendant: self.attendant.clone(),
            simulated: self.city().simulated,
        }
    }
}

/// Station and attendant above a page, and the way to the shift's page.
#[derive(Debug, Clone, Template)]
#[template(path = "pump/bar.html")]
pub(crate) struct Bar {
    texts: Texts,
    station: String,
    attendant: String,
    simulated: bool,
}

impl askama::filters::HtmlSafe for Bar {}

impl Bar {
    /// A bar for samples.
    pub(crate) fn sample(locale: Locale) -> Self {
        Self {
            texts: texts(locale),
            station: "SPBU Oebobo 54.851.07".to_owned(),
            attendant: "Yosef Lay".to_owned(),
            simulated: true,
        }
    }
}

struct Found {
    shift: Shift,
    station: Station,
    attendant: String,
    settings: Settings,
}

fn find(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    device: base::DeviceId,
    now: UtcMicros,
) -> Result<Option<Found>, Failure> {
    let Some(shift) = stations::lookup_open_shift(tx, tenant, device, now)? else {
        return Ok(None);
    };
    let Some(station) = stations::lookup_station(tx, tenant, shift.station)? else {
        return Ok(None);
    };
    let attendant = identity::lookup_person(tx, tenant, shift.attendant)?;
    Ok(Some(Found {
        shift,
        station,
        attendant: attendant.map(|person| person.name).unwrap_or_default(),
        settings: register::load_settings(tx, tenant)?,
    }))
}

/// An enrolled device, with or without an open shift.
#[derive(Debug, Clone)]
pub(crate) struct AtDevice {
    /// The request and the device as it acts.
    pub(crate) staff: Staff,
    /// The device.
    pub(crate) device: Device,
}

impl std::ops::Deref for AtDevice {
    type Target = Staff;

    fn deref(&self) -> &Staff {
        &self.staff
    }
}

async fn device_of<S>(parts: &mut Parts, state: &S) -> Result<AtDevice, Response>
where
    S: Send + Sync,
    Site: FromRef<S>,
{
    let failed = |error: WebError| error.into_response();
    let visitor = Visitor::from_request_parts(parts, state)
        .await
        .map_err(failed)?;
    let id = visitor.actor().and_then(stations::acting_device);
    let Some(id) = id else {
        return Err(not_enrolled(&visitor));
    };
    let staff = Staff::from_request_parts(parts, state)
        .await
        .map_err(failed)?;
    let (site, tenant) = (Site::from_ref(state), staff.tenant());
    let database = site.db().map_err(failed)?;
    let device = database
        .read(tenant, Access::ReadOwn, move |tx| {
            stations::lookup_device(tx, tenant, id)
        })
        .await
        .map_err(|failure| failed(failure.into()))?;
    match device {
        Some(device) => Ok(AtDevice { staff, device }),
        None => Err(not_enrolled(&visitor)),
    }
}

impl<S> FromRequestParts<S> for AtDevice
where
    S: Send + Sync,
    Site: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        device_of(parts, state).await
    }
}

impl<S> FromRequestParts<S> for AtPump
where
    S: Send + Sync,
    Site: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let failed = |error: WebError| error.into_response();
        let AtDevice { staff, device } = device_of(parts, state).await?;
        let (site, tenant, now) = (Site::from_ref(state), staff.tenant(), staff.now());
        let database = site.db().map_err(failed)?;
        let found = database
            .read(tenant, Access::ReadOwn, move |tx| {
                find(tx, tenant, device.id, now)
            })
            .await
            .map_err(|failure| failed(failure.into()))?;
        let Some(Found {
            shift,
            station,
            attendant,
            settings,
        }) = found
        else {
            return Err(web::redirect("/pompa/shift"));
        };
        Ok(Self {
            staff,
            shift,
            station,
            attendant,
            settings,
        })
    }
}

/// What someone sees whose browser is no pump device.
#[derive(Debug, Template)]
#[template(path = "pump/not_enrolled.html")]
pub(crate) struct NotEnrolledPage {
    page: PageFrame,
    texts: Texts,
    is_signed_in: bool,
}

fn not_enrolled(visitor: &Visitor) -> Response {
    let texts = texts(visitor.locale);
    let page = NotEnrolledPage {
        page: visitor
            .page(fl!(texts, "device-needed"))
            .kind(FrameKind::Plain),
        texts,
        is_signed_in: visitor.session().is_some(),
    };
    match web::render(&page) {
        Ok(mut response) => {
            *response.status_mut() = StatusCode::FORBIDDEN;
            response
        }
        Err(error) => error.into_response(),
    }
}

impl Samples for NotEnrolledPage {
    const NAME: &'static str = "pump-not-enrolled";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let page = |is_signed_in| Self {
            page: PageFrame::sample(locale, fl!(texts, "device-needed")).kind(FrameKind::Plain),
            texts,
            is_signed_in,
        };
        vec![("nobody", page(false)), ("official", page(true))]
    }
}
