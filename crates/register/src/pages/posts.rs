//! `/jabatan`: posts, who holds them, and their deputies.

use authz::{Action, Resource};
use base::{PersonId, PostId, Uuid};
use db::{Access, Command};
use identity::list_people_by_ids;
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, EmptyState, FieldErrors, Filter, Flash, Form, ListPage,
    PageFrame, Paging, QueryState, Site, Staff, Tabs, Texts, WebError, fl, redirect, render,
    render_refused,
};

use super::exports::list_workbook;
use super::person_choice::find_named;
use super::shape::{FormPage, link};
use super::units::{agency_name, agency_options};
use super::{agency_filter, all_pages};
use crate::store::posts::{PostFilter, list_posts_page, lookup_holder};
use crate::{
    Capacity, Holder, HolderInput, Post, PostInput, PostKind, appoint_holder, create_post,
    end_holder, list_agencies, list_agencies_within, list_holders, list_units, lookup_post, texts,
    words,
};

/// What the list is filtered by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PostQuery {
    cari: String,
    opd: String,
    format: String,
}

/// What is typed about a post.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PostForm {
    agency: String,
    unit: String,
    name: String,
    kind: String,
}

/// What is typed about a holder.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct HolderForm {
    /// A NIP or a part of the name.
    nip: String,
    /// Chosen of several.
    person: String,
    capacity: String,
    from_on: String,
    until_on: String,
    decree_number: String,
    decree_on: String,
}

/// The list of posts.
#[expect(
    clippy::too_many_lines,
    reason = "filter, export and table of one list belong together"
)]
pub(crate) async fn list_all(
    staff: Staff,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<PostQuery>,
) -> Answer {
    let words = texts(staff.locale);
    staff.may_somewhere(Action::RegisterAgencyView)?;
    let reach = staff.actor().reach(Action::RegisterAgencyView);
    let filter = PostFilter {
        search: query.cari.clone(),
        agency: query.opd.parse().ok(),
    };
    let (tenant, page, db) = (staff.tenant(), staff.page(fl!(words, "posts")), site.db()?);
    let reached = reach.clone();
    let agencies = db.read(tenant, Access::ReadOwn, move |tx| {
        let choices = list_agencies_within(tx, tenant, &reached)?;
        Ok((list_agencies(tx, tenant)?, choices))
    });
    let (agencies, choices) = agencies.await?;
    let headings = [
        fl!(words, "name"),
        fl!(words, "agency"),
        fl!(words, "kind"),
        fl!(words, "state"),
    ];
    if query.format == "xlsx" {
        let all = all_pages(&site, tenant, move |tx, place| {
            list_posts_page(tx, tenant, &reach, &filter, place)
        });
        let rows = all.await?.into_iter().map(|post| {
            vec![
                post.name.clone(),
                agency_name(&agencies, post.agency),
                words::post_kind(words, post.kind),
                words::activity_text(words, post.is_active),
            ]
        });
        return list_workbook(&page, "jabatan", &headings, rows.collect::<Vec<_>>());
    }
    let posts = db.read(tenant, Access::ReadOwn, move |tx| {
        list_posts_page(
            tx,
            tenant,
            &reach,
            &filter,
            (paging.after.as_ref(), paging.size),
        )
    });
    let posts = posts.await?;
    let table = DataTable::new(&page.title, headings.map(Column::text));
    let table = table.rows(posts.items.iter().map(|post| {
        [
            Cell::link(&post.name, format!("/jabatan/{}", post.id)).mark(page.mark(post.id)),
            Cell::text(agency_name(&agencies, post.agency)),
            Cell::text(words::post_kind(words, post.kind)),
            Cell::tag(words::activity(words, post.is_active)),
        ]
    }));
    let filters = Filter::default().field(
        &page
            .search("cari", fl!(words, "search-name"))
            .value(&query.cari),
    );
    let filters = agency_filter(filters, &page, (&choices, &query.opd));
    let may_edit = page.may(Action::RegisterPostEdit);
    let mut empty = EmptyState::new(fl!(words, "posts-none"), fl!(words, "posts-none-text"));
    if may_edit {
        empty = empty.step(fl!(words, "import"), "/impor/baru/posts");
    }
    let mut list = ListPage::new(page, table, empty).lead(fl!(words, "posts-lead"));
    if may_edit {
        list = list
            .action(fl!(words, "post-new"), "/jabatan/baru")
            .action(fl!(words, "import"), "/impor/baru/posts");
    }
    render(&list.filter(filters).next(posts.next).exports())
}

