//! The page of a run: columns, progress, preview, or result, by how far it came.

use authz::Action;
use serde::Deserialize;
use tabular::Unit;
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, Figure, Figures, PageFrame, QueryState, Site, Staff,
    StatusTone, Tabs, Tag, Texts, fl, render,
};

use super::import_mapping::{show_mapping, trouble_text};
use super::imports::{at_desk, run_of, web_error};
use super::shape::{DetailPage, heading, paragraph};
use crate::import::problem_language;
use crate::{
    FieldSum, ImportDesk, ImportRemark, ImportRun, ImportRunId, ImportTarget, PreviewFilter,
    PreviewPage, PreviewRow, RunState, texts,
};

/// Rows of one page of a preview.
const PREVIEW_ROWS: i64 = 50;

/// What the preview shows.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PreviewQuery {
    baris: String,
    sesudah: String,
}

/// The page of a run.
pub(crate) async fn show_run(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<ImportRunId>,
    QueryState(query): QueryState<PreviewQuery>,
) -> Answer {
    let run = run_of(&staff, &site, id).await?;
    let words = texts(staff.locale);
    let page = staff
        .page(run.file_name.clone())
        .crumb(fl!(words, "imports"), "/impor");
    match run.state {
        RunState::Uploaded => show_mapping(&staff, &site, &run).await,
        RunState::Mapped | RunState::Applying => render(&progress_page(page, &run)),
        RunState::Previewed => show_preview(&staff, &site, page, (&run, &query)).await,
        RunState::Done | RunState::Withdrawn => show_result(&staff, &site, page, &run).await,
    }
}

/// How far the work is; the browser asks again by itself, without a script.
pub(crate) fn progress_page(page: PageFrame, run: &ImportRun) -> DetailPage {
    let words = texts(page.locale);
    let page = page.refresh(2);
    let (lead, figure) = if run.state == RunState::Mapped {
        let read = page.count(run.staged_count);
        let figures = Figures::new([Figure::new(fl!(words, "import-rows-read"), read)]);
        (fl!(words, "import-checking"), figures.to_string())
    } else {
        let label = fl!(words, "import-applying");
        let bar = page.progress(&label, run.done_count, run.ready_count());
        (fl!(words, "import-applying-lead"), bar.to_string())
    };
    DetailPage::new(page).lead(lead).block(&figure)
}

async fn show_preview(
    staff: &Staff,
    site: &Site,
    page: PageFrame,
    (run, query): (&ImportRun, &PreviewQuery),
) -> Answer {
    let only_problems = query.baris == "masalah";
    let filter = if only_problems {
        PreviewFilter::Problems
    } else {
        PreviewFilter::All
    };
    let after: i64 = query.sesudah.parse().unwrap_or_default();
    let asked = run.clone();
    let rows = at_desk(site, move |desk| {
        desk.preview(&asked, filter, (after, PREVIEW_ROWS))
    })
    .await?;
    let rows = rows.map_err(|error| web_error(staff, error))?;
    let desk = site.part::<ImportDesk>()?;
    let target = desk
        .target(&run.kind)
        .map_err(|error| web_error(staff, error))?;
    render(&preview_page(
        page,
        &desk,
        (run, &**target),
        (&rows, only_problems),
    ))
}

/// The preview with problems beside their cells.
pub(crate) fn preview_page(
    page: PageFrame,
    desk: &ImportDesk,
    (run, target): (&ImportRun, &dyn ImportTarget),
    (rows, only_problems): (&PreviewPage, bool),
) -> DetailPage {
    let words = texts(page.locale);
    let here = format!("/impor/proses/{}", run.id);
    let tally = |outcome: &str| page.count(run.tallies.rows(outcome));
    let rejected = run.tallies.rows("rejected");
    let tone = if rejected > 0 {
        StatusTone::Warn
    } else {
        StatusTone::Quiet
    };
    let figures = Figures::new([
        Figure::new(fl!(words, "import-ready"), tally("ready")).tone(StatusTone::Good),
        Figure::new(fl!(words, "import-rejected"), tally("rejected")).tone(tone),
        Figure::new(fl!(words, "import-examples"), tally("example")),
    ]);
    let tabs = Tabs::new(fl!(words, "import-rows-shown"))
        .tab(fl!(words, "import-all-rows"), &here, !only_problems)
        .tab(
            fl!(words, "import-problem-rows"),
            format!("{here}?baris=masalah"),
            only_problems,
        );
    let table = preview_table(&page, desk, (run, target), &rows.rows);
    let next = rows.next.map(|next| page.with("sesudah", next));
    let ready = run.ready_count();
    let commit = page.submit(fl!(words, "import-commit", number = page.count(ready)));
    let withdraw = page.submit(fl!(words, "import-withdraw")).danger();
    let mut shown = DetailPage::new(page)
        .lead(fl!(words, "import-preview-lead"))
        .tabs(tabs)
        .block(&figures)
        .block(&next_link(
            &fl!(words, "mapping-change"),
            &format!("{here}/kolom"),
        ));
    if rejected > 0 {
        let file = format!("{here}/masalah");
        shown = shown.block(&next_link(&fl!(words, "import-rejected-get"), &file));
    }
    shown = if table.is_empty() {
        shown.block(&paragraph(&fl!(words, "import-no-rows")))
    } else {
        shown.block(&table)
    };
    if let Some(next) = next {
        shown = shown.block(&next_link(&fl!(words, "import-next-rows"), &next));
    }
    if ready > 0 {
        shown = shown.button(format!("{here}/masukkan"), &commit);
    }
    shown.button(format!("{here}/batal"), &withdraw)
}

