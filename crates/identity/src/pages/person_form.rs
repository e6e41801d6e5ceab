//! Adding and changing a person.

use authz::{Action, Resource};
use base::PersonId;
use db::{Access, Command};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, Flash, Form, Locale, PageFrame, Site, Staff, WebError, fl, redirect,
    render, render_refused,
};

use super::shape::FormPage;
use crate::actions::add_person::{NewPerson, PersonRefusal, add_person};
use crate::actions::edit_person::{PersonEdit, edit_person};
use crate::hashing::random;
use crate::model::person::{
    NAME_CHARS_MAX, Person, PersonDetails, read_email, read_nip, read_phone,
};
use crate::store::people::lookup_person;
use crate::texts;

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PersonForm {
    pub(crate) name: String,
    pub(crate) nip: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) account: String,
    pub(crate) revision: String,
}

impl PersonForm {
    /// Typed input, or errors beside the fields.
    pub(crate) fn read(&self, locale: Locale, errors: &mut FieldErrors) -> Option<PersonDetails> {
        let texts = texts(locale);
        let name = errors.text("name", &fl!(texts, "name-what"), &self.name, NAME_CHARS_MAX);
        let nip = optional(&self.nip, read_nip).unwrap_or_else(|()| {
            errors.add("nip", fl!(texts, "nip-wrong"));
            None
        });
        let email = optional(&self.email, read_email).unwrap_or_else(|()| {
            errors.add("email", fl!(texts, "email-wrong"));
            None
        });
        let phone = optional(&self.phone, read_phone).unwrap_or_else(|()| {
            errors.add("phone", fl!(texts, "phone-wrong"));
            None
        });
        Some(PersonDetails {
            name: name?,
            nip,
            email,
            phone,
        })
    }

    fn of(person: &Person) -> Self {
        Self {
            name: person.name.clone(),
            nip: person.nip.clone().unwrap_or_default(),
            email: person.email.clone().unwrap_or_default(),
            phone: person.phone.clone().unwrap_or_default(),
            account: String::new(),
            revision: person.revision.to_string(),
        }
    }
}

fn optional(typed: &str, read: impl Fn(&str) -> Option<String>) -> Result<Option<String>, ()> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    read(typed).map(Some).ok_or(())
}

/// Beside which field a refusal belongs.
fn field_of(error: &db::ActionError<PersonRefusal>) -> &'static str {
    match error {
        db::ActionError::Refused(PersonRefusal::NipTaken | PersonRefusal::LoginMissing) => "nip",
        db::ActionError::Refused(PersonRefusal::EmailTaken) => "email",
        _ => "",
    }
}

fn form_page(page: PageFrame, form: &PersonForm, person: Option<PersonId>) -> FormPage {
    let texts = texts(page.locale);
    let (action, cancel) = match person {
        Some(id) => (format!("/pengguna/{id}/ubah"), format!("/pengguna/{id}")),
        None => ("/pengguna".to_owned(), "/pengguna".to_owned()),
    };
    let button = page.submit(fl!(texts, "save")).cancel(cancel);
    let new = person.is_none();
    let shape = FormPage::new(page, action, button)
        .hidden("revision", &form.revision)
        .field(|page| {
            page.text_field("name", fl!(texts, "name"))
                .hint(fl!(texts, "name-hint"))
                .value(&form.name)
        })
        .field(|page| {
            page.text_field("nip", fl!(texts, "nip"))
                .hint(fl!(texts, "nip-hint"))
                .value(&form.nip)
                .optional()
        })
        .field(|page| {
            page.email("email", fl!(texts, "email"))
                .value(&form.email)
                .optional()
        })
        .field(|page| {
            page.telephone("phone", fl!(texts, "phone"))
                .hint(fl!(texts, "phone-hint"))
                .value(&form.phone)
                .optional()
        });
    if !new {
        return shape;
    }
    shape.field(|page| {
        page.checkbox("account", fl!(texts, "account-give"))
            .hint(fl!(texts, "account-give-hint"))
            .value(&form.account)
    })
}

fn ensure_may_edit(staff: &Staff) -> Result<(), WebError> {
    Ok(staff.may(Action::IdentityUserEdit, &Resource::tenant(staff.tenant()))?)
}

fn new_frame(staff: &Staff) -> PageFrame {
    let texts = texts(staff.locale);
    staff
        .page(fl!(texts, "person-new"))
        .crumb(fl!(texts, "people"), "/pengguna")
}

