//! Choosing a password: forced at a login, through a one-time link, or by oneself.

use base::{ActorId, PersonId, Uuid};
use db::{Access, ActionError, Command};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::axum::http::HeaderMap;
use web::axum::response::Response;
use web::{
    Answer, Budget, FieldErrors, Flash, Form, FrameKind, Locale, PageFrame, Site, Staff, Visitor,
    WebError, fl, redirect, render, render_refused, token_hash,
};

use super::login::{ended, open_session};
use super::second_factor::{account_of, start_again};
use super::shape::{FormPage, nobody};
use super::ticket::{Step, Ticket};
use crate::actions::change_password::{ChangePasswordRefusal, change_password};
use crate::actions::use_reset_link::use_reset_link;
use crate::hashing::random;
use crate::model::person::Person;
use crate::sources::stamp_of;
use crate::store::{links, people};
use crate::{Identity, PasswordFault, PersonDetails, check_password, texts};

/// New passwords per address.
const NEW_PASSWORDS: Budget = Budget {
    name: "new_password",
    capacity: 20,
    per_seconds: 600,
};

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewPasswordForm {
    ticket: String,
    old: String,
    password: String,
    again: String,
}

/// Which of the three forms it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Forced,
    Link,
    Own,
}

fn page_of(page: PageFrame, kind: Kind, action: &str, ticket: String) -> FormPage {
    let texts = texts(page.locale);
    let button = page.submit(fl!(texts, "new-password-do"));
    let (page, button) = match kind {
        Kind::Own => (page, button.cancel("/akun")),
        Kind::Forced | Kind::Link => (page.kind(FrameKind::Plain), button),
    };
    let form = FormPage::new(page, action, button);
    let form = match kind {
        Kind::Forced => form
            .lead(fl!(texts, "new-password-forced"))
            .hidden("ticket", ticket),
        Kind::Link => form.lead(fl!(texts, "new-password-link")),
        Kind::Own => form.lead(fl!(texts, "new-password-own")).field(|page| {
            page.password("old", fl!(texts, "password-old"))
                .autocomplete("current-password")
        }),
    };
    form.field(|page| {
        page.password("password", fl!(texts, "password-new"))
            .hint(fl!(texts, "password-hint"))
            .autocomplete("new-password")
    })
    .field(|page| {
        page.password("again", fl!(texts, "password-again"))
            .autocomplete("new-password")
    })
}

fn title(locale: Locale) -> String {
    fl!(texts(locale), "new-password-title")
}

pub(crate) fn sample(locale: Locale) -> (&'static str, FormPage) {
    let mut errors = FieldErrors::new(locale);
    errors.add("password", fault_text(locale, PasswordFault::Common));
    let page = nobody(PageFrame::sample(locale, title(locale)));
    let page = page.errors(errors);
    (
        "new-password",
        page_of(page, Kind::Link, "/tautan/x", String::new()),
    )
}

/// What is wrong with a password, and what to do.
pub(crate) fn fault_text(locale: Locale, fault: PasswordFault) -> String {
    let texts = texts(locale);
    match fault {
        PasswordFault::Short => fl!(texts, "password-short"),
        PasswordFault::Long => fl!(texts, "password-long"),
        PasswordFault::Personal => fl!(texts, "password-personal"),
        PasswordFault::Common => fl!(texts, "password-common"),
    }
}

/// Notes what is wrong with a new password typed twice.
pub(crate) fn check_typed(
    errors: &mut FieldErrors,
    (password, again): (&str, &str),
    person: &PersonDetails,
    locale: Locale,
) {
    if let Err(fault) = check_password(password, person) {
        errors.add("password", fault_text(locale, fault));
    } else if password != again {
        errors.add("again", fl!(texts(locale), "password-differs"));
    }
}

async fn hash(site: &Site, password: &str) -> Result<String, WebError> {
    let hasher = site.part::<Identity>()?.hasher;
    Ok(hasher
        .hash(password.to_owned(), random(&*site.entropy))
        .await?)
}

