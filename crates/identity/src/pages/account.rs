//! A person's own account: what is known of him, language, sessions.

use base::{PersonId, Uuid};
use db::{Access, ActionError, Command};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, Flash, Form, Locale, PageFrame, Samples, Site, Staff,
    StatusTone, Tag, WebError, fl, redirect, render,
};

use super::login::{NoFields, ended};
use super::roles::{post_name, role_name, scope_name};
use super::shape::{DetailPage, FormPage, Section, confirm};
use crate::actions::choose_locale::choose_locale;
use crate::actions::sign_in::{revoke_session, revoke_sessions};
use crate::model::grant::HeldGrant;
use crate::model::person::Person;
use crate::parts::ScopeList;
use crate::store::accounts::{count_recovery_codes, lookup_account};
use crate::store::grants::list_grants;
use crate::store::people::lookup_person;
use crate::store::sessions::{SessionLine, list_sessions};
use crate::{Identity, texts};

/// What the page shows.
struct OwnAccount {
    person: Person,
    has_second_factor: bool,
    recovery_codes: i64,
    grants: Vec<HeldGrant>,
    scopes: ScopeList,
    sessions: Vec<SessionLine>,
    this_session: Uuid,
}

pub(crate) async fn show_account(staff: Staff, State(site): State<Site>) -> Answer {
    let (tenant, now, session) = (staff.tenant(), staff.now(), staff.session().id);
    let id = PersonId::new(staff.actor().id.uuid());
    let scopes = site.part::<Identity>()?.scopes;
    let read = move |tx: &mut db::Tx<'_>| {
        let Some(person) = lookup_person(tx, tenant, id)? else {
            return Ok(None);
        };
        let account = lookup_account(tx, tenant, id)?;
        Ok(Some(OwnAccount {
            person,
            has_second_factor: account.is_some_and(|account| account.totp_secret.is_some()),
            recovery_codes: count_recovery_codes(tx, tenant, id)?,
            grants: list_grants(tx, tenant, id)?,
            scopes: scopes.list(tx, tenant)?,
            sessions: list_sessions(tx, tenant, id, now)?,
            this_session: session,
        }))
    };
    let own = site
        .db()?
        .read(tenant, Access::ReadOwn, read)
        .await?
        .ok_or_else(WebError::not_found)?;
    render(&account_page(
        staff.page(fl!(texts(staff.locale), "own-account")),
        &own,
    ))
}

fn account_page(page: PageFrame, own: &OwnAccount) -> DetailPage {
    let (locale, texts) = (page.locale, texts(page.locale));
    let factor = if own.has_second_factor {
        fl!(texts, "factor-on", left = own.recovery_codes)
    } else {
        fl!(texts, "factor-off")
    };
    let factor_href = if own.has_second_factor {
        "/akun/kode/hapus"
    } else {
        "/akun/kode"
    };
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    let summary = page
        .summary()
        .row(fl!(texts, "name"), &own.person.name)
        .row(fl!(texts, "nip"), shown(&own.person.nip))
        .row(fl!(texts, "email"), shown(&own.person.email))
        .row(fl!(texts, "phone"), shown(&own.person.phone))
        .row_to_change(fl!(texts, "password"), "••••••••••", "/akun/sandi")
        .row_to_change(fl!(texts, "second-factor"), factor, factor_href)
        .row_to_change(fl!(texts, "language"), locale.name(), "/akun/bahasa");
    let now = page.now;
    let grants: Vec<_> = own
        .grants
        .iter()
        .filter(|held| held.holds_at(now))
        .cloned()
        .collect();
    let roles = Section::new(fl!(texts, "own-roles")).table(
        grants_table(&page, &grants, &own.scopes, None),
        fl!(texts, "own-roles-none"),
    );
    let table = sessions_table(&page, &own.sessions, Some(own.this_session), "/akun/sesi");
    let mut sessions = Section::new(fl!(texts, "sessions"))
        .lead(fl!(texts, "sessions-lead"))
        .table(table, fl!(texts, "sessions-none"));
    if own.sessions.len() > 1 {
        sessions = sessions.link(fl!(texts, "sessions-end-others"), "/akun/sesi/lain/akhiri");
    }
    DetailPage {
        notice: if own.has_second_factor {
            String::new()
        } else {
            fl!(texts, "factor-advice")
        },
        summary,
        links: Vec::new(),
        sections: vec![roles, sessions],
        page,
    }
}

