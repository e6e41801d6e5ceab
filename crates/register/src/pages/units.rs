//! `/unit`: units and the days on which they work.

use authz::{Action, Resource};
use base::{AgencyId, UnitId};
use db::{Access, Command};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, EmptyState, FieldErrors, Filter, Flash, Form, ListPage,
    PageFrame, Paging, QueryState, Site, Staff, Texts, WebError, fl, redirect, render,
    render_refused,
};

use super::exports::list_workbook;
use super::shape::FormPage;
use super::{agency_filter, all_pages};
use crate::store::units::{UnitFilter, list_units_page};
use crate::{
    Agency, Unit, UnitInput, WorkPattern, create_unit, list_agencies, list_agencies_within,
    lookup_unit, texts, update_unit, words,
};

/// What the list is filtered by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct UnitQuery {
    cari: String,
    opd: String,
    format: String,
}

/// What is typed about a unit.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct UnitForm {
    agency: String,
    name: String,
    work_pattern: String,
    place_code: String,
    closed: String,
    revision: String,
}

impl UnitForm {
    fn of(unit: &Unit) -> Self {
        Self {
            agency: unit.agency.to_string(),
            name: unit.name.clone(),
            work_pattern: unit.work_pattern.to_string(),
            place_code: unit.place_code.clone().unwrap_or_default(),
            closed: if unit.is_active {
                String::new()
            } else {
                "ya".to_owned()
            },
            revision: unit.revision.to_string(),
        }
    }

    fn read(&self, words: Texts, errors: &mut FieldErrors) -> Option<UnitInput> {
        let agency = errors.choice("agency", &fl!(words, "agency"), &self.agency);
        let name = errors.text("name", &fl!(words, "name"), &self.name, 120);
        let pattern = errors.choice(
            "work_pattern",
            &fl!(words, "work-pattern"),
            &self.work_pattern,
        );
        let code = fl!(words, "place-served");
        let place = errors.optional_text("place_code", &code, &self.place_code, 20);
        Some(UnitInput {
            agency: agency?,
            name: name?,
            work_pattern: pattern?,
            place_code: place?,
            is_active: self.closed.is_empty(),
        })
    }
}

/// Names of agencies by id, for lists.
pub(crate) fn agency_name(agencies: &[Agency], id: AgencyId) -> String {
    let found = agencies.iter().find(|agency| agency.id == id);
    found.map_or_else(|| "–".to_owned(), |agency| agency.short_name.clone())
}

/// Agencies to choose from.
pub(crate) fn agency_options(agencies: &[Agency]) -> Vec<(String, String)> {
    let all = agencies
        .iter()
        .map(|agency| (agency.id.to_string(), agency.name.clone()));
    std::iter::once((String::new(), "–".to_owned()))
        .chain(all)
        .collect()
}

