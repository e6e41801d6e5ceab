//! `/impor`: what can be imported, the upload, and earlier runs.

use serde::Deserialize;
use tabular::Wording;
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, Flash, Form, Paging, Site, Staff, Upload, WebError, fl,
    redirect, render, render_refused,
};

use super::exports::download;
use super::refusals::RunMovedOn;
use super::shape::{DetailPage, FormPage};
use crate::import::{problem_language, read_error_text};
use crate::{
    FileShape, ImportDesk, ImportError, ImportRun, ImportRunId, UploadInput, texts, words,
};

/// Rows done while the person waits for the page: a small file is ready at once.
const INLINE_ROWS: usize = 2_000;

/// An import's end as the web's.
pub(crate) fn web_error(staff: &Staff, error: ImportError) -> WebError {
    match error {
        ImportError::UnknownKind | ImportError::UnknownRun => WebError::not_found(),
        ImportError::Denied(denied) => denied.into(),
        ImportError::WrongState => WebError::refused(&RunMovedOn, staff.locale),
        ImportError::File(_) | ImportError::Mapping(_) => {
            WebError::refused(&RunMovedOn, staff.locale)
        }
        ImportError::Write(error) => WebError::failed(error),
        ImportError::Failed(failure) => failure.into(),
    }
}

/// Runs blocking work of the desk beside the request.
pub(crate) async fn at_desk<T: Send + 'static>(
    site: &Site,
    work: impl FnOnce(&ImportDesk) -> Result<T, ImportError> + Send + 'static,
) -> Result<Result<T, ImportError>, WebError> {
    let desk = site.part::<ImportDesk>()?;
    tokio::task::spawn_blocking(move || work(&desk))
        .await
        .map_err(WebError::failed)
}

fn say(staff: &Staff, wording: &Wording) -> String {
    wording.get(problem_language(staff.locale)).to_owned()
}

/// What can be imported, and what was.
pub(crate) async fn list_imports(staff: Staff, State(site): State<Site>, paging: Paging) -> Answer {
    let words = texts(staff.locale);
    staff.may_somewhere(authz::Action::RegisterImportRun)?;
    let actor = staff.actor().clone();
    let place = (paging.after, paging.size);
    let runs = at_desk(&site, move |desk| desk.list_runs(&actor, None, place)).await?;
    let runs = runs.map_err(|error| web_error(&staff, error))?;
    let desk = site.part::<ImportDesk>()?;
    let page = staff.page(fl!(words, "imports"));
    let kinds = DataTable::new(
        fl!(words, "import-kinds"),
        [
            Column::text(fl!(words, "import-kind")),
            Column::text(fl!(words, "import-purpose")),
            Column::text(fl!(words, "import-template")),
        ],
    );
    let kinds = kinds.rows(desk.targets().of(staff.actor()).map(|target| {
        let kind = target.kind();
        let template = match target.shape() {
            FileShape::Table => Cell::link(
                fl!(words, "import-template-get"),
                format!("/impor/contoh/{}", kind.key),
            ),
            FileShape::GeoJson => Cell::text("GeoJSON"),
        };
        [
            Cell::link(
                say(&staff, &kind.title),
                format!("/impor/baru/{}", kind.key),
            ),
            Cell::text(say(&staff, &target.purpose())),
            template,
        ]
    }));
    let earlier = DataTable::new(
        fl!(words, "import-runs"),
        [
            Column::text(fl!(words, "file")),
            Column::text(fl!(words, "import-kind")),
            Column::text(fl!(words, "state")),
            Column::number(fl!(words, "rows")),
            Column::number(fl!(words, "import-rejected")),
        ],
    );
    let earlier = earlier.rows(runs.items.iter().map(|run| {
        let title = desk
            .targets()
            .get(&run.kind)
            .map(|target| say(&staff, &target.kind().title));
        [
            Cell::link(&run.file_name, format!("/impor/proses/{}", run.id))
                .below(page.at(run.created_at)),
            Cell::text(title.unwrap_or_else(|| run.kind.clone())),
            Cell::tag(words::run_state(words, run.state)),
            Cell::text(page.count(run.staged_count)),
            Cell::text(page.count(run.rejected_count())),
        ]
    }));
    let pager = page.pager(runs.next.as_deref()).to_string();
    let mut shown = DetailPage::new(page)
        .lead(fl!(words, "imports-lead"))
        .block(&kinds);
    if !earlier.is_empty() {
        shown = shown.block(&earlier).block(&pager);
    }
    render(&shown)
}

