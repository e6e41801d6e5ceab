//! `/api/v1/redemptions`: a station's own till speaks for one of its enrolled devices.

use authz::Action;
use base::{AgencyId, DeviceId, Millilitres, PersonId, Rupiah, StationId, TenantId, UtcMicros};
use db::{Access, ActionError, Command, Failure, Tx};
use fleet::VehicleId;
use identity::PinKind;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::axum::Json;
use web::axum::extract::{Path, State};
use web::axum::http::StatusCode;
use web::{
    ApiActor, ApiJson, CursorPage, Locale, Paging, Problem, QueryState, Refusal, Site, WebError, fl,
};

use crate::{
    Authorisation, AuthoriseRedemption, AuthoriseRefusal, CaptureRedemption, DriverCheck, HoldId,
    Receipt, Redemption, RedemptionFilter, RedemptionId, ReleaseHold, Typed, VoucherId,
    VoucherKeys, authorise_redemption, capture_redemption, list_redemptions, lookup_redemption,
    lookup_voucher_by_code, release_hold, texts,
};

/// A voucher presented at a pump.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub(crate) struct AuthoriseBody {
    /// The enrolled device whose attendant has an open shift.
    #[schema(value_type = String, format = "uuid")]
    device: DeviceId,
    /// The scanned QR text, or the typed code.
    presented: String,
    /// The product's code; the voucher's or an allowed substitute.
    product: String,
    #[schema(value_type = String, format = "uuid")]
    driver: PersonId,
    /// The driver's PIN; without it the attendant has compared the photo.
    #[serde(default)]
    driver_pin: Option<String>,
}

/// What may be dispensed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AuthorisationView {
    #[schema(value_type = String, format = "uuid")]
    hold: HoldId,
    plate: String,
    product: String,
    /// Whole rupiah per litre.
    price_rupiah: i64,
    /// Millilitres at most.
    volume_ml: i64,
    /// Whole rupiah at most.
    amount_rupiah: i64,
    /// RFC 3339; the hold ends then by itself.
    until: String,
}

impl From<Authorisation> for AuthorisationView {
    fn from(authorisation: Authorisation) -> Self {
        Self {
            hold: authorisation.hold,
            plate: authorisation.plate,
            product: authorisation.product,
            price_rupiah: authorisation.price.get(),
            volume_ml: authorisation.volume.get(),
            amount_rupiah: authorisation.amount.get(),
            until: authorisation.until.to_string(),
        }
    }
}

/// Why the driver's PIN does not open the voucher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PinRefusal {
    Wrong,
    Locked,
}

impl Refusal for PinRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Wrong => "pin_wrong",
            Self::Locked => "pin_locked",
        }
    }

    fn text(&self, locale: Locale) -> String {
        match self {
            Self::Wrong => fl!(texts(locale), "authorise-pin-wrong"),
            Self::Locked => fl!(texts(locale), "authorise-pin-locked"),
        }
    }
}

/// Lets on only who may hold vouchers at the open shift of the device: nobody else tries a PIN.
async fn require_till(caller: &ApiActor, site: &Site, device: DeviceId) -> Result<(), WebError> {
    let (tenant, now) = (caller.tenant(), site.now());
    let db = site.db()?;
    let shift = db.read(tenant, Access::ReadOwn, move |tx| {
        stations::lookup_open_shift(tx, tenant, device, now)
    });
    let may = |station| {
        let here = authz::Resource::tenant(tenant).station(station);
        caller.may(Action::FuelRedemptionAuthorise, &here).is_ok()
    };
    if shift.await?.is_some_and(|shift| may(shift.station)) {
        return Ok(());
    }
    let refusal = AuthoriseRefusal::NoShift;
    Err(WebError::refused(&refusal, caller.locale))
}

