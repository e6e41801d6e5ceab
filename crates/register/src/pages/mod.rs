//! Pages of the register.

pub(crate) mod agencies;
mod agency_filter;
pub(crate) mod calendar;
pub(crate) mod exports;
pub(crate) mod import_mapping;
pub(crate) mod import_run;
pub(crate) mod imports;
pub(crate) mod logo;
pub(crate) mod person_choice;
pub(crate) mod places;
pub(crate) mod post_edit;
pub(crate) mod posts;
mod refusals;
pub(crate) mod samples;
pub(crate) mod settings;
pub(crate) mod shape;
pub(crate) mod start;
pub(crate) mod trail;
mod trail_names;
mod trail_words;
pub(crate) mod units;

pub use agency_filter::agency_filter;

use base::{Cursor, Page, PageSize, TenantId};
use db::{Access, Failure, Tx};
use web::{Site, WebError};

/// The most rows of an exported list.
const EXPORT_ROWS_MAX: usize = 100_000;

/// Random bytes for a table of personal data.
pub(crate) fn random_salt(site: &Site) -> [u8; 16] {
    let mut salt = [0; 16];
    site.entropy.fill(&mut salt);
    salt
}

/// All rows of a list, page by page, each in a transaction of its own.
pub(crate) async fn all_pages<T: Send + 'static>(
    site: &Site,
    tenant: TenantId,
    list: impl Fn(&mut Tx<'_>, (Option<&Cursor>, PageSize)) -> Result<Page<T>, Failure>
    + Clone
    + Send
    + 'static,
) -> Result<Vec<T>, WebError> {
    let mut all = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let (list, from) = (list.clone(), after.clone());
        let db = site.db()?;
        let page = db.read(tenant, Access::Report, move |tx| {
            list(tx, (from.as_ref(), PageSize::clamped(PageSize::MAX)))
        });
        let page = page.await?;
        all.extend(page.items);
        after = page.next.and_then(|next| Cursor::decode(&next).ok());
        if after.is_none() || all.len() >= EXPORT_ROWS_MAX {
            return Ok(all);
        }
    }
}
