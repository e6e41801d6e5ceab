//! One person: details, roles, sessions; closing and opening again.

use authz::{Action, Grant, Resource, Role, Scope};
use base::{AgencyId, PersonId, PostId, UtcMicros, Uuid};
use db::{Access, Command};
use web::axum::extract::{Path, State};
use web::{Answer, Flash, Form, Locale, PageFrame, Site, Staff, WebError, fl, redirect, render};

use super::account::{grants_table, sessions_table};
use super::login::NoFields;
use super::person_photo::forget_file;
use super::shape::{DetailPage, FormPage, Section, confirm};
use crate::actions::close_person::{close_person, reopen_person};
use crate::actions::erase_person::{ERASED_NAME, erase_person};
use crate::actions::person_traces::PersonTraces;
use crate::model::grant::{GrantId, HeldGrant, Validity};
use crate::model::person::Person;
use crate::model::pin::PinKind;
use crate::parts::ScopeList;
use crate::store::accounts::lookup_account;
use crate::store::grants::list_grants;
use crate::store::people::lookup_person;
use crate::store::pins::{Pin, lookup_pin};
use crate::store::sessions::{SessionLine, list_sessions};
use crate::{Identity, texts};

/// Everything the page shows.
pub(crate) struct PersonView {
    pub(crate) person: Person,
    account: AccountState,
    pins: Vec<(PinKind, Pin)>,
    grants: Vec<HeldGrant>,
    pub(crate) scopes: ScopeList,
    sessions: Vec<SessionLine>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AccountState {
    None,
    /// A link was or will be given; no password yet.
    Waiting,
    Password,
    TwoSteps,
}

/// Reads a person with all that hangs on him.
pub(crate) async fn view_of(
    staff: &Staff,
    site: &Site,
    id: PersonId,
) -> Result<PersonView, WebError> {
    let (tenant, now) = (staff.tenant(), staff.now());
    let scopes = site.part::<Identity>()?.scopes;
    let read = move |tx: &mut db::Tx<'_>| {
        let Some(person) = lookup_person(tx, tenant, id)? else {
            return Ok(None);
        };
        let account = match lookup_account(tx, tenant, id)? {
            None => AccountState::None,
            Some(account) if account.totp_secret.is_some() => AccountState::TwoSteps,
            Some(account) if account.password_hash.is_some() => AccountState::Password,
            Some(_) => AccountState::Waiting,
        };
        let mut pins = Vec::new();
        for kind in PinKind::ALL {
            pins.extend(lookup_pin(tx, tenant, id, kind)?.map(|pin| (kind, pin)));
        }
        Ok(Some(PersonView {
            person,
            account,
            pins,
            grants: list_grants(tx, tenant, id)?,
            scopes: scopes.list(tx, tenant)?,
            sessions: list_sessions(tx, tenant, id, now)?,
        }))
    };
    site.db()?
        .read(tenant, Access::ReadOwn, read)
        .await?
        .ok_or_else(WebError::not_found)
}

pub(crate) async fn show_person(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
) -> Answer {
    staff.may(Action::IdentityUserView, &Resource::tenant(staff.tenant()))?;
    let view = view_of(&staff, &site, id).await?;
    let page = staff
        .page(&view.person.name)
        .about([view.person.id])
        .crumb(fl!(texts(staff.locale), "people"), "/pengguna");
    let rights = Rights {
        edit: page.may(Action::IdentityUserEdit),
        reset: page.may(Action::IdentityUserReset),
        erase: page.may(Action::IdentityUserErase),
        trail: page.may(Action::JournalTrailView),
        grant: page.may(Action::IdentityGrantEdit) && staff.actor().id != id.into(),
    };
    render(&person_page(page, &view, rights))
}

/// What the person who looks may do.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one yes or no for each right"
)]
struct Rights {
    edit: bool,
    reset: bool,
    grant: bool,
    erase: bool,
    trail: bool,
}