async fn form_page(
    staff: &Staff,
    site: &Site,
    (form, errors): (&PostForm, FieldErrors),
) -> Result<FormPage, WebError> {
    let (words, tenant) = (texts(staff.locale), staff.tenant());
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        Ok((list_agencies(tx, tenant)?, list_units(tx, tenant, None)?))
    });
    let (agencies, units) = read.await?;
    let page = staff
        .page(fl!(words, "post-new"))
        .crumb(fl!(words, "posts"), "/jabatan")
        .errors(errors);
    let units: Vec<(String, String)> = std::iter::once((String::new(), fl!(words, "unit-none")))
        .chain(units.iter().map(|unit| {
            let name = format!("{} — {}", agency_name(&agencies, unit.agency), unit.name);
            (unit.id.to_string(), name)
        }))
        .collect();
    let kinds: Vec<(&str, String)> = PostKind::ALL
        .iter()
        .map(|kind| (kind.code(), words::post_kind(words, *kind)))
        .collect();
    let fields = vec![
        page.select("agency", fl!(words, "agency"))
            .options(agency_options(&agencies))
            .value(&form.agency)
            .to_string(),
        page.select("unit", fl!(words, "unit"))
            .options(&units)
            .value(&form.unit)
            .to_string(),
        page.text_field("name", fl!(words, "name"))
            .hint(fl!(words, "post-name-hint"))
            .value(&form.name)
            .to_string(),
        page.select("kind", fl!(words, "kind"))
            .options(&kinds)
            .value(if form.kind.is_empty() {
                PostKind::Other.code()
            } else {
                &form.kind
            })
            .to_string(),
    ];
    let button = page.submit(fl!(words, "save")).cancel("/jabatan");
    Ok(FormPage::new(page, "/jabatan", &button).fields(fields))
}

/// The form of a new post.
pub(crate) async fn new_one(
    staff: Staff,
    State(site): State<Site>,
    QueryState(query): QueryState<PostQuery>,
) -> Answer {
    staff.may_somewhere(Action::RegisterPostEdit)?;
    let form = PostForm {
        agency: query.opd,
        ..PostForm::default()
    };
    render(&form_page(&staff, &site, (&form, FieldErrors::new(staff.locale))).await?)
}

/// Adds a post.
pub(crate) async fn create(staff: Staff, State(site): State<Site>, form: Form<PostForm>) -> Answer {
    let words = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    let agency = errors.choice("agency", &fl!(words, "agency"), &form.agency);
    let name = errors.text("name", &fl!(words, "name"), &form.name, 150);
    let kind: Option<PostKind> = errors.choice("kind", &fl!(words, "kind"), &form.kind);
    if let (Some(agency), Some(name), Some(kind)) = (agency, name, kind) {
        let unit = form.unit.parse().ok();
        let input = PostInput {
            agency,
            unit,
            name: name.clone(),
            kind,
            is_active: true,
        };
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let action = Action::RegisterPostEdit.code();
        let command = Command::by(&stamp).keyed(form.key.as_str(), action, &input);
        let db = site.db()?;
        let created = db.write(command, move |tx| {
            create_post(tx, &stamp.fresh(), &actor, &input)
        });
        match created.await {
            Ok(id) => {
                staff.flash(&Flash::success(fl!(words, "saved", name = name)));
                return Ok(redirect(format!("/jabatan/{id}")));
            }
            Err(error) => errors.catch("name", error)?,
        }
    }
    render_refused(&form_page(&staff, &site, (&form, errors)).await?)
}

