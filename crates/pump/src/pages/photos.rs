//! Photos: kept before a row names them, shown to those with the right.

use authz::{Action, Resource};
use base::PersonId;
use blobs::{BlobHash, Blobs};
use db::Access;
use fuel::{PhotoSubject, VoucherId};
use web::axum::extract::{Path, State};
use web::axum::http::HeaderValue;
use web::axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use web::axum::response::IntoResponse as _;
use web::{Answer, Failure, Site, Staff, Upload, WebError};

use super::check::list_drawers;
use crate::gate::AtPump;
use crate::model::KeptPhoto;
use crate::store;

/// The field in which a photo of a subject is sent.
pub(crate) const fn photo_field(subject: PhotoSubject) -> &'static str {
    match subject {
        PhotoSubject::Plate => "foto_plat",
        PhotoSubject::Meter => "foto_meter",
        PhotoSubject::Pump => "foto_pompa",
        PhotoSubject::Slip => "foto_struk",
    }
}

/// What a form says of a photo beside the file.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PhotoNotes<'a> {
    /// What was kept on an earlier try.
    pub(crate) kept: &'a str,
    /// ISO 8601, UTC.
    pub(crate) taken_at: &'a str,
    /// Degrees.
    pub(crate) latitude: &'a str,
    /// Degrees.
    pub(crate) longitude: &'a str,
}

/// Keeps the photo of a subject; a photo that cannot be kept never ends the journey.
pub(crate) async fn keep_photo<T: Sync>(
    pump: &AtPump,
    upload: &Upload<T>,
    subject: PhotoSubject,
    notes: PhotoNotes<'_>,
) -> Result<Option<KeptPhoto>, WebError> {
    let Some(file) = upload.file(photo_field(subject)) else {
        return Ok(notes.kept.parse().ok());
    };
    let blobs = pump.site.part::<Blobs>()?;
    let zone = pump.city().zone.clone();
    let stored = match blobs
        .store_photo(pump.tenant(), file.bytes.to_vec(), zone)
        .await
    {
        Ok(stored) => stored,
        Err(error) => {
            tracing::warn!(%error, subject = subject.code(), "a photo from the pump was not kept");
            return Ok(notes.kept.parse().ok());
        }
    };
    let typed = format!("{}, {}", notes.latitude, notes.longitude);
    let from_form = stations::Coordinates::read(&typed).map(|at| (at.latitude, at.longitude));
    let from_file = stored
        .capture
        .position
        .map(|at| (at.latitude_e7, at.longitude_e7));
    Ok(Some(KeptPhoto {
        hash: stored.hash,
        // The phone makes the photo small and takes its EXIF away: the form says what it said.
        taken_at: notes.taken_at.parse().ok().or(stored.capture.taken_at),
        position_e7: from_form.or(from_file),
    }))
}

/// A photo of a redemption, for those who may see the redemption.
pub(crate) async fn show_photo(
    staff: Staff,
    State(site): State<Site>,
    Path(hash): Path<String>,
) -> Answer {
    staff.may_somewhere(Action::FuelRedemptionView)?;
    let hash: BlobHash = hash.parse().map_err(|_| WebError::not_found())?;
    let (tenant, text) = (staff.tenant(), hash.to_string());
    let places = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            store::list_photo_places(tx, tenant, &text)
        })
        .await?;
    let is_shown = places.iter().any(|place| {
        let mut resource = Resource::tenant(tenant)
            .agency(place.agency)
            .station(place.station);
        if let Some(driver) = place.driver {
            resource = resource.owner(driver);
        }
        staff.may(Action::FuelRedemptionView, &resource).is_ok()
    });
    if is_shown {
        send(&site, &staff, hash).await
    } else {
        Err(WebError::not_found())
    }
}

/// The small photo of someone who may draw a voucher, for the attendant who has that voucher before him.
pub(crate) async fn show_driver(
    pump: AtPump,
    State(site): State<Site>,
    Path((voucher, person)): Path<(VoucherId, PersonId)>,
) -> Answer {
    let (tenant, today) = (pump.tenant(), pump.city().zone.date(pump.now()));
    let hash = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            let Some(voucher) = fuel::lookup_voucher(tx, tenant, voucher)? else {
                return Ok(None);
            };
            let drawers = list_drawers(tx, tenant, &voucher, today)?;
            let drawer = drawers.into_iter().find(|drawer| drawer.id == person);
            Ok(drawer.and_then(|drawer| drawer.photo_hash))
        })
        .await?;
    let hash = hash.map(BlobHash::new).ok_or_else(WebError::not_found)?;
    send(&site, &pump, hash).await
}

async fn send(site: &Site, staff: &Staff, hash: BlobHash) -> Answer {
    let read = site.part::<Blobs>()?.read(staff.tenant(), hash).await;
    let jpeg = match read {
        Ok(content) => content.ok_or_else(WebError::not_found)?,
        Err(blobs::PhotoError::Busy) => return Err(WebError::busy(2)),
        Err(error) => return Err(WebError::failed(Failure::from(error))),
    };
    let mut response = jpeg.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    // The content never changes, but who may see it does: no cache beside the person's own.
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("private, max-age=86400"),
    );
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{hash}\"")) {
        headers.insert(ETAG, tag);
    }
    Ok(response)
}
