//! Pages and forms of this area.

pub(crate) mod contract_forms;
pub(crate) mod price_forms;
pub(crate) mod prices;
pub(crate) mod products;
pub(crate) mod pump;
pub(crate) mod rules;
pub(crate) mod shapes;
pub(crate) mod station;
pub(crate) mod station_forms;
mod station_shifts;
pub(crate) mod stations;
mod workbook;

use authz::{Action, Actor, Reach};
use base::{StationId, Uuid};
use db::ActionError;
use web::{Cell, FieldErrors, Locale, PageFrame, Refusal, Sample, Site, Staff, WebError, fl};

/// Samples of every page.
pub(crate) fn samples(locale: Locale) -> Vec<Sample> {
    let mut all = web::sample::<shapes::FormPage>(locale);
    all.extend(web::sample::<shapes::DetailPage>(locale));
    all.extend(web::sample::<station::LinkPage>(locale));
    all.extend(web::sample::<prices::PricesPage>(locale));
    all.extend(web::sample::<pump::EnrolPage>(locale));
    all.extend(web::sample::<pump::ShiftPage>(locale));
    all
}

/// The way to a record's history, for who may see it.
pub(crate) fn trail(page: &PageFrame, kind: &str, id: Uuid) -> Option<(String, String)> {
    page.may(Action::JournalTrailView).then(|| {
        let text = fl!(crate::texts(page.locale), "audit-trail");
        (text, format!("/jejak/{kind}/{id}"))
    })
}

/// A cell that leads to a record's history.
pub(crate) fn trail_cell(page: &PageFrame, kind: &str, id: Uuid) -> Cell {
    trail(page, kind, id).map_or_else(|| Cell::text("–"), |(text, href)| Cell::link(text, href))
}

/// Which stations a reader sees: all of them, or only those whose pump or counter he works at.
pub(crate) fn seen_stations(actor: &Actor) -> Option<Vec<StationId>> {
    match actor.reach(Action::FuelStationView) {
        Reach::Some {
            agencies,
            units,
            stations,
            own: None,
        } if agencies.is_empty() && units.is_empty() => Some(stations.into_iter().collect()),
        Reach::Nothing => Some(Vec::new()),
        // Where the city buys is known to all who work with it.
        Reach::All | Reach::Some { .. } => None,
    }
}

/// Runs an action of a form; a refusal stays in the form, anything else ends the request.
async fn submit<T, R>(
    (staff, site): (&Staff, &Site),
    command: db::Command,
    errors: &mut FieldErrors,
    action: impl Fn(&mut db::Tx<'_>, &base::Stamp) -> Result<T, ActionError<R>> + Send + 'static,
) -> Result<Option<T>, WebError>
where
    T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
    R: Refusal + Send + 'static,
{
    let stamp = staff.stamp();
    let done = site
        .db()?
        .write(command, move |tx| action(tx, &stamp.fresh()))
        .await;
    match done {
        Ok(answer) => Ok(Some(answer)),
        Err(error) => {
            errors.catch("", error)?;
            Ok(None)
        }
    }
}

/// Reads in a snapshot for the one who asks.
async fn read<T: Send + 'static>(
    staff: &web::Visitor,
    f: impl FnOnce(&mut db::Tx<'_>) -> Result<T, db::Failure> + Send + 'static,
) -> Result<T, WebError> {
    let db = staff.site.db()?;
    Ok(db.read(staff.tenant(), db::Access::ReadOwn, f).await?)
}
