//! The step "columns": which column is which field.

use askama::Template;
use serde::Deserialize;
use tabular::{FieldKind, ImportKind, Unit};
use web::axum::extract::{Path, State};
use web::axum::response::Response;
use web::{
    Answer, FieldErrors, Form, Locale, PageFrame, Site, Staff, Texts, WebError, fl, redirect,
    render, render_refused,
};

use super::imports::{advance_inline, at_desk, run_of, web_error};
use super::refusals::RunMovedOn;
use crate::import::{
    MappingForm, UNITS, apply_mapping_form, mapping_problem_text, mapping_to_form,
    problem_language, read_error_text,
};
use crate::{ImportDesk, ImportError, ImportRun, ImportRunId, Proposal, texts};

/// The form of columns.
#[derive(Debug, Template)]
#[template(path = "mapping.html")]
pub(crate) struct MappingPage {
    pub(crate) page: PageFrame,
    pub(crate) texts: Texts,
    pub(crate) run_href: String,
    pub(crate) remembered: bool,
    /// The choice of a sheet, where the workbook has several.
    pub(crate) sheet: Option<String>,
    pub(crate) groups: Vec<FieldGroup>,
    pub(crate) spelling: Vec<String>,
    pub(crate) unused: String,
}

/// The inputs of one field.
#[derive(Debug)]
pub(crate) struct FieldGroup {
    pub(crate) label: String,
    pub(crate) is_required: bool,
    pub(crate) help: String,
    pub(crate) main: String,
    pub(crate) more: Vec<String>,
    pub(crate) opened: bool,
}

/// The form of columns for a run.
pub(crate) async fn mapping_page(
    staff: &Staff,
    site: &Site,
    run: &ImportRun,
    (form, errors): (Option<MappingForm>, FieldErrors),
) -> Result<MappingPage, WebError> {
    let asked = run.clone();
    let proposal = at_desk(site, move |desk| desk.propose_mapping(&asked)).await?;
    let proposal = proposal.map_err(|error| web_error(staff, error))?;
    let desk = site.part::<ImportDesk>()?;
    let target = desk
        .target(&run.kind)
        .map_err(|error| web_error(staff, error))?;
    let words = texts(staff.locale);
    let mut form = form.unwrap_or_else(|| mapping_to_form(&proposal.mapping));
    let zone = form.entry("zona".to_owned()).or_default();
    if zone.is_empty() {
        staff.city().zone.name().clone_into(zone);
    }
    let page = staff
        .page(fl!(words, "mapping-title"))
        .crumb(fl!(words, "imports"), "/impor")
        .crumb(&run.file_name, format!("/impor/proses/{}", run.id))
        .errors(errors);
    let kind = target.kind();
    let groups = kind
        .fields
        .iter()
        .map(|field| group(&page, field, &proposal, &form))
        .collect();
    let spelling = spelling_fields(&page, kind, &proposal, &form);
    Ok(MappingPage {
        texts: words,
        run_href: format!("/impor/proses/{}", run.id),
        remembered: proposal.is_remembered,
        sheet: sheet_field(&page, words, (&proposal.sheets, run.sheet.as_deref())),
        groups,
        spelling,
        unused: proposal.guess.unused.join(", "),
        page,
    })
}

/// The sheets to choose from; none where there is one.
fn sheet_field(
    page: &PageFrame,
    words: Texts,
    (sheets, chosen): (&[String], Option<&str>),
) -> Option<String> {
    (sheets.len() > 1).then(|| {
        let options = sheets.iter().map(|sheet| (sheet, sheet));
        page.select("lembar", fl!(words, "mapping-sheet"))
            .options(options)
            .value(chosen.unwrap_or_default())
            .to_string()
    })
}

/// Which sheet is to be read.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SheetForm {
    lembar: String,
}

