//! `/kalender`: holidays, joint leave and extra working days of a year.

use authz::Action;
use base::{CivilDate, MonthOfYear};
use db::{Access, Command};
use serde::Deserialize;
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, EmptyState, FieldErrors, Figure, Figures, Flash, Form,
    PageFrame, QueryState, Site, Staff, Texts, WebError, fl, redirect, render, render_refused,
};

use super::exports::list_workbook;
use super::shape::{FormPage, heading};
use crate::{
    CalendarDay, CalendarDayInput, DayKind, WorkPattern, list_calendar, set_calendar_day, texts,
    words, working_days,
};

/// Which year is shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct YearQuery {
    tahun: String,
    hari: String,
    format: String,
}

/// What is typed about a day.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DayForm {
    on: String,
    kind: String,
    name: String,
    source: String,
}

/// The days of a year, with the count of working days and a form for one day.
pub(crate) async fn show_year(
    staff: Staff,
    State(site): State<Site>,
    QueryState(query): QueryState<YearQuery>,
) -> Answer {
    let today = staff.city().zone.date(staff.now());
    let year = query.tahun.parse().unwrap_or(today.year());
    let year: i16 = year.clamp(2000, 2100);
    if query.format == "xlsx" {
        let words = texts(staff.locale);
        let page = staff.page(fl!(words, "calendar-of", year = year.to_string()));
        let headings = [
            fl!(words, "date"),
            fl!(words, "kind"),
            fl!(words, "name"),
            fl!(words, "source"),
        ];
        let rows = days_of(&staff, &site, year)
            .await?
            .0
            .into_iter()
            .map(|day| {
                let kind = words::day_kind_text(words, day.kind);
                vec![
                    day.on.to_string(),
                    kind,
                    day.name,
                    day.source.unwrap_or_default(),
                ]
            });
        return list_workbook(&page, "kalender", &headings, rows);
    }
    let form = DayForm {
        on: query.hari,
        ..DayForm::default()
    };
    let errors = FieldErrors::new(staff.locale);
    render(&year_page(&staff, &site, year, (&form, errors)).await?)
}

async fn days_of(
    staff: &Staff,
    site: &Site,
    year: i16,
) -> Result<(Vec<CalendarDay>, [usize; 2]), WebError> {
    staff.may_somewhere(Action::RegisterAgencyView)?;
    let tenant = staff.tenant();
    let (first, last) = ends_of(year);
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        let mut days = list_calendar(tx, tenant, first, last)?;
        days.retain(|day| day.kind != DayKind::Ordinary);
        let five = working_days(tx, tenant, WorkPattern::FiveDay, first, last)?.len();
        let six = working_days(tx, tenant, WorkPattern::SixDay, first, last)?.len();
        Ok((days, [five, six]))
    });
    Ok(read.await?)
}

fn ends_of(year: i16) -> (CivilDate, CivilDate) {
    let month = |number| MonthOfYear::new(year, number);
    let first = month(1).map_or(CivilDate::MIN, MonthOfYear::first_day);
    (
        first,
        month(12).map_or(CivilDate::MAX, MonthOfYear::last_day),
    )
}

