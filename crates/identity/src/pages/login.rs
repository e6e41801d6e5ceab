//! Signing in and out.

use base::{ActorId, PersonId, Stamp, Uuid};
use db::{Access, ActionError, Command};
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::http::HeaderMap;
use web::{
    Answer, Budget, FieldErrors, Form, FrameKind, Locale, PageFrame, QueryState, Site, Visitor,
    WebError, fl, redirect, render, render_refused, token_hash,
};

use super::back::local_path;
use super::device::device_words;
use super::new_password;
use super::second_factor;
use super::shape::{FormPage, nobody};
use super::ticket::{Step, Ticket};
use crate::actions::sign_in::{self, SignInRefusal};
use crate::hashing::random;
use crate::model::login_name::LoginName;
use crate::secrets::draw_token;
use crate::sources::stamp_of;
use crate::store::accounts::Account;
use crate::store::sessions::{NewSession, SESSION_SECONDS_MAX, delete_session};
use crate::{Identity, texts};

/// Tries of names and passwords per address.
const LOGINS: Budget = Budget {
    name: "login",
    capacity: 30,
    per_seconds: 600,
};

/// The page to come back to, in the address of the login page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Back {
    kembali: String,
}

/// What is typed to sign in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LoginForm {
    login: String,
    password: String,
    kembali: String,
}

/// A form without fields.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NoFields {}

pub(crate) async fn show_login(visitor: Visitor, QueryState(back): QueryState<Back>) -> Answer {
    let back = local_path(&back.kembali);
    if visitor.session().is_some() {
        return Ok(redirect(back));
    }
    let page = visitor.page(fl!(texts(visitor.locale), "sign-in"));
    render(&login_page(page, "", back))
}

fn login_page(page: PageFrame, login: &str, back: &str) -> FormPage {
    let texts = texts(page.locale);
    let button = page.submit(fl!(texts, "sign-in"));
    FormPage::new(page.kind(FrameKind::Plain), "/masuk", button)
        .lead(fl!(texts, "sign-in-lead"))
        .hidden("kembali", back)
        .field(|page| {
            page.text_field("login", fl!(texts, "login-name"))
                .autocomplete("username")
                .value(login)
        })
        .field(|page| {
            page.password("password", fl!(texts, "password"))
                .autocomplete("current-password")
        })
        .note(fl!(texts, "sign-in-forgot"))
}

pub(crate) async fn sign_in(
    visitor: Visitor,
    State(site): State<Site>,
    headers: HeaderMap,
    form: Form<LoginForm>,
) -> Answer {
    site.spend(LOGINS, visitor.origin())?;
    let texts = texts(visitor.locale);
    let mut errors = FieldErrors::new(visitor.locale);
    let login = errors.text("login", &fl!(texts, "login-name-what"), &form.login, 254);
    if form.password.is_empty() {
        errors.text("password", &fl!(texts, "password-what"), "", 1);
    }
    if let Some(login) = login.filter(|_| errors.is_empty()) {
        let name = LoginName::read(&login);
        match check_password(&visitor, &site, &name, &form.password).await? {
            Ok(account) => {
                let mut ticket = Ticket::of(&account, visitor.tenant(), site.now());
                name.as_str().clone_into(&mut ticket.name);
                local_path(&form.kembali).clone_into(&mut ticket.back);
                return go_on(&visitor, &site, &headers, (account, ticket)).await;
            }
            Err(text) => errors.add("", text),
        }
    }
    let page = visitor.page(fl!(texts, "sign-in")).errors(errors);
    render_refused(&login_page(page, &form.login, local_path(&form.kembali)))
}

/// The account whose password fits, or the one answer for everything else.
async fn check_password(
    visitor: &Visitor,
    site: &Site,
    name: &LoginName,
    password: &str,
) -> Result<Result<Account, String>, WebError> {
    let texts = texts(visitor.locale);
    let stamp = stamp_of(visitor, ActorId::new(Uuid::nil()));
    let (tenant, now) = (stamp.tenant, stamp.at);
    let (counted, wanted) = (name.clone(), name.clone());
    let begin = move |tx: &mut db::Tx<'_>| sign_in::begin_sign_in(tx, &stamp.fresh(), &counted);
    let stamp = stamp_of(visitor, ActorId::new(Uuid::nil()));
    match site.db()?.write(Command::by(&stamp), begin).await {
        Ok(()) => {}
        Err(ActionError::Refused(refusal)) => {
            return Ok(Err(refusal_text(refusal, visitor.locale, now)));
        }
        Err(error) => return Err(ended(error)),
    }
    let lookup = move |tx: &mut db::Tx<'_>| sign_in::lookup_login(tx, tenant, &wanted);
    let account = site.db()?.read(tenant, Access::ReadOwn, lookup).await?;
    let hash = account
        .as_ref()
        .and_then(|account| account.password_hash.clone());
    // The longest password that can be set; more is not worth the work.
    let typed: String = password
        .chars()
        .take(crate::PASSWORD_CHARS_MAX + 1)
        .collect();
    let fits = site.part::<Identity>()?.hasher.verify(hash, typed).await?;
    Ok(account
        .filter(|_| fits)
        .ok_or_else(|| fl!(texts, "sign-in-wrong")))
}

