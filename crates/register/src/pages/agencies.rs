//! `/opd`: agencies, their letterheads, and what lies in them.

use authz::{Action, Resource};
use base::AgencyId;
use db::{Access, Command};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, EmptyState, FieldErrors, Filter, Flash, Form, ListPage,
    PageFrame, Paging, QueryState, Site, Staff, Tabs, Texts, WebError, fl, redirect, render,
    render_refused,
};

use super::exports::list_workbook;
use super::shape::{DetailPage, FormPage, heading, paragraph};
use super::{all_pages, random_salt};
use crate::store::agencies::{AgencyFilter, list_agencies_page};
use crate::store::posts::{PostFilter, list_posts_page};
use crate::{
    Agency, AgencyInput, create_agency, list_units, lookup_agency, texts, update_agency, words,
};

/// What the list is filtered by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AgencyQuery {
    cari: String,
    tutup: String,
    format: String,
}

/// What is typed about an agency.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AgencyForm {
    code: String,
    name: String,
    short_name: String,
    address: String,
    contact: String,
    head_title: String,
    head_name: String,
    head_nip: String,
    closed: String,
    revision: String,
}

impl AgencyForm {
    fn of(agency: &Agency) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            code: agency.code.clone(),
            name: agency.name.clone(),
            short_name: agency.short_name.clone(),
            address: text(&agency.address),
            contact: text(&agency.contact),
            head_title: text(&agency.head_title),
            head_name: text(&agency.head_name),
            head_nip: text(&agency.head_nip),
            closed: if agency.is_active {
                String::new()
            } else {
                "ya".to_owned()
            },
            revision: agency.revision.to_string(),
        }
    }

    fn read(&self, words: Texts, errors: &mut FieldErrors) -> Option<AgencyInput> {
        let code = errors.text("code", &fl!(words, "code"), &self.code, 40);
        let name = errors.text("name", &fl!(words, "name"), &self.name, 200);
        let mut optional = |field, what: String, typed: &str, most| {
            errors.optional_text(field, &what, typed, most)
        };
        let short = optional("short_name", fl!(words, "short-name"), &self.short_name, 60);
        let address = optional("address", fl!(words, "address"), &self.address, 300);
        let contact = optional("contact", fl!(words, "contact"), &self.contact, 200);
        let title = optional(
            "head_title",
            fl!(words, "head-title"),
            &self.head_title,
            100,
        );
        let head = optional("head_name", fl!(words, "head-name"), &self.head_name, 120);
        let nip = optional("head_nip", fl!(words, "head-nip"), &self.head_nip, 30);
        let name = name?;
        Some(AgencyInput {
            code: code?,
            short_name: short?.unwrap_or_else(|| name.clone()),
            name,
            address: address?,
            contact: contact?,
            head_title: title?,
            head_name: head?,
            head_nip: nip?,
            is_active: self.closed.is_empty(),
        })
    }
}

