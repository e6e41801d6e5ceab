//! Official papers for other programs: `/api/v1/cards/…/pdf`, `/api/v1/recaps/…/pdf`.

use base::{AgencyId, MonthOfYear, Zone};
use db::Access;
use fleet::VehicleId;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::axum::extract::{Path, State};
use web::{Answer, ApiActor, Problem, Site, Visitor};

use crate::documents;
use crate::pages::card::{card_request, find_card};
use crate::pages::recap::{find_recap, recap_request};

/// The bytes of a PDF file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only its description is used")]
struct PdfFile(Vec<u8>);

/// The endpoints of the area.
pub(crate) fn router() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(print_card))
        .routes(routes!(print_recap))
}

/// Kartu kendali BBM of a vehicle and month as PDF, with letterhead, signatures and QR, as on its page.
#[utoipa::path(get, path = "/cards/{vehicle}/{month}/pdf", tag = "papers",
    params(
        ("vehicle" = String, Path, format = "uuid"),
        ("month" = String, Path, description = "Such as `2026-11`"),
    ),
    responses(
        (status = 200, content_type = "application/pdf", body = inline(PdfFile)),
        (status = 404, body = Problem),
        (status = 503, description = "The worker for papers is away or busy", body = Problem),
    ),
    security(("token" = [])))]
async fn print_card(
    caller: ApiActor,
    visitor: Visitor,
    State(site): State<Site>,
    Path(wanted): Path<(VehicleId, MonthOfYear)>,
) -> Answer {
    let (tenant, actor) = (caller.tenant(), caller.actor.clone());
    let zone: Zone = visitor.city().zone.clone();
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        find_card(tx, (tenant, &zone), &actor, wanted)
    });
    let (card, office) = read.await??;
    let page = visitor.page("");
    let logo = documents::logo_of(&site, tenant, office.logo.as_ref()).await?;
    let request = card_request((page, logo), &visitor.base_url(), (&card, &office));
    documents::answer(&site, (visitor.origin(), caller.locale), &request).await
}

/// Recap of an agency and month as PDF, with letterhead, signatures and QR, as on its page.
#[utoipa::path(get, path = "/recaps/{agency}/{month}/pdf", tag = "papers",
    params(
        ("agency" = String, Path, format = "uuid"),
        ("month" = String, Path, description = "Such as `2026-11`"),
    ),
    responses(
        (status = 200, content_type = "application/pdf", body = inline(PdfFile)),
        (status = 404, body = Problem),
        (status = 503, description = "The worker for papers is away or busy", body = Problem),
    ),
    security(("token" = [])))]
async fn print_recap(
    caller: ApiActor,
    visitor: Visitor,
    State(site): State<Site>,
    Path(wanted): Path<(AgencyId, MonthOfYear)>,
) -> Answer {
    let (tenant, actor) = (caller.tenant(), caller.actor.clone());
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        find_recap(tx, tenant, &actor, wanted)
    });
    let (recap, office) = read.await??;
    let page = visitor.page("");
    let logo = documents::logo_of(&site, tenant, office.logo.as_ref()).await?;
    let request = recap_request((page, logo), &visitor.base_url(), (&recap, &office));
    documents::answer(&site, (visitor.origin(), caller.locale), &request).await
}
