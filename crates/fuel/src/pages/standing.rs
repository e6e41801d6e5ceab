//! `/voucher/berulang`: vouchers that are issued by themselves on their weekdays.

use authz::Action;
use base::{Cursor, PageSize, TenantId};
use db::{Access, Failure, Tx};
use fleet::VehicleId;
use serde::{Deserialize, Serialize};
use tabular::{ListCell, ListColumn, ListFormat};
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, EmptyState, FieldErrors, Filter, Flash, Form, ListPage,
    Locale, PageFrame, Paging, QueryState, Refusal as _, Site, Staff, StatusTone, Tag, Texts,
    WebError, fl, redirect, render, render_refused,
};

use super::export::{ROWS_MAX, answer_workbook};
use super::shape::FormPage;
use super::standing_form::{StandingForm, form_page};
use super::voucher_form::IssueDesk;
use super::voucher_list::{Names, find_by_words};
use super::voucher_new::find_vehicle;
use super::words::weekday_name;
use crate::{
    IssueRefusal, NewStanding, Standing, StandingFilter, StandingId, StandingState, VoucherKeys,
    end_standing, list_standing, lookup_standing, retry_standing, set_standing, texts,
};

/// A row with the names it shows.
#[derive(Debug, Clone)]
struct StandingRow {
    standing: Standing,
    vehicle: String,
    agency: String,
    product: String,
}

/// Which file is asked for, and for which vehicle a new one is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct StandingQuery {
    format: String,
    kendaraan: String,
    status: String,
    opd: String,
}

/// The word in the address for those that were refused the last time.
const REFUSED: &str = "refused";

impl StandingQuery {
    /// The filter; `None` where it names something that does not exist.
    fn read(
        &self,
        tx: &mut Tx<'_>,
        place: (TenantId, base::CivilDate),
        reach: &authz::Reach,
    ) -> Result<Option<StandingFilter>, Failure> {
        let mut filter = StandingFilter {
            state: self.status.parse().ok(),
            refused: self.status == REFUSED,
            agency: self.opd.parse().ok(),
            vehicle: None,
        };
        if !self.kendaraan.trim().is_empty() {
            filter.vehicle = find_by_words(tx, place, reach, &self.kendaraan)?;
            if filter.vehicle.is_none() {
                return Ok(None);
            }
        }
        Ok(Some(filter))
    }
}

/// The revision a button was shown with.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct EndForm {
    revision: String,
}

pub(crate) async fn list(
    staff: Staff,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<StandingQuery>,
) -> Answer {
    staff.may_somewhere(Action::FuelVoucherView)?;
    let texts = texts(staff.locale);
    let place = (staff.tenant(), staff.city().zone.date(staff.now()));
    let actor = staff.actor().clone();
    let wanted = query.clone();
    let is_file = query.format == "xlsx";
    let db = site.db()?;
    let loaded = db.read(staff.tenant(), Access::ReadOwn, move |tx| {
        let reach = actor.reach(Action::FuelVoucherView);
        let agencies = register::list_agencies_within(tx, place.0, &reach)?;
        let vehicles = actor.reach(Action::FleetVehicleView);
        let cursor = paging.after.as_ref().filter(|_| !is_file);
        let rows = match wanted.read(tx, place, &vehicles)? {
            Some(filter) => read_rows(tx, place, &reach, &filter, (cursor, paging.size, is_file))?,
            None => (Vec::new(), None),
        };
        Ok((rows, agencies))
    });
    let ((rows, next), agencies) = loaded.await?;
    if is_file {
        return export(&staff, texts, &rows).await;
    }
    let page = staff
        .page(fl!(texts, "standing"))
        .crumb(fl!(texts, "vouchers"), "/voucher");
    let list = list_page(page, texts, &rows, next);
    let filter = filters(&list.page, texts, &query, &agencies);
    render(&list.filter(filter))
}

