use authz::{Action, Denied, Resource};
use base::{AgencyId, MonthOfYear, Rupiah, TenantId, UtcMicros};
use db::{Access, Command, Failure, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::axum::Json;
use web::axum::extract::{Path, State};
use web::{ApiActor, ApiJson, CursorPage, Paging, Problem, QueryState, Site, WebError};

use crate::{
    Balance, BudgetLine, BudgetLineId, Ceilings, Document, DocumentKind, LineBalance, LineFilter,
    SetCeilings, list_line_balances, list_months, lookup_line,
};

/// Which lines are asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct LinesQuery {
    /// The budget year; that of the month or the current one if absent.
    year: Option<i16>,
    /// Only this agency.
    #[param(value_type = Option<String>, format = "uuid")]
    agency: Option<AgencyId>,
    /// Only the figures of this month, such as `2026-11`.
    #[param(value_type = Option<String>)]
    month: Option<MonthOfYear>,
    /// Closed lines too.
    with_closed: bool,
    /// Read on after this cursor.
    after: Option<String>,
    /// Rows per page, 1 to 200.
    limit: Option<u16>,
}

/// What may be used, is promised, used and left; whole rupiah.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "every amount says its unit")]
pub(crate) struct BalanceView {
    allocated_rupiah: i64,
    pending_rupiah: i64,
    posted_rupiah: i64,
    available_rupiah: i64,
    overdrawn_rupiah: i64,
}

impl From<Balance> for BalanceView {
    fn from(balance: Balance) -> Self {
        Self {
            allocated_rupiah: balance.allocated.get(),
            pending_rupiah: balance.pending.get(),
            posted_rupiah: balance.posted.get(),
            available_rupiah: balance.available.get(),
            overdrawn_rupiah: balance.overdrawn.get(),
        }
    }
}

/// A budget line with its figures.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BudgetLineView {
    #[schema(value_type = String, format = "uuid")]
    id: BudgetLineId,
    #[schema(value_type = String, format = "uuid")]
    agency: AgencyId,
    year: i16,
    activity_code: String,
    activity_name: String,
    account_code: String,
    account_name: String,
    /// `apbd`, `blud`, `btt` or `dak`.
    fund_source: String,
    /// `open` or `closed`.
    state: String,
    /// Send it back to change the ceilings.
    revision: i64,
    balance: BalanceView,
}

impl BudgetLineView {
    fn of(line: BudgetLine, balance: Balance) -> Self {
        Self {
            id: line.id,
            agency: line.agency,
            year: line.year,
            activity_code: line.activity_code,
            activity_name: line.activity_name,
            account_code: line.account_code,
            account_name: line.account_name,
            fund_source: line.fund_source.code().to_owned(),
            state: line.state.code().to_owned(),
            revision: line.revision,
            balance: balance.into(),
        }
    }
}

/// A month of a line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MonthView {
    /// Such as `2026-11`.
    month: String,
    /// Whether nothing new is promised.
    frozen: bool,
    balance: BalanceView,
}

/// A budget line with its twelve months.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LineWithMonthsView {
    line: BudgetLineView,
    months: Vec<MonthView>,
}

/// The ceilings a document sets: twelve months, or one amount for the year.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub(crate) struct CeilingsBody {
    /// The line's revision when it was read; with another one the change is refused.
    revision: i64,
    /// Twelve amounts in whole rupiah, January first.
    #[serde(default)]
    months_rupiah: Option<Vec<i64>>,
    /// One amount in whole rupiah: twelve equal parts of whole thousands, December takes the rest.
    #[serde(default)]
    annual_rupiah: Option<i64>,
    /// `dpa`, `provisional`, `pergeseran`, `dppa` or `correction`.
    document_kind: String,
    document_number: String,
    /// The document's date, such as `2026-01-02`.
    #[schema(value_type = String, format = Date)]
    document_on: base::CivilDate,
    #[serde(default)]
    reason: Option<String>,
}

impl CeilingsBody {
    fn read(&self, line: BudgetLineId) -> Result<SetCeilings, WebError> {
        let out_of_range = || WebError::bad_request("ceilings_out_of_range");
        let ceilings = match (&self.months_rupiah, self.annual_rupiah) {
            (Some(months), None) => {
                let months: Vec<Rupiah> = months.iter().copied().map(Rupiah::new).collect();
                let months = <[Rupiah; 12]>::try_from(months);
                Ceilings::new(months.map_err(|_| WebError::bad_request("twelve_months_expected"))?)
            }
            (None, Some(annual)) => Ceilings::spread(Rupiah::new(annual)),
            _ => return Err(WebError::bad_request("months_or_annual_expected")),
        };
        let kind: Result<DocumentKind, _> = self.document_kind.parse();
        let number = self.document_number.trim();
        if number.is_empty() || number.chars().count() > 100 {
            return Err(WebError::bad_request("document_number_invalid"));
        }
        Ok(SetCeilings {
            line,
            revision: self.revision,
            ceilings: ceilings.map_err(|_| out_of_range())?,
            document: Document {
                kind: kind.map_err(|_| WebError::bad_request("document_kind_unknown"))?,
                number: number.to_owned(),
                on: self.document_on,
                reason: self
                    .reason
                    .clone()
                    .filter(|reason| !reason.trim().is_empty()),
            },
        })
    }
}