/// Checks a driver's PIN off the threads that serve, with counted tries.
async fn check_driver_pin(
    caller: &ApiActor,
    site: &Site,
    driver: PersonId,
    typed: String,
) -> Result<(), WebError> {
    let stamp = caller.stamp();
    let (tenant, locale) = (caller.tenant(), caller.locale);
    let db = site.db()?;
    let counted = db.write(
        Command::by(&stamp),
        move |tx| match identity::count_pin_try(tx, tenant, driver, stamp.at)? {
            Ok(()) => Ok(()),
            Err(_) => Err(ActionError::Refused(PinRefusal::Locked)),
        },
    );
    counted
        .await
        .map_err(|error| WebError::action(error, locale))?;
    let pin = db.read(tenant, Access::ReadOwn, move |tx| {
        identity::lookup_pin(tx, tenant, driver, PinKind::Driver)
    });
    let pin = pin.await?;
    let fits = tokio::task::spawn_blocking(move || {
        pin.is_some_and(|pin| identity::check_pin(&pin.hash, &typed))
    });
    if !fits.await.map_err(WebError::failed)? {
        return Err(WebError::refused(&PinRefusal::Wrong, locale));
    }
    let stamp = caller.stamp();
    let forgotten = db.write(Command::by(&stamp), move |tx| {
        identity::forget_pin_tries(tx, tenant, driver).map_err(ActionError::<PinRefusal>::from)
    });
    forgotten
        .await
        .map_err(|error| WebError::action(error, locale))
}

/// Which voucher a text names: a QR's token or a typed code.
fn find_presented(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    keys: &VoucherKeys,
    (presented, now): (&str, UtcMicros),
) -> Result<Option<(VoucherId, Option<u32>)>, Failure> {
    if voucher_token::is_token(presented) {
        // Time is checked against the record: an expired token is refused there by its name.
        let claims = keys.read_token(tenant, presented, now.seconds()).ok();
        return Ok(claims.map(|claims| {
            let id = VoucherId::new(base::Uuid::from_bytes(claims.voucher_id));
            (id, Some(claims.sequence))
        }));
    }
    let Ok(code) = presented.trim().parse::<voucher_token::ShortCode>() else {
        return Ok(None);
    };
    let found = lookup_voucher_by_code(tx, tenant, &code.as_stored())?;
    Ok(found.map(|voucher| (voucher.id, None)))
}

/// Holds a voucher at a station for some minutes, at today's price.
#[utoipa::path(post, path = "/redemptions/authorise", request_body = AuthoriseBody,
    tag = "redemptions", params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = AuthorisationView), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    security(("token" = [])))]
pub(crate) async fn authorise_json(
    caller: ApiActor,
    State(site): State<Site>,
    ApiJson(body): ApiJson<AuthoriseBody>,
) -> Result<(StatusCode, Json<AuthorisationView>), WebError> {
    let key = caller.required_key()?;
    let keys = site.part::<VoucherKeys>()?;
    let driver_check = match body.driver_pin.clone() {
        Some(pin) => {
            require_till(&caller, &site, body.device).await?;
            check_driver_pin(&caller, &site, body.driver, pin).await?;
            DriverCheck::Pin
        }
        None => DriverCheck::Photo,
    };
    let (stamp, actor) = (caller.stamp(), caller.actor.clone());
    let action = Action::FuelRedemptionAuthorise.code();
    let command = Command::by(&stamp).keyed(key.as_str(), action, &body);
    let db = site.db()?;
    let authorised = db.write(command, move |tx| {
        let stamp = stamp.fresh();
        let refuse = |refusal| Err(ActionError::Refused(refusal));
        let shift = stations::lookup_open_shift(tx, stamp.tenant, body.device, stamp.at)?;
        let Some(shift) = shift else {
            return refuse(AuthoriseRefusal::NoShift);
        };
        let presented = (body.presented.as_str(), stamp.at);
        let found = find_presented(tx, stamp.tenant, &keys, presented)?;
        let Some((voucher, sequence)) = found else {
            return refuse(AuthoriseRefusal::Unknown);
        };
        let input = AuthoriseRedemption {
            voucher,
            sequence,
            product: body.product.clone(),
            driver: body.driver,
            driver_check,
        };
        authorise_redemption(tx, &stamp, &actor, &shift, &input)
    });
    let authorised = authorised
        .await
        .map_err(|error| WebError::action(error, caller.locale))?;
    Ok((StatusCode::CREATED, Json(authorised.into())))
}

