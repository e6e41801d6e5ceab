//! `/jabatan/{id}/ubah`: a post under another name, in another unit, or closed.

use authz::{Action, Resource};
use base::PostId;
use db::{Access, Command};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, Flash, Form, Site, Staff, WebError, fl, redirect, render, render_refused,
};

use super::posts::post_of;
use super::shape::FormPage;
use crate::{Post, PostInput, PostKind, list_units, texts, update_post, words};

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PostEditForm {
    unit: String,
    name: String,
    kind: String,
    is_active: String,
    revision: String,
}

impl PostEditForm {
    fn of(post: &Post) -> Self {
        Self {
            unit: post.unit.map(|unit| unit.to_string()).unwrap_or_default(),
            name: post.name.clone(),
            kind: post.kind.code().to_owned(),
            is_active: if post.is_active { "1" } else { "" }.to_owned(),
            revision: post.revision.to_string(),
        }
    }
}

fn may_edit(staff: &Staff, post: &Post) -> Result<(), WebError> {
    let place = Resource::tenant(staff.tenant())
        .agency(post.agency)
        .unit(post.unit);
    Ok(staff.may(Action::RegisterPostEdit, &place)?)
}

async fn form_page(
    staff: &Staff,
    site: &Site,
    post: &Post,
    (form, errors): (&PostEditForm, FieldErrors),
) -> Result<FormPage, WebError> {
    let (words, tenant, agency) = (texts(staff.locale), staff.tenant(), post.agency);
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        list_units(tx, tenant, Some(agency))
    });
    let units = read.await?;
    let here = format!("/jabatan/{}", post.id);
    let page = staff
        .page(fl!(words, "post-edit", name = post.name.as_str()))
        .crumb(fl!(words, "posts"), "/jabatan")
        .crumb(&post.name, &here)
        .errors(errors);
    let units: Vec<(String, String)> = std::iter::once((String::new(), fl!(words, "unit-none")))
        .chain(
            units
                .into_iter()
                .map(|unit| (unit.id.to_string(), unit.name)),
        )
        .collect();
    let kinds: Vec<(&str, String)> = PostKind::ALL
        .iter()
        .map(|kind| (kind.code(), words::post_kind(words, *kind)))
        .collect();
    let fields = vec![
        page.text_field("name", fl!(words, "name"))
            .hint(fl!(words, "post-name-hint"))
            .value(&form.name)
            .to_string(),
        page.select("unit", fl!(words, "unit"))
            .options(&units)
            .value(&form.unit)
            .to_string(),
        page.select("kind", fl!(words, "kind"))
            .options(&kinds)
            .value(&form.kind)
            .to_string(),
        page.checkbox("is_active", fl!(words, "post-open"))
            .hint(fl!(words, "post-open-hint"))
            .value(&form.is_active)
            .to_string(),
    ];
    let button = page.submit(fl!(words, "save")).cancel(&here);
    let revision = form.revision.parse().unwrap_or(-1);
    Ok(FormPage::new(page, format!("{here}/ubah"), &button)
        .fields(fields)
        .revision(revision))
}

/// The form of a post.
pub(crate) async fn edit(staff: Staff, State(site): State<Site>, Path(id): Path<PostId>) -> Answer {
    let post = post_of(&staff, &site, id).await?;
    may_edit(&staff, &post)?;
    let form = PostEditForm::of(&post);
    let errors = FieldErrors::new(staff.locale);
    render(&form_page(&staff, &site, &post, (&form, errors)).await?)
}

/// Renames, moves or closes a post.
pub(crate) async fn update(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PostId>,
    form: Form<PostEditForm>,
) -> Answer {
    let words = texts(staff.locale);
    let post = post_of(&staff, &site, id).await?;
    may_edit(&staff, &post)?;
    let mut errors = FieldErrors::new(staff.locale);
    let name = errors.text("name", &fl!(words, "name"), &form.name, 150);
    let kind: Option<PostKind> = errors.choice("kind", &fl!(words, "kind"), &form.kind);
    if let (Some(name), Some(kind)) = (name, kind) {
        let input = PostInput {
            agency: post.agency,
            unit: form.unit.parse().ok(),
            name: name.clone(),
            kind,
            is_active: !form.is_active.is_empty(),
        };
        let before = Post {
            revision: form.revision.parse().unwrap_or(-1),
            ..post.clone()
        };
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let action = Action::RegisterPostEdit.code();
        let command = Command::by(&stamp).keyed(form.key.as_str(), action, &input);
        let db = site.db()?;
        let done = db.write(command, move |tx| {
            update_post(tx, &stamp.fresh(), &actor, &before, &input)
        });
        match done.await {
            Ok(()) => {
                staff.flash(&Flash::success(fl!(words, "saved", name = name)));
                return Ok(redirect(format!("/jabatan/{id}")));
            }
            Err(error) => errors.catch("name", error)?,
        }
    }
    render_refused(&form_page(&staff, &site, &post, (&form, errors)).await?)
}
