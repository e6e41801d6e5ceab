//! Checkpoints for everybody: who keeps one can later prove that the log was not rewritten.

use db::Access;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::http::header::CONTENT_TYPE;
use web::axum::response::{IntoResponse as _, Response};
use web::axum::routing::get;
use web::{Answer, Area, Site, Visitor, WebError};

use crate::notes::NoteFiles;
use crate::tasks::CityList;

pub(super) fn area() -> Area {
    let pages = Router::new()
        .route("/checkpoint", get(show_latest))
        .route("/checkpoints", get(list_daily));
    Area::new("sihebat").pages(pages)
}

/// The last signed head of the city's journal.
async fn show_latest(visitor: Visitor, State(site): State<Site>) -> Answer {
    site.part::<CityList>()?.learn_site(&site);
    let tenant = visitor.tenant();
    let read = move |tx: &mut db::Tx<'_>| journal::latest_checkpoint(tx, tenant);
    match site.db()?.read(tenant, Access::ReadOwn, read).await? {
        Some(note) => Ok(plain(note)),
        None => Err(WebError::not_found()),
    }
}

/// The last checkpoint of each day, then the newest: one file to be kept outside the house.
async fn list_daily(visitor: Visitor, State(site): State<Site>) -> Answer {
    let tenant = visitor.tenant();
    let city = site
        .part::<CityList>()?
        .find(tenant)
        .ok_or_else(WebError::not_found)?;
    let path = site.part::<NoteFiles>()?.daily(&city.short_code);
    let mut text = match tokio::fs::read_to_string(&path).await {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(WebError::bug(format!("read the checkpoints: {error}"))),
    };
    let read = move |tx: &mut db::Tx<'_>| journal::latest_checkpoint(tx, tenant);
    if let Some(note) = site.db()?.read(tenant, Access::ReadOwn, read).await?
        && !text.contains(&note)
    {
        text = format!("{text}\n{note}\n");
    }
    Ok(plain(text))
}

fn plain(text: String) -> Response {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