fn next_link(text: &str, href: &str) -> String {
    #[derive(askama::Template)]
    #[template(source = "<p><a href=\"{{ href }}\">{{ text }}</a></p>", ext = "html")]
    struct Next<'a> {
        text: &'a str,
        href: &'a str,
    }
    Next { text, href }.to_string()
}

fn preview_table(
    page: &PageFrame,
    desk: &ImportDesk,
    (run, target): (&ImportRun, &dyn ImportTarget),
    rows: &[PreviewRow],
) -> DataTable {
    let (words, language) = (texts(page.locale), problem_language(page.locale));
    // Mapped columns in the order of the fields, each under the field's name.
    let shown: Vec<(usize, String)> = target
        .kind()
        .fields
        .iter()
        .filter_map(|field| {
            let columns = run
                .mapping
                .as_ref()?
                .fields
                .get(field.key.as_ref())?
                .columns();
            let column = run.header.column(columns.first()?)?;
            Some((column.index, field.label.get(language).to_owned()))
        })
        .collect();
    let columns = [
        Column::text(fl!(words, "row")),
        Column::text(fl!(words, "state")),
    ];
    let columns = columns
        .into_iter()
        .chain(shown.iter().map(|(_, label)| Column::text(label)));
    DataTable::new(fl!(words, "import-rows-shown"), columns).rows(rows.iter().map(|row| {
        let of_row: Vec<String> = row
            .problems
            .iter()
            .filter(|problem| {
                problem
                    .column
                    .is_none_or(|at| !shown.iter().any(|(index, _)| *index == at))
                    && column_of(run, problem.field.as_deref())
                        .is_none_or(|at| !shown.iter().any(|(index, _)| *index == at))
            })
            .map(|problem| desk.problem_text(page.locale, run, problem))
            .collect();
        let state = row_state(words, page, (target, row)).below(of_row.join(" "));
        let cells = shown.iter().map(|(index, _)| {
            let text = row.cells.get(*index).map_or("", tabular::Cell::shown);
            let problem = row.problems.iter().find(|problem| {
                problem
                    .column
                    .or_else(|| column_of(run, problem.field.as_deref()))
                    == Some(*index)
            });
            let short: String = text.chars().take(60).collect();
            match problem {
                Some(problem) => {
                    let shown = if short.trim().is_empty() {
                        fl!(words, "cell-empty")
                    } else {
                        short
                    };
                    Cell::tag(Tag::new(shown, StatusTone::Bad)).below(desk.problem_text(
                        page.locale,
                        run,
                        problem,
                    ))
                }
                None => Cell::text(short),
            }
        });
        [Cell::text(row.number), state]
            .into_iter()
            .chain(cells)
            .collect::<Vec<_>>()
    }))
}

/// The column from which a field comes.
fn column_of(run: &ImportRun, field: Option<&str>) -> Option<usize> {
    let columns = run.mapping.as_ref()?.fields.get(field?)?.columns();
    Some(run.header.column(columns.first()?)?.index)
}

fn row_state(
    words: Texts,
    page: &PageFrame,
    (target, row): (&dyn ImportTarget, &PreviewRow),
) -> Cell {
    let expected = row.expected.as_deref().unwrap_or_default();
    Cell::tag(match row.state.as_str() {
        "rejected" | "refused" => Tag::new(fl!(words, "outcome-rejected"), StatusTone::Bad),
        "example" => Tag::new(fl!(words, "outcome-example"), StatusTone::Quiet),
        _ => match expected {
            "created" => Tag::new(fl!(words, "expected-created"), StatusTone::Good),
            "updated" => Tag::new(fl!(words, "expected-updated"), StatusTone::Going),
            "unchanged" => Tag::new(fl!(words, "outcome-unchanged"), StatusTone::Quiet),
            other => Tag::new(outcome_text(words, page, target, other), StatusTone::Good),
        },
    })
}

/// An outcome in words.
pub(crate) fn outcome_text(
    words: Texts,
    page: &PageFrame,
    target: &dyn ImportTarget,
    outcome: &str,
) -> String {
    match outcome {
        "ready" => fl!(words, "import-ready"),
        "created" => fl!(words, "outcome-created"),
        "updated" => fl!(words, "outcome-updated"),
        "unchanged" => fl!(words, "outcome-unchanged"),
        "rejected" => fl!(words, "outcome-rejected"),
        "refused" => fl!(words, "outcome-refused"),
        "example" => fl!(words, "outcome-example"),
        other => target
            .outcome_text(page.locale, other)
            .unwrap_or_else(|| other.to_owned()),
    }
}