pub(crate) async fn post_of(staff: &Staff, site: &Site, id: PostId) -> Result<Post, WebError> {
    let tenant = staff.tenant();
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        lookup_post(tx, tenant, id)
    });
    let post = read.await?.ok_or_else(WebError::not_found)?;
    let resource = Resource::tenant(tenant).agency(post.agency).unit(post.unit);
    staff.may(Action::RegisterAgencyView, &resource)?;
    Ok(post)
}

async fn post_page(
    staff: &Staff,
    site: &Site,
    post: &Post,
    (form, matches, errors): (&HolderForm, &[(PersonId, String)], FieldErrors),
) -> Result<FormPage, WebError> {
    let (words, tenant, id) = (texts(staff.locale), staff.tenant(), post.id);
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        let holders = list_holders(tx, tenant, id)?;
        let ids: Vec<PersonId> = holders.iter().map(|holder| holder.person).collect();
        Ok((holders, list_people_by_ids(tx, tenant, &ids)?))
    });
    let (holders, people) = read.await?;
    let page = staff
        .page(post.name.clone())
        .about([post.id])
        .crumb(fl!(words, "posts"), "/jabatan")
        .errors(errors);
    let name = |id: PersonId| {
        let found = people.iter().find(|person| person.id == id);
        found.map_or_else(|| "–".to_owned(), |person| person.name.clone())
    };
    let table = holder_table(&page, words, &holders, &name);
    let button = page.submit(fl!(words, "holder-save"));
    let lead = words::post_kind(words, post.kind);
    let tabs = Tabs::new(fl!(words, "post"))
        .tab(fl!(words, "holders"), format!("/jabatan/{id}"), true)
        .tab(fl!(words, "trail"), format!("/jejak/post/{id}"), false);
    let fields = if page.may(Action::RegisterPostEdit) && post.is_active {
        holder_fields(&page, words, (form, matches))
    } else {
        Vec::new()
    };
    let change = if page.may(Action::RegisterPostEdit) {
        link(&fl!(words, "post-change"), &format!("/jabatan/{id}/ubah"))
    } else {
        String::new()
    };
    Ok(
        FormPage::new(page, format!("/jabatan/{id}/pejabat"), &button)
            .lead(lead)
            .tabs(tabs)
            .before(&change)
            .before(&table)
            .fields(fields),
    )
}

/// The form that names a holder.
fn holder_fields(
    page: &PageFrame,
    words: Texts,
    (form, matches): (&HolderForm, &[(PersonId, String)]),
) -> Vec<String> {
    let capacities: Vec<(&str, String)> = Capacity::ALL
        .iter()
        .map(|value| (value.code(), words::capacity(words, *value)))
        .collect();
    vec![
        format!("<h2>{}</h2>", fl!(words, "holder-new")),
        page.text_field("nip", fl!(words, "holder-nip"))
            .hint(fl!(words, "holder-nip-hint"))
            .value(&form.nip)
            .to_string(),
        person_field(page, words, (form, matches)),
        page.radios("capacity", fl!(words, "capacity"))
            .options(&capacities)
            .value(if form.capacity.is_empty() {
                "definitive"
            } else {
                &form.capacity
            })
            .to_string(),
        page.date_field("from_on", fl!(words, "from-on"))
            .value(&form.from_on)
            .to_string(),
        page.date_field("until_on", fl!(words, "until-on"))
            .value(&form.until_on)
            .optional()
            .to_string(),
        page.text_field("decree_number", fl!(words, "decree-number"))
            .hint(fl!(words, "decree-hint"))
            .value(&form.decree_number)
            .optional()
            .to_string(),
        page.date_field("decree_on", fl!(words, "decree-on"))
            .value(&form.decree_on)
            .optional()
            .to_string(),
    ]
}