/// The blank workbook of a kind.
pub(crate) async fn show_template(
    staff: Staff,
    State(site): State<Site>,
    Path(kind): Path<String>,
) -> Answer {
    staff.may_somewhere(authz::Action::RegisterImportRun)?;
    let (language, name) = (
        problem_language(staff.locale),
        format!("contoh-{kind}.xlsx"),
    );
    let bytes = at_desk(&site, move |desk| desk.template(&kind, language)).await?;
    let bytes = bytes.map_err(|error| web_error(&staff, error))?;
    Ok(web::download(&name, web::XLSX, bytes))
}

fn upload_page(
    staff: &Staff,
    site: &Site,
    kind: &str,
    errors: web::FieldErrors,
) -> Result<FormPage, WebError> {
    let words = texts(staff.locale);
    let desk = site.part::<ImportDesk>()?;
    let target = desk.target(kind).map_err(|error| web_error(staff, error))?;
    staff.may_somewhere(authz::Action::RegisterImportRun)?;
    staff.may_somewhere(target.action())?;
    let title = say(staff, &target.kind().title);
    let page = staff
        .page(title)
        .crumb(fl!(words, "imports"), "/impor")
        .errors(errors);
    let (accept, hint) = match target.shape() {
        FileShape::Table => (".xlsx,.xls,.ods,.csv,.txt", fl!(words, "import-file-hint")),
        FileShape::GeoJson => (".geojson,.json", fl!(words, "import-geojson-hint")),
    };
    let file = page
        .file("file", fl!(words, "file"))
        .accept(accept)
        .hint(hint)
        .to_string();
    let button = page.submit(fl!(words, "import-upload")).cancel("/impor");
    let template = format!("/impor/contoh/{kind}");
    let mut form = FormPage::new(page, format!("/impor/baru/{kind}"), &button)
        .lead(say(staff, &target.purpose()))
        .takes_file()
        .fields(vec![file]);
    if target.shape() == FileShape::Table {
        let fields = DataTable::new(
            fl!(words, "import-columns"),
            [
                Column::text(fl!(words, "column")),
                Column::text(fl!(words, "import-needed")),
            ],
        );
        let fields = fields.rows(target.kind().fields.iter().map(|field| {
            let needed = if field.is_required {
                fl!(words, "import-required")
            } else {
                fl!(words, "import-optional")
            };
            [
                Cell::text(say(staff, &field.label)).below(say(staff, &field.help)),
                Cell::text(needed),
            ]
        }));
        let link = DetailLink {
            text: fl!(words, "import-template-get"),
            href: template,
        };
        form = form.after(&link).after(&fields);
    }
    Ok(form)
}

/// A link in a paragraph of its own.
struct DetailLink {
    text: String,
    href: String,
}

impl std::fmt::Display for DetailLink {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        #[derive(askama::Template)]
        #[template(
            source = "<p><a href=\"{{ href }}\" download>{{ text }}</a></p>",
            ext = "html"
        )]
        struct Link<'a> {
            text: &'a str,
            href: &'a str,
        }
        let link = Link {
            text: &self.text,
            href: &self.href,
        };
        write!(formatter, "{link}")
    }
}

