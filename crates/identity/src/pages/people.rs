//! The list of people.

use authz::{Action, Resource, Role};
use base::{Cursor, PageSize};
use db::Access;
use serde::Deserialize;
use tabular::{ListCell, ListColumn, ListFormat, ListWorkbook};
use web::axum::extract::State;
use web::axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use web::axum::response::IntoResponse as _;
use web::{
    Answer, Cell, Column, DataTable, EmptyState, Filter, ListPage, PageFrame, Paging, QueryState,
    Site, Staff, StatusTone, Tabs, Tag, WebError, fl, render,
};

use super::roles::{role_choices, role_name};
use crate::store::people::{PeopleFilter, PersonLine, list_people};
use crate::texts;

/// The most rows of an export; a city has fewer people.
const EXPORT_ROWS_MAX: usize = 100_000;

/// The filter in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PeopleQuery {
    cari: String,
    peran: String,
    status: String,
    format: String,
}

impl PeopleQuery {
    fn filter(&self) -> PeopleFilter {
        PeopleFilter {
            words: self.cari.clone(),
            role: Role::from_code(&self.peran),
            closed: self.status == "tutup",
        }
    }
}

pub(crate) async fn list(
    staff: Staff,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<PeopleQuery>,
) -> Answer {
    let tenant = staff.tenant();
    staff.may(Action::IdentityUserView, &Resource::tenant(tenant))?;
    if query.format == "xlsx" {
        return export(&staff, &site, &query.filter()).await;
    }
    let (filter, now) = (query.filter(), staff.now());
    let read = move |tx: &mut db::Tx<'_>| {
        list_people(
            tx,
            tenant,
            &filter,
            now,
            (paging.after.as_ref(), paging.size),
        )
    };
    let people = site.db()?.read(tenant, Access::ReadOwn, read).await?;
    let page = staff.page(fl!(texts(staff.locale), "people"));
    render(&list_page(page, &query, &people.items).next(people.next))
}

fn list_page(page: PageFrame, query: &PeopleQuery, people: &[PersonLine]) -> ListPage {
    let (locale, texts) = (page.locale, texts(page.locale));
    let columns = [
        Column::text(fl!(texts, "name")),
        Column::text(fl!(texts, "login-name")),
        Column::text(fl!(texts, "roles")),
        Column::text(fl!(texts, "status")),
    ];
    let rows = people.iter().map(|line| {
        let person = &line.person;
        let login = person
            .nip
            .as_deref()
            .or(person.email.as_deref())
            .unwrap_or("–");
        let phone = person.phone.as_deref().unwrap_or_default();
        [
            Cell::link(&person.name, format!("/pengguna/{}", person.id)).mark(page.mark(person.id)),
            Cell::text(login).below(phone),
            Cell::text(role_words(line, locale)),
            Cell::tag(person_status(line, locale)),
        ]
    });
    let table = DataTable::new(&page.title, columns).rows(rows);
    let filter = Filter::default()
        .field(
            &page
                .search("cari", fl!(texts, "people-search"))
                .value(&query.cari),
        )
        .field(
            &page
                .select("peran", fl!(texts, "role"))
                .options(role_choices(|role| role != Role::System, locale))
                .value(&query.peran),
        );
    let tabs = Tabs::new(fl!(texts, "people"))
        .tab(
            fl!(texts, "people-active"),
            page.with("status", ""),
            query.status != "tutup",
        )
        .tab(
            fl!(texts, "people-closed"),
            page.with("status", "tutup"),
            query.status == "tutup",
        );
    let empty = EmptyState::new(fl!(texts, "people-none"), fl!(texts, "people-none-text"));
    let may_add = page.may(Action::IdentityUserEdit);
    let empty = if may_add {
        empty.step(fl!(texts, "person-new"), "/pengguna/baru")
    } else {
        empty
    };
    let list = ListPage::new(page, table, empty)
        .tabs(tabs)
        .filter(filter)
        .exports();
    if may_add {
        list.action(fl!(texts, "person-new"), "/pengguna/baru")
    } else {
        list
    }
}