/// Reads another sheet of the file.
pub(crate) async fn choose_sheet(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<ImportRunId>,
    form: Form<SheetForm>,
) -> Answer {
    let run = run_of(&staff, &site, id).await?;
    let (actor, sheet) = (staff.actor().clone(), form.lembar.clone());
    at_desk(&site, move |desk| desk.choose_sheet(&actor, &run, &sheet))
        .await?
        .map_err(|error| web_error(&staff, error))?;
    Ok(redirect(format!("/impor/proses/{id}/kolom")))
}

#[expect(
    clippy::too_many_lines,
    reason = "the fields of one form or table read best in one list"
)]
fn group(
    page: &PageFrame,
    field: &tabular::Field,
    proposal: &Proposal,
    form: &MappingForm,
) -> FieldGroup {
    let (words, language) = (texts(page.locale), problem_language(page.locale));
    let value = |prefix: &str| {
        form.get(&format!("{prefix}-{}", field.key))
            .cloned()
            .unwrap_or_default()
    };
    let columns: Vec<(String, String)> =
        std::iter::once((String::new(), fl!(words, "mapping-none")))
            .chain(proposal.columns.iter().map(|column| {
                let examples: Vec<String> = column
                    .profile
                    .examples
                    .iter()
                    .take(2)
                    .map(|text| cut(text))
                    .collect();
                let text = if examples.is_empty() {
                    fl!(words, "mapping-empty-column", name = column.name.as_str())
                } else {
                    format!("{} — {}", column.name, examples.join(" · "))
                };
                (column.name.clone(), text)
            }))
            .collect();
    let name = |prefix: &str| format!("{prefix}-{}", field.key);
    let label = field.label.get(language).to_owned();
    let main = page
        .select(
            name("kolom"),
            fl!(words, "mapping-column", field = label.as_str()),
        )
        .options(&columns)
        .value(value("kolom"))
        .to_string();
    let mut more = Vec::new();
    if field.kind == FieldKind::Instant {
        let second = page
            .select(name("kolom2"), fl!(words, "mapping-time-column"))
            .options(&columns);
        more.push(second.value(value("kolom2")).optional().to_string());
    }
    if let FieldKind::Quantity(measure) = field.kind {
        let units: Vec<(&str, String)> = UNITS
            .into_iter()
            .filter(|unit| unit.measure() == measure)
            .map(|unit| (unit.code(), unit_text(words, unit)))
            .collect();
        let chosen = value("satuan");
        let chosen = if chosen.is_empty() {
            Unit::usual(measure).code().to_owned()
        } else {
            chosen
        };
        more.push(
            page.select(
                name("satuan"),
                fl!(words, "mapping-unit-of", field = label.as_str()),
            )
            .options(&units)
            .value(chosen)
            .to_string(),
        );
    }
    if let FieldKind::Choice(choices) = &field.kind {
        let known: Vec<String> = choices
            .iter()
            .map(|choice| format!("{} ({})", choice.key, choice.label.get(language)))
            .collect();
        more.push(
            page.textarea(name("arti"), fl!(words, "mapping-meanings"))
                .hint(fl!(
                    words,
                    "mapping-meanings-hint",
                    choices = known.join(", ")
                ))
                .rows(3)
                .value(value("arti"))
                .optional()
                .to_string(),
        );
    }
    more.push(
        page.text_field(name("tetap"), fl!(words, "mapping-fixed"))
            .hint(fl!(words, "mapping-fixed-hint"))
            .value(value("tetap"))
            .optional()
            .to_string(),
    );
    FieldGroup {
        opened: matches!(field.kind, FieldKind::Quantity(_))
            || !value("tetap").is_empty()
            || !value("kolom2").is_empty(),
        help: field.help.get(language).to_owned(),
        is_required: field.is_required,
        label,
        main,
        more,
    }
}

/// At most 24 characters of a cell.
fn cut(text: &str) -> String {
    let short: String = text.chars().take(24).collect();
    if short.len() < text.len() {
        format!("{short}…")
    } else {
        short
    }
}