/// The list of units.
#[expect(
    clippy::too_many_lines,
    reason = "filter, export and table of one list belong together"
)]
pub(crate) async fn list_all(
    staff: Staff,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<UnitQuery>,
) -> Answer {
    let words = texts(staff.locale);
    staff.may_somewhere(Action::RegisterAgencyView)?;
    let reach = staff.actor().reach(Action::RegisterAgencyView);
    let filter = UnitFilter {
        search: query.cari.clone(),
        agency: query.opd.parse().ok(),
    };
    let (tenant, page) = (staff.tenant(), staff.page(fl!(words, "units")));
    let db = site.db()?;
    let reached = reach.clone();
    let agencies = db.read(tenant, Access::ReadOwn, move |tx| {
        let choices = list_agencies_within(tx, tenant, &reached)?;
        Ok((list_agencies(tx, tenant)?, choices))
    });
    let (agencies, choices) = agencies.await?;
    let headings = [
        fl!(words, "name"),
        fl!(words, "agency"),
        fl!(words, "work-pattern"),
        fl!(words, "state"),
    ];
    if query.format == "xlsx" {
        let all = all_pages(&site, tenant, move |tx, place| {
            list_units_page(tx, tenant, &reach, &filter, place)
        });
        let rows = all.await?.into_iter().map(|unit| {
            vec![
                unit.name.clone(),
                agency_name(&agencies, unit.agency),
                words::work_pattern(words, unit.work_pattern),
                words::activity_text(words, unit.is_active),
            ]
        });
        return list_workbook(&page, "unit", &headings, rows.collect::<Vec<_>>());
    }
    let units = db.read(tenant, Access::ReadOwn, move |tx| {
        list_units_page(
            tx,
            tenant,
            &reach,
            &filter,
            (paging.after.as_ref(), paging.size),
        )
    });
    let units = units.await?;
    let table = DataTable::new(&page.title, headings.map(Column::text));
    let table = table.rows(units.items.iter().map(|unit| {
        [
            Cell::link(&unit.name, format!("/unit/{}/ubah", unit.id)).mark(page.mark(unit.id)),
            Cell::text(agency_name(&agencies, unit.agency)),
            Cell::text(words::work_pattern(words, unit.work_pattern)),
            Cell::tag(words::activity(words, unit.is_active)),
        ]
    }));
    let filters = Filter::default().field(
        &page
            .search("cari", fl!(words, "search-name"))
            .value(&query.cari),
    );
    let filters = agency_filter(filters, &page, (&choices, &query.opd));
    let empty = EmptyState::new(fl!(words, "units-none"), fl!(words, "units-none-text"))
        .step(fl!(words, "unit-new"), "/unit/baru");
    let may_edit = page.may(Action::RegisterUnitEdit);
    let mut list = ListPage::new(page, table, empty).lead(fl!(words, "units-lead"));
    if may_edit {
        list = list
            .action(fl!(words, "unit-new"), "/unit/baru")
            .action(fl!(words, "import"), "/impor/baru/posts");
    }
    render(&list.filter(filters).next(units.next).exports())
}

#[expect(
    clippy::too_many_lines,
    reason = "the fields of one form or table read best in one list"
)]
async fn form_page(
    staff: &Staff,
    site: &Site,
    (form, errors): (&UnitForm, FieldErrors),
    unit: Option<&Unit>,
) -> Result<FormPage, WebError> {
    let (words, tenant) = (texts(staff.locale), staff.tenant());
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| list_agencies(tx, tenant));
    let agencies = read.await?;
    let title = match unit {
        Some(unit) => fl!(words, "edit-of", name = unit.name.as_str()),
        None => fl!(words, "unit-new"),
    };
    let page: PageFrame = staff
        .page(title)
        .crumb(fl!(words, "units"), "/unit")
        .errors(errors);
    let mut patterns: Vec<(String, String)> = WorkPattern::SIMPLE
        .into_iter()
        .map(|pattern| (pattern.to_string(), words::work_pattern(words, pattern)))
        .collect();
    if let Ok(pattern @ WorkPattern::Shifts(Some(_))) = form.work_pattern.parse() {
        patterns.push((
            form.work_pattern.clone(),
            words::work_pattern(words, pattern),
        ));
    }
    let options: Vec<(String, String)> = match unit {
        Some(unit) => vec![(unit.agency.to_string(), agency_name(&agencies, unit.agency))],
        None => agency_options(&agencies),
    };
    let mut fields = vec![
        page.select("agency", fl!(words, "agency"))
            .options(&options)
            .value(&form.agency)
            .to_string(),
        page.text_field("name", fl!(words, "name"))
            .hint(fl!(words, "unit-name-hint"))
            .value(&form.name)
            .to_string(),
        page.radios("work_pattern", fl!(words, "work-pattern"))
            .hint(fl!(words, "work-pattern-hint"))
            .options(&patterns)
            .value(if form.work_pattern.is_empty() {
                "five_day"
            } else {
                &form.work_pattern
            })
            .to_string(),
        page.text_field("place_code", fl!(words, "place-served"))
            .hint(fl!(words, "place-served-hint"))
            .value(&form.place_code)
            .optional()
            .narrow()
            .to_string(),
    ];
    if unit.is_some() {
        let closed = page
            .checkbox("closed", fl!(words, "unit-close"))
            .value(&form.closed);
        fields.push(closed.to_string());
    }
    let button = page.submit(fl!(words, "save")).cancel("/unit");
    let action = unit.map_or_else(|| "/unit".to_owned(), |unit| format!("/unit/{}", unit.id));
    let mut shown = FormPage::new(page, action, &button).fields(fields);
    if let Some(unit) = unit {
        shown = shown
            .revision(form.revision.parse().unwrap_or(unit.revision))
            .tabs(
                web::Tabs::new(fl!(words, "unit"))
                    .tab(
                        fl!(words, "details"),
                        format!("/unit/{}/ubah", unit.id),
                        true,
                    )
                    .tab(
                        fl!(words, "trail"),
                        format!("/jejak/unit/{}", unit.id),
                        false,
                    ),
            );
    }
    Ok(shown)
}

