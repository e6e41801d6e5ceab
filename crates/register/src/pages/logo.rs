//! `/kop/{id}`: the logo of an agency's letterhead, or of the city's.

use authz::{Action, Resource};
use base::{AgencyId, Uuid};
use blobs::{BlobHash, Blobs, PhotoError, UPLOAD_BYTES_MAX};
use db::{Access, Command, Tx};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::axum::http::HeaderValue;
use web::axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use web::axum::response::IntoResponse as _;
use web::axum::routing::{MethodRouter, get, post};
use web::{
    Answer, FieldErrors, Flash, Form, Locale, PageFrame, Site, Staff, Upload, WebError, fl,
    redirect, render, render_refused,
};

use super::shape::FormPage;
use crate::store::logos::{has_logo_file, lookup_letterhead_logo, lookup_logo};
use crate::{Logo, lookup_agency, set_logo, texts};

/// The longest description.
const ALT_MAX: usize = 120;

/// The form's route, with room for what is uploaded.
pub(crate) fn logo_route() -> MethodRouter<Site> {
    let upload = post(create).layer(Upload::<LogoForm>::limit(UPLOAD_BYTES_MAX));
    get(edit).merge(upload)
}

/// What is typed beside the file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LogoForm {
    alt: String,
}

/// Whose letterhead it is.
struct Head {
    id: Uuid,
    name: String,
    /// The page it belongs to.
    home: String,
    logo: Option<Logo>,
}

/// The letterhead, for whoever may change it.
async fn find(staff: &Staff, site: &Site, id: Uuid) -> Result<Head, WebError> {
    let tenant = staff.tenant();
    let city = Resource::tenant(tenant);
    let is_city = id == tenant.uuid();
    if is_city {
        staff.may(Action::RegisterSettingsEdit, &city)?;
    } else {
        staff.may(Action::RegisterAgencyEdit, &city.agency(AgencyId::new(id)))?;
    }
    let city_name = staff.city().name.clone();
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx: &mut Tx<'_>| {
        let logo = lookup_logo(tx, tenant, id)?;
        if is_city {
            let home = "/pengaturan".to_owned();
            return Ok(Some(Head {
                id,
                name: city_name,
                home,
                logo,
            }));
        }
        let agency = lookup_agency(tx, tenant, id.into())?;
        Ok(agency.map(|agency| Head {
            id,
            name: agency.name,
            home: format!("/opd/{id}"),
            logo,
        }))
    });
    read.await?.ok_or_else(WebError::not_found)
}

async fn edit(staff: Staff, State(site): State<Site>, Path(id): Path<Uuid>) -> Answer {
    let head = find(&staff, &site, id).await?;
    let form = LogoForm {
        alt: head.logo.as_ref().map_or_else(
            || usual_alt(staff.locale, &head.name),
            |logo| logo.alt.clone(),
        ),
    };
    let page = frame(&staff, &head);
    render(&logo_page(page, &head, &form))
}

fn usual_alt(locale: Locale, name: &str) -> String {
    fl!(texts(locale), "logo-alt-usual", name = name)
}

fn frame(staff: &Staff, head: &Head) -> PageFrame {
    staff
        .page(fl!(texts(staff.locale), "logo"))
        .crumb(&head.name, &head.home)
}

fn logo_page(page: PageFrame, head: &Head, form: &LogoForm) -> FormPage {
    let words = texts(page.locale);
    let here = format!("/kop/{}", head.id);
    let fields = vec![
        page.file("logo", fl!(words, "logo-file"))
            .hint(fl!(words, "logo-hint"))
            .accept("image/png,image/jpeg,image/webp")
            .to_string(),
        page.text_field("alt", fl!(words, "logo-alt"))
            .hint(fl!(words, "logo-alt-hint"))
            .value(&form.alt)
            .to_string(),
    ];
    let button = page.submit(fl!(words, "logo-save")).cancel(&head.home);
    let shown = head.logo.as_ref().map(|logo| Shown {
        guard: page.guard().to_string(),
        button: page.submit(fl!(words, "logo-remove")).danger().to_string(),
        here: here.clone(),
        alt: logo.alt.clone(),
    });
    let mut shape = FormPage::new(page, here, &button)
        .lead(fl!(words, "logo-lead", name = head.name.as_str()))
        .takes_file()
        .fields(fields);
    if let Some(shown) = shown {
        shape = shape.before(&shown.picture()).after(&shown.removal());
    }
    shape
}

/// The logo there is, and the way to take it away.
struct Shown {
    guard: String,
    button: String,
    here: String,
    alt: String,
}

impl Shown {
    fn picture(&self) -> String {
        #[derive(askama::Template)]
        #[template(
            source = "<p><img class=\"logo\" src=\"{{ here }}/gambar\" alt=\"{{ alt }}\"></p>",
            ext = "html"
        )]
        struct Picture<'a> {
            here: &'a str,
            alt: &'a str,
        }
        Picture {
            here: &self.here,
            alt: &self.alt,
        }
        .to_string()
    }

    fn removal(&self) -> String {
        #[derive(askama::Template)]
        #[template(
            source = "<form method=\"post\" action=\"{{ here }}/hapus\">{{ guard|safe }}{{ button|safe }}</form>",
            ext = "html"
        )]
        struct Removal<'a> {
            here: &'a str,
            guard: &'a str,
            button: &'a str,
        }
        Removal {
            here: &self.here,
            guard: &self.guard,
            button: &self.button,
        }
        .to_string()
    }
}