/// A page of rows with their names; all of them for a file.
fn read_rows(
    tx: &mut Tx<'_>,
    place: (TenantId, base::CivilDate),
    reach: &authz::Reach,
    filter: &StandingFilter,
    (after, size, all): (Option<&Cursor>, PageSize, bool),
) -> Result<(Vec<StandingRow>, Option<String>), Failure> {
    let size = if all {
        PageSize::clamped(PageSize::MAX)
    } else {
        size
    };
    let mut after = after.cloned();
    let mut rows = Vec::new();
    loop {
        let page = list_standing(tx, place, reach, filter, (after.as_ref(), size))?;
        let ids: Vec<VehicleId> = page.items.iter().map(|standing| standing.vehicle).collect();
        let names = Names::load(tx, place, &ids)?;
        rows.extend(page.items.into_iter().map(|standing| StandingRow {
            vehicle: names.vehicle(standing.vehicle),
            agency: names.agency(standing.agency),
            product: names.product(&standing.product),
            standing,
        }));
        after = page
            .next
            .as_deref()
            .and_then(|next| Cursor::decode(next).ok());
        if !all || after.is_none() || rows.len() >= ROWS_MAX {
            return Ok((rows, page.next.filter(|_| !all)));
        }
    }
}

fn filters(
    page: &PageFrame,
    texts: Texts,
    query: &StandingQuery,
    agencies: &[(base::AgencyId, String)],
) -> Filter {
    let any = fl!(texts, "any");
    let states = [
        (StandingState::Active.code(), fl!(texts, "standing-active")),
        (REFUSED, fl!(texts, "standing-only-refused")),
        (StandingState::Ended.code(), fl!(texts, "standing-ended")),
    ];
    let filter = Filter::default()
        .field(
            &page
                .search("kendaraan", fl!(texts, "plate-or-name"))
                .value(&query.kendaraan),
        )
        .field(
            &page
                .select("status", fl!(texts, "status"))
                .option("", &any)
                .options(states)
                .value(&query.status),
        );
    register::agency_filter(filter, page, (agencies, &query.opd))
}

/// `Senin, Kamis 06:00`.
fn when(locale: Locale, standing: &NewStanding) -> String {
    let days: Vec<String> = standing
        .weekdays
        .iter()
        .map(|weekday| weekday_name(locale, *weekday))
        .collect();
    format!("{} {:02}:00", days.join(", "), standing.hour)
}

/// How the last day ended: issued, or refused and why.
fn last_time(page: &PageFrame, texts: Texts, standing: &Standing) -> String {
    let Some(on) = standing.last_issued_on else {
        return fl!(texts, "standing-never");
    };
    let on = page.date(on);
    match &standing.last_refusal {
        None => fl!(texts, "standing-issued-on", on = on),
        Some(kept) => {
            let refusal: Option<IssueRefusal> = serde_json::from_str(kept).ok();
            let reason = refusal.map_or_else(String::new, |refusal| refusal.text(page.locale));
            fl!(texts, "standing-refused-on", on = on, reason = reason)
        }
    }
}

fn state_text(texts: Texts, standing: &Standing) -> String {
    match standing.state {
        StandingState::Ended => fl!(texts, "standing-ended"),
        StandingState::Active if standing.last_refusal.is_some() => fl!(texts, "standing-refused"),
        StandingState::Active => fl!(texts, "standing-active"),
    }
}

fn standing_tag(texts: Texts, standing: &Standing) -> Tag {
    let tone = match standing.state {
        StandingState::Ended => StatusTone::Quiet,
        StandingState::Active if standing.last_refusal.is_some() => StatusTone::Bad,
        StandingState::Active => StatusTone::Going,
    };
    Tag::new(state_text(texts, standing), tone)
}

fn list_page(
    page: PageFrame,
    texts: Texts,
    rows: &[StandingRow],
    next: Option<String>,
) -> ListPage {
    let columns = [
        Column::text(fl!(texts, "vehicle")),
        Column::text(fl!(texts, "standing-when")),
        Column::number(fl!(texts, "volume")),
        Column::text(fl!(texts, "standing-last")),
        Column::text(fl!(texts, "status")),
    ];
    let table = DataTable::new(&page.title, columns).rows(rows.iter().map(|row| {
        let standing = &row.standing;
        let href = format!("/voucher/berulang/{}", standing.id);
        [
            Cell::link(&row.vehicle, href).below(&row.agency),
            Cell::text(when(page.locale, standing)),
            Cell::text(standing.volume).below(&row.product),
            Cell::text(last_time(&page, texts, standing)),
            Cell::tag(standing_tag(texts, standing)),
        ]
    }));
    let may = page.may(Action::FuelVoucherIssue);
    let mut empty = EmptyState::new(
        fl!(texts, "standing-none"),
        fl!(texts, "standing-none-text"),
    );
    if may {
        empty = empty.step(fl!(texts, "standing-new"), "/voucher/berulang/baru");
    }
    let mut list = ListPage::new(page, table, empty)
        .lead(fl!(texts, "standing-lead"))
        .next(next)
        .exports();
    if may {
        list = list.action(fl!(texts, "standing-new"), "/voucher/berulang/baru");
    }
    list
}