/// Roles with scope, time and decree; `withdraw` is where taking one back is asked.
pub(crate) fn grants_table(
    page: &PageFrame,
    grants: &[HeldGrant],
    scopes: &ScopeList,
    withdraw: Option<&str>,
) -> DataTable {
    let (locale, texts) = (page.locale, texts(page.locale));
    let mut columns = vec![
        Column::text(fl!(texts, "role")),
        Column::text(fl!(texts, "scope")),
        Column::text(fl!(texts, "validity")),
        Column::text(fl!(texts, "status")),
    ];
    if withdraw.is_some() {
        columns.push(Column::text(fl!(texts, "do")));
    }
    let date = |at| page.date(page.city.zone.date(at));
    let rows = grants.iter().map(|held| {
        let until = held
            .validity
            .until_at
            .map(|until| date(until.plus_seconds(-1)));
        let from = date(held.validity.from_at);
        let validity = match until {
            Some(until) => fl!(texts, "valid-between", from = from, until = until),
            None => fl!(texts, "valid-from", from = from),
        };
        let role = Cell::text(role_name(held.grant.role, locale));
        let role = match post_name(&held.grant, scopes) {
            Some(post) => role.below(fl!(texts, "acting-for", post = post)),
            None => role,
        };
        let validity = Cell::text(validity);
        let validity = match &held.decree {
            Some(decree) => validity.below(decree),
            None => validity,
        };
        let mut cells = vec![
            role,
            Cell::text(scope_name(held.grant.scope, scopes, locale)),
            validity,
            Cell::tag(grant_status(held, page)),
        ];
        if let Some(base) = withdraw {
            let over = held.withdrawn_at.is_some()
                || held
                    .validity
                    .until_at
                    .is_some_and(|until| until <= page.now);
            cells.push(if over {
                Cell::text("–")
            } else {
                Cell::link(fl!(texts, "withdraw"), format!("{base}/{}/cabut", held.id))
            });
        }
        cells
    });
    DataTable::new(fl!(texts, "newest-first"), columns).rows(rows)
}

fn grant_status(held: &HeldGrant, page: &PageFrame) -> Tag {
    let texts = texts(page.locale);
    if held.withdrawn_at.is_some() {
        Tag::new(fl!(texts, "grant-withdrawn"), StatusTone::Quiet)
    } else if held.holds_at(page.now) {
        Tag::new(fl!(texts, "grant-now"), StatusTone::Good)
    } else if held.validity.from_at > page.now {
        Tag::new(fl!(texts, "grant-later"), StatusTone::Going)
    } else {
        Tag::new(fl!(texts, "grant-over"), StatusTone::Quiet)
    }
}

/// Sessions with device, place and last use.
pub(crate) fn sessions_table(
    page: &PageFrame,
    sessions: &[SessionLine],
    current: Option<Uuid>,
    base: &str,
) -> DataTable {
    let texts = texts(page.locale);
    let columns = [
        Column::text(fl!(texts, "device")),
        Column::text(fl!(texts, "origin")),
        Column::text(fl!(texts, "signed-in-at")),
        Column::text(fl!(texts, "seen-at")),
        Column::text(fl!(texts, "do")),
    ];
    let rows = sessions.iter().map(|session| {
        let ending = if current == Some(session.id) {
            Cell::tag(Tag::new(fl!(texts, "session-this"), StatusTone::Good))
        } else {
            Cell::link(
                fl!(texts, "session-end"),
                format!("{base}/{}/akhiri", session.id),
            )
        };
        [
            Cell::text(&session.device),
            Cell::text(&session.origin),
            Cell::text(page.at(session.created_at)),
            Cell::text(page.ago(session.seen_at)),
            ending,
        ]
    });
    DataTable::new(fl!(texts, "last-used-first"), columns).rows(rows)
}