pub(crate) async fn new_person(staff: Staff) -> Answer {
    ensure_may_edit(&staff)?;
    let form = PersonForm {
        account: "ya".to_owned(),
        ..PersonForm::default()
    };
    render(&form_page(new_frame(&staff), &form, None))
}

pub(crate) async fn create_person(
    staff: Staff,
    State(site): State<Site>,
    form: Form<PersonForm>,
) -> Answer {
    ensure_may_edit(&staff)?;
    let mut errors = FieldErrors::new(staff.locale);
    let details = form
        .read(staff.locale, &mut errors)
        .filter(|_| errors.is_empty());
    if let Some(details) = details {
        let with_account = !form.account.is_empty();
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let command = Command::by(&stamp).keyed(
            form.key.as_str(),
            "identity.person.add",
            &(&details, with_account),
        );
        let input = NewPerson {
            details,
            with_account,
            salt: random(&*site.entropy),
        };
        let add = move |tx: &mut db::Tx<'_>| add_person(tx, &stamp.fresh(), &actor, &input);
        match site.db()?.write(command, add).await {
            Ok(id) => {
                staff.flash(&Flash::success(fl!(texts(staff.locale), "person-added")));
                return Ok(redirect(format!("/pengguna/{id}")));
            }
            Err(error) => errors.catch(field_of(&error), error)?,
        }
    }
    render_refused(&form_page(new_frame(&staff).errors(errors), &form, None))
}

fn edit_frame(staff: &Staff, person: &Person) -> PageFrame {
    let texts = texts(staff.locale);
    staff
        .page(fl!(texts, "person-edit"))
        .crumb(fl!(texts, "people"), "/pengguna")
        .crumb(&person.name, format!("/pengguna/{}", person.id))
}

async fn person_of(staff: &Staff, site: &Site, id: PersonId) -> Result<Person, WebError> {
    ensure_may_edit(staff)?;
    let tenant = staff.tenant();
    let read = move |tx: &mut db::Tx<'_>| lookup_person(tx, tenant, id);
    site.db()?
        .read(tenant, Access::ReadOwn, read)
        .await?
        .ok_or_else(WebError::not_found)
}

pub(crate) async fn edit(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
) -> Answer {
    let person = person_of(&staff, &site, id).await?;
    render(&form_page(
        edit_frame(&staff, &person),
        &PersonForm::of(&person),
        Some(id),
    ))
}

pub(crate) async fn update(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
    form: Form<PersonForm>,
) -> Answer {
    let person = person_of(&staff, &site, id).await?;
    let mut errors = FieldErrors::new(staff.locale);
    let details = form
        .read(staff.locale, &mut errors)
        .filter(|_| errors.is_empty());
    if let Some(details) = details {
        let revision = form.revision.parse().unwrap_or_default();
        let input = PersonEdit {
            person: id,
            revision,
            details,
        };
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let command = Command::by(&stamp).keyed(form.key.as_str(), "identity.person.edit", &input);
        let change = move |tx: &mut db::Tx<'_>| edit_person(tx, &stamp.fresh(), &actor, &input);
        match site.db()?.write(command, change).await {
            Ok(()) => {
                staff.flash(&Flash::success(fl!(texts(staff.locale), "saved")));
                return Ok(redirect(format!("/pengguna/{id}")));
            }
            Err(error) => errors.catch(field_of(&error), error)?,
        }
    }
    render_refused(&form_page(
        edit_frame(&staff, &person).errors(errors),
        &form,
        Some(id),
    ))
}

pub(crate) fn sample(locale: Locale) -> (&'static str, FormPage) {
    let page = PageFrame::sample(locale, fl!(texts(locale), "person-edit"));
    let person = super::person::sample_person();
    (
        "person-edit",
        form_page(page, &PersonForm::of(&person), Some(person.id)),
    )
}

pub(crate) fn sample_with_errors(locale: Locale) -> (&'static str, FormPage) {
    let form = PersonForm {
        nip: "123".to_owned(),
        phone: "08".to_owned(),
        ..PersonForm::default()
    };
    let mut errors = FieldErrors::new(locale);
    let _ = form.read(locale, &mut errors);
    let page = PageFrame::sample(locale, fl!(texts(locale), "person-new")).errors(errors);
    ("person-new-wrong", form_page(page, &form, None))
}
