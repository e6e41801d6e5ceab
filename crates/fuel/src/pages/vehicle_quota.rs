//! `/kuota/kendaraan/{id}`: a vehicle's quota, month by month, each in one sentence.

use authz::{Action, Resource};
use base::MonthOfYear;
use db::Access;
use fleet::{Vehicle, VehicleId};
use serde::{Deserialize, Serialize};
use tabular::{ListCell, ListColumn, ListFormat};
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, EmptyState, ListPage, Locale, PageFrame, QueryState, Site,
    Staff, Tabs, Texts, WebError, fl, render,
};

use super::export::answer_workbook;
use super::words::{quota_left, quota_sentence};
use crate::{QuotaState, explain_quota, texts};

/// Which year, and whether as a file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct QuotaQuery {
    tahun: String,
    format: String,
}

pub(crate) async fn show(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    QueryState(query): QueryState<QuotaQuery>,
) -> Answer {
    staff.may_somewhere(Action::FuelQuotaView)?;
    let texts = texts(staff.locale);
    let (tenant, actor) = (staff.tenant(), staff.actor().clone());
    let today = staff.city().zone.date(staff.now());
    let year = query
        .tahun
        .parse()
        .unwrap_or(today.year())
        .clamp(2000, 2199);
    let db = site.db()?;
    let loaded = db.read(tenant, Access::ReadOwn, move |tx| {
        let Some(vehicle) = fleet::lookup_vehicle(tx, tenant, id, today)? else {
            return Ok(None);
        };
        let mut resource = Resource::tenant(tenant)
            .agency(vehicle.agency)
            .unit(vehicle.unit);
        for driver in fleet::list_drivers_on(tx, tenant, id, today)? {
            resource = resource.owner(driver);
        }
        if actor.may(Action::FuelQuotaView, &resource).is_err() {
            return Ok(None);
        }
        let mut months = Vec::new();
        for month in (1..=12).filter_map(|number| MonthOfYear::new(year, number).ok()) {
            months.push((month, explain_quota(tx, tenant, &vehicle, month)?));
        }
        Ok(Some((vehicle, months)))
    });
    let (vehicle, months) = loaded.await?.ok_or_else(WebError::not_found)?;
    let page = staff.page(fl!(texts, "quota-of", vehicle = vehicle.name()));
    if query.format == "xlsx" {
        return export(&page, texts, &vehicle, &months).await;
    }
    render(&quota_page(page, texts, (&vehicle, year), &months))
}

type Months = [(MonthOfYear, Option<QuotaState>)];

fn sentence(texts: Texts, quota: Option<&QuotaState>) -> String {
    quota.map_or_else(
        || fl!(texts, "without-quota"),
        |quota| quota_sentence(texts, quota),
    )
}

fn quota_page(
    page: PageFrame,
    texts: Texts,
    (vehicle, year): (&Vehicle, i16),
    months: &Months,
) -> ListPage {
    let columns = [
        Column::text(fl!(texts, "month")),
        Column::text(fl!(texts, "quota")),
        Column::number(fl!(texts, "quota-left")),
        Column::text(fl!(texts, "decree")),
    ];
    let table = DataTable::new(&page.title, columns).rows(months.iter().map(|(month, quota)| {
        let quota = quota.as_ref();
        let decree = quota.map_or("", |quota| quota.entitlement.rule.decree_number.as_str());
        [
            Cell::text(page.month(*month)),
            Cell::text(sentence(texts, quota)),
            Cell::text(quota.map_or_else(String::new, quota_left)),
            Cell::text(decree),
        ]
    }));
    let here = format!("/kuota/kendaraan/{}", vehicle.id);
    let years = [year.saturating_sub(1), year, year.saturating_add(1)];
    let tabs = years
        .into_iter()
        .fold(Tabs::new(fl!(texts, "year")), |tabs, one| {
            tabs.tab(one, format!("{here}?tahun={one}"), one == year)
        });
    let empty = EmptyState::new(fl!(texts, "quotas-none"), fl!(texts, "quotas-none-text"));
    let page = page.crumb(fl!(texts, "quotas"), "/kuota");
    ListPage::new(page, table, empty)
        .lead(fl!(texts, "quota-lead"))
        .tabs(tabs)
        .exports()
}

async fn export(page: &PageFrame, texts: Texts, vehicle: &Vehicle, months: &Months) -> Answer {
    let columns = vec![
        ListColumn::new(fl!(texts, "month"), ListFormat::Text),
        ListColumn::new(fl!(texts, "quota"), ListFormat::Text),
        ListColumn::new(fl!(texts, "quota-left"), ListFormat::Text),
        ListColumn::new(fl!(texts, "decree"), ListFormat::Text),
    ];
    let cells = months
        .iter()
        .map(|(month, quota)| {
            let quota = quota.as_ref();
            let decree = quota.map_or("", |quota| quota.entitlement.rule.decree_number.as_str());
            let left = quota.map_or_else(String::new, quota_left);
            vec![
                ListCell::from(page.month(*month).as_str()),
                ListCell::from(sentence(texts, quota).as_str()),
                ListCell::from(left.as_str()),
                ListCell::from(decree),
            ]
        })
        .collect();
    let plate = vehicle
        .name()
        .replace(|sign: char| !sign.is_ascii_alphanumeric(), "-");
    answer_workbook(format!("kuota-{plate}"), columns, cells).await
}

/// The page as it looks, for samples.
pub(crate) fn sample(locale: Locale) -> Vec<web::Sample> {
    use askama::Template as _;
    let texts = texts(locale);
    let vehicle = super::samples::vehicle();
    let month = MonthOfYear::of("2026-11-24".parse().unwrap_or_default());
    let months = [
        (month.previous(), None),
        (month, Some(super::samples::quota())),
    ];
    let page = PageFrame::sample(locale, fl!(texts, "quota-of", vehicle = vehicle.name()));
    let page = quota_page(page, texts, (&vehicle, 2026), &months);
    let html = page.render().unwrap_or_else(|error| error.to_string());
    vec![web::Sample {
        name: "vehicle-quota/usual".to_owned(),
        html,
    }]
}
