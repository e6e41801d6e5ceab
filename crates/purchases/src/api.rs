//! `/api/v1/purchases`: the history for other programs.

use authz::Action;
use base::{AgencyId, CivilDate};
use db::Access;
use fleet::VehicleId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::axum::Json;
use web::axum::extract::State;
use web::{ApiActor, CursorPage, Paging, Problem, QueryState, Site, WebError};

use crate::{LineKind, Purchase, PurchaseFilter, list_purchases};

/// Which purchases are asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct PurchasesQuery {
    /// Bought on this day or later, in the city's zone.
    #[param(value_type = Option<String>, format = "date")]
    from: Option<CivilDate>,
    /// Bought on this day or earlier.
    #[param(value_type = Option<String>, format = "date")]
    until: Option<CivilDate>,
    /// Of this vehicle.
    #[param(value_type = Option<String>, format = "uuid")]
    vehicle: Option<VehicleId>,
    /// Of this agency.
    #[param(value_type = Option<String>, format = "uuid")]
    agency: Option<AgencyId>,
    /// `fuel` or `non_fuel`.
    #[param(value_type = Option<String>)]
    kind: Option<LineKind>,
    /// Only those with a doubt.
    in_doubt: bool,
    /// Only those whose vehicle is, or is not, in the register.
    known: Option<bool>,
    /// Read on after this cursor.
    after: Option<String>,
    /// Rows per page, 1 to 200.
    limit: Option<u16>,
}

/// A purchase: numbers as text with all their digits, in the unit and currency of their list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PurchaseView {
    #[schema(value_type = String, format = "uuid")]
    id: crate::PurchaseId,
    /// `fuel` or `non_fuel`.
    kind: &'static str,
    /// Who keeps the list it comes from.
    source: Option<String>,
    /// Its number in that list.
    reference: Option<String>,
    /// RFC 3339; noon where the list has no time.
    bought_at: String,
    has_time: bool,
    /// Plate or number as written.
    vehicle_text: String,
    #[schema(value_type = Option<String>, format = "uuid")]
    vehicle: Option<VehicleId>,
    #[schema(value_type = Option<String>, format = "uuid")]
    agency: Option<AgencyId>,
    station_text: Option<String>,
    #[schema(value_type = Option<String>, format = "uuid")]
    station: Option<base::StationId>,
    product_text: String,
    /// The product's code, where it is known.
    product: Option<String>,
    quantity: String,
    /// `litre`, `millilitre`, `gallon_us` or `item`.
    unit: String,
    /// Derived, half up per line; fuel only.
    volume_ml: Option<i64>,
    unit_price: Option<String>,
    amount: String,
    /// Paid in the end, where the list has it.
    net_amount: Option<String>,
    /// `idr` or `usd`; never converted.
    currency: String,
    /// Whole rupiah, of lines in rupiah.
    amount_rupiah: Option<i64>,
    meter: Option<String>,
    /// `km`, `mile` or `hour`.
    meter_unit: Option<String>,
    /// Derived whole kilometres or engine hours.
    meter_value: Option<i64>,
    doubts: Vec<&'static str>,
}

impl From<Purchase> for PurchaseView {
    fn from(purchase: Purchase) -> Self {
        let text = |exact: Option<crate::Exact>| exact.map(|exact| exact.to_string());
        let meter = purchase.meter.as_ref();
        Self {
            id: purchase.id,
            kind: purchase.kind.code(),
            source: purchase.source,
            reference: purchase.reference,
            bought_at: purchase.bought_at.to_string(),
            has_time: purchase.has_time,
            vehicle_text: purchase.vehicle_text,
            vehicle: purchase.vehicle,
            agency: purchase.agency,
            station_text: purchase.station_text,
            station: purchase.station,
            product_text: purchase.product_text,
            product: purchase.product,
            quantity: purchase.quantity.to_string(),
            unit: purchase.unit,
            volume_ml: purchase.volume.map(base::Millilitres::get),
            unit_price: text(purchase.unit_price),
            amount: purchase.amount.to_string(),
            net_amount: text(purchase.net),
            currency: purchase.currency,
            amount_rupiah: purchase.amount_rupiah.map(base::Rupiah::get),
            meter: meter.map(|meter| meter.shown.to_string()),
            meter_unit: meter.map(|meter| meter.unit.clone()),
            meter_value: meter.and_then(|meter| meter.value),
            doubts: purchase.doubts.iter().map(crate::Doubt::code).collect(),
        }
    }
}

/// Lists purchases of the past, the latest first.
#[utoipa::path(get, path = "/purchases", tag = "purchases", params(PurchasesQuery),
    responses((status = 200, body = CursorPage<PurchaseView>), (status = 403, body = Problem)),
    security(("token" = [])))]
pub(crate) async fn list_json(
    caller: ApiActor,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<PurchasesQuery>,
) -> Result<Json<CursorPage<PurchaseView>>, WebError> {
    let tenant = caller.tenant();
    let reach = caller.actor.reach(Action::PurchaseHistoryView);
    if reach.is_nothing() {
        return Err(authz::Denied::Forbidden.into());
    }
    let db = site.db()?;
    let page = db.read(tenant, Access::ReadOwn, move |tx| {
        let zone = register::load_zone(tx, tenant)?;
        let filter = PurchaseFilter {
            from: query.from.and_then(|on| zone.start_of(on).ok()),
            until: query.until.and_then(|on| zone.end_of(on).ok()),
            vehicle: query.vehicle,
            agency: query.agency,
            kind: query.kind,
            in_doubt: query.in_doubt,
            is_known: query.known,
            ..PurchaseFilter::default()
        };
        let place = (paging.after.as_ref(), paging.size);
        list_purchases(tx, tenant, &reach, &filter, place)
    });
    Ok(Json(CursorPage::from(page.await?.map(PurchaseView::from))))
}
