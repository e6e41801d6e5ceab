//! The photo of a person, which the attendant compares with who stands before him.

use authz::{Action, Resource};
use base::PersonId;
use blobs::{BlobHash, Blobs, PhotoError, UPLOAD_BYTES_MAX};
use db::{Access, Command};
use web::axum::extract::{Path, State};
use web::axum::http::HeaderValue;
use web::axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use web::axum::response::IntoResponse as _;
use web::axum::routing::{MethodRouter, get, post};
use web::{
    Answer, FieldErrors, Flash, Form, Locale, PageFrame, Site, Staff, Upload, WebError, fl,
    redirect, render, render_refused,
};

use super::login::NoFields;
use super::person::frame_below;
use super::shape::FormPage;
use crate::actions::set_photo::set_photo;
use crate::model::person::Person;
use crate::store::people::lookup_person;
use crate::texts;

/// The form's route, with room for what phones send.
pub(crate) fn photo_route() -> MethodRouter<Site> {
    let upload = post(create_photo).layer(Upload::<()>::limit(UPLOAD_BYTES_MAX));
    get(edit_photo).merge(upload)
}

async fn find(staff: &Staff, site: &Site, id: PersonId) -> Result<Person, WebError> {
    let tenant = staff.tenant();
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        lookup_person(tx, tenant, id)
    });
    read.await?.ok_or_else(WebError::not_found)
}

/// The person, for whoever may change him.
async fn find_editable(staff: &Staff, site: &Site, id: PersonId) -> Result<Person, WebError> {
    staff.may(Action::IdentityUserEdit, &Resource::tenant(staff.tenant()))?;
    let person = find(staff, site, id).await?;
    if person.is_active() {
        Ok(person)
    } else {
        Err(WebError::not_found())
    }
}

pub(crate) async fn edit_photo(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
) -> Answer {
    let person = find_editable(&staff, &site, id).await?;
    let page = frame_below(&staff, &person, fl!(texts(staff.locale), "photo"));
    render(&photo_page(page, &person))
}

fn photo_page(page: PageFrame, person: &Person) -> FormPage {
    let texts = texts(page.locale);
    let base = format!("/pengguna/{}", person.id);
    let button = page.submit(fl!(texts, "photo-save")).cancel(&base);
    let mut form = FormPage::new(page, format!("{base}/foto"), button)
        .lead(fl!(texts, "photo-lead", name = person.name.as_str()))
        .takes_file()
        .field(|page| {
            page.file("photo", fl!(texts, "photo"))
                .hint(fl!(texts, "photo-hint"))
                .accept("image/jpeg,image/png,image/webp")
        })
        .note(fl!(texts, "photo-note"));
    if person.photo_hash.is_some() {
        let shown = fl!(texts, "photo-of", name = person.name.as_str());
        let remove = (format!("{base}/foto/hapus"), fl!(texts, "photo-remove"));
        form = form.image(format!("{base}/foto/gambar"), shown, remove);
    }
    form
}

async fn create_photo(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
    upload: Upload<NoFields>,
) -> Answer {
    let texts = texts(staff.locale);
    let person = find_editable(&staff, &site, id).await?;
    let mut errors = FieldErrors::new(staff.locale);
    let kept = match upload.file("photo").filter(|file| !file.bytes.is_empty()) {
        None => {
            errors.add("photo", fl!(texts, "photo-choose"));
            None
        }
        Some(file) => keep(&staff, &site, file.bytes.to_vec(), &mut errors).await?,
    };
    let Some(hash) = kept else {
        let page = frame_below(&staff, &person, fl!(texts, "photo")).errors(errors);
        return render_refused(&photo_page(page, &person));
    };
    write_photo(&staff, &site, &person, Some(hash)).await
}

/// Makes the photo small, without EXIF, and keeps it; an error beside the field where it cannot.
async fn keep(
    staff: &Staff,
    site: &Site,
    bytes: Vec<u8>,
    errors: &mut FieldErrors,
) -> Result<Option<[u8; 32]>, WebError> {
    let texts = texts(staff.locale);
    let zone = staff.city().zone.clone();
    let blobs = site.part::<Blobs>()?;
    match blobs.store_photo(staff.tenant(), bytes, zone).await {
        Ok(stored) => return Ok(Some(*stored.hash.bytes())),
        Err(PhotoError::Busy) => return Err(WebError::busy(2)),
        Err(PhotoError::Store(error)) => return Err(WebError::failed(error)),
        Err(PhotoError::TooManyBytes | PhotoError::TooManyPixels) => {
            errors.add("photo", fl!(texts, "photo-too-large"));
        }
        Err(PhotoError::Unreadable) => errors.add("photo", fl!(texts, "photo-unreadable")),
    }
    Ok(None)
}

/// Takes the photo away.
pub(crate) async fn remove_photo(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
    _form: Form<NoFields>,
) -> Answer {
    let person = find_editable(&staff, &site, id).await?;
    write_photo(&staff, &site, &person, None).await
}

/// Names the new photo, then removes the file of the one before.
async fn write_photo(
    staff: &Staff,
    site: &Site,
    person: &Person,
    hash: Option<[u8; 32]>,
) -> Answer {
    let (id, before) = (person.id, person.photo_hash);
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command = Command::by(&stamp);
    let db = site.db()?;
    let written = db.write(command, move |tx| {
        set_photo(tx, &stamp.fresh(), &actor, (id, hash.as_ref()))
    });
    written
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    if let Some(before) = before.filter(|before| Some(*before) != hash) {
        forget_file(staff, site, before).await?;
    }
    staff.flash(&Flash::success(fl!(texts(staff.locale), "saved")));
    Ok(redirect(format!("/pengguna/{id}")))
}

/// Removes the file of a photo that no person has any more; a file left behind is logged.
pub(crate) async fn forget_file(
    staff: &Staff,
    site: &Site,
    hash: [u8; 32],
) -> Result<(), WebError> {
    let tenant = staff.tenant();
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        crate::store::people::has_photo(tx, tenant, &hash)
    });
    if read.await? {
        return Ok(());
    }
    let blobs = site.part::<Blobs>()?;
    if let Err(error) = blobs.remove(tenant, BlobHash::new(hash)).await {
        tracing::error!(%error, "the file of an erased photo is still there");
    }
    Ok(())
}

/// The photo itself, for whoever may see people.
pub(crate) async fn show_image(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
) -> Answer {
    staff.may(Action::IdentityUserView, &Resource::tenant(staff.tenant()))?;
    let person = find(&staff, &site, id).await?;
    let hash = person.photo_hash.ok_or_else(WebError::not_found)?;
    let blobs = site.part::<Blobs>()?;
    let read = blobs.read(staff.tenant(), BlobHash::new(hash));
    let jpeg = match read.await {
        Ok(content) => content.ok_or_else(WebError::not_found)?,
        Err(PhotoError::Busy) => return Err(WebError::busy(2)),
        Err(error) => return Err(WebError::failed(error)),
    };
    let mut response = jpeg.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    // The address stays while the photo changes or is erased.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

pub(crate) fn sample_photo(locale: Locale) -> (&'static str, FormPage) {
    let person = Person {
        photo_hash: Some([7; 32]),
        ..super::person::sample_person()
    };
    let page = PageFrame::sample(locale, fl!(texts(locale), "photo"));
    ("person-photo", photo_page(page, &person))
}
