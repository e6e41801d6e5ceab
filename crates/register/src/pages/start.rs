//! `/langkah`: what is missing, what it costs to lack it, and the samples.

use authz::Action;
use db::Access;
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, Figure, Figures, PageFrame, SampleShare, Site, Staff,
    StatusTone, Tag, fl, render,
};

use super::shape::{DetailPage, heading, link, paragraph};
use crate::{Samples, StartState, StartSteps, texts};

/// The steps, those a first voucher needs first.
pub(crate) async fn show_steps(staff: Staff, State(site): State<Site>) -> Answer {
    staff.may_somewhere(Action::RegisterAgencyView)?;
    let steps = site.part::<StartSteps>()?;
    let (tenant, now, locale) = (staff.tenant(), staff.now(), staff.locale);
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        Ok((
            steps.states(tx, (tenant, now), locale)?,
            Samples::load(tx, tenant)?,
        ))
    });
    let (states, samples) = read.await?;
    let mut page = staff.page(fl!(texts(locale), "start"));
    if !samples.is_empty() {
        page.samples = SampleShare::Some;
    }
    render(&steps_page(page, &states, samples.count()))
}

#[expect(
    clippy::too_many_lines,
    reason = "the fields of one form or table read best in one list"
)]
pub(crate) fn steps_page(page: PageFrame, states: &[StartState], samples: usize) -> DetailPage {
    let words = texts(page.locale);
    let needed = states.iter().filter(|step| step.is_needed);
    let missing = needed.clone().filter(|step| !step.is_done).count();
    let whole = needed.count();
    let done = whole.saturating_sub(missing);
    let share = done.saturating_mul(100).checked_div(whole).unwrap_or(100);
    let figures = Figures::new([Figure::new(
        fl!(words, "start-needed"),
        fl!(
            words,
            "start-done-of",
            done = done.to_string(),
            whole = whole.to_string()
        ),
    )
    .share(u8::try_from(share).unwrap_or(100))]);
    let lead = if missing == 0 {
        fl!(words, "start-ready")
    } else {
        fl!(words, "start-lead")
    };
    let table = |title: String, is_needed: bool| {
        let columns = [
            Column::text(fl!(words, "start-step")),
            Column::text(fl!(words, "state")),
            Column::text(fl!(words, "start-now")),
            Column::text(fl!(words, "start-why")),
        ];
        DataTable::new(title, columns).rows(
            states
                .iter()
                .filter(|step| step.is_needed == is_needed)
                .map(|step| {
                    let state = match (step.is_done, is_needed) {
                        (true, _) => Tag::new(fl!(words, "start-is-done"), StatusTone::Good),
                        (false, true) => Tag::new(fl!(words, "start-is-missing"), StatusTone::Warn),
                        (false, false) => Tag::new(fl!(words, "start-may-wait"), StatusTone::Quiet),
                    };
                    let title = if page.may(step.action) {
                        Cell::link(&step.title, &step.href)
                    } else {
                        Cell::text(&step.title)
                    };
                    [
                        title,
                        Cell::tag(state),
                        Cell::text(&step.now),
                        Cell::text(&step.why),
                    ]
                }),
        )
    };
    let first = table(fl!(words, "start-first"), true);
    let later = table(fl!(words, "start-later"), false);
    let text = if samples == 0 {
        fl!(words, "samples-none-text")
    } else {
        fl!(words, "samples-text", number = samples.to_string())
    };
    let sets_up = page.may(Action::RegisterSampleFill);
    let mut shown = DetailPage::new(page).lead(lead).block(&figures);
    if !first.is_empty() {
        shown = shown.block(&first);
    }
    if !later.is_empty() {
        shown = shown.block(&later);
    }
    if sets_up {
        shown = shown
            .block(&heading(&fl!(words, "samples")))
            .block(&paragraph(&text))
            .block(&link(
                &if samples == 0 {
                    fl!(words, "samples-fill")
                } else {
                    fl!(words, "samples-go-on")
                },
                "/langkah/contoh",
            ));
        if samples > 0 {
            let delete = fl!(words, "samples-delete");
            shown = shown.block(&link(&delete, "/langkah/contoh/hapus"));
        }
    }
    shown
}
