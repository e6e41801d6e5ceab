//! `/api/v1/vehicles/{id}/quota`.

use authz::{Action, Resource};
use base::MonthOfYear;
use db::Access;
use fleet::VehicleId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::axum::Json;
use web::axum::extract::{Path, State};
use web::{ApiActor, Locale, Problem, QueryState, Site, WebError};

use crate::pages::words::quota_sentence;
use crate::{QuotaState, explain_quota, texts};

/// Which month is asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct QuotaQuery {
    /// Such as `2026-11`; this month where absent.
    #[param(value_type = Option<String>)]
    month: Option<MonthOfYear>,
}

/// How a quota is worked out, and what became of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct QuotaView {
    /// The decree's number.
    decree: String,
    /// `millilitres` or `rupiah`.
    unit: &'static str,
    /// How much per `per`.
    amount: i64,
    /// `working_day`, `week`, `month`, `year`, `kilometre` or `hour`.
    per: &'static str,
    /// How many of them count.
    count: i64,
    /// What was left over from before.
    carried: i64,
    /// `amount` x `count` + `carried`.
    total: i64,
    /// Dispensed.
    used: i64,
    /// Promised to vouchers.
    promised: i64,
    /// What can still be promised.
    left: i64,
    /// The whole in one sentence, in the language asked for.
    sentence: String,
}

impl QuotaView {
    fn of(quota: &QuotaState, locale: Locale) -> Self {
        let (entitlement, usage) = (&quota.entitlement, quota.usage);
        let rule = &entitlement.rule;
        Self {
            decree: rule.decree_number.clone(),
            unit: rule.unit.code(),
            amount: rule.amount,
            per: rule.per.code(),
            count: entitlement.count,
            carried: entitlement.carried,
            total: entitlement.total,
            used: usage.posted,
            promised: usage.pending,
            left: entitlement.left(usage),
            sentence: quota_sentence(texts(locale), quota),
        }
    }
}

/// Explains a vehicle's quota in a month; 404 where no decree concerns it.
#[utoipa::path(get, path = "/vehicles/{id}/quota", tag = "quotas",
    params(("id" = String, Path, format = "uuid"), QuotaQuery),
    responses((status = 200, body = QuotaView), (status = 404, body = Problem)),
    security(("token" = [])))]
pub(crate) async fn explain_json(
    caller: ApiActor,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    QueryState(query): QueryState<QuotaQuery>,
) -> Result<Json<QuotaView>, WebError> {
    let tenant = caller.tenant();
    let (actor, now) = (caller.actor.clone(), site.now());
    let db = site.db()?;
    let found = db.read(tenant, Access::ReadOwn, move |tx| {
        let zone = register::load_zone(tx, tenant)?;
        let today = zone.date(now);
        let Some(vehicle) = fleet::lookup_vehicle(tx, tenant, id, today)? else {
            return Ok(None);
        };
        let resource = Resource::tenant(tenant)
            .agency(vehicle.agency)
            .unit(vehicle.unit);
        if actor.may(Action::FuelQuotaView, &resource).is_err() {
            return Ok(None);
        }
        explain_quota(
            tx,
            tenant,
            &vehicle,
            query.month.unwrap_or_else(|| zone.month(now)),
        )
    });
    let quota = found.await?.ok_or_else(WebError::not_found)?;
    Ok(Json(QuotaView::of(&quota, caller.locale)))
}