fn person_page(page: PageFrame, view: &PersonView, rights: Rights) -> DetailPage {
    let texts = texts(page.locale);
    let person = &view.person;
    let base = format!("/pengguna/{}", person.id);
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    let account = match view.account {
        AccountState::None => fl!(texts, "account-none"),
        AccountState::Waiting => fl!(texts, "account-waiting"),
        AccountState::Password => fl!(texts, "account-open"),
        AccountState::TwoSteps => fl!(texts, "account-two-steps"),
    };
    let summary = page
        .summary()
        .row(fl!(texts, "nip"), shown(&person.nip))
        .row(fl!(texts, "email"), shown(&person.email))
        .row(fl!(texts, "phone"), shown(&person.phone))
        .row(fl!(texts, "account"), account)
        .row(fl!(texts, "pins"), pin_words(&page, &view.pins));
    let active = person.is_active();
    let withdraw = format!("{base}/peran");
    let withdraw = (rights.grant && active).then_some(withdraw.as_str());
    let table = grants_table(&page, &view.grants, &view.scopes, withdraw);
    let mut roles = Section::new(fl!(texts, "roles")).table(table, fl!(texts, "roles-none"));
    if rights.grant && active {
        roles = roles.link(fl!(texts, "grant-new"), format!("{base}/peran/baru"));
    }
    let table = sessions_table(&page, &view.sessions, None, &format!("{base}/sesi"));
    let sessions = Section::new(fl!(texts, "sessions")).table(table, fl!(texts, "sessions-none"));
    let closed = person.closed_at.map(|at| {
        let at = page.at(at);
        if person.is_erased {
            fl!(texts, "erased-notice", at = at)
        } else {
            fl!(texts, "closed-since", at = at)
        }
    });
    DetailPage {
        notice: closed.unwrap_or_default(),
        summary,
        links: links(&page, view, rights, &base),
        sections: vec![roles, sessions],
        page,
    }
}

fn pin_words(page: &PageFrame, pins: &[(PinKind, Pin)]) -> String {
    let texts = texts(page.locale);
    let words: Vec<_> = pins
        .iter()
        .map(|(kind, pin)| {
            let set = page.date(page.city.zone.date(pin.set_at));
            match kind {
                PinKind::Driver => fl!(texts, "pin-driver-set", on = set),
                PinKind::Attendant => fl!(texts, "pin-attendant-set", on = set),
            }
        })
        .collect();
    if words.is_empty() {
        "–".to_owned()
    } else {
        words.join("; ")
    }
}

fn links(page: &PageFrame, view: &PersonView, rights: Rights, base: &str) -> Vec<(String, String)> {
    let texts = texts(page.locale);
    let mut links = Vec::new();
    let mut link = |holds: bool, text: String, path: &str| {
        if holds {
            links.push((text, format!("{base}/{path}")));
        }
    };
    let active = view.person.is_active();
    let account = view.account != AccountState::None;
    link(rights.edit && active, fl!(texts, "person-edit"), "ubah");
    link(rights.edit && active, fl!(texts, "photo"), "foto");
    link(
        rights.edit && active && !account,
        fl!(texts, "account-give"),
        "akun",
    );
    link(
        rights.reset && active && account,
        fl!(texts, "link-make"),
        "tautan",
    );
    link(
        rights.reset && active,
        fl!(texts, "pin-make-driver"),
        "pin/driver",
    );
    link(
        rights.reset && active,
        fl!(texts, "pin-make-attendant"),
        "pin/attendant",
    );
    let two = view.account == AccountState::TwoSteps;
    link(
        rights.reset && active && two,
        fl!(texts, "remove-factor"),
        "kode",
    );
    link(rights.edit && active, fl!(texts, "person-close"), "tutup");
    let erased = view.person.is_erased;
    link(
        rights.edit && !active && !erased,
        fl!(texts, "person-reopen"),
        "buka",
    );
    link(
        rights.erase && !active && !erased,
        fl!(texts, "person-erase"),
        "hapus",
    );
    if rights.trail {
        links.push((
            fl!(texts, "audit-trail"),
            format!("/jejak/person/{}", view.person.id),
        ));
    }
    links
}

