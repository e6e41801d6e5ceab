//! `/api/v1/vouchers`.

use authz::Action;
use base::{AgencyId, Millilitres, PersonId, StationId, TenantId, UtcMicros, Uuid};
use budget::BudgetLineId;
use db::{Access, Command};
use fleet::VehicleId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::axum::Json;
use web::axum::extract::{Path, State};
use web::axum::http::StatusCode;
use web::{
    ApiActor, ApiJson, CursorPage, Paging, Problem, QueryState, Refusal as _, Site, WebError,
};

use crate::pages::words::warning_text;
use crate::{
    CancelVoucher, IssueBatch, IssueVoucher, Issued, ReissueVoucher, Voucher, VoucherFilter,
    VoucherId, VoucherKeys, VoucherState, cancel_voucher, issue_batch, issue_voucher,
    list_vouchers, lookup_voucher, reissue_voucher, texts,
};

/// Which vouchers are asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct VouchersQuery {
    /// `issued`, `authorised`, `redeemed`, `expired` or `cancelled`.
    state: Option<String>,
    /// Only this agency.
    #[param(value_type = Option<String>, format = "uuid")]
    agency: Option<AgencyId>,
    /// Only this vehicle.
    #[param(value_type = Option<String>, format = "uuid")]
    vehicle: Option<VehicleId>,
    /// Only issued from this instant (RFC 3339).
    issued_from: Option<String>,
    /// Only issued before this instant (RFC 3339).
    issued_before: Option<String>,
    /// Read on after this cursor.
    after: Option<String>,
    /// Rows per page, 1 to 200.
    limit: Option<u16>,
}

/// A voucher.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct VoucherView {
    #[schema(value_type = String, format = "uuid")]
    id: VoucherId,
    /// Ten symbols that a person can type.
    code: String,
    /// Raised by each re-issue; only the last QR counts.
    sequence: u32,
    /// `issued`, `authorised`, `redeemed`, `expired` or `cancelled`.
    state: String,
    /// `vehicle` or `container`.
    kind: String,
    #[schema(value_type = String, format = "uuid")]
    agency: AgencyId,
    #[schema(value_type = String, format = "uuid")]
    vehicle: VehicleId,
    #[schema(value_type = Option<String>, format = "uuid")]
    drawer: Option<PersonId>,
    product: String,
    substitutes: Vec<String>,
    /// Millilitres at most.
    volume_ml: i64,
    /// Whole rupiah per litre at issue.
    price_rupiah: i64,
    /// Whole rupiah the budget holds back.
    amount_rupiah: i64,
    /// The month it counts in, such as `2026-11`.
    period: String,
    #[schema(value_type = String, format = "uuid")]
    line: BudgetLineId,
    #[schema(value_type = Option<String>, format = "uuid")]
    station: Option<StationId>,
    offline: bool,
    /// RFC 3339.
    valid_from: String,
    /// RFC 3339; the first instant no longer.
    valid_until: String,
    /// RFC 3339.
    issued_at: String,
    /// RFC 3339.
    settled_at: Option<String>,
    purpose: String,
    /// The driver's page; absent once the voucher can no longer be drawn.
    link: Option<String>,
}

impl VoucherView {
    fn of(voucher: Voucher, link: Option<String>, now: UtcMicros) -> Self {
        let state = voucher.state_at(now);
        Self {
            link: link.filter(|_| state == VoucherState::Issued),
            state: state.code().to_owned(),
            kind: voucher.kind.code().to_owned(),
            id: voucher.id,
            code: voucher.code,
            sequence: voucher.sequence,
            agency: voucher.agency,
            vehicle: voucher.vehicle,
            drawer: voucher.drawer,
            product: voucher.product,
            substitutes: voucher.substitutes,
            volume_ml: voucher.volume.get(),
            price_rupiah: voucher.price.get(),
            amount_rupiah: voucher.amount.get(),
            period: voucher.period.to_string(),
            line: voucher.line,
            station: voucher.station,
            offline: voucher.offline,
            valid_from: voucher.valid_from.to_string(),
            valid_until: voucher.valid_until.to_string(),
            issued_at: voucher.issued_at.to_string(),
            settled_at: voucher.settled_at.map(|at| at.to_string()),
            purpose: voucher.purpose,
        }
    }
}