async fn person_of(
    site: &Site,
    tenant: base::TenantId,
    person: PersonId,
) -> Result<Option<Person>, WebError> {
    let lookup = move |tx: &mut db::Tx<'_>| people::lookup_person(tx, tenant, person);
    Ok(site.db()?.read(tenant, Access::ReadOwn, lookup).await?)
}

fn details(person: Option<Person>) -> PersonDetails {
    person.map_or_else(PersonDetails::default, |person| PersonDetails {
        name: person.name,
        nip: person.nip,
        email: person.email,
        phone: person.phone,
    })
}

/// Asks a person who signs in for a new password.
pub(crate) fn show_forced(visitor: &Visitor, site: &Site, ticket: &Ticket) -> Answer {
    let page = visitor.page(title(visitor.locale));
    render(&page_of(
        page,
        Kind::Forced,
        "/masuk/sandi",
        ticket.seal(&site.key),
    ))
}

pub(crate) async fn set_forced(
    visitor: Visitor,
    State(site): State<Site>,
    headers: HeaderMap,
    form: Form<NewPasswordForm>,
) -> Answer {
    site.spend(NEW_PASSWORDS, visitor.origin())?;
    let tenant = visitor.tenant();
    let Some(ticket) = Ticket::open(&site, tenant, Step::NewPassword, &form.ticket) else {
        return Ok(start_again(&visitor));
    };
    let account = account_of(&site, tenant, ticket.person).await?;
    let Some(account) = account.filter(|account| ticket.fits(account)) else {
        return Ok(start_again(&visitor));
    };
    let old = account.password_hash.unwrap_or_default();
    let mut errors = FieldErrors::new(visitor.locale);
    let person = details(person_of(&site, tenant, ticket.person).await?);
    check_typed(
        &mut errors,
        (&form.password, &form.again),
        &person,
        visitor.locale,
    );
    let hasher = site.part::<Identity>()?.hasher;
    if errors.is_empty()
        && hasher
            .verify(Some(old.clone()), form.password.clone())
            .await?
    {
        errors.add("password", fl!(texts(visitor.locale), "password-same"));
    }
    if !errors.is_empty() {
        let page = visitor.page(title(visitor.locale)).errors(errors);
        return render_refused(&page_of(
            page,
            Kind::Forced,
            "/masuk/sandi",
            ticket.seal(&site.key),
        ));
    }
    let stamp = stamp_of(&visitor, ActorId::from(ticket.person));
    let new = hash(&site, &form.password).await?;
    let command = Command::by(&stamp);
    let whose = (ticket.person, None);
    let change =
        move |tx: &mut db::Tx<'_>| change_password(tx, &stamp.fresh(), whose, (&old, &new));
    match site.db()?.write(command, change).await {
        Ok(()) => {}
        Err(ActionError::Refused(ChangePasswordRefusal::OldWrong)) => {
            return Ok(start_again(&visitor));
        }
        Err(error) => return Err(ended(error)),
    }
    open_session(
        &visitor,
        &site,
        &headers,
        (ticket.person, Some(ticket.name), &ticket.back),
    )
    .await
}

/// Whose link it is, while it works.
async fn link_owner(
    visitor: &Visitor,
    site: &Site,
    token: &str,
) -> Result<Option<Person>, WebError> {
    site.spend(NEW_PASSWORDS, visitor.origin())?;
    let (tenant, hash, now) = (visitor.tenant(), token_hash(token), site.now());
    let lookup = move |tx: &mut db::Tx<'_>| match links::lookup_link(tx, tenant, &hash, now)? {
        Some(link) => people::lookup_person(tx, tenant, link.person),
        None => Ok(None),
    };
    Ok(site.db()?.read(tenant, Access::ReadOwn, lookup).await?)
}

fn link_over(visitor: &Visitor) -> Response {
    visitor.flash(&Flash::warning(fl!(texts(visitor.locale), "link-over")));
    redirect("/masuk")
}