async fn export(staff: &Staff, texts: Texts, rows: &[StandingRow]) -> Answer {
    let columns = vec![
        ListColumn::new(fl!(texts, "vehicle"), ListFormat::Text),
        ListColumn::new(fl!(texts, "agency"), ListFormat::Text),
        ListColumn::new(fl!(texts, "standing-when"), ListFormat::Text),
        ListColumn::new(fl!(texts, "product"), ListFormat::Text),
        ListColumn::new(fl!(texts, "volume-litres"), ListFormat::Litres),
        ListColumn::new(fl!(texts, "standing-last"), ListFormat::Text),
        ListColumn::new(fl!(texts, "status"), ListFormat::Text),
    ];
    let page = staff.page(fl!(texts, "standing"));
    let cells = rows
        .iter()
        .map(|row| {
            vec![
                ListCell::from(row.vehicle.as_str()),
                ListCell::from(row.agency.as_str()),
                ListCell::from(when(staff.locale, &row.standing).as_str()),
                ListCell::from(row.product.as_str()),
                ListCell::Integer(row.standing.volume.get()),
                ListCell::from(last_time(&page, texts, &row.standing).as_str()),
                ListCell::from(state_text(texts, &row.standing).as_str()),
            ]
        })
        .collect();
    answer_workbook("voucher-berulang".to_owned(), columns, cells).await
}

pub(crate) async fn show_new(
    staff: Staff,
    State(site): State<Site>,
    QueryState(query): QueryState<StandingQuery>,
) -> Answer {
    staff.may_somewhere(Action::FuelVoucherIssue)?;
    let texts = texts(staff.locale);
    let Ok(vehicle) = query.kendaraan.parse::<VehicleId>() else {
        return choose(&staff, &site).await;
    };
    let desk = load_desk(&staff, &site, vehicle).await?;
    let first = desk.first();
    let form = StandingForm {
        vehicle: first.vehicle,
        line: first.line,
        product: first.product,
        litres: first.litres,
        weekdays: vec!["1".to_owned()],
        hour: "6".to_owned(),
        days: "7".to_owned(),
        from: staff.city().zone.date(staff.now()).to_string(),
        ..StandingForm::default()
    };
    let page = staff.page(fl!(texts, "standing-new"));
    render(&form_page(page, texts, &desk, &form))
}

async fn choose(staff: &Staff, site: &Site) -> Answer {
    let texts = texts(staff.locale);
    let (tenant, today) = (staff.tenant(), staff.city().zone.date(staff.now()));
    let reach = staff.actor().reach(Action::FuelVoucherIssue);
    let db = site.db()?;
    let loaded = db.read(tenant, Access::ReadOwn, move |tx| {
        let filter = fleet::VehicleFilter::default();
        let size = base::PageSize::clamped(base::PageSize::MAX);
        fleet::list_vehicles(tx, (tenant, today), &reach, &filter, (None, size))
    });
    let vehicles = loaded.await?;
    let page = staff.page(fl!(texts, "voucher-choose-vehicle"));
    let table = DataTable::new(&page.title, [Column::text(fl!(texts, "vehicle"))]).rows(
        vehicles.items.iter().map(|vehicle| {
            let href = format!("/voucher/berulang/baru?kendaraan={}", vehicle.id);
            [Cell::link(vehicle.name(), href).below(&vehicle.label)]
        }),
    );
    let empty = EmptyState::new(
        fl!(texts, "vehicles-none"),
        fl!(texts, "vehicles-none-text"),
    );
    let page = page
        .crumb(fl!(texts, "vouchers"), "/voucher")
        .crumb(fl!(texts, "standing"), "/voucher/berulang");
    render(&ListPage::new(page, table, empty))
}