/// What setting ceilings did.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct CeilingsSetView {
    /// How many months changed.
    month_count: usize,
    /// By how much the year changed.
    delta_rupiah: i64,
    /// By how much all months of the line are overdrawn now.
    overdrawn_rupiah: i64,
}

/// Lists budget lines with their figures.
#[utoipa::path(get, path = "/budget-lines", tag = "budget", params(LinesQuery),
    responses((status = 200, body = CursorPage<BudgetLineView>), (status = 403, body = Problem)),
    security(("token" = [])))]
pub(crate) async fn list_lines(
    caller: ApiActor,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<LinesQuery>,
) -> Result<Json<CursorPage<BudgetLineView>>, WebError> {
    if !caller.actor.may_somewhere(Action::BudgetLineView) {
        return Err(Denied::Forbidden.into());
    }
    let reach = caller.actor.reach(Action::BudgetLineView);
    let tenant = caller.tenant();
    let now = site.now();
    let page = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            let year = match (query.year, query.month) {
                (Some(year), _) => year,
                (None, Some(month)) => month.year(),
                (None, None) => this_year(tx, tenant, now)?,
            };
            let filter = LineFilter {
                year,
                agency: query.agency,
                month: query.month,
                search: String::new(),
                with_closed: query.with_closed,
            };
            let after = (paging.after.as_ref(), paging.size);
            list_line_balances(tx, tenant, &reach, &filter, after)
        })
        .await?;
    let view = |LineBalance { line, balance }| BudgetLineView::of(line, balance);
    Ok(Json(page.map(view).into()))
}

fn this_year(tx: &mut Tx<'_>, tenant: TenantId, now: UtcMicros) -> Result<i16, Failure> {
    Ok(register::load_zone(tx, tenant)?.date(now).year())
}

/// Shows a budget line with its twelve months.
#[utoipa::path(get, path = "/budget-lines/{id}", tag = "budget",
    params(("id" = String, Path, format = "uuid", description = "The line")),
    responses((status = 200, body = LineWithMonthsView), (status = 404, body = Problem)),
    security(("token" = [])))]
pub(crate) async fn show_line(
    caller: ApiActor,
    State(site): State<Site>,
    Path(id): Path<BudgetLineId>,
) -> Result<Json<LineWithMonthsView>, WebError> {
    let (tenant, actor) = (caller.tenant(), caller.actor.clone());
    let read = move |tx: &mut Tx<'_>| -> Result<_, Failure> {
        let Some(line) = lookup_line(tx, tenant, id)? else {
            return Ok(Err(Denied::Hidden));
        };
        let resource = Resource::tenant(tenant).agency(line.agency);
        if let Err(denied) = actor.may(Action::BudgetLineView, &resource) {
            return Ok(Err(denied));
        }
        let months = list_months(tx, tenant, (line.id, line.year))?;
        Ok(Ok((line, months)))
    };
    let (line, months) = site.db()?.read(tenant, Access::ReadOwn, read).await??;
    let balances = months.iter().map(|(_, account)| Balance::of(account));
    let total = balances.fold(Balance::default(), Balance::plus);
    let month = |(month, account): &(MonthOfYear, ledger::Account)| MonthView {
        month: month.to_string(),
        frozen: account.frozen,
        balance: Balance::of(account).into(),
    };
    Ok(Json(LineWithMonthsView {
        line: BudgetLineView::of(line, total),
        months: months.iter().map(month).collect(),
    }))
}

/// Sets the ceilings of a budget line.
#[utoipa::path(post, path = "/budget-lines/{id}/ceilings", tag = "budget",
    params(("id" = String, Path, format = "uuid", description = "The line")), request_body = CeilingsBody,
    responses((status = 200, body = CeilingsSetView), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)),
    security(("token" = [])))]
pub(crate) async fn set_ceilings(
    caller: ApiActor,
    State(site): State<Site>,
    Path(id): Path<BudgetLineId>,
    ApiJson(body): ApiJson<CeilingsBody>,
) -> Result<Json<CeilingsSetView>, WebError> {
    let key = caller.required_key()?;
    let input = body.read(id)?;
    let (stamp, actor) = (caller.stamp(), caller.actor.clone());
    let command = Command::by(&stamp)
        .keyed(key.as_str(), "budget.ceilings.set", &input)
        .ordered_by(id);
    let set = site
        .db()?
        .write(command, move |tx| {
            crate::set_ceilings(tx, &stamp.fresh(), &actor, &input)
        })
        .await
        .map_err(|error| WebError::action(error, caller.locale))?;
    Ok(Json(CeilingsSetView {
        month_count: set.month_count,
        delta_rupiah: set.delta.get(),
        overdrawn_rupiah: set.overdrawn.get(),
    }))
}