/// Which session is to be ended: an id, or `lain` for all but this one.
fn which(text: &str) -> Result<Option<Uuid>, WebError> {
    if text == "lain" {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| WebError::not_found())
}

pub(crate) async fn ask_end_session(staff: Staff, Path(which_one): Path<String>) -> Answer {
    let texts = texts(staff.locale);
    let title = match which(&which_one)? {
        Some(_) => fl!(texts, "session-end-ask"),
        None => fl!(texts, "sessions-end-others"),
    };
    let page = staff.page(title).crumb(fl!(texts, "own-account"), "/akun");
    let action = format!("/akun/sesi/{which_one}/akhiri");
    let form = confirm(page, action, fl!(texts, "session-end"), "/akun".to_owned());
    render(&form.lead(fl!(texts, "session-end-lead")))
}

pub(crate) async fn end_session(
    staff: Staff,
    State(site): State<Site>,
    Path(which_one): Path<String>,
    _form: Form<NoFields>,
) -> Answer {
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let person = PersonId::new(actor.id.uuid());
    let (which_one, kept) = (which(&which_one)?, staff.session().id);
    let command = Command::by(&stamp);
    let end = move |tx: &mut db::Tx<'_>| match which_one {
        Some(session) => revoke_session(tx, &stamp, &actor, (person, session)),
        None => revoke_sessions(tx, &stamp, &actor, (person, Some(kept))).map(|_| ()),
    };
    site.db()?
        .write(command, end)
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    staff.flash(&Flash::success(fl!(texts(staff.locale), "session-ended")));
    Ok(redirect("/akun"))
}

/// A language to choose.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LanguageForm {
    language: String,
}

pub(crate) async fn show_language(staff: Staff) -> Answer {
    let texts = texts(staff.locale);
    let chosen = staff.session().locale.unwrap_or(staff.locale);
    let page = staff
        .page(fl!(texts, "language"))
        .crumb(fl!(texts, "own-account"), "/akun");
    let button = page.submit(fl!(texts, "save")).cancel("/akun");
    let form = FormPage::new(page, "/akun/bahasa", button).lead(fl!(texts, "language-lead"));
    render(&form.field(|page| {
        let choices = Locale::ALL.map(|locale| (locale.code(), locale.name()));
        page.radios("language", fl!(texts, "language"))
            .options(choices)
            .value(chosen.code())
    }))
}

pub(crate) async fn set_language(
    staff: Staff,
    State(site): State<Site>,
    form: Form<LanguageForm>,
) -> Answer {
    let Some(locale) = Locale::from_code(&form.language) else {
        return Ok(redirect("/akun/bahasa"));
    };
    let stamp = staff.stamp();
    let person = PersonId::new(staff.actor().id.uuid());
    let command = Command::by(&stamp);
    let choose = move |tx: &mut db::Tx<'_>| {
        choose_locale(tx, &stamp.fresh(), person, locale)?;
        Ok::<_, ActionError<()>>(())
    };
    site.db()?.write(command, choose).await.map_err(ended)?;
    staff.flash(&Flash::success(fl!(texts(locale), "language-chosen")));
    // The address outranks the cookie, which it also sets.
    Ok(redirect(format!("/akun?lang={}", locale.code())))
}

impl Samples for DetailPage {
    const NAME: &'static str = "identity-detail";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = PageFrame::sample(locale, fl!(texts(locale), "own-account"));
        let own = OwnAccount {
            person: super::person::sample_person(),
            has_second_factor: false,
            recovery_codes: 0,
            grants: super::person::sample_grants(page.now),
            scopes: super::person::sample_scopes(),
            sessions: super::person::sample_sessions(page.now),
            this_session: Uuid::from_u128(1),
        };
        vec![
            ("account", account_page(page, &own)),
            ("person", super::person::sample(locale)),
            ("integration", super::integrations::sample_detail(locale)),
        ]
    }
}
