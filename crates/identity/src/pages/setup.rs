//! The first admin of a city.

use base::{ActorId, Uuid};
use db::{Access, ActionError, Command};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use web::axum::extract::State;
use web::axum::http::HeaderMap;
use web::{
    Answer, Budget, FieldErrors, Form, FrameKind, Locale, PageFrame, Site, Visitor, WebError, fl,
    render, render_refused,
};

use super::login::{ended, open_session};
use super::new_password::check_typed;
use super::person_form::PersonForm;
use super::shape::{FormPage, nobody};
use crate::actions::create_first_admin::{FirstAdmin, FirstAdminRefusal, create_first_admin};
use crate::hashing::random;
use crate::sources::stamp_of;
use crate::store::accounts::has_any_account;
use crate::{Identity, texts};

/// Guesses of the setup code, per address.
const SETUPS: Budget = Budget {
    name: "setup",
    capacity: 10,
    per_seconds: 600,
};

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SetupForm {
    setup_code: String,
    name: String,
    nip: String,
    email: String,
    password: String,
    again: String,
}

fn setup_page(page: PageFrame, form: &SetupForm) -> FormPage {
    let texts = texts(page.locale);
    let button = page.submit(fl!(texts, "setup-do"));
    FormPage::new(page.kind(FrameKind::Plain), "/mulai", button)
        .lead(fl!(texts, "setup-lead"))
        .field(|page| {
            page.text_field("setup_code", fl!(texts, "setup-code"))
                .hint(fl!(texts, "setup-code-hint"))
                .value(&form.setup_code)
                .narrow()
        })
        .field(|page| {
            page.text_field("name", fl!(texts, "name"))
                .autocomplete("name")
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
                .autocomplete("email")
                .value(&form.email)
                .optional()
        })
        .field(|page| {
            page.password("password", fl!(texts, "password"))
                .hint(fl!(texts, "password-hint"))
                .autocomplete("new-password")
        })
        .field(|page| {
            page.password("again", fl!(texts, "password-again"))
                .autocomplete("new-password")
        })
}

pub(crate) fn sample(locale: Locale) -> (&'static str, FormPage) {
    let page = nobody(PageFrame::sample(locale, fl!(texts(locale), "setup-title")));
    ("setup", setup_page(page, &SetupForm::default()))
}

/// The page exists only where the operator gave a code and nobody has an account.
async fn ensure_open(visitor: &Visitor, site: &Site) -> Result<Identity, WebError> {
    let identity = site.part::<Identity>()?;
    let tenant = visitor.tenant();
    let any = move |tx: &mut db::Tx<'_>| has_any_account(tx, tenant);
    let any = site.db()?.read(tenant, Access::ReadOwn, any).await?;
    if any || identity.setup_code.is_none() {
        return Err(WebError::not_found());
    }
    Ok(identity)
}

pub(crate) async fn show_setup(visitor: Visitor, State(site): State<Site>) -> Answer {
    ensure_open(&visitor, &site).await?;
    let page = visitor.page(fl!(texts(visitor.locale), "setup-title"));
    render(&setup_page(page, &SetupForm::default()))
}

pub(crate) async fn set_up(
    visitor: Visitor,
    State(site): State<Site>,
    headers: HeaderMap,
    form: Form<SetupForm>,
) -> Answer {
    let identity = ensure_open(&visitor, &site).await?;
    site.spend(SETUPS, visitor.origin())?;
    let texts = texts(visitor.locale);
    let mut errors = FieldErrors::new(visitor.locale);
    if !code_fits(identity.setup_code.as_deref(), &form.setup_code) {
        errors.add("setup_code", fl!(texts, "setup-code-wrong"));
    }
    let person = PersonForm {
        name: form.name.clone(),
        nip: form.nip.clone(),
        email: form.email.clone(),
        ..PersonForm::default()
    };
    let details = person.read(visitor.locale, &mut errors);
    check_typed(
        &mut errors,
        (&form.password, &form.again),
        &details.clone().unwrap_or_default(),
        visitor.locale,
    );
    if let Some(details) = details.filter(|_| errors.is_empty()) {
        let hash = identity
            .hasher
            .hash(form.password.clone(), random(&*site.entropy))
            .await?;
        let new = FirstAdmin {
            details,
            password_hash: hash,
            salt: random(&*site.entropy),
        };
        let stamp = stamp_of(&visitor, ActorId::new(Uuid::nil()));
        let command = Command::by(&stamp);
        let create = move |tx: &mut db::Tx<'_>| create_first_admin(tx, &stamp.fresh(), &new);
        match site.db()?.write(command, create).await {
            Ok(person) => {
                return open_session(&visitor, &site, &headers, (person, None, "/")).await;
            }
            Err(ActionError::Refused(FirstAdminRefusal::NotFirst)) => {
                return Err(WebError::not_found());
            }
            Err(ActionError::Refused(FirstAdminRefusal::LoginMissing)) => {
                errors.add("email", fl!(texts, "login-missing"));
            }
            Err(error) => return Err(ended(error)),
        }
    }
    let page = visitor.page(fl!(texts, "setup-title")).errors(errors);
    render_refused(&setup_page(page, &form))
}

/// Compares digests, so that the time tells nothing of the code.
fn code_fits(expected: Option<&str>, typed: &str) -> bool {
    let digest = |text: &str| Sha256::digest(text.trim());
    expected.is_some_and(|expected| digest(expected) == digest(typed))
}
