//! JSON for other programs: stations, prices, price notices.

use authz::Action;
use base::{CivilDate, Rupiah, StationId, UtcMicros};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::axum::Json;
use web::axum::http::StatusCode;
use web::{ApiActor, ApiJson, CursorPage, Paging, QueryState, WebError};

use crate::actions::add_price_notice;
use crate::model::price::{NewPriceNotice, PriceNotice, PriceNoticeId, PricePlace};
use crate::model::station::Station;
use crate::pages::seen_stations;
use crate::store::price::{PriceFilter, list_price_notices, lookup_price};
use crate::store::product::list_products;
use crate::store::station::{StationFilter, list_stations_page};

/// A station.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StationView {
    /// Its id.
    #[schema(value_type = String)]
    id: StationId,
    /// The digits of its number.
    number: String,
    name: String,
    address: String,
    /// The two-digit code of its province.
    province: String,
    /// The code of its kelurahan.
    place_code: Option<String>,
    /// Degrees north.
    latitude: Option<String>,
    /// Degrees east.
    longitude: Option<String>,
    /// Monday to Sunday between commas: `24`, `-` or `06:00-22:00`.
    hours: String,
    /// Codes of the products it sells.
    products: Vec<String>,
    is_active: bool,
}

impl From<Station> for StationView {
    fn from(station: Station) -> Self {
        let degrees = crate::Coordinates::degrees;
        let details = station.details;
        Self {
            id: station.id,
            number: details.number.digits().to_owned(),
            name: details.name,
            address: details.address,
            province: details.province,
            place_code: details.place_code,
            latitude: details.coordinates.map(|place| degrees(place.latitude)),
            longitude: details.coordinates.map(|place| degrees(place.longitude)),
            hours: details.hours.to_string(),
            products: details.products,
            is_active: details.is_active,
        }
    }
}

/// Lists stations by name.
#[utoipa::path(
    get, path = "/stations", tag = "stations",
    params(("after" = Option<String>, Query), ("limit" = Option<u16>, Query)),
    responses((status = 200, body = CursorPage<StationView>)), security(("token" = []))
)]
pub(crate) async fn list_stations(
    caller: ApiActor,
    paging: Paging,
) -> Result<Json<CursorPage<StationView>>, WebError> {
    let only = seen_stations(&caller.actor);
    let tenant = caller.tenant();
    let filter = StationFilter {
        only,
        ..StationFilter::default()
    };
    let page = caller
        .site
        .db()?
        .read(tenant, db::Access::ReadOwn, move |tx| {
            list_stations_page(tx, tenant, &filter, paging.after.as_ref(), paging.size)
        })
        .await?;
    Ok(Json(page.map(StationView::from).into()))
}

/// Where and when prices are asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct PriceQuestion {
    /// A station's id; without one the city's province.
    station: String,
    /// An instant such as `2026-11-24T00:00:00Z`; without one now.
    at: String,
}

/// The price of a product.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PriceView {
    /// The product's code.
    product: String,
    /// Whole rupiah per litre; absent where no price is known.
    #[schema(value_type = Option<i64>)]
    price_rupiah: Option<Rupiah>,
}

/// Lists the prices in force at an instant.
#[utoipa::path(
    get, path = "/prices", tag = "stations", params(PriceQuestion),
    responses((status = 200, body = Vec<PriceView>)), security(("token" = []))
)]
pub(crate) async fn list_prices(
    caller: ApiActor,
    QueryState(question): QueryState<PriceQuestion>,
) -> Result<Json<Vec<PriceView>>, WebError> {
    may_see_prices(&caller)?;
    let at = optional(&question.at, "at_invalid")?.unwrap_or(caller.site.now());
    let station = optional::<StationId>(&question.station, "station_invalid")?;
    let tenant = caller.tenant();
    let prices = caller
        .site
        .db()?
        .read(tenant, db::Access::ReadOwn, move |tx| {
            let products = list_products(tx, tenant)?;
            let active = products.into_iter().filter(|product| product.is_active);
            active
                .map(|product| {
                    let price_rupiah = lookup_price(tx, tenant, &product.code, station, at)?;
                    Ok(PriceView {
                        product: product.code,
                        price_rupiah,
                    })
                })
                .collect()
        })
        .await?;
    Ok(Json(prices))
}

fn may_see_prices(caller: &ApiActor) -> Result<(), WebError> {
    if caller.actor.may_somewhere(Action::FuelPriceView) {
        Ok(())
    } else {
        Err(authz::Denied::Forbidden.into())
    }
}

fn optional<T: std::str::FromStr>(text: &str, code: &'static str) -> Result<Option<T>, WebError> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|_| WebError::bad_request(code))
}