/// The list of agencies.
#[expect(
    clippy::too_many_lines,
    reason = "filter, export and table of one list belong together"
)]
pub(crate) async fn list_all(
    staff: Staff,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<AgencyQuery>,
) -> Answer {
    let words = texts(staff.locale);
    staff.may_somewhere(Action::RegisterAgencyView)?;
    let reach = staff.actor().reach(Action::RegisterAgencyView);
    let filter = AgencyFilter {
        search: query.cari.clone(),
        with_closed: !query.tutup.is_empty(),
    };
    let page = staff.page(fl!(words, "agencies"));
    let tenant = staff.tenant();
    let headings = [
        fl!(words, "name"),
        fl!(words, "code"),
        fl!(words, "head"),
        fl!(words, "state"),
    ];
    if query.format == "xlsx" {
        let all = all_pages(&site, tenant, move |tx, place| {
            list_agencies_page(tx, tenant, &reach, &filter, place)
        });
        let rows = all.await?.into_iter().map(|agency| {
            let state = words::activity_text(words, agency.is_active);
            vec![
                page.marked(agency.id, agency.name),
                agency.code,
                agency.head_name.unwrap_or_default(),
                state,
            ]
        });
        return list_workbook(&page, "opd", &headings, rows);
    }
    let db = site.db()?;
    let agencies = db.read(tenant, Access::ReadOwn, move |tx| {
        list_agencies_page(
            tx,
            tenant,
            &reach,
            &filter,
            (paging.after.as_ref(), paging.size),
        )
    });
    let agencies = agencies.await?;
    let columns = headings.map(Column::text);
    let table = DataTable::new(&page.title, columns).rows(agencies.items.iter().map(|agency| {
        let head = agency.head_name.clone().unwrap_or_else(|| "–".to_owned());
        [
            Cell::link(&agency.name, format!("/opd/{}", agency.id))
                .mark(page.mark(agency.id))
                .below(&agency.short_name),
            Cell::text(&agency.code),
            Cell::text(head).below(agency.head_title.clone().unwrap_or_default()),
            Cell::tag(words::activity(words, agency.is_active)),
        ]
    }));
    let filters = Filter::default()
        .field(
            &page
                .search("cari", fl!(words, "search-name"))
                .value(&query.cari),
        )
        .field(
            &page
                .checkbox("tutup", fl!(words, "with-closed"))
                .value(&query.tutup),
        );
    let empty = EmptyState::new(
        fl!(words, "agencies-none"),
        fl!(words, "agencies-none-text"),
    )
    .step(fl!(words, "import-agencies"), "/impor/baru/agencies");
    let may_edit = page.may(Action::RegisterAgencyEdit);
    let mut list = ListPage::new(page, table, empty).lead(fl!(words, "agencies-lead"));
    if may_edit {
        list = list
            .action(fl!(words, "agency-new"), "/opd/baru")
            .action(fl!(words, "import"), "/impor/baru/agencies");
    }
    render(&list.filter(filters).next(agencies.next).exports())
}

async fn agency_of(staff: &Staff, site: &Site, id: AgencyId) -> Result<Agency, WebError> {
    let resource = Resource::tenant(staff.tenant()).agency(id);
    staff.may(Action::RegisterAgencyView, &resource)?;
    let tenant = staff.tenant();
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        lookup_agency(tx, tenant, id)
    });
    read.await?.ok_or_else(WebError::not_found)
}

/// The tabs of an agency.
fn tabs(words: Texts, id: AgencyId, current: u8) -> Tabs {
    Tabs::new(fl!(words, "agency"))
        .tab(fl!(words, "details"), format!("/opd/{id}"), current == 0)
        .tab(
            fl!(words, "trail"),
            format!("/jejak/agency/{id}"),
            current == 1,
        )
}