/// What the pump showed: litres or rupiah, not both.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub(crate) struct CaptureBody {
    #[schema(value_type = String, format = "uuid")]
    hold: HoldId,
    /// Millilitres, where the pump shows litres.
    #[serde(default)]
    volume_ml: Option<i64>,
    /// Whole rupiah, where the pump shows rupiah.
    #[serde(default)]
    amount_rupiah: Option<i64>,
    /// Whole rupiah on the slip, where litres were read from the pump.
    #[serde(default)]
    slip_amount_rupiah: Option<i64>,
    /// The odometer in kilometres or the hour meter.
    #[serde(default)]
    meter_value: Option<i64>,
    /// Why there is no reading, or why a doubtful one is right.
    #[serde(default)]
    meter_note: Option<String>,
    /// RFC 3339, where it is recorded later.
    #[serde(default)]
    dispensed_at: Option<String>,
}

/// What was recorded.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ReceiptView {
    #[schema(value_type = String, format = "uuid")]
    id: RedemptionId,
    volume_ml: i64,
    price_rupiah: i64,
    amount_rupiah: i64,
    /// What a person will look at, by stable names.
    doubts: Vec<&'static str>,
}

impl From<Receipt> for ReceiptView {
    fn from(receipt: Receipt) -> Self {
        Self {
            id: receipt.id,
            volume_ml: receipt.volume.get(),
            price_rupiah: receipt.price.get(),
            amount_rupiah: receipt.amount.get(),
            doubts: receipt.doubts.iter().map(|doubt| doubt.code()).collect(),
        }
    }
}

impl CaptureBody {
    fn read(self) -> Result<CaptureRedemption, WebError> {
        let typed = match (self.volume_ml, self.amount_rupiah) {
            (Some(volume), None) => Typed::Litres(Millilitres::new(volume)),
            (None, Some(amount)) => Typed::Rupiah(Rupiah::new(amount)),
            _ => return Err(WebError::bad_request("litres_or_rupiah")),
        };
        let dispensed_at = self.dispensed_at.as_deref().map(str::parse).transpose();
        Ok(CaptureRedemption {
            hold: self.hold,
            typed,
            slip_amount: self.slip_amount_rupiah.map(Rupiah::new),
            meter_value: self.meter_value,
            meter_note: self.meter_note,
            dispensed_at: dispensed_at.map_err(|_| WebError::bad_request("instant_unreadable"))?,
            // A till has no camera; photos are the pump app's matter.
            photo_wanted: false,
        })
    }
}

/// Records what was dispensed under a hold; never refused for being too much.
#[utoipa::path(post, path = "/redemptions", request_body = CaptureBody, tag = "redemptions",
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = ReceiptView), (status = 404, body = Problem),
        (status = 409, body = Problem)),
    security(("token" = [])))]
pub(crate) async fn capture_json(
    caller: ApiActor,
    State(site): State<Site>,
    ApiJson(body): ApiJson<CaptureBody>,
) -> Result<(StatusCode, Json<ReceiptView>), WebError> {
    let key = caller.required_key()?;
    let (stamp, actor) = (caller.stamp(), caller.actor.clone());
    let action = Action::FuelRedemptionCapture.code();
    let command = Command::by(&stamp).keyed(key.as_str(), action, &body);
    let input = body.read()?;
    let db = site.db()?;
    let captured = db.write(command, move |tx| {
        capture_redemption(tx, &stamp.fresh(), &actor, &input)
    });
    let receipt = captured
        .await
        .map_err(|error| WebError::action(error, caller.locale))?;
    Ok((StatusCode::CREATED, Json(receipt.into())))
}

/// Returns a voucher before anything was dispensed.
#[utoipa::path(post, path = "/redemptions/holds/{hold}/release", tag = "redemptions",
    params(("hold" = String, Path, format = "uuid"), ("Idempotency-Key" = String, Header)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)),
    security(("token" = [])))]
