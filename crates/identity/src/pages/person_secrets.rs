//! What is made for a person and shown once: link, PIN; and what is taken from his account.

use authz::{Action, Resource};
use base::{PersonId, Uuid};
use db::Command;
use web::axum::extract::{Path, State};
use web::{Answer, Flash, Form, Site, Staff, WebError, fl, redirect, render, token_hash};

use super::login::NoFields;
use super::person::{frame_below, view_of};
use super::shape::{FormPage, SecretPage, confirm};
use crate::actions::add_person::add_account;
use crate::actions::make_reset_link::make_reset_link;
use crate::actions::second_factor::remove_second_factor;
use crate::actions::set_pin::{NewPin, set_pin};
use crate::actions::sign_in::revoke_session;
use crate::hashing::random;
use crate::model::pin::{PinKind, draw_pin};
use crate::secrets::draw_token;
use crate::{Identity, texts};

fn ensure(staff: &Staff, action: Action) -> Result<(), WebError> {
    Ok(staff.may(action, &Resource::tenant(staff.tenant()))?)
}

fn home(id: PersonId) -> String {
    format!("/pengguna/{id}")
}

/// A page that explains what will be made, with one button.
async fn ask(
    staff: &Staff,
    site: &Site,
    (id, path): (PersonId, &str),
    words: impl FnOnce(&str) -> (String, String),
) -> Result<FormPage, WebError> {
    let view = view_of(staff, site, id).await?;
    let (title, lead) = words(&view.person.name);
    let page = frame_below(staff, &view.person, title.clone());
    let button = page.submit(title).cancel(home(id));
    Ok(FormPage::new(page, format!("{}/{path}", home(id)), button).lead(lead))
}

pub(crate) async fn ask_link(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
) -> Answer {
    ensure(&staff, Action::IdentityUserReset)?;
    let texts = texts(staff.locale);
    let words = |name: &str| {
        (
            fl!(texts, "link-make"),
            fl!(texts, "link-make-lead", name = name),
        )
    };
    render(&ask(&staff, &site, (id, "tautan"), words).await?)
}

pub(crate) async fn make_link(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
    _form: Form<NoFields>,
) -> Answer {
    ensure(&staff, Action::IdentityUserReset)?;
    let texts = texts(staff.locale);
    let view = view_of(&staff, &site, id).await?;
    let token = draw_token("", &*site.entropy);
    let hash = token_hash(&token);
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command = Command::by(&stamp);
    let make = move |tx: &mut db::Tx<'_>| make_reset_link(tx, &stamp.fresh(), &actor, (id, &hash));
    site.db()?
        .write(command, make)
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    let page = frame_below(&staff, &view.person, fl!(texts, "link-title"));
    let link = format!("{}/tautan/{token}", staff.base_url());
    let lead = fl!(texts, "link-lead", name = view.person.name.as_str());
    render(&SecretPage::new(
        page,
        lead,
        vec![link],
        (fl!(texts, "done"), home(id)),
    ))
}

pub(crate) async fn ask_pin(
    staff: Staff,
    State(site): State<Site>,
    Path((id, kind)): Path<(PersonId, String)>,
) -> Answer {
    ensure(&staff, Action::IdentityUserReset)?;
    let kind = PinKind::from_code(&kind).ok_or_else(WebError::not_found)?;
    let texts = texts(staff.locale);
    let words = |name: &str| match kind {
        PinKind::Driver => (
            fl!(texts, "pin-make-driver"),
            fl!(texts, "pin-driver-lead", name = name),
        ),
        PinKind::Attendant => (
            fl!(texts, "pin-make-attendant"),
            fl!(texts, "pin-attendant-lead", name = name),
        ),
    };
    let path = format!("pin/{}", kind.code());
    render(&ask(&staff, &site, (id, &path), words).await?)
}

