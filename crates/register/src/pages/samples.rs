//! `/langkah/contoh`: the samples are created, tried, and deleted in one step.

use std::sync::Arc;

use authz::{Action, Role};
use base::{PersonId, TenantId, Uuid};
use db::{Access, ActionError, Failure, Tx};
use serde::Deserialize;
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, Flash, Form, PageFrame, Site, Staff, Texts, WebError, fl,
    redirect, render,
};

use super::imports::EmptyForm;
use super::shape::{DetailPage, heading, link, list, paragraph};
use crate::actions::REGISTER;
use crate::samples::{SAMPLE_ATTENDANT_PIN, SAMPLE_DRIVER_PIN};
use crate::store::samples::list_filled;
use crate::{
    SampleOwners, SampleRefusal, SampleTie, Samples, delete_samples, fill_samples, keep_sample,
    list_sample_ties, sample_person_name, texts,
};

/// Where samples are created and tried.
const HERE: &str = "/langkah/contoh";
/// Where they are deleted.
const DELETE: &str = "/langkah/contoh/hapus";

/// Someone among the samples, to be named on the page.
#[derive(Debug, Default)]
struct SamplePeople(Vec<(Role, PersonId, String)>);

impl SamplePeople {
    fn load(
        tx: &mut Tx<'_>,
        (tenant, samples): (TenantId, &Samples),
        now: base::UtcMicros,
    ) -> Result<Self, Failure> {
        let mut people = Vec::new();
        for person in samples.of("person").map(PersonId::new) {
            let grants = identity::list_grants_at(tx, tenant, person, now)?;
            if let Some(grant) = grants.first() {
                people.push((grant.role, person, sample_person_name(tx, tenant, person)?));
            }
        }
        Ok(Self(people))
    }

    fn with(&self, role: Role) -> Option<(PersonId, &str)> {
        let found = self.0.iter().find(|(held, ..)| *held == role);
        found.map(|(_, person, name)| (*person, name.as_str()))
    }
}

/// What filling creates; and, once it did, what can be tried.
pub(crate) async fn show(staff: Staff, State(site): State<Site>) -> Answer {
    staff.may_somewhere(Action::RegisterSampleFill)?;
    let owners = site.part::<SampleOwners>()?;
    let (tenant, now, locale) = (staff.tenant(), staff.now(), staff.locale);
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        let samples = Samples::load(tx, tenant)?;
        let people = SamplePeople::load(tx, (tenant, &samples), now)?;
        Ok((samples, people, list_filled(tx, tenant)?))
    });
    let (samples, people, filled) = read.await?;
    let areas = owners.all().iter().filter_map(|owner| owner.area());
    let is_whole = !samples.is_empty()
        && areas
            .filter(|area| *area != REGISTER)
            .all(|area| filled.iter().any(|known| known == area));
    let plan = owners.all().iter().rev();
    let plan: Vec<String> = plan.flat_map(|owner| owner.plan(locale)).collect();
    let page = staff
        .page(fl!(texts(locale), "samples"))
        .crumb(fl!(texts(locale), "start"), "/langkah");
    render(&fill_page(page, &plan, (&samples, is_whole), &people))
}

fn fill_page(
    page: PageFrame,
    plan: &[String],
    (samples, is_whole): (&Samples, bool),
    people: &SamplePeople,
) -> DetailPage {
    let words = texts(page.locale);
    let button = if samples.is_empty() {
        page.submit(fl!(words, "samples-fill"))
    } else {
        page.submit(fl!(words, "samples-finish"))
    };
    let mut shown = DetailPage::new(page).lead(fl!(words, "samples-lead"));
    if !samples.is_empty() {
        let steps = DataTable::new(
            fl!(words, "samples-try"),
            [Column::text(fl!(words, "start-step"))],
        )
        .rows(
            tries(words, samples, people)
                .into_iter()
                .map(|(text, href)| [Cell::link(text, href)]),
        );
        shown = shown
            .block(&steps)
            .block(&paragraph(&fl!(words, "samples-apart")));
    }
    shown = shown
        .block(&heading(&fl!(words, "samples-plan")))
        .block(&list(plan))
        .block(&paragraph(&fl!(words, "samples-plan-note")));
    if !is_whole {
        shown = shown.button(HERE, &button.cancel("/langkah"));
    }
    if !samples.is_empty() {
        shown = shown.block(&link(&fl!(words, "samples-delete"), DELETE));
    }
    shown
}