/// The people that the typed words name, where there are several.
fn person_field(
    page: &PageFrame,
    words: Texts,
    (form, matches): (&HolderForm, &[(PersonId, String)]),
) -> String {
    if matches.is_empty() {
        return String::new();
    }
    page.radios("person", fl!(words, "person-which"))
        .options(matches)
        .value(&form.person)
        .to_string()
}

fn holder_table(
    page: &PageFrame,
    words: Texts,
    holders: &[Holder],
    name: &dyn Fn(PersonId) -> String,
) -> String {
    if holders.is_empty() {
        let text = fl!(words, "holders-none-text");
        return EmptyState::new(fl!(words, "holders-none"), text).to_string();
    }
    let columns = [
        Column::text(fl!(words, "holder")),
        Column::text(fl!(words, "capacity")),
        Column::text(fl!(words, "from-on")),
        Column::text(fl!(words, "until-on")),
        Column::text(fl!(words, "decree-number")),
    ];
    let today = page.city.zone.date(page.now);
    DataTable::new(fl!(words, "holders"), columns)
        .rows(holders.iter().map(|holder| {
            let until = match holder.until_on {
                Some(on) => Cell::text(page.date(on)),
                None if page.may(Action::RegisterPostEdit) => Cell::link(
                    fl!(words, "holder-end"),
                    format!("/jabatan/pejabat/{}", holder.id),
                ),
                None => Cell::text("–"),
            };
            let who = Cell::text(name(holder.person));
            [
                if holder.is_on(today) {
                    who.below(fl!(words, "holder-now"))
                } else {
                    who
                },
                Cell::text(words::capacity(words, holder.capacity)),
                Cell::text(page.date(holder.from_on)),
                until,
                Cell::text(
                    holder
                        .decree_number
                        .clone()
                        .unwrap_or_else(|| "–".to_owned()),
                ),
            ]
        }))
        .to_string()
}

/// One post with its holders.
pub(crate) async fn show_one(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PostId>,
) -> Answer {
    let post = post_of(&staff, &site, id).await?;
    let errors = FieldErrors::new(staff.locale);
    render(&post_page(&staff, &site, &post, (&HolderForm::default(), &[], errors)).await?)
}

/// Records a holder.
pub(crate) async fn appoint(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PostId>,
    form: Form<HolderForm>,
) -> Answer {
    let words = texts(staff.locale);
    let post = post_of(&staff, &site, id).await?;
    let mut errors = FieldErrors::new(staff.locale);
    let mut matches = Vec::new();
    if let Some(input) = read_holder(&form, words, &mut errors, id) {
        let place = (staff.tenant(), staff.now());
        let typed = (form.nip.clone(), form.person.clone());
        let db = site.db()?;
        let read = db.read(place.0, Access::ReadOwn, move |tx| {
            find_named(tx, place, (&typed.0, &typed.1))
        });
        match read.await?.take(words, &mut errors, &form.nip) {
            Err(several) => matches = several,
            Ok(person) => {
                let input = HolderInput {
                    person: person.id,
                    ..input
                };
                let (stamp, actor) = (staff.stamp(), staff.actor().clone());
                let action = Action::RegisterPostEdit.code();
                let command = Command::by(&stamp).keyed(form.key.as_str(), action, &input);
                let db = site.db()?;
                let done = db.write(command, move |tx| {
                    appoint_holder(tx, &stamp.fresh(), &actor, &input)
                });
                match done.await {
                    Ok(_) => {
                        staff.flash(&Flash::success(fl!(words, "saved", name = person.name)));
                        return Ok(redirect(format!("/jabatan/{id}")));
                    }
                    Err(error) => errors.catch("from_on", error)?,
                }
            }
        }
    }
    let typed = (&*form, matches.as_slice(), errors);
    render_refused(&post_page(&staff, &site, &post, typed).await?)
}