pub(crate) async fn make_pin(
    staff: Staff,
    State(site): State<Site>,
    Path((id, kind)): Path<(PersonId, String)>,
    _form: Form<NoFields>,
) -> Answer {
    ensure(&staff, Action::IdentityUserReset)?;
    let kind = PinKind::from_code(&kind).ok_or_else(WebError::not_found)?;
    let texts = texts(staff.locale);
    let view = view_of(&staff, &site, id).await?;
    let pin = draw_pin(kind, &*site.entropy);
    let hasher = site.part::<Identity>()?.hasher;
    let hash = hasher.hash_pin(pin.clone(), random(&*site.entropy)).await?;
    let new = NewPin {
        person: id,
        kind,
        hash,
        salt: random(&*site.entropy),
    };
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command = Command::by(&stamp);
    let set = move |tx: &mut db::Tx<'_>| set_pin(tx, &stamp.fresh(), &actor, &new);
    site.db()?
        .write(command, set)
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    let title = match kind {
        PinKind::Driver => fl!(texts, "pin-driver"),
        PinKind::Attendant => fl!(texts, "pin-attendant"),
    };
    let page = frame_below(&staff, &view.person, title);
    let lead = fl!(texts, "pin-lead", name = view.person.name.as_str());
    render(&SecretPage::new(
        page,
        lead,
        vec![pin],
        (fl!(texts, "done"), home(id)),
    ))
}

pub(crate) async fn ask_account(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
) -> Answer {
    ensure(&staff, Action::IdentityUserEdit)?;
    let texts = texts(staff.locale);
    let words = |_: &str| (fl!(texts, "account-give"), fl!(texts, "account-give-hint"));
    render(&ask(&staff, &site, (id, "akun"), words).await?)
}

pub(crate) async fn give_account(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
    _form: Form<NoFields>,
) -> Answer {
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let salt = random(&*site.entropy);
    let command = Command::by(&stamp);
    let give = move |tx: &mut db::Tx<'_>| add_account(tx, &stamp.fresh(), &actor, (id, salt));
    site.db()?
        .write(command, give)
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    Ok(redirect(format!("{}/tautan", home(id))))
}

pub(crate) async fn ask_factor(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
) -> Answer {
    ensure(&staff, Action::IdentityUserReset)?;
    let texts = texts(staff.locale);
    let view = view_of(&staff, &site, id).await?;
    let page = frame_below(&staff, &view.person, fl!(texts, "remove-factor"));
    let form = confirm(
        page,
        format!("{}/kode", home(id)),
        fl!(texts, "remove-factor"),
        home(id),
    );
    render(&form.lead(fl!(
        texts,
        "remove-factor-other",
        name = view.person.name.as_str()
    )))
}

pub(crate) async fn remove_factor(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
    _form: Form<NoFields>,
) -> Answer {
    ensure(&staff, Action::IdentityUserReset)?;
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command = Command::by(&stamp);
    let remove = move |tx: &mut db::Tx<'_>| remove_second_factor(tx, &stamp.fresh(), &actor, id);
    site.db()?
        .write(command, remove)
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    staff.flash(&Flash::success(fl!(texts(staff.locale), "factor-removed")));
    Ok(redirect(home(id)))
}

pub(crate) async fn ask_end_session(
    staff: Staff,
    State(site): State<Site>,
    Path((id, session)): Path<(PersonId, Uuid)>,
) -> Answer {
    ensure(&staff, Action::IdentitySessionRevoke)?;
    let texts = texts(staff.locale);
    let view = view_of(&staff, &site, id).await?;
    let page = frame_below(&staff, &view.person, fl!(texts, "session-end-ask"));
    let action = format!("{}/sesi/{session}/akhiri", home(id));
    let form = confirm(page, action, fl!(texts, "session-end"), home(id));
    render(&form.lead(fl!(texts, "session-end-lead")))
}

pub(crate) async fn end_session(
    staff: Staff,
    State(site): State<Site>,
    Path((id, session)): Path<(PersonId, Uuid)>,
    _form: Form<NoFields>,
) -> Answer {
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command = Command::by(&stamp);
    let end = move |tx: &mut db::Tx<'_>| revoke_session(tx, &stamp.fresh(), &actor, (id, session));
    site.db()?
        .write(command, end)
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    // Sessions lie outside the journal; who ended another person's is told to the log.
    tracing::info!(person = %id, session = %session, by = %staff.actor().id, "a session was ended");
    staff.flash(&Flash::success(fl!(texts(staff.locale), "session-ended")));
    Ok(redirect(home(id)))
}