/// One agency with units and posts.
#[expect(
    clippy::too_many_lines,
    reason = "the fields of one form or table read best in one list"
)]
pub(crate) async fn show_one(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<AgencyId>,
) -> Answer {
    let words = texts(staff.locale);
    let agency = agency_of(&staff, &site, id).await?;
    let (tenant, reach) = (
        staff.tenant(),
        staff.actor().reach(Action::RegisterAgencyView),
    );
    let filter = PostFilter {
        agency: Some(id),
        ..PostFilter::default()
    };
    let db = site.db()?;
    let inside = db.read(tenant, Access::ReadOwn, move |tx| {
        let posts = list_posts_page(
            tx,
            tenant,
            &reach,
            &filter,
            (None, base::PageSize::clamped(200)),
        )?;
        Ok((list_units(tx, tenant, Some(id))?, posts.items))
    });
    let (units, posts) = inside.await?;
    let page = staff
        .page(agency.name.clone())
        .about([agency.id])
        .crumb(fl!(words, "agencies"), "/opd");
    let dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
    let summary = page
        .summary()
        .row(fl!(words, "code"), &agency.code)
        .row(fl!(words, "short-name"), &agency.short_name)
        .row(fl!(words, "address"), dash(&agency.address))
        .row(fl!(words, "contact"), dash(&agency.contact))
        .row(
            dash_or(agency.head_title.as_ref(), fl!(words, "head")),
            dash(&agency.head_name),
        )
        .row(fl!(words, "head-nip"), dash(&agency.head_nip))
        .row(
            fl!(words, "state"),
            words::activity_text(words, agency.is_active),
        );
    let unit_table = DataTable::new(
        fl!(words, "units"),
        [
            Column::text(fl!(words, "name")),
            Column::text(fl!(words, "work-pattern")),
        ],
    );
    let unit_table = unit_table.rows(units.iter().map(|unit| {
        [
            Cell::link(&unit.name, format!("/unit/{}/ubah", unit.id)),
            Cell::text(words::work_pattern(words, unit.work_pattern)),
        ]
    }));
    let post_table = DataTable::new(
        fl!(words, "posts"),
        [
            Column::text(fl!(words, "name")),
            Column::text(fl!(words, "kind")),
        ],
    );
    let post_table = post_table.rows(posts.iter().map(|post| {
        [
            Cell::link(&post.name, format!("/jabatan/{}", post.id)),
            Cell::text(words::post_kind(words, post.kind)),
        ]
    }));
    let may_edit = page.may(Action::RegisterAgencyEdit);
    let mut shown = DetailPage::new(page)
        .tabs(tabs(words, id, 0))
        .block(&summary);
    if may_edit {
        shown = shown
            .action(fl!(words, "edit"), format!("/opd/{id}/ubah"))
            .action(fl!(words, "logo"), format!("/kop/{id}"))
            .action(fl!(words, "unit-new"), format!("/unit/baru?opd={id}"))
            .action(fl!(words, "post-new"), format!("/jabatan/baru?opd={id}"));
    }
    shown = shown.block(&heading(&fl!(words, "units")));
    shown = if unit_table.is_empty() {
        shown.block(&paragraph(&fl!(words, "units-none")))
    } else {
        shown.block(&unit_table)
    };
    shown = shown.block(&heading(&fl!(words, "posts")));
    shown = if post_table.is_empty() {
        shown.block(&paragraph(&fl!(words, "posts-none")))
    } else {
        shown.block(&post_table)
    };
    render(&shown)
}

fn dash_or(text: Option<&String>, other: String) -> String {
    text.cloned().unwrap_or(other)
}

fn form_page(page: PageFrame, form: &AgencyForm, id: Option<AgencyId>) -> FormPage {
    let words = texts(page.locale);
    let fields = vec![
        page.text_field("code", fl!(words, "code"))
            .hint(fl!(words, "agency-code-hint"))
            .value(&form.code)
            .to_string(),
        page.text_field("name", fl!(words, "name"))
            .value(&form.name)
            .to_string(),
        page.text_field("short_name", fl!(words, "short-name"))
            .hint(fl!(words, "short-name-hint"))
            .value(&form.short_name)
            .optional()
            .to_string(),
        page.textarea("address", fl!(words, "address"))
            .rows(2)
            .value(&form.address)
            .optional()
            .to_string(),
        page.text_field("contact", fl!(words, "contact"))
            .hint(fl!(words, "contact-hint"))
            .value(&form.contact)
            .optional()
            .to_string(),
        page.text_field("head_title", fl!(words, "head-title"))
            .value(&form.head_title)
            .optional()
            .to_string(),
        page.text_field("head_name", fl!(words, "head-name"))
            .value(&form.head_name)
            .optional()
            .to_string(),
        page.text_field("head_nip", fl!(words, "head-nip"))
            .value(&form.head_nip)
            .optional()
            .to_string(),
    ];
    let (action, cancel) = match id {
        Some(id) => (format!("/opd/{id}"), format!("/opd/{id}")),
        None => ("/opd".to_owned(), "/opd".to_owned()),
    };
    let mut all = fields;
    if id.is_some() {
        let closed = page.checkbox("closed", fl!(words, "agency-close"));
        all.push(
            closed
                .hint(fl!(words, "agency-close-hint"))
                .value(&form.closed)
                .to_string(),
        );
    }
    let button = page.submit(fl!(words, "save")).cancel(cancel);
    let shown = FormPage::new(page, action, &button).fields(all);
    match form.revision.parse() {
        Ok(revision) if id.is_some() => shown.revision(revision),
        _ => shown,
    }
}

