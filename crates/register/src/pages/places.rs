//! `/wilayah`: kecamatan and kelurahan with codes and boundaries.

use authz::{Action, Resource};
use base::Uuid;
use db::{Access, Command};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, EmptyState, FieldErrors, Filter, Flash, Form, ListPage,
    Paging, QueryState, Site, Staff, StatusTone, Tabs, Tag, WebError, fl, redirect, render,
    render_refused,
};

use super::all_pages;
use super::exports::list_workbook;
use super::shape::FormPage;
use crate::store::places::{PlaceFilter, list_places_page};
use crate::{
    Place, PlaceInput, PlaceLevel, create_place, lookup_place, normalise_place_code, texts,
    update_place, words,
};

/// What the list is filtered by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PlaceQuery {
    cari: String,
    tingkat: String,
    format: String,
}

/// What is typed about a place.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PlaceForm {
    code: String,
    name: String,
    postal_code: String,
    closed: String,
    revision: String,
}

/// The list of places.
#[expect(
    clippy::too_many_lines,
    reason = "filter, export and table of one list belong together"
)]
pub(crate) async fn list_all(
    staff: Staff,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<PlaceQuery>,
) -> Answer {
    let words = texts(staff.locale);
    staff.may_somewhere(Action::RegisterAgencyView)?;
    let filter = PlaceFilter {
        search: query.cari.clone(),
        level: query.tingkat.parse().ok(),
    };
    let (tenant, page) = (staff.tenant(), staff.page(fl!(words, "places")));
    let headings = [
        fl!(words, "code"),
        fl!(words, "name"),
        fl!(words, "level"),
        fl!(words, "postal-code"),
        fl!(words, "boundary"),
    ];
    let has = |place: &Place| {
        if place.has_boundary {
            fl!(words, "boundary-known")
        } else {
            fl!(words, "boundary-none")
        }
    };
    let postal = |place: &Place| place.postal_code.clone().unwrap_or_else(|| "–".to_owned());
    if query.format == "xlsx" {
        let all = all_pages(&site, tenant, move |tx, place| {
            list_places_page(tx, tenant, &filter, place)
        });
        let rows = all.await?.into_iter().map(|place| {
            let level = words::place_level(words, place.level);
            vec![
                place.code.clone(),
                place.name.clone(),
                level,
                postal(&place),
                has(&place),
            ]
        });
        return list_workbook(&page, "wilayah", &headings, rows.collect::<Vec<_>>());
    }
    let db = site.db()?;
    let places = db.read(tenant, Access::ReadOwn, move |tx| {
        list_places_page(tx, tenant, &filter, (paging.after.as_ref(), paging.size))
    });
    let places = places.await?;
    let table = DataTable::new(&page.title, headings.map(Column::text));
    let table = table.rows(places.items.iter().map(|place| {
        let tone = if place.has_boundary {
            StatusTone::Good
        } else {
            StatusTone::Quiet
        };
        [
            Cell::link(&place.code, format!("/wilayah/{}/ubah", place.id)),
            Cell::text(&place.name),
            Cell::text(words::place_level(words, place.level)),
            Cell::text(postal(place)),
            Cell::tag(Tag::new(has(place), tone)),
        ]
    }));
    let levels: Vec<(&str, String)> = std::iter::once(("", "–".to_owned()))
        .chain(
            PlaceLevel::ALL
                .iter()
                .map(|level| (level.code(), words::place_level(words, *level))),
        )
        .collect();
    let filters = Filter::default()
        .field(
            &page
                .search("cari", fl!(words, "search-name"))
                .value(&query.cari),
        )
        .field(
            &page
                .select("tingkat", fl!(words, "level"))
                .options(&levels)
                .value(&query.tingkat),
        );
    let empty = EmptyState::new(fl!(words, "places-none"), fl!(words, "places-none-text"))
        .step(fl!(words, "import-boundaries"), "/impor/baru/boundaries");
    let may_edit = page.may(Action::RegisterPlaceEdit);
    let mut list = ListPage::new(page, table, empty).lead(fl!(words, "places-lead"));
    if may_edit {
        list = list
            .action(fl!(words, "import-boundaries"), "/impor/baru/boundaries")
            .action(fl!(words, "import-places"), "/impor/baru/places")
            .action(fl!(words, "place-new"), "/wilayah/baru");
    }
    render(&list.filter(filters).next(places.next).exports())
}

