//! `/langkah`: what is missing, what it costs to lack it, and the samples.

use authz::{Action, Resource};
use db::Access;
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, Figure, Figures, Flash, Form, PageFrame, Site, Staff,
    StatusTone, Tag, WebError, fl, redirect, render,
};

use super::imports::EmptyForm;
use super::shape::{DetailPage, heading, paragraph};
use crate::{SampleOwners, StartState, StartSteps, count_samples, delete_samples, texts};

/// The steps, those a first voucher needs first.
pub(crate) async fn show_steps(staff: Staff, State(site): State<Site>) -> Answer {
    staff.may_somewhere(Action::RegisterAgencyView)?;
    let steps = site.part::<StartSteps>()?;
    let (tenant, now, locale) = (staff.tenant(), staff.now(), staff.locale);
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        Ok((
            steps.states(tx, (tenant, now), locale)?,
            count_samples(tx, tenant)?,
        ))
    });
    let (states, samples) = read.await?;
    let page = staff.page(fl!(texts(locale), "start"));
    let may_delete = staff
        .may(Action::RegisterSampleDelete, &Resource::tenant(tenant))
        .is_ok();
    let samples: i64 = samples.iter().map(|(_, number)| number).sum();
    render(&steps_page(
        page,
        &states,
        if may_delete { samples } else { 0 },
    ))
}

#[expect(
    clippy::too_many_lines,
    reason = "the fields of one form or table read best in one list"
)]
pub(crate) fn steps_page(page: PageFrame, states: &[StartState], samples: i64) -> DetailPage {
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
    let button = page
        .submit(fl!(words, "samples-delete"))
        .danger()
        .to_string();
    let text = fl!(words, "samples-text", number = page.count(samples));
    let mut shown = DetailPage::new(page).lead(lead).block(&figures);
    if !first.is_empty() {
        shown = shown.block(&first);
    }
    if !later.is_empty() {
        shown = shown.block(&later);
    }
    if samples > 0 {
        shown = shown
            .block(&heading(&fl!(words, "samples")))
            .block(&paragraph(&text))
            .button("/langkah/contoh/hapus", &button);
    }
    shown
}

/// Deletes all samples in one step.
pub(crate) async fn delete_all_samples(
    staff: Staff,
    State(site): State<Site>,
    _: Form<EmptyForm>,
) -> Answer {
    let words = texts(staff.locale);
    let (db, owners) = (site.db()?, site.part::<SampleOwners>()?);
    let (actor, origin, tenant) = (
        staff.actor().clone(),
        staff.origin().to_owned(),
        staff.tenant(),
    );
    let (clock, entropy) = (site.clock.clone(), site.entropy.clone());
    let work = tokio::task::spawn_blocking(move || {
        delete_samples(
            &db,
            (&*clock, &*entropy),
            (tenant, &actor, &origin),
            owners.all(),
        )
    });
    let done = work.await.map_err(WebError::failed)?;
    let done = done.map_err(|error| WebError::action(error, staff.locale))?;
    let text = fl!(
        words,
        "samples-deleted",
        deleted = done.deleted.to_string(),
        kept = done.kept.to_string()
    );
    staff.flash(&Flash::success(text));
    Ok(redirect("/langkah"))
}