async fn load_desk(staff: &Staff, site: &Site, id: VehicleId) -> Result<IssueDesk, WebError> {
    let (tenant, zone, now) = (staff.tenant(), staff.city().zone.clone(), staff.now());
    let actor = staff.actor().clone();
    let db = site.db()?;
    let loaded = db.read(tenant, Access::ReadOwn, move |tx| {
        let place = (tenant, zone.date(now));
        let Some(vehicle) = find_vehicle(tx, place, &actor, id)? else {
            return Ok(None);
        };
        IssueDesk::load(tx, tenant, vehicle, (now, &zone)).map(Some)
    });
    loaded.await?.ok_or_else(WebError::not_found)
}

pub(crate) async fn create(
    staff: Staff,
    State(site): State<Site>,
    form: Form<StandingForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let Ok(vehicle) = form.vehicle.parse::<VehicleId>() else {
        return Err(WebError::not_found());
    };
    let desk = load_desk(&staff, &site, vehicle).await?;
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(input) = form.read(texts, &mut errors) {
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let command =
            db::Command::by(&stamp).keyed(form.key.as_str(), "fuel.standing.set", &form.input);
        let db = site.db()?;
        let set = db.write(command, move |tx| {
            set_standing(tx, &stamp.fresh(), &actor, &input)
        });
        match set.await {
            Ok(_) => {
                staff.flash(&Flash::success(fl!(texts, "standing-set")));
                return Ok(redirect("/voucher/berulang"));
            }
            Err(error) => errors.catch("", error)?,
        }
    }
    let page = staff.page(fl!(texts, "standing-new")).errors(errors);
    render_refused(&form_page(page, texts, &desk, &form.input))
}

async fn load_row(staff: &Staff, site: &Site, id: StandingId) -> Result<StandingRow, WebError> {
    let (tenant, today) = (staff.tenant(), staff.city().zone.date(staff.now()));
    let actor = staff.actor().clone();
    let db = site.db()?;
    let loaded = db.read(tenant, Access::ReadOwn, move |tx| {
        find_row(tx, (tenant, today), &actor, id)
    });
    loaded.await?.ok_or_else(WebError::not_found)
}

fn find_row(
    tx: &mut Tx<'_>,
    (tenant, today): (TenantId, base::CivilDate),
    actor: &authz::Actor,
    id: StandingId,
) -> Result<Option<StandingRow>, Failure> {
    let Some(standing) = lookup_standing(tx, tenant, id)? else {
        return Ok(None);
    };
    let resource = authz::Resource::tenant(tenant).agency(standing.agency);
    if actor.may(Action::FuelVoucherView, &resource).is_err() {
        return Ok(None);
    }
    let names = Names::load(tx, (tenant, today), &[standing.vehicle])?;
    Ok(Some(StandingRow {
        vehicle: names.vehicle(standing.vehicle),
        agency: names.agency(standing.agency),
        product: names.product(&standing.product),
        standing,
    }))
}

pub(crate) async fn show(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<StandingId>,
) -> Answer {
    let row = load_row(&staff, &site, id).await?;
    let texts = texts(staff.locale);
    let page = staff.page(fl!(texts, "standing-of", vehicle = row.vehicle.as_str()));
    render(&end_page(page, texts, &row))
}

pub(crate) async fn end(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<StandingId>,
    form: Form<EndForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let row = load_row(&staff, &site, id).await?;
    let revision = form.revision.parse().unwrap_or(-1);
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command =
        db::Command::by(&stamp).keyed(form.key.as_str(), "fuel.standing.end", &form.input);
    let db = site.db()?;
    let ended = db.write(command, move |tx| {
        end_standing(tx, &stamp.fresh(), &actor, (id, revision))
    });
    let mut errors = FieldErrors::new(staff.locale);
    match ended.await {
        Ok(()) => {
            staff.flash(&Flash::success(fl!(texts, "standing-ended-done")));
            Ok(redirect("/voucher/berulang"))
        }
        Err(error) => {
            errors.catch("", error)?;
            let title = fl!(texts, "standing-of", vehicle = row.vehicle.as_str());
            render_refused(&end_page(staff.page(title).errors(errors), texts, &row))
        }
    }
}