pub(crate) async fn release_json(
    caller: ApiActor,
    State(site): State<Site>,
    Path(hold): Path<HoldId>,
) -> Result<StatusCode, WebError> {
    let key = caller.required_key()?;
    let input = ReleaseHold { hold };
    let (stamp, actor) = (caller.stamp(), caller.actor.clone());
    let command = Command::by(&stamp).keyed(key.as_str(), "fuel.redemption.release", &input);
    let db = site.db()?;
    let released = db.write(command, move |tx| {
        release_hold(tx, &stamp.fresh(), &actor, &input)
    });
    released
        .await
        .map_err(|error| WebError::action(error, caller.locale))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which redemptions are asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct RedemptionsQuery {
    /// Only this agency's.
    #[param(value_type = Option<String>, format = "uuid")]
    agency: Option<AgencyId>,
    /// Only this vehicle's.
    #[param(value_type = Option<String>, format = "uuid")]
    vehicle: Option<VehicleId>,
    /// Only at this station.
    #[param(value_type = Option<String>, format = "uuid")]
    station: Option<StationId>,
    /// Only those with a doubt.
    doubtful: bool,
    /// Read on after this cursor.
    after: Option<String>,
    /// Rows per page, 1 to 200.
    limit: Option<u16>,
}

/// What was dispensed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RedemptionView {
    #[schema(value_type = String, format = "uuid")]
    id: RedemptionId,
    #[schema(value_type = String, format = "uuid")]
    voucher: VoucherId,
    #[schema(value_type = String, format = "uuid")]
    vehicle: VehicleId,
    #[schema(value_type = String, format = "uuid")]
    agency: AgencyId,
    #[schema(value_type = String, format = "uuid")]
    station: StationId,
    product: String,
    volume_ml: i64,
    price_rupiah: i64,
    amount_rupiah: i64,
    slip_amount_rupiah: Option<i64>,
    meter_value: Option<i64>,
    /// The month it counts in.
    period: String,
    /// RFC 3339.
    dispensed_at: String,
    /// RFC 3339.
    recorded_at: String,
    doubts: Vec<&'static str>,
}

impl From<Redemption> for RedemptionView {
    fn from(redemption: Redemption) -> Self {
        Self {
            id: redemption.id,
            voucher: redemption.voucher,
            vehicle: redemption.vehicle,
            agency: redemption.agency,
            station: redemption.station,
            product: redemption.product,
            volume_ml: redemption.volume.get(),
            price_rupiah: redemption.price.get(),
            amount_rupiah: redemption.amount.get(),
            slip_amount_rupiah: redemption.slip_amount.map(Rupiah::get),
            meter_value: redemption.meter_value,
            period: redemption.period.to_string(),
            dispensed_at: redemption.dispensed_at.to_string(),
            recorded_at: redemption.recorded_at.to_string(),
            doubts: redemption.doubts.iter().map(|doubt| doubt.code()).collect(),
        }
    }
}

/// Lists redemptions within the token's reach, newest first.
#[utoipa::path(get, path = "/redemptions", params(RedemptionsQuery), tag = "redemptions",
    responses((status = 200, body = CursorPage<RedemptionView>)), security(("token" = [])))]
pub(crate) async fn list_json(
    caller: ApiActor,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<RedemptionsQuery>,
) -> Result<Json<CursorPage<RedemptionView>>, WebError> {
    let filter = RedemptionFilter {
        agency: query.agency,
        vehicle: query.vehicle,
        station: query.station,
        doubtful: query.doubtful,
        ..RedemptionFilter::default()
    };
    let reach = caller.actor.reach(Action::FuelRedemptionView);
    let tenant = caller.tenant();
    let db = site.db()?;
    let page = db.read(tenant, Access::ReadOwn, move |tx| {
        list_redemptions(
            tx,
            tenant,
            &reach,
            &filter,
            (paging.after.as_ref(), paging.size),
        )
    });
    Ok(Json(page.await?.map(RedemptionView::from).into()))
}

/// Shows a redemption.
#[utoipa::path(get, path = "/redemptions/{id}", tag = "redemptions",
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, body = RedemptionView), (status = 404, body = Problem)),
    security(("token" = [])))]
pub(crate) async fn show_json(
    caller: ApiActor,
    State(site): State<Site>,
    Path(id): Path<RedemptionId>,
) -> Result<Json<RedemptionView>, WebError> {
    let tenant = caller.tenant();
    let db = site.db()?;
    let found = db.read(tenant, Access::ReadOwn, move |tx| {
        lookup_redemption(tx, tenant, id)
    });
    let redemption = found.await?.ok_or_else(WebError::not_found)?;
    let resource = authz::Resource::tenant(tenant)
        .agency(redemption.agency)
        .station(redemption.station);
    caller.may(Action::FuelRedemptionView, &resource)?;
    Ok(Json(redemption.into()))
}