fn role_words(line: &PersonLine, locale: web::Locale) -> String {
    let names: Vec<_> = line
        .roles
        .iter()
        .filter_map(|code| Role::from_code(code))
        .map(|role| role_name(role, locale))
        .collect();
    if names.is_empty() {
        "–".to_owned()
    } else {
        names.join(", ")
    }
}

fn person_status(line: &PersonLine, locale: web::Locale) -> Tag {
    let texts = texts(locale);
    if !line.person.is_active() {
        Tag::new(fl!(texts, "person-closed"), StatusTone::Quiet)
    } else if !line.has_account {
        Tag::new(fl!(texts, "account-none"), StatusTone::Quiet)
    } else if line.has_second_factor {
        Tag::new(fl!(texts, "account-two-steps"), StatusTone::Good)
    } else {
        Tag::new(fl!(texts, "account-open"), StatusTone::Going)
    }
}

/// The same people as a workbook, read page by page.
async fn export(staff: &Staff, site: &Site, filter: &PeopleFilter) -> Answer {
    let (tenant, now, locale) = (staff.tenant(), staff.now(), staff.locale);
    let texts = texts(locale);
    let columns = [
        fl!(texts, "name"),
        fl!(texts, "nip"),
        fl!(texts, "email"),
        fl!(texts, "phone"),
        fl!(texts, "roles"),
        fl!(texts, "account"),
    ];
    let columns = columns.map(|heading| ListColumn::new(heading, ListFormat::Text));
    let mut book = ListWorkbook::new(&fl!(texts, "people"), &columns).map_err(WebError::failed)?;
    let size = PageSize::clamped(PageSize::MAX);
    let mut after: Option<Cursor> = None;
    for _ in 0..EXPORT_ROWS_MAX / usize::from(PageSize::MAX) {
        let (filter, from) = (filter.clone(), after.clone());
        let read =
            move |tx: &mut db::Tx<'_>| list_people(tx, tenant, &filter, now, (from.as_ref(), size));
        let people = site.db()?.read(tenant, Access::Report, read).await?;
        for line in &people.items {
            let person = &line.person;
            let text =
                |value: &Option<String>| ListCell::from(value.as_deref().unwrap_or_default());
            let account = if line.has_account {
                fl!(texts, "yes")
            } else {
                fl!(texts, "no")
            };
            let roles = role_words(line, locale);
            book.push(&[
                ListCell::from(person.name.as_str()),
                text(&person.nip),
                text(&person.email),
                text(&person.phone),
                ListCell::from(roles.as_str()),
                ListCell::from(account.as_str()),
            ])
            .map_err(WebError::failed)?;
        }
        after = people
            .next
            .as_deref()
            .and_then(|next| Cursor::decode(next).ok());
        if after.is_none() {
            break;
        }
    }
    let bytes = book.finish().map_err(WebError::failed)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let name = "attachment; filename=\"pengguna.xlsx\"";
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// The list as the samples show it.
#[derive(Debug, askama::Template)]
#[template(source = "{{ list|safe }}", ext = "html")]
pub(crate) struct PeopleSample {
    list: ListPage,
}

impl web::Samples for PeopleSample {
    const NAME: &'static str = "identity-people";

    fn samples(locale: web::Locale) -> Vec<(&'static str, Self)> {
        let page = || PageFrame::sample(locale, fl!(texts(locale), "people"));
        let line = |has_account, roles: &[&str]| PersonLine {
            person: super::person::sample_person(),
            has_account,
            has_second_factor: false,
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        };
        let people = [
            line(true, &["fuel_officer", "pengurus_barang"]),
            line(false, &["driver"]),
        ];
        let query = PeopleQuery::default();
        let sample = |people: &[PersonLine]| Self {
            list: list_page(page(), &query, people),
        };
        vec![("filled", sample(&people)), ("empty", sample(&[]))]
    }
}