async fn create(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<Uuid>,
    upload: Upload<LogoForm>,
) -> Answer {
    let words = texts(staff.locale);
    let head = find(&staff, &site, id).await?;
    let mut errors = FieldErrors::new(staff.locale);
    let alt = errors.text("alt", &fl!(words, "logo-alt-what"), &upload.alt, ALT_MAX);
    let file = upload.file("logo").filter(|file| !file.bytes.is_empty());
    let hash = match (file, &head.logo) {
        (Some(file), _) => keep(&staff, &site, file.bytes.to_vec(), &mut errors).await?,
        // Only the words change.
        (None, Some(logo)) => Some(logo.hash),
        (None, None) => {
            errors.add("logo", fl!(words, "logo-choose"));
            None
        }
    };
    if let (Some(alt), Some(hash)) = (alt, hash) {
        return write(&staff, &site, &head, Some(Logo { hash, alt })).await;
    }
    let form = LogoForm {
        alt: upload.alt.clone(),
    };
    let page = frame(&staff, &head).errors(errors);
    render_refused(&logo_page(page, &head, &form))
}

/// Makes the picture small and keeps it; an error beside the field where it cannot.
async fn keep(
    staff: &Staff,
    site: &Site,
    bytes: Vec<u8>,
    errors: &mut FieldErrors,
) -> Result<Option<[u8; 32]>, WebError> {
    let words = texts(staff.locale);
    match site
        .part::<Blobs>()?
        .store_logo(staff.tenant(), bytes)
        .await
    {
        Ok(hash) => return Ok(Some(*hash.bytes())),
        Err(PhotoError::Busy) => return Err(WebError::busy(2)),
        Err(PhotoError::Store(error)) => return Err(WebError::failed(error)),
        Err(PhotoError::TooManyBytes | PhotoError::TooManyPixels) => {
            errors.add("logo", fl!(words, "logo-too-large"));
        }
        Err(PhotoError::Unreadable) => errors.add("logo", fl!(words, "logo-unreadable")),
    }
    Ok(None)
}

pub(crate) async fn remove(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<Uuid>,
    _form: Form<LogoForm>,
) -> Answer {
    let head = find(&staff, &site, id).await?;
    write(&staff, &site, &head, None).await
}

/// Names the new logo, then removes the file of the one before where nobody has it any more.
async fn write(staff: &Staff, site: &Site, head: &Head, logo: Option<Logo>) -> Answer {
    let (id, tenant) = (head.id, staff.tenant());
    let before = head.logo.as_ref().map(|logo| logo.hash);
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command = Command::by(&stamp);
    let db = site.db()?;
    let written = db.write(command, move |tx| {
        set_logo(tx, &stamp.fresh(), &actor, (id, logo.as_ref()))
    });
    written
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    if let Some(before) = before {
        let named = db.read(tenant, Access::ReadOwn, move |tx| {
            has_logo_file(tx, tenant, &before)
        });
        if !named.await? {
            let blobs = site.part::<Blobs>()?;
            if let Err(error) = blobs.remove(tenant, BlobHash::new(before)).await {
                // The purge takes it a day later.
                tracing::warn!(%error, "the file of a former logo is still there");
            }
        }
    }
    staff.flash(&Flash::success(fl!(texts(staff.locale), "saved")));
    Ok(redirect(&head.home))
}

/// The picture of a letterhead, the agency's own or else the city's, for whoever is signed in: it
/// stands on papers that all of them see.
pub(crate) async fn show_image(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<Uuid>,
) -> Answer {
    let tenant = staff.tenant();
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        lookup_letterhead_logo(tx, tenant, AgencyId::new(id))
    });
    let logo = read.await?.ok_or_else(WebError::not_found)?;
    let blobs = site.part::<Blobs>()?;
    let jpeg = match blobs.read(tenant, BlobHash::new(logo.hash)).await {
        Ok(content) => content.ok_or_else(WebError::not_found)?,
        Err(PhotoError::Busy) => return Err(WebError::busy(2)),
        Err(error) => return Err(WebError::failed(error)),
    };
    let mut response = jpeg.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    // The address stays while the logo changes.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(response)
}

/// The page as it looks, for samples.
pub(crate) fn sample(locale: Locale) -> Vec<web::Sample> {
    use askama::Template as _;
    let head = |logo| Head {
        id: Uuid::from_u128(7),
        name: "Dinas PUPR".to_owned(),
        home: "/opd/7".to_owned(),
        logo,
    };
    let alt = usual_alt(locale, "Dinas PUPR");
    let kept = Logo {
        hash: [7; 32],
        alt: alt.clone(),
    };
    [("none", head(None)), ("set", head(Some(kept)))]
        .into_iter()
        .map(|(case, head)| {
            let page = PageFrame::sample(locale, fl!(texts(locale), "logo"));
            let form = LogoForm { alt: alt.clone() };
            web::Sample {
                name: format!("letterhead-logo/{case}"),
                html: logo_page(page, &head, &form)
                    .render()
                    .unwrap_or_else(|error| error.to_string()),
            }
        })
        .collect()
}