fn frame(staff: &Staff, errors: FieldErrors, agency: Option<&Agency>) -> PageFrame {
    let words = texts(staff.locale);
    match agency {
        Some(agency) => staff
            .page(fl!(words, "edit-of", name = agency.name.as_str()))
            .crumb(fl!(words, "agencies"), "/opd")
            .crumb(&agency.name, format!("/opd/{}", agency.id)),
        None => staff
            .page(fl!(words, "agency-new"))
            .crumb(fl!(words, "agencies"), "/opd"),
    }
    .errors(errors)
}

/// The form of a new agency.
pub(crate) async fn new_one(staff: Staff) -> Answer {
    staff.may_somewhere(Action::RegisterAgencyEdit)?;
    let page = frame(&staff, FieldErrors::new(staff.locale), None);
    render(&form_page(page, &AgencyForm::default(), None))
}

/// Adds an agency.
pub(crate) async fn create(
    staff: Staff,
    State(site): State<Site>,
    form: Form<AgencyForm>,
) -> Answer {
    let words = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(input) = form.read(words, &mut errors) {
        let (stamp, actor, salt) = (staff.stamp(), staff.actor().clone(), random_salt(&site));
        let action = Action::RegisterAgencyEdit.code();
        let command = Command::by(&stamp).keyed(form.key.as_str(), action, &input);
        let name = input.name.clone();
        let db = site.db()?;
        let created = db.write(command, move |tx| {
            create_agency(tx, &stamp.fresh(), &actor, (&input, &salt))
        });
        match created.await {
            Ok(id) => {
                staff.flash(&Flash::success(fl!(words, "saved", name = name)));
                return Ok(redirect(format!("/opd/{id}")));
            }
            Err(error) => errors.catch("code", error)?,
        }
    }
    render_refused(&form_page(frame(&staff, errors, None), &form.input, None))
}

/// The form of a known agency.
pub(crate) async fn edit(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<AgencyId>,
) -> Answer {
    let agency = agency_of(&staff, &site, id).await?;
    staff.may(
        Action::RegisterAgencyEdit,
        &Resource::tenant(staff.tenant()),
    )?;
    let page = frame(&staff, FieldErrors::new(staff.locale), Some(&agency));
    render(&form_page(page, &AgencyForm::of(&agency), Some(id)))
}

/// Changes an agency.
pub(crate) async fn update(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<AgencyId>,
    form: Form<AgencyForm>,
) -> Answer {
    let words = texts(staff.locale);
    let agency = agency_of(&staff, &site, id).await?;
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(input) = form.read(words, &mut errors) {
        let (stamp, actor, salt) = (staff.stamp(), staff.actor().clone(), random_salt(&site));
        let mut seen = agency.clone();
        seen.revision = form.revision.parse().unwrap_or(seen.revision);
        let command = Command::by(&stamp).ordered_by(id);
        let name = input.name.clone();
        let db = site.db()?;
        let updated = db.write(command, move |tx| {
            update_agency(tx, &stamp.fresh(), &actor, &seen, (&input, &salt))
        });
        match updated.await {
            Ok(()) => {
                staff.flash(&Flash::success(fl!(words, "saved", name = name)));
                return Ok(redirect(format!("/opd/{id}")));
            }
            Err(error) => errors.catch("code", error)?,
        }
    }
    render_refused(&form_page(
        frame(&staff, errors, Some(&agency)),
        &form.input,
        Some(id),
    ))
}