pub(crate) async fn ask_erase(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
) -> Answer {
    staff.may(Action::IdentityUserErase, &Resource::tenant(staff.tenant()))?;
    let view = view_of(&staff, &site, id).await?;
    let page = frame_below(
        &staff,
        &view.person,
        fl!(texts(staff.locale), "person-erase"),
    );
    render(&erase_page(page, &view.person))
}

fn erase_page(page: PageFrame, person: &Person) -> FormPage {
    let texts = texts(page.locale);
    let base = format!("/pengguna/{}", person.id);
    let text = fl!(texts, "person-erase-do");
    confirm(page, format!("{base}/hapus"), text, base)
        .lead(fl!(
            texts,
            "person-erase-lead",
            name = person.name.as_str(),
            neutral = ERASED_NAME
        ))
        .note(fl!(texts, "person-erase-note"))
}

/// Erases the data in one command, then the photo's file.
pub(crate) async fn erase(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
    _form: Form<NoFields>,
) -> Answer {
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command = Command::by(&stamp);
    let traces = site.part::<PersonTraces>().unwrap_or_default();
    let db = site.db()?;
    let erased = db.write(command, move |tx| {
        erase_person(tx, &stamp.fresh(), &actor, (id, &traces))
    });
    let photo = erased
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    if let Some(hash) = photo {
        forget_file(&staff, &site, hash).await?;
    }
    staff.flash(&Flash::success(fl!(texts(staff.locale), "person-erased")));
    Ok(redirect(format!("/pengguna/{id}")))
}

/// The frame of a page about something of a person.
pub(crate) fn frame_below(staff: &Staff, person: &Person, title: String) -> PageFrame {
    staff
        .page(title)
        .crumb(fl!(texts(staff.locale), "people"), "/pengguna")
        .crumb(&person.name, format!("/pengguna/{}", person.id))
}

pub(crate) async fn ask_close(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
) -> Answer {
    ask(&staff, &site, id, true).await
}

pub(crate) async fn ask_reopen(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
) -> Answer {
    ask(&staff, &site, id, false).await
}

async fn ask(staff: &Staff, site: &Site, id: PersonId, close: bool) -> Answer {
    staff.may(Action::IdentityUserEdit, &Resource::tenant(staff.tenant()))?;
    let view = view_of(staff, site, id).await?;
    let texts = texts(staff.locale);
    let title = if close {
        fl!(texts, "person-close")
    } else {
        fl!(texts, "person-reopen")
    };
    let page = frame_below(staff, &view.person, title);
    render(&confirm_page(page, &view.person, close))
}

fn confirm_page(page: PageFrame, person: &Person, close: bool) -> FormPage {
    let texts = texts(page.locale);
    let base = format!("/pengguna/{}", person.id);
    let (path, lead) = if close {
        (
            "tutup",
            fl!(texts, "person-close-lead", name = person.name.as_str()),
        )
    } else {
        (
            "buka",
            fl!(texts, "person-reopen-lead", name = person.name.as_str()),
        )
    };
    let title = page.title.clone();
    confirm(page, format!("{base}/{path}"), title, base).lead(lead)
}

pub(crate) async fn close(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
    _form: Form<NoFields>,
) -> Answer {
    set_closed(&staff, &site, id, true).await
}

pub(crate) async fn reopen(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
    _form: Form<NoFields>,
) -> Answer {
    set_closed(&staff, &site, id, false).await
}

async fn set_closed(staff: &Staff, site: &Site, id: PersonId, closed: bool) -> Answer {
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command = Command::by(&stamp);
    let change = move |tx: &mut db::Tx<'_>| {
        if closed {
            close_person(tx, &stamp.fresh(), &actor, id)
        } else {
            reopen_person(tx, &stamp.fresh(), &actor, id)
        }
    };
    site.db()?
        .write(command, change)
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    staff.flash(&Flash::success(fl!(texts(staff.locale), "saved")));
    Ok(redirect(format!("/pengguna/{id}")))
}