fn unit_text(words: Texts, unit: Unit) -> String {
    match unit {
        Unit::Litre => fl!(words, "unit-litre"),
        Unit::Millilitre => fl!(words, "unit-millilitre"),
        Unit::GallonUs => fl!(words, "unit-gallon"),
        Unit::Km => fl!(words, "unit-km"),
        Unit::Mile => fl!(words, "unit-mile"),
        Unit::Idr => fl!(words, "unit-idr"),
        Unit::Usd => fl!(words, "unit-usd"),
    }
}

/// How numbers, dates and times are written, with the evidence of the cells.
fn spelling_fields(
    page: &PageFrame,
    kind: &ImportKind,
    proposal: &Proposal,
    form: &MappingForm,
) -> Vec<String> {
    let words = texts(page.locale);
    let value = |name: &str| form.get(name).cloned().unwrap_or_default();
    let mapped = |wanted: fn(&FieldKind) -> bool| {
        kind.fields
            .iter()
            .filter(move |field| wanted(&field.kind))
            .filter_map(|field| proposal.mapping.fields.get(field.key.as_ref()))
            .flat_map(|field| field.columns().iter())
            .filter_map(|column| proposal.profile(column))
            .collect::<Vec<_>>()
    };
    let mut fields = Vec::new();
    let numbers: fn(&FieldKind) -> bool = |kind| {
        matches!(
            kind,
            FieldKind::Integer | FieldKind::Decimal | FieldKind::Quantity(_)
        )
    };
    if kind.fields.iter().any(|field| numbers(&field.kind)) {
        let seen = mapped(numbers)
            .into_iter()
            .map(tabular::ColumnProfile::decimal_mark);
        let hint = evidence(
            words,
            seen.map(|found| (found.supporting, found.undecided, found.sample)),
        );
        fields.push(
            page.radios("angka", fl!(words, "mapping-numbers"))
                .hint(hint)
                .option("koma", fl!(words, "mapping-comma"))
                .option("titik", fl!(words, "mapping-point"))
                .option("", fl!(words, "mapping-by-column"))
                .value(value("angka"))
                .to_string(),
        );
    }
    let dates: fn(&FieldKind) -> bool = |kind| matches!(kind, FieldKind::Date | FieldKind::Instant);
    if kind.fields.iter().any(|field| dates(&field.kind)) {
        let seen = mapped(dates)
            .into_iter()
            .map(tabular::ColumnProfile::date_order);
        let hint = evidence(
            words,
            seen.map(|found| (found.supporting, found.undecided, found.sample)),
        );
        fields.push(
            page.radios("tanggal", fl!(words, "mapping-dates"))
                .hint(hint)
                .option("hari", fl!(words, "mapping-day-first"))
                .option("bulan", fl!(words, "mapping-month-first"))
                .option("", fl!(words, "mapping-by-column"))
                .value(value("tanggal"))
                .to_string(),
        );
    }
    if kind
        .fields
        .iter()
        .any(|field| field.kind == FieldKind::Instant)
    {
        let hint = fl!(words, "mapping-zone-hint");
        let zone = page.text_field("zona", fl!(words, "zone")).hint(hint);
        fields.push(zone.value(value("zona")).to_string());
    }
    fields
}

/// What the cells say about their spelling.
fn evidence(words: Texts, found: impl Iterator<Item = (u64, u64, Option<String>)>) -> String {
    let (mut clear, mut open, mut sample) = (0_u64, 0_u64, None);
    for (supporting, undecided, example) in found {
        if supporting > 0 && clear == 0 {
            sample.clone_from(&example);
        }
        sample = sample.or(example);
        clear = clear.saturating_add(supporting);
        open = open.saturating_add(undecided);
    }
    let sample = sample.unwrap_or_default();
    if clear > 0 {
        fl!(
            words,
            "mapping-evidence",
            number = clear.to_string(),
            sample = sample
        )
    } else if open > 0 {
        fl!(
            words,
            "mapping-doubt",
            number = open.to_string(),
            sample = sample
        )
    } else {
        fl!(words, "mapping-no-evidence")
    }
}