fn read_holder(
    form: &HolderForm,
    words: Texts,
    errors: &mut FieldErrors,
    post: PostId,
) -> Option<HolderInput> {
    let named = errors.text("nip", &fl!(words, "holder-nip"), &form.nip, 120);
    let capacity = errors.choice("capacity", &fl!(words, "capacity"), &form.capacity);
    let from_on = errors.date("from_on", &fl!(words, "from-on"), &form.from_on);
    let mut date = |field, what: String, typed: &str| {
        if typed.trim().is_empty() {
            Some(None)
        } else {
            errors.date(field, &what, typed).map(Some)
        }
    };
    let until_on = date("until_on", fl!(words, "until-on"), &form.until_on);
    let decree_on = date("decree_on", fl!(words, "decree-on"), &form.decree_on);
    let what = fl!(words, "decree-number");
    let decree_number = errors.optional_text("decree_number", &what, &form.decree_number, 80);
    named?;
    Some(HolderInput {
        post,
        person: PersonId::new(Uuid::nil()),
        capacity: capacity?,
        from_on: from_on?,
        until_on: until_on?,
        decree_number: decree_number?,
        decree_on: decree_on?,
    })
}

/// What is typed to end a time of holding.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EndForm {
    until_on: String,
    revision: String,
}

async fn holder_of(staff: &Staff, site: &Site, id: Uuid) -> Result<(Holder, Post), WebError> {
    let tenant = staff.tenant();
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        lookup_holder(tx, tenant, id)
    });
    let holder = read.await?.ok_or_else(WebError::not_found)?;
    let post = post_of(staff, site, holder.post).await?;
    Ok((holder, post))
}

fn end_page(
    staff: &Staff,
    (holder, post): (&Holder, &Post),
    (form, errors): (&EndForm, FieldErrors),
) -> FormPage {
    let words = texts(staff.locale);
    let page = staff
        .page(fl!(words, "holder-end"))
        .crumb(fl!(words, "posts"), "/jabatan")
        .crumb(&post.name, format!("/jabatan/{}", post.id))
        .errors(errors);
    let hint = fl!(words, "holder-end-hint", from = page.date(holder.from_on));
    let field = page
        .date_field("until_on", fl!(words, "until-on"))
        .hint(hint)
        .value(&form.until_on);
    let fields = vec![field.to_string()];
    let button = page
        .submit(fl!(words, "save"))
        .cancel(format!("/jabatan/{}", post.id));
    FormPage::new(page, format!("/jabatan/pejabat/{}", holder.id), &button)
        .fields(fields)
        .revision(holder.revision)
}

/// The form that ends a time of holding.
pub(crate) async fn edit_holder(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<Uuid>,
) -> Answer {
    let (holder, post) = holder_of(&staff, &site, id).await?;
    let errors = FieldErrors::new(staff.locale);
    render(&end_page(
        &staff,
        (&holder, &post),
        (&EndForm::default(), errors),
    ))
}

/// Ends a time of holding.
pub(crate) async fn update_holder(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<Uuid>,
    form: Form<EndForm>,
) -> Answer {
    let words = texts(staff.locale);
    let (holder, post) = holder_of(&staff, &site, id).await?;
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(until_on) = errors.date("until_on", &fl!(words, "until-on"), &form.until_on) {
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let mut seen = holder.clone();
        seen.revision = form.revision.parse().unwrap_or(seen.revision);
        let db = site.db()?;
        let done = db.write(Command::by(&stamp), move |tx| {
            end_holder(tx, &stamp.fresh(), &actor, &seen, until_on)
        });
        match done.await {
            Ok(()) => {
                staff.flash(&Flash::success(fl!(
                    words,
                    "saved",
                    name = post.name.as_str()
                )));
                return Ok(redirect(format!("/jabatan/{}", post.id)));
            }
            Err(error) => errors.catch("until_on", error)?,
        }
    }
    render_refused(&end_page(&staff, (&holder, &post), (&form, errors)))
}