/// What a newcomer does next, each with the page where he does it.
fn tries(words: Texts, samples: &Samples, people: &SamplePeople) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    if let Some((officer, name)) = people.with(Role::FuelOfficer) {
        let text = fl!(words, "samples-try-officer", name = name);
        lines.push((text, format!("/pengguna/{officer}")));
    }
    let text = fl!(words, "samples-try-voucher");
    lines.push((text, "/voucher/baru".to_owned()));
    if let Some(station) = samples.of("station").next() {
        let text = fl!(words, "samples-try-phone");
        lines.push((text, format!("/spbu/{station}")));
    }
    if let Some((_, name)) = people.with(Role::Attendant) {
        let pin = SAMPLE_ATTENDANT_PIN;
        let text = fl!(words, "samples-try-shift", name = name, pin = pin);
        lines.push((text, String::new()));
    }
    if let Some((_, name)) = people.with(Role::Driver) {
        let pin = SAMPLE_DRIVER_PIN;
        let text = fl!(words, "samples-try-fill", name = name, pin = pin);
        lines.push((text, String::new()));
    }
    lines
}

/// Fills, or goes on where filling broke off.
pub(crate) async fn fill(staff: Staff, State(site): State<Site>, _: Form<EmptyForm>) -> Answer {
    let words = texts(staff.locale);
    let filled = work(&staff, &site, |db, sources, who, owners| {
        fill_samples(db, sources, who, owners)
    })
    .await?;
    match filled {
        Ok(0) => staff.flash(&Flash::success(fl!(words, "samples-there"))),
        Ok(_) => staff.flash(&Flash::success(fl!(words, "samples-filled"))),
        Err(error) => tell(&staff, error)?,
    }
    Ok(redirect(HERE))
}

/// What goes, and what stands in the way.
pub(crate) async fn show_deletion(staff: Staff, State(site): State<Site>) -> Answer {
    staff.may_somewhere(Action::RegisterSampleDelete)?;
    let owners = site.part::<SampleOwners>()?;
    let (tenant, locale, stamp) = (staff.tenant(), staff.locale, staff.stamp());
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        let mut counts = Vec::new();
        for owner in owners.all().iter().rev() {
            counts.extend(owner.count(tx, tenant, locale)?);
        }
        let ties = list_sample_ties(tx, (&stamp, locale), owners.all())?;
        Ok((counts, ties))
    });
    let (counts, ties) = read.await?;
    let page = staff
        .page(fl!(texts(locale), "samples-delete"))
        .crumb(fl!(texts(locale), "start"), "/langkah")
        .crumb(fl!(texts(locale), "samples"), HERE);
    render(&deletion_page(page, &counts, &ties))
}

fn deletion_page(page: PageFrame, counts: &[(String, i64)], ties: &[SampleTie]) -> DetailPage {
    let words = texts(page.locale);
    let columns = [
        Column::text(fl!(words, "samples-kind")),
        Column::number(fl!(words, "samples-number")),
    ];
    let there = counts.iter().filter(|(_, number)| *number > 0);
    let table = DataTable::new(fl!(words, "samples-going"), columns)
        .rows(there.map(|(kind, number)| [Cell::text(kind), Cell::text(page.count(*number))]));
    if table.is_empty() {
        return DetailPage::new(page).lead(fl!(words, "samples-gone"));
    }
    if ties.is_empty() {
        let button = page.submit(fl!(words, "samples-delete")).danger();
        let button = button.cancel(HERE);
        return DetailPage::new(page)
            .lead(fl!(words, "samples-delete-lead"))
            .block(&table)
            .block(&paragraph(&fl!(words, "samples-delete-note")))
            .button(DELETE, &button);
    }
    let columns = [
        Column::text(fl!(words, "samples-tie-record")),
        Column::text(fl!(words, "samples-tie-sample")),
        Column::text(fl!(words, "samples-tie-do")),
    ];
    let tied = DataTable::new(fl!(words, "samples-ties"), columns).rows(ties.iter().map(|tie| {
        [
            Cell::link(&tie.record, &tie.href),
            Cell::text(&tie.sample_name),
            Cell::text(&tie.advice),
        ]
    }));
    let mut kept: Vec<_> = ties
        .iter()
        .map(|tie| (tie.sample, &tie.sample_name))
        .collect();
    kept.sort_unstable();
    kept.dedup();
    let buttons: Vec<_> = kept
        .iter()
        .map(|((kind, id), name)| {
            let button = page.submit(fl!(words, "samples-keep", name = name.as_str()));
            (
                format!("/langkah/contoh/simpan?jenis={kind}&id={id}"),
                button,
            )
        })
        .collect();
    let mut shown = DetailPage::new(page)
        .lead(fl!(words, "samples-ties-lead"))
        .block(&tied)
        .block(&heading(&fl!(words, "samples-keep-heading")))
        .block(&paragraph(&fl!(words, "samples-keep-text")));
    for (address, button) in &buttons {
        shown = shown.button(address, button);
    }
    shown
}