async fn show_result(staff: &Staff, site: &Site, page: PageFrame, run: &ImportRun) -> Answer {
    let (asked, locale) = (run.clone(), staff.locale);
    let remarks = at_desk(site, move |desk| desk.remarks(&asked, locale)).await?;
    let remarks = remarks.map_err(|error| web_error(staff, error))?;
    let desk = site.part::<ImportDesk>()?;
    let target = desk
        .target(&run.kind)
        .map_err(|error| web_error(staff, error))?;
    render(&result_page(page, (run, &**target), &remarks))
}

/// What became of every row, what waits for a decision, and the sums.
#[expect(
    clippy::too_many_lines,
    reason = "the fields of one form or table read best in one list"
)]
pub(crate) fn result_page(
    page: PageFrame,
    (run, target): (&ImportRun, &dyn ImportTarget),
    remarks: &[ImportRemark],
) -> DetailPage {
    let words = texts(page.locale);
    let here = format!("/impor/proses/{}", run.id);
    let lead = match (run.state, trouble_text(page.locale, run)) {
        (_, Some(trouble)) => fl!(words, "import-stopped", trouble = trouble),
        (RunState::Withdrawn, None) => fl!(words, "import-withdrawn"),
        _ => fl!(
            words,
            "import-result-lead",
            rows = page.count(run.staged_count),
            rejected = page.count(run.rejected_count())
        ),
    };
    let is_end = |outcome: &str| outcome != "ready" || run.state == RunState::Withdrawn;
    let outcomes: Vec<_> = run
        .tallies
        .0
        .iter()
        .filter(|(outcome, _)| is_end(outcome))
        .collect();
    let figures = Figures::new(outcomes.iter().map(|(outcome, tally)| {
        let tone = match outcome.as_str() {
            "rejected" | "refused" => StatusTone::Warn,
            "created" | "updated" => StatusTone::Good,
            _ => StatusTone::Quiet,
        };
        Figure::new(
            outcome_text(words, &page, target, outcome),
            page.count(tally.rows),
        )
        .tone(tone)
    }));
    let columns = [
        Column::text(fl!(words, "import-outcome")),
        Column::text(fl!(words, "column")),
        Column::number(fl!(words, "import-cells")),
        Column::number(fl!(words, "import-sum")),
    ];
    let language = problem_language(page.locale);
    let sums = DataTable::new(fl!(words, "import-sums"), columns).rows(outcomes.iter().flat_map(
        |(outcome, tally)| {
            tally.sums.iter().map(|(field, sum)| {
                let label = target.kind().field(field);
                let label = label.map_or(field.as_str(), |field| field.label.get(language));
                [
                    Cell::text(outcome_text(words, &page, target, outcome)),
                    Cell::text(label),
                    Cell::text(page.count(sum.cells)),
                    Cell::text(sum_text(words, sum)).below(base_text(sum)),
                ]
            })
        },
    ));
    let file = page
        .summary()
        .row(fl!(words, "file"), &run.file_name)
        .row(fl!(words, "import-kind"), target.kind().title.get(language))
        .row(fl!(words, "import-uploaded"), page.at(run.created_at))
        .row(fl!(words, "import-hash"), base::to_hex(&run.file_hash))
        .to_string();
    let may_see_trail = page.may(Action::JournalTrailView);
    let mut shown = DetailPage::new(page).lead(lead).block(&figures);
    for remark in remarks {
        shown = shown.block(&next_link(&remark.text, &remark.href));
    }
    if run.rejected_count() > 0 {
        shown = shown.action(fl!(words, "import-rejected-get"), format!("{here}/masalah"));
    }
    shown = shown.action(
        fl!(words, "import-again"),
        format!("/impor/baru/{}", run.kind),
    );
    if let Some(kind) = target.trail().filter(|_| may_see_trail) {
        shown = shown.action(fl!(words, "trail"), format!("/jejak/{kind}/{}", run.id));
    }
    if !sums.is_empty() {
        shown = shown
            .block(&heading(&fl!(words, "import-sums")))
            .block(&sums);
    }
    shown.block(&file)
}

fn sum_text(words: Texts, sum: &FieldSum) -> String {
    let Some(total) = &sum.total else {
        return fl!(words, "import-sum-too-long");
    };
    let number = total.replace('.', ",");
    match sum.unit {
        None => number,
        Some(Unit::Litre) => format!("{number} l"),
        Some(Unit::Millilitre) => format!("{number} ml"),
        Some(Unit::GallonUs) => format!("{number} gal"),
        Some(Unit::Km) => format!("{number} km"),
        Some(Unit::Mile) => format!("{number} mi"),
        Some(Unit::Idr) => format!("Rp {number}"),
        Some(Unit::Usd) => format!("US$ {number}"),
    }
}

/// The converted sum, where the file's unit is not ours.
fn base_text(sum: &FieldSum) -> String {
    match (sum.unit, sum.base) {
        (Some(Unit::GallonUs | Unit::Millilitre), Some(base)) => {
            base::Millilitres::new(base).to_string()
        }
        (Some(Unit::Mile), Some(metres)) => format!("{} km", base::format_scaled(metres, 3)),
        _ => String::new(),
    }
}