/// Reads RFC 3339, or says which parameter is wrong.
fn instant(text: Option<&str>) -> Result<Option<UtcMicros>, WebError> {
    text.map(str::parse)
        .transpose()
        .map_err(|_| WebError::bad_request("instant_unreadable"))
}

/// Lists vouchers within the token's reach, newest first.
#[utoipa::path(get, path = "/vouchers", params(VouchersQuery), tag = "vouchers",
    responses((status = 200, body = CursorPage<VoucherView>), (status = 403, body = Problem)),
    security(("token" = [])))]
pub(crate) async fn list_vouchers_json(
    caller: ApiActor,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<VouchersQuery>,
) -> Result<Json<CursorPage<VoucherView>>, WebError> {
    let state = query
        .state
        .as_deref()
        .map(str::parse::<VoucherState>)
        .transpose();
    let filter = VoucherFilter {
        state: state.map_err(|_| WebError::bad_request("state_unknown"))?,
        agency: query.agency,
        vehicle: query.vehicle,
        from: instant(query.issued_from.as_deref())?,
        until: instant(query.issued_before.as_deref())?,
        ..VoucherFilter::default()
    };
    let reach = caller.actor.reach(Action::FuelVoucherView);
    let tenant = caller.tenant();
    let now = site.now();
    let db = site.db()?;
    let page = db.read(tenant, Access::ReadOwn, move |tx| {
        let today = register::load_zone(tx, tenant)?.date(now);
        list_vouchers(
            tx,
            (tenant, today),
            &reach,
            &filter,
            (paging.after.as_ref(), paging.size),
        )
    });
    Ok(Json(
        page.await?
            .map(|voucher| VoucherView::of(voucher, None, now))
            .into(),
    ))
}

/// Shows a voucher with the link of its driver's page.
#[utoipa::path(get, path = "/vouchers/{id}", tag = "vouchers",
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = VoucherView), (status = 404, body = Problem)),
    security(("token" = [])))]
pub(crate) async fn show_json(
    caller: ApiActor,
    State(site): State<Site>,
    Path(id): Path<VoucherId>,
) -> Result<Json<VoucherView>, WebError> {
    view(&caller, &site, id).await.map(Json)
}

/// A voucher as the caller may see it.
async fn view(caller: &ApiActor, site: &Site, id: VoucherId) -> Result<VoucherView, WebError> {
    let tenant = caller.tenant();
    let db = site.db()?;
    let found = db
        .read(tenant, Access::ReadOwn, move |tx| {
            lookup_voucher(tx, tenant, id)
        })
        .await?;
    let voucher = found.ok_or_else(WebError::not_found)?;
    caller.may(Action::FuelVoucherView, &resource(tenant, &voucher))?;
    let keys = site.part::<VoucherKeys>()?;
    let link = format!("/v/{}", keys.link(tenant, &voucher));
    Ok(VoucherView::of(voucher, Some(link), site.now()))
}

fn resource(tenant: TenantId, voucher: &Voucher) -> authz::Resource {
    authz::Resource::tenant(tenant)
        .agency(voucher.agency)
        .station(voucher.station)
}

/// A voucher to be issued.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub(crate) struct NewVoucherBody {
    #[schema(value_type = String, format = "uuid")]
    vehicle: VehicleId,
    /// The product's code, such as `pertamax`.
    product: String,
    /// Codes of products that may be taken instead.
    #[serde(default)]
    substitutes: Vec<String>,
    /// Millilitres at most.
    volume_ml: i64,
    #[schema(value_type = String, format = "uuid")]
    line: BudgetLineId,
    /// The one station; without it any contracted station.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    station: Option<StationId>,
    /// Whether that station may redeem it without a connection.
    #[serde(default)]
    offline: bool,
    /// RFC 3339; without it from now on.
    #[serde(default)]
    valid_from: Option<String>,
    /// RFC 3339; the first instant no longer, within the same month of the city.
    valid_until: String,
    /// The one who may draw; without it any driver of the vehicle.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    drawer: Option<PersonId>,
    /// The recommendation letter, for a machine.
    #[serde(default)]
    letter_number: Option<String>,
    #[serde(default)]
    purpose: String,
}