pub(crate) fn sample_person() -> Person {
    Person {
        id: PersonId::new(Uuid::from_u128(9)),
        name: "Maria Nggadas, S.E., M.Si.".to_owned(),
        nip: Some("198504122010012003".to_owned()),
        email: Some("maria.nggadas@kupangkota.go.id".to_owned()),
        phone: Some("+6281234567890".to_owned()),
        photo_hash: None,
        closed_at: None,
        is_erased: false,
        revision: 3,
    }
}

pub(crate) fn sample_scopes() -> ScopeList {
    ScopeList {
        agencies: vec![(
            AgencyId::new(Uuid::from_u128(3)),
            "Dinas Lingkungan Hidup dan Kebersihan".to_owned(),
        )],
        posts: vec![(
            PostId::new(Uuid::from_u128(4)),
            "Kepala Dinas Lingkungan Hidup".to_owned(),
        )],
        ..ScopeList::default()
    }
}

pub(crate) fn sample_grants(now: UtcMicros) -> Vec<HeldGrant> {
    let agency = Scope::Agency(AgencyId::new(Uuid::from_u128(3)));
    let held = |role, number, from: i64, until: Option<i64>, acting_for| HeldGrant {
        id: GrantId::new(Uuid::from_u128(number)),
        person: sample_person().id,
        grant: Grant {
            role,
            scope: agency,
            acting_for,
        },
        validity: Validity {
            from_at: now.plus_seconds(from * 86_400),
            until_at: until.map(|days| now.plus_seconds(days * 86_400)),
        },
        decree: until.map(|_| "Perintah 800/112/DLHK/2026".to_owned()),
        withdrawn_at: None,
    };
    vec![
        held(
            Role::BudgetUser,
            2,
            -3,
            Some(11),
            Some(PostId::new(Uuid::from_u128(4))),
        ),
        held(Role::FuelOfficer, 1, -200, None, None),
    ]
}

pub(crate) fn sample_sessions(now: UtcMicros) -> Vec<SessionLine> {
    let line = |number, device: &str, origin: &str, seconds: i64| SessionLine {
        id: Uuid::from_u128(number),
        device: device.to_owned(),
        origin: origin.to_owned(),
        created_at: now.plus_seconds(-9_000 - seconds),
        seen_at: now.plus_seconds(-seconds),
    };
    vec![
        line(1, "Chrome, Android", "36.68.10.4", 60),
        line(2, "Firefox, Windows", "103.20.188.9", 7_400),
    ]
}

pub(crate) fn sample(locale: Locale) -> DetailPage {
    let page = PageFrame::sample(locale, sample_person().name)
        .crumb(fl!(texts(locale), "people"), "/pengguna");
    let view = PersonView {
        person: sample_person(),
        account: AccountState::TwoSteps,
        pins: vec![(
            PinKind::Driver,
            Pin {
                hash: String::new(),
                set_at: page.now,
            },
        )],
        grants: sample_grants(page.now),
        scopes: sample_scopes(),
        sessions: Vec::new(),
    };
    person_page(
        page,
        &view,
        Rights {
            edit: true,
            reset: true,
            grant: true,
            erase: true,
            trail: true,
        },
    )
}

pub(crate) fn sample_confirm(locale: Locale) -> (&'static str, FormPage) {
    let page = PageFrame::sample(locale, fl!(texts(locale), "person-close"));
    ("person-close", confirm_page(page, &sample_person(), true))
}

pub(crate) fn sample_erase(locale: Locale) -> (&'static str, FormPage) {
    let page = PageFrame::sample(locale, fl!(texts(locale), "person-erase"));
    ("person-erase", erase_page(page, &sample_person()))
}