/// Deletes all samples in one step.
pub(crate) async fn delete_all(
    staff: Staff,
    State(site): State<Site>,
    _: Form<EmptyForm>,
) -> Answer {
    let words = texts(staff.locale);
    let gone = work(&staff, &site, |db, sources, who, owners| {
        delete_samples(db, sources, who, owners)
    })
    .await?;
    match gone {
        Ok(gone) => {
            let text = fl!(words, "samples-deleted", number = gone.to_string());
            staff.flash(&Flash::success(text));
            Ok(redirect("/langkah"))
        }
        Err(error) => {
            tell(&staff, error)?;
            Ok(redirect(DELETE))
        }
    }
}

/// Which sample is kept.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct KeepQuery {
    jenis: String,
    id: Uuid,
}

/// Makes a sample the city's own.
pub(crate) async fn keep(
    staff: Staff,
    State(site): State<Site>,
    web::QueryState(query): web::QueryState<KeepQuery>,
    form: Form<EmptyForm>,
) -> Answer {
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let key = (query.jenis.clone(), query.id.to_string());
    let command = db::Command::by(&stamp).keyed(form.key.as_str(), "register.sample.keep", &key);
    let db = site.db()?;
    let kept = db.write(command, move |tx| {
        keep_sample(tx, &stamp.fresh(), &actor, (&query.jenis, query.id))
    });
    match kept.await {
        Ok(()) => {
            let text = fl!(texts(staff.locale), "samples-kept");
            staff.flash(&Flash::success(text));
        }
        Err(error) => tell(&staff, error)?,
    }
    Ok(redirect(DELETE))
}

/// A refusal becomes a message; a missing right and a failure end the request.
fn tell(staff: &Staff, error: ActionError<SampleRefusal>) -> Result<(), WebError> {
    match error {
        ActionError::Refused(refusal) if !matches!(refusal, SampleRefusal::Denied(_)) => {
            let text = web::Refusal::text(&refusal, staff.locale);
            staff.flash(&Flash::warning(text));
            Ok(())
        }
        error => Err(WebError::action(error, staff.locale)),
    }
}

type Done<T> = Result<T, ActionError<SampleRefusal>>;
type Sources<'a> = (&'a dyn base::Clock, &'a dyn base::Entropy);

/// Runs work of several commands on a thread that may wait.
async fn work<T: Send + 'static>(
    staff: &Staff,
    site: &Site,
    run: impl FnOnce(
        &db::Db,
        Sources<'_>,
        (TenantId, &authz::Actor, &str),
        &[Arc<dyn crate::SampleOwner>],
    ) -> Done<T>
    + Send
    + 'static,
) -> Result<Done<T>, WebError> {
    let (db, owners) = (site.db()?, site.part::<SampleOwners>()?);
    let (actor, origin) = (staff.actor().clone(), staff.origin().to_owned());
    let (clock, entropy) = (site.clock.clone(), site.entropy.clone());
    let tenant = staff.tenant();
    let work = tokio::task::spawn_blocking(move || {
        let who = (tenant, &actor, origin.as_str());
        run(&db, (&*clock, &*entropy), who, owners.all())
    });
    work.await.map_err(WebError::failed)
}