/// A thousand cubic metres: far beyond any tank, and safe to multiply with any price.
const VOLUME_ML_MAX: i64 = 1_000_000_000;

impl NewVoucherBody {
    fn read(self, now: UtcMicros) -> Result<IssueVoucher, WebError> {
        if self.volume_ml > VOLUME_ML_MAX {
            return Err(WebError::bad_request("volume_out_of_range"));
        }
        let from = instant(self.valid_from.as_deref())?.unwrap_or(now);
        let until = instant(Some(&self.valid_until))?;
        Ok(IssueVoucher {
            vehicle: self.vehicle,
            product: self.product,
            substitutes: self.substitutes,
            volume: Millilitres::new(self.volume_ml),
            line: self.line,
            station: self.station,
            offline: self.offline,
            valid_from: from,
            valid_until: until.unwrap_or(now),
            drawer: self.drawer,
            letter_number: self.letter_number,
            purpose: self.purpose,
        })
    }
}

/// A warning about a voucher that was issued all the same.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct WarningView {
    /// The stable name.
    code: &'static str,
    /// In the language asked for.
    text: String,
}

/// A voucher that was issued.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct IssuedView {
    #[schema(value_type = String, format = "uuid")]
    id: VoucherId,
    code: String,
    /// Whole rupiah the budget holds back.
    amount_rupiah: i64,
    warnings: Vec<WarningView>,
}

impl IssuedView {
    fn of(issued: Issued, locale: web::Locale) -> Self {
        let warnings = issued.warnings.iter().map(|warning| WarningView {
            code: warning.code(),
            text: warning_text(texts(locale), warning),
        });
        Self {
            id: issued.id,
            warnings: warnings.collect(),
            code: issued.code,
            amount_rupiah: issued.amount.get(),
        }
    }
}

/// Issues a voucher; the refusal's code names what is in the way.
#[utoipa::path(post, path = "/vouchers", request_body = NewVoucherBody, tag = "vouchers",
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = IssuedView), (status = 422, body = Problem)),
    security(("token" = [])))]
pub(crate) async fn issue_json(
    caller: ApiActor,
    State(site): State<Site>,
    ApiJson(body): ApiJson<NewVoucherBody>,
) -> Result<(StatusCode, Json<IssuedView>), WebError> {
    let key = caller.required_key()?;
    let keys = site.part::<VoucherKeys>()?;
    let (stamp, actor) = (caller.stamp(), caller.actor.clone());
    let command = Command::by(&stamp)
        .keyed(key.as_str(), Action::FuelVoucherIssue.code(), &body)
        .ordered_by(body.line.uuid());
    let input = body.read(stamp.at)?;
    let db = site.db()?;
    let issued = db.write(command, move |tx| {
        issue_voucher(tx, &stamp.fresh(), &actor, &keys, &input)
    });
    let issued = issued
        .await
        .map_err(|error| WebError::action(error, caller.locale))?;
    Ok((
        StatusCode::CREATED,
        Json(IssuedView::of(issued, caller.locale)),
    ))
}

/// Vouchers to be issued at once.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub(crate) struct BatchBody {
    /// At most 500.
    vouchers: Vec<NewVoucherBody>,
}

/// A voucher of a batch that was refused.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RefusedView {
    /// Its place in the request, from 0.
    place: usize,
    code: &'static str,
    text: String,
}

/// A voucher of a batch that was issued.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PlacedView {
    /// Its place in the request, from 0.
    place: usize,
    voucher: IssuedView,
}

/// What became of each voucher.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BatchView {
    #[schema(value_type = String, format = "uuid")]
    id: Uuid,
    issued: Vec<PlacedView>,
    refused: Vec<RefusedView>,
}

/// Issues many vouchers; each is issued or refused by itself.
#[utoipa::path(post, path = "/voucher-batches", request_body = BatchBody, tag = "vouchers",
    params(("Idempotency-Key" = String, Header)),
    responses((status = 200, body = BatchView), (status = 400, body = Problem)),
    security(("token" = [])))]