pub(crate) async fn retry(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<StandingId>,
    form: Form<EndForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let row = load_row(&staff, &site, id).await?;
    let keys = site.part::<VoucherKeys>()?;
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command = db::Command::by(&stamp).keyed(form.key.as_str(), "fuel.standing.retry", &id);
    let db = site.db()?;
    let retried = db.write(command, move |tx| {
        retry_standing(tx, &stamp.fresh(), &actor, &keys, id)
    });
    let mut errors = FieldErrors::new(staff.locale);
    match retried.await {
        Ok(issued) => {
            let code = super::words::grouped(&issued.code);
            staff.flash(&Flash::success(fl!(texts, "standing-retried", code = code)));
            Ok(redirect(format!("/voucher/{}", issued.id)))
        }
        Err(error) => {
            errors.catch("", error)?;
            let title = fl!(texts, "standing-of", vehicle = row.vehicle.as_str());
            render_refused(&end_page(staff.page(title).errors(errors), texts, &row))
        }
    }
}

fn end_page(page: PageFrame, texts: Texts, row: &StandingRow) -> FormPage {
    let standing = &row.standing;
    let summary = page
        .summary()
        .row(fl!(texts, "vehicle"), &row.vehicle)
        .row(fl!(texts, "agency"), &row.agency)
        .row(fl!(texts, "standing-when"), when(page.locale, standing))
        .row(
            fl!(texts, "volume"),
            format!("{} {}", standing.volume, row.product),
        )
        .row(fl!(texts, "standing-days"), standing.days_valid)
        .row(
            fl!(texts, "standing-last"),
            last_time(&page, texts, standing),
        );
    let button = page
        .submit(fl!(texts, "standing-end"))
        .danger()
        .cancel("/voucher/berulang");
    let page = page
        .crumb(fl!(texts, "vouchers"), "/voucher")
        .crumb(fl!(texts, "standing"), "/voucher/berulang");
    let here = format!("/voucher/berulang/{}", standing.id);
    let retry = page.submit(fl!(texts, "standing-retry"));
    let may = page.may(Action::FuelVoucherIssue) && standing.state == StandingState::Active;
    let shape = FormPage::new(page, format!("{here}/akhiri"), button)
        .summary(summary)
        .hidden("revision", standing.revision);
    let shape = if may && standing.last_refusal.is_some() {
        shape.command(format!("{here}/ulangi"), retry)
    } else {
        shape
    };
    shape
        .only_to_read(!may)
        .link(
            fl!(texts, "standing-vouchers"),
            format!("/voucher?berulang={}", standing.id),
        )
        .link(
            fl!(texts, "history"),
            format!("/jejak/voucher_standing/{}", standing.id),
        )
}

/// The pages as they look, for samples.
pub(crate) fn sample(locale: Locale) -> Vec<web::Sample> {
    use askama::Template as _;
    let texts = texts(locale);
    let refusal = IssueRefusal::QuotaExhausted {
        left: "0 l".to_owned(),
        wanted: "20 l".to_owned(),
    };
    let row = StandingRow {
        standing: super::samples::standing(serde_json::to_string(&refusal).ok()),
        vehicle: "DH 8123 AB".to_owned(),
        agency: "Dinas PUPR".to_owned(),
        product: "Pertamax".to_owned(),
    };
    let page = |title: String| PageFrame::sample(locale, title);
    let title = || fl!(texts, "standing");
    let html = |page: Result<String, askama::Error>| page.unwrap_or_else(|error| error.to_string());
    let desk = super::samples::desk();
    let form = StandingForm {
        weekdays: vec!["1".to_owned()],
        ..StandingForm::default()
    };
    let new = form_page(page(fl!(texts, "standing-new")), texts, &desk, &form);
    let filled = list_page(page(title()), texts, std::slice::from_ref(&row), None);
    let bare = list_page(page(title()), texts, &[], None);
    let one = end_page(page(title()), texts, &row);
    [
        ("standing-list/filled", html(filled.render())),
        ("standing-list/empty", html(bare.render())),
        ("standing-form/usual", html(new.render())),
        ("standing/refused", html(one.render())),
    ]
    .into_iter()
    .map(|(name, html)| web::Sample {
        name: name.to_owned(),
        html,
    })
    .collect()
}