/// The upload form.
pub(crate) async fn new_import(
    staff: Staff,
    State(site): State<Site>,
    Path(kind): Path<String>,
) -> Answer {
    render(&upload_page(
        &staff,
        &site,
        &kind,
        web::FieldErrors::new(staff.locale),
    )?)
}

/// Takes a file in.
pub(crate) async fn create_import(
    staff: Staff,
    State(site): State<Site>,
    Path(kind): Path<String>,
    upload: Upload<EmptyForm>,
) -> Answer {
    let words = texts(staff.locale);
    let mut errors = web::FieldErrors::new(staff.locale);
    let Some(file) = upload.file("file").filter(|file| !file.bytes.is_empty()) else {
        errors.add("file", fl!(words, "import-choose-file"));
        return render_refused(&upload_page(&staff, &site, &kind, errors)?);
    };
    let input = UploadInput {
        kind: kind.clone(),
        file_name: short_name(&file.name),
        bytes: file.bytes.to_vec(),
        sheet: None,
    };
    let (actor, origin) = (staff.actor().clone(), staff.origin().to_owned());
    match at_desk(&site, move |desk| desk.open_run(&actor, &origin, input)).await? {
        Ok(id) => Ok(redirect(format!("/impor/proses/{id}"))),
        Err(ImportError::File(code)) => {
            errors.add("file", read_error_text(staff.locale, code));
            render_refused(&upload_page(&staff, &site, &kind, errors)?)
        }
        Err(error) => Err(web_error(&staff, error)),
    }
}

/// The last part of a file's name, at most 120 characters.
fn short_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.chars().filter(|c| !c.is_control()).take(120).collect()
}

/// A form without fields.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct EmptyForm {}

/// Finds a run for a page.
pub(crate) async fn run_of(
    staff: &Staff,
    site: &Site,
    id: ImportRunId,
) -> Result<ImportRun, WebError> {
    let actor = staff.actor().clone();
    let found = at_desk(site, move |desk| desk.lookup_run(&actor, id)).await?;
    found.map_err(|error| web_error(staff, error))
}

/// Works on a run for a moment, so that small files need no waiting page.
pub(crate) async fn advance_inline(
    staff: &Staff,
    site: &Site,
    id: ImportRunId,
) -> Result<(), WebError> {
    let tenant = staff.tenant();
    let done = at_desk(site, move |desk| desk.advance_run(tenant, id, INLINE_ROWS)).await?;
    done.map(|_| ()).map_err(|error| web_error(staff, error))
}

/// Lets the good rows go in.
pub(crate) async fn commit_import(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<ImportRunId>,
    _: Form<EmptyForm>,
) -> Answer {
    let run = run_of(&staff, &site, id).await?;
    let (actor, origin) = (staff.actor().clone(), staff.origin().to_owned());
    let done = at_desk(&site, move |desk| desk.commit_run(&actor, &origin, &run)).await?;
    done.map_err(|error| web_error(&staff, error))?;
    advance_inline(&staff, &site, id).await?;
    Ok(redirect(format!("/impor/proses/{id}")))
}

/// Takes a run back.
pub(crate) async fn withdraw_import(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<ImportRunId>,
    _: Form<EmptyForm>,
) -> Answer {
    let run = run_of(&staff, &site, id).await?;
    let actor = staff.actor().clone();
    let done = at_desk(&site, move |desk| desk.withdraw_run(&actor, &run)).await?;
    done.map_err(|error| web_error(&staff, error))?;
    staff.flash(&Flash::success(fl!(
        texts(staff.locale),
        "import-withdrawn"
    )));
    Ok(redirect("/impor"))
}

/// The rejected rows as a file.
pub(crate) async fn show_rejected(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<ImportRunId>,
) -> Answer {
    let run = run_of(&staff, &site, id).await?;
    let locale = staff.locale;
    let file = at_desk(&site, move |desk| desk.rejected_file(&run, locale)).await?;
    file.map(download).map_err(|error| web_error(&staff, error))
}