/// Shows the form again to be changed.
pub(crate) async fn edit_mapping(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<ImportRunId>,
) -> Answer {
    let run = run_of(&staff, &site, id).await?;
    if !run.state.is_open() {
        return Err(WebError::refused(&RunMovedOn, staff.locale));
    }
    show_mapping(&staff, &site, &run).await
}

pub(crate) async fn show_mapping(staff: &Staff, site: &Site, run: &ImportRun) -> Answer {
    let errors = FieldErrors::new(staff.locale);
    render(&mapping_page(staff, site, run, (None, errors)).await?)
}

/// Takes the mapping and lets the rows be checked.
pub(crate) async fn update_mapping(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<ImportRunId>,
    form: Form<MappingForm>,
) -> Answer {
    let run = run_of(&staff, &site, id).await?;
    let (actor, asked, typed) = (staff.actor().clone(), run.clone(), form.input.clone());
    let done = at_desk(&site, move |desk| {
        let proposal = desk.propose_mapping(&asked)?;
        let kind = desk.target(&asked.kind)?.kind();
        let mapping = apply_mapping_form(kind, &proposal.mapping, &typed);
        desk.set_mapping(&actor, &asked, &mapping)
    })
    .await?;
    match done {
        Ok(()) => {
            advance_inline(&staff, &site, id).await?;
            Ok(redirect(format!("/impor/proses/{id}")))
        }
        Err(ImportError::Mapping(problems)) => {
            refuse_mapping(&staff, &site, (&run, form.input), &problems).await
        }
        Err(error) => Err(web_error(&staff, error)),
    }
}

async fn refuse_mapping(
    staff: &Staff,
    site: &Site,
    (run, form): (&ImportRun, MappingForm),
    problems: &[tabular::MappingProblem],
) -> Result<Response, WebError> {
    use tabular::MappingProblem as Problem;
    let desk = site.part::<ImportDesk>()?;
    let kind = desk
        .target(&run.kind)
        .map_err(|error| web_error(staff, error))?
        .kind();
    let mut errors = FieldErrors::new(staff.locale);
    for problem in problems {
        let beside = match problem {
            Problem::UnknownColumn { field, .. } | Problem::RequiredUnmapped(field) => {
                format!("kolom-{field}")
            }
            Problem::UnitMissing(field) | Problem::UnitMismatch(field) => format!("satuan-{field}"),
            Problem::BadConstant { field, .. } => format!("tetap-{field}"),
            Problem::UnknownZone(_) => "zona".to_owned(),
            Problem::WrongKind(_) | Problem::UnknownField(_) => String::new(),
        };
        errors.add(beside, mapping_problem_text(staff.locale, kind, problem));
    }
    render_refused(&mapping_page(staff, site, run, (Some(form), errors)).await?)
}

/// Why a run was stopped, in words.
pub(crate) fn trouble_text(locale: Locale, run: &ImportRun) -> Option<String> {
    run.trouble
        .as_deref()
        .map(|code| read_error_text(locale, code))
}

impl web::Samples for MappingPage {
    const NAME: &'static str = "import-mapping";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let words = texts(locale);
        let page = PageFrame::sample(locale, fl!(words, "mapping-title"));
        let main = page
            .select("kolom-code", fl!(words, "mapping-column", field = "Kode"))
            .option("", fl!(words, "mapping-none"))
            .option("Kode", "Kode — 1.03 · 2.15")
            .value("Kode")
            .to_string();
        let group = FieldGroup {
            label: fl!(words, "code"),
            is_required: true,
            help: fl!(words, "agency-code-hint"),
            main,
            more: vec![
                page.text_field("tetap-code", fl!(words, "mapping-fixed"))
                    .to_string(),
            ],
            opened: false,
        };
        let sheets = ["Data".to_owned(), "Petunjuk".to_owned()];
        let mapping = Self {
            texts: words,
            run_href: "/impor/proses/1".to_owned(),
            remembered: true,
            sheet: sheet_field(&page, words, (&sheets, Some("Data"))),
            groups: vec![group],
            spelling: Vec::new(),
            unused: "No".to_owned(),
            page,
        };
        vec![("usual", mapping)]
    }
}