pub(crate) async fn show_link(
    visitor: Visitor,
    State(site): State<Site>,
    Path(token): Path<String>,
) -> Answer {
    if link_owner(&visitor, &site, &token).await?.is_none() {
        return Ok(link_over(&visitor));
    }
    let page = visitor.page(title(visitor.locale));
    render(&page_of(
        page,
        Kind::Link,
        visitor.here().as_str(),
        String::new(),
    ))
}

pub(crate) async fn use_link(
    visitor: Visitor,
    State(site): State<Site>,
    Path(token): Path<String>,
    form: Form<NewPasswordForm>,
) -> Answer {
    let Some(person) = link_owner(&visitor, &site, &token).await? else {
        return Ok(link_over(&visitor));
    };
    let mut errors = FieldErrors::new(visitor.locale);
    let id = person.id;
    check_typed(
        &mut errors,
        (&form.password, &form.again),
        &details(Some(person)),
        visitor.locale,
    );
    if !errors.is_empty() {
        let page = visitor.page(title(visitor.locale)).errors(errors);
        return render_refused(&page_of(
            page,
            Kind::Link,
            visitor.here().as_str(),
            String::new(),
        ));
    }
    let (token, new) = (token_hash(&token), hash(&site, &form.password).await?);
    let stamp = stamp_of(&visitor, ActorId::from(id));
    let command = Command::by(&stamp);
    let set = move |tx: &mut db::Tx<'_>| use_reset_link(tx, &stamp.fresh(), (&token, &new));
    match site.db()?.write(command, set).await {
        Ok(_) => {}
        Err(ActionError::Refused(_)) => return Ok(link_over(&visitor)),
        Err(error) => return Err(ended(error)),
    }
    visitor.end_session();
    visitor.flash(&Flash::success(fl!(texts(visitor.locale), "password-set")));
    Ok(redirect("/masuk"))
}

pub(crate) async fn show_own(staff: Staff) -> Answer {
    render(&own_page(&staff, FieldErrors::new(staff.locale)))
}

fn own_page(staff: &Staff, errors: FieldErrors) -> FormPage {
    let page = staff
        .page(title(staff.locale))
        .crumb(fl!(texts(staff.locale), "own-account"), "/akun")
        .errors(errors);
    page_of(page, Kind::Own, "/akun/sandi", String::new())
}

pub(crate) async fn change_own(
    staff: Staff,
    State(site): State<Site>,
    form: Form<NewPasswordForm>,
) -> Answer {
    site.spend(NEW_PASSWORDS, staff.origin())?;
    let (texts, tenant) = (texts(staff.locale), staff.tenant());
    let person = PersonId::new(staff.actor().id.uuid());
    let mut errors = FieldErrors::new(staff.locale);
    let account = account_of(&site, tenant, person).await?;
    let old = account.and_then(|account| account.password_hash);
    let hasher = site.part::<Identity>()?.hasher;
    if !hasher.verify(old.clone(), form.old.clone()).await? {
        errors.add("old", fl!(texts, "password-wrong"));
    }
    let known = details(person_of(&site, tenant, person).await?);
    check_typed(
        &mut errors,
        (&form.password, &form.again),
        &known,
        staff.locale,
    );
    if errors.is_empty() && form.old == form.password {
        errors.add("password", fl!(texts, "password-same"));
    }
    if errors.is_empty() {
        let (stamp, old, new) = (
            staff.stamp(),
            old.unwrap_or_default(),
            hash(&site, &form.password).await?,
        );
        let command = Command::by(&stamp);
        let whose: (PersonId, Option<Uuid>) = (person, Some(staff.session().id));
        let change =
            move |tx: &mut db::Tx<'_>| change_password(tx, &stamp.fresh(), whose, (&old, &new));
        match site.db()?.write(command, change).await {
            Ok(()) => {
                staff.flash(&Flash::success(fl!(texts, "password-changed")));
                return Ok(redirect("/akun"));
            }
            Err(ActionError::Refused(ChangePasswordRefusal::OldWrong)) => {
                errors.add("old", fl!(texts, "password-wrong"));
            }
            Err(error) => return Err(ended(error)),
        }
    }
    render_refused(&own_page(&staff, errors))
}
