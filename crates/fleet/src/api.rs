//! JSON for other programs: vehicles, their people and their readings.

use authz::{Action, Resource};
use base::{AgencyId, CivilDate, Millilitres, PersonId, UnitId, UtcMicros};
use db::{Access, Failure, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
// The macro `routes!` names the crate.
use web::axum;
use web::axum::Json;
use web::axum::extract::Path;
use web::{ApiActor, CursorPage, Paging, QueryState, Site, WebError};

use crate::{Assignment, SeriesPoint, Vehicle, VehicleFilter, VehicleId};

pub(crate) fn router() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(list_json))
        .routes(routes!(show_json))
        .routes(routes!(people_json))
        .routes(routes!(readings_json))
}

/// A vehicle or machine as it is today.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VehicleView {
    #[schema(value_type = String)]
    id: VehicleId,
    /// `vehicle` or `machine`.
    kind: &'static str,
    /// The plate carried today.
    plate: Option<String>,
    label: String,
    /// The code of its class.
    class: String,
    #[schema(value_type = String)]
    agency: AgencyId,
    #[schema(value_type = Option<String>)]
    unit: Option<UnitId>,
    /// `petrol`, `diesel` or `electric`.
    fuel: &'static str,
    /// The product it usually takes.
    default_product: Option<String>,
    /// The products it may take; empty means whatever the city's rules allow.
    products: Vec<String>,
    #[schema(value_type = Option<i64>)]
    tank_ml: Option<Millilitres>,
    /// `odometer`, `hour_meter` or `none`.
    meter: &'static str,
    /// `active`, `workshop` and so on.
    state: &'static str,
    chassis_number: Option<String>,
    engine_number: Option<String>,
}

impl From<Vehicle> for VehicleView {
    fn from(vehicle: Vehicle) -> Self {
        let details = vehicle.details();
        Self {
            id: vehicle.id,
            kind: details.kind.code(),
            plate: vehicle.plate,
            label: details.label,
            class: details.class,
            agency: details.agency,
            unit: details.unit,
            fuel: details.fuel_kind.code(),
            default_product: details.default_product,
            products: details.products,
            tank_ml: details.tank_ml,
            meter: details.meter.code(),
            state: vehicle.state.code(),
            chassis_number: details.asset.chassis_number,
            engine_number: details.asset.engine_number,
        }
    }
}

/// Which vehicles are listed.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct VehiclesQuery {
    /// Only this agency's.
    #[param(value_type = Option<String>)]
    agency: Option<AgencyId>,
    /// Only of this class.
    class: Option<String>,
    /// Only in this state today.
    state: Option<String>,
    /// A plate of any time, or beginnings of words.
    words: String,
}

/// The day it is in the city.
fn today(tx: &mut Tx<'_>, caller: &ApiActor) -> Result<CivilDate, Failure> {
    let zone = register::load_zone(tx, caller.tenant())?;
    Ok(zone.date(caller.site.now()))
}

/// Lists vehicles and machines by plate and then by name.
#[utoipa::path(
    get, path = "/vehicles", tag = "vehicles",
    params(VehiclesQuery, ("after" = Option<String>, Query), ("limit" = Option<u16>, Query)),
    responses((status = 200, body = CursorPage<VehicleView>)), security(("token" = []))
)]
pub(crate) async fn list_json(
    caller: ApiActor,
    paging: Paging,
    QueryState(query): QueryState<VehiclesQuery>,
) -> Result<Json<CursorPage<VehicleView>>, WebError> {
    let state = query.state.as_deref().map(str::parse).transpose();
    let filter = VehicleFilter {
        agency: query.agency,
        class: query.class,
        state: state.map_err(|_| WebError::bad_request("state_unknown"))?,
        words: query.words.chars().take(100).collect(),
        ..VehicleFilter::default()
    };
    let tenant = caller.tenant();
    let db = caller.site.db()?.clone();
    let page = db.read(tenant, Access::ReadOwn, move |tx| {
        let place = (tenant, today(tx, &caller)?);
        let reach = caller.actor.reach(Action::FleetVehicleView);
        let cut = (paging.after.as_ref(), paging.size);
        crate::list_vehicles(tx, place, &reach, &filter, cut)
    });
    Ok(Json(page.await?.map(VehicleView::from).into()))
}

/// A vehicle the caller may see, and what is read of it.
async fn find<T: Send + 'static>(
    caller: ApiActor,
    id: VehicleId,
    more: impl Fn(&mut Tx<'_>, &Vehicle) -> Result<T, Failure> + Send + 'static,
) -> Result<(Vehicle, T), WebError> {
    let tenant = caller.tenant();
    let db = caller.site.db()?.clone();
    let found = db.read(tenant, Access::ReadOwn, move |tx| {
        let on = today(tx, &caller)?;
        let Some(vehicle) = crate::lookup_vehicle(tx, tenant, id, on)? else {
            return Ok(None);
        };
        let mut place = Resource::tenant(tenant)
            .agency(vehicle.agency)
            .unit(vehicle.unit);
        for driver in crate::list_drivers_on(tx, tenant, id, on)? {
            place = place.owner(driver);
        }
        if caller.may(Action::FleetVehicleView, &place).is_err() {
            return Ok(None);
        }
        let more = more(tx, &vehicle)?;
        Ok(Some((vehicle, more)))
    });
    found.await?.ok_or_else(WebError::not_found)
}