/// A price notice.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NoticeView {
    #[schema(value_type = String)]
    id: PriceNoticeId,
    /// The product's code.
    product: String,
    /// The province's code, for a notice of a province.
    province: Option<String>,
    /// The station's id, for a notice of a station.
    #[schema(value_type = Option<String>)]
    station: Option<StationId>,
    /// Whole rupiah per litre; absent where the station follows its province again.
    #[schema(value_type = Option<i64>)]
    price_rupiah: Option<Rupiah>,
    /// The instant from which it holds.
    valid_from_at: String,
    /// The instant at which it ends.
    valid_until_at: Option<String>,
    source_number: String,
    #[schema(value_type = Option<String>)]
    source_on: Option<CivilDate>,
    /// Whether it was entered after it had begun to hold.
    is_late: bool,
    /// Whether it was withdrawn as wrong.
    is_withdrawn: bool,
}

impl From<PriceNotice> for NoticeView {
    fn from(notice: PriceNotice) -> Self {
        let (province, station) = match notice.place {
            PricePlace::Province(code) => (Some(code), None),
            PricePlace::Station(id) => (None, Some(id)),
        };
        Self {
            id: notice.id,
            product: notice.product,
            province,
            station,
            price_rupiah: notice.price,
            valid_from_at: notice.valid_from_at.to_string(),
            valid_until_at: notice.valid_until_at.map(|at| at.to_string()),
            source_number: notice.source_number,
            source_on: notice.source_on,
            is_late: notice.is_late,
            is_withdrawn: notice.withdrawn_at.is_some(),
        }
    }
}

/// Lists price notices, the latest beginning first.
#[utoipa::path(
    get, path = "/price-notices", tag = "stations",
    params(("after" = Option<String>, Query), ("limit" = Option<u16>, Query)),
    responses((status = 200, body = CursorPage<NoticeView>)), security(("token" = []))
)]
pub(crate) async fn list_price_notices_page(
    caller: ApiActor,
    paging: Paging,
) -> Result<Json<CursorPage<NoticeView>>, WebError> {
    may_see_prices(&caller)?;
    let tenant = caller.tenant();
    let page = caller
        .site
        .db()?
        .read(tenant, db::Access::ReadOwn, move |tx| {
            let filter = PriceFilter::default();
            list_price_notices(tx, tenant, &filter, paging.after.as_ref(), paging.size)
        })
        .await?;
    Ok(Json(page.map(NoticeView::from).into()))
}

/// A price notice to add.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct NewNoticeBody {
    /// The product's code.
    product: String,
    /// The province's code; give either this or a station.
    province: Option<String>,
    /// The station's id; give either this or a province.
    #[schema(value_type = Option<String>)]
    station: Option<StationId>,
    /// Whole rupiah per litre; leave it out where a station follows its province again.
    price_rupiah: Option<i64>,
    /// The instant from which it holds, with its offset.
    valid_from_at: String,
    /// The instant at which a station's price ends.
    valid_until_at: Option<String>,
    source_number: String,
    #[schema(value_type = Option<String>)]
    source_on: Option<CivilDate>,
    /// Whether it takes the place of another notice from the same instant.
    #[serde(default)]
    replaces: bool,
}

impl NewNoticeBody {
    fn read(self) -> Result<NewPriceNotice, WebError> {
        let place = match (self.province, self.station) {
            (Some(code), None) => PricePlace::Province(code),
            (None, Some(id)) => PricePlace::Station(id),
            _ => return Err(WebError::bad_request("place_invalid")),
        };
        let from = optional::<UtcMicros>(&self.valid_from_at, "valid_from_invalid")?;
        let until = self.valid_until_at.unwrap_or_default();
        Ok(NewPriceNotice {
            product: self.product,
            place,
            price: self.price_rupiah.map(Rupiah::new),
            valid_from_at: from.ok_or_else(|| WebError::bad_request("valid_from_invalid"))?,
            valid_until_at: optional(&until, "valid_until_invalid")?,
            source_number: self.source_number,
            source_on: self.source_on,
            replaces: self.replaces,
        })
    }
}

/// The id of what was added.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CreatedView {
    #[schema(value_type = String)]
    id: PriceNoticeId,
}

/// Adds a price notice; one that comes late is taken and marked.
#[utoipa::path(
    post, path = "/price-notices", tag = "stations", request_body = NewNoticeBody,
    responses((status = 201, body = CreatedView), (status = 422, body = web::Problem)),
    security(("token" = []))
)]
pub(crate) async fn create_price_notice(
    caller: ApiActor,
    ApiJson(body): ApiJson<NewNoticeBody>,
) -> Result<(StatusCode, Json<CreatedView>), WebError> {
    let key = caller.required_key()?;
    let notice = body.read()?;
    let (stamp, actor) = (caller.stamp(), caller.actor.clone());
    let code = Action::FuelPriceEdit.code();
    let command = db::Command::by(&stamp).keyed(key.as_str(), code, &notice);
    let id = caller
        .site
        .db()?
        .write(command, move |tx| {
            add_price_notice(tx, &stamp.fresh(), &actor, &notice)
        })
        .await
        .map_err(|error| WebError::action(error, caller.locale))?;
    Ok((StatusCode::CREATED, Json(CreatedView { id })))
}