pub(crate) async fn issue_batch_json(
    caller: ApiActor,
    State(site): State<Site>,
    ApiJson(body): ApiJson<BatchBody>,
) -> Result<Json<BatchView>, WebError> {
    let key = caller.required_key()?;
    if body.vouchers.len() > IssueBatch::MOST {
        return Err(WebError::bad_request("too_many_vouchers"));
    }
    let keys = site.part::<VoucherKeys>()?;
    let (stamp, actor, locale) = (caller.stamp(), caller.actor.clone(), caller.locale);
    let command = Command::by(&stamp).keyed(key.as_str(), "fuel.voucher.issue_batch", &body);
    let vouchers: Result<Vec<IssueVoucher>, WebError> = body
        .vouchers
        .into_iter()
        .map(|one| one.read(stamp.at))
        .collect();
    let input = IssueBatch {
        vouchers: vouchers?,
    };
    let db = site.db()?;
    let outcome = db.write(command, move |tx| {
        issue_batch(tx, &stamp.fresh(), &actor, &keys, &input)
    });
    let outcome = outcome
        .await
        .map_err(|error| WebError::action(error, locale))?;
    let issued = outcome
        .issued
        .into_iter()
        .map(|(place, issued)| PlacedView {
            place,
            voucher: IssuedView::of(issued, locale),
        });
    let refused = outcome
        .refused
        .into_iter()
        .map(|(place, refusal)| RefusedView {
            place,
            code: refusal.code(),
            text: refusal.text(locale),
        });
    Ok(Json(BatchView {
        id: outcome.id,
        issued: issued.collect(),
        refused: refused.collect(),
    }))
}

/// Why a voucher is cancelled.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub(crate) struct CancelBody {
    reason: String,
}

/// Cancels a voucher that has not been drawn.
#[utoipa::path(post, path = "/vouchers/{id}/cancel", request_body = CancelBody, tag = "vouchers",
    params(("id" = String, Path, format = "uuid"), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = VoucherView), (status = 409, body = Problem)),
    security(("token" = [])))]
pub(crate) async fn cancel_json(
    caller: ApiActor,
    State(site): State<Site>,
    Path(id): Path<VoucherId>,
    ApiJson(body): ApiJson<CancelBody>,
) -> Result<Json<VoucherView>, WebError> {
    let key = caller.required_key()?;
    let input = CancelVoucher {
        voucher: id,
        reason: body.reason,
    };
    let (stamp, actor) = (caller.stamp(), caller.actor.clone());
    let command = Command::by(&stamp).keyed(key.as_str(), Action::FuelVoucherCancel.code(), &input);
    let db = site.db()?;
    let done = db.write(command, move |tx| {
        cancel_voucher(tx, &stamp.fresh(), &actor, &input)
    });
    done.await
        .map_err(|error| WebError::action(error, caller.locale))?;
    view(&caller, &site, id).await.map(Json)
}

/// Which QR is to be void, and why.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub(crate) struct ReissueBody {
    /// The sequence that was read.
    sequence: u32,
    reason: String,
}

/// Voids the old QR, code and link of a voucher and makes new ones.
#[utoipa::path(post, path = "/vouchers/{id}/reissue", request_body = ReissueBody, tag = "vouchers",
    params(("id" = String, Path, format = "uuid"), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = VoucherView), (status = 409, body = Problem)),
    security(("token" = [])))]
pub(crate) async fn reissue_json(
    caller: ApiActor,
    State(site): State<Site>,
    Path(id): Path<VoucherId>,
    ApiJson(body): ApiJson<ReissueBody>,
) -> Result<Json<VoucherView>, WebError> {
    let key = caller.required_key()?;
    let keys = site.part::<VoucherKeys>()?;
    let input = ReissueVoucher {
        voucher: id,
        sequence: body.sequence,
        reason: body.reason,
    };
    let (stamp, actor) = (caller.stamp(), caller.actor.clone());
    let command =
        Command::by(&stamp).keyed(key.as_str(), Action::FuelVoucherReissue.code(), &input);
    let db = site.db()?;
    let done = db.write(command, move |tx| {
        reissue_voucher(tx, &stamp.fresh(), &actor, &keys, &input)
    });
    done.await
        .map_err(|error| WebError::action(error, caller.locale))?;
    view(&caller, &site, id).await.map(Json)
}