/// Shows a vehicle or machine.
#[utoipa::path(
    get, path = "/vehicles/{id}", tag = "vehicles", params(("id" = String, Path)),
    responses((status = 200, body = VehicleView), (status = 404, body = web::Problem)),
    security(("token" = []))
)]
pub(crate) async fn show_json(
    caller: ApiActor,
    Path(id): Path<VehicleId>,
) -> Result<Json<VehicleView>, WebError> {
    let (vehicle, ()) = find(caller, id, |_, _| Ok(())).await?;
    Ok(Json(vehicle.into()))
}

/// A person who holds or drives a vehicle over some days, both included.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VehiclePersonView {
    #[schema(value_type = String)]
    person: PersonId,
    /// `holder` or `driver`.
    duty: &'static str,
    #[schema(value_type = String)]
    from_on: CivilDate,
    #[schema(value_type = Option<String>)]
    until_on: Option<CivilDate>,
    decree_number: Option<String>,
}

impl From<Assignment> for VehiclePersonView {
    fn from(assignment: Assignment) -> Self {
        Self {
            person: assignment.person,
            duty: assignment.duty.code(),
            from_on: assignment.from_on,
            until_on: assignment.until_on,
            decree_number: assignment.decree_number,
        }
    }
}

/// Lists who holds and who may draw fuel for a vehicle, past and present.
#[utoipa::path(
    get, path = "/vehicles/{id}/people", tag = "vehicles", params(("id" = String, Path)),
    responses((status = 200, body = Vec<VehiclePersonView>), (status = 404, body = web::Problem)),
    security(("token" = []))
)]
pub(crate) async fn people_json(
    caller: ApiActor,
    Path(id): Path<VehicleId>,
) -> Result<Json<Vec<VehiclePersonView>>, WebError> {
    let tenant = caller.tenant();
    let read =
        move |tx: &mut Tx<'_>, vehicle: &Vehicle| crate::list_assignments(tx, tenant, vehicle.id);
    let (_, people) = find(caller, id, read).await?;
    Ok(Json(people.into_iter().map(Into::into).collect()))
}

/// What a meter showed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReadingView {
    #[schema(value_type = String)]
    id: crate::ReadingId,
    #[schema(value_type = String, format = DateTime)]
    at: UtcMicros,
    /// Whole kilometres or engine hours, as shown.
    value: i64,
    /// The value counted on over replaced meters.
    total: i64,
    /// How it came.
    source: &'static str,
    /// What is thought of it now.
    verdict: &'static str,
    /// The correction that replaced it.
    #[schema(value_type = Option<String>)]
    replaced_by: Option<crate::ReadingId>,
}

impl From<SeriesPoint> for ReadingView {
    fn from(point: SeriesPoint) -> Self {
        let reading = point.reading;
        Self {
            id: reading.id,
            at: reading.at,
            value: reading.value,
            total: reading.total,
            source: reading.source.code(),
            verdict: point.verdict.code(),
            replaced_by: point.replaced_by,
        }
    }
}

/// From when until when readings are asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReadingsQuery {
    /// The first instant, such as `2026-11-01T00:00:00+08:00`.
    from: Option<String>,
    /// The first instant no longer.
    before: Option<String>,
}

/// Lists the readings of a vehicle's meter, oldest first, at most the latest two thousand.
#[utoipa::path(
    get, path = "/vehicles/{id}/readings", tag = "vehicles",
    params(("id" = String, Path), ReadingsQuery),
    responses((status = 200, body = Vec<ReadingView>), (status = 404, body = web::Problem)),
    security(("token" = []))
)]
pub(crate) async fn readings_json(
    caller: ApiActor,
    Path(id): Path<VehicleId>,
    QueryState(query): QueryState<ReadingsQuery>,
) -> Result<Json<Vec<ReadingView>>, WebError> {
    let instant = |text: Option<&str>, without: UtcMicros| match text {
        None => Ok(without),
        Some(text) => text
            .parse()
            .map_err(|_| WebError::bad_request("instant_unreadable")),
    };
    let between = (
        instant(query.from.as_deref(), UtcMicros::default())?,
        instant(query.before.as_deref(), UtcMicros::MAX)?,
    );
    let tenant = caller.tenant();
    let read =
        move |tx: &mut Tx<'_>, vehicle: &Vehicle| crate::meter_series(tx, tenant, vehicle, between);
    let (_, series) = find(caller, id, read).await?;
    Ok(Json(series.points.into_iter().map(Into::into).collect()))
}