#[expect(
    clippy::too_many_lines,
    reason = "the fields of one form or table read best in one list"
)]
async fn year_page(
    staff: &Staff,
    site: &Site,
    year: i16,
    (form, errors): (&DayForm, FieldErrors),
) -> Result<FormPage, WebError> {
    let words = texts(staff.locale);
    let (days, [five, six]) = days_of(staff, site, year).await?;
    let page = staff
        .page(fl!(words, "calendar-of", year = year.to_string()))
        .errors(errors);
    let figures = Figures::new([
        Figure::new(
            fl!(words, "pattern-five-day"),
            fl!(words, "days", number = five.to_string()),
        ),
        Figure::new(
            fl!(words, "pattern-six-day"),
            fl!(words, "days", number = six.to_string()),
        ),
    ]);
    let table = day_table(&page, words, &days);
    let may_edit = page.may(Action::RegisterCalendarEdit);
    let kinds: Vec<(&str, String)> = DayKind::ALL
        .iter()
        .map(|kind| (kind.code(), words::day_kind_text(words, *kind)))
        .collect();
    let years = web::Tabs::new(fl!(words, "year"))
        .tab(year - 1, format!("/kalender?tahun={}", year - 1), false)
        .tab(year, format!("/kalender?tahun={year}"), true)
        .tab(year + 1, format!("/kalender?tahun={}", year + 1), false);
    let button = page.submit(fl!(words, "day-set"));
    let fields = if may_edit {
        vec![
            heading(&fl!(words, "day-new")),
            page.date_field("on", fl!(words, "date"))
                .value(&form.on)
                .to_string(),
            page.radios("kind", fl!(words, "kind"))
                .options(&kinds)
                .value(if form.kind.is_empty() {
                    "holiday"
                } else {
                    &form.kind
                })
                .to_string(),
            page.text_field("name", fl!(words, "day-name"))
                .value(&form.name)
                .to_string(),
            page.text_field("source", fl!(words, "source"))
                .hint(fl!(words, "day-source-hint"))
                .value(&form.source)
                .optional()
                .to_string(),
        ]
    } else {
        Vec::new()
    };
    let export = page.export("xlsx").to_string();
    let import = if may_edit {
        EmptyState::new(
            fl!(words, "calendar-import"),
            fl!(words, "calendar-import-text"),
        )
        .step(fl!(words, "import"), "/impor/baru/calendar")
        .to_string()
    } else {
        String::new()
    };
    let mut shown = FormPage::new(page, format!("/kalender?tahun={year}"), &button)
        .lead(fl!(words, "calendar-lead"))
        .tabs(years)
        .before(&figures)
        .before(&table)
        .fields(fields)
        .after(&import);
    if !days.is_empty() {
        shown = shown.before(&export);
    }
    Ok(shown)
}

fn day_table(page: &PageFrame, words: Texts, days: &[CalendarDay]) -> String {
    if days.is_empty() {
        return EmptyState::new(
            fl!(words, "calendar-none"),
            fl!(words, "calendar-none-text"),
        )
        .to_string();
    }
    let columns = [
        Column::text(fl!(words, "date")),
        Column::text(fl!(words, "kind")),
        Column::text(fl!(words, "name")),
        Column::text(fl!(words, "source")),
    ];
    DataTable::new(&page.title, columns)
        .rows(days.iter().map(|day| {
            [
                Cell::link(page.date(day.on), format!("/jejak/calendar_day/{}", day.id)),
                Cell::tag(words::day_kind(words, day.kind)),
                Cell::text(&day.name),
                Cell::text(day.source.clone().unwrap_or_else(|| "–".to_owned())),
            ]
        }))
        .to_string()
}

/// Says what a day is.
pub(crate) async fn set_day(
    staff: Staff,
    State(site): State<Site>,
    QueryState(query): QueryState<YearQuery>,
    form: Form<DayForm>,
) -> Answer {
    let words = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    let on = errors.date("on", &fl!(words, "date"), &form.on);
    let kind = errors.choice("kind", &fl!(words, "kind"), &form.kind);
    let name = errors.text("name", &fl!(words, "day-name"), &form.name, 120);
    let source = errors.optional_text("source", &fl!(words, "source"), &form.source, 200);
    if let (Some(on), Some(kind), Some(name), Some(source)) = (on, kind, name, source) {
        let input = CalendarDayInput {
            on,
            kind,
            name,
            source,
        };
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let action = Action::RegisterCalendarEdit.code();
        let command = Command::by(&stamp).keyed(form.key.as_str(), action, &input);
        let name = input.name.clone();
        let db = site.db()?;
        let done = db.write(command, move |tx| {
            set_calendar_day(tx, &stamp.fresh(), &actor, &input, None)
        });
        match done.await {
            Ok(_) => {
                staff.flash(&Flash::success(fl!(words, "saved", name = name)));
                return Ok(redirect(format!("/kalender?tahun={}", on.year())));
            }
            Err(error) => errors.catch("on", error)?,
        }
    }
    let today = staff.city().zone.date(staff.now());
    let year = query.tahun.parse().unwrap_or(today.year());
    render_refused(&year_page(&staff, &site, year.clamp(2000, 2100), (&form, errors)).await?)
}