fn form_page(
    staff: &Staff,
    (form, errors): (&PlaceForm, FieldErrors),
    place: Option<&Place>,
) -> FormPage {
    let words = texts(staff.locale);
    let title = match place {
        Some(place) => fl!(words, "edit-of", name = place.name.as_str()),
        None => fl!(words, "place-new"),
    };
    let page = staff
        .page(title)
        .crumb(fl!(words, "places"), "/wilayah")
        .errors(errors);
    let mut fields = Vec::new();
    if place.is_none() {
        let code = page
            .text_field("code", fl!(words, "place-code"))
            .hint(fl!(words, "place-code-hint"));
        fields.push(code.value(&form.code).narrow().to_string());
    }
    fields.push(
        page.text_field("name", fl!(words, "name"))
            .value(&form.name)
            .to_string(),
    );
    let postal = page.text_field("postal_code", fl!(words, "postal-code"));
    fields.push(
        postal
            .value(&form.postal_code)
            .narrow()
            .optional()
            .to_string(),
    );
    if place.is_some() {
        let closed = page
            .checkbox("closed", fl!(words, "place-close"))
            .value(&form.closed);
        fields.push(closed.to_string());
    }
    let button = page.submit(fl!(words, "save")).cancel("/wilayah");
    let action = place.map_or_else(
        || "/wilayah".to_owned(),
        |place| format!("/wilayah/{}", place.id),
    );
    let shown = FormPage::new(page, action, &button).fields(fields);
    match place {
        Some(place) => {
            let tabs = Tabs::new(fl!(words, "place"))
                .tab(
                    fl!(words, "details"),
                    format!("/wilayah/{}/ubah", place.id),
                    true,
                )
                .tab(
                    fl!(words, "trail"),
                    format!("/jejak/place/{}", place.id),
                    false,
                );
            let lead = format!("{} {}", words::place_level(words, place.level), place.code);
            let revision = form.revision.parse().unwrap_or(place.revision);
            shown.revision(revision).tabs(tabs).lead(lead)
        }
        None => shown,
    }
}

fn read(
    form: &PlaceForm,
    staff: &Staff,
    errors: &mut FieldErrors,
    known: Option<&Place>,
) -> Option<PlaceInput> {
    let words = texts(staff.locale);
    let code = if let Some(place) = known {
        Some(place.code.clone())
    } else {
        let typed = errors.text("code", &fl!(words, "place-code"), &form.code, 20);
        let code = typed.as_deref().and_then(normalise_place_code);
        if typed.is_some() && code.is_none() {
            let text = form.code.trim();
            errors.add("code", fl!(words, "place-code-malformed", text = text));
        }
        code
    };
    let name = errors.text("name", &fl!(words, "name"), &form.name, 100);
    let what = fl!(words, "postal-code");
    let postal_code = errors.optional_text("postal_code", &what, &form.postal_code, 5);
    Some(PlaceInput {
        code: code?,
        name: name?,
        postal_code: postal_code?,
        is_active: form.closed.is_empty(),
    })
}

/// The form of a new place.
pub(crate) async fn new_one(staff: Staff) -> Answer {
    staff.may_somewhere(Action::RegisterPlaceEdit)?;
    let errors = FieldErrors::new(staff.locale);
    render(&form_page(&staff, (&PlaceForm::default(), errors), None))
}

/// Adds a place.
pub(crate) async fn create(
    staff: Staff,
    State(site): State<Site>,
    form: Form<PlaceForm>,
) -> Answer {
    let words = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(input) = read(&form, &staff, &mut errors, None) {
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let action = Action::RegisterPlaceEdit.code();
        let command = Command::by(&stamp).keyed(form.key.as_str(), action, &input);
        let name = input.name.clone();
        let db = site.db()?;
        let created = db.write(command, move |tx| {
            create_place(tx, &stamp.fresh(), &actor, &input)
        });
        match created.await {
            Ok(_) => {
                staff.flash(&Flash::success(fl!(words, "saved", name = name)));
                return Ok(redirect("/wilayah"));
            }
            Err(error) => errors.catch("code", error)?,
        }
    }
    render_refused(&form_page(&staff, (&form, errors), None))
}

async fn place_of(staff: &Staff, site: &Site, id: Uuid) -> Result<Place, WebError> {
    staff.may_somewhere(Action::RegisterAgencyView)?;
    let tenant = staff.tenant();
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        lookup_place(tx, tenant, id)
    });
    read.await?.ok_or_else(WebError::not_found)
}

/// The form of a known place.
pub(crate) async fn edit(staff: Staff, State(site): State<Site>, Path(id): Path<Uuid>) -> Answer {
    let place = place_of(&staff, &site, id).await?;
    let form = PlaceForm {
        code: place.code.clone(),
        name: place.name.clone(),
        postal_code: place.postal_code.clone().unwrap_or_default(),
        closed: if place.is_active {
            String::new()
        } else {
            "ya".to_owned()
        },
        revision: place.revision.to_string(),
    };
    render(&form_page(
        &staff,
        (&form, FieldErrors::new(staff.locale)),
        Some(&place),
    ))
}

/// Changes a place.
pub(crate) async fn update(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<Uuid>,
    form: Form<PlaceForm>,
) -> Answer {
    let words = texts(staff.locale);
    let place = place_of(&staff, &site, id).await?;
    staff.may(Action::RegisterPlaceEdit, &Resource::tenant(staff.tenant()))?;
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(input) = read(&form, &staff, &mut errors, Some(&place)) {
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let mut seen = place.clone();
        seen.revision = form.revision.parse().unwrap_or(seen.revision);
        let name = input.name.clone();
        let db = site.db()?;
        let updated = db.write(Command::by(&stamp).ordered_by(id), move |tx| {
            update_place(tx, &stamp.fresh(), &actor, &seen, &input)
        });
        match updated.await {
            Ok(()) => {
                staff.flash(&Flash::success(fl!(words, "saved", name = name)));
                return Ok(redirect("/wilayah"));
            }
            Err(error) => errors.catch("name", error)?,
        }
    }
    render_refused(&form_page(&staff, (&form, errors), Some(&place)))
}