/// The form of a new unit.
pub(crate) async fn new_one(
    staff: Staff,
    State(site): State<Site>,
    QueryState(query): QueryState<UnitQuery>,
) -> Answer {
    staff.may_somewhere(Action::RegisterUnitEdit)?;
    let form = UnitForm {
        agency: query.opd,
        ..UnitForm::default()
    };
    let errors = FieldErrors::new(staff.locale);
    render(&form_page(&staff, &site, (&form, errors), None).await?)
}

/// Adds a unit.
pub(crate) async fn create(staff: Staff, State(site): State<Site>, form: Form<UnitForm>) -> Answer {
    let words = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(input) = form.read(words, &mut errors) {
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let action = Action::RegisterUnitEdit.code();
        let command = Command::by(&stamp).keyed(form.key.as_str(), action, &input);
        let (name, agency) = (input.name.clone(), input.agency);
        let db = site.db()?;
        let created = db.write(command, move |tx| {
            create_unit(tx, &stamp.fresh(), &actor, &input)
        });
        match created.await {
            Ok(_) => {
                staff.flash(&Flash::success(fl!(words, "saved", name = name)));
                return Ok(redirect(format!("/opd/{agency}")));
            }
            Err(error) => errors.catch("name", error)?,
        }
    }
    render_refused(&form_page(&staff, &site, (&form, errors), None).await?)
}

async fn unit_of(staff: &Staff, site: &Site, id: UnitId) -> Result<Unit, WebError> {
    let tenant = staff.tenant();
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        lookup_unit(tx, tenant, id)
    });
    let unit = read.await?.ok_or_else(WebError::not_found)?;
    let resource = Resource::tenant(tenant).agency(unit.agency).unit(unit.id);
    staff.may(Action::RegisterAgencyView, &resource)?;
    Ok(unit)
}

/// The form of a known unit.
pub(crate) async fn edit(staff: Staff, State(site): State<Site>, Path(id): Path<UnitId>) -> Answer {
    let unit = unit_of(&staff, &site, id).await?;
    let errors = FieldErrors::new(staff.locale);
    render(&form_page(&staff, &site, (&UnitForm::of(&unit), errors), Some(&unit)).await?)
}

/// Changes a unit.
pub(crate) async fn update(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<UnitId>,
    form: Form<UnitForm>,
) -> Answer {
    let words = texts(staff.locale);
    let unit = unit_of(&staff, &site, id).await?;
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(input) = form.read(words, &mut errors) {
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let input = UnitInput {
            agency: unit.agency,
            ..input
        };
        let mut seen = unit.clone();
        seen.revision = form.revision.parse().unwrap_or(seen.revision);
        let name = input.name.clone();
        let command = Command::by(&stamp).ordered_by(id);
        let db = site.db()?;
        let updated = db.write(command, move |tx| {
            update_unit(tx, &stamp.fresh(), &actor, &seen, &input)
        });
        match updated.await {
            Ok(()) => {
                staff.flash(&Flash::success(fl!(words, "saved", name = name)));
                return Ok(redirect(format!("/opd/{}", unit.agency)));
            }
            Err(error) => errors.catch("name", error)?,
        }
    }
    render_refused(&form_page(&staff, &site, (&form, errors), Some(&unit)).await?)
}