/// A sign-in's refusal in words.
pub(crate) fn refusal_text(refusal: SignInRefusal, locale: Locale, now: base::UtcMicros) -> String {
    let texts = texts(locale);
    match refusal {
        SignInRefusal::Locked(until) => {
            fl!(texts, "sign-in-locked", minutes = until.minutes_from(now))
        }
        SignInRefusal::CodeWrong => fl!(texts, "code-wrong"),
    }
}

/// What is no refusal ends the request.
pub(crate) fn ended<R>(error: ActionError<R>) -> WebError {
    match error {
        ActionError::Failed(failure) => failure.into(),
        ActionError::Refused(_) | ActionError::KeyReused => {
            WebError::bug("a refusal reached the end of a login".to_owned())
        }
    }
}

/// After the password (and after the second factor): the next step, or the session.
pub(crate) async fn go_on(
    visitor: &Visitor,
    site: &Site,
    headers: &HeaderMap,
    (account, mut ticket): (Account, Ticket),
) -> Answer {
    let proved = ticket.step == Step::NewPassword;
    if account.totp_secret.is_some() && !proved {
        return second_factor::show_code(visitor, site, &ticket);
    }
    if account.must_change {
        ticket.step = Step::NewPassword;
        return new_password::show_forced(visitor, site, &ticket);
    }
    open_session(
        visitor,
        site,
        headers,
        (account.person, Some(ticket.name), &ticket.back),
    )
    .await
}

/// Opens a session under a new token and sends the browser on.
pub(crate) async fn open_session(
    visitor: &Visitor,
    site: &Site,
    headers: &HeaderMap,
    (person, name, back): (PersonId, Option<String>, &str),
) -> Answer {
    let token = draw_token("", &*site.entropy);
    let stamp = stamp_of(visitor, person.into());
    let session = NewSession {
        id: stamp.next_id(),
        person,
        token_hash: token_hash(&token),
        csrf_secret: random(&*site.entropy),
        device: device_words(headers),
        origin: visitor.origin().to_owned(),
    };
    let left = visitor
        .session()
        .map(|old| (PersonId::new(old.actor.id.uuid()), old.id));
    let write = |stamp: Stamp| {
        move |tx: &mut db::Tx<'_>| {
            if let Some((person, id)) = left {
                delete_session(tx, stamp.tenant, person, id)?;
            }
            sign_in::finish_sign_in(tx, &stamp, name.as_deref(), &session)?;
            Ok::<_, ActionError<()>>(())
        }
    };
    let command = Command::by(&stamp);
    site.db()?
        .write(command, write(stamp))
        .await
        .map_err(ended)?;
    visitor.start_session(&token, SESSION_SECONDS_MAX);
    Ok(redirect(local_path(back)))
}

pub(crate) async fn sign_out(
    visitor: Visitor,
    State(site): State<Site>,
    _form: Form<NoFields>,
) -> Answer {
    if let Some(session) = visitor.session() {
        let (person, id) = (PersonId::new(session.actor.id.uuid()), session.id);
        let stamp = stamp_of(&visitor, session.actor.id);
        let tenant = stamp.tenant;
        let end = move |tx: &mut db::Tx<'_>| {
            delete_session(tx, tenant, person, id)?;
            Ok::<_, ActionError<()>>(())
        };
        site.db()?
            .write(Command::by(&stamp), end)
            .await
            .map_err(ended)?;
    }
    visitor.end_session();
    Ok(redirect("/masuk"))
}

impl web::Samples for FormPage {
    const NAME: &'static str = "identity-form";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let login = |errors| {
            let page = nobody(PageFrame::sample(locale, fl!(texts, "sign-in")));
            login_page(page.errors(errors), "198504122010012003", "/voucher")
        };
        let mut wrong = FieldErrors::new(locale);
        wrong.add("", fl!(texts, "sign-in-wrong"));
        let mut samples = vec![
            ("login", login(FieldErrors::new(locale))),
            ("login-wrong", login(wrong)),
        ];
        samples.push(second_factor::sample(locale));
        samples.push(new_password::sample(locale));
        samples.push(super::setup::sample(locale));
        samples.push(super::person_form::sample(locale));
        samples.push(super::person_form::sample_with_errors(locale));
        samples.push(super::grants::sample(locale));
        samples.push(super::integrations::sample(locale));
        samples.push(super::person::sample_confirm(locale));
        samples.push(super::person::sample_erase(locale));
        samples.push(super::person_photo::sample_photo(locale));
        samples
    }
}
